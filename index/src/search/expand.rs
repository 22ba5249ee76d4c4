//! Second readings of words: synonyms, figures and units with and without a blank, what a look-alike stands for, pinyin.
//!
//! What is added becomes part of the query and is shown in it (`hzkjdx OR py:hzkjdx`). Quotation
//! marks keep a word as it is.

use tantivy::{Searcher, Term};

use crate::analysis::{self, Text};
use crate::measures;
use crate::pinyin;
use crate::query::{Field, Query, Value};
use crate::request::Facet;
use crate::schema::Fields;
use crate::search::compile::zones_of;
use crate::synonyms::Synonyms;
use crate::vocab;

/// Whether any record holds a word in a field of the query, or one that begins so.
pub(super) type Stands<'a, E> = &'a dyn Fn(Field, &str, bool) -> Result<bool, E>;

/// Adds second readings to the words of queries.
pub(super) struct Expander<'a, E> {
    pub(super) stands: Stands<'a, E>,
    /// Words that mean the same, where they are to be added.
    pub(super) synonyms: Option<&'a Synonyms>,
}

impl<E> Expander<'_, E> {
    /// The query with all second readings of its words; what stands under NOT stays as it is.
    pub(super) fn expand(&self, query: &Query) -> Result<Query, E> {
        let all = |parts: &[Query]| -> Result<Vec<Query>, E> {
            parts.iter().map(|part| self.expand(part)).collect()
        };
        Ok(match query {
            Query::And(parts) => self.expand_row(parts)?,
            Query::Or(parts) => flat(all(parts)?),
            Query::Match { field, value } => {
                let mut readings = vec![query.clone()];
                readings.extend(self.readings(*field, value)?);
                flat(readings)
            }
            other => other.clone(),
        })
    }

    /// Words side by side: two or three of them may be one entry (`carbon fiber`).
    fn expand_row(&self, parts: &[Query]) -> Result<Query, E> {
        let mut row = Vec::with_capacity(parts.len());
        let mut rest = parts;
        while let Some(first) = rest.first() {
            let several = (2..=3).rev().find_map(|count| {
                let words = rest.get(..count)?;
                let joined = joined(words)?;
                let others = self.synonyms_of(&joined).into_iter();
                let pair = joined.split_once(' ').filter(|_| count == 2);
                let closed = pair.and_then(|(one, two)| measures::together(one, two));
                let others: Vec<_> = others
                    .chain(closed)
                    .map(|other| matching(Field::Any, other))
                    .collect();
                (!others.is_empty()).then_some((words, others))
            });
            if let Some((words, others)) = several {
                let said = std::iter::once(Query::And(words.to_vec()));
                row.push(Query::Or(said.chain(others).collect()));
                rest = rest.get(words.len()..).unwrap_or_default();
            } else {
                row.push(self.expand(first)?);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        Ok(match row.len() {
            1 => row.remove(0),
            _ => Query::And(row),
        })
    }

    fn synonyms_of(&self, word: &str) -> Vec<String> {
        let others = self.synonyms.map(|synonyms| synonyms.of(word));
        let others = others.into_iter().flatten();
        others.map(str::to_owned).collect()
    }

    fn readings(&self, field: Field, value: &Value) -> Result<Vec<Query>, E> {
        let (word, typing) = match value {
            Value::Word(word) => (word, false),
            Value::Prefix(word) => (word, true),
            _ => return Ok(Vec::new()),
        };
        if !field.is_text() {
            return Ok(Vec::new());
        }
        let mut readings = Vec::new();
        let prose = !matches!(field, Field::Institution | Field::Person);
        if prose {
            let others = self.synonyms_of(word).into_iter();
            readings.extend(others.map(|other| matching(field, other)));
            readings.extend(meant(word).map(|meant| matching(field, meant)));
            readings.extend(measures::apart(word).map(|apart| matching(field, apart)));
        }
        if matches!(field, Field::Any | Field::Institution) {
            let names = vocab::resolve(Facet::Institution, word).into_iter();
            let others = names.filter(|name| name != word);
            readings.extend(others.map(|name| matching(Field::Institution, name)));
        }
        // The beginning of a name will do where nothing is called so.
        let begins = field == Field::Institution && word.len() > 2 && word.is_ascii();
        if begins && !typing && !(self.stands)(field, &word.to_lowercase(), false)? {
            let value = Value::Prefix(word.clone());
            readings.push(Query::Match { field, value });
        }
        let named = !matches!(field, Field::Abstract | Field::Text);
        let pinyin = named && !pinyin::read(word, typing).is_empty();
        if pinyin && !(self.stands)(field, word, typing)? {
            readings.push(Query::Match {
                field: Field::Pinyin,
                value: value.clone(),
            });
        }
        Ok(readings)
    }
}

/// Whether any record of an index holds the word, or one that begins so.
pub(super) fn stands(
    (searcher, fields): (&Searcher, &Fields),
    field: Field,
    word: &str,
    prefix: bool,
) -> tantivy::Result<bool> {
    for &zone in zones_of(field) {
        let handle = fields.zone(zone).terms;
        let term = Term::from_field_text(handle, word);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(handle)?;
            if prefix {
                let mut terms = index.terms().range().ge(word).into_stream()?;
                if terms.advance() && terms.key().starts_with(word.as_bytes()) {
                    return Ok(true);
                }
            } else if index.doc_freq(&term)? > 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Alternatives without alternatives among them.
fn flat(parts: Vec<Query>) -> Query {
    let mut all: Vec<Query> = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Query::Or(inner) => all.extend(inner),
            part => all.push(part),
        }
    }
    match all.len() {
        1 => all.remove(0),
        _ => Query::Or(all),
    }
}

/// The words of plain tests on any field, with blanks between them.
fn joined(words: &[Query]) -> Option<String> {
    let texts = words.iter().map(|word| match word {
        Query::Match {
            field: Field::Any,
            value: Value::Word(word) | Value::Prefix(word),
        } => Some(word.as_str()),
        // A figure that would be a year by itself.
        Query::Match {
            field: Field::Any,
            value: Value::Phrase { text, slop: 0 },
        } if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text.as_str()),
        _ => None,
    });
    Some(texts.collect::<Option<Vec<_>>>()?.join(" "))
}

/// A second reading: words of more than one part must stand in a row.
fn matching(field: Field, text: String) -> Query {
    let value = if text.contains([' ', '-']) {
        Value::Phrase { text, slop: 0 }
    } else {
        Value::Word(text)
    };
    Query::Match { field, value }
}

/// The word with its look-alikes repaired, where it has any.
fn meant(word: &str) -> Option<String> {
    let units = analysis::units(word);
    units.iter().any(|unit| unit.meant.is_some()).then(|| {
        let texts = units.iter().map(|unit| match (&unit.text, unit.meant) {
            (_, Some(c)) | (&Text::Han(c), None) => c.to_string(),
            (Text::Word(word), None) => word.clone(),
        });
        texts.collect()
    })
}
