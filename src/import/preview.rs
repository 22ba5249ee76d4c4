//! A look at a file before it is imported: what it is, its columns, and how many rows would do.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use qiao_index::normalise::{Rejected, Row, normalise};
use qiao_index::record::Record;
use serde_json::Value;

use super::decode::Meter;
use super::recognise::{Format, Layout};
use super::{Fault, FileError, Opened, Options, Progress, context, source};

/// Sample values per column.
const SAMPLES: usize = 3;
/// Most characters of a sample value.
const SAMPLE_LENGTH: usize = 40;
/// Most columns that are shown.
const COLUMNS: usize = 200;
/// Rows between two questions to the observer.
const ROWS: u64 = 64;

/// What an import of a file would find.
#[derive(Debug)]
pub(crate) struct Preview {
    /// The file as given by the user.
    pub(crate) path: String,
    /// Its format.
    pub(crate) format: Format,
    /// Its encoding.
    pub(crate) encoding: &'static str,
    /// Number of byte sequences that are not of this encoding.
    pub(crate) replaced: u64,
    /// The separator between the cells of a table.
    pub(crate) delimiter: Option<char>,
    /// The row with the names of the columns, from 1.
    pub(crate) header_row: Option<u64>,
    /// Columns or keys in the order in which they were found, with their first values.
    pub(crate) columns: Vec<(String, Vec<String>)>,
    /// Rows that would be imported or rejected.
    pub(crate) rows: u64,
    /// Rows that would be rejected.
    pub(crate) rejected: u64,
    /// Why the file was not read to its end.
    pub(crate) broken: Option<FileError>,
}

/// Reads a file (`-` is standard input) and says what is in it; nothing is written.
///
/// # Errors
/// The file cannot be read or is of no known format.
pub(crate) fn preview(
    path: &Path,
    options: &Options,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Preview, FileError> {
    let context = context(path, options);
    look(path, options, &mut |row| normalise(row, &context), observer)
}

fn look(
    path: &Path,
    options: &Options,
    normalise: &mut dyn FnMut(Row) -> Result<Record, Rejected>,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Preview, FileError> {
    let name = path.to_string_lossy().into_owned();
    let error = |fault| FileError {
        path: path.to_string_lossy().into_owned(),
        fault,
    };
    let meter = Arc::new(Meter::default());
    let mut opened = Opened::open(path, options, &meter).map_err(error)?;
    let mut preview = Preview::of(name, &opened.layout);
    let size = source::size(path);
    let mut stopped = false;
    let result = opened.read(&mut |item| {
        preview.rows += 1;
        let flow = match preview.see(item, normalise) {
            Err(rejected) => observer(Progress::Rejected(rejected)),
            Ok(()) if preview.rows.is_multiple_of(ROWS) => {
                let bytes = meter.bytes();
                observer(Progress::Read { bytes, size })
            }
            Ok(()) => ControlFlow::Continue(()),
        };
        stopped = flow.is_break();
        flow
    });
    let fault = if stopped {
        Some(Fault::Stopped)
    } else {
        result.err()
    };
    preview.broken = fault.map(error);
    preview.encoding = meter.encoding();
    preview.replaced = meter.replaced();
    Ok(preview)
}

impl Preview {
    fn of(path: String, layout: &Layout) -> Self {
        let dialect = match layout {
            Layout::Table(dialect) => Some(dialect),
            Layout::Json(_) => None,
        };
        let columns = dialect.map_or_else(Vec::new, |dialect| dialect.columns.clone());
        Self {
            path,
            format: layout.format(),
            encoding: "",
            replaced: 0,
            delimiter: dialect.map(|dialect| char::from(dialect.delimiter)),
            header_row: dialect.map(|dialect| dialect.header_row),
            columns: columns
                .into_iter()
                .take(COLUMNS)
                .map(|name| (name, Vec::new()))
                .collect(),
            rows: 0,
            rejected: 0,
            broken: None,
        }
    }

    /// Takes notice of one row.
    fn see(
        &mut self,
        item: super::Item,
        normalise: &mut dyn FnMut(Row) -> Result<Record, Rejected>,
    ) -> Result<(), Rejected> {
        let result = item.and_then(|row| {
            self.sample(&row);
            normalise(row)
        });
        self.rejected += u64::from(result.is_err());
        result.map(|_| ())
    }

    fn sample(&mut self, row: &Row) {
        for (name, value) in &row.cells {
            let place = self.columns.iter().position(|(column, _)| column == name);
            let place = place.unwrap_or(self.columns.len());
            if place == self.columns.len() {
                if place == COLUMNS {
                    continue;
                }
                self.columns.push((name.clone(), Vec::new()));
            }
            let samples = &mut self.columns[place].1;
            if samples.len() < SAMPLES
                && let Some(sample) = sample(value)
                && !samples.contains(&sample)
            {
                samples.push(sample);
            }
        }
    }
}

/// The beginning of a value, on one line; `None` for nothing.
fn sample(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let words: Vec<&str> = text.split_whitespace().take(SAMPLE_LENGTH).collect();
    let text = words.join(" ");
    let sample: String = text.chars().take(SAMPLE_LENGTH).collect();
    match sample.len() {
        0 => None,
        length if length < text.len() => Some(format!("{sample}…")),
        _ => Some(sample),
    }
}
