//! Header rows: which row names the columns, and what the columns are called.

mod two_rows;

use std::collections::{HashMap, HashSet};

use qiao_index::normalise::{Target, is_known_header};

use super::editions::edition;
use super::map::{ColumnMap, unnamed};
use two_rows::joined;

/// Characters that a column's name may have.
const MAX_NAME_CHARACTERS: usize = 1_000;

/// The header is one of this number of rows that are not blank.
pub(super) const MAX_ROWS_TO_HEADER: usize = 10;

/// The names of a table's columns and where they stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The row with the names, from 1; without names, the last row before the first.
    pub(super) row: u64,
    /// The last row of the header: the one below, where the names stand in two rows.
    pub(super) last_row: u64,
    /// The names.
    pub(super) columns: Vec<String>,
    /// Fewer than half of the names are known: another row may be the header.
    pub(super) is_doubtful: bool,
    /// The better of two headers knows more names, or has more columns.
    pub(super) score: (usize, usize),
}

impl Header {
    /// Columns without names behind a row.
    pub(super) fn nameless(row: u64, width: usize) -> Self {
        Self {
            row,
            last_row: row,
            columns: (0..width).map(unnamed).collect(),
            is_doubtful: false,
            score: (0, width),
        }
    }
}

/// Finds the header among the first rows of a table (numbered from 1), or takes what the map
/// says for one. `None` where no row is a header, or where rows that should go without do not
/// agree in having several cells.
pub(super) fn find(
    rows: impl Iterator<Item = (u64, Vec<String>)>,
    map: Option<&ColumnMap>,
) -> Option<Header> {
    let skip = map.and_then(|map| map.skip);
    let rows = rows.filter(|(number, cells)| {
        *number > skip.unwrap_or(0) && !cells.iter().all(|cell| is_blank(cell))
    });
    let rows: Vec<_> = rows.take(MAX_ROWS_TO_HEADER).collect();
    match (map.and_then(|map| map.header), skip) {
        (Some(false), _) => without_names(&rows, skip.unwrap_or(0)),
        (Some(true), None) | (_, Some(_)) => Names::at(&rows).map(|names| names.header(map)),
        (None, None) => best(&rows, map),
    }
}

/// Names of columns as they stand, and in which rows.
struct Names {
    row: u64,
    last_row: u64,
    cells: Vec<String>,
}

impl Names {
    /// The names that begin in the first of these rows.
    fn at(rows: &[(u64, Vec<String>)]) -> Option<Self> {
        let (row, cells) = rows.first()?;
        let below = rows.get(1).filter(|(below, _)| *below == row + 1);
        let joined = below.and_then(|(last, lower)| Some((*last, joined(cells, lower)?)));
        let (last_row, cells) = joined.unwrap_or_else(|| (*row, cells.clone()));
        Some(Self {
            row: *row,
            last_row,
            cells,
        })
    }

    fn header(&self, map: Option<&ColumnMap>) -> Header {
        let known = known_cells(&self.cells, map);
        let filled = self.cells.iter().filter(|cell| !is_blank(cell)).count();
        Header {
            row: self.row,
            last_row: self.last_row,
            columns: column_names(&self.cells),
            is_doubtful: known * 2 < filled,
            score: (known, self.cells.len()),
        }
    }
}

/// The best header among rows; of equals the first.
fn best(rows: &[(u64, Vec<String>)], map: Option<&ColumnMap>) -> Option<Header> {
    let mut best: Option<Header> = None;
    let mut rest = rows;
    while let Some(names) = Names::at(rest) {
        let height = if names.last_row > names.row { 2 } else { 1 };
        rest = rest.get(height..).unwrap_or_default();
        if !is_header(&names.cells, map) {
            continue;
        }
        let next = names.header(map);
        if best.as_ref().is_none_or(|best| next.score > best.score) {
            best = Some(next);
        }
    }
    best
}

/// Numbered columns, if the rows agree in having several.
fn without_names(rows: &[(u64, Vec<String>)], skip: u64) -> Option<Header> {
    let width = rows.iter().map(|(_, cells)| cells.len()).max()?;
    let agreeing = rows.iter().filter(|(_, cells)| cells.len() == width);
    let agree = width > 1 && agreeing.count() * 2 > rows.len();
    agree.then(|| Header::nameless(skip, width))
}

/// Number of cells that are known names of columns.
fn known_cells(row: &[String], map: Option<&ColumnMap>) -> usize {
    let is_known = |cell: &String| is_known_header(cell) || map.is_some_and(|map| map.names(cell));
    let known = row.iter().filter(|cell| is_known(cell)).count();
    edition(row).map_or(known, |edition| edition.columns(row).len().max(known))
}

/// Whether a row is a header: prose may hold one known name by chance, hardly two
/// of which one names titles.
fn is_header(row: &[String], map: Option<&ColumnMap>) -> bool {
    let (known, filled) = (
        known_cells(row, map),
        row.iter().filter(|c| !is_blank(c)).count(),
    );
    let is_title = |cell: &String| cell.parse() == Ok(Target::Title);
    let names_titles = || row.iter().any(is_title);
    known >= 3 || (known > 0 && known * 4 >= filled) || (known == 2 && names_titles())
}

/// Whether a cell holds nothing to see.
pub(super) fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// Names for the columns: unnamed ones are numbered, repeated ones counted.
pub(super) fn column_names(row: &[String]) -> Vec<String> {
    let (mut taken, mut times) = (HashSet::new(), HashMap::new());
    let names = row.iter().enumerate().map(|(at, cell)| {
        let name: String = tidy(cell).chars().take(MAX_NAME_CHARACTERS).collect();
        let name = if name.is_empty() { unnamed(at) } else { name };
        let times = times.entry(name.clone()).or_insert(1_u32);
        let mut candidate = name.clone();
        while !taken.insert(candidate.clone()) {
            *times += 1;
            candidate = format!("{name} ({times})");
        }
        candidate
    });
    names.collect()
}

fn tidy(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    fn check_names(header: &[&str], expected: &[&str]) {
        assert_eq!(column_names(&row(header)), expected);
    }

    #[test]
    fn columns_have_names_of_their_own() {
        check_names(&["名称", " 单位\u{2003}"], &["名称", "单位"]);
        check_names(
            &["\u{feff}title", "", " "],
            &["title", "column 2", "column 3"],
        );
        check_names(&["a", "a", "a"], &["a", "a (2)", "a (3)"]);
        check_names(&["a (2)", "a", "a"], &["a (2)", "a", "a (3)"]);
        check_names(&["column 2", ""], &["column 2", "column 2 (2)"]);
    }

    fn check_header(cells: &[&str], expected: bool) {
        assert_eq!(is_header(&row(cells), None), expected, "{cells:?}");
    }

    #[test]
    fn headers_are_told_from_titles_and_prose() {
        check_header(&["名称", "单位", "负责人的邮政编码"], true);
        check_header(&["title"], true);
        check_header(&["Title", "x", "y", "z"], true);
        check_header(&["title", "a", "b", "c", "d"], false);
        let wide = [
            "award_id", "title", "a", "b", "c", "d", "e", "f", "abstract", "g",
        ];
        check_header(&wide, true);
        check_header(&["", "名称", ""], true);
        check_header(&["湖北省技术成果汇总表", "", ""], false);
        check_header(&[], false);
    }

    #[test]
    fn blank_cells() {
        assert!(is_blank("") && is_blank(" \t\u{3000}\u{feff}") && !is_blank(" a "));
    }
}
