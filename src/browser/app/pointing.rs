//! What the mouse does: everything it can do has a key, too.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::browser::app::{App, Held};
use crate::browser::event::Effect;
use crate::browser::panes::facets::Hit;
use crate::browser::panes::{chips, results, status};
use crate::ui::action::Action;
use crate::ui::layout::{Pane, Screen};
use crate::ui::scrolling::Extent;

/// Lines that one notch of the wheel moves.
const NOTCH: isize = 3;

impl App {
    /// Takes a mouse event.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollUp => self.wheel(at, -1),
            MouseEventKind::ScrollDown => self.wheel(at, 1),
            MouseEventKind::Down(button) => {
                self.panes.held = None;
                let in_facets = match button {
                    MouseButton::Left => Action::Toggle,
                    MouseButton::Right => Action::Exclude,
                    MouseButton::Middle => Action::Only,
                };
                let marks = button == MouseButton::Right && self.popup.is_none();
                if marks && self.mark_at(at) {
                    return Vec::new();
                }
                return self.click(at, in_facets);
            }
            MouseEventKind::Drag(MouseButton::Left) => self.drag(at),
            MouseEventKind::Up(_) => self.panes.held = None,
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
        if self.is_on_tour(at) {
            return self.act_in_panes(Action::Tour);
        }
        if self.popup.is_some() {
            return self.click_in_popup(at);
        }
        let screen = self.screen().unwrap_or_default();
        if let Some(pane) = self.scrollbar_at(&screen, at) {
            self.panes.held = Some(Held::Pane(pane));
            self.drag(at);
            return Vec::new();
        }
        if let Some((pane, area)) = self.pane_at(at) {
            let inside = Position::new(at.x - area.x, at.y - area.y);
            return self.click_pane(pane, inside, area, in_facets);
        }
        self.click_frame(&screen, at)
    }

    /// A click on what stands around the panes.
    fn click_frame(&mut self, screen: &Screen, at: Position) -> Vec<Effect> {
        if screen.chips.contains(at) {
            let column = at.x - screen.chips.x;
            let filters = &self.asked.filters;
            if let Some(place) = chips::removed_at(column, filters, &self.setting.look) {
                self.asked.filters.remove(place);
            }
        } else if screen.suggestion.contains(at) {
            return self.act(Action::Suggestion);
        } else if screen.query.contains(at) {
            self.panes.focus = Pane::Results;
        } else if screen.status.contains(at) {
            return self.click_hint(at.x);
        } else if screen.heads.contains(at) {
            self.click_head(screen, at.x);
        }
        Vec::new()
    }

    /// Carries out the hint at a column of the bottom line.
    fn click_hint(&mut self, column: u16) -> Vec<Effect> {
        let (actions, hints) = self.hints();
        let width = self.room_of_hints();
        let place = status::hint_at(&hints, width, self.setting.look.columns, column);
        let action = place.and_then(|place| actions.get(place).copied());
        action.map_or_else(Vec::new, |action| self.act(action))
    }

    /// Goes to the pane below a heading; the results' own heading says their order, which a
    /// click changes.
    fn click_head(&mut self, screen: &Screen, column: u16) {
        let below = screen.panes().filter(|(_, area)| area.x <= column).last();
        let Some((pane, _)) = below else { return };
        if pane == Pane::Results && self.panes.focus == Pane::Results {
            self.sort();
        }
        self.panes.focus = pane;
    }

    /// The pane whose scrollbar is at a place.
    fn scrollbar_at(&self, screen: &Screen, at: Position) -> Option<Pane> {
        let panes = screen.panes().map(|(pane, _)| pane);
        panes.into_iter().find(|pane| {
            let bar = screen.scrollbar(*pane);
            // The blanks beside it, too: one column is hard to hit.
            let beside = Rect {
                x: bar.x - 1,
                width: 3,
                ..bar
            };
            beside.contains(at) && self.extent(screen, *pane).thumb(bar.height).is_some()
        })
    }

    /// Which part of a pane is on screen.
    pub(super) fn extent(&self, screen: &Screen, pane: Pane) -> Extent {
        let area = screen.pane(pane);
        match pane {
            Pane::Facets => self.panes.facets.extent(area),
            Pane::Results if self.nothing_found() || self.library.failure.is_some() => {
                Extent::default()
            }
            Pane::Results => self.panes.results.extent(self.choices(), area),
            Pane::Listing => self.panes.listing.extent(area),
        }
    }

    /// Scrolls what the mouse holds the scrollbar of.
    pub(super) fn drag(&mut self, at: Position) {
        let pane = match self.panes.held {
            Some(Held::Pane(pane)) => pane,
            Some(Held::Popup) => return self.drag_in_popup(at),
            None => return,
        };
        let screen = self.screen().unwrap_or_default();
        let (area, bar) = (screen.pane(pane), screen.scrollbar(pane));
        let row = at.y.saturating_sub(bar.y).min(bar.height.saturating_sub(1));
        let first = self.extent(&screen, pane).first_at(row, bar.height);
        match pane {
            Pane::Facets => self.panes.facets.scroll_to(first, area),
            Pane::Results => self.panes.results.scroll_to(first, area),
            Pane::Listing => self.panes.listing.scroll_to(first),
        }
    }

    fn click_pane(
        &mut self,
        pane: Pane,
        inside: Position,
        area: Rect,
        in_facets: Action,
    ) -> Vec<Effect> {
        match pane {
            Pane::Facets => {
                self.panes.focus = Pane::Facets;
                match self.panes.facets.choose_at(inside.y, inside.x, area) {
                    Some(Hit::Branch) => self.panes.facets.turn(),
                    Some(Hit::Row) => return self.act(in_facets),
                    None => {}
                }
            }
            Pane::Results => return self.click_result(inside.y, area),
            Pane::Listing => {
                self.panes.focus = Pane::Listing;
                if self.panes.listing.choose_at(inside.y) {
                    return self.do_deed();
                }
            }
        }
        Vec::new()
    }

    /// Marks the result at a place, or takes its mark away; it is chosen then.
    fn mark_at(&mut self, at: Position) -> bool {
        let Some((Pane::Results, area)) = self.pane_at(at) else {
            return false;
        };
        let place = self.panes.results.at(at.y - area.y, area);
        if self.nothing_found() || place >= self.choices() {
            return false;
        }
        self.panes.results.choose(place);
        self.settle();
        self.mark();
        self.panes.results.choose(place);
        true
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
