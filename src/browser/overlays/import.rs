//! The prompt for a file to import, with the names that complete what is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::import_look::LookPane;
use super::path_entry::PathEntry;
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::fill;
use crate::ui::action::Action;
use crate::ui::frame;
use crate::ui::keymap::Place;
use crate::ui::scrolling::Extent;
use crate::work::import::LookOrder;

/// Columns and rows: the path and file names.
const SIZE: (u16, u16) = (70, 9);

/// Asks for a file to import.
#[derive(Debug)]
struct ImportPrompt {
    path: PathEntry,
}

/// Opens the prompt, unless an import is running. A path that failed stands in it, to be mended.
pub(super) fn open(shared: &mut Shared, _: &dyn Screen) -> Opening {
    if shared.library.importing.is_some() {
        let key = shared.key_or_name(Place::Popup, Action::StopImport);
        return Opening::Refused(fill(shared.messages().files.busy, &[("key", &key)]));
    }
    let path = shared.library.failed_path.take().unwrap_or_default();
    let prompt = ImportPrompt {
        path: PathEntry::of(&path),
    };
    Opening::wanting(prompt, vec![Effect::Complete(path)])
}

impl ImportPrompt {
    fn accept(&mut self, shared: &mut Shared) -> Outcome {
        let Some(path) = self.path.chosen() else {
            return self.path.ask();
        };
        // Where the user turns back, it stands in the prompt again.
        shared.library.failed_path = Some(path.display().to_string());
        let order = LookOrder::new(path, shared.language());
        let look = Box::new(LookPane::reading(&order));
        Outcome::Open(look, vec![Effect::Look(order)])
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
        Some(self.path.draw(buffer, area, look.symbols.prompt, look))
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        if self.path.is_taken_by(&input) {
            return self.accept(shared);
        }
        self.path.update(input)
    }

    fn extent(&self, rows: u16) -> Extent {
        self.path.extent(rows)
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        self.path.scroll_to(first, rows);
    }
}
