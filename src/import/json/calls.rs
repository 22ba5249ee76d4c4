//! Calls for proposals with their topics inside (SBIR): each topic is a row, with what the call
//! says for all of them.

use serde_json::{Map, Value};

/// Members with the topics of a call.
const TOPICS: [&str; 2] = ["solicitation_topics", "topics"];
/// What a topic has as a title.
const TITLES: [&str; 2] = ["topic_title", "topicTitle"];

/// The topics of a call, or the object back where it is none.
pub(super) fn topics(
    members: Map<String, Value>,
) -> Result<Vec<Map<String, Value>>, Map<String, Value>> {
    let is_topic = |value: &Value| TITLES.iter().any(|title| value.get(title).is_some());
    let found = TOPICS.iter().find(|name| {
        let topics = members.get(**name).and_then(Value::as_array);
        topics.is_some_and(|topics| !topics.is_empty() && topics.iter().all(is_topic))
    });
    let Some(name) = found else {
        return Err(members);
    };
    let mut call = members;
    let topics = call.shift_remove(*name).unwrap_or_default();
    let topics = topics.as_array().cloned().unwrap_or_default();
    let rows = topics.into_iter().filter_map(|topic| match topic {
        Value::Object(mut cells) => {
            for (key, value) in &call {
                cells.entry(key).or_insert_with(|| value.clone());
            }
            Some(cells)
        }
        _ => None,
    });
    Ok(rows.collect())
}
