//! The filters: every facet's values with live counts; trees for coded vocabularies.

use std::collections::HashSet;

use qiao_index::search::{Facet, Filter, Page};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::facet_rows::{self, Row, RowKey};
use crate::entry::Entry;
use crate::keymap::Key;
use crate::look::Look;
use crate::messages::grouped;
use crate::text::{Line, columns};
use crate::theme::Role;

/// So many rows below the chosen one are on screen: what it opens is seen.
const BELOW: usize = 4;

/// What of the facets is open.
#[derive(Debug)]
pub(crate) struct Openings {
    /// Headings whose values are shown.
    pub(crate) facets: HashSet<Facet>,
    /// Facets of which all values are shown.
    pub(crate) all: HashSet<Facet>,
    /// Tree values whose children are shown.
    pub(crate) branches: HashSet<(Facet, String)>,
}

impl Default for Openings {
    fn default() -> Self {
        let first = [
            Facet::Kind,
            Facet::Field,
            Facet::Institution,
            Facet::Region,
            Facet::Stage,
        ];
        Self {
            facets: first.into(),
            all: HashSet::new(),
            branches: HashSet::new(),
        }
    }
}

/// The pane of filters.
#[derive(Debug, Default)]
pub(crate) struct FacetsPane {
    openings: Openings,
    narrow: Entry,
    rows: Vec<Row>,
    selected: usize,
    top: usize,
}

impl FacetsPane {
    /// Lays out the rows anew; the chosen row stays the same one as long as it is there.
    pub(crate) fn settle(
        &mut self,
        page: Option<&Page>,
        filters: &[Filter],
        area: Rect,
        look: &Look,
    ) {
        let key = self.rows.get(self.selected).map(|row| row.key.clone());
        let facets = page.map_or(&[][..], |page| &page.facets);
        self.rows = facet_rows::rows(facets, filters, &self.openings, self.narrow.text(), look);
        let again = key.and_then(|key| self.rows.iter().position(|row| row.key == key));
        self.selected = again
            .unwrap_or(self.selected)
            .min(self.rows.len().saturating_sub(1));
        let visible = usize::from(self.list(area).height).max(1);
        self.top = self
            .top
            .min(self.selected)
            .max((self.selected + 1 + BELOW.min(visible / 4)).saturating_sub(visible))
            .min(self.rows.len().saturating_sub(visible.min(self.rows.len())));
    }

    /// The part of the area with the values: the rest is the text that narrows them.
    fn list(&self, area: Rect) -> Rect {
        let room = area.height >= 6 || !self.narrow.is_empty();
        let used = u16::from(room).min(area.height);
        Rect {
            y: area.y + used,
            height: area.height - used,
            ..area
        }
    }

    /// Chooses the row that is so many below the chosen one.
    pub(crate) fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by);
    }

    /// Chooses the row at this row of the area; false where there is none.
    pub(crate) fn choose_at(&mut self, row: u16, area: Rect) -> bool {
        let list = self.list(area);
        let Some(row) = (area.y + row).checked_sub(list.y) else {
            return false;
        };
        let place = self.top + usize::from(row);
        let there = place < self.rows.len();
        if there {
            self.selected = place;
        }
        there
    }

    /// The filter that choosing the row would set or remove; headings and "more" open instead.
    pub(crate) fn toggle(&mut self) -> Option<(Facet, String)> {
        let key = self.rows.get(self.selected)?.key.clone();
        match key {
            RowKey::Heading(facet) => {
                flip(&mut self.openings.facets, facet);
                None
            }
            RowKey::More(facet) => {
                flip(&mut self.openings.all, facet);
                None
            }
            RowKey::Value(facet, value) => Some((facet, value)),
        }
    }

    /// Opens the branch or heading under the cursor.
    pub(crate) fn expand(&mut self) {
        match self.rows.get(self.selected).map(|row| row.key.clone()) {
            Some(RowKey::Heading(facet)) => {
                self.openings.facets.insert(facet);
            }
            Some(RowKey::More(facet)) => {
                self.openings.all.insert(facet);
            }
            Some(RowKey::Value(facet, value)) => {
                self.openings.branches.insert((facet, value));
            }
            None => {}
        }
    }

    /// Closes the branch under the cursor, else goes to what it hangs from, else closes that.
    pub(crate) fn collapse(&mut self) {
        let Some(row) = self.rows.get(self.selected) else {
            return;
        };
        let closed = match row.key.clone() {
            RowKey::Heading(facet) => self.openings.facets.remove(&facet),
            RowKey::More(facet) => self.openings.all.remove(&facet),
            RowKey::Value(facet, value) => self.openings.branches.remove(&(facet, value)),
        };
        if !closed {
            let depth = row.depth;
            let mut above = self.rows.iter().take(self.selected);
            let parent = above.rposition(|other| other.depth < depth);
            self.selected = parent.unwrap_or(self.selected);
        }
    }

    /// Takes a key that is no command: it narrows the values.
    pub(crate) fn key(&mut self, key: Key) {
        if self.narrow.key(key) {
            self.selected = 0;
        }
    }

    /// Takes a pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        self.narrow.paste(text);
        self.selected = 0;
    }

    /// Shows all values again; false where nothing narrowed them.
    pub(crate) fn widen(&mut self) -> bool {
        let narrowed = !self.narrow.is_empty();
        self.narrow = Entry::default();
        narrowed
    }

    /// Draws the values; returns where the cursor of the narrowing text stands.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        focused: bool,
        look: &Look,
    ) -> Option<Position> {
        let list = self.list(area);
        for (row, place) in self.rows.iter().skip(self.top).zip(list.rows()) {
            draw_row(buffer, place, row, look);
        }
        if self.rows.is_empty() && !self.narrow.is_empty() {
            let words = Line::new(look.messages.panes.no_value, Role::Dim);
            words.fit(look.columns, usize::from(list.width)).draw(
                buffer,
                list,
                look.columns,
                &look.theme,
            );
        }
        let chosen = (self.selected - self.top.min(self.selected)).min(usize::from(u16::MAX));
        if focused && !self.rows.is_empty() && chosen < usize::from(list.height) {
            let row = Rect {
                y: list.y + columns(chosen),
                height: 1,
                ..list
            };
            buffer.set_style(row, look.theme.style(Role::Selected));
        }
        self.draw_narrow(buffer, area, look).filter(|_| focused)
    }

    fn draw_narrow(&self, buffer: &mut Buffer, area: Rect, look: &Look) -> Option<Position> {
        if self.list(area) == area {
            return None;
        }
        let label = Line::new(look.messages.panes.narrow, Role::Dim);
        let used = label.draw(buffer, area, look.columns, &look.theme);
        let room = usize::from(area.width.saturating_sub(used));
        let (text, column) = self.narrow.view(look.columns, room);
        let at = Position::new(area.x + used, area.y);
        look.columns
            .put(buffer, at, room, text, look.theme.style(Role::Plain));
        Some(Position::new(at.x + columns(column), at.y))
    }
}

fn flip(set: &mut HashSet<Facet>, facet: Facet) {
    if !set.remove(&facet) {
        set.insert(facet);
    }
}

/// One row: mark, branch, words from the left; the count at the right.
fn draw_row(buffer: &mut Buffer, area: Rect, row: &Row, look: &Look) {
    let count = row.count.map(grouped).unwrap_or_default();
    let right = look.columns.width(&count);
    let mut line = Line::new(row.lead(look.symbols), Role::Accent);
    let role = match row.key {
        RowKey::Heading(_) => Role::Heading,
        RowKey::More(_) => Role::Dim,
        RowKey::Value(..) => Role::Plain,
    };
    line.push(&row.text, role);
    let room = usize::from(area.width).saturating_sub(right + 1);
    line.fit(look.columns, room)
        .draw(buffer, area, look.columns, &look.theme);
    let place = Position::new(area.right().saturating_sub(columns(right)), area.y);
    let style = look.theme.style(Role::Dim);
    look.columns.put(buffer, place, right, &count, style);
}
