//! Figures over time as courses, which every chart of lines is drawn from.

use std::collections::BTreeMap;

use qiao_index::statistics::{Category, Measure, Over};

use super::figures::Figures;
use super::sheet::{Row, Sheet, period, span, step_of};

/// Steps of the longest course: two hundred years by months.
const MAX_STEPS: usize = 2_400;

/// Steps of time, and lines with names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Courses {
    /// What the steps are called.
    pub(crate) steps: Vec<String>,
    /// The lines, with their figures at the steps.
    pub(crate) lines: Vec<(String, Vec<Option<f64>>)>,
    /// What no time is stated for.
    pub(crate) without_time: f64,
}

impl Courses {
    /// The courses of figures over time, one for each row of a table; `None` for other figures,
    /// and where the time is too long to be drawn.
    pub(crate) fn of(figures: &Figures, sheet: &Sheet) -> Option<Self> {
        let over = figures.over?;
        let (names, known): (Vec<String>, Vec<Known<'_>>) = match &sheet.keys {
            None => (vec![figures.measured()], of_rows(sheet)),
            Some(keys) => (
                sheet.rows.iter().map(name).collect(),
                of_columns(sheet, keys),
            ),
        };
        let without_time = known.iter().filter(|(it, _)| it.value().is_none());
        let without_time = without_time
            .flat_map(|(_, figures)| figures.iter().flatten())
            .sum();
        let (steps, known) = filled(over, known)?;
        // Nothing of what is counted is none; no price is not a price of nothing.
        let none = (figures.measure != Measure::Price).then_some(0.0);
        let figure =
            |step: &Vec<Option<f64>>, line: usize| step.get(line).copied().flatten().or(none);
        let lines = names.into_iter().enumerate().map(|(line, name)| {
            let figures = known.iter().map(|step| figure(step, line));
            (name, figures.collect())
        });
        Some(Self {
            lines: lines.collect(),
            without_time,
            steps,
        })
    }

    /// The figures of a line at the steps.
    pub(crate) fn line(&self, place: usize) -> &[Option<f64>] {
        self.lines.get(place).map_or(&[], |(_, line)| line)
    }

    /// The place of the step with a name.
    pub(crate) fn place_of(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| step == name)
    }

    /// A distance between level lines at which every one stands at a round figure, and the figure
    /// of the highest.
    pub(crate) fn levels(&self) -> (f64, f64) {
        let all = self
            .lines
            .iter()
            .flat_map(|(_, line)| line.iter().flatten());
        let highest = all.copied().fold(0.0, f64::max);
        let step = round_step(highest);
        (step, (highest / step).ceil().max(1.0) * step)
    }
}

/// The rows of a single course.
fn of_rows(sheet: &Sheet) -> Vec<Known<'_>> {
    let rows = sheet.rows.iter();
    let known = rows.filter_map(|row| Some((&row.labels.first()?.0, row.figures.clone())));
    known.collect()
}

/// The columns of a table, each with the figures of all rows.
fn of_columns<'a>(sheet: &Sheet, keys: &'a [Category]) -> Vec<Known<'a>> {
    let known = keys.iter().enumerate().map(|(place, category)| {
        let figures = sheet
            .rows
            .iter()
            .map(|row| row.figures.get(place).copied().flatten());
        (category, figures.collect())
    });
    known.collect()
}

/// A value, and its figure on each line.
type Known<'a> = (&'a Category, Vec<Option<f64>>);

/// The names of steps, and at each the figures of all lines.
type Steps = (Vec<String>, Vec<Vec<Option<f64>>>);

/// Every step from the first to the last with its figures; `None` where these are too many.
fn filled(over: Over, known: Vec<Known<'_>>) -> Option<Steps> {
    let numbered = known.into_iter();
    let numbered =
        numbered.filter_map(|(it, figures)| Some((step_of(over, it.value()?)?, figures)));
    let numbered: BTreeMap<i32, Vec<Option<f64>>> = numbered.collect();
    let steps: Vec<i32> = numbered.keys().copied().collect();
    if span(&steps) > MAX_STEPS {
        return None;
    }
    let (first, last) = (steps.first().copied()?, steps.last().copied()?);
    let names = (first..=last).map(|step| period(over, step));
    let figures = (first..=last).map(|step| numbered.get(&step).cloned().unwrap_or_default());
    Some((names.collect(), figures.collect()))
}

/// The names of a row in one.
fn name(row: &Row) -> String {
    let names: Vec<&str> = row.labels.iter().map(|(_, name)| name.as_str()).collect();
    names.join(" · ")
}

/// 1, 2 or 5 and noughts.
fn round_step(highest: f64) -> f64 {
    let wanted = (highest / 4.0).max(1.0);
    let noughts = 10_f64.powf(wanted.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|it| it * noughts);
    let fitting = steps.into_iter().find(|step| *step >= wanted);
    fitting.unwrap_or(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_lines_stand_at_round_figures() {
        for (highest, step) in [
            (0.0, 1.0),
            (3.0, 1.0),
            (33.0, 10.0),
            (47.0, 20.0),
            (1e6, 5e5),
        ] {
            assert!((round_step(highest) - step).abs() < 1e-6, "{highest}");
        }
    }
}
