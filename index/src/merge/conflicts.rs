//! Where the sources of one listing say different things of a field.
//!
//! Only what differs in substance is a conflict. Case, width, blanks and punctuation do not count;
//! nor does a value that is the other one with more to it (a city of the same province, a date to the
//! day, an address with the province in front), another language, or another order of a list. Names
//! and telephones disagree only where the lists have nothing in common, running texts where they
//! give different figures or have little in common, legal states unless the newer follows the older.
//! Inferred values say nothing, and rows that their source has no more are not asked.
//!
//! What sources say of themselves (when they posted or changed it, their keywords, counts that grow)
//! is not compared.

use std::collections::HashSet;

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use crate::content::Content;
use crate::fields::{self, taken};
use crate::identity::folded;
use crate::record::{Conflict, Date, Kind, LegalClass, Price, Record, Said};

/// Rows of which a listing's conflicts are told, newest first.
const MAX_ROWS: usize = 8;
/// Characters of a running text that are compared.
const MAX_COMPARED: usize = 4_000;

/// How what two sources say of a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compare {
    /// A line, of which one may hold the other.
    Line,
    /// A title, which the other may know as its translation.
    Title,
    /// A rank or class: `副教授` is not `教授`.
    Rank,
    /// A code, of which a beginning says less, not else.
    Code,
    Text,
    Day,
    Amount,
    Stage,
    Legal,
    /// A list of names.
    Names,
    /// A list of telephones.
    Telephones,
    /// The number of an application, in the ways of several offices.
    Application,
}

/// The fields that are compared.
const COMPARED: [(&str, Compare); 38] = [
    ("title", Compare::Title),
    ("summary", Compare::Text),
    ("body", Compare::Text),
    ("institutions", Compare::Names),
    ("people", Compare::Names),
    ("region", Compare::Code),
    ("stage", Compare::Stage),
    ("price", Compare::Amount),
    ("filed", Compare::Day),
    ("published", Compare::Day),
    ("granted", Compare::Day),
    ("registered", Compare::Day),
    ("expires", Compare::Day),
    ("phone", Compare::Telephones),
    ("email", Compare::Names),
    ("wechat", Compare::Line),
    ("qq", Compare::Line),
    ("address", Compare::Line),
    ("registration_number", Compare::Line),
    ("class", Compare::Rank),
    ("level", Compare::Rank),
    ("application_state", Compare::Rank),
    ("application_number", Compare::Application),
    ("type", Compare::Rank),
    ("owners", Compare::Names),
    ("agent", Compare::Line),
    ("legal", Compare::Legal),
    ("earliest_priority", Compare::Day),
    ("problem", Compare::Text),
    ("key_technology", Compare::Text),
    ("target", Compare::Text),
    ("current_state", Compare::Text),
    ("budget", Compare::Amount),
    ("deadline", Compare::Day),
    ("desired_stage", Compare::Code),
    ("post", Compare::Rank),
    ("degree", Compare::Rank),
    ("parent", Compare::Line),
];

/// Fields of the first contact, which are compared where that is the same person.
const OF_CONTACT: [&str; 5] = ["phone", "email", "wechat", "qq", "address"];

/// The conflicts between the parts of a record, newest first, given with their exported fields; and
/// those that a part brings itself, as exports of joined listings do.
pub(super) fn conflicts(parts: &[(&Record, Content)]) -> Vec<Conflict> {
    let has_it = |(part, _): &&(&Record, Content)| !part.is_gone();
    let asked: Vec<_> = parts.iter().filter(has_it).take(MAX_ROWS).collect();
    let Some((newest, _)) = asked.first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if asked.len() > 1 {
        let compared = COMPARED.into_iter();
        found.extend(compared.filter_map(|(name, by)| conflict(name, by, newest.kind, &asked)));
    }
    for brought in asked.iter().flat_map(|(part, _)| own(part)) {
        if found.iter().all(|known| known.field != brought.field) {
            found.push(brought);
        }
    }
    found
}

/// What the parts say of a field, where they do not agree.
fn conflict(
    name: &str,
    by: Compare,
    kind: Kind,
    parts: &[&(&Record, Content)],
) -> Option<Conflict> {
    // The day on which a platform posted it is its own.
    if name == "published" && kind != Kind::Patent {
        return None;
    }
    let field = fields::of_kind(kind).find(|field| field.name == name)?;
    let mut said: Vec<(&Record, Map<String, Value>)> = Vec::new();
    for (part, content) in parts {
        let is_same_contact = || {
            let first = said.first();
            first.is_none_or(|(known, _)| contact_name(known) == contact_name(part))
        };
        let is_asked = !part.inferred.iter().any(|inferred| inferred == name)
            && (!OF_CONTACT.contains(&name) || is_same_contact());
        let values = taken(content, field);
        if is_asked && !values.is_empty() {
            said.push((part, values));
        }
    }
    let (first, rest) = said.split_first()?;
    let differs = |other: &(&Record, Map<String, Value>)| differ(by, first, other);
    rest.iter().any(differs).then(|| Conflict {
        field: name.to_owned(),
        said: said
            .into_iter()
            .map(|(part, values)| saying(part, values))
            .collect(),
    })
}

fn saying(part: &Record, value: Map<String, Value>) -> Said {
    let source = part.sources.first().cloned().unwrap_or_default();
    Said {
        source: source.name,
        file: source.file,
        row: source.row,
        value,
    }
}

/// The conflicts that a part brings itself, as far as it still speaks for their sources.
fn own(part: &Record) -> impl Iterator<Item = Conflict> {
    let speaks = |said: &Said| {
        let mut sources = part.sources.iter();
        sources.any(|known| known.name == said.source && known.gone.is_empty())
    };
    let own = part.conflicts.iter().map(move |known| Conflict {
        field: known.field.clone(),
        said: known
            .said
            .iter()
            .filter(|said| speaks(said))
            .cloned()
            .collect(),
    });
    own.filter(|known| known.said.len() > 1)
}

fn contact_name(part: &Record) -> String {
    let first = part.contact.first();
    first.map_or_else(String::new, |contact| folded(&contact.name))
}

type Sayer<'a> = (&'a Record, Map<String, Value>);

fn differ(by: Compare, newer: &Sayer, older: &Sayer) -> bool {
    let (one, other) = (&newer.1, &older.1);
    let (first, second) = (text(one), text(other));
    match by {
        Compare::Line => lines_differ(&first, &second),
        Compare::Title => {
            lines_differ(&first, &second) && !knows(newer.0, &second) && !knows(older.0, &first)
        }
        Compare::Rank => {
            let (first, second) = (folded(&first), folded(&second));
            is_han(&first) == is_han(&second) && !is_beginning(&first, &second)
        }
        Compare::Code | Compare::Day => !is_beginning(&first, &second),
        Compare::Text => texts_differ(&first, &second),
        Compare::Amount => amounts_differ(&typed(one), &typed(other)),
        Compare::Stage => stages_differ(one, other),
        Compare::Legal => legal_states_differ(one, other),
        Compare::Names => names_differ(&texts(one), &texts(other)),
        Compare::Telephones => telephones_differ(&texts(one), &texts(other)),
        Compare::Application => applications_differ(&digits(&first), &digits(&second)),
    }
}

/// The first value, where it is a text.
fn text(values: &Map<String, Value>) -> String {
    let first = values.values().next();
    first.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The texts of a list, of persons their names.
fn texts(values: &Map<String, Value>) -> Vec<String> {
    let items = values.values().next().and_then(Value::as_array);
    let name = |item: &Value| {
        let name = item.get("name").unwrap_or(item);
        name.as_str().map(str::to_owned)
    };
    items.into_iter().flatten().filter_map(name).collect()
}

fn typed<T: serde::de::DeserializeOwned + Default>(values: &Map<String, Value>) -> T {
    let first = values.values().next().cloned();
    let typed = first.and_then(|value| serde_json::from_value(value).ok());
    typed.unwrap_or_default()
}

fn is_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}

fn is_beginning(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn lines_differ(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    is_han(&one) == is_han(&other) && !one.contains(&other) && !other.contains(&one)
}

/// Whether a record has a title among its others.
fn knows(record: &Record, title: &str) -> bool {
    let translated = record.translations.iter().map(|it| &it.title);
    let mut others = record.title_alt.iter().chain(translated);
    let title = folded(title);
    others.any(|other| folded(other) == title)
}

/// Whether running texts say different things: figures that the other has not on both sides, or
/// little in common.
fn texts_differ(one: &str, other: &str) -> bool {
    let cut = |text: &str| text.chars().take(MAX_COMPARED).collect::<String>();
    let (one, other) = (cut(one), cut(other));
    if !lines_differ(&one, &other) {
        return false;
    }
    let (figures, others) = (figures(&one), figures(&other));
    let have_figures_of_their_own = !figures.is_subset(&others) && !others.is_subset(&figures);
    have_figures_of_their_own || common(&folded(&one), &folded(&other)) < 0.5
}

/// The numbers in a text.
fn figures(text: &str) -> HashSet<String> {
    let plain: String = text.nfkc().collect();
    let numbers = plain.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = numbers.map(|number| number.trim_matches('.').to_owned());
    numbers.filter(|number| !number.is_empty()).collect()
}

/// What part of the pairs of letters of the shorter text the other has, too.
fn common(one: &str, other: &str) -> f64 {
    let pairs =
        |text: &str| -> HashSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (one, other) = (pairs(one), pairs(other));
    let both = u32::try_from(one.intersection(&other).count()).unwrap_or(u32::MAX);
    let fewest = u32::try_from(one.len().min(other.len())).unwrap_or(u32::MAX);
    f64::from(both) / f64::from(fewest.max(1))
}

fn amounts_differ(one: &Price, other: &Price) -> bool {
    let currency = |price: &Price| match &*price.currency {
        "" => "CNY".to_owned(),
        code => code.to_owned(),
    };
    let is_known = |price: &Price| price.min.is_some() || price.max.is_some();
    // Bounds are whole units of money: half of one is a matter of arithmetic.
    let apart = |one: Option<f64>, other: Option<f64>| {
        one.zip(other)
            .is_some_and(|(one, other)| (one - other).abs() >= 0.5)
    };
    is_known(one)
        && is_known(other)
        && (currency(one) != currency(other)
            || apart(one.min, other.min)
            || apart(one.max, other.max))
}

fn stages_differ(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let levels = |values: &Map<String, Value>| {
        let level = |name: &str| values.get(name).and_then(Value::as_u64);
        level("trl_min").zip(level("trl_max"))
    };
    if let (Some((low, high)), Some((least, most))) = (levels(one), levels(other)) {
        return high < least || most < low;
    }
    let stage = |values: &Map<String, Value>| values.get("stage").cloned();
    stage(one)
        .zip(stage(other))
        .is_some_and(|(one, other)| one != other)
}

/// Whether legal states differ and the newer does not follow the older in time.
fn legal_states_differ(newer: &Map<String, Value>, older: &Map<String, Value>) -> bool {
    let (newer, older): (crate::record::Legal, crate::record::Legal) = (typed(newer), typed(older));
    let are_known = newer.class != LegalClass::Unknown && older.class != LegalClass::Unknown;
    let day = |date: Option<Date>| date.map(Date::number);
    let follows = day(newer.date)
        .zip(day(older.date))
        .is_some_and(|(newer, older)| newer > older);
    are_known && newer.class != older.class && !follows
}

/// Words of names that say nothing of whose they are.
const COMMON_WORDS: [&str; 15] = [
    "the",
    "of",
    "and",
    "univ",
    "university",
    "inst",
    "institute",
    "co",
    "company",
    "corp",
    "corporation",
    "inc",
    "ltd",
    "limited",
    "technology",
];

/// Whether lists of names have nothing in common: no name that holds another, no word of one.
fn names_differ(one: &[String], other: &[String]) -> bool {
    let plain = |names: &[String]| -> Vec<String> {
        let names = names.iter().map(|name| folded(name));
        names.filter(|name| !name.is_empty()).collect()
    };
    let (names, others) = (plain(one), plain(other));
    let holds = |name: &String| {
        others
            .iter()
            .any(|it| it.contains(name) || name.contains(&**it))
    };
    let is_comparable = !names.is_empty()
        && !others.is_empty()
        && names.iter().any(|name| is_han(name)) == others.iter().any(|name| is_han(name));
    is_comparable && !names.iter().any(holds) && words(one).is_disjoint(&words(other))
}

fn words(names: &[String]) -> HashSet<String> {
    let plain = names
        .iter()
        .map(|name| name.nfkc().collect::<String>().to_lowercase());
    let mut words = HashSet::new();
    for name in plain {
        // The domain of an address is that of a house, not of a person.
        let name = name.split('@').next().unwrap_or_default();
        let of_name = name.split(|c: char| !c.is_alphanumeric());
        let of_name = of_name.filter(|word| word.len() > 1 && !COMMON_WORDS.contains(word));
        words.extend(of_name.map(str::to_owned));
    }
    words
}

/// Whether lists of telephones have none in common; one may lack the code of country or town.
fn telephones_differ(one: &[String], other: &[String]) -> bool {
    let plain = |phones: &[String]| -> Vec<String> {
        let phones = phones.iter().map(|phone| digits(phone));
        phones.filter(|phone| phone.len() > 5).collect()
    };
    let (one, other) = (plain(one), plain(other));
    let is_same = |a: &String, b: &String| {
        a.contains(b.trim_start_matches('0')) || b.contains(a.trim_start_matches('0'))
    };
    let has = |phone: &String| other.iter().any(|known| is_same(phone, known));
    !one.is_empty() && !other.is_empty() && !one.iter().any(has)
}

fn digits(text: &str) -> String {
    let plain = text.nfkc();
    plain.filter(char::is_ascii_digit).collect()
}

/// Whether numbers of applications cannot be spellings of one: `12/345678` is `34567812` elsewhere,
/// and a check digit or the century may be missing.
fn applications_differ(one: &str, other: &str) -> bool {
    one.len() == other.len() && !one.repeat(2).contains(other)
}

#[cfg(test)]
mod tests;
