//! Workbooks of Excel: `.xlsx`, `.xlsb`, and the older `.xls`.
//!
//! `calamine` reads them. It believes what a file says of itself, so that is checked before
//! ([`limits`], [`parts`]); should it panic all the same, that is a damaged file and not the program's end.

mod limits;
mod parts;

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Cell, DataRef, DataType, Dimensions, ExcelDateTime, Reader, Sheet as Entry, SheetType, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::errors::{FileError, UnpackError};
use super::format::Format;
use super::sheet::{Cells, Merged, Sheet, Sheets, number};
use super::source::Counted;
use super::xml_sheet;

/// An open workbook.
pub(super) enum Workbook {
    /// `.xls`, all of it in memory.
    Xls(Box<Xls<Counted<File>>>),
    /// `.xlsx`, with the texts of all its sheets in memory, and whether cells are merged in it.
    Xlsx(Box<Xlsx<Counted<File>>>, bool),
    /// `.xlsb`, likewise; which of its cells are merged is not known.
    Xlsb(Box<Xlsb<Counted<File>>>),
}

impl Workbook {
    /// Opens a compound file that holds an `.xls`.
    pub(super) fn open_xls(mut file: Counted<File>) -> Result<Self, FileError> {
        limits::check_xls(file.uncounted())?;
        file.rewind()?;
        let book = guarded(|| Xls::new(file).map_err(fault_of_xls))?;
        Ok(Self::Xls(Box::new(book)))
    }

    /// Opens an archive that holds an `.xlsx`.
    pub(super) fn open_xlsx(mut file: Counted<File>) -> Result<Self, FileError> {
        let has_merged = parts::check_xlsx(file.uncounted())?;
        file.rewind()?;
        let book = guarded(|| Xlsx::new(file).map_err(fault_of_xlsx))?;
        Ok(Self::Xlsx(Box::new(book), has_merged))
    }

    /// Opens an archive that holds an `.xlsb`.
    pub(super) fn open_xlsb(mut file: Counted<File>) -> Result<Self, FileError> {
        parts::check_xlsb(file.uncounted())?;
        file.rewind()?;
        let book = guarded(|| Xlsb::new(file).map_err(fault_of_xlsb))?;
        Ok(Self::Xlsb(Box::new(book)))
    }

    /// The format to report.
    pub(super) const fn format(&self) -> Format {
        match self {
            Self::Xls(_) => Format::Xls,
            Self::Xlsx(..) => Format::Xlsx,
            Self::Xlsb(_) => Format::Xlsb,
        }
    }

    /// Reads all sheets.
    pub(super) fn read(&mut self, sheets: &mut Sheets) -> Result<(), FileError> {
        for name in self.names() {
            let mut sheet = sheets.open(&name);
            let read = match self {
                Self::Xls(book) => read_xls(book, &name, &mut sheet, sheets),
                Self::Xlsx(book, merged) => read_xlsx(book, &name, *merged, &mut sheet, sheets),
                Self::Xlsb(book) => read_xlsb(book, &name, &mut sheet, sheets),
            };
            if matches!(read, Ok(ControlFlow::Break(()))) {
                break;
            }
            // What was read before an error counts.
            let closed = sheets.close(sheet);
            if read?.is_break() || closed.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The names of the sheets that hold cells.
    fn names(&self) -> Vec<String> {
        let entries = match self {
            Self::Xls(book) => book.sheets_metadata(),
            Self::Xlsx(book, _) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
        };
        let cells = |entry: &&Entry| entry.typ == SheetType::WorkSheet;
        entries
            .iter()
            .filter(cells)
            .map(|entry| entry.name.clone())
            .collect()
    }
}

fn read_xls(
    book: &mut Xls<impl Read + Seek>,
    name: &str,
    sheet: &mut Sheet,
    sheets: &mut Sheets,
) -> Result<ControlFlow<()>, FileError> {
    let range = guarded(|| book.worksheet_range(name).map_err(fault_of_xls))?;
    let merged = guarded(|| book.merge_cells_by_sheet_name(name).map_err(fault_of_xls))?;
    let mut rows = Rows::new(merged, sheet, sheets);
    let (row, column) = range.start().unwrap_or_default();
    for (number, values) in (row..).zip(range.rows()) {
        for (column, value) in (column..).zip(values) {
            if rows.put(number, column, text(value)).is_break() {
                return Ok(rows.end());
            }
        }
    }
    Ok(rows.finish())
}

fn read_xlsx(
    book: &mut Xlsx<impl Read + Seek>,
    name: &str,
    has_merged: bool,
    sheet: &mut Sheet,
    sheets: &mut Sheets,
) -> Result<ControlFlow<()>, FileError> {
    let merged = if has_merged {
        guarded(|| book.merge_cells_by_sheet_name(name).map_err(fault_of_xlsx))?
    } else {
        Vec::new()
    };
    let mut reader = guarded(|| book.worksheet_cells_reader(name).map_err(fault_of_xlsx))?;
    let rows = Rows::new(merged, sheet, sheets);
    read_cells(rows, || reader.next_cell().map_err(fault_of_xlsx))
}

fn read_xlsb(
    book: &mut Xlsb<impl Read + Seek>,
    name: &str,
    sheet: &mut Sheet,
    sheets: &mut Sheets,
) -> Result<ControlFlow<()>, FileError> {
    let mut reader = guarded(|| book.worksheet_cells_reader(name).map_err(fault_of_xlsb))?;
    let rows = Rows::new(Vec::new(), sheet, sheets);
    read_cells(rows, || reader.next_cell().map_err(fault_of_xlsb))
}

/// Reads the cells of a sheet that come one after the other.
fn read_cells<'b>(
    mut rows: Rows,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'b>>>, FileError>,
) -> Result<ControlFlow<()>, FileError> {
    while let Some(cell) = guarded(&mut next)? {
        let (row, column) = cell.get_position();
        if rows.put(row, column, text(cell.get_value())).is_break() {
            return Ok(rows.end());
        }
    }
    Ok(rows.finish())
}

/// The rows of a sheet, made of cells that come in order; rows and columns count from 0.
struct Rows<'s, 'a> {
    sheet: &'s mut Sheet,
    sheets: &'s mut Sheets<'a>,
    row: u32,
    cells: Cells,
    /// Merged ranges by their first row, the last of them first.
    ranges: Vec<Dimensions>,
    merged: Merged,
    end: ControlFlow<()>,
}

impl<'s, 'a> Rows<'s, 'a> {
    fn new(mut ranges: Vec<Dimensions>, sheet: &'s mut Sheet, sheets: &'s mut Sheets<'a>) -> Self {
        ranges.retain(|range| range.end.0 > range.start.0);
        ranges.sort_unstable_by_key(|range| std::cmp::Reverse(range.start));
        Self {
            sheet,
            sheets,
            row: 0,
            cells: Cells::default(),
            ranges,
            merged: Merged::default(),
            end: ControlFlow::Continue(()),
        }
    }

    /// Takes a cell; breaks when no more of the sheet are wanted.
    fn put(&mut self, row: u32, column: u32, text: String) -> ControlFlow<()> {
        if row != self.row {
            self.close_row();
            self.row = row;
        }
        self.cells.put(column as usize, text);
        if self.sheet.is_refused() {
            return ControlFlow::Break(());
        }
        self.end
    }

    fn close_row(&mut self) {
        let mut cells = std::mem::take(&mut self.cells);
        let number = u64::from(self.row) + 1;
        while let Some(range) = self.ranges.pop_if(|range| range.start.0 <= self.row) {
            if range.start.0 == self.row {
                let column = range.start.1 as usize;
                let last = u64::from(range.end.0) + 1;
                self.merged.reach(column, cells.text(column), last);
            }
        }
        self.merged.fill(number, &mut cells);
        if self.end.is_continue() {
            self.end = self.sheets.row(self.sheet, number, cells);
        }
    }

    /// Whether more sheets are wanted.
    fn end(self) -> ControlFlow<()> {
        self.end
    }

    fn finish(mut self) -> ControlFlow<()> {
        self.close_row();
        self.end
    }
}

/// Lets the library work; its panics are faults of the file.
fn guarded<T>(work: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken(&"panic")))
}

fn broken(error: &dyn Display) -> FileError {
    FileError::Broken(error.to_string())
}

fn fault_of_xls(error: XlsError) -> FileError {
    match error {
        XlsError::Io(error) => error.into(),
        XlsError::Password => FileError::Container(UnpackError::Locked),
        error => broken(&error),
    }
}

fn fault_of_xlsx(error: XlsxError) -> FileError {
    match error {
        XlsxError::Io(error) => error.into(),
        XlsxError::Password => FileError::Container(UnpackError::Locked),
        error => broken(&error),
    }
}

fn fault_of_xlsb(error: XlsbError) -> FileError {
    match error {
        XlsbError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => FileError::CutOff,
        XlsbError::Io(error) => error.into(),
        XlsbError::Password => FileError::Container(UnpackError::Locked),
        error => broken(&error),
    }
}

/// A cell's text: dates as dates, numbers in digits.
fn text(value: &impl DataType) -> String {
    if let Some(text) = value.get_string() {
        text.to_owned()
    } else if let Some(number) = value.get_float() {
        self::number(number)
    } else if let Some(number) = value.get_int() {
        number.to_string()
    } else if let Some(time) = value.get_datetime() {
        date(time)
    } else if let Some(time) = value.get_datetime_iso() {
        xml_sheet::date(time)
    } else if let Some(yes) = value.get_bool() {
        if yes { "TRUE" } else { "FALSE" }.to_owned()
    } else if let Some(error) = value.get_error() {
        error.to_string()
    } else {
        value.get_duration_iso().unwrap_or_default().to_owned()
    }
}

/// A date, with its time where it has one; times of day alone, and lengths of time in hours.
fn date(time: ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, _) = time.to_ymd_hms_milli();
    let clock = format!("{hours:02}:{minutes:02}:{seconds:02}");
    if time.is_duration() {
        number(time.as_f64() * 24.0) + " h"
    } else if time.as_f64() < 1.0 {
        clock
    } else if clock == "00:00:00" {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {clock}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, Data, ExcelDateTimeType};

    use super::*;

    fn check(value: &Data, expected: &str) {
        assert_eq!(text(value), expected);
    }

    #[test]
    fn cells_are_texts_as_people_write_them() {
        check(&Data::Empty, "");
        check(&Data::String(" a ".to_owned()), " a ");
        check(&Data::Float(1.0), "1");
        check(&Data::Float(13_800_000_000.0), "13800000000");
        check(&Data::Float(201_310_123_456_789.0), "201310123456789");
        check(&Data::Float(0.1 + 0.2), "0.3");
        check(&Data::Float(-12.5), "-12.5");
        check(&Data::Float(1e-7), "0.0000001");
        check(&Data::Int(7), "7");
        check(&Data::Bool(true), "TRUE");
        check(&Data::Error(CellErrorType::NA), "#N/A");
        check(
            &Data::DateTimeIso("2012-05-31T00:00:00".to_owned()),
            "2012-05-31",
        );
    }

    #[test]
    fn dates_are_dates() {
        let time = |value, kind| Data::DateTime(ExcelDateTime::new(value, kind, false));
        check(&time(41_060.0, ExcelDateTimeType::DateTime), "2012-05-31");
        check(
            &time(41_060.5, ExcelDateTimeType::DateTime),
            "2012-05-31 12:00:00",
        );
        check(&time(0.25, ExcelDateTimeType::DateTime), "06:00:00");
        check(&time(1.5, ExcelDateTimeType::TimeDelta), "36 h");
        let mac = ExcelDateTime::new(39_598.0, ExcelDateTimeType::DateTime, true);
        check(&Data::DateTime(mac), "2012-05-31");
    }

    #[test]
    fn a_panic_of_the_library_is_a_fault_of_the_file() {
        let error = guarded::<()>(|| std::panic::resume_unwind(Box::new("x"))).err();
        assert!(matches!(error, Some(FileError::Broken(_))), "{error:?}");
    }
}
