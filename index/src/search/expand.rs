//! Second readings of words that nothing matches exactly: pinyin.
//!
//! What is added becomes part of the query and is shown in it (`(hzkjdx OR py:hzkjdx)`).

use tantivy::{Searcher, Term};

use crate::pinyin;
use crate::query::{Field, Query, Value};
use crate::schema::Fields;
use crate::search::compile::zones_of;

/// Adds a reading as pinyin to every word of Latin letters that stands in no record.
pub(super) fn expand(query: Query, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Query> {
    Ok(match query {
        Query::And(parts) => Query::And(expand_all(parts, searcher, fields)?),
        Query::Or(parts) => Query::Or(expand_all(parts, searcher, fields)?),
        Query::Match { field, value } if wants_pinyin(field, &value, searcher, fields)? => {
            let pinyin = Query::Match {
                field: Field::Pinyin,
                value: value.clone(),
            };
            Query::Or(vec![Query::Match { field, value }, pinyin])
        }
        other => other,
    })
}

fn expand_all(
    parts: Vec<Query>,
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<Vec<Query>> {
    parts
        .into_iter()
        .map(|part| expand(part, searcher, fields))
        .collect()
}

fn wants_pinyin(
    field: Field,
    value: &Value,
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<bool> {
    let (word, typing) = match value {
        Value::Word(word) => (word, false),
        Value::Prefix(word) => (word, true),
        _ => return Ok(false),
    };
    let named = matches!(
        field,
        Field::Any | Field::Title | Field::Keyword | Field::Institution | Field::Person
    );
    Ok(named
        && !pinyin::read(word, typing).is_empty()
        && !stands(field, word, typing, searcher, fields)?)
}

/// Whether any record holds the word, or one that begins so.
fn stands(
    field: Field,
    word: &str,
    prefix: bool,
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<bool> {
    for &zone in zones_of(field) {
        let handle = fields.zone(zone).terms;
        let term = Term::from_field_text(handle, word);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(handle)?;
            if !prefix {
                if index.doc_freq(&term)? > 0 {
                    return Ok(true);
                }
                continue;
            }
            let mut terms = index.terms().range().ge(word).into_stream()?;
            if terms.advance() && terms.key().starts_with(word.as_bytes()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
