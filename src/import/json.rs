//! JSON Lines, JSON lists, envelopes around lists, and objects one after the other → rows.
//!
//! The text is cut into values by counting brackets, and each value is parsed by itself: memory
//! stays constant however long the list, a value that cannot be parsed costs one row, and its
//! original text is at hand for the report.

use qiao_index::normalise::is_known_header;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::decode::Damage;
use super::errors::{FileError, RowError};
use super::recognise::Origin;
use super::table::RESCAN_LIMIT;
use super::text::{CELL_LIMIT, End, Text, Unit, VALUE_LIMIT};
use super::{Item, Sink, header, parser_errors};

mod shapes;

/// Rows shorter than this cannot hold too many values.
const SHORT: usize = 1_000_000;

/// Most envelopes around a list of rows.
const ENVELOPES: usize = 8;

/// Where the rows of a JSON file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// One object a line.
    Lines,
    /// In the list that opens at this byte; the rows begin behind it.
    List(usize),
    /// The whole file: one object, or several one after the other.
    Objects,
}

/// Reads the rows of a JSON file.
pub(super) fn read(
    text: &mut Text,
    layout: Layout,
    origin: &Origin,
    sink: &mut Sink,
) -> Result<(), FileError> {
    match layout {
        Layout::Lines => lines(text, origin, sink),
        Layout::List(at) => {
            text.skip(at + 1);
            elements(text, true, origin, sink)
        }
        Layout::Objects => elements(text, false, origin, sink),
    }
}

/// One object a line.
fn lines(text: &mut Text, origin: &Origin, sink: &mut Sink) -> Result<(), FileError> {
    for number in 1.. {
        let Some(unit) = text.take(&mut |byte| byte == b'\n' || byte == b'\r')? else {
            break;
        };
        if unit.end == End::Limit {
            text.skip_line()?;
        }
        text.finish_line_end(&unit.text)?;
        if !header::is_blank(&unit.text) && sink(row(&unit, number, origin)).is_break() {
            break;
        }
    }
    Ok(())
}

/// The values of a list up to its closing bracket, or all values of the file.
fn elements(
    text: &mut Text,
    in_list: bool,
    origin: &Origin,
    sink: &mut Sink,
) -> Result<(), FileError> {
    let mut rescanned = 0;
    for number in 1.. {
        text.skip_while(|byte| byte.is_ascii_whitespace() || byte == b',')?;
        if in_list && text.peek()? == Some(b']') {
            break;
        }
        let (item, last) = match element(text, &mut rescanned)? {
            Some(unit) => (row(&unit, number, origin), unit.end == End::File),
            None if in_list => {
                let cut_off = origin.reject(number, "", &RowError::ListCutOff, "");
                (Err(cut_off), true)
            }
            None => break,
        };
        if sink(item).is_break() || last {
            break;
        }
    }
    Ok(())
}

/// The next value with its closing bracket; `None` at the end of the file.
///
/// `rescanned` are the bytes that were read again because of damaged quotation marks.
fn element(text: &mut Text, rescanned: &mut usize) -> Result<Option<Unit>, FileError> {
    let mut scanner = Scanner::default();
    let Some(mut unit) = text.take(&mut |byte| scanner.closes(byte))? else {
        return Ok(None);
    };
    let damage = unit.damage.filter(|_| *rescanned < RESCAN_LIMIT);
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

/// The row that a value is.
fn row(unit: &Unit, number: u64, origin: &Origin) -> Item {
    let text = unit.text.as_str();
    let reject = |column: &str, row_error| Err(origin.reject(number, column, &row_error, text));
    if unit.end == End::Limit {
        return reject("", RowError::RowTooLong);
    }
    if text.len() > SHORT && count_values(text) > VALUE_LIMIT {
        return reject("", RowError::TooMany(VALUE_LIMIT));
    }
    let value = serde_json::from_str(text);
    if let Some(damage) = unit.damage {
        let cells = value.ok().and_then(cells).unwrap_or_default();
        let key = damaged(&cells).unwrap_or_default();
        return reject(key, RowError::Undecodable(damage));
    }
    match value {
        Ok(value) => match cells(value) {
            None => reject("", RowError::NotAnObject),
            Some(cells) => match too_long(text, &cells) {
                Some(key) => reject(key, RowError::CellTooLong),
                None => Ok(origin.row(number, cells)),
            },
        },
        Err(error) if error.is_eof() => reject("", RowError::CutOff),
        Err(error) => reject("", not_json(&error, text)),
    }
}

/// The cells of an object, or of a list whose places are known.
fn cells(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(cells) => Some(shapes::object(cells)),
        Value::Array(values) => shapes::list(values),
        _ => None,
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
    if text.len() <= CELL_LIMIT {
        return None;
    }
    let mut cells = cells.iter();
    cells
        .find(|(key, value)| key.len() > CELL_LIMIT || longest(value) > CELL_LIMIT)
        .map(|(key, _)| key.as_str())
}

/// The first column with a mark in it for what could not be decoded.
pub(super) fn damaged(cells: &Map<String, Value>) -> Option<&str> {
    fn is_damaged(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\u{fffd}'),
            Value::Array(values) => values.iter().any(is_damaged),
            Value::Object(cells) => damaged(cells).is_some(),
            _ => false,
        }
    }
    let mut cells = cells.iter();
    cells
        .find(|(key, value)| key.contains('\u{fffd}') || is_damaged(value))
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

/// Where the rows are in a JSON text that begins with `head`.
pub(super) fn layout(head: &str) -> Layout {
    find_list(head).map_or(Layout::Objects, Layout::List)
}

/// A token of JSON, as far as looking for the list of rows needs it.
enum Token<'a> {
    Key(&'a str),
    Open(char),
    Close,
}

/// The place of the list that holds the rows.
///
/// It is the file's outermost list, or one inside of objects: under a key that is no column of
/// a row (`people` is one, `data` is not), and whose first object knows more columns than the
/// objects around it, or which is a list of lists.
fn find_list(head: &str) -> Option<usize> {
    let mut around: Vec<(usize, &str)> = Vec::new();
    for (at, token) in tokens(head) {
        match token {
            Token::Key(key) => {
                if let Some((known, last)) = around.last_mut() {
                    *known += usize::from(is_known_header(key));
                    *last = key;
                }
            }
            Token::Open('[') => {
                let Some((_, key)) = around.last() else {
                    return Some(at);
                };
                let outside = around.iter().map(|(known, _)| *known).max().unwrap_or(0);
                let text = head.get(at + 1..)?;
                let is_more = |known| outside == 0 || known > outside;
                let holds_rows = known_keys(text).is_some_and(is_more)
                    || text.trim_start().starts_with('[') && outside == 0;
                if !is_known_header(key) && holds_rows {
                    return Some(at);
                }
                around.push((0, ""));
            }
            Token::Open(_) if around.len() > ENVELOPES => return None,
            Token::Open(_) => around.push((0, "")),
            Token::Close => {
                around.pop();
            }
        }
    }
    None
}

/// Number of known columns among the keys of the object that the text begins with.
fn known_keys(text: &str) -> Option<usize> {
    let (mut depth, mut known) = (0_usize, 0);
    text.trim_start().strip_prefix('{')?;
    for (_, token) in tokens(text) {
        match token {
            Token::Key(key) => known += usize::from(depth == 1 && is_known_header(key)),
            Token::Open(_) => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
        }
        if depth == 0 {
            break;
        }
    }
    Some(known)
}

/// The keys of all objects in a text, however deep.
pub(super) fn keys(text: &str) -> Vec<String> {
    let keys = tokens(text).filter_map(|(_, token)| match token {
        Token::Key(key) => Some(key.to_owned()),
        Token::Open(_) | Token::Close => None,
    });
    keys.collect()
}

fn tokens(text: &str) -> impl Iterator<Item = (usize, Token<'_>)> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            match c {
                '{' | '[' => return Some((at, Token::Open(c))),
                '}' | ']' => return Some((at, Token::Close)),
                '"' => {
                    let end = skip_string(&mut chars)?;
                    if chars.as_str().trim_start().starts_with(':') {
                        return Some((at, Token::Key(text.get(at + 1..end)?)));
                    }
                }
                _ => {}
            }
        }
    })
}

/// Goes behind a string's closing quotation mark, and returns its place.
fn skip_string(chars: &mut std::str::CharIndices) -> Option<usize> {
    loop {
        match chars.next()? {
            (_, '\\') => {
                chars.next()?;
            }
            (at, '"') => return Some(at),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
