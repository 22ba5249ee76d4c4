//! Lists of values that have parts of their own: people, sources, events, related listings, texts
//! in other languages.

use serde_json::Value;

use super::{BETWEEN, DOT, Reader};
use crate::record::{Date, Kind, LegalEvent, Person, Provenance, Reference, Translation};
use crate::vocab::{self, Language};

/// Roles that records of a kind give their people.
const fn usual_role(kind: Kind) -> &'static str {
    match kind {
        Kind::Patent => "inventor",
        Kind::Achievement => "completer",
        Kind::Expert => "expert",
        Kind::Need | Kind::Institution => "",
    }
}

/// Roles that the program itself gives.
const ROLES: [&str; 5] = ["inventor", "completer", "expert", "contact", "applicant"];

/// Names, with their roles where these are not those of the kind.
pub(super) fn people_text(people: &Value, (kind, language): Reader) -> String {
    let people: Vec<Person> = serde_json::from_value(people.clone()).unwrap_or_default();
    let texts = people.iter().map(|person| {
        let role = vocab::phrase(&person.role, language);
        let role = match role_labelled(&role, language) {
            known if known == person.role => &*role,
            _ => &person.role,
        };
        let is_usual = person.role == usual_role(kind) && !person.name.ends_with(')');
        if is_usual {
            person.name.clone()
        } else {
            format!("{} ({role})", person.name)
        }
    });
    texts.collect::<Vec<_>>().join(BETWEEN)
}

/// Reads what [`people_text`] writes.
pub(super) fn people(cell: &str, (kind, language): Reader) -> Value {
    let people = cell.split(BETWEEN).map(|item| {
        let bracketed = item.strip_suffix(')').and_then(|it| it.rsplit_once(" ("));
        let (name, role) = match bracketed {
            Some((name, role)) => (name, role_labelled(role, language)),
            None => (item, usual_role(kind).to_owned()),
        };
        let person = Person {
            name: name.to_owned(),
            role,
        };
        serde_json::to_value(person).unwrap_or_default()
    });
    people.collect()
}

fn role_labelled(label: &str, language: Language) -> String {
    let known = ROLES
        .iter()
        .find(|role| vocab::phrase(role, language) == label);
    known.map_or(label, |role| *role).to_owned()
}

/// The items of a list, one a line.
pub(super) fn text(field: &str, items: &Value) -> String {
    let items = items.as_array().map_or(&[][..], Vec::as_slice);
    let lines = items.iter().map(|item| match field {
        "sources" => as_item(item, source_text),
        "references" => as_item(item, |it: &Reference| joined(&[&it.id, &it.relation])),
        "translations" => as_item(item, translation_text),
        _ => as_item(item, event_text),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn as_item<T: serde::de::DeserializeOwned>(item: &Value, text: fn(&T) -> String) -> String {
    serde_json::from_value(item.clone()).map_or_else(|_| String::new(), |item| text(&item))
}

fn joined(parts: &[&str]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    said.join(DOT)
}

/// What is not known of a source: sample listings have no row.
const UNKNOWN: &str = "–";

fn source_text(source: &Provenance) -> String {
    let place = match source.row {
        0 => source.file.clone(),
        row => format!("{}:{row}", source.file),
    };
    let known = [&source.name, &place, &source.imported_at, &source.hash];
    let known = known.map(|part| if part.is_empty() { UNKNOWN } else { part });
    let gone = Some(&*source.gone).filter(|gone| !gone.is_empty());
    let parts: Vec<&str> = known.into_iter().chain(gone).collect();
    parts.join(DOT)
}

fn event_text(event: &LegalEvent) -> String {
    let date = event.date.map_or_else(String::new, |date| date.to_string());
    match (&*event.code, &*event.text) {
        (code, "") if !code.is_empty() => format!("{date}{DOT}{code}{DOT}"),
        (code, text) => joined(&[&date, code, text]),
    }
}

fn translation_text(translation: &Translation) -> String {
    let Translation {
        lang,
        title,
        summary,
        body,
    } = translation;
    format!("[{lang}] {title} | {summary} | {body}")
}

/// Reads what [`text`] writes.
pub(super) fn read(field: &str, cell: &str) -> Option<Value> {
    let items: Option<Vec<Value>> = match field {
        "translations" => translations(cell),
        "sources" => cell.split('\n').map(|line| value(source(line)?)).collect(),
        "references" => cell
            .split('\n')
            .map(|line| value(reference(line)))
            .collect(),
        _ => cell.split('\n').map(|line| value(event(line)?)).collect(),
    };
    items.map(Value::Array)
}

fn value<T: serde::Serialize>(item: T) -> Option<Value> {
    serde_json::to_value(item).ok()
}

/// `name · file:row · time · hash`: nothing but an export of ours has the hash.
fn source(line: &str) -> Option<Provenance> {
    let parts: Vec<&str> = line.split(DOT).collect();
    let (name, place, imported_at, hash, gone) = match *parts {
        [name, place, at, hash] => (name, place, at, hash, ""),
        [name, place, at, hash, gone] => (name, place, at, hash, gone),
        _ => return None,
    };
    let is_hash = hash.len() >= 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_sample = [place, imported_at, hash] == [UNKNOWN; 3];
    let known = |part: &str| {
        if part == UNKNOWN {
            String::new()
        } else {
            part.to_owned()
        }
    };
    let row = place.rsplit_once(':');
    let row = row.and_then(|(file, row)| Some((file, row.parse::<u64>().ok()?)));
    let (file, row) = row.unwrap_or((place, 0));
    (is_hash || is_sample).then(|| Provenance {
        name: known(name),
        file: known(file),
        row,
        imported_at: known(imported_at),
        hash: known(hash),
        gone: gone.to_owned(),
        ..Provenance::default()
    })
}

fn reference(line: &str) -> Reference {
    let (id, relation) = line.split_once(DOT).unwrap_or((line, ""));
    Reference {
        id: id.to_owned(),
        relation: relation.to_owned(),
    }
}

fn event(line: &str) -> Option<LegalEvent> {
    let (first, rest) = line.split_once(DOT).unwrap_or((line, ""));
    let date = first.parse::<Date>().ok();
    let rest = if date.is_some() { rest } else { line };
    let (code, text) = rest.split_once(DOT).unwrap_or(("", rest));
    let event = LegalEvent {
        date,
        code: code.to_owned(),
        text: text.to_owned(),
    };
    (event != LegalEvent::default()).then_some(event)
}

/// Every translation begins on a line of its own, with its language.
fn translations(cell: &str) -> Option<Vec<Value>> {
    let mut items: Vec<String> = Vec::new();
    for line in cell.split('\n') {
        match (language(line), items.last_mut()) {
            (Some(_), _) | (None, None) => items.push(line.to_owned()),
            (None, Some(last)) => {
                last.push('\n');
                last.push_str(line);
            }
        }
    }
    items.iter().map(|item| value(translation(item)?)).collect()
}

/// The language with which a line begins.
fn language(line: &str) -> Option<(&str, &str)> {
    let (lang, rest) = line.strip_prefix('[')?.split_once("] ")?;
    let is_code = (2..=3).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_lowercase());
    is_code.then_some((lang, rest))
}

fn translation(item: &str) -> Option<Translation> {
    let (lang, texts) = language(item)?;
    let mut texts = texts.splitn(3, " | ").map(str::to_owned);
    Some(Translation {
        lang: lang.to_owned(),
        title: texts.next()?,
        summary: texts.next()?,
        body: texts.next()?,
    })
}
