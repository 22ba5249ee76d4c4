//! Bars of one field, the longest first.

use super::canvas::{Anchor, Canvas, LINE, MARGIN, text_width};
use crate::statistics::{Figures, Row, Sheet};

/// Length of the longest bar.
const LONGEST: f64 = 360.0;

pub(super) fn draw(canvas: &mut Canvas, figures: &Figures, sheet: &Sheet) {
    let name = |row: &Row| {
        let names: Vec<&str> = row.labels.iter().map(|(_, name)| name.as_str()).collect();
        names.join(" · ")
    };
    let names: Vec<String> = sheet.rows.iter().map(name).collect();
    let widest = names
        .iter()
        .map(|name| text_width(name))
        .fold(0.0, f64::max);
    let left = MARGIN + widest + 8.0;
    let highest = sheet.highest().max(f64::MIN_POSITIVE);
    let top = canvas.y;
    for (row, name) in sheet.rows.iter().zip(&names) {
        let figure = row.figures.first().copied().flatten().unwrap_or_default();
        let (y, length) = (canvas.y, figure / highest * LONGEST);
        canvas.text((left - 8.0, y + 15.0), Anchor::End, name);
        canvas.block((left, y + 3.0), (length, LINE - 6.0), 0.6);
        let mut shown = figures.unit().shown(figure, figures.language);
        if let Some(share) = row.share {
            shown = format!("{shown} · {share:.1}%");
        }
        canvas.text((left + length + 6.0, y + 15.0), Anchor::Start, &shown);
        canvas.y += LINE;
    }
    let bottom = canvas.y;
    canvas.rule((left, top), (left, bottom));
    canvas.y += 4.0;
}
