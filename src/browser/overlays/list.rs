//! A list: a line to type in that narrows it, its lines, below them what the chosen one is.

use std::fmt::Debug;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::laid_text::wrapped;
use super::{Input, Outcome, Overlay};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::Messages;
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::overview::Entries;

/// Columns and rows: the line to type in, the list, what the chosen line is.
const SIZE: (u16, u16) = (60, 19);
/// Rows for what the chosen line is, below a level line.
const EXPLAINED: u16 = 3;
/// A list of fewer rows has no room for explanations below it.
const SHORTEST: u16 = 9;

/// One line of a list.
pub(crate) trait ListLine: Debug {
    /// The list's title, and what it says where no line fits.
    fn heading(messages: &'static Messages) -> (&'static str, &'static str);

    /// How near the line is to what is typed, the nearest first; `None` where it does not fit.
    fn nearness(&self, typed: &str) -> Option<usize>;

    /// Draws it in one row.
    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared);

    /// What it is, in a sentence or two.
    fn explanation(&self, look: &Presentation) -> String;

    /// What choosing it does.
    fn accept(&self, shared: &mut Shared, screen: &dyn Screen) -> Outcome;

    /// What the line behind the others says that makes something new of what is typed; `None`
    /// where nothing can be made.
    fn offer(_typed: &str, _look: &Presentation) -> Option<String> {
        None
    }

    /// Makes something new of what is typed.
    fn make(_typed: &str, _shared: &mut Shared, _screen: &dyn Screen) -> Outcome {
        Outcome::Stay
    }

    /// Whether a line that was to stand before these is needless: what it would make is among them.
    fn is_among(&self, _lines: &[Self]) -> bool
    where
        Self: Sized,
    {
        false
    }

    /// The lines of what was asked of the library, where that is what the list shows.
    fn of(_: Entries) -> Option<Vec<Self>>
    where
        Self: Sized,
    {
        None
    }
}

/// A list above the screen.
#[derive(Debug)]
pub(crate) struct List<T> {
    lines: Vec<T>,
    entry: Entry,
    choice: Choice,
    /// The lines are still to come.
    is_reading: bool,
    /// What is typed was accepted before they came.
    is_accepted: bool,
    /// Lines that stand before those that come.
    first: Vec<T>,
}

impl<T: ListLine> List<T> {
    /// A list whose lines are still to come.
    pub(super) fn reading() -> Self {
        Self {
            is_reading: true,
            ..Self::new(Vec::new())
        }
    }

    /// The same, with lines that are to stand before them.
    pub(super) fn reading_behind(first: Vec<T>) -> Self {
        Self {
            first,
            ..Self::reading()
        }
    }

    /// A list of these lines.
    pub(super) fn new(lines: Vec<T>) -> Self {
        Self {
            lines,
            entry: Entry::default(),
            choice: Choice::first(),
            is_reading: false,
            is_accepted: false,
            first: Vec::new(),
        }
    }

    /// The lines that fit what is typed, the nearest first.
    fn fitting(&self) -> Vec<&T> {
        let typed = self.entry.text().trim().to_lowercase();
        let near = |line| Some((T::nearness(line, &typed)?, line));
        let mut fitting: Vec<(usize, &T)> = self.lines.iter().filter_map(near).collect();
        fitting.sort_by_key(|(nearness, _)| *nearness);
        fitting.into_iter().map(|(_, line)| line).collect()
    }

    /// The chosen line.
    pub(super) fn chosen(&self) -> Option<&T> {
        let place = self.choice.place().unwrap_or(0);
        self.fitting().get(place).copied()
    }

    fn accept(&mut self, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        if self.is_reading {
            // Of lines that nobody has seen none is chosen, but a name that was typed is meant.
            self.is_accepted = !self.typed_text().is_empty();
            return Outcome::Stay;
        }
        let chosen = self.choice.place().unwrap_or(0);
        if let Some(line) = self.fitting().get(chosen) {
            return line.accept(shared, screen);
        }
        match self.offered(shared.look()) {
            Some(_) => T::make(self.typed_text(), shared, screen),
            None => Outcome::Close(Vec::new()),
        }
    }

    /// What is typed, as it is meant.
    fn typed_text(&self) -> &str {
        self.entry.text().trim()
    }

    /// What the line behind the others offers to make of what is typed.
    fn offered(&self, look: &Presentation) -> Option<String> {
        let typed = self.typed_text();
        let is_meant = !typed.is_empty() && !self.is_reading;
        is_meant.then(|| T::offer(typed, look)).flatten()
    }

    /// Number of the lines, with the one that offers something.
    fn length(&self, look: &Presentation) -> usize {
        self.fitting().len() + usize::from(self.offered(look).is_some())
    }

    /// Says why there is no line.
    fn draw_nothing(&self, buffer: &mut Buffer, area: Rect, nothing: &str, look: &Presentation) {
        let words = if self.is_reading {
            look.messages.library.reading
        } else {
            nothing
        };
        let lines = wrapped(words, Role::Dim, usize::from(area.width), look);
        for (line, row) in lines.iter().zip(area.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }

    /// The chosen line is the nearest to what is typed now.
    const fn typed(&mut self) {
        self.is_accepted = false;
        self.choice = Choice::first();
    }
}

impl<T: ListLine> Overlay for List<T> {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let (title, nothing) = T::heading(look.messages);
        let area = frame::draw(buffer, SIZE, title, look.messages.general.list, look);
        let (cursor, below) = self.entry.draw(buffer, area, look.symbols.prompt, look);
        let list = Rect {
            height: listed(area.height),
            ..below
        };
        let fitting = self.fitting();
        let offered = self.offered(look);
        if fitting.is_empty() && offered.is_none() {
            self.draw_nothing(buffer, list, nothing, look);
        }
        let draw_line = |buffer: &mut Buffer, row, place: usize| {
            if let Some(line) = fitting.get(place) {
                line.draw(buffer, row, shared);
            } else if let Some(offered) = &offered {
                Line::new(offered, Role::Accent)
                    .fit(look.columns, usize::from(row.width))
                    .draw(buffer, row, look.columns, &look.theme);
            }
        };
        let length = self.length(look);
        self.choice.draw(buffer, list, length, look, draw_line);
        let chosen = self.choice.place().and_then(|place| fitting.get(place));
        if let Some(line) = chosen {
            explain(buffer, list, below, &line.explanation(look), look);
        }
        Some(cursor)
    }

    fn update(&mut self, input: Input, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        let length = self.length(shared.look());
        match input {
            Input::Step(by) => self.choice.step(by, length),
            Input::Key(key) if self.entry.key(key) => self.typed(),
            Input::Paste(text) => {
                self.entry.paste(&text);
                self.typed();
            }
            Input::Click(row, rows) => {
                let row = row.checked_sub(1);
                let chosen =
                    row.is_some_and(|row| self.choice.choose_at(row, listed(rows), length));
                if chosen {
                    return self.accept(shared, screen);
                }
            }
            Input::Accept => return self.accept(shared, screen),
            Input::Listed(entries) => {
                if let Some(lines) = T::of(entries) {
                    let mut first = std::mem::take(&mut self.first);
                    first.retain(|line| !line.is_among(&lines));
                    first.extend(lines);
                    self.lines = first;
                    self.is_reading = false;
                    if std::mem::take(&mut self.is_accepted) {
                        return self.accept(shared, screen);
                    }
                }
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn extent(&self, rows: u16) -> Extent {
        self.choice.extent(listed(rows), self.fitting().len())
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        let length = self.fitting().len();
        self.choice.scroll_to(first, listed(rows), length);
    }
}

/// Draws a text from the left, and one at the right edge.
pub(super) fn draw_sides(
    buffer: &mut Buffer,
    area: Rect,
    (left, right): (&str, &str),
    look: &Presentation,
) {
    let measure = look.columns;
    let right = measure.fit(right, usize::from(area.width / 2));
    let width = measure.width(&right);
    let room = usize::from(area.width).saturating_sub(width + 2);
    Line::new(left, Role::Plain)
        .fit(measure, room)
        .draw(buffer, area, measure, &look.theme);
    let place = Position::new(area.right().saturating_sub(columns(width)), area.y);
    let style = look.theme.style(Role::Dim);
    measure.put(buffer, place, width, &right, style);
}

/// Rows of the list in an overlay so high.
const fn listed(height: u16) -> u16 {
    let below = height.saturating_sub(1);
    if below < SHORTEST {
        below
    } else {
        below - EXPLAINED
    }
}

/// What the chosen line is, below a level line under the list.
fn explain(buffer: &mut Buffer, list: Rect, below: Rect, words: &str, look: &Presentation) {
    let area = Rect {
        y: list.bottom(),
        height: below.height - list.height,
        ..below
    };
    let width = usize::from(area.width);
    let level = Line::new(look.symbols.level.repeat(width), Role::Dim);
    let lines = wrapped(words, Role::Plain, width, look);
    for (line, row) in std::iter::once(level).chain(lines).zip(area.rows()) {
        line.draw(buffer, row, look.columns, &look.theme);
    }
}
