//! Who answers one clause of a query, and where they stand in the index.

use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;

use crate::matching::{Fit, Missing};
use crate::query::{Field, Query};

/// Who answers one clause of a query.
pub(super) struct Matched {
    /// Title of the asker, or its text.
    pub(super) asker: String,
    /// What it should be asked.
    pub(super) ask: Vec<Missing>,
    /// The other clauses.
    pub(super) rest: Query,
    /// Where those that answer stand, and their scores.
    found: Vec<((u32, DocId), f32)>,
    /// How they answer, by their rows.
    pub(super) fits: HashMap<u64, Fit>,
}

impl Matched {
    /// Nobody, so far.
    pub(super) fn new(asker: &str, rest: Query) -> Self {
        Self {
            asker: asker.to_owned(),
            ask: Vec::new(),
            rest,
            found: Vec::new(),
            fits: HashMap::new(),
        }
    }

    /// Adds a listing that answers: where it stands, its row, its score, how it answers.
    pub(super) fn add(&mut self, place: (u32, DocId), row: u64, score: f32, fit: Fit) {
        self.found.push((place, score));
        self.fits.insert(row, fit);
    }

    /// The documents of each segment in order, with their scores.
    pub(super) fn by_segment(&self) -> BTreeMap<usize, Vec<(DocId, f32)>> {
        let mut segments: BTreeMap<usize, Vec<(DocId, f32)>> = BTreeMap::new();
        for ((segment, document), score) in &self.found {
            let documents = segments.entry(*segment as usize).or_default();
            documents.push((*document, *score));
        }
        for documents in segments.values_mut() {
            documents.sort_unstable_by_key(|(document, _)| *document);
        }
        segments
    }
}

/// Whether a query holds a `match:` that does not ask: only one can, beside the other clauses.
pub(super) fn has_misplaced_match(query: &Query) -> bool {
    let clauses = query.clauses();
    let asks = clauses.iter().any(|clause| is_match(clause));
    matches_within(query) > usize::from(asks)
}

/// Whether a query is a `match:`.
pub(super) const fn is_match(query: &Query) -> bool {
    matches!(
        query,
        Query::Match {
            field: Field::Match,
            ..
        }
    )
}

/// How often `match:` stands in a query.
fn matches_within(query: &Query) -> usize {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().map(matches_within).sum(),
        Query::Not(part) => matches_within(part),
        other => usize::from(is_match(other)),
    }
}
