//! Files as bytes: opened, counted, and turned away where they cannot be text.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::decode::{self, Decoder, Meter};
use super::text::Text;
use super::words::{Fault, Packing};

/// Bytes looked at to tell what a file is.
const FIRST: u64 = 64 * 1024;

/// First bytes of files that are not text, and what they are.
const MAGIC: [(&[u8], Packing); 9] = [
    (b"\x1f\x8b", Packing::Compressed("gzip")),
    (b"BZh", Packing::Compressed("bzip2")),
    (b"\xfd7zXZ\0", Packing::Compressed("xz")),
    (b"\x28\xb5\x2f\xfd", Packing::Compressed("zstd")),
    (b"7z\xbc\xaf\x27\x1c", Packing::Compressed("7z")),
    (b"PK\x03\x04", Packing::Workbook("zip, xlsx")),
    (b"\xd0\xcf\x11\xe0", Packing::Workbook("xls, doc")),
    (b"%PDF-", Packing::Document("PDF")),
    (b"{\\rtf", Packing::Document("RTF")),
];

/// Opens a file (`-` is standard input) as text; `meter` counts what is read.
pub(super) fn open(
    path: &Path,
    encoding: Option<&'static Encoding>,
    meter: &Arc<Meter>,
) -> Result<Text, Fault> {
    let mut bytes = Counted {
        bytes: bytes_of(path)?,
        meter: Arc::clone(meter),
    };
    let mut first = Vec::new();
    Read::take(&mut bytes, FIRST).read_to_end(&mut first)?;
    if first.is_empty() {
        return Err(Fault::Empty);
    }
    if let Some((_, packing)) = MAGIC.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Err(Fault::Packed(*packing));
    }
    if encoding.is_none() && decode::is_binary(&first) {
        return Err(Fault::Packed(Packing::Binary));
    }
    let whole = Cursor::new(first).chain(bytes);
    Ok(Text::new(Decoder::new(
        Box::new(whole),
        encoding,
        Arc::clone(meter),
    )))
}

/// Size of a file in bytes, where it has one.
pub(super) fn size(path: &Path) -> Option<u64> {
    let metadata = path.metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}

fn bytes_of(path: &Path) -> Result<Box<dyn Read + Send>, Fault> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(Fault::Folder);
    }
    Ok(Box::new(file))
}

/// A reader that counts what goes through it.
struct Counted {
    bytes: Box<dyn Read + Send>,
    meter: Arc<Meter>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.meter.add_bytes(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn check(content: &[u8], expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, content).unwrap();
        let fault = open(&path, None, &Arc::default()).err();
        let fault = fault.map_or_else(String::new, |fault| format!("{fault:?}"));
        assert!(fault.starts_with(expected), "{fault}");
    }

    #[test]
    fn files_that_are_no_text_are_turned_away() {
        check(b"", "Empty");
        check(b"\x1f\x8b\x08\0", "Packed(Compressed");
        check(b"PK\x03\x04\x14\0", "Packed(Workbook");
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Packed(Workbook");
        check(b"\x7fELF\x02\x01\x01\0\0\0\0\0\x03\0>\0", "Packed(Binary");
        check(b"title\nx\n", "");
    }

    #[test]
    fn folders_and_missing_files_are_named_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let fault = open(folder.path(), None, &Arc::default()).err().unwrap();
        assert!(matches!(fault, Fault::Folder), "{fault:?}");
        let fault = open(&folder.path().join("none"), None, &Arc::default());
        assert!(matches!(fault.err().unwrap(), Fault::Unreadable(_)));
    }

    #[test]
    fn bytes_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "x".repeat(200_000)).unwrap();
        let meter = Arc::default();
        let mut text = open(&path, None, &meter).ok().unwrap();
        text.skip_while(|_| true).unwrap();
        assert_eq!(meter.bytes(), 200_000);
        assert_eq!(size(&path), Some(200_000));
    }
}
