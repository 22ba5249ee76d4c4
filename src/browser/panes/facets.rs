//! The filters: every facet's values with live counts; trees for coded vocabularies.

mod bars;
mod row;
mod rows;
mod values;
mod years;

use std::collections::HashSet;

use qiao_index::request::{Facet, Filter};
use qiao_index::search::Page;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::messages::grouped;
use crate::ui::entry::Entry;
use crate::ui::keymap::Key;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;
use crate::ui::wrap;
use bars::{draw_row, words};
pub(crate) use row::Branch;
use row::{Row, RowKey, Tail};
use rows::Openings;

/// Rows below the chosen one that are kept on screen: what it opens is seen.
const ROWS_BELOW_CHOSEN: usize = 4;

/// What a click in the pane has hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hit {
    /// The mark that opens and closes what hangs below a row.
    Branch,
    /// A row.
    Row,
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
        look: &Presentation,
    ) {
        let key = self.rows.get(self.selected).map(|row| row.key.clone());
        let facets = page.map_or(&[][..], |page| &page.facets);
        self.rows = rows::rows(facets, filters, &self.openings, self.narrow.text(), look);
        if page.is_some_and(|page| page.uncounted) {
            for row in &mut self.rows {
                row.tail = row.tail.uncounted();
            }
        }
        let again = key.and_then(|key| self.rows.iter().position(|row| row.key == key));
        self.selected = again
            .unwrap_or(self.selected)
            .min(self.rows.len().saturating_sub(1));
        let visible = usize::from(self.list(area).height).max(1);
        self.top = self
            .top
            .min(self.selected)
            .max((self.selected + 1 + ROWS_BELOW_CHOSEN.min(visible / 4)).saturating_sub(visible))
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

    /// Shows the facets from the first on.
    pub(crate) const fn back_to_top(&mut self) {
        self.selected = 0;
        self.top = 0;
    }

    /// Chooses the row `by` below the chosen one.
    pub(crate) fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by);
    }

    /// Which rows are on screen.
    pub(crate) fn extent(&self, area: Rect) -> Extent {
        Extent {
            first: self.top,
            shown: usize::from(self.list(area).height),
            all: self.rows.len(),
        }
    }

    /// Shows the rows from a place on; the chosen one goes along.
    pub(crate) fn scroll_to(&mut self, first: usize, area: Rect) {
        let shown = usize::from(self.list(area).height).max(1);
        self.top = first;
        // What is below the chosen row stays on screen, too.
        let last = first + shown - 1 - ROWS_BELOW_CHOSEN.min(shown / 4);
        self.selected = self.selected.clamp(first, last.max(first));
    }

    /// Chooses the row at this row and column of the area; what was hit, if anything.
    pub(crate) fn choose_at(&mut self, row: u16, column: u16, area: Rect) -> Option<Hit> {
        let list = self.list(area);
        let row = (area.y + row).checked_sub(list.y)?;
        let place = self.top + usize::from(row);
        let hit = self.rows.get(place)?;
        self.selected = place;
        Some(if hit.is_branch_at(usize::from(column)) {
            Hit::Branch
        } else {
            Hit::Row
        })
    }

    /// Opens the branch under the cursor, or closes it.
    pub(crate) fn turn(&mut self) {
        match self.rows.get(self.selected).map(|row| row.branch) {
            Some(Branch::Open) => self.collapse(),
            Some(Branch::Closed) => self.expand(),
            _ => {}
        }
    }

    /// Whether something hangs below the row under the cursor.
    pub(crate) fn branch(&self) -> Branch {
        let row = self.rows.get(self.selected);
        row.map_or(Branch::Leaf, |row| row.branch)
    }

    /// The value under the cursor.
    pub(crate) fn value(&self) -> Option<(Facet, String)> {
        match &self.rows.get(self.selected)?.key {
            RowKey::Value(facet, value) => Some((*facet, value.clone())),
            RowKey::Heading(_) | RowKey::More(_) => None,
        }
    }

    /// The filter that choosing the row would set or remove; headings and "more" open instead.
    pub(crate) fn toggle(&mut self) -> Option<(Facet, String)> {
        let key = self.rows.get(self.selected)?.key.clone();
        match key {
            // Narrowed, its values are shown anyway: who presses Enter means the first.
            RowKey::Heading(facet) if !self.narrow.is_empty() => {
                let below = self.rows.get(self.selected + 1)?;
                match &below.key {
                    RowKey::Value(of, value) if *of == facet => Some((facet, value.clone())),
                    _ => None,
                }
            }
            RowKey::Heading(_) => {
                self.turn();
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
            Some(RowKey::Heading(facet)) => self.openings.open(facet),
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
            RowKey::Heading(facet) => row.branch == Branch::Open && self.openings.close(facet),
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
        look: &Presentation,
    ) -> Option<Position> {
        let list = self.list(area);
        let shown = || self.rows.iter().skip(self.top).zip(list.rows());
        let digits = shown().filter_map(|(row, _)| match row.tail {
            Tail::Count(count, _) => Some(look.columns.width(&grouped(count))),
            _ => None,
        });
        let digits = digits.max().unwrap_or(0);
        let rows: Vec<&Row> = shown().map(|(row, _)| row).collect();
        let words = words(&rows, digits, list.width, look);
        for ((row, place), text) in shown().zip(words) {
            let row = Row {
                text,
                ..row.clone()
            };
            draw_row(buffer, place, &row, digits, look);
        }
        if self.rows.is_empty() && !self.narrow.is_empty() {
            let words = look.messages.panes.no_value;
            let ranges = wrap::wrap(look.columns, words, usize::from(list.width));
            for (range, row) in ranges.into_iter().zip(list.rows()) {
                let line = Line::new(words.get(range).unwrap_or(""), Role::Dim);
                line.draw(buffer, row, look.columns, &look.theme);
            }
        }
        let chosen = (self.selected - self.top.min(self.selected)).min(usize::from(u16::MAX));
        if focused && !self.rows.is_empty() && chosen < usize::from(list.height) {
            let row = Rect {
                y: list.y + columns(chosen),
                height: 1,
                ..list
            };
            text::select(buffer, row, &look.theme);
        }
        self.draw_narrow(buffer, area, look).filter(|_| focused)
    }

    fn draw_narrow(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        look: &Presentation,
    ) -> Option<Position> {
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
