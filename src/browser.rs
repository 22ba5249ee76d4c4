//! The full-screen front end.
//!
//! [`app`] is all its state: an event changes it and gives effects, drawing only reads. [`shared`]
//! is the part of it that all see; [`screens`] own the window by turns, [`overlays`] open above
//! them, and both are made of [`panes`]. [`run`] is the loop, [`worker`] the threads that do what
//! takes time.

pub(crate) mod app;
pub(crate) mod editor;
pub(crate) mod event;
mod headless;
mod on_record;
pub(crate) mod outfit;
mod overlays;
pub(crate) mod panes;
pub(crate) mod run;
mod screens;
mod shared;
pub(crate) mod worker;

pub use headless::Headless;
