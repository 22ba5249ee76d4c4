//! Bars beside names.

use super::{ChartLook, aligned, growth_cells, growth_heads, row_name, shown};
use crate::messages::{escape_controls, pick};
use crate::statistics::{Figures, Sheet};

/// Columns of the longest bar.
const MAX_BAR: usize = 40;
/// Columns of a name beside bars.
const MAX_NAME: usize = 44;
/// Eighths of a block.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar for a share of `room` columns; what is there at all is never nothing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of the columns of a screen"
)]
pub(super) fn bar(share: f64, room: usize) -> String {
    let eighths = (share.clamp(0.0, 1.0) * (room * 8) as f64).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    let last = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{last}", "█".repeat(eighths / 8))
}

/// One row a line: name, figure, share, growth, bar.
pub(super) fn lines(figures: &Figures, sheet: &Sheet, look: &ChartLook) -> Vec<String> {
    let highest = sheet.highest();
    let mut heads = vec![sheet.heads.join(" · "), figures.measured()];
    let has_shares = sheet.rows.iter().any(|row| row.share.is_some());
    if has_shares {
        heads.push(pick(figures.language, ["占比", "share"]).to_owned());
    }
    if figures.measure.has_amount() {
        heads.push(counted(figures).to_owned());
    }
    heads.extend(growth_heads(figures).into_iter().map(str::to_owned));
    let mut cells = vec![heads];
    for row in &sheet.rows {
        let figure = row.figures.first().copied().flatten();
        let name = escape_controls(&row_name(row)).into_owned();
        let mut line = vec![
            look.columns.fit(&name, MAX_NAME),
            shown(figure, figures.unit(), figures),
        ];
        if has_shares {
            line.push(
                row.share
                    .map_or_else(String::new, |share| format!("{share:.1}%")),
            );
        }
        if figures.measure.has_amount() {
            line.push(row.count.to_string());
        }
        line.extend(growth_cells(figures, row));
        cells.push(line);
    }
    let lines = aligned(&cells, look.columns);
    if look.plain {
        return lines;
    }
    let widest = lines.iter().map(|line| look.columns.width(line)).max();
    let widest = widest.unwrap_or_default();
    let room = look.width.saturating_sub(widest + 2).min(MAX_BAR);
    let bars = sheet.rows.iter().map(|row| {
        let share = row.figures.first().copied().flatten().unwrap_or_default() / highest.max(1e-9);
        bar(share, room)
    });
    let bars = std::iter::once(String::new()).chain(bars);
    let beside = |(line, bar): (String, String)| {
        let blanks = " ".repeat(widest.saturating_sub(look.columns.width(&line)) + 2);
        format!("{line}{blanks}{bar}").trim_end().to_owned()
    };
    lines.into_iter().zip(bars).map(beside).collect()
}

/// What is counted beside amounts.
fn counted(figures: &Figures) -> &'static str {
    if figures.measure.is_of_contracts() {
        pick(figures.language, ["合同数", "contracts"])
    } else {
        pick(figures.language, ["条目数", "listings"])
    }
}
