//! Who answers a need, and why.
//!
//! Whoever asks (a need, an offer, an expert, a typed text) is read into weighted terms, figures
//! and constraints (`asker`). The search finds the listings that hold most of the terms; `judge`
//! reads the best of them beside the asker: which words they cover, which figures they meet or
//! miss, what stands against them, what they do not say. The reasons that are shown are those that
//! rank. Everything here is a pure function over records; the passes over the index are in
//! `search`. What each part gave is in `docs/matching.md`.

mod asker;
mod clauses;
mod comparators;
mod constraints;
mod figures;
mod judge;
mod numbers;
mod passages;
mod terms;
mod units;

use serde::{Deserialize, Serialize};

use crate::kept::Verdict;
use crate::record::{Kind, Record, Titled};
use crate::request::Filter;

pub use asker::answering;
pub(crate) use asker::{Asker, need_of_text};
pub(crate) use judge::{MEASURED_TERMS, Weights, judge};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// A listing, by its id.
    Id(String),
    /// A text, which asks as a need does.
    Text(String),
}

/// A request for matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRequest {
    /// Who asks.
    pub asking: Asking,
    /// Kinds of listings that may answer; none: those that [`answering`] names.
    pub kinds: Vec<Kind>,
    /// Filters that an answer must pass.
    pub filters: Vec<Filter>,
    /// What an answer must match besides, as a query: ranges of numbers and dates.
    #[serde(default)]
    pub also: String,
    /// Most matches that are given.
    pub limit: usize,
    /// Whether those that are hardly any match are given, too.
    pub with_weak: bool,
}

/// How well a listing answers; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// It covers most of what is asked, and nothing speaks against it.
    Strong,
    /// It covers much of it.
    Good,
    /// It covers some.
    Possible,
    /// It shares few words: hardly a match.
    Weak,
}

impl Band {
    /// The word used in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Good => "good",
            Self::Possible => "possible",
            Self::Weak => "weak",
        }
    }
}

/// What a reason is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Words of the asker that the listing says.
    Words(Vec<String>),
    /// A figure, in the words of the asker.
    Figure(String),
    /// A classification that both have.
    Subject,
    /// How far the technology has come.
    Stage,
    /// It has not come as far as is asked.
    TooEarly,
    /// What it costs, beside the budget.
    Price,
    /// It costs more than the budget.
    TooDear,
    /// The same province.
    Region,
    /// A form of cooperation that both want.
    Cooperation,
    /// Where it has been used.
    Proof,
    /// The patent is in force.
    InForce,
    /// The patent is not in force any more.
    NotInForce,
    /// The listing does not stand any more.
    Expired,
    /// Whom to call or write to.
    Contact,
    /// Whom it answers, by the title, where several ask.
    Answers(String),
    /// The user has said that it is a match.
    Accepted(Verdict),
    /// The user has said that it is none.
    Declined(Verdict),
}

/// A reason for or against a match, or what is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is about.
    pub what: What,
    /// The listing's own words; empty where the reason stands on the value of a field, or on
    /// what is not said.
    pub quote: String,
    /// The field of the listing that it stands on, by its name in [`crate::fields::FIELDS`];
    /// empty where nothing is said.
    pub field: String,
}

impl Evidence {
    /// A reason that stands on nothing that the listing says.
    pub(crate) const fn unquoted(what: What) -> Self {
        Self {
            what,
            quote: String::new(),
            field: String::new(),
        }
    }
}

/// Reasons in three lists.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Reasons {
    pub(crate) for_it: Vec<Evidence>,
    pub(crate) against: Vec<Evidence>,
    pub(crate) unknown: Vec<Evidence>,
}

/// How a listing answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// How well.
    pub band: Band,
    /// Why.
    pub reasons: Vec<Evidence>,
    /// What speaks against it.
    pub against: Vec<Evidence>,
    /// What is asked for and not said.
    pub unknown: Vec<Evidence>,
    /// Whom it answers; without an id where that is a text.
    #[serde(default)]
    pub asker: Titled,
}

impl Fit {
    /// What the user has said of it.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        let mut said = self.reasons.iter().chain(&self.against);
        said.find_map(|evidence| match &evidence.what {
            What::Accepted(verdict) | What::Declined(verdict) => Some(verdict),
            _ => None,
        })
    }

    /// Takes note of another asker that the listing answers.
    pub(crate) fn also_answers(&mut self, other: &Self) {
        let answers = |it: &&Evidence| matches!(it.what, What::Answers(_));
        let named = other.reasons.iter().find(answers).cloned();
        let place = self.reasons.iter().filter(answers).count();
        self.reasons.splice(place..place, named);
    }

    /// Takes note of whom it answers, where several ask.
    pub(crate) fn name_asker(&mut self) {
        let what = What::Answers(self.asker.title.clone());
        self.reasons.insert(0, Evidence::unquoted(what));
    }

    /// Adds what the user has said of it, before all else.
    pub(crate) fn add_verdict(&mut self, verdict: Verdict) {
        let (list, what): (_, fn(Verdict) -> What) = if verdict.declined.is_some() {
            (&mut self.against, What::Declined)
        } else {
            (&mut self.reasons, What::Accepted)
        };
        list.insert(0, Evidence::unquoted(what(verdict)));
    }
}

/// A listing that answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The listing, without `raw`.
    pub record: Record,
    /// Comparable among the matches of one asker only.
    pub score: f32,
    /// How it answers.
    pub fit: Fit,
}

/// What a need that says too little should tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// What the problem is.
    Problem,
    /// Which figures are to be reached.
    Target,
    /// What may be spent.
    Budget,
    /// How far the technology should have come.
    Stage,
    /// By when.
    Deadline,
}

/// All that answer one asker.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matches {
    /// Title of the asker; empty for a text.
    pub title: String,
    /// The matches, best first.
    pub matches: Vec<Match>,
    /// Those that the user has declined, best first.
    #[serde(default)]
    pub declined: Vec<Match>,
    /// What the asker should be asked, where it says too little to be matched well.
    pub ask: Vec<Missing>,
}
