//! Rows as they came, as the catalogue keeps them.
//!
//! A patent's description stands in its record and once more in its row as it came. The row is
//! rarely read, so a long one is packed. Measured on 100 grants of a weekly file (23 MB): the
//! catalogue takes 13 MB instead of 23, and the import no longer.

use rusqlite::Row;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

use crate::inner_error::Result;

/// Rows of fewer bytes gain too little.
const MIN_PACKED_BYTES: usize = 2 * 1024;
/// Of zstd's levels the one that it recommends: higher ones take much longer for little more.
const LEVEL: i32 = 3;

/// A row as it came (JSON) as it is stored: as text, or packed.
pub(super) fn stored(json: &str) -> ToSqlOutput<'_> {
    let packed = (json.len() >= MIN_PACKED_BYTES)
        .then(|| zstd::bulk::compress(json.as_bytes(), LEVEL).ok())
        .flatten()
        .filter(|packed| packed.len() < json.len());
    match packed {
        Some(packed) => ToSqlOutput::Owned(Value::Blob(packed)),
        None => ToSqlOutput::Borrowed(ValueRef::Text(json.as_bytes())),
    }
}

/// The JSON of a row as it came that is stored in a column.
pub(super) fn read(row: &Row<'_>, column: usize) -> Result<String> {
    let ValueRef::Blob(packed) = row.get_ref(column)? else {
        return Ok(row.get(column)?);
    };
    let unpacked = zstd::decode_all(packed).map(String::from_utf8);
    let damaged = |reason: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Blob, reason)
    };
    let text = unpacked.map_err(|error| damaged(error.into()))?;
    Ok(text.map_err(|error| damaged(error.into()))?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use rusqlite::Connection;

    use super::*;

    fn check(json: &str, kind: &str) {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE t (raw TEXT NOT NULL)")
            .unwrap();
        connection
            .execute("INSERT INTO t VALUES (?1)", [stored(json)])
            .unwrap();
        let found = connection.query_row("SELECT raw, typeof(raw) FROM t", [], |row| {
            Ok((read(row, 0).unwrap(), row.get::<_, String>(1)?))
        });
        assert_eq!(found.unwrap(), (json.to_owned(), kind.to_owned()));
    }

    #[test]
    fn rows_come_back_as_they_were_packed_or_not() {
        check("null", "text");
        check(
            &format!("{{\"a\":\"{}\"}}", "桥".repeat(MIN_PACKED_BYTES)),
            "blob",
        );
    }

    #[test]
    fn a_damaged_row_is_an_error() {
        let connection = Connection::open_in_memory().unwrap();
        let found =
            connection.query_row("SELECT x'28b52ffd00'", [], |row| Ok(read(row, 0).is_err()));
        assert!(found.unwrap());
    }
}
