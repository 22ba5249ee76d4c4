//! The full-screen front end.
//!
//! [`app`] is all its state: an event changes it and gives effects, drawing only reads. [`shared`]
//! is the part of it that all see; [`screens`] own the window by turns, [`overlays`] open above
//! them, and both are made of [`panes`]. [`run`] is the loop, [`input`] what comes into it,
//! [`world`] what effects are carried out with.

pub(crate) mod app;
pub(crate) mod editor;
pub(crate) mod event;
mod headless;
mod input;
mod on_record;
mod overlays;
pub(crate) mod panes;
pub(crate) mod run;
mod screens;
pub(crate) mod settings;
mod shared;
mod world;

pub use headless::Headless;
