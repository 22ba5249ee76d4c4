//! The counts of the facets of an answer.

use std::sync::Arc;

use super::answer::{Answer, Search, Snapshot, Values};
use super::collect::{SegmentColumns, Taken};
use super::count;
use super::counts::Counts;
use super::tallies::Tally;
use crate::inner_error::Result;
use crate::request::Facet;

impl Search<'_> {
    /// How many documents have to be gone through to count values.
    pub(super) fn counted_of(&self, values: &Values) -> u64 {
        match values {
            Values::Taken(taken, _) => {
                let taken = count::number_of(taken);
                let all = self.snapshot.searcher.num_docs();
                taken.min(all.saturating_sub(taken))
            }
            Values::Nothing | Values::Counted(_) => 0,
        }
    }

    /// The tally of what was taken.
    pub(super) fn facet_tally(
        &self,
        taken: &[Vec<Taken>],
        columns: &[SegmentColumns],
    ) -> Result<Tally> {
        let is_most = count::number_of(taken) > self.snapshot.searcher.num_docs() / 2;
        if self.conditions.is_empty() && is_most {
            let all = self.tally_of_all(columns)?;
            self.counting(columns).of_most(taken, &all)
        } else {
            self.counting(columns).of(taken)
        }
    }

    /// How values are counted in some columns.
    pub(super) const fn counting<'b>(
        &'b self,
        columns: &'b [SegmentColumns],
    ) -> count::Counting<'b> {
        count::Counting {
            columns,
            which: self.request.counting,
            caches: self.snapshot.caches,
            interrupt: self.interrupt,
        }
    }

    /// The tally of all records, made once for a state of the index.
    pub(super) fn tally_of_all(&self, columns: &[SegmentColumns]) -> Result<Arc<Tally>> {
        let counting = self.request.counting;
        let state = (
            self.snapshot.searcher.generation().generation_id(),
            counting,
        );
        let mut known = self.snapshot.caches.tally_of_all.borrow_mut();
        if let Some((_, tally)) = known.as_ref().filter(|(known, _)| *known == state) {
            return Ok(Arc::clone(tally));
        }
        let tally = Arc::new(self.counting(columns).of_all()?);
        *known = Some((state, Arc::clone(&tally)));
        Ok(tally)
    }

    /// What the facets of the listings that stand for their families count.
    pub(super) fn tally_of_families(&self, answer: &Answer) -> Result<Tally> {
        let columns = self.columns(self.wanted())?;
        let places = answer.best.iter().map(|candidate| candidate.place);
        self.counting(&columns).of_places(places, &answer.nearly)
    }

    /// A tally by the facets with the words of their values.
    pub(super) fn facets(&self, tally: Tally) -> Result<Vec<(Facet, Counts)>> {
        let labels = self.snapshot.labels(self.interrupt)?;
        let has = |facet| labels.as_ref().is_some_and(|labels| labels.has(facet));
        let facets = Facet::ALL.into_iter().zip(tally);
        // Who keeps nothing and has no network sees no empty facets.
        let facets = facets.filter(|(facet, _)| !facet.is_of_labels() || has(*facet));
        let counts = facets.map(|(facet, counts)| {
            self.interrupt.check()?;
            let needed = counts.last().map_or(0, |(number, _)| *number as usize + 1);
            let values = self.shown_values(facet, needed)?;
            Ok((facet, Counts::new(values, counts)))
        });
        counts.collect()
    }

    /// The values of a facet by number as they are shown, at least `needed` of them.
    pub(super) fn shown_values(&self, facet: Facet, needed: usize) -> Result<Arc<Vec<String>>> {
        let Snapshot {
            searcher,
            catalogue,
            caches,
            ..
        } = self.snapshot;
        if facet.is_of_labels() {
            let interrupt = self.interrupt;
            self.snapshot.facet_values(facet, needed, interrupt)
        } else if facet.is_of_names() {
            caches.shown_names(catalogue, searcher, facet)
        } else {
            caches.facet_values(catalogue, facet, needed)
        }
    }
}
