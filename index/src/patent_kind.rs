//! What a publication of a patent is, from its office's kind code.
//!
//! The letters of WIPO ST.16 mean much the same everywhere: A an application, B and C a grant, U
//! and Y a utility model, S a design. What differs stands in [`OF_OFFICES`].

use crate::record::{Kind, Patent, Record};

/// Office, beginning of the kind code, what it is.
const OF_OFFICES: [(&str, &str, &str); 9] = [
    // Until 1993 what was examined and published before its grant.
    ("CN", "C", "grant"),
    ("CN", "Y", "utility model"),
    ("CN", "D", "design"),
    ("US", "E", "reissue"),
    ("US", "P", "plant"),
    ("US", "H", "defensive publication"),
    ("DE", "T", "translation"),
    ("AT", "T", "translation"),
    ("ES", "T", "translation"),
];

/// Beginning of the kind code, what it is everywhere else.
const ELSEWHERE: [(&str, &str); 7] = [
    ("A", "application"),
    ("B", "grant"),
    ("C", "grant"),
    ("U", "utility model"),
    ("Y", "utility model"),
    ("S", "design"),
    ("T", "translation"),
];

/// The kind of a patent's publication: a key of the vocabulary, or the source's word for its type.
/// `None` where nothing says it.
pub(crate) fn of(record: &Record) -> Option<String> {
    let patent = record
        .patent
        .as_deref()
        .filter(|_| record.kind == Kind::Patent)?;
    let known = match &*patent.patent_type {
        "utility model" | "design" => Some(&*patent.patent_type),
        _ => of_code(patent),
    };
    let word = known.unwrap_or(&patent.patent_type);
    Some(word.to_owned()).filter(|word| !word.is_empty())
}

fn of_code(patent: &Patent) -> Option<&'static str> {
    let code = &*patent.kind_code;
    // Before it published applications the American office called its grants A.
    let digits = patent.publication_number.len();
    if patent.office == "US" && code == "A" && digits <= 8 {
        return Some("grant");
    }
    let office = |row: &&(&str, &str, &str)| row.0 == patent.office && code.starts_with(row.1);
    let own = OF_OFFICES.iter().find(office).map(|row| row.2);
    own.or_else(|| {
        let row = ELSEWHERE.iter().find(|row| code.starts_with(row.0));
        row.map(|row| row.1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_codes_say_what_a_publication_is() {
        let check = |office: &str, number: &str, code: &str, word: &str, expected: Option<&str>| {
            let record = Record {
                kind: Kind::Patent,
                patent: Some(Box::new(Patent {
                    office: office.to_owned(),
                    publication_number: number.to_owned(),
                    kind_code: code.to_owned(),
                    patent_type: word.to_owned(),
                    ..Patent::default()
                })),
                ..Record::default()
            };
            assert_eq!(
                of(&record).as_deref(),
                expected,
                "{office}{number}{code} {word}"
            );
        };
        check("CN", "106960420", "A", "invention", Some("application"));
        check("CN", "106960420", "B", "", Some("grant"));
        check(
            "CN",
            "209000002",
            "U",
            "utility model",
            Some("utility model"),
        );
        check("US", "3937375", "A", "", Some("grant"));
        check("US", "20040123456", "A1", "", Some("application"));
        check("US", "9833479", "B2", "", Some("grant"));
        check("US", "RE12345", "E1", "", Some("reissue"));
        check("DE", "60012345", "T2", "", Some("translation"));
        check("EP", "1000000", "", "invention", Some("invention"));
        check("EP", "1000000", "", "", None);
    }
}
