//! A record as a line in a list of references: after GB/T 7714-2015 in Chinese, in plain words in
//! English, whose readers do not know that standard's `[P]` and `[Z]`.

use qiao_index::record::{Kind, Patent, Record};
use qiao_index::vocab::Language;

use crate::messages::escape_controls;

/// Names before 等 or et al (GB/T 7714-2015, 8.1.2).
const NAMES: usize = 3;

/// The citation, without a line end.
///
/// Patents: `申请人. 题名: 专利号[P]. 公告日期.`; achievements: `完成人. 题名[Z]. 单位, 年.`
/// In English: `Applicant. "Title", number, date.` and `Names. "Title", institution, year.`
pub(crate) fn citation(record: &Record, language: Language) -> String {
    let text = match (record.kind, language) {
        (Kind::Patent, Language::Chinese) => patent(record),
        (_, Language::Chinese) => other(record),
        (_, Language::English) => english(record),
    };
    escape_controls(&text).into_owned()
}

fn english(record: &Record) -> String {
    let (who, rest) = if record.kind == Kind::Patent {
        let number = record.patent.as_deref().map(whole_number);
        let date = date_of_patent(record);
        (applicants(record), [number.unwrap_or_default(), date])
    } else {
        let people = record.people.iter().map(|person| person.name.as_str());
        (names(people), place(record))
    };
    let what = [format!("\"{}\"", record.title)].into_iter().chain(rest);
    let what: Vec<String> = what.filter(|part| !part.is_empty()).collect();
    let who = if who.ends_with('.') || who.is_empty() {
        who
    } else {
        who + "."
    };
    let parts = [who, what.join(", ") + "."].into_iter();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The applicants of a patent, else its inventors.
fn applicants(record: &Record) -> String {
    let people = record.people.iter().map(|person| person.name.as_str());
    let applicants = names(record.institutions.iter().map(String::as_str));
    if applicants.is_empty() {
        names(people)
    } else {
        applicants
    }
}

/// The date of grant, else of publication, else of filing.
fn date_of_patent(record: &Record) -> String {
    let dates = &record.dates;
    let date = dates.granted.or(dates.published).or(dates.filed);
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn patent(record: &Record) -> String {
    let number = record.patent.as_deref().map(whole_number);
    let number = number.unwrap_or_default();
    let title = match number.as_str() {
        "" => format!("{}[P]", record.title),
        number => format!("{}: {number}[P]", record.title),
    };
    sentences([applicants(record), title, date_of_patent(record)])
}

/// A patent's number with office and kind code; that of the application before it is published.
pub(crate) fn whole_number(patent: &Patent) -> String {
    if patent.publication_number.is_empty() {
        return patent.application_number.clone();
    }
    let has_office = patent.publication_number.starts_with(&patent.office);
    let office = if has_office { "" } else { &patent.office };
    format!("{office}{}{}", patent.publication_number, patent.kind_code)
}

fn other(record: &Record) -> String {
    let people = names(record.people.iter().map(|person| person.name.as_str()));
    let place = place(record).into_iter();
    let place: Vec<String> = place.filter(|part| !part.is_empty()).collect();
    sentences([people, format!("{}[Z]", record.title), place.join(", ")])
}

/// Institution and year.
fn place(record: &Record) -> [String; 2] {
    let year = record.dates.year().map(|year| year.to_string());
    [
        record.lead_institution().to_owned(),
        year.unwrap_or_default(),
    ]
}

fn sentences(parts: [String; 3]) -> String {
    let known = parts.into_iter().filter(|part| !part.is_empty());
    known.map(|part| part + ".").collect::<Vec<_>>().join(" ")
}

/// The first names, and that there are more.
fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let Some(first) = all.get(..NAMES).filter(|_| all.len() > NAMES) else {
        return all.join(", ");
    };
    let is_latin = first.iter().all(|name| name.is_ascii());
    format!(
        "{}, {}",
        first.join(", "),
        if is_latin { "et al" } else { "等" }
    )
}

#[cfg(test)]
mod tests {
    use qiao_index::record::Dates;

    use super::super::samples::{achievement, patent};
    use super::*;

    fn check(record: &Record, expected: &str) {
        assert_eq!(citation(record, Language::Chinese), expected);
    }

    #[test]
    fn patents_are_cited_by_number_and_date() {
        let full = "江城大学, 甲公司, 乙公司, 等. 一种导热膜: CN100000001B[P]. 2022-11-08.";
        check(&patent(), full);
        let mut bare = patent();
        bare.institutions.clear();
        bare.patent = None;
        bare.dates = Dates::default();
        check(&bare, "王小桥. 一种导热膜[P].");
        let mut pending = patent();
        pending.institutions.truncate(1);
        pending.dates.granted = None;
        if let Some(patent) = &mut pending.patent {
            patent.publication_number.clear();
        }
        check(
            &pending,
            "江城大学. 一种导热膜: 202010000001.X[P]. 2020-01-02.",
        );
    }

    #[test]
    fn english_readers_get_no_chinese_marks() {
        let check = |record: &Record, expected: &str| {
            assert_eq!(citation(record, Language::English), expected);
        };
        let mut foreign = patent();
        foreign.title = "Bluetooth networking".to_owned();
        foreign.institutions = vec!["9Solutions Oy".to_owned()];
        check(
            &foreign,
            "9Solutions Oy. \"Bluetooth networking\", CN100000001B, 2022-11-08.",
        );
        foreign.institutions = vec!["Bridge Inc.".to_owned()];
        foreign.patent = None;
        check(
            &foreign,
            "Bridge Inc. \"Bluetooth networking\", 2022-11-08.",
        );
        check(
            &achievement(),
            "王小桥, 李见. \"石墨烯导热膜的制备方法\", 江城材料研究所, 2023.",
        );
    }

    #[test]
    fn achievements_are_cited_by_place_and_year() {
        check(
            &achievement(),
            "王小桥, 李见. 石墨烯导热膜的制备方法[Z]. 江城材料研究所, 2023.",
        );
        let bare = Record {
            title: "A\u{1b}B".to_owned(),
            ..Record::default()
        };
        check(&bare, "A\\u{1b}B[Z].");
    }
}
