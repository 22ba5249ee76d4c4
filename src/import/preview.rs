//! A look at a file before it is imported: what it is, its columns, and how many rows would do.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use qiao_index::normalise::{Context, Rejected, Row, normalise};
use serde_json::Value;

use super::recognise::{Format, Layout};
use super::source::{self, Counter};
use super::{Body, Fault, FileError, Item, Opened, Options, Progress, container, context};

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
    /// Sheets without a header of listings.
    pub(crate) passed_over: Vec<FileError>,
    /// Why the file was not read to its end.
    pub(crate) broken: Option<FileError>,
}

/// Reads a file (`-` is standard input), or every file that is packed in it, and says what is in
/// it; nothing is written. A file that cannot be read is an error among the previews.
pub(crate) fn preview(
    path: &Path,
    options: &Options,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Vec<Result<Preview, FileError>> {
    let (counter, size) = (Arc::default(), source::size(path));
    let mut previews = Vec::new();
    let progress = || {
        let bytes = Counter::bytes(&counter);
        let bytes = size.map_or(bytes, |size| bytes.min(size));
        Progress::Read { bytes, size }
    };
    container::visit(path, options, &counter, &mut |name, opened| {
        let path = name.to_owned();
        let mut opened = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                previews.push(Err(FileError { path, fault }));
                return ControlFlow::Continue(());
            }
        };
        let context = context(name, options);
        let mut preview = Preview::of(path, &opened);
        let flow = preview.look(&mut opened, &context, &progress, observer);
        previews.push(Ok(preview));
        flow
    });
    previews
}

impl Preview {
    fn of(path: String, opened: &Opened) -> Self {
        let dialect = match &opened.body {
            Body::Text(_, Layout::Table(dialect)) => Some(dialect),
            Body::Text(..) | Body::Book(_) => None,
        };
        let columns = dialect.map_or_else(Vec::new, |dialect| dialect.columns.clone());
        Self {
            path,
            format: opened.format(),
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
            passed_over: Vec::new(),
            broken: None,
        }
    }

    /// Reads the whole file; breaks when the observer does.
    fn look(
        &mut self,
        opened: &mut Opened,
        context: &Context,
        progress: &dyn Fn() -> Progress,
        observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut stopped = ControlFlow::Continue(());
        let result = opened.read(&mut |item| {
            self.rows += 1;
            stopped = match self.see(item, context) {
                Err(rejected) => observer(Progress::Rejected(rejected)),
                Ok(()) if self.rows.is_multiple_of(ROWS) => observer(progress()),
                Ok(()) => ControlFlow::Continue(()),
            };
            stopped
        });
        let fault = match (stopped, result) {
            (ControlFlow::Break(()), _) => Some(Fault::Stopped),
            (ControlFlow::Continue(()), Err(fault)) => Some(fault),
            (ControlFlow::Continue(()), Ok(passed_over)) => {
                self.passed_over = passed_over;
                None
            }
        };
        let path = self.path.clone();
        self.broken = fault.map(|fault| FileError { path, fault });
        self.encoding = opened.meter.encoding();
        self.replaced = opened.meter.replaced();
        stopped
    }

    /// Takes notice of one row.
    fn see(&mut self, item: Item, context: &Context) -> Result<(), Rejected> {
        let result = item.and_then(|row| {
            self.sample(&row);
            normalise(row, context)
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
