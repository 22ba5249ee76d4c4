//! Texts as weighted terms: pairs of characters, Latin words and single characters.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::analysis::{self, Text, Unit, WAYS};
use crate::synonyms::Synonyms;

/// What a term in the title counts beside one in the text (the measure with graded needs is best
/// at three).
const TITLE_TIMES: f32 = 3.0;
/// What a pair across the border of two dictionary words counts beside one within.
const ACROSS_WORDS: f32 = 0.4;
/// What a word of the same meaning counts beside the asker's own.
const SAME_MEANING: f32 = 0.5;

/// What a word that says nothing of a subject counts beside one that does.
const COMMON_WORD: f32 = 0.3;

/// Words that say nothing of a subject.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// A term of the asker.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AskedTerm {
    /// As the index has it.
    pub(crate) text: String,
    /// A single Han character.
    pub(crate) is_character: bool,
    /// How often it is said, the title counted more.
    times: f32,
    /// How much it says by its form: less across the border of two words.
    factor: f32,
}

impl AskedTerm {
    /// What it weighs before its rarity: what is said twice weighs less than twice as much.
    pub(crate) fn weight(&self) -> f32 {
        self.times.sqrt() * self.factor
    }
}

/// A word of the asker, and the terms that stand for it in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedWord {
    /// As written.
    pub(crate) text: String,
    /// Its terms.
    pub(crate) terms: Vec<String>,
}

/// Gathers the terms and words of an asker's texts.
#[derive(Default)]
pub(super) struct Gathered {
    places: HashMap<(String, bool), usize>,
    /// Words that are among `words`.
    known: HashSet<String>,
    pub(super) terms: Vec<AskedTerm>,
    pub(super) words: Vec<AskedWord>,
}

impl Gathered {
    /// Adds a text; `synonyms` lend words of the same meaning to those of a title.
    pub(super) fn add(&mut self, text: &str, is_title: bool, synonyms: &Synonyms) {
        let times = if is_title { TITLE_TIMES } else { 1.0 };
        let units = analysis::units(text);
        let words = analysis::words(&units);
        self.add_units(&units, &words, (times, 1.0));
        for word in &words {
            self.add_word(text, &units, word);
        }
        for other in others(text, &units, &words, synonyms) {
            let units = analysis::units(&other);
            let words = analysis::words(&units);
            self.add_units(&units, &words, (times, SAME_MEANING));
        }
    }

    fn add_units(&mut self, units: &[Unit], words: &[Range<usize>], weighed: (f32, f32)) {
        let (times, factor) = weighed;
        for (at, unit) in units.iter().enumerate() {
            let (text, is_character) = match &unit.text {
                Text::Han(c) => (c.to_string(), true),
                Text::Word(word) => {
                    let singular = analysis::singular(word);
                    (singular.unwrap_or_else(|| word.clone()), false)
                }
            };
            let is_common = !is_character && COMMON.contains(&*text);
            if !is_common {
                self.add_term(text, is_character, (times, factor));
            }
            let mut pair = String::new();
            if analysis::write_term(units, at, 2, &mut pair).is_some() {
                let within = match is_within(words, at) {
                    true if COMMON.contains(&*pair) => COMMON_WORD,
                    true => 1.0,
                    false => ACROSS_WORDS,
                };
                self.add_term(pair, false, (times, factor * within));
            }
        }
    }

    fn add_term(&mut self, text: String, is_character: bool, weighed: (f32, f32)) {
        let (times, factor) = weighed;
        let place = *self
            .places
            .entry((text.clone(), is_character))
            .or_insert(self.terms.len());
        match self.terms.get_mut(place) {
            Some(known) => {
                known.times += times;
                known.factor = known.factor.max(factor);
            }
            None => self.terms.push(AskedTerm {
                text,
                is_character,
                times,
                factor,
            }),
        }
    }

    /// Adds a word of two characters or more.
    fn add_word(&mut self, text: &str, units: &[Unit], word: &Range<usize>) {
        let Some(written) = written(text, units, word) else {
            return;
        };
        let long_enough = word.len() > 1 || written.len() > 2 && !units[word.start].is_han();
        let is_common = COMMON.contains(&*written.to_lowercase());
        if !long_enough || is_common || !self.known.insert(written.to_owned()) {
            return;
        }
        let terms = terms_of(units.get(word.clone()).unwrap_or_default());
        self.words.push(AskedWord {
            text: written.to_owned(),
            terms,
        });
    }
}

/// The terms of a text that are looked for in a listing: pairs and Latin words.
pub(super) fn terms_of(units: &[Unit]) -> Vec<String> {
    let mut terms = Vec::new();
    let mut term = String::new();
    for at in 0..units.len() {
        for way in 0..WAYS {
            if analysis::write_term(units, at, way, &mut term).is_some() {
                terms.push(term.clone());
            }
        }
    }
    terms
}

/// Whether a pair lies within one word, or joins two words of one character.
fn is_within(words: &[Range<usize>], at: usize) -> bool {
    // Words are in order: in a long text they are many.
    let word = |at: usize| {
        let place = words.partition_point(|word| word.end <= at);
        words.get(place).filter(|word| word.contains(&at))
    };
    match (word(at), word(at + 1)) {
        (Some(first), Some(second)) => first == second || first.len() == 1 && second.len() == 1,
        _ => false,
    }
}

/// The text of a word as written.
fn written<'t>(text: &'t str, units: &[Unit], word: &Range<usize>) -> Option<&'t str> {
    let units = units.get(word.clone())?;
    let (first, last) = (units.first()?, units.last()?);
    text.get(first.range.start..last.range.end)
}

/// Words of the same meaning as those of a text, or as two or three of them in a row.
fn others(text: &str, units: &[Unit], words: &[Range<usize>], synonyms: &Synonyms) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for (at, first) in words.iter().enumerate() {
        for last in words.iter().skip(at).take(MAX_WORDS_OF_ENTRY) {
            let row = first.start..last.end;
            let Some(written) = written(text, units, &row) else {
                continue;
            };
            let found = synonyms.of(written).into_iter();
            others.extend(found.map(str::to_owned));
        }
    }
    others.sort_unstable();
    others.dedup();
    others
}

/// Most words that one entry of the table of synonyms is made of.
const MAX_WORDS_OF_ENTRY: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_counts_more_and_a_border_less() {
        let mut gathered = Gathered::default();
        let synonyms = Synonyms::default();
        gathered.add("石墨烯涂料", true, &synonyms);
        gathered.add("涂料 coatings 涂料", false, &synonyms);
        let weight = |text: &str| {
            let found = gathered.terms.iter().find(|term| term.text == text);
            found.map_or(0.0, AskedTerm::weight)
        };
        assert!(weight("涂料") > weight("石墨"), "said again");
        assert!(weight("石墨") > weight("烯涂"), "across two words");
        assert!(weight("coating") > 0.0, "in the singular");
        assert!(gathered.words.iter().any(|word| word.text == "涂料"));
    }

    #[test]
    fn words_of_the_same_meaning_are_asked_for_too() {
        let mut gathered = Gathered::default();
        gathered.add("graphene coating", true, &Synonyms::with(""));
        let texts: Vec<_> = gathered.terms.iter().map(|term| &*term.text).collect();
        assert!(texts.contains(&"石墨"), "{texts:?}");
    }
}
