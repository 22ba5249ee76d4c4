//! Texts as they are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::messages::{escape_controls, escape_controls_keep_lines};
use crate::ui::text::DisplayWidth;
use crate::ui::wrap::wrap;

/// A text that is fitted, wrapped and written; the first byte is the width.
pub(super) fn text(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let text = &*String::from_utf8_lossy(rest);
    let room = usize::from(*first) % 100;
    for ambiguous_wide in [false, true] {
        let measure = DisplayWidth { ambiguous_wide };
        for fitted in [measure.fit(text, room), measure.fit_ends(text, room)] {
            assert!(measure.width(&fitted) <= room, "{fitted:?}");
        }
        check_lines(measure, text, room.max(2));
        check_cells(measure, text, room);
    }
    let is_clean = |text: &str| !text.contains(|c: char| c.is_control() && c != '\n');
    assert!(is_clean(&escape_controls(text)));
    assert!(is_clean(&escape_controls_keep_lines(text)));
}

/// No line is wider than it may be, and nothing but blanks lies between two.
fn check_lines(measure: DisplayWidth, text: &str, room: usize) {
    let mut end = 0;
    for line in wrap(measure, text, room) {
        let between = text.get(end..line.start);
        assert!(between.is_some_and(|it| it.trim().is_empty()), "{line:?}");
        let shown = text.get(line.clone()).unwrap_or_default();
        assert!(measure.width(shown) <= room, "{line:?} of {text:?}");
        end = line.end;
    }
    assert!(text.get(end..).is_some_and(|it| it.trim().is_empty()));
}

/// Nothing but what was written stands in a row, and no control character.
fn check_cells(measure: DisplayWidth, text: &str, room: usize) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 1));
    let used = measure.put(
        &mut buffer,
        Position::new(0, 0),
        room,
        text,
        Style::default(),
    );
    assert!(usize::from(used) <= room);
    for cell in buffer.content() {
        assert!(!cell.symbol().contains(char::is_control), "{cell:?}");
    }
}
