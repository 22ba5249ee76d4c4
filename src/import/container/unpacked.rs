//! How much may come out of a file that is packed.

use std::cell::Cell;
use std::error::Error;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use zip::result::ZipError;

use crate::import::budget::{FREE_UNPACKED_BYTES, MAX_UNPACKED_BYTES, UNPACKED_PER_BYTE};
use crate::import::errors::{FileError, UnpackError};
use crate::import::source::Counter;

/// Bytes that are unpacked at a time: of those in front of a damage no more are lost, and they
/// are rarely a row.
const PIECE: usize = 512;

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

/// What came out of a file, and may.
#[derive(Clone)]
pub(super) struct Unpacked {
    /// Bytes read of the outermost file.
    packed: Arc<Counter>,
    /// Its size: what overlapping members read twice is not more.
    size: u64,
    /// Bytes that came out of all containers in it.
    bytes: Rc<Cell<u64>>,
}

impl Unpacked {
    /// Nothing yet of a file of this size; without one, of as many bytes as are read.
    pub(super) fn new(packed: Arc<Counter>, size: Option<u64>) -> Self {
        Self {
            packed,
            size: size.unwrap_or(u64::MAX),
            bytes: Rc::default(),
        }
    }

    /// The bytes that come out of a container, as long as they stay within the budget.
    pub(super) fn guard<R: Read>(&self, bytes: R) -> Guarded<R> {
        Guarded {
            bytes,
            unpacked: self.clone(),
        }
    }

    /// Whether all came out that may.
    pub(super) fn is_spent(&self) -> bool {
        let packed = self.packed.bytes().min(self.size);
        let allowed = FREE_UNPACKED_BYTES.saturating_add(UNPACKED_PER_BYTE.saturating_mul(packed));
        self.bytes.get() > allowed.min(MAX_UNPACKED_BYTES)
    }

    fn take(&self, count: usize) -> io::Result<()> {
        self.bytes
            .set(self.bytes.get().saturating_add(count as u64));
        if self.is_spent() {
            return Err(io::Error::other(UnpackError::Bomb));
        }
        Ok(())
    }
}

/// Unpacked bytes, as long as they stay within the budget.
pub(super) struct Guarded<R> {
    bytes: R,
    unpacked: Unpacked,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(PIECE);
        let read = self.bytes.read(&mut buffer[..most]).map_err(damaged)?;
        self.unpacked.take(read)?;
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
        let unpacked = Unpacked::new(Arc::default(), Some(1_000));
        let mut zeros = unpacked.guard(io::repeat(0));
        let error = io::copy(&mut zeros, &mut io::sink()).unwrap_err();
        assert!(matches!(
            FileError::from(error),
            FileError::Container(UnpackError::Bomb)
        ));
        assert!(unpacked.bytes.get() <= FREE_UNPACKED_BYTES + 64 * 1024);
    }
}
