//! What happens to the browser, and what it wants done: values, nothing else.

use std::path::PathBuf;

use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::statistics::{Table, Tabulation};
use qiao_index::vocab::Language;
use ratatui::crossterm::event::Event as Input;

use crate::browser::settings::EffectiveSettings;
use crate::desk::draft::Draft;
use crate::desk::{DoNotContact, Estranged, Touch};
use crate::listing::editing;
use crate::listing::evidence::EvidenceText;
use crate::messages::{Bilingual, Failure};
use crate::statistics::Figures;
use crate::ui::clipboard::{Channel, CopyOrder};
use crate::work::backup::BackupSummary;
use crate::work::desk::DeskOrder;
use crate::work::desk_files::FileOrder;
use crate::work::edit::NotEdited;
use crate::work::engine::{Question, Titles};
use crate::work::export::{ExportOrder, Exported};
use crate::work::import::{ImportLook, ImportProgress, ImportSummary, LookOrder, MappedImport};
use crate::work::keeping::KeepOrder;
use crate::work::letters::{LetterOrder, Writing};
use crate::work::library::LibraryState;
use crate::work::new_matches::ImportNews;
use crate::work::overview::{Entries, Register};
use crate::work::search_thread::SearchReport;
use crate::work::session::Session;
use crate::work::sync::SyncReport;
use crate::work::writer::{EditOrder, WriteReport};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// A key, the mouse, a paste, another size.
    Terminal(Input),
    /// The library was opened, or has changed.
    Library(Result<LibraryState, Failure>),
    /// Whom the user does not want to contact.
    DoNotContact(DoNotContact),
    /// The desk met a library that it does not know.
    Estranged(Estranged),
    /// A question was answered.
    Answer(Box<Question>, Box<Result<Page, Failure>>),
    /// The listings to be marked.
    Collected(Result<Vec<Record>, Failure>),
    /// Titles of listings that were asked for.
    Named(Titles),
    /// What was to be counted, and the figures.
    Figures(Box<Tabulation>, Box<Result<Table, Failure>>),
    /// Figures were written to files.
    FiguresSaved(Result<Vec<PathBuf>, Failure>),
    /// The names that complete a path: what was typed, how it can go on.
    Completed(String, Vec<String>),
    /// How far an import has come with a file.
    Importing(ImportProgress),
    /// An import has ended.
    Imported(Result<ImportSummary, Failure>),
    /// A sync has ended.
    Synced(Result<SyncReport, Failure>),
    /// What the library holds beside its listings, as it was asked for.
    Listed(Result<Entries, Failure>),
    /// What came of what the user said of listings as a whole, or why nothing did.
    Kept(KeepOrder, Result<Bilingual, Failure>),
    /// The user's editor has ended: the listing, and the note on it.
    NoteWritten(String, Result<String, Failure>),
    /// The user's editor has ended: the letter that was written in it and kept; `None` for an empty
    /// one.
    LetterWritten(Result<Option<Box<Draft>>, Failure>),
    /// A letter or evidence was written to a file.
    TextSaved(Result<PathBuf, Failure>),
    /// What is known of a deal, a person or an institution.
    Evidence(Result<EvidenceText, Failure>),
    /// What came of a file that holds what the user keeps.
    FileDone(Result<Bilingual, Failure>),
    /// What a backup says that it holds, or why it is none.
    BackupRead(PathBuf, Result<BackupSummary, Failure>),
    /// What came of what the user wanted kept.
    Desk(Result<Bilingual, Failure>),
    /// What an import, a sync or an edit has brought.
    News(Result<ImportNews, Failure>),
    /// What an import would find, or why nothing.
    Looked(Result<Box<ImportLook>, Failure>),
    /// An export has ended.
    Exported(Result<Exported, Failure>),
    /// The user's editor has ended: what was changed in it.
    EditorClosed(Result<EditOrder, Failure>),
    /// A listing was edited: number of fields that were changed.
    Edited(Result<usize, Failure>),
    /// The pager has ended.
    Paged(Result<(), Failure>),
    /// A text went to the clipboard.
    Copied(String, Channel),
    /// A link was opened, or not.
    Opened(String, Result<(), String>),
    /// The settings were saved: what they give now, and what is wrong with them.
    Settings(Box<EffectiveSettings>, Vec<Failure>),
    /// All that was typed has been told: the reading thread waits for leave to read on.
    Parked,
    /// The program was stopped and goes on.
    Resumed,
    /// The system asks the program to end.
    Stop,
}

/// Something that the browser wants done: a whole value, nothing is asked back to do it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    /// Answer a question.
    Search(Question),
    /// Find all listings that answer a request, to be marked.
    Collect(Request),
    /// Find the listings with these ids, to be marked.
    Restore(Vec<String>),
    /// Find the titles of the listings with these ids.
    Name(Vec<String>),
    /// Count what a search finds.
    Tabulate(Box<Tabulation>),
    /// Write figures to files of their own.
    SaveFigures(Box<Figures>),
    /// Put a text on the clipboard.
    Copy(CopyOrder),
    /// Have the terminal put a text on the clipboard.
    CopyByTerminal(String),
    /// Open a web address.
    Open(String),
    /// Write listings to a file.
    Export(ExportOrder, PathBuf),
    /// Take what was typed into the library; reasons for rejects are in this language.
    Import(PathBuf, Language),
    /// Look at the beginning of what is to be imported.
    Look(LookOrder),
    /// Import by a map that the user has made by choosing.
    ImportMapped(Box<MappedImport>),
    /// Read the source with this name again, or all; reasons for rejects are in this language.
    Sync(Option<String>, Language),
    /// Stop the import or sync that is running; what is read by then stays.
    StopImport,
    /// Look up what the library holds beside its listings.
    List(Register),
    /// Do what the user says of listings as a whole.
    Keep(KeepOrder),
    /// Keep something on the desk.
    Desk(DeskOrder),
    /// List the templates of letters, and the drafts that are not sent.
    ListLetters(Writing),
    /// Write a letter in the user's editor, and keep it.
    WriteLetter(Box<LetterOrder>),
    /// Write a letter to a file of its own with this ending, from whom it says.
    SaveLetter(Box<Draft>, Vec<(&'static str, String)>, &'static str),
    /// Find what is known of a deal, by its number, or of a person or an institution.
    FindEvidence(String, Language),
    /// Write evidence to a file of its own.
    SaveEvidence(String),
    /// Write or read a file that holds what the user keeps.
    File(FileOrder),
    /// See what a backup says that it holds.
    LookAtBackup(PathBuf),
    /// Remember that listings were opened, or their contacts copied.
    Touch(Vec<String>, Touch),
    /// Open the note on the listing with this id, which says this, in the user's editor.
    EditNote(String, String),
    /// Look for what the import of this number has brought: matches, and watches that moved; without
    /// a number for the watches alone.
    FindNews(Option<u64>),
    /// Open the fields of a listing in the user's editor.
    Edit(Box<Record>, Language),
    /// Save what was changed there.
    SaveEdit(EditOrder),
    /// Remember where the user is, for the next time.
    SaveSession(Box<Session>),
    /// Show this text in the user's pager.
    Page(String),
    /// Find the names that complete a path.
    Complete(String),
    /// Ask the library from now on, and no remote.
    AskLibrary,
    /// Ask the remote of this session again.
    AskRemote,
    /// See whether the library has changed.
    Refresh,
    /// Mouse on or off.
    Mouse(bool),
    /// Take the terminal again, whatever has become of it.
    TakeTerminal {
        /// Whether the mouse is on.
        mouse: bool,
    },
    /// Draw everything anew.
    Redraw,
    /// Stop until the shell says otherwise.
    Suspend,
    /// End.
    Quit,
}

impl From<SearchReport> for Event {
    fn from(report: SearchReport) -> Self {
        match report {
            SearchReport::Library(state) => Self::Library(state),
            SearchReport::DoNotContact(names) => Self::DoNotContact(names),
            SearchReport::Estranged(estranged) => Self::Estranged(estranged),
            SearchReport::Answer(question, answer) => Self::Answer(question, answer),
            SearchReport::Records(records) => Self::Collected(records),
            SearchReport::Titles(titles) => Self::Named(titles),
            SearchReport::Figures(wanted, table) => Self::Figures(wanted, table),
        }
    }
}

impl From<WriteReport> for Event {
    fn from(report: WriteReport) -> Self {
        match report {
            WriteReport::Importing(progress) => Self::Importing(progress),
            WriteReport::Imported(outcome) => Self::Imported(outcome),
            WriteReport::Synced(outcome) => Self::Synced(outcome),
            WriteReport::Kept(order, outcome) => Self::Kept(order, outcome),
            WriteReport::Edited(order, outcome) => Self::Edited(edited(&order, outcome)),
        }
    }
}

/// Number of fields that were changed, or in words why none was.
fn edited(
    order: &EditOrder,
    outcome: Result<Result<(), NotEdited>, Failure>,
) -> Result<usize, Failure> {
    match outcome? {
        Ok(()) => Ok(order.changes.len()),
        Err(NotEdited::Gone) => Err(Failure::new(
            "该条目已不在资料库中",
            "the listing is not in the library any more",
        )),
        Err(NotEdited::Refused(refused)) => {
            let words = |language| editing::said(&refused, order.kind, language);
            Err(Failure::new(
                words(Language::Chinese),
                words(Language::English),
            ))
        }
    }
}
