//! The traces that new records leave (see [`crate::identity`]), and those of records that have left
//! none: an older program took them in, or an import that was broken off.

use std::collections::{BTreeSet, HashSet};

use super::{Library, Writer};
use crate::catalogue::{Catalogue, MAX_CANDIDATES, Stored};
use crate::error::Result;
use crate::identity::{Trace, Traces};
use crate::inner_error;
use crate::record::Record;
use crate::versions::SourceVersion;

/// Traces wait until there are more, some 5 MB.
const MANY: usize = 200_000;

/// The traces of new records that the catalogue does not have yet. Traces are hashes: of the few that
/// one batch leaves, each would have a page of a large table written for itself.
#[derive(Default)]
pub(super) struct WaitingTraces {
    /// Hash and row.
    waiting: BTreeSet<(i64, u64)>,
    /// Number of the last record whose traces the catalogue has, with those of all before it.
    traced: u64,
}

impl WaitingTraces {
    /// Of a catalogue that has all traces of its records up to `traced`.
    pub(super) fn after(traced: u64) -> Self {
        Self {
            traced,
            ..Self::default()
        }
    }

    fn of(&self, trace: Trace) -> impl Iterator<Item = u64> {
        let range = (trace.0, 0)..=(trace.0, u64::MAX);
        self.waiting.range(range).map(|(_, row)| *row)
    }

    /// Gives the catalogue what waits where that is more than `most`; else says there which records
    /// it does not have the traces of. A batch has to be open.
    fn settle(&mut self, catalogue: &Catalogue, most: usize) -> inner_error::Result<()> {
        match self.waiting.len() {
            0 => return Ok(()),
            waiting if waiting <= most => return catalogue.set_untraced(self.traced),
            _ => {}
        }
        // In the order of the table: each of its pages is written once.
        for (hash, row) in &self.waiting {
            catalogue.leave(Trace(*hash), *row)?;
        }
        self.traced = catalogue.last_row()?;
        self.waiting.clear();
        catalogue.end_tracing()
    }
}

impl Writer<'_> {
    /// Lets a new record leave its traces.
    pub(super) fn leave_new(&mut self, row: u64, traces: impl Iterator<Item = Trace>) {
        let waiting = traces.map(|trace| (trace.0, row));
        self.traces.waiting.extend(waiting);
    }

    /// Takes the traces of what a source says of a record away.
    pub(super) fn lift_traces(&mut self, row: u64, part: &SourceVersion) -> Result<()> {
        for trace in Traces::of(part).all() {
            self.traces.waiting.remove(&(trace.0, row));
        }
        Ok(self.library.catalogue.lift_traces(row, part)?)
    }

    /// The rows that a trace leads to, oldest first.
    pub(super) fn traced(&self, trace: Trace) -> Result<Vec<u64>> {
        let mut rows = self.library.catalogue.traced(trace)?;
        rows.extend(self.traces.of(trace));
        rows.sort_unstable();
        rows.dedup();
        rows.truncate(MAX_CANDIDATES as usize);
        Ok(rows)
    }

    /// Gives the catalogue the traces that wait where they are many; a batch has to be open.
    pub(super) fn settle_traces(&mut self) -> Result<()> {
        Ok(self.traces.settle(&self.library.catalogue, MANY)?)
    }

    /// Gives the catalogue all traces that wait.
    pub(super) fn settle_all_traces(&mut self) -> Result<()> {
        if !self.traces.waiting.is_empty() {
            self.revision()?;
            self.traces.settle(&self.library.catalogue, 0)?;
        }
        Ok(())
    }

    /// Lets records that have left no traces leave theirs; returns the ids of those in which an older
    /// program fused rows of one source by their titles. Importing their file again parts them.
    pub(super) fn trace_untraced(&mut self) -> Result<Vec<String>> {
        let mut fused = Vec::new();
        let Some(untraced) = self.library.catalogue.untraced()? else {
            return Ok(fused);
        };
        let mut row = untraced.after;
        while let Some(next) = self.library.catalogue.row_after(row)? {
            if next > untraced.last {
                break;
            }
            row = next;
            self.revision()?;
            if let Some(record) = self.library.catalogue.by_row(row)? {
                let stored = Stored { row, record };
                for part in self.parts(&stored)? {
                    self.library.catalogue.leave_traces(row, &part)?;
                }
                if untraced.by_older && is_fused(&stored.record) {
                    fused.push(stored.record.id);
                }
            }
            self.commit_when_full()?;
        }
        self.revision()?;
        self.library.catalogue.end_tracing()?;
        self.commit_batch()?;
        Ok(fused)
    }
}

impl Library {
    /// Ids of the listings in which an older program fused rows of one source by their titles;
    /// known once, to the writer that finds them. They come apart when their file is imported again.
    #[must_use]
    pub fn fused(&self) -> &[String] {
        &self.fused
    }
}

/// Whether several rows of one source were made one record, which no number of its own allows.
fn is_fused(record: &Record) -> bool {
    let mut names = HashSet::new();
    !record.id.starts_with("patent:")
        && !record
            .sources
            .iter()
            .all(|source| names.insert(&source.name))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn traces_wait_until_they_are_many_and_the_catalogue_knows_whose_it_does_not_have() {
        let catalogue = Catalogue::in_memory().unwrap();
        let mut traces = WaitingTraces::after(0);
        traces.settle(&catalogue, 2).unwrap();
        assert!(catalogue.untraced().unwrap().is_none());
        for row in 1..4 {
            let revision = catalogue.begin().unwrap();
            let record = Record {
                id: row.to_string(),
                ..Record::default()
            };
            assert_eq!(catalogue.insert(revision, &record, "null").unwrap(), row);
            traces.waiting.insert((7, row));
            traces.settle(&catalogue, 2).unwrap();
            catalogue.commit(revision).unwrap();
            let left = catalogue.traced(Trace(7)).unwrap();
            let untraced = catalogue.untraced().unwrap();
            let untraced = untraced.map(|it| (it.after, it.last, it.by_older));
            let expected = (row < 3).then_some((0, row, false));
            assert_eq!(untraced, expected, "row {row}");
            assert_eq!(left.len(), if row < 3 { 0 } else { 3 }, "row {row}");
        }
        assert_eq!(traces.traced, 3);
    }
}
