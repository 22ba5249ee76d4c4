//! What the browser borrows from parts that are still being written, in one place.
//!
//! Every item here is to be replaced by a `use` of the same name.

use std::path::Path;

use anyhow::anyhow;
use qiao_index::library::Library;
use qiao_index::record::{LegalClass, Record, Status};
use qiao_index::search::{Facet, Request};

/// Language of the words on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    #[default]
    English,
}

/// Words of the small vocabularies: facet, value, Chinese, English.
const LABELS: &[(Facet, &str, &str, &str)] = &[
    (Facet::Kind, "achievement", "成果", "achievement"),
    (Facet::Kind, "patent", "专利", "patent"),
    (Facet::Kind, "need", "需求", "need"),
    (Facet::Kind, "expert", "专家", "expert"),
    (Facet::Kind, "institution", "机构", "institution"),
    (Facet::Stage, "lab", "实验室", "laboratory"),
    (Facet::Stage, "pilot", "中试", "pilot"),
    (Facet::Stage, "mature", "成熟", "mature"),
    (Facet::Stage, "unknown", "未注明", "not stated"),
    (Facet::Status, "published", "已发布", "published"),
    (Facet::Status, "draft", "草稿", "draft"),
    (Facet::Status, "withdrawn", "已撤回", "withdrawn"),
    (Facet::Status, "expired", "已过期", "expired"),
    (Facet::Legal, "alive", "有效", "in force"),
    (Facet::Legal, "pending", "审查中", "pending"),
    (Facet::Legal, "dead", "失效", "lapsed"),
    (Facet::Legal, "unknown", "未注明", "not stated"),
    (Facet::Cooperation, "transfer", "转让", "assignment"),
    (Facet::Cooperation, "licence", "许可", "licence"),
    (
        Facet::Cooperation,
        "joint development",
        "合作开发",
        "joint development",
    ),
    (Facet::Region, "42", "湖北", "Hubei"),
    (Facet::Region, "4201", "武汉", "Wuhan"),
    (Facet::Region, "4208", "荆门", "Jingmen"),
    (Facet::Region, "44", "广东", "Guangdong"),
];

/// The words for a facet's value.
pub(crate) fn label(facet: Facet, value: &str, language: Language) -> String {
    LABELS
        .iter()
        .find(|(of, code, ..)| *of == facet && *code == value)
        .map_or(value, |(.., chinese, english)| match language {
            Language::Chinese => chinese,
            Language::English => english,
        })
        .to_owned()
}

/// The node above a tree facet's value.
pub(crate) fn parent(facet: Facet, value: &str) -> Option<String> {
    let length = match (facet, value.chars().count()) {
        (Facet::Region, 4 | 6) | (Facet::Discipline, 5 | 7) => value.len() - 2,
        (Facet::Industry, 3 | 4) | (Facet::Ipc, 4) => value.len() - 1,
        (Facet::Ipc, 3) => 1,
        (Facet::Ipc, 5..) => 4,
        _ => return None,
    };
    value.get(..length).map(str::to_owned)
}

/// The sample listings.
pub(crate) fn samples() -> anyhow::Result<Library> {
    Err(anyhow!("there are no sample listings in this build"))
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Imported {
    /// Rows read.
    pub(crate) rows: u64,
    /// Records that were not there before.
    pub(crate) new: u64,
    /// Records with other content than before.
    pub(crate) updated: u64,
    /// Records as before.
    pub(crate) unchanged: u64,
    /// Rows that could not be taken.
    pub(crate) rejected: u64,
}

/// Reads a file into the library; `progress` is called with the rows read so far.
pub(crate) fn import_file(
    _library: &mut Library,
    _path: &Path,
    _progress: &mut dyn FnMut(u64),
) -> anyhow::Result<(Imported, Vec<String>)> {
    Err(anyhow!("this build cannot import"))
}

/// A format for the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// Contacts as vCards.
    Vcard,
}

/// Writes everything that answers a request to a file; returns the number of records.
pub(crate) fn export(
    _library: &Library,
    _request: &Request,
    _format: Format,
    _path: &Path,
) -> anyhow::Result<u64> {
    Err(anyhow!("this build cannot export"))
}

/// A citation of a record, one line.
pub(crate) fn citation(record: &Record) -> String {
    let year = record.dates.year().map(|year| year.to_string());
    let parts = [
        record.institutions.join("; "),
        record.title.clone(),
        year.unwrap_or_default(),
    ];
    let known: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(". ")
}

/// The contacts of a record as vCards, or nothing.
pub(crate) fn vcard(record: &Record) -> Option<String> {
    let contact = record.contact.first()?;
    let phones = contact.phones.iter().map(|phone| format!("TEL:{phone}"));
    let mut lines = vec!["BEGIN:VCARD".to_owned(), "VERSION:4.0".to_owned()];
    lines.push(format!("FN:{}", contact.name));
    lines.extend(phones.chain(["END:VCARD".to_owned(), String::new()]));
    Some(lines.join("\r\n"))
}

/// What the checks found, in few words, Chinese first.
pub(crate) fn badges(record: &Record) -> Vec<[&'static str; 2]> {
    let dead = record
        .patent
        .as_ref()
        .is_some_and(|patent| patent.legal.class == LegalClass::Dead);
    let mut badges = Vec::new();
    if dead {
        badges.push(["专利失效", "patent lapsed"]);
    }
    if matches!(record.status, Status::Expired | Status::Withdrawn) {
        badges.push(["已下架", "no longer offered"]);
    }
    badges
}

/// The web address to open for a record: its first that starts with http or https.
pub(crate) fn web_address(record: &Record) -> Option<&str> {
    let contacts = record.contact.iter().map(|contact| &contact.website);
    record
        .links
        .iter()
        .chain(contacts)
        .map(String::as_str)
        .find(|link| link.starts_with("http://") || link.starts_with("https://"))
}
