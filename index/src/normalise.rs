//! A row as a source wrote it → a [`Record`], or the reason why not.
//!
//! Headers and keys are looked up in what the user says of them ([`Mapping`]), then in
//! `aliases.tsv`; each field of the record then reads the
//! cells of its headers. What no field understands stays in [`Record::raw`].
//!
//! A row of a table that we exported is read by [`crate::fields::columns`], as it was written.
//!
//! The id of a record is, in this order: the `id` of our own export (beside `sources`);
//! `patent:<office number kind>` of a patent with a publication number; `<source>:<id>` where
//! the source has ids; a hash of all that the row says.
//!
//! The kind is that of the row, else of the import ([`Context::kind`]), else of the list or sheet
//! around it ([`Row::kind`]), else what the headers say, else achievement.

mod cells;
mod common;
mod contact;
mod date;
mod email;
mod evidence;
mod headers;
mod identity;
pub(crate) mod japan;
mod kinds;
mod languages;
mod legal;
mod list;
mod mapping;
mod mojibake;
mod names;
mod number;
mod numeral;
mod patent_facts;
mod phone;
mod price;
mod price_columns;
mod qq;
mod taken;
mod text;
mod translations;

use std::sync::Arc;

use serde_json::{Map, Value};

pub use date::Order;
pub use evidence::KindOfColumns;
pub(crate) use headers::name_of_header;
pub use headers::{Target, is_known_header};
pub(crate) use identity::unread_cells;
pub(crate) use japan::JapaneseNumber;
pub use mapping::{Column, Mapping};
pub(crate) use mojibake::is_garbled;
pub use names::person as person_name;
pub use number::{PatentNumber, normalise_number};
pub(crate) use phone::without_extension;
pub use phone::{PhoneCheck, check_phone};
pub use price::{Unit, price as read_price};
pub use price_columns::PriceColumns;
pub use taken::takes;
pub use text::entity;
pub(crate) use text::nfkc;

use crate::fields::columns::ExportedRow;
use crate::record::{Kind, Provenance, Record};
use cells::{Cells, Crowded, typed};

/// One row of a file, as a reader found it: names and values in order, nothing interpreted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// File name as given by the user (for provenance and messages).
    pub file: String,
    /// Row or document in the file, from 1.
    pub row: u64,
    /// Header or key → value (strings from tables, anything from JSON).
    pub cells: Map<String, Value>,
    /// What the list or sheet around it says of its kind.
    pub kind: Option<Kind>,
    /// What the user says of the cells.
    pub mapping: Arc<Mapping>,
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
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub enum RejectReason {
    /// No column or key holds a title.
    NoTitle,
    /// No column or key holds a title, but one names a publication, to which the row can be added
    /// where the library has it: an office's answer about claims or legal status.
    Nameless(Box<Record>),
    /// Its cells list more values than [`MAX_LISTED`](crate::limits::MAX_LISTED).
    TooManyValues,
    /// The reader could not make sense of the row: its own words.
    Unreadable(String),
}

/// Turns a row into a record.
///
/// # Errors
/// The row has no title, or lists more values than any does.
pub fn normalise(row: Row, context: &Context) -> Result<Record, Rejected> {
    if let Some(own) = identity::own_record(&row.cells) {
        return if own.title.trim().is_empty() {
            Err(rejected(row, RejectReason::NoTitle))
        } else {
            Ok(own)
        };
    }
    if row.mapping.is_empty()
        && let Some(own) = ExportedRow::of_cells(&row.cells)
        && let Some(record) = own.record(&read(&row, context)?)
    {
        return of_exported_table(row, record);
    }
    let mut record = read(&row, context)?;
    record
        .sources
        .insert(0, identity::provenance(&row, context));
    if !record.title.is_empty() {
        record.raw = Value::Object(row.cells);
        return Ok(record);
    }
    let reason = if identity::is_publication(&record) {
        record.raw = Value::Object(row.cells.clone());
        RejectReason::Nameless(Box::new(record))
    } else {
        RejectReason::NoTitle
    };
    Err(rejected(row, reason))
}

/// The record of a row of a table that we exported. One without a title can still be of a listing
/// that is there.
fn of_exported_table(row: Row, mut record: Record) -> Result<Record, Rejected> {
    let texts = row.cells.iter();
    let texts =
        texts.filter_map(|(header, value)| Some((header.clone(), value.as_str()?.to_owned())));
    record.exported_cells = Some(texts.collect());
    record.raw = Value::Object(row.cells.clone());
    if record.title.is_empty() {
        let reason = RejectReason::Nameless(Box::new(record));
        return Err(rejected(row, reason));
    }
    Ok(record)
}

/// Reads the fields of a row.
fn read(row: &Row, context: &Context) -> Result<Record, Rejected> {
    record_of(row, context).map_err(|Crowded(column)| Rejected {
        column,
        ..rejected(row.clone(), RejectReason::TooManyValues)
    })
}

fn rejected(row: Row, reason: RejectReason) -> Rejected {
    Rejected {
        file: row.file,
        row: row.row,
        column: String::new(),
        reason,
        original: Value::Object(row.cells).to_string(),
    }
}

/// Values of date columns in a row as it came that are no dates (`2020-02-30`), with their
/// columns. Words without a digit (`长期`) and zeros are not meant to be any.
pub(crate) fn unread_dates(raw: &Value) -> Vec<(String, String)> {
    let row = raw.as_object();
    row.map_or_else(Vec::new, |row| {
        Cells::new(row, mapping::NONE).unread_dates()
    })
}

/// The kind that the columns of a row say together, where they do.
#[must_use]
pub fn kind_of_columns(cells: &Map<String, Value>, mapping: &Mapping) -> Option<KindOfColumns> {
    Cells::new(cells, mapping).kind_of_columns()
}

/// Reads one value alone, as if it stood under a header of the field that the header table names
/// so; `None` where no row can have it.
pub(crate) fn read_field(name: &str, value: Value, kind: Kind) -> Option<Record> {
    let mut cells = Map::new();
    cells.insert("title".to_owned(), Value::from("title"));
    cells.insert("kind".to_owned(), Value::from(kind.as_str()));
    cells.insert(headers::header_of_name(name)?.to_owned(), value);
    let context = Context {
        source: String::new(),
        kind: Some(kind),
        imported_at: String::new(),
    };
    let row = Row {
        file: String::new(),
        row: 0,
        cells,
        kind: None,
        mapping: Arc::default(),
    };
    record_of(&row, &context).ok()
}

/// Reads the fields of a row that is no record of ours; the title may be empty. A row that lists too
/// many values is not read.
fn record_of(row: &Row, context: &Context) -> Result<Record, Crowded> {
    let cells = Cells::new(&row.cells, &row.mapping);
    let kind = common::kind(&cells, context.kind.or(row.kind));
    let mut titles = common::titles(&cells);
    let name = cells.text(Target::Name);
    let has_title = !titles.is_empty();
    if !name.is_empty() && kind == Kind::Expert {
        titles = common::names_of_person(&cells, name);
    } else if !name.is_empty() && !has_title {
        titles = vec![name];
    }
    let title = if titles.is_empty() {
        String::new()
    } else {
        titles.remove(0)
    };
    let contact = contact::contacts(&cells, kind, has_title);
    let institutions = common::institutions(&cells);
    let (region, is_inferred) = common::region(&cells, &contact, &institutions);
    let mut record = Record {
        kind,
        title,
        title_alt: titles,
        summary: cells.paragraphs(Target::Summary),
        body: cells.paragraphs(Target::Body),
        keywords: cells.list(Target::Keywords, list::keywords),
        institutions,
        people: common::people(&cells, kind),
        subjects: common::subjects(&cells, kind),
        region,
        maturity: common::maturity(&cells),
        cooperation: common::cooperation(&cells),
        price: common::price(&cells),
        status: common::status(&cells),
        dates: common::dates(&cells),
        contact,
        links: common::links(&cells),
        references: common::references(&cells),
        inferred: common::inferred(&cells, kind, is_inferred),
        ..Record::default()
    };
    record.translations = translations::translations(&cells, &record);
    kinds::add(&mut record, &cells);
    record.id = identity::identify(&record, &row.cells, &cells, context);
    record.other_numbers = kinds::other_numbers(&record, &cells);
    if identity::has_sources(&row.cells) {
        keep_identity(&mut record, &cells);
    }
    cells.all_listed()?;
    Ok(record)
}

/// Our own export that somebody has edited into something we do not write: its id and its
/// provenance stand.
fn keep_identity(record: &mut Record, cells: &Cells) {
    let id = cells.text(Target::Id);
    if !id.is_empty() {
        record.id = id;
    }
    let sources: Option<Vec<Provenance>> = cells.values(Target::Sources).find_map(typed);
    record.sources = sources.unwrap_or_default();
}

#[cfg(test)]
mod tests;
