//! Patent offices, present and past: the codes of WIPO ST.3, which are those of countries and of
//! organisations, with their names in both languages.

use std::sync::LazyLock;

use super::Language;
use super::table::{Table, fold};

/// `code chinese english aliases`, in the order of the codes.
pub(super) static OFFICES: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("offices.tsv")));

/// Whether these two capital letters are the code of an office.
#[must_use]
pub fn is_office(code: &str) -> bool {
    OFFICES.get(code).is_some()
}

/// The code of an office from what a source writes: `CN`, `中国`, `CN（中国）`, `United States`.
#[must_use]
pub fn office(text: &str) -> Option<&'static str> {
    named(text).or_else(|| {
        let is_edge = |c: char| {
            matches!(
                c,
                '(' | ')' | '（' | '）' | ';' | '；' | '-' | '/' | '[' | ']'
            )
        };
        let parts = text
            .split(is_edge)
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let codes: Option<Vec<&'static str>> = parts.map(named).collect();
        let codes = codes?;
        let first = *codes.first()?;
        codes.iter().all(|code| *code == first).then_some(first)
    })
}

/// The office of one code or name.
fn named(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if let Some(row) = OFFICES.get(&text.to_ascii_uppercase()) {
        return Some(row.code);
    }
    match *OFFICES.highest_named(&fold(text)) {
        [code] => Some(code),
        _ => None,
    }
}

/// What people read for the code of an office.
#[must_use]
pub fn office_name(code: &str, language: Language) -> Option<&'static str> {
    let row = OFFICES.get(code)?;
    Some(match language {
        Language::Chinese => row.name,
        Language::English => row.english,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_found_by_code_and_name_in_both_languages() {
        for (text, expected) in [
            ("CN", Some("CN")),
            ("cn", Some("CN")),
            ("中国", Some("CN")),
            ("China", Some("CN")),
            ("CN（中国）", Some("CN")),
            ("美国(US)", Some("US")),
            ("United States", Some("US")),
            ("欧洲专利局", Some("EP")),
            ("WIPO", Some("WO")),
            ("世界知识产权组织(WIPO)", Some("WO")),
            ("韩国", Some("KR")),
            ("苏联", Some("SU")),
            ("台湾", Some("TW")),
            ("Czechoslovakia", Some("CS")),
            ("湖北", None),
            ("", None),
        ] {
            assert_eq!(office(text), expected, "{text}");
        }
    }

    #[test]
    fn every_office_has_a_name_in_both_languages() {
        let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        for line in include_str!("offices.tsv").lines().skip(1) {
            let code = line.split('\t').next().unwrap_or_default();
            let name = |language| office_name(code, language).unwrap_or_default();
            assert!(name(Language::Chinese).chars().any(is_han), "{code}");
            assert!(!name(Language::English).chars().any(is_han), "{code}");
            assert!(!name(Language::English).is_empty(), "{code}");
        }
    }
}
