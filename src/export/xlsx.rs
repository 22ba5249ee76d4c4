//! Records as a workbook for spreadsheets: the columns of the CSV, with numbers that are numbers
//! and days that are days.

use std::io::{self, Write};

use qiao_index::fields::Shape;
use qiao_index::fields::columns::{CUT, Cells, Column};
use qiao_index::record::{Date, Record};
use qiao_index::vocab::Language;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Most characters of a cell, counted as spreadsheets do.
const MAX_CELL: usize = 32_767;

/// Writes a sheet with a header and one row a record.
///
/// # Errors
/// `out` cannot be written, or there are more records than a sheet has rows.
pub(crate) fn write_xlsx(
    out: &mut dyn Write,
    (columns, language): (&[Column], Language),
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    let bytes = workbook((columns, language), records).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(
    (columns, language): (&[Column], Language),
    records: impl Iterator<Item = Record>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (at, column) in (0..).zip(columns) {
        sheet.write_string(0, at, column.header(language))?;
    }
    for (row, record) in (1..).zip(records) {
        let cells = Cells::of(&record);
        for (at, column) in (0..).zip(columns) {
            let value = column.written(&cells, language);
            write_cell(sheet, (row, at), column.shape(), &value, &day)?;
        }
    }
    workbook.save_to_buffer()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    shape: Shape,
    value: &str,
    day: &Format,
) -> Result<(), XlsxError> {
    if value.is_empty() {
        return Ok(());
    }
    if shape == Shape::Count
        && let Ok(number) = value.parse::<f64>()
    {
        sheet.write_number(row, column, number)?;
    } else if shape == Shape::Date
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
    use qiao_index::fields::columns::usual;

    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn counts_are_numbers_and_days_are_days() {
        let mut cited = patent();
        cited.patent.as_mut().unwrap().cited_by_count = Some(12);
        let columns: Vec<Column> = usual().collect();
        let mut out = Vec::new();
        let form = (&*columns, Language::Chinese);
        write_xlsx(&mut out, form, [achievement(), cited].into_iter()).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(out)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let at = |row: u32, name: &str| {
            let column = columns.iter().position(|known| known.name() == name);
            let column = u32::try_from(column.unwrap()).unwrap();
            sheet.get_value((row, column)).cloned().unwrap_or_default()
        };
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(at(0, "title"), text("名称"));
        assert_eq!(at(1, "title"), text("石墨烯导热膜的制备方法"));
        assert_eq!(at(1, "price"), text("10–50.5万元"));
        assert_eq!(at(1, "published"), text("2023-05"));
        assert_eq!(at(2, "cited_by_count"), Data::Float(12.0));
        assert!(matches!(at(2, "filed"), Data::DateTime(_)));
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_with_a_sign() {
        let long = cut(&"膜𠀀".repeat(20_000));
        assert!(long.encode_utf16().count() <= MAX_CELL);
        assert!(long.ends_with(CUT));
        assert_eq!(cut("膜"), "膜");
    }
}
