//! How the statistics screen is drawn. Drawing only reads.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{StatisticsScreen, View};
use crate::browser::panes::draw_words;
use crate::browser::screens::{ScreenName, names};
use crate::browser::shared::Shared;
use crate::messages::{escape_controls, fill, pick};
use crate::statistics::{Courses, Figures, Row, Sheet, measure_name};
use crate::ui::chart::{COURSE_SHARE, growth, row_name, shades, sparkline};
use crate::ui::layout::{Extras, Pane, layout};
use crate::ui::presentation::Presentation;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;

/// Columns between two parts.
pub(super) const BETWEEN: usize = 2;
/// Columns of a name beside bars, and beside a table, as parts of the room; the most of them.
pub(super) const NAME_SHARE: usize = 3;
pub(super) const MAX_NAME: usize = 40;
/// Columns of a head of a column.
const MAX_HEAD: usize = 14;
/// With more rows than these notes have one of them, where there are any, and two at all times: which
/// columns are not on screen is said in small windows too.
const FEWEST_ROWS: u16 = 3;
const FEW_ROWS: u16 = 10;
/// Rows from which a course of time is drawn in one of them, from which as a line, and its height.
const LEAST_ROWS: u16 = 5;
const ROWS_WITH_PLOT: u16 = 14;
const MAX_PLOT: u16 = 16;
/// The least steps of a course that is drawn behind a row.
const LEAST_COURSE: usize = 8;

/// The areas of the screen.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Areas {
    /// The line that narrows the rows.
    query: Rect,
    /// The names of the screens.
    pub(super) screens: Rect,
    /// The names of the views.
    views: Rect,
    /// Of what the figures are.
    pub(super) of: Rect,
    /// The line of a course of time.
    pub(super) plot: Rect,
    /// What stands above the columns.
    pub(super) heads: Rect,
    /// The rows.
    pub(super) rows: Rect,
    /// What must be known to read them.
    notes: Rect,
}

/// Where everything stands without a line of a course.
fn areas(shared: &Shared, has_notes: bool) -> Areas {
    let extras = Extras {
        screens: names::width(shared.look()),
        ..Extras::default()
    };
    let Some(all) = layout(shared.room(), Pane::Results, extras) else {
        return Areas::default();
    };
    let body = [all.facets, all.results, all.listing];
    let body = body.into_iter().filter(|area| !area.is_empty());
    let body = body.reduce(Rect::union).unwrap_or_default();
    let notes = if body.height > FEW_ROWS {
        2
    } else {
        u16::from(has_notes && body.height > FEWEST_ROWS)
    };
    let line = |y: u16| Rect {
        y,
        height: 1,
        ..body
    };
    let used = 1.min(body.height);
    Areas {
        query: all.query,
        screens: all.screens,
        views: all.notice,
        of: if all.heads.is_empty() {
            all.notice
        } else {
            line(all.heads.y)
        },
        plot: Rect::default(),
        heads: line(body.y),
        rows: Rect {
            y: body.y + used,
            height: body.height.saturating_sub(notes + used),
            width: body.width.saturating_sub(1),
            ..body
        },
        notes: Rect {
            y: body.bottom().saturating_sub(notes),
            height: notes,
            ..body
        },
    }
}

/// The columns of a table that are on screen.
struct Grid {
    /// Columns of the names.
    names: usize,
    /// The first column of figures, and the columns that each takes.
    first: usize,
    widths: Vec<usize>,
    /// The courses of all rows, where they are shown.
    courses: Option<Courses>,
    /// Columns of the course of each row.
    course: usize,
}

impl Grid {
    /// The last steps of the course of a row that have room.
    fn course_of(&self, row: &Row, sheet: &Sheet, look: &Presentation) -> String {
        // Rows that are narrowed by what is typed are not all of them.
        let place = sheet.rows.iter().position(|it| std::ptr::eq(it, row));
        let course = place.zip(self.courses.as_ref());
        let course = course.map_or(&[][..], |(place, courses)| courses.line(place));
        let first = course.len().saturating_sub(self.course);
        let last = course.get(first..).unwrap_or_default();
        sparkline(last, look.symbols.level.is_ascii())
    }
}

impl StatisticsScreen {
    /// Whether there is something to be said below the rows; of columns there nearly always is.
    fn has_notes(&self) -> bool {
        let counted = self.counted.as_ref();
        counted
            .is_some_and(|(figures, sheet)| sheet.columns.is_some() || !figures.notes().is_empty())
    }

    /// Where everything stands.
    pub(super) fn areas(&self, shared: &Shared) -> Areas {
        let all = areas(shared, self.has_notes());
        let height = match (self.view, all.rows.height) {
            (View::Stacked, rows) => self
                .lines_of_names(all.rows.width, shared.look())
                .min(rows / 2),
            (View::OverTime, LEAST_ROWS..ROWS_WITH_PLOT) => 1,
            (View::OverTime, rows @ ROWS_WITH_PLOT..) => (rows / 2).min(MAX_PLOT),
            _ => 0,
        };
        Areas {
            plot: Rect {
                height,
                ..all.heads
            },
            heads: Rect {
                y: all.heads.y + height,
                ..all.heads
            },
            rows: Rect {
                y: all.rows.y + height,
                height: all.rows.height - height,
                ..all.rows
            },
            ..all
        }
    }

    /// Draws everything; returns where the cursor of the line that takes the keys stands.
    pub(super) fn draw_all(&self, buffer: &mut Buffer, shared: &Shared) -> Position {
        let look = shared.look();
        let areas = self.areas(shared);
        names::draw(buffer, areas.screens, ScreenName::Statistics, look);
        let cursor = self.draw_entry(buffer, areas.query, look);
        self.draw_views(buffer, areas.views, look);
        let Some((figures, sheet)) = &self.counted else {
            let words = self
                .failure
                .as_ref()
                .map_or(look.messages.nothing.searching, |it| it.say(look.language));
            draw_words(buffer, areas.rows, words, Role::Dim, look);
            return cursor;
        };
        if areas.of != areas.views {
            let of = self
                .of(figures, look)
                .fit(look.columns, usize::from(areas.of.width));
            of.draw(buffer, areas.of, look.columns, &look.theme);
        }
        if sheet.rows.is_empty() {
            draw_words(
                buffer,
                areas.rows,
                look.messages.nothing.found,
                Role::Dim,
                look,
            );
            return cursor;
        }
        if let Some(stacks) = self.stacks() {
            self.draw_stacks(buffer, &areas, (figures, sheet, &stacks), look);
        } else if sheet.columns.is_some() {
            self.draw_grid(buffer, &areas, (figures, sheet), look);
        } else {
            self.draw_plot(buffer, areas.plot, (figures, sheet), look);
            self.draw_bars(buffer, &areas, (figures, sheet), look);
        }
        let mut notes = figures.notes();
        let told = self.chosen_part(figures, sheet);
        let told = told.or_else(|| self.columns_shown((figures, sheet), &areas, look));
        notes.splice(..0, told);
        let notes = notes.join(look.symbols.dot);
        draw_words(buffer, areas.notes, &notes, Role::Dim, look);
        let bar = Rect {
            x: areas.rows.right(),
            width: 1,
            ..areas.rows
        };
        let extent = self.choice.extent(areas.rows.height, self.rows().len());
        extent.draw(buffer, bar, true, look);
        cursor
    }

    fn draw_entry(&self, buffer: &mut Buffer, area: Rect, look: &Presentation) -> Position {
        let (cursor, _) = self.entry.draw(buffer, area, look.symbols.prompt, look);
        if self.entry.is_empty() {
            let rest = Rect {
                x: cursor.x,
                width: area.right().saturating_sub(cursor.x),
                height: 1,
                ..area
            };
            draw_line(buffer, rest, look.messages.desk.narrow, Role::Dim, look);
        }
        cursor
    }

    /// The names of the views.
    fn views(look: &Presentation) -> [&'static str; View::ALL.len()] {
        pick(
            look.language,
            [
                ["排行", "逐年", "交叉表", "构成"],
                ["Ranking", "Over time", "Cross table", "Stacked"],
            ],
        )
    }

    fn draw_views(&self, buffer: &mut Buffer, area: Rect, look: &Presentation) {
        let mut line = Line::default();
        for (view, name) in View::ALL.into_iter().zip(Self::views(look)) {
            if !line.pieces.is_empty() {
                line.push(" ".repeat(BETWEEN), Role::Plain);
            }
            let role = if view == self.view {
                Role::Heading
            } else {
                Role::Dim
            };
            line.push(name, role);
        }
        line.fit(look.columns, usize::from(area.width)).draw(
            buffer,
            area,
            look.columns,
            &look.theme,
        );
    }

    /// The view whose name stands at a place.
    pub(super) fn view_at(at: Position, areas: &Areas, shared: &Shared) -> Option<View> {
        if !areas.views.contains(at) {
            return None;
        }
        let look = shared.look();
        let column = usize::from(at.x - areas.views.x);
        let mut left = 0;
        let named = View::ALL.into_iter().zip(Self::views(look));
        let mut named = named.filter(|(_, name)| {
            let right = left + look.columns.width(name);
            let is_there = (left..right).contains(&column);
            left = right + BETWEEN;
            is_there
        });
        named.next().map(|(view, _)| view)
    }

    /// One row a line: name, figure, share, growth, bar.
    fn draw_bars(
        &self,
        buffer: &mut Buffer,
        areas: &Areas,
        (figures, sheet): (&Figures, &Sheet),
        look: &Presentation,
    ) {
        let rows = self.rows();
        let measure = look.columns;
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
        let room = usize::from(areas.rows.width);
        let most = (room / NAME_SHARE).min(MAX_NAME);
        let names = widest(&mut rows.iter().map(|row| measure.width(&row_name(row)))).min(most);
        let tails: Vec<String> = rows.iter().map(|row| tail(figures, row)).collect();
        let tail_width = widest(&mut tails.iter().map(|tail| measure.width(tail)));
        let bar_room = room.saturating_sub(names + tail_width + 2 * BETWEEN);
        let highest = sheet.highest().max(f64::MIN_POSITIVE);
        let head = format!(
            "{}{}{}",
            padded(&sheet.heads.join(look.symbols.dot), names, look),
            " ".repeat(BETWEEN),
            measure_name(figures.measure, look.language),
        );
        draw_line(buffer, areas.heads, &head, Role::Dim, look);
        self.choice
            .draw(buffer, areas.rows, rows.len(), look, |buffer, place, at| {
                let (Some(row), Some(tail)) = (rows.get(at), tails.get(at)) else {
                    return;
                };
                let name = padded(&escape_controls(&row_name(row)), names, look);
                let mut line = Line::new(name, Role::Plain);
                let blanks = tail_width.saturating_sub(measure.width(tail)) + BETWEEN;
                line.push(format!("{}{tail}", " ".repeat(blanks)), Role::Plain);
                let figure = row.figures.first().copied().flatten().unwrap_or_default();
                let bar = bar(figure / highest, bar_room, look);
                line.push(format!("{}{bar}", " ".repeat(BETWEEN)), Role::Accent);
                line.fit(measure, room)
                    .draw(buffer, place, measure, &look.theme);
            });
    }

    /// A table of two fields; the chosen cell is selected, and its row marked.
    fn draw_grid(
        &self,
        buffer: &mut Buffer,
        areas: &Areas,
        (figures, sheet): (&Figures, &Sheet),
        look: &Presentation,
    ) {
        let rows = self.rows();
        let grid = self.grid(figures, sheet, areas.rows, look);
        let measure = look.columns;
        let names = sheet.columns.as_ref().map_or(&[][..], |(_, names)| names);
        let mut head = padded(&sheet.heads.join(look.symbols.dot), grid.names, look);
        let shown = names.iter().skip(grid.first).zip(&grid.widths);
        for (name, width) in shown {
            let name = measure.fit(&escape_controls(name), *width);
            let blanks = width.saturating_sub(measure.width(&name)) + BETWEEN;
            head.push_str(&" ".repeat(blanks));
            head.push_str(&name);
        }
        if grid.course > 0 {
            head.push_str(&" ".repeat(BETWEEN));
            head.push_str(pick(look.language, ["走势", "course"]));
        }
        draw_line(buffer, areas.heads, &head, Role::Dim, look);
        let highest = sheet.highest().max(f64::MIN_POSITIVE);
        let first = self.choice.first_shown(areas.rows.height);
        for (at, area) in (first..rows.len()).zip(areas.rows.rows()) {
            let Some(row) = rows.get(at) else { continue };
            let is_chosen = self.choice.place() == Some(at);
            let name = padded(&escape_controls(&row_name(row)), grid.names, look);
            let role = if is_chosen {
                Role::Heading
            } else {
                Role::Plain
            };
            draw_line(buffer, area, &name, role, look);
            let mut x = area.x + columns(grid.names);
            for (column, width) in (grid.first..).zip(&grid.widths) {
                let figure = row.figures.get(column).copied().flatten();
                let cell = cell(figures, figure, highest, look);
                let blanks = width.saturating_sub(measure.width(&cell)) + BETWEEN;
                let place = Rect {
                    x: x + columns(blanks),
                    width: columns(width + BETWEEN - blanks),
                    ..area
                };
                draw_line(buffer, place, &cell, Role::Plain, look);
                if is_chosen && column == self.column {
                    text::select(buffer, place, &look.theme);
                }
                x += columns(width + BETWEEN);
            }
            let course = grid.course_of(row, sheet, look);
            let place = Rect {
                x: x + columns(BETWEEN),
                width: columns(grid.course),
                ..area
            };
            draw_line(buffer, place, &course, Role::Accent, look);
        }
    }

    /// Which columns are on screen: the chosen one is.
    fn grid(&self, figures: &Figures, sheet: &Sheet, area: Rect, look: &Presentation) -> Grid {
        let measure = look.columns;
        let rows = self.rows();
        let widest = rows.iter().map(|row| measure.width(&row_name(row))).max();
        let most = (usize::from(area.width) / NAME_SHARE).min(MAX_NAME);
        let names = widest.unwrap_or_default().min(most);
        let heads = sheet.columns.as_ref().map_or(&[][..], |(_, names)| names);
        let highest = sheet.highest().max(f64::MIN_POSITIVE);
        let width = |column: usize| {
            let figures = rows.iter().map(|row| {
                let figure = row.figures.get(column).copied().flatten();
                measure.width(&cell(figures, figure, highest, look))
            });
            let head = heads
                .get(column)
                .map_or(0, |it| measure.width(it).min(MAX_HEAD));
            figures.max().unwrap_or_default().max(head)
        };
        let widths: Vec<usize> = (0..heads.len()).map(width).collect();
        let course = usize::from(area.width) / COURSE_SHARE;
        let courses = Courses::of(figures, sheet).filter(|_| course >= LEAST_COURSE);
        let course = courses.as_ref().map_or(0, |it| course.min(it.steps.len()));
        let behind = if course > 0 { course + BETWEEN } else { 0 };
        let room = usize::from(area.width).saturating_sub(names + behind);
        let fitting = |first: usize| {
            let mut left = room;
            let widths = widths.iter().skip(first);
            let fits = widths.take_while(|width| {
                let fits = **width + BETWEEN <= left;
                left = left.saturating_sub(**width + BETWEEN);
                fits
            });
            fits.count()
        };
        // What is not stated stands behind the last step of a course, and is seen with it.
        let is_last_but_one = self.column + 2 == heads.len();
        let seen = self.column + usize::from(is_last_but_one);
        let mut first = 0;
        while first < self.column && first + fitting(first) <= seen {
            first += 1;
        }
        let number = fitting(first);
        let widths = widths.into_iter().skip(first).take(number).collect();
        Grid {
            names,
            first,
            widths,
            courses,
            course,
        }
    }

    /// Which columns are on screen, where not all are.
    fn columns_shown(
        &self,
        (figures, sheet): (&Figures, &Sheet),
        areas: &Areas,
        look: &Presentation,
    ) -> Option<String> {
        let (_, all) = sheet.columns.as_ref()?;
        let grid = self.grid(figures, sheet, areas.rows, look);
        let last = grid.first + grid.widths.len();
        let words = [
            "第 {first}–{last} 列，共 {n} 列：← →",
            "columns {first}–{last} of {n}: ← →",
        ];
        let values = [
            ("first", &*(grid.first + 1).to_string()),
            ("last", &last.to_string()),
            ("n", &all.len().to_string()),
        ];
        (grid.widths.len() < all.len()).then(|| fill(pick(look.language, words), &values))
    }

    /// The column of figures that stands at a place of the screen.
    pub(super) fn column_at(&self, at: Position, areas: &Areas, shared: &Shared) -> Option<usize> {
        let (figures, sheet) = self.counted.as_ref()?;
        sheet.columns.as_ref()?;
        if let Some(stacks) = self.stacks() {
            return self.part_at(at, areas, &stacks, shared.look());
        }
        let x = at.x;
        let grid = self.grid(figures, sheet, areas.rows, shared.look());
        let mut left = areas.rows.x + columns(grid.names);
        for (column, width) in (grid.first..).zip(&grid.widths) {
            let right = left + columns(width + BETWEEN);
            if (left..right).contains(&x) {
                return Some(column);
            }
            left = right;
        }
        None
    }
}

/// What stands behind a name: figure, share, growth.
fn tail(figures: &Figures, row: &Row) -> String {
    let figure = row.figures.first().copied().flatten();
    let figure = figure.map_or_else(
        || "·".to_owned(),
        |it| figures.unit().shown(it, figures.language),
    );
    let share = row
        .share
        .map_or_else(String::new, |share| format!("{share:>6.1}%"));
    let growth = if figures.over.is_some() {
        format!("{:>9}", growth(row.growth.year_on_year))
    } else {
        String::new()
    };
    format!("{figure}{share}{growth}")
}

/// A cell of a table: its shade and its figure.
fn cell(figures: &Figures, figure: Option<f64>, highest: f64, look: &Presentation) -> String {
    let Some(figure) = figure else {
        return "·".to_owned();
    };
    let is_ascii = look.symbols.level.is_ascii();
    let shade = shades(figure / highest, is_ascii);
    format!("{shade} {}", figures.unit().shown(figure, figures.language))
}

/// A bar for a share of the room.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of the columns of a screen"
)]
fn bar(share: f64, room: usize, look: &Presentation) -> String {
    let halves = (share.clamp(0.0, 1.0) * (room * 2) as f64).round() as usize;
    let halves = if share > 0.0 { halves.max(1) } else { 0 };
    let [half, whole] = look.symbols.bar;
    format!("{}{}", whole.repeat(halves / 2), half.repeat(halves % 2))
}

/// A text of exactly so many columns.
pub(super) fn padded(text: &str, width: usize, look: &Presentation) -> String {
    let text = look.columns.fit(text, width);
    let blanks = width.saturating_sub(look.columns.width(&text));
    format!("{text}{}", " ".repeat(blanks))
}

pub(super) fn draw_line(
    buffer: &mut Buffer,
    area: Rect,
    text: &str,
    role: Role,
    look: &Presentation,
) {
    if area.is_empty() {
        return;
    }
    Line::new(text, role)
        .fit(look.columns, usize::from(area.width))
        .draw(buffer, area, look.columns, &look.theme);
}
