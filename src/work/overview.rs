//! What a library holds beside its listings, to be looked through: sources, imports, deleted
//! listings, pairs that may be the same.

use std::path::Path;

use qiao_index::Library;
use qiao_index::history::Run;
use qiao_index::library::Suspects;
use qiao_index::record::Titled;
use qiao_index::sources::Source;

use super::day::today_here;
use super::deals::{self, DealNews};
use super::desk_view::{self, DeskView};
use super::letters::Writing;
use super::letters::template::{self, Template};
use super::library::OpenLibrary;
use super::watches::{self, WatchNews};
use crate::desk::draft::Draft;
use crate::desk::{Desk, DoNotContact};

/// Most pairs that are looked through at once; the next ones come when some are decided.
const MAX_PAIRS: usize = 200;

/// What is to be looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Register {
    /// Files and folders that are read again and again.
    Sources,
    /// Imports, the newest first.
    Imports,
    /// Listings that the user has deleted, the last first.
    Deleted,
    /// Pairs that may be the same.
    Duplicates,
    /// Shortlists.
    Shortlists,
    /// Tags.
    Tags,
    /// Watches.
    Watches,
    /// The desk as a whole.
    Desk,
    /// Deals.
    Deals,
    /// Whom the user does not want to contact.
    NotToContact,
}

/// What there is of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entries {
    /// Of [`Register::Sources`].
    Sources(Vec<Source>),
    /// Of [`Register::Imports`].
    Imports(Vec<Run>),
    /// Of [`Register::Deleted`], with the time (RFC 3339 in UTC).
    Deleted(Vec<(Titled, String)>),
    /// Of [`Register::Duplicates`].
    Duplicates(Vec<Suspects>),
    /// Of [`Register::Shortlists`]: names, and how many listings each has.
    Shortlists(Vec<(String, u64)>),
    /// Of [`Register::Tags`], likewise.
    Tags(Vec<(String, u64)>),
    /// Of [`Register::Watches`], with what has happened.
    Watches(Vec<WatchNews>),
    /// Of [`Register::Desk`].
    Desk(Box<DeskView>),
    /// Templates of letters, and the drafts that are not sent.
    Letters(Vec<Template>, Vec<Draft>),
    /// Of [`Register::Deals`], with what presses.
    Deals(Vec<DealNews>),
    /// Of [`Register::NotToContact`].
    NotToContact(DoNotContact),
}

/// Looks it up in the library of a folder.
///
/// # Errors
/// The library cannot be read.
pub(crate) fn entries(folder: &Path, register: Register) -> anyhow::Result<Entries> {
    match register {
        Register::Shortlists => {
            let lists = Desk::open(folder)?.shortlists()?.into_iter();
            Ok(Entries::Shortlists(
                lists.map(|it| (it.name, it.listings)).collect(),
            ))
        }
        Register::Tags => Ok(Entries::Tags(Desk::open(folder)?.all_tags()?)),
        Register::Watches => {
            let library = OpenLibrary::open(folder)?;
            let desk = Desk::open(folder)?;
            Ok(Entries::Watches(watches::all(&library, &desk)?))
        }
        Register::Desk => Ok(Entries::Desk(Box::new(desk_view::view(folder)?))),
        Register::Deals => Ok(Entries::Deals(deals::all(
            &Desk::open(folder)?,
            today_here(),
        )?)),
        Register::NotToContact => Ok(Entries::NotToContact(Desk::open(folder)?.not_to_contact()?)),
        register => of_library(&Library::open(folder)?, register),
    }
}

/// Templates of letters, and the drafts that are not sent, the last first.
///
/// # Errors
/// A template or the desk cannot be read.
pub(crate) fn letters(folder: &Path, writing: &Writing) -> anyhow::Result<Entries> {
    let templates = template::all(writing.templates.as_deref(), writing.language)?;
    let drafts = Desk::open(folder)?.drafts()?.into_iter();
    let unsent = drafts
        .map(|(draft, _)| draft)
        .filter(|draft| draft.sent.is_empty());
    Ok(Entries::Letters(templates, unsent.collect()))
}

/// The same in a library that is open.
///
/// # Errors
/// The library cannot be read.
pub(crate) fn of_library(library: &Library, register: Register) -> anyhow::Result<Entries> {
    Ok(match register {
        Register::Sources => Entries::Sources(library.sources()?),
        Register::Imports => Entries::Imports(library.runs()?),
        Register::Deleted => Entries::Deleted(library.deleted()?),
        Register::Duplicates => Entries::Duplicates(library.duplicates(MAX_PAIRS)?),
        Register::Shortlists => Entries::Shortlists(Vec::new()),
        Register::Tags => Entries::Tags(Vec::new()),
        Register::Watches => Entries::Watches(Vec::new()),
        Register::Desk => Entries::Desk(Box::default()),
        Register::Deals => Entries::Deals(Vec::new()),
        Register::NotToContact => Entries::NotToContact(DoNotContact::default()),
    })
}
