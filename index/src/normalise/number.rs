//! Patent numbers: one form for all spellings.

use unicode_normalization::UnicodeNormalization;

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
const LONGEST: usize = 60;

/// Offices by the letters in front of their numbers.
const OFFICES: [&str; 61] = [
    "AP", "AR", "AT", "AU", "BE", "BG", "BR", "BY", "CA", "CH", "CL", "CN", "CO", "CZ", "DD", "DE",
    "DK", "EA", "EE", "EG", "EP", "ES", "FI", "FR", "GB", "GC", "GR", "HK", "HR", "HU", "ID", "IE",
    "IL", "IN", "IT", "JP", "KR", "LT", "LU", "LV", "MD", "MX", "MY", "NL", "NO", "NZ", "OA", "PE",
    "PH", "PL", "PT", "RO", "RU", "SE", "SG", "SI", "SK", "SU", "TR", "TW", "UA",
];
const MORE_OFFICES: [&str; 6] = ["US", "VN", "WO", "ZA", "UY", "TH"];

/// Reads a number such as `US 9,474,634 B2`, `US-9474634-B2`, `CN101234567A`,
/// `ZL201710601862.3` or `201710601862.3`; `None` where no office can be told.
#[must_use]
pub fn normalise_number(text: &str) -> Option<PatentNumber> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let upper: String = text.nfkc().flat_map(char::to_uppercase).collect();
    let upper = upper.trim();
    let is_blank = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | '-' | '/' | '\'' | '(' | ')' | '\u{2010}'..='\u{2015}'
            )
    };
    let bare: String = upper.chars().filter(|&c| !is_blank(c)).collect();
    let (office, rest) = office_of(&bare)?;
    let (number, kind) = number_and_kind(rest)?;
    let (number, kind) = (without_check_digit(office, number), kind.to_owned());
    Some(PatentNumber {
        office: office.to_owned(),
        number: as_the_office_writes(office, &number, &kind),
        kind,
    })
}

/// The office of a number and what follows it. Chinese applications may go without.
fn office_of(bare: &str) -> Option<(&str, &str)> {
    if let Some(rest) = bare.strip_prefix("ZL") {
        return Some(("CN", rest.strip_prefix("CN").unwrap_or(rest)));
    }
    if let Some(rest) = bare.strip_prefix("PCT") {
        return Some(("WO", rest)).filter(|_| rest.len() > 6);
    }
    if let Some((office, rest)) = bare.split_at_checked(2)
        && (OFFICES.contains(&office) || MORE_OFFICES.contains(&office))
    {
        let rest = rest.strip_prefix("ZL").unwrap_or(rest);
        return Some((office, rest.trim_start_matches('.')));
    }
    if is_indian_application(bare) {
        return Some(("IN", bare));
    }
    is_chinese_application(bare).then_some(("CN", bare))
}

/// `10300/DELNP/2012`: the branch that took it in stands between number and year.
fn is_indian_application(bare: &str) -> bool {
    let branch = bare.trim_matches(|c: char| c.is_ascii_digit());
    let branch = branch.strip_suffix("NP").unwrap_or(branch);
    matches!(branch, "DEL" | "KOL" | "MUM" | "CHE") && !bare.starts_with(branch)
}

/// `201710601862.3`, `2017106018623`, `201710601862`, `95115608.X`.
fn is_chinese_application(bare: &str) -> bool {
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

/// Cuts off a kind code; what is left must be digits behind at most three letters
/// (`RE45678`, `D123456`, `2000WO1234`), a dot and check digit included.
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
            if before.is_ascii_digit() && letter.is_ascii_uppercase() && bytes.len() != 13 =>
        {
            1
        }
        _ => 0,
    };
    let (number, kind) = rest.split_at_checked(rest.len() - kind)?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let letters = number.bytes().filter(u8::is_ascii_uppercase).count();
    let dots = number.bytes().filter(|&byte| byte == b'.').count();
    let all = digits + letters + dots == number.len();
    (all && digits >= 3 && letters <= 6 && dots <= 1).then_some((number, kind))
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
