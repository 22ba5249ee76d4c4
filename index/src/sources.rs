//! Named sources: files and folders that are read again, and what became of their records.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

/// A source that is remembered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name: that of its records' provenance.
    pub name: String,
    /// A file, a folder or a pattern.
    pub path: String,
    /// The format, where it was told; else empty.
    pub format: String,
    /// When it was last read, RFC 3339 in UTC; empty for never.
    pub synced: String,
    /// Number of records that it had then.
    pub records: u64,
}

/// What a file was like when it was read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// When it was last changed: seconds since 1970 with a fraction.
    pub modified: String,
    /// SHA-256 of its content in hexadecimal digits; empty where it was not read.
    pub hash: String,
}

impl SourceFile {
    /// What the system says of a file, without its hash.
    ///
    /// # Errors
    /// The file is not there, or may not be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        let metadata = path.metadata()?;
        let modified = metadata
            .modified()?
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Ok(Self {
            path: path.to_string_lossy().into_owned(),
            size: metadata.len(),
            modified: format!("{}.{:09}", modified.as_secs(), modified.subsec_nanos()),
            hash: String::new(),
        })
    }

    /// This state of the file with the hash of its content.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn hashed(self) -> io::Result<Self> {
        let mut file = File::open(&self.path)?;
        let (mut digest, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
        loop {
            match file.read(&mut piece)? {
                0 => break,
                length => digest.update(&piece[..length]),
            }
        }
        let hash = format!("{:x}", digest.finalize());
        Ok(Self { hash, ..self })
    }

    /// Whether size and time are those of another look at it.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        self.size == other.size && self.modified == other.modified
    }
}

/// What became of records that a source had.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Marked as gone.
    pub gone: u64,
    /// Deleted.
    pub deleted: u64,
    /// Not deleted, as the user has edited them.
    pub kept: u64,
}

/// A reading of a source that has begun.
#[derive(Debug, Clone)]
pub struct Sync {
    pub(crate) source: String,
    pub(crate) run: u64,
    /// Files that were read to their ends.
    pub(crate) read: Vec<SourceFile>,
    /// Files that are not there any more.
    pub(crate) vanished: Vec<String>,
}
