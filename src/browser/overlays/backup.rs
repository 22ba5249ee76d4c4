//! The prompt for the file of a backup.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::laid_text::wrapped;
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::theme::Role;
use crate::work::day::today_here;

/// Columns and rows: the path, what is wrong with it or what is written.
const SIZE: (u16, u16) = (70, 4);

/// Asks for the file of a backup.
#[derive(Debug)]
struct BackupPrompt {
    entry: Entry,
    /// Files that are there and begin as what was typed.
    there: Vec<String>,
}

/// Opens the prompt, with a name that says the day.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    let name = format!("qiao-{}.backup", today_here());
    let mut entry = Entry::default();
    entry.set(&*name);
    let prompt = BackupPrompt {
        entry,
        there: Vec::new(),
    };
    Opening::wanting(prompt, vec![Effect::Complete(name)])
}

impl BackupPrompt {
    fn is_taken(&self) -> bool {
        self.there.iter().any(|name| name == self.entry.text())
    }

    /// Asks which files are there that begin as what is typed.
    fn ask(&self) -> Outcome {
        Outcome::Want(vec![Effect::Complete(self.entry.text().to_owned())])
    }

    /// Writes the file where one is named that is not there yet.
    fn accept(&self, shared: &mut Shared) -> Outcome {
        let path = self.entry.text().trim();
        if path.is_empty() || path.ends_with(std::path::MAIN_SEPARATOR) || self.is_taken() {
            return Outcome::Stay;
        }
        shared.say(shared.messages().desk.backing_up);
        Outcome::Close(vec![Effect::Backup(PathBuf::from(path))])
    }
}

impl Overlay for BackupPrompt {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let (desk, files) = (&look.messages.desk, &look.messages.files);
        let area = frame::draw(buffer, SIZE, desk.backup, desk.backup_hint, look);
        let (cursor, below) = self.entry.draw(buffer, area, files.path, look);
        let (words, role) = if self.is_taken() {
            (files.taken, Role::Warning)
        } else {
            (desk.backup_help, Role::Dim)
        };
        let lines = wrapped(words, role, usize::from(below.width), look);
        for (line, row) in lines.iter().zip(below.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
        Some(cursor)
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Accept => return self.accept(shared),
            Input::Key(key) if self.entry.key(key) => return self.ask(),
            Input::Paste(text) => {
                self.entry.paste(text.trim().trim_matches(['\'', '"']));
                return self.ask();
            }
            Input::Completed(typed, names) if typed == self.entry.text() => {
                self.there = names;
            }
            Input::Key(_) | Input::Click(..) | Input::Step(_) | Input::Tab => {}
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }
}
