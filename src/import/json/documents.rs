//! Documents of patent offices in JSON: the answers of EPO's service, as it gives them and as
//! tools flatten them. What is where in them, the tables of their XML say.

use serde_json::{Map, Value};

use super::super::xml;
use super::members::{self, local};

/// Objects deeper than this hold no document.
const DEEPEST: usize = 12;

/// The cells of all documents in an object; one inside of another belongs to it.
pub(super) fn of(members: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    look(members, DEEPEST, &mut found);
    found
}

fn look(members: &Map<String, Value>, depth: usize, found: &mut Vec<Map<String, Value>>) {
    for (name, value) in members {
        let list = value.as_array().map_or(&[][..], Vec::as_slice);
        let objects = list.iter().chain([value]).filter_map(Value::as_object);
        match xml::family(name) {
            Some(table) => found.extend(objects.map(|members| {
                let cells = members::cells(table, local(name), members);
                in_one_spelling(cells)
            })),
            None if depth > 0 => objects.for_each(|members| look(members, depth - 1, found)),
            None => {}
        }
    }
}

/// Where attributes are lost, so is which of the names are the office's spelling of the others:
/// first all in Latin capitals, then as many as filed. Those as filed stand.
fn in_one_spelling(mut cells: Map<String, Value>) -> Map<String, Value> {
    for column in ["applicants", "inventors"] {
        let Some(Value::Array(names)) = cells.get_mut(column) else {
            continue;
        };
        let filed = names.split_off(names.len() / 2);
        if is_same_in_capitals(names, &filed) {
            let others = std::mem::replace(names, filed);
            cells.insert(format!("other {column}"), Value::Array(others));
        } else {
            names.extend(filed);
        }
    }
    cells
}

fn is_same_in_capitals(names: &[Value], filed: &[Value]) -> bool {
    let texts = |names: &[Value]| -> Vec<String> {
        let texts = names.iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let (names, filed) = (texts(names), texts(filed));
    let are_capitals = |name: &String| name.is_ascii() && !name.chars().any(char::is_lowercase);
    let bare = |name: &String| name.to_uppercase().replace([',', '.'], "");
    let is_other = |name: &String| !are_capitals(name);
    let pairs = || names.iter().zip(&filed);
    names.len() == filed.len()
        && !names.is_empty()
        && names.iter().all(are_capitals)
        && (filed.iter().all(|name| !name.is_ascii())
            || filed.iter().all(is_other) && pairs().all(|(one, other)| bare(one) == bare(other)))
}
