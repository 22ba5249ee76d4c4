//! A report as Markdown.

use std::io::{self, Write};

use super::super::figures::marked;
use super::{dates, nothing};
use crate::statistics::{Report, ReportCell};

/// Writes headings, tables and notes.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_report_markdown(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    writeln!(out, "# {}\n", marked(&report.title))?;
    let [period, made] = dates(report);
    writeln!(out, "{period}\n\n{made}")?;
    for section in &report.sections {
        writeln!(out, "\n## {}\n", marked(&section.title))?;
        if section.rows.is_empty() {
            writeln!(out, "{}", nothing(report))?;
        } else {
            let is_number = |place: usize| {
                let mut cells = section.rows.iter().filter_map(|row| row.get(place));
                cells.any(ReportCell::is_number)
            };
            let heads = section
                .head
                .iter()
                .map(|head| format!(" {} |", marked(head)));
            writeln!(out, "|{}", heads.collect::<String>())?;
            let rules = 0..section.head.len();
            let rules = rules.map(|place| {
                if is_number(place) {
                    " ---: |"
                } else {
                    " --- |"
                }
            });
            writeln!(out, "|{}", rules.collect::<String>())?;
            for row in &section.rows {
                let cells = row.iter().map(|cell| cell.shown(report.language));
                let cells = cells.map(|cell| format!(" {} |", marked(&cell)));
                writeln!(out, "|{}", cells.collect::<String>())?;
            }
        }
        for note in &section.notes {
            writeln!(out, "\n{}", marked(note))?;
        }
    }
    Ok(())
}
