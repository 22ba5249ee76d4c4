//! The spellings under which a record's numbers are found: of patents, rights, telephones.

use unicode_normalization::UnicodeNormalization as _;

use crate::normalise::{JapaneseNumber, japan, normalise_number, without_extension};
use crate::record::{Patent, Record};

/// All spellings under which the numbers of a record are found: capital letters and digits, with
/// and without office and kind code, with and without country code; an id also as it is shown.
pub(super) fn numbers(record: &Record) -> Vec<String> {
    let mut numbers = vec![bare(
        record.id.strip_prefix("patent:").unwrap_or(&record.id),
    )];
    numbers.extend(record.id.rsplit_once(':').map(|(_, shown)| bare(shown)));
    if let Some(achievement) = &record.achievement {
        numbers.push(bare(&achievement.registration_number));
        for right in &achievement.ip {
            add_spellings(right, "CN", "", &mut numbers);
            add_japanese(right, &mut numbers);
        }
    }
    if let Some(patent) = &record.patent {
        let (office, kind) = (&*patent.office, &*patent.kind_code);
        add_spellings(&patent.publication_number, office, kind, &mut numbers);
        let application = &patent.application_number;
        let office = if office.is_empty() && is_american(application) {
            "US"
        } else {
            office
        };
        add_spellings(application, office, "", &mut numbers);
        if office == "JP" {
            add_keys(patent, &mut numbers);
        }
        let family = bare(&patent.family);
        numbers.push(
            family
                .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                .to_owned(),
        );
        numbers.push(family);
        for priority in &patent.priority {
            add_number(priority, &mut numbers);
            add_number(without_date(priority), &mut numbers);
        }
    }
    for other in &record.other_numbers {
        add_number(other, &mut numbers);
    }
    for contact in &record.contact {
        for phone in &contact.phones {
            add_phone(phone, &mut numbers);
        }
        numbers.push(bare(&contact.qq));
        numbers.extend(contact.emails.iter().map(|address| bare(address)));
    }
    numbers.retain(|number| number.len() > 3);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Adds a number that is not of the record's own office, with and without its kind code.
fn add_number(number: &str, numbers: &mut Vec<String>) {
    add_spellings(number, "", "", numbers);
    add_japanese(number, numbers);
    if let Some(known) = normalise_number(number) {
        add_spellings(&known.number, &known.office, &known.kind, numbers);
    }
}

/// Adds a number that is written as the Japanese office does.
fn add_japanese(number: &str, numbers: &mut Vec<String>) {
    if number.is_ascii() {
        return;
    }
    let plain: String = number.nfkc().collect();
    let Some(known) = JapaneseNumber::whole(&plain) else {
        return;
    };
    numbers.extend(known.keys());
    let (number, kind) = known.in_files();
    add_spellings(&number, "JP", kind, numbers);
}

/// Adds the keys that tell the application of a Japanese patent from its publication.
fn add_keys(patent: &Patent, numbers: &mut Vec<String>) {
    let kind = &*patent.kind_code;
    let plain: String = patent.application_number.nfkc().collect();
    let application = match JapaneseNumber::whole(&plain) {
        Some(known) => known.in_files().0,
        None => bare(&plain),
    };
    let application = application.trim_start_matches("JP");
    numbers.extend(japan::key_of(application, kind, true));
    numbers.extend(japan::key_of(&patent.publication_number, kind, false));
}

/// A priority without the day behind it: `US 60/123,456 20020105`.
fn without_date(priority: &str) -> &str {
    let is_date = |word: &str| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        digits.len() == 8
            && digits.starts_with(['1', '2'])
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || "()-./".contains(c))
    };
    match priority.trim_end().rsplit_once(' ') {
        Some((number, day)) if is_date(day) => number,
        _ => priority,
    }
}

fn add_spellings(number: &str, office: &str, kind: &str, numbers: &mut Vec<String>) {
    let number = bare(number);
    if number.is_empty() {
        return;
    }
    let digits = number.strip_prefix(office).unwrap_or(&number);
    let digits = digits.strip_suffix(kind).unwrap_or(digits);
    let mut all = vec![digits.to_owned()];
    all.extend(as_others_write(office, digits, kind));
    for digits in all {
        for kind in ["", kind] {
            numbers.push(format!("{digits}{kind}"));
            numbers.push(format!("{office}{digits}{kind}"));
        }
    }
}

/// Places of an American number with its letters, as the files of the office write it.
const AMERICAN_PLACES: usize = 8;
/// Places of the number of a mobile telephone.
const MOBILE_PLACES: usize = 11;
/// Places of a European number.
const EUROPEAN_PLACES: usize = 7;

/// The same number as others write it: American and European ones with zeros in front, the serial
/// number of an international one without, Japanese ones by the emperor's year or ours, Korean ones
/// with and without what they are of.
fn as_others_write(office: &str, number: &str, kind: &str) -> Vec<String> {
    let letters = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = number.strip_prefix(letters).unwrap_or(number);
    let bare = digits.trim_start_matches('0');
    let padded = |places: usize| {
        let zeros = places.saturating_sub(letters.len() + bare.len());
        format!("{letters}{}{bare}", "0".repeat(zeros))
    };
    match office {
        "US" => vec![padded(AMERICAN_PLACES), format!("{letters}{bare}")],
        "EP" => vec![padded(EUROPEAN_PLACES), bare.to_owned()],
        "WO" if digits.len() == 10 => digits.split_at_checked(4).map_or_else(Vec::new, |parts| {
            let (year, serial) = parts;
            let serial = serial.trim_start_matches('0');
            let short_year = year.get(2..).unwrap_or_default();
            vec![
                format!("{year}{serial}"),
                format!("{short_year}{serial:0>5}"),
                format!("{short_year}{serial:0>6}"),
            ]
        }),
        "JP" => japan::other_forms(number),
        "KR" => korean(number, kind).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// `1020100123456` as `20100123456` and the other way round: 10 stands for patents, 20 for utility
/// models.
fn korean(number: &str, kind: &str) -> Option<String> {
    let is_year = |text: &str| text.starts_with("19") || text.starts_with("20");
    let of = if kind.starts_with(['U', 'Y']) {
        "20"
    } else {
        "10"
    };
    match number.len() {
        11 if is_year(number) => Some(format!("{of}{number}")),
        13 => {
            let rest = number.strip_prefix("10").or(number.strip_prefix("20"));
            rest.filter(|rest| is_year(rest)).map(str::to_owned)
        }
        _ => None,
    }
}

/// `08/543,093`: a series of two digits before the number, as only one office writes it.
fn is_american(application: &str) -> bool {
    let parts = application.trim().split_once('/');
    parts.is_some_and(|(series, number)| {
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let plain = number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',');
        series.len() == 2
            && series.bytes().all(|byte| byte.is_ascii_digit())
            && digits == 6
            && plain
    })
}

/// A telephone number as it is dialled at home, and with the country code of China, behind which
/// the area code loses its zero; with and without its extension.
fn add_phone(phone: &str, numbers: &mut Vec<String>) {
    add_dialled(phone, bare(phone), numbers);
    let main = without_extension(phone);
    if main != phone {
        add_dialled(phone, bare(main), numbers);
        let digits = phone.chars().filter(char::is_ascii_digit).collect();
        add_dialled(phone, digits, numbers);
    }
}

fn add_dialled(phone: &str, number: String, numbers: &mut Vec<String>) {
    let abroad = phone.trim_start().starts_with(['+', '＋']) || number.starts_with("00");
    let international = number.trim_start_matches("00");
    let home = match international.strip_prefix("86").filter(|_| abroad) {
        // Numbers of mobile telephones have no zero.
        Some(rest) if rest.starts_with('0') || is_mobile(rest) => rest.to_owned(),
        Some(rest) => format!("0{rest}"),
        None if abroad => {
            numbers.push(international.to_owned());
            return;
        }
        None => number,
    };
    numbers.push(format!("86{}", home.trim_start_matches('0')));
    numbers.push(home);
}

/// `13800000001`; Beijing's area code begins with 1, too.
fn is_mobile(number: &str) -> bool {
    number.len() >= MOBILE_PLACES && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// A number without everything that people write differently.
pub(crate) fn bare(number: &str) -> String {
    let kept = number.chars().filter(char::is_ascii_alphanumeric);
    let bare: String = kept.map(|c| c.to_ascii_uppercase()).collect();
    match bare.strip_prefix("ZL") {
        Some(rest) => format!("CN{rest}"),
        None => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(patent: Patent, found: &[&str], missed: &[&str]) {
        let record = Record {
            patent: Some(Box::new(patent)),
            other_numbers: vec!["EP1999888A1".to_owned(), "100-000-000-000-001".to_owned()],
            ..Record::default()
        };
        let numbers = numbers(&record);
        let has = |number: &&str| numbers.contains(&(*number).to_owned());
        assert_eq!(
            found.iter().copied().find(|number| !has(number)),
            None,
            "{numbers:?}"
        );
        assert_eq!(missed.iter().copied().find(has), None, "{numbers:?}");
    }

    fn patent(office: &str, number: &str, kind: &str) -> Patent {
        Patent {
            office: office.to_owned(),
            publication_number: number.to_owned(),
            kind_code: kind.to_owned(),
            ..Patent::default()
        }
    }

    #[test]
    fn numbers_are_found_with_and_without_zeros() {
        let american = [
            "8926599",
            "08926599",
            "US8926599B2",
            "US08926599B2",
            "US08926599",
        ];
        check(patent("US", "8926599", "B2"), &american, &["926599"]);
        let design = ["D680998", "D0680998", "USD0680998S", "USD680998S"];
        check(patent("US", "D680998", "S"), &design, &["680998"]);
        let international = ["WO2008024045A1", "WO200824045", "WO0824045", "200824045"];
        check(patent("WO", "2008024045", "A1"), &international, &["24045"]);
        check(
            patent("EP", "259054", "B9"),
            &["EP0259054B9", "EP259054"],
            &[],
        );
    }

    #[test]
    fn priorities_and_other_numbers_are_found() {
        let priority = Patent {
            priority: vec![
                "US 201762500001 P 20170702".to_owned(),
                "US 60/123,456 20020105".to_owned(),
                "JP2013-123456 (2013-06-12)".to_owned(),
            ],
            family: "DOCDB-55443322".to_owned(),
            ..patent("CN", "101234567", "A")
        };
        let found = [
            "US201762500001P",
            "201762500001",
            "EP1999888A1",
            "1999888",
            "100000000000001",
            "US60123456",
            "60123456",
            "JP2013123456",
            "55443322",
            "DOCDB55443322",
        ];
        check(priority, &found, &[]);
    }

    #[test]
    fn a_japanese_or_korean_number_is_found_in_the_forms_of_all_files() {
        let japanese = Patent {
            application_number: "特願平3-98765".to_owned(),
            ..patent("JP", "H0512345", "A")
        };
        let found = [
            "JPH0512345A",
            "JP05012345A",
            "JP1993012345",
            "JP.PA.1993-12345",
            "JP.R.1991-98765",
        ];
        check(japanese, &found, &["JP.R.1993-12345"]);
        let korean = patent("KR", "20100123456", "A");
        check(korean, &["1020100123456", "KR20100123456A"], &[]);
        let model = patent("KR", "2020210001038", "U");
        check(model, &["KR20210001038U"], &[]);
    }

    #[test]
    fn a_telephone_number_is_found_without_its_extension_and_with_its_country() {
        for (phone, found) in [
            (
                "0510-85910007转8012",
                &["051085910007", "0510859100078012", "8651085910007"][..],
            ),
            ("0510-85910008-8012", &["051085910008", "0510859100088012"]),
            (
                "+86-10-62780005 ext. 8012",
                &["01062780005", "861062780005", "8610627800058012"],
            ),
            ("(0510) 85910001", &["051085910001"]),
            ("138 0000 0009", &["13800000009", "8613800000009"]),
        ] {
            let mut numbers = Vec::new();
            add_phone(phone, &mut numbers);
            let missing = found
                .iter()
                .find(|wanted| !numbers.iter().any(|it| it == *wanted));
            assert_eq!(missing, None, "{phone}: {numbers:?}");
        }
    }
}
