//! A row as a source wrote it → a [`Record`], or the reason why not.

use serde_json::{Map, Value};

use crate::record::{Kind, Record};

/// One row of a file, as a reader found it: names and values in order, nothing interpreted.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// File name as given by the user (for provenance and messages).
    pub file: String,
    /// Row or document in the file, from 1.
    pub row: u64,
    /// Header or key → value (strings from tables, anything from JSON).
    pub cells: Map<String, Value>,
}

/// What an import knows beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Name of the source: `--source`, else the file's name without folder and extensions.
    pub source: String,
    /// Kind of rows that do not say: `--kind`, else the format's; `None` is achievement.
    pub kind: Option<Kind>,
    /// Time of the import, RFC 3339 in UTC.
    pub imported_at: String,
}

/// A row that cannot become a record. `file` and `row` are those of the [`Row`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// File name.
    pub file: String,
    /// Row in the file, from 1.
    pub row: u64,
    /// Column that is at fault, or empty.
    pub column: String,
    /// Why.
    pub reason: RejectReason,
    /// The original text.
    pub original: String,
}

/// Why a row was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RejectReason {
    /// No column or key holds a title.
    NoTitle,
    /// The reader could not make sense of the row: its own words.
    Unreadable(String),
}

/// Turns a row into a record.
///
/// # Errors
/// The row has no title.
pub fn normalise(_row: Row, _context: &Context) -> Result<Record, Rejected> {
    unimplemented!()
}
