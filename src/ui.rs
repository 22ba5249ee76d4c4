//! What front ends draw with: text and its columns, colours, keys, the terminal, the clipboard.

pub(crate) mod action;
pub(crate) mod chart;
pub(crate) mod choice;
pub(crate) mod clipboard;
pub(crate) mod entry;
pub(crate) mod frame;
pub(crate) mod helpers;
pub(crate) mod keymap;
pub(crate) mod layout;
pub(crate) mod pager;
pub(crate) mod presentation;
pub(crate) mod scrolling;
pub(crate) mod table;
pub(crate) mod terminal;
pub(crate) mod text;
pub(crate) mod theme;
pub(crate) mod wrap;
