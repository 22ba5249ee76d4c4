//! What the parts of a workbook of Excel since 2007 may hold.
//!
//! The library holds the texts of all sheets in memory, and reserves room for as many as a file
//! announces. All parts are unpacked once before it sees them, and measured.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::broken;
use crate::import::budget::{
    FREE_UNPACKED_BYTES, MAX_BYTES_WITHOUT_ROW, MAX_CONTENTS_BYTES, MAX_MERGED, MAX_PART_BYTES,
    MAX_ROW_BYTES, MAX_TEXT_BYTES, UNPACKED_PER_BYTE,
};
use crate::import::container::unpacked::fault_of;
use crate::import::errors::{Endless, FileError, UnpackError};

/// Checks an `.xlsx` before it is read, and says whether cells are merged in it.
///
/// # Errors
/// It unpacks to more than a workbook does, or its texts would not fit into memory.
pub(super) fn check_xlsx(file: &mut File) -> Result<bool, FileError> {
    check_parts(file, true)
}

/// Checks an `.xlsb` before it is read: its parts are records, and each says how long it is, up to
/// 256 MiB.
///
/// # Errors
/// It unpacks to more than a workbook does.
pub(super) fn check_xlsb(file: &mut File) -> Result<(), FileError> {
    check_parts(file, false).map(|_has_merged| ())
}

/// Checks the parts of an archive. In markup no piece is longer than a row.
fn check_parts(file: &mut File, is_markup: bool) -> Result<bool, FileError> {
    let longest = if is_markup { MAX_ROW_BYTES } else { usize::MAX };
    let packed = file.metadata()?.len();
    let allowed = FREE_UNPACKED_BYTES.saturating_add(packed.saturating_mul(UNPACKED_PER_BYTE));
    file.rewind()?;
    let mut archive = ZipArchive::new(file).map_err(fault_of)?;
    let (mut all, mut has_merged) = (0, false);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(fault_of)?;
        let name = part.name().unwrap_or_default().to_ascii_lowercase();
        let measured = measure(part, room_for(&name).min(allowed - all), longest)?;
        all += measured.bytes;
        has_merged |= measured.merged > 0;
        if name.ends_with("sharedstrings.xml") {
            let part = archive.by_index(index).map_err(fault_of)?;
            check_count(part, measured.bytes)?;
            measured.check_texts()?;
        } else if is_markup && is_sheet(&name) {
            measured.check_sheet()?;
        }
    }
    Ok(has_merged)
}

fn is_sheet(name: &str) -> bool {
    name.contains("worksheets/")
}

/// Bytes that a part may have by its name.
fn room_for(name: &str) -> u64 {
    const CONTENTS: [&str; 6] = [
        "workbook.xml",
        "workbook.bin",
        "styles.xml",
        "styles.bin",
        ".rels",
        "[content_types].xml",
    ];
    if CONTENTS.iter().any(|contents| name.ends_with(contents)) {
        MAX_CONTENTS_BYTES
    } else if is_sheet(name) || name.contains("media/") {
        u64::MAX
    } else {
        MAX_PART_BYTES
    }
}

/// What there is in a part.
#[derive(Debug, Default, PartialEq, Eq)]
struct Measured {
    bytes: u64,
    /// Tags of any kind.
    tags: u64,
    /// Ranges of merged cells.
    merged: u64,
    /// The longest stretch without a cell.
    without_cell: u64,
}

/// Bytes looked at behind a `<`: the longest name that is known, with a prefix.
const AHEAD: usize = 32;
/// What the text with the fewest tags (`<si><t/></si>`) takes in memory.
const TAGS_A_TEXT: u64 = 3;
const BYTES_A_TEXT: u64 = 64;

impl Measured {
    /// Sees a tag by what stands behind its `<`; whether it is a cell.
    fn see(&mut self, behind: &[u8]) -> bool {
        self.tags += 1;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let end = |text: &[u8]| text.iter().position(|byte| !is_name(byte));
        let mut name = behind;
        if let Some(at) = end(name).filter(|at| name[*at] == b':') {
            name = &name[at + 1..];
        }
        match &name[..end(name).unwrap_or(name.len())] {
            b"mergeCell" => self.merged += 1,
            b"c" => return true,
            _ => {}
        }
        false
    }

    fn check_texts(&self) -> Result<(), FileError> {
        let held = self.bytes + self.tags / TAGS_A_TEXT * BYTES_A_TEXT;
        if held > MAX_TEXT_BYTES {
            return Err(FileError::TooMuchText(MAX_TEXT_BYTES));
        }
        Ok(())
    }

    fn check_sheet(&self) -> Result<(), FileError> {
        if self.merged > MAX_MERGED {
            return Err(FileError::TooManyCells(MAX_MERGED));
        }
        if self.without_cell > MAX_BYTES_WITHOUT_ROW {
            return Err(FileError::NoRow);
        }
        Ok(())
    }
}

/// Reads a part to its end.
fn measure(mut part: impl Read, limit: u64, longest: usize) -> Result<Measured, FileError> {
    let mut found = Measured::default();
    let (mut piece, mut without_cell, mut kept) = (0, 0, 0);
    let mut buffer = vec![0; AHEAD + 64 * 1024];
    loop {
        let read = part.read(&mut buffer[kept..])?;
        found.bytes += read as u64;
        let filled = kept + read;
        // Names at the end are looked at when what stands behind them is there.
        let end = if read == 0 {
            filled
        } else {
            filled.saturating_sub(AHEAD)
        };
        let (mut from, mut cell_from) = (None, None);
        for at in (0..end).filter(|at| buffer[*at] == b'<') {
            from = Some(at);
            if found.see(&buffer[at + 1..filled.min(at + AHEAD)]) {
                cell_from = Some(at);
                found.without_cell = found.without_cell.max(without_cell + at as u64);
                without_cell = 0;
            }
        }
        piece = from.map_or(piece + end, |at| end - at);
        without_cell += cell_from.map_or(end, |at| end - at) as u64;
        if found.bytes > limit {
            return Err(FileError::Container(UnpackError::Bomb));
        }
        if piece > longest {
            return Err(io::Error::other(Endless).into());
        }
        if read == 0 {
            found.without_cell = found.without_cell.max(without_cell);
            return Ok(found);
        }
        buffer.copy_within(end..filled, 0);
        kept = filled - end;
    }
}

/// Checks the number of texts that a part of `size` bytes announces: none is shorter than
/// `<si/>`.
fn check_count(part: impl Read, size: u64) -> Result<(), FileError> {
    let mut xml = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer);
        match event.map_err(|error| broken(&error))? {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                let count = tag.try_get_attribute("uniqueCount").ok().flatten();
                let count = count.and_then(|count| count.value.parse::<u64>().ok());
                return match count {
                    Some(count) if count > size / 5 => Err(broken(&"uniqueCount")),
                    _ => Ok(()),
                };
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_part_is_measured_up_to_its_limit() {
        let found = measure(&b"<a>b</a>"[..], 100, 9).unwrap();
        assert_eq!((found.bytes, found.tags, found.merged), (8, 2, 0));
        let error = measure(&b"<a>b</a>"[..], 7, 9).unwrap_err();
        assert!(
            matches!(error, FileError::Container(UnpackError::Bomb)),
            "{error:?}"
        );
        let error = measure(io::repeat(b'x'), u64::MAX, MAX_ROW_BYTES).unwrap_err();
        assert!(matches!(error, FileError::Endless), "{error:?}");
    }

    /// What is found where a part is read in pieces of this many bytes.
    fn in_pieces(part: &[u8], size: usize) -> Measured {
        struct Pieces<'a>(&'a [u8], usize);
        impl Read for Pieces<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let size = self.1.min(buffer.len());
                self.0.read(&mut buffer[..size])
            }
        }
        measure(Pieces(part, size), u64::MAX, MAX_ROW_BYTES).unwrap()
    }

    #[test]
    fn tags_are_seen_wherever_the_pieces_end_that_a_part_is_read_in() {
        let part = br#"<sheet><row/><x:c r="A1"/><c/><cols/><mergeCells><x:mergeCell ref="A1:B2"/><mergeCell/></mergeCells>"#;
        let whole = in_pieces(part, part.len());
        assert_eq!((whole.tags, whole.merged, whole.without_cell), (9, 2, 74));
        for size in [1, 2, 7, 31, 32, 33, 64] {
            assert_eq!(in_pieces(part, size), whole, "{size}");
        }
    }

    #[test]
    fn texts_that_are_nothing_but_tags_do_not_take_the_memory() {
        let of = |tags, bytes| Measured {
            bytes,
            tags,
            ..Measured::default()
        };
        assert!(of(4_000_000, 60_000_000).check_texts().is_ok());
        assert!(of(40_000_000, 160_000_000).check_texts().is_err());
    }
}
