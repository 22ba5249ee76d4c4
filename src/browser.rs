//! The full-screen front end.
//!
//! [`app`] is all its state: an event changes it and gives effects, drawing only reads. [`panes`]
//! is what is on the screen, one file a part. [`run`] is the loop, [`worker`] the threads that do
//! what takes time.

pub(crate) mod app;
pub(crate) mod editor;
pub(crate) mod event;
mod headless;
pub(crate) mod outfit;
pub(crate) mod panes;
pub(crate) mod run;
pub(crate) mod worker;

pub use headless::Headless;
