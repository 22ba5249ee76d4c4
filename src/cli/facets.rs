//! `qiao facets`

use std::io::{self, BufWriter, Write as _};

use clap::{Args, ValueEnum};
use qiao_index::request::{Counting, Facet, Request};
use qiao_index::search::Count;
use qiao_index::vocab::{self, Language};
use serde_json::json;

use super::filter::{self, Narrowing};
use super::{End, Global, open};
use crate::export::{formula_safe, write_json_pretty};
use crate::ui::table;
use crate::work::engine::Engine as _;

/// Arguments of `qiao facets`.
#[derive(Debug, Args)]
pub(super) struct FacetsArgs {
    /// What to search for; "" for all listings
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// The facet to count by
    #[arg(long, value_name = "FACET", value_parser = filter::facet)]
    by: Facet,
    /// Keep listings with this value (FACET=VALUE), or without it (FACET!=VALUE); budget, price and
    /// dates take ranges (budget=50..100)
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Narrowing>,
    /// Count a value of a tree with all below it, each listing once
    #[arg(long)]
    rolled_up: bool,
    /// Maximum number of values
    #[arg(long, value_name = "N", default_value = "20", value_parser = filter::number)]
    limit: usize,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for reading
    Table,
    /// Count, value and name, with a header
    Csv,
    /// One JSON object
    Json,
}

/// What a value is called; a group of the IPC without a name bears that of its subclass.
fn named(facet: Facet, value: &str, language: Language) -> String {
    if facet != Facet::Ipc {
        return vocab::label(facet, value, language).into_owned();
    }
    let mut steps = vocab::path(facet, value).into_iter().rev();
    let name = |step: String| {
        let label = vocab::label(facet, &step, language).into_owned();
        (label != step).then_some(label)
    };
    steps.find_map(name).unwrap_or_else(|| value.to_owned())
}

/// Runs the command.
pub(super) fn run(args: &FacetsArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_asking(global)?;
    let (filters, also) = filter::divided(&args.filters);
    let page = library.answer(&Request {
        query: args.query.clone(),
        without_synonyms: !global.adds_synonyms(),
        filters,
        also,
        counting: if args.rolled_up {
            Counting::RolledUpHits
        } else {
            Counting::Assigned
        },
        ..Request::default()
    })?;
    super::say_left_out(&page, global);
    super::say_relaxed(&page, global);
    let counted = page.facets.iter().find(|(facet, _)| *facet == args.by);
    let shown = counted.map_or_else(Vec::new, |(_, counts)| counts.most(args.limit));
    let label = |count: &Count| named(args.by, count.value, global.language());
    let mut out = BufWriter::new(io::stdout().lock());
    if args.format == Format::Json {
        let values = shown.iter().map(
            |count| json!({"value": count.value, "label": label(count), "count": count.count}),
        );
        let answer = json!({
            "query": args.query,
            "interpreted": page.interpreted,
            "total": page.total,
            "relaxed": page.relaxed,
            "facet": args.by.as_str(),
            "values": values.collect::<Vec<_>>(),
        });
        write_json_pretty(&mut out, &answer)?;
        writeln!(out)?;
    } else if args.format == Format::Csv {
        let mut writer = csv::Writer::from_writer(&mut out);
        writer.write_record(["value", "label", "count"])?;
        for count in &shown {
            let number = count.count.to_string();
            let row = [count.value.to_owned(), label(count), number];
            writer.write_record(row.map(|cell| formula_safe(&cell)))?;
        }
        writer.flush()?;
    } else {
        let rows: Vec<_> = shown
            .iter()
            .map(|count| {
                [
                    count.count.to_string(),
                    count.value.to_owned(),
                    label(count),
                ]
            })
            .collect();
        for line in table::lines(&rows) {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(if page.total > 0 {
        End::Done
    } else {
        End::Nothing
    })
}
