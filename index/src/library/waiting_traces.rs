//! The traces of new records on their way to the catalogue.

use std::collections::BTreeSet;

use crate::catalogue::{Catalogue, MAX_CANDIDATES};
use crate::identity::Trace;
use crate::inner_error;

/// Most traces that wait, some 5 MB.
pub(super) const MAX_WAITING: usize = 200_000;

/// The traces of new records that the catalogue does not have yet. Traces are hashes: of the few that
/// one batch leaves, each would have a page of a large table written for itself.
#[derive(Default)]
pub(super) struct WaitingTraces {
    /// Hash and row.
    waiting: BTreeSet<(i64, u64)>,
    /// Number of the last record whose traces the catalogue has, with those of all before it.
    traced: u64,
    /// Number of the last record whose traces the catalogue has or wait here.
    met: u64,
    /// Whether the catalogue says that it lacks some.
    is_lack_said: bool,
}

impl WaitingTraces {
    /// Of a catalogue that says that it lacks the traces of records after this one.
    pub(super) fn lacking_after(traced: u64) -> Self {
        Self {
            is_lack_said: true,
            ..Self::after(traced)
        }
    }

    /// All records up to this one have been read; those that are gone or damaged leave no traces.
    pub(super) fn met_all_to(&mut self, row: u64) {
        self.met = self.met.max(row);
    }

    /// Of a catalogue that has all traces of its records up to `traced`.
    pub(super) fn after(traced: u64) -> Self {
        Self {
            traced,
            met: traced,
            ..Self::default()
        }
    }

    /// Adds those of a new record.
    pub(super) fn add(&mut self, row: u64, traces: impl Iterator<Item = Trace>) {
        self.waiting.extend(traces.map(|trace| (trace.0, row)));
        self.met = self.met.max(row);
        // The number of a record that was removed is given again.
        self.traced = self.traced.min(row.saturating_sub(1));
    }

    /// Takes one back.
    pub(super) fn remove(&mut self, row: u64, trace: Trace) {
        self.waiting.remove(&(trace.0, row));
    }

    /// The rows that a trace leads to, oldest first.
    pub(super) fn of(&self, trace: Trace) -> impl Iterator<Item = u64> {
        let range = (trace.0, 0)..=(trace.0, u64::MAX);
        let rows = self.waiting.range(range).map(|(_, row)| *row);
        rows.take(MAX_CANDIDATES as usize)
    }

    /// Whether the catalogue is to be given something, or told that it lacks nothing.
    pub(super) fn is_unsettled(&self) -> bool {
        !self.waiting.is_empty() || self.is_lack_said
    }

    /// Gives the catalogue what waits where that is more than `most`, and says there which records it
    /// lacks the traces of. A batch has to be open.
    pub(super) fn settle(&mut self, catalogue: &Catalogue, most: usize) -> inner_error::Result<()> {
        if most == 0 || self.waiting.len() > most {
            // In the order of the table: each of its pages is written once.
            for (hash, row) in &self.waiting {
                catalogue.leave(Trace(*hash), *row)?;
            }
            self.waiting.clear();
            self.traced = self.met;
        }
        let lacks = self.traced < catalogue.last_row()?;
        if lacks {
            catalogue.set_untraced(self.traced)?;
        } else if self.is_lack_said {
            catalogue.end_tracing()?;
        }
        self.is_lack_said = lacks;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::record::Record;

    /// A catalogue of so many records, of which no traces are left.
    fn catalogue_of(records: u64) -> Catalogue {
        let catalogue = Catalogue::in_memory().unwrap();
        for row in 1..=records {
            add(&catalogue, row);
        }
        catalogue
    }

    fn add(catalogue: &Catalogue, row: u64) {
        let revision = catalogue.begin().unwrap();
        let record = Record {
            id: row.to_string(),
            ..Record::default()
        };
        assert_eq!(catalogue.insert(revision, &record, "null").unwrap(), row);
        catalogue.commit(revision).unwrap();
    }

    fn lacking(catalogue: &Catalogue) -> Option<(u64, u64, bool)> {
        let untraced = catalogue.untraced().unwrap();
        untraced.map(|it| (it.after, it.last, it.by_older))
    }

    #[test]
    fn traces_wait_until_they_are_many_and_the_catalogue_knows_whose_it_lacks() {
        let catalogue = catalogue_of(0);
        let mut traces = WaitingTraces::after(0);
        traces.settle(&catalogue, 2).unwrap();
        assert_eq!(lacking(&catalogue), None);
        for row in 1..4 {
            add(&catalogue, row);
            traces.add(row, std::iter::once(Trace(7)));
            traces.settle(&catalogue, 2).unwrap();
            let expected = (row < 3).then_some((0, row, false));
            assert_eq!(lacking(&catalogue), expected, "row {row}");
            let left = catalogue.traced(Trace(7)).unwrap();
            assert_eq!(left.len(), if row < 3 { 0 } else { 3 }, "row {row}");
        }
    }

    #[test]
    fn nothing_is_said_to_be_lacking_when_all_that_waited_was_taken_back() {
        let catalogue = catalogue_of(1);
        let mut traces = WaitingTraces::after(0);
        traces.add(1, std::iter::once(Trace(7)));
        traces.settle(&catalogue, 2).unwrap();
        assert_eq!(lacking(&catalogue), Some((0, 1, false)));
        traces.waiting.clear();
        traces.settle(&catalogue, 0).unwrap();
        assert_eq!(lacking(&catalogue), None);
    }

    #[test]
    fn a_number_that_is_given_again_is_lacking_again() {
        let catalogue = catalogue_of(5);
        let mut traces = WaitingTraces::after(5);
        traces.add(4, std::iter::once(Trace(7)));
        traces.settle(&catalogue, 2).unwrap();
        assert_eq!(lacking(&catalogue), Some((3, 5, false)));
    }
}
