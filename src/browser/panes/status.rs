//! The bottom line: what has just happened or which keys help, and the library.

use indicatif::DecimalBytes;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::messages::{Messages, fill};
use crate::ui::presentation::Presentation;
use crate::ui::text::{DisplayWidth, Line, columns};
use crate::ui::theme::Role;
use crate::work::import::ImportProgress;

/// Columns between two hints.
const BETWEEN: usize = 2;

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
pub(crate) fn hints(pairs: &[(String, &str)], width: usize, measure: DisplayWidth) -> Line {
    let mut line = Line::default();
    for (place, _) in placed(pairs, width, measure) {
        if let Some((key, name)) = pairs.get(place) {
            if !line.pieces.is_empty() {
                line.push(" ".repeat(BETWEEN), Role::Plain);
            }
            line.push(key, Role::Plain);
            line.push(format!(" {name}"), Role::Dim);
        }
    }
    line
}

/// Which of the hints stands at a column.
pub(crate) fn hint_at(
    pairs: &[(String, &str)],
    width: usize,
    measure: DisplayWidth,
    column: u16,
) -> Option<usize> {
    let column = usize::from(column);
    placed(pairs, width, measure)
        .into_iter()
        .find(|(_, columns)| columns.contains(&column))
        .map(|(place, _)| place)
}

/// The hints that fit, and their columns.
fn placed(
    pairs: &[(String, &str)],
    width: usize,
    measure: DisplayWidth,
) -> Vec<(usize, std::ops::Range<usize>)> {
    let mut placed = Vec::new();
    let mut left = 0;
    for (place, (key, name)) in pairs.iter().enumerate() {
        let end = left + measure.width(key) + 1 + measure.width(name);
        if end <= width {
            placed.push((place, left..end));
            left = end + BETWEEN;
        }
    }
    placed
}

/// Draws the bottom line; the left part gives way last.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, left: Line, right: &Line, look: &Presentation) {
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

/// How far a file has been read, how fast, and how long the rest will take where that is known.
pub(crate) fn reading(progress: ImportProgress, messages: &Messages) -> String {
    let ImportProgress {
        bytes,
        size,
        elapsed,
    } = progress;
    let mut part = match size {
        Some(size) if size > 0 => format!("{} %", bytes.min(size) * 100 / size),
        _ => DecimalBytes(bytes).to_string(),
    };
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    // In the first moments nothing can be said of the rate.
    if milliseconds >= 1_000 && bytes > 0 {
        let rate = bytes.saturating_mul(1_000) / milliseconds;
        part.extend([" · ", &DecimalBytes(rate).to_string(), "/s"]);
        if let Some(size) = size.filter(|_| rate > 0) {
            let left = size.saturating_sub(bytes) / rate;
            let left = format!("{}:{:02}", left / 60, left % 60);
            part.push_str(" · ");
            part.push_str(&fill(messages.files.time_left, &[("left", &left)]));
        }
    }
    part
}
