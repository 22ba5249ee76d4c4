//! Who a record is, and where it came from.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::cells::{Cells, sanitised};
use super::headers::{Target, is_known_header};
use super::list;
use super::number::{PatentNumber, number_of_office};
use super::{Context, Row};
use crate::record::{Kind, Provenance, Record};

/// Longest id (bytes) that a source may give; longer ones are replaced by a hash.
const LONGEST: usize = 200;

/// Makes the id: a patent's publication number, else the source and its own id, else a hash of
/// everything that the row says.
pub(super) fn identify(
    record: &Record,
    row: &Map<String, Value>,
    cells: &Cells,
    context: &Context,
) -> String {
    if let Some(number) = published_number(record) {
        return format!("patent:{number}");
    }
    let own = own_id(cells);
    if !own.is_empty() && own.len() <= LONGEST {
        return format!("{}:{own}", context.source);
    }
    let mut said = serde_json::to_string(record).unwrap_or_default();
    said.push_str(&unread_cells(row));
    format!("hash:{}", hash(said.as_bytes(), 8))
}

/// The cells of a row as it came that no field takes and that hold something, as one text, in
/// order of their headers: they are part of what the row says, too.
pub(crate) fn unread_cells(row: &Map<String, Value>) -> String {
    let mut unread: Vec<(&str, String)> = row
        .iter()
        .filter(|(header, _)| !is_known_header(header))
        .map(|(header, value)| (header.trim(), written(value)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    unread.sort_unstable();
    let lines = unread
        .iter()
        .map(|(header, value)| format!("\n{header}\t{value}"));
    lines.collect()
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// The id that the source gives: its own column, or a profile's reference (not its type).
fn own_id(cells: &Cells) -> String {
    let own = cells.text(Target::Id);
    if !own.is_empty() {
        return own;
    }
    let mut profile = cells.texts(Target::Profile, list::values).into_iter();
    let is_reference = |text: &String| text.bytes().any(|byte| byte.is_ascii_digit());
    profile.find(is_reference).unwrap_or_default()
}

/// Whether the record is a patent publication that its number names.
pub(super) fn is_publication(record: &Record) -> bool {
    record.kind == Kind::Patent && record.id.starts_with("patent:")
}

/// `US9833479B2`, where a patent has a publication number that names its office.
fn published_number(record: &Record) -> Option<String> {
    let patent = record
        .patent
        .as_ref()
        .filter(|_| record.kind == Kind::Patent)?;
    if patent.publication_number.is_empty() || patent.office.is_empty() {
        return None;
    }
    let (office, number) = (&patent.office, &patent.publication_number);
    let known = number_of_office(office, number, &patent.kind_code)?;
    Some(in_one_form(known))
}

/// One form for numbers that sources write with and without leading zeros or the century:
/// European ones have seven digits, international ones the year and six digits.
fn in_one_form(number: PatentNumber) -> String {
    let PatentNumber {
        office,
        number,
        kind,
    } = number;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = match (&*office, number.len()) {
        ("EP", _) if digits => format!("{:0>7}", number.trim_start_matches('0')),
        ("WO", 7 | 8) if digits => whole_year(&number).unwrap_or(number),
        _ => number,
    };
    format!("{office}{number}{kind}")
}

/// `0012345` → `2000012345`: until 2003 the year of an international publication was written in
/// two digits, the serial number in five, then in six.
fn whole_year(number: &str) -> Option<String> {
    let (year, serial) = number.split_at_checked(2)?;
    let century = match year.parse::<u8>() {
        Ok(0..=3) => 20,
        Ok(78..=99) => 19,
        _ => return None,
    };
    Some(format!("{century}{year}{serial:0>6}"))
}

/// Where a row came from; the hash is that of its cells.
pub(super) fn provenance(row: &Row, context: &Context) -> Provenance {
    let cells = serde_json::to_vec(&row.cells).unwrap_or_default();
    Provenance {
        name: context.source.clone(),
        file: row.file.clone(),
        row: row.row,
        imported_at: context.imported_at.clone(),
        hash: hash(&cells, 16),
        unread_dates: (!row.mapping.is_empty())
            .then(|| Cells::new(&row.cells, &row.mapping).unread_dates()),
        ..Provenance::default()
    }
}

/// The first `length` bytes of the SHA-256 hash in hexadecimal digits.
fn hash(bytes: &[u8], length: usize) -> String {
    let digest = Sha256::digest(bytes);
    let mut digits = String::with_capacity(2 * length);
    for byte in digest.iter().take(length) {
        // Writing to a string cannot fail.
        write!(digits, "{byte:02x}").unwrap_or_default();
    }
    digits
}

/// Reads a row that is a record as we export it: `id` beside `sources`. It comes back as it
/// was, but for control characters outside of `raw`.
pub(super) fn own_record(cells: &Map<String, Value>) -> Option<Record> {
    let has_id = cells
        .get("id")
        .is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty()));
    if !has_id || !has_sources(cells) {
        return None;
    }
    let mut cells = cells.clone();
    let raw = cells.shift_remove("raw").unwrap_or_default();
    let record: Record = serde_json::from_value(sanitised(Value::Object(cells))).ok()?;
    Some(Record { raw, ..record })
}

/// Whether the row has the provenance that only our own export has.
pub(super) fn has_sources(cells: &Map<String, Value>) -> bool {
    let sources = cells.get("sources").and_then(Value::as_array);
    sources.is_some_and(|sources| !sources.is_empty() && sources.iter().all(Value::is_object))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::normalise::normalise;

    fn check(column: &str, number: &str, id: &str) {
        let row = serde_json::json!({"title": "Valve", "kind": "patent", column: number});
        let row = Row {
            file: "f".to_owned(),
            row: 1,
            cells: row.as_object().unwrap().clone(),
            ..Row::default()
        };
        let context = Context {
            source: "s".to_owned(),
            kind: None,
            imported_at: String::new(),
        };
        let record = normalise(row, &context).unwrap();
        assert_eq!(record.id, id, "{column}: {number}");
    }

    #[test]
    fn a_publication_has_one_id_however_its_number_is_written() {
        let column = "publication_number";
        for number in [
            "US 9833479 B2",
            "US-9833479-B2",
            "US9833479B2",
            "US 9,833,479 B2",
            "US09833479B2",
            "US-09833479-B2",
            "us9833479b2",
            "ＵＳ９８３３４７９Ｂ２",
        ] {
            check(column, number, "patent:US9833479B2");
        }
        check(column, "US09833479", "patent:US9833479");
        check(column, "US 2004/0123456 A1", "patent:US20040123456A1");
        check(column, "US2004123456A1", "patent:US20040123456A1");
        check(column, "CN106960420A", "patent:CN106960420A");
        check(column, "CN 106960420 A", "patent:CN106960420A");
        check(column, "CN101234567B", "patent:CN101234567B");
        check(column, "EP 0 123 456 A1", "patent:EP0123456A1");
        check(column, "EP123456A1", "patent:EP0123456A1");
        check(column, "EP1000000B1", "patent:EP1000000B1");
        check(column, "WO 00/12345 A1", "patent:WO2000012345A1");
        check(column, "WO0012345A1", "patent:WO2000012345A1");
        check(column, "WO2000012345A1", "patent:WO2000012345A1");
        check(column, "WO 2017/123456 A1", "patent:WO2017123456A1");
        check(column, "WO99/01234", "patent:WO1999001234");
    }

    #[test]
    fn an_application_number_is_no_publication() {
        for number in ["CN201710601862.3", "ZL201710601862.3", "201710601862.3"] {
            let row = serde_json::json!({
                "title": "Valve", "kind": "patent", "id": "7", "application_number": number,
            });
            let cells = row.as_object().unwrap().clone();
            let row = Row {
                file: "f".to_owned(),
                row: 1,
                cells,
                ..Row::default()
            };
            let context = Context {
                source: "s".to_owned(),
                kind: None,
                imported_at: String::new(),
            };
            assert_eq!(normalise(row, &context).unwrap().id, "s:7", "{number}");
        }
    }
}
