//! Writes a query down: the shortest text that is read as the same query.

use std::fmt;

use super::guess::is_plain;
use super::values::{price_text, range_text};
use super::{Field, Query, Value, symbols, telephone};
use crate::vocab::Language;

/// What a part stands in, from the loosest to the tightest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Within {
    Nothing,
    Or,
    And,
    Not,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&written(self, Within::Nothing, Field::short))
    }
}

impl Query {
    /// The query with the fields' names in the reader's language; it can be typed as well.
    #[must_use]
    pub fn said_in(&self, language: Language) -> String {
        let names = match language {
            Language::Chinese => Field::chinese,
            Language::English => Field::short,
        };
        written(self, Within::Nothing, names)
    }
}

/// What a field is called.
type Names = fn(Field) -> &'static str;

fn written(query: &Query, within: Within, names: Names) -> String {
    let (text, binds) = match query {
        Query::All => return String::new(),
        Query::And(parts) => (conjunction(parts, names), Within::Or),
        Query::Or(parts) => match list(parts, names) {
            Some(list) => return list,
            None => (disjunction(parts, names), Within::Nothing),
        },
        Query::Not(part) => (
            format!("-{}", written(part, Within::Not, names)),
            Within::And,
        ),
        Query::Match { field, value } => return test(*field, value, names),
        Query::Near {
            field,
            distance,
            parts,
        } => (near(*field, *distance, parts, names), Within::And),
    };
    if within > binds {
        format!("({text})")
    } else {
        text
    }
}

fn conjunction(parts: &[Query], names: Names) -> String {
    let mut text = String::new();
    for part in parts {
        let next = written(part, Within::And, names);
        if next.is_empty() {
            continue;
        }
        if !text.is_empty() {
            let apart = symbols::may_go_on(&text, &next) || telephone::may_go_on(&text, &next);
            text.push_str(if apart { " AND " } else { " " });
        }
        text.push_str(&next);
    }
    text
}

fn disjunction(parts: &[Query], names: Names) -> String {
    let mut text = String::new();
    for (place, part) in parts.iter().enumerate() {
        let next = written(part, Within::Or, names);
        if place == 0 {
            text = next;
        } else if excludes(part) {
            // Without brackets it would exclude from all alternatives.
            text = format!("{text} OR ({next})");
        } else {
            text = format!("{text} OR {next}");
        }
    }
    text
}

/// Whether words side by side exclude something that stands behind another.
fn excludes(part: &Query) -> bool {
    let Query::And(parts) = part else {
        return false;
    };
    parts
        .iter()
        .skip(1)
        .any(|part| matches!(part, Query::Not(_)))
}

/// `field:a,b` for values of one field.
fn list(parts: &[Query], names: Names) -> Option<String> {
    let Some(Query::Match { field: shared, .. }) = parts.first() else {
        return None;
    };
    if matches!(shared, Field::Any | Field::Number) {
        return None;
    }
    let mut text = format!("{}:", names(*shared));
    for (index, part) in parts.iter().enumerate() {
        let Query::Match { field, value } = part else {
            return None;
        };
        let next = value_text(*field, value);
        let digit = |c: char| c.is_ascii_digit();
        // A comma between digits is part of a word.
        let glued = shared.is_text() && text.ends_with(digit) && next.starts_with(digit);
        if field != shared || glued {
            return None;
        }
        if index > 0 {
            text.push(',');
        }
        text.push_str(&next);
    }
    Some(text)
}

fn near(field: Field, distance: u32, parts: &[Value], names: Names) -> String {
    let sign = format!(" NEAR/{distance} ");
    let parts: Vec<String> = parts.iter().map(|part| value_text(field, part)).collect();
    format!("{}{}", prefix(field, names), parts.join(&sign))
}

/// A field's name with its colon.
fn prefix(field: Field, names: Names) -> String {
    match field {
        Field::Any => String::new(),
        field => format!("{}:", names(field)),
    }
}

fn test(field: Field, value: &Value, names: Names) -> String {
    match value {
        // "Less than a million" rather than "at most 999,999".
        Value::Range {
            from: None,
            to: Some(to),
        } if field.is_money() && to % 10_000 == 9_999 => {
            format!("{}<{}", names(field), price_text(to + 1))
        }
        // "More than a million" rather than "from 1,000,001 on".
        Value::Range {
            from: Some(from),
            to: None,
        } if field.is_money() && from % 10_000 == 1 => {
            format!("{}>{}", names(field), price_text(from - 1))
        }
        value => format!("{}{}", prefix(field, names), value_text(field, value)),
    }
}

fn value_text(field: Field, value: &Value) -> String {
    match value {
        Value::Word(text) if is_plain(text, field) => text.clone(),
        Value::Prefix(start) => format!("{start}*"),
        Value::Wildcard(pattern) => pattern.clone(),
        Value::Word(text) | Value::Phrase { text, slop: 0 } => quoted(text),
        Value::Phrase { text, slop } => format!("{}~{slop}", quoted(text)),
        Value::Range { from, to } => range_text(field, *from, *to),
        Value::Last { days } => format!("{days}d"),
        Value::Flag(word) => word.clone(),
        Value::Alike(alike) => value_text(field, &alike.said),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', " "))
}
