//! `qiao export`

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use qiao_index::library::Library;
use qiao_index::record::Record;
use qiao_index::search::{Filter, Request};

use super::{End, Global, filter, open};
use crate::export::{redact_contacts, visible, write_csv, write_jsonl, write_vcard};

/// Records fetched at a time.
const PAGE: usize = 100;

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

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for spreadsheets
    Csv,
    /// Whole records, one JSON object a line
    Jsonl,
    /// The contacts as vCards
    Vcard,
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
    let mut records = Records::new(&library, args);
    let Some(first) = records.next() else {
        records.failed.map_or(Ok(()), Err)?;
        return Ok(End::Nothing);
    };
    let write = |out: &mut dyn Write| {
        let all = std::iter::once(first).chain(&mut records);
        match args.format {
            Format::Csv => write_csv(out, all),
            Format::Jsonl => write_jsonl(out, all),
            Format::Vcard => write_vcard(out, all),
        }?;
        records.failed.take().map_or(Ok(()), Err)
    };
    if let Some(path) = &args.output {
        write_file(path, write)?;
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        out.flush()?;
    }
    Ok(End::Done)
}

/// Writes a file that is there whole or not at all; devices and pipes are written directly.
fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let name = path.to_string_lossy().into_owned();
    let unwritable = || format!("cannot write {}", visible(&name));
    if path.exists() && !path.is_file() {
        let mut file = File::options()
            .write(true)
            .open(path)
            .with_context(unwritable)?;
        return write(&mut file).with_context(unwritable);
    }
    let mut beside = path.file_name().unwrap_or_default().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside);
    let result = write_through(&beside, write).and_then(|()| Ok(fs::rename(&beside, path)?));
    if result.is_err() {
        // The first error is the one to report; the half-written file may not even be there.
        drop(fs::remove_file(&beside));
    }
    result.with_context(unwritable)
}

fn write_through(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&mut out)?;
    Ok(out.into_inner()?.sync_all()?)
}

/// The records that answer a query, fetched in pages.
struct Records<'a> {
    library: &'a Library,
    request: Request,
    /// Only the format that carries all needs `raw`, which costs another look-up.
    whole: bool,
    redact: bool,
    page: std::vec::IntoIter<Record>,
    ended: bool,
    /// Why the records ended too early.
    failed: Option<anyhow::Error>,
}

impl<'a> Records<'a> {
    fn new(library: &'a Library, args: &ExportArgs) -> Self {
        Self {
            library,
            request: Request {
                query: args.query.clone(),
                filters: args.filters.clone(),
                limit: PAGE,
                ..Request::default()
            },
            whole: args.format == Format::Jsonl && args.redact.is_none(),
            redact: args.redact.is_some(),
            page: Vec::new().into_iter(),
            ended: false,
            failed: None,
        }
    }

    fn fetch(&mut self) -> anyhow::Result<()> {
        let page = self.library.search(&self.request)?;
        self.ended = page.hits.len() < PAGE;
        self.request.offset += page.hits.len();
        let records: Vec<Record> = page.hits.into_iter().map(|hit| hit.record).collect();
        self.page = records.into_iter();
        Ok(())
    }

    fn finished(&self, mut record: Record) -> anyhow::Result<Record> {
        if self.whole
            && let Some(whole) = self.library.record(&record.id)?
        {
            record = whole;
        }
        if self.redact {
            redact_contacts(&mut record);
        }
        Ok(record)
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.page.len() == 0 && !self.ended {
            let fetched = self.fetch();
            self.failed = fetched.err();
        }
        if self.failed.is_some() {
            return None;
        }
        match self.page.next().map(|record| self.finished(record))? {
            Ok(record) => Some(record),
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }
}
