//! A map as a file.

use std::path::Path;

use anyhow::Context as _;

use super::ColumnMap;
use crate::messages::{Failure, escape_controls};

impl ColumnMap {
    /// Reads a map from its file; a mistake in it is a failure of its own.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn open(file: &Path) -> anyhow::Result<Result<Self, Failure>> {
        let name = file.to_string_lossy();
        let shown = escape_controls(&name);
        let bytes = std::fs::read(file).with_context(|| {
            Failure::new(
                format!("读不出映射文件 {shown}"),
                format!("cannot read the map {shown}"),
            )
        })?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => Self::read(&text, &name),
            Err(_) => Err(Failure::new(
                format!("{shown}：映射文件应为 UTF-8 编码"),
                format!("{shown}: a map is a file in UTF-8"),
            )),
        })
    }
}
