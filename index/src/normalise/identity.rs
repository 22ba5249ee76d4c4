//! Who a record is, and where it came from.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::cells::{Cells, sanitised};
use super::headers::Target;
use super::number::normalise_number;
use super::{Context, Row};
use crate::record::{Kind, Provenance, Record};

/// Longest id (bytes) that a source may give; longer ones are replaced by a hash.
const LONGEST: usize = 200;

/// Makes the id: a patent's publication number, else the source and its own id, else a hash of
/// kind, title, first institution and number.
pub(super) fn identify(record: &Record, cells: &Cells, context: &Context) -> String {
    if let Some(number) = published_number(record) {
        return format!("patent:{number}");
    }
    let own = cells.text(Target::Id);
    if !own.is_empty() && own.len() <= LONGEST {
        return format!("{}:{own}", context.source);
    }
    let parts = [
        record.kind.as_str(),
        &record.title,
        record.lead_institution(),
        &first_number(record),
    ];
    format!("hash:{}", hash(parts.join("\n").as_bytes(), 8))
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
    let written = format!(
        "{}{}{}",
        patent.office, patent.publication_number, patent.kind_code
    );
    Some(normalise_number(&written)?.to_string())
}

fn first_number(record: &Record) -> String {
    let of_patent = record.patent.as_ref().map(|patent| {
        if patent.publication_number.is_empty() {
            &patent.application_number
        } else {
            &patent.publication_number
        }
    });
    let of_achievement = || {
        record
            .achievement
            .as_ref()
            .map(|part| &part.registration_number)
    };
    let text = of_patent.or_else(of_achievement).map_or("", String::as_str);
    normalise_number(text).map_or_else(|| text.to_owned(), |number| number.to_string())
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
