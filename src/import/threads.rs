//! The threads of an import: one reads the rows of files, a second makes records of them, the
//! caller's puts them where they belong. Between them lie short queues.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use qiao_index::history::Outcome;
use qiao_index::library::RowsTally;
use qiao_index::normalise::{Context, PriceColumns, RejectReason, Rejected, Row, normalise};
use qiao_index::record::Record;
use serde_json::{Map, Value};

use super::container;
use super::decode::Meter;
use super::facts::{Facts, Guess, Seen};
use super::origin;
use super::source::{self, Counter};
use super::{
    Counts, FailedFile, FileError, FileReport, Format, Item, Notes, Opened, Options, Progress,
    TakeRows, context,
};

/// Records in one batch, by number and by bytes of their rows.
const BATCH_ROWS: usize = 64;
const BATCH_BYTES: usize = 256 * 1024;
/// Batches in the queue. Behind one that is larger than all of them should be, empty ones fill it, and
/// one more waits until the first of them is taken: the next row is not read before a large one is
/// stored.
const BATCHES: usize = 4;
/// How long to wait for a slow file before the observer is asked again.
const PATIENCE: Duration = Duration::from_millis(100);

/// What there is to say of a file that was read.
pub(super) struct Closing {
    remarks: Vec<FailedFile>,
    ignored_columns: Vec<String>,
    guessed: Vec<Guess>,
    /// What stopped the reading before the end.
    error: Option<FileError>,
}

impl Closing {
    /// Of a file of which nothing is known but how it ended.
    const fn of(error: Option<FileError>) -> Self {
        Self {
            remarks: Vec::new(),
            ignored_columns: Vec::new(),
            guessed: Vec::new(),
            error,
        }
    }
}

/// Takes what the reading threads say; breaks when nobody listens any more.
type Tell<'t> = dyn FnMut(Message) -> ControlFlow<()> + Send + 't;

/// What the reading threads say.
pub(super) enum Message {
    /// The named file is open and of this format.
    Opened(String, Format, Arc<Meter>),
    /// Records and rejects in the order of the file that was opened last.
    Batch(Vec<Result<Record, Rejected>>),
    /// This file is read.
    Closed(Closing),
    /// A file could not be opened.
    Failed(FailedFile),
    /// The last word.
    End,
}

/// A file that is being read by a thread of its own.
pub(super) struct Importing {
    path: String,
    size: Option<u64>,
    counter: Arc<Counter>,
    messages: Receiver<Message>,
}

impl Importing {
    /// Starts reading. The threads are never waited for: it may hang on a silent pipe, and it
    /// ends by itself when nobody takes its rows any more.
    pub(super) fn start(path: &Path, options: &Options) -> Self {
        let counter = Arc::default();
        let (sender, messages) = sync_channel(BATCHES);
        let importing = Self {
            path: path.to_string_lossy().into_owned(),
            size: source::size(path),
            counter: Arc::clone(&counter),
            messages,
        };
        let (path, options) = (path.to_owned(), options.clone());
        thread::spawn(move || {
            let mut tell = |message| match sender.send(message) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            container::visit(&path, &options, &counter, &mut |name, opened| {
                send_file(name, opened, &options, &mut tell)
            });
            // Nobody listens any more when the import was stopped.
            sender.send(Message::End).unwrap_or_default();
        });
        importing
    }

    /// Puts the records where `put` says, until the file ends or the observer breaks.
    pub(super) fn run(
        self,
        rows: &mut dyn TakeRows,
        observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Vec<Result<FileReport, FailedFile>> {
        let (mut reports, mut counts) = (Reports::default(), Counts::default());
        let error = loop {
            match self.messages.recv_timeout(PATIENCE) {
                Ok(Message::Opened(path, format, meter)) => {
                    reports.open = Some((path, format, meter));
                    rows.begin();
                }
                Ok(Message::Batch(items)) => match take(items, &mut counts, rows, observer) {
                    Ok(ControlFlow::Continue(())) => {}
                    Ok(ControlFlow::Break(())) => break Some(FileError::Stopped),
                    Err(error) => break Some(FileError::Library(error)),
                },
                Ok(Message::Closed(end)) => match rows.end() {
                    Ok(tally) => reports.close(std::mem::take(&mut counts), &tally, end),
                    Err(error) => break Some(FileError::Library(error)),
                },
                Ok(Message::Failed(error)) => reports.done.push(Err(error)),
                Ok(Message::End) => break None,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break Some(FileError::Vanished),
            }
            if observer(self.progress()).is_break() {
                break Some(FileError::Stopped);
            }
        };
        match rows.end() {
            Ok(tally) => reports.finish(&self.path, (counts, tally), error),
            Err(failed) => {
                let ended = (counts, RowsTally::default());
                let error = error.unwrap_or(FileError::Library(failed));
                reports.finish(&self.path, ended, Some(error))
            }
        }
    }

    fn progress(&self) -> Progress {
        let bytes = self.counter.bytes();
        Progress::Read {
            bytes: self.size.map_or(bytes, |size| bytes.min(size)),
            size: self.size,
        }
    }
}

/// What has become of the files in a file by now.
#[derive(Default)]
struct Reports {
    done: Vec<Result<FileReport, FailedFile>>,
    open: Option<(String, Format, Arc<Meter>)>,
}

impl Reports {
    fn close(&mut self, counts: Counts, tally: &RowsTally, closing: Closing) {
        let mut counts = counts;
        counts.decide(tally);
        let Some((path, format, meter)) = self.open.take() else {
            return;
        };
        let midway = |error: FileError| error.midway(counts.rows(), meter.decoded());
        let error = closing.error.map(midway);
        self.done.push(Ok(FileReport {
            path: path.clone(),
            format,
            encoding: meter.encoding(),
            replaced: meter.replaced(),
            counts,
            tally: *tally,
            remarks: closing.remarks,
            ignored_columns: closing.ignored_columns,
            guessed: closing.guessed,
            broken: error.map(|error| FailedFile { path, error }),
        }));
    }

    /// All reports; a last `error` is that of the open file, else of the whole.
    fn finish(
        mut self,
        path: &str,
        (counts, tally): (Counts, RowsTally),
        error: Option<FileError>,
    ) -> Vec<Result<FileReport, FailedFile>> {
        if self.open.is_some() {
            self.close(counts, &tally, Closing::of(error));
        } else if let Some(error) = error {
            let path = path.to_owned();
            self.done.push(Err(FailedFile { path, error }));
        }
        self.done
    }
}

/// Takes one batch in.
fn take(
    items: Vec<Result<Record, Rejected>>,
    counts: &mut Counts,
    rows: &mut dyn TakeRows,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> qiao_index::error::Result<ControlFlow<()>> {
    for item in items {
        let rejected = match item {
            Ok(record) => {
                counts.count(rows.put(record)?);
                continue;
            }
            Err(rejected) => rejected,
        };
        if let RejectReason::Nameless(record) = &rejected.reason {
            let outcome = rows.put((**record).clone())?;
            if outcome != Outcome::Nameless {
                counts.count(outcome);
                continue;
            }
        }
        counts.rejected += 1;
        if observer(Progress::Rejected(rejected)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Reads a whole file and sends what is in it; breaks when nobody listens any more.
pub(super) fn send_file(
    name: &str,
    opened: Result<Opened, FileError>,
    options: &Options,
    tell: &mut Tell,
) -> ControlFlow<()> {
    let path = name.to_owned();
    match opened {
        Err(error) => tell(Message::Failed(FailedFile { path, error })),
        Ok(mut opened) => {
            tell(Message::Opened(
                path,
                opened.format(),
                Arc::clone(&opened.meter),
            ))?;
            let closing = send_rows(&mut opened, options, tell)?;
            tell(Message::Closed(closing))
        }
    }
}

/// Rows on their way to the thread that makes records of them.
struct RowBatch {
    items: Vec<Item>,
    /// They take so much memory that no others are read until they are dealt with.
    is_large: bool,
}

/// Sends the rows of a file in batches, and returns what there is to say of it. Records are made on
/// a thread of their own: that takes as long as reading the rows and storing the records.
fn send_rows(opened: &mut Opened, options: &Options, tell: &mut Tell) -> ControlFlow<(), Closing> {
    let context = context(&opened.origin.file, options);
    let (rows, batches) = sync_channel(0);
    let (result, said) = thread::scope(|scope| {
        let context = &context;
        let making = scope.spawn(move || send_records(batches, context, options, tell));
        let result = read_rows(opened, &rows);
        drop(rows);
        let said = making.join();
        (result, said.unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let (ignored_columns, guessed) = said?;
    let mut closing = Closing::of(None);
    closing.guessed = opened.guessed(options);
    match result {
        Ok(notes) => {
            closing.remarks = notes.remarks;
            let is_said = options.map.as_ref().is_some_and(|map| map.is_of_table());
            let headers = notes
                .headers
                .into_iter()
                .filter(|(_, row)| *row > 1 && !is_said);
            closing
                .guessed
                .extend(headers.map(|(sheet, row)| Guess::Header(sheet, row)));
        }
        Err(error) => closing.error = Some(error),
    }
    closing.ignored_columns = ignored_columns;
    closing.guessed.extend(guessed);
    ControlFlow::Continue(closing)
}

/// Reads the rows of a file in batches, until nobody takes them any more.
fn read_rows(opened: &mut Opened, rows: &SyncSender<RowBatch>) -> Result<Notes, FileError> {
    let (mut items, mut bytes) = (Vec::new(), 0);
    let mut prices = PriceColumns::default();
    let give = |items, is_large| match rows.send(RowBatch { items, is_large }) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    let result = opened.read(&mut |item| {
        let item = match item.map(|row| prices.take(row)) {
            Ok(Some(row)) => Ok(row),
            // It comes with the rest, when the other values of its columns are known.
            Ok(None) => return ControlFlow::Continue(()),
            Err(rejected) => Err(rejected),
        };
        bytes += item.as_ref().map_or(0, size_of_row);
        items.push(item);
        if items.len() < BATCH_ROWS && bytes < BATCH_BYTES {
            return ControlFlow::Continue(());
        }
        let is_large = bytes > BATCHES * BATCH_BYTES;
        bytes = 0;
        give(std::mem::take(&mut items), is_large)?;
        if is_large {
            // It is taken when those before it are dealt with.
            give(Vec::new(), false)?;
        }
        ControlFlow::Continue(())
    });
    items.extend(prices.rest().into_iter().map(Ok));
    // If nobody listens, the rows are not wanted.
    let rest = RowBatch {
        items,
        is_large: false,
    };
    rows.send(rest).unwrap_or_default();
    result
}

/// Makes records of rows and sends them, until there are no more; returns the columns that no field
/// took, and what was guessed.
fn send_records(
    batches: Receiver<RowBatch>,
    context: &Context,
    options: &Options,
    tell: &mut Tell,
) -> ControlFlow<(), (Vec<String>, Vec<Guess>)> {
    let mut facts = Facts::of(options.map.as_deref(), options.kind);
    for RowBatch { items, is_large } in batches {
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            records.push(item.and_then(|row| record(row, context, &mut facts)));
        }
        tell(Message::Batch(records))?;
        let behind = if is_large { BATCHES + 1 } else { 0 };
        (0..behind).try_for_each(|_| tell(Message::Batch(Vec::new())))?;
    }
    ControlFlow::Continue(facts.finish())
}

/// The record that a row becomes, of which the facts take notice.
pub(super) fn record(row: Row, context: &Context, facts: &mut Facts) -> Result<Record, Rejected> {
    // All of what we exported is read as it is.
    let is_own = row.cells.contains_key("sources") && row.cells.contains_key("id");
    let (mapping, kind) = (Arc::clone(&row.mapping), row.kind);
    let mut see = |record: &Record| {
        let is_own = is_own || record.exported_cells.is_some();
        if let (Some(cells), false) = (record.raw.as_object(), is_own) {
            let mapping = &mapping;
            facts.see(
                Seen {
                    cells,
                    mapping,
                    kind,
                },
                record.kind,
            );
        }
    };
    let result = normalise(row, context);
    match &result {
        Ok(record) => see(record),
        Err(rejected) => {
            if let RejectReason::Nameless(record) = &rejected.reason {
                see(record);
            }
        }
    }
    result.map_err(shortened)
}

fn shortened(rejected: Rejected) -> Rejected {
    let original = origin::shortened(&rejected.original);
    Rejected {
        original,
        ..rejected
    }
}

/// Bytes of text in a row, roughly.
fn size_of_row(row: &Row) -> usize {
    fn size(value: &Value) -> usize {
        16 + match value {
            Value::String(text) => text.len(),
            Value::Array(values) => values.iter().map(size).sum(),
            Value::Object(values) => size_of_map(values),
            _ => 0,
        }
    }
    fn size_of_map(map: &Map<String, Value>) -> usize {
        map.iter().map(|(key, value)| key.len() + size(value)).sum()
    }
    size_of_map(&row.cells)
}
