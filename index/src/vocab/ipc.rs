//! Patent classification symbols, IPC and CPC.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::table::Table;

/// Sections, classes and subclasses.
pub(super) static SYMBOLS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("ipc.tsv")));

/// `H`, `H01`, `H01M` and the symbol itself.
pub(super) fn path(symbol: &str) -> Vec<String> {
    if scan(symbol.as_bytes()).is_some() {
        SYMBOLS.prefixes(symbol, &[1, 3, 4])
    } else {
        vec![symbol.to_owned()]
    }
}

/// One symbol as a user writes it, down to a lone section letter.
pub(super) fn resolve(text: &str) -> Vec<String> {
    let found = symbols(text);
    if !found.is_empty() {
        return found;
    }
    let section = text.trim().to_uppercase();
    let known = section.len() == 1 && SYMBOLS.get(&section).is_some();
    known.then_some(section).into_iter().collect()
}

/// All symbols in a text, in order, each once, written `E01B3/32`.
///
/// Reads `E01B3/32(2006.01)I`, `e01b 3/32`, `H01M0010052500` and lists of them.
#[must_use]
pub fn symbols(text: &str) -> Vec<String> {
    let upper: String = if text.is_ascii() {
        text.to_ascii_uppercase()
    } else {
        text.nfkc().flat_map(char::to_uppercase).collect()
    };
    let bytes = upper.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let boundary = start == 0
            || bytes
                .get(start - 1)
                .is_none_or(|b| !b.is_ascii_alphanumeric());
        match scan(rest).filter(|_| boundary) {
            Some((symbol, length)) => {
                if !found.contains(&symbol) {
                    found.push(symbol);
                }
                start += length;
            }
            None => start += 1,
        }
    }
    found
}

/// Reads the symbol at the start of `bytes`: the symbol and its length as written.
fn scan(bytes: &[u8]) -> Option<(String, usize)> {
    let (&section, class) = (bytes.first()?, bytes.get(1..3)?);
    if !matches!(section, b'A'..=b'H' | b'Y') || !class.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let has_subclass = bytes.get(3).is_some_and(u8::is_ascii_uppercase);
    let end = if has_subclass { 4 } else { 3 };
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let rest = bytes.get(end..).unwrap_or_default();
    if let Some((group, length)) = scan_group(rest).filter(|_| has_subclass) {
        return Some((head + &group, end + length));
    }
    let ends_here = rest
        .first()
        .is_none_or(|byte| !byte.is_ascii_alphanumeric());
    ends_here.then_some((head, end))
}

/// Reads `10/0525`, ` 10/ 0525`, `-010/0525`, `10`, `0010052500` or `00100525`.
fn scan_group(bytes: &[u8]) -> Option<(String, usize)> {
    let blanks = |from: usize| count(bytes, from, |b| b == b' ' || b == b'-');
    let digits = |from: usize| count(bytes, from, |b| b.is_ascii_digit());
    let text = |from: usize, length: usize| {
        let part = bytes.get(from..from + length).unwrap_or_default();
        String::from_utf8_lossy(part).into_owned()
    };
    let start = blanks(0);
    let main = digits(start);
    let slash = start + main + count(bytes, start + main, |b| b == b' ');
    // Derwent leaves out the noughts at the end: `C01B0032182`.
    let is_cut = (6..=9).contains(&main) && bytes.get(start) == Some(&b'0');
    if main == 10 || main == 14 || is_cut {
        let sub = text(start + 4, (main - 4).min(6));
        return Some((
            group(&text(start, 4), sub.trim_end_matches('0')),
            start + main,
        ));
    }
    if !(1..=4).contains(&main) {
        return None;
    }
    let from = slash + 1 + count(bytes, slash + 1, |b| b == b' ');
    let sub = digits(from);
    if bytes.get(slash) == Some(&b'/') && (1..=6).contains(&sub) {
        return Some((group(&text(start, main), &text(from, sub)), from + sub));
    }
    Some((group(&text(start, main), ""), start + main))
}

/// Number of bytes from `from` on that are of a sort.
fn count(bytes: &[u8], from: usize, of_sort: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().take_while(|&&byte| of_sort(byte)).count()
}

fn group(main: &str, sub: &str) -> String {
    let main = main.trim_start_matches('0');
    format!("{}/{sub:0<2}", if main.is_empty() { "0" } else { main })
}
