//! Import: files → rows → records → library, in constant memory.
//!
//! One thread opens a file ([`source`]) and what is packed in it ([`container`]), decodes it
//! ([`decode`]) into a window of text ([`text`]), tells its format ([`recognise`]), cuts it into
//! rows ([`json`], [`table`], [`sheet`], [`document`]); a second makes records of them; the
//! caller's thread puts them into the library. Between them lie short queues. What cannot be read
//! is a value, not an end: a row is [`Rejected`], a file has a [`FailedFile`].
//!
//! A new format of text is one more file beside `json` and `table`, with a line in
//! [`format::Format`] and in [`recognise::Layout`] or [`document::Document`]; where it is a
//! tree of names, its mapping is a table for [`tree`]. A format of bytes is told by its first
//! bytes in [`container`] and has a line in [`Body`].

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use encoding_rs::Encoding;
use qiao_index::history::Outcome;
use qiao_index::library::{RowsTally, Writer};
use qiao_index::normalise::{Context, PriceColumns, RejectReason, Rejected, Row, normalise};
use qiao_index::record::{Kind, Record};
use qiao_index::vocab::Language;
use serde_json::{Map, Value};

mod aps;
mod bibtex;
mod budget;
mod clock;
mod container;
mod damage;
mod decode;
mod document;
mod editions;
mod errors;
mod facts;
mod files;
mod format;
#[cfg(any(test, fuzzing))]
mod from_bytes;
mod header;
mod html;
mod json;
mod map;
mod named_kind;
mod origin;
mod parser_errors;
mod preview;
mod quoted;
mod recognise;
mod references;
mod refusal;
mod row_size;
mod sheet;
mod source;
mod table;
mod text;
mod tree;
mod vcard;
mod workbook;
mod xml;
mod xml_sheet;

pub(crate) use clock::now;
pub(crate) use errors::{FailedFile, FileError, rejected_line, rejected_reason};
pub(crate) use facts::Guess;
pub(crate) use files::files;
pub(crate) use format::Format;
#[cfg(any(test, fuzzing))]
pub(crate) use from_bytes::read_bytes;
pub(crate) use map::ColumnMap;
pub(crate) use preview::{ColumnPreview, Preview, preview};
pub(crate) use source::size;

use decode::{Decoder, Meter};
use facts::{Facts, Seen};
use map::Unseen;
use origin::Origin;
use recognise::Layout;
use source::Counter;
use text::Text;
use workbook::Workbook;

/// Records in the queue between the two threads, by number and by bytes of their rows.
const BATCH_ROWS: usize = 64;
const BATCH_BYTES: usize = 256 * 1024;
/// Batches in the queue. Behind one that is larger than all of them should be, empty ones fill it: the
/// next row is not read before a large one is taken.
const BATCHES: usize = 4;
/// How long to wait for a slow file before the observer is asked again.
const PATIENCE: Duration = Duration::from_millis(100);

/// A row, or why it is none.
type Item = Result<Row, Rejected>;
/// Takes rows from a reader; breaks to stop it.
type Sink<'a> = dyn FnMut(Item) -> ControlFlow<()> + 'a;

/// What the user said about a file; all of it may be left to the program.
#[derive(Debug, Default, Clone)]
pub(crate) struct Options {
    /// The format, instead of the recognised one.
    pub(crate) format: Option<Format>,
    /// Kind of the rows that do not say.
    pub(crate) kind: Option<Kind>,
    /// Name of the source, instead of the file's name.
    pub(crate) source: Option<String>,
    /// The encoding, instead of the detected one.
    pub(crate) encoding: Option<&'static Encoding>,
    /// When the import began, RFC 3339 in UTC: one time for all its files, so that their order does
    /// not matter. `None` is the moment at which a file is opened.
    pub(crate) at: Option<String>,
    /// Language of the reasons for rejects.
    pub(crate) language: Language,
    /// What the columns hold, beyond what the program knows.
    pub(crate) map: Option<Arc<ColumnMap>>,
    /// Look at a table even where it has no header or no titles: it is only to be shown.
    pub(crate) only_look: bool,
}

impl Options {
    /// What a map says.
    pub(crate) fn of_map(map: ColumnMap) -> Self {
        Self {
            format: map.format,
            kind: map.kind,
            source: map.source.clone(),
            encoding: map.encoding,
            map: Some(Arc::new(map)),
            ..Self::default()
        }
    }

    /// How a table is shown in spite of what is wrong with it: in its format as it is where
    /// nothing can be a title, as columns without names where nothing is a header.
    fn despite(&self, error: &FileError, format: Format) -> Option<Self> {
        let mut options = self.clone();
        match error {
            _ if !self.only_look => return None,
            FileError::NoTitleColumn | FileError::CodeTable => {}
            FileError::NoHeader | FileError::Unrecognised => {
                let mut map = self.map.as_deref().cloned().unwrap_or_default();
                map.header = Some(false);
                options.map = Some(Arc::new(map));
            }
            _ => return None,
        }
        // What the user names is not refused for its looks.
        options.format = Some(format);
        Some(options)
    }
}

/// How far an import has come.
#[derive(Debug)]
pub(crate) enum Progress {
    /// Bytes read of the file, and its size where it has one.
    Read {
        /// Read so far.
        bytes: u64,
        /// Size of the file.
        size: Option<u64>,
    },
    /// A row was rejected.
    Rejected(Rejected),
}

/// Number of rows by what became of them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Not in the library before.
    pub(crate) new: u64,
    /// In the library with other content.
    pub(crate) updated: u64,
    /// In the library with the same content.
    pub(crate) unchanged: u64,
    /// Joined with a record of another source.
    pub(crate) merged: u64,
    /// Not readable, or without a title.
    pub(crate) rejected: u64,
}

impl Counts {
    /// All rows.
    pub(crate) const fn rows(&self) -> u64 {
        self.new + self.updated + self.unchanged + self.merged + self.rejected
    }

    /// Rows that are listings.
    pub(crate) const fn listings(&self) -> u64 {
        self.rows() - self.rejected
    }

    /// Adds the counts of another file.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.merged += other.merged;
        self.rejected += other.rejected;
    }

    /// Adds what became of the rows that had waited for the end of their file.
    const fn decide(&mut self, tally: &RowsTally) {
        self.new += tally.new;
        self.updated += tally.updated;
        self.unchanged += tally.unchanged;
        self.merged += tally.merged;
    }

    const fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Merged => self.merged += 1,
            Outcome::Nameless => self.rejected += 1,
            // Counted when its file has been read.
            Outcome::Waiting => {}
        }
    }
}

/// What became of a file.
#[derive(Debug)]
pub(crate) struct FileReport {
    /// The file as given by the user.
    pub(crate) path: String,
    /// Its format.
    pub(crate) format: Format,
    /// Its encoding.
    pub(crate) encoding: &'static str,
    /// Number of byte sequences that are not of this encoding, and of NULs.
    pub(crate) replaced: u64,
    /// Its rows.
    pub(crate) counts: Counts,
    /// By what rows were told to be listings that were there, and what else is to be said of them.
    pub(crate) tally: RowsTally,
    /// Sheets and lists that hold no listings, and columns that the map names in vain.
    pub(crate) remarks: Vec<FailedFile>,
    /// Columns with something in them that no field took.
    pub(crate) ignored_columns: Vec<String>,
    /// What the program guessed.
    pub(crate) guessed: Vec<Guess>,
    /// Why the file was not read to its end: [`FileError::Stopped`] where the observer said so.
    pub(crate) broken: Option<FailedFile>,
}

impl FileReport {
    /// The sheets and lists that were not read, by name, and why.
    pub(crate) fn not_read(&self) -> impl Iterator<Item = (&str, &FileError)> {
        not_read(&self.path, &self.remarks)
    }
}

/// Of what is to be said of a file, the sheets and lists that were not read, by name, and why.
pub(crate) fn not_read<'r>(
    path: &'r str,
    remarks: &'r [FailedFile],
) -> impl Iterator<Item = (&'r str, &'r FileError)> {
    remarks.iter().filter_map(move |remark| {
        let name = remark.path.strip_prefix(path)?.strip_prefix('/')?;
        let is_unread = matches!(
            remark.error,
            FileError::NoHeader | FileError::NoTitleColumn | FileError::CodeTable
        );
        is_unread.then_some((name, &remark.error))
    })
}

/// Imports one file (`-` is standard input), or every file that is packed in it. Finish the
/// writer to make the records findable.
///
/// A file that cannot be read or holds no rows is an error among the reports. What was put into
/// the library before a file broke stays there; that is a report, not an error.
pub(crate) fn import_file(
    path: &Path,
    options: &Options,
    library_writer: &mut Writer<'_>,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Vec<Result<FileReport, FailedFile>> {
    let mut library = IntoLibrary {
        writer: library_writer,
        named: options.source.is_some(),
    };
    Importing::start(path, options).run(&mut library, observer)
}

/// Where the rows of files go.
trait TakeRows {
    /// The rows of a file begin.
    fn begin(&mut self) {}

    /// Takes a row.
    fn put(&mut self, record: Record) -> qiao_index::error::Result<Outcome>;

    /// The file is read: what became of the rows that waited for its end.
    fn end(&mut self) -> qiao_index::error::Result<RowsTally> {
        Ok(RowsTally::default())
    }
}

impl<F: FnMut(Record) -> qiao_index::error::Result<Outcome>> TakeRows for F {
    fn put(&mut self, record: Record) -> qiao_index::error::Result<Outcome> {
        self(record)
    }
}

/// Rows go into the library, and are told there.
struct IntoLibrary<'a, 'library> {
    writer: &'a mut Writer<'library>,
    /// The user has named the source: its ids are names.
    named: bool,
}

impl TakeRows for IntoLibrary<'_, '_> {
    fn begin(&mut self) {
        self.writer.begin_rows(self.named);
    }

    fn put(&mut self, record: Record) -> qiao_index::error::Result<Outcome> {
        self.writer.put(record)
    }

    fn end(&mut self) -> qiao_index::error::Result<RowsTally> {
        self.writer.end_rows()
    }
}

/// What the normaliser is told beside the rows.
fn context(path: &str, options: &Options) -> Context {
    let source = options.source.clone();
    Context {
        source: source.unwrap_or_else(|| source_name(Path::new(path))),
        kind: options.kind,
        imported_at: options.at.clone().unwrap_or_else(now),
    }
}

/// A file's name without folder and extensions.
fn source_name(path: &Path) -> String {
    const PACKED: [&str; 6] = ["gz", "bz2", "xz", "zst", "zip", "7z"];
    if path == Path::new("-") {
        return "stdin".to_owned();
    }
    let packed = path
        .extension()
        .is_some_and(|ext| PACKED.iter().any(|packed| ext.eq_ignore_ascii_case(packed)));
    let stem = Path::new(path.file_stem().unwrap_or_default());
    let name = if packed { stem.file_stem() } else { None };
    let name = name.unwrap_or(stem.as_os_str());
    name.to_string_lossy().into_owned()
}

/// An open file whose layout is known.
struct Opened<'a> {
    body: Body<'a>,
    origin: Origin,
    meter: Arc<Meter>,
    /// Why it could not be imported, though it can be shown.
    doubt: Option<FileError>,
}

/// What is read of an open file.
enum Body<'a> {
    /// Text, cut into rows by its layout.
    Text(Text<'a>, Layout),
    /// A workbook.
    Book(Workbook),
}

impl<'a> Opened<'a> {
    /// Opens text, and finds its layout.
    fn text(name: &str, bytes: source::Bytes<'a>, options: &Options) -> Result<Self, FileError> {
        let meter = Arc::new(Meter::default());
        let stream = bytes.into_stream();
        let mut text = Text::new(Decoder::new(stream, options.encoding, Arc::clone(&meter)));
        text.head(text::HEAD_BYTES)?;
        if text.is_mostly_undecodable() {
            return Err(FileError::Undecodable(text.encoding()));
        }
        let (layout, doubt) = match Layout::of(&mut text, options) {
            Ok(layout) => (layout, None),
            Err(error) => match Layout::despite(&error, &mut text, options) {
                Some(layout) => (layout, Some(error)),
                None => return Err(error),
            },
        };
        Ok(Self {
            body: Body::Text(text, layout),
            origin: Origin::new(name.to_owned(), options),
            meter,
            doubt,
        })
    }

    /// Takes a workbook.
    fn book(name: &str, book: Workbook, options: &Options) -> Self {
        Self {
            body: Body::Book(book),
            origin: Origin::new(name.to_owned(), options),
            meter: Arc::default(),
            doubt: None,
        }
    }

    /// The format to report.
    const fn format(&self) -> Format {
        match &self.body {
            Body::Text(_, layout) => layout.format(),
            Body::Book(book) => book.format(),
        }
    }

    /// What was guessed before the first row.
    fn guessed(&self, options: &Options) -> Vec<Guess> {
        let mut guessed = Vec::new();
        if self.meter.is_guessed() && options.encoding.is_none() {
            guessed.push(Guess::Encoding(self.meter.encoding()));
        }
        guessed
    }

    /// Reads all rows, and returns remarks on the file.
    fn read(&mut self, sink: &mut Sink) -> Result<Notes, FileError> {
        let origin = &self.origin;
        let mut unseen = Unseen::of(origin.map());
        let meter = Arc::clone(&self.meter);
        let sink: &mut Sink = &mut |item| {
            meter.see_row();
            sink(item)
        };
        let mut seeing = |item: Item| {
            if let Ok(row) = &item {
                unseen.see(&row.cells);
            }
            sink(item)
        };
        match &mut self.body {
            Body::Text(text, Layout::Json(layout)) => {
                let mut remarks = json::read(text, *layout, origin, &mut seeing)?;
                remarks.extend(origin.missed(unseen.missing()));
                Ok(remarks.into())
            }
            Body::Text(text, Layout::Document(document)) => {
                document.read(text, origin, &mut seeing)?;
                let remarks: Vec<_> = origin.missed(unseen.missing()).into_iter().collect();
                Ok(remarks.into())
            }
            Body::Text(text, Layout::Table(dialect)) => Ok(Notes {
                remarks: table::read(text, dialect, origin, sink)?,
                headers: dialect
                    .is_doubtful
                    .then(|| (String::new(), dialect.header_row))
                    .into_iter()
                    .collect(),
            }),
            Body::Text(text, Layout::Html) => {
                sheet::read(origin, sink, |sheets| html::read(text, sheets))
            }
            Body::Text(text, Layout::Sheets(names)) => {
                sheet::read(origin, sink, |sheets| xml_sheet::read(text, names, sheets))
            }
            Body::Book(book) => sheet::read(origin, sink, |sheets| book.read(sheets)),
        }
    }
}

/// What a reader has to say of a file once it is read.
#[derive(Debug, Default)]
struct Notes {
    remarks: Vec<FailedFile>,
    /// Rows that are taken for the header though others may be, by sheet.
    headers: Vec<(String, u64)>,
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

impl From<Vec<FailedFile>> for Notes {
    fn from(remarks: Vec<FailedFile>) -> Self {
        Self {
            remarks,
            ..Self::default()
        }
    }
}

/// What the reading thread says of a file that it has read.
struct Closing {
    remarks: Vec<FailedFile>,
    ignored_columns: Vec<String>,
    guessed: Vec<Guess>,
    /// What stopped the reading before the end.
    error: Option<FileError>,
}

/// Takes what the reading thread says; breaks when nobody listens any more.
type Send<'s> = dyn FnMut(Message) -> ControlFlow<()> + std::marker::Send + 's;

/// What the reading thread says.
enum Message {
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
struct Importing {
    path: String,
    size: Option<u64>,
    counter: Arc<Counter>,
    messages: Receiver<Message>,
}

impl Importing {
    /// Starts reading. The thread is never waited for: it may hang on a silent pipe, and it
    /// ends by itself when nobody takes its rows any more.
    fn start(path: &Path, options: &Options) -> Self {
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
            let mut send = |message| match sender.send(message) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            container::visit(&path, &options, &counter, &mut |name, opened| {
                send_file(name, opened, &options, &mut send)
            });
            // Nobody listens any more when the import was stopped.
            sender.send(Message::End).unwrap_or_default();
        });
        importing
    }

    /// Puts the records where `put` says, until the file ends or the observer breaks.
    fn run(
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
fn send_file(
    name: &str,
    opened: Result<Opened, FileError>,
    options: &Options,
    send: &mut Send,
) -> ControlFlow<()> {
    let path = name.to_owned();
    match opened {
        Err(error) => send(Message::Failed(FailedFile { path, error })),
        Ok(mut opened) => {
            send(Message::Opened(
                path,
                opened.format(),
                Arc::clone(&opened.meter),
            ))?;
            let closing = send_rows(&mut opened, options, send)?;
            send(Message::Closed(closing))
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
fn send_rows(opened: &mut Opened, options: &Options, send: &mut Send) -> ControlFlow<(), Closing> {
    let context = context(&opened.origin.file, options);
    let (rows, batches) = sync_channel(0);
    let (result, said) = thread::scope(|scope| {
        let context = &context;
        let making = scope.spawn(move || send_records(batches, context, options, send));
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
    send: &mut Send,
) -> ControlFlow<(), (Vec<String>, Vec<Guess>)> {
    let mut facts = Facts::of(options.map.as_deref(), options.kind);
    for RowBatch { items, is_large } in batches {
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            records.push(item.and_then(|row| record(row, context, &mut facts)));
        }
        send(Message::Batch(records))?;
        let behind = if is_large { BATCHES } else { 0 };
        (0..behind).try_for_each(|_| send(Message::Batch(Vec::new())))?;
    }
    ControlFlow::Continue(facts.finish())
}

/// The record that a row becomes, of which the facts take notice.
fn record(row: Row, context: &Context, facts: &mut Facts) -> Result<Record, Rejected> {
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

#[cfg(test)]
use errors::UnpackError;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
