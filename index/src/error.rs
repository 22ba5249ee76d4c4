//! What can go wrong with a library.

use std::fmt;
use std::path::{Path, PathBuf};

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
    /// It can only be read: no permission to write, or a disk that nobody may write to.
    #[error("the library {path} can only be read")]
    ReadOnly {
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

/// A folder or a file in it cannot be used.
pub(crate) fn unusable(folder: &Path, error: &std::io::Error) -> Error {
    Error::Open {
        path: folder.to_owned(),
        reason: error.to_string(),
    }
}

/// What the database or the search engine says, in its own words.
#[derive(Debug)]
pub struct Cause(Box<dyn std::error::Error + Send + Sync>);

/// What is wrong with the disk, where that is the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskTrouble {
    /// There is no room left.
    Full,
    /// It cannot be read or written.
    Faulty,
    /// There is no permission.
    Forbidden,
    /// The program has too many files open.
    TooManyFiles,
    /// The index could not be written, and the engine has kept to itself why.
    Unwritten,
    /// A file cannot be opened: no permission, or too many files are open.
    Unopened,
}

/// The system's numbers of these faults.
const NUMBERS: [(u32, DiskTrouble); 8] = [
    (28, DiskTrouble::Full),
    (122, DiskTrouble::Full),
    (5, DiskTrouble::Faulty),
    (13, DiskTrouble::Forbidden),
    (1, DiskTrouble::Forbidden),
    (30, DiskTrouble::Forbidden),
    (23, DiskTrouble::TooManyFiles),
    (24, DiskTrouble::TooManyFiles),
];

impl DiskTrouble {
    /// The fault that the system gives this number; none where it is not of the disk.
    #[must_use]
    pub fn of_number(number: i32) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        let known = NUMBERS.iter().find(|(known, _)| *known == number);
        known.map(|(_, trouble)| *trouble)
    }
}

/// What is wrong with the disk, where words quote the system: errors of the search engine do, in the
/// form for reading or in that for programmers.
fn quoted_trouble(words: &str) -> Option<DiskTrouble> {
    let quotes = |number: u32| {
        words.contains(&format!("(os error {number})"))
            || words.contains(&format!("code: {number},"))
    };
    let known = NUMBERS.iter().find(|(number, _)| quotes(*number));
    let known = known.map(|(_, trouble)| *trouble);
    known.or_else(|| {
        let killed = words.contains("index writer was killed");
        killed.then_some(DiskTrouble::Unwritten)
    })
}

impl Error {
    /// What is wrong with the disk, where that is the cause.
    #[must_use]
    pub fn disk_trouble(&self) -> Option<DiskTrouble> {
        match self {
            Self::Catalogue(cause) | Self::Index(cause) => cause.disk_trouble(),
            Self::Open { reason, .. } => quoted_trouble(reason),
            _ => None,
        }
    }
}

impl Cause {
    /// Whether another program has the database and did not let it go in time.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let database = self.0.downcast_ref::<rusqlite::Error>();
        database.is_some_and(is_busy)
    }

    pub(crate) fn of(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }

    fn disk_trouble(&self) -> Option<DiskTrouble> {
        use rusqlite::ErrorCode::{
            CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        let database = self.0.downcast_ref::<rusqlite::Error>();
        match database.and_then(rusqlite::Error::sqlite_error_code) {
            Some(DiskFull) => Some(DiskTrouble::Full),
            Some(SystemIoFailure) => Some(DiskTrouble::Faulty),
            Some(PermissionDenied | ReadOnly) => Some(DiskTrouble::Forbidden),
            Some(CannotOpen) => Some(DiskTrouble::Unopened),
            // The engine wraps what the system says in errors of its own.
            _ => quoted_trouble(&format!("{:?} {}", self.0, self.0)),
        }
    }
}

/// Whether another program has the database.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    let code = error.sqlite_error_code();
    matches!(code, Some(DatabaseBusy | DatabaseLocked))
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
