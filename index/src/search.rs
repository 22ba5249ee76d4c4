//! Questions and answers: [`Request`] → [`Page`].

mod alike;
mod answer;
pub(crate) mod collect;
mod compile;
mod counts;
mod expand;
mod explain;
mod highlight;
pub(crate) mod latin;
mod like;
mod near;
mod parallel;
mod rank;
mod relaxed;
mod steady;
mod suggest;
pub(crate) mod values;

use crate::query::Problem;
use crate::record::Record;
pub use alike::{alike, like};
pub use counts::{Count, Counts};
pub use explain::{Explanation, Reason};
pub use highlight::Highlighter;

/// A list of listings can be narrowed by these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// achievement, patent, need, expert, institution
    Kind,
    /// High-tech field.
    Field,
    /// GB/T 4754 tree.
    Industry,
    /// GB/T 13745 tree.
    Discipline,
    /// IPC tree.
    Ipc,
    /// Owner, applicant, employer.
    Institution,
    /// GB/T 2260 tree.
    Region,
    /// lab, pilot, mature, unknown
    Stage,
    /// Mode of cooperation.
    Cooperation,
    /// published, draft, withdrawn, expired
    Status,
    /// alive, pending, dead, unknown (patents only)
    Legal,
    /// Name of a source.
    Source,
    /// Year of the first known of published, granted, registered, filed.
    Year,
}

impl Facet {
    /// All facets, in the order in which they are shown.
    pub const ALL: [Self; 13] = [
        Self::Kind,
        Self::Field,
        Self::Institution,
        Self::Region,
        Self::Stage,
        Self::Cooperation,
        Self::Year,
        Self::Status,
        Self::Legal,
        Self::Industry,
        Self::Discipline,
        Self::Ipc,
        Self::Source,
    ];

    /// The word used on the command line and in queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Field => "field",
            Self::Industry => "industry",
            Self::Discipline => "discipline",
            Self::Ipc => "ipc",
            Self::Institution => "institution",
            Self::Region => "region",
            Self::Stage => "stage",
            Self::Cooperation => "cooperation",
            Self::Status => "status",
            Self::Legal => "legal",
            Self::Source => "source",
            Self::Year => "year",
        }
    }

    /// Whether its values form a tree (an ancestor matches its whole subtree).
    #[must_use]
    pub const fn is_tree(self) -> bool {
        matches!(
            self,
            Self::Industry | Self::Discipline | Self::Ipc | Self::Region
        )
    }
}

/// One condition on one facet, beside the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Filter {
    /// On which facet.
    pub facet: Facet,
    /// The value: as in [`Count::value`], or as a user would write it behind `facet:`.
    pub value: String,
    /// Keep the records that do *not* have it.
    pub exclude: bool,
}

/// Order of the hits. Every order is total: equals are ordered by age of the listing in the library.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Newest first; without a date last.
    Newest,
    /// Oldest first; without a date last.
    Oldest,
    /// By title: Latin letters, then Chinese in pinyin order.
    Title,
}

/// Which facets a page should count.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counting {
    /// None.
    #[default]
    Nothing,
    /// Every facet, ancestors of tree values counted too (once per record), for the browser.
    RolledUp,
    /// Every facet, tree values as assigned, for lists of values.
    Assigned,
}

/// A question to the library. Two equal requests on the same revision have the same answer.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// The last word of the query is still being typed: it matches as a prefix.
    pub typing: bool,
    /// Conditions beside the query.
    pub filters: Vec<Filter>,
    /// Order of the hits.
    pub sort: Sort,
    /// First hit wanted, from 0.
    pub offset: usize,
    /// Most hits wanted.
    pub limit: usize,
    /// Which facets to count.
    pub counting: Counting,
    /// Of every patent family the best match only; what is no patent stands for itself.
    pub one_per_family: bool,
}

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

/// The answer to a [`Request`].
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
