//! Carrying effects out: the terminal, the threads, and what each of them is asked for.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::{io, thread};

use qiao_index::record::Record;
use qiao_index::vocab::Language;
use ratatui::crossterm::event::Event as Input;
use ratatui::crossterm::terminal as size;

use crate::browser::editor;
use crate::browser::event::{Effect, Event};
use crate::desk::draft::Draft;
use crate::listing::evidence;
use crate::listing::letter;
use crate::statistics::Figures;
use crate::ui::clipboard::{self, CopyOrder};
use crate::ui::{pager, terminal};
use crate::work::backup;
use crate::work::desk_files::{self, FileOrder};
use crate::work::desk_thread::DeskThread;
use crate::work::engine::OpenSearch;
use crate::work::export::{self, Existing, ExportOrder, Exported};
use crate::work::guarded::guarded;
use crate::work::import::{LookOrder, look};
use crate::work::letters::{self, LetterOrder, Writing};
use crate::work::library::OpenLibrary;
use crate::work::new_matches;
use crate::work::overview::{self, Register};
use crate::work::paths;
use crate::work::remotes::Remote;
use crate::work::search_thread::SearchThread;
use crate::work::statistics;
use crate::work::writer::{EditOrder, WriteOrder, Writer};

/// The world outside the state. What takes time is done on other threads; what comes of it is an
/// event.
pub(crate) struct World {
    folder: PathBuf,
    /// What is asked in the place of the library, until the user has enough of it …
    remote: Option<Remote>,
    /// … and when he has.
    left: Option<Remote>,
    events: Sender<Event>,
    search: Option<SearchThread>,
    writer: Option<Writer>,
    clipboard: Option<Sender<CopyOrder>>,
    desk: Option<DeskThread>,
}

impl World {
    /// Before anything is started, for the library in a folder and the remote that is asked in its
    /// place.
    pub(crate) const fn new(
        folder: PathBuf,
        remote: Option<Remote>,
        events: Sender<Event>,
    ) -> Self {
        Self {
            folder,
            remote,
            left: None,
            events,
            search: None,
            writer: None,
            clipboard: None,
            desk: None,
        }
    }

    /// Starts the threads that search and write.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(crate) fn start(&mut self) -> io::Result<()> {
        // When the browser has ended nobody listens, and nobody needs to.
        let events = self.events.clone();
        let tell = move |report| events.send(Event::from(report)).unwrap_or_default();
        let asked = (self.folder.clone(), self.remote.clone());
        self.search = Some(SearchThread::start(asked, tell)?);
        let events = self.events.clone();
        let tell = move |report| events.send(Event::from(report)).unwrap_or_default();
        self.writer = Some(Writer::start(self.folder.clone(), tell)?);
        Ok(())
    }

    /// Stops an import that is running, and waits until all else is written.
    ///
    /// # Errors
    /// What the user left off with cannot be remembered.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        if let Some(desk) = self.desk {
            desk.finish();
        }
        let Some(writer) = self.writer else {
            return Ok(());
        };
        writer.stop_imports();
        writer.finish()
    }

    /// Carries an effect out; returns what that leads to at once.
    ///
    /// # Errors
    /// The terminal is gone, or the system has no thread left.
    pub(crate) fn carry_out(&mut self, effect: Effect) -> anyhow::Result<Option<Event>> {
        match effect {
            Effect::AskLibrary => self.ask_library(),
            Effect::AskRemote => self.ask_remote(),
            Effect::Search(_)
            | Effect::Collect(_)
            | Effect::Restore(_)
            | Effect::Name(_)
            | Effect::Tabulate(_)
            | Effect::Refresh => self.ask(effect),
            Effect::Import(..)
            | Effect::ImportMapped(_)
            | Effect::Sync(..)
            | Effect::Keep(_)
            | Effect::StopImport
            | Effect::SaveEdit(_)
            | Effect::SaveSession(_) => self.write(effect),
            Effect::Copy(order) => self.copy(order)?,
            Effect::Desk(order) => self.desk()?.order(order),
            Effect::Touch(ids, touch) => self.desk()?.touch(ids, touch),
            Effect::FindNews(run) => self.find_news(run)?,
            Effect::Open(link) => self.open(link)?,
            Effect::Export(order, path) => self.export(order, path)?,
            Effect::Complete(typed) => self.complete(typed)?,
            Effect::List(register) => self.list(register)?,
            Effect::ListLetters(writing) => self.list_letters(writing)?,
            Effect::SaveLetter(draft, me, ending) => self.save_letter(draft, me, ending)?,
            Effect::Look(order) => self.look(order)?,
            Effect::FindEvidence(whom, language) => self.find_evidence(whom, language)?,
            Effect::SaveEvidence(text) => self.save_evidence(text)?,
            Effect::SaveFigures(figures) => self.save_figures(figures)?,
            Effect::File(order) => self.keep_file(order)?,
            Effect::LookAtBackup(path) => self.look_at_backup(path)?,
            effect => return self.use_terminal(effect),
        }
        Ok(None)
    }

    /// Has the library asked from now on.
    fn ask_library(&mut self) {
        self.left = self.remote.take().or_else(|| self.left.take());
        if let Some(search) = &self.search {
            search.ask_at(None);
        }
    }

    /// Has the remote asked again that was left.
    fn ask_remote(&mut self) {
        self.remote = self.left.take().or_else(|| self.remote.take());
        if let Some(search) = &self.search {
            search.ask_at(self.remote.clone());
        }
    }

    /// Asks the search thread.
    fn ask(&self, effect: Effect) {
        let Some(search) = &self.search else { return };
        match effect {
            Effect::Search(question) => search.ask(question),
            Effect::Collect(request) => search.find(request),
            Effect::Restore(ids) => search.records(ids),
            Effect::Name(ids) => search.titles(ids),
            Effect::Tabulate(wanted) => search.tabulate(wanted),
            _ => search.refresh(),
        }
    }

    /// Gives the writer thread something to do.
    fn write(&mut self, effect: Effect) {
        let Some(writer) = &mut self.writer else {
            return;
        };
        match effect {
            Effect::Import(path, language) => writer.order(WriteOrder::Import(path, language)),
            Effect::ImportMapped(mapped) => writer.order(WriteOrder::ImportMapped(*mapped)),
            Effect::Sync(name, language) => writer.order(WriteOrder::Sync(name, language)),
            Effect::Keep(order) => writer.order(WriteOrder::Keep(order)),
            Effect::SaveEdit(order) => writer.order(WriteOrder::Edit(order)),
            Effect::SaveSession(session) => writer.order(WriteOrder::Session(session)),
            _ => writer.stop_imports(),
        }
    }

    fn use_terminal(&self, effect: Effect) -> anyhow::Result<Option<Event>> {
        Ok(match effect {
            Effect::Mouse(on) => {
                terminal::mouse(on)?;
                None
            }
            Effect::CopyByTerminal(text) => {
                terminal::put_on_clipboard(&text)?;
                None
            }
            Effect::Edit(record, language) => Some(self.edit(&record, language)),
            Effect::EditNote(id, text) => {
                let written = lend(|| editor::write(&text));
                Some(Event::NoteWritten(id, written))
            }
            Effect::WriteLetter(order) => Some(self.write_letter(&order)),
            Effect::Page(text) => Some(Event::Paged(lend(|| pager::show(&text)))),
            Effect::TakeTerminal { mouse } => {
                terminal::leave();
                terminal::enter(mouse)?;
                let (width, height) = size::size()?;
                Some(Event::Terminal(Input::Resize(width, height)))
            }
            Effect::Suspend => {
                suspend()?;
                Some(Event::Resumed)
            }
            _ => None,
        })
    }

    /// Lends the terminal to the user's editor. The reading thread waits meanwhile: it is parked
    /// until the event that led here is dealt with.
    fn edit(&self, record: &Record, language: Language) -> Event {
        let changes = lend(|| editor::edit(&self.folder, record, language));
        Event::EditorClosed(changes.map(|changes| EditOrder {
            id: record.id.clone(),
            kind: record.kind,
            changes,
        }))
    }

    /// Lends the terminal to the user's editor with a letter in it, and keeps what comes of it.
    fn write_letter(&self, order: &LetterOrder) -> Event {
        let language = order.writing.language;
        let written = guarded(|| letters::write(&self.folder, order)).and_then(|composed| {
            let text = lend(|| editor::write(&letter::whole(&composed.draft, language)))?;
            let draft = letter::rewritten(&composed.draft, &text, language);
            if draft.text.is_empty() {
                return Ok(None);
            }
            guarded(|| letters::keep_written(&self.folder, draft)).map(|it| Some(Box::new(it)))
        });
        Event::LetterWritten(written)
    }

    fn copy(&mut self, order: CopyOrder) -> io::Result<()> {
        let clipboard = match &mut self.clipboard {
            Some(clipboard) => clipboard,
            none => {
                let events = self.events.clone();
                let tell = move |text, channel| {
                    let copied = Event::Copied(text, channel);
                    events.send(copied).unwrap_or_default();
                };
                none.insert(clipboard::start(tell)?)
            }
        };
        // The thread lives as long as the browser.
        clipboard.send(order).ok();
        Ok(())
    }

    /// The thread that keeps things on the desk, started when there is something to keep.
    fn desk(&mut self) -> io::Result<&DeskThread> {
        Ok(match &mut self.desk {
            Some(desk) => desk,
            none => {
                let events = self.events.clone();
                let tell = move |done| events.send(Event::Desk(done)).unwrap_or_default();
                none.insert(DeskThread::start(self.folder.clone(), tell)?)
            }
        })
    }

    /// Looks for what an import has brought.
    fn find_news(&self, run: Option<u64>) -> io::Result<()> {
        let folder = self.folder.clone();
        self.aside("matches", move || {
            Event::News(guarded(|| new_matches::news(&folder, run)))
        })
    }

    /// Writes listings to a file, of the remote where one is asked.
    fn export(&self, order: ExportOrder, path: PathBuf) -> io::Result<()> {
        let remote = self.remote.clone();
        let folder = self.folder.clone();
        self.aside("export", move || {
            Event::Exported(guarded(|| {
                let mut library = OpenLibrary::open(&folder)?;
                if let Some(remote) = &remote {
                    library.set_remote(Some(OpenSearch::of(remote)?))?;
                }
                let path = paths::expanded(&path);
                let exported =
                    export::to_file(&library, &order, &path, Existing::Keep)?.checked()?;
                Ok(Exported {
                    careful: export::careful(&library, &order)?,
                    ..exported
                })
            }))
        })
    }

    /// Looks at the beginning of what is to be imported.
    fn look(&self, order: LookOrder) -> io::Result<()> {
        self.aside("look", move || {
            Event::Looked(guarded(|| Ok(Box::new(look(order)?))))
        })
    }

    /// Looks up what the library holds beside its listings.
    fn list(&self, register: Register) -> io::Result<()> {
        let folder = self.folder.clone();
        self.aside("list", move || {
            Event::Listed(guarded(|| overview::entries(&folder, register)))
        })
    }

    /// Lists templates of letters and drafts.
    fn list_letters(&self, writing: Writing) -> io::Result<()> {
        let folder = self.folder.clone();
        self.aside("list", move || {
            Event::Listed(guarded(|| overview::letters(&folder, &writing)))
        })
    }

    /// Writes a letter to a file where the browser was started.
    fn save_letter(
        &self,
        draft: Box<Draft>,
        me: Vec<(&'static str, String)>,
        ending: &'static str,
    ) -> io::Result<()> {
        self.aside("letter", move || {
            let here = || std::env::current_dir().unwrap_or_default();
            Event::TextSaved(guarded(|| letters::save_in(&here(), &draft, &me, ending)))
        })
    }

    /// Finds what is known of a deal, a person or an institution.
    fn find_evidence(&self, whom: String, language: Language) -> io::Result<()> {
        let folder = self.folder.clone();
        self.aside("evidence", move || {
            Event::Evidence(guarded(|| evidence::text(&folder, &whom, language)))
        })
    }

    /// Writes evidence to a file where the browser was started.
    fn save_evidence(&self, text: String) -> io::Result<()> {
        self.aside("evidence", move || {
            let here = || std::env::current_dir().unwrap_or_default();
            Event::TextSaved(guarded(|| evidence::save_in(&here(), &text)))
        })
    }

    /// Writes figures to files where the browser was started.
    fn save_figures(&self, figures: Box<Figures>) -> io::Result<()> {
        self.aside("figures", move || {
            let here = || std::env::current_dir().unwrap_or_default();
            Event::FiguresSaved(guarded(|| statistics::save_in(&here(), &figures)))
        })
    }

    /// Writes or reads a file that holds what the user keeps.
    fn keep_file(&self, order: FileOrder) -> io::Result<()> {
        let folder = self.folder.clone();
        self.aside("file", move || {
            Event::FileDone(guarded(|| desk_files::carry_out(&folder, &order)))
        })
    }

    /// Reads what a backup says that it holds.
    fn look_at_backup(&self, path: PathBuf) -> io::Result<()> {
        self.aside("backup", move || {
            let read = guarded(|| backup::summary(&path));
            Event::BackupRead(path, read)
        })
    }

    /// Finds the names that complete a path.
    fn complete(&self, typed: String) -> io::Result<()> {
        self.aside("names", move || {
            let names = paths::completions(&typed);
            Event::Completed(typed, names)
        })
    }

    /// Opens a web address.
    fn open(&self, link: String) -> io::Result<()> {
        self.aside("link", move || {
            let outcome = open::that_detached(&link).map_err(|error| error.to_string());
            Event::Opened(link, outcome)
        })
    }

    /// Does something on a thread of its own; what comes of it is an event.
    fn aside(&self, name: &str, work: impl FnOnce() -> Event + Send + 'static) -> io::Result<()> {
        let events = self.events.clone();
        let work = move || events.send(work()).unwrap_or_default();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(work)
            .map(drop)
    }
}

/// Lends the terminal to another program; it is for the state to take it again.
fn lend<T>(program: impl FnOnce() -> T) -> T {
    terminal::leave();
    terminal::lend(true);
    let outcome = program();
    terminal::lend(false);
    outcome
}

/// Gives the terminal back to the shell until it says otherwise.
#[cfg_attr(
    not(unix),
    expect(clippy::unnecessary_wraps, reason = "only Unix has job control")
)]
fn suspend() -> io::Result<()> {
    #[cfg(unix)]
    {
        terminal::leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    }
    Ok(())
}
