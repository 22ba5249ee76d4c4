//! Records as a workbook for spreadsheets: the columns of the CSV, with numbers that are numbers
//! and days that are days.

use std::io::{self, Write};

use qiao_index::record::{Date, Record};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::csv::COLUMNS;

/// Most characters of a cell, counted as spreadsheets do.
const MAX_CELL: usize = 32_767;

/// Stands at the end of a text that had to be cut.
const CUT: &str = " …[cut 已截断]";

/// Columns whose values are numbers.
const NUMBERS: [&str; 7] = [
    "trl_min",
    "trl_max",
    "price_min",
    "price_max",
    "family_size",
    "cites_count",
    "cited_by_count",
];

/// Columns whose values are dates.
const DATES: [&str; 9] = [
    "filed",
    "published",
    "granted",
    "registered",
    "updated",
    "verified",
    "expires",
    "deadline",
    "earliest_priority",
];

/// Writes a sheet with a header and one row a record.
///
/// # Errors
/// `out` cannot be written, or there are more records than a sheet has rows.
pub(crate) fn write_xlsx(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    let bytes = workbook(records).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(records: impl Iterator<Item = Record>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (column, (name, _)) in (0..).zip(COLUMNS) {
        sheet.write_string(0, column, *name)?;
    }
    for (row, record) in (1..).zip(records) {
        for (column, (name, value)) in (0..).zip(COLUMNS) {
            write_cell(sheet, (row, column), name, &value(&record), &day)?;
        }
    }
    workbook.save_to_buffer()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    name: &str,
    value: &str,
    day: &Format,
) -> Result<(), XlsxError> {
    if value.is_empty() {
        return Ok(());
    }
    if NUMBERS.contains(&name)
        && let Ok(number) = value.parse::<f64>()
    {
        sheet.write_number(row, column, number)?;
    } else if DATES.contains(&name)
        && let Some(date) = whole_day(value)
    {
        sheet.write_datetime_with_format(row, column, &date, day)?;
    } else {
        sheet.write_string(row, column, cut(value))?;
    }
    Ok(())
}

/// A date that is known to the day, where spreadsheets have it.
fn whole_day(value: &str) -> Option<ExcelDateTime> {
    let date: Date = value.parse().ok()?;
    let (month, day) = (date.month()?, date.day()?);
    // A spreadsheet takes 1900 for a leap year and has no days before.
    (date.year() > 1900).then(|| ExcelDateTime::from_ymd(date.year(), month, day).ok())?
}

/// What a cell has room for.
fn cut(text: &str) -> String {
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= MAX_CELL {
        return text.to_owned();
    }
    let mut room = MAX_CELL - length(CUT);
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept + CUT
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use calamine::{Data, Reader as _, Xlsx};

    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn numbers_are_numbers_and_days_are_days() {
        let mut out = Vec::new();
        write_xlsx(&mut out, [achievement(), patent()].into_iter()).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(out)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let at = |row: u32, name: &str| {
            let column = COLUMNS
                .iter()
                .position(|(known, _)| *known == name)
                .unwrap();
            sheet
                .get_value((row, u32::try_from(column).unwrap()))
                .cloned()
                .unwrap_or_default()
        };
        assert_eq!(at(0, "title"), Data::String("title".to_owned()));
        assert_eq!(
            at(1, "title"),
            Data::String("石墨烯导热膜的制备方法".to_owned())
        );
        assert_eq!(at(1, "price_max"), Data::Float(505_000.0));
        assert_eq!(at(1, "published"), Data::String("2023-05".to_owned()));
        assert!(
            matches!(at(2, "filed"), Data::DateTime(_)),
            "{:?}",
            at(2, "filed")
        );
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_with_a_sign() {
        let long = cut(&"膜𠀀".repeat(20_000));
        assert!(long.encode_utf16().count() <= MAX_CELL);
        assert!(long.ends_with(CUT));
        assert_eq!(cut("膜"), "膜");
    }
}
