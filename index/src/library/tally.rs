//! What became of the rows of a file, counted.

use crate::history::Outcome;

/// By what a row was told to be a listing that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// A publication number, a registration number or an id.
    Number,
    /// All that it says.
    Content,
    /// Title and institution, of the same source.
    Title,
}

impl By {
    /// By an id: the hash of what a row says is no number that it bears.
    pub(super) fn of_id(id: &str) -> Self {
        if id.starts_with("hash:") {
            Self::Content
        } else {
            Self::Number
        }
    }
}

/// By what rows of a file were told to be listings that were there.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ToldBy {
    /// A publication number, a registration number or an id.
    pub number: u64,
    /// All that the row says.
    pub content: u64,
    /// Title and institution, of the same source.
    pub title: u64,
}

impl ToldBy {
    pub(super) const fn count(&mut self, by: By) {
        match by {
            By::Number => self.number += 1,
            By::Content => self.content += 1,
            By::Title => self.title += 1,
        }
    }
}

/// What became of the rows of a file, beside what [`super::Writer::put`] has said of each.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct RowsTally {
    /// Of the rows that waited for the end of the file: new listings.
    pub new: u64,
    /// Of the rows that waited: updated listings.
    pub updated: u64,
    /// Of the rows that waited: those that say what they said before.
    pub unchanged: u64,
    /// Of the rows that waited: those that were joined with another row.
    pub merged: u64,
    /// Rows with the id of a listing that has neither their title nor their institution: listings
    /// of their own.
    pub strangers: u64,
    /// Rows of listings that the user has deleted, and that stay so.
    pub deleted: u64,
    /// By what rows were told.
    pub told_by: ToldBy,
}

impl RowsTally {
    pub(super) const fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Merged => self.merged += 1,
            Outcome::Nameless | Outcome::Waiting => {}
        }
    }
}
