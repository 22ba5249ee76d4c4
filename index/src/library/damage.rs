//! Files of the index that do not hold what was written to them: the engine trips over them in
//! ways of its own, by errors and by panics, or finds less than there is.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tantivy::Index;

use super::Library;
use crate::error::{Error, Result};
use crate::inner_error::{self, InnerError};

impl Library {
    /// Does work that reads the index. Where that fails, and files of the index do not match
    /// their checksums, the damage is the error.
    pub(crate) fn reading<T>(&self, work: impl FnOnce() -> inner_error::Result<T>) -> Result<T> {
        // What the work leaves half done are caches, which are filled value by value.
        let failed = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Err(error @ InnerError::Engine(_))) => Ok(error),
            Ok(done) => return Ok(done?),
            Err(panic) => Err(panic),
        };
        if is_damaged(&self.index) {
            return Err(Error::Damaged {
                path: self.folder.clone().unwrap_or_default(),
            });
        }
        match failed {
            Ok(error) => Err(error.into()),
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// Whether files of the index do not match their checksums. Reads all of them.
pub(super) fn is_damaged(index: &Index) -> bool {
    let damaged = catch_unwind(AssertUnwindSafe(|| index.validate_checksum()));
    // A file that is too short for a checksum is an error here.
    !matches!(damaged, Ok(Ok(files)) if files.is_empty())
}

/// What work on the index gives, where the engine neither fails nor panics.
pub(super) fn unharmed<T, E>(work: impl FnOnce() -> std::result::Result<T, E>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()?.ok()
}
