//! A text to be read: a report, what became of an edit.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::laid_text::{LaidText, framed_width, wrapped};
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::scrolling::Extent;
use crate::ui::theme::Role;

/// A text to be read.
#[derive(Debug)]
pub(crate) struct Reading {
    title: String,
    text: String,
    laid: LaidText,
}

impl Reading {
    /// A text under a title.
    pub(crate) fn new(title: &str, text: &str) -> Self {
        Self {
            title: title.to_owned(),
            text: text.to_owned(),
            laid: LaidText::default(),
        }
    }
}

/// Opens what the last import or export has to say.
pub(super) fn open(shared: &mut Shared, _: &dyn Screen) -> Opening {
    match &shared.library.report {
        Some((title, text)) => Opening::of(Reading::new(title, text)),
        None => Opening::Refused(shared.messages().files.no_report.to_owned()),
    }
}

impl Overlay for Reading {
    fn size(&self) -> (u16, u16) {
        self.laid.size()
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        self.laid.draw_framed(buffer, &self.title, shared.look());
        None
    }

    fn update(&mut self, input: Input, _: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            // A report may open while the user types: typing always searches.
            Input::Key(key) if key.writes() => Outcome::Type(key),
            input => self.laid.update(&input),
        }
    }

    fn settle(&mut self, shared: &Shared) {
        let text = &self.text;
        self.laid.settle(shared, |window| {
            wrapped(text, Role::Plain, framed_width(window), shared.look())
        });
    }

    fn extent(&self, rows: u16) -> Extent {
        self.laid.extent(rows)
    }

    fn scroll_to(&mut self, first: usize, _: u16) {
        self.laid.scroll_to(first);
    }
}
