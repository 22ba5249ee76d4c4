//! The places of a network as values of a facet: a listing of an institution stands at its place,
//! and at all above it.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::DocId;

use super::interrupt::Interrupt;
use super::values::Values;
use crate::inner_error::Result;
use crate::schema::ordinal;

/// The places of a network, and what stands at them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(super) names: Arc<Vec<String>>,
    /// The places of an institution by the number of its name, with all above them, as a column of
    /// a facet has them.
    pub(super) by_institution: HashMap<u32, Vec<u32>>,
}

impl Places {
    /// Whether there is no network.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The places by number.
    pub(super) fn names(&self) -> Arc<Vec<String>> {
        Arc::clone(&self.names)
    }

    /// The places of the listings of a segment, from their institutions.
    pub(super) fn of_segment(
        &self,
        institutions: &Values,
        documents: DocId,
        interrupt: Interrupt<'_>,
    ) -> Result<Values> {
        let mut steps = interrupt.steps();
        let mut starts: Vec<(DocId, std::ops::Range<usize>)> = Vec::new();
        let mut all: Vec<u32> = Vec::new();
        for document in 0..documents {
            steps.step()?;
            let start = all.len();
            let named = institutions.of(document).iter();
            let number = |value: &u32| u32::try_from(ordinal(*value)).ok();
            let places = named.filter_map(|value| self.by_institution.get(&number(value)?));
            all.extend(places.flatten());
            if all.len() > start {
                let own = tidied(all.split_off(start));
                all.extend(own);
                starts.push((document, start..all.len()));
            }
        }
        let found = starts.iter();
        let found =
            found.map(|(document, range)| (*document, all.get(range.clone()).unwrap_or(&[])));
        Ok(Values::sparse(&found.collect::<Vec<_>>()))
    }
}

/// Every place once: where a listing stands itself and not only below it, so.
pub(super) fn tidied(mut places: Vec<u32>) -> Vec<u32> {
    places.sort_unstable_by_key(|value| (ordinal(*value), value & 1 == 0));
    places.dedup_by_key(|value| ordinal(*value));
    places
}
