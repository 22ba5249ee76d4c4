//! What can be done with the desk.

use std::path::Path;

use qiao_index::kept::{Objection, Verdict};
use qiao_index::now;
use qiao_index::record::Record;

use super::engine::Engine as _;
use super::library::OpenLibrary;
use crate::desk::{Desk, Pair};
use crate::messages::{Bilingual, Failure};

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
    let DeskOrder::Judge { asker, found, said } = order;
    let library = OpenLibrary::open(folder)?;
    let [asker, found] = [asker, found].map(|id| {
        let record = library.records(std::slice::from_ref(id))?.pop();
        record.ok_or_else(|| anyhow::Error::new(super::keeping::not_there(id)))
    });
    let (asker, found) = (asker?, found?);
    let mut desk = Desk::open(folder)?;
    let verdict = judge(&mut desk, [&asker, &found], said.as_ref())?;
    let title = [("title", &*found.title)];
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
    Ok(Failure::filled(text, &title))
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
