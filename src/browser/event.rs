//! What happens to the browser, and what it wants done: values, nothing else.

use std::path::PathBuf;

use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use ratatui::crossterm::event::Event as Input;

use crate::browser::outfit::Outfit;
use crate::messages::Failure;
use crate::ui::clipboard::Channel;
use crate::work::export::{ExportOrder, Exported};
use crate::work::import::{ImportProgress, ImportSummary};
use crate::work::library::LibraryState;
use crate::work::related::Titles;

/// What the screen should be answering: a request to a library in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The request.
    pub(crate) request: Request,
    /// The library that it is put to.
    pub(crate) library: LibraryState,
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// A key, the mouse, a paste, another size.
    Terminal(Input),
    /// The library was opened, or has changed.
    Library(Result<LibraryState, Failure>),
    /// A question was answered.
    Answer(Box<Question>, Box<Result<Page, Failure>>),
    /// The listings to be marked.
    Collected(Result<Vec<Record>, Failure>),
    /// Titles of listings that were asked for.
    Named(Titles),
    /// The names that complete a path: what was typed, how it can go on.
    Completed(String, Vec<String>),
    /// How far an import has come with a file.
    Importing(ImportProgress),
    /// An import has ended.
    Imported(Result<ImportSummary, Failure>),
    /// An export has ended.
    Exported(Result<Exported, Failure>),
    /// A listing was edited: number of fields that were changed.
    Edited(Result<usize, Failure>),
    /// The pager has ended.
    Paged(Result<(), Failure>),
    /// A text went to the clipboard.
    Copied(String, Channel),
    /// A link was opened, or not.
    Opened(String, Result<(), String>),
    /// The settings were saved: what they give now, and what is wrong with them.
    Settings(Box<Outfit>, Vec<Failure>),
    /// All that was typed has been told: the reading thread waits for leave to read on.
    Parked,
    /// The program was stopped and goes on.
    Resumed,
    /// The system asks the program to end.
    Stop,
}

/// Something that the browser wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Answer a question.
    Search(Question),
    /// Find all listings that answer a request, to be marked.
    Collect(Request),
    /// Find the titles of the listings with these ids.
    Name(Vec<String>),
    /// Put a text on the clipboard.
    Copy(String),
    /// Open a web address.
    Open(String),
    /// Write listings to a file.
    Export(ExportOrder, PathBuf),
    /// Take a file into the library.
    Import(PathBuf),
    /// Open the fields of the chosen listing in the user's editor.
    Edit,
    /// Show this text in the user's pager.
    Page(String),
    /// Find the names that complete a path.
    Complete(String),
    /// See whether the library has changed.
    Look,
    /// Mouse on or off.
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Stop until the shell says otherwise.
    Suspend,
    /// End.
    Quit,
}
