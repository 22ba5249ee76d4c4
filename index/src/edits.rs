//! What a user can change in a record, and how.
//!
//! An edit is kept beside the record: the values of one field, and what the sources said when it
//! was edited. It is laid over what the sources say whenever the record is made anew, so that an
//! import never overwrites it; where the sources say something else by then, that is a conflict,
//! which is told and not resolved. Where sources disagree among themselves, an edit settles that.
//!
//! Values are read by the normaliser, so that everything that a source may write can be typed.

use serde_json::{Map, Value};

use crate::content::{content, from_content};
use crate::error::Result;
use crate::fields::{self, Field, Shape, put, taken};
use crate::normalise::{Unit, name_of_header, read_field, read_price};
use crate::query;
use crate::record::{Conflict, Edit, Kind, LegalClass, Price, Record};
use crate::request::Facet;
use crate::versions::StoredEdit;
use crate::vocab::{self, Language};

/// What the names of the query language mean here.
const ALSO: [(query::Field, &str); 19] = [
    (query::Field::Title, "title"),
    (query::Field::Abstract, "summary"),
    (query::Field::Keyword, "keywords"),
    (query::Field::Text, "body"),
    (query::Field::Institution, "institutions"),
    (query::Field::Person, "people"),
    (query::Field::TechField, "fields"),
    (query::Field::Industry, "industries"),
    (query::Field::Discipline, "disciplines"),
    (query::Field::Region, "region"),
    (query::Field::Ipc, "ipc"),
    (query::Field::Stage, "stage"),
    (query::Field::Cooperation, "cooperation"),
    (query::Field::Price, "price"),
    (query::Field::Status, "status"),
    (query::Field::Legal, "legal"),
    (query::Field::Filed, "filed"),
    (query::Field::Published, "published"),
    (query::Field::Granted, "granted"),
];

/// Why an edit cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// No field that records of this kind have is named so.
    Unknown(String),
    /// A record needs a title.
    NoTitle,
    /// The field cannot hold the value.
    Unreadable {
        /// The field.
        field: &'static str,
        /// As written.
        value: String,
    },
    /// The field was not edited: there is nothing to take back.
    NotEdited(&'static str),
}

/// One thing to do to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Give it a value as a person writes it; the empty one empties it.
    Set(&'static Field, String),
    /// Let it say again what the sources say.
    Reset(&'static Field),
}

/// The fields of records of a kind that can be edited.
pub fn fields_of(kind: Kind) -> impl Iterator<Item = &'static Field> {
    fields::of_kind(kind).filter(|field| field.is_editable)
}

/// Finds a field by its name, its label in either language, a name of the query language, or any
/// header that imports know.
///
/// # Errors
/// [`EditError::Unknown`]
pub fn named(name: &str, kind: Kind) -> std::result::Result<&'static Field, EditError> {
    let name = name.trim();
    let find = |name: &str| fields::named(name, kind).filter(|field| field.is_editable);
    let in_queries = || {
        let meant = query::Field::named(name)?;
        let also = ALSO.iter().find(|(field, _)| *field == meant);
        also.and_then(|(_, name)| find(name))
    };
    find(name)
        .or_else(in_queries)
        .or_else(|| {
            let field = fields::of_target(name_of_header(name)?, kind)?;
            let is_whole = field
                .targets
                .first()
                .is_some_and(|it| Some(*it) == name_of_header(name));
            Some(field).filter(|field| is_whole && field.is_editable)
        })
        .ok_or_else(|| EditError::Unknown(name.to_owned()))
}

/// Reads a value for a field of a record.
///
/// # Errors
/// [`EditError::NoTitle`], [`EditError::Unreadable`]
pub(crate) fn read(
    field: &'static Field,
    text: &str,
    record: &Record,
) -> std::result::Result<Map<String, Value>, EditError> {
    let text = text.trim();
    if text.is_empty() {
        return match field.name {
            "title" => Err(EditError::NoTitle),
            _ => Ok(Map::new()),
        };
    }
    let unreadable = || EditError::Unreadable {
        field: field.name,
        value: text.to_owned(),
    };
    let values = |text: &str| {
        let parts = text.split([';', '；', '\n']).map(str::trim);
        Value::from(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>())
    };
    let value = match field.shape {
        Shape::List => values(text),
        _ => Value::from(text),
    };
    let header = field.targets.first().ok_or_else(unreadable)?;
    let mut read = read_field(header, value, record.kind).ok_or_else(unreadable)?;
    // What a source writes in place of a price is kept; a user who types one means it to be read.
    let is_price = |text: &str| read_price(text, Unit::Unknown).is_some();
    let known = match field.name {
        "price" | "budget" => is_price(text),
        "status" => !vocab::resolve(Facet::Status, text).is_empty(),
        "stage" => read.maturity.trl_min.is_some() || read.maturity.stage.as_str() != "unknown",
        "ipc" => {
            let mut symbols = read.subjects.ipc.iter();
            symbols.all(|symbol| !vocab::resolve(Facet::Ipc, symbol).is_empty())
        }
        "legal" => place_legal(&mut read),
        _ => true,
    };
    let values = content(&read)
        .map(|read| taken(&read, field))
        .unwrap_or_default();
    if values.is_empty() || !known {
        return Err(unreadable());
    }
    Ok(values)
}

/// Places a legal status, and says whether that can be done. The name of a class is the class
/// itself, not words of an office.
fn place_legal(read: &mut Record) -> bool {
    let Some(patent) = &mut read.patent else {
        return false;
    };
    let legal = &mut patent.legal;
    for class in [LegalClass::Alive, LegalClass::Pending, LegalClass::Dead] {
        let names = [Language::Chinese, Language::English]
            .map(|language| vocab::label(Facet::Legal, class.as_str(), language));
        let is_name = |name: &str| name.eq_ignore_ascii_case(legal.raw.trim());
        if is_name(class.as_str()) || names.iter().any(|name| is_name(name)) {
            legal.class = class;
            legal.raw.clear();
            return true;
        }
    }
    legal.class != LegalClass::Unknown
}

/// Carries changes out on the edits of a record, of which the sources tell what `told` says.
pub(crate) fn carry_out(
    changes: &[Change],
    told: &Record,
    kept: &mut Vec<StoredEdit>,
    at: &str,
) -> std::result::Result<(), EditError> {
    let said = content(told).unwrap_or_default();
    for change in changes {
        let (Change::Set(field, _) | Change::Reset(field)) = change;
        let before = kept.iter().position(|edit| edit.field == field.name);
        let before = before.map(|at| kept.remove(at));
        match change {
            Change::Set(field, text) => kept.push(StoredEdit {
                field: field.name.to_owned(),
                at: at.to_owned(),
                value: read(field, text, told)?,
                base: taken(&said, field),
            }),
            Change::Reset(field) if before.is_none() => {
                return Err(EditError::NotEdited(field.name));
            }
            Change::Reset(_) => {}
        }
    }
    Ok(())
}

/// Whether a change can be made to a record.
///
/// # Errors
/// Why not.
pub fn check(change: &Change, record: &Record) -> std::result::Result<(), EditError> {
    match change {
        Change::Set(field, text) => read(field, text, record).map(drop),
        Change::Reset(_) => Ok(()),
    }
}

/// Lays edits over what the sources say.
pub(crate) fn applied(record: Record, edits: &[StoredEdit]) -> Result<Record> {
    if edits.is_empty() {
        return Ok(record);
    }
    let mut fields = Value::Object(content(&record)?);
    let mut told = Vec::with_capacity(edits.len());
    for edit in edits {
        let Ok(field) = named(&edit.field, record.kind) else {
            continue;
        };
        let source = fields
            .as_object()
            .map(|fields| taken(fields, field))
            .unwrap_or_default();
        for path in field.paths {
            put(&mut fields, path, edit.value.get(*path));
        }
        told.push(Edit {
            field: edit.field.clone(),
            at: edit.at.clone(),
            conflict: source != edit.base && source != edit.value,
            source,
        });
    }
    let Value::Object(fields) = fields else {
        return Ok(record);
    };
    let is_open = |known: &&Conflict| told.iter().all(|edit| edit.field != known.field);
    Ok(Record {
        sources: record.sources.clone(),
        conflicts: record.conflicts.iter().filter(is_open).cloned().collect(),
        edits: told,
        ..tidied(from_content(&record, fields)?)
    })
}

/// Without the empty shells that a field leaves behind when it is emptied.
fn tidied(mut record: Record) -> Record {
    fn filled<T: Default + PartialEq>(part: Option<Box<T>>) -> Option<Box<T>> {
        part.filter(|part| **part != T::default())
    }
    record.contact.retain(|contact| !contact.is_empty());
    record.achievement = filled(record.achievement);
    record.patent = filled(record.patent);
    record.need = filled(record.need);
    record.expert = filled(record.expert);
    record.institution = filled(record.institution);
    record
}

/// Takes the edits off a record that comes with them, as our own export does: what is left is
/// what the sources say.
pub(crate) fn taken_off(record: Record) -> Result<(Record, Vec<StoredEdit>)> {
    if record.edits.is_empty() {
        return Ok((record, Vec::new()));
    }
    let mut fields = Value::Object(content(&record)?);
    let mut kept = Vec::new();
    for edit in record.edits.iter().rev() {
        let Ok(field) = named(&edit.field, record.kind) else {
            continue;
        };
        let value = fields
            .as_object()
            .map(|fields| taken(fields, field))
            .unwrap_or_default();
        for path in field.paths {
            put(&mut fields, path, edit.source.get(*path));
        }
        kept.push(StoredEdit {
            field: edit.field.clone(),
            at: edit.at.clone(),
            value,
            base: edit.source.clone(),
        });
    }
    let Value::Object(fields) = fields else {
        return Ok((record, Vec::new()));
    };
    let bare = Record {
        sources: record.sources.clone(),
        conflicts: record.conflicts.clone(),
        ..tidied(from_content(&record, fields)?)
    };
    kept.reverse();
    Ok((bare, kept))
}

/// A field of a record as a person would write it; [`Change::Set`] reads it back.
#[must_use]
pub fn written(field: &Field, record: &Record, language: Language) -> String {
    let fields = content(record).unwrap_or_default();
    text_of(field, &taken(&fields, field), language)
}

/// What the sources say of an edited field, in the same form.
#[must_use]
pub fn source_text(edit: &Edit, kind: Kind, language: Language) -> String {
    values_text(&edit.field, &edit.source, kind, language)
}

/// Values of a field by their paths, as a person would write them.
#[must_use]
pub fn values_text(
    field: &str,
    values: &Map<String, Value>,
    kind: Kind,
    language: Language,
) -> String {
    let field = named(field, kind);
    field.map_or_else(|_| String::new(), |field| text_of(field, values, language))
}

fn text_of(field: &Field, values: &Map<String, Value>, language: Language) -> String {
    let of = |path: &str| values.get(path);
    match field.name {
        "stage" => {
            let raw = of("stage_raw").or_else(|| of("stage"));
            raw.map(text).unwrap_or_default()
        }
        "publication_number" => field
            .paths
            .iter()
            .filter_map(|path| of(path))
            .map(text)
            .collect(),
        "price" | "budget" => {
            let price = values.values().next().cloned().unwrap_or_default();
            serde_json::from_value(price)
                .map(|price| price_text(&price))
                .unwrap_or_default()
        }
        "legal" => {
            let text = values.values().next().map(legal_text);
            label(field, text.unwrap_or_default(), language)
        }
        _ => {
            let value = values.values().next();
            let separator = if field.shape == Shape::Text {
                "\n"
            } else {
                "; "
            };
            let items = match value {
                Some(Value::Array(items)) => items.iter().map(text).collect(),
                Some(value) => vec![text(value)],
                None => Vec::new(),
            };
            let labels = items.into_iter().map(|item| label(field, item, language));
            labels.collect::<Vec<_>>().join(separator)
        }
    }
}

/// The text of a value; of a person the name.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => fields.get("name").map(text).unwrap_or_default(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn legal_text(legal: &Value) -> String {
    let of = |name: &str| legal.get(name).map(text).filter(|text| !text.is_empty());
    of("raw")
        .or_else(|| of("class"))
        .filter(|text| text != "unknown")
        .unwrap_or_default()
}

/// The label of a code where that leads back to the code, else the code.
fn label(field: &Field, value: String, language: Language) -> String {
    let Some(facet) = field.facet else {
        return value;
    };
    let label = match facet {
        Facet::Region => {
            let path = vocab::path(facet, &value);
            path.iter()
                .map(|step| vocab::label(facet, step, language))
                .collect()
        }
        _ => vocab::label(facet, &value, language).into_owned(),
    };
    let meant = match facet {
        Facet::Region => vocab::region(&label, None).into_iter().collect(),
        _ => vocab::resolve(facet, &label),
    };
    if meant == [&*value] { label } else { value }
}

/// A price as the normaliser reads it.
fn price_text(price: &Price) -> String {
    let currency = match &*price.currency {
        "" | "CNY" => "元",
        code => code,
    };
    let amount = match (price.min, price.max) {
        (Some(min), Some(max)) if min < max => format!("{min}-{max}{currency}"),
        (Some(min), Some(_)) => format!("{min}{currency}"),
        (Some(min), None) => format!("≥{min}{currency}"),
        (None, Some(max)) => format!("≤{max}{currency}"),
        (None, None) => String::new(),
    };
    match (price.negotiable, amount.is_empty()) {
        (true, true) => "面议".to_owned(),
        (true, false) => format!("{amount} 面议"),
        (false, _) => amount,
    }
}

#[cfg(test)]
mod tests;
