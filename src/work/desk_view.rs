//! The desk as a whole: what is to be done today, and all that is kept, in sections of rows.

use std::collections::HashMap;
use std::path::Path;

use qiao_index::kept::KeptListing;
use qiao_index::record::Record;

use super::day::today_here;
use super::deals::{self, DealNews};
use super::engine::Engine as _;
use super::library::OpenLibrary;
use super::today::{Target, TodayLine, today};
use super::watches::{self, WatchNews};
use crate::desk::log::{LogLine, LogWanted};
use crate::desk::shortlist::Shortlist;
use crate::desk::task::Task;
use crate::desk::{Desk, Snapshot};

/// Most lines of the log that are shown; `qiao log list` has all.
const MAX_LOG_LINES: usize = 500;

/// A part of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// What is to be done today.
    Today,
    /// Tasks.
    Tasks,
    /// Shortlists.
    Shortlists,
    /// Watches.
    Watches,
    /// Deals.
    Deals,
    /// Whom the user has reached.
    Log,
}

impl Section {
    /// All of them, in the order in which they stand.
    pub(crate) const ALL: [Self; 6] = [
        Self::Today,
        Self::Tasks,
        Self::Shortlists,
        Self::Watches,
        Self::Deals,
        Self::Log,
    ];
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DeskEntry {
    /// Something to be done today.
    Today(TodayLine),
    /// A task.
    Task(Task),
    /// A shortlist.
    Shortlist(Shortlist),
    /// A watch, and what has happened.
    Watch(WatchNews),
    /// A deal, and what presses in it.
    Deal(Box<DealNews>),
    /// A line of the log, and the listing as it was when it was kept.
    Log(LogLine, Snapshot),
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DeskRow {
    /// What it is.
    pub(crate) entry: DeskEntry,
    /// The listing that it is about, as the library has it, and what is kept of that.
    pub(crate) listing: Option<Box<(Record, Option<KeptListing>)>>,
}

impl DeskEntry {
    /// Where it leads.
    pub(crate) fn target(&self) -> Target {
        match self {
            Self::Today(line) => line.target.clone(),
            Self::Task(task) => Target::of_task(task),
            Self::Shortlist(list) => {
                let query = format!("list:\"{}\"", list.name.replace('"', " "));
                Target::Query(query, Vec::new())
            }
            Self::Watch(news) => Target::of_news(news),
            Self::Deal(news) => Target::of_deal(&news.deal),
            Self::Log(_, listing) => of_listing(listing),
        }
    }

    /// The task that it stands for.
    pub(crate) const fn task(&self) -> Option<u64> {
        match self {
            Self::Today(line) => line.task,
            Self::Task(task) => Some(task.number),
            Self::Shortlist(_) | Self::Watch(_) | Self::Deal(_) | Self::Log(..) => None,
        }
    }
}

fn of_listing(listing: &Snapshot) -> Target {
    Target::Listing(listing.id.clone())
}

/// The rows of every section, in the order of [`Section::ALL`].
pub(crate) type DeskView = [Vec<DeskRow>; Section::ALL.len()];

/// The desk beside the library in a folder.
///
/// # Errors
/// The library or the desk cannot be read.
pub(crate) fn view(folder: &Path) -> anyhow::Result<DeskView> {
    let library = OpenLibrary::open(folder)?;
    let desk = Desk::open(folder)?;
    let watches = watches::all(&library, &desk)?;
    let mut log = desk.logged(&LogWanted::default())?;
    log.truncate(MAX_LOG_LINES);
    let lines = today(&library, &desk, &watches)?;
    let mut view = [
        rows(lines, DeskEntry::Today),
        rows(desk.tasks()?, DeskEntry::Task),
        rows(desk.shortlists()?, DeskEntry::Shortlist),
        rows(watches, DeskEntry::Watch),
        rows(deals::all(&desk, today_here())?, |news| {
            DeskEntry::Deal(Box::new(news))
        }),
        rows(log, |(line, listing)| DeskEntry::Log(line, listing)),
    ];
    add_listings(&mut view, &library)?;
    Ok(view)
}

fn rows<T>(things: Vec<T>, entry: impl Fn(T) -> DeskEntry) -> Vec<DeskRow> {
    let entries = things.into_iter().map(entry);
    let rows = entries.map(|entry| DeskRow {
        entry,
        listing: None,
    });
    rows.collect()
}

/// Looks up the listings that the rows are about, each once.
fn add_listings(view: &mut DeskView, library: &OpenLibrary) -> anyhow::Result<()> {
    let targets = view.iter().flatten().map(|row| row.entry.target());
    let ids = targets.filter_map(|target| match target {
        Target::Listing(id) => Some(id),
        Target::Nothing | Target::Query(..) => None,
    });
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let records = library.records(&ids)?.into_iter();
    let known: HashMap<String, Record> = records.map(|it| (it.id.clone(), it)).collect();
    for row in view.iter_mut().flatten() {
        if let Target::Listing(id) = row.entry.target()
            && let Some(record) = known.get(&id)
        {
            let kept = library.shown().kept(&id).cloned();
            row.listing = Some(Box::new((record.clone(), kept)));
        }
    }
    Ok(())
}
