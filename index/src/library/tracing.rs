//! The traces that new records leave (see [`crate::identity`]), and those of records that have left
//! none: an older program took them in, or an import that was broken off.

use std::collections::{BTreeSet, HashSet};

use super::writer::parts_of;
use super::{Library, Writer};
use crate::catalogue::{Catalogue, MAX_CANDIDATES, Stored};
use crate::error::Result;
use crate::identity::{Trace, Traces};
use crate::inner_error;
use crate::record::Record;
use crate::versions::SourceVersion;

/// Most traces that wait, some 5 MB.
const MAX_WAITING: usize = 200_000;

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
    /// Of a catalogue that has all traces of its records up to `traced`.
    pub(super) fn after(traced: u64) -> Self {
        Self {
            traced,
            met: traced,
            ..Self::default()
        }
    }

    fn add(&mut self, row: u64, traces: impl Iterator<Item = Trace>) {
        self.waiting.extend(traces.map(|trace| (trace.0, row)));
        self.met = self.met.max(row);
        // The number of a record that was removed is given again.
        self.traced = self.traced.min(row.saturating_sub(1));
    }

    fn of(&self, trace: Trace) -> impl Iterator<Item = u64> {
        let range = (trace.0, 0)..=(trace.0, u64::MAX);
        let rows = self.waiting.range(range).map(|(_, row)| *row);
        rows.take(MAX_CANDIDATES as usize)
    }

    /// Gives the catalogue what waits where that is more than `most`, and says there which records it
    /// lacks the traces of. A batch has to be open.
    fn settle(&mut self, catalogue: &Catalogue, most: usize) -> inner_error::Result<()> {
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

impl Writer<'_> {
    /// Lets a new record leave its traces.
    pub(super) fn leave_new(&mut self, row: u64, traces: impl Iterator<Item = Trace>) {
        self.traces.add(row, traces);
    }

    /// Takes the traces of what a source says of a record away.
    pub(super) fn lift_traces(&mut self, row: u64, part: &SourceVersion) -> Result<()> {
        for trace in Traces::of(part).all() {
            self.traces.waiting.remove(&(trace.0, row));
            self.library.catalogue.lift(trace, row)?;
        }
        Ok(())
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
        Ok(self.traces.settle(&self.library.catalogue, MAX_WAITING)?)
    }

    /// Gives the catalogue all traces that wait.
    pub(super) fn settle_all_traces(&mut self) -> Result<()> {
        if !self.traces.waiting.is_empty() || self.traces.is_lack_said {
            self.open_batch()?;
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
        self.traces = WaitingTraces::after(untraced.after);
        self.traces.is_lack_said = true;
        // What is damaged must not stop the writing of the rest.
        let beside = self.library.catalogue.beside()?;
        for row in untraced.after + 1..=untraced.last {
            let catalogue = beside.as_ref().unwrap_or(&self.library.catalogue);
            let read = stored_parts(catalogue, row);
            let (record, parts) = match read {
                Ok(Some(read)) => read,
                Ok(None) => continue,
                Err(error) if error.is_damage() => {
                    self.library.catalogue.leave_out(row);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            self.open_batch()?;
            for part in parts {
                let others = Traces::of_other_rows(&part.record);
                self.traces.add(row, Traces::of(&part).all().chain(others));
            }
            if untraced.by_older && is_fused(&record) {
                fused.push(record.id);
            }
            // The index may be behind, and must not be said to hold what is committed now.
            self.commit_full_batch()?;
        }
        self.traces.met = untraced.last;
        self.settle_all_traces()?;
        self.commit_batch()?;
        Ok(fused)
    }
}

/// A record and what its sources say of it; `None` where there is none with this number.
fn stored_parts(
    catalogue: &Catalogue,
    row: u64,
) -> inner_error::Result<Option<(Record, Vec<SourceVersion>)>> {
    let Some(record) = catalogue.by_row(row)? else {
        return Ok(None);
    };
    let stored = Stored { row, record };
    let parts = parts_of(catalogue, &stored)?;
    Ok(Some((stored.record, parts)))
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
