//! The answer to a request.

use super::counts::Counts;
use super::highlight::Highlighter;
use crate::query::Problem;
use crate::record::Record;
use crate::request::Facet;

/// A record that answers a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The record, without `raw`.
    pub record: Record,
    /// Relevance; comparable within one answer only.
    pub score: f32,
}

/// How many records one clause of the query matches alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseCount {
    /// The clause, printed.
    pub clause: String,
    /// Number of records, filters applied.
    pub count: u64,
}

/// The answer to a [`Request`](crate::request::Request).
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// How the query was understood, printed as a query.
    pub interpreted: String,
    /// Titles of the listings that others were to be like (`like:`).
    pub models: Vec<String>,
    /// What could not be read as meant.
    pub problems: Vec<Problem>,
    /// Number of all hits: of the matching records, or of their families where one of each was
    /// asked for.
    pub total: u64,
    /// Number of all matching records. These are what the facets count.
    pub records: u64,
    /// No record matches every clause: these match a good part of them.
    pub relaxed: bool,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Counts for every facet, if asked for.
    pub facets: Vec<(Facet, Counts)>,
    /// Count per clause, when nothing matched strictly and there is more than one clause.
    pub clauses: Vec<ClauseCount>,
    /// The query with a mistyped word put right, where nothing matched it.
    pub suggestion: Option<String>,
    /// What to mark in texts shown with this page.
    pub highlighter: Highlighter,
}
