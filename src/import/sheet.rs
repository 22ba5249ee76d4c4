//! Rows of cells that come one after the other, from spreadsheets and tables of markup → rows
//! with the names of their header.

mod merged;

use std::ops::ControlFlow;

pub(super) use merged::Merged;

use super::budget::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROW_BYTES};
use super::errors::{FailedFile, FileError, RowError};
use super::header::{self, Header};
use super::origin::Origin;
use super::table::named;
use super::{Item, Notes, Sink};

/// The cells of one row, as far as a row may reach.
#[derive(Debug, Default, Clone)]
pub(super) struct Cells {
    texts: Vec<String>,
    bytes: usize,
    row_error: Option<(usize, RowError)>,
}

impl Cells {
    /// Puts a text into a column, counted from 0. What is too much becomes the row's error.
    pub(super) fn put(&mut self, column: usize, text: String) {
        let row_error = if header::is_blank(&text) {
            return;
        } else if column >= MAX_COLUMNS {
            RowError::TooMany(MAX_COLUMNS)
        } else if text.len() > MAX_CELL_BYTES {
            RowError::CellTooLong
        } else if self.bytes + text.len() > MAX_ROW_BYTES {
            RowError::RowTooLong
        } else {
            self.bytes += text.len();
            if column >= self.texts.len() {
                self.texts.resize(column + 1, String::new());
            }
            if let Some(cell) = self.texts.get_mut(column) {
                *cell = text;
            }
            return;
        };
        self.reject(column, row_error);
    }

    /// Rejects the row for something in a column, or near it.
    pub(super) fn reject(&mut self, column: usize, row_error: RowError) {
        self.row_error.get_or_insert((column, row_error));
    }

    /// What stands in a column.
    pub(super) fn text(&self, column: usize) -> &str {
        self.texts.get(column).map_or("", String::as_str)
    }

    /// Whether there is nothing in the row.
    pub(super) const fn is_blank(&self) -> bool {
        self.texts.is_empty() && self.row_error.is_none()
    }

    /// Number of columns up to the last that is not blank.
    pub(super) const fn width(&self) -> usize {
        self.texts.len()
    }
}

/// Appends to a text that is being gathered for a cell, until it is longer than a cell may be.
pub(super) fn gather(cell: &mut String, text: &str) {
    if cell.len() <= MAX_CELL_BYTES {
        cell.push_str(text);
    }
}

/// One sheet of a file.
#[derive(Debug)]
pub(super) struct Sheet {
    origin: Origin,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The rows that are not blank, until the header is found among them.
    Waiting(Vec<(u64, Cells)>),
    /// Rows lie under these names.
    Reading(Vec<String>),
    /// There is no header, or none of listings.
    Refused(FileError),
}

impl Sheet {
    /// Whether the rest of the sheet need not be read.
    pub(super) const fn is_refused(&self) -> bool {
        matches!(self.state, State::Refused(_))
    }
}

/// Reads the sheets of a file, and returns remarks and those that were passed over.
pub(super) fn read(
    origin: &Origin,
    sink: &mut Sink,
    read: impl FnOnce(&mut Sheets) -> Result<(), FileError>,
) -> Result<Notes, FileError> {
    let mut sheets = Sheets {
        origin,
        sink,
        any: false,
        passed_over: Vec::new(),
        remarks: Vec::new(),
        headers: Vec::new(),
        missing: None,
    };
    read(&mut sheets)?;
    sheets.finish()
}

/// The sheets of a file, on their way to the sink.
pub(super) struct Sheets<'a> {
    origin: &'a Origin,
    sink: &'a mut Sink<'a>,
    any: bool,
    passed_over: Vec<FailedFile>,
    /// What is odd about those that were read.
    remarks: Vec<FailedFile>,
    /// Rows that are taken for the header though others may be, by sheet.
    headers: Vec<(String, u64)>,
    /// Columns of the map that none of them has.
    missing: Option<Vec<String>>,
}

impl Sheets<'_> {
    /// A sheet by its name; the only sheet of a file needs none.
    pub(super) fn open(&self, name: &str) -> Sheet {
        Sheet {
            origin: self.origin.of_sheet(name),
            state: State::Waiting(Vec::new()),
        }
    }

    /// Takes a row by its number in the sheet, from 1; breaks when no more are wanted.
    pub(super) fn row(&mut self, sheet: &mut Sheet, number: u64, row: Cells) -> ControlFlow<()> {
        if row.is_blank() {
            return ControlFlow::Continue(());
        }
        match &mut sheet.state {
            State::Refused(_) => ControlFlow::Continue(()),
            State::Reading(columns) => (self.sink)(item(&sheet.origin, columns, number, row)),
            State::Waiting(rows) => {
                if number > skipped(&sheet.origin) {
                    rows.push((number, row));
                }
                if rows.len() < header::MAX_ROWS_TO_HEADER {
                    return ControlFlow::Continue(());
                }
                self.find_header(sheet)
            }
        }
    }

    /// Finds the header among the rows that wait for it, and lets those below it go.
    fn find_header(&mut self, sheet: &mut Sheet) -> ControlFlow<()> {
        let State::Waiting(rows) = &mut sheet.state else {
            return ControlFlow::Continue(());
        };
        let rows = std::mem::take(rows);
        let texts = rows
            .iter()
            .map(|(number, row)| (*number, row.texts.clone()));
        let map = sheet.origin.map();
        // Cells have their places already: rows need not agree in their width.
        let nameless = map.filter(|map| map.header == Some(false)).map(|_| {
            let width = rows.iter().map(|(_, row)| row.width()).max();
            Header::nameless(skipped(&sheet.origin), width.unwrap_or(0))
        });
        let Some(header) = header::find(texts, map).or(nameless) else {
            sheet.state = State::Refused(FileError::NoHeader);
            return ControlFlow::Continue(());
        };
        if let Some(error) = sheet.origin.refusal(&header.columns) {
            sheet.state = State::Refused(error);
            return ControlFlow::Continue(());
        }
        let damaged = rows.iter().find_map(|(number, row)| match row.row_error {
            Some((_, RowError::Undecodable(damage))) => {
                let is_in_header = (header.row..=header.last_row).contains(number);
                is_in_header.then_some(damage)
            }
            _ => None,
        });
        if let Some(damage) = damaged {
            let path = sheet.origin.file.clone();
            let error = FileError::DamagedHeader(damage);
            self.remarks.push(FailedFile { path, error });
        }
        if let Some(map) = sheet.origin.map() {
            let here = map.missing(&header.columns);
            let missing = self.missing.get_or_insert_with(|| here.clone());
            missing.retain(|key| here.contains(key));
        }
        self.any = true;
        let whole = &self.origin.file;
        let name = sheet.origin.file.strip_prefix(whole).unwrap_or_default();
        let name = name.trim_start_matches('/').to_owned();
        if header.is_doubtful {
            self.headers.push((name, header.row));
        }
        sheet.origin = sheet.origin.of_columns(&header.columns);
        for (number, row) in rows {
            if number > header.last_row {
                (self.sink)(item(&sheet.origin, &header.columns, number, row))?;
            }
        }
        sheet.state = State::Reading(header.columns);
        ControlFlow::Continue(())
    }

    /// Takes notice of a sheet's end; breaks when no more are wanted.
    pub(super) fn close(&mut self, mut sheet: Sheet) -> ControlFlow<()> {
        if matches!(&sheet.state, State::Waiting(rows) if !rows.is_empty()) {
            self.find_header(&mut sheet)?;
        }
        if let State::Refused(error) = sheet.state {
            let path = sheet.origin.file;
            self.passed_over.push(FailedFile { path, error });
        }
        ControlFlow::Continue(())
    }

    /// Remarks, and the sheets that were passed over; where no sheet could be read, why not.
    fn finish(mut self) -> Result<Notes, FileError> {
        if self.any {
            let missed = self.origin.missed(self.missing.unwrap_or_default());
            self.remarks.extend(missed);
            self.remarks.append(&mut self.passed_over);
            Ok(Notes {
                remarks: self.remarks,
                headers: self.headers,
            })
        } else if self.passed_over.is_empty() {
            Err(FileError::Empty)
        } else {
            Err(self.passed_over.swap_remove(0).error)
        }
    }
}

/// Rows at the top that the user does not want.
fn skipped(origin: &Origin) -> u64 {
    origin.map().and_then(|map| map.skip).unwrap_or(0)
}

/// The row that cells make under their names.
fn item(origin: &Origin, columns: &[String], number: u64, row: Cells) -> Item {
    match row.row_error {
        Some((near, row_error)) => {
            let is_damaged = |text: &String| text.contains('\u{fffd}');
            let column = match row_error {
                RowError::Undecodable(_) => row.texts.iter().position(is_damaged).unwrap_or(near),
                _ => near,
            };
            let column = columns.get(column).map_or("", String::as_str);
            let original = row.texts.join("\t");
            Err(origin.reject(number, column, &row_error, &original))
        }
        None => Ok(origin.row(number, named(columns, row.texts))),
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
