//! A row of the pane of filters: words at the left, bar and count or a histogram at the right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row::{Chosen, Row, RowKey, Tail};
use super::years;
use crate::messages::grouped;
use crate::ui::presentation::{Presentation, Symbols};
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;

/// Columns of the bars beside the counts, in a pane so wide.
const fn bar_room(width: u16) -> usize {
    match width {
        0..24 => 0,
        24..28 => 3,
        28..36 => 5,
        _ => 10,
    }
}

/// One row: mark, branch, words from the left; bar and count at the right.
pub(super) fn draw_row(
    buffer: &mut Buffer,
    area: Rect,
    row: &Row,
    digits: usize,
    look: &Presentation,
) {
    let mut line = Line::new(row.lead(look.symbols), Role::Accent);
    let role = match row.key {
        RowKey::Heading(_) => Role::Heading,
        RowKey::More(_) => Role::Dim,
        RowKey::Value(..) => Role::Plain,
    };
    line.push(&row.text, role);
    let width = usize::from(area.width);
    let tail = tail(
        row,
        width.saturating_sub(line.width(look.columns)),
        digits,
        area.width,
        look,
    );
    let right = tail.width(look.columns);
    let gap = usize::from(right > 0);
    line.fit(look.columns, width.saturating_sub(right + gap))
        .draw(buffer, area, look.columns, &look.theme);
    let place = Rect {
        x: area.right().saturating_sub(columns(right)),
        width: columns(right).min(area.width),
        ..area
    };
    tail.draw(buffer, place, look.columns, &look.theme);
}

/// The words of rows as they are shown: long values whose beginnings are alike are cut in the
/// middle, so that they can be told apart.
pub(super) fn words(rows: &[&Row], digits: usize, pane: u16, look: &Presentation) -> Vec<String> {
    let measure = look.columns;
    let room = |row: &Row| {
        let right = tail(row, 0, digits, pane, look).width(measure);
        let lead = measure.width(&row.lead(look.symbols));
        usize::from(pane).saturating_sub(lead + right + usize::from(right > 0))
    };
    let is_value = |row: &Row| matches!(row.key, RowKey::Value(..));
    let cut = |row: &Row| measure.fit(&row.text, room(row));
    let cuts: Vec<_> = rows
        .iter()
        .map(|row| is_value(row).then(|| cut(row)))
        .collect();
    let alike = |cut: &String| cuts.iter().flatten().filter(|it| *it == cut).count() > 1;
    let shown = rows.iter().zip(&cuts).map(|(row, cut)| match cut {
        Some(cut) if *cut != row.text && alike(cut) => measure.fit_ends(&row.text, room(row)),
        _ => row.text.clone(),
    });
    shown.collect()
}

/// What stands at the right of a row; `digits` are the columns of the longest count, `free` those
/// that its words leave.
fn tail(row: &Row, free: usize, digits: usize, pane: u16, look: &Presentation) -> Line {
    match &row.tail {
        Tail::Nothing => Line::default(),
        Tail::Uncounted => Line::new("…", Role::Dim),
        Tail::Count(count, largest) => {
            let role = match row.chosen {
                Chosen::Yes => Role::Accent,
                _ => Role::Dim,
            };
            let room = bar_room(pane);
            let mut line = Line::new(bar(*count, *largest, room, look.symbols), role);
            let count = grouped(*count);
            let pad = digits.saturating_sub(look.columns.width(&count));
            let gap = pad + usize::from(room > 0);
            line.push(format!("{}{count}", " ".repeat(gap)), Role::Dim);
            line
        }
        Tail::Years(years) => year_line(years, free, look),
    }
}

/// A bar in `room` columns for a number out of the largest, filled up with blanks. What is there
/// at all is seen.
fn bar(number: u64, largest: u64, room: usize, symbols: &Symbols) -> String {
    let all = u128::try_from(2 * room).unwrap_or(0);
    let halves = (u128::from(number) * all).div_ceil(u128::from(largest.max(1)));
    let halves = usize::try_from(halves).unwrap_or(usize::MAX).min(2 * room);
    let [half, whole] = symbols.bar;
    let end = if halves % 2 == 1 { half } else { "" };
    let blank = " ".repeat(room - halves.div_ceil(2));
    format!("{}{end}{blank}", whole.repeat(halves / 2))
}

/// The histogram of the years and the years it is of: "▂▄█▆ 2021–2024".
fn year_line(years: &[(u16, u64)], free: usize, look: &Presentation) -> Line {
    // "2021–2024", and a blank on either side of the histogram.
    const SPAN: usize = 11;
    const WIDEST: usize = 20;
    let room = free.saturating_sub(SPAN).min(WIDEST);
    let Some(found) = years::histogram(years, room, look.symbols) else {
        return Line::default();
    };
    let mut line = Line::new(found.columns, Role::Accent);
    let span = if found.from == found.to {
        format!(" {}", found.to)
    } else {
        let older = if found.older { "≤" } else { "" };
        format!(" {older}{}–{}", found.from, found.to)
    };
    line.push(span, Role::Dim);
    line
}

#[cfg(test)]
mod tests {
    use qiao_index::request::Facet;

    use super::super::row::Branch;
    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;
    use qiao_index::vocab::Language;

    #[test]
    fn counts_and_bars_are_aligned_at_every_width() {
        let row = |text: &str, count| Row {
            key: RowKey::Value(Facet::Institution, text.to_owned()),
            depth: 1,
            text: text.to_owned(),
            tail: Tail::Count(count, 12_345),
            chosen: Chosen::No,
            branch: Branch::Leaf,
        };
        let rows = [
            row("荆门漳河新材料研究院", 12_345),
            row("Example University of Science and Technology", 678),
            row("三", 9),
        ];
        let look = Presentation::new(
            Language::Chinese,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        for width in 20..=200 {
            let area = Rect::new(0, 0, width, 3);
            let mut buffer = Buffer::empty(area);
            for (row, place) in rows.iter().zip(area.rows()) {
                draw_row(&mut buffer, place, row, "12,345".len(), &look);
            }
            let room = bar_room(width);
            for row in 0..3 {
                let last = buffer[(width - 1, row)].symbol();
                assert!("589".contains(last), "{last:?} in {width}");
                let bar = width - columns(room) - 7;
                let shown = buffer[(bar, row)].symbol();
                assert!(room == 0 || "━╸".contains(shown), "{shown:?} in {width}");
                let before = buffer[(bar - 1, row)].symbol();
                assert!(room == 0 || before == " ", "{before:?} in {width}");
            }
        }
    }

    #[test]
    fn bars_are_as_long_as_their_share() {
        let look = Presentation::new(
            Language::English,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let check = |number, largest, room, expected: &str| {
            assert_eq!(bar(number, largest, room, look.symbols), expected);
        };
        check(8, 8, 3, "━━━");
        check(4, 8, 3, "━╸ ");
        check(1, 1_000_000, 3, "╸  ");
        check(0, 8, 3, "   ");
        check(0, 0, 3, "   ");
        check(8, 8, 0, "");
        check(u64::MAX, 1, 2, "━━");
    }
}
