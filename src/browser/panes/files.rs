//! The prompts for a file to import and a file to export to.

use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use super::palette::draw_entry;
use crate::export::Format;
use crate::messages::fill;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::keymap::Key;
use crate::ui::look::Look;
use crate::ui::scrolling::Extent;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;

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
    /// A prompt in which a path stands already: one that failed, to be mended.
    pub(crate) fn new(path: &str) -> Self {
        let mut prompt = Self::default();
        prompt.entry.set(path);
        prompt
    }

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
        let first = frame::first_shown(self.chosen.unwrap_or(0), height - 1);
        let place = Some(first + usize::from(row)).filter(|place| *place < self.names.len());
        let again = place.is_some() && self.chosen == place;
        self.chosen = place.or(self.chosen);
        again
    }

    /// Which names are on screen in a prompt so high.
    pub(crate) fn extent(&self, height: u16) -> Extent {
        let rows = height.saturating_sub(1);
        Extent {
            first: frame::first_shown(self.chosen.unwrap_or(0), rows),
            shown: usize::from(rows),
            all: self.names.len(),
        }
    }

    /// Shows the names from a place on, in a prompt so high.
    pub(crate) fn scroll_to(&mut self, first: usize, height: u16) {
        let last = self.names.len().saturating_sub(1);
        let chosen = (first + usize::from(height.saturating_sub(1))).saturating_sub(1);
        self.chosen = Some(chosen.min(last)).filter(|_| !self.names.is_empty());
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

    /// The file or folder to import. A folder that is chosen from the list is looked into first,
    /// and nothing is returned.
    pub(crate) fn accept(&mut self) -> Option<PathBuf> {
        let chosen = self.chosen.is_some();
        if chosen {
            self.complete();
        }
        let path = self.entry.text().trim();
        let looked_into = chosen && path.ends_with(std::path::MAIN_SEPARATOR);
        (!path.is_empty() && !looked_into).then(|| PathBuf::from(path))
    }

    /// Draws the prompt; returns where its cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, look: &Look) -> Position {
        let files = &look.messages.files;
        let area = frame::draw(buffer, IMPORT_SIZE, files.import, files.import_hint, look);
        let (cursor, list) = draw_entry(buffer, area, look.symbols.prompt, &self.entry, look);
        let first = frame::first_shown(self.chosen.unwrap_or(0), list.height);
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

/// How the name of the proposed file begins.
pub(crate) const PROPOSED: &str = "qiao";

/// Asks for a format and a file to export to.
#[derive(Debug)]
pub(crate) struct ExportPrompt {
    format: usize,
    entry: Entry,
    /// The name is the proposed one: what is typed replaces it.
    proposed: bool,
    /// Files that are there and begin as the proposed name, or as what is typed.
    there: Vec<String>,
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
            proposed: true,
            there: Vec::new(),
            found,
            marked,
            only_marked: marked > 0,
        };
        prompt.propose();
        prompt
    }

    /// What is typed.
    pub(crate) fn typed(&self) -> &str {
        self.entry.text()
    }

    /// Takes the names of files that are there; those for what is no longer typed are not needed.
    pub(crate) fn completed(&mut self, typed: &str, names: Vec<String>) {
        let needed = if self.proposed {
            PROPOSED
        } else {
            self.typed()
        };
        if typed == needed {
            self.there = names;
            self.propose();
        }
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

    /// Proposes the first name that is free: `qiao.csv`, `qiao-2.csv` …
    fn propose(&mut self) {
        if self.proposed {
            let ending = self.ending();
            let names = std::iter::once(format!("{PROPOSED}.{ending}"))
                .chain((2..).map(|number| format!("{PROPOSED}-{number}.{ending}")));
            let free = names.into_iter().find(|name| !self.there.contains(name));
            self.entry.set(free.unwrap_or_default());
        }
    }

    /// The ending of the chosen format's files.
    fn ending(&self) -> &'static str {
        FORMATS.get(self.format).map_or("", |(_, ending)| ending)
    }

    /// Chooses a format; the name gets its ending.
    pub(crate) fn step(&mut self, by: isize) {
        self.choose(self.format.saturating_add_signed(by));
    }

    fn choose(&mut self, format: usize) {
        self.format = format.min(FORMATS.len() - 1);
        if self.proposed {
            self.propose();
        } else if let Some((stem, _)) = named_format(self.typed()) {
            let name = format!("{stem}.{}", self.ending());
            self.entry.set(name);
        }
    }

    /// The format follows an ending that is typed.
    fn follow(&mut self) {
        if let Some((_, format)) = named_format(self.typed()) {
            self.format = format;
        }
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
            self.choose(place);
        }
        again
    }

    /// Takes a key that is no command; true if the name is another. The first character takes
    /// the place of the proposed name, any other key begins to edit it.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        let writes = matches!(key.code, KeyCode::Char(_)) && key.modifiers.is_empty();
        if self.proposed && writes {
            self.entry.set("");
        }
        self.proposed = false;
        let changed = self.entry.key(key);
        self.follow();
        changed
    }

    /// Takes a pasted path.
    pub(crate) fn paste(&mut self, text: &str) {
        if self.proposed {
            self.entry.set("");
        }
        self.proposed = false;
        self.entry.paste(text.trim().trim_matches(['\'', '"']));
        self.follow();
    }

    /// Whether a file with the name is there already.
    pub(crate) fn taken(&self) -> bool {
        self.accept().is_some_and(|(_, path)| {
            let there = |name: &String| path.as_path() == Path::new(name);
            self.there.iter().any(there)
        })
    }

    /// The format and the file, where one is named; a name without an ending gets the format's.
    pub(crate) fn accept(&self) -> Option<(Format, PathBuf)> {
        let path = self.entry.text().trim();
        let (format, ending) = FORMATS.get(self.format)?;
        let named = !path.is_empty() && !path.ends_with(std::path::MAIN_SEPARATOR);
        let mut path = PathBuf::from(path);
        if path.extension().is_none() {
            path.set_extension(ending);
        }
        named.then_some((*format, path))
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
        let area = frame::draw(buffer, EXPORT_SIZE, &title, files.export_hint, look);
        let (cursor, below) = draw_entry(buffer, area, files.path, &self.entry, look);
        if self.proposed {
            let used = columns(look.columns.width(files.path));
            let name = Rect {
                x: area.x + used,
                width: (cursor.x - area.x).saturating_sub(used),
                height: 1,
                ..area
            };
            text::select(buffer, name, &look.theme);
        }
        if first_format(area.height) > 1 {
            let line = if self.taken() {
                Line::new(files.taken, Role::Warning)
            } else if self.accept().is_none() {
                Line::new(files.unnamed, Role::Warning)
            } else {
                Line::new(self.other(look), Role::Dim)
            };
            line.draw(buffer, below, look.columns, &look.theme);
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

/// A path without its ending, and the format that the ending names.
fn named_format(path: &str) -> Option<(&str, usize)> {
    let (stem, ending) = path.rsplit_once('.')?;
    let known = |(_, known): &(Format, &str)| known.eq_ignore_ascii_case(ending);
    Some((stem, FORMATS.iter().position(known)?))
}

/// Row of the first format in a prompt so high.
const fn first_format(height: u16) -> u16 {
    if height < EXPORT_SIZE.1 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyEvent;

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

    fn typed(prompt: &mut ExportPrompt, text: &str) {
        for letter in text.chars() {
            prompt.key(key(KeyCode::Char(letter)));
        }
    }

    #[test]
    fn what_is_typed_takes_the_place_of_the_proposed_name() {
        let mut prompt = ExportPrompt::new(5, 0);
        typed(&mut prompt, "abc");
        assert_eq!(prompt.accept(), Some((Format::Csv, "abc.csv".into())));
        let mut prompt = ExportPrompt::new(5, 0);
        prompt.key(key(KeyCode::End));
        typed(&mut prompt, "x");
        assert_eq!(prompt.typed(), "qiao.csvx");
    }

    #[test]
    fn a_name_that_is_free_is_proposed() {
        let mut prompt = ExportPrompt::new(5, 0);
        prompt.completed(PROPOSED, names(&["qiao-2.csv", "qiao-3.vcf", "qiao.csv"]));
        assert_eq!(prompt.typed(), "qiao-3.csv");
        prompt.step(1);
        assert_eq!(prompt.typed(), "qiao.jsonl");
    }

    #[test]
    fn format_and_ending_follow_each_other() {
        let check = |text: &str, steps: isize, expected: (Format, &str)| {
            let mut prompt = ExportPrompt::new(5, 0);
            typed(&mut prompt, text);
            prompt.step(steps);
            assert_eq!(
                prompt.accept(),
                Some((expected.0, expected.1.into())),
                "{text}"
            );
        };
        check("a.jsonl", 0, (Format::Jsonl, "a.jsonl"));
        check("a.jsonl", 1, (Format::Vcard, "a.vcf"));
        check("a.txt", 1, (Format::Jsonl, "a.txt"));
        check("成果", 2, (Format::Vcard, "成果.vcf"));
        let mut prompt = ExportPrompt::new(5, 0);
        typed(&mut prompt, "folder/");
        assert_eq!(prompt.accept(), None);
    }
}
