//! Two fields as bars that consist of parts. The chosen cell is selected in its bar, and told in
//! words below.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::drawing::{Areas, BETWEEN, MAX_NAME, NAME_SHARE, draw_line, padded};
use super::{StatisticsScreen, View};
use crate::messages::escape_controls;
use crate::statistics::{Figures, Row, Sheet, Stacks};
use crate::ui::chart::{lengths, row_name, sign};
use crate::ui::presentation::Presentation;
use crate::ui::text::{self, columns};
use crate::ui::theme::Role;

/// Columns of what stands before the bars, and of the bars.
struct Room {
    names: usize,
    sums: usize,
    bars: usize,
}

impl StatisticsScreen {
    /// The stacks on screen, where they are looked at and there are any.
    pub(super) fn stacks(&self) -> Option<Stacks> {
        let (figures, sheet) = self.counted.as_ref()?;
        let is_shown = self.view == View::Stacked;
        is_shown.then(|| Stacks::of(figures, sheet)).flatten()
    }

    /// Draws the names of the parts above, and a bar for each row.
    pub(super) fn draw_stacks(
        &self,
        buffer: &mut Buffer,
        areas: &Areas,
        (figures, sheet, stacks): (&Figures, &Sheet, &Stacks),
        look: &Presentation,
    ) {
        let width = usize::from(areas.plot.width).saturating_sub(1);
        for (line, area) in names_of(stacks, width, look).iter().zip(areas.plot.rows()) {
            draw_line(buffer, area, line, Role::Accent, look);
        }
        let rows = self.rows();
        let room = room(figures, &rows, (sheet, stacks), areas.rows, look);
        let head = padded(&sheet.heads.join(look.symbols.dot), room.names, look);
        draw_line(buffer, areas.heads, &head, Role::Dim, look);
        let first = self.choice.first_shown(areas.rows.height);
        for (at, area) in (first..rows.len()).zip(areas.rows.rows()) {
            let Some(row) = rows.get(at) else { continue };
            let is_chosen = self.choice.place() == Some(at);
            let parts = parts_of(row, sheet, stacks);
            let name = padded(&escape_controls(&row_name(row)), room.names, look);
            let sum = figures.unit().shown(parts.iter().sum(), figures.language);
            let blanks = room.sums.saturating_sub(look.columns.width(&sum)) + BETWEEN;
            let before = format!("{name}{}{sum}", " ".repeat(blanks));
            let role = if is_chosen {
                Role::Heading
            } else {
                Role::Plain
            };
            draw_line(buffer, area, &before, role, look);
            let chosen = stacks.of_column.get(self.column).filter(|_| is_chosen);
            draw_bar(buffer, bar_area(area, &room), (stacks, parts), chosen, look);
        }
    }

    /// In how many lines the names of the parts stand.
    pub(super) fn lines_of_names(&self, width: u16, look: &Presentation) -> u16 {
        let stacks = self.stacks();
        let lines = stacks.map_or(0, |it| names_of(&it, usize::from(width), look).len());
        u16::try_from(lines).unwrap_or(u16::MAX)
    }

    /// The chosen cell in words.
    pub(super) fn chosen_part(&self, figures: &Figures, sheet: &Sheet) -> Option<String> {
        self.stacks()?;
        let row = *self.rows().get(self.choice.place()?)?;
        let (_, names) = sheet.columns.as_ref()?;
        let column = escape_controls(names.get(self.column)?);
        let figure = row.figures.get(self.column).copied().flatten();
        let figure = figures
            .unit()
            .shown(figure.unwrap_or_default(), figures.language);
        let name = row_name(row);
        Some(format!("{} · {column}: {figure}", escape_controls(&name)))
    }

    /// The column whose part stands at a place of the screen; the chosen one where the part has several.
    pub(super) fn part_at(
        &self,
        at: Position,
        areas: &Areas,
        stacks: &Stacks,
        look: &Presentation,
    ) -> Option<usize> {
        let (figures, sheet) = self.counted.as_ref()?;
        let rows = self.rows();
        let row = *rows.get(self.row_at(at, areas))?;
        let room = room(figures, &rows, (sheet, stacks), areas.rows, look);
        let mut left = bar_area(areas.rows, &room).x;
        let lengths = lengths(parts_of(row, sheet, stacks), stacks.highest(), room.bars);
        let part = lengths.iter().position(|length| {
            let right = left + columns(*length);
            let is_there = (left..right).contains(&at.x);
            left = right;
            is_there
        })?;
        let is_chosen = stacks.of_column.get(self.column) == Some(&part);
        Some(self.column)
            .filter(|_| is_chosen)
            .or(stacks.column_of(part))
    }
}

/// The parts of a row: rows that are narrowed by what is typed are not all of them.
fn parts_of<'a>(row: &Row, sheet: &Sheet, stacks: &'a Stacks) -> &'a [f64] {
    let place = sheet.rows.iter().position(|it| std::ptr::eq(it, row));
    let parts = place.and_then(|place| stacks.rows.get(place));
    parts.map_or(&[], Vec::as_slice)
}

fn room(
    figures: &Figures,
    rows: &[&Row],
    (sheet, stacks): (&Sheet, &Stacks),
    area: Rect,
    look: &Presentation,
) -> Room {
    let all = usize::from(area.width);
    let names = rows.iter().map(|row| look.columns.width(&row_name(row)));
    let names = names.max().unwrap_or_default();
    let names = names.min((all / NAME_SHARE).min(MAX_NAME));
    let sums = rows.iter().map(|row| {
        let sum = parts_of(row, sheet, stacks).iter().sum();
        look.columns
            .width(&figures.unit().shown(sum, figures.language))
    });
    let sums = sums.max().unwrap_or_default();
    Room {
        bars: all.saturating_sub(names + sums + 2 * BETWEEN),
        names,
        sums,
    }
}

/// Where the bar of a row stands.
fn bar_area(row: Rect, room: &Room) -> Rect {
    let before = columns(room.names + room.sums + 2 * BETWEEN);
    Rect {
        x: row.x.saturating_add(before),
        width: columns(room.bars),
        ..row
    }
}

fn draw_bar(
    buffer: &mut Buffer,
    area: Rect,
    (stacks, parts): (&Stacks, &[f64]),
    chosen: Option<&usize>,
    look: &Presentation,
) {
    let is_ascii = look.symbols.level.is_ascii();
    let mut x = area.x;
    let lengths = lengths(parts, stacks.highest(), usize::from(area.width));
    for (place, (length, part)) in lengths.into_iter().zip(&stacks.parts).enumerate() {
        let here = Rect {
            x,
            width: columns(length),
            ..area
        };
        let signs = sign(part.sign, is_ascii).to_string().repeat(length);
        draw_line(buffer, here, &signs, Role::Accent, look);
        if chosen == Some(&place) {
            text::select(buffer, here, &look.theme);
        }
        x += columns(length);
    }
}

/// The parts with their signs, in lines of so many columns.
fn names_of(stacks: &Stacks, width: usize, look: &Presentation) -> Vec<String> {
    let is_ascii = look.symbols.level.is_ascii();
    let mut lines: Vec<String> = vec![String::new()];
    for part in &stacks.parts {
        let name = format!(
            "{} {}",
            sign(part.sign, is_ascii),
            escape_controls(&part.name)
        );
        let name = look.columns.fit(&name, width);
        let Some(line) = lines.last_mut() else { break };
        let used = look.columns.width(line);
        if used > 0 && used + BETWEEN + look.columns.width(&name) > width {
            lines.push(name);
        } else {
            if used > 0 {
                line.push_str(&" ".repeat(BETWEEN));
            }
            line.push_str(&name);
        }
    }
    lines
}
