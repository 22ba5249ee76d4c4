//! Courses of time as lines; each has dashes of its own and its name at its end.

use qiao_index::statistics::Category;

use super::canvas::{Anchor, Canvas, LINE, MARGIN, text_width};
use crate::messages::say;
use crate::statistics::{Figures, Row, Sheet};

/// Lines of one picture that can be told apart.
pub(super) const MAX_LINES: usize = 6;
/// How the lines are dashed, the first one not at all.
const DASHES: [&str; MAX_LINES] = ["none", "6 3", "2 3", "10 3 2 3", "12 4", "4 2 1 2"];
const HEIGHT: f64 = 220.0;
/// Space between two steps of time, and the least between two names of such.
const STEP: f64 = 44.0;
const LEAST_STEP: f64 = 8.0;
const WIDEST: f64 = 760.0;

/// Steps of time, and lines with names.
pub(super) struct Courses {
    steps: Vec<String>,
    lines: Vec<(String, Vec<Option<f64>>)>,
    /// What no time is stated for.
    without_time: f64,
}

/// One line of the rows.
pub(super) fn over_rows(figures: &Figures, sheet: &Sheet) -> Courses {
    let is_time = |row: &&Row| row.labels.iter().all(|(it, _)| *it != Category::NotStated);
    let timed: Vec<&Row> = sheet.rows.iter().filter(is_time).collect();
    let others = sheet.rows.iter().filter(|row| !is_time(row));
    let figure = |row: &Row| row.figures.first().copied().flatten();
    let name = |row: &&Row| row.labels.first().map_or("", |(_, name)| name).to_owned();
    Courses {
        steps: timed.iter().map(name).collect(),
        lines: vec![(
            figures.measured(),
            timed.iter().map(|row| figure(row)).collect(),
        )],
        without_time: others.filter_map(figure).sum(),
    }
}

/// One line for each row.
pub(super) fn over_columns(sheet: &Sheet) -> Courses {
    let columns = sheet.columns.as_ref().map_or(&[][..], |(_, names)| names);
    let is_step = |name: &&String| name.starts_with(|it: char| it.is_ascii_digit());
    let steps: Vec<String> = columns.iter().filter(is_step).cloned().collect();
    let number = steps.len();
    let name = |row: &Row| {
        let names: Vec<&str> = row.labels.iter().map(|(_, name)| name.as_str()).collect();
        names.join(" · ")
    };
    let lines = sheet.rows.iter().map(|row| {
        let figures = row.figures.iter().take(number).copied();
        (name(row), figures.collect())
    });
    let behind = sheet
        .rows
        .iter()
        .flat_map(|row| row.figures.iter().skip(number));
    Courses {
        lines: lines.collect(),
        without_time: behind.flatten().sum(),
        steps,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the number of a step")]
pub(super) fn draw(canvas: &mut Canvas, figures: &Figures, courses: &Courses) {
    let all = courses
        .lines
        .iter()
        .flat_map(|(_, line)| line.iter().flatten());
    let highest = all.copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let shown = |figure: f64| figures.unit().shown(figure, figures.language);
    let left = MARGIN + text_width(&shown(highest)) + 8.0;
    let (top, bottom) = (canvas.y + 4.0, canvas.y + 4.0 + HEIGHT);
    let gaps = courses.steps.len().saturating_sub(1).max(1) as f64;
    let step = STEP.min(WIDEST / gaps).max(LEAST_STEP);
    let at = |place: usize| left + 6.0 + place as f64 * step;
    let height = |figure: f64| bottom - figure / highest * HEIGHT;
    let right = at(courses.steps.len().saturating_sub(1)) + 6.0;
    for figure in [0.0, highest / 2.0, highest] {
        canvas.rule((left, height(figure)), (right, height(figure)));
        canvas.text(
            (left - 6.0, height(figure) + 4.0),
            Anchor::End,
            &shown(figure),
        );
    }
    canvas.rule((left, top), (left, bottom));
    let widest = courses
        .steps
        .iter()
        .map(|it| text_width(it))
        .fold(1.0, f64::max);
    let mut free = f64::MIN;
    for (place, name) in courses.steps.iter().enumerate() {
        if at(place) >= free {
            canvas.text((at(place), bottom + 16.0), Anchor::Middle, name);
            free = at(place) + widest + 8.0;
        }
    }
    let mut taken: Vec<f64> = Vec::new();
    for ((name, line), dashes) in courses.lines.iter().zip(DASHES) {
        let points = line.iter().enumerate();
        let points: Vec<(f64, f64)> = points
            .map(|(place, figure)| (at(place), height(figure.unwrap_or_default())))
            .collect();
        canvas.course(&points, dashes);
        if courses.lines.len() > 1 {
            let end = points.last().map_or(bottom, |(_, y)| *y);
            let free = clear_of(&taken, end);
            taken.push(free);
            canvas.text((right + 6.0, free + 4.0), Anchor::Start, name);
        }
    }
    canvas.y = bottom + LINE + 4.0;
    if courses.without_time > 0.0 {
        let text = ["未注明时间：{n}", "Without a date: {n}"];
        canvas.note(&say(
            figures.language,
            text,
            &[("n", &shown(courses.without_time))],
        ));
    }
}

/// A height near another at which no name stands yet.
fn clear_of(taken: &[f64], wanted: f64) -> f64 {
    let mut height = wanted;
    while let Some(near) = taken.iter().find(|it| (**it - height).abs() < 13.0) {
        height = near - 13.5;
    }
    height
}
