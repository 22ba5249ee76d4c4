//! Two fields as bars that consist of parts: each part is hatched in its own way.

use super::canvas::{Anchor, Canvas, LINE, MARGIN, text_width};
use crate::statistics::{Figures, Row, Sheet, Stacks};

/// Length of the longest bar, and height of all.
const LONGEST: f64 = 420.0;
const HEIGHT: f64 = LINE - 6.0;
/// A piece of a part before its name, and the space behind the name.
const SAMPLE: f64 = 22.0;
const BETWEEN: f64 = 14.0;

pub(super) fn draw(canvas: &mut Canvas, figures: &Figures, (sheet, stacks): (&Sheet, &Stacks)) {
    let name = |row: &Row| {
        let names: Vec<&str> = row.labels.iter().map(|(_, name)| name.as_str()).collect();
        names.join(" · ")
    };
    let names: Vec<String> = sheet.rows.iter().map(name).collect();
    let widest = names.iter().map(|name| text_width(name));
    let left = MARGIN + widest.fold(0.0, f64::max) + 8.0;
    draw_names(canvas, left + LONGEST, stacks);
    let highest = stacks.highest().max(f64::MIN_POSITIVE);
    let shown = |figure: f64| figures.unit().shown(figure, figures.language);
    let top = canvas.y;
    for (name, parts) in names.iter().zip(&stacks.rows) {
        let y = canvas.y;
        canvas.text((left - 8.0, y + 15.0), Anchor::End, name);
        let mut x = left;
        for (figure, part) in parts.iter().zip(&stacks.parts) {
            let width = figure / highest * LONGEST;
            if width > 0.0 {
                canvas.hatched((x, y + 3.0), (width, HEIGHT), part.sign);
                canvas.label((x, y + 3.0), (width, HEIGHT), &shown(*figure));
            }
            x += width;
        }
        let sum = shown(parts.iter().sum());
        canvas.text((x + 6.0, y + 15.0), Anchor::Start, &sum);
        canvas.y += LINE;
    }
    canvas.rule((left, top), (left, canvas.y));
    canvas.y += LINE / 2.0;
}

/// The names of the parts, each behind a piece of it, in as many lines as they need.
fn draw_names(canvas: &mut Canvas, right: f64, stacks: &Stacks) {
    let mut x = MARGIN;
    for part in &stacks.parts {
        let width = SAMPLE + 6.0 + text_width(&part.name);
        if x > MARGIN && x + width > right {
            x = MARGIN;
            canvas.y += LINE;
        }
        canvas.hatched((x, canvas.y + 3.0), (SAMPLE, HEIGHT), part.sign);
        canvas.text(
            (x + SAMPLE + 6.0, canvas.y + 15.0),
            Anchor::Start,
            &part.name,
        );
        x += width + BETWEEN;
    }
    canvas.y += LINE + 4.0;
}
