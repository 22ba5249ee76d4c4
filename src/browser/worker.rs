//! Threads that do what takes time: searching, importing, exporting, finding file names.
//!
//! Everything that they find out comes back as an event. The search thread works on the
//! newest question that is waiting and gives exactly one answer to every question it takes.

use std::any::Any;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use qiao_index::edits::Change;
use qiao_index::library::Library;
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::vocab::Language;

use crate::browser::editor;
use crate::browser::event::{Event, Intake, LibraryState, Question, Selection};
use crate::browser::panes::typeset::Titles;
use crate::export::{self, Format, Written};
use crate::import::{self, ColumnMap, Counts, Fault, FileError};
use crate::listing::editing;
use crate::messages::{self, Failure};
use crate::work::samples;
use crate::work::session::{self, Session};

/// News of an import come no more often than this.
const NEWS_EVERY: Duration = Duration::from_millis(100);
/// So many file names are offered.
const MOST_NAMES: usize = 500;

/// Work for the search thread.
#[derive(Debug)]
pub(crate) enum Job {
    /// Answer this.
    Search(Question),
    /// Find all listings that answer a request.
    Collect(Request),
    /// Find the titles of the listings with these ids.
    Name(Vec<String>),
    /// See whether the library has changed.
    Look,
    /// Remember this for the next time.
    Keep(Box<Session>),
}

/// What is to be done next, after all that waits has been taken in.
#[derive(Debug, Default)]
struct Next {
    look: bool,
    search: Option<Question>,
    name: Vec<String>,
    collect: Option<Request>,
    keep: Option<Box<Session>>,
}

/// Waits for work, then drops all but the newest question; `None` when nobody asks any more.
fn next(jobs: &Receiver<Job>) -> Option<Next> {
    let mut next = Next::default();
    let first = jobs.recv().ok()?;
    for job in std::iter::once(first).chain(jobs.try_iter()) {
        match job {
            Job::Search(question) => next.search = Some(question),
            Job::Name(ids) => next.name = ids,
            Job::Collect(request) => next.collect = Some(request),
            Job::Look => next.look = true,
            Job::Keep(session) => next.keep = Some(session),
        }
    }
    Some(next)
}

/// Starts the search thread on the library in a folder.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn start(folder: PathBuf, events: Sender<Event>) -> io::Result<Sender<Job>> {
    let (jobs, waiting) = channel();
    let searcher = Searcher {
        folder,
        events,
        desk: None,
        state: None,
        watcher: None,
        jobs: jobs.clone(),
        warm: false,
    };
    std::thread::Builder::new()
        .name("search".to_owned())
        .spawn(move || searcher.run(&waiting))?;
    Ok(jobs)
}

/// The user's library, and the sample listings while it is empty.
struct Desk {
    library: Library,
    samples: Option<Library>,
}

impl Desk {
    fn open(folder: &Path) -> anyhow::Result<Self> {
        let library = Library::open(folder)?;
        let samples = library.is_empty()?.then(samples::library).transpose()?;
        Ok(Self { library, samples })
    }

    /// Takes in what has been committed since; the first listings replace the samples.
    fn look(&mut self) -> anyhow::Result<()> {
        self.library.refresh()?;
        if !self.library.is_empty()? {
            self.samples = None;
        }
        Ok(())
    }

    fn shown(&self) -> &Library {
        self.samples.as_ref().unwrap_or(&self.library)
    }

    fn state(&self) -> anyhow::Result<LibraryState> {
        Ok(LibraryState {
            samples: self.samples.is_some(),
            records: self.shown().len()?,
            revision: self.shown().revision()?,
        })
    }
}

struct Searcher {
    folder: PathBuf,
    events: Sender<Event>,
    desk: Option<Desk>,
    state: Option<LibraryState>,
    watcher: Option<RecommendedWatcher>,
    jobs: Sender<Job>,
    warm: bool,
}

impl Searcher {
    fn run(mut self, jobs: &Receiver<Job>) {
        self.look();
        self.watcher = watch(&self.folder, self.jobs.clone());
        while let Some(next) = next(jobs) {
            if next.look || self.watcher.is_none() || self.desk.is_none() {
                self.look();
            }
            if let Some(question) = next.search {
                let answer = guarded(|| self.answer(&question.request));
                let answer = Event::Answer(Box::new(question), Box::new(answer));
                if self.events.send(answer).is_err() {
                    return;
                }
                self.warm_up();
            }
            if let Some(session) = next.keep {
                // What cannot be written now is told at the end.
                session::save(&self.folder, *session).ok();
            }
            if let Some(request) = next.collect {
                let records = guarded(|| self.answer(&request));
                let records = records.map(|page| page.hits.into_iter().map(|hit| hit.record));
                let collected = Event::Collected(records.map(Iterator::collect));
                self.events.send(collected).ok();
            }
            if !next.name.is_empty() {
                // A listing that cannot be read is named by its id.
                let titles = guarded(|| self.titles(&next.name)).unwrap_or_default();
                self.events.send(Event::Named(titles)).ok();
            }
        }
    }

    /// Opens the library or takes in its changes; tells the browser what is new.
    fn look(&mut self) {
        match guarded(|| self.refreshed()) {
            Ok(state) if Some(state) == self.state => {}
            Ok(state) => {
                self.state = Some(state);
                self.events.send(Event::Library(Ok(state))).ok();
            }
            Err(reason) => {
                self.events.send(Event::Library(Err(reason))).ok();
            }
        }
    }

    fn refreshed(&mut self) -> anyhow::Result<LibraryState> {
        let desk = match &mut self.desk {
            Some(desk) => {
                desk.look()?;
                desk
            }
            none => none.insert(Desk::open(&self.folder)?),
        };
        desk.state()
    }

    /// Once, when the first answer is out: a search that nobody waits for, as the first one
    /// with words in it reads the dictionary.
    fn warm_up(&mut self) {
        if std::mem::replace(&mut self.warm, true) {
            return;
        }
        let request = Request {
            query: "检索 search".to_owned(),
            typing: true,
            ..Request::default()
        };
        guarded(|| self.answer(&request)).ok();
    }

    fn titles(&self, ids: &[String]) -> anyhow::Result<Titles> {
        let desk = self.desk.as_ref().context("the library is not open")?;
        let mut titles = Titles::new();
        for id in ids {
            if let Some(record) = desk.shown().record(id)? {
                titles.insert(id.clone(), (record.kind, record.title));
            }
        }
        Ok(titles)
    }

    fn answer(&self, request: &Request) -> anyhow::Result<Page> {
        let desk = self.desk.as_ref().context("the library is not open")?;
        Ok(desk.shown().search(request)?)
    }
}

/// Does something; an error or a panic becomes words.
fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| Failure::of(&error)),
        Err(panic) => Err(messages::fault(last_words(&*panic))),
    }
}

fn last_words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no more is known")
}

/// Watches the library's folder for what other processes commit; `None` where that fails.
fn watch(folder: &Path, jobs: Sender<Job>) -> Option<RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        // The index commits last, by writing this file; everything before it is work in progress.
        let committed = event.is_ok_and(|event| {
            let meta = |path: &PathBuf| path.file_name().is_some_and(|name| name == "meta.json");
            !event.kind.is_access() && event.paths.iter().any(meta)
        });
        if committed {
            // When the browser has ended nobody listens, and nobody needs to.
            jobs.send(Job::Look).ok();
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    watcher.watch(folder, RecursiveMode::Recursive).ok()?;
    Some(watcher)
}

/// Takes a file into the library on a thread of its own.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn import(
    folder: PathBuf,
    path: PathBuf,
    language: Language,
    events: Sender<Event>,
    jobs: Sender<Job>,
) -> io::Result<()> {
    let work = move || {
        let outcome = guarded(|| {
            let mut library = Library::open(&folder)?;
            let mut news = News::default();
            take_in(
                &mut library,
                &expanded(&path),
                language,
                &mut |bytes, size| {
                    if let Some(reading) = news.of(bytes, size) {
                        events.send(Event::Importing(reading)).ok();
                    }
                },
            )
        });
        events.send(Event::Imported(outcome)).ok();
        jobs.send(Job::Look).ok();
    };
    std::thread::Builder::new()
        .name("import".to_owned())
        .spawn(work)
        .map(drop)
}

/// Saves edits of a listing on a thread of its own; then their text is not needed any more.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn edit(
    folder: PathBuf,
    record: Record,
    changes: Vec<Change>,
    events: Sender<Event>,
    jobs: Sender<Job>,
) -> io::Result<()> {
    let work = move || {
        let outcome = guarded(|| {
            let mut library = Library::open(&folder)?;
            let mut writer = library.writer()?;
            let done = writer.edit(&record.id, &changes, &import::now())?;
            writer.finish()?;
            let gone = || {
                Failure::new(
                    "该条目已不在资料库中",
                    "the listing is not in the library any more",
                )
            };
            let words = |refused, language| editing::said(refused, record.kind, language);
            if let Err(refused) = done.ok_or_else(gone)? {
                let chinese = words(&refused, Language::Chinese);
                anyhow::bail!(Failure::new(chinese, words(&refused, Language::English)));
            }
            editor::discard(&folder, &record.id);
            Ok(changes.len())
        });
        events.send(Event::Edited(outcome)).ok();
        jobs.send(Job::Look).ok();
    };
    std::thread::Builder::new()
        .name("edit".to_owned())
        .spawn(work)
        .map(drop)
}

/// So many reasons for rejected rows are kept to be shown.
const MOST_REASONS: usize = 100;

/// Tells now and then how far a file has been read, and since when.
#[derive(Default)]
struct News {
    started: Option<Instant>,
    told: Option<Instant>,
    bytes: u64,
}

impl News {
    /// What is to be told, if it is time to tell something. Fewer bytes are those of another file.
    fn of(&mut self, bytes: u64, size: Option<u64>) -> Option<Intake> {
        if bytes < std::mem::replace(&mut self.bytes, bytes) {
            self.started = None;
        }
        let started = *self.started.get_or_insert_with(Instant::now);
        if self.told.is_some_and(|told| told.elapsed() < NEWS_EVERY) {
            return None;
        }
        self.told = Some(Instant::now());
        Some(Intake {
            bytes,
            size,
            elapsed: started.elapsed(),
        })
    }
}

/// Between the path of a file and that of its map, as on the command line.
pub(crate) const MAP: &str = " --map ";

/// The path of a file and that of the map behind it, if there is one: `a.csv --map map.toml`.
fn with_map(path: &Path) -> (PathBuf, Option<PathBuf>) {
    let is_there = path.symlink_metadata().is_ok();
    let parts = path.to_str().and_then(|text| text.rsplit_once(MAP));
    match parts.filter(|_| !is_there) {
        Some((file, map)) => (file.trim().into(), Some(expanded(Path::new(map.trim())))),
        None => (path.to_owned(), None),
    }
}

/// What cannot be read without a map, with how to give one here.
fn refused(error: &FileError) -> Failure {
    let needs_map = matches!(
        error.fault,
        Fault::NoHeader | Fault::NoTitleColumn | Fault::Unrecognised
    );
    let (chinese, english) = if needs_map {
        (
            "\n映射写好后再次导入，输入：文件 --map map.toml",
            "\nOnce the map is written, import again and type: FILE --map map.toml",
        )
    } else {
        ("", "")
    };
    Failure::new(
        error.say(Language::Chinese) + chinese,
        error.say(Language::English) + english,
    )
}

/// Takes in a file, or all files that the path stands for, telling how many bytes of a file have
/// been read, and of how many; read by a map where one is named behind it. What it gives: what
/// became of the rows, and reasons in words for what was not taken in.
///
/// # Errors
/// Nothing could be read: the first reason. Or the library cannot be written.
pub(crate) fn take_in(
    library: &mut Library,
    path: &Path,
    language: Language,
    tell: &mut dyn FnMut(u64, Option<u64>),
) -> anyhow::Result<(Counts, Vec<String>)> {
    let (path, map) = with_map(path);
    let map = map.as_deref().map(ColumnMap::open).transpose()?.transpose();
    let options = import::Options {
        language,
        ..map?.map_or_else(import::Options::default, import::Options::of_map)
    };
    let mut reasons = Vec::new();
    let mut observe = |progress| {
        match progress {
            import::Progress::Read { bytes, size } => tell(bytes, size),
            import::Progress::Rejected(rejected) if reasons.len() < MOST_REASONS => {
                reasons.push(import::rejected_line(&rejected, language));
            }
            import::Progress::Rejected(_) => {}
        }
        ControlFlow::Continue(())
    };
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    let mut writer = library.writer()?;
    for file in import::files(&path) {
        let results = match file {
            Ok(file) => import::import_file(&file, &options, &mut writer, &mut observe),
            Err(error) => vec![Err(error)],
        };
        for result in results {
            match result {
                Ok(report) => reports.push(report),
                Err(error) => errors.push(error),
            }
        }
    }
    writer.finish()?;
    if let (true, Some(error)) = (reports.is_empty(), errors.first()) {
        anyhow::bail!(refused(error));
    }
    let mut counts = Counts::default();
    for report in reports {
        counts.add(&report.counts);
        errors.extend(report.remarks.into_iter().chain(report.broken));
    }
    reasons.extend(errors.iter().map(|error| error.say(language)));
    Ok((counts, reasons))
}

/// Writes results to a file on a thread of its own.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn export(
    folder: PathBuf,
    selection: Selection,
    format: Format,
    path: PathBuf,
    events: Sender<Event>,
) -> io::Result<()> {
    let work = move || {
        let path = expanded(&path);
        let outcome = guarded(|| {
            let desk = Desk::open(&folder)?;
            write_out(desk.shown(), &selection, format, &path)
        });
        events
            .send(Event::Exported(outcome.map(|written| (written, path))))
            .ok();
    };
    std::thread::Builder::new()
        .name("export".to_owned())
        .spawn(work)
        .map(drop)
}

/// Writes listings of a library, or their contacts, to a new file.
///
/// # Errors
/// There is such a file, it cannot be written, there is nothing to write, or the library cannot
/// be read.
pub(crate) fn write_out(
    library: &Library,
    selection: &Selection,
    format: Format,
    path: &Path,
) -> anyhow::Result<Written> {
    if path.exists() {
        let name = path.display();
        anyhow::bail!(Failure::new(
            format!("已有文件 {name}，请换一个名字"),
            format!("{name} is there already: choose another name"),
        ));
    }
    let written = export::write_file(path, |out| match selection {
        Selection::Found(request) => {
            let mut records = library.matches(request)?.map(|record| Ok(record?));
            export::write(out, format, &mut records)
        }
        Selection::Marked(ids) => {
            let found = ids.iter().map(|id| library.record(id).transpose());
            // One that is gone since it was marked is left out.
            let mut records = found.flatten().map(|record| Ok(record?));
            export::write(out, format, &mut records)
        }
    })?;
    match written.nothing() {
        Some(failure) => anyhow::bail!(failure),
        None => Ok(written),
    }
}

/// Finds the names that complete a path, on a thread of its own.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn complete(typed: String, events: Sender<Event>) -> io::Result<()> {
    let work = move || {
        let names = names(&typed);
        events.send(Event::Completed(typed, names)).ok();
    };
    std::thread::Builder::new()
        .name("names".to_owned())
        .spawn(work)
        .map(drop)
}

/// Opens a web address on a thread of its own.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn open(link: String, events: Sender<Event>) -> io::Result<()> {
    let work = move || {
        let outcome = open::that_detached(&link).map_err(|error| error.to_string());
        events.send(Event::Opened(link, outcome)).ok();
    };
    std::thread::Builder::new()
        .name("link".to_owned())
        .spawn(work)
        .map(drop)
}

/// The path with a leading `~` replaced by the home folder.
pub(crate) fn expanded(path: &Path) -> PathBuf {
    let home = || Some(directories::BaseDirs::new()?.home_dir().to_owned());
    match path.strip_prefix("~") {
        Ok(rest) => home().map_or_else(|| path.to_owned(), |home| home.join(rest)),
        Err(_) => path.to_owned(),
    }
}

/// Files and folders whose names begin as typed, or as the map behind a file; folders end in a
/// slash.
fn names(typed: &str) -> Vec<String> {
    if let Some((file, map)) = typed.rsplit_once(MAP) {
        let maps = names(map).into_iter();
        return maps.map(|map| format!("{file}{MAP}{map}")).collect();
    }
    let cut = typed.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    let (folder, start) = typed.split_at_checked(cut).unwrap_or(("", typed));
    let shown = if folder.is_empty() { "." } else { folder };
    let entries = std::fs::read_dir(expanded(Path::new(shown)));
    let mut names: Vec<String> = entries
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !start.starts_with('.');
            let fits = name.starts_with(start) && !hidden;
            let end = if entry.path().is_dir() {
                std::path::MAIN_SEPARATOR_STR
            } else {
                ""
            };
            fits.then(|| format!("{folder}{name}{end}"))
        })
        .collect();
    names.sort();
    names.truncate(MOST_NAMES);
    names
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    fn question(query: &str) -> Question {
        Question {
            request: Request {
                query: query.to_owned(),
                ..Request::default()
            },
            library: LibraryState {
                samples: false,
                records: 0,
                revision: 1,
            },
        }
    }

    #[test]
    fn the_newest_question_is_answered_and_the_others_are_dropped() {
        let (jobs, waiting) = channel();
        for query in ["a", "ab", "abc"] {
            jobs.send(Job::Search(question(query))).unwrap();
            jobs.send(Job::Look).unwrap();
        }
        let first = next(&waiting).unwrap();
        assert!(first.look);
        assert_eq!(first.search, Some(question("abc")));
        jobs.send(Job::Search(question("b"))).unwrap();
        drop(jobs);
        let second = next(&waiting).unwrap();
        assert!(!second.look);
        assert_eq!(second.search, Some(question("b")));
        assert!(next(&waiting).is_none());
    }

    #[test]
    fn a_fault_in_a_search_is_an_answer() {
        let failed = guarded::<()>(|| anyhow::bail!("no such index"));
        assert_eq!(failed, Err(Failure::new("no such index", "no such index")));
        let panicked = guarded::<()>(|| panic!("index out of bounds"));
        assert_eq!(panicked, Err(messages::fault("index out of bounds")));
    }

    #[test]
    fn a_library_that_cannot_be_opened_is_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let (events, happened) = channel();
        let jobs = start(file.join("below a file"), events).unwrap();
        assert!(matches!(happened.recv().unwrap(), Event::Library(Err(_))));
        jobs.send(Job::Search(question("x"))).unwrap();
        let answers = happened.iter().filter_map(|event| match event {
            Event::Answer(asked, answer) => Some((asked, answer)),
            _ => None,
        });
        let (asked, answer) = answers.take(1).next().unwrap();
        assert_eq!(*asked, question("x"));
        assert!(answer.is_err());
    }

    #[test]
    fn a_file_that_needs_a_map_says_how_to_give_it_one_and_takes_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a list.txt");
        std::fs::write(&file, "石墨烯导热膜,江城大学\n低温电池,江城大学\n").unwrap();
        let map = folder.path().join("map.toml");
        std::fs::write(
            &map,
            "header = false\n[columns]\n1 = \"title\"\n2 = \"institution\"\n",
        )
        .unwrap();
        let mut library = Library::in_memory().unwrap();
        let mut take = |path: &Path| {
            let taken = take_in(&mut library, path, Language::English, &mut |_, _| {});
            taken.map_err(|error| Failure::of(&error))
        };
        let failure = take(&file).unwrap_err();
        let said = failure.say(Language::English);
        assert!(
            said.contains("(qiao import --print-map FILE > map.toml)"),
            "{said}"
        );
        assert!(
            said.ends_with("\nOnce the map is written, import again and type: FILE --map map.toml"),
            "{said}"
        );
        assert!(
            failure
                .say(Language::Chinese)
                .ends_with("再次导入，输入：文件 --map map.toml")
        );
        let both = format!("{} --map {}", file.display(), map.display());
        let (counts, reasons) = take(Path::new(&both)).unwrap();
        assert_eq!((counts.new, reasons), (2, Vec::new()));
        let failure = take(Path::new(&format!("{both}l"))).unwrap_err();
        assert!(
            failure.say(Language::Chinese).contains("读不出映射文件"),
            "{failure}"
        );
        std::fs::write(&map, "[columns]\na = \"titel\"\n").unwrap();
        let failure = take(Path::new(&both)).unwrap_err();
        assert!(
            failure.say(Language::English).contains("line 2: titel: "),
            "{failure}"
        );
    }

    #[test]
    fn names_complete_what_is_typed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["成果2023.csv", "成果2024.csv", "other.csv", ".hidden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("成果")).unwrap();
        let inside = |typed: &str| {
            let before = format!("{}/", folder.path().display());
            let found = names(&format!("{before}{typed}")).into_iter();
            let names = found.map(|name| name.replace(&before, ""));
            names.collect::<Vec<_>>()
        };
        assert_eq!(inside("成"), ["成果/", "成果2023.csv", "成果2024.csv"]);
        assert_eq!(
            inside(""),
            ["other.csv", "成果/", "成果2023.csv", "成果2024.csv"]
        );
        assert_eq!(inside("."), [".hidden"]);
        let map = format!("{}/o", folder.path().display());
        assert_eq!(
            inside(&format!("成果.csv --map {map}")),
            ["成果.csv --map other.csv"]
        );
        assert_eq!(names("/no/such/folder/"), Vec::<String>::new());
    }
}
