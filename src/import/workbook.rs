//! Workbooks of Excel: `.xlsx`, and the older `.xls`.
//!
//! `calamine` reads them. It believes what a file says of itself, so that is checked before
//! ([`limits`]); should it panic all the same, that is a damaged file and not the program's end.

mod limits;

use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    DataType, ExcelDateTime, Reader, Sheet as Entry, SheetType, Xls, XlsError, Xlsx, XlsxError,
};

use super::recognise::Format;
use super::sheet::{Cells, Sheet, Sheets};
use super::source::Counted;
use super::words::{Fault, Packed};
use super::xml_sheet;

/// An open workbook.
pub(super) enum Workbook {
    /// `.xls`, all of it in memory.
    Xls(Box<Xls<Counted<File>>>),
    /// `.xlsx`, with the texts of all its sheets in memory.
    Xlsx(Box<Xlsx<Counted<File>>>),
}

impl Workbook {
    /// Opens a compound file that holds an `.xls`.
    pub(super) fn open_xls(mut file: Counted<File>) -> Result<Self, Fault> {
        limits::check_xls(file.uncounted())?;
        file.rewind()?;
        let book = guarded(|| Xls::new(file).map_err(fault_of_xls))?;
        Ok(Self::Xls(Box::new(book)))
    }

    /// Opens an archive that holds an `.xlsx`.
    pub(super) fn open_xlsx(mut file: Counted<File>) -> Result<Self, Fault> {
        limits::check_xlsx(file.uncounted())?;
        file.rewind()?;
        let book = guarded(|| Xlsx::new(file).map_err(fault_of_xlsx))?;
        Ok(Self::Xlsx(Box::new(book)))
    }

    /// The format to report.
    pub(super) const fn format(&self) -> Format {
        match self {
            Self::Xls(_) => Format::Xls,
            Self::Xlsx(_) => Format::Xlsx,
        }
    }

    /// Reads all sheets.
    pub(super) fn read(&mut self, sheets: &mut Sheets) -> Result<(), Fault> {
        for name in self.names() {
            let mut sheet = sheets.open(&name);
            let read = match self {
                Self::Xls(book) => read_xls(book, &name, &mut sheet, sheets),
                Self::Xlsx(book) => read_xlsx(book, &name, &mut sheet, sheets),
            };
            if matches!(read, Ok(ControlFlow::Break(()))) {
                break;
            }
            // What was read before a fault counts.
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
            Self::Xlsx(book) => book.sheets_metadata(),
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
) -> Result<ControlFlow<()>, Fault> {
    let range = guarded(|| book.worksheet_range(name).map_err(fault_of_xls))?;
    let (row, column) = range.start().unwrap_or_default();
    for (number, values) in (u64::from(row) + 1..).zip(range.rows()) {
        let mut cells = Cells::default();
        for (column, value) in (column as usize..).zip(values) {
            cells.put(column, text(value));
        }
        if sheet.is_refused() {
            break;
        }
        if sheets.row(sheet, number, cells).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn read_xlsx(
    book: &mut Xlsx<impl Read + Seek>,
    name: &str,
    sheet: &mut Sheet,
    sheets: &mut Sheets,
) -> Result<ControlFlow<()>, Fault> {
    let mut reader = guarded(|| book.worksheet_cells_reader(name).map_err(fault_of_xlsx))?;
    let (mut row, mut cells) = (0, Cells::default());
    while let Some(cell) = guarded(|| reader.next_cell().map_err(fault_of_xlsx))? {
        let (at, column) = cell.get_position();
        if at != row {
            let done = std::mem::take(&mut cells);
            if sheets.row(sheet, u64::from(row) + 1, done).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if sheet.is_refused() {
                return Ok(ControlFlow::Continue(()));
            }
            row = at;
        }
        cells.put(column as usize, text(cell.get_value()));
    }
    Ok(sheets.row(sheet, u64::from(row) + 1, cells))
}

/// Lets the library work; its panics are faults of the file.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken(&"panic")))
}

fn broken(error: &dyn Display) -> Fault {
    Fault::Broken(error.to_string())
}

fn fault_of_xls(error: XlsError) -> Fault {
    match error {
        XlsError::Io(error) => error.into(),
        XlsError::Password => Fault::Container(Packed::Locked),
        error => broken(&error),
    }
}

fn fault_of_xlsx(error: XlsxError) -> Fault {
    match error {
        XlsxError::Io(error) => error.into(),
        XlsxError::Password => Fault::Container(Packed::Locked),
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

/// A number as people write it: no exponent, no `.0`, and as a spreadsheet no more than 15 digits
/// of a fraction (0.1 + 0.2 is 0.3).
pub(super) fn number(number: f64) -> String {
    if number.fract() == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
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
        let fault = guarded::<()>(|| std::panic::resume_unwind(Box::new("x"))).err();
        assert!(matches!(fault, Some(Fault::Broken(_))), "{fault:?}");
    }
}
