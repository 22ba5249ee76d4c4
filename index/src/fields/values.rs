//! What lies at the paths of a field in an exported record.

use serde_json::{Map, Value};

use super::Field;

/// What a record says in a field: path → value, without what is not said.
pub(crate) fn taken(record: &Map<String, Value>, field: &Field) -> Map<String, Value> {
    let said = |path: &&str| Some(((*path).to_owned(), get(record, path)?.clone()));
    let mut values: Map<String, Value> = field.paths.iter().filter_map(said).collect();
    values.retain(|_, value| !matches!(value, Value::Null) && value != "unknown");
    values
}

/// What lies at a path.
pub(crate) fn get<'a>(record: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let mut value = record.get(first)?;
    for step in rest.split('.').filter(|step| !step.is_empty()) {
        value = match value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
            value => value.get(step)?,
        };
    }
    Some(value)
}

/// Puts a value at a path, or takes away what is there; makes what is missing on the way.
pub(crate) fn put(value: &mut Value, path: &str, new: Option<&Value>) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let place = match value {
        Value::Array(items) => {
            if items.is_empty() {
                items.push(Value::Object(Map::new()));
            }
            let at = step.parse().unwrap_or(0);
            items.get_mut(at)
        }
        Value::Object(fields) => {
            if rest.is_empty() && new.is_none() {
                fields.shift_remove(step);
                return;
            }
            let list = rest.starts_with(|c: char| c.is_ascii_digit());
            let empty = if list {
                Value::Array(Vec::new())
            } else {
                Value::Object(Map::new())
            };
            Some(fields.entry(step).or_insert(empty))
        }
        _ => None,
    };
    match (place, new) {
        (Some(place), Some(new)) if rest.is_empty() => *place = new.clone(),
        (Some(place), _) if !rest.is_empty() => put(place, rest, new),
        _ => {}
    }
}
