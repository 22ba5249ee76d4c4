//! What to mark in a text that is shown.

use std::ops::Range;

use crate::analysis::{self, Text, Unit};
use crate::query::{Query, Value};

/// Finds what a query matched in a stored text.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Highlighter {
    patterns: Vec<Pattern>,
}

/// Units in a row.
#[derive(Debug, Clone, PartialEq)]
struct Pattern {
    units: Vec<Text>,
    /// The last unit need only begin so.
    open: bool,
}

impl Highlighter {
    /// Marks what `query` asks for; for a relaxed search also its parts.
    pub(super) fn new(query: &Query, relaxed: bool) -> Self {
        let mut patterns = Vec::new();
        for (field, value) in query.positive() {
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
        Value::Wildcard(_) | Value::Range { .. } | Value::Flag(_) => return,
    };
    let units = analysis::units(text);
    let pattern = |part: &[Unit], open| Pattern {
        units: part.iter().map(|unit| unit.text.clone()).collect(),
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

impl Pattern {
    /// How many units match at the start of `units`.
    fn at(&self, units: &[Unit]) -> Option<usize> {
        let row = units.get(..self.units.len())?;
        let adjoin = row.windows(2).all(|pair| pair[0].adjoins(&pair[1]));
        let last = self.units.len() - 1;
        let same = |(place, (wanted, unit)): (usize, (&Text, &Unit))| {
            let meant = unit.meant.is_some_and(|meant| *wanted == Text::Han(meant));
            meant || equal(wanted, &unit.text, self.open && place == last)
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
