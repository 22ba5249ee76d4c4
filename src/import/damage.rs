//! Bytes of a file that could not be decoded: where they were, and which column they stand in.

use serde_json::{Map, Value};

/// Bytes that are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Bytes of text between the start of what was asked for and the U+FFFD in their place.
    pub(super) at: usize,
    /// Bytes of the file in front of them.
    pub(super) offset: u64,
    /// A NUL, which every encoding has and no text.
    pub(super) is_nul: bool,
    /// The encoding that they are not of.
    pub(super) encoding: &'static str,
}

impl Damage {
    /// The bytes of a text, with another in place of the damaged ones.
    pub(super) fn mended<'t>(
        &self,
        text: &'t str,
        byte: u8,
    ) -> impl Iterator<Item = (usize, u8)> + use<'t> {
        let (at, length) = (self.at, MARK.len());
        let bytes = text.bytes().enumerate();
        bytes.filter_map(move |(place, found)| match place.checked_sub(at) {
            Some(0) => Some((place, byte)),
            Some(inside) if inside < length => None,
            _ => Some((place, found)),
        })
    }
}

/// Stands in the text for what could not be decoded.
pub(super) const MARK: &[u8] = "\u{fffd}".as_bytes();

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
