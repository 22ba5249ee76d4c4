//! A library that an older program filled learns to tell its listings.

use std::collections::HashSet;

use super::{Library, Writer};
use crate::catalogue::Stored;
use crate::error::Result;
use crate::record::Record;

impl Writer<'_> {
    /// Lets records of an older program leave their traces, once; returns the ids of those in
    /// which rows of one source were fused by their titles. Importing their file again parts them.
    pub(super) fn trace_older(&mut self) -> Result<Vec<String>> {
        let last = self.library.catalogue.untraced()?;
        let mut fused = Vec::new();
        let mut row = 0;
        while let Some(next) = self.library.catalogue.row_after(row)? {
            if next > last {
                break;
            }
            row = next;
            self.revision()?;
            if let Some(record) = self.library.catalogue.by_row(row)? {
                let stored = Stored { row, record };
                for part in self.parts(&stored)? {
                    self.library.catalogue.leave_traces(row, &part)?;
                }
                if is_fused(&stored.record) {
                    fused.push(stored.record.id);
                }
            }
            self.commit_when_full()?;
        }
        if last > 0 {
            self.revision()?;
            self.library.catalogue.end_tracing()?;
            self.commit_batch()?;
        }
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
