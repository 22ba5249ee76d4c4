//! Who answers one clause of a query, and where they stand in the index.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;

use crate::matching::{Fit, Missing};
use crate::query::{Field, Query, Value};

/// The query `match:ID`: who answers the listings with these ids, any of them.
#[must_use]
pub fn match_ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Query {
    let asking = ids.into_iter().map(|id| Query::Match {
        field: Field::Match,
        value: Value::Word(id.to_owned()),
    });
    Query::one_of(asking.collect())
}

/// Who asks in a query, as a page says it.
#[derive(Default)]
pub(super) struct Asking {
    /// Titles of those who ask, or their texts.
    pub(super) title: String,
    /// What they should be asked.
    pub(super) ask: Vec<Missing>,
    /// How many that the user has declined are left out.
    pub(super) declined: u64,
}

/// Who answers one clause of a query.
pub(super) struct Matched {
    /// Who asks.
    pub(super) asking: Asking,
    /// The other clauses.
    pub(super) rest: Query,
    /// Those that answer, by their rows.
    found: HashMap<u64, Answering>,
}

/// One that answers.
struct Answering {
    place: (u32, DocId),
    score: f32,
    fit: Fit,
}

impl Matched {
    /// Nobody, so far.
    pub(super) fn new(rest: Query) -> Self {
        Self {
            asking: Asking::default(),
            rest,
            found: HashMap::new(),
        }
    }

    /// Whether those that the user has declined are asked for.
    pub(super) fn wants_declined(&self) -> bool {
        self.rest.clauses().contains(&&Query::declined())
    }

    /// Takes note of one who asks.
    pub(super) fn ask(&mut self, title: &str, ask: Vec<Missing>) {
        if !self.asking.title.is_empty() {
            self.asking.title.push_str(" | ");
        }
        self.asking.title.push_str(title);
        self.asking.ask.extend(ask);
    }

    /// Adds a listing that answers: where it stands, its row, its score, how it answers. What
    /// answers several is as good as its best answer.
    pub(super) fn add(&mut self, place: (u32, DocId), row: u64, score: f32, fit: Fit) {
        let answering = Answering { place, score, fit };
        match self.found.entry(row) {
            Entry::Vacant(entry) => {
                entry.insert(answering);
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                let other = if known.score >= score {
                    answering
                } else {
                    std::mem::replace(known, answering)
                };
                known.fit.also_answers(&other.fit);
            }
        }
    }

    /// How the listing in a row answers.
    pub(super) fn take_fit(&mut self, row: u64) -> Option<Box<Fit>> {
        Some(Box::new(self.found.remove(&row)?.fit))
    }

    /// The documents of each segment in order, with their scores.
    pub(super) fn by_segment(&self) -> BTreeMap<usize, Vec<(DocId, f32)>> {
        let mut segments: BTreeMap<usize, Vec<(DocId, f32)>> = BTreeMap::new();
        for Answering { place, score, .. } in self.found.values() {
            let (segment, document) = *place;
            let documents = segments.entry(segment as usize).or_default();
            documents.push((document, *score));
        }
        for documents in segments.values_mut() {
            documents.sort_unstable_by_key(|(document, _)| *document);
        }
        segments
    }
}

/// The values of the clause that asks who answers, several where any of them may, and the other
/// clauses.
pub(super) fn asked(query: &Query) -> Option<(Vec<&Value>, Query)> {
    let clauses = query.clauses();
    let place = clauses.iter().position(|clause| asks(clause))?;
    let values = match clauses.get(place)? {
        Query::Or(parts) => parts.iter().filter_map(match_value).collect(),
        part => match_value(part).into_iter().collect(),
    };
    let others = clauses.iter().enumerate().filter(|(at, _)| *at != place);
    let rest = others.map(|(_, clause)| (*clause).clone()).collect();
    Some((values, Query::all_of(rest)))
}

/// Whether a query holds a `match:` that does not ask: only one clause can, beside the others.
pub(super) fn has_misplaced_match(query: &Query) -> bool {
    let asking = asked(query).map_or(0, |(values, _)| values.len());
    matches_within(query) > asking
}

/// Whether a clause is a `match:`, or any of several.
fn asks(clause: &Query) -> bool {
    match clause {
        Query::Or(parts) => parts.iter().all(|part| match_value(part).is_some()),
        part => match_value(part).is_some(),
    }
}

/// What a `match:` asks for.
const fn match_value(query: &Query) -> Option<&Value> {
    match query {
        Query::Match {
            field: Field::Match,
            value,
        } => Some(value),
        _ => None,
    }
}

/// How often `match:` stands in a query.
fn matches_within(query: &Query) -> usize {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().map(matches_within).sum(),
        Query::Not(part) => matches_within(part),
        other => usize::from(match_value(other).is_some()),
    }
}
