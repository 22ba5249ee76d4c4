//! Text → units → terms: what is put into the index, and what a query asks it for.
//!
//! A *unit* is one Han character, or one run of other letters and digits (`li`, `c60`,
//! `3.5mm`), folded: compatibility forms, case, accents, traditional characters. Units have
//! positions; punctuation leaves a gap, so that nothing matches across it, a hyphen or a blank
//! does not.
//!
//! The index holds *terms*, made from units:
//! - every pair of neighbouring units of which one is a Han character, at the position of the
//!   first: a Chinese word of two characters is one term, a longer one a phrase of pairs;
//! - every unit that is not Han, also in its singular, also joined to its neighbour across a
//!   hyphen (`li-ion` → `li`, `ion`, `liion`);
//! - single Han characters in fields of their own.
//!
//! So a Chinese word matches wherever its characters stand in a row, whatever a dictionary says,
//! at the price of a word lookup: pairs have short posting lists where single characters have
//! long ones. Dictionary words serve the ranking, on the query's side only (see [`words`]).

mod look_alike;

use std::ops::Range;
use std::sync::LazyLock;

use jieba_rs::Jieba;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Parts the two units of a pair term in which one is not Han.
pub(crate) const JOINT: char = '\u{1f}';

/// One Han character or one run of other letters and digits, folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Text {
    /// A Han character.
    Han(char),
    /// A run of other letters and digits.
    Word(String),
}

/// A [`Text`] at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Folded text.
    pub(crate) text: Text,
    /// Distance from the start in units, gaps counted.
    pub(crate) position: u32,
    /// Where it stands in the text it was read from, in bytes.
    pub(crate) range: Range<usize>,
    /// Bound to the next unit by a hyphen or slash.
    pub(crate) hyphened: bool,
    /// The character that was meant, where this one only looks like it (`转囮` for 转化).
    pub(crate) meant: Option<char>,
}

/// Whether a character is written without blanks and read by itself.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇' | '\u{3040}'..='\u{30ff}')
}

impl Unit {
    /// Whether it is a Han character.
    pub(crate) const fn is_han(&self) -> bool {
        matches!(self.text, Text::Han(_))
    }

    fn push_to(&self, out: &mut String) {
        match &self.text {
            Text::Han(c) => out.push(*c),
            Text::Word(word) => out.push_str(word),
        }
    }

    /// The Han character that is meant.
    pub(crate) const fn meant_han(&self) -> Option<char> {
        match (self.meant, &self.text) {
            (Some(c), _) | (None, &Text::Han(c)) => Some(c),
            (None, Text::Word(_)) => None,
        }
    }

    /// Whether nothing but a blank or hyphen stands between this and `next`.
    pub(crate) const fn adjoins(&self, next: &Self) -> bool {
        next.position == self.position + 1
    }
}

/// Traditional → simplified, character by character: text and query are folded alike, so that
/// no context is needed (`乾` becomes `干` on both sides).
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    use ferrous_opencc::{OpenCC, config::BuiltinConfig};
    let converter = OpenCC::from_config(BuiltinConfig::T2s).ok();
    ('\u{4e00}'..='\u{9fff}')
        .map(|c| {
            let mut buffer = [0; 4];
            let converted = converter
                .as_ref()
                .map(|converter| converter.convert(c.encode_utf8(&mut buffer)));
            converted.and_then(|text| text.chars().next()).unwrap_or(c)
        })
        .collect()
});

/// The simplified form of a Han character.
fn simplified(c: char) -> char {
    (u32::from(c))
        .checked_sub(0x4e00)
        .and_then(|index| SIMPLIFIED.get(index as usize))
        .copied()
        .unwrap_or(c)
}

/// Folds one character; nothing comes out for marks that modify the one before.
pub(crate) fn fold(c: char, out: &mut impl FnMut(char)) {
    if c.is_ascii() {
        out(c.to_ascii_lowercase());
    } else if is_han(c) && c < '\u{f900}' && c > '\u{30ff}' {
        out(simplified(c));
    } else if c < '\u{2e80}' {
        for c in std::iter::once(c).nfkd() {
            if !('\u{300}'..='\u{36f}').contains(&c) {
                c.to_lowercase().for_each(&mut *out);
            }
        }
    } else {
        for c in std::iter::once(c).nfkc() {
            simplified(c).to_lowercase().for_each(&mut *out);
        }
    }
}

/// What a folded character does to the run of units.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Han,
    Letter,
    Blank,
    Hyphen,
    Punctuation,
    Ignored,
}

fn class(c: char) -> Class {
    match c {
        _ if is_han(c) => Class::Han,
        _ if c.is_alphanumeric() => Class::Letter,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Class::Ignored,
        '-' | '‐' | '‑' | '–' | '/' | '_' | '−' => Class::Hyphen,
        _ if c.is_whitespace() => Class::Blank,
        _ => Class::Punctuation,
    }
}

/// Builds units while characters pass by.
struct Units {
    done: Vec<Unit>,
    /// The run that is not yet closed, and where it stands.
    open: String,
    open_range: Range<usize>,
    position: u32,
    gap: bool,
}

impl Units {
    fn letter(&mut self, c: char, range: &Range<usize>) {
        if self.open.is_empty() {
            self.open_range.start = range.start;
        }
        self.open_range.end = range.end;
        // A run longer than any word is data, not text: its rest is dropped to bound the terms.
        if self.open.len() < 64 {
            self.open.push(c);
        }
    }

    fn han(&mut self, c: char, range: Range<usize>) {
        self.close();
        self.add(Text::Han(c), range);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            let word = self.open.as_str().to_owned();
            self.open.clear();
            self.add(Text::Word(word), self.open_range.clone());
        }
    }

    fn add(&mut self, text: Text, range: Range<usize>) {
        if std::mem::take(&mut self.gap) && !self.done.is_empty() {
            self.position += 1;
        }
        self.done.push(Unit {
            text,
            position: self.position,
            range,
            hyphened: false,
            meant: None,
        });
        self.position += 1;
    }
}

/// Reads a text into units.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut units = Units {
        done: Vec::with_capacity(text.len() / 3),
        open: String::new(),
        open_range: 0..0,
        position: 0,
        gap: false,
    };
    let mut characters = text.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        let range = start..start + c.len_utf8();
        let next = characters.peek().map(|&(_, c)| c);
        fold(c, &mut |folded| match class(folded) {
            Class::Han => units.han(folded, range.clone()),
            Class::Letter => units.letter(folded, &range),
            Class::Ignored => {}
            Class::Blank => units.close(),
            Class::Hyphen => hyphen(&mut units, next),
            Class::Punctuation
                if in_number(folded, &units.open, next)
                    || in_name(folded, &units.open, text.get(range.end..)) =>
            {
                units.letter(folded, &range);
            }
            Class::Punctuation => {
                units.close();
                units.gap = true;
            }
        });
    }
    units.close();
    look_alike::repair(&mut units.done);
    units.done
}

/// A hyphen or slash binds the words on both its sides; anywhere else it is punctuation.
fn hyphen(units: &mut Units, next: Option<char>) {
    let bound = !units.open.is_empty() && next.is_some_and(char::is_alphanumeric);
    units.close();
    match units.done.last_mut() {
        Some(last) if bound => last.hyphened = true,
        _ => units.gap = true,
    }
}

/// Whether a full stop stands inside a number (`3.5mm`).
fn in_number(c: char, open: &str, next: Option<char>) -> bool {
    c == '.'
        && open.ends_with(|c: char| c.is_ascii_digit())
        && next.is_some_and(|c| c.is_ascii_digit())
}

/// Whether a sign belongs to the name before it: `C++`, `C#`.
fn in_name(c: char, open: &str, rest: Option<&str>) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '+');
    let rest = rest.unwrap_or_default();
    match c {
        // The second, which the first one has seen.
        '+' if open.ends_with('+') => !open.ends_with("++"),
        '+' => {
            open.ends_with(char::is_alphabetic) && rest.strip_prefix(['+', '＋']).is_some_and(ends)
        }
        '#' => matches!(open, "c" | "f" | "j") && ends(rest),
        _ => false,
    }
}

/// The singular of an English word, by the three rules of the "S-stemmer" (D. Harman, "How
/// effective is suffixing?", JASIS 42 (1991) 7–15): light enough to leave names alone.
pub(crate) fn singular(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return (!stem.ends_with(['a', 'e'])).then(|| format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("es")
        && (stem.ends_with(['x', 'z'])
            || stem.ends_with("ch")
            || stem.ends_with("sh")
            || stem.ends_with("ss"))
    {
        return Some(stem.to_owned());
    }
    let stem = word.strip_suffix('s')?;
    (!stem.ends_with(['s', 'u', 'i'])).then(|| stem.to_owned())
}

/// The ways in which a unit gives a term, in the order of [`write_term`]'s `way`.
pub(crate) const WAYS: usize = 5;

/// Writes the term that the unit at `index` gives in one of the [`WAYS`]: alone, in the
/// singular, with its neighbour where one of them is Han, joined across a hyphen, with its
/// neighbour where one of them only looks like what was meant.
///
/// Returns how many units the term spans, `None` where there is no such term.
pub(crate) fn write_term(
    units: &[Unit],
    index: usize,
    way: usize,
    out: &mut String,
) -> Option<usize> {
    out.clear();
    let unit = units.get(index)?;
    let next = units.get(index + 1).filter(|next| unit.adjoins(next));
    match (way, &unit.text, next) {
        (0, Text::Word(word), _) => out.push_str(word),
        (1, Text::Word(word), _) => out.push_str(&singular(word)?),
        (2, _, Some(next)) if unit.is_han() || next.is_han() => {
            unit.push_to(out);
            if unit.is_han() != next.is_han() {
                out.push(JOINT);
            }
            next.push_to(out);
        }
        (3, Text::Word(_), Some(next)) if unit.hyphened && !next.is_han() => {
            unit.push_to(out);
            next.push_to(out);
        }
        (4, _, Some(next)) if (unit.meant.is_some() || next.meant.is_some()) && next.is_han() => {
            out.push(unit.meant_han()?);
            out.push(next.meant_han()?);
        }
        _ => return None,
    }
    Some(if way < 2 { 1 } else { 2 })
}

/// The dictionary, loaded once (about 150 ms): call [`warm`] from a thread that may wait.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Loads the dictionary and the tables, so that the first search need not.
pub fn warm() {
    LazyLock::force(&DICTIONARY);
    LazyLock::force(&SIMPLIFIED);
}

/// Cuts units into dictionary words: ranges of units, in order; new words are not guessed.
pub(crate) fn words(units: &[Unit]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    while start < units.len() {
        let end = start + run_length(&units[start..]);
        // Two characters that stand alone are looked up as a pair anyway: no need to wait for the
        // dictionary to be loaded.
        if end - start > 2 {
            let mut run = String::new();
            for unit in &units[start..end] {
                unit.push_to(&mut run);
            }
            let cut = DICTIONARY.tokenize(&run, jieba_rs::TokenizeMode::Default, false);
            words.extend(
                cut.iter()
                    .map(|token| start + token.start..start + token.end),
            );
        } else {
            words.push(start..end);
        }
        start = end;
    }
    words
}

/// Length of the run of Han characters at the start, or 1.
fn run_length(units: &[Unit]) -> usize {
    let neighbours = units.windows(2);
    1 + neighbours
        .take_while(|pair| pair[0].is_han() && pair[1].is_han() && pair[0].adjoins(&pair[1]))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms_of(text: &str) -> String {
        let (units, mut list, mut term) = (units(text), Vec::new(), String::new());
        for (index, unit) in units.iter().enumerate() {
            for way in 0..WAYS {
                if write_term(&units, index, way, &mut term).is_some() {
                    list.push(format!("{}@{}", term.replace(JOINT, "+"), unit.position));
                }
            }
        }
        list.join(" ")
    }

    #[test]
    fn text_becomes_pairs_and_latin_words_at_positions() {
        for (text, expected) in [
            ("石墨烯", "石墨@0 墨烯@1"),
            ("染色，体", "染色@0"),
            ("5G通信", "5g@0 5g+通@0 通信@1"),
            ("Li-ion 电池", "li@0 liion@0 ion@1 ion+电@1 电池@2"),
            ("α-淀粉酶", "α@0 α+淀@0 淀粉@1 粉酶@2"),
            ("3.5mm厚", "3.5mm@0 3.5mm+厚@0"),
            ("batteries", "batteries@0 battery@0"),
            ("轉化技術", "转化@0 化技@1 技术@2"),
            ("ＡＩ，Café", "ai@0 cafe@2"),
            ("C++ 与C#", "c++@0 c+++与@0 与+c#@1 c#@2"),
            ("a+b a++b Ca2++", "a@0 b@2 a@3 b@5 ca2@6"),
            ("", ""),
        ] {
            assert_eq!(terms_of(text), expected, "{text}");
        }
    }

    #[test]
    fn units_know_where_they_stood_in_the_text() {
        let text = "Ａ轉 ﬁx";
        let read: Vec<_> = units(text)
            .into_iter()
            .map(|unit| (text.get(unit.range).map(str::to_owned), unit.text))
            .collect();
        let word = |word: &str| Text::Word(word.to_owned());
        let expected = [
            ("Ａ", word("a")),
            ("轉", Text::Han('转')),
            ("ﬁx", word("fix")),
        ];
        assert_eq!(
            read,
            expected.map(|(source, text)| (Some(source.to_owned()), text))
        );
    }

    #[test]
    fn singulars_are_light() {
        for (word, expected) in [
            ("batteries", Some("battery")),
            ("sensors", Some("sensor")),
            ("boxes", Some("box")),
            ("processes", Some("process")),
            ("gas", None),
            ("analysis", None),
            ("glass", None),
            ("virus", None),
        ] {
            assert_eq!(singular(word).as_deref(), expected, "{word}");
        }
    }
}
