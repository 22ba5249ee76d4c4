//! What a workbook of Excel before 2007 may say of itself.
//!
//! The library reserves memory for as many cells as a file announces, and for the whole rectangle
//! between the first cell and the last: a hundred bytes can ask for a hundred gigabytes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use cfb::CompoundFile;

use super::broken;
use crate::import::budget::{MAX_LOST_SHEETS, MAX_XLS_BYTES, MAX_XLS_CELLS, MAX_XLS_TEXT_BYTES};
use crate::import::errors::{FileError, NotText, UnpackError};

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
    let room = Extent::of(&mut BufReader::new(stream)).map_err(|error| broken(&error))?;
    if room.cells > MAX_XLS_CELLS {
        return Err(FileError::TooManyCells(MAX_XLS_CELLS));
    }
    if room.texts > MAX_XLS_TEXT_BYTES {
        return Err(FileError::TooMuchText(MAX_XLS_TEXT_BYTES));
    }
    Ok(())
}

/// What the library makes room for.
#[derive(Debug, PartialEq, Eq)]
struct Room {
    /// Number of cells.
    cells: u64,
    /// Bytes of the texts that sheets share, of which each takes 24 bytes more in memory.
    texts: u64,
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
    /// Bytes of shared texts, and whether the last record began them or went on with them.
    texts: u64,
    is_in_texts: bool,
}

/// Records of an `.xls` ([MS-XLS] 2.3): a sheet's name, its size, the shared texts, what goes on with
/// the record before, and those that hold cells.
const SHARED_TEXTS: u16 = 0x00fc;
const CONTINUED: u16 = 0x003c;
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
    /// What the library makes room for.
    ///
    /// # Errors
    /// It cannot be read, or its sheets are not where it says.
    fn of(records: &mut (impl Read + Seek)) -> io::Result<Room> {
        let mut extent = Self::default();
        extent.walk(records, 0)?;
        // The library goes to where a sheet is said to begin, whatever stands before it.
        let lost = std::mem::take(&mut extent.begins);
        if lost.len() > MAX_LOST_SHEETS {
            return Err(io::Error::other("its sheets do not begin where it says"));
        }
        for begin in lost {
            // What was seen already is not counted twice.
            let (sheets, texts) = (extent.sheets, extent.texts);
            extent.walk(records, u64::from(begin))?;
            (extent.sheets, extent.texts) = (sheets, texts);
        }
        Ok(Room {
            cells: extent.cells(),
            texts: extent.texts,
        })
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
        self.is_in_texts = kind == SHARED_TEXTS || (kind == CONTINUED && self.is_in_texts);
        if self.is_in_texts {
            self.texts += body.len() as u64;
        } else if kind == BOUND_SHEET {
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
        assert_eq!(found.cells, expected);
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
    fn the_texts_that_sheets_share_are_measured() {
        let records = [
            record(SHARED_TEXTS, &[0, 0, 0, 0]),
            record(CONTINUED, &[0; 10]),
            record(BOUND_SHEET, &[0, 0, 0]),
            record(CONTINUED, &[0; 10]),
        ];
        let found = Extent::of(&mut Cursor::new(records.concat())).unwrap();
        assert_eq!(found.texts, 28);
    }
}
