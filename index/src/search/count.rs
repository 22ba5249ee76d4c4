//! Counting the values of what was taken, on every core.

use std::borrow::Cow;
use std::ops::Range;

use tantivy::DocId;

use crate::inner_error::Result;
use crate::request::{self, Facet};
use crate::search::caches::Caches;
use crate::search::collect::{SegmentColumns, Taken};
use crate::search::interrupt::{Interrupt, STEPS_BETWEEN_CHECKS};
use crate::search::parallel::{Piece, on_threads, shares};
use crate::search::tallies::{Counter, Layout, Tally, difference, sum};
use crate::search::values::Values;

/// How values are counted, and in which columns.
pub(super) struct Counting<'a> {
    /// Those of the segments in order.
    pub(super) columns: &'a [SegmentColumns],
    pub(super) which: request::Counting,
    pub(super) caches: &'a Caches,
    pub(super) interrupt: Interrupt<'a>,
}

/// The places of the facets of the index in [`Facet::ALL`].
const INDEXED: Range<usize> = 0..Facet::INDEXED.len();
/// The places of the facets of labels.
const LABELS: Range<usize> = Facet::INDEXED.len()..Facet::ALL.len();

impl Counting<'_> {
    /// The tally of all records.
    pub(super) fn of_all(&self) -> Result<Tally> {
        let sizes: Vec<DocId> = self.columns.iter().map(SegmentColumns::documents).collect();
        let taken: Vec<Vec<Taken>> = shares(&sizes)
            .into_iter()
            .map(|share| share.into_iter().map(Taken::nothing).collect())
            .collect();
        self.tally(&taken, &[INDEXED], missing)
    }

    /// The tally of what was taken.
    pub(super) fn of(&self, taken: &[Vec<Taken>]) -> Result<Tally> {
        self.tally(taken, &[INDEXED, LABELS], matching)
    }

    /// The tally of what was taken, where that is most of all records: what was not is taken from
    /// the tally of all.
    pub(super) fn of_most(&self, taken: &[Vec<Taken>], all: &Tally) -> Result<Tally> {
        let missing = self.tally(taken, &[INDEXED], missing)?;
        let tally = difference(all.clone(), missing);
        // The tally of all is for a state of the index; labels change more often.
        if !self
            .columns
            .iter()
            .any(|it| LABELS.clone().any(|place| it.facet(place).is_some()))
        {
            return Ok(tally);
        }
        Ok(sum(tally, self.tally(taken, &[LABELS], matching)?))
    }

    /// The tally of single documents; `nearly` count in the facet of their place only.
    pub(super) fn of_places(
        &self,
        places: impl Iterator<Item = (u32, DocId)>,
        nearly: &[(usize, (u32, DocId))],
    ) -> Result<Tally> {
        let mut taken: Vec<Taken> = (0..)
            .zip(self.columns)
            .map(|(segment, columns)| {
                let documents = 0..columns.documents();
                Taken::nothing(Piece { segment, documents })
            })
            .collect();
        for (segment, document) in places {
            if let Some(taken) = taken.get_mut(segment as usize) {
                taken.matching.push(document);
            }
        }
        for &(facet, (segment, document)) in nearly {
            if let Some(taken) = taken.get_mut(segment as usize) {
                taken.nearly.push((facet, document));
            }
        }
        self.of(&[taken])
    }

    /// Counts the values of documents of what was taken, of the facets in these places.
    fn tally(
        &self,
        taken: &[Vec<Taken>],
        places: &[Range<usize>],
        documents: impl for<'t> Fn(&'t Taken, &SegmentColumns) -> Cow<'t, [DocId]> + Sync,
    ) -> Result<Tally> {
        let counters = self.caches.counters(taken.len());
        let work: Vec<(&Vec<Taken>, Counter)> = taken.iter().zip(counters).collect();
        // Not `self`, which holds caches of one thread.
        let (which, columns, interrupt) = (self.which, self.columns, self.interrupt);
        let tallies = on_threads(work, |(pieces, mut counter)| {
            let mut tally = None;
            for taken in pieces {
                let columns = &columns[taken.piece.segment];
                let mut one = One::new(which, columns, &mut counter);
                for documents in documents(taken, columns).chunks(STEPS_BETWEEN_CHECKS) {
                    interrupt.check()?;
                    one.add(places, documents);
                }
                one.add_nearly(places, taken);
                tally = Some(with(tally, one.finish()));
            }
            Result::Ok((tally, counter))
        });
        let mut whole = None;
        for counted in tallies {
            let (tally, counter) = counted?;
            self.caches.give_back([counter]);
            if let Some(tally) = tally {
                whole = Some(with(whole, tally));
            }
        }
        Ok(whole.unwrap_or_else(|| vec![Vec::new(); Facet::ALL.len()]))
    }
}

/// A tally with what is known already.
fn with(known: Option<Tally>, tally: Tally) -> Tally {
    match known {
        Some(known) => sum(known, tally),
        None => tally,
    }
}

/// One counter at work in one segment: values stand in it where they stand in the segment.
struct One<'a> {
    which: request::Counting,
    columns: &'a SegmentColumns,
    layout: Layout,
    counter: &'a mut Counter,
}

impl<'a> One<'a> {
    fn new(
        which: request::Counting,
        columns: &'a SegmentColumns,
        counter: &'a mut Counter,
    ) -> Self {
        let labels = LABELS.map(|place| columns.facet(place).map_or(0, Values::numbered));
        let layout = Layout::of(columns.packed(), labels);
        counter.prepare(&layout);
        Self {
            which,
            columns,
            layout,
            counter,
        }
    }

    fn finish(self) -> Tally {
        self.counter.take(&self.layout)
    }

    /// Counts documents.
    fn add(&mut self, places: &[Range<usize>], documents: &[DocId]) {
        if places.contains(&INDEXED) {
            self.add_indexed(documents);
        }
        if places.contains(&LABELS) {
            self.add_labels(documents);
        }
    }

    /// Counts the documents that were nearly taken.
    fn add_nearly(&mut self, places: &[Range<usize>], taken: &Taken) {
        for (place, document) in &taken.nearly {
            if places.iter().any(|places| places.contains(place)) {
                self.add_of_facet(*place, *document);
            }
        }
    }

    fn add_indexed(&mut self, documents: &[DocId]) {
        let Some(packed) = self.columns.packed() else {
            return;
        };
        let only_assigned = self.which == request::Counting::Assigned;
        packed.each_place(documents, only_assigned, |place| self.counter.add(place));
    }

    fn add_labels(&mut self, documents: &[DocId]) {
        for place in LABELS {
            let Some(values) = self.columns.facet(place) else {
                continue;
            };
            for &document in &*values.among(documents) {
                self.add_values(place, values.of(document));
            }
        }
    }

    /// Counts values of a facet of which the index has no column.
    fn add_values(&mut self, place: usize, values: &[u32]) {
        let all = self.which != request::Counting::Assigned;
        for &value in values.iter().filter(|value| all || *value & 1 == 1) {
            let number = crate::schema::ordinal(value);
            self.counter.add(self.layout.at(place, number));
        }
    }

    /// Counts a document in one facet only.
    fn add_of_facet(&mut self, facet: usize, document: DocId) {
        if LABELS.contains(&facet) {
            let values = self.columns.facet(facet);
            let values = values.map_or(&[][..], |it| it.of(document));
            return self.add_values(facet, values);
        }
        let all = self.which != request::Counting::Assigned;
        let values = self.columns.packed().map(|packed| packed.of(document));
        for value in values.into_iter().flatten().filter(|it| it.facet == facet) {
            if all || value.is_assigned {
                self.counter.add(self.layout.at(facet, value.number));
            }
        }
    }
}

/// How many documents match.
pub(super) fn number_of(taken: &[Vec<Taken>]) -> u64 {
    let pieces = taken.iter().flatten();
    pieces.map(|taken| taken.matching.len() as u64).sum()
}

fn matching<'t>(taken: &'t Taken, _: &SegmentColumns) -> Cow<'t, [DocId]> {
    Cow::Borrowed(&taken.matching)
}

/// The documents of the piece that do not match.
fn missing<'t>(taken: &'t Taken, columns: &SegmentColumns) -> Cow<'t, [DocId]> {
    let mut matching = taken.matching.iter().copied().peekable();
    let documents = taken.piece.documents.clone();
    documents
        .filter(|document| matching.next_if_eq(document).is_none())
        .filter(|&document| columns.is_alive(document))
        .collect()
}
