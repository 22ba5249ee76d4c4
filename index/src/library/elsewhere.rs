//! What another engine is told of a library, and how requests are read for it.

use super::Library;
use crate::error::Result;
use crate::inner_error;
use crate::record::Record;
use crate::request::Request;
use crate::schema::{self, RecordWords};
use crate::search::{Interrupt, Reader};

/// A record on its way to another engine.
#[derive(Debug)]
pub struct Outgoing {
    /// Its number, by which it is replaced and deleted; of equals, the lower one is the older.
    pub row: u64,
    /// The record, without its `raw`.
    pub record: Record,
    /// What an index holds of it.
    pub words: RecordWords,
}

impl Library {
    /// Reads requests for another engine.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            synonyms: &self.synonyms,
            kept: &self.kept.kept,
            names: self.caches.names(),
        }
    }

    /// The name of the state that this library had with a revision, unlike that of any other
    /// library; `None` where it never had it.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn state_name(&self, revision: u64) -> Result<Option<String>> {
        Ok(self.catalogue.state(revision)?)
    }

    /// How many records have changed after a revision.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn changed_since(&self, revision: u64) -> Result<u64> {
        Ok(self.catalogue.count_since(revision)?)
    }

    /// The rows of the records that were deleted after a revision.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn removed_since(&self, revision: u64) -> Result<Vec<u64>> {
        Ok(self.catalogue.removed_since(revision)?)
    }

    /// The records that changed after a revision, of those behind a row, in order of their rows.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn outgoing(&self, since: u64, behind: u64, limit: u32) -> Result<Vec<Outgoing>> {
        self.reading(|| {
            let stored = self.catalogue.changed_since(since, behind, limit)?;
            let each = stored.into_iter();
            each.map(|it| self.outgoing_one(it.row, it.record))
                .collect()
        })
    }

    /// The records in these rows, as far as they are there.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn outgoing_rows(&self, rows: &[u64]) -> Result<Vec<Outgoing>> {
        self.reading(|| {
            let mut outgoing = Vec::with_capacity(rows.len());
            for &row in rows {
                if let Some(record) = self.catalogue.readable(row)? {
                    outgoing.push(self.outgoing_one(row, record)?);
                }
            }
            Ok(outgoing)
        })
    }

    fn outgoing_one(&self, row: u64, record: Record) -> inner_error::Result<Outgoing> {
        let first = self.catalogue.readable_first(row)?;
        let added = schema::added(first.as_ref().unwrap_or(&record));
        let words = RecordWords::of(&record, added, self.caches.names());
        Ok(Outgoing { row, record, words })
    }

    /// The rows of the achievements that name a dead patent, in order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rows_of_dead_rights(&self) -> Result<Vec<u64>> {
        let rows =
            self.with_snapshot(|snapshot| snapshot.rows_of_dead_rights(Interrupt::never()))?;
        Ok(rows.to_vec())
    }

    /// The rows of all records that answer a request, withdrawn ones too, in order of rows.
    ///
    /// # Errors
    /// The catalogue or index cannot be read.
    pub fn rows_of(&self, request: &Request) -> Result<Vec<u64>> {
        let mut rows = self.with_snapshot(|snapshot| snapshot.rows(request))?;
        rows.sort_unstable();
        Ok(rows)
    }
}
