//! What can be done with the desk.

use std::path::Path;

use qiao_index::kept::{Objection, Verdict};
use qiao_index::now;
use qiao_index::record::{Date, Record};
use qiao_index::vocab::Language;

use super::contacting;
use super::day::today_here;
use super::deals::{self, DealOrder};
use super::engine::Engine as _;
use super::letters;
use super::library::OpenLibrary;
use super::nearest::no_listing;
use super::tasks::{self, TaskChange};
use super::watches;
use crate::desk::log::{Contacted, LogLine};
use crate::desk::task::About;
use crate::desk::watch::Watched;
use crate::desk::{Desk, Pair, Snapshot, Touch};
use crate::messages::{Bilingual, Failure};

/// What stands before a colon and is longer is no name.
const MAX_PERSON: usize = 30;

/// Something that the user wants kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DeskOrder {
    /// What is said of the match between two listings, by their ids.
    Judge {
        /// Who asks.
        asker: String,
        /// What was found.
        found: String,
        /// What is said; `None` takes back what was said before.
        said: Option<Said>,
    },
    /// Put listings on a shortlist, or take them off.
    Shortlist {
        /// Its name.
        name: String,
        /// The listings.
        ids: Vec<String>,
        /// Whether they are to be on it.
        is_on: bool,
    },
    /// Put a tag on listings, or take it off.
    Tag {
        /// The tag.
        tag: String,
        /// The listings.
        ids: Vec<String>,
        /// Whether they are to have it.
        is_on: bool,
    },
    /// Log today how somebody was reached about a listing.
    Log {
        /// The listing.
        id: String,
        /// How.
        how: Contacted,
        /// What was said.
        text: String,
    },
    /// Watch a search or a listing.
    Watch {
        /// The name of the watch.
        name: String,
        /// What is watched.
        watched: Watched,
    },
    /// What there is of a watch now has been seen.
    Seen {
        /// The name of the watch.
        name: String,
    },
    /// A draft was sent: log it.
    Sent(u64, Language),
    /// Something that happens to a deal.
    Deal(DealOrder),
    /// Write the note on a listing; an empty one is removed.
    Note {
        /// The listing.
        id: String,
        /// The text.
        text: String,
    },
    /// Keep a task.
    Task {
        /// What is to be done.
        text: String,
        /// By which day.
        day: Option<Date>,
        /// The listing that it is about.
        id: Option<String>,
    },
    /// Watch something no longer.
    RemoveWatch {
        /// The name of the watch.
        name: String,
    },
    /// Delete a shortlist; its listings stay in the library.
    DeleteShortlist {
        /// Its name.
        name: String,
    },
    /// Contact a person or an institution no longer.
    DoNotContact(String),
    /// Contact them again.
    MayContact(String),
    /// Take back what was done last.
    Undo,
    /// Forget which listings were opened, and whose contacts were copied.
    ClearOpened,
    /// Change a task that is there.
    ChangeTask {
        /// Its number.
        number: u64,
        /// What is done with it.
        change: TaskChange,
    },
}

impl DeskOrder {
    /// To remove the task of a number.
    pub(crate) const fn remove_task(number: u64) -> Self {
        Self::ChangeTask {
            number,
            change: TaskChange::Remove,
        }
    }
}

/// What is said of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// Why it is declined; `None` where it is accepted.
    pub(crate) declined: Option<Objection>,
    /// What is to be added; may be empty.
    pub(crate) text: String,
}

/// Keeps something in the library in a folder; what came of it, in words.
///
/// # Errors
/// A listing is not there; the library cannot be read, or the desk not written.
pub(crate) fn carry_out(folder: &Path, order: &DeskOrder) -> anyhow::Result<Bilingual> {
    let library = OpenLibrary::open(folder)?;
    let mut desk = Desk::open(folder)?;
    match order {
        DeskOrder::Judge { asker, found, said } => {
            let [asker, found] = [asker, found].map(|id| one(&library, id));
            let (asker, found) = (asker?, found?);
            let verdict = judge(&mut desk, [&asker, &found], said.as_ref())?;
            Ok(judged(verdict.as_ref(), &found))
        }
        DeskOrder::Shortlist { name, ids, is_on } => {
            shortlist(&mut desk, name, &snapshots(&library, ids)?, *is_on)
        }
        DeskOrder::Tag { tag, ids, is_on } => {
            let tags = std::slice::from_ref(tag);
            put_tags(&mut desk, tags, &snapshots(&library, ids)?, *is_on)
        }
        DeskOrder::Watch { name, watched } => watch(&library, &mut desk, name, watched),
        DeskOrder::Seen { name } => {
            watches::see(&library, &mut desk, name)?;
            let words = ["“{name}”的变化已看过", "what {name} had to tell is seen"];
            Ok(Failure::filled(words, &[("name", name)]))
        }
        DeskOrder::Log { id, how, text } => log(&mut desk, &one(&library, id)?, *how, text),
        DeskOrder::Sent(number, language) => letters::send(&mut desk, *number, *language),
        DeskOrder::Deal(order) => {
            let find = |id: &String| one(&library, id);
            Ok(deals::carry_out(&mut desk, order, find)?.line())
        }
        DeskOrder::Note { id, text } => note(&mut desk, &one(&library, id)?, text),
        DeskOrder::Task { text, day, id } => {
            let listing = id.as_ref().map(|id| one(&library, id)).transpose()?;
            let about =
                listing.map_or(About::Nothing, |it| tasks::about_listing(Snapshot::of(&it)));
            Ok(tasks::add(&mut desk, text, *day, about)?.1)
        }
        DeskOrder::DoNotContact(whom) => contacting::forbid(&mut desk, whom),
        DeskOrder::MayContact(whom) => contacting::allow(&mut desk, whom),
        DeskOrder::Undo => undo(&mut desk),
        DeskOrder::ClearOpened => clear_opened(&mut desk),
        DeskOrder::RemoveWatch { name } => {
            desk.remove_watch(name)?;
            let words = ["不再关注“{name}”", "{name} is no longer watched"];
            Ok(Failure::filled(words, &[("name", name)]))
        }
        DeskOrder::DeleteShortlist { name } => {
            let number = desk.delete_shortlist(name)?;
            let words = [
                "清单“{name}”已删除，其中有 {n} 条",
                "shortlist {name} deleted; {n} {n:listing was|listings were} on it",
            ];
            let number = number.to_string();
            Ok(Failure::filled(words, &[("n", &number), ("name", name)]))
        }
        DeskOrder::ChangeTask { number, change } => tasks::change(&mut desk, *number, *change),
    }
}

/// Remembers that listings were opened, or their contacts copied.
///
/// # Errors
/// The desk cannot be written.
pub(crate) fn touch(folder: &Path, ids: &[String], touch: Touch) -> anyhow::Result<()> {
    Desk::open(folder)?.touch(ids, touch, &now())
}

/// Forgets which listings were opened, and whose contacts were copied; what came of it, in words.
///
/// # Errors
/// The desk cannot be written.
pub(crate) fn clear_opened(desk: &mut Desk) -> anyhow::Result<Bilingual> {
    let number = desk.clear_opened()?.to_string();
    let words = [
        "已清除 {n} 条的打开和复制记录",
        "forgot when {n} {n:listing was|listings were} opened or copied",
    ];
    Ok(Failure::filled(words, &[("n", &number)]))
}

fn one(library: &OpenLibrary, id: &str) -> anyhow::Result<Record> {
    let record = library.records(&[id.to_owned()])?.pop();
    record.ok_or_else(|| anyhow::Error::new(no_listing(library.shown(), id)))
}

/// Snapshots of listings; of one that has gone its id alone, so that it can be taken off a list.
fn snapshots(library: &OpenLibrary, ids: &[String]) -> anyhow::Result<Vec<Snapshot>> {
    let mut snapshots = Vec::with_capacity(ids.len());
    for id in ids {
        let record = library.records(std::slice::from_ref(id))?.pop();
        snapshots.push(record.map_or_else(|| Snapshot::of_id(id), |it| Snapshot::of(&it)));
    }
    Ok(snapshots)
}

/// Puts listings on a shortlist, or takes them off; what came of it, in words.
///
/// # Errors
/// The name cannot be one, or there is no such shortlist; the desk cannot be written.
pub(crate) fn shortlist(
    desk: &mut Desk,
    name: &str,
    listings: &[Snapshot],
    is_on: bool,
) -> anyhow::Result<Bilingual> {
    let (number, text) = if is_on {
        let text = [
            "已把 {n} 条加入清单“{name}”",
            "{n} {n:listing|listings} added to the shortlist {name}",
        ];
        (desk.shortlist(name, listings, &now())?, text)
    } else {
        let ids: Vec<String> = listings.iter().map(|it| it.id.clone()).collect();
        let text = [
            "已从清单“{name}”中去掉 {n} 条",
            "{n} {n:listing|listings} taken off the shortlist {name}",
        ];
        (desk.drop_from(name, &ids)?, text)
    };
    Ok(counted(text, number, name))
}

/// Puts tags on listings, or takes them off; what came of it, in words.
///
/// # Errors
/// A tag cannot be one; the desk cannot be written.
pub(crate) fn put_tags(
    desk: &mut Desk,
    tags: &[String],
    listings: &[Snapshot],
    is_on: bool,
) -> anyhow::Result<Bilingual> {
    let number = desk.tag(listings, tags, is_on, &now())?;
    let text = if is_on {
        [
            "已加上 {n} 个标签：{name}",
            "{n} {n:tag|tags} added: {name}",
        ]
    } else {
        [
            "已去掉 {n} 个标签：{name}",
            "{n} {n:tag|tags} removed: {name}",
        ]
    };
    Ok(counted(text, number, &tags.join(" ")))
}

/// Writes the note on a listing; what came of it, in words.
///
/// # Errors
/// It is too long; the desk cannot be written.
pub(crate) fn note(desk: &mut Desk, listing: &Record, text: &str) -> anyhow::Result<Bilingual> {
    let before = desk.note(&listing.id)?;
    desk.set_note(&Snapshot::of(listing), text, &now())?;
    let title = [("title", &*listing.title)];
    let words = if text.trim().is_empty() {
        ["笔记已删除：{title}", "note removed: {title}"]
    } else if before.is_empty() || before == text.trim() {
        ["笔记已保存：{title}", "note kept: {title}"]
    } else {
        [
            "笔记已改写，原来的可撤销取回：{title}",
            "note rewritten, undo brings the old one back: {title}",
        ]
    };
    Ok(Failure::filled(words, &title))
}

/// Watches a search or a listing; what came of it, in words.
///
/// # Errors
/// As for [`watches::add`].
pub(crate) fn watch(
    library: &OpenLibrary,
    desk: &mut Desk,
    name: &str,
    watched: &Watched,
) -> anyhow::Result<Bilingual> {
    // What is odd about the query was on screen when it was watched.
    let number = watches::add(library, desk, name, watched, true)?;
    let words = [
        "开始关注“{name}”：现有 {n} 条，此后的变化会提示",
        "watching {name}: {n} {n:listing|listings} now, changes will be announced",
    ];
    Ok(counted(words, number, name))
}

/// Logs today how somebody was reached about a listing; what came of it, in words.
///
/// # Errors
/// Nothing is said; the desk cannot be written.
pub(crate) fn log(
    desk: &mut Desk,
    listing: &Record,
    how: Contacted,
    text: &str,
) -> anyhow::Result<Bilingual> {
    let (person, said) = with_whom(text);
    let line = LogLine {
        number: 0,
        day: today_here().to_string(),
        listing: listing.id.clone(),
        how,
        person: person.to_owned(),
        text: said.to_owned(),
        outcome: None,
        at: now(),
        chain: String::new(),
    };
    desk.log(&Snapshot::of(listing), &line)?;
    let words = ["已记录（{day}）：{title}", "logged for {day}: {title}"];
    let values = [("day", &*line.day), ("title", &listing.title)];
    Ok(Failure::filled(words, &values))
}

/// With whom, where that stands before a colon, and what was said.
fn with_whom(text: &str) -> (&str, &str) {
    let parted = text.split_once(['：', ':']);
    let parted = parted.map(|(person, said)| (person.trim(), said.trim()));
    let is_person = |(person, said): &(&str, &str)| {
        (1..=MAX_PERSON).contains(&person.chars().count()) && !said.is_empty()
    };
    parted.filter(is_person).unwrap_or(("", text))
}

/// Takes back what was done last; what that was, in words.
///
/// # Errors
/// There is nothing to be taken back; the desk cannot be written.
pub(crate) fn undo(desk: &mut Desk) -> anyhow::Result<Bilingual> {
    desk.undo(&today_here().to_string(), &now())
}

fn counted(text: [&str; 2], number: usize, name: &str) -> Bilingual {
    Failure::filled(text, &[("n", &number.to_string()), ("name", name.trim())])
}

fn judged(verdict: Option<&Verdict>, found: &Record) -> Bilingual {
    let text = match verdict {
        None => [
            "已撤销对该匹配的决定：{title}",
            "no longer decided: {title}",
        ],
        Some(Verdict { declined: None, .. }) => ["已采纳：{title}", "accepted: {title}"],
        Some(_) => [
            "已否决，不再列出：{title}",
            "declined and no longer listed: {title}",
        ],
    };
    Failure::filled(text, &[("title", &*found.title)])
}

/// Keeps what is said of the match between two listings; the verdict, with its time.
///
/// # Errors
/// The desk cannot be written.
pub(crate) fn judge(
    desk: &mut Desk,
    [asker, found]: [&Record; 2],
    said: Option<&Said>,
) -> anyhow::Result<Option<Verdict>> {
    let at = now();
    let verdict = said.map(|said| Verdict {
        declined: said.declined,
        text: said.text.clone(),
        at: at.clone(),
    });
    desk.judge(&Pair::of(asker, found), verdict.as_ref(), &at)?;
    Ok(verdict)
}
