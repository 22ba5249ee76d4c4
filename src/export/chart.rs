//! Figures as a picture: SVG, readable in black and white, names whole.

mod bars;
mod canvas;
mod heat;
mod lines;
mod stacked;

use crate::statistics::{Courses, Figures, Sheet, Stacks};
use canvas::Canvas;
pub(super) use canvas::escaped;

/// Figures as an SVG picture: bars of one field, lines over time, of two fields stacked bars and a
/// table with shades.
pub(crate) fn svg(figures: &Figures) -> String {
    picture(figures, true)
}

/// The same for what stands beside a table of these figures.
pub(super) fn beside_table(figures: &Figures) -> String {
    picture(figures, false)
}

fn picture(figures: &Figures, with_table: bool) -> String {
    let sheet = Sheet::of(figures);
    let mut canvas = Canvas::new();
    canvas.title(&figures.title());
    if sheet.rows.is_empty() {
        return canvas.finish();
    }
    let fits =
        |it: &Courses| (1..=lines::MAX_LINES).contains(&it.lines.len()) && !it.steps.is_empty();
    let courses = Courses::of(figures, &sheet).filter(fits);
    match (&courses, &sheet.columns) {
        (Some(courses), _) => lines::draw(&mut canvas, figures, courses),
        (None, None) => bars::draw(&mut canvas, figures, &sheet),
        (None, Some(_)) => {
            let stacks = Stacks::of(figures, &sheet);
            if let Some(stacks) = &stacks {
                stacked::draw(&mut canvas, figures, (&sheet, stacks));
            }
            if with_table || stacks.is_none() {
                heat::draw(&mut canvas, figures, &sheet);
            }
        }
    }
    for note in figures.notes() {
        canvas.note(&note);
    }
    canvas.finish()
}

#[cfg(test)]
mod tests;
