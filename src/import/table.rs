//! CSV, TSV and their relatives → rows.
//!
//! A reader of our own, because the files are not what the standard says: the separator is to
//! be found out, the header is not in the first row, and a stray quotation mark must cost one
//! line, not the rest of the file, nor the machine's memory.

use std::io;

use qiao_index::normalise::Rejected;
use serde_json::{Map, Value};

use super::Sink;
use super::budget::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_RESCANNED_BYTES};
use super::damage::Damage;
use super::errors::{FailedFile, FileError, RowError};
use super::header::{self, Header};
use super::map::{ColumnMap, LINES, unnamed};
use super::origin::Origin;
use super::text::{End, Text, Unit};

/// Separators, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How a table is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The separator between cells.
    pub(super) delimiter: u8,
    /// The row with the names, from 1.
    pub(super) header_row: u64,
    /// Another row may be the header.
    pub(super) is_doubtful: bool,
    /// The last row of the header.
    pub(super) last_header_row: u64,
    /// Names of the columns.
    pub(super) columns: Vec<String>,
}

/// Finds separator and header in the first part of a table; only `delimiter` if it is given.
/// What the map says of them stands.
pub(super) fn dialect(
    head: &str,
    delimiter: Option<u8>,
    map: Option<&ColumnMap>,
) -> Result<Dialect, FileError> {
    let given = map.and_then(|map| map.delimiter).or(delimiter);
    let given = given.map(|delimiter| [delimiter]);
    let candidates: &[u8] = given.as_ref().map_or(&DELIMITERS, <[u8; 1]>::as_slice);
    let mut best: Option<(u8, Header)> = None;
    for &delimiter in candidates {
        if let Some(found) = header::find(rows(head, delimiter), map)
            && best
                .as_ref()
                .is_none_or(|(_, best)| found.score > best.score)
        {
            best = Some((delimiter, found));
        }
    }
    let headless = map.filter(|map| map.header == Some(false));
    let one_column = headless.map(|map| {
        let delimiter = given.map_or(LINES, |[delimiter]| delimiter);
        (delimiter, Header::nameless(map.skip.unwrap_or(0), 1))
    });
    match best.or(one_column) {
        Some((delimiter, header)) => Ok(Dialect {
            delimiter,
            header_row: header.row,
            is_doubtful: header.is_doubtful,
            last_header_row: header.last_row,
            columns: header.columns,
        }),
        None if given.is_some() || candidates.iter().any(|&d| is_tabular(head, d)) => {
            Err(FileError::NoHeader)
        }
        None => Err(FileError::Unrecognised),
    }
}

/// Whether the first rows agree in having several cells.
fn is_tabular(head: &str, delimiter: u8) -> bool {
    let filled = rows(head, delimiter).filter(|(_, cells)| !is_blank_row(cells));
    let widths: Vec<usize> = filled.map(|(_, cells)| cells.len()).take(3).collect();
    widths.len() > 1 && widths.iter().all(|&width| width > 1 && width == widths[0])
}

/// The rows of the first part of a table, with their numbers.
fn rows(head: &str, delimiter: u8) -> impl Iterator<Item = (u64, Vec<String>)> {
    let mut bytes = head.bytes().peekable();
    let rows = std::iter::from_fn(move || {
        let mut scanner = Scanner::new(delimiter);
        bytes.peek()?;
        let last = bytes.find(|&byte| scanner.closes(byte));
        if last == Some(b'\r') {
            bytes.next_if_eq(&b'\n');
        }
        Some(scanner.cells())
    });
    (1..).zip(rows)
}

fn is_blank_row(cells: &[String]) -> bool {
    cells.iter().all(|cell| header::is_blank(cell))
}

/// Reads the rows behind the header, and returns what is odd about that.
pub(super) fn read(
    text: &mut Text,
    dialect: &Dialect,
    origin: &Origin,
    sink: &mut Sink,
) -> Result<Vec<FailedFile>, FileError> {
    let mut remarks: Vec<_> = origin
        .map_columns_missing(&dialect.columns)
        .into_iter()
        .collect();
    let origin = &origin.of_columns(&dialect.columns);
    let is_in_header = |number| (dialect.header_row..=dialect.last_header_row).contains(&number);
    let mut rescanned = 0;
    for number in 1.. {
        if text.skip_line_end()? {
            continue;
        }
        let mut scanner = Scanner::new(dialect.delimiter);
        let Some(mut unit) = text.take(&mut |byte| scanner.closes(byte))? else {
            break;
        };
        if let Some((end, found)) = unit
            .damage
            .and_then(|it| end_as_quote(&unit.text, it, dialect))
        {
            let rest = unit.text.split_off(end);
            rescanned += rest.len();
            text.put_back(&rest);
            scanner = found;
        }
        if rescanned > MAX_RESCANNED_BYTES {
            return Err(FileError::Quotes(number));
        }
        let item = if let Some(row_error) = scanner.row_error(unit.end) {
            let column = scanner.column_at_fault(dialect);
            let line = first_line(text, unit, &row_error, &mut rescanned)?;
            Err(origin.reject(number, column, &row_error, &line))
        } else {
            text.finish_line_end(&unit.text)?;
            if let Some(damage) = unit.damage.filter(|_| is_in_header(number)) {
                remarks.push(origin.remark(FileError::DamagedHeader(damage)));
            }
            // A row may be large: its text is not held beside its cells longer than needed.
            let text = if unit.damage.is_some() {
                unit.text
            } else {
                String::new()
            };
            match (unit.damage, scanner.cells()) {
                (_, cells) if is_blank_row(&cells) => continue,
                (Some(damage), _) => Err(undecodable(&text, damage, number, dialect, origin)),
                (None, cells) => Ok(origin.row(number, named(&dialect.columns, cells))),
            }
        };
        if number > dialect.last_header_row && sink(item).is_break() {
            break;
        }
    }
    Ok(remarks)
}

/// Where a row of several lines ends, if the damaged byte in it was the quotation mark that closes
/// a cell: then the rows behind it are not lost with it.
fn end_as_quote(row: &str, damage: Damage, dialect: &Dialect) -> Option<(usize, Scanner)> {
    if !row.trim_end_matches(['\n', '\r']).contains(['\n', '\r']) {
        return None;
    }
    let mut scanner = Scanner::new(dialect.delimiter);
    let mut bytes = damage.mended(row, b'"');
    let (last, _) = bytes.find(|(_, byte)| scanner.closes(*byte))?;
    let is_row = scanner.columns + 1 == dialect.columns.len() && last + 1 < row.len();
    is_row.then_some((last + 1, scanner))
}

/// The reject that a row is with bytes that could not be decoded.
fn undecodable(
    row: &str,
    damage: Damage,
    number: u64,
    dialect: &Dialect,
    origin: &Origin,
) -> Rejected {
    let mut scanner = Scanner::new(dialect.delimiter);
    for byte in row.bytes().take(damage.at) {
        scanner.closes(byte);
    }
    let column = scanner.column_at_fault(dialect);
    origin.reject(number, column, &RowError::Undecodable(damage), row)
}

/// The line in which a row went wrong; the text goes on behind it.
///
/// A quotation mark that is never closed has swallowed rows: what it took beyond the line is
/// put back to be read again, and added to `rescanned`.
fn first_line(
    text: &mut Text,
    unit: Unit,
    row_error: &RowError,
    rescanned: &mut usize,
) -> io::Result<String> {
    if *row_error == RowError::OpenQuote
        && let Some(at) = unit.text.find(['\n', '\r'])
    {
        let (line, rest) = unit.text.split_at(at);
        *rescanned += rest.len();
        text.put_back(rest);
        text.skip_line()?;
        return Ok(line.to_owned());
    }
    if unit.text.ends_with(['\n', '\r']) {
        text.finish_line_end(&unit.text)?;
    } else {
        text.skip_line()?;
    }
    Ok(unit.text)
}

/// Cells under their names. Empty cells without a name are left out.
pub(super) fn named(columns: &[String], cells: Vec<String>) -> Map<String, Value> {
    let mut row = Map::with_capacity(cells.len());
    for (at, cell) in cells.into_iter().enumerate() {
        let number = unnamed(at);
        let name = columns.get(at).unwrap_or(&number);
        if *name == number && header::is_blank(&cell) {
            continue;
        }
        row.insert(name.clone(), Value::String(unmarked(cell)));
    }
    row
}

/// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
fn unmarked(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(crate::export::FORMULA_STARTS) => rest.to_owned(),
        _ => cell,
    }
}

/// Where in a cell the scanner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing but blanks so far.
    Start,
    /// In a cell without quotation marks, or behind the closing one.
    Plain,
    /// Behind the opening quotation mark.
    Quoted,
    /// Behind a quotation mark that closes the cell unless another follows.
    Closing,
}

impl State {
    /// Where every line is one cell, quotation marks are part of it.
    const fn at_start(delimiter: u8) -> Self {
        match delimiter {
            LINES => Self::Plain,
            _ => Self::Start,
        }
    }
}

/// Cuts one row into cells, byte by byte.
struct Scanner {
    delimiter: u8,
    state: State,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
    too_long: bool,
}

impl Scanner {
    const fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::at_start(delimiter),
            bytes: Vec::new(),
            ends: Vec::new(),
            columns: 0,
            too_long: false,
        }
    }

    /// Takes the next byte of the row; true when it is the last one.
    fn closes(&mut self, byte: u8) -> bool {
        match (self.state, byte) {
            (State::Quoted, b'"') => self.state = State::Closing,
            (State::Closing, b'"') => {
                self.state = State::Quoted;
                self.bytes.push(byte);
            }
            (State::Quoted, _) => self.bytes.push(byte),
            (_, b'\n' | b'\r') => return true,
            (_, byte) if byte == self.delimiter => self.end_cell(),
            (State::Start, b'"') => {
                self.bytes.truncate(self.cell_start());
                self.state = State::Quoted;
            }
            (State::Start, b' ') => self.bytes.push(byte),
            (_, byte) => {
                self.state = State::Plain;
                self.bytes.push(byte);
            }
        }
        self.too_long = self.bytes.len() - self.cell_start() > MAX_CELL_BYTES;
        self.too_long
    }

    fn end_cell(&mut self) {
        self.columns += 1;
        if self.columns < MAX_COLUMNS {
            self.ends.push(self.bytes.len());
        }
        self.state = State::at_start(self.delimiter);
    }

    fn cell_start(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// What is wrong with the row, now that it has come to its `end`.
    fn row_error(&self, end: End) -> Option<RowError> {
        let open = self.state == State::Quoted;
        if self.too_long && !open {
            Some(RowError::CellTooLong)
        } else if open {
            Some(RowError::OpenQuote)
        } else if end == End::Limit {
            Some(RowError::RowTooLong)
        } else if self.columns >= MAX_COLUMNS {
            Some(RowError::TooMany(MAX_COLUMNS))
        } else {
            None
        }
    }

    /// Name of the column that the scanner is in.
    fn column_at_fault<'a>(&self, dialect: &'a Dialect) -> &'a str {
        dialect.columns.get(self.columns).map_or("", String::as_str)
    }

    /// The cells, once the row is over.
    fn cells(mut self) -> Vec<String> {
        self.ends.push(self.bytes.len());
        let mut start = 0;
        let cut = |end| {
            let cell = self.bytes.get(start..end).unwrap_or_default();
            start = end;
            String::from_utf8_lossy(cell).into_owned()
        };
        self.ends.into_iter().map(cut).collect()
    }
}

#[cfg(test)]
mod tests;
