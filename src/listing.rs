//! A record in words: its fields, what the checks found, its line in the results, its text to
//! edit, what was edited, on what its sources disagree.

pub(crate) mod badge;
pub(crate) mod comparison;
pub(crate) mod conflicts;
pub(crate) mod contacted;
pub(crate) mod copying;
pub(crate) mod deals;
pub(crate) mod edited;
pub(crate) mod editing;
pub(crate) mod evidence;
pub(crate) mod fields;
pub(crate) mod findings;
pub(crate) mod kept;
pub(crate) mod letter;
pub(crate) mod reasons;
pub(crate) mod result_line;
pub(crate) mod task;
