//! `qiao figures`

use std::io::{self, BufWriter, Write as _};

use clap::{Args, ValueEnum};
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::form::print_json;
use super::{End, Global};
use crate::export::formula_safe;
use crate::statistics::{Published, contradictions, published};
use crate::ui::table;

/// Arguments of `qiao figures`.
#[derive(Debug, Args)]
pub(super) struct FiguresArgs {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for reading
    Table,
    /// One row per figure, with a header
    Csv,
    /// One JSON object
    Json,
}

/// Runs the command.
pub(super) fn run(args: &FiguresArgs, global: &Global) -> anyhow::Result<End> {
    let (all, language) = (published(), global.language());
    match args.format {
        Format::Table => {
            let mut out = BufWriter::new(io::stdout().lock());
            let rows: Vec<_> = all.iter().map(|it| row(it, language)).collect();
            for line in table::lines(&rows) {
                writeln!(out, "{line}")?;
            }
            for contradiction in contradictions(&all) {
                writeln!(out, "\n{}", contradiction.said(language))?;
            }
            out.flush()?;
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(io::stdout().lock());
            let head = [
                "key",
                "name",
                "value",
                "unit",
                "period",
                "place",
                "certainty",
                "source",
                "note",
            ];
            writer.write_record(head)?;
            for it in &all {
                let (name, unit) = (it.name(language), it.unit(language));
                let word = it.certainty.word();
                let row = [
                    it.key, name, it.value, unit, it.period, it.place, word, it.source, it.note,
                ];
                writer.write_record(row.map(formula_safe))?;
            }
            writer.flush()?;
        }
        Format::Json => print_json(&all_json(&all, language))?,
    }
    Ok(End::Done)
}

/// Name, figure, unit, period, place, how sure it is, who says so, what else is said.
fn row(it: &Published, language: Language) -> [String; 8] {
    [
        it.name(language),
        it.value,
        it.unit(language),
        it.period,
        it.place,
        it.certainty.name(language),
        it.said_by(language),
        it.note,
    ]
    .map(str::to_owned)
}

fn all_json(all: &[Published], language: Language) -> Value {
    let figures = all.iter().map(|it| {
        json!({
            "key": it.key,
            "name": it.name(language),
            "value": it.value.parse::<f64>().ok(),
            "unit": it.unit(language),
            "period": it.period,
            "place": it.place,
            "certainty": it.certainty.word(),
            "source": Some(it.source).filter(|source| !source.is_empty()),
            "note": it.note,
        })
    });
    let contradictions = contradictions(all);
    let contradictions = contradictions.iter().map(|it| {
        let parts: Vec<&str> = it.parts.iter().map(|part| part.key).collect();
        json!({"whole": it.whole.key, "parts": parts, "sum": it.sum, "said": it.said(language)})
    });
    json!({
        "figures": figures.collect::<Vec<_>>(),
        "contradictions": contradictions.collect::<Vec<_>>(),
    })
}
