//! The answer to a request, and why a record is in it. Like the request it can be written down
//! and read again, so that it may come from another machine.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::highlight::Highlighter;
use crate::kept::KeptListing;
use crate::matching::{Fit, Missing};
use crate::query::Problem;
use crate::record::Record;
use crate::request::Facet;

/// A record that answers a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The record, without `raw`.
    pub record: Record,
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// How it answers, where the query asks for that (`match:`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<Box<Fit>>,
    /// What the user keeps of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Box<KeptListing>>,
    /// Where its institutions stand in the network, where that is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Box<Standing>>,
}

/// Where the institutions of a listing stand in the network: values of its facet.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Their places.
    pub places: Vec<String>,
    /// The places directly below these.
    pub below: Vec<String>,
}

/// How many records one clause of the query matches alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseCount {
    /// The clause, printed.
    pub clause: String,
    /// Number of records, filters applied.
    pub count: u64,
}

/// What an answer that comes from another engine cannot be relied on for.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Elsewhere {
    /// The name of the engine.
    pub name: String,
    /// Parts of its index, and how many of them have not answered: what is in these is missing.
    pub shards: u32,
    /// Parts that have not answered.
    pub missing: u32,
    /// It stopped before it had seen all.
    pub cut_short: bool,
    /// Numbers are near the true ones, not just these.
    pub is_approximate: bool,
}

impl Elsewhere {
    /// Whether listings may be missing.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.missing > 0 || self.cut_short
    }
}

/// The answer to a [`Request`](crate::request::Request).
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// How the query was understood, printed as a query.
    pub interpreted: String,
    /// Titles of the listings that others were to be like (`like:`).
    pub models: Vec<String>,
    /// Who is to be answered (`match:`): the title, or the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asker: Option<String>,
    /// What the asker should be asked, where it says too little to be matched well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<Missing>,
    /// How many matches the user has declined and are left out.
    #[serde(default)]
    pub declined: u64,
    /// What could not be read as meant.
    pub problems: Vec<Problem>,
    /// Number of all hits: of the matching records, or of their families where one of each was
    /// asked for.
    pub total: u64,
    /// Number of all matching records. The facets count these, or one of every family
    /// where that was asked for.
    pub records: u64,
    /// No record matches every clause: these match a good part of them.
    pub relaxed: bool,
    /// How many withdrawn records match and are left out.
    #[serde(default)]
    pub withdrawn: u64,
    /// How many listings could not be read since the library was opened, and are left out.
    #[serde(default)]
    pub unreadable: u64,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Counts for every facet, if asked for.
    pub facets: Vec<(Facet, Counts)>,
    /// The facets are being counted: the same page with them comes next.
    #[serde(default)]
    pub uncounted: bool,
    /// Count per clause, when nothing matched strictly and there is more than one clause.
    pub clauses: Vec<ClauseCount>,
    /// The query with a mistyped word put right, where nothing matched it.
    pub suggestion: Option<String>,
    /// What to mark in texts shown with this page.
    pub highlighter: Highlighter,
    /// Where it comes from, if not from the library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

impl Page {
    /// What a request must say too, so that all its records are those of this answer: withdrawn
    /// ones are left out of answers, but not of [`Library::matches`](crate::Library::matches).
    #[must_use]
    pub fn leaves_out(&self) -> &'static str {
        const WITHDRAWN: &str = "-is:withdrawn";
        if self.interpreted.ends_with(WITHDRAWN) {
            WITHDRAWN
        } else {
            ""
        }
    }
}

/// A term of the query that a record holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The term: a Latin word, a character, or two neighbouring characters.
    pub term: String,
    /// Where it stands (`title`, `keyword`, `organisation`, `person`, `body`), how often.
    pub places: Vec<(Cow<'static, str>, u32)>,
    /// What it adds to the score.
    pub score: f32,
}

/// Why a record answers a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// How the query was understood.
    pub interpreted: String,
    /// Whether the record matches every clause.
    pub exact: bool,
    /// The clauses of the query, printed, and whether the record matches each of them alone.
    pub clauses: Vec<(String, bool)>,
    /// The terms that count, weightiest first.
    pub reasons: Vec<Reason>,
    /// Sum of what they add.
    pub score: f32,
}
