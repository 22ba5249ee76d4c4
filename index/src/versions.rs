//! What the catalogue keeps of a record beside the record itself: what each source says of it and
//! said before an import, and the user's edits.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record::Record;

/// What one source says of a record.
#[derive(Debug, Clone)]
pub(crate) struct SourceVersion {
    /// The record without `raw`; its first provenance names the source.
    pub(crate) record: Record,
    /// The row as it came, as JSON.
    pub(crate) raw: String,
}

impl SourceVersion {
    /// The source's name.
    pub(crate) fn source(&self) -> &str {
        self.record.newest_source()
    }
}

/// What a source said of a record before an import.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    /// Row of the record.
    pub(crate) row: u64,
    /// The source's name.
    pub(crate) source: String,
    /// What it said, newest first; nothing where it had not brought the record.
    pub(crate) parts: Vec<SourceVersion>,
}

/// An edit as the catalogue keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredEdit {
    pub(crate) field: String,
    pub(crate) at: String,
    /// Path → value.
    pub(crate) value: Map<String, Value>,
    /// What the sources said when the field was edited.
    pub(crate) base: Map<String, Value>,
}
