//! A record as a line in a list of references, after GB/T 7714-2015.

use qiao_index::record::{Kind, Patent, Record};

/// Names before 等 or et al (GB/T 7714-2015, 8.1.2).
const NAMES: usize = 3;

/// The citation, without a line end.
///
/// Patents: `申请人. 题名: 专利号[P]. 公告日期.`; achievements: `完成人. 题名[Z]. 单位, 年.`
pub(crate) fn citation(record: &Record) -> String {
    let text = match record.kind {
        Kind::Patent => patent(record),
        _ => other(record),
    };
    super::visible(&text).into_owned()
}

fn patent(record: &Record) -> String {
    let people = record.people.iter().map(|person| person.name.as_str());
    let applicants = names(record.institutions.iter().map(String::as_str));
    let applicants = if applicants.is_empty() {
        names(people)
    } else {
        applicants
    };
    let number = record.patent.as_deref().map(number).unwrap_or_default();
    let title = match number.as_str() {
        "" => format!("{}[P]", record.title),
        number => format!("{}: {number}[P]", record.title),
    };
    let date = record
        .dates
        .granted
        .or(record.dates.published)
        .or(record.dates.filed);
    sentences([
        applicants,
        title,
        date.map(|date| date.to_string()).unwrap_or_default(),
    ])
}

fn number(patent: &Patent) -> String {
    if patent.publication_number.is_empty() {
        return patent.application_number.clone();
    }
    let has_office = patent.publication_number.starts_with(&patent.office);
    let office = if has_office { "" } else { &patent.office };
    format!("{office}{}{}", patent.publication_number, patent.kind_code)
}

fn other(record: &Record) -> String {
    let people = names(record.people.iter().map(|person| person.name.as_str()));
    let year = record.dates.year().map(|year| year.to_string());
    let place = [
        record.lead_institution().to_owned(),
        year.unwrap_or_default(),
    ];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    sentences([people, format!("{}[Z]", record.title), place.join(", ")])
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
        assert_eq!(citation(record), expected);
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
