//! The cells of a row by the field they belong to, and how they are read.

use std::borrow::Cow;
use std::cell::{self, OnceCell};
use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::date::date;
use super::evidence::{self, KindOfColumns};
use super::headers::{Header, Target, header};
use super::languages;
use super::list::{self, distinct};
use super::mapping::{Column, Mapping};
use super::price::{self, Unit, price};
use super::text::{is_deceptive, line, paragraphs, without_controls};
use crate::limits::MAX_LISTED;
use crate::record::{Date, Kind, Price};

/// Objects are looked into so deep, not deeper.
const DEEPEST: usize = 4;

/// One cell whose header is known.
struct Cell<'a> {
    header: Header,
    name: &'a str,
    value: Cow<'a, Value>,
    /// The user said what it holds.
    mapped: bool,
    /// What the other values of its column let infer of a bare number.
    inferred_unit: Unit,
}

/// The cells of a row whose headers are known, in the order of the row.
pub(super) struct Cells<'a> {
    all: Vec<Cell<'a>>,
    /// A journal is named, or a number that only print has.
    is_literature: bool,
    listed: Rc<Listed>,
}

/// What was listed so far of a row.
#[derive(Default)]
struct Listed {
    /// How many values.
    number: cell::Cell<usize>,
    /// The column with which they became too many.
    crowded: OnceCell<String>,
}

/// The column that lists more values than a row may have.
pub(super) struct Crowded(pub(super) String);

impl<'a> Cells<'a> {
    /// Takes the cells of a row apart; objects such as `patent: {…}` give their inner cells.
    /// What the user says of a column goes before what the table of headers says of others.
    pub(super) fn new(row: &'a Map<String, Value>, mapping: &'a Mapping) -> Self {
        let mut cells = Self {
            all: Vec::with_capacity(row.len()),
            is_literature: false,
            listed: Rc::default(),
        };
        cells.add(row, mapping, &Place::TOP);
        cells.all.sort_by_key(|cell| !cell.mapped);
        for cell in &mut cells.all {
            if mapping.infers_ten_thousands(cell.name) {
                cell.inferred_unit = Unit::TenThousand;
            }
        }
        for (target, value) in mapping.constants() {
            if cells.values(target).all(is_blank) {
                cells.push(Header::of(target), "", value);
            }
        }
        cells.settle_languages();
        cells.settle_owner();
        cells
    }

    /// The name of an institution is its row's title only where nothing else is.
    fn settle_owner(&mut self) {
        if evidence::owner_stands_aside(&self.headers()) {
            let is_owner = |cell: &&mut Cell| {
                let header = &cell.header;
                header.target == Target::Title && header.kind == Some(Kind::Institution)
            };
            for cell in self.all.iter_mut().filter(is_owner) {
                cell.header.target = Target::Institutions;
                cell.header.kind = None;
            }
        }
    }

    /// What the headers mean that speak of the row itself.
    fn headers(&self) -> Vec<Header> {
        let own = self.all.iter().filter(|cell| !cell.header.is_grouped);
        own.map(|cell| cell.header).collect()
    }

    /// A text in another language is a translation only beside one that is not: else it is the
    /// text.
    fn settle_languages(&mut self) {
        let titles = [Target::Title, Target::Name];
        for (targets, main) in [
            (&[Target::Title, Target::TitleAlt][..], &titles[..]),
            (&[Target::Summary], &[Target::Summary]),
            (&[Target::Body], &[Target::Body]),
        ] {
            let has_main = main
                .iter()
                .any(|target| !self.values(*target).all(is_blank));
            let mut marked = self.all.iter().filter(|cell| {
                let header = &cell.header;
                targets.contains(&header.target) && !is_blank(&cell.value)
            });
            let first = marked.find_map(|cell| cell.header.language);
            for cell in self.all.iter_mut().filter(|_| !has_main) {
                if targets.contains(&cell.header.target) && cell.header.language == first {
                    cell.header.language = None;
                }
            }
        }
    }

    /// The languages of translations, in the order of the row.
    pub(super) fn languages(&self) -> Vec<&'static str> {
        let mut languages = Vec::new();
        for language in self.all.iter().filter_map(|cell| cell.header.language) {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        languages
    }

    /// The first text in another language.
    pub(super) fn translated(&self, targets: &[Target], language: &str) -> String {
        let is_wanted = |cell: &&Cell| {
            cell.header.language == Some(language) && targets.contains(&cell.header.target)
        };
        let texts = self.all.iter().filter(is_wanted);
        // Of several in one language the first: they are not one text.
        let texts = texts.flat_map(|cell| match &*cell.value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        });
        let mut texts = texts.map(|text| paragraphs(&text_of(text)));
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn add(&mut self, row: &'a Map<String, Value>, mapping: &Mapping, place: &Place) {
        for (name, value) in row {
            let path = mapping.path(place.path, name);
            self.is_literature |= evidence::is_of_literature(name) && !is_blank(value);
            let is_ours = if let Some(column) = mapping.column(&path) {
                self.add_mapped(column, name, value);
                column.targets.iter().any(|target| is_container(*target))
            } else if let Some(header) = header(name).filter(|_| place.is_ours && !value.is_null())
            {
                match languages::texts(header, value) {
                    Some(texts) => texts
                        .into_iter()
                        .for_each(|(header, text)| self.push(header, name, text)),
                    None => self.push(header, name, value),
                }
                is_container(header.target)
            } else {
                false
            };
            let looks_inside = is_ours && value.is_object() || mapping.reaches_into(&path);
            if place.depth > 0 && looks_inside {
                let inside = Place {
                    path: &path,
                    depth: place.depth - 1,
                    is_ours,
                };
                for object in objects(value) {
                    self.add(object, mapping, &inside);
                }
            }
        }
    }

    fn push(&mut self, header: Header, name: &'a str, value: &'a Value) {
        self.all.push(Cell {
            header,
            name,
            value: Cow::Borrowed(value),
            mapped: false,
            inferred_unit: Unit::Unknown,
        });
    }

    fn add_mapped(&mut self, column: &Column, name: &'a str, value: &'a Value) {
        let values = column.values(value, text_of);
        self.all
            .extend(values.into_iter().map(|(target, value)| Cell {
                header: column.header(target, name),
                name,
                value,
                mapped: true,
                inferred_unit: Unit::Unknown,
            }));
    }

    fn of(&self, target: Target) -> impl Iterator<Item = &Cell<'a>> {
        self.all.iter().filter(move |cell| {
            let header = &cell.header;
            header.target == target && header.language.is_none() && !header.is_grouped
        })
    }

    /// The cells of people who can be asked beside others, by person: `联系人` over `姓名` and
    /// `手机号`, `PI Name` and `PI Phone`.
    pub(super) fn groups(&self) -> Vec<(&str, Cells<'_>)> {
        let mut groups: Vec<(&str, Vec<Cell<'_>>)> = Vec::new();
        for cell in self.all.iter().filter(|cell| cell.header.is_grouped) {
            let parts = cell.name.split_once('/');
            let parts = parts.or_else(|| cell.name.trim().rsplit_once([' ', '_']));
            let name = parts.map_or("", |(name, _)| name);
            let cell = Cell {
                header: Header {
                    is_grouped: false,
                    ..cell.header
                },
                name: cell.name,
                value: Cow::Borrowed(&*cell.value),
                mapped: cell.mapped,
                inferred_unit: cell.inferred_unit,
            };
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, cells)) => cells.push(cell),
                None => groups.push((name, vec![cell])),
            }
        }
        let groups = groups.into_iter();
        groups
            .map(|(name, cells)| {
                let is_literature = false;
                let cells = Cells {
                    all: cells,
                    is_literature,
                    listed: Rc::clone(&self.listed),
                };
                (name, cells)
            })
            .collect()
    }

    /// The text below the header `name`, whatever field it is of.
    pub(super) fn under(&self, name: &str) -> String {
        let cells = self.all.iter();
        let mut named = cells.filter(|cell| cell.name.eq_ignore_ascii_case(name));
        named
            .next()
            .map_or_else(String::new, |cell| line(&text_of(&cell.value)))
    }

    /// The values under a field's headers.
    pub(super) fn values(&self, target: Target) -> impl Iterator<Item = &Value> {
        self.of(target).map(|cell| &*cell.value)
    }

    /// The kind that the columns say together.
    pub(super) fn kind_of_columns(&self) -> Option<KindOfColumns> {
        let has_name = !self.text(Target::Name).is_empty();
        let values = evidence::Values {
            is_literature: self.is_literature,
            title_is_post: has_name && evidence::is_post(&self.text(Target::Title)),
        };
        evidence::kind_of(&self.headers(), values)
    }

    /// The first text that is not empty, in one line.
    pub(super) fn text(&self, target: Target) -> String {
        self.values(target)
            .map(|value| {
                let text = text_of(value);
                match array_in(&text) {
                    Some(values) => {
                        items(&Value::Array(values), |text| vec![line(text)]).join("; ")
                    }
                    None => line(&text),
                }
            })
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// All texts of a field in paragraphs; a heading stays in front of its text.
    pub(super) fn paragraphs(&self, target: Target) -> String {
        let mut all = String::new();
        let is_prose = matches!(target, Target::Summary | Target::Body);
        for cell in self.of(target) {
            let text = paragraphs(&text_of(&cell.value));
            if text.is_empty() || all == text || is_prose && is_answer(&text) {
                continue;
            }
            if !all.is_empty() {
                all.push('\n');
            }
            if cell.header.heading {
                all.push_str(&line(cell.name));
                all.push_str(": ");
            }
            all.push_str(&text);
        }
        all
    }

    /// All values of a field, each once. The items of an array are values; texts are `split`. There
    /// are none once the row has listed too many, which [`Cells::all_listed`] tells.
    pub(super) fn list(&self, target: Target, split: fn(&str) -> Vec<String>) -> Vec<String> {
        self.listed_by(target, split, list::may_part)
    }

    /// The same of a field whose values are texts: commas and the like are part of them.
    pub(super) fn texts(&self, target: Target, split: fn(&str) -> Vec<String>) -> Vec<String> {
        self.listed_by(target, split, list::parts_values)
    }

    fn listed_by(
        &self,
        target: Target,
        split: fn(&str) -> Vec<String>,
        may_part: fn(char) -> bool,
    ) -> Vec<String> {
        let has_room = |cell: &&Cell<'_>| self.has_room_for(cell, may_part);
        let cells = self.of(target).filter(has_room);
        distinct(cells.flat_map(|cell| items(&cell.value, split)).collect())
    }

    /// Whether a row may list the values of one more cell. They are counted by what may part them,
    /// before memory is taken for each.
    fn has_room_for(&self, cell: &Cell<'_>, may_part: fn(char) -> bool) -> bool {
        let number = self.listed.number.get() + most_items(&cell.value, may_part);
        self.listed.number.set(number);
        let has_room = number <= MAX_LISTED;
        if !has_room {
            self.listed.crowded.get_or_init(|| line(cell.name));
        }
        has_room
    }

    /// That nothing was left out of what was listed.
    ///
    /// # Errors
    /// The row lists more values than [`MAX_LISTED`].
    pub(super) fn all_listed(&self) -> Result<(), Crowded> {
        let crowded = self.listed.crowded.get();
        crowded.map_or(Ok(()), |column| Err(Crowded(column.clone())))
    }

    /// The first value that can be read as a date.
    pub(super) fn date(&self, target: Target) -> Option<Date> {
        self.of(target)
            .find_map(|cell| date(&text_of(&cell.value), cell.header.order))
    }

    /// The dates that lists hold, each read in the order of its column.
    pub(super) fn dates(&self, target: Target) -> Vec<Date> {
        let has_room = |cell: &&Cell<'_>| self.has_room_for(cell, list::parts_values);
        let cells = self.of(target).filter(has_room);
        let dates = cells.flat_map(|cell| {
            let texts = items(&cell.value, list::values).into_iter();
            texts.filter_map(|text| date(&text, cell.header.order))
        });
        dates.collect()
    }

    /// Columns of dates with what they hold in place of one.
    pub(super) fn unread_dates(&self) -> Vec<(String, String)> {
        let cells = self.all.iter().filter(|cell| is_date(cell.header.target));
        let unread = cells.filter_map(|cell| {
            let text = line(&text_of(&cell.value));
            let has_digits = text.contains(|c: char| ('1'..='9').contains(&c));
            let is_unread = has_digits && date(&text, cell.header.order).is_none();
            is_unread.then(|| (line(cell.name), text))
        });
        unread.collect()
    }

    /// The first value that can be read as a price: an object as we write it, or text.
    pub(super) fn price(&self, target: Target) -> Option<Price> {
        self.of(target).find_map(|cell| self.price_in(cell))
    }

    /// What stands in place of a price that can be read, in its own words; nothing where that says only
    /// that there is none.
    pub(super) fn words_for_price(&self, target: Target) -> Option<Price> {
        let mut texts = self.of(target).map(|cell| line(&text_of(&cell.value)));
        let said = texts.find(|text| says_something(text))?;
        let mut words: String = said.chars().take(MOST_WORDS).collect();
        if words.len() < said.len() {
            words.push('…');
        }
        Some(Price {
            words,
            ..Price::default()
        })
    }

    fn price_in(&self, cell: &Cell) -> Option<Price> {
        let unit = match cell.header.unit {
            // Nobody counts foreign money in 万.
            Unit::Unknown if self.is_foreign_money() => Unit::Yuan,
            Unit::Unknown => cell.inferred_unit,
            unit => unit,
        };
        match &*cell.value {
            Value::Object(_) => typed(&cell.value),
            value => price(&paragraphs(&text_of(value)), unit),
        }
    }

    /// Whether the price of a field is a bare number whose unit nobody says.
    pub(super) fn infers_price(&self, target: Target) -> bool {
        let mut prices = self.of(target).filter(|cell| self.price_in(cell).is_some());
        prices.next().is_some_and(|cell| {
            let is_said = cell.header.unit != Unit::Unknown || self.is_foreign_money();
            !is_said
                && !cell.value.is_object()
                && price::bare(&paragraphs(&text_of(&cell.value))).is_some()
        })
    }

    /// Whether a column of its own names a currency that is not the yuan.
    fn is_foreign_money(&self) -> bool {
        let currency = self.text(Target::Currency).to_ascii_uppercase();
        currency.len() == 3 && currency != "CNY" && currency != "RMB"
    }

    /// The part of a record that an object under `target` holds, if it is one as we write it.
    pub(super) fn part<T: DeserializeOwned + Default + PartialEq>(
        &self,
        target: Target,
    ) -> Option<T> {
        self.values(target)
            .filter(|value| value.is_object())
            .find_map(typed)
    }
}

/// Where in a row's objects the cells are.
struct Place<'p> {
    /// The keys that lead there, parted by dots.
    path: &'p str,
    /// Levels of objects inside this one that are looked into.
    depth: usize,
    /// The keys are headers: not so in objects that only the user knows.
    is_ours: bool,
}

impl Place<'_> {
    const TOP: Self = Place {
        path: "",
        depth: DEEPEST,
        is_ours: true,
    };
}

/// The object that a value is, or the objects in a list.
fn objects(value: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let list = value.as_array().into_iter().flatten();
    let object = value.as_object();
    object.into_iter().chain(list.filter_map(Value::as_object))
}

fn is_blank(value: &Value) -> bool {
    !value.is_object() && line(&text_of(value)).is_empty()
}

/// Most characters that are kept in place of a price.
const MOST_WORDS: usize = 60;

/// Whether a text says more than that there is nothing: `-`, `0`, `无`, `N/A`.
fn says_something(text: &str) -> bool {
    const NOTHING: [&str; 10] = [
        "无", "暂无", "空", "未知", "不详", "none", "n/a", "na", "null", "nil",
    ];
    let is_nothing = NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word));
    !is_nothing
        && text
            .chars()
            .any(|c| c.is_alphabetic() || ('1'..='9').contains(&c))
}

/// Fields that hold a date, and nothing but a date.
fn is_date(target: Target) -> bool {
    matches!(
        target,
        Target::Filed
            | Target::Published
            | Target::Granted
            | Target::Registered
            | Target::Updated
            | Target::Verified
            | Target::Expires
            | Target::Deadline
            | Target::LegalDate
    )
}

/// Objects whose keys are cells of their own.
fn is_container(target: Target) -> bool {
    matches!(
        target,
        Target::Dates
            | Target::Achievement
            | Target::Patent
            | Target::Need
            | Target::Expert
            | Target::Institution
    )
}

/// Reads a value as we write it; `None` where it is something else or holds nothing.
pub(super) fn typed<T: DeserializeOwned + Default + PartialEq>(value: &Value) -> Option<T> {
    let read: T = serde_json::from_value(sanitised(value.clone())).ok()?;
    (read != T::default()).then_some(read)
}

/// The value with every text in it free of control characters.
pub(super) fn sanitised(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().any(is_deceptive) => {
            Value::String(without_controls(&text))
        }
        Value::Array(values) => values.into_iter().map(sanitised).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, sanitised(value)))
            .collect(),
        value => value,
    }
}

/// The text of a value: strings, numbers, `{"text": …}`, and arrays of them.
pub(super) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.as_str().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Array(values) => {
            let texts: Vec<_> = values.iter().map(text_of).collect();
            texts.join("\n").into()
        }
        Value::Object(entries) => ["text", "value", "name", "$t", "#text"]
            .iter()
            .find_map(|key| entries.get(*key))
            .map_or("".into(), text_of),
        Value::Null | Value::Bool(_) => "".into(),
    }
}

/// Whether a text only says that there is one: `Full Text: yes`.
fn is_answer(text: &str) -> bool {
    const ANSWERS: [&str; 6] = ["yes", "no", "true", "false", "是", "否"];
    let text = text.trim();
    ANSWERS
        .iter()
        .any(|answer| text.eq_ignore_ascii_case(answer))
}

/// The most values that there can be in a cell.
fn most_items(value: &Value, may_part: fn(char) -> bool) -> usize {
    match value {
        Value::Array(values) => values.len(),
        Value::String(text) => 1 + text.chars().filter(|c| may_part(*c)).count(),
        _ => 1,
    }
}

/// The values in one cell.
fn items(value: &Value, split: fn(&str) -> Vec<String>) -> Vec<String> {
    match value {
        Value::Array(values) => values
            .iter()
            .map(|item| line(&text_of(item)))
            .filter(|item| !item.is_empty())
            .collect(),
        value => {
            let text = text_of(value);
            if let Some(values) = array_in(&text) {
                return items(&Value::Array(values), split);
            }
            split(&paragraphs(&text))
        }
    }
}

/// The JSON array that stands as text in a cell.
fn array_in(text: &str) -> Option<Vec<Value>> {
    let is_array = text.starts_with("[\"");
    is_array.then(|| serde_json::from_str(text).ok())?
}
