//! What the mouse does: everything it can do has a key, too.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::action::Action;
use crate::app::App;
use crate::event::Effect;
use crate::layout::Pane;
use crate::panes::{chips, results};

/// Lines that one notch of the wheel moves.
const NOTCH: isize = 3;

impl App {
    /// Takes a mouse event.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollUp => self.wheel(at, -1),
            MouseEventKind::ScrollDown => self.wheel(at, 1),
            MouseEventKind::Down(MouseButton::Left) => return self.click(at, Action::Toggle),
            MouseEventKind::Down(MouseButton::Right) => return self.click(at, Action::Exclude),
            _ => {}
        }
        Vec::new()
    }

    fn pane_at(&self, at: Position) -> Option<(Pane, Rect)> {
        let screen = self.screen()?;
        screen.panes().find(|(_, area)| area.contains(at))
    }

    /// The wheel moves the pane below it, whichever has the focus.
    fn wheel(&mut self, at: Position, direction: isize) {
        if self.popup.is_some() {
            self.wheel_in_popup(direction * NOTCH);
            return;
        }
        match self.pane_at(at) {
            Some((Pane::Facets, _)) => self.panes.facets.step(direction * NOTCH),
            Some((Pane::Results, _)) => self.panes.results.step(direction),
            Some((Pane::Listing, _)) => self.panes.listing.scroll(direction * NOTCH),
            None => {}
        }
    }

    fn click(&mut self, at: Position, in_facets: Action) -> Vec<Effect> {
        self.note = None;
        if self.popup.is_some() {
            return self.click_in_popup(at);
        }
        if let Some((pane, area)) = self.pane_at(at) {
            return self.click_pane(pane, at.y - area.y, area, in_facets);
        }
        let screen = self.screen().unwrap_or_default();
        if screen.chips.contains(at) {
            let column = at.x - screen.chips.x;
            let filters = &self.asked.filters;
            if let Some(place) = chips::removed_at(column, filters, &self.setting.look) {
                self.asked.filters.remove(place);
            }
        } else if screen.query.contains(at) {
            self.panes.focus = Pane::Results;
        }
        Vec::new()
    }

    fn click_pane(&mut self, pane: Pane, row: u16, area: Rect, in_facets: Action) -> Vec<Effect> {
        match pane {
            Pane::Facets => {
                self.panes.focus = Pane::Facets;
                if self.panes.facets.choose_at(row, area) {
                    return self.act(in_facets);
                }
            }
            Pane::Results => return self.click_result(row, area),
            Pane::Listing => self.panes.focus = Pane::Listing,
        }
        Vec::new()
    }

    /// The first click chooses, the second opens.
    fn click_result(&mut self, row: u16, area: Rect) -> Vec<Effect> {
        let place = if self.nothing_found() {
            row.checked_sub(results::first_way(area)).map(usize::from)
        } else {
            Some(self.panes.results.at(row, area))
        };
        let Some(place) = place.filter(|place| *place < self.choices()) else {
            return Vec::new();
        };
        let again = self.panes.results.selected() == place && self.panes.focus == Pane::Results;
        self.panes.focus = Pane::Results;
        self.panes.results.choose(place);
        if again {
            return self.act(Action::Accept);
        }
        Vec::new()
    }
}
