//! `like:` asked of another engine: what each model says, and which listings are most like it.

use super::asked::{AlikeAsked, AlikeFound, AskAlike};
use super::{Reader, Reading};
use crate::matching::{Asker, MEASURED_TERMS, Weights, need_of_text};
use crate::plan::{Plan, Zone};
use crate::query::{Alike, Field, Parsed, Query, Value};
use crate::record::Record;
use crate::schema;
use crate::search::alike::{
    MAX_MARKED, MIN_SHARE, MIN_SHARE_OF_SHORT, SHORT, own_numbers, without,
};
use crate::search::compile::text_of;
use crate::search::elsewhere::relaxing::RankedTerm;
use crate::search::like_field::{is_id, number};
use crate::search::matches::SHARE;
use crate::search::rank;

/// Most pairs, words and single characters of a model that are asked for, the weightiest.
const MAX_TERMS: usize = 120;
/// What a term can add at most, beside its weight.
pub(super) const MOST: f32 = 2.2;

impl Reader<'_> {
    /// A query in which what is alike stands in the place of every `like:`, and the titles of its
    /// models.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn resolve_alike<E>(
        &self,
        parsed: Parsed,
        ask: &AskAlike<'_, E>,
    ) -> Result<(Parsed, Vec<String>), E> {
        let mut models = Vec::new();
        let query = self.resolved(parsed.query, ask, &mut models)?;
        Ok((Parsed { query, ..parsed }, models))
    }

    fn resolved<E>(
        &self,
        query: Query,
        ask: &AskAlike<'_, E>,
        models: &mut Vec<String>,
    ) -> Result<Query, E> {
        let mut each = |parts: Vec<Query>| -> Result<Vec<Query>, E> {
            let parts = parts.into_iter();
            parts.map(|part| self.resolved(part, ask, models)).collect()
        };
        Ok(match query {
            Query::And(parts) => Query::all_of(each(parts)?),
            Query::Or(parts) => Query::Or(each(parts)?),
            Query::Not(part) => Query::Not(Box::new(self.resolved(*part, ask, models)?)),
            Query::Match {
                field: Field::Like,
                value,
            } => Query::Match {
                field: Field::Like,
                value: Value::Alike(Box::new(self.alike(value, ask, models)?)),
            },
            query => query,
        })
    }

    fn alike<E>(
        &self,
        said: Value,
        ask: &AskAlike<'_, E>,
        models: &mut Vec<String>,
    ) -> Result<Alike, E> {
        let Some(model) = self.model(&said, ask)? else {
            return Ok(Alike::nothing(said));
        };
        let asker = Asker::of(&model, self.synonyms);
        let mut terms: Vec<RankedTerm> = asker
            .terms
            .iter()
            .map(|term| RankedTerm {
                zones: &Zone::ALL,
                text: term.text.clone(),
                is_character: term.is_character,
                weight: term.weight(),
                may_be_mistyped: false,
            })
            .collect();
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        terms.truncate(MAX_TERMS);
        let own = own_numbers(&model).into_iter();
        let own = own.map(|number| match without(number) {
            Query::Not(inner) => self.compiled(&inner),
            _ => Plan::Nothing,
        });
        let wanted = AlikeAsked {
            terms,
            own: Plan::Any(own.collect()),
        };
        let answer = (ask.alike)(&wanted)?;
        let weighed = weighed(&wanted.terms, &answer.frequencies, answer.listings);
        if !model.id.is_empty() {
            models.push(model.title.clone());
        }
        let heavy = weighed
            .iter()
            .map(|(term, weight)| (term.text.clone(), *weight));
        let mut words = Weights::new(heavy.collect()).words_of(&asker);
        words.truncate(MAX_MARKED);
        Ok(Alike {
            said,
            listings: likest(&wanted.terms, &weighed, answer.found),
            words,
        })
    }

    /// What others are to be like: the listing that is named, or the text. An id that is not there
    /// must not fall apart into words.
    pub(super) fn model<E>(
        &self,
        said: &Value,
        ask: &AskAlike<'_, E>,
    ) -> Result<Option<Record>, E> {
        let (named, is_id) = (text_of(said), is_id(said));
        for id in [named, &*format!("patent:{named}")] {
            if let Some(record) = (ask.by_id)(id)? {
                return Ok(Some(record));
            }
        }
        if !is_id {
            return Ok(Some(need_of_text(named)));
        }
        if schema::bare(named).len() <= 3 {
            return Ok(None);
        }
        let exact = Value::Phrase {
            text: named.to_owned(),
            slop: 0,
        };
        for value in [exact, Value::Word(named.to_owned())] {
            let found = (ask.first)(&self.compiled(&number(value)))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// The terms that stand anywhere by their weight, heaviest first.
pub(super) fn weighed<'t>(
    terms: &'t [RankedTerm],
    frequencies: &[u64],
    records: u64,
) -> Vec<(&'t RankedTerm, f32)> {
    let known = terms.iter().zip(frequencies);
    let known = known.filter(|(term, _)| !term.is_character);
    let known = known.filter_map(|(term, frequency)| {
        let (idf, _) = rank::rarity(*frequency, records.max(1))?;
        Some((term, term.weight * idf))
    });
    let mut known: Vec<_> = known.collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    known
}

/// The listings that hold enough of a model's terms, with how much they are like it, in
/// millionths; the likest first.
fn likest(
    terms: &[RankedTerm],
    weighed: &[(&RankedTerm, f32)],
    found: Vec<AlikeFound>,
) -> Vec<(u64, u32)> {
    let heaviest = weighed.iter().take(MEASURED_TERMS);
    let measured: f32 = heaviest.clone().map(|(_, weight)| weight).sum();
    let whole: f32 = weighed.iter().map(|(_, weight)| weight * MOST).sum();
    let least = if weighed.len() <= SHORT {
        MIN_SHARE_OF_SHORT
    } else {
        MIN_SHARE
    };
    let mut listings: Vec<(u64, u32)> = Vec::new();
    for one in found {
        let holds = |term: &RankedTerm| one.held.iter().any(|at| terms.get(*at) == Some(term));
        let held = heaviest.clone().filter(|(term, _)| holds(term));
        let held: f32 = held.map(|(_, weight)| weight).sum();
        let share = held / measured.max(f32::EPSILON);
        if share >= least {
            let likeness = SHARE.mul_add(share, one.score / whole.max(f32::EPSILON));
            listings.push((one.row, millionths(likeness)));
        }
    }
    listings.sort_unstable_by_key(|&(row, likeness)| (std::cmp::Reverse(likeness), row));
    listings
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of a few at most"
)]
pub(super) fn millionths(likeness: f32) -> u32 {
    (likeness.max(0.0) * 1e6) as u32
}

impl Reading {
    /// Whether it asks for what is like something.
    #[must_use]
    pub fn asks_alike(&self) -> bool {
        self.said.asks_alike()
    }
}
