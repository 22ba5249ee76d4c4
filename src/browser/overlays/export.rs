//! The prompt for a format and a file to export to.

use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::export::{FORMATS, Format, FormatNames, Style};
use crate::messages::{fill, pick};
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::keymap::Key;
use crate::ui::presentation::Presentation;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;
use crate::work::export::{ExportOrder, Selection};

/// Columns and rows: the path, a blank, the formats.
const SIZE: (u16, u16) = (70, 9);

/// How the name of the proposed file begins.
const PROPOSED: &str = "qiao";

/// Asks for a format and a file to export to.
#[derive(Debug)]
struct ExportPrompt {
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

/// Opens the prompt for what is marked, or found where nothing is marked.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let found = screen.found(shared);
    if found.is_none() && shared.marks.is_empty() {
        return Opening::Refused(shared.messages().nothing.found.to_owned());
    }
    let found = found.map_or(0, |request| request.limit);
    let prompt = ExportPrompt::new(found, shared.marks.len());
    Opening::wanting(prompt, vec![Effect::Complete(PROPOSED.to_owned())])
}

impl ExportPrompt {
    /// A prompt for what is marked, or found where nothing is marked.
    fn new(found: usize, marked: usize) -> Self {
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
    fn typed(&self) -> &str {
        self.entry.text()
    }

    /// Takes the names of files that are there; those for what is no longer typed are not needed.
    fn completed(&mut self, typed: &str, names: Vec<String>) {
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

    /// Takes all that is found instead of what is marked, or the other way round.
    const fn turn(&mut self) {
        if self.found > 0 && self.marked > 0 {
            self.only_marked = !self.only_marked;
        }
    }

    /// What [`Self::turn`] would do, in words.
    fn other(&self, look: &Presentation) -> String {
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
        FORMATS.get(self.format).map_or("", |row| row.ending)
    }

    /// Chooses a format; the name gets its ending.
    fn step(&mut self, by: isize) {
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
    fn choose_at(&mut self, row: u16, height: u16) -> bool {
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
    fn key(&mut self, key: Key) -> bool {
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
    fn paste(&mut self, text: &str) {
        if self.proposed {
            self.entry.set("");
        }
        self.proposed = false;
        self.entry.paste(text.trim().trim_matches(['\'', '"']));
        self.follow();
    }

    /// Whether a file with the name is there already.
    fn taken(&self) -> bool {
        self.accept().is_some_and(|(_, path)| {
            let there = |name: &String| path.as_path() == Path::new(name);
            self.there.iter().any(there)
        })
    }

    /// The format and the file, where one is named; a name without an ending gets the format's.
    fn accept(&self) -> Option<(Format, PathBuf)> {
        let path = self.entry.text().trim();
        let row = FORMATS.get(self.format)?;
        let named = !path.is_empty() && !path.ends_with(std::path::MAIN_SEPARATOR);
        let mut path = PathBuf::from(path);
        if path.extension().is_none() {
            path.set_extension(row.ending);
        }
        named.then_some((row.format, path))
    }

    /// Asks which files are there that begin as what is typed.
    fn ask(&self) -> Outcome {
        Outcome::Want(vec![Effect::Complete(self.typed().to_owned())])
    }

    /// Writes the file where one is named that is not there yet.
    fn export(&self, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        let Some((format, path)) = self.accept().filter(|_| !self.taken()) else {
            return Outcome::Stay;
        };
        let selection = if self.only_marked {
            Some(Selection::Marked(shared.marks.ids()))
        } else {
            screen.found(shared).map(Selection::Found)
        };
        let Some(selection) = selection else {
            shared.warn(shared.messages().nothing.found);
            return Outcome::Close(Vec::new());
        };
        shared.say(shared.messages().files.exporting);
        let order = ExportOrder {
            selection,
            style: Style::new(format, shared.look().language),
            redacted: false,
        };
        Outcome::Close(vec![Effect::Export(order, path)])
    }

    fn title(&self, look: &Presentation) -> String {
        if self.only_marked {
            let number = self.marked.to_string();
            return fill(look.messages.marks.export, &[("n", &number)]);
        }
        look.messages.files.export.to_owned()
    }

    /// What is wrong with the name, else what Tab would do.
    fn hint(&self, look: &Presentation) -> Line {
        let files = &look.messages.files;
        if self.taken() {
            Line::new(files.taken, Role::Warning)
        } else if self.accept().is_none() {
            Line::new(files.unnamed, Role::Warning)
        } else {
            Line::new(self.other(look), Role::Dim)
        }
    }

    fn draw_formats(&self, buffer: &mut Buffer, area: Rect, look: &Presentation) {
        let rows = area.rows().skip(usize::from(first_format(area.height)));
        let names = FORMATS
            .iter()
            .map(|row| pick(look.language, row.names))
            .enumerate();
        for ((at, name), row) in names.zip(rows) {
            let chosen = at == self.format;
            let mark = if chosen { look.symbols.chosen } else { " " };
            let role = if chosen { Role::Title } else { Role::Plain };
            Line::new(format!("{mark} {name}"), role).draw(buffer, row, look.columns, &look.theme);
        }
    }
}

impl Overlay for ExportPrompt {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let files = &look.messages.files;
        let area = frame::draw(buffer, SIZE, &self.title(look), files.export_hint, look);
        let (cursor, below) = self.entry.draw(buffer, area, files.path, look);
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
            let line = self.hint(look);
            line.draw(buffer, below, look.columns, &look.theme);
        }
        self.draw_formats(buffer, area, look);
        Some(cursor)
    }

    fn update(&mut self, input: Input, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        match input {
            Input::Step(by) => self.step(by),
            Input::Tab => self.turn(),
            Input::Accept => return self.export(shared, screen),
            Input::Key(key) if self.key(key) => return self.ask(),
            Input::Paste(text) => {
                self.paste(&text);
                return self.ask();
            }
            Input::Click(row, rows) if self.choose_at(row, rows) => {
                return self.export(shared, screen);
            }
            Input::Completed(typed, names) => self.completed(&typed, names),
            Input::Key(_) | Input::Click(..) => {}
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }
}

/// A path without its ending, and the format that the ending names.
fn named_format(path: &str) -> Option<(&str, usize)> {
    let (stem, ending) = path.rsplit_once('.')?;
    let known = |row: &FormatNames| row.ending.eq_ignore_ascii_case(ending);
    Some((stem, FORMATS.iter().position(known)?))
}

/// Row of the first format in a prompt so high.
const fn first_format(height: u16) -> u16 {
    if height < SIZE.1 { 1 } else { 2 }
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
