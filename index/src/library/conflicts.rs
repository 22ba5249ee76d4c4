//! Listings that contradict themselves: their sources disagree, or a source and the user do.

use super::{Library, Writer};
use crate::catalogue::Stored;
use crate::error::Result;
use crate::record::Record;
use crate::{edits, merge};

impl Library {
    /// The records with a field on which their sources disagree, or that the user has edited and a
    /// source has changed since; without rows as they came.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn conflicts(&self) -> Result<Vec<Record>> {
        let mut found = Vec::new();
        for row in self.catalogue.rows_of_parts()? {
            let record = self.catalogue.by_row(row)?;
            found.extend(record.filter(Record::has_conflict));
        }
        Ok(found)
    }
}

impl Writer<'_> {
    /// Lets a listing that an older program joined say on what its sources disagree.
    pub(super) fn compare_sources(&self, stored: &mut Stored) -> Result<()> {
        if stored.record.sources.len() < 2 {
            return Ok(());
        }
        let parts = self.parts(stored)?;
        let told = merge::joined(&parts.iter().map(|part| &part.record).collect::<Vec<_>>())?;
        let kept = self.library.catalogue.edits(stored.row)?;
        let conflicts = edits::applied(told, &kept)?.conflicts;
        if conflicts != stored.record.conflicts {
            stored.record.conflicts = conflicts;
            self.library.catalogue.amend(stored.row, &stored.record)?;
        }
        Ok(())
    }
}
