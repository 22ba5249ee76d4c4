//! Cells that are merged downwards: what stands in the first row counts for all of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::budget::MAX_MERGED_BYTES;
use super::super::errors::RowError;
use super::Cells;

/// What a cell costs beside its text.
const CELL_BYTES: usize = 24;

/// The merged cells of a sheet that still reach down.
#[derive(Debug)]
pub(in crate::import) struct Merged {
    /// By column: the text, and the last row that has it.
    cells: BTreeMap<usize, (Rc<str>, u64)>,
    spare: usize,
}

impl Default for Merged {
    fn default() -> Self {
        Self {
            cells: BTreeMap::new(),
            spare: MAX_MERGED_BYTES,
        }
    }
}

impl Merged {
    /// A cell's text reaches from its row down to another.
    pub(in crate::import) fn reach(&mut self, column: usize, text: &str, last: u64) {
        if !text.trim().is_empty() {
            self.cells.insert(column, (text.into(), last));
        }
    }

    /// Gives a row what reaches down to it. A row with nothing of its own is none: a listing may
    /// take two rows of the sheet in all its columns.
    pub(in crate::import) fn fill(&mut self, row: u64, cells: &mut Cells) {
        if cells.is_blank() {
            return;
        }
        self.cells.retain(|_, (_, last)| *last >= row);
        for (&column, (text, _)) in &self.cells {
            if !cells.text(column).is_empty() {
                continue;
            }
            let Some(spare) = self.spare.checked_sub(text.len() + CELL_BYTES) else {
                cells.reject(column, RowError::Repeated);
                return;
            };
            self.spare = spare;
            cells.put(column, text.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str]) -> Cells {
        let mut cells = Cells::default();
        for (column, text) in texts.iter().enumerate() {
            cells.put(column, (*text).to_owned());
        }
        cells
    }

    fn filled(merged: &mut Merged, number: u64, texts: &[&str]) -> String {
        let mut cells = row(texts);
        merged.fill(number, &mut cells);
        cells.texts.join("|")
    }

    #[test]
    fn what_is_merged_counts_for_every_row_with_something_of_its_own() {
        let mut merged = Merged::default();
        merged.reach(0, "江城大学", 4);
        merged.reach(2, "张某", 3);
        merged.reach(3, " ", 9);
        assert_eq!(
            filled(&mut merged, 2, &["江城大学", "甲", "张某"]),
            "江城大学|甲|张某"
        );
        assert_eq!(filled(&mut merged, 3, &["", "乙"]), "江城大学|乙|张某");
        assert_eq!(filled(&mut merged, 4, &[]), "");
        assert_eq!(filled(&mut merged, 4, &["", "丙"]), "江城大学|丙");
        assert_eq!(filled(&mut merged, 5, &["", "丁"]), "|丁");
    }

    #[test]
    fn what_is_repeated_too_often_is_no_row() {
        let mut merged = Merged::default();
        merged.reach(0, &"x".repeat(MAX_MERGED_BYTES / 2), 9);
        for number in 1..=2 {
            let mut cells = row(&["", "a"]);
            cells.bytes = 0;
            merged.fill(number, &mut cells);
        }
        let mut cells = row(&["", "a"]);
        merged.fill(3, &mut cells);
        assert_eq!(cells.row_error, Some((0, RowError::Repeated)));
    }
}
