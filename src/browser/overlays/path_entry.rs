//! A path that is typed, with the names that complete it.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Input, Outcome};
use crate::browser::event::Effect;
use crate::messages::fill;
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// A path that is typed. Below it stand the names that complete it, to be chosen from.
#[derive(Debug, Default)]
pub(super) struct PathEntry {
    entry: Entry,
    names: Vec<String>,
    choice: Choice,
}

impl PathEntry {
    /// A path to begin with. The names that complete it are still to be asked for.
    pub(super) fn of(path: &str) -> Self {
        let mut new = Self::default();
        new.entry.set(path);
        new
    }

    /// What is typed.
    pub(super) fn typed(&self) -> &str {
        self.entry.text()
    }

    /// Whether a file or folder of just this name is there.
    pub(super) fn is_there(&self) -> bool {
        self.names.iter().any(|name| name == self.typed())
    }

    /// Asks for the names that complete what is typed.
    pub(super) fn ask(&mut self) -> Outcome {
        self.choice = Choice::default();
        Outcome::Want(vec![Effect::Complete(self.typed().to_owned())])
    }

    /// Takes the names that complete what is typed, if it is still the same.
    fn completed(&mut self, typed: &str, names: Vec<String>) {
        if typed == self.typed() {
            self.names = names;
            self.choice = Choice::default();
        }
    }

    fn chosen_name(&self) -> Option<&String> {
        self.names.get(self.choice.place()?)
    }

    /// Writes as much of the name as is certain: the chosen one, or what all have in common.
    fn complete(&mut self) {
        let chosen = self.chosen_name().cloned();
        let is_chosen = chosen.is_some();
        let certain = chosen.unwrap_or_else(|| common_start(&self.names));
        if certain.len() > self.typed().len() || is_chosen {
            self.entry.set(certain);
        }
        self.choice = Choice::default();
    }

    /// The file or folder that is meant. A folder that is chosen from the list is looked into first,
    /// and nothing is returned.
    pub(super) fn chosen(&mut self) -> Option<PathBuf> {
        let is_chosen = self.chosen_name().is_some();
        if is_chosen {
            self.complete();
        }
        let path = self.typed().trim();
        let looked_into = is_chosen && path.ends_with(std::path::MAIN_SEPARATOR);
        (!path.is_empty() && !looked_into).then(|| PathBuf::from(path))
    }

    /// Whether an input says that this path is meant: Enter, or the second click on a name. The
    /// first one chooses it.
    pub(super) fn is_taken_by(&mut self, input: &Input) -> bool {
        let (row, rows) = match input {
            Input::Accept => return true,
            Input::Click(row, rows) => (*row, *rows),
            _ => return false,
        };
        let before = self.choice.place();
        let names = self.names.len();
        let hit = row
            .checked_sub(1)
            .is_some_and(|row| self.choice.choose_at(row, rows.saturating_sub(1), names));
        hit && before == self.choice.place()
    }

    /// Takes what happens to it, but for what [`Self::is_taken_by`].
    pub(super) fn update(&mut self, input: Input) -> Outcome {
        match input {
            Input::Step(by) => self.choice.step(by, self.names.len()),
            Input::Tab => {
                self.complete();
                return self.ask();
            }
            Input::Key(key) if self.entry.key(key) => return self.ask(),
            Input::Paste(text) => {
                // A file that is dropped on the terminal comes in quotes.
                self.entry.paste(text.trim().trim_matches(['\'', '"']));
                return self.ask();
            }
            Input::Completed(typed, names) => self.completed(&typed, names),
            Input::Click(..) => {}
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    /// Draws the path after some words, and the names below it; returns where the cursor belongs.
    pub(super) fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        words: &str,
        look: &Presentation,
    ) -> Position {
        let (cursor, list) = self.entry.draw(buffer, area, words, look);
        let draw_name = |buffer: &mut Buffer, row: Rect, place| {
            let is_last = row.y + 1 == list.bottom();
            self.draw_name(buffer, row, (place, is_last), look);
        };
        self.choice
            .draw(buffer, list, self.names.len(), look, draw_name);
        cursor
    }

    /// A name in a row; the last row says how many more there are, until one is chosen.
    fn draw_name(
        &self,
        buffer: &mut Buffer,
        row: Rect,
        (place, is_last): (usize, bool),
        look: &Presentation,
    ) {
        let hidden = self.names.len().saturating_sub(place + 1);
        let number = (hidden + 1).to_string();
        let is_rest = is_last && hidden > 0 && self.choice.place().is_none();
        let line = if is_rest {
            let more = fill(look.messages.files.candidates, &[("n", &number)]);
            Line::new(more, Role::Dim)
        } else {
            let name = self.names.get(place).map_or("", String::as_str);
            Line::new(name, Role::Plain)
        };
        line.fit(look.columns, usize::from(row.width))
            .draw(buffer, row, look.columns, &look.theme);
    }

    /// Which of the names are on screen, in so many rows with the path.
    pub(super) fn extent(&self, rows: u16) -> Extent {
        self.choice.extent(rows.saturating_sub(1), self.names.len())
    }

    /// Shows the names from one on.
    pub(super) fn scroll_to(&mut self, first: usize, rows: u16) {
        let rows = rows.saturating_sub(1);
        self.choice.scroll_to(first, rows, self.names.len());
    }
}

fn common_start(names: &[String]) -> String {
    let Some((first, others)) = names.split_first() else {
        return String::new();
    };
    let shared = |other: &String| {
        first
            .chars()
            .zip(other.chars())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let length = others.iter().map(shared).min().unwrap_or(usize::MAX);
    first.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn tab_completes_as_far_as_is_certain() {
        let check = |given: &[&str], expected: &str| {
            let mut path = PathEntry::of("成");
            path.completed("成", names(given));
            path.complete();
            assert_eq!(path.typed(), expected, "{given:?}");
        };
        check(&[], "成");
        check(&["成果.csv"], "成果.csv");
        check(&["成果2023.csv", "成果2024.csv"], "成果202");
        check(&["成果.csv", "成都.csv"], "成");
    }

    #[test]
    fn a_chosen_name_is_taken_whole_and_a_folder_is_opened() {
        let mut path = PathEntry::default();
        path.completed("", names(&["a.csv", "b/"]));
        path.choice.step(1, 2);
        path.choice.step(1, 2);
        assert_eq!(path.chosen(), None);
        assert_eq!(path.typed(), "b/");
        path.completed("b/", names(&["b/c.xlsx"]));
        path.choice.step(1, 1);
        assert_eq!(path.chosen(), Some(PathBuf::from("b/c.xlsx")));
    }

    #[test]
    fn names_for_what_is_no_longer_typed_are_not_shown() {
        let mut path = PathEntry::of("a");
        path.completed("", names(&["b"]));
        path.choice.step(1, 1);
        assert_eq!(path.chosen(), Some(PathBuf::from("a")));
    }
}
