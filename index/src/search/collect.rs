//! One pass over the matching documents: best hits, total and facet counts together.
//!
//! A record that fails no filter is a hit and counts everywhere; one that fails the filters of
//! exactly one facet counts in that facet only. So the counts of a facet are those that
//! its other values would give if they were chosen too.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::query::{Scorer, Weight};
use tantivy::{DocId, SegmentReader};

use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::request::{Counting, Facet, Sort};
use crate::schema::{Fields, Number, ordinal};
use crate::search::caches::Caches;
use crate::search::interrupt::Interrupt;
use crate::search::labels::Labels;
use crate::search::packed::Packed;
use crate::search::parallel::{Piece, on_threads, shares};
use crate::search::values::Values;

/// Conditions on one facet: the value numbers of which a record must have one, and those of
/// which it must have none, both in order.
#[derive(Debug, Default, Clone)]
pub(super) struct Condition {
    pub(super) include: Option<Vec<usize>>,
    pub(super) exclude: Vec<usize>,
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
    /// Key and row of the worst that is kept: what comes behind it cannot be among the best.
    floor: Option<(i128, u64)>,
}

impl Best {
    fn push(&mut self, candidate: Candidate) {
        self.kept.push(candidate);
        if self.kept.len() >= self.limit.max(64).saturating_mul(2) {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.kept.len() > self.limit {
            self.kept
                .select_nth_unstable_by_key(self.limit.saturating_sub(1), Candidate::rank);
            self.kept.truncate(self.limit);
            self.floor = self.kept.last().map(|worst| (worst.key, worst.row));
        }
    }

    /// Best first; those in the places of `skipped` are there in any order.
    fn into_sorted(mut self, skipped: (usize, usize)) -> Vec<Candidate> {
        self.prune();
        let (head, tail) = skipped;
        if head >= tail || tail >= self.kept.len() {
            self.kept.sort_unstable_by_key(Candidate::rank);
            return self.kept;
        }
        self.kept.select_nth_unstable_by_key(tail, Candidate::rank);
        let (above, page) = self.kept.split_at_mut(tail);
        page.sort_unstable_by_key(Candidate::rank);
        above.select_nth_unstable_by_key(head, Candidate::rank);
        above[..head].sort_unstable_by_key(Candidate::rank);
        self.kept
    }
}

/// What is wanted of a pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) sort: Sort,
    /// Best hits to keep.
    pub(super) limit: usize,
    /// From which place on and up to which their order is not asked for: they are on pages before
    /// the one that is. To sort a million takes longer than to find them.
    pub(super) skipped: (usize, usize),
    pub(super) counting: Counting,
}

/// The columns of one segment that a pass reads.
pub(super) struct SegmentColumns {
    segment: u32,
    rows: Column<u64>,
    /// Columns of the facets that have conditions, and of those of labels, in the order of
    /// [`Facet::ALL`].
    facets: Vec<Option<Arc<Values>>>,
    /// The values of all facets of the index, where they are counted.
    packed: Option<Arc<Packed>>,
    sort: Vec<Column<i64>>,
    documents: DocId,
    deleted: Option<AliveBitSet>,
}

impl SegmentColumns {
    /// Opens the columns of a segment.
    pub(super) fn open(
        wanted: Wanted,
        conditions: &Conditions,
        (fields, labels): (&Fields, Option<&Labels>),
        (caches, catalogue, interrupt): (&Caches, &Catalogue, Interrupt<'_>),
        (number, segment): (u32, &SegmentReader),
    ) -> Result<Self> {
        let fast = segment.fast_fields();
        let counts = wanted.counting != Counting::Nothing;
        let facets = Facet::ALL.map(|facet| {
            let has_condition = conditions.contains_key(&facet);
            if facet.is_of_labels() && (counts || has_condition) {
                let labels = labels.filter(|labels| labels.has(facet));
                let from = (fields, catalogue, interrupt);
                let values = labels.map(|labels| caches.label_values(labels, from, segment, facet));
                return values.transpose();
            }
            if !has_condition {
                return Ok(None);
            }
            caches.segment_values(catalogue, segment, facet).map(Some)
        });
        let packed = counts.then(|| caches.packed(catalogue, segment));
        let sort: &[Number] = match wanted.sort {
            Sort::Relevance => &[],
            Sort::Newest | Sort::Oldest => &[Number::Date],
            Sort::Title => &[Number::Title, Number::TitleRest],
            Sort::Budget => &[Number::BudgetMax],
            Sort::Added => &[Number::Added],
        };
        Ok(Self {
            segment: number,
            rows: fast.u64("row")?,
            facets: facets.into_iter().collect::<Result<_>>()?,
            packed: packed.transpose()?,
            sort: sort
                .iter()
                .map(|number| fast.i64(number.name()))
                .collect::<tantivy::Result<_>>()?,
            documents: segment.max_doc(),
            deleted: segment.alive_bitset().cloned(),
        })
    }

    pub(super) fn is_alive(&self, document: DocId) -> bool {
        let deleted = self.deleted.as_ref();
        deleted.is_none_or(|alive| alive.is_alive(document))
    }

    /// How many documents there are.
    pub(super) const fn documents(&self) -> DocId {
        self.documents
    }

    /// The values of all facets of the index.
    pub(super) fn packed(&self) -> Option<&Packed> {
        self.packed.as_deref()
    }

    /// The values of the facet in a place, where it has a condition or is of labels.
    pub(super) fn facet(&self, place: usize) -> Option<&Values> {
        self.facets.get(place)?.as_deref()
    }
}

/// What was taken of a piece.
pub(super) struct Taken {
    pub(super) piece: Piece,
    /// Documents that match, in order.
    pub(super) matching: Vec<DocId>,
    /// Documents that fail the conditions of one facet only, and its place in [`Facet::ALL`].
    pub(super) nearly: Vec<(usize, DocId)>,
}

impl Taken {
    pub(super) const fn nothing(piece: Piece) -> Self {
        Self {
            piece,
            matching: Vec::new(),
            nearly: Vec::new(),
        }
    }
}

/// Takes matching documents segment by segment.
pub(super) struct Collector<'a> {
    wanted: Wanted,
    interrupt: Interrupt<'a>,
    /// Conditions, with the place of their facet in [`Facet::ALL`].
    conditions: Vec<(usize, &'a Condition)>,
    best: Best,
    pub(super) total: u64,
    /// What was taken by each thread, for counting.
    taken: Vec<Vec<Taken>>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        wanted: Wanted,
        conditions: &'a Conditions,
        interrupt: Interrupt<'a>,
    ) -> Self {
        let places = (0..).zip(Facet::ALL);
        let conditions = places.filter_map(|(place, facet)| Some((place, conditions.get(&facet)?)));
        Self::with(wanted, conditions.collect(), interrupt)
    }

    const fn with(
        wanted: Wanted,
        conditions: Vec<(usize, &'a Condition)>,
        interrupt: Interrupt<'a>,
    ) -> Self {
        Self {
            wanted,
            interrupt,
            conditions,
            best: Best {
                limit: wanted.limit,
                kept: Vec::new(),
                floor: None,
            },
            total: 0,
            taken: Vec::new(),
        }
    }

    /// Takes all documents that `weight` matches; `columns` are those of the segments in order.
    ///
    /// Broad queries match millions: every core takes a share of the documents.
    pub(super) fn take_all(
        &mut self,
        weight: &dyn Weight,
        segments: &[SegmentReader],
        columns: &[SegmentColumns],
    ) -> Result<()> {
        let sizes: Vec<DocId> = segments.iter().map(SegmentReader::max_doc).collect();
        let (wanted, conditions, interrupt) = (self.wanted, &self.conditions, self.interrupt);
        let take = |share: Vec<Piece>| {
            let mut collector = Collector::with(wanted, conditions.clone(), interrupt);
            let mut taken = Vec::with_capacity(share.len());
            for piece in share {
                interrupt.check()?;
                let mut scorer = weight.scorer(&segments[piece.segment], 1.0)?;
                let columns = &columns[piece.segment];
                taken.push(collector.take_piece(piece, scorer.as_mut(), columns)?);
            }
            Result::Ok((collector.total, collector.best.kept, taken))
        };
        for share in on_threads(shares(&sizes), take) {
            let (total, best, taken) = share?;
            self.total += total;
            self.best.kept.extend(best);
            self.taken.push(taken);
        }
        Ok(())
    }

    fn take_piece(
        &mut self,
        piece: Piece,
        scorer: &mut dyn Scorer,
        columns: &SegmentColumns,
    ) -> Result<Taken> {
        let ranked = self.wanted.sort == Sort::Relevance && self.wanted.limit > 0;
        let Range { start, end } = piece.documents;
        let mut taken = Taken::nothing(piece);
        let mut steps = self.interrupt.steps();
        let mut document = scorer.doc();
        if document < start {
            document = scorer.seek(start);
        }
        while document < end {
            steps.step()?;
            let score = if ranked { scorer.score() } else { 0.0 };
            self.take(columns, &mut taken, (document, score));
            document = scorer.advance();
        }
        Ok(taken)
    }

    /// Takes documents of a piece of a segment with their scores, in order.
    pub(super) fn take_found(
        &mut self,
        piece: Piece,
        columns: &SegmentColumns,
        found: impl Iterator<Item = (DocId, f32)>,
    ) -> Result<()> {
        let mut taken = Taken::nothing(piece);
        let mut steps = self.interrupt.steps();
        for found in found {
            steps.step()?;
            self.take(columns, &mut taken, found);
        }
        self.taken.push(vec![taken]);
        Ok(())
    }

    fn take(
        &mut self,
        columns: &SegmentColumns,
        taken: &mut Taken,
        (document, score): (DocId, f32),
    ) {
        if !columns.is_alive(document) {
            return;
        }
        let counting = self.wanted.counting != Counting::Nothing;
        let mut failed = self.conditions.iter().filter(|(place, condition)| {
            !condition.holds(columns.facets[*place].as_ref(), document)
        });
        match (failed.next(), failed.next()) {
            (None, _) => {
                self.total += 1;
                if counting {
                    taken.matching.push(document);
                }
                self.keep(columns, document, score);
            }
            (Some((place, _)), None) if self.wanted.counting == Counting::RolledUp => {
                taken.nearly.push((*place, document));
            }
            _ => {}
        }
    }

    fn keep(&mut self, columns: &SegmentColumns, document: DocId, score: f32) {
        let key = self.key(columns, document, score);
        let row = || columns.rows.first(document).unwrap_or(0);
        let below = |(floor, last): (i128, u64)| key < floor || key == floor && row() > last;
        if self.wanted.limit == 0 || self.best.floor.is_some_and(below) {
            return;
        }
        self.best.push(Candidate {
            key,
            row: row(),
            score,
            place: (columns.segment, document),
        });
    }

    fn key(&self, columns: &SegmentColumns, document: DocId, score: f32) -> i128 {
        let number = |place: usize| columns.sort.get(place).and_then(|c| c.first(document));
        let number = |place: usize| i128::from(number(place).unwrap_or(0));
        match self.wanted.sort {
            Sort::Relevance => i128::from(order_of(score)),
            Sort::Newest | Sort::Budget => number(0),
            // Of one day, the last to come in first.
            Sort::Added => {
                (number(0) << 64) + i128::from(columns.rows.first(document).unwrap_or(0))
            }
            // Without a date last, here too.
            Sort::Oldest => match number(0) {
                0 => i128::MIN,
                date => -date,
            },
            Sort::Title => -((number(0) << 64) + number(1)),
        }
    }

    /// The documents that fail the conditions of one facet only, with the place of that facet in
    /// [`Facet::ALL`].
    pub(super) fn nearly(&self, columns: &[SegmentColumns]) -> Vec<(usize, (u32, DocId))> {
        let pieces = self.taken.iter().flatten();
        let nearly = pieces.flat_map(|taken| {
            let segment = columns.get(taken.piece.segment).map_or(0, |it| it.segment);
            let places = taken.nearly.iter();
            places.map(move |(facet, document)| (*facet, (segment, *document)))
        });
        nearly.collect()
    }

    /// The best candidates, best first, and what was taken by each thread.
    pub(super) fn into_best(self) -> (Vec<Candidate>, Vec<Vec<Taken>>) {
        (self.best.into_sorted(self.wanted.skipped), self.taken)
    }
}

impl Condition {
    pub(super) fn holds(&self, values: Option<&Arc<Values>>, document: DocId) -> bool {
        let mut included = self.include.is_none();
        for &value in values.map_or(&[][..], |values| values.of(document)) {
            let ordinal = ordinal(value);
            if self.exclude.binary_search(&ordinal).is_ok() {
                return false;
            }
            included |= self
                .include
                .as_ref()
                .is_some_and(|wanted| wanted.binary_search(&ordinal).is_ok());
        }
        included
    }
}

/// A number that orders as the score does (scores are never negative or NaN).
pub(super) fn order_of(score: f32) -> u32 {
    score.max(0.0).to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_far_down_is_in_order_with_the_first_ones_before_it() {
        let candidate = |number: u64| Candidate {
            // In no order, some of them equal.
            key: i128::from(number * 7919 % 500),
            row: number,
            score: 0.0,
            place: (0, 0),
        };
        let rows = |candidates: &[Candidate]| -> Vec<u64> {
            candidates.iter().map(|candidate| candidate.row).collect()
        };
        let sorted = |limit: usize, skipped: (usize, usize)| {
            let mut best = Best {
                limit,
                kept: Vec::new(),
                floor: None,
            };
            (0..1000).for_each(|number| best.push(candidate(number)));
            rows(&best.into_sorted(skipped))
        };
        let mut all: Vec<Candidate> = (0..1000).map(candidate).collect();
        all.sort_by_key(Candidate::rank);
        let all = rows(&all);
        assert_eq!(sorted(1000, (0, 0)), all);
        for (limit, (head, tail)) in [
            (920, (200, 900)),
            (1000, (200, 980)),
            (1000, (0, 999)),
            (2000, (200, 1980)),
        ] {
            let found = sorted(limit, (head, tail));
            let end = limit.min(all.len());
            assert_eq!(found.len(), end, "{limit}");
            assert_eq!(found[..head], all[..head], "{limit}: {head}");
            assert_eq!(found.get(tail..), all.get(tail..end), "{limit}: {tail}");
        }
    }
}
