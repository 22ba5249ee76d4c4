//! Records → one of the formats → a file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use clap::ValueEnum;
use qiao_index::record::Record;

use super::{visible, write_csv, write_jsonl, write_vcard};
use crate::messages::Failure;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for spreadsheets
    Csv,
    /// Whole records, one JSON object a line
    Jsonl,
    /// The contacts as vCards
    Vcard,
}

/// Writes records in a format and returns how many they were. The first record that cannot be
/// read ends the writing.
///
/// # Errors
/// `out` cannot be written, or a record not be read.
pub(crate) fn write(
    out: &mut dyn Write,
    format: Format,
    records: &mut dyn Iterator<Item = anyhow::Result<Record>>,
) -> anyhow::Result<u64> {
    let (mut count, mut failed) = (0, None);
    let readable = std::iter::from_fn(|| match records.next()? {
        Ok(record) => {
            count += 1;
            Some(record)
        }
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    match format {
        Format::Csv => write_csv(out, readable),
        Format::Jsonl => write_jsonl(out, readable),
        Format::Vcard => write_vcard(out, readable),
    }?;
    failed.map_or(Ok(count), Err)
}

/// Writes a file that is there whole or not at all; devices and pipes are written directly.
///
/// # Errors
/// The file cannot be written, or `write` fails.
pub(crate) fn write_file<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let name = path.to_string_lossy().into_owned();
    let unwritable = || {
        let name = visible(&name);
        Failure::new(format!("无法写入 {name}"), format!("cannot write {name}"))
    };
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
    let result = write_through(&beside, write).and_then(|done| {
        fs::rename(&beside, path)?;
        Ok(done)
    });
    if result.is_err() {
        // The first error is the one to report; the half-written file may not even be there.
        drop(fs::remove_file(&beside));
    }
    result.with_context(unwritable)
}

fn write_through<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut out = BufWriter::new(File::create(path)?);
    let done = write(&mut out)?;
    out.into_inner()?.sync_all()?;
    Ok(done)
}
