//! What a user says of a source's columns. It lies over the table of headers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde_json::Value;

use super::date::Order;
use super::headers::{Header, Target, fold, header};
use super::price::Unit;

/// How one column is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// The field that the cell holds. Several share the parts of the cell, in order.
    pub targets: Vec<Target>,
    /// Texts that part the values of a list, or the fields that share a cell.
    pub split: Vec<String>,
    /// Order of day and month in `05/06/2018`.
    pub order: Option<Order>,
    /// What a bare number of money stands for.
    pub unit: Unit,
    /// The column's name goes in front of its text.
    pub heading: bool,
}

/// What a user says of a source: which field each column holds, and what all rows have.
///
/// Columns are found as written, else with width, case, blanks, `_` and `-` passed over. In
/// objects a column is a path (`data.title`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    columns: BTreeMap<String, Column>,
    constants: Vec<(Target, Value)>,
    /// Columns whose bare numbers are 万元 because their other values say so.
    in_ten_thousands: BTreeSet<String>,
}

/// For rows of which nobody said anything.
pub(super) const NONE: &Mapping = &Mapping {
    columns: BTreeMap::new(),
    constants: Vec::new(),
    in_ten_thousands: BTreeSet::new(),
};

impl Mapping {
    /// A mapping of these columns; `constants` stand in for what a row does not have.
    #[must_use]
    pub fn new(
        columns: impl IntoIterator<Item = (String, Column)>,
        constants: Vec<(Target, Value)>,
    ) -> Self {
        let mut found: BTreeMap<String, Column> = columns.into_iter().collect();
        let folded = found
            .iter()
            .map(|(name, column)| (fold(name), column.clone()));
        for (name, column) in folded.collect::<Vec<_>>() {
            found.entry(name).or_insert(column);
        }
        Self {
            columns: found,
            constants,
            in_ten_thousands: BTreeSet::new(),
        }
    }

    /// The same, with bare numbers of these columns in 万元.
    pub(super) fn in_ten_thousands(&self, columns: &BTreeSet<String>) -> Self {
        Self {
            in_ten_thousands: columns.clone(),
            ..self.clone()
        }
    }

    /// Whether the other values of a column let infer that its bare numbers are in 万元.
    pub(super) fn infers_ten_thousands(&self, name: &str) -> bool {
        self.in_ten_thousands.contains(name)
    }

    /// Whether nothing is said of any column.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What the user says of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        if self.columns.is_empty() {
            return None;
        }
        self.columns
            .get(name)
            .or_else(|| self.columns.get(&fold(name)))
    }

    /// How a column is read: as the user says, else as the table of headers does.
    #[must_use]
    pub fn reading(&self, name: &str) -> Option<Column> {
        let known = || {
            header(name).map(|header| Column {
                targets: vec![header.target],
                order: header.order,
                unit: header.unit,
                heading: header.heading,
                ..Column::default()
            })
        };
        self.column(name).cloned().or_else(known)
    }

    /// Whether a column inside the object under `path` is named.
    #[must_use]
    pub fn reaches_into(&self, path: &str) -> bool {
        let names_one_inside = |path: String| {
            let from = (Bound::Included(path.as_str()), Bound::Unbounded);
            let next = self.columns.range::<str, _>(from).next();
            next.is_some_and(|(name, _)| name.starts_with(&path))
        };
        !self.columns.is_empty()
            && (names_one_inside(format!("{path}.")) || names_one_inside(fold(path) + "."))
    }

    /// What stands in for fields that a row does not have.
    pub(super) fn constants(&self) -> impl Iterator<Item = (Target, &Value)> {
        self.constants
            .iter()
            .map(|(target, value)| (*target, value))
    }

    /// The path of the column `name` inside `above`; without columns nobody asks for it.
    pub(super) fn path<'n>(&self, above: &str, name: &'n str) -> Cow<'n, str> {
        if above.is_empty() || self.columns.is_empty() {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(format!("{above}.{name}"))
        }
    }
}

impl Column {
    /// What the user says of the column `name`, that it holds `target`. Where the user is silent,
    /// what is known of the column, or of the field, stands.
    pub(super) fn header(&self, target: Target, name: &str) -> Header {
        let known = header(name).filter(|known| known.target == target);
        let known = known.unwrap_or_else(|| Header::of(target));
        Header {
            target,
            order: self.order.or(known.order),
            unit: match self.unit {
                Unit::Unknown => known.unit,
                unit => unit,
            },
            heading: self.heading || known.heading,
            ..known
        }
    }

    /// The values that a cell gives the column's fields, in their order.
    pub(super) fn values<'v>(
        &self,
        value: &'v Value,
        text: impl Fn(&'v Value) -> Cow<'v, str>,
    ) -> Vec<(Target, Cow<'v, Value>)> {
        match &*self.targets {
            [target] if self.split.is_empty() || value.is_array() => {
                vec![(*target, Cow::Borrowed(value))]
            }
            [target] => {
                let parts = cut(&text(value), &self.split, usize::MAX);
                let parts = parts.into_iter().filter(|part| !part.is_empty());
                let list = Value::Array(parts.map(Value::String).collect());
                vec![(*target, Cow::Owned(list))]
            }
            targets => {
                let mut parts = cut(&text(value), &self.split, targets.len() + 1);
                // One part too many and nothing in front: the first separator is a label.
                if parts.len() > targets.len() && parts.first().is_some_and(String::is_empty) {
                    parts.remove(0);
                } else {
                    parts = cut(&text(value), &self.split, targets.len());
                }
                let parts = parts
                    .into_iter()
                    .map(|part| Cow::Owned(Value::String(part)));
                targets.iter().copied().zip(parts).collect()
            }
        }
    }
}

/// Cuts a text at the separators into at most `most` parts; the last is what is left.
fn cut(text: &str, separators: &[String], most: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() + 1 < most
        && let Some((at, length)) = first_separator(rest, separators)
    {
        let (part, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        parts.push(part.trim().to_owned());
        rest = behind.get(length..).unwrap_or_default();
    }
    parts.push(rest.trim().to_owned());
    parts
}

/// Place and length (bytes) of the first separator in a text, the longest of those there.
fn first_separator(text: &str, separators: &[String]) -> Option<(usize, usize)> {
    let places = separators
        .iter()
        .filter(|separator| !separator.is_empty())
        .filter_map(|separator| Some((text.find(separator.as_str())?, separator.len())));
    places.min_by_key(|&(at, length)| (at, std::cmp::Reverse(length)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::cells::text_of;
    use super::*;

    fn column(targets: &[Target], split: &[&str]) -> Column {
        Column {
            targets: targets.to_vec(),
            split: split.iter().map(|&text| text.to_owned()).collect(),
            ..Column::default()
        }
    }

    fn check(column: &Column, cell: &Value, expected: &Value) {
        let values = column.values(cell, text_of);
        let values = values
            .into_iter()
            .map(|(target, value)| (target.as_str().to_owned(), value.into_owned()));
        assert_eq!(&Value::Object(values.collect()), expected, "{cell}");
    }

    #[test]
    fn a_cell_is_cut_for_its_fields() {
        use Target::{Keywords, People, Summary, Title};
        let lists = column(&[People], &["/", " and "]);
        check(
            &lists,
            &json!("张某/李某"),
            &json!({"people": ["张某", "李某"]}),
        );
        check(&lists, &json!("A and B / "), &json!({"people": ["A", "B"]}));
        check(&lists, &json!(["A/B"]), &json!({"people": ["A/B"]}));
        check(&column(&[Title], &[]), &json!(7), &json!({"title": 7}));
        let several = column(
            &[Title, Keywords, Summary],
            &["[SEP]", "Title:", "Keys:", "Text:"],
        );
        let expected = json!({"title": "甲", "keywords": "乙", "summary": "丙"});
        check(&several, &json!("甲 [SEP] 乙 [SEP] 丙"), &expected);
        check(&several, &json!("Title: 甲\nKeys: 乙\nText: 丙"), &expected);
        check(
            &several,
            &json!("甲[SEP]乙"),
            &json!({"title": "甲", "keywords": "乙"}),
        );
        check(
            &several,
            &json!("甲[SEP][SEP]丙[SEP]丁"),
            &json!({"title": "甲", "keywords": "", "summary": "丙[SEP]丁"}),
        );
        check(
            &column(&[Title, Summary], &[]),
            &json!("甲"),
            &json!({"title": "甲"}),
        );
    }

    #[test]
    fn columns_are_found_in_all_their_spellings() {
        let titles = ["公开（公告）号", "data.org_name"]
            .map(|name| (name.to_owned(), column(&[Target::Title], &[])));
        let mapping = Mapping::new(titles, Vec::new());
        for name in [
            "公开（公告）号",
            " 公开(公告)号",
            "data.org_name",
            "Data.orgName",
        ] {
            assert!(mapping.column(name).is_some(), "{name}");
        }
        assert!(mapping.column("号").is_none());
        assert!(mapping.reaches_into("data") && mapping.reaches_into("Data"));
        assert!(!mapping.reaches_into("dat") && !mapping.reaches_into("data.org_name"));
        let targets = |name: &str| mapping.reading(name).map(|column| column.targets);
        assert_eq!(targets("摘要"), Some(vec![Target::Summary]));
        assert_eq!(targets("天气"), None);
    }
}
