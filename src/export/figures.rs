//! Figures as CSV, JSON and Markdown.

use std::io::{self, Write};

use qiao_index::statistics::{Category, Cell};
use serde_json::{Value, json};

use super::formula_safe;
use crate::messages::{escape_controls, grouped, pick};
use crate::statistics::{Figures, Sheet};

/// Writes one row a cell, codes with their names beside them.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_figures_csv(out: &mut dyn Write, figures: &Figures) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let fields = figures.by.iter().map(|by| by.as_str());
    let mut head: Vec<String> = fields
        .flat_map(|field| [field.to_owned(), format!("{field}-label")])
        .collect();
    let others = [
        "period",
        "count",
        "amount",
        "share",
        "year-on-year",
        "month-on-month",
    ];
    head.extend(others.map(str::to_owned));
    writer.write_record(&head)?;
    for cell in &figures.table.cells {
        let mut row: Vec<String> = Vec::with_capacity(head.len());
        for side in 0..figures.by.len() {
            let (value, label) = named(figures, cell, side);
            row.extend([value.unwrap_or_default(), label]);
        }
        let growth = figures.growth(cell);
        let percent = |share: Option<f64>| share.map_or_else(String::new, |it| format!("{it:.2}"));
        row.extend([
            period(figures, cell).unwrap_or_default(),
            cell.count.to_string(),
            cell.amount
                .map_or_else(String::new, |amount| amount.to_string()),
            percent(figures.share(cell)),
            percent(growth.year_on_year),
            percent(growth.month_on_month),
        ]);
        // A growth begins with a sign and is a number all the same.
        let texts = 2 * figures.by.len();
        let cells = row.iter().enumerate().map(|(place, cell)| {
            if place < texts {
                formula_safe(cell)
            } else {
                cell.clone()
            }
        });
        writer.write_record(cells)?;
    }
    writer.flush()
}

/// The value of a side of a cell, and its name.
fn named(figures: &Figures, cell: &Cell, side: usize) -> (Option<String>, String) {
    let place = cell.places.get(side).copied().unwrap_or_default();
    figures.category(side, place).map_or_else(
        || (None, String::new()),
        |(category, name)| (category.value().map(str::to_owned), name),
    )
}

/// The step of time of a cell.
fn period(figures: &Figures, cell: &Cell) -> Option<String> {
    figures.over?;
    named(figures, cell, figures.by.len()).0
}

/// Figures as one JSON object. What is not stated is `null`; rows that take the less frequent
/// values together stand apart, in `others`.
pub(crate) fn figures_json(figures: &Figures, query: &str) -> Value {
    let cells = figures.table.cells.iter();
    let (others, known): (Vec<&Cell>, Vec<&Cell>) =
        cells.partition(|cell| is_of_others(figures, cell));
    let rows = |cells: Vec<&Cell>| -> Vec<Value> {
        cells.into_iter().map(|cell| row(figures, cell)).collect()
    };
    json!({
        "query": query,
        "interpreted": figures.table.interpreted,
        "by": figures.by.iter().map(|by| by.as_str()).collect::<Vec<_>>(),
        "over": figures.over,
        "measure": figures.measure,
        "total": figures.table.total,
        "rows": rows(known),
        "others": rows(others),
        "notes": figures.notes(),
    })
}

fn is_of_others(figures: &Figures, cell: &Cell) -> bool {
    let mut sides = cell.places.iter().enumerate();
    sides.any(|(side, place)| {
        let category = figures.category(side, *place);
        category.is_some_and(|(category, _)| *category == Category::Others)
    })
}

fn row(figures: &Figures, cell: &Cell) -> Value {
    let named = (0..figures.by.len()).map(|side| named(figures, cell, side));
    let (values, labels): (Vec<_>, Vec<_>) = named.unzip();
    let growth = figures.growth(cell);
    json!({
        "values": values,
        "labels": labels,
        "period": period(figures, cell),
        "count": cell.count,
        "amount": cell.amount,
        "share": figures.share(cell),
        "year_on_year": growth.year_on_year,
        "month_on_month": growth.month_on_month,
    })
}

/// Writes a heading, a table and notes.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_figures_markdown(out: &mut dyn Write, figures: &Figures) -> io::Result<()> {
    writeln!(out, "## {}\n", marked(&figures.title()))?;
    write_markdown_table(out, figures)?;
    for note in figures.notes() {
        writeln!(out, "\n{}", marked(&note))?;
    }
    Ok(())
}

/// Writes the table alone.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_markdown_table(out: &mut dyn Write, figures: &Figures) -> io::Result<()> {
    let (head, rows) = cells(figures);
    let names = Sheet::of(figures).heads.len();
    let line = |cells: &[String]| -> String {
        let cells = cells.iter().map(|cell| format!(" {} |", marked(cell)));
        format!("|{}", cells.collect::<String>())
    };
    writeln!(out, "{}", line(&head))?;
    let rules = (0..head.len()).map(|place| if place < names { " --- |" } else { " ---: |" });
    writeln!(out, "|{}", rules.collect::<String>())?;
    for row in rows {
        writeln!(out, "{}", line(&row))?;
    }
    Ok(())
}

/// Heads and rows of a table as people read it: names, figures, what stands behind them.
pub(crate) fn cells(figures: &Figures) -> (Vec<String>, Vec<Vec<String>>) {
    let sheet = Sheet::of(figures);
    let language = figures.language;
    let mut head: Vec<String> = sheet.heads.iter().map(|head| (*head).to_owned()).collect();
    match &sheet.columns {
        Some((_, columns)) => head.extend(columns.iter().cloned()),
        None => head.push(figures.measured()),
    }
    let has = |test: &dyn Fn(&crate::statistics::Row) -> bool| sheet.rows.iter().any(test);
    let tails = [
        (has(&|row| row.total.is_some()), ["合计", "Total"]),
        (has(&|row| row.share.is_some()), ["占比", "Share"]),
        (
            has(&|row| row.growth.year_on_year.is_some()),
            ["同比", "Year on year"],
        ),
        (
            has(&|row| row.growth.month_on_month.is_some()),
            ["环比", "On month"],
        ),
    ];
    let named = tails.iter().filter(|(is_there, _)| *is_there);
    head.extend(named.map(|(_, names)| pick(language, *names).to_owned()));
    let rows = sheet.rows.iter().map(|row| {
        let mut cells: Vec<String> = row.labels.iter().map(|(_, name)| name.clone()).collect();
        let shown = |it: &Option<f64>| it.map(|it| figures.unit().shown(it, language));
        cells.extend(row.figures.iter().map(|it| shown(it).unwrap_or_default()));
        let behind = [
            row.total.map(grouped),
            row.share.map(|share| format!("{share:.1}%")),
            row.growth.year_on_year.map(|it| format!("{it:+.1}%")),
            row.growth.month_on_month.map(|it| format!("{it:+.1}%")),
        ];
        let behind = behind
            .into_iter()
            .zip(&tails)
            .filter(|(_, (is_there, _))| *is_there);
        cells.extend(behind.map(|(cell, _)| cell.unwrap_or_default()));
        cells
    });
    (head, rows.collect())
}

/// A text that Markdown shows as it is.
pub(super) fn marked(text: &str) -> String {
    let text = escape_controls(text);
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_{}[]<>#|".contains(character) {
            shown.push('\\');
        }
        shown.push(character);
    }
    shown
}
