//! A terminal browser for technology-transfer listings.
#![expect(dead_code, reason = "x")]

mod action;
mod app;
mod entry;
mod event;
mod keymap;
mod layout;
mod look;
mod messages;
mod panes;
mod shims;
mod text;
mod theme;
mod wrap;

fn main() {}
