//! `like:` — what a listing, or a text, has its best words in common with.

use super::answer::Search;
use super::compile::text_of;
use crate::error::Result;
use crate::query::{Field, Query, Value};
use crate::record::Record;
use crate::search::alike::{MOST, alike, alike_words};

/// So many words of a text may be its best; counting more of them takes too long for a key.
const MOST_COUNTED: usize = 40;

/// A query in which every `like:` says what it looks for.
pub(super) struct Told {
    pub(super) query: Query,
    /// Titles of the listings that others are to be like.
    pub(super) models: Vec<String>,
}

impl Search<'_> {
    /// Puts the best words of its listing or text in the place of every `like:`. The listing
    /// itself is left out of what is like it.
    pub(super) fn told(&self, query: Query) -> Result<Told> {
        let mut models = Vec::new();
        let query = self.tell(query, &mut models)?;
        Ok(Told { query, models })
    }

    fn tell(&self, query: Query, models: &mut Vec<String>) -> Result<Query> {
        let mut each = |parts: Vec<Query>| -> Result<Vec<Query>> {
            parts
                .into_iter()
                .map(|part| self.tell(part, models))
                .collect()
        };
        Ok(match query {
            Query::And(parts) => Query::all_of(each(parts)?),
            Query::Or(parts) => Query::Or(each(parts)?),
            Query::Not(part) => Query::Not(Box::new(self.tell(*part, models)?)),
            Query::Match {
                field: Field::Like,
                value,
            } => self.model(text_of(&value), models)?,
            query => query,
        })
    }

    fn model(&self, named: &str, models: &mut Vec<String>) -> Result<Query> {
        let Some(record) = self.named(named)? else {
            // An id that is not there must not fall apart into words.
            let id = named.contains(':') && !named.contains(char::is_whitespace);
            let words = if id {
                Query::All
            } else {
                self.best_words(named)?
            };
            return Ok(or_nothing(words));
        };
        models.push(record.title.clone());
        let itself = Query::Match {
            field: Field::Number,
            value: Value::Phrase {
                text: record
                    .id
                    .strip_prefix("patent:")
                    .unwrap_or(&record.id)
                    .to_owned(),
                slop: 0,
            },
        };
        Ok(Query::And(vec![
            or_nothing(alike(&record)),
            Query::Not(Box::new(itself)),
        ]))
    }

    /// The listing with an id, or with a number of a patent.
    fn named(&self, name: &str) -> Result<Option<Record>> {
        let library = self.library;
        match library.record(name)? {
            Some(record) => Ok(Some(record)),
            None => library.record(&format!("patent:{name}")),
        }
    }

    /// The rarest words of a text; those that no listing has say nothing.
    fn best_words(&self, text: &str) -> Result<Query> {
        let words = alike_words(text);
        if words.len() <= MOST {
            return Ok(Query::one_of(words));
        }
        let mut counted = Vec::new();
        for word in words.into_iter().take(MOST_COUNTED) {
            let count = self.count(&word)?;
            if count > 0 {
                counted.push((count, word));
            }
        }
        counted.sort_by_key(|(count, _)| *count);
        let rarest = counted.into_iter().take(MOST).map(|(_, word)| word);
        Ok(Query::one_of(rarest.collect()))
    }
}

/// What has no words is like nothing, and not like everything.
fn or_nothing(query: Query) -> Query {
    match query {
        Query::All => Query::Match {
            field: Field::Like,
            value: Value::Word(String::new()),
        },
        query => query,
    }
}
