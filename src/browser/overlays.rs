//! What opens above the screen and takes its keys: menus, prompts, texts to be read.
//!
//! An overlay is one file here. To add one: write the file, name it below, and where an action
//! opens it add the action to [`opener`]. Moving, closing and the mouse are the browser's; an
//! overlay says only what is particular to it.

mod by_hand;
mod compare;
mod copying;
mod deals;
mod decide;
mod deleted;
mod desk;
mod do_not_contact;
mod duplicates;
mod evidence;
mod export;
mod field_choice;
mod file_prompt;
mod help;
mod import;
mod import_look;
mod import_look_text;
mod imports;
mod labels;
mod laid_text;
mod letter_menu;
mod letters;
mod library;
mod list;
mod menu;
mod new_matches;
mod note;
mod palette;
mod path_entry;
mod progress;
mod question;
mod reading;
mod remarked;
mod sources;
mod task;
mod watches;

use std::fmt::Debug;
use std::path::PathBuf;

use qiao_index::request::Filter;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::Failure;
use crate::ui::action::{Action, Part};
use crate::ui::keymap::{Key, Place};
use crate::ui::scrolling::Extent;
use crate::work::backup::BackupSummary;
use crate::work::import::ImportLook;
use crate::work::overview::Entries;

pub(crate) use by_hand::ByHand;
pub(crate) use evidence::EvidenceReading;
pub(crate) use letter_menu::LetterMenu;
pub(crate) use reading::Reading;
pub(crate) use remarked::deal_steps;
pub(crate) use task::steps as task_steps;

/// What happens to an overlay.
#[derive(Debug)]
pub(crate) enum Input {
    /// By a number of lines down, or up; `isize::MIN` is the first, `isize::MAX` the last.
    Step(isize),
    /// Tab: as one line down where it means nothing else.
    Tab,
    /// Enter: closes where it means nothing else.
    Accept,
    /// Any other action: the overlay closes and it is carried out, where it means nothing else.
    Act(Action),
    /// A key that is no action.
    Key(Key),
    /// A pasted text.
    Paste(String),
    /// A click on a row inside the frame, and the number of rows in it.
    Click(u16, u16),
    /// The names that complete a path: what was typed, how it can go on.
    Completed(String, Vec<String>),
    /// What was asked of the library beside its listings.
    Listed(Entries),
    /// What an import would find, or why nothing.
    Looked(Result<Box<ImportLook>, Failure>),
    /// What a backup says that it holds, or why it is none.
    BackupRead(PathBuf, Result<BackupSummary, Failure>),
    /// What the overlay shows the progress of has ended.
    Ended,
}

/// What becomes of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It means nothing here but the usual.
    Pass,
    /// The overlay has taken it and stays.
    Stay,
    /// The overlay stays and wants something done.
    Want(Vec<Effect>),
    /// The overlay closes and wants something done.
    Close(Vec<Effect>),
    /// Another overlay takes its place, and wants something done.
    Open(Box<dyn Overlay>, Vec<Effect>),
    /// The overlay closes and the key is typed below it.
    Type(Key),
    /// The overlay closes and this is carried out.
    Act(Action),
    /// The overlay closes and this is searched for, and something else is done.
    Ask(String, Vec<Filter>, Vec<Effect>),
}

/// Something above the screen. Drawing only reads.
pub(crate) trait Overlay: Debug {
    /// Columns and rows inside the frame.
    fn size(&self) -> (u16, u16);

    /// Draws it; returns where the terminal's cursor belongs.
    fn draw(&self, buffer: &mut Buffer, shared: &Shared, screen: &dyn Screen) -> Option<Position>;

    /// Takes what happens to it.
    fn update(&mut self, input: Input, shared: &mut Shared, screen: &dyn Screen) -> Outcome;

    /// Where its keys are looked up.
    fn place(&self) -> Place {
        Place::Popup
    }

    /// Brings what depends on the window and the language up to date.
    fn settle(&mut self, _shared: &Shared) {}

    /// Which part of it is on screen in that number of rows.
    fn extent(&self, _rows: u16) -> Extent {
        Extent::default()
    }

    /// Shows the part that begins at a place, in a frame of `rows` rows.
    fn scroll_to(&mut self, _first: usize, _rows: u16) {}

    /// Whether the mouse is left to the terminal while it is open.
    fn leaves_mouse(&self) -> bool {
        false
    }
}

/// What becomes of opening an overlay.
#[derive(Debug)]
pub(crate) enum Opening {
    /// It opens, and wants something done.
    Open(Box<dyn Overlay>, Vec<Effect>),
    /// It does not open, for this reason.
    Refused(String),
    /// It does not open, as something else does what it would.
    Handed(Vec<Effect>),
}

impl Opening {
    /// An overlay that wants nothing done.
    fn of(overlay: impl Overlay + 'static) -> Self {
        Self::wanting(overlay, Vec::new())
    }

    /// An overlay that wants something done.
    fn wanting(overlay: impl Overlay + 'static, effects: Vec<Effect>) -> Self {
        Self::Open(Box::new(overlay), effects)
    }
}

/// Opens an overlay.
pub(crate) type Opener = fn(&mut Shared, &dyn Screen) -> Opening;

/// The overlay that an action opens; the same action closes it.
pub(crate) fn opener(action: Action) -> Option<Opener> {
    Some(match action {
        Action::Help => help::open,
        Action::Palette => palette::open,
        Action::CopyMenu => copying::open,
        Action::Copy(Part::ShownText) => by_hand::open,
        Action::Import => import::open,
        Action::Export => export::open,
        Action::Compare => compare::open,
        Action::Report => reading::open,
        Action::LibraryMenu => library::open,
        Action::Sync => sources::open,
        Action::Imports => imports::open,
        Action::Duplicates => duplicates::open,
        Action::Delete => deleted::ask,
        Action::Deleted => deleted::open,
        Action::DeskMenu => desk::open,
        Action::Decide => desk::open_decisions,
        Action::DeclineMatch => remarked::open_decline,
        Action::Log => remarked::open_log,
        Action::Task => remarked::open_task,
        Action::Draft => letters::open,
        Action::NewMatches => new_matches::open,
        Action::Shortlist => labels::open_shortlists,
        Action::Tag => labels::open_tags,
        Action::Note => note::open,
        Action::Deals => deals::open,
        Action::Watches => watches::open,
        Action::DoNotContact => do_not_contact::open,
        Action::Evidence => evidence::open,
        Action::Backup => file_prompt::open_backup,
        Action::RestoreBackup => file_prompt::open_restore,
        Action::ExportDesk => file_prompt::open_export,
        Action::ImportDesk => file_prompt::open_import,
        Action::ClearOpened => file_prompt::ask_to_clear,
        _ => return None,
    })
}
