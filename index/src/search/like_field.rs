//! `like:` — the listings that are like another, or like a text, put in its place.

use super::answer::Search;
use super::compile::text_of;
use crate::inner_error::Result;
use crate::matching::need_of_text;
use crate::query::{Alike, Field, Query, Value};
use crate::record::Record;
use crate::schema;

/// A query in which what is alike stands in the place of every `like:`.
pub(super) struct ResolvedLike {
    pub(super) query: Query,
    /// Titles of the listings that others are to be like.
    pub(super) models: Vec<String>,
}

/// The query `like:ID`: more like the listing with this id.
#[must_use]
pub fn more_like_id(id: &str) -> Query {
    Query::Match {
        field: Field::Like,
        value: Value::Word(id.to_owned()),
    }
}

impl Search<'_> {
    /// Puts what is alike in the place of every `like:`. What all hits must be like is looked for
    /// among those that the other clauses let pass; under OR and NOT, among all.
    pub(super) fn resolve_like(&self, query: Query) -> Result<ResolvedLike> {
        let mut models = Vec::new();
        let clauses = query.clauses().into_iter().cloned();
        let (likes, others): (Vec<Query>, Vec<Query>) = clauses.partition(is_like);
        if likes.is_empty() {
            let query = self.resolve_part(query, &Query::All, &mut models)?;
            return Ok(ResolvedLike { query, models });
        }
        let others = others.into_iter();
        let others = others.map(|other| self.resolve_part(other, &Query::All, &mut models));
        let others = others.collect::<Result<Vec<_>>>()?;
        let among = self.expanded(&Query::all_of(others.clone()))?;
        let likes = likes.into_iter();
        let resolved = likes.map(|like| self.resolve_part(like, &among, &mut models));
        let mut parts = resolved.collect::<Result<Vec<_>>>()?;
        parts.extend(others);
        let query = Query::all_of(parts);
        Ok(ResolvedLike { query, models })
    }

    fn resolve_part(&self, query: Query, among: &Query, models: &mut Vec<String>) -> Result<Query> {
        let mut each = |parts: Vec<Query>| -> Result<Vec<Query>> {
            let parts = parts.into_iter();
            let parts = parts.map(|part| self.resolve_part(part, among, models));
            parts.collect()
        };
        Ok(match query {
            Query::And(parts) => Query::all_of(each(parts)?),
            Query::Or(parts) => Query::Or(each(parts)?),
            Query::Not(part) => Query::Not(Box::new(self.resolve_part(*part, among, models)?)),
            Query::Match {
                field: Field::Like,
                value,
            } => Query::Match {
                field: Field::Like,
                value: Value::Alike(Box::new(self.resolved(value, among, models)?)),
            },
            query => query,
        })
    }

    fn resolved(&self, said: Value, among: &Query, models: &mut Vec<String>) -> Result<Alike> {
        let Some(model) = self.model(&said)? else {
            return Ok(Alike::nothing(said));
        };
        let mut alike = self.alike(&said, &model, among)?;
        if alike.listings.is_empty() && *among != Query::All {
            // Then it is the other clauses that nothing answers, and that can be said.
            alike = self.alike(&said, &model, &Query::All)?;
        }
        if !model.id.is_empty() {
            models.push(model.title);
        }
        Ok(alike)
    }

    /// What others are to be like: the listing that is named, or the text. An id that is not there
    /// must not fall apart into words.
    pub(super) fn model(&self, said: &Value) -> Result<Option<Record>> {
        let (named, is_id) = (text_of(said), is_id(said));
        let listing = self.named(named, is_id)?;
        Ok(listing.or_else(|| (!is_id).then(|| need_of_text(named))))
    }

    /// The listing with an id, or with a number of a patent; what looks like a number may be
    /// written as `num:` takes it.
    pub(super) fn named(&self, name: &str, looks_so: bool) -> Result<Option<Record>> {
        let by_id = |id: &str| -> Result<Option<Record>> {
            match self.snapshot.catalogue.shown_row(id)? {
                Some(row) => self.snapshot.catalogue.by_row(row),
                None => Ok(None),
            }
        };
        if let Some(record) = by_id(name)? {
            return Ok(Some(record));
        }
        let publication = by_id(&format!("patent:{name}"))?;
        if publication.is_some() || !looks_so || schema::bare(name).len() <= 3 {
            return Ok(publication);
        }
        let exact = Value::Phrase {
            text: name.to_owned(),
            slop: 0,
        };
        match self.first(&number(exact))? {
            Some(record) => Ok(Some(record)),
            None => self.first(&number(Value::Word(name.to_owned()))),
        }
    }
}

/// Characters of the longest id: what is longer is a text.
const MAX_ID: usize = 60;

/// Whether a value is one bare word that looks like an id or number, and not like a text. A Chinese
/// text has no blanks, but stops and commas, or length.
pub(super) fn is_id(value: &Value) -> bool {
    match value {
        Value::Word(word) => {
            word.contains(':') || word.is_ascii() && word.contains(|c: char| c.is_ascii_digit())
        }
        value => {
            let text = text_of(value);
            let parts = |c: char| c.is_whitespace() || "，。；、！？,;".contains(c);
            text.contains(':') && !text.contains(parts) && text.chars().count() <= MAX_ID
        }
    }
}

const fn is_like(query: &Query) -> bool {
    matches!(
        query,
        Query::Match {
            field: Field::Like,
            ..
        }
    )
}

/// What has a number.
pub(super) const fn number(value: Value) -> Query {
    Query::Match {
        field: Field::Number,
        value,
    }
}
