//! After the first keys of a sequence: how it can go on.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::frame;
use crate::ui::presentation::Presentation;
use crate::ui::text::{DisplayWidth, Line, columns};
use crate::ui::theme::Role;

/// Columns between a key and what it does.
const AFTER_KEY: usize = 2;
/// Columns between two columns of keys.
const BETWEEN: usize = 3;

/// What can follow: what is still to be pressed, what it does.
pub(crate) type Further = [(String, &'static str)];

/// Where the keys stand: column by column, in a box above the bottom line at the right.
struct Grid {
    area: Rect,
    rows: usize,
    cell: usize,
    key: usize,
}

/// `None` where the window has no room for all of them.
fn grid(window: Rect, further: &Further, measure: DisplayWidth) -> Option<Grid> {
    let key = further.iter().map(|(key, _)| measure.width(key)).max()? + AFTER_KEY;
    let name = further.iter().map(|(_, name)| measure.width(name)).max()?;
    let cell = key + name;
    let room = usize::from(window.width.checked_sub(6)?);
    let most = (room + BETWEEN) / (cell + BETWEEN);
    let rows = further.len().div_ceil(most.max(1));
    let abreast = further.len().div_ceil(rows);
    let width = columns(abreast * (cell + BETWEEN) - BETWEEN) + 4;
    let height = columns(rows) + 2;
    let fits = most > 0 && height < window.height;
    fits.then(|| Grid {
        area: Rect {
            x: window.width - width - 1,
            y: window.height - height - 1,
            width,
            height,
        },
        rows,
        cell,
        key,
    })
}

/// Whether a window has room for the box.
pub(crate) fn fits(window: Rect, further: &Further, look: &Presentation) -> bool {
    grid(window, further, look.columns).is_some()
}

/// Draws the box where there is room for it.
pub(crate) fn draw(buffer: &mut Buffer, pressed: &str, further: &Further, look: &Presentation) {
    let Some(grid) = grid(buffer.area, further, look.columns) else {
        return;
    };
    let hint = look.messages.general.close;
    let inside = frame::draw_at(buffer, grid.area, pressed, hint, look);
    for (place, (key, name)) in further.iter().enumerate() {
        let (column, row) = (place / grid.rows, place % grid.rows);
        let left = columns(column * (grid.cell + BETWEEN));
        let at = Rect {
            x: inside.x + left,
            y: inside.y + columns(row),
            width: inside.width - left,
            height: 1,
        };
        let pad = " ".repeat(grid.key - look.columns.width(key));
        let mut line = Line::new(format!("{key}{pad}"), Role::Accent);
        line.push(*name, Role::Plain);
        line.draw(buffer, at, look.columns, &look.theme);
    }
}
