//! What the user keeps of listings, as far as searches and matches have to know it. It is no part
//! of the library: whoever keeps it tells the library.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::plan::Plan;

/// Why a match was declined. The words are those in which technology-transfer staff give a
/// rejected offer back to its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// The technology has not come far enough.
    Early,
    /// No benefit is seen over what exists.
    Benefit,
    /// Another technical route is wanted.
    Route,
    /// It is not clear what is offered.
    Unclear,
    /// The science does not convince.
    Science,
    /// It costs too much.
    Price,
    /// It is no answer to what was asked.
    Fit,
    /// Something else was taken.
    Alternative,
    /// The rights are not as they should be.
    Ip,
    /// Nobody could be reached.
    Contact,
    /// Something else; a text says what.
    Other,
}

impl Objection {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Early,
        Self::Benefit,
        Self::Route,
        Self::Unclear,
        Self::Science,
        Self::Price,
        Self::Fit,
        Self::Alternative,
        Self::Ip,
        Self::Contact,
        Self::Other,
    ];

    /// The word used in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Benefit => "benefit",
            Self::Route => "route",
            Self::Unclear => "unclear",
            Self::Science => "science",
            Self::Price => "price",
            Self::Fit => "fit",
            Self::Alternative => "alternative",
            Self::Ip => "ip",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// What the user has said of a match.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Verdict {
    /// Why it was declined; `None` where it was accepted.
    pub declined: Option<Objection>,
    /// What was said besides; may be empty.
    pub text: String,
    /// When, RFC 3339.
    pub at: String,
}

/// What the user keeps of one listing.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptListing {
    /// Names of the shortlists that it is on.
    pub shortlists: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The note on it; empty for none.
    pub note: String,
    /// Somebody was called, written to or met about it.
    pub contacted: bool,
    /// When it was last opened to be read, RFC 3339; empty for never.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opened: String,
    /// When its contact was last copied, likewise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub copied: String,
}

/// What the user keeps of listings. A match is a pair; which of the two asks makes no difference.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Of a listing and each one that it was matched with, by their ids.
    verdicts: HashMap<String, BTreeMap<String, Verdict>>,
    listings: HashMap<String, KeptListing>,
}

impl Kept {
    /// Adds what the user says of a match between two listings.
    pub fn judge(&mut self, one: &str, other: &str, verdict: Verdict) {
        for (from, to, verdict) in [(one, other, verdict.clone()), (other, one, verdict)] {
            let of_one = self.verdicts.entry(from.to_owned()).or_default();
            of_one.insert(to.to_owned(), verdict);
        }
    }

    /// What is kept of the listing with an id, to be added to.
    pub fn listing_mut(&mut self, id: &str) -> &mut KeptListing {
        self.listings.entry(id.to_owned()).or_default()
    }

    /// Takes note of when a listing was last opened, and its contact copied.
    pub fn touch(&mut self, id: &str, opened: String, copied: String) {
        let listing = self.listing_mut(id);
        (listing.opened, listing.copied) = (opened, copied);
    }

    /// What is kept of the listing with an id.
    #[must_use]
    pub fn listing(&self, id: &str) -> Option<&KeptListing> {
        self.listings.get(id)
    }

    /// What the user has said of a match.
    pub(crate) fn verdict(&self, asker: &str, listing: &str) -> Option<&Verdict> {
        self.verdicts.get(asker)?.get(listing)
    }

    /// The listings that are on a shortlist or have a tag.
    pub(crate) fn labelled(&self) -> impl Iterator<Item = (&String, &KeptListing)> {
        let has_labels = |it: &KeptListing| !it.shortlists.is_empty() || !it.tags.is_empty();
        self.listings.iter().filter(move |(_, it)| has_labels(it))
    }

    /// Whether a match of a listing was declined, or one accepted.
    fn was_judged(&self, id: &str, is_declined: bool) -> bool {
        let verdicts = self.verdicts.get(id).into_iter().flatten();
        verdicts
            .into_iter()
            .any(|(_, verdict)| verdict.declined.is_some() == is_declined)
    }

    /// Ids of all listings of which something is kept.
    fn ids(&self) -> impl Iterator<Item = &String> {
        let judged = self.verdicts.keys();
        let others = self.listings.keys();
        judged.chain(others.filter(|id| !self.verdicts.contains_key(*id)))
    }
}

/// What the user keeps, and the rows of its listings in the library, found when they are asked for.
#[derive(Debug, Default)]
pub(crate) struct KeptHere {
    pub(crate) kept: Kept,
    rows: OnceCell<Vec<(u64, String)>>,
}

impl KeptHere {
    pub(crate) const fn new(kept: Kept) -> Self {
        Self {
            kept,
            rows: OnceCell::new(),
        }
    }

    /// The listings may stand in other rows from now on.
    pub(crate) fn forget_rows(&mut self) {
        self.rows.take();
    }

    /// Finds the listings of which something is kept; those that are not in the library are left
    /// out.
    pub(crate) fn found(&self, catalogue: &Catalogue) -> Result<KeptRows<'_>> {
        if self.rows.get().is_none() {
            let mut rows = Vec::new();
            for id in self.kept.ids() {
                if let Some(row) = catalogue.shown_row(id)? {
                    rows.push((row, id.clone()));
                }
            }
            // Nobody else can have been faster: a library belongs to one thread.
            self.rows.set(rows).unwrap_or_default();
        }
        Ok(KeptRows {
            kept: &self.kept,
            rows: self.rows.get().map_or(&[], Vec::as_slice),
        })
    }
}

/// The listings of which something is kept, by their rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeptRows<'a> {
    kept: &'a Kept,
    rows: &'a [(u64, String)],
}

/// The listings of which something is kept, as an index knows them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeptFound<'a> {
    /// By the rows of the library.
    Rows(KeptRows<'a>),
    /// By their ids, whether they are there or not.
    Ids(&'a Kept),
}

impl KeptFound<'_> {
    /// Those for which a test holds.
    pub(crate) fn where_kept(&self, test: impl Fn(&KeptListing) -> bool) -> Plan {
        self.chosen(|kept, id| kept.listing(id).is_some_and(&test))
    }

    /// Those that stand in a match which was declined, or accepted.
    pub(crate) fn judged(&self, is_declined: bool) -> Plan {
        self.chosen(|kept, id| kept.was_judged(id, is_declined))
    }

    fn chosen(&self, holds: impl Fn(&Kept, &str) -> bool) -> Plan {
        match self {
            Self::Rows(found) => {
                let rows = found.rows.iter().filter(|(_, id)| holds(found.kept, id));
                Plan::Rows(rows.map(|(row, _)| *row).collect())
            }
            Self::Ids(kept) => {
                let ids = kept.ids().filter(|id| holds(kept, id));
                Plan::Ids(ids.cloned().collect())
            }
        }
    }
}
