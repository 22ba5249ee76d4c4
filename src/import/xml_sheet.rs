//! Spreadsheets of XML: `OpenDocument` (`.ods`) and `SpreadsheetML` of 2003, which is often named
//! `.xls`. The same shape under different names.
//!
//! Read from front to back, as both may say in a few bytes that a cell is repeated a billion times.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

use qiao_index::normalise::entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::budget::MAX_CELLS_REPEATED;
use super::errors::{FileError, RowError, UnpackError};
use super::format::Format;
use super::sheet::{Cells, Merged, Sheet, Sheets, gather, number};
use super::text::{Bounded, Text};

/// The names of elements and attributes, without their prefixes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) format: Format,
    sheet: &'static str,
    name: &'static str,
    row: &'static str,
    cells: &'static [&'static str],
    /// Elements of a cell's text: several are lines.
    text: &'static str,
    /// An element with text that is not the cell's.
    remark: &'static str,
    /// Attributes for the place of a row or cell.
    index: &'static str,
    /// Attributes for how often a row and a cell are repeated, and how far a cell reaches.
    row_repeated: &'static str,
    cell_repeated: &'static str,
    across: &'static str,
    down: &'static str,
    /// Whether the cell itself is counted in `down`.
    down_counts_itself: bool,
    /// The attribute for the type of a value, and where it stands.
    kind: &'static str,
}

/// `OpenDocument`.
pub(super) const OPEN_DOCUMENT: Names = Names {
    format: Format::Ods,
    sheet: "table",
    name: "name",
    row: "table-row",
    cells: &["table-cell", "covered-table-cell"],
    text: "p",
    remark: "annotation",
    index: "",
    row_repeated: "number-rows-repeated",
    cell_repeated: "number-columns-repeated",
    across: "",
    down: "number-rows-spanned",
    down_counts_itself: true,
    kind: "value-type",
};

/// `SpreadsheetML` of Office 2003.
pub(super) const OFFICE_2003: Names = Names {
    format: Format::SpreadsheetMl,
    sheet: "Worksheet",
    name: "Name",
    row: "Row",
    cells: &["Cell"],
    text: "Data",
    remark: "Comment",
    index: "Index",
    row_repeated: "",
    cell_repeated: "",
    across: "MergeAcross",
    down: "MergeDown",
    down_counts_itself: false,
    kind: "Type",
};

/// The namespaces that only the one and the other have.
const NAMESPACES: [(&str, &Names); 2] = [
    ("urn:schemas-microsoft-com:office:spreadsheet", &OFFICE_2003),
    (
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        &OPEN_DOCUMENT,
    ),
];

/// Which spreadsheet a text is that begins with `head`.
pub(super) fn names(head: &str) -> Option<&'static Names> {
    let is_markup = head.trim_start().starts_with('<');
    let found = NAMESPACES.iter().find(|(name, _)| head.contains(name));
    found.filter(|_| is_markup).map(|(_, names)| *names)
}

/// Reads the sheets.
pub(super) fn read(
    text: &mut Text,
    names: &'static Names,
    sheets: &mut Sheets,
) -> Result<(), FileError> {
    let mut book = Book::new(names);
    let result = read_book(text, &mut book, sheets);
    // What was read before an error counts.
    match book.sheet.take().map(|sheet| sheets.close(sheet)) {
        Some(ControlFlow::Continue(())) if result.is_ok() => Err(FileError::CutOff),
        _ => result,
    }
}

fn read_book(text: &mut Text, book: &mut Book, sheets: &mut Sheets) -> Result<(), FileError> {
    let (bounded, rest) = Bounded::new(text);
    let mut xml = Reader::from_reader(bounded);
    xml.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        rest.rest();
        let flow = match xml.read_event_into(&mut buffer).map_err(fault_of)? {
            Event::Start(tag) => {
                book.start(&tag, sheets);
                ControlFlow::Continue(())
            }
            Event::End(tag) => book.end(tag.local_name().as_ref(), sheets)?,
            Event::Eof => return Ok(()),
            event => {
                book.text(&text_of(&event));
                ControlFlow::Continue(())
            }
        };
        if let (Some(damage), Some(row)) = (rest.damage(), &mut book.row) {
            row.cells.reject(row.column, RowError::Undecodable(damage));
        }
        if flow.is_break() {
            book.sheet = None;
            return Ok(());
        }
    }
}

/// The text that stands between elements.
fn text_of<'e>(event: &'e Event) -> Cow<'e, str> {
    match event {
        Event::Text(text) => text.xml10_content(),
        Event::CData(text) => text.xml10_content(),
        Event::GeneralRef(name) => character(&name.xml10_content()).into(),
        _ => Cow::Borrowed(""),
    }
}

fn fault_of(error: quick_xml::Error) -> FileError {
    match error {
        quick_xml::Error::Io(error) => match Arc::try_unwrap(error) {
            Ok(error) => error.into(),
            Err(error) => FileError::Broken(error.to_string()),
        },
        error => FileError::Broken(error.to_string()),
    }
}

/// The character of `&amp;` or `&#20013;`; what is unknown stays as written.
fn character(name: &str) -> String {
    entity(name).map_or_else(|| format!("&{name};"), String::from)
}

/// What is open of a book.
struct Book {
    names: &'static Names,
    sheet: Option<Sheet>,
    rows: u64,
    row: Option<Row>,
    merged: Merged,
    /// Cells that may still be repeated.
    spare: u64,
    /// Depth inside of remarks.
    remarks: usize,
}

#[derive(Default)]
struct Row {
    cells: Cells,
    column: usize,
    repeated: u64,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Cell {
    kind: String,
    value: String,
    text: String,
    in_text: bool,
    repeated: usize,
    across: usize,
    /// Rows below that are merged with it.
    down: u64,
}

impl Book {
    fn new(names: &'static Names) -> Self {
        Self {
            names,
            sheet: None,
            rows: 0,
            row: None,
            merged: Merged::default(),
            spare: MAX_CELLS_REPEATED,
            remarks: 0,
        }
    }

    fn start(&mut self, tag: &BytesStart, sheets: &Sheets) {
        let names = self.names;
        let local = tag.local_name();
        let local = local.as_ref();
        let count = |name| attribute(tag, name).and_then(|value| value.trim().parse().ok());
        if local == names.remark {
            self.remarks += 1;
        }
        if self.remarks > 0 {
            return;
        }
        if local == names.sheet && self.sheet.is_none() {
            let name = attribute(tag, names.name).unwrap_or_default();
            self.sheet = Some(sheets.open(&name));
            self.rows = 0;
            self.merged = Merged::default();
        } else if local == names.row {
            let index: Option<u64> = count(names.index);
            self.rows = index.map_or(self.rows, |index| index.max(1) - 1);
            self.row = Some(Row {
                repeated: count(names.row_repeated).unwrap_or(1).max(1),
                ..Row::default()
            });
        } else if let Some(row) = &mut self.row {
            if names.cells.contains(&local) {
                let index: Option<u64> = count(names.index);
                let index = index.and_then(|index| usize::try_from(index.max(1) - 1).ok());
                row.column = index.unwrap_or(row.column);
                row.cell = Some(Cell::new(tag, names));
            } else if let Some(cell) = &mut row.cell {
                cell.start(tag, names);
            }
        }
    }

    fn text(&mut self, text: &str) {
        let cell = self.row.as_mut().and_then(|row| row.cell.as_mut());
        if let Some(cell) = cell.filter(|cell| cell.in_text && self.remarks == 0) {
            gather(&mut cell.text, text);
        }
    }

    fn end(&mut self, local: &str, sheets: &mut Sheets) -> Result<ControlFlow<()>, FileError> {
        let names = self.names;
        if self.remarks > 0 {
            self.remarks -= usize::from(local == names.remark);
        } else if local == names.text {
            if let Some(cell) = self.row.as_mut().and_then(|row| row.cell.as_mut()) {
                cell.in_text = false;
            }
        } else if names.cells.contains(&local) {
            self.close_cell()?;
        } else if local == names.row {
            return self.close_row(sheets);
        } else if local == names.sheet
            && self.row.is_none()
            && let Some(sheet) = self.sheet.take()
        {
            return Ok(sheets.close(sheet));
        }
        Ok(ControlFlow::Continue(()))
    }

    fn close_cell(&mut self) -> Result<(), FileError> {
        let Some(row) = &mut self.row else {
            return Ok(());
        };
        let Some(cell) = row.cell.take() else {
            return Ok(());
        };
        let (repeated, across, down) = (cell.repeated, cell.across, cell.down);
        let value = cell.value();
        if !value.is_empty() {
            spend(&mut self.spare, repeated as u64 - 1)?;
            if down > 0 {
                let last = self.rows.saturating_add(1).saturating_add(down);
                self.merged.reach(row.column, &value, last);
            }
            for column in row.column..row.column.saturating_add(repeated) {
                row.cells.put(column, value.clone());
            }
        }
        row.column = row.column.saturating_add(repeated).saturating_add(across);
        Ok(())
    }

    fn close_row(&mut self, sheets: &mut Sheets) -> Result<ControlFlow<()>, FileError> {
        let (Some(mut row), Some(sheet)) = (self.row.take(), &mut self.sheet) else {
            return Ok(ControlFlow::Continue(()));
        };
        let first = self.rows.saturating_add(1);
        self.merged.fill(first, &mut row.cells);
        self.rows = self.rows.saturating_add(row.repeated);
        if row.cells.is_blank() || sheet.is_refused() {
            return Ok(ControlFlow::Continue(()));
        }
        let width = row.cells.width() as u64;
        spend(&mut self.spare, width.saturating_mul(row.repeated - 1))?;
        for number in first..=self.rows {
            if sheets.row(sheet, number, row.cells.clone()).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Takes what is repeated from what may be.
fn spend(spare: &mut u64, count: u64) -> Result<(), FileError> {
    let left = spare.checked_sub(count);
    *spare = left.ok_or(FileError::Container(UnpackError::Bomb))?;
    Ok(())
}

impl Cell {
    fn new(tag: &BytesStart, names: &Names) -> Self {
        let count = |name| attribute(tag, name).and_then(|value| value.trim().parse().ok());
        let values = ["date-value", "value", "boolean-value", "string-value"];
        let value = match names.format {
            Format::Ods => values.iter().find_map(|name| attribute(tag, name)),
            _ => None,
        };
        Self {
            kind: attribute(tag, names.kind).unwrap_or_default(),
            value: value.unwrap_or_default(),
            repeated: count(names.cell_repeated).unwrap_or(1).max(1),
            across: count(names.across).unwrap_or(0),
            down: attribute(tag, names.down)
                .and_then(|value| value.trim().parse().ok())
                .map_or(0, |down: u64| {
                    down.saturating_sub(u64::from(names.down_counts_itself))
                }),
            ..Self::default()
        }
    }

    /// An element inside of the cell.
    fn start(&mut self, tag: &BytesStart, names: &Names) {
        let local = tag.local_name();
        match local.as_ref() {
            local if local == names.text => {
                if !self.text.is_empty() {
                    gather(&mut self.text, "\n");
                }
                self.in_text = true;
                if let Some(kind) = attribute(tag, names.kind) {
                    self.kind = kind;
                }
            }
            "line-break" => gather(&mut self.text, "\n"),
            "tab" | "s" if self.in_text => gather(&mut self.text, " "),
            _ => {}
        }
    }

    /// What stands in the cell: text as shown, dates and numbers as stored.
    fn value(self) -> String {
        let stored = if self.value.is_empty() {
            &self.text
        } else {
            &self.value
        };
        match self.kind.to_ascii_lowercase().as_str() {
            "date" | "datetime" => date(stored),
            "float" | "percentage" | "currency" | "number" => as_written(stored),
            "boolean" if matches!(&**stored, "1" | "true") => "TRUE".to_owned(),
            "boolean" => "FALSE".to_owned(),
            _ if self.text.is_empty() => self.value,
            _ => self.text,
        }
    }
}

/// `2012-05-31T00:00:00.000` → `2012-05-31`.
pub(super) fn date(text: &str) -> String {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let time = time.split('.').next().unwrap_or_default();
    if time.chars().all(|c| matches!(c, '0' | ':')) {
        date.to_owned()
    } else {
        format!("{date} {time}")
    }
}

/// A number in digits: `2.0131E+11` → `201310000000`; digits stay, however many.
fn as_written(text: &str) -> String {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    text.parse().map_or_else(|_| text.to_owned(), number)
}

/// An attribute's value by its name without prefix.
fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
}
