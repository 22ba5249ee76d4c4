//! `FACET=VALUE`, `FACET!=VALUE` and the other words that several commands share.

use clap::ValueEnum;
use qiao_index::query::{self, FIELDS};
use qiao_index::record::Kind;
use qiao_index::request::{Facet, Filter, Sort};
use qiao_index::vocab::{self, Language};

use crate::messages::{Failure, Messages, escape_controls, nearest};

/// A filter of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Narrowing {
    /// A value of a facet.
    Facet(Filter),
    /// A range of numbers or dates, as a query has it.
    Range(String),
}

/// Filters of facets, and the ranges as one query.
pub(super) fn divided(all: &[Narrowing]) -> (Vec<Filter>, String) {
    let (mut filters, mut ranges) = (Vec::new(), Vec::new());
    for one in all {
        match one {
            Narrowing::Facet(filter) => filters.push(filter.clone()),
            Narrowing::Range(text) => ranges.push(text.as_str()),
        }
    }
    (filters, ranges.join(" "))
}

/// Reads a filter of the command line.
pub(super) fn parse(text: &str) -> Result<Narrowing, Failure> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Failure::new(
            "应写成 分面=值 或 分面!=值",
            "write FACET=VALUE or FACET!=VALUE",
        )
    })?;
    let (name, exclude) = name
        .strip_suffix('!')
        .map_or((name, false), |name| (name, true));
    if value.is_empty() {
        let name = escape_controls(name);
        return Err(Failure::new(
            format!("{name}= 后面没有值"),
            format!("no value after `{name}=`"),
        ));
    }
    let facet = match facet(name) {
        Err(_) if is_range(name) => return range(name, value, exclude),
        facet => facet?,
    };
    Ok(Narrowing::Facet(Filter {
        facet,
        value: value.to_owned(),
        exclude,
    }))
}

/// Reads a kind by its name, in either language.
pub(super) fn kind(word: &str) -> Result<Kind, Failure> {
    let meant = vocab::resolve(Facet::Kind, word);
    let known = meant.iter().find_map(|value| value.parse().ok());
    known.or_else(|| word.parse().ok()).ok_or_else(|| {
        let word = escape_controls(word);
        let names = Kind::ALL.map(Kind::as_str);
        Failure::new(
            format!("没有名为 {word} 的类型；可用的有：{}", names.join("、")),
            format!(
                "there is no kind {word}; the kinds are {}",
                names.join(", ")
            ),
        )
    })
}

/// Whether a name is that of a field of numbers or dates.
fn is_range(name: &str) -> bool {
    let mut ranges = FIELDS.iter().filter(|row| row.field.is_range());
    ranges.any(|row| row.all().any(|known| known.eq_ignore_ascii_case(name)))
}

/// `budget=100..500` as a query has it.
fn range(name: &str, value: &str, exclude: bool) -> Result<Narrowing, Failure> {
    let sign = if exclude { "-" } else { "" };
    let text = format!("{sign}{name}:{}", value.replace(' ', ""));
    if query::parse(&text, false).problems.is_empty() {
        return Ok(Narrowing::Range(text));
    }
    let (name, value) = (escape_controls(name), escape_controls(value));
    Err(Failure::new(
        format!("{name} 不能是 {value}：写成 100..500、>100、2026-11 或 7d 这样的值或范围"),
        format!(
            "{value} is not a value of {name}: write a value or range such as 100..500, >100, 2026-11 or 7d"
        ),
    ))
}

/// Reads the name of a facet.
pub(super) fn facet(name: &str) -> Result<Facet, Failure> {
    let labels = [Language::Chinese, Language::English].map(|it| Messages::of(it).facets);
    let is_called = |place: usize| {
        let mut labels = labels.iter().filter_map(|labels| labels.get(place));
        labels.any(|label| label.eq_ignore_ascii_case(name))
    };
    let found = (0..).zip(Facet::ALL);
    let found = found
        .filter(|(place, facet)| facet.as_str() == name || is_called(*place))
        .map(|(_, facet)| facet)
        .next();
    found.ok_or_else(|| {
        let names = Facet::ALL.map(Facet::as_str);
        let meant = nearest(name, &names);
        let name = escape_controls(name);
        let hint = |before: &str, after: &str| {
            meant.map_or_else(String::new, |meant| format!("{before}{meant}{after}"))
        };
        Failure::new(
            format!(
                "没有名为 {name} 的分面{}；可用的有：{}",
                hint("（是否想写 ", "？）"),
                names.join("、")
            ),
            format!(
                "there is no facet {name}{}; the facets are {}",
                hint(" (did you mean ", "?)"),
                names.join(", ")
            ),
        )
    })
}

/// Reads a number of things.
pub(super) fn number(text: &str) -> Result<usize, Failure> {
    let unreadable = |_| Failure::new("应为整数，如 20", "must be a whole number, such as 20");
    text.parse().map_err(unreadable)
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
    /// Largest budget first
    Budget,
    /// Latest in the library first
    Added,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Relevance => Self::Relevance,
            SortArg::Newest => Self::Newest,
            SortArg::Oldest => Self::Oldest,
            SortArg::Title => Self::Title,
            SortArg::Budget => Self::Budget,
            SortArg::Added => Self::Added,
        }
    }
}
