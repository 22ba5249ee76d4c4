//! What of a damaged catalogue cannot be read, and is left out.

use super::Library;
use crate::error::{Error, Result};
use crate::record::Record;
use crate::request::Request;

impl Library {
    /// How many listings could not be read since the library was opened, and were left out.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        u64::try_from(self.catalogue.left_out().len()).unwrap_or(u64::MAX)
    }

    /// As [`Library::record`], but that a record that cannot be read is left out.
    ///
    /// # Errors
    /// The catalogue cannot be read at all.
    pub fn readable_record(&self, id: &str) -> Result<Option<Record>> {
        let row = self.catalogue.shown_row(id)?;
        let record = row.map(|row| self.catalogue.readable_whole(row));
        Ok(record.transpose()?.flatten())
    }

    /// As [`Library::matches`], without the records that cannot be read; [`Library::left_out`] counts
    /// them.
    ///
    /// # Errors
    /// The catalogue or index cannot be read at all.
    pub fn readable_matches(
        &self,
        request: &Request,
    ) -> Result<impl Iterator<Item = Result<Record>>> {
        let rows = self.with_snapshot(|snapshot| snapshot.rows(request))?;
        let whole = |row| self.catalogue.readable_whole(row).map_err(Error::from);
        Ok(rows
            .into_iter()
            .filter_map(move |row| whole(row).transpose()))
    }
}
