//! How much may come out of a file that is packed.

use std::cell::Cell;
use std::error::Error;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use zip::result::ZipError;

use crate::import::errors::{FileError, UnpackError};
use crate::import::source::Counter;

/// Most bytes that may come out of any file …
pub(in crate::import) const FREE: u64 = 256 * 1024 * 1024;
/// … and beyond them for each byte that went in. Deflate reaches 1,032; patent XML 8 to 12.
pub(in crate::import) const RATIO: u64 = 150;
/// Bytes that are unpacked at a time: of those in front of a damage no more are lost, and they
/// are rarely a row.
const PIECE: usize = 512;
/// Bytes that may come out of a file at all.
const MAX_UNPACKED_BYTES: u64 = 1024 * 1024 * 1024 * 1024;

/// An error of unpacking in our words; those of the system stay.
pub(super) fn damaged(error: io::Error) -> io::Error {
    let known = error
        .get_ref()
        .is_some_and(<dyn Error + Send + Sync>::is::<UnpackError>);
    if known || error.raw_os_error().is_some() {
        error
    } else {
        io::Error::new(io::ErrorKind::InvalidData, UnpackError::Damaged)
    }
}

/// What may come out of a file.
#[derive(Clone)]
pub(super) struct Budget {
    /// Bytes read of the outermost file.
    packed: Arc<Counter>,
    /// Its size: what overlapping members read twice is not more.
    size: u64,
    /// Bytes that came out of all containers in it.
    unpacked: Rc<Cell<u64>>,
}

impl Budget {
    /// The budget of a file of this size; without one, of as many bytes as are read.
    pub(super) fn new(packed: Arc<Counter>, size: Option<u64>) -> Self {
        Self {
            packed,
            size: size.unwrap_or(u64::MAX),
            unpacked: Rc::default(),
        }
    }

    /// The bytes that come out of a container, as long as they stay within the budget.
    pub(super) fn guard<R: Read>(&self, bytes: R) -> Guarded<R> {
        Guarded {
            bytes,
            budget: self.clone(),
        }
    }

    fn take(&self, count: usize) -> io::Result<()> {
        let unpacked = self.unpacked.get().saturating_add(count as u64);
        self.unpacked.set(unpacked);
        let packed = self.packed.bytes().min(self.size);
        let allowed = FREE.saturating_add(RATIO.saturating_mul(packed));
        if unpacked > allowed.min(MAX_UNPACKED_BYTES) {
            return Err(io::Error::other(UnpackError::Bomb));
        }
        Ok(())
    }
}

/// Unpacked bytes, as long as they stay within the budget.
pub(super) struct Guarded<R> {
    bytes: R,
    budget: Budget,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(PIECE);
        let read = self.bytes.read(&mut buffer[..most]).map_err(damaged)?;
        self.budget.take(read)?;
        Ok(read)
    }
}

/// What is wrong with an archive.
pub(in crate::import) fn fault_of(error: ZipError) -> FileError {
    match error {
        ZipError::Io(error) => damaged(error).into(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            FileError::Container(UnpackError::Locked)
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            FileError::Container(UnpackError::Unsupported)
        }
        _ => FileError::Container(UnpackError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::import::errors::FileError;

    #[test]
    fn far_more_than_went_in_does_not_come_out() {
        let budget = Budget::new(Arc::default(), Some(1_000));
        let mut zeros = budget.guard(io::repeat(0));
        let error = io::copy(&mut zeros, &mut io::sink()).unwrap_err();
        assert!(matches!(
            FileError::from(error),
            FileError::Container(UnpackError::Bomb)
        ));
        assert!(budget.unpacked.get() <= FREE + 64 * 1024);
    }
}
