//! Records, catalogue, full-text index and search behind `qiao`.

pub mod error;
pub mod library;
pub mod normalise;
pub mod query;
pub mod record;
pub mod search;
pub mod vocab;
