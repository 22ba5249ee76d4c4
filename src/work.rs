//! The use cases: what can be done with a library, once for every front end.
//!
//! A front end says what is wanted as a value, is told on the way through an observer where that
//! takes time, and gets what came of it as a value; how it asks and how it shows that is its own
//! affair.

pub(crate) mod backup;
pub(crate) mod contacting;
pub(crate) mod day;
mod deal_values;
pub(crate) mod deals;
pub(crate) mod desk;
pub(crate) mod desk_files;
pub(crate) mod desk_thread;
pub(crate) mod desk_view;
pub(crate) mod drafts;
pub(crate) mod edit;
pub(crate) mod engine;
pub(crate) mod export;
pub(crate) mod forget;
pub(crate) mod guarded;
pub(crate) mod import;
pub(crate) mod keeping;
pub(crate) mod letters;
pub(crate) mod library;
pub(crate) mod marks;
pub(crate) mod nearest;
pub(crate) mod network;
pub(crate) mod new_matches;
pub(crate) mod overview;
pub(crate) mod paths;
pub(crate) mod period;
pub(crate) mod related;
pub(crate) mod remotes;
pub(crate) mod samples;
pub(crate) mod search_thread;
pub(crate) mod session;
pub(crate) mod sources;
pub(crate) mod statistics;
pub(crate) mod sync;
pub(crate) mod tasks;
pub(crate) mod today;
pub(crate) mod watches;
mod write_lock;
pub(crate) mod writer;
