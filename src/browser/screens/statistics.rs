//! The statistics screen: what is found now, by a field, over time, by two fields. A bar or a cell
//! leads to exactly its listings.

mod cells;
mod drawing;
mod heading;
mod stacked;
mod time;

use qiao_index::kept::KeptListing;
use qiao_index::matching::Fit;
use qiao_index::record::Record;
use qiao_index::request::{Facet, Filter, Request};
use qiao_index::statistics::{Dimension, Measure, Over, Table, Tabulation};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Input, Screen};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::shared::Shared;
use crate::export::{figure_cells, formula_safe};
use crate::messages::Failure;
use crate::statistics::{Figures, Row, Sheet};
use crate::ui::action::Action;
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::keymap::{Key, Place};
use crate::work::library::LibraryState;

use drawing::Areas;

/// What is useful among figures.
const USEFUL: [Action; 8] = [
    Action::Accept,
    Action::NextPane,
    Action::NextField,
    Action::NextSecondField,
    Action::NextMeasure,
    Action::CopyMenu,
    Action::Export,
    Action::Back,
];
/// By what can be counted: each value leads to its listings.
const FIELDS: [Dimension; 22] = [
    Dimension::Facet(Facet::Kind),
    Dimension::Facet(Facet::Field),
    Dimension::City,
    Dimension::Province,
    Dimension::Facet(Facet::Institution),
    Dimension::Facet(Facet::Stage),
    Dimension::Facet(Facet::Cooperation),
    Dimension::Facet(Facet::Year),
    Dimension::Month,
    Dimension::FilingYear,
    Dimension::Facet(Facet::Legal),
    Dimension::Facet(Facet::Office),
    Dimension::Facet(Facet::PatentKind),
    Dimension::Facet(Facet::Inventor),
    Dimension::Facet(Facet::Industry),
    Dimension::Facet(Facet::Discipline),
    Dimension::IpcClass,
    Dimension::IpcSubclass,
    Dimension::Facet(Facet::Source),
    Dimension::Facet(Facet::Shortlist),
    Dimension::Facet(Facet::Tag),
    Dimension::Facet(Facet::Network),
];
/// The places of the year and of the month among them.
const YEAR: usize = 7;
const MONTH: usize = 8;
/// Values that are told one by one: in a list, and at a side of a table of two fields.
const MAX_ROWS: usize = 1_000;
const MAX_CROSSED: usize = 60;

/// A way of looking at what is found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// By one field.
    #[default]
    Ranking,
    /// By year.
    OverTime,
    /// By two fields, in rows and columns.
    Cross,
    /// By two fields, in bars that consist of parts.
    Stacked,
}

impl View {
    pub(super) const ALL: [Self; 4] = [Self::Ranking, Self::OverTime, Self::Cross, Self::Stacked];

    /// Whether it is of two fields.
    const fn is_crossed(self) -> bool {
        matches!(self, Self::Cross | Self::Stacked)
    }
}

/// The statistics screen.
#[derive(Debug)]
pub(crate) struct StatisticsScreen {
    /// Of what: the query, and its filters.
    query: String,
    filters: Vec<Filter>,
    view: View,
    /// By which steps it is looked at over time.
    over: Over,
    field: usize,
    second: usize,
    measure: usize,
    /// What narrows the rows.
    entry: Entry,
    choice: Choice,
    column: usize,
    /// The figures on screen.
    counted: Option<(Figures, Sheet)>,
    /// Why there are none.
    failure: Option<Failure>,
    /// What was asked for last, and of which library.
    asked: Option<(Tabulation, LibraryState)>,
}

impl Screen for StatisticsScreen {
    fn place(&self) -> Place {
        Place::StatisticsScreen
    }

    fn useful(&self, _: &Shared) -> &'static [Action] {
        &USEFUL
    }

    fn update(&mut self, input: Input, shared: &mut Shared) -> Vec<Effect> {
        match input {
            Input::Act(action) => return self.act(action, shared),
            Input::Key(key) => self.key(key),
            Input::Paste(text) => {
                self.entry.paste(&text);
                self.choice = Choice::first();
            }
            Input::Mouse(mouse) => return self.mouse(mouse, shared),
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) {
        let language = shared.language();
        if let (Some((figures, sheet)), Some((wanted, _))) = (&mut self.counted, &self.asked)
            && figures.language != language
        {
            *figures = Figures::new(wanted, std::mem::take(&mut figures.table), language);
            *sheet = Sheet::of(figures);
        }
        self.choice.keep_within(self.rows().len());
        let columns = self.columns();
        self.column = self.column.min(columns.saturating_sub(1));
    }

    fn ask(&mut self, shared: &Shared) -> Vec<Effect> {
        let Some(state) = shared.library.state else {
            return Vec::new();
        };
        let wanted = (self.wanted(shared), state);
        if self.asked.as_ref() == Some(&wanted) {
            return Vec::new();
        }
        let effect = Effect::Tabulate(Box::new(wanted.0.clone()));
        self.asked = Some(wanted);
        vec![effect]
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared) -> Option<Position> {
        Some(self.draw_all(buffer, shared))
    }

    fn names_area(&self, shared: &Shared) -> Rect {
        self.areas(shared).screens
    }

    fn record(&self) -> Option<&Record> {
        None
    }

    fn fit(&self) -> Option<&Fit> {
        None
    }

    fn kept(&self) -> Option<&KeptListing> {
        None
    }

    fn records<'a>(&'a self, _: &'a Shared) -> Vec<&'a Record> {
        Vec::new()
    }

    fn asked(&self) -> (&str, &[Filter]) {
        (&self.query, &self.filters)
    }

    fn found(&self, _: &Shared) -> Option<Request> {
        None
    }
}

impl StatisticsScreen {
    /// The screen before anything is counted.
    pub(super) fn new() -> Self {
        Self {
            query: String::new(),
            filters: Vec::new(),
            view: View::default(),
            over: Over::Year,
            field: 0,
            second: YEAR,
            measure: 0,
            entry: Entry::default(),
            choice: Choice::first(),
            column: 0,
            counted: None,
            failure: None,
            asked: None,
        }
    }

    /// Counts what is searched for.
    pub(crate) fn count(&mut self, query: &str, filters: &[Filter]) {
        if self.query != query || self.filters != filters {
            query.clone_into(&mut self.query);
            filters.clone_into(&mut self.filters);
            self.begin();
        }
    }

    /// Takes the figures that were asked for.
    pub(crate) fn take(
        &mut self,
        wanted: &Tabulation,
        table: Result<Table, Failure>,
        shared: &Shared,
    ) {
        if self.asked.as_ref().is_none_or(|(asked, _)| asked != wanted) {
            return;
        }
        match table {
            Ok(table) => {
                let figures = Figures::new(wanted, table, shared.language());
                let sheet = Sheet::of(&figures);
                // Of a course of time the last step is looked at first.
                let keys = sheet.keys.as_deref().unwrap_or_default();
                let last = keys.iter().rposition(|it| it.value().is_some());
                if figures.over.is_some() && self.counted.is_none() {
                    self.column = last.unwrap_or_default();
                    self.choose_last_step(&sheet);
                }
                self.counted = Some((figures, sheet));
                self.failure = None;
            }
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// Over time the last step is looked at first, too.
    fn choose_last_step(&mut self, sheet: &Sheet) {
        let has_value = |row: &Row| row.labels.iter().all(|(it, _)| it.value().is_some());
        if self.view == View::OverTime
            && let Some(last) = sheet.rows.iter().rposition(has_value)
            && let Ok(last) = isize::try_from(last)
        {
            self.choice.step(last, sheet.rows.len());
        }
    }

    /// Whether a step back leaves the screen.
    pub(crate) fn is_plain(&self) -> bool {
        self.entry.is_empty()
    }

    /// What is to be counted.
    fn wanted(&self, shared: &Shared) -> Tabulation {
        let field = |place: usize| FIELDS.get(place).copied();
        let (by, over) = match self.view {
            View::Ranking => (vec![field(self.field)], None),
            View::OverTime => (Vec::new(), Some(self.over)),
            _ if self.second == YEAR => (vec![field(self.field)], Some(Over::Year)),
            _ if self.second == MONTH => (vec![field(self.field)], Some(Over::Month)),
            _ => (vec![field(self.field), field(self.second)], None),
        };
        let top = if self.view.is_crossed() {
            MAX_CROSSED
        } else {
            MAX_ROWS
        };
        Tabulation {
            request: Request {
                query: self.query.clone(),
                filters: self.filters.clone(),
                without_synonyms: !shared.setting.synonyms,
                ..Request::default()
            },
            by: by.into_iter().flatten().collect(),
            over,
            measure: Measure::ALL.get(self.measure).copied().unwrap_or_default(),
            top: Some(top),
            at_top: true,
            ..Tabulation::default()
        }
    }

    /// Other figures are to come: the first row is chosen.
    fn begin(&mut self) {
        self.choice = Choice::first();
        self.column = 0;
        self.entry.set("");
        self.counted = None;
        self.failure = None;
    }

    /// The rows that fit what is typed.
    fn rows(&self) -> Vec<&Row> {
        let typed = self.entry.text().trim().to_lowercase();
        let rows = self.counted.iter().flat_map(|(_, sheet)| &sheet.rows);
        let fits = |row: &&Row| {
            let mut names = row.labels.iter();
            typed.is_empty() || names.any(|(_, name)| name.to_lowercase().contains(&typed))
        };
        rows.filter(fits).collect()
    }

    /// How many columns of figures there are.
    fn columns(&self) -> usize {
        let sheet = self.counted.as_ref().map(|(_, sheet)| sheet);
        let columns = sheet.and_then(|sheet| sheet.columns.as_ref());
        columns.map_or(0, |(_, columns)| columns.len())
    }

    fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Effect> {
        let number = self.rows().len();
        let page = isize::try_from(self.areas(shared).rows.height.max(2) - 1).unwrap_or(1);
        match action {
            Action::Up => self.choice.step(-1, number),
            Action::Down => self.choice.step(1, number),
            Action::PageUp => self.choice.step(-page, number),
            Action::PageDown => self.choice.step(page, number),
            Action::First => self.choice.step(isize::MIN, number),
            Action::Last => self.choice.step(isize::MAX, number),
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(View::ALL.len() - 1),
            Action::NextField => self.next_field(1),
            Action::PreviousField => self.next_field(FIELDS.len() - 1),
            Action::NextSecondField => self.next_second(),
            Action::NextMeasure => self.next_measure(),
            Action::Back => self.entry.set(""),
            Action::CopyMenu => return self.copy(shared),
            Action::Export => return self.export(shared),
            _ => shared.warn(shared.messages().desk.not_here),
        }
        Vec::new()
    }

    /// Goes so many views on.
    fn turn(&mut self, by: usize) {
        let place = View::ALL.iter().position(|it| *it == self.view);
        let next = (place.unwrap_or_default() + by) % View::ALL.len();
        self.show(View::ALL.get(next).copied().unwrap_or_default());
    }

    fn show(&mut self, view: View) {
        // The same figures are looked at in another way.
        let is_same = self.view == view || self.view.is_crossed() && view.is_crossed();
        self.view = view;
        if !is_same {
            self.begin();
        }
    }

    /// Goes so many fields on; over time there are none, so that the ranking is shown.
    fn next_field(&mut self, by: usize) {
        if self.view == View::OverTime {
            self.view = View::Ranking;
        } else {
            self.field = (self.field + by) % FIELDS.len();
            if self.field == self.second && self.view.is_crossed() {
                self.field = (self.field + by) % FIELDS.len();
            }
        }
        self.begin();
    }

    fn next_measure(&mut self) {
        self.measure = (self.measure + 1) % Measure::ALL.len();
        self.begin();
    }

    /// Goes to the next second field; over time to other steps.
    fn next_second(&mut self) {
        if self.view == View::OverTime {
            self.over = match self.over {
                Over::Year => Over::Month,
                Over::Month => Over::Year,
            };
            return self.begin();
        }
        if self.view.is_crossed() {
            self.second = (self.second + 1) % FIELDS.len();
        } else {
            self.view = View::Cross;
        }
        if self.second == self.field {
            self.second = (self.second + 1) % FIELDS.len();
        }
        self.begin();
    }

    fn key(&mut self, key: Key) {
        let at_start = self.entry.is_empty();
        match key.code {
            KeyCode::Left if at_start && self.view == View::OverTime => {
                self.choice.step(-1, self.rows().len());
            }
            KeyCode::Right if at_start && self.view == View::OverTime => {
                self.choice.step(1, self.rows().len());
            }
            KeyCode::Left if at_start => self.column = self.column.saturating_sub(1),
            KeyCode::Right if at_start => self.column += 1,
            _ => {
                if self.entry.key(key) {
                    self.choice = Choice::first();
                }
            }
        }
    }

    /// Copies the table, its cells parted by tabs, as spreadsheets take it.
    fn copy(&self, shared: &mut Shared) -> Vec<Effect> {
        let Some((figures, _)) = &self.counted else {
            return Vec::new();
        };
        let (head, rows) = figure_cells(figures);
        let lines = std::iter::once(head).chain(rows);
        // They are pasted into spreadsheets, where a name must not be a formula.
        let names = figures.by.len();
        let lines = lines.map(|mut cells| {
            let names = cells.iter_mut().take(names);
            names.for_each(|name| *name = formula_safe(name));
            cells.join("\t")
        });
        let lines: Vec<String> = lines.collect();
        vec![on_record::copied(&lines.join("\n"), shared)]
    }

    /// Writes the figures to files where the browser was started.
    fn export(&self, shared: &mut Shared) -> Vec<Effect> {
        let figures = self.counted.as_ref().map(|(figures, _)| figures.clone());
        let Some(figures) = figures else {
            shared.warn(shared.messages().library.reading);
            return Vec::new();
        };
        vec![Effect::SaveFigures(Box::new(figures))]
    }

    fn mouse(&mut self, mouse: MouseEvent, shared: &mut Shared) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        let number = self.rows().len();
        match mouse.kind {
            MouseEventKind::ScrollUp => self.choice.step(-1, number),
            MouseEventKind::ScrollDown => self.choice.step(1, number),
            MouseEventKind::Down(MouseButton::Left) => {
                shared.note = None;
                let areas = self.areas(shared);
                self.click(at, &areas, shared);
            }
            _ => {}
        }
        Vec::new()
    }

    fn click(&mut self, at: Position, areas: &Areas, shared: &Shared) {
        if areas.rows.contains(at) {
            let row = at.y - areas.rows.y;
            let column = self.column_at(at, areas, shared);
            self.choice
                .choose_at(row, areas.rows.height, self.rows().len());
            self.column = column.unwrap_or(self.column);
        } else if let Some(view) = Self::view_at(at, areas, shared) {
            self.show(view);
        } else if areas.plot.contains(at) && self.view == View::OverTime {
            self.click_plot(at, areas, shared);
        } else if areas.of.contains(at) {
            self.click_heading(at, areas, shared);
        }
    }

    /// The row that stands at a place of the screen.
    fn row_at(&self, at: Position, areas: &Areas) -> usize {
        let first = self.choice.first_shown(areas.rows.height);
        first + usize::from(at.y.saturating_sub(areas.rows.y))
    }

    /// Whether a click at a place is on the bar or the cell that is chosen already.
    pub(crate) fn is_on_chosen(&self, at: Position, shared: &Shared) -> bool {
        let areas = self.areas(shared);
        let place = self.row_at(at, &areas);
        let column = self.column_at(at, &areas, shared);
        let is_cell = self.columns() == 0 || column == Some(self.column);
        areas.rows.contains(at) && self.choice.place() == Some(place) && is_cell
    }
}

#[cfg(test)]
impl StatisticsScreen {
    /// Rows that fit what is typed.
    pub(crate) fn number_of_rows(&self) -> usize {
        self.rows().len()
    }

    /// Columns of figures; 0 where there are bars.
    pub(crate) fn number_of_columns(&self) -> usize {
        self.columns()
    }

    /// The figure of the chosen bar or cell.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    pub(crate) fn chosen_figure(&self) -> Option<u64> {
        let row = *self.rows().get(self.choice.place()?)?;
        let column = if self.columns() == 0 { 0 } else { self.column };
        let figure = row.figures.get(column).copied().flatten()?;
        Some(figure as u64)
    }
}
