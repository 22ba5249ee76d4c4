//! `qiao export`

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use qiao_index::request::{Filter, Request};

use super::{End, Global, complain, filter, open};
use crate::export::{Format, Style, Written};
use crate::messages::{Messages, pick};
use crate::work::export::{Existing, ExportOrder, Selection, to_file, write};

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
    /// Keep listings with this value (FACET=VALUE), or without it (FACET!=VALUE)
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Filter>,
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
    let library = open::for_reading(global)?;
    let order = ExportOrder {
        selection: Selection::Found(Request {
            query: args.query.clone(),
            filters: args.filters.clone(),
            ..Request::default()
        }),
        style: Style::new(args.format, global.language()),
        redacted: args.redact.is_some(),
    };
    let (written, replaced) = if let Some(path) = &args.output {
        let exported = to_file(library.shown(), &order, path, Existing::Replace)?;
        (exported.written, exported.replaced)
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        let written = write(library.shown(), &order, &mut out)?;
        out.flush()?;
        (written, false)
    };
    Ok(say(written, args, replaced, global))
}

/// Says what was written to which file, and whether in place of another; or that nothing was.
fn say(written: Written, args: &ExportArgs, replaces: bool, global: &Global) -> End {
    let language = global.language();
    if let Some(failure) = written.nothing() {
        complain(failure.say(language));
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
