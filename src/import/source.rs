//! Files as bytes: opened, counted, and their first bytes looked at.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::errors::FileError;

/// Bytes looked at to tell what a file is.
const FIRST: u64 = 64 * 1024;

/// Number of bytes read of a file, or of what packs it; shared between threads.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    /// Bytes read so far. What is read twice counts twice.
    pub(super) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add(&self, count: usize) {
        self.0.fetch_add(count as u64, Ordering::Relaxed);
    }
}

/// A reader that counts what goes through it.
#[derive(Debug)]
pub(super) struct Counted<R> {
    bytes: R,
    counter: Arc<Counter>,
}

impl<R> Counted<R> {
    /// Counts what is read from `bytes`.
    pub(super) const fn new(bytes: R, counter: Arc<Counter>) -> Self {
        Self { bytes, counter }
    }

    /// What is read, without counting.
    pub(super) const fn uncounted(&mut self) -> &mut R {
        &mut self.bytes
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.counter.add(read);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A file's bytes, of which the first have been looked at.
pub(super) struct Bytes<'a> {
    first: Vec<u8>,
    rest: Rest<'a>,
}

enum Rest<'a> {
    /// Can be read from any place.
    File(Counted<File>),
    /// Comes once, from front to back.
    Stream(Box<dyn Read + 'a>),
}

impl<'a> Bytes<'a> {
    /// Opens a file; `-` is standard input.
    pub(super) fn open(path: &Path, counter: &Arc<Counter>) -> Result<Self, FileError> {
        if path == Path::new("-") {
            return Ok(Self::stream(Counted::new(
                io::stdin(),
                Arc::clone(counter),
            ))?);
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(FileError::Folder);
        }
        let mut file = Counted::new(file, Arc::clone(counter));
        if !metadata.is_file() {
            return Ok(Self::stream(file)?);
        }
        let first = first_of(&mut file)?;
        let rest = Rest::File(file);
        Ok(Self { first, rest })
    }

    /// Bytes that come once. Where they break off, that is said behind those that came.
    ///
    /// # Errors
    /// Not one of them can be read.
    pub(super) fn stream(mut bytes: impl Read + 'a) -> io::Result<Self> {
        let mut first = Vec::new();
        let rest: Box<dyn Read + 'a> = match bytes.by_ref().take(FIRST).read_to_end(&mut first) {
            Ok(_) => Box::new(bytes),
            Err(error) if first.is_empty() => return Err(error),
            Err(error) => Box::new(BrokenOff(Some(error))),
        };
        let rest = Rest::Stream(rest);
        Ok(Self { first, rest })
    }

    /// The first bytes.
    pub(super) fn first(&self) -> &[u8] {
        &self.first
    }

    /// All bytes, from front to back.
    pub(super) fn into_stream(self) -> Box<dyn Read + 'a> {
        let first = Cursor::new(self.first);
        match self.rest {
            Rest::File(file) => Box::new(first.chain(file)),
            Rest::Stream(stream) => Box::new(first.chain(stream)),
        }
    }

    /// All bytes, from any place: those that come once are copied to a file without a name.
    ///
    /// # Errors
    /// They cannot be read, or there are more than `limit` of them.
    pub(super) fn into_file(self, limit: u64) -> Result<Counted<File>, FileError> {
        let mut file = match self.rest {
            Rest::File(file) => file,
            Rest::Stream(stream) => {
                let mut copy = tempfile::tempfile()?;
                let all = Cursor::new(self.first).chain(stream);
                if io::copy(&mut all.take(limit + 1), &mut copy)? > limit {
                    return Err(FileError::TooLarge(limit));
                }
                Counted::new(copy, Arc::default())
            }
        };
        file.rewind()?;
        Ok(file)
    }
}

/// What is left of bytes that break off: the reason, once.
struct BrokenOff(Option<io::Error>);

impl Read for BrokenOff {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn first_of(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut first = Vec::new();
    bytes.take(FIRST).read_to_end(&mut first)?;
    Ok(first)
}

/// Size of a file in bytes, where it has one.
pub(crate) fn size(path: &Path) -> Option<u64> {
    let metadata = path.metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn text(mut bytes: impl Read) -> String {
        let mut text = String::new();
        bytes.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn folders_and_missing_files_are_named_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let error = Bytes::open(folder.path(), &Arc::default()).err().unwrap();
        assert!(matches!(error, FileError::Folder), "{error:?}");
        let error = Bytes::open(&folder.path().join("none"), &Arc::default());
        assert!(matches!(error.err().unwrap(), FileError::Unreadable(_)));
    }

    #[test]
    fn bytes_are_counted_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "x".repeat(200_000)).unwrap();
        let counter = Arc::default();
        let bytes = Bytes::open(&path, &counter).ok().unwrap();
        assert_eq!(text(bytes.into_stream()).len(), 200_000);
        assert_eq!(counter.bytes(), 200_000);
        assert_eq!(size(&path), Some(200_000));
    }

    #[test]
    fn what_comes_once_can_be_read_from_any_place_up_to_a_limit() {
        let stream = || Bytes::stream(Cursor::new("one two")).unwrap();
        assert_eq!(stream().first(), b"one two");
        let mut file = stream().into_file(7).ok().unwrap();
        file.seek(SeekFrom::Start(4)).unwrap();
        assert_eq!(text(file), "two");
        let error = stream().into_file(6).err().unwrap();
        assert!(matches!(error, FileError::TooLarge(6)), "{error:?}");
    }
}
