//! Lines of text that are scrolled, laid out anew where the window or the language is another.

use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::{Input, Outcome};
use crate::browser::shared::Shared;
use crate::ui::frame;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::ui::wrap;

/// Columns of text in a frame.
pub(super) const WIDTH: u16 = 84;

/// Lines of text, and the first of them that is on screen.
#[derive(Debug, Default)]
pub(super) struct LaidText {
    /// Width of the window and language that the lines are for.
    laid_for: Option<(u16, Language)>,
    lines: Vec<Line>,
    top: usize,
}

impl LaidText {
    /// Lays the text out anew where the window has another width, or the language is another.
    /// `lay` makes lines of a window's width.
    pub(super) fn settle(&mut self, shared: &Shared, lay: impl FnOnce(u16) -> Vec<Line>) {
        let window = shared.setting.window.width;
        if self.laid_for != Some((window, shared.language())) {
            self.laid_for = Some((window, shared.language()));
            self.lines = lay(window);
        }
    }

    /// Scrolls.
    pub(super) fn update(&mut self, input: &Input) -> Outcome {
        let by = match input {
            Input::Step(by) => *by,
            Input::Key(key) if key.code == KeyCode::Home => isize::MIN,
            Input::Key(key) if key.code == KeyCode::End => isize::MAX,
            _ => return Outcome::Pass,
        };
        let last = self.lines.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(by).min(last);
        Outcome::Stay
    }

    /// Columns and rows in a frame.
    pub(super) fn size(&self) -> (u16, u16) {
        (WIDTH, columns(self.lines.len()))
    }

    /// Which lines are on screen in `rows` rows.
    pub(super) fn extent(&self, rows: u16) -> Extent {
        let shown = usize::from(rows);
        Extent {
            first: self.top.min(self.lines.len().saturating_sub(shown)),
            shown,
            all: self.lines.len(),
        }
    }

    /// Shows the lines from a place on.
    pub(super) const fn scroll_to(&mut self, first: usize) {
        self.top = first;
    }

    /// Draws the lines in an area.
    pub(super) fn draw(&self, buffer: &mut Buffer, area: Rect, look: &Presentation) {
        let first = self.extent(area.height).first;
        for (line, row) in self.lines.iter().skip(first).zip(area.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }

    /// Draws the lines in a frame, whose lower edge says how to scroll or close.
    pub(super) fn draw_framed(&self, buffer: &mut Buffer, title: &str, look: &Presentation) {
        let general = &look.messages.general;
        let size = self.size();
        let more = buffer.area.height < size.1.saturating_add(2);
        let hint = if more { general.scroll } else { general.close };
        self.draw_hinted(buffer, title, hint, look);
    }

    /// The same with what its lower edge says.
    pub(super) fn draw_hinted(
        &self,
        buffer: &mut Buffer,
        title: &str,
        hint: &str,
        look: &Presentation,
    ) {
        let area = frame::draw(buffer, self.size(), title, hint, look);
        self.draw(buffer, area, look);
    }
}

/// Columns of text in the frame of a window so wide.
pub(super) fn framed_width(window: u16) -> usize {
    usize::from(window.saturating_sub(4).min(WIDTH))
}

/// A text in lines of a width.
pub(super) fn wrapped(text: &str, role: Role, width: usize, look: &Presentation) -> Vec<Line> {
    let ranges = wrap::wrap(look.columns, text, width).into_iter();
    ranges
        .map(|range| Line::new(text.get(range).unwrap_or(""), role))
        .collect()
}
