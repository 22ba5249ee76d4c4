//! The prompt for a file to import, with the names that complete what is typed.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::import_look::LookPane;
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::fill;
use crate::ui::action::Action;
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::keymap::Place;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::work::import::LookOrder;

/// Columns and rows: the path and file names.
const SIZE: (u16, u16) = (70, 9);

/// Asks for a file to import.
#[derive(Debug, Default)]
struct ImportPrompt {
    entry: Entry,
    names: Vec<String>,
    choice: Choice,
}

/// Opens the prompt, unless an import is running. A path that failed stands in it, to be mended.
pub(super) fn open(shared: &mut Shared, _: &dyn Screen) -> Opening {
    if shared.library.importing.is_some() {
        let key = shared.key_or_name(Place::Popup, Action::StopImport);
        return Opening::Refused(fill(shared.messages().files.busy, &[("key", &key)]));
    }
    let path = shared.library.failed_path.take().unwrap_or_default();
    let mut prompt = ImportPrompt::default();
    prompt.entry.set(&*path);
    Opening::wanting(prompt, vec![Effect::Complete(path)])
}

impl ImportPrompt {
    /// What is typed.
    fn typed(&self) -> &str {
        self.entry.text()
    }

    /// Asks for the names that complete what is typed.
    fn ask(&mut self) -> Outcome {
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

    /// The file or folder to import. A folder that is chosen from the list is looked into first,
    /// and nothing is returned.
    fn chosen_path(&mut self) -> Option<PathBuf> {
        let chosen = self.chosen_name().is_some();
        if chosen {
            self.complete();
        }
        let path = self.typed().trim();
        let looked_into = chosen && path.ends_with(std::path::MAIN_SEPARATOR);
        (!path.is_empty() && !looked_into).then(|| PathBuf::from(path))
    }

    fn accept(&mut self, shared: &mut Shared) -> Outcome {
        let Some(path) = self.chosen_path() else {
            return self.ask();
        };
        // Where the user turns back, it stands in the prompt again.
        shared.library.failed_path = Some(path.display().to_string());
        let order = LookOrder::new(path, shared.language());
        let look = Box::new(LookPane::reading(&order));
        Outcome::Open(look, vec![Effect::Look(order)])
    }

    /// The first click chooses a name, the second takes it.
    fn click(&mut self, row: u16, rows: u16, shared: &mut Shared) -> Outcome {
        let before = self.choice.place();
        let names = self.names.len();
        let hit = row
            .checked_sub(1)
            .is_some_and(|row| self.choice.choose_at(row, rows.saturating_sub(1), names));
        if hit && before == self.choice.place() {
            return self.accept(shared);
        }
        Outcome::Stay
    }

    /// A name in a row; the last row says how many more there are, until one is chosen.
    fn draw_name(
        &self,
        buffer: &mut Buffer,
        row: Rect,
        place: usize,
        is_last: bool,
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
}

impl Overlay for ImportPrompt {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let files = &look.messages.files;
        let area = frame::draw(buffer, SIZE, files.import, files.import_hint, look);
        let (cursor, list) = self.entry.draw(buffer, area, look.symbols.prompt, look);
        let draw_name = |buffer: &mut Buffer, row: Rect, place| {
            let is_last = row.y + 1 == list.bottom();
            self.draw_name(buffer, row, place, is_last, look);
        };
        self.choice
            .draw(buffer, list, self.names.len(), look, draw_name);
        Some(cursor)
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Step(by) => self.choice.step(by, self.names.len()),
            Input::Tab => {
                self.complete();
                return self.ask();
            }
            Input::Accept => return self.accept(shared),
            Input::Key(key) if self.entry.key(key) => return self.ask(),
            Input::Paste(text) => {
                // A file that is dropped on the terminal comes in quotes.
                self.entry.paste(text.trim().trim_matches(['\'', '"']));
                return self.ask();
            }
            Input::Click(row, rows) => return self.click(row, rows, shared),
            Input::Completed(typed, names) => self.completed(&typed, names),
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn extent(&self, rows: u16) -> Extent {
        self.choice.extent(rows.saturating_sub(1), self.names.len())
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
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

    fn typed(text: &str) -> ImportPrompt {
        let mut prompt = ImportPrompt::default();
        prompt.entry.set(text);
        prompt
    }

    #[test]
    fn tab_completes_as_far_as_is_certain() {
        let check = |given: &[&str], expected: &str| {
            let mut prompt = typed("成");
            prompt.completed("成", names(given));
            prompt.complete();
            assert_eq!(prompt.typed(), expected, "{given:?}");
        };
        check(&[], "成");
        check(&["成果.csv"], "成果.csv");
        check(&["成果2023.csv", "成果2024.csv"], "成果202");
        check(&["成果.csv", "成都.csv"], "成");
    }

    #[test]
    fn a_chosen_name_is_taken_whole_and_a_folder_is_opened() {
        let mut prompt = ImportPrompt::default();
        prompt.completed("", names(&["a.csv", "b/"]));
        prompt.choice.step(1, 2);
        prompt.choice.step(1, 2);
        assert_eq!(prompt.chosen_path(), None);
        assert_eq!(prompt.typed(), "b/");
        prompt.completed("b/", names(&["b/c.xlsx"]));
        prompt.choice.step(1, 1);
        assert_eq!(prompt.chosen_path(), Some(PathBuf::from("b/c.xlsx")));
    }

    #[test]
    fn names_for_what_is_no_longer_typed_are_not_shown() {
        let mut prompt = typed("a");
        prompt.completed("", names(&["b"]));
        prompt.choice.step(1, 1);
        assert_eq!(prompt.chosen_path(), Some(PathBuf::from("a")));
    }
}
