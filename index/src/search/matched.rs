//! Who answers one clause of a query, and where they stand in the index.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;

use crate::matching::{Fit, Missing};
use crate::query::{Alike, Field, Query, Value};

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
pub(super) struct Matched<P = (u32, DocId)> {
    /// Who asks.
    pub(super) asking: Asking,
    /// The other clauses.
    pub(super) rest: Query,
    /// Those that answer, by their rows.
    found: HashMap<u64, Answering<P>>,
}

/// One that answers, and where it stands in an index.
struct Answering<P> {
    place: P,
    score: f32,
    fit: Fit,
}

impl<P> Matched<P> {
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
    pub(super) fn add(&mut self, place: P, row: u64, score: f32, fit: Fit) {
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

    /// Their rows and scores; the best first.
    pub(super) fn by_score(&self) -> Vec<(u64, f32)> {
        let found = self.found.iter();
        let mut rows: Vec<(u64, f32)> = found.map(|(row, it)| (*row, it.score)).collect();
        rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        rows
    }

    /// Where they stand, and how they answer.
    pub(super) fn into_fits(self) -> impl Iterator<Item = (P, Fit)> {
        self.found.into_values().map(|it| (it.place, it.fit))
    }
}

impl Matched {
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

/// The query with those who answer, and how much, in the place of the clause that asks.
pub(super) fn answered(query: &Query, mut found: Vec<(u64, u32)>) -> Query {
    let clauses = query.clauses().into_iter();
    let mut resolved = |part: &Query| match match_value(part) {
        Some(said) => Query::Match {
            field: Field::Match,
            value: Value::Alike(Box::new(Alike {
                said: said.clone(),
                // Of several askers the first stands for all.
                listings: std::mem::take(&mut found),
                words: Vec::new(),
            })),
        },
        None => part.clone(),
    };
    let clauses = clauses.map(|clause| match clause {
        Query::Or(parts) if asks(clause) => Query::Or(parts.iter().map(&mut resolved).collect()),
        clause if asks(clause) => resolved(clause),
        clause => clause.clone(),
    });
    Query::all_of(clauses.collect())
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
