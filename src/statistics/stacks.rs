//! A table of two fields as stacks: what each row consists of. Whatever draws it takes all from here.

use qiao_index::statistics::{Category, Dimension, Measure};
use qiao_index::vocab::Language;

use super::figures::Figures;
use super::names::label;
use super::sheet::Sheet;

/// Parts with a name of their own; more cannot be told apart without colour.
const MAX_NAMED: usize = 5;

/// Rows that consist of parts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stacks {
    /// The parts in their order; all others and what is not stated come last.
    pub(crate) parts: Vec<Part>,
    /// The part that each column is in.
    pub(crate) of_column: Vec<usize>,
    /// The figures of each row, part by part.
    pub(crate) rows: Vec<Vec<f64>>,
}

/// A part of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is called.
    pub(crate) name: String,
    /// By what it is told from the others: the number of its sign.
    pub(crate) sign: usize,
}

/// The sign of all others, and of what is not stated, behind those with names.
const OTHERS: usize = MAX_NAMED;
const NOT_STATED: usize = MAX_NAMED + 1;
/// How many signs there are.
pub(crate) const SIGNS: usize = MAX_NAMED + 2;

impl Stacks {
    /// The stacks of a table of two fields; `None` for others, and for medians, which have no sum.
    pub(crate) fn of(figures: &Figures, sheet: &Sheet) -> Option<Self> {
        let keys = sheet.keys.as_ref()?;
        let (_, names) = sheet.columns.as_ref()?;
        if figures.measure == Measure::Price || keys.is_empty() {
            return None;
        }
        let own = named(figures, sheet, keys);
        let signs: Vec<usize> = keys
            .iter()
            .enumerate()
            .map(|(column, key)| match key {
                Category::NotStated => NOT_STATED,
                Category::Others => OTHERS,
                Category::Value(_) => {
                    let place = own.iter().position(|it| *it == column);
                    place.unwrap_or(OTHERS)
                }
            })
            .collect();
        let folded = figures.table.axes.last().map_or(0, |axis| axis.folded);
        let alone = keys.iter().zip(&signs);
        let alone = alone.filter(|(key, sign)| key.value().is_some() && **sign == OTHERS);
        let others = others(folded + alone.count(), figures.language);
        let mut known: Vec<usize> = signs.clone();
        known.sort_unstable();
        known.dedup();
        let name = |sign: &usize| {
            let column = signs.iter().position(|it| it == sign);
            let column = column.and_then(|column| names.get(column));
            column.cloned().unwrap_or_default()
        };
        let part = |sign: &usize| Part {
            sign: *sign,
            name: if *sign == OTHERS {
                others.clone()
            } else {
                name(sign)
            },
        };
        let place = |sign: &usize| known.iter().position(|it| it == sign).unwrap_or_default();
        let of_column: Vec<usize> = signs.iter().map(place).collect();
        let rows = sheet.rows.iter().map(|row| {
            let mut sums = vec![0.0; known.len()];
            for (figure, part) in row.figures.iter().zip(&of_column) {
                sums[*part] += figure.unwrap_or_default();
            }
            sums
        });
        Some(Self {
            rows: rows.collect(),
            parts: known.iter().map(part).collect(),
            of_column,
        })
    }

    /// The longest stack.
    pub(crate) fn highest(&self) -> f64 {
        let sums = self.rows.iter().map(|row| row.iter().sum::<f64>());
        sums.fold(0.0, f64::max)
    }

    /// The first column of a part.
    pub(crate) fn column_of(&self, part: usize) -> Option<usize> {
        self.of_column.iter().position(|it| *it == part)
    }
}

/// The columns that have parts of their own: the largest, over time and by stages the last.
fn named(figures: &Figures, sheet: &Sheet, keys: &[Category]) -> Vec<usize> {
    let mut named: Vec<usize> = (0..keys.len())
        .filter(|column| keys[*column].value().is_some())
        .collect();
    let side = figures.table.axes.len().saturating_sub(1);
    if figures.side(side).is_none_or(Dimension::is_ordered) {
        return named.split_off(named.len().saturating_sub(MAX_NAMED));
    }
    let sum = |column: usize| -> f64 {
        let figures = sheet.rows.iter();
        let figures = figures.filter_map(|row| row.figures.get(column).copied()?);
        figures.sum()
    };
    named.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b)));
    named.truncate(MAX_NAMED);
    named.sort_unstable();
    named
}

fn others(number: usize, language: Language) -> String {
    label(None, &Category::Others, number, language)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use qiao_index::request::Facet;
    use qiao_index::statistics::{Axis, Cell, Table, Tabulation};

    use super::*;

    fn stacks(columns: &[(&str, u64)], measure: Measure) -> Option<Stacks> {
        let category = |name: &str| match name {
            "" => Category::NotStated,
            name => Category::Value(name.to_owned()),
        };
        let axis = |names: Vec<Category>| Axis {
            totals: vec![1; names.len()],
            categories: names,
            folded: 0,
            has_several: false,
        };
        let cells = columns.iter().enumerate();
        let table = Table {
            cells: cells
                .map(|(place, (_, count))| Cell {
                    places: vec![0, place],
                    count: *count,
                    amount: None,
                })
                .collect(),
            axes: vec![
                axis(vec![category("甲")]),
                axis(columns.iter().map(|(name, _)| category(name)).collect()),
            ],
            ..Table::default()
        };
        let asked = Tabulation {
            by: vec![
                Dimension::Facet(Facet::Institution),
                Dimension::Facet(Facet::Source),
            ],
            measure,
            ..Tabulation::default()
        };
        let figures = Figures::new(&asked, table, Language::English);
        Stacks::of(&figures, &Sheet::of(&figures))
    }

    #[test]
    fn what_cannot_be_told_apart_is_one_part_and_nothing_is_left_out() {
        let columns = [
            ("a", 9),
            ("b", 1),
            ("c", 7),
            ("d", 6),
            ("e", 5),
            ("f", 2),
            ("g", 4),
            ("", 3),
        ];
        let stacks = stacks(&columns, Measure::Listings).unwrap();
        let names: Vec<&str> = stacks.parts.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["a", "c", "d", "e", "g", "2 others", "not stated"]);
        assert_eq!(stacks.rows, [[9.0, 7.0, 6.0, 5.0, 4.0, 3.0, 3.0]]);
        assert_eq!(stacks.of_column, [0, 5, 1, 2, 3, 5, 4, 6]);
        assert_eq!(stacks.column_of(5), Some(1));
        assert!((stacks.highest() - 37.0).abs() < 1e-9);
    }

    #[test]
    fn medians_are_not_stacked() {
        assert_eq!(stacks(&[("a", 1)], Measure::Price), None);
    }
}
