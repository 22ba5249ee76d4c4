//! What is on screen, part by part: its state and how it is drawn, one file each.
//!
//! A pane knows neither the other panes nor where answers come from. Drawing only reads.

pub(crate) mod chips;
pub(crate) mod facets;
pub(crate) mod listing;
pub(crate) mod query;
pub(crate) mod results;
pub(crate) mod status;
pub(crate) mod tour;
pub(crate) mod which_key;
