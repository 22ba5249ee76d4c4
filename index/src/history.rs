//! What becomes of records: when they are put into a library, and from then on; and the imports
//! that bring them.

use serde::{Deserialize, Serialize};

/// What became of a record that was put into the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Not there before.
    New,
    /// There before with other content; the old version is in the history.
    Updated,
    /// There before with the same content.
    Unchanged,
    /// Joined with a record that another source brought.
    Merged,
    /// Not taken in: it has no title and names no publication that is there.
    Nameless,
    /// Taken in at the end of its file: only then is it known whether its title tells it.
    Waiting,
}

/// What became of a record, and who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What.
    pub what: What,
    /// The source that brought it; empty for the user.
    pub source: String,
    /// Names of the fields that changed, as exported or as edited.
    pub fields: Vec<String>,
}

/// What can become of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A source brought it for the first time.
    New,
    /// Its source says something else.
    Updated,
    /// Another source brought it.
    Merged,
    /// The user changed it.
    Edited,
    /// The user took an edit back.
    Reset,
    /// Its source does not have it any more.
    Gone,
    /// The source was removed from the library.
    Removed,
    /// An import was taken back.
    Undone,
    /// The user has joined another listing with it.
    Joined,
    /// The user has parted another listing from it.
    Parted,
    /// The user has deleted it.
    Deleted,
    /// The user has brought it back.
    Restored,
}

impl What {
    pub(crate) const ALL: [Self; 12] = [
        Self::New,
        Self::Updated,
        Self::Merged,
        Self::Edited,
        Self::Reset,
        Self::Gone,
        Self::Removed,
        Self::Undone,
        Self::Joined,
        Self::Parted,
        Self::Deleted,
        Self::Restored,
    ];

    /// The word in the catalogue.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Merged => "merged",
            Self::Edited => "edited",
            Self::Reset => "reset",
            Self::Gone => "gone",
            Self::Removed => "removed",
            Self::Undone => "undone",
            Self::Joined => "joined",
            Self::Parted => "parted",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
        }
    }
}

/// One import: what was read and what came of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number, from 1; never used twice.
    pub number: u64,
    /// When it began, RFC 3339 in UTC.
    pub at: String,
    /// The files, as given.
    pub files: Vec<String>,
    /// Rows by what became of them.
    pub counts: RunCounts,
    /// Whether it came to its end; one that did not was stopped or killed, and what it had
    /// committed until then is in the library.
    pub ended: bool,
    /// When it was taken back, RFC 3339 in UTC; empty where it was not.
    pub undone: String,
}

/// Rows of an import by what became of them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunCounts {
    /// Listings that were not there before.
    pub new: u64,
    /// Listings of which the source says something else now.
    pub updated: u64,
    /// Rows that say what they said before.
    pub unchanged: u64,
    /// Rows that were joined with a listing of another row or source.
    pub merged: u64,
    /// Rows that could not be taken in.
    pub rejected: u64,
}
