//! The filters in force, one chip each; a click on its × removes it.

use qiao_index::request::Filter;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;

/// No chip of several is wider than this.
const WIDEST: usize = 30;
/// No single chip is wider than this.
const WIDEST_ALONE: usize = 60;

/// One chip: which filter, its words, its columns from the left.
struct Chip {
    filter: usize,
    text: String,
    left: usize,
    width: usize,
}

fn chips(filters: &[Filter], look: &Presentation) -> Vec<Chip> {
    let mut left = 0;
    let mut chips = Vec::new();
    let widest = if filters.len() == 1 {
        WIDEST_ALONE
    } else {
        WIDEST
    };
    for (filter, shown) in filters.iter().enumerate() {
        let words = look.columns.fit(&look.filter(shown), widest);
        let text = format!(" {words} {} ", look.symbols.remove);
        let width = look.columns.width(&text);
        chips.push(Chip {
            filter,
            text,
            left,
            width,
        });
        left += width + 1;
    }
    chips
}

/// Draws the chips in one row; where they do not fit, the last place says how many are left out.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, filters: &[Filter], look: &Presentation) {
    let chips = chips(filters, look);
    let width = usize::from(area.width);
    for chip in &chips {
        let fits = chip.left + chip.width <= width;
        let (text, role) = if fits {
            (chip.text.clone(), Role::Chip)
        } else {
            (format!("+{}", chips.len() - chip.filter), Role::Dim)
        };
        let place = Rect {
            x: area.x + columns(chip.left.min(width)),
            width: area.width.saturating_sub(columns(chip.left)),
            ..area
        };
        Line::new(text, role).draw(buffer, place, look.columns, &look.theme);
        if !fits {
            break;
        }
    }
}

/// The filter whose × stands at a column of the row.
pub(crate) fn removed_at(column: u16, filters: &[Filter], look: &Presentation) -> Option<usize> {
    let column = usize::from(column);
    let mark = look.columns.width(look.symbols.remove);
    chips(filters, look)
        .into_iter()
        .find(|chip| {
            let end = chip.left + chip.width;
            (end - mark - 2..end).contains(&column)
        })
        .map(|chip| chip.filter)
}
