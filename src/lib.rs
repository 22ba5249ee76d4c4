//! `qiao`: a terminal browser for technology-transfer listings.
//!
//! The map, in the direction of use:
//!
//! - `cli`: one file a command: arguments, a use case, text; the contract with scripts.
//! - `browser`: the full-screen front end: its state, its panes, the loop and the threads.
//! - `plain`: the same as a conversation in lines.
//! - `ui`: what front ends draw with: text, wrapping, theme, keymap, layout, terminal, clipboard.
//! - `listing`: a record in words: its fields, findings, line in the results.
//! - `work`: the use cases, which every front end calls; `work/engine` is what answers questions, the
//!   local library or a cluster.
//! - `report`: reports from their definitions.
//! - `statistics`: figures with their names, for tables and charts.
//! - `desk`: what the user keeps, in a file of its own.
//! - `import` and `export`: bytes to rows, records to bytes.
//! - `config` and `messages`: the user's settings; the words in two languages.
//! - `fuzzing`: the targets of `fuzz/`; in no build but theirs and the tests'.
//!
//! Records, catalogue, index and search are the library `qiao_index`, which knows nothing of all
//! this. There is no async runtime, no tick and no polling: one channel, one blocking wait.

#![forbid(unsafe_code)]

mod browser;
mod cli;
mod config;
mod desk;
mod export;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod import;
mod listing;
mod messages;
mod plain;
mod report;
mod statistics;
mod ui;
mod work;

pub use browser::Headless;
pub use cli::main;
