//! What an import has to say about a file beside its counts: columns that no field took, and
//! what the program guessed.

use std::collections::{BTreeMap, HashMap};

use qiao_index::normalise::{Mapping, Target, kind_of_columns, takes};
use qiao_index::record::Kind;
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};
use serde_json::{Map, Value};

use super::json;
use super::map::ColumnMap;
use crate::messages::pick;

/// Most columns that are remembered: with more of them, keys are data.
const MAX_COLUMNS: usize = 10_000;

/// Why a row is of its kind, where that is open to doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KindBasis {
    /// Most columns say so, others speak for another kind.
    Columns,
    /// Nothing says otherwise.
    Default,
}

/// Something that the program had to guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Guess {
    /// The kind of rows.
    Kind(Kind, KindBasis),
    /// The row with the names of the columns, where it is not the first, and its sheet.
    Header(String, u64),
    /// The encoding.
    Encoding(&'static str),
}

impl Guess {
    /// What it is about: a word for programs.
    pub(crate) const fn what(&self) -> &'static str {
        match self {
            Self::Kind(..) => "kind",
            Self::Header(..) => "header",
            Self::Encoding(_) => "encoding",
        }
    }

    /// What it is about, for people.
    pub(crate) fn topic(&self, language: Language) -> &'static str {
        match self {
            Self::Kind(..) => pick(language, ["类型", "kind"]),
            Self::Header(..) => pick(language, ["表头所在行", "header row"]),
            Self::Encoding(_) => pick(language, ["编码", "encoding"]),
        }
    }

    /// What was guessed, for programs.
    pub(crate) fn value(&self) -> String {
        match self {
            Self::Kind(kind, _) => kind.as_str().to_owned(),
            Self::Header(sheet, row) if sheet.is_empty() => row.to_string(),
            Self::Header(sheet, row) => format!("{sheet}: {row}"),
            Self::Encoding(name) => (*name).to_owned(),
        }
    }

    /// What was guessed, for people.
    pub(crate) fn label(&self, language: Language) -> String {
        match self {
            Self::Kind(kind, _) => vocab::label(Facet::Kind, kind.as_str(), language).into_owned(),
            Self::Header(..) | Self::Encoding(_) => self.value(),
        }
    }

    /// Why.
    pub(crate) fn why(&self, language: Language) -> &'static str {
        match self {
            Self::Kind(_, KindBasis::Columns) => pick(
                language,
                [
                    "按多数列判断，另有几列像是别的类型；可用 --kind 指定",
                    "most columns say so, others look like another kind; --kind says otherwise",
                ],
            ),
            Self::Kind(_, KindBasis::Default) => pick(
                language,
                [
                    "文件没有说明；可用 --kind 指定",
                    "the file does not say; --kind does",
                ],
            ),
            Self::Header(..) => pick(
                language,
                [
                    "该行列名认出的不到一半",
                    "fewer than half of its names are known",
                ],
            ),
            Self::Encoding(_) => pick(
                language,
                [
                    "文件没有说明，按内容判断；可用 --encoding 指定",
                    "the file does not say, its bytes do; --encoding says otherwise",
                ],
            ),
        }
    }
}

/// What became of a column in rows of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// A field takes it.
    Taken,
    /// No field takes it, and it was not empty.
    Ignored,
}

/// What has been seen of a file's rows.
#[derive(Debug, Default)]
pub(super) struct Facts<'m> {
    map: Option<&'m ColumnMap>,
    kind_is_said: bool,
    /// Columns by name, each for the kinds in which it was seen.
    columns: HashMap<String, Vec<(Kind, Column)>>,
    /// Names of the columns, in the order in which they came.
    names: Vec<String>,
    /// Kinds that were guessed, or not.
    kinds: BTreeMap<&'static str, Option<Guess>>,
}

/// A row as its reader found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'r> {
    pub(super) cells: &'r Map<String, Value>,
    pub(super) mapping: &'r Mapping,
    /// What the list or sheet around it says of its kind.
    pub(super) kind: Option<Kind>,
}

impl<'m> Facts<'m> {
    /// Of a file of which the user says this.
    pub(super) fn of(map: Option<&'m ColumnMap>, kind: Option<Kind>) -> Self {
        Self {
            map,
            kind_is_said: kind.is_some(),
            ..Self::default()
        }
    }

    /// Takes notice of a row, which is of this kind.
    pub(super) fn see(&mut self, row: Seen<'_>, kind: Kind) {
        for (name, value) in row.cells {
            let places = self.columns.get(name);
            let is_known = places.is_some_and(|places| places.iter().any(|(of, _)| *of == kind));
            if !is_known && !is_blank(value) && self.columns.len() < MAX_COLUMNS {
                let place = self.place(row, kind, name);
                if places.is_none() {
                    self.names.push(name.clone());
                }
                self.columns
                    .entry(name.clone())
                    .or_default()
                    .push((kind, place));
            }
        }
        if !self.kinds.contains_key(kind.as_str()) {
            let guess = self.guess(row, kind);
            self.kinds.insert(kind.as_str(), guess);
        }
    }

    fn place(&self, row: Seen<'_>, kind: Kind, name: &str) -> Column {
        let is_mapped = self.map.is_some_and(|map| map.names(name));
        // The edition of a table says so, where its name would mean something else.
        let column = row.mapping.column(name);
        let is_passed_over = column.is_some_and(|column| column.targets == [Target::Ignore]);
        if is_passed_over && !is_mapped {
            return Column::Ignored;
        }
        let is_taken = is_mapped
            || row.mapping.reaches_into(name)
            || row.mapping.reading(name).map_or_else(
                || json::takes(row.cells, name),
                |column| column.targets.iter().any(|target| takes(kind, *target)),
            );
        if is_taken {
            Column::Taken
        } else {
            Column::Ignored
        }
    }

    fn guess(&self, row: Seen<'_>, kind: Kind) -> Option<Guess> {
        let says = |(name, value): (&String, &Value)| {
            let column = row.mapping.reading(name).filter(|_| !is_blank(value));
            column.is_some_and(|column| {
                let mut targets = column.targets.iter();
                targets.any(|target| matches!(target, Target::Kind | Target::Profile))
            })
        };
        if self.kind_is_said || row.kind == Some(kind) || row.cells.iter().any(says) {
            return None;
        }
        match kind_of_columns(row.cells, row.mapping).filter(|told| told.kind == kind) {
            Some(told) if told.is_doubtful => Some(Guess::Kind(kind, KindBasis::Columns)),
            Some(_) => None,
            None => Some(Guess::Kind(kind, KindBasis::Default)),
        }
    }

    /// Columns that hold something which no field takes, and the guesses.
    pub(super) fn finish(self) -> (Vec<String>, Vec<Guess>) {
        let Self {
            columns,
            names,
            kinds,
            ..
        } = self;
        let is_ignored = |name: &String| {
            let places = columns.get(name).map_or(&[][..], Vec::as_slice);
            places.iter().all(|(_, place)| *place == Column::Ignored)
        };
        let ignored = names.into_iter().filter(is_ignored).collect();
        (ignored, kinds.into_values().flatten().collect())
    }
}

/// Whether a cell says nothing; some tables write a dash for that.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => matches!(text.trim(), "" | "-" | "--" | "—"),
        Value::Array(values) => values.iter().all(is_blank),
        Value::Object(members) => members.values().all(is_blank),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    fn check(rows: &[(Value, Kind)], columns: &[&str], guesses: &[Guess]) {
        let mut facts = Facts::of(None, None);
        for (cells, kind) in rows {
            let row = Seen {
                cells: cells.as_object().unwrap(),
                mapping: &Mapping::default(),
                kind: None,
            };
            facts.see(row, *kind);
        }
        let (ignored, found) = facts.finish();
        assert_eq!(ignored, columns);
        assert_eq!(found, guesses);
    }

    #[test]
    fn columns_that_no_field_takes_are_named() {
        check(
            &[
                (
                    json!({"成果名称": "a", "天气": "", "心情": "-"}),
                    Kind::Achievement,
                ),
                (
                    json!({"成果名称": "b", "天气": "晴", "代理机构": "c"}),
                    Kind::Achievement,
                ),
            ],
            &["天气", "代理机构"],
            &[],
        );
        check(
            &[(json!({"成果名称": "a", "序号": 1}), Kind::Achievement)],
            &[],
            &[],
        );
    }

    #[test]
    fn kinds_that_are_said_are_not_guessed() {
        check(
            &[(json!({"title": "a", "kind": "need"}), Kind::Need)],
            &[],
            &[],
        );
        check(
            &[(json!({"title": "a"}), Kind::Achievement)],
            &[],
            &[Guess::Kind(Kind::Achievement, KindBasis::Default)],
        );
    }
}
