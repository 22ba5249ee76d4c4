//! Columns of money whose header names no unit: what a bare number stands for is known only when
//! the other values have been seen.
//!
//! Below 10,000 a bare number is read in 万元 whatever the others say. From there on it is read in
//! 万元 where any other value of its column says 万, and in 元 where none does: such a row waits
//! until one does, or for the end of the file. So the order of the rows changes nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::cells::text_of;
use super::headers::Target;
use super::mapping::Mapping;
use super::price::{self, LEAST_YUAN, Unit};
use super::{Row, identity};
use crate::fields::columns::ExportedRow;

/// Most rows that wait, and bytes of their text; those beyond are read by the size of their numbers.
const MAX_WAITING: usize = 20_000;
const MAX_WAITING_BYTES: usize = 32 << 20;

/// The columns of one file.
#[derive(Debug, Default)]
pub struct PriceColumns {
    /// Whether a column holds money in a unit that its header does not name.
    known: HashMap<String, bool>,
    /// Columns in which a value says 万.
    in_ten_thousands: BTreeSet<String>,
    waiting: Vec<Row>,
    waiting_bytes: usize,
}

impl PriceColumns {
    /// Takes notice of a row, and gives it back unless it has to wait.
    pub fn take(&mut self, row: Row) -> Option<Row> {
        if identity::has_sources(&row.cells) {
            return Some(row);
        }
        let mut large: Vec<&String> = Vec::new();
        for (name, value) in &row.cells {
            if !self.is_undecided(name, &row.mapping) {
                continue;
            }
            let text = text_of(value);
            if price::says_ten_thousands(&text) {
                self.in_ten_thousands.insert(name.clone());
            } else if price::bare(&text).is_some_and(|figure| figure >= LEAST_YUAN) {
                large.push(name);
            }
        }
        // Our own tables say what they mean.
        if large.is_empty() || ExportedRow::of_cells(&row.cells).is_some() {
            return Some(row);
        }
        let is_told = |name: &&String| self.in_ten_thousands.contains(*name);
        let has_room = self.waiting.len() < MAX_WAITING && self.waiting_bytes < MAX_WAITING_BYTES;
        if large.iter().all(is_told) || !has_room {
            return Some(self.decided(row));
        }
        self.waiting_bytes += row
            .cells
            .values()
            .map(|value| text_of(value).len())
            .sum::<usize>();
        self.waiting.push(row);
        None
    }

    /// The rows that have waited, in their order: the file is read.
    pub fn rest(&mut self) -> Vec<Row> {
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        waiting.map(|row| self.decided(row)).collect()
    }

    fn decided(&self, row: Row) -> Row {
        if self.in_ten_thousands.is_empty() {
            return row;
        }
        let mapping = Arc::new(row.mapping.in_ten_thousands(&self.in_ten_thousands));
        Row { mapping, ..row }
    }

    fn is_undecided(&mut self, name: &str, mapping: &Mapping) -> bool {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let is_money = |target: &Target| {
            matches!(
                target,
                Target::Price | Target::PriceMin | Target::PriceMax | Target::Budget
            )
        };
        let reading = mapping.reading(name);
        let undecided = reading.is_some_and(|column| {
            column.unit == Unit::Unknown && column.targets.iter().any(is_money)
        });
        self.known.insert(name.to_owned(), undecided);
        undecided
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use serde_json::json;

    use super::*;
    use crate::normalise::{Context, normalise};
    use crate::record::{Kind, Record};

    fn read(column: &str, values: &[&str]) -> Vec<Record> {
        let context = Context {
            source: "s".to_owned(),
            kind: Some(Kind::Need),
            imported_at: String::new(),
        };
        let mut columns = PriceColumns::default();
        let mut rows = Vec::new();
        for value in values {
            let row = Row {
                cells: json!({"需求名称": value, column: value})
                    .as_object()
                    .unwrap()
                    .clone(),
                ..Row::default()
            };
            rows.extend(columns.take(row));
        }
        rows.extend(columns.rest());
        let records = rows
            .into_iter()
            .map(|row| normalise(row, &context).unwrap());
        records.collect()
    }

    /// What a value means in a column, in yuan, and whether that is inferred; the same for every
    /// order of the rows.
    fn check(column: &str, values: &[&str], value: &str, expected: f64, inferred: bool) {
        let reversed: Vec<&str> = values.iter().rev().copied().collect();
        for values in [values, &reversed] {
            let records = read(column, values);
            assert_eq!(records.len(), values.len());
            let record = records.iter().find(|record| record.title == value).unwrap();
            let budget = record.need.as_ref().unwrap().budget.as_ref().unwrap();
            let is_inferred = record.inferred == ["budget"];
            assert_eq!(
                (budget.max, is_inferred),
                (Some(expected), inferred),
                "{values:?}"
            );
        }
    }

    #[test]
    fn a_bare_number_is_read_by_the_other_values_of_its_column() {
        check("预算", &["20万元", "30"], "30", 3e5, true);
        check("预算", &["20万元", "30"], "20万元", 2e5, false);
        check("预算", &["20万元", "12000"], "12000", 1.2e8, true);
        check("预算", &["15000-20000", "20万"], "15000-20000", 2e8, true);
        check("预算", &["50000", "12000"], "12000", 12_000.0, true);
        check("预算", &["50000元", "12000"], "12000", 12_000.0, true);
        check("预算", &["50", "60"], "50", 5e5, true);
        check("预算（万元）", &["12000", "60"], "12000", 1.2e8, false);
        check("预算（元）", &["12000", "20万元"], "12000", 12_000.0, false);
        check("预算", &["12000元", "20万元"], "12000元", 12_000.0, false);
    }
}
