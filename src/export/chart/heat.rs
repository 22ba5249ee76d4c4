//! Two fields: a box for each pair, the darker the more, its figure in it.

use super::canvas::{Anchor, Canvas, LINE, MARGIN, text_width};
use crate::statistics::{Figures, Row, Sheet};

pub(super) fn draw(canvas: &mut Canvas, figures: &Figures, sheet: &Sheet) {
    let Some((_, columns)) = &sheet.columns else {
        return;
    };
    let name = |row: &Row| {
        let names: Vec<&str> = row.labels.iter().map(|(_, name)| name.as_str()).collect();
        names.join(" · ")
    };
    let names: Vec<String> = sheet.rows.iter().map(name).collect();
    let shown = |figure: f64| figures.unit().shown(figure, figures.language);
    let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
    let left = MARGIN + widest(&mut names.iter().map(|it| text_width(it))) + 8.0;
    let widths: Vec<f64> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let figures = sheet
                .rows
                .iter()
                .filter_map(|row| row.figures.get(place).copied()?);
            let figures = widest(&mut figures.map(|it| text_width(&shown(it))));
            figures.max(text_width(column)) + 14.0
        })
        .collect();
    let mut x = left;
    for (column, width) in columns.iter().zip(&widths) {
        canvas.text((x + width / 2.0, canvas.y + 15.0), Anchor::Middle, column);
        x += width;
    }
    canvas.y += LINE;
    let highest = sheet.highest().max(f64::MIN_POSITIVE);
    for (row, name) in sheet.rows.iter().zip(&names) {
        let y = canvas.y;
        canvas.text((left - 8.0, y + 15.0), Anchor::End, name);
        let mut x = left;
        for (figure, width) in row.figures.iter().zip(&widths) {
            // Dark enough to tell apart, light enough to read what stands on it.
            let share = figure.unwrap_or_default() / highest * 0.7;
            canvas.block((x, y), (*width, LINE), share);
            if let Some(figure) = figure {
                canvas.text((x + width / 2.0, y + 15.0), Anchor::Middle, &shown(*figure));
            }
            x += width;
        }
        canvas.y += LINE;
    }
    canvas.y += 4.0;
}
