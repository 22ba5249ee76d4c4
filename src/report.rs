//! Reports: sections of counts, tables and lists over a library and a desk, defined as data.
//!
//! A [`Definition`] is TOML, built in or the user's own; [`make`] answers it. What comes of it
//! ([`crate::statistics::Report`]) knows nothing of where it came from and is written by `export`.

mod contracts;
pub(crate) mod definition;
mod funnel;
mod funnel_years;
mod ground;
mod network;
mod sections;

use std::path::Path;

use qiao_index::record::Date;
use qiao_index::vocab::Language;

use crate::desk::Desk;
use crate::statistics::Report;
use crate::work::library::OpenLibrary;
use crate::work::period::Period;

pub(crate) use definition::{BUILT_IN, Definition, Words, built_in, read};

/// What reports are made from.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// The listings.
    pub(crate) library: &'a OpenLibrary,
    /// What the user keeps, where anything is kept.
    pub(crate) desk: Option<&'a Desk>,
    /// The folder of the library.
    pub(crate) folder: &'a Path,
    /// Of which time.
    pub(crate) period: Period,
    /// The day on which it is made.
    pub(crate) today: Date,
    /// In which language.
    pub(crate) language: Language,
    /// Whether words that mean the same are added to queries.
    pub(crate) synonyms: bool,
}

/// Makes a report.
///
/// # Errors
/// The library or the desk cannot be read.
pub(crate) fn make(definition: &Definition, ground: Ground<'_>) -> anyhow::Result<Report> {
    let mut sections = Vec::new();
    for section in &definition.section {
        sections.extend(sections::made(section, ground)?);
    }
    Ok(Report {
        title: definition.title.said(ground.language).to_owned(),
        period: ground.period.to_string(),
        made: ground.today.to_string(),
        sections,
        language: ground.language,
    })
}
