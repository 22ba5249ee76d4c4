//! The note on a listing, in one line; a longer one is written in the user's editor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::work::desk::DeskOrder;

/// Columns and rows inside the frame.
const SIZE: (u16, u16) = (66, 2);

/// The note on a listing.
#[derive(Debug)]
struct Note {
    id: String,
    title: String,
    text: Entry,
}

/// Opens the note on the chosen listing; one of several lines in the editor.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let Some(record) = screen.record() else {
        return Opening::Refused(shared.messages().nothing.listing.to_owned());
    };
    let text = screen.kept().map_or("", |kept| &kept.note);
    let mut entry = Entry::default();
    entry.set(text.lines().next().unwrap_or_default());
    let note = Note {
        id: record.id.clone(),
        title: record.title.clone(),
        text: entry,
    };
    if text.lines().count() > 1 {
        return Opening::Handed(vec![Effect::EditNote(note.id, text.to_owned())]);
    }
    Opening::of(note)
}

impl Overlay for Note {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let messages = &look.messages.desk;
        let area = frame::draw(buffer, SIZE, messages.note, messages.note_hint, look);
        let title = Line::new(&self.title, Role::Dim).fit(look.columns, usize::from(area.width));
        title.draw(buffer, area, look.columns, &look.theme);
        let below = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let (cursor, _) = self.text.draw(buffer, below, look.symbols.prompt, look);
        Some(cursor)
    }

    fn update(&mut self, input: Input, _: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Key(key) if self.text.key(key) => {}
            Input::Paste(text) => {
                self.text.paste(&text);
            }
            Input::Tab => {
                let text = self.text.text().to_owned();
                return Outcome::Close(vec![Effect::EditNote(self.id.clone(), text)]);
            }
            Input::Accept => {
                let (id, text) = (self.id.clone(), self.text.text().to_owned());
                return Outcome::Close(vec![Effect::Desk(DeskOrder::Note { id, text })]);
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }
}
