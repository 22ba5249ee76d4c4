//! The prompts for a file to import and a file to export to.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::palette::draw_entry;
use super::popup;
use crate::entry::Entry;
use crate::export::Format;
use crate::keymap::Key;
use crate::look::Look;
use crate::messages::fill;
use crate::text::{self, Line};
use crate::theme::Role;

/// Columns and rows of the prompt for a file to import: the path and file names.
pub(crate) const IMPORT_SIZE: (u16, u16) = (70, 9);
/// Columns and rows of the prompt for a file to export to: the path, a blank, the formats.
pub(crate) const EXPORT_SIZE: (u16, u16) = (70, 5);

/// The formats to export to, with the endings of their files.
const FORMATS: [(Format, &str); 3] = [
    (Format::Csv, "csv"),
    (Format::Jsonl, "jsonl"),
    (Format::Vcard, "vcf"),
];

/// Asks for a file to import.
#[derive(Debug, Default)]
pub(crate) struct ImportPrompt {
    entry: Entry,
    names: Vec<String>,
    chosen: Option<usize>,
}

impl ImportPrompt {
    /// What is typed.
    pub(crate) fn typed(&self) -> &str {
        self.entry.text()
    }

    /// Takes a key that is no command; true if the names have to be found anew.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        let changed = self.entry.key(key);
        if changed {
            self.chosen = None;
        }
        changed
    }

    /// Takes a pasted or dropped path.
    pub(crate) fn paste(&mut self, text: &str) {
        self.entry.paste(text.trim().trim_matches(['\'', '"']));
        self.chosen = None;
    }

    /// Takes the names that complete what is typed, if it is still the same.
    pub(crate) fn completed(&mut self, typed: &str, names: Vec<String>) {
        if typed == self.entry.text() {
            self.names = names;
            self.chosen = None;
        }
    }

    /// Chooses a name.
    pub(crate) fn step(&mut self, by: isize) {
        let last = self.names.len().saturating_sub(1);
        self.chosen = match self.chosen {
            _ if self.names.is_empty() => None,
            None => Some(if by < 0 { last } else { 0 }),
            Some(chosen) => Some(chosen.saturating_add_signed(by).min(last)),
        };
    }

    /// Chooses the name at a row of the prompt; true where it was chosen already.
    pub(crate) fn choose_at(&mut self, row: u16, height: u16) -> bool {
        let Some(row) = row.checked_sub(1) else {
            return false;
        };
        let first = popup::first_shown(self.chosen.unwrap_or(0), height - 1);
        let place = Some(first + usize::from(row)).filter(|place| *place < self.names.len());
        let again = place.is_some() && self.chosen == place;
        self.chosen = place.or(self.chosen);
        again
    }

    /// Writes as much of the name as is certain: the chosen one, or what all have in common.
    pub(crate) fn complete(&mut self) {
        let chosen = self
            .chosen
            .and_then(|chosen| self.names.get(chosen).cloned());
        let certain = chosen.unwrap_or_else(|| common_start(&self.names));
        if certain.len() > self.entry.text().len() || self.chosen.is_some() {
            self.entry.set(certain);
        }
        self.chosen = None;
    }

    /// The file to import; a folder is opened instead, and nothing is returned.
    pub(crate) fn accept(&mut self) -> Option<PathBuf> {
        if self.chosen.is_some() {
            self.complete();
        }
        let path = self.entry.text().trim();
        (!path.is_empty() && !path.ends_with(std::path::MAIN_SEPARATOR))
            .then(|| PathBuf::from(path))
    }

    /// Draws the prompt; returns where its cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, look: &Look) -> Position {
        let files = &look.messages.files;
        let area = popup::frame(buffer, IMPORT_SIZE, files.import, files.import_hint, look);
        let (cursor, list) = draw_entry(buffer, area, look.symbols.prompt, &self.entry, look);
        let first = popup::first_shown(self.chosen.unwrap_or(0), list.height);
        for ((at, name), row) in self.names.iter().enumerate().skip(first).zip(list.rows()) {
            let at_bottom = row.y + 1 == list.bottom();
            let hidden = self.names.len() - at - 1;
            let more = fill(files.candidates, &[("n", &(hidden + 1).to_string())]);
            let is_rest = at_bottom && hidden > 0 && self.chosen.is_none();
            let text = if is_rest { &more } else { name };
            let role = if is_rest { Role::Dim } else { Role::Plain };
            Line::new(text, role)
                .fit(look.columns, usize::from(row.width))
                .draw(buffer, row, look.columns, &look.theme);
            if Some(at) == self.chosen {
                text::select(buffer, row, &look.theme);
            }
        }
        cursor
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

/// Asks for a format and a file to export to.
#[derive(Debug)]
pub(crate) struct ExportPrompt {
    format: usize,
    entry: Entry,
    edited: bool,
    /// Numbers of listings that are found and marked.
    found: usize,
    marked: usize,
    /// Whether the marked ones are written.
    only_marked: bool,
}

impl ExportPrompt {
    /// A prompt for what is marked, or found where nothing is marked.
    pub(crate) fn new(found: usize, marked: usize) -> Self {
        let mut prompt = Self {
            format: 0,
            entry: Entry::default(),
            edited: false,
            found,
            marked,
            only_marked: marked > 0,
        };
        prompt.suggest();
        prompt
    }

    /// Whether the marked listings are to be written, not all that is found.
    pub(crate) const fn marked(&self) -> bool {
        self.only_marked
    }

    /// Takes all that is found instead of what is marked, or the other way round.
    pub(crate) const fn turn(&mut self) {
        if self.found > 0 && self.marked > 0 {
            self.only_marked = !self.only_marked;
        }
    }

    /// What [`Self::turn`] would do, in words.
    fn other(&self, look: &Look) -> String {
        let (words, number) = if self.only_marked {
            (look.messages.marks.export_all, self.found)
        } else {
            (look.messages.marks.export_marked, self.marked)
        };
        if self.found == 0 || self.marked == 0 {
            return String::new();
        }
        fill(words, &[("n", &number.to_string())])
    }

    fn suggest(&mut self) {
        if let Some((_, ending)) = FORMATS.get(self.format)
            && !self.edited
        {
            self.entry.set(format!("qiao.{ending}"));
        }
    }

    /// Chooses a format; a name that nobody has touched gets its ending.
    pub(crate) fn step(&mut self, by: isize) {
        self.format = self.format.saturating_add_signed(by).min(FORMATS.len() - 1);
        self.suggest();
    }

    /// Chooses the format at a row of the prompt; true where it was chosen already.
    pub(crate) fn choose_at(&mut self, row: u16, height: u16) -> bool {
        let Some(place) = row.checked_sub(first_format(height)).map(usize::from) else {
            if row > 0 {
                self.turn();
            }
            return false;
        };
        let again = self.format == place;
        if place < FORMATS.len() {
            self.format = place;
            self.suggest();
        }
        again
    }

    /// Takes a key that is no command.
    pub(crate) fn key(&mut self, key: Key) {
        self.edited |= self.entry.key(key);
    }

    /// Takes a pasted path.
    pub(crate) fn paste(&mut self, text: &str) {
        self.entry.set("");
        self.edited |= self.entry.paste(text.trim());
    }

    /// The format and the file, where one is named.
    pub(crate) fn accept(&self) -> Option<(Format, PathBuf)> {
        let path = self.entry.text().trim();
        let (format, _) = FORMATS.get(self.format)?;
        (!path.is_empty()).then(|| (*format, PathBuf::from(path)))
    }

    /// Draws the prompt; returns where its cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, look: &Look) -> Position {
        let files = &look.messages.files;
        let title = if self.only_marked {
            fill(
                look.messages.marks.export,
                &[("n", &self.marked.to_string())],
            )
        } else {
            files.export.to_owned()
        };
        let area = popup::frame(buffer, EXPORT_SIZE, &title, files.export_hint, look);
        let (cursor, below) = draw_entry(buffer, area, files.path, &self.entry, look);
        if first_format(area.height) > 1 {
            Line::new(self.other(look), Role::Dim).draw(buffer, below, look.columns, &look.theme);
        }
        let rows = area.rows().skip(usize::from(first_format(area.height)));
        for ((at, name), row) in files.formats.iter().enumerate().zip(rows) {
            let chosen = at == self.format;
            let mark = if chosen { look.symbols.chosen } else { " " };
            let role = if chosen { Role::Title } else { Role::Plain };
            Line::new(format!("{mark} {name}"), role).draw(buffer, row, look.columns, &look.theme);
        }
        cursor
    }
}

/// Row of the first format in a prompt so high.
const fn first_format(height: u16) -> u16 {
    if height < EXPORT_SIZE.1 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyEvent};

    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn key(code: KeyCode) -> Key {
        Key::new(KeyEvent::from(code))
    }

    #[test]
    fn tab_completes_as_far_as_is_certain() {
        let check = |given: &[&str], expected: &str| {
            let mut prompt = ImportPrompt::default();
            prompt.paste("成");
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
        prompt.step(1);
        prompt.step(1);
        assert_eq!(prompt.accept(), None);
        assert_eq!(prompt.typed(), "b/");
        prompt.completed("b/", names(&["b/c.xlsx"]));
        prompt.step(1);
        assert_eq!(prompt.accept(), Some(PathBuf::from("b/c.xlsx")));
    }

    #[test]
    fn names_for_what_is_no_longer_typed_are_not_shown() {
        let mut prompt = ImportPrompt::default();
        prompt.key(key(KeyCode::Char('a')));
        prompt.completed("", names(&["b"]));
        prompt.step(1);
        assert_eq!(prompt.accept(), Some(PathBuf::from("a")));
    }

    #[test]
    fn the_ending_follows_the_format_until_the_name_is_edited() {
        let mut prompt = ExportPrompt::new(5, 0);
        prompt.step(1);
        assert_eq!(prompt.accept(), Some((Format::Jsonl, "qiao.jsonl".into())));
        prompt.key(key(KeyCode::Backspace));
        prompt.step(1);
        assert_eq!(prompt.accept(), Some((Format::Vcard, "qiao.json".into())));
    }
}
