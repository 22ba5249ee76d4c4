//! A look at the beginning of what is to be imported, with what the user says of its columns.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qiao_index::normalise::{Column, Target};
use qiao_index::record::Kind;
use qiao_index::vocab::Language;

use super::map_text::{column_key, map_text};
use super::order::refusal;
use super::{ImportOrder, MappedImport};
use crate::import::{self, ColumnMap, FailedFile, FileError, Options, Preview, Progress};
use crate::messages::Failure;

/// No more is read of a file: by bytes, by questions whether to go on (64 rows each), by rows that
/// would be rejected.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
const MAX_ASKED: usize = 40;
const MAX_REJECTED: usize = 500;

/// What is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LookOrder {
    /// A file, folder or pattern, and perhaps a map behind it, as typed.
    pub(crate) typed: PathBuf,
    /// Language of reasons.
    pub(crate) language: Language,
    /// Fields that the user has chosen for columns.
    pub(crate) columns: Vec<(String, Target)>,
    /// The kind that the user has chosen for rows that do not say theirs.
    pub(crate) kind: Option<Kind>,
    /// Whether the first row of a table names the columns, where the user or an earlier look has
    /// said so: without names they go by position.
    pub(crate) header: Option<bool>,
}

impl LookOrder {
    /// A look at what was typed, of which the user has said nothing yet.
    pub(crate) const fn new(typed: PathBuf, language: Language) -> Self {
        Self {
            typed,
            language,
            columns: Vec::new(),
            kind: None,
            header: None,
        }
    }

    /// Whether anything is said that a map has to say.
    const fn says_something(&self) -> bool {
        !self.columns.is_empty() || self.kind.is_some() || self.header.is_some()
    }

    /// Says of a column what it holds.
    pub(crate) fn choose(&mut self, column: String, target: Target) {
        self.columns.retain(|(known, _)| *known != column);
        self.columns.push((column, target));
    }
}

/// What an import would find.
#[derive(Debug)]
pub(crate) struct ImportLook {
    /// What was looked at.
    pub(crate) order: LookOrder,
    /// Number of files; the first is shown.
    pub(crate) files: usize,
    /// What is in it.
    pub(crate) preview: Preview,
    /// It was read to its end.
    pub(crate) is_whole: bool,
    path: PathBuf,
    map: ColumnMap,
}

impl ImportLook {
    /// The column at a place as it is called in a map.
    pub(crate) fn column_key(&self, place: usize) -> Option<String> {
        let column = self.preview.columns.get(place)?;
        Some(column_key(column, &self.preview))
    }

    /// The import with a map of what the user has chosen, where anything was.
    pub(crate) fn mapped(&self) -> Option<MappedImport> {
        let language = self.order.language;
        self.order.says_something().then(|| MappedImport {
            path: self.path.clone(),
            map: map_text(&self.preview, Some(&self.map), language),
            language,
        })
    }
}

/// Looks at the beginning of the first file; nothing is written.
///
/// # Errors
/// The file or its map cannot be read.
pub(crate) fn look(order: LookOrder) -> anyhow::Result<ImportLook> {
    let ImportOrder { paths, mut options } = ImportOrder::typed(&order.typed, order.language)?;
    let path = paths.into_iter().next().unwrap_or_default();
    let map = chosen(&order, &options);
    if order.says_something() {
        options.kind = order.kind.or(options.kind);
        options.map = Some(Arc::new(map.clone()));
    }
    options.only_look = true;
    let files = import::files(&path);
    let number = files.len();
    let file = match files.into_iter().next() {
        Some(Ok(file)) => file,
        Some(Err(error)) => anyhow::bail!(refusal(&error)),
        None => path.clone(),
    };
    let mut preview = first(&file, &options)?;
    let is_stopped = |error: &FailedFile| matches!(error.error, FileError::Stopped);
    let is_whole = !preview.broken.as_ref().is_some_and(is_stopped);
    preview.broken = preview.broken.filter(|error| !is_stopped(error));
    Ok(ImportLook {
        order,
        files: number,
        preview,
        is_whole,
        path,
        map,
    })
}

/// What the map that was typed and the user's choices say together.
fn chosen(order: &LookOrder, options: &Options) -> ColumnMap {
    let mut map = options.map.as_deref().cloned().unwrap_or_default();
    map.kind = order.kind.or(map.kind);
    map.header = order.header.or(map.header);
    for (name, target) in &order.columns {
        map.columns.retain(|(known, _)| known != name);
        let column = Column {
            targets: vec![*target],
            ..Column::default()
        };
        map.columns.push((name.clone(), column));
    }
    map
}

/// The beginning of a file, or of the first that is packed in it.
fn first(file: &Path, options: &Options) -> Result<Preview, Failure> {
    let (mut asked, mut rejected) = (0, 0);
    let previews = import::preview(file, options, &mut |progress| {
        let bytes = match progress {
            Progress::Read { bytes, .. } => {
                asked += 1;
                bytes
            }
            Progress::Rejected(_) => {
                rejected += 1;
                0
            }
        };
        if bytes > MAX_BYTES || asked > MAX_ASKED || rejected > MAX_REJECTED {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    let mut failed = None;
    for preview in previews {
        match preview {
            Ok(preview) => return Ok(preview),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    Err(failed.map_or_else(
        || Failure::new("文件是空的", "the file is empty"),
        |error| refusal(&error),
    ))
}
