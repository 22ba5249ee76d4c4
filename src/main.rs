//! `qiao`: a terminal browser for technology-transfer listings.
//!
//! The map, in the direction of use:
//!
//! - [`cli`]: one file a command; the contract with scripts.
//! - [`run`] and [`worker`]: the loop of the browser, and the threads that search, import, export.
//! - [`editing`] and [`editor`]: a listing's fields as a text, and the user's editor on it;
//!   [`pager`]: its whole text; [`helpers`]: how such programs are named and begun.
//! - [`fields`]: the fields of a listing as one table, for the pane, for comparing and for `show`.
//! - [`app`]: all state of the browser; an event changes it and gives effects, drawing only reads.
//! - [`panes`]: what is on the screen, one file a part; they know neither each other nor the worker.
//! - [`keymap`], [`theme`], [`config`], [`outfit`]: tables of keys and colours, and what the user's
//!   settings make of them; [`session`]: what is remembered from one day to the next.
//! - [`text`], [`wrap`], [`messages`], [`look`]: columns, lines, words.
//! - [`import`] and [`export`]: bytes to rows, records to bytes.
//!
//! Records, catalogue, index and search are the library `qiao_index`, which knows nothing of all
//! this. There is no async runtime, no tick and no polling: one channel, one blocking wait.

mod action;
mod app;
mod cli;
mod clipboard;
mod config;
mod editing;
mod editor;
mod entry;
mod event;
mod export;
mod fields;
mod helpers;
mod import;
mod keymap;
mod layout;
mod look;
mod messages;
mod outfit;
mod pager;
mod panes;
mod run;
mod samples;
mod session;
mod terminal;
mod text;
mod theme;
mod worker;
mod wrap;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
