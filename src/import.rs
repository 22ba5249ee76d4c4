//! Import: files → rows → records → library, in constant memory.
//!
//! One thread opens a file ([`source`]) and what is packed in it ([`container`]), decodes it
//! ([`decode`]) into a window of text ([`text`]), tells its format ([`recognise`]), cuts it into
//! rows ([`json`], [`table`], [`sheet`], [`document`]); a second makes records of them; the
//! caller's thread puts them into the library ([`threads`]). What cannot be read is a value, not an end: a row is [`Rejected`], a file has a [`FailedFile`].
//!
//! A new format of text is one more file beside `json` and `table`, with a line in
//! [`format::Format`] and in [`recognise::Layout`] or [`document::Document`]; where it is a
//! tree of names, its mapping is a table for [`tree`]. A format of bytes is told by its first
//! bytes in [`container`] and has a line in [`Body`].

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use encoding_rs::Encoding;
use qiao_index::history::Outcome;
use qiao_index::library::{RowsTally, Writer};
use qiao_index::normalise::{Context, Rejected, Row};
use qiao_index::record::{Kind, Record};
use qiao_index::vocab::Language;

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
mod threads;
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
use map::Unseen;
use origin::Origin;
use recognise::Layout;
use text::Text;
use threads::Importing;
use workbook::Workbook;

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

impl From<Vec<FailedFile>> for Notes {
    fn from(remarks: Vec<FailedFile>) -> Self {
        Self {
            remarks,
            ..Self::default()
        }
    }
}

#[cfg(test)]
use errors::UnpackError;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
