//! Chinese by Latin letters: full pinyin (`shimoxi`) and initials (`smx`).
//!
//! As with characters, the index holds pairs: for two neighbouring characters the pair of their
//! syllables and that of their initials, in every reading that the characters have, so that 重庆
//! is found by `chongqing` and `cq` without knowing which reading is meant. A pair that begins a
//! word or name is held a second time with [`START`] before it; a query begins with such a one.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use ::pinyin::{Pinyin, ToPinyin as _, ToPinyinMulti as _};

use crate::analysis::{self, Text, Unit};

/// Marks a pair that begins a word or name.
const START: char = '^';

/// Parts two syllables.
const BREAK: &str = "'";

/// Longest pinyin word looked at, in letters.
const MAX_LETTERS: usize = 40;

/// Most ways of cutting one word into syllables.
const MAX_CUTS: usize = 8;

/// All syllables of Chinese without tones, in order.
pub(crate) static SYLLABLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut syllables: Vec<_> = COMMON
        .filter_map(|c| c.to_pinyin().map(Pinyin::plain))
        // Interjections without a vowel (`m`, `ng`) would cut every word into shreds.
        .filter(|syllable| syllable.contains(['a', 'e', 'i', 'o', 'u', 'ü']))
        .collect();
    syllables.sort_unstable();
    syllables.dedup();
    syllables
});

/// The syllables as people type them, in order, and which they are.
static TYPED: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let syllables = SYLLABLES.iter().copied();
    let mut typed: Vec<_> = syllables
        .flat_map(|syllable| spellings(syllable).map(move |typed| (typed.into_owned(), syllable)))
        .collect();
    typed.sort_unstable();
    typed
});

/// How a syllable is typed: there is no key for `ü`, and people type `v` or `u`.
fn spellings(syllable: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let umlaut = syllable.contains(UMLAUT);
    let typed = move |letter: &str| Cow::Owned(syllable.replace(UMLAUT, letter));
    let first = if umlaut {
        typed("v")
    } else {
        Cow::Borrowed(syllable)
    };
    std::iter::once(first).chain(umlaut.then(|| typed("u")))
}

/// The letter that keyboards have no key for.
const UMLAUT: char = 'ü';

/// The syllables that letters may be meant for.
fn syllables_of(typed: &str) -> impl Iterator<Item = &'static str> {
    let start = TYPED.partition_point(|(known, _)| known.as_str() < typed);
    let same = TYPED.iter().skip(start);
    let same = same.take_while(move |(known, _)| known == typed);
    same.map(|(_, syllable)| *syllable)
}

/// The readings of a character without tones, each once, in order.
fn readings(c: char) -> Cow<'static, [&'static str]> {
    let place = u32::from(c).checked_sub(u32::from(*COMMON.start()));
    let known = place.and_then(|place| READINGS.get(usize::try_from(place).ok()?));
    known.map_or_else(|| Cow::Owned(readings_of(c)), Cow::from)
}

fn readings_of(c: char) -> Vec<&'static str> {
    let readings = c.to_pinyin_multi().into_iter().flatten();
    let mut readings: Vec<_> = readings.map(Pinyin::plain).collect();
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// The block of the common characters.
const COMMON: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// The readings of the common characters: an import asks for millions.
static READINGS: LazyLock<Vec<Vec<&'static str>>> =
    LazyLock::new(|| COMMON.map(readings_of).collect());

/// Whether two characters have a reading in common, tones left aside.
pub(crate) fn share_a_reading(a: char, b: char) -> bool {
    let other = readings(b);
    readings(a).iter().any(|reading| other.contains(reading))
}

/// The terms of a text, made one by one: there are several for each of its characters.
pub(crate) struct Terms {
    units: Vec<Unit>,
    /// Whether a word starts at a unit.
    starts: Vec<bool>,
    /// How many pairs of neighbours were read.
    read: usize,
    /// The terms of the last of them, one behind the other …
    pair: String,
    /// … and where each stands.
    bounds: Vec<Range<usize>>,
    /// How many of these were given, those with [`START`] counted by themselves.
    given: usize,
}

impl Terms {
    /// Those of a text.
    pub(crate) fn of(text: &str) -> Self {
        let units = analysis::units(text);
        let mut starts = vec![false; units.len()];
        for word in analysis::words(&units) {
            starts[word.start] = true;
        }
        Self {
            units,
            starts,
            read: 0,
            pair: String::new(),
            bounds: Vec::new(),
            given: 0,
        }
    }

    /// Writes the next term and gives the position of its first character.
    pub(crate) fn next(&mut self, text: &mut String) -> Option<u32> {
        loop {
            // None is read yet where there are no terms.
            let first = self.read.saturating_sub(1);
            let starts = self.starts.get(first).is_some_and(|starts| *starts);
            let ways = if starts { 2 } else { 1 };
            if let Some(term) = self.bounds.get(self.given / ways) {
                text.clear();
                if starts && self.given.is_multiple_of(2) {
                    text.push(START);
                }
                text.push_str(slice(&self.pair, term));
                self.given += 1;
                return Some(self.units[first].position);
            }
            let [first, second] = self.units.get(self.read..self.read + 2)? else {
                return None;
            };
            self.read += 1;
            self.given = 0;
            self.pair.clear();
            self.bounds.clear();
            if first.adjoins(second) {
                write_pairs([first, second], &mut self.pair, &mut self.bounds);
            }
        }
    }
}

/// Writes the pairs of syllables and of initials of two characters, and where each stands.
fn write_pairs([first, second]: [&Unit; 2], text: &mut String, terms: &mut Vec<Range<usize>>) {
    let (Text::Han(first), Text::Han(second)) = (&first.text, &second.text) else {
        return;
    };
    let seconds = readings(*second);
    for one in readings(*first).iter() {
        for two in seconds.iter() {
            let start = text.len();
            text.extend([*one, BREAK, *two]);
            terms.push(start..text.len());
            if let (Some(one), Some(two)) = (one.chars().next(), two.chars().next()) {
                let start = text.len();
                text.extend([one, two]);
                terms.push(start..text.len());
            }
        }
    }
    if terms.len() > 2 {
        terms.sort_unstable_by(|a, b| slice(text, a).cmp(slice(text, b)));
        terms.dedup_by(|a, b| slice(text, a) == slice(text, b));
    }
}

fn slice<'t>(text: &'t str, bounds: &Range<usize>) -> &'t str {
    text.get(bounds.clone()).unwrap_or_default()
}

/// One way to read a query word as pinyin: terms with their distances from the first. The last
/// may be the beginning of a term only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Terms and their distances from the first.
    pub(crate) terms: Vec<(usize, String)>,
    /// Any term that begins like the last one will do.
    pub(crate) open: bool,
}

/// All ways to read a lower-case word as pinyin of at least two characters.
///
/// `typing`: the last syllable may be incomplete.
pub(crate) fn read(word: &str, typing: bool) -> Vec<Reading> {
    let word = &*word.replace(UMLAUT, "v");
    let letters = word.bytes().all(|letter| letter.is_ascii_lowercase());
    if !letters || word.len() < 2 || word.len() > MAX_LETTERS {
        return Vec::new();
    }
    let mut readings = Vec::new();
    // No syllable begins with i, u or v.
    if !word.contains(['i', 'u', 'v']) {
        let initials: Vec<char> = word.chars().collect();
        readings.push(Reading {
            terms: chain(initials.windows(2).map(|pair| pair.iter().collect())),
            open: false,
        });
    }
    let mut cuts = Vec::new();
    cut(word, typing, &mut Vec::new(), &mut cuts);
    for (syllables, open) in cuts {
        let pairs = syllables.windows(2).map(|pair| pair.join(BREAK));
        readings.push(Reading {
            terms: chain(pairs),
            open,
        });
    }
    readings
}

/// Numbers the terms of a reading and marks the first as the beginning of a word.
fn chain(pairs: impl Iterator<Item = String>) -> Vec<(usize, String)> {
    let mut terms: Vec<_> = pairs.enumerate().collect();
    if let Some((_, first)) = terms.first_mut() {
        first.insert(0, START);
    }
    terms
}

/// Cuts letters into syllables in every way; the flag says that the last one is incomplete.
fn cut<'a>(
    rest: &'a str,
    typing: bool,
    before: &mut Vec<&'a str>,
    cuts: &mut Vec<(Vec<&'a str>, bool)>,
) {
    if cuts.len() >= MAX_CUTS {
        return;
    }
    if rest.is_empty() {
        if before.len() > 1 {
            cuts.push((before.clone(), false));
        }
        return;
    }
    // The longest syllable first: it is meant most often. None has more than six letters.
    for length in (1..=rest.len().min(6)).rev() {
        let (typed, rest) = rest.split_at(length);
        for syllable in syllables_of(typed) {
            before.push(syllable);
            cut(rest, typing, before, cuts);
            before.pop();
        }
    }
    let incomplete = typing && !before.is_empty() && begins_a_syllable(rest);
    if incomplete && syllables_of(rest).next().is_none() {
        before.push(rest);
        cuts.push((before.clone(), true));
        before.pop();
    }
}

fn begins_a_syllable(letters: &str) -> bool {
    let place = TYPED.partition_point(|(typed, _)| typed.as_str() < letters);
    TYPED
        .get(place)
        .is_some_and(|(typed, _)| typed.starts_with(letters))
}

/// Whether lower-case letters spell neighbouring Chinese characters of a text: each by its initial
/// or its syllable, in any of its readings; the last syllable may be incomplete. `qc` and
/// `qingch` spell 清除.
#[must_use]
pub fn spells(letters: &str, text: &str) -> bool {
    let possible = !letters.is_empty() && letters.len() <= MAX_LETTERS;
    let readings: Vec<_> = text.chars().map(readings).collect();
    possible && (0..readings.len()).any(|start| spells_start(letters, &readings[start..]))
}

fn spells_start(letters: &str, readings: &[Cow<'static, [&'static str]>]) -> bool {
    let Some((first, rest)) = readings.split_first() else {
        return false;
    };
    let mut typed = first.iter().flat_map(|syllable| spellings(syllable));
    typed.any(|syllable| {
        let begun = [Some(&*syllable), syllable.get(..1)];
        let more = begun
            .into_iter()
            .flatten()
            .filter_map(|begun| letters.strip_prefix(begun));
        syllable.starts_with(letters) || more.into_iter().any(|more| spells_start(more, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str, wanted: &[&str]) {
        let (mut of, mut term, mut terms) = (Terms::of(text), String::new(), Vec::new());
        while of.next(&mut term).is_some() {
            terms.push(term.clone());
        }
        for term in wanted {
            assert!(
                terms.iter().any(|known| known == term),
                "{text}: {term} in {terms:?}"
            );
        }
    }

    #[test]
    fn every_reading_of_a_character_is_found() {
        has(
            "重庆银行",
            &["^chong'qing", "^cq", "^yin'hang", "yin'xing", "^yh"],
        );
        has("石墨烯", &["^shi'mo", "mo'xi", "^sm", "mx"]);
    }

    #[test]
    fn words_are_cut_into_syllables_in_every_way() {
        let shown = |word: &str, typing| -> Vec<String> {
            let readings = read(word, typing).into_iter();
            readings
                .map(|reading| {
                    let terms: Vec<_> = reading.terms.into_iter().map(|(_, term)| term).collect();
                    format!("{}{}", terms.join(" "), if reading.open { "*" } else { "" })
                })
                .collect()
        };
        assert_eq!(shown("hzkjdx", false), ["^hz zk kj jd dx"]);
        assert_eq!(shown("chongqing", false), ["^chong'qing"]);
        assert_eq!(shown("xian", false), ["^xi'an"]);
        assert_eq!(shown("shimox", true), ["^shi'mo mo'x*"]);
        assert_eq!(shown("lvse", false), ["^lü'se"]);
        assert_eq!(shown("lüse", false), ["^lü'se"]);
        assert_eq!(shown("luse", false), ["^lu'se", "^lü'se"]);
        assert_eq!(shown("zhanlve", false), ["^zhan'lüe", "^zhan'lü lü'e"]);
        assert_eq!(
            shown("zhanlue", false),
            ["^zhan'lüe", "^zhan'lu lu'e", "^zhan'lü lü'e"]
        );
        assert_eq!(shown("nvxing", false), ["^nü'xing"]);
        assert_eq!(shown("zhanlv", true), ["^zhan'lü"]);
        assert_eq!(shown("silicon", false), Vec::<String>::new());
        assert_eq!(shown("a", false), Vec::<String>::new());
        assert_eq!(shown("Shimo", false), Vec::<String>::new());
    }

    #[test]
    fn letters_spell_characters_by_initials_and_syllables() {
        let check = |letters: &str, text: &str, expected| {
            assert_eq!(spells(letters, text), expected, "{letters} {text}");
        };
        check("qcsx", "清除筛选", true);
        check("qingchu", "清除筛选", true);
        check("qingcs", "清除筛选", true);
        check("sx", "清除筛选", true);
        check("shaix", "清除筛选", true);
        check("qcx", "清除筛选", false);
        check("cq", "重庆", true);
        check("lvse", "绿色", true);
        check("luse", "绿色", true);
        check("zhanlve", "战略", true);
        check("fz", "复制 vCard", true);
        check("fzv", "复制 vCard", false);
        check("", "复制", false);
        check("xyz", "", false);
        check(&"a".repeat(41), &"阿".repeat(60), false);
    }

    #[test]
    fn a_long_word_is_read_in_bounded_time() {
        assert!(read(&"a".repeat(40), true).len() <= MAX_CUTS + 1);
        assert!(read(&"x".repeat(41), true).is_empty());
    }
}
