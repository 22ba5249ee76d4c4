//! A look at a file before it is imported: what it is, what its columns hold, and how many rows
//! would do.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use qiao_index::normalise::{Column, Context, Mapping, Rejected};
use qiao_index::record::{Kind, Record};
use serde_json::{Map, Value};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::facts::{Facts, Guess};
use super::format::Format;
use super::map::{ColumnMap, unnamed};
use super::recognise::Layout;
use super::source::{self, Counter};
use super::threads::record;
use super::{Body, FailedFile, FileError, Item, Opened, Options, Progress, container, context};

/// Sample values per column, and their width in columns of the screen.
const SAMPLES: usize = 3;
const SAMPLE_WIDTH: usize = 40;
/// Columns that are shown at most, and objects inside of one another that are looked into.
const MAX_COLUMNS: usize = 200;
const MAX_DEPTH: usize = 4;
/// Listings that are kept: what the first rows would be.
const RECORDS: usize = 3;
/// Rejects that are kept.
const REJECTS: usize = 5;
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
    /// A table whose columns have no names.
    pub(crate) headless: bool,
    /// Columns, or keys and paths, in the order in which they were found.
    pub(crate) columns: Vec<ColumnPreview>,
    /// Columns of the map that the file does not have.
    pub(crate) missing: Vec<String>,
    /// Records by kind.
    pub(crate) kinds: Vec<(Kind, u64)>,
    /// Rows that would be imported or rejected.
    pub(crate) rows: u64,
    /// Rows that would be rejected.
    pub(crate) rejected: u64,
    /// The first of them.
    pub(crate) rejects: Vec<Rejected>,
    /// Columns with something in them that no field takes.
    pub(crate) ignored_columns: Vec<String>,
    /// What the program guessed.
    pub(crate) guessed: Vec<Guess>,
    /// What the first rows would be.
    pub(crate) records: Vec<Record>,
    /// Why it could not be imported as it is.
    pub(crate) doubt: Option<FailedFile>,
    /// Sheets without a header of listings.
    pub(crate) remarks: Vec<FailedFile>,
    /// Why the file was not read to its end.
    pub(crate) broken: Option<FailedFile>,
}

/// A column, as an import would read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ColumnPreview {
    /// Its header, key or path.
    pub(crate) name: String,
    /// Its place in a table, from 1.
    pub(crate) position: Option<usize>,
    /// How it is read; `None` where it is only kept with the row as it came.
    pub(crate) reading: Option<Column>,
    /// Its first values that differ.
    pub(crate) samples: Vec<String>,
}

/// Reads a file (`-` is standard input), or every file that is packed in it, and says what is in
/// it; nothing is written. A file that cannot be read is an error among the previews.
pub(crate) fn preview(
    path: &Path,
    options: &Options,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Vec<Result<Preview, FailedFile>> {
    let mut previews = look(path, options, observer);
    if let [Ok(preview)] = &mut *previews
        && let Some(again) = again(path, preview, options)
        && let [Ok(found)] = &mut *look(path, &again, observer)
    {
        found.doubt = preview.broken.take();
        std::mem::swap(preview, found);
    }
    previews
}

/// How to look again at a workbook without a header or titles: its sheets are all passed over.
fn again(path: &Path, preview: &Preview, options: &Options) -> Option<Options> {
    let error = &preview.broken.as_ref()?.error;
    let can_be_read_again = preview.rows == 0 && path != Path::new("-");
    options
        .despite(error, preview.format)
        .filter(|_| can_be_read_again)
}

fn look(
    path: &Path,
    options: &Options,
    observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Vec<Result<Preview, FailedFile>> {
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
            Err(error) => {
                previews.push(Err(FailedFile { path, error }));
                return ControlFlow::Continue(());
            }
        };
        let context = context(name, options);
        let mut preview = Preview::of(path, &mut opened);
        let map = options.map.as_deref();
        preview.headless |= map.is_some_and(|map| map.header == Some(false));
        let facts = Facts::of(map, options.kind);
        let flow = preview.look(&mut opened, (&context, facts), &progress, observer);
        if map.is_some_and(ColumnMap::is_of_table) {
            let is_header = |guess: &Guess| matches!(guess, Guess::Header(..));
            preview.guessed.retain(|guess| !is_header(guess));
        }
        preview.guessed.extend(opened.guessed(options));
        previews.push(Ok(preview));
        flow
    });
    previews
}

impl Preview {
    fn of(path: String, opened: &mut Opened) -> Self {
        let dialect = match &opened.body {
            Body::Text(_, Layout::Table(dialect)) => Some(dialect),
            Body::Text(..) | Body::Book(_) => None,
        };
        let names = dialect.map_or_else(Vec::new, |dialect| dialect.columns.clone());
        let headless =
            !names.is_empty() && (0..).zip(&names).all(|(at, name)| *name == unnamed(at));
        let origin = opened.origin.of_columns(&names);
        let columns = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| ColumnPreview {
                reading: origin.mapping().reading(&name),
                name,
                position: Some(at + 1),
                samples: Vec::new(),
            });
        let doubt = opened.doubt.take();
        Self {
            format: opened.format(),
            encoding: "",
            replaced: 0,
            delimiter: dialect
                .map(|dialect| char::from(dialect.delimiter))
                .filter(|delimiter| *delimiter != '\n'),
            header_row: dialect
                .map(|dialect| dialect.header_row)
                .filter(|_| !headless),
            headless,
            columns: columns.take(MAX_COLUMNS).collect(),
            missing: Vec::new(),
            kinds: Vec::new(),
            rows: 0,
            rejected: 0,
            rejects: Vec::new(),
            ignored_columns: Vec::new(),
            guessed: Vec::new(),
            records: Vec::new(),
            doubt: doubt.map(|error| FailedFile {
                path: path.clone(),
                error,
            }),
            remarks: Vec::new(),
            broken: None,
            path,
        }
    }

    /// Names of the columns.
    fn names(&self) -> Vec<String> {
        let names = self.columns.iter().map(|column| column.name.clone());
        names.collect()
    }

    /// Reads the whole file; breaks when the observer does.
    fn look(
        &mut self,
        opened: &mut Opened,
        (context, mut facts): (&Context, Facts<'_>),
        progress: &dyn Fn() -> Progress,
        observer: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut stopped = ControlFlow::Continue(());
        let names = self.names().into_iter();
        let mut places = Places(names.zip(0..).collect());
        let result = opened.read(&mut |item| {
            self.rows += 1;
            stopped = match self.see(item, (context, &mut facts), &mut places) {
                Err(rejected) => observer(Progress::Rejected(rejected)),
                Ok(()) if self.rows.is_multiple_of(ROWS) => observer(progress()),
                Ok(()) => ControlFlow::Continue(()),
            };
            stopped
        });
        let error = match (stopped, result) {
            (ControlFlow::Break(()), _) => Some(FileError::Stopped),
            (ControlFlow::Continue(()), Err(error)) => Some(error),
            (ControlFlow::Continue(()), Ok(notes)) => {
                for remark in notes.remarks {
                    match remark.error {
                        // They have a place of their own.
                        FileError::MapColumnsMissing(columns) => self.missing = columns,
                        _ => self.remarks.push(remark),
                    }
                }
                let headers = notes.headers.into_iter().filter(|(_, row)| *row > 1);
                self.guessed
                    .extend(headers.map(|(sheet, row)| Guess::Header(sheet, row)));
                None
            }
        };
        let path = self.path.clone();
        self.broken = error.map(|error| FailedFile { path, error });
        self.encoding = opened.meter.encoding();
        self.replaced = opened.meter.replaced();
        let (ignored_columns, kinds) = facts.finish();
        self.ignored_columns = ignored_columns;
        self.guessed.extend(kinds);
        stopped
    }

    /// Takes notice of one row.
    fn see(
        &mut self,
        item: Item,
        (context, facts): (&Context, &mut Facts<'_>),
        places: &mut Places,
    ) -> Result<(), Rejected> {
        let result = item.and_then(|row| {
            places.sample("", &row.cells, &row.mapping, &mut self.columns);
            record(row, context, facts)
        });
        match result {
            Ok(record) => {
                self.count(record.kind);
                if self.records.len() < RECORDS {
                    self.records.push(record);
                }
                Ok(())
            }
            Err(rejected) => {
                self.rejected += 1;
                if self.rejects.len() < REJECTS {
                    self.rejects.push(rejected.clone());
                }
                Err(rejected)
            }
        }
    }

    fn count(&mut self, kind: Kind) {
        match self.kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => self.kinds.push((kind, 1)),
        }
    }
}

/// Where the columns stand that have been seen.
struct Places(HashMap<String, usize>);

impl Places {
    /// Takes samples of the cells of an object under `above`, the empty path for a row.
    fn sample(
        &mut self,
        above: &str,
        cells: &Map<String, Value>,
        mapping: &Mapping,
        columns: &mut Vec<ColumnPreview>,
    ) {
        for (key, value) in cells {
            let path = match above {
                "" => key.clone(),
                above => format!("{above}.{key}"),
            };
            if let Some(place) = self.0.get(&path) {
                add_sample(columns.get_mut(*place), value);
                continue;
            }
            let reading = mapping.reading(&path);
            let is_deep = path.matches('.').count() >= MAX_DEPTH;
            if let Some(objects) = objects(value).filter(|_| reading.is_none() && !is_deep) {
                for object in objects {
                    self.sample(&path, object, mapping, columns);
                }
            } else if columns.len() < MAX_COLUMNS {
                self.0.insert(path.clone(), columns.len());
                columns.push(ColumnPreview {
                    position: (1..=MAX_COLUMNS).find(|at| unnamed(at - 1) == path),
                    name: path,
                    reading,
                    samples: Vec::new(),
                });
                add_sample(columns.last_mut(), value);
            }
        }
    }
}

/// Adds the beginning of a value to a column that has not enough samples.
fn add_sample(column: Option<&mut ColumnPreview>, value: &Value) {
    if let Some(column) = column
        && column.samples.len() < SAMPLES
        && let Some(sample) = sample(value)
        && !column.samples.contains(&sample)
    {
        column.samples.push(sample);
    }
}

/// The objects that a value is, or a list of nothing else.
fn objects(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    match value {
        Value::Object(object) => Some(vec![object]),
        Value::Array(values) if !values.is_empty() => values.iter().map(Value::as_object).collect(),
        _ => None,
    }
}

/// The beginning of a value, on one line; `None` for nothing.
fn sample(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(other.to_string()),
    };
    let words: Vec<&str> = text.split_whitespace().take(SAMPLE_WIDTH).collect();
    let sample = beginning(&words.join(" "));
    (!sample.is_empty()).then_some(sample)
}

/// The text, or its beginning and an ellipsis where it is wider than a sample.
fn beginning(text: &str) -> String {
    if text.width() <= SAMPLE_WIDTH {
        return text.to_owned();
    }
    let mut room = SAMPLE_WIDTH - 1;
    let fits = |character: &char| {
        let left = room.checked_sub(character.width().unwrap_or(0));
        room = left.unwrap_or(0);
        left.is_some()
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sample_is_cut_at_a_width() {
        let check = |value: &str, expected: Option<&str>| {
            assert_eq!(sample(&value.into()).as_deref(), expected, "{value}");
        };
        check(" \n", None);
        check("a\n b", Some("a b"));
        check(&"a".repeat(40), Some(&"a".repeat(40)));
        check(
            &"石墨烯".repeat(7),
            Some(&format!("{}石…", "石墨烯".repeat(6))),
        );
    }
}
