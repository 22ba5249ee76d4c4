//! What is found over time as a line, or in a single row; the chosen step is marked in it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::StatisticsScreen;
use super::drawing::{Areas, draw_line};
use crate::browser::shared::Shared;
use crate::statistics::{Courses, Figures, Sheet};
use crate::ui::chart::{Plot, PlotRoom, plot, row_name, sparkline};
use crate::ui::presentation::Presentation;
use crate::ui::text::{self, columns};
use crate::ui::theme::Role;

impl StatisticsScreen {
    /// Draws the course above its rows.
    pub(super) fn draw_plot(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        (figures, sheet): (&Figures, &Sheet),
        look: &Presentation,
    ) {
        let Some(courses) = Courses::of(figures, sheet).filter(|_| !area.is_empty()) else {
            return;
        };
        let Some(plot) = plotted(figures, &courses, area, look) else {
            let line = in_a_row(&courses, usize::from(area.width), look);
            return draw_line(buffer, area, &line, Role::Accent, look);
        };
        let (steps, lines) = plot
            .rows
            .split_last()
            .map_or(("", &[][..]), |(it, rows)| (it, rows));
        for (row, place) in lines.iter().zip(area.rows()) {
            draw_line(buffer, place, row, Role::Accent, look);
        }
        let last = Rect {
            y: area.bottom() - 1,
            height: 1,
            ..area
        };
        draw_line(buffer, last, steps, Role::Dim, look);
        let rows = self.rows();
        let chosen = self.choice.place().and_then(|place| rows.get(place));
        let step = chosen.and_then(|row| courses.place_of(&row_name(row)));
        if let Some(column) = step.and_then(|step| plot.steps.get(step)) {
            let strip = Rect {
                x: area.x + columns(*column),
                width: 1,
                height: area.height - 1,
                ..area
            };
            text::select(buffer, strip, &look.theme);
        }
    }

    /// Chooses the row of the step that stands at a place of the line.
    pub(super) fn click_plot(&mut self, at: Position, areas: &Areas, shared: &Shared) {
        let Some((figures, sheet)) = &self.counted else {
            return;
        };
        let Some(courses) = Courses::of(figures, sheet) else {
            return;
        };
        let plot = plotted(figures, &courses, areas.plot, shared.look());
        let step = plot.and_then(|plot| plot.step_at(usize::from(at.x - areas.plot.x)));
        let name = step.and_then(|step| courses.steps.get(step));
        let rows = self.rows();
        let row = name.and_then(|name| rows.iter().position(|row| row_name(row) == *name));
        let number = rows.len();
        if let Some(row) = row.and_then(|row| u16::try_from(row).ok()) {
            self.choice.choose_at(row, row + 1, number);
        }
    }
}

fn plotted(figures: &Figures, courses: &Courses, area: Rect, look: &Presentation) -> Option<Plot> {
    let room = PlotRoom {
        width: usize::from(area.width).saturating_sub(1),
        height: usize::from(area.height),
        is_ascii: look.symbols.level.is_ascii(),
        columns: look.columns,
    };
    plot(figures, courses, room)
}

/// `2005 ▁▂▃▅▇ 2026`: the last steps that have room.
fn in_a_row(courses: &Courses, width: usize, look: &Presentation) -> String {
    let names = courses.steps.iter().map(|step| look.columns.width(step));
    let room = width.saturating_sub(2 * names.max().unwrap_or_default() + 2);
    let first = courses.steps.len().saturating_sub(room);
    let line = courses.lines.first().map_or(&[][..], |(_, line)| line);
    let line = sparkline(
        line.get(first..).unwrap_or_default(),
        look.symbols.level.is_ascii(),
    );
    let name = |step: Option<&String>| step.map_or("", String::as_str).to_owned();
    let (from, to) = (name(courses.steps.get(first)), name(courses.steps.last()));
    format!("{from} {line} {to}")
}
