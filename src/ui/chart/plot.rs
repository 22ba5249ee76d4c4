//! A course of time as a line of dots above the names of its steps, the figures at its left.

use crate::statistics::{Courses, Figures};
use crate::ui::text::DisplayWidth;

/// Rows and columns below which no line can be read.
const LEAST_ROWS: usize = 5;
const LEAST_COLUMNS: usize = 24;
/// Columns between the axes below which two steps cannot stand beside each other.
const LEAST_INNER: usize = 2;
/// Columns between two steps at the most.
const WIDEST_STEP: usize = 10;
/// Dots of a cell, across and down, and the bit of each.
const ACROSS: usize = 2;
const DOWN: usize = 4;
const BITS: [[u32; DOWN]; ACROSS] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// The cell in which no dot is.
const NO_DOTS: u32 = 0x2800;

/// How much room a plot has, and what it is drawn with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlotRoom {
    /// Columns.
    pub(crate) width: usize,
    /// Rows, the names of the steps among them.
    pub(crate) height: usize,
    /// Signs of ASCII only.
    pub(crate) is_ascii: bool,
    /// How wide characters are.
    pub(crate) columns: DisplayWidth,
}

/// A line, drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plot {
    /// Its rows; the names of the steps are the last.
    pub(crate) rows: Vec<String>,
    /// At which column each step stands.
    pub(crate) steps: Vec<usize>,
}

impl Plot {
    /// The step that is next to a column.
    pub(crate) fn step_at(&self, column: usize) -> Option<usize> {
        let places = self.steps.iter().enumerate();
        places
            .min_by_key(|(_, at)| at.abs_diff(column))
            .map(|(place, _)| place)
    }
}

/// Draws the first line of some courses; `None` where there is no room or nothing to be joined.
pub(crate) fn plot(figures: &Figures, courses: &Courses, room: PlotRoom) -> Option<Plot> {
    let (_, line) = courses.lines.first()?;
    if line.len() < 2 || room.height < LEAST_ROWS || room.width < LEAST_COLUMNS {
        return None;
    }
    let (level, top) = courses.levels();
    let shown = |figure: f64| figures.unit().shown(figure, figures.language);
    let left = room.columns.width(&shown(top)) + 1;
    let gaps = line.len() - 1;
    let inner = room.width.saturating_sub(left + 1);
    if inner < LEAST_INNER {
        return None;
    }
    let grid = Grid {
        columns: inner.min(gaps * WIDEST_STEP + 1),
        rows: room.height - 1,
        gaps,
        top,
    };
    let cells = grid.drawn(line, room.is_ascii);
    let cells = grid.with_figures(cells, line, &shown);
    let mut rows = grid.with_levels(&cells, (level, left), room, &shown);
    let steps: Vec<usize> = (0..line.len())
        .map(|place| left + 1 + grid.column(place))
        .collect();
    rows.push(named(&courses.steps, &steps, room));
    Some(Plot { rows, steps })
}

/// The cells between the axes.
struct Grid {
    columns: usize,
    rows: usize,
    /// Between the first step and the last.
    gaps: usize,
    /// The figure at the upper edge.
    top: f64,
}

impl Grid {
    /// The dot of a step, from the left.
    fn across(&self, place: usize) -> usize {
        place * (self.columns * ACROSS - 1) / self.gaps
    }

    /// The column of a step.
    fn column(&self, place: usize) -> usize {
        self.across(place) / ACROSS
    }

    /// The dot of a figure, from above.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a dot of the screen"
    )]
    fn down(&self, figure: f64) -> usize {
        let last = self.rows * DOWN - 1;
        let share = (figure / self.top).clamp(0.0, 1.0);
        last - (share * last as f64).round() as usize
    }

    /// The cells with the line in them.
    fn drawn(&self, line: &[Option<f64>], is_ascii: bool) -> Vec<Vec<char>> {
        let mut bits = vec![vec![0_u32; self.columns]; self.rows];
        let points = line.iter().enumerate();
        let points: Vec<Option<(usize, usize)>> = points
            .map(|(place, figure)| figure.map(|it| (self.across(place), self.down(it))))
            .collect();
        // Where nothing is known there is a gap.
        for pair in points.windows(2) {
            if let [Some(from), Some(to)] = pair {
                join(&mut bits, *from, *to);
            }
        }
        for (x, y) in points.iter().flatten() {
            dot(&mut bits, *x, *y);
        }
        let sign = |bits: &u32| match (*bits, is_ascii) {
            (0, _) => ' ',
            (_, true) => '*',
            (bits, false) => char::from_u32(NO_DOTS + bits).unwrap_or(' '),
        };
        let rows = bits.iter().map(|row| row.iter().map(sign).collect());
        rows.collect()
    }

    /// The same with the figures of the steps above the line, as many as have room: the highest
    /// first, then the last and the first.
    fn with_figures(
        &self,
        mut cells: Vec<Vec<char>>,
        line: &[Option<f64>],
        shown: &dyn Fn(f64) -> String,
    ) -> Vec<Vec<char>> {
        let mut places: Vec<usize> = (0..line.len()).collect();
        let last = places.len().saturating_sub(1);
        let figure = |place: usize| line.get(place).copied().flatten();
        let highest = places.iter().copied().max_by(|a, b| {
            figure(*a)
                .unwrap_or(-1.0)
                .total_cmp(&figure(*b).unwrap_or(-1.0))
        });
        places.sort_by_key(|place| (Some(*place) != highest, *place != last, *place));
        for place in places {
            // What is nothing stands on the axis and is read there.
            let Some(figure) = figure(place).filter(|it| *it > 0.0) else {
                continue;
            };
            let text: Vec<char> = shown(figure).chars().collect();
            let row = self.down(figure) / DOWN;
            let start = self.column(place).saturating_sub(text.len() / 2);
            let start = start.min(self.columns.saturating_sub(text.len()));
            let above = row.checked_sub(1).and_then(|row| cells.get_mut(row));
            if let Some(cells) = above.and_then(|row| free(row, start, text.len())) {
                cells.copy_from_slice(&text);
            }
        }
        cells
    }

    /// The rows with the axis and its figures before them.
    fn with_levels(
        &self,
        cells: &[Vec<char>],
        (level, left): (f64, usize),
        room: PlotRoom,
        shown: &dyn Fn(f64) -> String,
    ) -> Vec<String> {
        let mut names = vec![String::new(); self.rows];
        let mut figure = 0.0;
        while figure <= self.top {
            if let Some(name) = names.get_mut(self.down(figure) / DOWN) {
                *name = shown(figure);
            }
            figure += level;
        }
        let [axis, mark] = if room.is_ascii {
            ['|', '+']
        } else {
            ['│', '┤']
        };
        let rows = names.iter().zip(cells).map(|(name, cells)| {
            let blanks = left.saturating_sub(room.columns.width(name) + 1);
            let axis = if name.is_empty() { axis } else { mark };
            let cells: String = cells.iter().collect();
            format!("{}{name} {axis}{cells}", " ".repeat(blanks))
        });
        rows.collect()
    }
}

/// The cells of a row that a text would take, where they and those beside it hold no text.
fn free(row: &mut [char], start: usize, length: usize) -> Option<&mut [char]> {
    let around = row.get(start.saturating_sub(1)..(start + length + 1).min(row.len()))?;
    let is_free = around.iter().all(|it| *it == ' ');
    row.get_mut(start..start + length).filter(|_| is_free)
}

fn dot(bits: &mut [Vec<u32>], x: usize, y: usize) {
    let cell = bits
        .get_mut(y / DOWN)
        .and_then(|row| row.get_mut(x / ACROSS));
    let bit = BITS.get(x % ACROSS).and_then(|bits| bits.get(y % DOWN));
    if let (Some(cell), Some(bit)) = (cell, bit) {
        *cell |= bit;
    }
}

/// Joins two points, the second at the right.
fn join(bits: &mut [Vec<u32>], (x, y): (usize, usize), (to_x, to_y): (usize, usize)) {
    let steps = (to_x - x).max(to_y.abs_diff(y)).max(1);
    for step in 0..=steps {
        let between = |from: usize, to: usize| {
            if to >= from {
                from + (to - from) * step / steps
            } else {
                from - (from - to) * step / steps
            }
        };
        dot(bits, between(x, to_x), between(y, to_y));
    }
}

/// The names of the steps below their columns, as many as have room.
fn named(names: &[String], columns: &[usize], room: PlotRoom) -> String {
    let mut line = String::new();
    let mut used = 0;
    for (name, column) in names.iter().zip(columns) {
        let width = room.columns.width(name);
        let start = column.saturating_sub(width / 2);
        let start = start.min(room.width.saturating_sub(width));
        if used == 0 || start > used {
            line.push_str(&" ".repeat(start.saturating_sub(used)));
            line.push_str(name);
            used = start + width;
        }
    }
    line
}
