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

use anyhow::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use qiao_index::edits::Change;
use qiao_index::library::Library;
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::vocab::Language;

use crate::browser::editor;
use crate::browser::event::{Event, Question};
use crate::listing::editing;
use crate::messages::{self, Failure};
use crate::work::edit::{self, NotEdited};
use crate::work::export::{self, Existing, ExportOrder};
use crate::work::import::{ImportEvent, ImportOrder, ProgressMeter, import};
use crate::work::library::{LibraryState, OpenLibrary};
use crate::work::paths;
use crate::work::related::Titles;
use crate::work::session::{self, Session};

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
        library: None,
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

struct Searcher {
    folder: PathBuf,
    events: Sender<Event>,
    library: Option<OpenLibrary>,
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
            if next.look || self.watcher.is_none() || self.library.is_none() {
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
        let library = match &mut self.library {
            Some(library) => {
                library.refresh()?;
                library
            }
            none => none.insert(OpenLibrary::open(&self.folder)?),
        };
        library.state()
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
        let library = self.library.as_ref().context("the library is not open")?;
        let mut titles = Titles::new();
        for id in ids {
            if let Some(record) = library.shown().record(id)? {
                titles.insert(id.clone(), (record.kind, record.title));
            }
        }
        Ok(titles)
    }

    fn answer(&self, request: &Request) -> anyhow::Result<Page> {
        let library = self.library.as_ref().context("the library is not open")?;
        Ok(library.shown().search(request)?)
    }
}

/// Does something; an error or a panic becomes words.
fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| Failure::of(&error)),
        Err(panic) => Err(messages::internal_error(last_words(&*panic))),
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
pub(crate) fn start_import(
    folder: PathBuf,
    path: PathBuf,
    language: Language,
    events: Sender<Event>,
    jobs: Sender<Job>,
) -> io::Result<()> {
    let work = move || {
        let outcome = guarded(|| {
            let mut library = Library::open(&folder)?;
            let order = ImportOrder::typed(&path, language)?;
            let mut meter = ProgressMeter::default();
            let summary = import(&mut library, &order, &mut |event| {
                if let ImportEvent::Read { bytes, size } = event
                    && let Some(progress) = meter.measure(bytes, size)
                {
                    events.send(Event::Importing(progress)).ok();
                }
                ControlFlow::Continue(())
            })?;
            match summary.failure() {
                Some(failure) => anyhow::bail!(failure),
                None => Ok(summary),
            }
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
pub(crate) fn save_edit(
    folder: PathBuf,
    record: Record,
    changes: Vec<Change>,
    events: Sender<Event>,
    jobs: Sender<Job>,
) -> io::Result<()> {
    let work = move || {
        let outcome = guarded(|| {
            let mut library = Library::open(&folder)?;
            match edit::edit(&mut library, &record.id, &changes)? {
                Ok(()) => {}
                Err(NotEdited::Gone) => anyhow::bail!(Failure::new(
                    "该条目已不在资料库中",
                    "the listing is not in the library any more",
                )),
                Err(NotEdited::Refused(refused)) => {
                    let words = |language| editing::said(&refused, record.kind, language);
                    let chinese = words(Language::Chinese);
                    anyhow::bail!(Failure::new(chinese, words(Language::English)));
                }
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

/// Writes results to a file on a thread of its own.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn export(
    folder: PathBuf,
    order: ExportOrder,
    path: PathBuf,
    events: Sender<Event>,
) -> io::Result<()> {
    let work = move || {
        let outcome = guarded(|| {
            let library = OpenLibrary::open(&folder)?;
            let path = paths::expanded(&path);
            export::to_file(library.shown(), &order, &path, Existing::Keep)?.checked()
        });
        events.send(Event::Exported(outcome)).ok();
    };
    std::thread::Builder::new()
        .name("export".to_owned())
        .spawn(work)
        .map(drop)
}

/// Finds the names that complete a path, on a thread of its own.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn complete(typed: String, events: Sender<Event>) -> io::Result<()> {
    let work = move || {
        let names = paths::completions(&typed);
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
        assert_eq!(
            panicked,
            Err(messages::internal_error("index out of bounds"))
        );
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
}
