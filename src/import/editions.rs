//! Tables of services that name their columns in a way of their own: what each column holds, as
//! if the user had written a map for them. The table is `editions.tsv`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use qiao_index::normalise::{Column, Target};
use qiao_index::record::Kind;
use serde_json::{Map, Value};

/// The way in which one service writes tables.
#[derive(Debug, Default)]
pub(super) struct Edition {
    name: &'static str,
    /// Columns that must all be there.
    signs: Vec<&'static str>,
    /// Columns, folded, with their field and what parts its values.
    columns: Vec<(String, Target, &'static str)>,
    /// The kind of rows that do not say it.
    kind: Option<Kind>,
}

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    let mut editions: Vec<Edition> = Vec::new();
    for [name, column, field, split] in lines() {
        if editions.last().is_none_or(|last| last.name != name) {
            editions.push(Edition {
                name,
                ..Edition::default()
            });
        }
        let Some(edition) = editions.last_mut() else {
            continue;
        };
        match field {
            "signs" => edition.signs.push(column),
            "rows" => edition.kind = column.parse().ok(),
            field => edition
                .columns
                .extend(target(field).map(|field| (fold(column), field, split))),
        }
    }
    editions
});

/// The lines of the table: edition, column, field, split.
fn lines() -> impl Iterator<Item = [&'static str; 4]> {
    let lines = include_str!("editions.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        let [edition, column, field] = [cells.next()?, cells.next()?, cells.next()?];
        Some([edition, column, field, cells.next().unwrap_or_default()])
    })
}

fn target(field: &str) -> Option<Target> {
    field.parse().ok()
}

/// Without case, blanks, `_`, `-`, and a language in brackets behind (`dc.title[zh_CN]`).
fn fold(column: &str) -> String {
    let bare = column
        .trim()
        .strip_suffix(']')
        .and_then(|text| text.split_once('['));
    let bare = bare.map_or(column, |(bare, _)| bare);
    let is_filling = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '\u{feff}');
    let letters = bare.chars().filter(|&c| !is_filling(c));
    letters.flat_map(char::to_lowercase).collect()
}

/// The edition of a table with these columns, or of an object with these keys.
pub(super) fn edition<'c>(
    columns: impl IntoIterator<Item = &'c String>,
) -> Option<&'static Edition> {
    let columns: BTreeSet<String> = columns.into_iter().map(|column| fold(column)).collect();
    let has_all = |edition: &&Edition| {
        let mut signs = edition.signs.iter();
        signs.all(|sign| columns.contains(&fold(sign)))
    };
    EDITIONS.iter().find(has_all)
}

/// The edition of an object, whose keys are written as the table has them or `in_snake_case`.
pub(super) fn edition_of_object(cells: &Map<String, Value>) -> Option<&'static Edition> {
    let has = |sign: &str| {
        cells.contains_key(sign) || cells.contains_key(&sign.to_lowercase().replace(' ', "_"))
    };
    let mut editions = EDITIONS.iter();
    editions.find(|edition| edition.signs.iter().all(|sign| has(sign)))
}

impl Edition {
    /// What the columns hold that it knows.
    pub(super) fn columns<'c>(
        &self,
        columns: impl IntoIterator<Item = &'c String>,
    ) -> Vec<(String, Column)> {
        let known = columns.into_iter().filter_map(|name| {
            let folded = fold(name);
            let (_, field, split) = self.columns.iter().find(|(known, ..)| *known == folded)?;
            let column = Column {
                targets: vec![*field],
                split: [*split]
                    .into_iter()
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned)
                    .collect(),
                ..Column::default()
            };
            Some((name.clone(), column))
        });
        known.collect()
    }

    /// The kind of rows that do not say it.
    pub(super) const fn kind(&self) -> Option<Kind> {
        self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_field() {
        for [edition, column, field, _] in lines() {
            let is_known = matches!(field, "signs" | "rows") || target(field).is_some();
            assert!(
                is_known && !column.is_empty(),
                "{edition}: {column}: {field}"
            );
        }
        assert!(EDITIONS.iter().all(|edition| !edition.signs.is_empty()));
    }

    fn check(columns: &[&str], expected: Option<&str>) {
        let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(
            edition(&columns).map(|found| found.name),
            expected,
            "{columns:?}"
        );
    }

    #[test]
    fn editions_are_known_by_their_columns() {
        check(
            &["Key", "Item Type", "Title", "Manual Tags"],
            Some("zotero"),
        );
        check(&["id", "dc.title[zh_CN]"], Some("dspace"));
        check(&["topic_title", "agency"], Some("sbir topics"));
        check(&["title", "agency"], None);
    }

    #[test]
    fn a_language_behind_a_column_is_no_part_of_its_name() {
        let columns = ["dc.title[zh_CN]".to_owned(), "dc.type[]".to_owned()];
        let found = edition(&columns)
            .map(|found| found.columns(&columns))
            .unwrap_or_default();
        let found: Vec<_> = found
            .iter()
            .map(|(name, column)| (&**name, column.targets[0]))
            .collect();
        assert_eq!(
            found,
            [
                ("dc.title[zh_CN]", Target::Title),
                ("dc.type[]", Target::Kind)
            ]
        );
    }
}
