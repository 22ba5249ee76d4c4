//! The vocabularies: what codes are called, where they stand in their trees, and which code
//! a spelling means.
//!
//! The tables are files beside this module, read once when first asked for:
//! GB/T 2260 regions, GB/T 4754-2017 industries, GB/T 13745-2009 disciplines, IPC and CPC
//! down to the subclass, universities, and `words.tsv` for the short closed lists.
//! A value that no table knows stays as it was written.

mod institution;
mod institution_kind;
mod ipc;
mod legal;
pub(crate) mod network;
mod office;
mod phrases;
mod region;
mod rules;
mod table;
mod words;

use std::borrow::Cow;
use std::sync::LazyLock;

pub use institution::{University, aliases_of, institution};
pub use institution_kind::{INSTITUTION_KINDS, institution_kind, institution_kind_name};
pub use ipc::symbols;
pub use legal::legal_class;
pub use office::{is_office, office, office_name};
pub use phrases::phrase;
pub use region::{country, region, region_of_address, region_of_institution};
pub use rules::{maturity, stage_of};
pub(crate) use table::fold;

use crate::request::Facet;
use table::Table;

/// GB/T 4754-2017, in the order of the standard.
static INDUSTRIES: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("vocab/industries.tsv")));

/// GB/T 13745-2009.
static DISCIPLINES: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("vocab/disciplines.tsv")));

/// The language in which labels are read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// Its code in ISO 639-1, as translations are marked.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }
}

/// What people read for a value of a facet; the value itself where it has no other name.
#[must_use]
pub fn label(facet: Facet, value: &str, language: Language) -> Cow<'_, str> {
    match facet {
        Facet::Region => match office_name(value, language) {
            Some(country) => Cow::Borrowed(country),
            None => region::REGIONS.label(value, language),
        },
        Facet::Industry => INDUSTRIES.label(value, language),
        Facet::Discipline => DISCIPLINES.label(value, language),
        Facet::Ipc => ipc::SYMBOLS.label(value, language),
        Facet::Network => Cow::Borrowed(network::label(value)),
        Facet::Institution
        | Facet::Source
        | Facet::Year
        | Facet::Inventor
        | Facet::Owner
        | Facet::Shortlist
        | Facet::Tag => Cow::Borrowed(value),
        _ => Cow::Borrowed(words::label(facet, value, language).unwrap_or(value)),
    }
}

/// A region with those it lies in: `湖北省荆门市`, `Jingmen, Hubei`.
#[must_use]
pub fn place(region: &str, language: Language) -> String {
    let steps = path(Facet::Region, region);
    let labels = steps
        .iter()
        .map(|code| label(Facet::Region, code, language));
    match language {
        Language::Chinese => labels.collect(),
        Language::English => labels.rev().collect::<Vec<_>>().join(", "),
    }
}

/// The way from the root of the facet's tree to `value`, both included.
///
/// Missing parents are left out; a value that is not in the tree is a root of its own.
#[must_use]
pub fn path(facet: Facet, value: &str) -> Vec<String> {
    match facet {
        Facet::Region if region::REGIONS.get(value).is_some() => {
            region::REGIONS.prefixes(value, &[2, 4])
        }
        Facet::Discipline if DISCIPLINES.get(value).is_some() => {
            DISCIPLINES.prefixes(value, &[1, 3, 5])
        }
        Facet::Industry if INDUSTRIES.get(value).is_some() => industry_path(value),
        Facet::Ipc => ipc::path(value),
        Facet::Network => network::path(value),
        Facet::Field if !words::has(facet, value) => {
            vec![OTHER_WORDING.to_owned(), value.to_owned()]
        }
        _ => vec![value.to_owned()],
    }
}

/// The group of the fields that no table knows.
const OTHER_WORDING: &str = "other-wording";

/// The value above a value of a tree facet, `None` for a root.
#[must_use]
pub fn parent(facet: Facet, value: &str) -> Option<String> {
    path(facet, value).into_iter().rev().nth(1)
}

fn industry_path(code: &str) -> Vec<String> {
    let path = INDUSTRIES.prefixes(code, &[2, 3]);
    let section = INDUSTRIES.section(code).filter(|section| *section != code);
    section.map(str::to_owned).into_iter().chain(path).collect()
}

/// The values that a spelling of a user or a source can mean: codes, keys, official names.
///
/// Several where it is ambiguous (东大), none where it is unknown. Sources keep their names
/// and years are themselves.
#[must_use]
pub fn resolve(facet: Facet, text: &str) -> Vec<String> {
    let text = text.trim();
    match facet {
        Facet::Region => region::resolve(text),
        Facet::Industry => coded(&INDUSTRIES, text, industry_code(text)),
        Facet::Discipline => coded(&DISCIPLINES, text, text),
        Facet::Ipc => ipc::resolve(text),
        Facet::Institution | Facet::Owner => institution::resolve(text),
        Facet::Inventor => Vec::new(),
        Facet::Source | Facet::Shortlist | Facet::Tag | Facet::Network => Some(text.to_owned())
            .filter(|name| !name.is_empty())
            .into_iter()
            .collect(),
        Facet::Year => year(text).into_iter().collect(),
        Facet::Field => field(text),
        _ => word(facet, text),
    }
}

/// The values of a vocabulary that have a name which begins so, in either language.
pub(crate) fn beginning(facet: Facet, text: &str) -> Vec<String> {
    let start = fold(text.trim());
    if start.is_empty() {
        return Vec::new();
    }
    match facet {
        Facet::Region => region::REGIONS.beginning(&start),
        Facet::Industry => INDUSTRIES.beginning(&start),
        Facet::Discipline => DISCIPLINES.beginning(&start),
        _ => words::beginning(facet, text),
    }
}

/// `C26` and `26` are the same industry.
fn industry_code(text: &str) -> &str {
    match text.strip_prefix(|c: char| c.is_ascii_alphabetic()) {
        Some(digits) if !digits.is_empty() => digits,
        _ => text,
    }
}

fn coded(table: &Table, text: &str, code: &str) -> Vec<String> {
    if let Some(row) = table.get(&code.to_ascii_uppercase()) {
        return vec![row.code.to_owned()];
    }
    let named = table.highest_named(&fold(text));
    named.into_iter().map(str::to_owned).collect()
}

fn year(text: &str) -> Option<String> {
    let digits = text.strip_suffix('年').unwrap_or(text);
    let valid = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| digits.to_owned())
}

/// A high-tech field, also with its number in front (`01 新材料`) or a general word behind.
fn field(text: &str) -> Vec<String> {
    const GENERAL: [&str; 5] = ["领域", "产业", "行业", "技术", "类"];
    let is_number =
        |c: char| c.is_ascii_digit() || " .．、:：()（）一二三四五六七八九十".contains(c);
    let bare = text.trim_start_matches(is_number);
    let short = GENERAL.iter().find_map(|word| bare.strip_suffix(word));
    let readings = [Some(text), Some(bare), short].into_iter().flatten();
    let mut known = readings.map(|reading| words::resolve(Facet::Field, reading));
    known.find(|keys| !keys.is_empty()).unwrap_or_default()
}

/// A value of a closed list, or running text that stands for a stage or a legal class.
fn word(facet: Facet, text: &str) -> Vec<String> {
    let keys = words::resolve(facet, text);
    if !keys.is_empty() {
        return keys;
    }
    let placed = match facet {
        Facet::Stage => maturity(text).stage.as_str(),
        Facet::Legal => legal_class(text).as_str(),
        _ => return Vec::new(),
    };
    let known = Some(placed).filter(|placed| *placed != "unknown");
    known.map(str::to_owned).into_iter().collect()
}

#[cfg(test)]
mod tests;
