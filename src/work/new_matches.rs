//! Which listings of an import match needs, so that the user is told.

use std::collections::BTreeSet;
use std::path::Path;

use qiao_index::matching::{Asking, Band, MatchRequest, Matches};
use qiao_index::record::{Kind, Titled};
use qiao_index::request::Request;

use super::engine::Engine as _;
use super::library::OpenLibrary;
use super::watches;
use crate::desk::Desk;

/// Most listings that are asked who answers them; each takes some hundredths of a second.
const MAX_ASKED: usize = 2_000;
/// Most matches of one need that are looked at, as `qiao match` lists them.
const MAX_MATCHES: usize = 10;

/// A need, and what has come in that answers it, the best first; or a need that has come in, and
/// what answers it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewMatches {
    /// The need.
    pub(crate) need: Titled,
    /// What answers it, strong or good.
    pub(crate) found: Vec<(Titled, Band)>,
}

/// What an import has brought that the user is told of.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct ImportNews {
    /// Matches were looked for, too.
    pub(crate) of_import: bool,
    /// Matches; `None` where too much has come in to look through it in passing.
    pub(crate) matches: Option<Vec<NewMatches>>,
    /// Number of watches that have moved.
    pub(crate) moved: u64,
}

/// What an import into the library in a folder has brought; without a number, of the watches alone.
///
/// # Errors
/// The library or the desk cannot be read.
pub(crate) fn news(folder: &Path, run: Option<u64>) -> anyhow::Result<ImportNews> {
    let library = OpenLibrary::open(folder)?;
    let moved = match Desk::open_kept(folder)? {
        Some(desk) => {
            let watches = watches::all(&library, &desk)?;
            watches.iter().filter(|it| it.moved.is_anything()).count()
        }
        None => 0,
    };
    let matches = run.map(|run| of_run(&library, run)).transpose()?;
    Ok(ImportNews {
        of_import: run.is_some(),
        matches: matches.unwrap_or_else(|| Some(Vec::new())),
        moved: u64::try_from(moved)?,
    })
}

/// Finds the matches between an import and the rest of the library; `None` where too much has come
/// in to look through it in passing.
///
/// # Errors
/// The library cannot be read.
pub(crate) fn of_run(library: &OpenLibrary, run: u64) -> anyhow::Result<Option<Vec<NewMatches>>> {
    let added = library.shown().added_by(run)?;
    let Some(needs) = needs_to_ask(library, &added)? else {
        return Ok(None);
    };
    let new: BTreeSet<&str> = added.iter().map(|listing| &*listing.id).collect();
    let mut news = Vec::new();
    for id in needs {
        let matches = asked(library, &id, &[])?;
        let need_is_new = new.contains(&*id);
        let wanted = matches.matches.into_iter().filter(|it| {
            let is_new = need_is_new || new.contains(&*it.record.id);
            is_new && it.fit.band <= Band::Good && it.fit.verdict().is_none()
        });
        let found = wanted.map(|it| (titled(it.record), it.fit.band));
        let found: Vec<_> = found.collect();
        if !found.is_empty() {
            let title = matches.title;
            let kind = Kind::Need;
            news.push(NewMatches {
                need: Titled { id, kind, title },
                found,
            });
        }
    }
    Ok(Some(news))
}

/// Ids of the needs that may have new matches: all, or those that the new listings ask for where
/// these are fewer; `None` where both are too many.
fn needs_to_ask(
    library: &OpenLibrary,
    added: &[Titled],
) -> anyhow::Result<Option<BTreeSet<String>>> {
    let (needs, offers): (Vec<_>, Vec<_>) = added.iter().partition(|it| it.kind == Kind::Need);
    let all = Request {
        query: format!("kind:{}", Kind::Need.as_str()),
        limit: 0,
        ..Request::default()
    };
    let number = usize::try_from(library.answer(&all)?.total)?;
    let mut asked_for: BTreeSet<String> = needs.iter().map(|need| need.id.clone()).collect();
    if offers.len().min(number) + needs.len() > MAX_ASKED {
        return Ok(None);
    }
    if offers.len() < number {
        for offer in offers {
            let matches = asked(library, &offer.id, &[Kind::Need])?;
            asked_for.extend(matches.matches.into_iter().map(|it| it.record.id));
        }
    } else {
        for need in library.shown().matches(&all)? {
            asked_for.insert(need?.id);
        }
    }
    Ok(Some(asked_for))
}

fn asked(library: &OpenLibrary, id: &str, kinds: &[Kind]) -> anyhow::Result<Matches> {
    let request = MatchRequest {
        asking: Asking::Id(id.to_owned()),
        kinds: kinds.to_vec(),
        filters: Vec::new(),
        also: String::new(),
        limit: MAX_MATCHES,
        with_weak: false,
    };
    let matches = library.match_while(&request, &|| true)?;
    Ok(matches.unwrap_or_default())
}

fn titled(record: qiao_index::record::Record) -> Titled {
    Titled {
        id: record.id,
        kind: record.kind,
        title: record.title,
    }
}

/// How many listings match needs, each counted once.
pub(crate) fn listings(news: &[NewMatches]) -> u64 {
    let found = news.iter().flat_map(|it| &it.found);
    let ids: BTreeSet<&str> = found.map(|(listing, _)| &*listing.id).collect();
    u64::try_from(ids.len()).unwrap_or(u64::MAX)
}
