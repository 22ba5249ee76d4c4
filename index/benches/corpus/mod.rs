//! Listings and queries for benchmarks, from the data beside the project.
#![allow(dead_code, reason = "each benchmark uses some of it")]

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use qiao_index::Library;
use qiao_index::normalise::{Context, Row, normalise};
use qiao_index::record::Record;

/// How many listings are asked for. Cargo passes `--bench`; the number is ours.
fn number() -> usize {
    let mut words = std::env::args().filter_map(|word| word.parse().ok());
    words.next_back().unwrap_or(100_000)
}

/// The folder of the data; says so where it is not there.
pub(crate) fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    if !shared.is_dir() {
        println!("skipped: no ../shared");
    }
    shared.is_dir().then_some(shared)
}

/// What a benchmark works on.
pub(crate) struct Prepared {
    /// How many listings there are.
    pub(crate) number: usize,
    /// The folder of the data.
    pub(crate) shared: PathBuf,
    /// A folder that goes when this does.
    pub(crate) folder: tempfile::TempDir,
    /// The file of the listings.
    pub(crate) listings: PathBuf,
}

impl Prepared {
    /// As many listings as are asked for; `None` where the data is not there.
    pub(crate) fn new() -> Option<Self> {
        let (number, shared) = (number(), shared()?);
        let folder = tempfile::tempdir().unwrap();
        let listings = folder.path().join("corpus.jsonl");
        make(&shared, &listings, number);
        Some(Self {
            number,
            shared,
            folder,
            listings,
        })
    }
}

/// What work gives, and how long it takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// Makes a number of listings.
pub(crate) fn make(shared: &Path, path: &Path, number: usize) {
    let status = maker(shared, path, number).status();
    assert!(status.unwrap().success());
}

/// Makes a number of listings without abstracts and keywords.
pub(crate) fn make_short(shared: &Path, path: &Path, number: usize) {
    let mut whole = maker(shared, Path::new("/dev/stdout"), number);
    let mut whole = whole.stdout(Stdio::piped()).spawn().unwrap();
    let mut short = BufWriter::new(File::create(path).unwrap());
    for line in BufReader::new(whole.stdout.take().unwrap()).lines() {
        let mut listing: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let cells = listing.as_object_mut().unwrap();
        cells.retain(|name, _| !matches!(&**name, "abstract" | "keywords"));
        writeln!(short, "{listing}").unwrap();
    }
    short.flush().unwrap();
    assert!(whole.wait().unwrap().success());
}

/// What makes a number of listings.
fn maker(shared: &Path, path: &Path, number: usize) -> Command {
    let data = shared.join("data");
    let mut maker = Command::new("python3");
    maker
        .arg(shared.join("tools/gen_corpus.py"))
        .arg(number.to_string())
        .arg(path)
        .arg("--abstracts")
        .arg(data.join("csl/dev.jsonl"))
        .arg("--titles")
        .arg(data.join("titles/achievement-titles.txt"));
    maker
}

/// The values of the lines of a file.
pub(crate) fn lines(path: &Path) -> impl Iterator<Item = serde_json::Value> + use<> {
    let file = BufReader::new(File::open(path).unwrap());
    file.lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
}

/// The keyword lines of the abstracts.
pub(crate) fn queries(shared: &Path) -> Vec<String> {
    let works = lines(&shared.join("data/csl/dev.jsonl"));
    works
        .map(|work| {
            let keywords = work["keywords"].as_array().unwrap().iter();
            keywords
                .map(|word| word.as_str().unwrap())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

fn record(line: serde_json::Value, row: u64) -> Record {
    let serde_json::Value::Object(cells) = line else {
        panic!("not an object")
    };
    let context = Context {
        source: "corpus".to_owned(),
        kind: None,
        imported_at: String::new(),
    };
    let row = Row {
        file: "corpus.jsonl".to_owned(),
        row,
        cells,
        ..Row::default()
    };
    normalise(row, &context).unwrap()
}

/// A library of the listings.
pub(crate) fn build(folder: &Path, corpus: &Path) -> Library {
    build_in(&folder.join("ours"), corpus)
}

/// A library of the listings in a folder of its own.
pub(crate) fn build_in(folder: &Path, corpus: &Path) -> Library {
    let mut library = Library::open(folder).unwrap();
    let mut writer = library.writer().unwrap();
    for (row, line) in (1..).zip(lines(corpus)) {
        writer.put(record(line, row)).unwrap();
    }
    writer.finish().unwrap();
    library
}
