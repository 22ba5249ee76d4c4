//! Values that are told by their form: where a tag holds one thing in one file and another in the
//! next, a filter lets through what looks like the thing, and leaves the rest to other lines.

use qiao_index::normalise::{PatentNumber, normalise_number};

/// Words around a number that are no part of it, in lower case.
const MARKS: [&str; 13] = [
    "patent",
    "patents",
    "pat",
    "no",
    "nr",
    "number",
    "pub",
    "publ",
    "publication",
    "app",
    "appl",
    "application",
    "专利号",
];
/// Those that say that it was only applied for.
const APPLIED: [&str; 3] = ["app", "appl", "application"];

/// A patent's number as written, in parts, and whether it is that of an application.
pub(in crate::import) struct Number {
    /// As written, without the words around it.
    pub(in crate::import) written: String,
    /// In parts.
    parts: PatentNumber,
    /// The words say that it was applied for, or only applications have such numbers.
    pub(in crate::import) is_application: bool,
}

/// Reads `US Patent 2,709,773`, `U.S. Patent App. 12/345,678`, `CN108799921A`.
pub(in crate::import) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let text = text.replace("U.S.", "US").replace("U. S.", "US");
    let word = |word: &&str| word.trim_end_matches(['.', ':']).to_lowercase();
    let is_applied = |text: &&str| APPLIED.contains(&&*word(text));
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let applied = words.iter().any(is_applied);
    words.retain(|text| !MARKS.contains(&&*word(text)));
    if let [office, number, ..] = &words[..]
        && office.len() == 2
        && number.starts_with(office)
    {
        words.remove(0);
    }
    let written = words.join(" ");
    let parts = normalise_number(&written)?;
    let is_application = applied || parts.office == "CN" && parts.number.len() >= 12;
    Some(Number {
        written,
        parts,
        is_application,
    })
}

/// A number of any patent.
pub(super) fn patent_number(text: &str) -> String {
    number(text).map(|found| found.written).unwrap_or_default()
}

/// A number that only a publication has: with a kind code.
pub(super) fn publication(text: &str) -> String {
    let published = |found: &Number| !found.is_application && !found.parts.kind.is_empty();
    let found = number(text).filter(published);
    found.map(|found| found.written).unwrap_or_default()
}

/// A number that is not one of a publication.
pub(super) fn application(text: &str) -> String {
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | ',' | '-' | ' ');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_bare = digits >= 6 && text.chars().all(|c| is_sign(c) || c.is_ascii_uppercase());
    if publication(text).is_empty() {
        number(text).map_or_else(|| only(text, is_bare), |found| found.written)
    } else {
        String::new()
    }
}

/// A kind code alone: `B2`.
pub(super) fn kind_code(text: &str) -> String {
    let is_code = match *text.as_bytes() {
        [letter] => letter.is_ascii_uppercase(),
        [letter, digit] => letter.is_ascii_uppercase() && digit.is_ascii_digit(),
        _ => false,
    };
    only(text, is_code)
}

/// What a patent is for: an invention, a utility model, a design.
pub(super) fn patent_type(text: &str) -> String {
    let lower = text.to_lowercase();
    let known = ["发明", "实用新型", "外观", "invention", "utility", "design"];
    only(text, known.iter().any(|word| lower.contains(word)))
}

/// A symbol of the IPC, or several: `G01N 33/569`.
pub(super) fn ipc(text: &str) -> String {
    let is_symbol = matches!(*text.as_bytes(), [b'A'..=b'H', a, b, c, ..]
        if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_uppercase());
    only(text, is_symbol)
}

/// A name that is no patent office's: managers of references keep both in one field.
pub(super) fn not_an_office(text: &str) -> String {
    let lower = text.to_lowercase();
    let offices = [
        "patent",
        "专利局",
        "知识产权局",
        "trademark",
        "intellectual property",
    ];
    let is_code = text.len() <= 2 && text.is_ascii();
    let is_office = is_code || offices.iter().any(|word| lower.contains(word));
    only(text, !is_office)
}

/// A postal address, or a place with its country: `241000 安徽省芜湖市…`, `Seoul KR`.
pub(super) fn address(text: &str) -> String {
    only(text, is_address(text))
}

/// A name where others have the address.
pub(super) fn organisation(text: &str) -> String {
    only(text, !is_address(text))
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    let country = text.rsplit(' ').next().unwrap_or_default();
    let is_country = country.len() == 2
        && country.len() < text.len()
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && !matches!(
            country,
            "AG" | "SE" | "SA" | "AB" | "AS" | "OY" | "NV" | "BV" | "KK" | "CO"
        );
    let is_place = text.ends_with(['省', '市', '区', '县', '镇', '村', '号', '室', '楼']);
    is_country || is_place || text.chars().any(|c| c.is_numeric() && !c.is_alphabetic())
}

/// A date: it begins with a year.
pub(super) fn date(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    only(text, digits == 4 || digits == 8)
}

/// A claim: numbered, or too long for a subject heading.
pub(super) fn claim(text: &str) -> String {
    const SUBJECT: usize = 40;
    let is_numbered = text.starts_with(|c: char| c.is_ascii_digit());
    only(text, is_numbered || text.chars().count() > SUBJECT)
}

fn only(text: &str, stands: bool) -> String {
    if stands {
        text.to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filter: fn(&str) -> String, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(filter(text), *expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_told_apart() {
        check(
            publication,
            &[
                ("US 5,999,052 A", "US 5,999,052 A"),
                ("CN109999140B", "CN109999140B"),
                ("CN201910099914.2", ""),
                ("US Patent 2,999,773", ""),
                ("本专利", ""),
            ],
        );
        check(
            application,
            &[
                ("CN201910099914.2", "CN201910099914.2"),
                ("12/345,678", "12/345,678"),
                ("CN109999140B", ""),
                ("发明专利", ""),
                ("3", ""),
            ],
        );
        check(
            patent_number,
            &[
                ("U.S. Patent No. 999,393", "US 999,393"),
                ("US Patent US2999773", "US2999773"),
                ("ISBN 978-7", ""),
            ],
        );
        let applied = number("US Patent App. 12/345,678").map(|found| found.is_application);
        assert_eq!(applied, Some(true));
    }

    #[test]
    fn names_are_told_from_addresses_and_offices() {
        check(
            organisation,
            &[
                ("示例金属研究院", "示例金属研究院"),
                ("241000 安徽省芜湖市镜湖区", ""),
                ("Seoul KR", ""),
                ("Volta SA", "Volta SA"),
            ],
        );
        check(
            not_an_office,
            &[
                ("Acme Inc", "Acme Inc"),
                ("US", ""),
                ("European Patent Office", ""),
                ("国家知识产权局", ""),
            ],
        );
        check(ipc, &[("G01N 33/569", "G01N 33/569"), ("Garden", "")]);
        check(kind_code, &[("B2", "B2"), ("Patent", "")]);
        check(claim, &[("1. 一种阀", "1. 一种阀"), ("化学", "")]);
        check(date, &[("2011-02-03", "2011-02-03"), ("Berlin", "")]);
        check(patent_type, &[("发明专利", "发明专利"), ("x", "")]);
    }
}
