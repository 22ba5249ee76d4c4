//! The bottom line: what has just happened or which keys help, and the library.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::look::Look;
use crate::text::{Columns, Line, columns};
use crate::theme::Role;

/// What has just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// In words.
    pub(crate) text: String,
    /// How bad it is.
    pub(crate) role: Role,
}

impl Note {
    /// Something went as meant.
    pub(crate) fn good(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Accent,
        }
    }

    /// Something could not be done.
    pub(crate) fn warning(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Warning,
        }
    }

    /// Something failed.
    pub(crate) fn error(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Error,
        }
    }
}

/// Hints on keys: key, what it does. As many as fit whole, the first before the last.
pub(crate) fn hints(pairs: &[(String, &str)], width: usize, measure: Columns) -> Line {
    let mut line = Line::default();
    for (key, name) in pairs {
        let mut longer = line.clone();
        if !line.pieces.is_empty() {
            longer.push("  ", Role::Plain);
        }
        longer.push(key, Role::Plain);
        longer.push(format!(" {name}"), Role::Dim);
        if longer.width(measure) <= width {
            line = longer;
        }
    }
    line
}

/// Draws the bottom line; the left part gives way last.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, left: Line, right: &Line, look: &Look) {
    let room = usize::from(area.width);
    let width = right.width(look.columns);
    let left = left.fit(look.columns, room);
    let used = left.draw(buffer, area, look.columns, &look.theme);
    if usize::from(used) + 2 + width <= room {
        let place = Rect {
            x: area.right() - columns(width),
            width: columns(width),
            ..area
        };
        right.draw(buffer, place, look.columns, &look.theme);
    }
}
