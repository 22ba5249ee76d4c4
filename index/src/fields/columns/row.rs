//! A row of a table that we exported.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{CUT, Cells, Column, NAMED, Part, cell};
use crate::fields::{put, taken};
use crate::record::{Kind, Provenance, Record};
use crate::request::Facet;
use crate::vocab::{self, Language};

/// Fields that say which listing it is: no cell changes them in one that is there.
const FIXED: [&str; 3] = ["id", "kind", "sources"];

/// Headers of the column of sources.
static SOURCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let headers = NAMED
        .iter()
        .filter(|(_, (column, _))| column.part == Part::Whole && column.field.name == "sources");
    let languages = [Language::Chinese, Language::English];
    headers
        .flat_map(|(_, (column, _))| languages.map(|language| column.header(language)))
        .collect()
});

/// The cells of such a row by their columns, and the languages of their headers.
#[derive(Debug, Clone)]
pub(crate) struct ExportedRow<'c> {
    cells: Vec<(Column, Language, &'c str)>,
    id: &'c str,
    kind: Kind,
    sources: Vec<Provenance>,
}

impl<'c> ExportedRow<'c> {
    /// The row with these cells, if it is one.
    pub(crate) fn of_cells(cells: &'c Map<String, Value>) -> Option<Self> {
        let has_sources = SOURCES.iter().any(|header| cells.contains_key(header));
        let texts = cells
            .iter()
            .filter_map(|(header, value)| Some((header.as_str(), value.as_str()?)));
        has_sources.then(|| Self::of(texts)).flatten()
    }

    /// Recognises a row by its id and by sources that are written as we write them.
    pub(crate) fn of(cells: impl Iterator<Item = (&'c str, &'c str)> + Clone) -> Option<Self> {
        let under = |name: &str| {
            cells.clone().find_map(|(header, text)| {
                let (column, language) = NAMED.get(&header.to_lowercase())?;
                let is_it = column.part == Part::Whole && column.field.name == name;
                (is_it && !text.is_empty()).then_some((column.field, *language, text))
            })
        };
        let (_, _, id) = under("id")?;
        let (field, language, sources) = under("sources")?;
        let mut sources = cell::read(field, sources, (Kind::default(), language))?;
        let sources: Vec<Provenance> =
            serde_json::from_value(sources.shift_remove("sources")?).ok()?;
        if sources.is_empty() {
            return None;
        }
        let kind = under("kind").and_then(|(.., text)| {
            let mut kinds = vocab::resolve(Facet::Kind, text).into_iter();
            kinds.next()?.parse().ok()
        });
        let known = cells.filter_map(|(header, text)| {
            let (column, language) = NAMED.get(&header.to_lowercase())?;
            (!text.ends_with(CUT)).then_some((*column, *language, text))
        });
        Some(Self {
            cells: known.collect(),
            id,
            kind: kind.unwrap_or_default(),
            sources,
        })
    }

    /// The record that the row alone is. What is not written as we write it is taken from how
    /// every table is read.
    pub(crate) fn record(&self, otherwise: &Record) -> Option<Record> {
        let read = Cells::of(&Record {
            sources: Vec::new(),
            ..otherwise.clone()
        });
        let mut fields = Value::Object(Map::new());
        for (column, language, text) in &self.cells {
            self.add(&mut fields, *column, (text, *language), &read);
        }
        let record: Record = serde_json::from_value(fields).ok()?;
        Some(Record {
            id: self.id.to_owned(),
            kind: self.kind,
            sources: self.sources.clone(),
            ..record
        })
    }

    fn add(
        &self,
        fields: &mut Value,
        column: Column,
        (text, language): (&str, Language),
        read: &Cells,
    ) {
        let Some(field) = column.field_of(self.kind) else {
            return;
        };
        if FIXED.contains(&field.name) {
            return;
        }
        let values = match column.part {
            Part::Whole => cell::read(field, text, (self.kind, language))
                .unwrap_or_else(|| taken(&read.fields, field)),
            // The office alone is in no other cell.
            Part::Piece(piece) if piece.name == "office" && !text.is_empty() => {
                Map::from_iter([(piece.path.to_owned(), text.into())])
            }
            // Whatever else a part says is said by its field.
            Part::Piece(_) | Part::Code if self.has_whole(column) => Map::new(),
            Part::Piece(_) | Part::Code => taken(&read.fields, field),
        };
        for (path, value) in &values {
            put(fields, path, Some(value));
        }
    }

    fn has_whole(&self, column: Column) -> bool {
        let mut cells = self.cells.iter();
        cells.any(|(known, ..)| known.part == Part::Whole && known.field.name == column.field.name)
    }

    /// What a listing that is there says once the cells that say something else than it does are
    /// taken from `row`, the record that the row is.
    pub(crate) fn over(&self, known: &Record, row: &Record) -> Option<Record> {
        let (said, new) = (Cells::of(known), Cells::of(row));
        let mut fields = Value::Object(said.fields.clone());
        for (column, language, text) in &self.cells {
            let Some(field) = column.field_of(known.kind) else {
                continue;
            };
            let is_same = column.written(&said, *language).trim() == text.trim();
            let is_silent = text.is_empty() && field.name == "title";
            if is_same || is_silent || FIXED.contains(&field.name) {
                continue;
            }
            let is_whole = column.part == Part::Whole;
            let read = is_whole.then(|| cell::read(field, text, (known.kind, *language)));
            let values = read.flatten();
            let values = values.unwrap_or_else(|| taken(&new.fields, field));
            for path in field.paths {
                put(&mut fields, path, values.get(*path));
            }
        }
        let record: Record = serde_json::from_value(fields).ok()?;
        Some(Record {
            sources: known.sources.clone(),
            edits: known.edits.clone(),
            ..record
        })
    }
}
