//! The library that is looked at: the user's own, or the samples while that is empty.

use std::path::Path;

use qiao_index::Library;

use super::samples;

/// Which library is being looked at, and in which state. Another value, another answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LibraryState {
    /// The sample listings stand in for an empty library.
    pub(crate) samples: bool,
    /// Number of records.
    pub(crate) records: u64,
    /// Revision of the catalogue.
    pub(crate) revision: u64,
}

/// The user's library, and the sample listings while it is empty.
pub(crate) struct OpenLibrary {
    own: Library,
    samples: Option<Library>,
}

impl OpenLibrary {
    /// Opens the library in a folder, making it where there is none.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        Self::of(Library::open(folder)?)
    }

    /// A library that is open already.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) fn of(own: Library) -> anyhow::Result<Self> {
        let samples = own.is_empty()?.then(samples::library).transpose()?;
        Ok(Self { own, samples })
    }

    /// Takes in what has been committed since; the first listings replace the samples, which come
    /// back when all are gone.
    ///
    /// # Errors
    /// The library cannot be read.
    pub(crate) fn take_in_changes(&mut self) -> anyhow::Result<()> {
        self.own.refresh()?;
        if !self.own.is_empty()? {
            self.samples = None;
        } else if self.samples.is_none() {
            // An import was taken back, or all listings were deleted.
            self.samples = Some(samples::library()?);
        }
        Ok(())
    }

    /// The listings that are shown.
    pub(crate) fn shown(&self) -> &Library {
        self.samples.as_ref().unwrap_or(&self.own)
    }

    /// The user's own library, which is what is written to. [`Self::take_in_changes`] afterwards.
    pub(crate) const fn own(&mut self) -> &mut Library {
        &mut self.own
    }

    /// Whether the samples are shown.
    pub(crate) const fn shows_samples(&self) -> bool {
        self.samples.is_some()
    }
}
