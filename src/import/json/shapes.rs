//! JSON of services whose keys are not the names of columns: Lens, NASA.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::tree::{Mapper, Table};

static LENS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("lens.tsv")));

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

/// The cells of an object: as they are, and what can be found deeper in it.
pub(super) fn object(mut cells: Map<String, Value>) -> Map<String, Value> {
    let has = |key: &str| cells.contains_key(key);
    let is_lens = has("lens_id") || has("lensId");
    if is_lens && (has("biblio") || has("pub_key") || has("pubKey")) {
        let mut mapper = Mapper::new(&LENS);
        walk(&mut mapper, "patent", &cells);
        for (name, value) in mapper.finish() {
            cells.insert(name, value);
        }
    }
    cells
}

/// The cells of a list, where lists of this length are known.
pub(super) fn list(values: Vec<Value>) -> Option<Map<String, Value>> {
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

/// An object as an element; its plain members are attributes, too.
fn walk(mapper: &mut Mapper, name: &str, members: &Map<String, Value>) {
    let attributes = members.iter().filter(|(name, _)| LENS.wants(name));
    let attributes = attributes.filter_map(|(name, value)| Some((name, value.as_str()?)));
    let attributes = attributes.map(|(name, value)| (name.clone(), value.to_owned()));
    mapper.open(name, attributes.collect());
    for (name, value) in members {
        visit(mapper, name, value);
    }
    mapper.close();
}

fn visit(mapper: &mut Mapper, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(values) => values.iter().for_each(|value| visit(mapper, name, value)),
        Value::Object(members) => walk(mapper, name, members),
        Value::String(text) => mapper.leaf(name, text),
        Value::Number(_) | Value::Bool(_) => mapper.leaf(name, &value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tree::faulty_lines;
    use super::*;

    #[test]
    fn every_line_of_the_table_can_be_read() {
        assert_eq!(faulty_lines(include_str!("lens.tsv")), Vec::<&str>::new());
    }

    #[test]
    fn lists_of_other_lengths_are_none() {
        assert_eq!(list(vec![Value::Null; 12]), None);
        assert_eq!(list(vec![Value::Null; 13]), Some(Map::new()));
    }
}
