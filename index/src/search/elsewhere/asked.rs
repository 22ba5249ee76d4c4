//! What the other engine is asked of models and askers, and what it says of them.

use crate::plan::Plan;
use crate::record::Record;
use crate::search::elsewhere::relaxing::RankedTerm;

/// What is asked of the other engine for a model.
#[derive(Debug, Clone)]
pub struct AlikeAsked {
    /// Its terms, weightiest first.
    pub terms: Vec<RankedTerm>,
    /// Itself, and other publications of its family: they say nothing new.
    pub own: Plan,
}

/// A listing that holds some of a model's terms.
#[derive(Debug, Clone)]
pub struct AlikeFound {
    /// Its row.
    pub row: u64,
    /// Its score.
    pub score: f32,
    /// The places of the terms that it holds.
    pub held: Vec<usize>,
}

/// What the other engine says of a model.
#[derive(Debug, Clone)]
pub struct AlikeAnswer {
    /// How many listings hold each of its terms …
    pub frequencies: Vec<u64>,
    /// … of how many.
    pub listings: u64,
    /// The listings that score best.
    pub found: Vec<AlikeFound>,
}

/// How models are found, and what is like them.
pub struct AskAlike<'a, E> {
    /// The listing with an id.
    pub by_id: &'a dyn Fn(&str) -> Result<Option<Record>, E>,
    /// The oldest listing that a plan matches.
    pub first: &'a dyn Fn(&Plan) -> Result<Option<Record>, E>,
    /// What is like a model.
    pub alike: &'a dyn Fn(&AlikeAsked) -> Result<AlikeAnswer, E>,
    /// Who may answer an asker.
    pub answering: &'a dyn Fn(&AnsweringAsked) -> Result<AnsweringAnswer, E>,
}

/// What is asked of the other engine for an asker.
#[derive(Debug, Clone)]
pub struct AnsweringAsked {
    /// What the asker says, words before single characters, the weightiest of each first.
    pub terms: Vec<RankedTerm>,
    /// Who may answer.
    pub allowed: Plan,
    /// How many of them are wanted.
    pub limit: usize,
}

/// A listing that may answer.
#[derive(Debug, Clone)]
pub struct AnsweringFound {
    /// Its row.
    pub row: u64,
    /// Its score.
    pub score: f32,
    /// The listing.
    pub record: Record,
}

/// What the other engine says of an asker.
#[derive(Debug, Clone)]
pub struct AnsweringAnswer {
    /// How many listings hold each term …
    pub frequencies: Vec<u64>,
    /// … of how many.
    pub listings: u64,
    /// The listings that score best.
    pub found: Vec<AnsweringFound>,
}
