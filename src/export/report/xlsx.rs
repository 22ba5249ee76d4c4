//! A report as a workbook: one sheet a section, numbers that are numbers, charts that can be edited.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use super::{dates, nothing};
use crate::statistics::{Report, ReportCell, ReportSection, Unit};

/// The row of the heads of a table; above it stand heading and dates.
const HEAD: u32 = 3;
/// Rows that a chart shows.
const MAX_CHARTED: u32 = 30;
/// Most characters of a sheet's name.
const MAX_NAME: usize = 28;

/// Writes the workbook.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_report_xlsx(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let bytes = workbook(report).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same report is the same file, whenever it is made.
    let made = ExcelDateTime::parse_from_str(&report.made)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for (number, section) in (1..).zip(&report.sections) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(number, &section.title))?;
        write_section(sheet, report, section)?;
    }
    workbook.save_to_buffer()
}

/// A name that a sheet can have; the number keeps names apart.
fn sheet_name(number: usize, title: &str) -> String {
    let kept = title.chars().filter(|it| !"[]:*?/\\'".contains(*it));
    let kept: String = kept.take(MAX_NAME - 4).collect();
    format!("{number} {kept}")
}

fn write_section(
    sheet: &mut Worksheet,
    report: &Report,
    section: &ReportSection,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(0, 0, format!("{} · {}", report.title, section.title), &bold)?;
    sheet.write_string(1, 0, dates(report).join(" · "))?;
    for (column, head) in (0..).zip(&section.head) {
        sheet.write_string_with_format(HEAD, column, head, &bold)?;
    }
    if section.rows.is_empty() {
        sheet.write_string(HEAD + 1, 0, nothing(report))?;
    }
    for (row, cells) in (HEAD + 1..).zip(&section.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, (row, column), cell, report)?;
        }
    }
    let rows = u32::try_from(section.rows.len()).unwrap_or(u32::MAX - HEAD - 3);
    for (row, note) in (HEAD + rows + 2..).zip(&section.notes) {
        sheet.write_string(row, 0, note)?;
    }
    if section.chart.is_some() && rows > 0 {
        add_chart(sheet, section, rows)?;
    }
    sheet.set_column_width(0, 28)?;
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &ReportCell,
    report: &Report,
) -> Result<(), XlsxError> {
    let percent = Format::new().set_num_format("0.0%");
    match cell {
        ReportCell::Text(text) => sheet.write_string(row, column, text)?,
        ReportCell::Figure(figure, unit) => {
            // In the unit that the head names.
            let shown = match (unit, report.language) {
                (Unit::Yuan, qiao_index::vocab::Language::Chinese) => figure / 10_000.0,
                _ => *figure,
            };
            sheet.write_number(row, column, shown)?
        }
        ReportCell::Percent(share, _) => {
            sheet.write_number_with_format(row, column, share / 100.0, &percent)?
        }
        ReportCell::Nothing => sheet,
    };
    Ok(())
}

/// The first column of numbers of a table as bars.
fn add_chart(sheet: &mut Worksheet, section: &ReportSection, rows: u32) -> Result<(), XlsxError> {
    let name = sheet.name();
    let first = section.rows.first().map_or(&[][..], Vec::as_slice);
    let column = first.iter().position(ReportCell::is_number).unwrap_or(1);
    let column = u16::try_from(column).unwrap_or(1);
    let (top, last) = (HEAD + 1, HEAD + rows.min(MAX_CHARTED));
    let is_of_time = section.chart.as_ref().is_some_and(|it| it.over.is_some());
    let mut chart = Chart::new(if is_of_time {
        ChartType::Line
    } else {
        ChartType::Bar
    });
    chart
        .add_series()
        .set_name((name.as_str(), HEAD, column))
        .set_categories((name.as_str(), top, 0, last, 0))
        .set_values((name.as_str(), top, column, last, column));
    chart.title().set_name(&section.title);
    if !is_of_time {
        // The first row stands on top, as in the table.
        chart.y_axis().set_reverse();
        chart.legend().set_hidden();
    }
    let width = u16::try_from(section.head.len()).unwrap_or(8) + 1;
    sheet.insert_chart(HEAD, width, &chart)?;
    Ok(())
}
