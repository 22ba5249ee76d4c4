//! `FACET=VALUE`, `FACET!=VALUE` and the other words that several commands share.

use clap::ValueEnum;
use qiao_index::search::{Facet, Filter, Sort};

/// Reads a filter of the command line.
pub(super) fn parse(text: &str) -> Result<Filter, String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("`{text}` is not of the form FACET=VALUE or FACET!=VALUE"))?;
    let (name, exclude) = name
        .strip_suffix('!')
        .map_or((name, false), |name| (name, true));
    if value.is_empty() {
        return Err(format!("no value behind `{name}=`"));
    }
    Ok(Filter {
        facet: facet(name)?,
        value: value.to_owned(),
        exclude,
    })
}

/// Reads the name of a facet.
pub(super) fn facet(name: &str) -> Result<Facet, String> {
    let found = Facet::ALL.into_iter().find(|facet| facet.as_str() == name);
    found.ok_or_else(|| {
        let names = Facet::ALL.map(Facet::as_str).join(", ");
        format!("`{name}` is no facet: choose one of {names}")
    })
}

/// `--sort`
#[derive(Debug, Default, Clone, Copy, ValueEnum)]
pub(super) enum SortArg {
    /// Best match first
    #[default]
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
    /// By title
    Title,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Relevance => Self::Relevance,
            SortArg::Newest => Self::Newest,
            SortArg::Oldest => Self::Oldest,
            SortArg::Title => Self::Title,
        }
    }
}
