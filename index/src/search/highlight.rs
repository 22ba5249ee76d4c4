//! What to mark in a text that is shown.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analysis::{self, Text, Unit};
use crate::query::{Query, Value};

/// Finds what a query matched in a stored text.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Highlighter {
    patterns: Vec<Pattern>,
}

/// Units in a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Pattern {
    units: Vec<Wanted>,
    /// The last unit need only begin so.
    open: bool,
}

/// What stands in one place of a pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Wanted {
    Unit(Text),
    /// A word by its letters, of which `*` stands for any number and `?` for one.
    Letters(Vec<char>),
    /// Any one unit.
    Any,
}

impl Highlighter {
    /// Marks what `query` asks for; for a relaxed search also its parts.
    pub(super) fn new(query: &Query, relaxed: bool) -> Self {
        let mut patterns = Vec::new();
        for (field, value) in query.positive() {
            if let Value::Alike(alike) = value {
                for word in &alike.words {
                    add(&mut patterns, &Value::Word(word.clone()), false);
                }
            }
            if !field.is_text() {
                continue;
            }
            add(&mut patterns, value, relaxed);
        }
        Self { patterns }
    }

    /// Byte ranges of `text` that match, in order, not overlapping, on character boundaries.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        if self.patterns.is_empty() {
            return Vec::new();
        }
        let units = analysis::units(text);
        let mut marks: Vec<Range<usize>> = Vec::new();
        for start in 0..units.len() {
            let lengths = self
                .patterns
                .iter()
                .filter_map(|pattern| pattern.at(&units[start..]));
            if let Some(length) = lengths.max() {
                let range = units[start].range.start..units[start + length - 1].range.end;
                match marks.last_mut() {
                    Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                    _ => marks.push(range),
                }
            }
        }
        marks
    }
}

fn add(patterns: &mut Vec<Pattern>, value: &Value, relaxed: bool) {
    let (text, open) = match value {
        Value::Word(text) | Value::Phrase { text, .. } => (text, false),
        Value::Prefix(text) => (text, true),
        Value::Wildcard(text) => return patterns.extend(wildcard(text)),
        Value::Range { .. } | Value::Last { .. } | Value::Flag(_) | Value::Alike(_) => return,
    };
    let units = analysis::units(text);
    let pattern = |part: &[Unit], open| Pattern {
        units: wanted(part).collect(),
        open,
    };
    if relaxed {
        // Words of one character would mark half of any text.
        let words = analysis::words(&units).into_iter();
        let words = words.filter(|word| word.len() > 1 || !units[word.start].is_han());
        patterns.extend(words.map(|word| pattern(&units[word], false)));
    }
    if !units.is_empty() {
        patterns.push(pattern(&units, open));
    }
}

fn wanted(units: &[Unit]) -> impl Iterator<Item = Wanted> + '_ {
    units.iter().map(|unit| Wanted::Unit(unit.text.clone()))
}

/// The patterns of a word with `*` and `?`: Chinese on both sides of a `*` is marked by itself.
fn wildcard(text: &str) -> Vec<Pattern> {
    if !text.chars().any(analysis::is_han) {
        let letters = text.chars().flat_map(char::to_lowercase).collect();
        return vec![Pattern {
            units: vec![Wanted::Letters(letters)],
            open: false,
        }];
    }
    let pieces = text.trim_matches(['*', '?']).split('*');
    let row = |piece: &str| {
        let mut row = Vec::new();
        for (place, known) in piece.split('?').enumerate() {
            row.extend((place > 0).then_some(Wanted::Any));
            row.extend(wanted(&analysis::units(known)));
        }
        row
    };
    let rows = pieces.map(row).filter(|units| !units.is_empty());
    rows.map(|units| Pattern { units, open: false }).collect()
}

/// Whether letters are as a pattern says: the last `*` passed may take one letter more.
fn fits(pattern: &[char], letters: &[char]) -> bool {
    let (mut at, mut letter) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while letter < letters.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, letter));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == letters[letter] => {
                at += 1;
                letter += 1;
            }
            _ => match &mut star {
                Some((passed, taken)) => {
                    *taken += 1;
                    (at, letter) = (*passed + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

impl Pattern {
    /// How many units match at the start of `units`.
    fn at(&self, units: &[Unit]) -> Option<usize> {
        let row = units.get(..self.units.len())?;
        let adjoin = row.windows(2).all(|pair| pair[0].adjoins(&pair[1]));
        let last = self.units.len() - 1;
        let same = |(place, (wanted, unit)): (usize, (&Wanted, &Unit))| match (wanted, &unit.text) {
            (Wanted::Any, _) => true,
            (Wanted::Letters(pattern), Text::Word(word)) => {
                fits(pattern, &word.chars().collect::<Vec<_>>())
            }
            (Wanted::Letters(_), Text::Han(_)) => false,
            (Wanted::Unit(wanted), found) => {
                let meant = unit.meant.is_some_and(|meant| *wanted == Text::Han(meant));
                meant || equal(wanted, found, self.open && place == last)
            }
        };
        (adjoin && self.units.iter().zip(row).enumerate().all(same)).then_some(row.len())
    }
}

/// Whether a unit of the text is what the query asked for: words also in the singular.
fn equal(wanted: &Text, found: &Text, open: bool) -> bool {
    match (wanted, found) {
        (Text::Word(wanted), Text::Word(found)) => {
            let stem = |word: &str| analysis::singular(word).unwrap_or_else(|| word.to_owned());
            wanted == found
                || open && found.starts_with(wanted.as_str())
                || stem(wanted) == stem(found)
        }
        (wanted, found) => wanted == found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn marked(query: &str, text: &str) -> String {
        let marks = Highlighter::new(&parse(query, false).query, false).marks(text);
        let words = marks.into_iter().filter_map(|mark| text.get(mark));
        words.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn wildcards_are_marked_as_far_as_they_reach() {
        for (query, text, expected) in [
            ("防?涂料", "一种防腐涂料，防涂料", "防腐涂料"),
            ("防*料", "防腐涂料", "防|料"),
            ("gr*ne", "Graphene and gravity", "Graphene"),
            ("sens?r", "sensors and sensor", "sensor"),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }
}
