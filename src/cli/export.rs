//! `qiao export`

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use qiao_index::fields::columns::{self, Column};
use qiao_index::query;
use qiao_index::request::Request;
use qiao_index::vocab::Language;

use super::filter::{self, Narrowing};
use super::{End, Global, complain, open, usage};
use crate::export::{Format, Style, Written};
use crate::messages::{Messages, escape_controls, nearest, pick, say};
use crate::work::export::{Existing, ExportOrder, Selection, careful, to_file, write};

/// Arguments of `qiao export`.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The query; "" for all listings
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// Output format
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep listings with this value (FACET=VALUE), or without it (FACET!=VALUE); budget, price and
    /// dates take ranges (budget=50..100)
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Narrowing>,
    /// Columns of a table, in this order: fields by name in either language, separated by commas
    #[arg(long, value_name = "LIST")]
    columns: Option<String>,
    /// Leave something out: contacts
    #[arg(long, value_name = "WHAT")]
    redact: Option<Redact>,
}

/// `--redact`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Redact {
    /// All contact details, and the original rows
    Contacts,
}

/// Runs the command.
pub(super) fn run(args: &ExportArgs, global: &Global) -> anyhow::Result<End> {
    let style = style(args, global.language())?;
    let library = open::for_asking(global)?;
    super::say_problems(&query::problems(&args.query), global);
    let (filters, also) = filter::divided(&args.filters);
    let order = ExportOrder {
        selection: Selection::Found(Request {
            query: args.query.clone(),
            filters,
            also,
            without_synonyms: !global.adds_synonyms(),
            // A file cannot say that its listings are only the nearest.
            only_exact: true,
            ..Request::default()
        }),
        style,
        redacted: args.redact.is_some(),
    };
    let (written, replaced) = if let Some(path) = &args.output {
        let exported = to_file(&library, &order, path, Existing::Replace)?;
        (exported.written, exported.replaced)
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        let written = write(&library, &order, &mut out)?;
        out.flush()?;
        (written, false)
    };
    super::say_unreadable(library.shown(), global);
    if let Some(warning) = careful(&library, &order)? {
        complain(warning.say(global.language()));
    }
    Ok(report(written, args, replaced, global))
}

/// How the file is written.
fn style(args: &ExportArgs, language: Language) -> anyhow::Result<Style> {
    let mut style = Style::new(args.format, language);
    if let Some(list) = &args.columns {
        if !args.format.is_table() {
            return Err(usage(pick(
                language,
                [
                    "--columns 只用于 csv 和 xlsx",
                    "--columns is for csv and xlsx only",
                ],
            )));
        }
        style.columns = chosen(list, language)?;
    }
    Ok(style)
}

/// The columns that a list names, each once.
fn chosen(list: &str, language: Language) -> anyhow::Result<Vec<Column>> {
    let names = list.split([',', '，', '、', ';', '；']).map(str::trim);
    let mut chosen = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        let column = columns::named(name).ok_or_else(|| usage(unknown(name, language)))?;
        if !chosen.contains(&column) {
            chosen.push(column);
        }
    }
    if chosen.is_empty() {
        return Err(usage(unknown(list, language)));
    }
    Ok(chosen)
}

/// That there is no such column, what was probably meant, and those that there are.
fn unknown(name: &str, language: Language) -> String {
    let all: Vec<String> = columns::all()
        .map(|column| match language {
            Language::Chinese => column.header(language),
            Language::English => column.name(),
        })
        .collect();
    let names: Vec<&str> = all.iter().map(String::as_str).collect();
    let meant = nearest(name, &names);
    let meant = meant.map_or_else(String::new, |meant| {
        let text = ["；是否指“{name}”？", "; did you mean {name}?"];
        say(language, text, &[("name", meant)])
    });
    let known = names.join(pick(language, ["、", ", "]));
    let text = [
        "没有“{name}”这一列{meant}\n可用的列：{known}",
        "there is no column {name}{meant}\nknown columns: {known}",
    ];
    let name = escape_controls(name);
    say(
        language,
        text,
        &[("name", &*name), ("meant", &meant), ("known", &known)],
    )
}

/// Where the nearest listings are to be seen, which no file is to be filled with.
const NEAREST: [&str; 2] = [
    "最接近的条目可用 qiao search 查看",
    "qiao search shows the listings that come nearest",
];

/// Says what was written to which file, and whether in place of another; or that nothing was.
fn report(written: Written, args: &ExportArgs, replaces: bool, global: &Global) -> End {
    let language = global.language();
    if let Some(failure) = written.nothing() {
        complain(failure.say(language));
        if !args.query.is_empty() {
            complain(pick(language, NEAREST));
        }
        return End::Nothing;
    }
    if let Some(path) = &args.output {
        let said = written.said(&Messages::of(language).files, path);
        let addition = pick(
            language,
            ["（替换了原有的文件）", " (the existing file was replaced)"],
        );
        complain(&if replaces { said + addition } else { said });
    }
    End::Done
}
