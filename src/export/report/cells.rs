//! A report for scripts: its cells as JSON, and as CSV.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::formula_safe;
use super::{dates, nothing};
use crate::statistics::{Report, ReportCell};

/// A report as one JSON object: figures are numbers, amounts in yuan, what is not known is `null`.
pub(crate) fn report_json(report: &Report) -> Value {
    let sections = report.sections.iter().map(|section| {
        let rows = section.rows.iter();
        let rows = rows.map(|row| row.iter().map(cell).collect::<Vec<_>>());
        json!({
            "title": section.title,
            "head": section.head,
            "rows": rows.collect::<Vec<_>>(),
            "notes": section.notes,
        })
    });
    json!({
        "title": report.title,
        "period": report.period,
        "made": report.made,
        "sections": sections.collect::<Vec<_>>(),
    })
}

fn cell(cell: &ReportCell) -> Value {
    match cell {
        ReportCell::Text(text) => json!(text),
        ReportCell::Figure(figure, _) | ReportCell::Percent(figure, _) => json!(figure),
        ReportCell::Nothing => Value::Null,
    }
}

/// Writes the sections under each other, each with its title, heads and rows.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_report_csv(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    for line in dates(report) {
        writer.write_record([formula_safe(&line)])?;
    }
    for section in &report.sections {
        writer.write_record([""])?;
        writer.write_record([formula_safe(&section.title)])?;
        if section.rows.is_empty() {
            writer.write_record([nothing(report)])?;
            continue;
        }
        writer.write_record(section.head.iter().map(|head| formula_safe(head)))?;
        for row in &section.rows {
            writer.write_record(row.iter().map(plain))?;
        }
    }
    writer.flush()
}

/// A cell without signs between its digits; a text is no formula.
fn plain(cell: &ReportCell) -> String {
    match cell {
        ReportCell::Text(text) => formula_safe(text),
        ReportCell::Figure(figure, _) | ReportCell::Percent(figure, _) => figure.to_string(),
        ReportCell::Nothing => String::new(),
    }
}
