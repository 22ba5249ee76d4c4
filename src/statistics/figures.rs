//! A table of the library with its names.

use std::collections::HashMap;

use qiao_index::statistics::{Axis, Category, Cell, Dimension, Measure, Over, Table, Tabulation};
use qiao_index::vocab::Language;

use super::names::{dimension_name, label, measure_name, over_name};
use super::unit::Unit;
use crate::messages::{pick, say};

/// Figures with names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figures {
    /// By which fields they are.
    pub(crate) by: Vec<Dimension>,
    /// Over which steps of time.
    pub(crate) over: Option<Over>,
    /// Of what.
    pub(crate) measure: Measure,
    /// In which language.
    pub(crate) language: Language,
    /// The figures.
    pub(crate) table: Table,
    /// Where each step of time stands, by its value.
    periods: HashMap<String, usize>,
}

/// What a part of a title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Titled {
    /// What is counted.
    Measure,
    /// By what, the field or the time at a side.
    Side(usize),
}

/// How a figure has grown, in percent.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Growth {
    /// Since the year before, or the same month of it.
    pub(crate) year_on_year: Option<f64>,
    /// Since the month before.
    pub(crate) month_on_month: Option<f64>,
}

impl Figures {
    /// The answer to a question.
    pub(crate) fn new(asked: &Tabulation, table: Table, language: Language) -> Self {
        let time = asked.over.and_then(|_| table.axes.last());
        let categories = time.map_or(&[][..], |axis| axis.categories.as_slice());
        let places = categories.iter().enumerate();
        let periods = places.filter_map(|(place, it)| Some((it.value()?.to_owned(), place)));
        Self {
            by: asked.by.clone(),
            over: asked.over,
            measure: asked.measure,
            language,
            periods: periods.collect(),
            table,
        }
    }

    /// The field of a side; `None` for time.
    pub(crate) fn side(&self, place: usize) -> Option<Dimension> {
        self.by.get(place).copied()
    }

    /// What a side is called.
    pub(crate) fn side_name(&self, place: usize) -> &'static str {
        match (self.side(place), self.over) {
            (Some(by), _) => dimension_name(by, self.language),
            (None, over) => over.map_or("", |over| over_name(over, self.language)),
        }
    }

    /// The category of a side at a place, and what it is called.
    pub(crate) fn category(&self, side: usize, place: usize) -> Option<(&Category, String)> {
        let axis: &Axis = self.table.axes.get(side)?;
        let category = axis.categories.get(place)?;
        let name = label(self.side(side), category, axis.folded, self.language);
        Some((category, name))
    }

    /// What a cell is measured by.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(crate) fn figure(&self, cell: &Cell) -> f64 {
        if self.measure.has_amount() {
            cell.amount.unwrap_or_default()
        } else {
            cell.count as f64
        }
    }

    /// In what the figures are told.
    pub(crate) const fn unit(&self) -> Unit {
        Unit::of(self.measure)
    }

    /// The share of a cell in all that is counted, in percent; a median has none.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(crate) fn share(&self, cell: &Cell) -> Option<f64> {
        let has_several = self.table.axes.iter().any(|axis| axis.has_several);
        let whole = match self.measure {
            Measure::Listings => self.table.total as f64,
            // What an amount is a share of is known where every one counts once. A family can be in
            // several cells whatever its listings are.
            Measure::Amount | Measure::TechnologyAmount if !has_several => {
                self.table.cells.iter().map(|cell| self.figure(cell)).sum()
            }
            _ => return None,
        };
        (whole > 0.0).then(|| self.figure(cell) / whole * 100.0)
    }

    /// How a cell has grown.
    pub(crate) fn growth(&self, cell: &Cell) -> Growth {
        let period = cell.places.last().and_then(|place| {
            let category = self.category(self.by.len(), *place)?.0.value()?;
            category.split_once('-').map_or_else(
                || Some((category.parse::<i32>().ok()?, None)),
                |(year, month)| Some((year.parse().ok()?, Some(month.parse::<i32>().ok()?))),
            )
        });
        let Some((year, month)) = period.filter(|_| self.over.is_some()) else {
            return Growth::default();
        };
        let since = |year: i32, month: Option<i32>| {
            let before = self.before(cell, &period_name(year, month))?;
            Some((self.figure(cell) - before) / before * 100.0).filter(|_| before > 0.0)
        };
        let month_before = month.map(|month| match month {
            1 => (year - 1, 12),
            month => (year, month - 1),
        });
        Growth {
            year_on_year: since(year - 1, month),
            month_on_month: month_before.and_then(|(year, month)| since(year, Some(month))),
        }
    }

    /// The figure of the same cell in another period.
    fn before(&self, cell: &Cell, period: &str) -> Option<f64> {
        let place = self.periods.get(period)?;
        let mut places = cell.places.clone();
        *places.last_mut()? = *place;
        self.table.cell(&places).map(|cell| self.figure(cell))
    }

    /// What the figures are: `Listings by region and year`.
    pub(crate) fn title(&self) -> String {
        self.title_parts()
            .into_iter()
            .map(|(_, text)| text)
            .collect()
    }

    /// The same in parts, with what each of them says.
    pub(crate) fn title_parts(&self) -> Vec<(Option<Titled>, String)> {
        let mut parts = vec![(Some(Titled::Measure), self.measured())];
        let [first, between] = pick(self.language, [["：按", "、"], [" by ", " and "]]);
        for side in 0..self.table.axes.len() {
            let joined = if side == 0 { first } else { between };
            let name = match self.language {
                Language::Chinese => self.side_name(side).to_owned(),
                Language::English => as_word(self.side_name(side)),
            };
            parts.push((None, joined.to_owned()));
            parts.push((Some(Titled::Side(side)), name));
        }
        parts
    }

    /// The measure with its unit.
    pub(crate) fn measured(&self) -> String {
        let name = measure_name(self.measure, self.language);
        match (self.unit().name(self.language), self.language) {
            ("", _) => name.to_owned(),
            (unit, Language::Chinese) => format!("{name}（{unit}）"),
            (unit, Language::English) => format!("{name} ({unit})"),
        }
    }

    /// What must be known to read the figures rightly.
    pub(crate) fn notes(&self) -> Vec<String> {
        let say = |text: [&str; 2], values: &[(&str, &str)]| say(self.language, text, values);
        let mut notes = Vec::new();
        for (place, axis) in self.table.axes.iter().enumerate() {
            if axis.has_several {
                let text = [
                    "一个条目可有多个“{name}”：各项之和大于总数",
                    "A listing can have several values of “{name}”: their sum exceeds the total.",
                ];
                notes.push(say(text, &[("name", self.side_name(place))]));
            }
            if self.side(place) == Some(Dimension::InstitutionKind) {
                let text = [
                    "单位性质是按单位名称推断的",
                    "The kind of an institution is inferred from its name.",
                ];
                notes.push(pick(self.language, text).to_owned());
            }
        }
        let mut counted = |text: [&str; 2], number: u64| {
            if number > 0 {
                notes.push(say(text, &[("n", &number.to_string())]));
            }
        };
        let text = [
            "{n} 份合同没有以人民币注明金额，只计份数",
            "{n} {n:contract does|contracts do} not state an amount in yuan and count without one.",
        ];
        counted(text, self.table.without_amount);
        if self.measure.is_of_contracts() {
            let text = [
                "{n} 项交易的条目不在资料库中，未计入",
                "{n} {n:deal|deals} whose listings are not in the library {n:is|are} not counted.",
            ];
            counted(text, self.table.deals_without_listing);
        }
        notes
    }
}

/// A name as it stands within a sentence: `IPC` stays as it is.
fn as_word(name: &str) -> String {
    let is_short = name.chars().nth(1).is_some_and(char::is_uppercase);
    if is_short {
        name.to_owned()
    } else {
        name.to_lowercase()
    }
}

fn period_name(year: i32, month: Option<i32>) -> String {
    match month {
        Some(month) => format!("{year:04}-{month:02}"),
        None => format!("{year:04}"),
    }
}
