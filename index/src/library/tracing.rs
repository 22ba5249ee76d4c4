//! The traces that new records leave (see [`crate::identity`]), and those of records that have left
//! none: an older program took them in, or an import that was broken off.

use std::collections::HashSet;

use super::waiting_traces::{MAX_WAITING, WaitingTraces};
use super::{Library, Writer};
use crate::catalogue::{Catalogue, MAX_CANDIDATES, Stored};
use crate::error::Result;
use crate::identity::{Trace, Traces};
use crate::inner_error;
use crate::record::Record;
use crate::versions::SourceVersion;

impl Writer<'_> {
    /// Lets a new record leave its traces.
    pub(super) fn leave_new(&mut self, row: u64, traces: impl Iterator<Item = Trace>) {
        self.traces.add(row, traces);
    }

    /// Takes the traces of what a source says of a record away.
    pub(super) fn lift_traces(&mut self, row: u64, part: &SourceVersion) -> Result<()> {
        for trace in Traces::of(part).all() {
            self.traces.remove(row, trace);
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
        if self.traces.is_unsettled() {
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
        self.traces = WaitingTraces::lacking_after(untraced.after);
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
        self.traces.met_all_to(untraced.last);
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
    let parts = catalogue.all_parts(&stored)?;
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
