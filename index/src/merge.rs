//! One record from what several sources say of it.
//!
//! A *part* is what one source says of a record; a record that only one source has brought is its
//! own part. The record that is shown and found is made of its parts anew whenever one changes,
//! newest first, field by field:
//!
//! - What the newest source says stands; what it leaves empty is taken from the next one.
//! - Lists are united, in the order of the newest; spellings that differ in case, width or
//!   punctuation are one value, contacts with the same name and organisation one contact.
//! - Of running texts (summary, description, claims …) the longer is kept.
//! - A date gives way to an older source's that is the same, but to the day instead of the year.
//! - Price, budget, legal status and stage with its levels stay together, whoever says them.
//! - A title that is not the newest becomes one of the other titles.
//! - Where they disagree, the record says so, and which source says what ([`conflicts`]).
//!
//! Nothing is lost: every part stays in the catalogue with its row as it came, and comes back
//! when the others go. `sources` names all of them, so that an import of any of them is
//! recognised by source and hash.
//!
//! Several rows of one source may be one record: each is a part. In a later import a source says
//! anew what it says: its rows of before give way to those that come.

mod conflicts;

use std::collections::HashMap;

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use crate::content::{Content, content, from_content, without_origin};
use crate::error::Result;
use crate::fields::{self, Merge};
use crate::record::{Provenance, Record};

/// Whether two records say the same, wherever they came from.
pub(crate) fn same_content(one: &Record, other: &Record) -> bool {
    let content = |record: &Record| Record {
        id: String::new(),
        ..without_origin(record)
    };
    content(one) == content(other)
}

/// The record that parts make, newest first.
///
/// # Errors
/// Never, as far as is known: a record that cannot be written down and read again.
pub(crate) fn joined(parts: &[&Record]) -> Result<Record> {
    let [newest, older @ ..] = parts else {
        return Ok(Record::default());
    };
    let contents = parts.iter().map(|part| Ok((*part, content(part)?)));
    let contents: Vec<(&Record, Content)> = contents.collect::<Result<_>>()?;
    let conflicts = conflicts::conflicts(&contents);
    let mut contents = contents.into_iter().map(|(_, content)| content);
    let mut whole = contents.next().unwrap_or_default();
    for mut part in contents {
        for together in fields::said_together() {
            if together.iter().any(|key| says(whole.get(*key))) {
                part.retain(|key, _| !together.contains(&key.as_str()));
            }
        }
        fill("", &mut whole, part);
    }
    let mut record: Record = from_content(newest, whole)?;
    if let Some(patent) = record.patent.as_mut().filter(|_| !older.is_empty()) {
        patent.legal_events.sort_by_key(|event| event.date);
    }
    Ok(Record {
        title_alt: other_titles(&record, parts),
        sources: sources_of(parts),
        conflicts,
        ..record
    })
}

/// The rows that the parts are from, each once.
fn sources_of(parts: &[&Record]) -> Vec<Provenance> {
    let mut sources: Vec<Provenance> = Vec::new();
    for source in parts.iter().flat_map(|part| &part.sources) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}

/// The other titles, and every title that another part has given it.
fn other_titles(record: &Record, parts: &[&Record]) -> Vec<String> {
    let mut titles = record.title_alt.clone();
    let mut known: Vec<String> = titles.iter().map(|title| folded("", title)).collect();
    known.push(folded("", &record.title));
    for part in parts.iter().filter(|part| !part.title.is_empty()) {
        let title = folded("", &part.title);
        if !known.contains(&title) {
            known.push(title);
            titles.push(part.title.clone());
        }
    }
    titles
}

/// Fills one object from an older one.
fn fill(path: &str, newer: &mut Map<String, Value>, older: Map<String, Value>) {
    for (key, value) in older {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        match newer.get_mut(&key) {
            Some(known) if says(Some(known)) => join(&path, known, value),
            _ => {
                newer.insert(key, value);
            }
        }
    }
}

/// Joins a value with that of an older source; both say something, or only the newer.
fn join(path: &str, newer: &mut Value, older: Value) {
    match (fields::merge_at(path), &mut *newer, older) {
        (Merge::Longer, newer, older) if length(&older) > length(newer) => *newer = older,
        (Merge::Precise, Value::String(newer), Value::String(older))
            if older.len() > newer.len() && older.starts_with(newer.as_str()) =>
        {
            *newer = older;
        }
        (Merge::Longer | Merge::Precise | Merge::Whole, ..) => {}
        (_, Value::Object(newer), Value::Object(older)) => fill(path, newer, older),
        (_, Value::Array(newer), Value::Array(older)) => unite(path, newer, older),
        _ => {}
    }
}

/// Whether a value is more than a default.
fn says(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.is_empty() && text != "unknown",
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Object(fields)) => fields.values().any(|value| says(Some(value))),
        Some(Value::Bool(true) | Value::Number(_)) => true,
    }
}

/// Characters of a text or of all texts in a list.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.iter().map(length).sum(),
        _ => 0,
    }
}

/// Adds what an older list has and the newer has not.
fn unite(path: &str, newer: &mut Vec<Value>, older: Vec<Value>) {
    let places = newer.iter().enumerate();
    let mut known: HashMap<String, usize> =
        places.map(|(at, item)| (key(path, item), at)).collect();
    for item in older {
        let key = key(path, &item);
        if let Some(same) = known.get(&key).and_then(|at| newer.get_mut(*at)) {
            join(path, same, item);
        } else {
            known.insert(key, newer.len());
            newer.push(item);
        }
    }
}

/// What two items of a list have in common when they are the same.
fn key(path: &str, item: &Value) -> String {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
    match item {
        Value::String(text) => folded(path, text),
        Value::Object(_) => {
            let named = [text("name"), text("id"), text("organisation"), text("lang")]
                .map(|text| folded(path, text));
            if named.iter().all(String::is_empty) {
                item.to_string()
            } else {
                named.join("\n")
            }
        }
        other => other.to_string(),
    }
}

/// A text without what sources write differently: case, width, punctuation; in people's names the
/// order of the words, in telephone numbers all that is not a digit.
fn folded(path: &str, text: &str) -> String {
    let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    let mut words: Vec<&str> = lower
        .split(|c| !is_part(c))
        .filter(|word| !word.is_empty())
        .collect();
    let merge = fields::merge_at(path);
    if merge == Merge::Names {
        words.sort_unstable();
    }
    match merge {
        _ if words.is_empty() => text.to_owned(),
        Merge::Digits => words.concat(),
        _ => words.join(" "),
    }
}

/// Names of the fields in which two records differ, in the order of the export.
pub(crate) fn differences(before: &Record, after: &Record) -> Result<Vec<String>> {
    let (before, after) = (content(before)?, content(after)?);
    let changed = |key: &&String| before.get(*key) != after.get(*key);
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    Ok(after.keys().filter(changed).chain(gone).cloned().collect())
}

#[cfg(test)]
mod tests;
