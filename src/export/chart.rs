//! Figures as a picture: SVG, readable in black and white, names whole.

mod bars;
mod canvas;
mod heat;
mod lines;

use crate::statistics::{Figures, Sheet};
use canvas::Canvas;
pub(super) use canvas::escaped;

/// Figures as an SVG picture: bars of one field, lines over time, shades of two fields.
pub(crate) fn svg(figures: &Figures) -> String {
    let sheet = Sheet::of(figures);
    let mut canvas = Canvas::new();
    canvas.title(&figures.title());
    if sheet.rows.is_empty() {
        return canvas.finish();
    }
    match (&sheet.columns, figures.over) {
        (None, None) => bars::draw(&mut canvas, figures, &sheet),
        (None, Some(_)) => lines::draw(&mut canvas, figures, lines::over_rows(figures, &sheet)),
        (Some(_), Some(_)) if sheet.rows.len() <= lines::MAX_LINES => {
            lines::draw(&mut canvas, figures, lines::over_columns(&sheet));
        }
        (Some(_), _) => heat::draw(&mut canvas, figures, &sheet),
    }
    for note in figures.notes() {
        canvas.note(&note);
    }
    canvas.finish()
}

#[cfg(test)]
mod tests;
