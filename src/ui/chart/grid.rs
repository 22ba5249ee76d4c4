//! Rows and columns of figures, each with a shade: the darker, the more.

use super::sparkline::sparkline;
use super::{ChartLook, GAP, aligned, growth_cells, growth_heads, row_name, shown};
use crate::messages::{escape_controls, grouped, pick, say};
use crate::statistics::{Courses, Figures, Row, Sheet};

/// Columns of a name at the left, and of a name above.
const MAX_NAME: usize = 32;
const MAX_HEAD: usize = 16;
/// The part of the columns of a table over time in which the course of each row stands behind it:
/// the figures are what was asked for.
pub(crate) const COURSE_SHARE: usize = 8;
/// From nothing to the most.
const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
const ASCII_SHADES: [char; 5] = [' ', '.', ':', '*', '#'];
/// What the shades stand for.
pub(super) const LEGEND: [&str; 2] = ["░▒▓█ 由少到多", "░▒▓█ from few to many"];

/// The shade of a share of the most.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among four"
)]
pub(super) fn shade(share: f64) -> char {
    let place = (share.clamp(0.0, 1.0) * 4.0).ceil() as usize;
    SHADES.get(place).copied().unwrap_or(' ')
}

/// The same where a terminal may have ASCII signs only.
pub(crate) fn shades(share: f64, is_ascii: bool) -> char {
    let sign = shade(share);
    let place = SHADES
        .iter()
        .position(|it| *it == sign)
        .filter(|_| is_ascii);
    place.map_or(sign, |place| {
        ASCII_SHADES.get(place).copied().unwrap_or(' ')
    })
}

/// A head, and one line a row; columns that have no room are left out, which is said.
pub(super) fn lines(figures: &Figures, sheet: &Sheet, look: &ChartLook) -> Vec<String> {
    let Some((side, columns)) = &sheet.columns else {
        return Vec::new();
    };
    let highest = sheet.highest();
    let head = format!("{} ╲ {side}", sheet.heads.join(" · "));
    let mut cells = vec![vec![head]];
    cells.extend(sheet.rows.iter().map(|row| {
        let name = escape_controls(&row_name(row)).into_owned();
        vec![look.columns.fit(&name, MAX_NAME)]
    }));
    let tails = tails(figures, sheet, look);
    let kept = kept(figures, sheet, (&cells, &tails), look);
    for place in kept.clone() {
        let name = columns.get(place).map_or("", String::as_str);
        cells[0].push(look.columns.fit(&escape_controls(name), MAX_HEAD));
    }
    for (line, row) in cells.iter_mut().skip(1).zip(&sheet.rows) {
        line.extend(
            kept.clone()
                .map(|place| cell(figures, row, place, highest, look)),
        );
    }
    for (line, tail) in cells.iter_mut().zip(tails) {
        line.extend(tail);
    }
    let mut lines = aligned(&cells, look.columns);
    let left_out = columns.len() - kept.len();
    if left_out > 0 {
        let text = [
            "还有 {n} 列放不下：用 --format csv 得到全部",
            "{n} more {n:column has|columns have} no room: --format csv has all",
        ];
        lines.push(say(figures.language, text, &[("n", &left_out.to_string())]));
    }
    if !look.plain {
        lines.push(pick(figures.language, LEGEND).to_owned());
    }
    lines
}

fn cell(figures: &Figures, row: &Row, place: usize, highest: f64, look: &ChartLook) -> String {
    let figure = row.figures.get(place).copied().flatten();
    let text = shown(figure, figures.unit(), figures);
    if look.plain || figure.is_none() {
        return text;
    }
    let share = figure.unwrap_or_default() / highest.max(1e-9);
    format!("{} {text}", shade(share))
}

/// What stands behind the figures: the listings of a row, its growth.
fn tails(figures: &Figures, sheet: &Sheet, look: &ChartLook) -> Vec<Vec<String>> {
    let has_totals = sheet.rows.iter().any(|row| row.total.is_some());
    let total = pick(figures.language, ["合计", "total"]);
    let mut head: Vec<String> = has_totals.then(|| total.to_owned()).into_iter().collect();
    head.extend(growth_heads(figures).into_iter().map(str::to_owned));
    let courses = Courses::of(figures, sheet).filter(|_| !look.plain);
    let named = pick(figures.language, ["走势", "trend"]);
    head.extend(courses.as_ref().map(|_| named.to_owned()));
    let mut tails = vec![head];
    for (place, row) in sheet.rows.iter().enumerate() {
        let total = row.total.map_or_else(String::new, grouped);
        let mut tail: Vec<String> = has_totals.then_some(total).into_iter().collect();
        tail.extend(growth_cells(figures, row));
        tail.extend(
            courses
                .as_ref()
                .map(|it| course(it.line(place), look.width / COURSE_SHARE)),
        );
        tails.push(tail);
    }
    tails
}

/// The last steps of a course in so many columns.
fn course(course: &[Option<f64>], columns: usize) -> String {
    let first = course.len().saturating_sub(columns);
    sparkline(course.get(first..).unwrap_or_default(), false)
}

/// The columns that have room: the first ones, of a course of time the last.
fn kept(
    figures: &Figures,
    sheet: &Sheet,
    (names, tails): (&[Vec<String>], &[Vec<String>]),
    look: &ChartLook,
) -> std::ops::Range<usize> {
    let measure = look.columns;
    let widest = |texts: &mut dyn Iterator<Item = &String>| {
        texts
            .map(|text| measure.width(text))
            .max()
            .unwrap_or_default()
    };
    let columns = sheet.columns.as_ref().map_or(&[][..], |(_, names)| names);
    let number = tails.first().map_or(0, Vec::len);
    let behind: usize = (0..number)
        .map(|column| widest(&mut tails.iter().filter_map(|tail| tail.get(column))) + GAP)
        .sum();
    let mut room = look
        .width
        .saturating_sub(widest(&mut names.iter().flatten()) + behind);
    let width = |place: usize| {
        let highest = sheet.highest();
        let cells = sheet.rows.iter();
        let cells = cells.map(|row| measure.width(&cell(figures, row, place, highest, look)));
        let head = columns
            .get(place)
            .map_or(0, |name| measure.width(name).min(MAX_HEAD));
        cells.max().unwrap_or_default().max(head) + GAP
    };
    let mut fits = |place: &usize| {
        let needed = width(*place);
        let fits = needed <= room;
        room = room.saturating_sub(needed);
        fits
    };
    let all = 0..columns.len();
    if figures.over.is_some() {
        let number = all.clone().rev().take_while(|place| fits(place)).count();
        all.end - number..all.end
    } else {
        let number = all.clone().take_while(|place| fits(place)).count();
        0..number
    }
}
