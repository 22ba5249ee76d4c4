//! Figures as lines of text: bars, stacks, tables with shades, lines,
//! sparklines. All is measured in columns, and
//! can be read without colour.

mod bars;
mod grid;
mod plot;
mod sparkline;
mod stack;

pub(crate) use grid::{COURSE_SHARE, shades};
pub(crate) use plot::{Plot, PlotRoom, plot};
pub(crate) use sparkline::sparkline;
pub(crate) use stack::{lengths, sign};

use crate::messages::pick;
use crate::statistics::{Courses, Figures, Row, Sheet, Unit};
use crate::ui::text::DisplayWidth;

/// Columns between two cells.
const GAP: usize = 2;
/// Rows of a line above its table.
const LINE_ROWS: usize = 10;

/// How charts are drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChartLook {
    /// Columns that a line may have.
    pub(crate) width: usize,
    /// Numbers alone: no bars, no shades.
    pub(crate) plain: bool,
    /// How wide characters are.
    pub(crate) columns: DisplayWidth,
}

/// Figures as lines: what they are, the rows, what must be known to read them.
pub(crate) fn lines(figures: &Figures, look: &ChartLook) -> Vec<String> {
    let sheet = Sheet::of(figures);
    let mut lines = vec![figures.title(), String::new()];
    if let Some(plot) = line(figures, &sheet, look) {
        lines.extend(plot.rows.iter().map(|row| row.trim_end().to_owned()));
        lines.push(String::new());
    }
    lines.extend(match &sheet.columns {
        None => bars::lines(figures, &sheet, look),
        Some(_) => grid::lines(figures, &sheet, look),
    });
    let notes = figures.notes();
    if !notes.is_empty() {
        lines.push(String::new());
        lines.extend(notes);
    }
    lines
}

/// The line of a single course over time, above its table.
fn line(figures: &Figures, sheet: &Sheet, look: &ChartLook) -> Option<Plot> {
    let is_single = sheet.columns.is_none() && !look.plain;
    let courses = Courses::of(figures, sheet).filter(|_| is_single)?;
    let room = PlotRoom {
        width: look.width,
        height: LINE_ROWS,
        is_ascii: false,
        columns: look.columns,
    };
    plot(figures, &courses, room)
}

/// The names of a row in one.
pub(crate) fn row_name(row: &Row) -> String {
    let names: Vec<&str> = row.labels.iter().map(|(_, name)| name.as_str()).collect();
    names.join(" · ")
}

/// A growth as people read it.
pub(crate) fn growth(percent: Option<f64>) -> String {
    percent.map_or_else(String::new, |percent| format!("{percent:+.1}%"))
}

/// Heads of the columns behind the figures of a sheet over time.
fn growth_heads(figures: &Figures) -> Vec<&'static str> {
    use qiao_index::statistics::Over;
    let year = pick(figures.language, ["同比", "year on year"]);
    let month = pick(figures.language, ["环比", "on month"]);
    match figures.over {
        None => Vec::new(),
        Some(Over::Year) => vec![year],
        Some(Over::Month) => vec![year, month],
    }
}

/// The cells below them.
fn growth_cells(figures: &Figures, row: &Row) -> Vec<String> {
    let cells = [row.growth.year_on_year, row.growth.month_on_month];
    let number = growth_heads(figures).len();
    cells.into_iter().take(number).map(growth).collect()
}

/// A figure, or what stands for none.
fn shown(figure: Option<f64>, unit: Unit, figures: &Figures) -> String {
    figure.map_or_else(|| "·".to_owned(), |it| unit.shown(it, figures.language))
}

/// Cells under each other: the first to the left, all others to the right.
fn aligned(rows: &[Vec<String>], columns: DisplayWidth) -> Vec<String> {
    let number = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| columns.width(cell))
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..number).map(width).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let blanks = " ".repeat(width.saturating_sub(columns.width(cell)));
            if column > 0 {
                line.extend(std::iter::repeat_n(' ', GAP));
                line.push_str(&blanks);
            }
            line.push_str(cell);
            if column == 0 {
                line.push_str(&blanks);
            }
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests;
