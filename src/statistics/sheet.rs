//! Figures as rows and columns: the last side across, all others down; a single side down.

use std::collections::BTreeMap;

use qiao_index::statistics::{Category, Cell, Measure, Over};

use super::figures::{Figures, Growth};

/// Steps of time up to which those in which nothing is are shown between the others.
const MAX_STEPS: usize = 120;

/// Rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    /// What the rows are of.
    pub(crate) heads: Vec<&'static str>,
    /// What the columns are of, and what they are called; none for a single column of figures.
    pub(crate) columns: Option<(&'static str, Vec<String>)>,
    /// The categories of the columns.
    pub(crate) keys: Option<Vec<Category>>,
    /// The rows.
    pub(crate) rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The categories that it is of, and their names.
    pub(crate) labels: Vec<(Category, String)>,
    /// Its figures, one a column.
    pub(crate) figures: Vec<Option<f64>>,
    /// How many listings or contracts its only figure is of.
    pub(crate) count: u64,
    /// Listings, each once; `None` where they are not counted.
    pub(crate) total: Option<u64>,
    /// Share of its only figure in all, in percent.
    pub(crate) share: Option<f64>,
    /// How its only or last figure has grown.
    pub(crate) growth: Growth,
}

impl Sheet {
    /// The rows and columns of figures.
    pub(crate) fn of(figures: &Figures) -> Self {
        match figures.table.axes.len() {
            0 | 1 => single(figures),
            _ => crossed(figures),
        }
    }

    /// The largest figure.
    pub(crate) fn highest(&self) -> f64 {
        let figures = self
            .rows
            .iter()
            .flat_map(|row| row.figures.iter().flatten());
        figures.copied().fold(0.0, f64::max)
    }
}

/// A single side, or none.
fn single(figures: &Figures) -> Sheet {
    let mut rows: Vec<Row> = figures
        .table
        .cells
        .iter()
        .map(|cell| Row {
            labels: labels(figures, &cell.places),
            figures: vec![Some(figures.figure(cell))],
            count: cell.count,
            total: None,
            share: figures.share(cell),
            growth: figures.growth(cell),
        })
        .collect();
    if let Some(over) = figures.over {
        rows = filled(
            over,
            rows,
            |row| row.labels.first().map(|it| &it.0),
            empty_row,
        );
    }
    let heads = (0..figures.table.axes.len()).map(|side| figures.side_name(side));
    Sheet {
        heads: heads.collect(),
        columns: None,
        keys: None,
        rows,
    }
}

fn empty_row(period: &str) -> Row {
    Row {
        labels: vec![(Category::Value(period.to_owned()), period.to_owned())],
        figures: vec![None],
        count: 0,
        total: None,
        share: None,
        growth: Growth::default(),
    }
}

fn crossed(figures: &Figures) -> Sheet {
    let across = figures.table.axes.len() - 1;
    let places = figures
        .table
        .axes
        .last()
        .map_or(0, |axis| axis.categories.len());
    let mut columns: Vec<(Option<usize>, Category, String)> = (0..places)
        .filter_map(|place| {
            let (category, name) = figures.category(across, place)?;
            Some((Some(place), category.clone(), name))
        })
        .collect();
    if let Some(over) = figures.over {
        columns = filled(
            over,
            columns,
            |it| Some(&it.1),
            |period| (None, Category::Value(period.to_owned()), period.to_owned()),
        );
    }
    let mut by_row: BTreeMap<&[usize], BTreeMap<usize, &Cell>> = BTreeMap::new();
    for cell in &figures.table.cells {
        if let Some((last, first)) = cell.places.split_last() {
            by_row.entry(first).or_default().insert(*last, cell);
        }
    }
    let rows = by_row.into_iter().map(|(places, cells)| {
        let at = |place: &Option<usize>| place.and_then(|place| cells.get(&place).copied());
        let last = columns.iter().rev().find(|it| it.1.value().is_some());
        let growth = last
            .and_then(|it| at(&it.0))
            .map(|cell| figures.growth(cell));
        Row {
            labels: labels(figures, places),
            figures: columns
                .iter()
                .map(|it| at(&it.0).map(|cell| figures.figure(cell)))
                .collect(),
            count: cells.values().map(|cell| cell.count).sum(),
            total: row_total(figures, places),
            share: None,
            growth: growth.unwrap_or_default(),
        }
    });
    let rows = rows.collect();
    let heads = (0..across).map(|side| figures.side_name(side));
    Sheet {
        heads: heads.collect(),
        rows,
        keys: Some(columns.iter().map(|it| it.1.clone()).collect()),
        columns: Some((
            figures.side_name(across),
            columns.into_iter().map(|(.., name)| name).collect(),
        )),
    }
}

/// Listings of a row, each once: known where a row is one category.
fn row_total(figures: &Figures, places: &[usize]) -> Option<u64> {
    let [place] = places else {
        return None;
    };
    let axis = figures.table.axes.first()?;
    let is_counted = figures.measure == Measure::Listings;
    axis.totals.get(*place).copied().filter(|_| is_counted)
}

fn labels(figures: &Figures, places: &[usize]) -> Vec<(Category, String)> {
    let places = places.iter().enumerate();
    let labels = places.filter_map(|(side, place)| figures.category(side, *place));
    labels
        .map(|(category, name)| (category.clone(), name))
        .collect()
}

/// Steps of time with those between them in which nothing is, unless these are too many.
fn filled<T>(
    over: Over,
    known: Vec<T>,
    category: impl Fn(&T) -> Option<&Category>,
    empty: impl Fn(&str) -> T,
) -> Vec<T> {
    let step = |it: &T| category(it).and_then(|it| step_of(over, it.value()?));
    let steps: Vec<i32> = known.iter().filter_map(step).collect();
    if span(&steps) > MAX_STEPS {
        return known;
    }
    let Some(first) = steps.first().copied() else {
        return known;
    };
    let mut all = Vec::with_capacity(known.len());
    let mut next = first;
    for one in known {
        if let Some(at) = step(&one) {
            all.extend((next..at).map(|step| empty(&period(over, step))));
            next = at + 1;
        }
        all.push(one);
    }
    all
}

/// How many steps there are from the first to the last of some in order.
pub(super) fn span(steps: &[i32]) -> usize {
    let ends = steps.first().zip(steps.last());
    ends.map_or(0, |(first, last)| {
        usize::try_from(last - first).map_or(usize::MAX, |between| between + 1)
    })
}

/// The number of a step of time.
pub(super) fn step_of(over: Over, value: &str) -> Option<i32> {
    match over {
        Over::Year => value.parse().ok(),
        Over::Month => {
            let (year, month) = value.split_once('-')?;
            Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
        }
    }
}

/// The value of the step of time with a number.
pub(super) fn period(over: Over, step: i32) -> String {
    match over {
        Over::Year => format!("{step:04}"),
        Over::Month => format!("{:04}-{:02}", step / 12, step % 12 + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_which_nothing_is_stand_between_the_others() {
        let years = |years: &[&str]| -> Vec<Category> {
            let years = years.iter().map(|year| Category::Value((*year).to_owned()));
            years.collect()
        };
        let fill = |over, known: Vec<Category>| {
            let all = filled(
                over,
                known,
                |it| Some(it),
                |it| Category::Value(it.to_owned()),
            );
            let all = all.iter().map(|it| it.value().unwrap_or("-").to_owned());
            all.collect::<Vec<_>>().join(" ")
        };
        let mut known = years(&["2019", "2022"]);
        known.push(Category::NotStated);
        assert_eq!(fill(Over::Year, known), "2019 2020 2021 2022 -");
        let months = years(&["2025-11", "2026-02"]);
        assert_eq!(fill(Over::Month, months), "2025-11 2025-12 2026-01 2026-02");
        let far = years(&["1800", "2026"]);
        assert_eq!(fill(Over::Year, far), "1800 2026");
    }
}
