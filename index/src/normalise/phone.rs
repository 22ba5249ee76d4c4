//! Telephone numbers in the text of a cell.
//!
//! A number stays as its source writes it, without what a spreadsheet (`="…"`, `'`, `.0`), a
//! label or a scheme (`tel:`) puts around it. A fax is no telephone. Two numbers that only a
//! blank parts are two.

use unicode_normalization::UnicodeNormalization;

pub use check::{PhoneCheck, check_phone};

mod check;

/// Longest text (bytes) that is looked through.
const MAX_LENGTH: usize = 4_000;
/// Fewest digits, or signs that hide them, of a number.
const MIN_DIGITS: usize = 7;
/// Longest prefix of a country: `+86`, `0086`.
const COUNTRY_CODE: usize = 4;
/// Fewest digits of a number with its country's code.
const MIN_ABROAD: usize = 11;
/// Most digits of an extension.
const MAX_EXTENSION: usize = 6;

/// What a number is for, by the label in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// To be called.
    Phone,
    /// A fax, a postcode, an account: not to be called.
    Other,
    /// A `WeChat` account.
    Wechat,
    /// A QQ number.
    Qq,
}

/// Labels of numbers that are no telephones, and of `WeChat` accounts.
const LABELS: [(&str, Use); 21] = [
    ("传真", Use::Other),
    ("fax", Use::Other),
    ("邮编", Use::Other),
    ("邮政编码", Use::Other),
    ("qq", Use::Qq),
    ("qq号", Use::Qq),
    ("qq号码", Use::Qq),
    ("扣扣", Use::Qq),
    ("扣扣号", Use::Qq),
    ("qq群", Use::Other),
    ("qq群号", Use::Other),
    ("身份证", Use::Other),
    ("证件号", Use::Other),
    ("信用代码", Use::Other),
    ("微信", Use::Wechat),
    ("微信号", Use::Wechat),
    ("wechat", Use::Wechat),
    ("weixin", Use::Wechat),
    ("vx", Use::Wechat),
    ("wx", Use::Wechat),
    ("微信id", Use::Wechat),
];

/// One number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// As written, in narrow characters.
    pub(super) number: String,
    pub(super) used: Use,
    /// Where it stands in the narrowed text (bytes).
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A text in narrow characters, without what spreadsheets wrap numbers in.
pub(super) fn narrowed(text: &str) -> String {
    let narrow: String = text.nfkc().take(MAX_LENGTH).collect();
    let narrow = narrow.replace(
        [
            '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '―',
        ],
        "-",
    );
    let trimmed = narrow.trim();
    let bare = trimmed
        .strip_prefix("=\"")
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(trimmed);
    bare.trim_start_matches('\'').to_owned()
}

/// The telephone numbers of a cell. A cell in which none can be told stays as written.
pub(super) fn phones(text: &str) -> Vec<String> {
    let narrow = narrowed(text);
    let found = numbers(&narrow);
    let (phones, others): (Vec<Found>, Vec<Found>) = found
        .into_iter()
        .partition(|found| found.used == Use::Phone);
    if phones.is_empty() && others.is_empty() && !narrow.is_empty() {
        return vec![text.trim().to_owned()];
    }
    phones.into_iter().map(|found| found.number).collect()
}

/// All numbers in a narrowed text, with what their labels say.
pub(super) fn numbers(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        let rest = text.get(start..).unwrap_or_default();
        let length = length_of_run(rest).max(1);
        let run = rest.get(..length).unwrap_or_default();
        let is_address = rest.get(length..).is_some_and(|rest| rest.starts_with('@'));
        let used = used_for(text.get(at..start).unwrap_or_default());
        let parts = parts_of(run).into_iter().filter(|_| !is_address);
        found.extend(parts.map(|(offset, number, whole)| Found {
            number,
            used,
            start: start + offset,
            end: start + offset + whole,
        }));
        at = start + length;
    }
    found
}

/// Labels that stand before a number without anything between.
const GLUED_LABELS: [&str; 7] = ["tel", "phone", "mobile", "mob", "cell", "t", "m"];

/// Where the next number may begin: a digit, a plus sign or an open bracket before a digit, and
/// no word but a label right before it.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let begins = |(at, c): &(usize, char)| {
        let (before, after) = text.split_at_checked(from + at).unwrap_or((text, ""));
        let next = after.chars().nth(1).unwrap_or(' ');
        let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let word = before.get(word.len()..).unwrap_or_default();
        let is_free = word.is_empty() || GLUED_LABELS.contains(&&*word.to_ascii_lowercase());
        let is_sign = matches!(c, '+' | '(') && (next.is_ascii_digit() || next == '+');
        is_free && !before.ends_with('@') && (c.is_ascii_digit() || is_sign)
    };
    rest.char_indices().find(begins).map(|(at, _)| from + at)
}

/// Length of what can belong to one number or several that blanks part.
fn length_of_run(text: &str) -> usize {
    let mut end = 0;
    let mut rest = text;
    loop {
        let length = length_of_plain(rest);
        end += length;
        rest = text.get(end..).unwrap_or_default();
        match length_of_extension(rest) {
            Some(length) => {
                end += length;
                rest = text.get(end..).unwrap_or_default();
            }
            None if length == 0 => return end,
            None => {}
        }
        // Another group behind one blank.
        let next = rest.strip_prefix(' ').unwrap_or_default();
        let group = next.strip_prefix('(').unwrap_or(next);
        if group.starts_with(|c: char| c.is_ascii_digit() || c == '*') {
            end += 1;
            rest = next;
        } else {
            return end;
        }
    }
}

/// Length of digits, signs that hide them, and what groups them.
fn length_of_plain(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let hides = |c: char| matches!(c, '*' | '×') || matches!(c, 'x' | 'X');
        let is_part = match c {
            '0'..='9' | '*' | '×' => true,
            '+' | '(' => at == 0 || next.is_ascii_digit() && at <= COUNTRY_CODE,
            ')' => next.is_ascii_digit() || next == '-' || next == ' ',
            '-' | '.' => next.is_ascii_digit() || hides(next),
            'x' | 'X' => hides(next) || hides(before) || before == '*',
            _ => false,
        };
        if !is_part {
            break;
        }
        end = at + c.len_utf8();
        before = c;
    }
    end
}

/// Words in front of an extension; the longer ones first.
const EXTENSIONS: [&str; 9] = [
    ";ext=",
    "ext.",
    "ext",
    "分机号",
    "分机",
    "转",
    "#",
    "x",
    "X",
];

/// Length of an extension that a text begins with, its word included.
fn length_of_extension(text: &str) -> Option<usize> {
    let bare = text.trim_start();
    let lower = bare.to_ascii_lowercase();
    let word = EXTENSIONS.iter().find(|word| lower.starts_with(**word))?;
    let behind = bare.get(word.len()..)?;
    let digits_at = behind.trim_start_matches([':', ' ', '.']);
    let digits = digits_at.bytes().take_while(u8::is_ascii_digit).count();
    let length = text.len() - digits_at.len() + digits;
    (1..=MAX_EXTENSION).contains(&digits).then_some(length)
}

/// A number without the extension behind it: `0510-85910007转8012`, `0510-85910008-8012`.
pub(crate) fn without_extension(phone: &str) -> &str {
    let ends = |&at: &usize| {
        let rest = phone.get(at..).unwrap_or_default();
        at > 0 && length_of_extension(rest) == Some(rest.len())
    };
    let mut places = phone.char_indices().map(|(at, _)| at);
    if let Some(main) = places.find(ends).and_then(|at| phone.get(..at)) {
        return main;
    }
    match phone.rsplit_once('-') {
        Some((main, extension)) if is_whole_before(main, extension) => main,
        _ => phone,
    }
}

/// Whether what stands before a hyphen can be called without the digits behind it.
fn is_whole_before(main: &str, extension: &str) -> bool {
    let is_short = (1..=MAX_EXTENSION).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_digit());
    let is_abroad = main.starts_with(['+', '＋']) || main.starts_with("00");
    let fewest = if is_abroad { MIN_ABROAD } else { MIN_DIGITS };
    is_short && count(main) >= fewest && check_phone(main) == PhoneCheck::Valid
}

/// The numbers of a run: place, text, and length in the run. Groups that blanks part are one
/// number as long as that can be called.
fn parts_of(run: &str) -> Vec<(usize, String, usize)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for (at, _) in run.match_indices(' ') {
        // The blank in front of an extension parts nothing.
        if length_of_extension(run.get(at..).unwrap_or_default()).is_none() && at >= start {
            groups.push((start, at));
            start = at + 1;
        }
    }
    groups.push((start, run.len()));
    let mut found = Vec::new();
    let mut first = 0;
    while let Some(&(start, _)) = groups.get(first) {
        let rest = groups.get(first..).unwrap_or_default();
        let texts = rest
            .iter()
            .map(|&(_, end)| run.get(start..end).unwrap_or_default());
        let texts: Vec<&str> = texts.collect();
        // What is left must not begin with a group that is too short for a number.
        let is_rest = |at: usize| {
            let next = rest.get(at + 1);
            next.is_none_or(|&(start, end)| end - start >= MIN_DIGITS)
        };
        let callable = (0..texts.len())
            .rev()
            .find(|&at| is_rest(at) && texts.get(at).is_some_and(|text| is_number(text)));
        let taken = callable.unwrap_or(rest.len() - 1);
        let text = texts.get(taken).copied().unwrap_or_default();
        if callable.is_some() || count(text) >= MIN_DIGITS {
            found.push((start, tidy(text), text.len()));
        }
        first += taken + 1;
    }
    found
}

/// Whether a text is one number, whole or partly hidden.
fn is_number(text: &str) -> bool {
    count(text) >= MIN_DIGITS && check_phone(&tidy(text)) != PhoneCheck::Invalid
}

fn count(text: &str) -> usize {
    let counts = |c: &char| c.is_ascii_digit() || matches!(c, '*' | '×' | 'x' | 'X');
    text.chars().filter(counts).count()
}

/// Without the `.0` of a spreadsheet; an extension written `ext. 8012`.
fn tidy(text: &str) -> String {
    let text = text.trim().trim_end_matches(['-', '.', '(']);
    let whole = text
        .strip_suffix(".0")
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    whole.unwrap_or(text).replace(";ext=", " ext. ")
}

/// What the label in front of a number says it is for. Punctuation and blanks part labels.
fn used_for(label: &str) -> Use {
    let is_edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '=' | '(' | ')' | '/' | ',' | '.' | '、' | ';' | '|'
            )
    };
    let label = label.trim_end_matches(is_edge).to_lowercase();
    // `电话/传真：` is both.
    let is_phone = ["电话", "手机", "tel", "phone"]
        .iter()
        .any(|word| label.contains(word));
    let used = LABELS.iter().find(|(word, _)| label.ends_with(word));
    used.filter(|_| !is_phone)
        .map_or(Use::Phone, |&(_, used)| used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_without_what_surrounds_them() {
        let cases: [(&str, &[&str]); 41] = [
            ("=\"13800000001\"", &["13800000001"]),
            ("'13800000002", &["13800000002"]),
            ("13800000003.0", &["13800000003"]),
            ("13800000004（微信同号）", &["13800000004"]),
            (
                "tel:+86-10-62780005;ext=8012",
                &["+86-10-62780005 ext. 8012"],
            ),
            (
                "电话：0510-85910006 传真：0510-85919906",
                &["0510-85910006"],
            ),
            ("传真：0510-85919906", &[]),
            ("Tel: 0510-85910006, Fax: 0510-85919906", &["0510-85910006"]),
            ("0510-85910007转8012", &["0510-85910007转8012"]),
            ("0510-85910007 转 8012", &["0510-85910007 转 8012"]),
            ("0510-85910008-8012", &["0510-85910008-8012"]),
            ("0510-85910008分机12", &["0510-85910008分机12"]),
            ("138 0000 0009", &["138 0000 0009"]),
            ("13800000001 13900000002", &["13800000001", "13900000002"]),
            ("0510 85910001 85910002", &["0510 85910001", "85910002"]),
            ("+86 27 0000 5678", &["+86 27 0000 5678"]),
            ("13800000001，13900000002", &["13800000001", "13900000002"]),
            (
                "13800000001/0510-85910001",
                &["13800000001", "0510-85910001"],
            ),
            (
                "手机：13800000001；座机：0510-85910001",
                &["13800000001", "0510-85910001"],
            ),
            ("１３８００００００００", &["13800000000"]),
            ("Tel.13800000001", &["13800000001"]),
            ("Tel13800000001", &["13800000001"]),
            ("电话/传真：0510-85910006", &["0510-85910006"]),
            ("+86(10)62780005", &["+86(10)62780005"]),
            ("13800000001@example.com", &["13800000001@example.com"]),
            ("（0510）85910001", &["(0510)85910001"]),
            ("0510—85910001", &["0510-85910001"]),
            ("+86 138 0000 0001", &["+86 138 0000 0001"]),
            ("(217) 555-0100", &["(217) 555-0100"]),
            ("(217) 555-0101 x5", &["(217) 555-0101 x5"]),
            ("138****0000", &["138****0000"]),
            ("1380000xxxx", &["1380000xxxx"]),
            ("400-800-0000", &["400-800-0000"]),
            (
                "张三 13800000001 李四 13900000002",
                &["13800000001", "13900000002"],
            ),
            ("QQ：123456789", &[]),
            ("微信：13800000001", &[]),
            ("13800000001 QQ:123456789", &["13800000001"]),
            ("邮编：430074 电话 027-87540000", &["027-87540000"]),
            ("保密", &["保密"]),
            ("12345", &["12345"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(phones(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_goes_without_its_extension() {
        for (phone, main) in [
            ("0510-85910007转8012", "0510-85910007"),
            ("0510-85910007 转 8012", "0510-85910007"),
            ("0510-85910008-8012", "0510-85910008"),
            ("0510-85910008分机12", "0510-85910008"),
            ("+86-10-62780005 ext. 8012", "+86-10-62780005"),
            ("(217) 555-0101 x5", "(217) 555-0101"),
            ("85910008#12", "85910008"),
            ("0510-8591-0008", "0510-8591-0008"),
            ("+86-27-8754-0000", "+86-27-8754-0000"),
            ("400-800-0000", "400-800-0000"),
            ("138****0000", "138****0000"),
            ("1380000xxxx", "1380000xxxx"),
            ("转8012", "转8012"),
        ] {
            assert_eq!(without_extension(phone), main, "{phone}");
        }
    }
}
