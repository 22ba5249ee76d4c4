//! What a workbook may say of itself.
//!
//! The library reserves memory for as many cells and texts as a file announces, and for the whole
//! rectangle between the first cell and the last: a hundred bytes can ask for a hundred gigabytes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use cfb::CompoundFile;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::broken;
use crate::import::container::budget::{FREE, RATIO, fault_of};
use crate::import::errors::{Endless, FileError, NotText, UnpackError};
use crate::import::text::MAX_ROW_BYTES;

/// Bytes that an `.xls`, which is held in memory, may have.
const MAX_XLS_BYTES: u64 = 256 * 1024 * 1024;
/// Sheets of an `.xls` that may begin where no record before them ends; more are made up.
const MAX_LOST_SHEETS: usize = 64;
/// Cells that the rectangles of all sheets of an `.xls` may have; each takes 32 bytes.
const MAX_CELLS: u64 = 16_000_000;
/// Bytes that a part of an `.xlsx` that is held in memory, as its texts are, may have.
const MAX_TEXT_BYTES: u64 = 256 * 1024 * 1024;

/// Checks an `.xls` before it is read.
///
/// # Errors
/// It is none, is locked, or its cells would not fit into memory.
pub(super) fn check_xls(file: &mut File) -> Result<(), FileError> {
    let size = file.metadata()?.len();
    if size > MAX_XLS_BYTES {
        return Err(FileError::TooLarge(MAX_XLS_BYTES));
    }
    file.rewind()?;
    let mut compound = CompoundFile::open(file).map_err(|error| broken(&error))?;
    if compound.exists("EncryptedPackage") {
        return Err(FileError::Container(UnpackError::Locked));
    }
    if compound
        .walk()
        .any(|entry| entry.is_stream() && entry.len() > size)
    {
        return Err(broken(&"a stream is longer than the file"));
    }
    let mut names = ["Workbook", "Book"].into_iter();
    let Some(name) = names.find(|name| compound.is_stream(name)) else {
        return Err(FileError::NotText(NotText::Document("doc, ppt, msg")));
    };
    let stream = compound.open_stream(name).map_err(|error| broken(&error))?;
    let cells = Extent::of(&mut BufReader::new(stream)).map_err(|error| broken(&error))?;
    if cells > MAX_CELLS {
        return Err(FileError::TooManyCells(MAX_CELLS));
    }
    Ok(())
}

/// The rectangle that holds all cells of all sheets.
#[derive(Default)]
struct Extent {
    sheets: u64,
    /// Where sheets begin by what the file says, and no record was found to do so yet.
    begins: BTreeSet<u32>,
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
    /// Cells that a sheet announces.
    announced: u64,
}

/// Records of an `.xls` ([MS-XLS] 2.3): a sheet's name, its size, and those that hold cells.
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const ROW_OF_NUMBERS: u16 = 0x00bd;
const CELL_RECORDS: [u16; 8] = [
    0x0006,
    0x0203,
    0x0204,
    0x00d6,
    0x0205,
    0x027e,
    0x00fd,
    ROW_OF_NUMBERS,
];

impl Extent {
    /// Number of cells that the library makes room for.
    ///
    /// # Errors
    /// It cannot be read, or its sheets are not where it says.
    fn of(records: &mut (impl Read + Seek)) -> io::Result<u64> {
        let mut extent = Self::default();
        extent.walk(records, 0)?;
        // The library goes to where a sheet is said to begin, whatever stands before it.
        let lost = std::mem::take(&mut extent.begins);
        if lost.len() > MAX_LOST_SHEETS {
            return Err(io::Error::other("its sheets do not begin where it says"));
        }
        for begin in lost {
            let sheets = extent.sheets;
            extent.walk(records, u64::from(begin))?;
            extent.sheets = sheets;
        }
        Ok(extent.cells())
    }

    /// Sees all records from a place on.
    fn walk(&mut self, records: &mut (impl Read + Seek), begin: u64) -> io::Result<()> {
        let mut place = records.seek(SeekFrom::Start(begin))?;
        let (mut head, mut body) = ([0; 4], Vec::new());
        loop {
            if let Ok(place) = u32::try_from(place) {
                self.begins.remove(&place);
            }
            match records.read_exact(&mut head) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
                Err(error) => return Err(error),
            }
            let [kind, length] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_le_bytes);
            body.clear();
            records
                .by_ref()
                .take(u64::from(length))
                .read_to_end(&mut body)?;
            self.see(kind, &body)?;
            place += 4 + u64::from(length);
        }
        Ok(())
    }

    fn see(&mut self, kind: u16, body: &[u8]) -> io::Result<()> {
        let short = |at: usize| {
            let bytes = body.get(at..)?.first_chunk()?;
            Some(u16::from_le_bytes(*bytes))
        };
        if kind == BOUND_SHEET {
            self.sheets += 1;
            if let Some(begin) = body.first_chunk() {
                self.begins.insert(u32::from_le_bytes(*begin));
            }
        } else if kind == DIMENSIONS {
            self.announced = self.announced.max(announced(body)?);
        } else if CELL_RECORDS.contains(&kind)
            && let (Some(row), Some(column)) = (short(0), short(2))
        {
            reach(&mut self.rows, row);
            reach(&mut self.columns, column);
            if kind == ROW_OF_NUMBERS {
                let last = body.len().checked_sub(2).and_then(short);
                reach(&mut self.columns, last.unwrap_or(column));
            }
        }
        Ok(())
    }

    fn cells(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| {
            range.map_or(0, |(first, last)| u64::from(last - first) + 1)
        };
        let found = length(self.rows) * length(self.columns) * self.sheets.max(1);
        // Announced cells get an address, but no memory before they come.
        found.max(self.announced / 8)
    }
}

/// The cells that a sheet announces ([MS-XLS] 2.4.90): its first row and the one behind its last,
/// in four bytes each, since Excel 97, in two before; then its columns, in two.
///
/// # Errors
/// It ends before it begins: the library would take the difference, which wraps round, for its
/// number of rows.
fn announced(body: &[u8]) -> io::Result<u64> {
    let short = |at: usize| {
        let bytes = body.get(at..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u64::from(u16::from_le_bytes(*bytes)))
    };
    let (first, end, columns) = if body.len() > 10 {
        let long = |at: usize| short(at) | short(at + 2) << 16;
        (long(0), long(4), short(10))
    } else {
        (short(0), short(2), short(6))
    };
    if end > 0 && columns > 0 && first >= end {
        return Err(io::Error::other("a sheet ends before it begins"));
    }
    Ok(end.saturating_mul(columns))
}

fn reach(range: &mut Option<(u16, u16)>, place: u16) {
    let (first, last) = range.get_or_insert((place, place));
    *first = place.min(*first);
    *last = place.max(*last);
}

/// Checks an `.xlsx` before it is read, and says whether cells are merged in it.
///
/// # Errors
/// It unpacks to more than a workbook does, or announces more texts than it can hold.
pub(super) fn check_xlsx(file: &mut File) -> Result<bool, FileError> {
    check_parts(file, MAX_ROW_BYTES)
}

/// Checks an `.xlsb` before it is read: its parts are records, and each says how long it is, up to
/// 256 MiB.
///
/// # Errors
/// It unpacks to more than a workbook does.
pub(super) fn check_xlsb(file: &mut File) -> Result<(), FileError> {
    check_parts(file, usize::MAX).map(|_has_merged| ())
}

/// Checks the parts of an archive, in whose markup no piece is longer than `longest` bytes.
fn check_parts(file: &mut File, longest: usize) -> Result<bool, FileError> {
    let allowed = FREE.saturating_add(file.metadata()?.len().saturating_mul(RATIO));
    file.rewind()?;
    let mut archive = ZipArchive::new(file).map_err(fault_of)?;
    let (mut all, mut has_merged) = (0, false);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(fault_of)?;
        let name = part.name().unwrap_or_default().to_ascii_lowercase();
        let is_held = !name.contains("worksheets/") && !name.contains("media/");
        let limit = if is_held { MAX_TEXT_BYTES } else { u64::MAX };
        let (size, merges) = measure(part, limit.min(allowed - all), longest)?;
        all += size;
        has_merged |= merges;
        if name.ends_with("sharedstrings.xml") {
            let part = archive.by_index(index).map_err(fault_of)?;
            check_count(part, size)?;
        }
    }
    Ok(has_merged)
}

/// The element for a range of merged cells, which comes behind all cells.
const MERGED: &[u8] = b"mergeCell";

/// The size of a part, and whether cells are merged in it.
fn measure(mut part: impl Read, limit: u64, longest: usize) -> Result<(u64, bool), FileError> {
    let (mut size, mut piece, mut has_merged) = (0_u64, 0, false);
    // In front of what is read stands the end of what was read before.
    let kept = MERGED.len() - 1;
    let mut buffer = vec![0; kept + 64 * 1024];
    loop {
        let read = part.read(&mut buffer[kept..])?;
        let Some(bytes) = buffer
            .get(kept..kept + read)
            .filter(|bytes| !bytes.is_empty())
        else {
            return Ok((size, has_merged));
        };
        has_merged = has_merged
            || buffer[..kept + read]
                .windows(MERGED.len())
                .any(|it| it == MERGED);
        size += read as u64;
        piece = match bytes.iter().rposition(|&byte| byte == b'<') {
            Some(at) => read - at,
            None => piece + read,
        };
        if size > limit {
            return Err(FileError::Container(UnpackError::Bomb));
        }
        if piece > longest {
            return Err(io::Error::other(Endless).into());
        }
        buffer.copy_within(read..read + kept, 0);
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

    use std::io::Cursor;

    use super::*;

    /// A record of an `.xls` with these numbers of two bytes.
    fn record(kind: u16, body: &[u16]) -> Vec<u8> {
        let length = u16::try_from(body.len() * 2).unwrap();
        let numbers = [&[kind, length], body].concat();
        numbers.into_iter().flat_map(u16::to_le_bytes).collect()
    }

    fn check_cells(records: &[Vec<u8>], expected: u64) {
        let found = Extent::of(&mut Cursor::new(records.concat())).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_room_that_an_xls_asks_for_is_known_before_it_is_given() {
        let number = |row, column| record(0x0203, &[row, column, 0, 0, 0, 0, 0]);
        let sheet = || record(BOUND_SHEET, &[0, 0, 0]);
        check_cells(&[], 0);
        check_cells(&[sheet(), number(3, 2)], 1);
        check_cells(&[sheet(), number(0, 0), number(9, 4)], 50);
        check_cells(
            &[
                sheet(),
                number(0, 0),
                record(ROW_OF_NUMBERS, &[1, 0, 0, 0, 9]),
            ],
            20,
        );
        // Two cells at the far ends of each of a hundred sheets: 50 GB.
        let mut far = vec![number(0, 0), number(u16::MAX, 255)];
        far.extend((0..100).map(|_| sheet()));
        check_cells(&far, 65_536 * 256 * 100);
        let all = record(DIMENSIONS, &[0, 0, 0, 0x10, 0, 0x4000, 0]);
        check_cells(&[sheet(), all], 1_048_576 * 16_384 / 8);
        let empty = record(DIMENSIONS, &[0, 0, 0, 0, 0, 0, 0]);
        check_cells(&[sheet(), empty], 0);
        check_cells(&[number(1, 1), vec![0x03, 0x02, 0xff, 0xff, 1]], 1);
    }

    #[test]
    fn a_sheet_that_ends_before_it_begins_is_refused_and_not_given_room() {
        // 32-bit and 16-bit rows: the difference wraps round to four thousand million.
        for body in [&[0, 4, 2, 0, 0, 4, 0][..], &[9, 2, 0, 4, 0][..]] {
            let records = record(DIMENSIONS, body);
            assert!(Extent::of(&mut Cursor::new(records)).is_err(), "{body:?}");
        }
    }

    #[test]
    fn a_sheet_behind_a_record_of_a_false_length_is_looked_at_all_the_same() {
        let mut records = record(BOUND_SHEET, &[16, 0, 0]);
        // Four bytes that claim to be followed by more than there are, then the sheet.
        records.extend(record(0x00e0, &[0]));
        records[12] = 0xff;
        let backwards = record(DIMENSIONS, &[0, 4, 2, 0, 0, 4, 0]);
        assert_eq!(records.len(), 16);
        records.extend(backwards);
        assert!(Extent::of(&mut Cursor::new(records)).is_err());
    }

    #[test]
    fn a_part_is_measured_up_to_its_limit() {
        assert_eq!(measure(&b"<a>b</a>"[..], 100, 9).unwrap(), (8, false));
        let error = measure(&b"<a>b</a>"[..], 7, 9).unwrap_err();
        assert!(
            matches!(error, FileError::Container(UnpackError::Bomb)),
            "{error:?}"
        );
        let error = measure(io::repeat(b'x'), u64::MAX, MAX_ROW_BYTES).unwrap_err();
        assert!(matches!(error, FileError::Endless), "{error:?}");
        let edge = [&b" ".repeat(64 * 1024 - 4)[..], b"<mergeCells count='1'>"].concat();
        assert!(measure(&*edge, u64::MAX, MAX_ROW_BYTES).unwrap().1);
    }
}
