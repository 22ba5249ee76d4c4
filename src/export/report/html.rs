//! A report as one HTML file: no script, nothing from outside, fit to be printed on A4.

use std::io::{self, Write};

use qiao_index::vocab::Language;

use super::super::chart::{beside_table, escaped};
use super::{dates, nothing};
use crate::statistics::{Figures, Report, ReportCell, ReportSection};

const STYLE: &str = "
@page { size: A4; margin: 18mm 15mm; }
body { font-family: 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif;
  font-size: 10.5pt; line-height: 1.5; color: #111; background: #fff; max-width: 180mm; margin: 0 auto; padding: 8mm; }
h1 { font-size: 18pt; margin: 0 0 4pt; } h2 { font-size: 13pt; margin: 18pt 0 6pt; break-after: avoid; }
p { margin: 4pt 0; } .dates { color: #444; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; }
th, td { border: 0.5pt solid #888; padding: 2pt 5pt; text-align: left; overflow-wrap: break-word; }
th { background: #eee; word-break: keep-all; } td:first-child { min-width: 24mm; } td.n:first-child { min-width: 0; }
.w { overflow-wrap: anywhere; } .wide { font-size: 8.5pt; } .n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
tr, svg { break-inside: avoid; } svg { max-width: 100%; height: auto; display: block; margin: 8pt 0; }
.note { color: #444; font-size: 9pt; }
@media print { body { padding: 0 0.5mm; max-width: none; } }
";

/// Columns of a table beyond which its letters are smaller.
const MANY_COLUMNS: usize = 8;
/// Letters of a word that is not broken.
const MAX_WORD: usize = 20;

/// Writes the file.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_report_html(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let language = match report.language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let title = escaped(&report.title);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title} {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        escaped(&report.period)
    )?;
    for line in dates(report) {
        writeln!(out, "<p class=\"dates\">{}</p>", escaped(&line))?;
    }
    for section in &report.sections {
        write_section(out, report, section)?;
    }
    writeln!(out, "</body>\n</html>")
}

fn write_section(out: &mut dyn Write, report: &Report, section: &ReportSection) -> io::Result<()> {
    writeln!(out, "<h2>{}</h2>", escaped(&section.title))?;
    if section.rows.is_empty() {
        writeln!(out, "<p>{}</p>", nothing(report))?;
    } else {
        let heads = section.head.iter().enumerate().map(|(column, head)| {
            let cells = section.rows.iter().filter_map(|row| row.get(column));
            format!("<th{}>{}</th>", class(cells), escaped(head))
        });
        let heads: String = heads.collect();
        let wide = if section.head.len() > MANY_COLUMNS {
            " class=\"wide\""
        } else {
            ""
        };
        writeln!(
            out,
            "<table{wide}>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
        )?;
        for row in &section.rows {
            let cells = row.iter().map(|cell| {
                let text = cell.shown(report.language);
                format!("<td{}>{}</td>", class([cell]), escaped(&text))
            });
            writeln!(out, "<tr>{}</tr>", cells.collect::<String>())?;
        }
        writeln!(out, "</tbody>\n</table>")?;
        if let Some(figures) = &section.chart {
            out.write_all(beside_table(figures).as_bytes())?;
        }
    }
    // What the chart says beneath it is not said again.
    let said = section.chart.as_ref().map_or_else(Vec::new, Figures::notes);
    for note in section.notes.iter().filter(|note| !said.contains(note)) {
        writeln!(out, "<p class=\"note\">{}</p>", escaped(note))?;
    }
    Ok(())
}

/// The class of numbers, where any of these cells is one, or of words that must be broken.
fn class<'a>(cells: impl IntoIterator<Item = &'a ReportCell>) -> &'static str {
    let (mut has_words, mut has_long) = (false, false);
    for cell in cells {
        match cell {
            ReportCell::Text(text) => {
                has_words = true;
                has_long |= text.split(char::is_whitespace).any(is_long);
            }
            ReportCell::Figure(..) | ReportCell::Percent(..) => return " class=\"n\"",
            ReportCell::Nothing => {}
        }
    }
    // A column in which nothing is known yet is one of numbers.
    match (has_words, has_long) {
        (false, _) => " class=\"n\"",
        (true, true) => " class=\"w\"",
        (true, false) => "",
    }
}

/// Whether a word would make its column too wide; Chinese is broken anywhere as it is.
fn is_long(word: &str) -> bool {
    word.chars().filter(char::is_ascii).count() > MAX_WORD
}
