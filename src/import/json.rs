//! JSON Lines, JSON lists, envelopes around lists, and objects one after the other → rows.
//!
//! The text is cut into values by counting brackets, and each value is parsed by itself: memory
//! stays constant however long the list, a value that cannot be parsed costs one row, and its
//! original text is at hand for the report. An envelope may hold several lists ([`envelope`]),
//! a value several documents of a patent office ([`documents`]).

use std::ops::ControlFlow;

use qiao_index::record::Kind;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::budget::{MAX_CELL_BYTES, MAX_RESCANNED_BYTES, MAX_VALUES};
use super::damage::{Damage, damaged};
use super::errors::{FailedFile, FileError, RowError};
use super::named_kind::kind_of_name;
use super::origin::Origin;
use super::text::{End, Text, Unit};
use super::{Sink, header, parser_errors};

mod calls;
mod documents;
mod envelope;
mod layout;
mod members;
mod shapes;

pub(super) use layout::{Layout, holds_documents, keys, layout};
pub(super) use shapes::takes;

/// Reads the rows of a JSON file, and returns remarks on the lists that were not read.
pub(super) fn read(
    text: &mut Text,
    layout: Layout,
    origin: &Origin,
    sink: &mut Sink,
) -> Result<Vec<FailedFile>, FileError> {
    let mut rows = Rows {
        origin,
        sink,
        number: 0,
        rescanned: 0,
    };
    match layout {
        Layout::Lines => rows.lines(text)?,
        Layout::List(_) => return envelope::read(text, &mut rows),
        Layout::Objects => {
            // Whether more are wanted does not matter at the end.
            let _flow = rows.elements(text, None)?;
        }
    }
    Ok(Vec::new())
}

/// The rows of a file, on their way to the sink.
struct Rows<'a, 's> {
    origin: &'a Origin,
    sink: &'a mut Sink<'s>,
    /// Values that were read so far.
    number: u64,
    /// Bytes that were read again because of damaged quotation marks.
    rescanned: usize,
}

impl Rows<'_, '_> {
    /// One object a line.
    fn lines(&mut self, text: &mut Text) -> Result<(), FileError> {
        for number in 1.. {
            let Some(unit) = text.take(&mut |byte| byte == b'\n' || byte == b'\r')? else {
                break;
            };
            if unit.end == End::Limit {
                text.skip_line()?;
            }
            text.finish_line_end(&unit.text)?;
            self.number = number;
            if !header::is_blank(&unit.text) && self.take(unit, None).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The values of a list up to its closing bracket, which is left, or all values of the file.
    /// The list's name may say of what kind they are.
    fn elements(
        &mut self,
        text: &mut Text,
        list: Option<&str>,
    ) -> Result<ControlFlow<()>, FileError> {
        let kind = list.and_then(kind_of_name);
        loop {
            text.skip_while(|byte| byte.is_ascii_whitespace() || byte == b',')?;
            if list.is_some() && text.peek()? == Some(b']') {
                return Ok(ControlFlow::Continue(()));
            }
            self.number += 1;
            match element(text, &mut self.rescanned)? {
                Some(unit) => {
                    let is_last = unit.end == End::File;
                    if self.take(unit, kind).is_break() || is_last {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                None if list.is_some() => {
                    let number = self.number;
                    let cut_off = self.origin.reject(number, "", &RowError::ListCutOff, "");
                    let _flow = (self.sink)(Err(cut_off));
                    return Ok(ControlFlow::Break(()));
                }
                None => return Ok(ControlFlow::Break(())),
            }
        }
    }

    /// Takes the row, or the rows, that a value is.
    fn take(&mut self, unit: Unit, kind: Option<Kind>) -> ControlFlow<()> {
        match cells(&unit) {
            Err((column, row_error)) => {
                let rejected = self
                    .origin
                    .reject(self.number, &column, &row_error, &unit.text);
                (self.sink)(Err(rejected))
            }
            Ok(rows) => {
                // A row may be large: its text is not held beside its cells.
                drop(unit);
                let number = self.number;
                rows.into_iter()
                    .try_for_each(|cells| (self.sink)(Ok(self.origin.object(number, cells, kind))))
            }
        }
    }
}

/// The next value with its closing bracket; `None` at the end of the file.
///
/// `rescanned` are the bytes that were read again because of damaged quotation marks.
fn element(text: &mut Text, rescanned: &mut usize) -> Result<Option<Unit>, FileError> {
    let mut scanner = Scanner::default();
    let Some(mut unit) = text.take(&mut |byte| scanner.closes(byte))? else {
        return Ok(None);
    };
    let damage = unit.damage.filter(|_| *rescanned < MAX_RESCANNED_BYTES);
    if let Some((end, found)) = damage.and_then(|it| end_as_quote(&unit.text, it)) {
        let rest = unit.text.split_off(end);
        *rescanned += rest.len();
        text.put_back(&rest);
        unit.end = End::Closed;
        scanner = found;
    }
    let mut end = unit.end;
    while end == End::Limit {
        end = text
            .take(&mut |byte| scanner.closes(byte))?
            .map_or(End::File, |more| more.end);
    }
    // A lone bracket is a value itself, if a bad one: the next call must find less text.
    if scanner.closed_the_list && unit.text.len() > 1 {
        unit.text.pop();
        text.put_back("]");
    } else if unit.text.ends_with(',') {
        unit.text.pop();
    }
    Ok(Some(unit))
}

/// Where a value ends that is none as it stands, if the damaged byte in it was a quotation mark:
/// then the values behind it are not lost with it.
fn end_as_quote(value: &str, damage: Damage) -> Option<(usize, Scanner)> {
    let mut scanner = Scanner::default();
    let mut bytes = damage.mended(value, b'"');
    let (last, _) = bytes.find(|(_, byte)| scanner.closes(*byte))?;
    let is_shorter = last + 1 < value.len();
    let is_value =
        || serde_json::from_str::<IgnoredAny>(value.trim_end_matches([',', ']'])).is_ok();
    (is_shorter && !is_value()).then_some((last + 1, scanner))
}

/// Finds the end of a JSON value, byte by byte.
#[derive(Default)]
struct Scanner {
    depth: usize,
    in_string: bool,
    escaped: bool,
    closed_the_list: bool,
}

impl Scanner {
    /// Takes the next byte of the value; true when it is the last one.
    fn closes(&mut self, byte: u8) -> bool {
        if self.in_string {
            let was_escaped = std::mem::replace(&mut self.escaped, false);
            match byte {
                b'\\' => self.escaped = !was_escaped,
                b'"' => self.in_string = was_escaped,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return self.depth == 0;
            }
            b']' => {
                self.closed_the_list = true;
                return true;
            }
            b',' | b'\n' | b'}' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

/// The cells of the rows that a value is; or the column at error, and what is wrong.
fn cells(unit: &Unit) -> Result<Vec<Map<String, Value>>, (String, RowError)> {
    let text = unit.text.as_str();
    let whole = |row_error| (String::new(), row_error);
    if unit.end == End::Limit {
        return Err(whole(RowError::RowTooLong));
    }
    // A value takes two bytes, one of them between it and the next.
    if text.len() > 2 * MAX_VALUES && count_values(text) > MAX_VALUES {
        return Err(whole(RowError::TooMany(MAX_VALUES)));
    }
    let value: Result<Value, _> = serde_json::from_str(text);
    if let Some(damage) = unit.damage {
        let rows = value.ok().and_then(shapes::rows).unwrap_or_default();
        let column = rows.iter().find_map(damaged).unwrap_or_default();
        return Err((column.to_owned(), RowError::Undecodable(damage)));
    }
    match value {
        Ok(value) => {
            let rows = shapes::rows(value).ok_or_else(|| whole(RowError::NotAnObject))?;
            match rows.iter().find_map(|cells| too_long(text, cells)) {
                Some(column) => Err((column.to_owned(), RowError::CellTooLong)),
                None => Ok(rows),
            }
        }
        Err(error) if error.is_eof() => Err(whole(RowError::CutOff)),
        Err(error) => Err(whole(not_json(&error, text))),
    }
}

/// No less than the number of values in the text.
fn count_values(text: &str) -> usize {
    let begins = |byte: &u8| matches!(byte, b',' | b'[' | b'{');
    text.as_bytes().iter().filter(|byte| begins(byte)).count()
}

/// The key whose value is too long.
fn too_long<'a>(text: &str, cells: &'a Map<String, Value>) -> Option<&'a str> {
    fn longest(value: &Value) -> usize {
        match value {
            Value::String(text) => text.len(),
            Value::Array(values) => values.iter().map(longest).max().unwrap_or(0),
            Value::Object(values) => values.values().map(longest).max().unwrap_or(0),
            _ => 0,
        }
    }
    if text.len() <= MAX_CELL_BYTES {
        return None;
    }
    let mut cells = cells.iter();
    cells
        .find(|(key, value)| key.len() > MAX_CELL_BYTES || longest(value) > MAX_CELL_BYTES)
        .map(|(key, _)| key.as_str())
}

fn not_json(error: &serde_json::Error, text: &str) -> RowError {
    let line = text.split('\n').nth(error.line().saturating_sub(1));
    let before = line.and_then(|line| line.as_bytes().get(..error.column()));
    let column = before.map_or(error.column(), |bytes| {
        String::from_utf8_lossy(bytes).chars().count()
    });
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    RowError::NotJson {
        line: error.line(),
        column,
        detail: parser_errors::json(message.strip_suffix(&place).unwrap_or(&message)),
    }
}

#[cfg(test)]
mod tests;
