//! The frame of everything that opens above the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::layout::centred;
use crate::ui::presentation::Presentation;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;

/// The box of a popup in the middle of a window, and the room inside its frame. Where the
/// window is too small for a frame both are all of it.
pub(crate) fn areas(window: Rect, size: (u16, u16)) -> (Rect, Rect) {
    if window.width < 30 || window.height < 8 {
        return (window, window);
    }
    let area = centred(window, size.0.saturating_add(4), size.1.saturating_add(2));
    (area, within(area))
}

/// The room inside a frame.
const fn within(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width - 4,
        height: area.height - 2,
    }
}

/// Draws an empty framed box; returns the room inside it.
pub(crate) fn draw(
    buffer: &mut Buffer,
    size: (u16, u16),
    title: &str,
    hint: &str,
    look: &Presentation,
) -> Rect {
    let (area, inside) = areas(buffer.area, size);
    if inside == area {
        text::clear(buffer, area);
        return inside;
    }
    draw_at(buffer, area, title, hint, look)
}

/// Draws a frame with title and hint at a place that is large enough for one; what lies inside.
pub(crate) fn draw_at(
    buffer: &mut Buffer,
    area: Rect,
    title: &str,
    hint: &str,
    look: &Presentation,
) -> Rect {
    text::clear(buffer, area);
    border(buffer, area, look);
    edge(buffer, area, area.y, title, Role::Heading, look);
    edge(buffer, area, area.bottom() - 1, hint, Role::Dim, look);
    within(area)
}

fn border(buffer: &mut Buffer, area: Rect, look: &Presentation) {
    let symbols = look.symbols;
    let level = symbols.level.repeat(usize::from(area.width - 2));
    let [top_left, top_right, bottom_left, bottom_right] = symbols.corners;
    let mut write = |x, y, text: &str| {
        let row = Rect::new(x, y, area.right() - x, 1);
        Line::new(text, Role::Dim).draw(buffer, row, look.columns, &look.theme);
    };
    write(area.x, area.y, &format!("{top_left}{level}{top_right}"));
    write(
        area.x,
        area.bottom() - 1,
        &format!("{bottom_left}{level}{bottom_right}"),
    );
    for y in area.y + 1..area.bottom() - 1 {
        write(area.x, y, symbols.upright);
        write(area.right() - 1, y, symbols.upright);
    }
}

/// Words in the upper or lower edge.
fn edge(buffer: &mut Buffer, area: Rect, y: u16, words: &str, role: Role, look: &Presentation) {
    if words.is_empty() {
        return;
    }
    let room = usize::from(area.width - 4);
    let words = format!(" {} ", look.columns.fit(words, room - 2));
    let row = Rect::new(area.x + 2, y, columns(room), 1);
    Line::new(words, role).draw(buffer, row, look.columns, &look.theme);
}

/// The column of a popup's scrollbar, in its right border; empty without a frame.
pub(crate) const fn bar(area: Rect, inside: Rect) -> Rect {
    if inside.width == area.width {
        return Rect::ZERO;
    }
    Rect {
        x: area.x + area.width - 1,
        width: 1,
        ..inside
    }
}

#[cfg(test)]
mod tests {
    use qiao_index::vocab::Language;
    use ratatui::buffer::CellWidth;
    use ratatui::layout::Position;
    use ratatui::style::Style;

    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    /// A window full of Han characters, every second row moved by one column.
    fn filled(width: u16, look: &Presentation) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 6));
        for row in 0..6 {
            let text = "石墨烯防腐涂料".repeat(usize::from(width));
            let at = Position::new(row % 2, row);
            look.columns
                .put(&mut buffer, at, usize::from(width), &text, Style::new());
        }
        buffer
    }

    /// The symbols of a row as a terminal shows them: what a wide one covers is not seen.
    fn seen(buffer: &Buffer, row: u16) -> Vec<(u16, &str)> {
        let mut seen = Vec::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, row)];
            seen.push((x, cell.symbol()));
            x += cell.cell_width().max(1);
        }
        seen
    }

    #[test]
    fn borders_over_han_text_are_whole_at_every_place() {
        let look = Presentation::new(
            Language::Chinese,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let window = 40;
        for x in 0..window - 4 {
            for width in 4..=window - x {
                let mut buffer = filled(window, &look);
                let area = Rect::new(x, 1, width, 4);
                text::clear(&mut buffer, area);
                border(&mut buffer, area, &look);
                for row in area.top()..area.bottom() {
                    let seen = seen(&buffer, row);
                    for edge in [area.left(), area.right() - 1] {
                        let symbol = seen.iter().find(|(at, _)| *at == edge);
                        let whole = symbol.is_some_and(|(_, it)| "│╭╮╰╯".contains(it));
                        assert!(whole, "{area:?}, row {row}: {symbol:?}");
                    }
                    let last = seen
                        .last()
                        .map(|(at, symbol)| (*at, look.columns.width(symbol)));
                    let ends = last.map(|(at, width)| at + columns(width.max(1)));
                    assert!(ends <= Some(window), "{area:?}, row {row}");
                }
            }
        }
    }
}
