//! How far a sync has come; it goes on in the background where the user wants that.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Input, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::panes::status::reading;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::frame;
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// Columns and rows.
const SIZE: (u16, u16) = (56, 2);

/// How far a sync has come.
#[derive(Debug)]
pub(super) struct Progress {
    /// What is read.
    name: String,
}

impl Progress {
    /// The progress of reading something.
    pub(super) const fn of(name: String) -> Self {
        Self { name }
    }
}

impl Overlay for Progress {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let messages = &look.messages.library;
        let area = frame::draw(buffer, SIZE, messages.syncing, messages.syncing_hint, look);
        let part = shared.library.importing.unwrap_or_default();
        let lines = [
            Line::new(&self.name, Role::Plain),
            Line::new(reading(part, look.messages), Role::Accent),
        ];
        for (line, row) in lines.into_iter().zip(area.rows()) {
            line.fit(look.columns, usize::from(row.width)).draw(
                buffer,
                row,
                look.columns,
                &look.theme,
            );
        }
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Act(Action::Back | Action::StopImport) => {
                shared.say(shared.messages().library.stopping);
                Outcome::Close(vec![Effect::StopImport])
            }
            Input::Ended => Outcome::Close(Vec::new()),
            _ => Outcome::Pass,
        }
    }
}
