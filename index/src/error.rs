//! What can go wrong with a library.

use std::fmt;
use std::path::PathBuf;

/// A library could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it.
    #[error("cannot open the library {path}: {reason}")]
    Open {
        /// The library's folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A newer program has written it, in a layout that this one does not know.
    #[error("the library {path} was written by a newer version")]
    Newer {
        /// The library's folder.
        path: PathBuf,
    },
    /// Another process is writing.
    #[error("another process is writing to the library {path}")]
    Busy {
        /// The library's folder.
        path: PathBuf,
    },
    /// The catalogue.
    #[error("the catalogue cannot be used: {0}")]
    Catalogue(Cause),
    /// What the catalogue holds is damaged.
    #[error("the catalogue is damaged: {0}")]
    CatalogueDamaged(Cause),
    /// The full-text index; it can be built anew from the catalogue.
    #[error("the index cannot be used: {0}")]
    Index(Cause),
    /// Files of the index do not hold what was written to them; it can be built anew.
    #[error("the index of {path} is damaged")]
    Damaged {
        /// The library's folder.
        path: PathBuf,
    },
    /// The index holds listings whose catalogue is not there any more, or is empty.
    #[error("the catalogue {path} is gone or empty, though its index is there")]
    CatalogueGone {
        /// The catalogue's file.
        path: PathBuf,
        /// The index's folder.
        index: PathBuf,
    },
    /// The answer was not wanted any more before it was found.
    #[error("a newer search has taken the place of this one")]
    Overtaken,
    /// A record in the catalogue that cannot be read back.
    #[error("record {id} cannot be read: {reason}")]
    Record {
        /// Its id or row.
        id: String,
        /// What is wrong.
        reason: String,
    },
}

impl Error {
    /// Whether what the catalogue holds is damaged, in a record or elsewhere.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::CatalogueDamaged(_) | Self::Record { .. })
    }
}

/// What the database or the search engine says, in its own words.
#[derive(Debug)]
pub struct Cause(Box<dyn std::error::Error + Send + Sync>);

impl Cause {
    pub(crate) fn of(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
