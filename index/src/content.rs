//! What a record says, as the fields of its export.

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::record::Record;

/// The fields of an exported record.
pub(crate) type Content = Map<String, Value>;

/// A record's fields as exported, without what its source has not said.
pub(crate) fn content(record: &Record) -> Result<Content> {
    match serde_json::to_value(without_origin(record)) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(unreadable(record, &error)),
    }
}

/// The record of such fields; `of` is the one that it is about.
pub(crate) fn from_content(of: &Record, fields: Content) -> Result<Record> {
    serde_json::from_value(Value::Object(fields)).map_err(|error| unreadable(of, &error))
}

fn unreadable(record: &Record, error: &serde_json::Error) -> Error {
    Error::Record {
        id: record.id.clone(),
        reason: error.to_string(),
    }
}

/// The record as a source tells it: without what the library keeps beside it.
pub(crate) fn without_origin(record: &Record) -> Record {
    Record {
        sources: Vec::new(),
        edits: Vec::new(),
        conflicts: Vec::new(),
        raw: Value::Null,
        ..record.clone()
    }
}
