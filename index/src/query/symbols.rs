//! Patent numbers and IPC symbols, in the ways in which people write them.

use super::lexer::punctuation_end;
use super::{Field, Value};
use crate::normalise::{JapaneseNumber, japan};

/// Reads the start of a text as a number or an IPC symbol, whatever `field` holds: how much of the
/// text it takes, with punctuation behind it, and its value.
pub(super) fn read(text: &str, field: Field) -> Option<(usize, Value)> {
    let (length, symbol) = match field {
        Field::Number => patent_number(text)
            .or_else(|| japanese(text))
            .or_else(|| korean(text))?,
        _ => ipc_symbol(text)?,
    };
    let rest = text.get(length..)?;
    let open = rest.starts_with('*');
    let rest = rest.trim_start_matches('*');
    let length = text.len() - rest.len() + punctuation_end(rest)?;
    let value = if open {
        Value::Prefix(symbol)
    } else {
        Value::Word(symbol)
    };
    Some((length, value))
}

/// Offices whose letters make a number. WIPO ST.3, those that matter; `ZL` is a Chinese patent.
const OFFICES: [&str; 19] = [
    "AU", "CA", "CH", "CN", "DE", "EP", "FR", "GB", "HK", "IN", "IT", "JP", "KR", "RU", "SU", "TW",
    "US", "WO", "ZL",
];

/// Digits of a number: an old American or European one, at least; with check digit and year, at
/// most.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=14;

/// `特開2010-123456`, as its office writes it.
fn japanese(text: &str) -> Option<(usize, String)> {
    let (length, number) = JapaneseNumber::read(text)?;
    Some((length, number.to_string()))
}

/// Words in front of a Korean number, longest first.
const KOREAN_WORDS: [&str; 8] = [
    "공개실용신안",
    "등록실용신안",
    "공개특허",
    "등록특허",
    "특허출원",
    "출원번호",
    "실용신안",
    "특허",
];

/// `특허 제10-1234567호`, `10-2010-0123456`.
fn korean(text: &str) -> Option<(usize, String)> {
    let word = KOREAN_WORDS.iter().find(|word| text.starts_with(**word));
    let behind = text.get(word.map_or(0, |word| word.len())..)?;
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    let behind = behind.strip_prefix('제').unwrap_or(behind);
    let end = behind.find(|c: char| !c.is_ascii_digit() && c != '-');
    let (written, rest) = behind.split_at_checked(end.unwrap_or(behind.len()))?;
    let rest = rest.strip_prefix('호').unwrap_or(rest);
    let groups: Vec<usize> = written.split('-').map(str::len).collect();
    let is_known = match *groups.as_slice() {
        [2, 4, 7] => written.starts_with("10-") || written.starts_with("20-"),
        [2, 7] => word.is_some(),
        _ => false,
    };
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    is_known.then(|| (text.len() - rest.len(), format!("KR{digits}")))
}

fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b' ')
}

fn is_digit(text: &str, at: usize) -> bool {
    byte(text, at).is_ascii_digit()
}

/// A number that starts the text, in capital letters and digits only, and the length it takes.
fn patent_number(text: &str) -> Option<(usize, String)> {
    let Some((start, mut number)) = office(text) else {
        return chinese_application(text);
    };
    let letters = number.len();
    let at = digits(text, start, &mut number);
    if !DIGITS.contains(&(number.len() - letters)) {
        return None;
    }
    if byte(text, at) == b'.' && byte(text, at + 1).eq_ignore_ascii_case(&b'X') {
        number.push('X');
        return Some((at + 2, number));
    }
    let at = kind_code(text, at, &mut number);
    Some((at, number))
}

/// Twelve digits in a row (year, kind 1, 2, 3, 8 or 9, serial number), with or without a check
/// digit: a Chinese application without its letters.
fn chinese_application(text: &str) -> Option<(usize, String)> {
    let recent = text.starts_with("19") || text.starts_with("20");
    let digits = (0..12).all(|at| is_digit(text, at));
    if !recent || !digits || !b"12389".contains(&byte(text, 4)) {
        return None;
    }
    let mut number = text.get(..12)?.to_owned();
    let point = usize::from(byte(text, 12) == b'.');
    let check = byte(text, 12 + point).to_ascii_uppercase();
    if !check.is_ascii_digit() && check != b'X' {
        return Some((12, number));
    }
    number.push(char::from(check));
    Some((13 + point, number))
}

/// The letters that start a number: how long they are with what parts them from the digits, and
/// how they are written.
fn office(text: &str) -> Option<(usize, String)> {
    let international = text
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("PCT"));
    let slash = international && byte(text, 3) == b'/';
    let start = usize::from(international) * 3 + usize::from(slash);
    let written = text.get(start..start + 2)?;
    let letters = written.to_ascii_uppercase();
    let office = OFFICES.into_iter().find(|office| *office == letters)?;
    let after = start + 2;
    // `in 2018 …` and `IN 2018 …` are prose.
    let may_part = written == office && !matches!(office, "IN" | "IT");
    let length = match byte(text, after) {
        b'-' | b'/' | b'.' => after + 1,
        b' ' if may_part => after + 1,
        _ => after,
    };
    let office = if office == "ZL" { "CN" } else { office };
    let prefix = if international { "PCT" } else { "" };
    is_digit(text, length).then(|| (length, format!("{prefix}{office}")))
}

/// Takes digits in groups; blanks part them only until there are enough.
fn digits(text: &str, start: usize, number: &mut String) -> usize {
    let (mut at, mut count) = (start, 0);
    while count <= *DIGITS.end() {
        while is_digit(text, at) && count <= *DIGITS.end() {
            number.push(char::from(byte(text, at)));
            at += 1;
            count += 1;
        }
        let goes_on = match byte(text, at) {
            b',' => (2..4).all(|place| is_digit(text, at + place)),
            b' ' => count > 0 && count < *DIGITS.start(),
            b'.' => !text.get(at..).is_some_and(|rest| rest.starts_with("..")),
            b'/' | b'-' => true,
            _ => false,
        };
        if !goes_on || !is_digit(text, at + 1) {
            break;
        }
        at += 1;
    }
    at
}

/// Reads the start of a text as a number whose office stands in brackets: `(US) 9,833,479 B2`. How
/// much of the text it takes, with punctuation behind it, and its value.
pub(super) fn with_bracketed_office(text: &str) -> Option<(usize, Value)> {
    let (office, rest) = text.strip_prefix('(')?.split_once(')')?;
    if !OFFICES.contains(&office) {
        return None;
    }
    let behind = rest.strip_prefix(' ').unwrap_or(rest);
    let (length, value) = read(&format!("{office}{behind}"), Field::Number)?;
    Some((text.len() - behind.len() + length - office.len(), value))
}

/// Takes the letter for the kind of document in brackets: `(B2)`.
fn bracketed_kind_code(text: &str, at: usize, number: &mut String) -> Option<usize> {
    let (code, _) = text.get(at..)?.strip_prefix('(')?.split_once(')')?;
    let is_code = matches!(code.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'0'..=b'9']);
    is_code.then(|| {
        number.push_str(code);
        at + code.len() + "()".len()
    })
}

/// Takes the letter for the kind of document, with its digit: `B2`, ` A1`, `-B`, `(B)`.
fn kind_code(text: &str, at: usize, number: &mut String) -> usize {
    if let Some(end) = bracketed_kind_code(text, at, number) {
        return end;
    }
    let (part, letter) = (byte(text, at), byte(text, at + 1));
    let parted = matches!(part, b' ' | b'-') && letter.is_ascii_uppercase();
    let start = at + usize::from(parted);
    if !byte(text, start).is_ascii_alphabetic() {
        return at;
    }
    let numbered = is_digit(text, start + 1);
    let end = start + 1 + usize::from(numbered);
    let rest = text.get(end..).unwrap_or_default();
    let ends = !rest.starts_with(char::is_alphanumeric);
    // A letter by itself after a blank is a word unless nothing comes after it.
    let alone = part == b' ' && !numbered && !(b"ABCUSY".contains(&letter) && rest.is_empty());
    if !ends || alone {
        return at;
    }
    number.extend(text.get(start..end).map(str::to_ascii_uppercase));
    end
}

/// An IPC symbol that starts the text: `H01M`, `H01M10`, `H01M10/0525`, `H01M 10/0525`,
/// `H01M-10/0525`, `H01M0010/0525`.
fn ipc_symbol(text: &str) -> Option<(usize, String)> {
    let subclass = text.get(..4)?.to_ascii_uppercase();
    let is_subclass = matches!(
        subclass.as_bytes(),
        [b'A'..=b'H', b'0'..=b'9', b'0'..=b'9', b'A'..=b'Z']
    );
    if !is_subclass {
        return None;
    }
    let run = |from: usize, most: usize| {
        let end = (from..=from + most).find(|&at| !is_digit(text, at));
        end.filter(|&end| end > from)
    };
    let group = |from: usize| {
        let slash = run(from, 4)?;
        let end = run(slash + 1, 6).filter(|_| byte(text, slash) == b'/');
        Some((slash, end))
    };
    let parted = matches!(byte(text, 4), b' ' | b'-');
    let spaced = group(5).and_then(|(_, end)| end.filter(|_| parted));
    let glued = group(4).map(|(slash, end)| end.unwrap_or(slash));
    let end = spaced.or(glued).unwrap_or(4);
    let main_group = text.get(4..end)?.trim_start_matches([' ', '-']);
    // The files of offices put zeros before the group.
    let main_group = match main_group.trim_start_matches('0') {
        "" => main_group,
        bare if bare.starts_with('/') => main_group,
        bare => bare,
    };
    Some((end, format!("{subclass}{main_group}")))
}

/// Whether what is written, a blank and `next` might be read as one symbol.
///
/// Too careful rather than too bold: the printer then says `AND`.
pub(super) fn may_go_on(written: &str, next: &str) -> bool {
    let token = written.rsplit([' ', '(', ':']).next().unwrap_or_default();
    if japan::is_word(token) || KOREAN_WORDS.contains(&token) {
        return true;
    }
    let digit = next.starts_with(|c: char| c.is_ascii_digit());
    let mut letters = next.chars();
    let kind = letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && !letters.next().is_some_and(char::is_alphabetic);
    let mut before = ' ';
    (digit || kind)
        && token.char_indices().any(|(at, c)| {
            let starts = !before.is_alphanumeric();
            before = c;
            starts && token.get(at..).is_some_and(|start| opens(start, digit))
        })
}

/// Whether a symbol starts so that digits, or otherwise a kind code, may follow.
fn opens(start: &str, digit: bool) -> bool {
    let is_subclass = || ipc_symbol(start).is_some_and(|(end, _)| end == start.len());
    let is_office = || start.len() <= "PCT/CN".len() && office(&format!("{start} 0")).is_some();
    office(start).is_some() || digit && (is_subclass() || is_office())
}
