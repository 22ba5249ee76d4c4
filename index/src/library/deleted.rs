//! Listings that the user deletes and brings back.

use super::writer::Had;
use super::{Library, Writer};
use crate::error::Result;
use crate::history::{Happened, What};
use crate::record::Titled;

impl Library {
    /// The listings that the user has deleted, with the time (RFC 3339 in UTC), the last first.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn deleted(&self) -> Result<Vec<(Titled, String)>> {
        Ok(self.catalogue.deleted()?)
    }
}

impl Writer<'_> {
    /// Deletes a listing for the user: it is found no more, and stays deleted when its file is
    /// imported again. False where there is none, or it is deleted already.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn delete(&mut self, id: &str, at: &str) -> Result<bool> {
        let Some(stored) = self.stored_by_id(id)? else {
            return Ok(false);
        };
        if self.library.catalogue.is_deleted(stored.row)? {
            return Ok(false);
        }
        let revision = self.open_batch()?;
        self.library.catalogue.delete(revision, stored.row, at)?;
        self.forget_in_index(stored.row)?;
        self.note_of_user(stored.row, What::Deleted, at)?;
        self.commit_when_full()?;
        Ok(true)
    }

    /// Brings a deleted listing back, as its sources describe it now. False where there is none.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn restore(&mut self, id: &str, at: &str) -> Result<bool> {
        let Some(stored) = self.stored_by_id(id)? else {
            return Ok(false);
        };
        if !self.library.catalogue.is_deleted(stored.row)? {
            return Ok(false);
        }
        let revision = self.open_batch()?;
        self.library.catalogue.restore(revision, stored.row)?;
        self.index(stored.row, &stored.record, Had::RecordAndPostings)?;
        self.note_of_user(stored.row, What::Restored, at)?;
        self.commit_when_full()?;
        Ok(true)
    }

    /// Adds what the user did to a record's history.
    pub(super) fn note_of_user(&self, row: u64, what: What, at: &str) -> Result<()> {
        let happened = Happened {
            at: at.to_owned(),
            what,
            source: String::new(),
            fields: Vec::new(),
        };
        Ok(self.library.catalogue.note(row, &happened)?)
    }
}
