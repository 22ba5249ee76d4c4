//! What the mouse does on the search screen: everything it can do has a key, too.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::SearchScreen;
use crate::browser::event::Effect;
use crate::browser::panes::facets::Hit;
use crate::browser::panes::{chips, results};
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::layout::{Areas, Pane};
use crate::ui::scrolling::{Extent, NOTCH};

impl SearchScreen {
    /// Takes a mouse event.
    pub(super) fn mouse(&mut self, mouse: MouseEvent, shared: &mut Shared) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollUp => self.wheel(at, -1, shared),
            MouseEventKind::ScrollDown => self.wheel(at, 1, shared),
            MouseEventKind::Down(button) => {
                self.panes.held = None;
                return self.press(button, at, shared);
            }
            MouseEventKind::Drag(MouseButton::Left) => self.drag(at, shared),
            MouseEventKind::Up(_) => self.panes.held = None,
            _ => {}
        }
        Vec::new()
    }

    fn pane_at(&self, at: Position, shared: &Shared) -> Option<(Pane, Rect)> {
        let areas = self.areas(shared)?;
        areas.panes().find(|(_, area)| area.contains(at))
    }

    /// The wheel moves the pane below it, whichever has the focus.
    fn wheel(&mut self, at: Position, direction: isize, shared: &Shared) {
        match self.pane_at(at, shared) {
            Some((Pane::Facets, _)) => self.panes.facets.step(direction * NOTCH),
            Some((Pane::Results, _)) => self.panes.results.step(direction),
            Some((Pane::Listing, _)) => self.panes.listing.scroll(direction * NOTCH),
            None => {}
        }
    }

    fn press(&mut self, button: MouseButton, at: Position, shared: &mut Shared) -> Vec<Effect> {
        if button == MouseButton::Right && self.mark_at(at, shared) {
            return Vec::new();
        }
        shared.note = None;
        let areas = self.areas(shared).unwrap_or_default();
        if let Some(pane) = self.scrollbar_at(&areas, at, shared) {
            self.panes.held = Some(pane);
            self.drag(at, shared);
            return Vec::new();
        }
        if let Some((pane, area)) = self.pane_at(at, shared) {
            let inside = Position::new(at.x - area.x, at.y - area.y);
            return self.click_pane((pane, area), inside, button, shared);
        }
        self.click_frame(&areas, at, shared)
    }

    /// A click on what stands around the panes.
    fn click_frame(&mut self, areas: &Areas, at: Position, shared: &mut Shared) -> Vec<Effect> {
        if areas.chips.contains(at) {
            let column = at.x - areas.chips.x;
            let filters = &self.asked.filters;
            if let Some(place) = chips::removed_at(column, filters, shared.look()) {
                self.asked.filters.remove(place);
            }
        } else if areas.suggestion.contains(at) {
            return self.act(Action::Suggestion, shared);
        } else if areas.query.contains(at) {
            self.panes.focus = Pane::Results;
        } else if areas.heads.contains(at) {
            self.click_head(areas, at.x, shared);
        }
        Vec::new()
    }

    /// Goes to the pane below a heading; the results' own heading says their order, which a
    /// click changes.
    fn click_head(&mut self, areas: &Areas, column: u16, shared: &mut Shared) {
        let below = areas.panes().filter(|(_, area)| area.x <= column).last();
        let Some((pane, _)) = below else { return };
        if pane == Pane::Results && self.panes.focus == Pane::Results {
            self.sort(shared);
        }
        self.panes.focus = pane;
    }

    /// The pane whose scrollbar is at a place.
    fn scrollbar_at(&self, areas: &Areas, at: Position, shared: &Shared) -> Option<Pane> {
        let panes = areas.panes().map(|(pane, _)| pane);
        panes.into_iter().find(|pane| {
            let bar = areas.scrollbar(*pane);
            // The blanks beside it, too: one column is hard to hit.
            let beside = Rect {
                x: bar.x - 1,
                width: 3,
                ..bar
            };
            let extent = self.extent(areas, *pane, shared);
            beside.contains(at) && extent.thumb(bar.height).is_some()
        })
    }

    /// Which part of a pane is on screen.
    pub(super) fn extent(&self, areas: &Areas, pane: Pane, shared: &Shared) -> Extent {
        let area = areas.pane(pane);
        let no_hits = self.nothing_found() || shared.library.failure.is_some();
        match pane {
            Pane::Facets => self.panes.facets.extent(area),
            Pane::Results if no_hits => Extent::default(),
            Pane::Results => self.panes.results.extent(self.choices(), area),
            Pane::Listing => self.panes.listing.extent(area),
        }
    }

    /// Scrolls what the mouse holds the scrollbar of.
    fn drag(&mut self, at: Position, shared: &Shared) {
        let Some(pane) = self.panes.held else {
            return;
        };
        let areas = self.areas(shared).unwrap_or_default();
        let (area, bar) = (areas.pane(pane), areas.scrollbar(pane));
        let row = at.y.saturating_sub(bar.y).min(bar.height.saturating_sub(1));
        let extent = self.extent(&areas, pane, shared);
        let first = extent.first_at(row, bar.height);
        match pane {
            Pane::Facets => self.panes.facets.scroll_to(first, area),
            Pane::Results => self.panes.results.scroll_to(first, area),
            Pane::Listing => self.panes.listing.scroll_to(first),
        }
    }

    fn click_pane(
        &mut self,
        (pane, area): (Pane, Rect),
        inside: Position,
        button: MouseButton,
        shared: &mut Shared,
    ) -> Vec<Effect> {
        match pane {
            Pane::Facets => {
                self.panes.focus = Pane::Facets;
                match self.panes.facets.choose_at(inside.y, inside.x, area) {
                    Some(Hit::Branch) => self.panes.facets.turn(),
                    Some(Hit::Row) => return self.act(in_facets(button), shared),
                    None => {}
                }
            }
            Pane::Results => return self.click_result(inside.y, area, shared),
            Pane::Listing => {
                self.panes.focus = Pane::Listing;
                if self.panes.listing.choose_at(inside.y) {
                    return self.do_item_action(shared);
                }
            }
        }
        Vec::new()
    }

    /// Marks the result at a place, or takes its mark away; it is chosen then.
    fn mark_at(&mut self, at: Position, shared: &mut Shared) -> bool {
        let Some((Pane::Results, area)) = self.pane_at(at, shared) else {
            return false;
        };
        let place = self.panes.results.at(at.y - area.y, area);
        if self.nothing_found() || place >= self.choices() {
            return false;
        }
        self.panes.results.choose(place);
        self.settle_panes(shared);
        self.mark(shared);
        self.panes.results.choose(place);
        true
    }

    /// The first click chooses, the second opens.
    fn click_result(&mut self, row: u16, area: Rect, shared: &mut Shared) -> Vec<Effect> {
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
            return self.act(Action::Accept, shared);
        }
        Vec::new()
    }
}

/// What a button does to a value of the filters.
const fn in_facets(button: MouseButton) -> Action {
    match button {
        MouseButton::Left => Action::Toggle,
        MouseButton::Right => Action::Exclude,
        MouseButton::Middle => Action::Only,
    }
}
