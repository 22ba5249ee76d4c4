//! What the user keeps of listings, as far as searches and matches have to know it. It is no part
//! of the library: whoever keeps it tells the library.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::inner_error::Result;

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

/// What the user keeps of listings. A match is a pair; which of the two asks makes no difference.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Of a listing and each one that it was matched with, by their ids.
    verdicts: HashMap<String, BTreeMap<String, Verdict>>,
}

impl Kept {
    /// Adds what the user says of a match between two listings.
    pub fn judge(&mut self, one: &str, other: &str, verdict: Verdict) {
        for (from, to, verdict) in [(one, other, verdict.clone()), (other, one, verdict)] {
            let of_one = self.verdicts.entry(from.to_owned()).or_default();
            of_one.insert(to.to_owned(), verdict);
        }
    }

    /// What the user has said of a match.
    pub(crate) fn verdict(&self, asker: &str, listing: &str) -> Option<&Verdict> {
        self.verdicts.get(asker)?.get(listing)
    }

    /// Rows of the listings that stand in a match which was accepted, or declined.
    pub(crate) fn rows(&self, catalogue: &Catalogue) -> Result<KeptRows> {
        let mut rows = KeptRows::default();
        for (id, verdicts) in &self.verdicts {
            let Some(row) = catalogue.shown_row(id)? else {
                continue;
            };
            let is_declined = |verdict: &Verdict| verdict.declined.is_some();
            if verdicts.values().any(is_declined) {
                rows.declined.push(row);
            }
            if !verdicts.values().all(is_declined) {
                rows.accepted.push(row);
            }
        }
        Ok(rows)
    }
}

/// The listings of which the user keeps something, by their rows.
#[derive(Debug, Default)]
pub(crate) struct KeptRows {
    /// A match of theirs was accepted.
    pub(crate) accepted: Vec<u64>,
    /// A match of theirs was declined.
    pub(crate) declined: Vec<u64>,
}
