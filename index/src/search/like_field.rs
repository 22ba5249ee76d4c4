//! `like:` — what a listing, or a text, has its best words in common with.

use super::answer::Search;
use super::compile::text_of;
use crate::inner_error::Result;
use crate::query::{Field, Query, Value};
use crate::record::{Kind, Record};
use crate::schema;
use crate::search::more_like_this::{self, Cut, MAX_WORDS};

/// Most words of a text that may be its best; counting more takes too long between two keys.
const MAX_COUNTED_WORDS: usize = 40;

/// A query in which the best words of its listing or text stand in the place of every `like:`.
pub(super) struct ResolvedLike {
    pub(super) query: Query,
    /// Titles of the listings that others are to be like.
    pub(super) models: Vec<String>,
}

impl Search<'_> {
    /// Puts the best words of its listing or text in the place of every `like:`. The listing
    /// itself is left out of what is like it.
    pub(super) fn resolve_like(&self, query: Query) -> Result<ResolvedLike> {
        let mut models = Vec::new();
        let query = self.resolve_part(query, &mut models)?;
        Ok(ResolvedLike { query, models })
    }

    fn resolve_part(&self, query: Query, models: &mut Vec<String>) -> Result<Query> {
        let mut each = |parts: Vec<Query>| -> Result<Vec<Query>> {
            parts
                .into_iter()
                .map(|part| self.resolve_part(part, models))
                .collect()
        };
        Ok(match query {
            Query::And(parts) => Query::all_of(each(parts)?),
            Query::Or(parts) => Query::Or(each(parts)?),
            Query::Not(part) => Query::Not(Box::new(self.resolve_part(*part, models)?)),
            Query::Match {
                field: Field::Like,
                value,
            } => self.model(&value, models)?,
            query => query,
        })
    }

    fn model(&self, value: &Value, models: &mut Vec<String>) -> Result<Query> {
        let named = text_of(value);
        let id = is_id(value);
        let Some(record) = self.named(named, id)? else {
            // An id that is not there must not fall apart into words.
            let words = if id {
                Query::All
            } else {
                Query::one_of(self.words_of_text(named)?)
            };
            return Ok(or_nothing(words));
        };
        models.push(record.title.clone());
        let shown = record.id.strip_prefix("patent:").unwrap_or(&record.id);
        let mut parts = vec![or_nothing(self.subject(&record)?), without(shown)];
        // The other publications of the invention say nothing new.
        parts.extend(family(&record).map(without));
        Ok(Query::And(parts))
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

    /// What finds records on the subject of one. Patents have titles that say little, and no
    /// keywords, but an abstract.
    fn subject(&self, record: &Record) -> Result<Query> {
        if record.kind == Kind::Patent && record.keywords.is_empty() {
            let text = format!("{}\n{}", record.title, record.summary);
            let words = more_like_this::title_words(&text);
            let words = self.best(&text, self.whole(words)?, 2)?;
            if !words.is_empty() {
                return Ok(more_like_this::with_class(words, record));
            }
        }
        Ok(more_like_this::more_like_this(record))
    }

    fn words_of_text(&self, text: &str) -> Result<Vec<Query>> {
        let words = self.whole(more_like_this::title_words(text))?;
        if words.len() <= MAX_WORDS {
            return Ok(words.into_iter().map(more_like_this::query_for).collect());
        }
        self.best(text, words, 1)
    }

    /// The words, each once; of a short text with the character that the dictionary cut off
    /// where that is how most records have them.
    fn whole(&self, cuts: Vec<Cut<'_>>) -> Result<Vec<String>> {
        let short = cuts.len() <= MAX_WORDS;
        let mut words = Vec::new();
        for Cut { word, longer } in cuts {
            let mut best = (0, word);
            if short && !longer.is_empty() {
                let all = self.count(&more_like_this::query_for(word.to_owned()))?;
                for form in longer {
                    let count = self.count(&more_like_this::query_for(form.to_owned()))?;
                    if count > best.0 && count * 2 >= all {
                        best = (count, form);
                    }
                }
            }
            more_like_this::add(&mut words, best.1);
        }
        words.truncate(MAX_COUNTED_WORDS);
        Ok(words)
    }

    /// The words that say most of a text: it repeats them, and few listings have them, though
    /// `fewest` at the least.
    fn best(&self, text: &str, words: Vec<String>, fewest: u64) -> Result<Vec<Query>> {
        let text = text.to_lowercase();
        let all = to_f64(self.snapshot.searcher.num_docs());
        let mut counted = Vec::new();
        for word in words {
            let times = text.matches(&word.to_lowercase()).count();
            let query = more_like_this::query_for(word);
            let count = self.count(&query)?;
            if count >= fewest {
                let rarity = (1.0 + all / to_f64(count)).ln();
                // The second time says less than the first.
                counted.push((to_f64(times as u64).sqrt() * rarity, query));
            }
        }
        counted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        Ok(counted
            .into_iter()
            .take(MAX_WORDS)
            .map(|(_, word)| word)
            .collect())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a library has far fewer than 2^52 records"
)]
const fn to_f64(count: u64) -> f64 {
    count as f64
}

/// Whether a value is one bare word that looks like an id or number, and not like a text.
pub(super) fn is_id(value: &Value) -> bool {
    match value {
        Value::Word(word) => {
            word.contains(':') || word.is_ascii() && word.contains(|c: char| c.is_ascii_digit())
        }
        value => {
            let text = text_of(value);
            text.contains(':') && !text.contains(char::is_whitespace)
        }
    }
}

fn number(value: Value) -> Query {
    Query::Match {
        field: Field::Number,
        value,
    }
}

/// All but what has exactly this number.
fn without(text: &str) -> Query {
    let text = text.to_owned();
    Query::Not(Box::new(number(Value::Phrase { text, slop: 0 })))
}

/// The number that all publications of a patent's family have: see [`crate::family`].
fn family(record: &Record) -> Option<&str> {
    let patent = record.patent.as_ref()?;
    let named = [&patent.family]
        .into_iter()
        .chain(patent.priority.first())
        .chain([&patent.application_number]);
    named
        .map(String::as_str)
        .find(|number| schema::bare(number).len() > 3)
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
