//! `qiao search`

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use qiao_index::record::Stage;
use qiao_index::request::{Counting, Facet, Request};
use qiao_index::search::{Hit, Page};
use qiao_index::vocab::{self, Language};
use ratatui::crossterm::style::Stylize as _;
use serde_json::{Value, json};

use super::filter::{self, Narrowing, SortArg};
use super::{End, Global, complain, open};
use crate::export::{formula_safe, whole_number, write_json, write_json_pretty};
use crate::messages::{Failure, escape_controls, say};
use crate::ui::table;
use crate::work::engine::Engine;

/// Arguments of `qiao search`.
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// What to search for (`--help` has examples)
    #[arg(
        value_name = "QUERY",
        required_unless_present = "queries",
        allow_hyphen_values = true
    )]
    query: Option<String>,
    /// Answer each line of this file (- for stdin) as a query, one JSON object per line
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    queries: Option<PathBuf>,
    /// Keep listings with this value (FACET=VALUE), or without it (FACET!=VALUE); budget, price and
    /// dates take ranges (budget=50..100)
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Narrowing>,
    /// Order of the results
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: SortArg,
    /// Maximum number of results
    #[arg(long, value_name = "N", default_value = "20", value_parser = filter::number)]
    limit: usize,
    /// Number of results to skip
    #[arg(long, value_name = "N", default_value = "0", value_parser = filter::number)]
    offset: usize,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Also count the values of every facet (JSON only)
    #[arg(long)]
    facets: bool,
    /// Of every patent family list the best match only, and count families
    #[arg(long)]
    families: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for reading
    Table,
    /// One JSON object with all results
    Json,
    /// One JSON object per result; with --queries, per query
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
}

impl SearchArgs {
    fn request(&self, query: String, synonyms: bool) -> Request {
        let (filters, also) = filter::divided(&self.filters);
        Request {
            query,
            typing: false,
            filters,
            also,
            sort: self.sort.into(),
            offset: self.offset,
            limit: self.limit,
            counting: if self.facets {
                Counting::Assigned
            } else {
                Counting::Nothing
            },
            one_per_family: self.families,
            without_synonyms: !synonyms,
            with_withdrawn: false,
            only_exact: false,
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &SearchArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_asking(global)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let found = match &args.queries {
        Some(path) => answer_file(&library, args, global, path, &mut out)?,
        None => answer_one(&library, args, global, &mut out)?,
    };
    out.flush()?;
    super::say_unreadable(library.shown(), global);
    Ok(if found { End::Done } else { End::Nothing })
}

/// Answers every line of a file; an empty line is the empty query.
fn answer_file(
    library: &impl Engine,
    args: &SearchArgs,
    global: &Global,
    path: &std::path::Path,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let unreadable = || {
        let path = path.to_string_lossy();
        let path = escape_controls(&path);
        Failure::new(
            format!("读不出检索式文件 {path}"),
            format!("cannot read the queries in {path}"),
        )
    };
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).with_context(unreadable)?))
    };
    let mut found = false;
    let synonyms = global.adds_synonyms();
    for line in input.lines() {
        let query = line.with_context(unreadable)?;
        let request = args.request(query, synonyms);
        let (answer, page) = answer(library, args, &request, brief_hit)?;
        found |= page.total > 0;
        write_json(out, &answer)?;
        writeln!(out)?;
    }
    Ok(found)
}

fn answer_one(
    library: &impl Engine,
    args: &SearchArgs,
    global: &Global,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let query = args.query.clone().unwrap_or_default();
    let request = args.request(query, global.adds_synonyms());
    if args.format == Format::Json {
        let (mut answer, page) = answer(library, args, &request, whole_hit)?;
        super::say_left_out(&page, global);
        super::say_relaxed(&page, global);
        answer["offset"] = args.offset.into();
        write_json_pretty(out, &answer)?;
        writeln!(out)?;
        return Ok(page.total > 0);
    }
    let page = library.answer(&request)?;
    super::say_left_out(&page, global);
    if args.format != Format::Table {
        super::say_relaxed(&page, global);
    }
    match args.format {
        Format::Jsonl => {
            for hit in &page.hits {
                write_json(out, &whole_hit(hit))?;
                writeln!(out)?;
            }
        }
        Format::Csv => separated(&page, b',', out)?,
        Format::Tsv => separated(&page, b'\t', out)?,
        _ => print_table(&page, global, out)?,
    }
    Ok(page.total > 0)
}

/// One answer as the contract has it, and its page.
fn answer(
    library: &impl Engine,
    args: &SearchArgs,
    request: &Request,
    hit: fn(&Hit) -> Value,
) -> anyhow::Result<(Value, Page)> {
    let start = Instant::now();
    let page = library.answer(request)?;
    let elapsed = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let mut answer = json!({
        "query": request.query,
        "interpreted": page.interpreted,
        "total": page.records,
        "relaxed": page.relaxed,
        "elapsed_us": elapsed,
        "hits": page.hits.iter().map(hit).collect::<Vec<_>>(),
    });
    if args.families {
        answer["families"] = page.total.into();
    }
    if args.facets {
        answer["facets"] = facets(&page);
    }
    if let Some(elsewhere) = &page.elsewhere {
        if elsewhere.is_partial() {
            answer["partial"] = true.into();
        }
        if elsewhere.is_approximate {
            answer["approximate"] = true.into();
        }
    }
    Ok((answer, page))
}

fn facets(page: &Page) -> Value {
    let named = page.facets.iter().map(|(facet, counts)| {
        let counts = counts.all().into_iter();
        let counts = counts.map(|count| json!({"value": count.value, "count": count.count}));
        (facet.as_str().to_owned(), counts.collect())
    });
    Value::Object(named.collect())
}

fn brief_hit(hit: &Hit) -> Value {
    json!({
        "id": hit.record.id,
        "kind": hit.record.kind,
        "title": hit.record.title,
        "institution": hit.record.lead_institution(),
        "score": hit.score,
    })
}

fn whole_hit(hit: &Hit) -> Value {
    let mut value = serde_json::to_value(&hit.record).unwrap_or_default();
    value["score"] = hit.score.into();
    value
}

/// The columns of tables for programs; those of patents stand last.
const COLUMNS: [&str; 10] = [
    "id",
    "kind",
    "title",
    "institution",
    "region",
    "stage",
    "year",
    "publication_number",
    "legal",
    "number",
];

/// How much of a line the columns of [`cells`] keep, in parts of a hundred: the id is needed to
/// go on with, and without its title nobody knows a listing.
const SHARES: [usize; 7] = [30, 0, 34, 0, 0, 0, 5];

/// The column of the title.
const TITLE: usize = 2;

/// A title in which what the query matched stands out.
fn marked(title: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut shown = String::new();
    let mut end = 0;
    for mark in marks {
        shown.push_str(title.get(end..mark.start).unwrap_or_default());
        let matched = title.get(mark.clone()).unwrap_or_default();
        shown.push_str(&matched.bold().cyan().to_string());
        end = mark.end;
    }
    shown.push_str(title.get(end..).unwrap_or_default());
    shown
}

/// The columns for people: id, kind, title, institution, region, stage, year.
fn cells(hit: &Hit, language: Language) -> [String; SHARES.len()] {
    let record = &hit.record;
    let label = |facet, value: &str| vocab::label(facet, value, language).into_owned();
    let stage = match record.maturity.stage {
        Stage::Unknown => String::new(),
        stage => label(Facet::Stage, stage.as_str()),
    };
    [
        record.id.clone(),
        label(Facet::Kind, record.kind.as_str()),
        record.title_in(language.code()).to_owned(),
        record.lead_institution().to_owned(),
        label(Facet::Region, &record.region),
        stage,
        record
            .dates
            .year()
            .map(|year| year.to_string())
            .unwrap_or_default(),
    ]
}

fn separated(page: &Page, delimiter: u8, out: &mut impl Write) -> anyhow::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(out);
    writer.write_record(COLUMNS)?;
    for hit in &page.hits {
        let record = &hit.record;
        let year = record
            .dates
            .year()
            .map(|year| year.to_string())
            .unwrap_or_default();
        let patent = record.patent.as_deref();
        let number = patent.map(whole_number).unwrap_or_default();
        let row = [
            &*record.id,
            record.kind.as_str(),
            &record.title,
            record.lead_institution(),
            &record.region,
            record.maturity.stage.as_str(),
            &year,
            patent.map_or("", |patent| &patent.publication_number),
            patent.map_or("", |patent| patent.legal.class.as_str()),
            &number,
        ];
        writer.write_record(row.map(formula_safe))?;
    }
    Ok(writer.flush()?)
}

fn print_table(page: &Page, global: &Global, out: &mut impl Write) -> anyhow::Result<()> {
    let language = global.language();
    complain(&summary(page, language));
    if page.records > page.total {
        let records = page.records;
        complain(&match language {
            Language::Chinese => format!("每族一条，共 {records} 条"),
            Language::English => format!("one per family, of {records} listings"),
        });
    }
    if let Some(suggestion) = &page.suggestion {
        let suggestion = escape_controls(suggestion);
        let text = ["是不是要查：{query}", "did you mean: {query}"];
        complain(&say(language, text, &[("query", &suggestion)]));
    }
    let rows: Vec<_> = page.hits.iter().map(|hit| cells(hit, language)).collect();
    let paints = global.paints();
    let paint = |column, cell: &str| {
        if paints && column == TITLE {
            marked(cell, &page.highlighter.marks(cell))
        } else {
            cell.to_owned()
        }
    };
    for line in table::lines_painted(&rows, SHARES, &paint) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Number of hits and how the query was understood.
fn summary(page: &Page, language: Language) -> String {
    let text = if page.relaxed {
        [
            "没有完全符合的；最接近的 {n} 条：{query}",
            "no exact match; the closest {n}: {query}",
        ]
    } else {
        ["{n} 条：{query}", "{n} {n:listing|listings}: {query}"]
    };
    let values = [
        ("n", &*page.total.to_string()),
        ("query", &escape_controls(&page.interpreted)),
    ];
    say(language, text, &values)
}
