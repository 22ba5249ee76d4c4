//! Courses of time as lines; each has dashes of its own and its name at its end.

use super::canvas::{Anchor, Canvas, LINE, MARGIN, text_width};
use crate::messages::say;
use crate::statistics::{Courses, Figures};

/// Lines of one picture that can be told apart.
pub(super) const MAX_LINES: usize = 6;
/// How the lines are dashed, the first one not at all.
const DASHES: [&str; MAX_LINES] = ["none", "6 3", "2 3", "10 3 2 3", "12 4", "4 2 1 2"];
const HEIGHT: f64 = 220.0;
/// Space between two steps of time, and the least between two names of such.
const STEP: f64 = 44.0;
const LEAST_STEP: f64 = 8.0;
const WIDEST: f64 = 760.0;
/// Length of the piece of a line before its name, and the height of a name.
const SAMPLE: f64 = 26.0;
const NAME_HEIGHT: f64 = 15.0;

/// The frame that courses are drawn in.
struct Frame {
    left: f64,
    bottom: f64,
    /// Between two steps of time.
    step: f64,
    /// The figure at the upper edge.
    top: f64,
}

impl Frame {
    #[expect(clippy::cast_precision_loss, reason = "the number of a step")]
    fn x(&self, place: usize) -> f64 {
        self.left + 6.0 + place as f64 * self.step
    }

    fn y(&self, figure: f64) -> f64 {
        self.bottom - figure / self.top * HEIGHT
    }
}

pub(super) fn draw(canvas: &mut Canvas, figures: &Figures, courses: &Courses) {
    let (level, top) = courses.levels();
    let shown = |figure: f64| figures.unit().shown(figure, figures.language);
    #[expect(clippy::cast_precision_loss, reason = "the number of steps")]
    let gaps = courses.steps.len().saturating_sub(1).max(1) as f64;
    let frame = Frame {
        left: MARGIN + text_width(&shown(top)) + 8.0,
        bottom: canvas.y + 4.0 + HEIGHT,
        step: STEP.min(WIDEST / gaps).max(LEAST_STEP),
        top,
    };
    let right = frame.x(courses.steps.len().saturating_sub(1)) + 6.0;
    let mut figure = 0.0;
    while figure <= top {
        let y = frame.y(figure);
        canvas.rule((frame.left, y), (right, y));
        canvas.text((frame.left - 6.0, y + 4.0), Anchor::End, &shown(figure));
        figure += level;
    }
    canvas.rule((frame.left, frame.y(top)), (frame.left, frame.bottom));
    draw_steps(canvas, courses, &frame);
    draw_courses(canvas, courses, &frame, right);
    canvas.y = frame.bottom + LINE + 4.0;
    if courses.without_time > 0.0 {
        let text = ["未注明时间：{n}", "Without a date: {n}"];
        let number = shown(courses.without_time);
        canvas.note(&say(figures.language, text, &[("n", &number)]));
    }
}

/// The names of the steps below, as many as have room.
fn draw_steps(canvas: &mut Canvas, courses: &Courses, frame: &Frame) {
    let widths = courses.steps.iter().map(|it| text_width(it));
    let widest = widths.fold(1.0, f64::max);
    let mut free = f64::MIN;
    for (place, name) in courses.steps.iter().enumerate() {
        let x = frame.x(place);
        if x >= free {
            canvas.text((x, frame.bottom + 16.0), Anchor::Middle, name);
            free = x + widest + 8.0;
        }
    }
}

/// The lines, and beside their ends, in the same order, a piece of each with its name.
fn draw_courses(canvas: &mut Canvas, courses: &Courses, frame: &Frame, right: f64) {
    let mut ends: Vec<(f64, &str, &str)> = Vec::new();
    for ((name, line), dashes) in courses.lines.iter().zip(DASHES) {
        let points = line.iter().enumerate();
        let points: Vec<Option<(f64, f64)>> = points
            .map(|(place, figure)| figure.map(|it| (frame.x(place), frame.y(it))))
            .collect();
        // Where nothing is known there is a gap.
        for part in points.split(Option::is_none).filter(|it| !it.is_empty()) {
            let part: Vec<(f64, f64)> = part.iter().flatten().copied().collect();
            canvas.course(&part, dashes);
        }
        let end = points.iter().rev().flatten().next();
        ends.push((end.map_or(frame.bottom, |(_, y)| *y), name, dashes));
    }
    if ends.len() < 2 {
        return;
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut below = f64::MAX;
    for (end, name, dashes) in ends.into_iter().rev() {
        let y = end.min(below - NAME_HEIGHT);
        below = y;
        canvas.sample((right + 6.0, y), SAMPLE, dashes);
        canvas.text((right + SAMPLE + 12.0, y + 4.0), Anchor::Start, name);
    }
}
