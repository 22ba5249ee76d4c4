//! What can go wrong with a library, in the user's words.

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
    /// Another process is importing.
    #[error("another qiao is writing to the library {path}: wait until it has finished")]
    Busy {
        /// The library's folder.
        path: PathBuf,
    },
    /// The catalogue.
    #[error("the catalogue cannot be used: {0}")]
    Catalogue(#[from] rusqlite::Error),
    /// The full-text index.
    #[error("the index cannot be used: {0}; `qiao reindex` builds it anew")]
    Index(#[from] tantivy::TantivyError),
    /// Files of the index do not hold what was written to them.
    #[error("the index of {path} is damaged: `qiao reindex` builds it anew")]
    Damaged {
        /// The library's folder.
        path: PathBuf,
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

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
