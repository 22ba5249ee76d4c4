//! A report as a workbook: one sheet a section, numbers that are numbers, charts that can be edited.
//! Every sheet prints on pages of A4 as wide as it is.

use std::io::{self, Write};

use qiao_index::statistics::Measure;
use qiao_index::vocab::Language;
use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

use unicode_width::UnicodeWidthStr;

use super::{dates, nothing};
use crate::messages::say;
use crate::statistics::{Report, ReportCell, ReportSection, Row, Sheet, Unit};

/// The row of the heads of a table; above it stand heading and dates.
const HEAD: u32 = 3;
/// Rows that a chart shows, and parts of its bars.
const MAX_CHARTED: u32 = 30;
const MAX_PARTS: u16 = 12;
/// Size of a chart: width, and height without its rows and of each of them.
const CHART_WIDTH: u32 = 680;
const CHART_HEIGHT: u32 = 110;
const ROW_HEIGHT: u32 = 22;
/// Height of a chart over time.
const COURSE_HEIGHT: u32 = 320;
/// Columns of the narrowest and the widest column of a sheet.
const WIDTHS: (usize, usize) = (9, 48);
/// Height of a line.
const LINE_HEIGHT: f64 = 15.0;
/// The number of A4 among the sizes of paper.
const A4: u8 = 9;
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
    let mut head_lines = 1;
    for (place, head) in section.head.iter().enumerate() {
        let column = number(place);
        sheet.write_string_with_format(HEAD, column, head, &head_format(section, place))?;
        let width = width(section, place, report.language);
        head_lines = head_lines.max(head.width().div_ceil(width));
        sheet.set_column_width(column, f64::from(u32::try_from(width).unwrap_or_default()))?;
    }
    sheet.set_row_height(HEAD, height(head_lines))?;
    if section.rows.is_empty() {
        sheet.write_string(HEAD + 1, 0, nothing(report))?;
    }
    for (row, cells) in (HEAD + 1..).zip(&section.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, (row, column), cell, report)?;
        }
    }
    let rows = u32::try_from(section.rows.len()).unwrap_or(u32::MAX - HEAD - 3);
    let mut below = HEAD + rows.max(1) + 2;
    for note in &section.notes {
        write_note(sheet, (report, section), below, note)?;
        below += 1;
    }
    if section.chart.is_some() && rows > 0 {
        add_chart(sheet, (report, section), rows, below + 1)?;
    }
    print_on_a4(sheet, section)
}

/// A note as wide as the table, in as many lines as it needs.
fn write_note(
    sheet: &mut Worksheet,
    (report, section): (&Report, &ReportSection),
    row: u32,
    note: &str,
) -> Result<(), XlsxError> {
    let columns = 0..section.head.len();
    let widths = columns.map(|place| width(section, place, report.language));
    let room = widths.sum::<usize>().max(WIDTHS.1);
    let last = number(section.head.len().saturating_sub(1));
    if note.width() <= room || last == 0 {
        sheet.write_string(row, 0, note)?;
        return Ok(());
    }
    let lines = note.width().div_ceil(room * 9 / 10);
    let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.merge_range(row, 0, row, last, note, &format)?;
    sheet.set_row_height(row, height(lines))?;
    Ok(())
}

/// The height of a row with so many lines.
#[expect(clippy::cast_precision_loss, reason = "a height on a page")]
fn height(lines: usize) -> f64 {
    LINE_HEIGHT * lines.max(1) as f64
}

/// As wide as a page, with the heads on each of them.
fn print_on_a4(sheet: &mut Worksheet, section: &ReportSection) -> Result<(), XlsxError> {
    if !section.rows.is_empty() {
        sheet.set_freeze_panes(HEAD + 1, 1)?;
        sheet.set_repeat_rows(HEAD, HEAD)?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    // A chart needs the height of the page.
    if section.head.len() > 6 && section.chart.is_none() {
        sheet.set_landscape();
    }
    Ok(())
}

fn number(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// The cells of a column.
fn cells(section: &ReportSection, place: usize) -> impl Iterator<Item = &ReportCell> + Clone {
    section.rows.iter().filter_map(move |row| row.get(place))
}

/// A head stands over its column: at the right where that has numbers.
fn head_format(section: &ReportSection, place: usize) -> Format {
    // A column in which nothing is known yet is one of numbers.
    let is_text = |cell: &ReportCell| matches!(cell, ReportCell::Text(_));
    let mut all = cells(section, place);
    let is_unknown = !section.rows.is_empty() && !all.clone().any(is_text);
    let is_number = is_unknown || all.any(ReportCell::is_number);
    let format = if is_number || place == 0 {
        Format::new()
    } else {
        Format::new().set_indent(1)
    };
    format
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0x00EE_EEEE))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
        .set_align(if is_number {
            FormatAlign::Right
        } else {
            FormatAlign::Left
        })
}

/// How wide a column is: as its cells, and as the longest word of its head.
fn width(section: &ReportSection, place: usize, language: Language) -> usize {
    let cells = cells(section, place).map(|cell| cell.shown(language).width());
    let head = section.head.get(place).map_or("", String::as_str);
    let words = head.split(' ').map(UnicodeWidthStr::width);
    let widest = cells.chain(words).max().unwrap_or_default() + 2;
    widest.clamp(WIDTHS.0, WIDTHS.1)
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &ReportCell,
    report: &Report,
) -> Result<(), XlsxError> {
    let numbers = |form: &str| Format::new().set_num_format(form);
    match cell {
        ReportCell::Text(text) => {
            // Apart from the numbers before it.
            let mut format = Format::new().set_indent(u8::from(column > 0));
            if text.width() + 2 > WIDTHS.1 {
                format = format.set_text_wrap();
            }
            sheet.write_string_with_format(row, column, text, &format)?
        }
        ReportCell::Figure(figure, unit) => {
            // In the unit that the head names.
            let (shown, form) = match (unit, report.language) {
                (Unit::Number, _) => (*figure, "#,##0"),
                (Unit::Yuan, Language::Chinese) => (figure / 10_000.0, "#,##0.####"),
                (Unit::Yuan, Language::English) => (*figure, "#,##0.##"),
            };
            // What has no decimals ends without a point.
            let form = if shown.fract() == 0.0 { "#,##0" } else { form };
            sheet.write_number_with_format(row, column, shown, &numbers(form))?
        }
        ReportCell::Percent(share, is_growth) => {
            let form = if *is_growth {
                "+0.0%;-0.0%;0.0%"
            } else {
                "0.0%"
            };
            sheet.write_number_with_format(row, column, share / 100.0, &numbers(form))?
        }
        ReportCell::Nothing => sheet,
    };
    Ok(())
}

/// What a chart shows of a table: its first column of numbers, or all columns of a second field.
fn charted(section: &ReportSection) -> std::ops::Range<u16> {
    let crossed = section.chart.as_ref().and_then(|figures| {
        let sheet = Sheet::of(figures);
        let (_, columns) = sheet.columns?;
        Some((sheet.heads.len(), columns.len()))
    });
    let first = section.rows.first().map_or(&[][..], Vec::as_slice);
    let first = first.iter().position(ReportCell::is_number).unwrap_or(1);
    let (first, columns) = crossed.unwrap_or((first, 1));
    let first = number(first);
    first..first.saturating_add(number(columns).min(MAX_PARTS))
}

/// How many rows of a table over time are steps of it.
fn steps(section: &ReportSection) -> u32 {
    let rows = section.chart.as_ref().map(|it| Sheet::of(it).rows);
    let is_step = |row: &&Row| row.labels.iter().all(|(it, _)| it.value().is_some());
    let steps = rows.iter().flatten().filter(is_step).count();
    u32::try_from(steps).unwrap_or(u32::MAX)
}

/// The figures as bars, those of two fields as bars of parts, those over time as a line.
fn add_chart(
    sheet: &mut Worksheet,
    (report, section): (&Report, &ReportSection),
    rows: u32,
    below: u32,
) -> Result<(), XlsxError> {
    let name = sheet.name();
    let columns = charted(section);
    let is_of_time = section.chart.as_ref().is_some_and(|it| it.over.is_some());
    let is_course = is_of_time && columns.len() == 1;
    // What states no time is no step of it.
    let shown = if is_course {
        steps(section)
    } else {
        rows.min(MAX_CHARTED)
    };
    let (top, last) = (HEAD + 1, HEAD + shown);
    let mut chart = Chart::new(match (is_course, columns.len()) {
        (true, _) => ChartType::Line,
        (false, 1) => ChartType::Bar,
        (false, _) => ChartType::BarStacked,
    });
    if columns.len() == 1 {
        chart.legend().set_hidden();
    }
    for column in columns {
        chart
            .add_series()
            .set_name((name.as_str(), HEAD, column))
            .set_categories((name.as_str(), top, 0, last, 0))
            .set_values((name.as_str(), top, column, last, column));
    }
    chart.title().set_name(&section.title);
    let measure = section.chart.as_ref().map(|it| it.measure);
    if measure != Some(Measure::Price) {
        chart.show_empty_cells_as(ChartEmptyCells::Zero);
    }
    let mut height = COURSE_HEIGHT;
    if !is_course {
        // The first row stands on top, as in the table.
        chart.y_axis().set_reverse();
        height = CHART_HEIGHT + ROW_HEIGHT * (last - HEAD);
    }
    chart.set_width(CHART_WIDTH).set_height(height);
    if rows > MAX_CHARTED && !is_course {
        let text = ["图中为前 {n} 行", "The chart shows the first {n} rows"];
        let said = say(report.language, text, &[("n", &MAX_CHARTED.to_string())]);
        sheet.write_string(below, 0, said)?;
    }
    sheet.insert_chart(below + 1, 0, &chart)?;
    Ok(())
}
