//! The search thread: it answers the newest question, and is told at once when that is overtaken.
//!
//! Only questions drop what they replace; every other request is answered, in its turn.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::{io, thread};

use anyhow::Context as _;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::statistics::{Table, Tabulation};

use super::engine::{Engine, OpenSearch, Question, Titles};
use super::guarded::guarded;
use super::library::{LibraryState, OpenLibrary};
use super::remotes::Remote;
use super::statistics::deal_figures;
use super::write_lock::write_lock;
use crate::desk::{self, Desk, DoNotContact, Estranged};
use crate::messages::Failure;

/// What the search thread has found out.
#[derive(Debug)]
pub(crate) enum SearchReport {
    /// The library was opened, or has changed.
    Library(Result<LibraryState, Failure>),
    /// Whom the user does not want to contact, where that has changed.
    DoNotContact(DoNotContact),
    /// The desk met a library that it does not know.
    Estranged(Estranged),
    /// A question was answered.
    Answer(Box<Question>, Box<Result<Page, Failure>>),
    /// The listings that were asked for.
    Records(Result<Vec<Record>, Failure>),
    /// The titles that were asked for.
    Titles(Titles),
    /// What was to be counted, and the figures.
    Figures(Box<Tabulation>, Box<Result<Table, Failure>>),
}

/// Work for the search thread.
#[derive(Debug, PartialEq)]
enum Job {
    /// Answer the question with this number.
    Search(u64, Question),
    /// See whether the library has changed.
    Refresh,
    /// Everything that waits for its turn.
    Lookup(Lookup),
    /// Ask something else from now on.
    AskAt(AskAt),
    /// Nobody asks any more.
    End,
}

/// A request that is answered in its turn.
#[derive(Debug, PartialEq)]
enum Lookup {
    /// All listings that answer a request.
    Found(Request),
    /// The listings with these ids.
    Records(Vec<String>),
    /// Titles of the listings with these ids.
    Titles(Vec<String>),
    /// What is to be counted; only the newest of these is answered.
    Figures(Box<Tabulation>),
}

/// The search thread, as those see it who ask.
#[derive(Debug)]
pub(crate) struct SearchThread {
    jobs: Sender<Job>,
    /// Number of the newest question: whoever answers another one can stop.
    newest: Arc<AtomicU64>,
}

impl SearchThread {
    /// Starts it on the library in a folder, or on a remote in its place; what it finds out is told.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(crate) fn start(
        (folder, remote): (PathBuf, Option<Remote>),
        tell: impl Fn(SearchReport) + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let searcher = Searcher {
            folder,
            remote,
            tell,
            library: None,
            state: None,
            do_not_contact: DoNotContact::default(),
            newest: Arc::clone(&newest),
            warm: false,
        };
        let for_watcher = jobs.clone();
        thread::Builder::new()
            .name("search".to_owned())
            .spawn(move || searcher.run(&waiting, for_watcher))?;
        Ok(Self { jobs, newest })
    }

    /// Asks a question; one that was asked before and is not answered yet is dropped.
    pub(crate) fn ask(&self, question: Question) {
        let number = self.newest.fetch_add(1, Ordering::Relaxed) + 1;
        self.send(Job::Search(number, question));
    }

    /// Asks for all listings that answer a request.
    pub(crate) fn find(&self, request: Request) {
        self.send(Job::Lookup(Lookup::Found(request)));
    }

    /// Asks for the listings with these ids.
    pub(crate) fn records(&self, ids: Vec<String>) {
        self.send(Job::Lookup(Lookup::Records(ids)));
    }

    /// Asks for the titles of the listings with these ids.
    pub(crate) fn titles(&self, ids: Vec<String>) {
        self.send(Job::Lookup(Lookup::Titles(ids)));
    }

    /// Asks for figures.
    pub(crate) fn tabulate(&self, wanted: Box<Tabulation>) {
        self.send(Job::Lookup(Lookup::Figures(wanted)));
    }

    /// Has a remote asked from now on, or the library.
    pub(crate) fn ask_at(&self, remote: Option<Remote>) {
        self.newest.fetch_add(1, Ordering::Relaxed);
        self.send(Job::AskAt(AskAt(remote)));
    }

    /// Asks whether the library has changed.
    pub(crate) fn refresh(&self) {
        self.send(Job::Refresh);
    }

    fn send(&self, job: Job) {
        // The thread ends only when this does.
        self.jobs.send(job).ok();
    }
}

impl Drop for SearchThread {
    fn drop(&mut self) {
        self.newest.fetch_add(1, Ordering::Relaxed);
        self.send(Job::End);
    }
}

/// What is to be asked from now on: a remote, or the library.
#[derive(Debug, PartialEq)]
struct AskAt(Option<Remote>);

/// What is to be done next, after all that waits has been taken in.
#[derive(Debug, Default, PartialEq)]
struct Next {
    ask_at: Option<AskAt>,
    refresh: bool,
    search: Option<(u64, Question)>,
    lookups: Vec<Lookup>,
}

/// Waits for work, then drops all but the newest question; `None` when nobody asks any more.
fn next(jobs: &Receiver<Job>) -> Option<Next> {
    let mut next = Next::default();
    let first = jobs.recv().ok()?;
    for job in std::iter::once(first).chain(jobs.try_iter()) {
        match job {
            Job::Search(number, question) => next.search = Some((number, question)),
            Job::AskAt(remote) => next.ask_at = Some(remote),
            Job::Refresh => next.refresh = true,
            Job::Lookup(lookup) => {
                if matches!(lookup, Lookup::Figures(_)) {
                    next.lookups.retain(|it| !matches!(it, Lookup::Figures(_)));
                }
                next.lookups.push(lookup);
            }
            Job::End => return None,
        }
    }
    Some(next)
}

struct Searcher<F> {
    folder: PathBuf,
    /// What answers in the place of the library.
    remote: Option<Remote>,
    tell: F,
    library: Option<OpenLibrary>,
    state: Option<LibraryState>,
    /// Whom not to contact, as it was told last.
    do_not_contact: DoNotContact,
    newest: Arc<AtomicU64>,
    warm: bool,
}

impl<F: Fn(SearchReport)> Searcher<F> {
    fn run(mut self, jobs: &Receiver<Job>, for_watcher: Sender<Job>) {
        self.refresh();
        let watcher = watch(&self.folder, for_watcher);
        while let Some(next) = next(jobs) {
            if let Some(AskAt(remote)) = next.ask_at {
                self.ask_at(remote);
            }
            if next.refresh || watcher.is_none() || self.library.is_none() {
                self.refresh();
            }
            if let Some((number, question)) = next.search {
                self.search(number, question);
            }
            for lookup in next.lookups {
                (self.tell)(self.look_up(lookup));
            }
        }
    }

    /// Opens the library or takes in its changes; tells what is new.
    fn refresh(&mut self) {
        let state = guarded(|| self.refreshed());
        let known = state.as_ref().ok().copied();
        if known.is_some() && known == self.state {
            return;
        }
        self.state = known.or(self.state);
        // Before the state: what asks for an answer by the new one is to know of it.
        self.tell_whom_not_to_contact();
        (self.tell)(SearchReport::Library(state));
        let met = self.library.as_ref().and_then(OpenLibrary::meet_desk);
        if let Some(estranged) = met {
            (self.tell)(SearchReport::Estranged(estranged));
        }
    }

    fn tell_whom_not_to_contact(&mut self) {
        let names = self.library.as_ref().map(OpenLibrary::do_not_contact);
        if let Some(names) = names.filter(|names| **names != self.do_not_contact) {
            self.do_not_contact = names.clone();
            (self.tell)(SearchReport::DoNotContact(names.clone()));
        }
    }

    /// Asks a remote from now on, or the library.
    fn ask_at(&mut self, remote: Option<Remote>) {
        self.remote = remote;
        // It is opened again with what is asked; where that fails, so does the refreshing, which says
        // so.
        if self.remote.is_some()
            || self
                .library
                .as_mut()
                .is_some_and(|library| library.set_remote(None).is_err())
        {
            self.library = None;
        }
        self.refresh();
    }

    fn refreshed(&mut self) -> anyhow::Result<LibraryState> {
        let library = match &mut self.library {
            Some(library) => {
                library.refresh()?;
                library
            }
            none => {
                // Opening may bring the index up to date, which is writing.
                let _writing = write_lock();
                let mut library = OpenLibrary::open(&self.folder)?;
                if let Some(remote) = &self.remote {
                    library.set_remote(Some(OpenSearch::of(remote)?))?;
                    library.refresh()?;
                }
                none.insert(library)
            }
        };
        library.state()
    }

    /// Answers a question, unless it is overtaken meanwhile; in two parts where counting takes long.
    fn search(&mut self, number: u64, question: Question) {
        let mut first = |page| {
            let question = Box::new(question.clone());
            (self.tell)(SearchReport::Answer(question, Box::new(Ok(page))));
        };
        let answer = guarded(|| self.answer(number, &question.request, &mut first)).transpose();
        if let Some(answer) = answer {
            (self.tell)(SearchReport::Answer(Box::new(question), Box::new(answer)));
            self.warm_up(number);
        }
    }

    fn answer(
        &self,
        number: u64,
        request: &Request,
        first: &mut dyn FnMut(Page),
    ) -> anyhow::Result<Option<Page>> {
        let newest = &self.newest;
        let still_wanted = || newest.load(Ordering::Relaxed) == number;
        self.engine()?
            .answer_in_parts(request, &still_wanted, first)
    }

    /// Once, when the first answer is out: a search that nobody waits for, as the first one
    /// with words in it reads the dictionary.
    fn warm_up(&mut self, number: u64) {
        if std::mem::replace(&mut self.warm, true) {
            return;
        }
        let request = Request {
            query: "检索 search".to_owned(),
            typing: true,
            ..Request::default()
        };
        guarded(|| self.answer(number, &request, &mut |_| {})).ok();
    }

    fn look_up(&self, lookup: Lookup) -> SearchReport {
        match lookup {
            Lookup::Found(request) => {
                let page = guarded(|| self.engine()?.answer(&request));
                let records = page.map(|page| page.hits.into_iter().map(|hit| hit.record));
                SearchReport::Records(records.map(Iterator::collect))
            }
            Lookup::Records(ids) => SearchReport::Records(guarded(|| self.engine()?.records(&ids))),
            // A listing that cannot be read is named by its id.
            Lookup::Titles(ids) => {
                let titles = guarded(|| self.engine()?.titles(&ids));
                SearchReport::Titles(titles.unwrap_or_default())
            }
            Lookup::Figures(wanted) => {
                let table = guarded(|| self.figures(&wanted));
                SearchReport::Figures(wanted, Box::new(table))
            }
        }
    }

    fn figures(&self, wanted: &Tabulation) -> anyhow::Result<Table> {
        if !wanted.measure.is_of_contracts() {
            return self.engine()?.tabulate(wanted);
        }
        let desk = Desk::open_kept(&self.folder)?;
        let deals = desk.as_ref().map(deal_figures).transpose()?;
        self.engine()?.tabulate(&Tabulation {
            deals: deals.unwrap_or_default(),
            ..wanted.clone()
        })
    }

    fn engine(&self) -> anyhow::Result<&impl Engine> {
        self.library.as_ref().context("the library is not open")
    }
}

/// Watches the library's folder for what other processes commit; `None` where that fails.
fn watch(folder: &Path, jobs: Sender<Job>) -> Option<RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        // The index commits last, by writing this file; everything before it is work in progress.
        let committed = event.is_ok_and(|event| {
            let is_last = |path: &PathBuf| path.file_name().is_some_and(|name| name == "meta.json");
            let is_last = |path: &PathBuf| is_last(path) || desk::is_written(path);
            !event.kind.is_access() && event.paths.iter().any(is_last)
        });
        if committed {
            // When the thread has ended nobody listens, and nobody needs to.
            jobs.send(Job::Refresh).ok();
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    watcher.watch(folder, RecursiveMode::Recursive).ok()?;
    Some(watcher)
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
                turns: 0,
                remote: false,
                samples: false,
                records: 0,
                revision: 1,
                desk: 0,
            },
        }
    }

    #[test]
    fn the_newest_question_is_answered_and_the_others_are_dropped() {
        let (jobs, waiting) = channel();
        for (number, query) in (1..).zip(["a", "ab", "abc"]) {
            jobs.send(Job::Search(number, question(query))).unwrap();
            jobs.send(Job::Refresh).unwrap();
        }
        let first = next(&waiting).unwrap();
        assert!(first.refresh);
        assert_eq!(first.search, Some((3, question("abc"))));
        jobs.send(Job::Search(4, question("b"))).unwrap();
        let second = next(&waiting).unwrap();
        assert!(!second.refresh);
        assert_eq!(second.search, Some((4, question("b"))));
        jobs.send(Job::End).unwrap();
        assert!(next(&waiting).is_none());
    }

    #[test]
    fn restored_marks_and_a_quick_mark_all_are_both_answered() {
        let (jobs, waiting) = channel();
        let restored = || Lookup::Records(vec!["example:1".to_owned()]);
        let all = || Lookup::Found(question("a").request);
        jobs.send(Job::Lookup(restored())).unwrap();
        jobs.send(Job::Lookup(all())).unwrap();
        assert_eq!(next(&waiting).unwrap().lookups, [restored(), all()]);

        let folder = tempfile::tempdir().unwrap();
        let (reports, told) = channel();
        let search = SearchThread::start((folder.path().to_owned(), None), move |report| {
            reports.send(report).ok();
        });
        let search = search.unwrap();
        search.records(vec!["sample:a001".to_owned(), "gone:1".to_owned()]);
        search.find(Request {
            limit: 7,
            ..Request::default()
        });
        let records = told.iter().filter_map(|report| match report {
            SearchReport::Records(records) => Some(records.unwrap().len()),
            _ => None,
        });
        assert_eq!(records.take(2).collect::<Vec<_>>(), [1, 7]);
    }

    #[test]
    fn a_library_that_cannot_be_opened_is_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let (reports, told) = channel();
        let search = SearchThread::start((file.join("below a file"), None), move |report| {
            reports.send(report).ok();
        });
        let search = search.unwrap();
        assert!(matches!(
            told.recv().unwrap(),
            SearchReport::Library(Err(_))
        ));
        search.ask(question("x"));
        let answers = told.iter().filter_map(|report| match report {
            SearchReport::Answer(asked, answer) => Some((asked, answer)),
            _ => None,
        });
        let (asked, answer) = answers.take(1).next().unwrap();
        assert_eq!(*asked, question("x"));
        assert!(answer.is_err());
    }
}
