//! The columns of exported tables, made of the table of fields: their headers in both languages,
//! what stands in a cell, and how a cell is read back.
//!
//! A cell says what the screen says, wherever that leads back to the value; else the value as it
//! is stored, else its JSON. So every table that was written can be read as it was.

mod cell;
mod parts;
mod price;
mod row;
mod status;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::fields::{self, BOOKKEEPING, FIELDS, Field, Label, Shape};
use crate::record::{Kind, Record};
use crate::vocab::Language;

pub(crate) use row::ExportedRow;

/// Stands at the end of a text that a cell has no room for; such a cell says nothing.
pub const CUT: &str = " …[cut 已截断]";

/// What stands between the values of a list.
const BETWEEN: &str = "; ";

/// Between the parts of a value.
const DOT: &str = " · ";

/// Who reads: of which kind the record is, and the language.
type Reader = (Kind, Language);

/// A column of an exported table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    field: &'static Field,
    part: Part,
}

/// What of its field a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it, as the screen shows it.
    Whole,
    /// The codes in place of their labels.
    Code,
    /// What lies at one of its paths, or inside of that.
    Piece(&'static Piece),
}

/// A part of a field that can have a column of its own.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    name: &'static str,
    label: Label,
    field: &'static str,
    path: &'static str,
}

const fn piece(name: &'static str, label: Label, field: &'static str, path: &'static str) -> Piece {
    Piece {
        name,
        label,
        field,
        path,
    }
}

/// The parts of fields that can have columns of their own; the office always has one, as a patent
/// may have no other number than its application's.
const PIECES: &[Piece] = &[
    piece(
        "office",
        ["专利局", "Office"],
        "publication_number",
        "patent.office",
    ),
    piece(
        "kind_code",
        ["文献种类", "Kind code"],
        "publication_number",
        "patent.kind_code",
    ),
    piece(
        "stage_raw",
        ["阶段原文", "Stage as written"],
        "stage",
        "stage_raw",
    ),
    piece("trl_min", ["最低TRL", "Lowest TRL"], "stage", "trl_min"),
    piece("trl_max", ["最高TRL", "Highest TRL"], "stage", "trl_max"),
    piece(
        "price_min",
        ["最低价格", "Lowest price"],
        "price",
        "price.min",
    ),
    piece(
        "price_max",
        ["最高价格", "Highest price"],
        "price",
        "price.max",
    ),
    piece("currency", ["币种", "Currency"], "price", "price.currency"),
    piece(
        "budget_min",
        ["最低预算", "Lowest budget"],
        "budget",
        "need.budget.min",
    ),
    piece(
        "budget_max",
        ["最高预算", "Highest budget"],
        "budget",
        "need.budget.max",
    ),
    piece(
        "legal_raw",
        ["法律状态原文", "Legal status as written"],
        "legal",
        "patent.legal.raw",
    ),
    piece(
        "legal_date",
        ["法律状态日", "Legal status date"],
        "legal",
        "patent.legal.date",
    ),
];

/// Headers of the columns of codes, by the header of their field.
const CODES: [&str; 2] = ["（代码）", " (code)"];

/// What a record has in its columns: made once, read by every column.
#[derive(Debug, Clone)]
pub struct Cells {
    kind: Kind,
    fields: Map<String, Value>,
}

impl Cells {
    /// Those of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let bare = Record {
            raw: Value::Null,
            edits: Vec::new(),
            ..record.clone()
        };
        let fields = match serde_json::to_value(bare) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Self {
            kind: record.kind,
            fields,
        }
    }

    /// What stands in the column of a field, as readers of a language are told it.
    #[must_use]
    pub fn written(&self, field: &'static Field, language: Language) -> String {
        Column::whole(field).written(self, language)
    }
}

impl Column {
    const fn whole(field: &'static Field) -> Self {
        Self {
            field,
            part: Part::Whole,
        }
    }

    /// Its name: in `--columns`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.part {
            Part::Whole => self.field.name.to_owned(),
            Part::Code => format!("{}.code", self.field.name),
            Part::Piece(piece) => piece.name.to_owned(),
        }
    }

    /// What stands above it for readers of a language.
    #[must_use]
    pub fn header(&self, language: Language) -> String {
        let of = |[chinese, english]: Label| match language {
            Language::Chinese => chinese,
            Language::English => english,
        };
        let label = self.field.common_label(language);
        match self.part {
            Part::Whole => label.to_owned(),
            Part::Code => format!("{label}{}", of(CODES)),
            Part::Piece(piece) => of(piece.label).to_owned(),
        }
    }

    /// What it holds.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self.part {
            Part::Whole => self.field.shape,
            Part::Piece(piece) if piece.path.ends_with("date") => Shape::Date,
            Part::Piece(piece) if piece.name.ends_with("_min") || piece.name.ends_with("_max") => {
                Shape::Count
            }
            Part::Code | Part::Piece(_) => Shape::Line,
        }
    }

    /// Whether it says whom to ask.
    #[must_use]
    pub fn is_of_contact(&self) -> bool {
        self.field
            .paths
            .iter()
            .any(|path| path.starts_with("contact."))
    }

    /// What stands in it for a record, as readers of a language are told it.
    #[must_use]
    pub fn written(&self, cells: &Cells, language: Language) -> String {
        let Some(field) = self.field_of(cells.kind) else {
            return String::new();
        };
        match self.part {
            Part::Whole => {
                let values = cell::values(field, &cells.fields);
                cell::written(field, &values, (cells.kind, language))
            }
            Part::Code => cell::coded(&cell::values(field, &cells.fields)),
            Part::Piece(piece) => {
                fields::get(&cells.fields, piece.path).map_or_else(String::new, cell::text)
            }
        }
    }

    /// Its field in records of a kind, which may share its name with that of another.
    fn field_of(&self, kind: Kind) -> Option<&'static Field> {
        fields::of_kind(kind).find(|field| field.name == self.field.name)
    }
}

/// All columns that there can be, those of every table first.
pub fn all() -> impl Iterator<Item = Column> {
    let of_pieces = PIECES.iter().filter(|piece| piece.name != "office");
    let with_codes = wholes().filter(|column| column.field.facet.is_some());
    let codes = with_codes.map(|column| Column {
        part: Part::Code,
        ..column
    });
    usual().chain(codes).chain(of_pieces.filter_map(of_piece))
}

/// The columns of a table where nobody says which: every field once, and the office of patents.
pub fn usual() -> impl Iterator<Item = Column> {
    wholes().flat_map(|column| {
        let office = PIECES.iter().find(|piece| piece.name == "office");
        let is_number = column.field.name == "publication_number";
        let office = office.filter(|_| is_number).and_then(of_piece);
        office.into_iter().chain([column])
    })
}

fn wholes() -> impl Iterator<Item = Column> {
    let is_first = |(at, field): &(usize, &Field)| {
        let before = FIELDS.iter().take(*at);
        before.into_iter().all(|other| other.name != field.name)
    };
    let fields = FIELDS.iter().enumerate().filter(is_first);
    fields
        .filter(|(_, field)| !BOOKKEEPING.contains(&field.name))
        .map(|(_, field)| Column::whole(field))
}

fn of_piece(piece: &'static Piece) -> Option<Column> {
    let field = fields::first_named(piece.field)?;
    Some(Column {
        field,
        part: Part::Piece(piece),
    })
}

/// Columns by their names and by their headers in both languages.
static NAMED: LazyLock<HashMap<String, (Column, Language)>> = LazyLock::new(|| {
    let mut named = HashMap::new();
    for language in [Language::English, Language::Chinese] {
        for column in all() {
            let names = [column.name(), column.header(language)];
            for name in names {
                named
                    .entry(name.to_lowercase())
                    .or_insert((column, language));
            }
        }
    }
    named
});

/// The column of this name or with this header in either language.
#[must_use]
pub fn named(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    let known = NAMED.get(&name).map(|(column, _)| *column);
    known.or_else(|| also_named(&name))
}

/// Whether a table with these headers may be one that we exported: its rows say which listing
/// each is of, and need no title.
#[must_use]
pub fn are_exported(headers: &[String]) -> bool {
    let has = |name: &str| {
        let columns = headers.iter().filter_map(|header| named(header));
        columns.into_iter().any(|column| column.name() == name)
    };
    has("id") && has("sources")
}

/// A field by a label that it has in one kind, or by a further name.
fn also_named(name: &str) -> Option<Column> {
    let mut fields = Kind::ALL
        .into_iter()
        .filter_map(|kind| fields::named(name, kind));
    let field = fields.next()?;
    wholes().find(|column| column.field.name == field.name)
}

#[cfg(test)]
mod tests;
