//! The library: catalogue (truth) and index (view) in one folder.

use std::path::Path;

use crate::error::Result;
use crate::record::Record;
use crate::search::{Page, Request};

/// An open library. Cheap to clone across threads is not needed: one per thread.
pub struct Library {}

/// What became of a record that was put into the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Not there before.
    New,
    /// There before with other content; the old version is in the history.
    Updated,
    /// There before with the same content.
    Unchanged,
    /// Joined with a record that another source brought.
    Merged,
}

impl Library {
    /// Opens the library in `folder`, making it where there is none.
    ///
    /// # Errors
    /// The folder or the catalogue cannot be read or written.
    pub fn open(_folder: &Path) -> Result<Self> {
        unimplemented!()
    }

    /// A library in memory (tests, the sample listings).
    ///
    /// # Errors
    /// Out of memory.
    pub fn in_memory() -> Result<Self> {
        unimplemented!()
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> u64 {
        unimplemented!()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Revision number: changes with every committed change.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn revision(&self) -> Result<u64> {
        unimplemented!()
    }

    /// Takes in what other processes have committed; true if anything was new.
    ///
    /// # Errors
    /// The catalogue or index cannot be read.
    pub fn refresh(&mut self) -> Result<bool> {
        unimplemented!()
    }

    /// Answers a request.
    ///
    /// # Errors
    /// The catalogue or index cannot be read. A query never fails.
    pub fn search(&self, _request: &Request) -> Result<Page> {
        unimplemented!()
    }

    /// One record by id, with `raw`.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn record(&self, _id: &str) -> Result<Option<Record>> {
        unimplemented!()
    }

    /// Starts writing. Only one writer at a time, over all processes.
    ///
    /// # Errors
    /// [`crate::error::Error::Busy`] where another process writes.
    pub fn writer(&mut self) -> Result<Writer<'_>> {
        unimplemented!()
    }

    /// Builds the index anew from the catalogue; `progress(done, all)` is called now and then.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn reindex(&mut self, _progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        unimplemented!()
    }
}

/// Takes records in, in batches of at most 2,000 records or 2 seconds.
pub struct Writer<'a> {
    _library: &'a mut Library,
}

impl Writer<'_> {
    /// Adds or updates one record; commits a batch when it is full.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn put(&mut self, _record: Record) -> Result<Outcome> {
        unimplemented!()
    }

    /// Commits what is left and makes all of it findable.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn finish(self) -> Result<()> {
        unimplemented!()
    }
}
