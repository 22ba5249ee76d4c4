//! Which library a catalogue is, and in which state: random numbers, so that an index can tell
//! whether it was made from this catalogue as it is, from another, or from a later state that was
//! lost (a backup that was put back, a disk that forgot). Revisions alone count up the same way in
//! every library.

use rusqlite::{OptionalExtension as _, params};

use super::{Catalogue, signed, unsigned};
use crate::inner_error::Result;

impl Catalogue {
    /// Gives the state that a batch makes a number of its own.
    pub(super) fn number_state(&self, revision: u64) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO state (revision, value) VALUES (?1, random())";
        self.connection
            .prepare_cached(sql)?
            .execute([signed(revision)])?;
        Ok(())
    }

    /// Which library it is.
    pub(crate) fn library(&self) -> Result<String> {
        Ok(format!("{:x}", self.number("library")?))
    }

    /// The name of the state that the catalogue had with a revision; `None` where it never had it.
    pub(crate) fn state(&self, revision: u64) -> Result<Option<String>> {
        let sql = "SELECT value FROM state WHERE revision = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let state = statement.query_row(params![signed(revision)], |found| unsigned(found, 0));
        let library = self.library()?;
        let state = state.optional()?;
        Ok(state.map(|state| format!("{library}-{state:x}")))
    }
}
