//! The whole screen. Drawing only reads.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{App, Open};
use crate::browser::panes::{status, which_key};
use crate::browser::shared::Setting;
use crate::messages::fill;
use crate::ui::keymap::sequence;
use crate::ui::layout::{self, SMALLEST};
use crate::ui::text::Line;
use crate::ui::theme::Role;

impl App {
    /// Draws everything; returns where the terminal's cursor belongs.
    pub(crate) fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let status = layout::status(self.shared.room());
        if status.is_empty() {
            self.draw_too_small(buffer);
            return None;
        }
        let cursor = self.screens.current().draw(buffer, &self.shared);
        let (left, right) = (self.status(), self.library_line());
        status::draw(buffer, status, left, &right, self.shared.look());
        let cursor = match &self.open {
            None => cursor,
            Some(open) => self.draw_overlay(buffer, open),
        };
        self.draw_guide(buffer);
        cursor
    }

    fn draw_too_small(&self, buffer: &mut Buffer) {
        let look = self.shared.look();
        let (width, height) = SMALLEST;
        let values = [
            ("columns", &*width.to_string()),
            ("rows", &*height.to_string()),
        ];
        let words = fill(look.messages.nothing.small, &values);
        let area = buffer.area;
        let words = if look.columns.fits(&words, usize::from(area.width)) {
            words
        } else {
            format!("≥ {width}×{height}")
        };
        Line::new(words, Role::Plain)
            .fit(look.columns, usize::from(area.width))
            .draw(buffer, area, look.columns, &look.theme);
    }

    fn draw_overlay(&self, buffer: &mut Buffer, open: &Open) -> Option<Position> {
        let screen = self.screens.current();
        let cursor = open.overlay.draw(buffer, &self.shared, screen);
        let (bar, extent) = open.scrollbar(buffer.area);
        extent.draw(buffer, bar, true, self.shared.look());
        cursor
    }

    /// How the keys that have been pressed can go on, else what the tour asks for.
    fn draw_guide(&self, buffer: &mut Buffer) {
        let Setting { keymap, look, .. } = &self.shared.setting;
        if !self.pressed.is_empty() {
            let pressed = format!("{} …", sequence(&self.pressed));
            which_key::draw(buffer, &pressed, &self.continuations(), look);
        } else if let Some(tour) = &self.shared.tour {
            tour.draw(buffer, self.overlay_area(), keymap, look);
        }
    }
}
