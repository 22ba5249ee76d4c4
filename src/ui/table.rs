//! Rows as lines of aligned columns, for what is printed.

use std::io::{IsTerminal as _, stdout};

use crate::messages::escape_controls;
use crate::ui::text::DisplayWidth;

/// Blanks between two columns.
const GAP: usize = 2;

/// Rows as lines of aligned columns. On a terminal a line ends at its edge: the widest columns
/// give way to the others.
pub(crate) fn lines<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    laid_out(rows, room(), &[1; N])
}

/// As [`lines`]; of a line's columns, each keeps as many parts of a hundred as are given here
/// while others can still give way. What a cell shows is painted last: column, text.
pub(crate) fn lines_painted<const N: usize>(
    rows: &[[String; N]],
    shares: [usize; N],
    paint: &dyn Fn(usize, &str) -> String,
) -> Vec<String> {
    let room = room();
    let floors = shares.map(|share| (room / 100 * share + room % 100 * share / 100).max(1));
    painted(rows, room, &floors, paint)
}

/// Columns of a line on standard output: as many as one likes, where it is no terminal.
pub(crate) fn room() -> usize {
    if stdout().is_terminal() {
        ratatui::crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width))
    } else {
        usize::MAX
    }
}

fn laid_out<const N: usize>(rows: &[[String; N]], room: usize, floors: &[usize; N]) -> Vec<String> {
    painted(rows, room, floors, &|_, cell| cell.to_owned())
}

fn painted<const N: usize>(
    rows: &[[String; N]],
    room: usize,
    floors: &[usize; N],
    paint: &dyn Fn(usize, &str) -> String,
) -> Vec<String> {
    let measure = DisplayWidth::default();
    let shown: Vec<[String; N]> = rows
        .iter()
        .map(|row| {
            row.each_ref()
                .map(|cell| escape_controls(cell).into_owned())
        })
        .collect();
    let mut widths = [0; N];
    for row in &shown {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = measure.width(cell).max(*width);
        }
    }
    for width in &mut widths {
        *width = room.min(*width);
    }
    let over = (widths.iter().sum::<usize>() + GAP * N).saturating_sub(room);
    for _ in 0..over {
        let above = |floors: &[usize; N]| {
            let columns = (0..N).filter(|&column| widths[column] > floors[column]);
            columns.max_by_key(|&column| widths[column])
        };
        if let Some(widest) = above(floors).or_else(|| above(&[1; N])) {
            widths[widest] -= 1;
        }
    }
    let line = |row: &[String; N]| {
        let mut line = String::new();
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let cell = measure.fit(cell, width);
            let blanks = width.saturating_sub(measure.width(&cell)) + GAP;
            line.push_str(&paint(column, &cell));
            line.extend(std::iter::repeat_n(' ', blanks));
        }
        line.trim_end().to_owned()
    };
    shown.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_they_take_on_screen() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let rows = [
            row("石墨烯", "1"),
            row("Li-ion", "22"),
            row("\u{1b}[2J", "3"),
        ];
        assert_eq!(
            laid_out(&rows, usize::MAX, &[1; 2]),
            ["石墨烯     1", "Li-ion     22", "\\u{1b}[2J  3"]
        );
    }

    #[test]
    fn the_widest_columns_give_way_on_a_narrow_screen() {
        let rows = [["a".to_owned(), "b".repeat(500), "c".repeat(900)]];
        let lines = laid_out(&rows, 27, &[1; 3]);
        assert_eq!(lines, ["a  bbbbbbbbb…  ccccccccc…"]);
        assert_eq!(laid_out(&rows, 2, &[1; 3]), ["a  …  …"]);
    }

    #[test]
    fn a_title_is_not_lost_between_long_neighbours() {
        let rows = [["a".repeat(20), "t".repeat(90), "i".repeat(60)]];
        let lines = laid_out(&rows, 60, &[20, 20, 1]);
        let (id, title) = ("a".repeat(20), format!("{}…", "t".repeat(19)));
        assert!(lines[0].starts_with(&format!("{id}  {title}")), "{lines:?}");
    }
}
