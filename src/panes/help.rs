//! The help: what to do first, all keys, the query language. Printed from the tables.

use ratatui::buffer::Buffer;

use super::popup;
use super::scrolling::Extent;
use crate::action::{ACTIONS, Action, Described};
use crate::keymap::Keymap;
use crate::look::Look;
use crate::messages::pick;
use crate::text::{self, Line, columns};
use crate::theme::Role;
use crate::wrap;

/// Columns of text.
const WIDTH: u16 = 84;
/// Columns for keys and examples.
const LEFT: usize = 26;

/// Text that is read in a popup: the help, a list of rejected rows.
#[derive(Debug)]
pub(crate) struct Reading {
    title: String,
    lines: Vec<Line>,
    top: usize,
    /// Without a frame, from the left edge: nothing else is selected along with it.
    bare: bool,
}

impl Reading {
    /// The help, for a window of so many columns; what is useful where the user is comes first.
    pub(crate) fn help(keymap: &Keymap, useful: &[Action], window: u16, look: &Look) -> Self {
        let general = &look.messages.general;
        let width = usize::from(window.saturating_sub(4).min(WIDTH));
        let mut lines = Vec::new();
        for paragraph in general.introduction {
            lines.extend(wrapped(paragraph, Role::Plain, width, look));
        }
        lines.extend([Line::default(), Line::new(general.keys_here, Role::Heading)]);
        for row in useful.iter().filter_map(|action| action.described()) {
            lines.extend(action(row, keymap, width, look));
        }
        lines.extend([Line::default(), Line::new(general.keys, Role::Heading)]);
        for row in ACTIONS {
            lines.extend(action(row, keymap, width, look));
        }
        lines.extend([Line::default(), Line::new(general.language, Role::Heading)]);
        for (example, words) in general.examples {
            lines.extend(explained(example, words, width, look));
        }
        Self {
            title: general.help.to_owned(),
            lines,
            top: 0,
            bare: false,
        }
    }

    /// Any text.
    pub(crate) fn text(title: &str, text: &str, window: u16, look: &Look) -> Self {
        let width = usize::from(window.saturating_sub(4).min(WIDTH));
        Self {
            title: title.to_owned(),
            lines: wrapped(text, Role::Plain, width, look),
            top: 0,
            bare: false,
        }
    }

    /// Text to be selected with the terminal's own means.
    pub(crate) fn by_hand(title: &str, text: &str, window: u16, look: &Look) -> Self {
        let mut reading = Self::text(title, text, window, look);
        let heading = format!("{title} ({})", look.messages.general.close);
        reading
            .lines
            .splice(0..0, [Line::new(heading, Role::Dim), Line::default()]);
        reading.bare = true;
        reading
    }

    /// Columns and rows.
    pub(crate) fn size(&self) -> (u16, u16) {
        (WIDTH, columns(self.lines.len()))
    }

    /// Scrolls by so many lines.
    pub(crate) fn scroll(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// Which lines are on screen in so many rows.
    pub(crate) fn extent(&self, rows: u16) -> Extent {
        let shown = usize::from(rows);
        Extent {
            first: self.top.min(self.lines.len().saturating_sub(shown)),
            shown,
            all: self.lines.len(),
        }
    }

    /// Shows the lines from a place on.
    pub(crate) const fn scroll_to(&mut self, first: usize) {
        self.top = first;
    }

    /// Draws the text.
    pub(crate) fn draw(&self, buffer: &mut Buffer, look: &Look) {
        let size = self.size();
        let area = if self.bare {
            text::clear(buffer, buffer.area);
            buffer.area
        } else {
            let general = &look.messages.general;
            let more = buffer.area.height < size.1.saturating_add(2);
            let hint = if more { general.scroll } else { general.close };
            popup::frame(buffer, size, &self.title, hint, look)
        };
        let first = self.extent(area.height).first;
        for (line, row) in self.lines.iter().skip(first).zip(area.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }
}

/// An action's keys, name and explanation.
fn action(row: &Described, keymap: &Keymap, width: usize, look: &Look) -> Vec<Line> {
    let keys = keymap.keys_of(row.action).join("  ");
    let words = [row.name, row.help].map(|words| pick(look.language, words));
    let words = words.join(pick(look.language, ["：", ": "]));
    explained(&keys, &words, width, look)
}

fn wrapped(text: &str, role: Role, width: usize, look: &Look) -> Vec<Line> {
    let ranges = wrap::wrap(look.columns, text, width).into_iter();
    ranges
        .map(|range| Line::new(text.get(range).unwrap_or(""), role))
        .collect()
}

/// Something at the left, its explanation at the right, or below where there is no room.
fn explained(left: &str, words: &str, width: usize, look: &Look) -> Vec<Line> {
    let used = look.columns.width(left);
    let beside = used < LEFT && width >= 2 * LEFT;
    let indent = if beside { LEFT } else { 4.min(width / 4) };
    let mut lines = Vec::new();
    if !beside {
        lines.push(Line::new(left, Role::Accent));
    }
    for (at, text) in wrapped(words, Role::Plain, width - indent, look)
        .into_iter()
        .enumerate()
    {
        let mut line = if beside && at == 0 {
            let mut line = Line::new(left, Role::Accent);
            line.push(" ".repeat(LEFT - used), Role::Plain);
            line
        } else {
            Line::new(" ".repeat(indent), Role::Plain)
        };
        line.pieces.extend(text.pieces);
        lines.push(line);
    }
    lines
}
