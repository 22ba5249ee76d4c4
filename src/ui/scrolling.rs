//! Which part of a pane is on screen, and its scrollbar.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ui::presentation::Presentation;
use crate::ui::text::columns;
use crate::ui::theme::Role;

/// Lines that one notch of the wheel moves.
pub(crate) const NOTCH: isize = 3;

/// The part of a list that is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Extent {
    /// Place of the first that is shown.
    pub(crate) first: usize,
    /// Number of those that are shown.
    pub(crate) shown: usize,
    /// Number of all.
    pub(crate) all: usize,
}

impl Extent {
    /// Rows of the thumb in a bar of `rows` rows; `None` where all is shown.
    pub(crate) fn thumb(self, rows: u16) -> Option<Range<u16>> {
        let (rows, hidden) = (usize::from(rows), self.all.saturating_sub(self.shown));
        if hidden == 0 || rows == 0 {
            return None;
        }
        let length = (rows * self.shown / self.all).clamp(1, rows);
        let free = rows - length;
        // At the ends only where the list is there, too.
        let start = match self.first {
            0 => 0,
            first if first >= hidden => free,
            first => (free * first / hidden).clamp(1.min(free), free.saturating_sub(1)),
        };
        Some(columns(start)..columns(start + length))
    }

    /// The place to scroll to so that the thumb's middle comes to a row of a bar of `rows` rows.
    pub(crate) fn first_at(self, row: u16, rows: u16) -> usize {
        let (row, rows) = (usize::from(row), usize::from(rows));
        let hidden = self.all.saturating_sub(self.shown);
        let length = (rows * self.shown / self.all.max(1)).clamp(1, rows.max(1));
        let free = rows.saturating_sub(length);
        match row.saturating_sub(length / 2) {
            _ if free == 0 => hidden,
            start if start >= free => hidden,
            start => hidden * start / free,
        }
    }

    /// Draws the thumb where not all is shown.
    pub(crate) fn draw(self, buffer: &mut Buffer, bar: Rect, focused: bool, look: &Presentation) {
        let role = if focused { Role::Accent } else { Role::Dim };
        let style = look.theme.style(role);
        for row in self.thumb(bar.height).into_iter().flatten() {
            let at = Position::new(bar.x, bar.y + row);
            let width = usize::from(bar.width);
            look.columns
                .put(buffer, at, width, look.symbols.thumb, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(first: usize, shown: usize, all: usize) -> Extent {
        Extent { first, shown, all }
    }

    #[test]
    fn the_thumb_shows_where_the_screen_is() {
        let check = |extent: Extent, rows, expected: Option<Range<u16>>| {
            assert_eq!(extent.thumb(rows), expected, "{extent:?} in {rows} rows");
        };
        check(extent(0, 10, 10), 10, None);
        check(extent(0, 10, 0), 10, None);
        check(extent(0, 10, 20), 10, Some(0..5));
        check(extent(10, 10, 20), 10, Some(5..10));
        check(extent(1, 10, 20), 10, Some(1..6));
        check(extent(9, 10, 20), 10, Some(4..9));
        check(extent(50_000, 10, 100_000), 20, Some(9..10));
        check(extent(1, 1, 100_000), 1, Some(0..1));
        check(extent(0, 1, 2), 0, None);
    }

    #[test]
    fn a_thumb_that_is_drawn_can_be_taken_to_either_end() {
        for (shown, all, rows) in [(10, 20, 10), (10, 100_000, 30), (3, 4, 1), (1, 2, 7)] {
            let list = extent(0, shown, all);
            assert_eq!(list.first_at(0, rows), usize::from(rows == 1));
            assert_eq!(list.first_at(rows - 1, rows), all - shown);
            let places: Vec<_> = (0..rows).map(|row| list.first_at(row, rows)).collect();
            assert!(places.is_sorted(), "{places:?}");
        }
    }
}
