//! `qiao export`

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use qiao_index::search::{Filter, Request};

use super::{End, Global, complain, filter, open};
use crate::export::{self, Format, redact_contacts, write_file};
use crate::messages::pick;

/// Arguments of `qiao export`.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The query; empty for everything
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// Format of the output
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Narrow by a facet: FACET=VALUE or FACET!=VALUE
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Filter>,
    /// Leave out whom to ask
    #[arg(long, value_name = "WHAT")]
    redact: Option<Redact>,
}

/// `--redact`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Redact {
    /// Contacts, and the rows as they came
    Contacts,
}

/// Runs the command.
pub(super) fn run(args: &ExportArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let request = Request {
        query: args.query.clone(),
        filters: args.filters.clone(),
        ..Request::default()
    };
    let found = library.matches(&request)?;
    if found.len() == 0 {
        let words = [
            "没有符合的条目，什么也没写",
            "no listing matches: nothing was written",
        ];
        complain(pick(global.language(), words));
        return Ok(End::Nothing);
    }
    let mut records = found.map(|record| {
        let mut record = record?;
        if args.redact.is_some() {
            redact_contacts(&mut record);
        }
        Ok(record)
    });
    if let Some(path) = &args.output {
        write_file(path, |out| export::write(out, args.format, &mut records))?;
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        export::write(&mut out, args.format, &mut records)?;
        out.flush()?;
    }
    Ok(End::Done)
}
