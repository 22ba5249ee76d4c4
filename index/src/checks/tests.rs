use super::*;
use crate::record::{Contact, Need, Patent};

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|reason| panic!("{reason}"))
}

#[test]
fn application_numbers_are_checked() {
    let right = [
        "201710601862.3",
        "201410165494.9",
        "201310699744.2",
        "201811107071.6",
        "201610920041.1",
        "202110685031.5",
        "200910251390.9",
        "200910069535.3",
        "201610158350.X",
        "201010596747.X",
        "95115608.X",
        "97101765.4",
        "CN 201710601862.3",
        "ZL201710601862.3",
        "cn201610158350.x",
        "2017106018623",
        "ZL 2017 1 0601862.3",
    ];
    for number in right {
        assert_eq!(
            application_number_check(number),
            CheckDigit::Valid,
            "{number}"
        );
    }
    let wrong = [
        ("201710601862.4", '3'),
        ("201610158350.1", 'X'),
        ("95115608.0", 'X'),
    ];
    for (number, expected) in wrong {
        assert_eq!(
            application_number_check(number),
            CheckDigit::Wrong { expected },
            "{number}"
        );
    }
    let unchecked = [
        "201710601862",
        "95115608",
        "US 9,474,634 B2",
        "CN101234567A",
        "",
        ".",
        "锂",
        "13/033,085",
        "1.5",
    ];
    for number in unchecked {
        assert_eq!(
            application_number_check(number),
            CheckDigit::Unchecked,
            "{number}"
        );
    }
}

#[test]
fn telephone_numbers_are_judged() {
    let cases = [
        ("13800000000", PhoneCheck::Valid),
        ("138-0000-0000", PhoneCheck::Valid),
        ("+86 138 0000 0000", PhoneCheck::Valid),
        ("027-00000000", PhoneCheck::Valid),
        ("（027）0000 0000", PhoneCheck::Valid),
        ("0724-0000000", PhoneCheck::Valid),
        ("027-00000000-8001", PhoneCheck::Valid),
        ("027-00000000转8001", PhoneCheck::Valid),
        ("０２７－００００００００", PhoneCheck::Valid),
        ("400-000-0000", PhoneCheck::Valid),
        ("87540000", PhoneCheck::Valid),
        ("+49 30 000000", PhoneCheck::Valid),
        ("138****0000", PhoneCheck::Masked),
        ("027-0000xxxx", PhoneCheck::Masked),
        ("1380000000", PhoneCheck::Invalid),
        ("138000000000", PhoneCheck::Invalid),
        ("12345", PhoneCheck::Invalid),
        ("无", PhoneCheck::Invalid),
        ("", PhoneCheck::Invalid),
    ];
    for (text, expected) in cases {
        assert_eq!(check_phone(text), expected, "{text}");
    }
}

#[test]
fn addresses_are_judged() {
    for valid in ["z@example.com", "z.w+x@mail.example.com", "张@example.com"] {
        assert!(is_valid_email(valid), "{valid}");
    }
    for invalid in [
        "",
        "z",
        "z@",
        "@example.com",
        "z@example",
        "z z@example.com",
        "z@@example.com",
        "z***@example.com",
        "z@example..com",
        "z@example.1",
    ] {
        assert!(!is_valid_email(invalid), "{invalid}");
    }
}

/// A record without fault on 2025-06-01.
fn sound() -> Record {
    let text = |text: &str| vec![text.to_owned()];
    let mut record = Record {
        title: "甲".to_owned(),
        summary: "乙".to_owned(),
        institutions: text("武汉大学"),
        keywords: text("丙"),
        region: "4201".to_owned(),
        cooperation: text("transfer"),
        contact: vec![Contact {
            phones: text("027-00000000"),
            emails: text("z@example.com"),
            ..Contact::default()
        }],
        ..Record::default()
    };
    record.subjects.fields = text("新材料");
    record.maturity.stage = crate::record::Stage::Pilot;
    record.dates.published = Some(day("2025-01-01"));
    record
}

fn words(record: &Record) -> Vec<&'static str> {
    check(record, day("2025-06-01"))
        .iter()
        .map(Finding::as_str)
        .collect()
}

#[test]
fn a_sound_record_has_no_badges() {
    assert_eq!(words(&sound()), [""; 0]);
    assert_eq!(completeness(&sound()), (100, vec![]));
}

#[test]
fn each_fault_has_its_badge() {
    type Change = fn(&mut Record);
    let cases: [(Change, &[&str]); 15] = [
        (
            |record| record.dates.published = Some(day("2024-05-31")),
            &["stale"],
        ),
        (
            |record| record.dates.published = Some(day("2024-06-01")),
            &[],
        ),
        (|record| record.dates.published = Some(day("2024")), &[]),
        (
            |record| record.dates.published = Some(day("2023")),
            &["stale"],
        ),
        (
            |record| {
                record.dates.published = Some(day("2020"));
                record.dates.verified = Some(day("2025-02"));
            },
            &[],
        ),
        (
            |record| record.dates.expires = Some(day("2025-05-31")),
            &["expired"],
        ),
        (|record| record.dates.expires = Some(day("2025-06")), &[]),
        (|record| record.status = Status::Expired, &["expired"]),
        (
            |record| {
                record.kind = Kind::Need;
                record.need = Some(Box::new(Need {
                    deadline: Some(day("2025-03")),
                    ..Need::default()
                }));
            },
            &["expired"],
        ),
        (|record| record.contact.clear(), &["no-contact"]),
        (
            |record| record.contact[0].phones = vec!["138****0000".to_owned()],
            &["masked-phone"],
        ),
        (
            |record| record.contact[0].phones = vec!["12".to_owned()],
            &["invalid-phone"],
        ),
        (
            |record| record.contact[0].emails = vec!["z".to_owned()],
            &["invalid-email"],
        ),
        (
            |record| {
                record.kind = Kind::Patent;
                let mut patent = Patent {
                    application_number: "201710601862.4".to_owned(),
                    ..Patent::default()
                };
                patent.legal.class = LegalClass::Dead;
                record.patent = Some(Box::new(patent));
            },
            &["wrong-number", "dead"],
        ),
        (
            |record| {
                let dates = record.dates.clone();
                *record = Record {
                    title: "甲".to_owned(),
                    dates,
                    ..Record::default()
                };
            },
            &["no-contact", "incomplete"],
        ),
    ];
    for (number, (change, expected)) in cases.into_iter().enumerate() {
        let mut record = sound();
        change(&mut record);
        assert_eq!(words(&record), expected, "case {number}");
    }
}

#[test]
fn a_right_past_its_term_is_marked_and_no_other() {
    use LegalClass::{Alive, Dead, Pending, Unknown};
    let judge =
        |office: &str, kind: &str, filed: &str, class: LegalClass, expected: Option<u32>| {
            let mut patent = Patent {
                office: office.to_owned(),
                patent_type: kind.to_owned(),
                ..Patent::default()
            };
            patent.legal.class = class;
            let mut record = Record {
                kind: Kind::Patent,
                patent: Some(Box::new(patent)),
                ..Record::default()
            };
            record.dates.filed = Some(day(filed));
            record.dates.granted = Some(day("2008-01-01"));
            let found = check(&record, day("2025-06-01")).into_iter();
            let mut years = found.filter_map(|finding| match finding {
                Finding::PastTerm { years } => Some(years),
                _ => None,
            });
            assert_eq!(years.next(), expected, "{office} {kind} {filed}");
        };
    judge("CN", "invention", "2005-05-31", Alive, Some(20));
    judge("CN", "invention", "2005-06-01", Alive, None);
    judge("CN", "invention", "2005-05-31", Unknown, Some(20));
    judge("CN", "invention", "2005-05-31", Pending, Some(20));
    judge("CN", "invention", "2005-05-31", Dead, None);
    judge("CN", "utility model", "2015-05-31", Alive, Some(10));
    judge("CN", "design", "2015-05-31", Alive, Some(10));
    judge("CN", "design", "2021-05-31", Alive, None);
    judge("CN", "design", "2010", Alive, Some(10));
    judge("CN", "invention", "2005", Alive, None);
    judge("EP", "", "2005-05-31", Alive, Some(20));
    judge("EP", "design", "1990-05-31", Alive, None);
    judge("WO", "", "1990-05-31", Unknown, None);
    // Filed before the law changed: seventeen years from its grant in 2008 have just ended.
    judge("US", "", "1995-01-01", Alive, Some(20));
    judge("US", "", "1995-06-08", Alive, Some(20));
}

#[test]
fn completeness_names_what_is_missing() {
    let mut record = sound();
    record.summary.clear();
    record.cooperation.clear();
    assert_eq!(completeness(&record), (75, vec!["summary", "cooperation"]));
    for kind in Kind::ALL {
        let empty = Record {
            kind,
            ..Record::default()
        };
        assert_eq!(completeness(&empty).0, 0, "{kind}");
    }
}
