//! Nested JSON as a tree of elements: members are elements inside, and their attributes, too.
//!
//! What XML becomes in JSON differs from tool to tool: an attribute is `@country` or a plain
//! member, the text of an element `$`, `#text` or all that it is.

use serde_json::{Map, Value};

use super::super::tree::{Mapper, Table};

/// Members that are the text of the element around them.
const TEXTS: [&str; 4] = ["$", "#text", "$t", "_"];

/// The cells that a table finds in an object, seen as an element of this name.
pub(super) fn cells(table: &Table, name: &str, members: &Map<String, Value>) -> Map<String, Value> {
    let mut walk = Walk {
        table,
        mapper: Mapper::new(table),
    };
    walk.element(name, members);
    walk.mapper.finish()
}

/// A name without the prefix of its namespace.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Walk<'t> {
    table: &'t Table,
    mapper: Mapper<'t>,
}

impl Walk<'_> {
    fn element(&mut self, name: &str, members: &Map<String, Value>) {
        self.mapper.open(name, self.attributes(members));
        for (name, value) in members {
            if TEXTS.contains(&&**name) {
                self.mapper.lines(&scalar(value).unwrap_or_default());
            } else if !name.starts_with('@') {
                self.member(local(name), value);
            }
        }
        self.mapper.close();
        self.mapper.end_line();
    }

    fn member(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.member(name, value)),
            Value::Object(members) => self.element(name, members),
            // What is only an attribute is no part of the text around it.
            value if !self.table.wants(name) || self.table.names(name) => {
                if let Some(text) = scalar(value) {
                    self.mapper.leaf(name, &text);
                }
            }
            _ => {}
        }
    }

    /// The attributes that the table asks for.
    fn attributes(&self, members: &Map<String, Value>) -> Vec<(String, String)> {
        let attribute = |(name, value): (&String, &Value)| {
            let name = local(name.strip_prefix('@').unwrap_or(name));
            let wanted = self.table.wants(name);
            Some((name.to_owned(), scalar(value).filter(|_| wanted)?))
        };
        members.iter().filter_map(attribute).collect()
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
