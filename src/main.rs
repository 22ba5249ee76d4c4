//! `qiao`: a terminal browser for technology-transfer listings.

mod action;
mod app;
mod cli;
mod clipboard;
mod config;
mod entry;
mod event;
mod export;
mod import;
mod keymap;
mod layout;
mod look;
mod messages;
mod panes;
mod run;
mod samples;
mod terminal;
mod text;
mod theme;
mod worker;
mod wrap;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
