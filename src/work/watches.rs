//! Looking at what is watched: what is new, what has changed, what has gone since the last time.

use std::collections::HashMap;

use qiao_index::fields::columns::Cells;
use qiao_index::fields::{BOOKKEEPING, FIELDS, Field};
use qiao_index::now;
use qiao_index::record::Record;
use qiao_index::request::{Counting, Request};
use qiao_index::vocab::Language;

use super::engine::Engine as _;
use super::library::OpenLibrary;
use crate::desk::watch::{Watch, Watched};
use crate::desk::{Desk, Refusal};
use crate::messages::Failure;

/// Most listings that one watch can have: who watches more watches nothing.
const MAX_WATCHED: u64 = 20_000;
/// Fields whose changes are named first: what a broker calls about.
const FIRST: [&str; 6] = ["price", "budget", "status", "legal", "contact", "deadline"];
/// Fields that say where a listing came from, and nothing of it.
const NOT_OF_IT: [&str; 3] = ["id", "sources", "references"];

/// What has happened since a watch was last looked at.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Moved {
    /// Listings that were not there.
    pub(crate) new: Vec<Record>,
    /// Listings that say something else, as they are now.
    pub(crate) changed: Vec<Changed>,
    /// Listings that are there no more, as they were.
    pub(crate) gone: Vec<Record>,
}

/// A listing that says something else.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Changed {
    /// As it was.
    pub(crate) before: Record,
    /// As it is now.
    pub(crate) now: Record,
    /// What has changed, the weightiest first.
    pub(crate) fields: Vec<&'static Field>,
}

impl Moved {
    /// Whether anything has happened.
    pub(crate) fn is_anything(&self) -> bool {
        !self.new.is_empty() || !self.changed.is_empty() || !self.gone.is_empty()
    }
}

/// A watch and what has happened since it was last looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WatchNews {
    /// The watch.
    pub(crate) watch: Watch,
    /// What has happened.
    pub(crate) moved: Moved,
}

/// All watches, and what has happened; those with something come first.
///
/// # Errors
/// The library or the desk cannot be read.
pub(crate) fn all(library: &OpenLibrary, desk: &Desk) -> anyhow::Result<Vec<WatchNews>> {
    let mut news = Vec::new();
    for watch in desk.watches()? {
        let (moved, _) = moved(library, desk, &watch.name, &watch.watched)?;
        news.push(WatchNews { watch, moved });
    }
    news.sort_by_key(|news| !news.moved.is_anything());
    Ok(news)
}

/// Takes what is there now for seen.
///
/// # Errors
/// There is no such watch; the library cannot be read or the desk not written.
pub(crate) fn see(library: &OpenLibrary, desk: &mut Desk, name: &str) -> anyhow::Result<()> {
    let watches = desk.watches()?;
    let watch = watches.iter().find(|watch| watch.name == name);
    let seen = watch
        .map(|watch| current(library, &watch.watched))
        .transpose()?;
    desk.set_seen(name, &seen.unwrap_or_default(), &now())
}

/// Saves a watch with what is there now.
///
/// # Errors
/// The query has problems, unless that is `allowed`, or finds too much; there is no such listing;
/// the library cannot be read or the desk not written.
pub(crate) fn add(
    library: &OpenLibrary,
    desk: &mut Desk,
    name: &str,
    watched: &Watched,
    allowed: bool,
) -> anyhow::Result<usize> {
    if let Watched::Query(query, filters) = watched {
        let request = request(query, filters.clone());
        let page = library.answer(&request)?;
        if !page.problems.is_empty() && !allowed {
            return Err(Refusal::Invalid.because(Failure::new(
                format!(
                    "检索式有问题，理解为“{}”；确要保存请加 --anyway",
                    page.interpreted
                ),
                format!(
                    "something is odd about the query, which is understood as {}; save it with \
                     --anyway",
                    page.interpreted
                ),
            )));
        }
    }
    let seen = current(library, watched)?;
    desk.add_watch(name, watched, &seen, &now())?;
    Ok(seen.len())
}

/// What has happened since a watch was last looked at, and what is there now.
///
/// # Errors
/// There is no such watch; the library or the desk cannot be read.
pub(crate) fn moved(
    library: &OpenLibrary,
    desk: &Desk,
    name: &str,
    watched: &Watched,
) -> anyhow::Result<(Moved, Vec<Record>)> {
    let now = current(library, watched)?;
    let seen = desk.seen(name)?;
    let mut before: HashMap<String, Record> =
        seen.into_iter().map(|it| (it.id.clone(), it)).collect();
    let mut moved = Moved::default();
    for record in &now {
        match before.remove(&record.id) {
            None => moved.new.push(record.clone()),
            Some(old) => {
                let fields = differing(&old, record);
                if !fields.is_empty() {
                    moved.changed.push(Changed {
                        before: old,
                        now: record.clone(),
                        fields,
                    });
                }
            }
        }
    }
    moved.gone = before.into_values().collect();
    moved.gone.sort_by(|one, other| one.id.cmp(&other.id));
    Ok((moved, now))
}

/// The fields in which two states of a listing differ, the weightiest first.
fn differing(old: &Record, new: &Record) -> Vec<&'static Field> {
    let (before, after) = (Cells::of(old), Cells::of(new));
    let is_of_it =
        |field: &&Field| !BOOKKEEPING.contains(&field.name) && !NOT_OF_IT.contains(&field.name);
    let written = |cells: &Cells, field| cells.written(field, Language::Chinese);
    let mut fields: Vec<&Field> = FIELDS
        .iter()
        .filter(is_of_it)
        .filter(|field| written(&before, field) != written(&after, field))
        .collect();
    let place = |field: &&Field| {
        let first = FIRST.iter().position(|name| field.name.starts_with(name));
        first.unwrap_or(FIRST.len())
    };
    fields.sort_by_key(place);
    fields
}

/// What is there of what is watched, without the rows as they came.
fn current(library: &OpenLibrary, watched: &Watched) -> anyhow::Result<Vec<Record>> {
    match watched {
        Watched::Listing(id) => {
            let mut found = library.records(std::slice::from_ref(id))?;
            found.iter_mut().for_each(lighten);
            Ok(found)
        }
        Watched::Query(query, filters) => {
            let request = request(query, filters.clone());
            let page = library.answer(&request)?;
            // The nearest that there is, where nothing matches, is no find.
            if page.relaxed {
                return Ok(Vec::new());
            }
            if page.total > MAX_WATCHED {
                let number = page.total;
                return Err(Refusal::Invalid.because(Failure::new(
                    format!("检索式有 {number} 条结果，最多可关注 {MAX_WATCHED} 条：请再缩小"),
                    format!("the query finds {number} listings, {MAX_WATCHED} at most can be watched: narrow it"),
                )));
            }
            let mut found = Vec::new();
            for record in library.shown().matches(&request)? {
                let mut record = record?;
                lighten(&mut record);
                found.push(record);
            }
            Ok(found)
        }
    }
}

/// Leaves out of a listing what is not compared.
fn lighten(record: &mut Record) {
    record.raw = serde_json::Value::Null;
    record.sources.clear();
}

fn request(query: &str, filters: Vec<qiao_index::request::Filter>) -> Request {
    Request {
        query: query.to_owned(),
        filters,
        limit: 0,
        counting: Counting::Nothing,
        with_withdrawn: true,
        ..Request::default()
    }
}
