//! The fields of an entry → the cells of a row.

use biblatex::{ChunksExt, ChunksRef, Entry, Person};
use qiao_index::normalise::person_name;
use qiao_index::record::Kind;
use serde_json::{Map, Value};

use super::super::tree::{address_of_doi, patent_number};
use super::dates;

/// Fields whose values are people.
const PEOPLE: [(&str, &str); 6] = [
    ("author", "authors"),
    ("inventor", "authors"),
    ("editor", "editors"),
    ("holder", "applicants"),
    ("assignee", "applicants"),
    ("applicant", "applicants"),
];
/// Who stands for those that are not named.
const NOBODY: [&str; 4] = ["others", "et al.", "et al", "等"];
/// Fields that mean something else than a column of their name, with the type of entry where
/// only one has them.
const FIELDS: [(&str, &str, &str); 6] = [
    ("patent", "number", "publication number"),
    ("patent", "type", "patent office and type"),
    ("patent", "nationality", "country"),
    ("patent", "location", "country"),
    ("", "note", "remark"),
    ("", "type", "type of work"),
];
/// Fields that `JabRef` keeps about an entry; its `owner` is who made that, not whose the work is.
const BY_JABREF: [&str; 3] = ["timestamp", "creationdate", "__markedentry"];
/// Fields in which an entry of another type says that it is a patent: `note = {US Patent 5}`.
const SAYS_PATENT: [&str; 4] = ["note", "howpublished", "number", "type"];
/// Offices by the names that patents have in `type`, and by countries.
const OFFICES: [(&str, &str); 26] = [
    ("patentus", "US"),
    ("patrequs", "US"),
    ("patenteu", "EP"),
    ("patreqeu", "EP"),
    ("patentde", "DE"),
    ("patreqde", "DE"),
    ("patentfr", "FR"),
    ("patreqfr", "FR"),
    ("patentuk", "GB"),
    ("patrequk", "GB"),
    ("united states", "US"),
    ("united states of america", "US"),
    ("usa", "US"),
    ("u.s.", "US"),
    ("us patent", "US"),
    ("u.s. patent", "US"),
    ("european patent", "EP"),
    ("germany", "DE"),
    ("france", "FR"),
    ("united kingdom", "GB"),
    ("uk", "GB"),
    ("china", "CN"),
    ("中国", "CN"),
    ("japan", "JP"),
    ("korea", "KR"),
    ("world", "WO"),
];

/// The cells of an entry: fields have the names of columns, but for a few.
pub(super) fn of(entry: &Entry) -> Map<String, Value> {
    let kind = entry.entry_type.to_string();
    let text = |field: &str| entry.fields.get(field).map(|chunks| text_of(chunks));
    let mut cells = Map::new();
    cells.insert("reference type".to_owned(), kind.as_str().into());
    cells.insert("citation key".to_owned(), entry.key.as_str().into());
    let dates = dates::of(text);
    for (field, chunks) in &entry.fields {
        if dates
            .iter()
            .any(|date| date.parts.contains(&field.as_str()))
        {
            continue;
        }
        let people = PEOPLE.iter().find(|(known, _)| known == field);
        if let Some((cell, names)) = people.and_then(|(_, cell)| Some((cell, names(entry, field)?)))
        {
            cells.insert((*cell).to_owned(), names);
        } else {
            let value = text_of(chunks).into();
            let is_clerk = field == "owner" && BY_JABREF.iter().any(|known| text(known).is_some());
            let cell = if is_clerk {
                "entry owner"
            } else {
                cell_of(&kind, field)
            };
            cells.insert(cell.to_owned(), value);
        }
    }
    for date in dates {
        cells.insert(date.cell.to_owned(), date.text.into());
    }
    if let Some(Value::String(doi)) = cells.get("doi") {
        let link = address_of_doi(doi);
        cells.insert("link".to_owned(), link.into());
    }
    if kind == "patent" || says_patent(text).is_some() {
        add_patent(&mut cells, text);
    }
    cells
}

fn cell_of<'f>(kind: &str, field: &'f str) -> &'f str {
    let is_this = |of: &str, known: &str| (of.is_empty() || of == kind) && known == field;
    let found = FIELDS.iter().find(|(of, known, _)| is_this(of, known));
    found.map_or(field, |(_, _, cell)| cell)
}

/// The number of the patent that an entry of another type is.
fn says_patent(text: impl Fn(&str) -> Option<String>) -> Option<String> {
    let says = |value: &String| value.to_lowercase().contains("patent");
    let fields = SAYS_PATENT.iter().filter_map(|field| text(field));
    fields
        .filter(says)
        .find(|value| patent_number(value).is_some())
}

/// What only a patent has: its kind, and its number with the office that other fields name.
fn add_patent(cells: &mut Map<String, Value>, text: impl Fn(&str) -> Option<String>) {
    cells.insert("kind".to_owned(), Kind::Patent.as_str().into());
    let kind = text("type").unwrap_or_default().to_lowercase();
    let places = ["type", "nationality", "country", "location", "address"];
    let office = places.iter().find_map(|field| office(&text(field)?));
    let number = text("number")
        .or_else(|| says_patent(&text))
        .unwrap_or_default();
    let found = patent_number(&number)
        .or_else(|| patent_number(&format!("{} {number}", office?)))
        .or_else(|| patent_number(&says_patent(&text)?));
    let Some(found) = found else { return };
    let is_request = found.is_application || kind.starts_with("patreq");
    let (cell, other) = ("publication number", "application number");
    cells.shift_remove(cell);
    cells.insert(
        if is_request { other } else { cell }.to_owned(),
        found.written.into(),
    );
}

/// The office of a type or country; its code stands for itself.
fn office(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let known = OFFICES.iter().find(|(name, _)| *name == lower);
    let known = known.map(|(_, office)| (*office).to_owned());
    known.or_else(|| is_code.then(|| text.to_owned()))
}

/// The names in a field of people.
fn names(entry: &Entry, field: &str) -> Option<Value> {
    let people = entry.get_as::<Vec<Person>>(field).ok()?;
    let names = people.iter().map(name);
    let is_somebody = |name: &String| !name.is_empty() && !NOBODY.contains(&&**name);
    Some(names.filter(is_somebody).collect())
}

/// Given name first.
fn name(person: &Person) -> String {
    let family = joined(&[&person.prefix, &person.name], " ");
    let parts = [&family, &person.given_name, &person.suffix];
    let parts = parts.map(|part| plain(part));
    person_name(&joined(&parts.each_ref().map(String::as_str), ", "))
}

fn joined(parts: &[&str], between: &str) -> String {
    let parts = parts.iter().map(|part| part.trim());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

fn text_of(chunks: ChunksRef) -> String {
    plain(&chunks.format_verbatim())
}

/// Without the commands of TeX that only say how a text looks: `\emph{x}` → `x`.
fn plain(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let argument = behind.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let inside = argument
            .strip_prefix('{')
            .and_then(|inner| inner.split_once('}'));
        if let Some((inner, after)) = inside.filter(|_| argument.len() < behind.len()) {
            plain.push_str(inner);
            rest = after;
        } else {
            // A sign that would mean something to TeX stands for itself, as in addresses.
            if !behind.starts_with(['_', '&', '%', '#', '$']) {
                plain.push('\\');
            }
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_tex_leave_their_text() {
        for (text, expected) in [
            (r"a \emph{b} c", "a b c"),
            (r"a \unknown b", r"a \unknown b"),
            (r"C:\{x}", r"C:\{x}"),
            (
                r"http://example.com/?a\_b=1\&c=2",
                "http://example.com/?a_b=1&c=2",
            ),
            ("a\u{a0}b", "a b"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn offices_have_names_and_codes() {
        assert_eq!(office("patentus").as_deref(), Some("US"));
        assert_eq!(office("United States").as_deref(), Some("US"));
        assert_eq!(office("EP").as_deref(), Some("EP"));
        assert_eq!(office("Utopia"), None);
    }
}
