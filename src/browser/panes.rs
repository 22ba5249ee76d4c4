//! What is on screen, part by part: its state and how it is drawn, one file each.
//!
//! A pane knows neither the other panes nor where answers come from. Drawing only reads.

pub(crate) mod chips;
pub(crate) mod facets;
pub(crate) mod listing;
pub(crate) mod query;
pub(crate) mod results;
pub(crate) mod status;
pub(crate) mod tour;
pub(crate) mod which_key;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::presentation::Presentation;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::ui::wrap;

/// Draws a text in as many rows as it takes, and as there are.
pub(crate) fn draw_words(
    buffer: &mut Buffer,
    area: Rect,
    words: &str,
    role: Role,
    look: &Presentation,
) {
    let ranges = wrap::wrap(look.columns, words, usize::from(area.width));
    for (range, row) in ranges.into_iter().zip(area.rows()) {
        let line = Line::new(words.get(range).unwrap_or(""), role);
        line.draw(buffer, row, look.columns, &look.theme);
    }
}
