//! Words near each other, and words in order with room between them.

use super::operands::plain;
use crate::query::lexer::{self, Operator};
use crate::query::{Query, Value};

/// Most pairs and rows that alternatives near each other are written out as.
const MAX_ROWS: usize = 32;

/// What may stand in the place of a part: the words that a bracket or list has joined by `OR`.
pub(super) fn alternatives(part: &Query) -> Option<&[Query]> {
    match part {
        Query::Match { .. } => Some(std::slice::from_ref(part)),
        Query::Or(parts) => Some(parts),
        _ => None,
    }
}

/// Parts that operators between them say are near each other, in order where all of them say so.
pub(super) fn joined(parts: &[Query], operators: &[Operator]) -> Option<Query> {
    let distance = |operator: &Operator| match operator {
        Operator::Near(distance) => *distance,
        Operator::Adjacent(room) => Some(*room),
        _ => None,
    };
    let distances: Vec<u32> = operators.iter().map(distance).collect::<Option<_>>()?;
    let near = any_near(parts, distances.into_iter().max()?)?;
    let ordered = |operator: &Operator| matches!(operator, Operator::Adjacent(_));
    Some(if operators.iter().all(ordered) {
        in_order(near)
    } else {
        near
    })
}

/// Words near each other as a phrase with as much room.
fn in_order(query: Query) -> Query {
    match query {
        Query::Or(parts) => Query::Or(parts.into_iter().map(in_order).collect()),
        Query::Near {
            field,
            distance,
            parts,
        } => {
            let texts = parts.into_iter().filter_map(|part| match part {
                Value::Word(text) | Value::Phrase { text, .. } => Some(text),
                _ => None,
            });
            let text = texts.collect::<Vec<_>>().join(" ");
            let slop = distance;
            let value = Value::Phrase { text, slop };
            Query::Match { field, value }
        }
        other => other,
    }
}

/// Parts near each other, each of the alternatives of one with each of those of the others.
fn any_near(parts: &[Query], distance: u32) -> Option<Query> {
    let mut rows: Vec<Vec<&Query>> = vec![Vec::new()];
    for part in parts {
        let others = alternatives(part)?;
        if rows.len() * others.len() > MAX_ROWS {
            return None;
        }
        let longer = |row: Vec<_>| {
            let with = move |other| row.iter().copied().chain([other]).collect();
            others.iter().map(with)
        };
        rows = rows.into_iter().flat_map(longer).collect();
    }
    let rows = rows.iter().map(|row| near(row, distance));
    Some(Query::one_of(rows.collect::<Option<_>>()?))
}

/// Words and phrases of one field, near each other; nothing else can be.
fn near(parts: &[&Query], distance: u32) -> Option<Query> {
    let mut words = Vec::with_capacity(parts.len());
    let mut within = None;
    for part in parts {
        let Query::Match { field, value } = *part else {
            return None;
        };
        if !field.is_text() || within.is_some_and(|within| within != *field) {
            return None;
        }
        let text = match value {
            // The first part follows the field's name, the others stand by themselves.
            Value::Word(text) if within.is_some() && lexer::named(text).is_some() => {
                Value::Phrase {
                    text: text.clone(),
                    slop: 0,
                }
            }
            Value::Prefix(text) => plain(text, *field),
            Value::Word(_) | Value::Phrase { .. } => value.clone(),
            _ => return None,
        };
        within = Some(*field);
        words.push(text);
    }
    Some(Query::Near {
        field: within?,
        distance,
        parts: words,
    })
}
