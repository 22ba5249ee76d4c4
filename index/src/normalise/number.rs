//! Patent numbers: one form for all spellings.

use super::date::date;
use super::japan::JapaneseNumber;
use super::text::nfkc;
use crate::vocab;

/// A patent number in parts, so that all spellings of it are equal.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PatentNumber {
    /// Office, WIPO ST.3 code.
    pub office: String,
    /// The number without punctuation, and without the check digit of Chinese applications.
    pub number: String,
    /// Kind code, WIPO ST.16, or empty.
    pub kind: String,
}

impl std::fmt::Display for PatentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.office, self.number, self.kind)
    }
}

/// Longest text (bytes) that can be a number.
const MAX_LENGTH: usize = 80;
/// Fewest digits of a number whose office is only guessed.
const MIN_DIGITS: usize = 3;

/// Offices that write letters in front of some of their numbers (`USRE45678`, `BRPI0612345`,
/// `TWI401234`): for others `ISBN 978-7` is none.
const WITH_LETTERS: [&str; 22] = [
    "AR", "AT", "AU", "BR", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "HU", "IN", "IT", "JP", "KR",
    "MX", "NZ", "PL", "TW", "US", "WO",
];

/// Reads a number such as `US 9,474,634 B2`, `US-9474634-B2`, `CN101234567A`,
/// `EP 0259054 B9 20031217`, `ZL201710601862.3` or `201710601862.3（专利）`; `None` where no office
/// can be told.
#[must_use]
pub fn normalise_number(text: &str) -> Option<PatentNumber> {
    if let Some(known) = japanese(text) {
        return Some(known);
    }
    if let Some(turned) = with_office_behind(text) {
        return normalise_number(&turned);
    }
    let bare = bare(text)?;
    let korean = || text.chars().any(is_hangul).then_some(("KR", &*bare));
    let (office, rest) = office_of(&bare).or_else(korean)?;
    let (number, kind) = number_and_kind(rest)?;
    let has_letters = !number.starts_with(|c: char| c.is_ascii_digit());
    if has_letters && !WITH_LETTERS.contains(&office) {
        return None;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (digits >= MIN_DIGITS).then(|| in_parts(office, number, kind))
}

/// Reads the number of an office that the source names: no other is guessed, and whatever the
/// number looks like, all of its digits stay. Letters of another office in front of the number
/// stand (`CN101234567A`), but an international number can be part of a national one
/// (`JPWO2017203590A1`).
pub(super) fn number_of_office(office: &str, text: &str, kind: &str) -> Option<PatentNumber> {
    if let Some(known) = japanese(text).filter(|_| office == "JP") {
        let kind = if known.kind.is_empty() {
            kind
        } else {
            &known.kind
        };
        return Some(PatentNumber {
            kind: kind.to_owned(),
            ..known
        });
    }
    let bare = bare(text)?;
    let rest = without_office(office, &bare);
    let own = rest.get(..2).filter(|letters| vocab::is_office(letters));
    let behind = rest.get(2..).unwrap_or_default();
    let is_other = own.is_some() && behind.starts_with(|c: char| c.is_ascii_digit());
    if is_other && (own != Some("WO") || office == "EP") {
        return normalise_number(text);
    }
    let is_kind = |kind: &str| !kind.is_empty() && kind.len() <= 2;
    let kind = kind.trim().to_ascii_uppercase();
    let (number, found) = match rest.strip_suffix(&*kind).filter(|_| is_kind(&kind)) {
        Some(number) if number.bytes().any(|byte| byte.is_ascii_digit()) => (number, &*kind),
        _ => number_and_kind(rest)?,
    };
    let kind = if found.is_empty() { &*kind } else { found };
    Some(in_parts(office, number, kind))
}

/// `特開2010-123456`.
fn japanese(text: &str) -> Option<PatentNumber> {
    if text.is_ascii() || text.len() > MAX_LENGTH {
        return None;
    }
    let plain = nfkc(text);
    let (number, kind) = JapaneseNumber::whole(&plain)?.in_files();
    Some(PatentNumber {
        office: "JP".to_owned(),
        number,
        kind: kind.to_owned(),
    })
}

/// `2847136(RU)`, with whatever words stand behind it, as `RU2847136`.
fn with_office_behind(text: &str) -> Option<String> {
    let (number, behind) = text.trim().split_once('(')?;
    let (office, rest) = behind.split_once(')')?;
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    let is_alone = !rest.contains(|c: char| c.is_ascii_alphanumeric());
    let is_known = is_number && is_alone && vocab::is_office(office);
    is_known.then(|| format!("{office}{number}"))
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn in_parts(office: &str, number: &str, kind: &str) -> PatentNumber {
    let number = without_check_digit(office, number);
    PatentNumber {
        office: office.to_owned(),
        number: as_the_office_writes(office, &number, kind),
        kind: kind.to_owned(),
    }
}

/// A number's letters and digits in capitals, without labels, remarks and dates.
fn bare(text: &str) -> Option<String> {
    if text.is_empty() || text.len() > MAX_LENGTH {
        return None;
    }
    let upper: String = nfkc(text).chars().flat_map(char::to_uppercase).collect();
    let plain = without_label(&without_remarks(&upper)).replace("U.S.", "US");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = without_date(&words);
    let is_label = |(at, word): &(usize, &&str)| *at > 0 && LABELS.contains(*word);
    let words = words.iter().enumerate().filter(|word| !is_label(word));
    let is_filling = |c: char| {
        matches!(
            c,
            ',' | '-' | '/' | '\'' | '(' | ')' | '[' | ']' | '_' | '\u{2010}'..='\u{2015}'
        )
    };
    let joined: String = words.map(|(_, word)| *word).collect();
    let bare: String = joined.chars().filter(|&c| !is_filling(c)).collect();
    (!bare.is_empty()).then_some(bare)
}

/// Words between an office and its number.
const LABELS: [&str; 8] = [
    "PATENT",
    "PAT.",
    "PAT",
    "NO.",
    "NO",
    "NUMBER",
    "APPLICATION",
    "PUBLICATION",
];

/// `CN108722921A(申请公布)`: what stands in brackets without a digit is no part of the number, but
/// a kind code is.
fn without_remarks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('(') {
        let Some((inner, after)) = behind.split_once(')') else {
            break;
        };
        plain.push_str(before);
        let is_part = inner.is_ascii()
            && (inner.len() <= 2 || inner.bytes().any(|byte| byte.is_ascii_digit()));
        if is_part {
            plain.push_str(inner);
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// `公开号：CN101A` without the Chinese words in front and behind.
fn without_label(text: &str) -> String {
    let is_edge = |c: char| !c.is_ascii_alphanumeric();
    text.trim_matches(is_edge).to_owned()
}

/// `EP 0259054 B9 20031217`, `US 201762500001 P 20170702`: a day behind the kind code.
fn without_date<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    match words {
        [rest @ .., kind, day] if is_kind_code(kind) && !rest.is_empty() => {
            let is_day = day.len() >= 8 && date(day, None).is_some_and(|date| date.day().is_some());
            if is_day {
                words.get(..words.len() - 1).unwrap_or(words)
            } else {
                words
            }
        }
        _ => words,
    }
}

/// Whether a word has the form of a kind code: `A`, `B2`.
pub(super) fn is_kind_code(word: &str) -> bool {
    match *word.as_bytes() {
        [letter] => letter.is_ascii_uppercase(),
        [letter, digit] => letter.is_ascii_uppercase() && digit.is_ascii_digit(),
        _ => false,
    }
}

/// The office of a number and what follows it. Chinese applications may go without.
fn office_of(bare: &str) -> Option<(&str, &str)> {
    if let Some(rest) = bare.strip_prefix("ZL") {
        return Some(("CN", rest.strip_prefix("CN").unwrap_or(rest)));
    }
    if let Some(rest) = bare.strip_prefix("PCT") {
        return Some(("WO", rest)).filter(|_| rest.len() > 6);
    }
    if let Some((office, _)) = bare.split_at_checked(2)
        && vocab::is_office(office)
    {
        return Some((office, without_office(office, bare)));
    }
    if is_indian_application(bare) {
        return Some(("IN", bare));
    }
    is_chinese_application(bare).then_some(("CN", bare))
}

fn without_office<'a>(office: &str, bare: &'a str) -> &'a str {
    let rest = bare.strip_prefix(office).unwrap_or(bare);
    let rest = match office {
        "CN" => rest.strip_prefix("ZL").unwrap_or(rest),
        "WO" => rest.strip_prefix("PCT").unwrap_or(rest),
        _ => rest,
    };
    rest.trim_start_matches('.')
}

/// `10300/DELNP/2012`: the branch that took it in stands between number and year.
fn is_indian_application(bare: &str) -> bool {
    let branch = bare.trim_matches(|c: char| c.is_ascii_digit());
    let branch = branch.strip_suffix("NP").unwrap_or(branch);
    matches!(branch, "DEL" | "KOL" | "MUM" | "CHE") && !bare.starts_with(branch)
}

/// `201710601862.3`, `2017106018623`, `201710601862`, `95115608.X`.
pub(super) fn is_chinese_application(bare: &str) -> bool {
    let digits = bare.split('.').next().unwrap_or_default();
    if !digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() != 13 {
        return false;
    }
    let kind_at = |place: usize| {
        let kind = digits.as_bytes().get(place);
        kind.is_some_and(|kind| matches!(kind, b'1' | b'2' | b'3' | b'8' | b'9'))
    };
    match digits.len() {
        12 | 13 => (digits.starts_with("20") || digits.starts_with("19")) && kind_at(4),
        8 => {
            bare.contains('.')
                && matches!(digits.as_bytes(), [b'8' | b'9' | b'0', ..])
                && kind_at(2)
        }
        _ => false,
    }
}

/// Cuts off a kind code; what is left must be digits behind at most two letters (`RE45678`,
/// `D123456`), or with some among them (`2000WO1234`), a dot and check digit included. An X behind twelve digits is a
/// check digit.
fn number_and_kind(rest: &str) -> Option<(&str, &str)> {
    let bytes = rest.as_bytes();
    let kind = match *bytes {
        [.., b'.', _] => 0,
        [.., before, letter, digit]
            if before.is_ascii_digit() && letter.is_ascii_uppercase() && digit.is_ascii_digit() =>
        {
            2
        }
        [.., before, letter]
            if before.is_ascii_digit()
                && letter.is_ascii_uppercase()
                && (bytes.len() != 13 || letter != b'X') =>
        {
            1
        }
        _ => 0,
    };
    let (number, kind) = rest.split_at_checked(rest.len() - kind)?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let letters = number.bytes().filter(u8::is_ascii_uppercase).count();
    let dots = number.bytes().filter(|&byte| byte == b'.').count();
    let first = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let all = digits + letters + dots == number.len();
    let is_number = all && digits > 0 && letters <= 6 && first <= 2 && dots <= 1;
    is_number.then_some((number, kind))
}

/// `201710601862.3` and `2017106018623` → `201710601862`; other dots only group digits.
fn without_check_digit(office: &str, number: &str) -> String {
    if office == "CN" {
        if let Some((digits, _)) = number.split_once('.').filter(|(_, check)| check.len() == 1) {
            return digits.to_owned();
        }
        if number.len() == 13
            && let Some((digits, _)) = number.split_at_checked(12)
        {
            return digits.to_owned();
        }
    }
    number.replace('.', "")
}

/// American numbers are padded with zeros by some sources, and applications published
/// since 2001 lose one in others.
fn as_the_office_writes(office: &str, number: &str, kind: &str) -> String {
    if office != "US" {
        return number.to_owned();
    }
    if number.len() == 10 && number.starts_with("20") && kind.starts_with('A') {
        let (year, serial) = number.split_at_checked(4).unwrap_or((number, ""));
        return format!("{year}0{serial}");
    }
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = number.strip_suffix(digits).unwrap_or_default();
    format!("{letters}{}", digits.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_all_their_spellings() {
        for (text, expected) in [
            ("EP 0259054 B9 20031217", "EP0259054B9"),
            ("US 201762500001 P 20170702", "US201762500001P"),
            ("CN108722921A（申请公布）", "CN108722921A"),
            ("CN201810391348.6（专利）", "CN201810391348"),
            ("公开号：CN108722921A", "CN108722921A"),
            ("US9474634(B2)", "US9474634B2"),
            ("US 9474634 (B2)", "US9474634B2"),
            ("US_2019_0000001_A1", "US20190000001A1"),
            ("US Patent No. 5,123,456", "US5123456"),
            ("U.S. Patent 5,123,456", "US5123456"),
            ("WO 2008/024045 A1", "WO2008024045A1"),
            ("USD0680998S", "USD680998S"),
            ("IN201621022401A", "IN201621022401A"),
            ("KR2020210001038U", "KR2020210001038U"),
            ("JPWO2017203590A1", "JPWO2017203590A1"),
            ("CN201610158350X", "CN201610158350"),
            ("AD20150406A1", "AD20150406A1"),
            ("特開2010-123456", "JP2010123456A"),
            ("特開平５－１２３４５号公報", "JPH0512345A"),
            ("再表2010/123456", "JPWO2010123456A1"),
            ("特許第5123456号", "JP5123456"),
            ("2847136(RU)", "RU2847136"),
            ("226117 (RU) ПМ", "RU226117"),
            ("특허 제10-1234567호", "KR101234567"),
            ("공개특허 10-2010-0123456", "KR1020100123456"),
            ("YU12345A", "YU12345A"),
            ("ZZ12345A", ""),
            ("PATENT 12345", ""),
            ("ISBN 978-7", ""),
            ("BRPI0612345A", "BRPI0612345A"),
            ("TWI401234B", "TWI401234B"),
            ("CN", ""),
            ("", ""),
        ] {
            let number = normalise_number(text).map(|number| number.to_string());
            assert_eq!(number.unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn an_office_that_is_named_outranks_what_the_digits_look_like() {
        for (office, text, kind, expected) in [
            ("DE", "202014008702", "U1", "DE202014008702U1"),
            ("IN", "201621022401", "A", "IN201621022401A"),
            ("KR", "2020210001038", "U", "KR2020210001038U"),
            ("KR", "20-2021-0001038", "U", "KR2020210001038U"),
            ("JP", "WO2017203590", "A1", "JPWO2017203590A1"),
            ("JP", "2017-203590", "A", "JP2017203590A"),
            ("JP", "特公平7-12345", "B2", "JPH0712345B2"),
            ("US", "US 9833479 B2", "B2", "US9833479B2"),
            ("US", "CN101234567A", "A", "CN101234567A"),
            ("AD", "AD 20150406 A1", "A1", "AD20150406A1"),
            ("FR", "12", "A", "FR12A"),
            ("CN", "101234567", "B", "CN101234567B"),
            ("CN", "ZL201710601862.3", "", "CN201710601862"),
        ] {
            let number = number_of_office(office, text, kind).map(|number| number.to_string());
            assert_eq!(
                number.unwrap_or_default(),
                expected,
                "{office} {text} {kind}"
            );
        }
    }
}
