//! Which tables are none of listings.

use std::sync::Arc;

use qiao_index::fields::columns::are_exported;
use qiao_index::normalise::{Context, Mapping, Row, normalise};
use serde_json::Value;

use super::editions::edition;
use super::errors::FileError;
use super::map::ColumnMap;

/// Names of the column that a classification has and a list of listings has not.
const CODE_COLUMNS: [&str; 3] = ["code", "代码", "编码"];
/// Most columns of a classification.
const CODE_TABLE_WIDTH: usize = 6;

/// Why a table with these columns is none of listings.
pub(super) fn refusal(columns: &[String], map: Option<&ColumnMap>) -> Option<FileError> {
    if map.is_none() && is_code_table(columns) {
        Some(FileError::CodeTable)
    } else if makes_titles(columns, map) || are_exported(columns) {
        None
    } else {
        Some(FileError::NoTitleColumn)
    }
}

/// Whether a row with something in every column would have a title.
pub(super) fn makes_titles(columns: &[String], map: Option<&ColumnMap>) -> bool {
    let something = |name: &String| (name.clone(), Value::String("x".to_owned()));
    let row = Row {
        file: String::new(),
        row: 1,
        cells: columns.iter().map(something).collect(),
        kind: None,
        mapping: mapping(map, columns),
    };
    let context = Context {
        source: String::new(),
        kind: None,
        imported_at: String::new(),
    };
    normalise(row, &context).is_ok()
}

/// How the columns of a table are read: as the user says, else as its edition does.
pub(super) fn mapping(map: Option<&ColumnMap>, columns: &[String]) -> Arc<Mapping> {
    let known = edition(columns).map(|edition| edition.columns(columns));
    let named = map.into_iter().flat_map(|map| map.named(columns));
    // Of two that name a column the last stands.
    let named = known.into_iter().flatten().chain(named);
    let constants = map.map(|map| map.constants.clone());
    Arc::new(Mapping::new(named, constants.unwrap_or_default()))
}

/// Whether these are the columns of a list of codes and their names, not of listings.
fn is_code_table(columns: &[String]) -> bool {
    let is_code = |name: &String| CODE_COLUMNS.contains(&name.to_lowercase().as_str());
    columns.len() <= CODE_TABLE_WIDTH && columns.iter().any(is_code)
}
