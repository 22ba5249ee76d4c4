//! Names of institutions: official names of Chinese universities and their short names.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table::{fold, lines};

/// What is known of a university.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct University {
    /// Official name, with ASCII brackets.
    pub name: &'static str,
    /// Ten-digit code of the Ministry of Education, or empty.
    pub code: &'static str,
    /// City as the ministry writes it, or empty.
    pub city: &'static str,
    /// 本科 or 专科, or empty.
    pub level: &'static str,
    /// Short and old names.
    pub aliases: Vec<&'static str>,
}

struct Institutions {
    rows: Vec<University>,
    by_name: HashMap<String, usize>,
    by_alias: HashMap<String, Vec<usize>>,
}

static INSTITUTIONS: LazyLock<Institutions> = LazyLock::new(|| {
    let mut all = Institutions {
        rows: Vec::new(),
        by_name: HashMap::new(),
        by_alias: HashMap::new(),
    };
    for columns in lines(include_str!("universities.tsv")) {
        all.add(&columns);
    }
    for columns in lines(include_str!("institution_aliases.tsv")) {
        if let [name, aliases] = *columns {
            all.add_aliases(name, aliases);
        }
    }
    all
});

impl Institutions {
    fn add(&mut self, columns: &[&'static str]) -> usize {
        let column = |index: usize| columns.get(index).copied().unwrap_or_default();
        let index = self.rows.len();
        self.by_name.insert(fold(column(0)).into_owned(), index);
        self.rows.push(University {
            name: column(0),
            code: column(1),
            city: column(2),
            level: column(3),
            aliases: Vec::new(),
        });
        index
    }

    fn add_aliases(&mut self, name: &'static str, aliases: &'static str) {
        let known = self.by_name.get(&*fold(name)).copied();
        let index = known.unwrap_or_else(|| self.add(&[name]));
        for alias in aliases.split('|') {
            let rows = self.by_alias.entry(fold(alias).into_owned()).or_default();
            rows.push(index);
            if let Some(row) = self.rows.get_mut(index) {
                row.aliases.push(alias);
            }
        }
    }
}

/// The university of an official or short name; `None` where it is unknown or ambiguous.
#[must_use]
pub fn institution(text: &str) -> Option<&'static University> {
    match *matching(text) {
        [index] => INSTITUTIONS.rows.get(index),
        _ => None,
    }
}

/// The university whose official name a text begins with, and what follows it.
pub(super) fn university_at_start(folded: &str) -> Option<(&'static University, &str)> {
    let ends = folded.char_indices().map(|(start, c)| start + c.len_utf8());
    let ends: Vec<usize> = ends.take(MAX_NAME).skip(2).collect();
    ends.into_iter().rev().find_map(|end| {
        let (name, rest) = folded.split_at_checked(end)?;
        let index = INSTITUTIONS.by_name.get(name)?;
        let row = INSTITUTIONS.rows.get(*index)?;
        (!row.city.is_empty()).then_some((row, rest))
    })
}

/// Longest name of a university, in characters.
const MAX_NAME: usize = 30;

/// Short and old names of an institution, by its official name.
#[must_use]
pub fn aliases_of(institution: &str) -> Vec<&'static str> {
    INSTITUTIONS
        .by_name
        .get(&*fold(institution))
        .and_then(|&index| INSTITUTIONS.rows.get(index))
        .map(|row| row.aliases.clone())
        .unwrap_or_default()
}

/// The official names that `text` can mean.
pub(super) fn resolve(text: &str) -> Vec<String> {
    matching(text)
        .into_iter()
        .filter_map(|index| INSTITUTIONS.rows.get(index))
        .map(|row| row.name.to_owned())
        .collect()
}

fn matching(text: &str) -> Vec<usize> {
    let folded = fold(text);
    match INSTITUTIONS.by_name.get(&*folded) {
        Some(&index) => vec![index],
        None => INSTITUTIONS
            .by_alias
            .get(&*folded)
            .cloned()
            .unwrap_or_default(),
    }
}
