//! What a field says ↔ the text of a cell.

use serde_json::{Map, Value};

use super::{BETWEEN, Reader, parts, price, status};
use crate::fields::{Field, Shape, get};
use crate::record::Date;
use crate::request::Facet;
use crate::vocab::{self, Language};

/// What a record says in a field, without what no table holds.
pub(super) fn values(field: &Field, record: &Map<String, Value>) -> Map<String, Value> {
    let said = |path: &&str| Some(((*path).to_owned(), get(record, path)?.clone()));
    let mut values: Map<String, Value> = field.paths.iter().filter_map(said).collect();
    let is_stage = |path: &str| path == "stage" || path.ends_with(".desired_stage");
    values.retain(|path, value| !(value.is_null() || is_stage(path) && value == "unknown"));
    if field.name == "legal" {
        values.retain(|_, legal| !status::is_silent(legal));
    }
    if let Some(Value::Array(sources)) = values.get_mut("sources") {
        for source in sources.iter_mut().filter_map(Value::as_object_mut) {
            source.shift_remove("raw");
            source.shift_remove("unread_dates");
        }
    }
    values
}

/// The text of the cell: the friendliest that leads back to the same.
pub(super) fn written(field: &Field, values: &Map<String, Value>, reader: Reader) -> String {
    if values.is_empty() || is_said_by_the_office(field, values) {
        return String::new();
    }
    let leads_back = |text: &String| read(field, text, reader).as_ref() == Some(values);
    let mut candidates = candidates(field, values, reader).into_iter();
    candidates
        .find(leads_back)
        .unwrap_or_else(|| json(field, values))
}

/// Whether all that is known of a publication is its office, which has a column of its own.
fn is_said_by_the_office(field: &Field, values: &Map<String, Value>) -> bool {
    field.name == "publication_number" && values.len() == 1 && values.contains_key("patent.office")
}

/// Texts that may say it, the friendliest first.
fn candidates(field: &Field, values: &Map<String, Value>, reader: Reader) -> Vec<String> {
    let only = values.values().next().unwrap_or(&Value::Null);
    match field.name {
        "stage" => status::maturity_texts(values, reader.1),
        "legal" => status::legal_texts(only, reader.1),
        "publication_number" => vec![values.values().map(text).collect()],
        "people" => vec![parts::people_text(only, reader)],
        "sources" | "references" | "translations" | "legal_events" => {
            vec![parts::text(field.name, only)]
        }
        _ if field.shape == Shape::Price => price::texts(only, reader.1),
        _ => plain_texts(field, only, reader),
    }
}

fn plain_texts(field: &Field, value: &Value, (kind, language): Reader) -> Vec<String> {
    let Value::Array(items) = value else {
        let text = text(value);
        return vec![shown(field, &text, (kind, language)), text];
    };
    let between = if field.shape == Shape::Text {
        "\n"
    } else {
        BETWEEN
    };
    let items: Vec<String> = items.iter().map(text).collect();
    let friendly = items.iter().map(|item| {
        let shown = shown(field, item, (kind, language));
        let leads_back = stored(field, &shown, (kind, language)) == *item;
        if leads_back { shown } else { item.clone() }
    });
    vec![
        friendly.collect::<Vec<_>>().join(between),
        items.join(between),
    ]
}

/// One value as the screen shows it.
fn shown(field: &Field, value: &str, (kind, language): Reader) -> String {
    match field.facet {
        Some(Facet::Region) => vocab::place(value, language),
        Some(facet) => {
            let label = vocab::label(facet, value, language);
            let has_code = matches!(facet, Facet::Industry | Facet::Discipline);
            if has_code && label != value {
                format!("{label} ({value})")
            } else {
                label.into_owned()
            }
        }
        None if field.is_phrase => vocab::phrase(value, language).into_owned(),
        None if field.name == "inferred" => {
            let known = crate::fields::of_kind(kind).find(|known| known.name == value);
            known
                .map_or(value, |known| known.label(kind, language))
                .to_owned()
        }
        None => value.to_owned(),
    }
}

/// The value that one shown so stands for.
fn stored(field: &Field, shown: &str, (kind, language): Reader) -> String {
    let value = match field.facet {
        Some(Facet::Region) => region(shown),
        Some(facet) => {
            code_in_brackets(facet, shown).or_else(|| only(vocab::resolve(facet, shown)))
        }
        None if field.is_phrase => phrase(shown, field, language),
        None if field.name == "inferred" => {
            crate::fields::named(shown, kind).map(|known| known.name.to_owned())
        }
        None => None,
    };
    value.unwrap_or_else(|| shown.to_owned())
}

fn region(shown: &str) -> Option<String> {
    let outward: String = shown.rsplit(", ").collect();
    let codes = [shown, &outward].map(|text| vocab::region(text, None));
    let first = shown.split(", ").next().unwrap_or_default();
    codes
        .into_iter()
        .flatten()
        .next()
        .or_else(|| only(vocab::resolve(Facet::Region, first)))
}

/// `医药制造业 (27)`: the code, where that is its label.
fn code_in_brackets(facet: Facet, shown: &str) -> Option<String> {
    let (label, code) = shown.strip_suffix(')')?.rsplit_once(" (")?;
    let is_label = [Language::Chinese, Language::English]
        .iter()
        .any(|language| vocab::label(facet, code, *language) == label);
    is_label.then(|| code.to_owned())
}

/// Words of ours that a record holds in English whatever its language.
const OWN_WORDS: [&str; 7] = [
    "invention",
    "utility model",
    "design",
    "university",
    "institute",
    "company",
    "service office",
];

/// The phrase that one in the reader's language stands for: sources write Chinese.
fn phrase(shown: &str, field: &Field, language: Language) -> Option<String> {
    match language {
        Language::English => {
            let chinese = vocab::phrase(shown, Language::Chinese);
            let is_exact = chinese != shown && vocab::phrase(&chinese, language) == shown;
            is_exact.then(|| chinese.into_owned())
        }
        Language::Chinese if matches!(field.name, "type" | "institution_type") => {
            let english = vocab::phrase(shown, Language::English).to_lowercase();
            OWN_WORDS.contains(&&*english).then_some(english)
        }
        Language::Chinese => None,
    }
}

fn only(values: Vec<String>) -> Option<String> {
    let [value] = <[String; 1]>::try_from(values).ok()?;
    Some(value)
}

/// What a cell says, as it was written; `None` where it was not written so.
pub(super) fn read(field: &Field, cell: &str, reader: Reader) -> Option<Map<String, Value>> {
    if cell.is_empty() {
        return Some(Map::new());
    }
    if let Some(values) = from_json(field, cell) {
        return Some(values);
    }
    let path = *field.paths.first()?;
    let at = |value: Value| Map::from_iter([(path.to_owned(), value)]);
    Some(match field.name {
        "stage" => status::maturity(cell)?,
        "legal" => at(status::legal(cell, reader.1)?),
        "publication_number" => publication(cell)?,
        "people" => at(parts::people(cell, reader)),
        "sources" | "references" | "translations" | "legal_events" => {
            at(parts::read(field.name, cell)?)
        }
        "claims" => at(cell.split('\n').collect()),
        _ => at(match field.shape {
            Shape::Price => price::read(cell)?,
            Shape::Date => cell.parse::<Date>().ok()?.to_string().into(),
            Shape::Count => cell.parse::<u32>().ok()?.into(),
            Shape::List => {
                let items = cell.split(BETWEEN);
                items.map(|item| stored(field, item, reader)).collect()
            }
            _ => stored(field, cell, reader).into(),
        }),
    })
}

/// `CN100000001B`: office, number, kind.
fn publication(cell: &str) -> Option<Map<String, Value>> {
    let (office, rest) = cell.split_at_checked(2)?;
    if !office.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let number = ("patent.publication_number".to_owned(), cell.into());
        return Some(Map::from_iter([number]));
    }
    let end = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let at = match end.char_indices().next_back() {
        Some((at, 'A'..='Z')) if at > 0 && rest.len() - at <= 2 => at,
        _ => rest.len(),
    };
    let (number, kind) = rest.split_at_checked(at)?;
    let parts = [
        ("patent.office", office),
        ("patent.publication_number", number),
        ("patent.kind_code", kind),
    ];
    let said = parts.into_iter().filter(|(_, part)| !part.is_empty());
    let values = said.map(|(path, part)| (path.to_owned(), part.into()));
    Some(values.collect())
}

/// The values of codes as they are.
pub(super) fn coded(values: &Map<String, Value>) -> String {
    match values.values().next() {
        Some(Value::Array(items)) => items.iter().map(text).collect::<Vec<_>>().join(BETWEEN),
        Some(Value::Object(fields)) => fields.get("class").map_or_else(String::new, text),
        Some(value) => text(value),
        None => String::new(),
    }
}

/// A plain value as text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        // A whole amount is written without a point.
        Value::Number(number) => match number.as_f64() {
            Some(number) => number.to_string(),
            None => number.to_string(),
        },
        value => value.to_string(),
    }
}

/// The exact form, for what no other leads back to.
fn json(field: &Field, values: &Map<String, Value>) -> String {
    match (field.paths, values.values().next()) {
        ([_], Some(only)) => only.to_string(),
        _ => Value::Object(values.clone()).to_string(),
    }
}

fn from_json(field: &Field, cell: &str) -> Option<Map<String, Value>> {
    if !cell.starts_with(['"', '[', '{']) {
        return None;
    }
    let value: Value = serde_json::from_str(cell).ok()?;
    match (value, field.paths) {
        (Value::Object(values), paths)
            if values.keys().all(|key| paths.contains(&key.as_str())) =>
        {
            Some(values)
        }
        (value, [path]) => Some(Map::from_iter([((*path).to_owned(), value)])),
        _ => None,
    }
}
