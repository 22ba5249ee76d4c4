//! Where rows come from: a file, a sheet or list in it, and what is known of its columns.

use std::sync::Arc;

use qiao_index::normalise::{Mapping, RejectReason, Rejected, Row};
use qiao_index::record::Kind;
use qiao_index::vocab::Language;
use serde_json::{Map, Value};

use super::Options;
use super::editions::{edition, edition_of_object};
use super::errors::{FailedFile, FileError, RowError};
use super::map::ColumnMap;
use super::named_kind::kind_of_name;
use super::refusal::{mapping, refusal};

/// Characters of a rejected row that are reported at most.
const MAX_ORIGINAL_CHARACTERS: usize = 2_000;

/// Where rows come from: makes rows and rejects that say so.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file as given by the user.
    pub(super) file: String,
    /// Language of the reasons.
    pub(super) language: Language,
    /// What the name of the sheet, or the edition of the table, says of the rows.
    kind: Option<Kind>,
    /// The user has named the format: nothing is refused for its looks.
    is_named: bool,
    map: Option<Arc<ColumnMap>>,
    mapping: Arc<Mapping>,
}

impl Origin {
    /// The origin of a file's rows.
    pub(super) fn new(file: String, options: &Options) -> Self {
        let map = options.map.clone();
        let mapping = map.as_ref().map(|map| map.mapping(&[]));
        Self {
            file,
            language: options.language,
            kind: None,
            is_named: options.format.is_some(),
            map,
            mapping: mapping.unwrap_or_default(),
        }
    }

    /// The origin of the rows of a sheet of this name; the only sheet of a file needs none.
    pub(super) fn of_sheet(&self, name: &str) -> Self {
        let mut origin = self.clone();
        if !name.is_empty() {
            origin.file = format!("{}/{name}", origin.file);
            origin.kind = kind_of_name(name);
        }
        origin
    }

    /// The origin of the rows of a table whose columns have these names.
    pub(super) fn of_columns(&self, columns: &[String]) -> Self {
        Self {
            kind: self.kind.or_else(|| edition(columns)?.kind()),
            mapping: mapping(self.map(), columns),
            ..self.clone()
        }
    }

    /// A row that an object is.
    pub(super) fn object(&self, row: u64, cells: Map<String, Value>, kind: Option<Kind>) -> Row {
        let Some(edition) = edition_of_object(&cells) else {
            let row = self.row(row, cells);
            return Row { kind, ..row };
        };
        let keys: Vec<String> = cells.keys().cloned().collect();
        Row {
            kind: kind.or(edition.kind()),
            mapping: mapping(self.map(), &keys),
            ..self.row(row, cells)
        }
    }

    /// What the user says of the columns.
    pub(super) fn map(&self) -> Option<&ColumnMap> {
        self.map.as_deref()
    }

    /// Why a sheet with these columns is passed over.
    pub(super) fn refusal(&self, columns: &[String]) -> Option<FileError> {
        refusal(columns, self.map()).filter(|_| !self.is_named)
    }

    /// What the map says of columns that are none of these.
    pub(super) fn map_columns_missing(&self, columns: &[String]) -> Option<FailedFile> {
        self.missed(self.map()?.missing(columns))
    }

    /// That the map names columns which the file does not have.
    pub(super) fn missed(&self, columns: Vec<String>) -> Option<FailedFile> {
        (!columns.is_empty()).then(|| self.remark(FileError::MapColumnsMissing(columns)))
    }

    /// A remark on the file.
    pub(super) fn remark(&self, error: FileError) -> FailedFile {
        let path = self.file.clone();
        FailedFile { path, error }
    }

    /// How the cells of these columns are read.
    pub(super) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// A row that could be read.
    pub(super) fn row(&self, row: u64, cells: Map<String, Value>) -> Row {
        Row {
            file: self.file.clone(),
            row,
            cells,
            kind: self.kind,
            mapping: Arc::clone(&self.mapping),
        }
    }

    /// A row that could not.
    pub(super) fn reject(
        &self,
        row: u64,
        column: &str,
        row_error: &RowError,
        original: &str,
    ) -> Rejected {
        Rejected {
            file: self.file.clone(),
            row,
            column: column.to_owned(),
            reason: RejectReason::Unreadable(row_error.say(self.language)),
            original: shortened(original.trim_end_matches(['\n', '\r'])),
        }
    }
}

/// As much of a rejected row as is reported.
pub(super) fn shortened(original: &str) -> String {
    original.chars().take(MAX_ORIGINAL_CHARACTERS).collect()
}
