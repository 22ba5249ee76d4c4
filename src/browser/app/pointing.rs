//! The mouse: whether it is the tour, the overlay, the bottom line or the screen that it points at.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::App;
use crate::browser::event::Effect;
use crate::browser::overlays;
use crate::browser::screens::{Input, ScreenName};
use crate::ui::action::Action;
use crate::ui::layout;
use crate::ui::scrolling::NOTCH;

impl App {
    /// Takes a mouse event.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        let pressed = matches!(mouse.kind, MouseEventKind::Down(_));
        if pressed && self.is_on_tour(at) {
            self.shared.note = None;
            self.tour();
            return Vec::new();
        }
        if self.open.is_some() {
            return self.mouse_in_overlay(mouse.kind, at);
        }
        if pressed && layout::status(self.shared.room()).contains(at) {
            self.shared.note = None;
            return self.click_hint(at.x);
        }
        let left = mouse.kind == MouseEventKind::Down(MouseButton::Left);
        if let Some(action) = self.screens.name_at(at, &self.shared).filter(|_| left) {
            return self.act(action);
        }
        // The first click chooses a row, the second opens it.
        let is_again = match self.screens.at {
            ScreenName::Search => false,
            ScreenName::Desk => self.screens.desk.is_on_chosen(at, &self.shared),
            ScreenName::Statistics => self.screens.statistics.is_on_chosen(at, &self.shared),
        };
        if left && is_again {
            return self.act(Action::Accept);
        }
        self.update_screen(Input::Mouse(mouse))
    }

    fn mouse_in_overlay(&mut self, kind: MouseEventKind, at: Position) -> Vec<Effect> {
        match kind {
            MouseEventKind::ScrollUp => self.update_overlay(overlays::Input::Step(-NOTCH)),
            MouseEventKind::ScrollDown => self.update_overlay(overlays::Input::Step(NOTCH)),
            MouseEventKind::Down(_) => {
                self.shared.note = None;
                self.click_in_overlay(at)
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                self.drag_in_overlay(at);
                Vec::new()
            }
            MouseEventKind::Up(_) => {
                self.release_overlay();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
