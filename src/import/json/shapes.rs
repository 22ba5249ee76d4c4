//! JSON of services whose keys are not the names of columns: Lens, `PatentsView`, NASA, SBIR,
//! patent offices.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::tree::Table;
use super::{calls, documents, members};

static LENS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("lens.tsv")));
static PATENTS_VIEW: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("patentsview.tsv")));

/// The columns of a technology in the answers of NASA's technology transfer service; a few
/// have no known meaning.
const NASA: [&str; 13] = [
    "id",
    "case number",
    "title",
    "abstract",
    "reference number",
    "category",
    "",
    "",
    "",
    "center",
    "image",
    "tags",
    "score",
];

/// The cells of the rows that a value is: of an object one, of a list one where its places are
/// known, of an answer of a patent office one for each document in it.
pub(super) fn rows(value: Value) -> Option<Vec<Map<String, Value>>> {
    match value {
        Value::Array(values) => list(values).map(|cells| vec![cells]),
        Value::Object(members) => {
            let documents = documents::of(&members);
            if documents.is_empty() {
                Some(calls::topics(members).unwrap_or_else(|members| vec![object(members)]))
            } else {
                Some(documents)
            }
        }
        _ => None,
    }
}

/// The cells of an object: as they are, and what can be found deeper in it.
fn object(mut cells: Map<String, Value>) -> Map<String, Value> {
    if let Some(table) = table(&cells) {
        for (name, value) in members::cells(table, "patent", &cells) {
            cells.insert(name, value);
        }
    }
    cells
}

/// The table that knows where things are in an object.
fn table(cells: &Map<String, Value>) -> Option<&'static Table> {
    let has = |key: &str| cells.contains_key(key);
    if (has("lens_id") || has("lensId")) && (has("biblio") || has("pub_key") || has("pubKey")) {
        Some(&LENS)
    } else if has("patent_title") && (has("patent_number") || has("patent_id")) {
        Some(&PATENTS_VIEW)
    } else {
        None
    }
}

/// Whether something is found deeper in an object's member of this name.
pub(in crate::import) fn takes(cells: &Map<String, Value>, name: &str) -> bool {
    table(cells).is_some_and(|table| table.names(name))
}

/// The cells of a list, where lists of this length are known.
fn list(values: Vec<Value>) -> Option<Map<String, Value>> {
    if values.len() != NASA.len() {
        return None;
    }
    let is_something = |value: &Value| !value.is_null() && value.as_str() != Some("");
    let cells = NASA.into_iter().zip(values).enumerate();
    let cells = cells.filter(|(_, (_, value))| is_something(value));
    let cells = cells.map(|(at, (name, value))| match name {
        "" => (format!("value {}", at + 1), value),
        name => (name.to_owned(), value),
    });
    Some(cells.collect())
}

#[cfg(test)]
mod tests {
    use super::super::super::tree::faulty_lines;
    use super::*;

    #[test]
    fn every_line_of_the_table_can_be_read() {
        for table in [include_str!("lens.tsv"), include_str!("patentsview.tsv")] {
            assert_eq!(faulty_lines(table), Vec::<&str>::new());
        }
    }

    #[test]
    fn lists_of_other_lengths_are_none() {
        assert_eq!(list(vec![Value::Null; 12]), None);
        assert_eq!(list(vec![Value::Null; 13]), Some(Map::new()));
    }
}
