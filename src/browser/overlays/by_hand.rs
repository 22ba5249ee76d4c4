//! A text to be selected with the terminal's own means, which has the mouse meanwhile.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::laid_text::{LaidText, wrapped};
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::listing::fields;
use crate::ui::text::{self, Line};
use crate::ui::theme::Role;

/// Text without a frame, from the left edge: nothing else is selected along with it.
#[derive(Debug)]
pub(crate) struct ByHand {
    title: String,
    text: String,
    laid: LaidText,
}

impl ByHand {
    /// Opens a text, and leaves the mouse to the terminal.
    pub(crate) fn open(text: &str, shared: &Shared) -> Opening {
        let messages = shared.messages();
        let by_hand = Self {
            title: format!("{} ({})", messages.copy.by_hand, messages.general.close),
            text: text.to_owned(),
            laid: LaidText::default(),
        };
        Opening::of(by_hand)
    }
}

/// Opens all that is shown of the chosen listing.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let record = screen.record();
    shared.warn_of(record);
    let text = record.map(|record| fields::text(record, shared.look()));
    ByHand::open(&text.unwrap_or_default(), shared)
}

impl Overlay for ByHand {
    /// All of the window, whatever its size.
    fn size(&self) -> (u16, u16) {
        (u16::MAX, u16::MAX)
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        text::clear(buffer, buffer.area);
        let title = Line::new(&self.title, Role::Dim);
        title.draw(buffer, buffer.area, look.columns, &look.theme);
        self.laid.draw(buffer, below_title(buffer.area), look);
        None
    }

    fn update(&mut self, input: Input, _: &mut Shared, _: &dyn Screen) -> Outcome {
        self.laid.update(&input)
    }

    fn settle(&mut self, shared: &Shared) {
        let text = &self.text;
        self.laid.settle(shared, |window| {
            wrapped(text, Role::Plain, usize::from(window), shared.look())
        });
    }

    fn leaves_mouse(&self) -> bool {
        true
    }
}

/// The room below the title.
const fn below_title(area: Rect) -> Rect {
    let used = if area.height > 4 { 2 } else { 1 };
    Rect {
        y: area.y + used,
        height: area.height.saturating_sub(used),
        ..area
    }
}
