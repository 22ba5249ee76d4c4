//! The chosen line of a list, and which part of the list is on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text;

/// Which line of a list is chosen. The list itself is somebody else's: its length is named each
/// time.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    chosen: Option<usize>,
}

impl Choice {
    /// The first line is chosen.
    pub(crate) const fn first() -> Self {
        Self { chosen: Some(0) }
    }

    /// The place of the chosen line.
    pub(crate) const fn place(&self) -> Option<usize> {
        self.chosen
    }

    /// Chooses the line `by` below the chosen one; where none is chosen the first, or
    /// the last.
    pub(crate) fn step(&mut self, by: isize, length: usize) {
        let Some(last) = length.checked_sub(1) else {
            return;
        };
        self.chosen = Some(match self.chosen {
            None if by < 0 => last,
            None => 0,
            Some(chosen) => chosen.saturating_add_signed(by).min(last),
        });
    }

    /// Chooses the line at one of `rows` rows; where there is none nothing changes, and `false` is
    /// returned.
    pub(crate) fn choose_at(&mut self, row: u16, rows: u16, length: usize) -> bool {
        let place = self.first_shown(rows) + usize::from(row);
        let there = row < rows && place < length;
        if there {
            self.chosen = Some(place);
        }
        there
    }

    /// Stays on a line that is there, however many there are now.
    pub(crate) fn keep_within(&mut self, length: usize) {
        let last = length.saturating_sub(1);
        self.chosen = self.chosen.map(|chosen| chosen.min(last));
    }

    /// The first line that is shown in `rows` rows: the chosen one is on screen.
    pub(crate) fn first_shown(&self, rows: u16) -> usize {
        let chosen = self.chosen.unwrap_or(0);
        (chosen + 1).saturating_sub(usize::from(rows).max(1))
    }

    /// Which lines are on screen in `rows` rows.
    pub(crate) fn extent(&self, rows: u16, length: usize) -> Extent {
        Extent {
            first: self.first_shown(rows),
            shown: usize::from(rows),
            all: length,
        }
    }

    /// Shows the lines from a place on, in `rows` rows.
    pub(crate) fn scroll_to(&mut self, first: usize, rows: u16, length: usize) {
        let last = (first + usize::from(rows)).saturating_sub(1);
        if let Some(most) = length.checked_sub(1) {
            self.chosen = Some(last.min(most));
        }
    }

    /// Draws the lines that are on screen, each by its place; the chosen one is selected.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        length: usize,
        look: &Presentation,
        draw_line: impl Fn(&mut Buffer, Rect, usize),
    ) {
        for (place, row) in (self.first_shown(area.height)..length).zip(area.rows()) {
            draw_line(buffer, row, place);
            if Some(place) == self.chosen {
                text::select(buffer, row, &look.theme);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_stays_in_the_list() {
        let check = |begin: Choice, by: isize, length: usize, expected: Option<usize>| {
            let mut choice = begin;
            choice.step(by, length);
            assert_eq!(choice.place(), expected, "{by} in {length}");
        };
        check(Choice::first(), 1, 3, Some(1));
        check(Choice::first(), -1, 3, Some(0));
        check(Choice::first(), isize::MAX, 3, Some(2));
        check(Choice::first(), 1, 0, Some(0));
        check(Choice::default(), 1, 3, Some(0));
        check(Choice::default(), -1, 3, Some(2));
        check(Choice::default(), 1, 0, None);
    }

    #[test]
    fn a_click_beside_the_lines_chooses_none() {
        let mut choice = Choice::first();
        assert!(!choice.choose_at(2, 5, 2), "there is no third line");
        assert!(!choice.choose_at(5, 5, 9), "below the rows of the list");
        assert_eq!(choice.place(), Some(0));
        assert!(choice.choose_at(1, 5, 2));
        assert_eq!(choice.place(), Some(1));
    }
}
