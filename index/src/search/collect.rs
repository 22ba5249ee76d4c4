//! One pass over the matching documents: best hits, total and facet counts together.
//!
//! A record that fails no filter is a hit and counts everywhere; one that fails the filters of
//! exactly one facet counts in that facet only. So the counts of a facet are those that
//! its other values would give if they were chosen too.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::schema::Number;
use crate::search::values::{self, Cache, Values};
use crate::search::{Counting, Facet, Sort};

/// Conditions on one facet: the value numbers of which a record must have one, and those of
/// which it must have none.
#[derive(Debug, Default, Clone)]
pub(super) struct Condition {
    pub(super) include: Option<HashSet<usize>>,
    pub(super) exclude: HashSet<usize>,
}

/// Conditions beside the query.
pub(super) type Conditions = HashMap<Facet, Condition>;

/// A hit on its way to a page: higher keys come first, then lower rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) key: i128,
    pub(super) row: u64,
    pub(super) score: f32,
    pub(super) place: (u32, DocId),
}

impl Candidate {
    /// Order of the hits.
    pub(super) fn rank(&self) -> (std::cmp::Reverse<i128>, u64) {
        (std::cmp::Reverse(self.key), self.row)
    }
}

/// The best `limit` candidates seen, in memory of twice that.
struct Best {
    limit: usize,
    kept: Vec<Candidate>,
    /// A key below this cannot be among the best any more.
    floor: Option<i128>,
}

impl Best {
    fn push(&mut self, candidate: Candidate) {
        self.kept.push(candidate);
        if self.kept.len() >= 2 * self.limit.max(64) {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.kept.len() > self.limit {
            self.kept
                .select_nth_unstable_by_key(self.limit.saturating_sub(1), Candidate::rank);
            self.kept.truncate(self.limit);
            self.floor = self.kept.last().map(|worst| worst.key);
        }
    }

    fn into_sorted(mut self) -> Vec<Candidate> {
        self.prune();
        self.kept.sort_unstable_by_key(Candidate::rank);
        self.kept
    }
}

/// What is wanted of a pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) sort: Sort,
    /// Best hits to keep.
    pub(super) limit: usize,
    pub(super) counting: Counting,
}

/// Takes matching documents segment by segment.
pub(super) struct Collector<'a> {
    wanted: Wanted,
    conditions: &'a Conditions,
    best: Best,
    pub(super) total: u64,
    /// Counts by value number, one list a facet, in the order of [`Facet::ALL`].
    pub(super) counts: Vec<Vec<u64>>,
}

/// The columns of one segment that a pass reads.
pub(super) struct Columns {
    segment: u32,
    rows: Column<u64>,
    /// Facet columns in the order of [`Facet::ALL`]; none where they are not needed.
    facets: Vec<Option<Arc<Values>>>,
    sort: Vec<Column<i64>>,
    deleted: Option<tantivy::fastfield::AliveBitSet>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(wanted: Wanted, conditions: &'a Conditions) -> Self {
        Self {
            wanted,
            conditions,
            best: Best {
                limit: wanted.limit,
                kept: Vec::new(),
                floor: None,
            },
            total: 0,
            counts: vec![Vec::new(); Facet::ALL.len()],
        }
    }

    /// Opens the columns of a segment.
    pub(super) fn columns(
        &self,
        cache: &mut Cache,
        number: u32,
        segment: &SegmentReader,
    ) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        let facets = Facet::ALL.map(|facet| {
            let needed =
                self.wanted.counting != Counting::Nothing || self.conditions.contains_key(&facet);
            needed
                .then(|| values::values(cache, segment, facet))
                .transpose()
        });
        let sort: &[Number] = match self.wanted.sort {
            Sort::Relevance => &[],
            Sort::Newest | Sort::Oldest => &[Number::Date],
            Sort::Title => &[Number::Title, Number::TitleRest],
        };
        Ok(Columns {
            segment: number,
            rows: fast.u64("row")?,
            facets: facets.into_iter().collect::<tantivy::Result<_>>()?,
            sort: sort
                .iter()
                .map(|number| fast.i64(number.name()))
                .collect::<tantivy::Result<_>>()?,
            deleted: segment.alive_bitset().cloned(),
        })
    }

    /// Takes one matching document.
    pub(super) fn take(&mut self, columns: &Columns, document: DocId, score: f32) {
        if columns
            .deleted
            .as_ref()
            .is_some_and(|alive| !alive.is_alive(document))
        {
            return;
        }
        let mut failed = None;
        for (place, facet) in Facet::ALL.iter().enumerate() {
            let Some(condition) = self.conditions.get(facet) else {
                continue;
            };
            if !condition.holds(columns.facets[place].as_ref(), document) {
                if failed.is_some() {
                    return;
                }
                failed = Some(place);
            }
        }
        if let Some(place) = failed {
            self.count(columns, place, document);
        } else {
            self.total += 1;
            if self.wanted.counting != Counting::Nothing {
                for place in 0..Facet::ALL.len() {
                    self.count(columns, place, document);
                }
            }
            self.keep(columns, document, score);
        }
    }

    fn count(&mut self, columns: &Columns, place: usize, document: DocId) {
        let Some(column) = columns.facets[place].as_ref() else {
            return;
        };
        let assigned_only = self.wanted.counting == Counting::Assigned;
        let counts = &mut self.counts[place];
        for &value in column.of(document) {
            if assigned_only && value & 1 == 0 {
                continue;
            }
            let ordinal = ordinal(value);
            if ordinal >= counts.len() {
                counts.resize(ordinal + 1, 0);
            }
            counts[ordinal] += 1;
        }
    }

    fn keep(&mut self, columns: &Columns, document: DocId, score: f32) {
        if self.wanted.limit == 0 {
            return;
        }
        let key = self.key(columns, document, score);
        if self.best.floor.is_some_and(|floor| key < floor) {
            return;
        }
        self.best.push(Candidate {
            key,
            row: columns.rows.first(document).unwrap_or(0),
            score,
            place: (columns.segment, document),
        });
    }

    fn key(&self, columns: &Columns, document: DocId, score: f32) -> i128 {
        let number = |place: usize| columns.sort[place].first(document).unwrap_or(0);
        match self.wanted.sort {
            Sort::Relevance => i128::from(order_of(score)),
            Sort::Newest => i128::from(number(0)),
            // Without a date last, here too.
            Sort::Oldest => match number(0) {
                0 => i128::MIN,
                date => -i128::from(date),
            },
            Sort::Title => -((i128::from(number(0)) << 64) + i128::from(number(1))),
        }
    }

    /// The best candidates, best first.
    pub(super) fn finish(self) -> (Vec<Candidate>, u64, Vec<Vec<u64>>) {
        (self.best.into_sorted(), self.total, self.counts)
    }
}

impl Condition {
    fn holds(&self, values: Option<&Arc<Values>>, document: DocId) -> bool {
        let mut included = self.include.is_none();
        for &value in values.map_or(&[][..], |values| values.of(document)) {
            let ordinal = ordinal(value);
            if self.exclude.contains(&ordinal) {
                return false;
            }
            included |= self
                .include
                .as_ref()
                .is_some_and(|wanted| wanted.contains(&ordinal));
        }
        included
    }
}

/// The value number in a column value (see [`schema::column_value`]).
const fn ordinal(value: u32) -> usize {
    (value >> 1) as usize
}

/// A number that orders as the score does (scores are never negative or NaN).
pub(super) fn order_of(score: f32) -> u32 {
    score.max(0.0).to_bits()
}
