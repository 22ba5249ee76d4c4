//! Figures in words: what was counted, with names for everything, ready to be printed and drawn.
//!
//! [`Figures`] are a table of the library with labels in a language; a [`Sheet`] is their rows and
//! columns. Whoever draws or writes them takes all words and numbers from here.

mod courses;
mod figures;
mod names;
mod published;
mod report;
mod sheet;
mod stacks;
mod unit;

pub(crate) use courses::Courses;
pub(crate) use figures::{Figures, Titled};
pub(crate) use names::{LOST, dimension, measure_name};
pub(crate) use published::{Certainty, Published, contradictions, published};
pub(crate) use report::{Report, ReportCell, ReportSection};
pub(crate) use sheet::{Row, Sheet};
pub(crate) use stacks::{SIGNS, Stacks};
pub(crate) use unit::Unit;
