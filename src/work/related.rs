//! Queries for the listings that belong to another.

use qiao_index::record::Record;

/// The query for the listings that a record names, by id or by the number of a right.
pub(crate) fn references(record: &Record) -> String {
    let ids = record
        .references
        .iter()
        .map(|reference| reference.id.clone());
    let rights = record.achievement.iter().flat_map(|more| more.ip.clone());
    // Who names the application number of this patent.
    let patent = record
        .patent
        .iter()
        .map(|patent| patent.application_number.clone());
    let numbers: Vec<String> = ids.chain(rights).chain(patent).collect();
    numbered(&numbers)
}

/// The query for the listings with these ids or numbers.
pub(crate) fn numbered(numbers: &[String]) -> String {
    let quoted: Vec<String> = numbers
        .iter()
        // A patent is found by its number, as people write it.
        .map(|id| id.strip_prefix("patent:").unwrap_or(id).replace('"', ""))
        .filter(|number| !number.trim().is_empty())
        .map(|number| {
            let plain = number.chars().all(|c| c.is_ascii_alphanumeric());
            if plain {
                number
            } else {
                format!("\"{number}\"")
            }
        })
        .collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => format!("num:{only}"),
        several => format!("num:({})", several.join(" OR ")),
    }
}
