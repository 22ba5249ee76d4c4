//! Reads what stands between operators: words, phrases, flags and ranges.

use crate::limits::{MAX_BEGINNINGS, MAX_GAPS, MAX_PATTERNS};
use std::ops::Range;

use super::Parser;
use crate::measures;
use crate::query::guess::{Guess, guess, is_plain};
use crate::query::lexer::{self, Comparison, has_text, trim_end, word_end};
use crate::query::values::{self, Reading};
use crate::query::{Field, ProblemKind, Query, Value, symbols, telephone};

impl<'a> Parser<'a> {
    /// The value of a field, or what stands without one.
    pub(super) fn value(&mut self, field: Field) -> Query {
        if let Some(number) = self
            .telephone(field)
            .or_else(|| self.bracketed_number(field))
        {
            return number;
        }
        match self.character() {
            Some('(') => self.group(field),
            Some('"') => self.phrase(field, Comparison::Equal),
            _ if field.is_range() => self.range(field, Comparison::Equal),
            _ if !field.flags().is_empty() => self.flag(field),
            _ => self.word(field),
        }
    }

    /// A telephone number with blanks or brackets in it.
    fn telephone(&mut self, field: Field) -> Option<Query> {
        let allowed = field == Field::Any && self.guessing || field == Field::Number;
        let abroad = self.before() == '+';
        let (length, number) = telephone::read(self.rest(), abroad).filter(|_| allowed)?;
        self.at += length;
        let value = if self.is_being_typed() {
            Value::Prefix(number)
        } else {
            Value::Word(number)
        };
        let field = Field::Number;
        Some(Query::Match { field, value })
    }

    /// A number of a patent whose office stands in brackets.
    fn bracketed_number(&mut self, field: Field) -> Option<Query> {
        let allowed = field == Field::Any && self.guessing || field == Field::Number;
        let (length, value) = symbols::with_bracketed_office(self.rest()).filter(|_| allowed)?;
        self.at += length;
        let field = Field::Number;
        Some(Query::Match { field, value })
    }

    /// The value of a field after a comparison, which stands at `sign`.
    pub(super) fn compared(
        &mut self,
        field: Field,
        comparison: Comparison,
        sign: Range<usize>,
    ) -> Query {
        match self.character() {
            Some('(') => {
                self.report_loose(sign);
                Query::All
            }
            Some('"') => self.phrase(field, comparison),
            _ => self.range(field, comparison),
        }
    }

    /// A quotation, with the units that it may be stretched by.
    fn phrase(&mut self, field: Field, comparison: Comparison) -> Query {
        let start = self.at;
        let text = self.quoted();
        let slop = self.slop();
        if !has_text(&text) {
            Query::All
        } else if field.is_range() {
            self.range_of(field, comparison, &text, start..self.at)
        } else if !field.flags().is_empty() {
            self.flag_of(field, &text, start..self.at)
        } else {
            let value = Value::Phrase { text, slop };
            Query::Match { field, value }
        }
    }

    /// Text in quotation marks, with single blanks.
    fn quoted(&mut self) -> String {
        let open = self.at;
        self.at += 1;
        let inside = if let Some((inside, _)) = self.rest().split_once('"') {
            self.at += inside.len() + 1;
            inside
        } else {
            let inside = self.rest();
            self.at = self.text.len();
            self.report(open..open + 1, ProblemKind::OpenQuote);
            inside
        };
        let words: Vec<&str> = inside.split(' ').filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }

    /// `~n` behind a phrase.
    fn slop(&mut self) -> u32 {
        let Some(rest) = self.rest().strip_prefix('~') else {
            return 0;
        };
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        self.at += 1 + digits;
        lexer::units(rest.get(..digits).unwrap_or_default()).unwrap_or_default()
    }

    /// A bare word.
    fn word(&mut self, field: Field) -> Query {
        let length = word_end(self.rest(), field);
        let word = trim_end(self.rest().get(..length).unwrap_or_default());
        let guess = guess(self.rest(), field).or_else(|| guess(word, field));
        let allowed = self.guessing || field != Field::Any;
        if let Some(guess) = guess.filter(|guess| allowed && self.is_meant(guess)) {
            self.at += guess.length;
            let value = match guess.value {
                Value::Word(symbol) if self.is_being_typed() => Value::Prefix(symbol),
                value => value,
            };
            return Query::Match {
                field: guess.field,
                value,
            };
        }
        let start = self.at;
        self.at += length;
        let value = match pattern(word) {
            Some(Value::Wildcard(pattern)) => {
                let Some(value) = self.bounded(pattern, start..self.at) else {
                    return Query::All;
                };
                value
            }
            Some(Value::Prefix(begun)) => self.beginning(begun, start..self.at),
            Some(other) => other,
            None if self.is_being_typed() && !field.names_listing() => {
                Value::Prefix(word.to_owned())
            }
            None => plain(word, field),
        };
        Query::Match { field, value }
    }

    /// A pattern that is read in bounded time: one that has too many gaps, or has too many others
    /// before it, as far as that; `None` where nothing of it stands before its first gap.
    fn bounded(&mut self, pattern: String, place: Range<usize>) -> Option<Value> {
        self.patterns += 1;
        let gaps: Vec<usize> = pattern.match_indices(['*', '?']).map(|it| it.0).collect();
        let (end, what) = if self.patterns > MAX_PATTERNS {
            (gaps.first(), ProblemKind::TooManyPatterns(MAX_PATTERNS))
        } else if pattern.contains('*') && gaps.len() > MAX_GAPS {
            (gaps.get(MAX_GAPS - 1), ProblemKind::TooManyGaps(MAX_GAPS))
        } else {
            return Some(Value::Wildcard(pattern));
        };
        self.report(place.clone(), what);
        let start = pattern.get(..*end?)?.trim_end_matches('*');
        has_text(start).then(|| {
            if start.contains(['*', '?']) {
                Value::Wildcard(format!("{start}*"))
            } else {
                self.beginning(start.to_owned(), place)
            }
        })
    }

    /// What a word begins with; the word itself where there are too many of them before it.
    fn beginning(&mut self, begun: String, place: Range<usize>) -> Value {
        self.beginnings += 1;
        if self.beginnings <= MAX_BEGINNINGS {
            return Value::Prefix(begun);
        }
        self.report(place, ProblemKind::TooManyBeginnings(MAX_BEGINNINGS));
        Value::Word(begun)
    }

    /// Whether a guess is good where it stands: a year or date only between blanks, commas or
    /// brackets, since titles have them after dashes and before colons.
    fn is_meant(&self, guess: &Guess) -> bool {
        let edge = |c: char| " (),".contains(c);
        let before = self.text.get(..self.at).unwrap_or_default();
        let before = before.strip_suffix('-').unwrap_or(before);
        let after = self.rest().get(guess.length..).unwrap_or_default();
        let next = after.trim_start_matches(' ');
        let next = next.get(..word_end(next, Field::Any)).unwrap_or_default();
        // `2000 kW` is no year.
        let is_amount = after.starts_with(' ') && measures::is_unit(next);
        !guess.field.is_range()
            || !is_amount
                && before.chars().next_back().is_none_or(edge)
                && after.chars().next().is_none_or(edge)
    }

    /// Whether what was just read ends the text and is not finished.
    fn is_being_typed(&self) -> bool {
        self.typing && self.rest().is_empty()
    }

    fn flag(&mut self, field: Field) -> Query {
        let start = self.at;
        self.at += word_end(self.rest(), field);
        let word = self.text.get(start..self.at).unwrap_or_default();
        self.flag_of(field, word, start..self.at)
    }

    fn flag_of(&mut self, field: Field, word: &str, place: Range<usize>) -> Query {
        let wanted = trim_end(word).to_ascii_lowercase();
        let matching = |flag: &str| Query::Match {
            field,
            value: Value::Flag(flag.to_owned()),
        };
        if field.flags().contains(&wanted.as_str()) {
            return matching(&wanted);
        }
        let flags = field
            .flags()
            .iter()
            .filter(|flag| flag.starts_with(&wanted));
        let flags: Vec<Query> = flags.map(|flag| matching(flag)).collect();
        if self.is_being_typed() && !flags.is_empty() {
            self.report(place, ProblemKind::BadValue(word.to_owned()));
            return Query::one_of(flags);
        }
        self.bad_value(word, place)
    }

    /// A value of a field that holds numbers or dates.
    fn range(&mut self, field: Field, comparison: Comparison) -> Query {
        let start = self.at;
        if self.rest().starts_with('[') {
            return self.bracketed_range(field);
        }
        self.at += word_end(self.rest(), field);
        let text = self.text.get(start..self.at).unwrap_or_default();
        self.range_of(field, comparison, text, start..self.at)
    }

    fn range_of(
        &mut self,
        field: Field,
        comparison: Comparison,
        text: &str,
        place: Range<usize>,
    ) -> Query {
        if comparison == Comparison::Equal
            && let Some(days) = values::last_days(field, text)
        {
            let value = Value::Last { days };
            return Query::Match { field, value };
        }
        match values::range(field, comparison, text, self.is_being_typed()) {
            Some(reading) => self.accept(field, reading, text, place),
            None => self.bad_value(text, place),
        }
    }

    fn accept(&mut self, field: Field, reading: Reading, text: &str, place: Range<usize>) -> Query {
        if reading.backwards {
            self.report(place, ProblemKind::RangeBackwards);
        } else if reading.unfinished {
            self.report(place, ProblemKind::BadValue(text.to_owned()));
        }
        let Reading { from, to, .. } = reading;
        Query::Match {
            field,
            value: Value::Range { from, to },
        }
    }

    /// `[a TO b]`.
    fn bracketed_range(&mut self, field: Field) -> Query {
        let start = self.at;
        self.at += 1;
        let mut ends = Vec::new();
        while let Some(token) = self.token_in_range(field) {
            ends.push(token);
        }
        let closed = self.rest().starts_with(']');
        if !closed {
            self.report(start..start + 1, ProblemKind::OpenBracket);
        }
        let open = self.is_being_typed();
        self.at += usize::from(closed);
        let place = start..self.at;
        let (from, to) = match ends[..] {
            [from, "TO", to] => (from, to),
            [from, "TO"] | [from] if !closed => (from, ""),
            _ => ("?", "?"),
        };
        let written = ends.join(" ");
        match values::between(field, from, to, open) {
            Some(reading) => self.accept(field, reading, &written, place),
            None => self.bad_value(&written, place),
        }
    }

    /// The next of at most three tokens inside `[…]`.
    fn token_in_range(&mut self, field: Field) -> Option<&'a str> {
        let rest = self.rest().trim_start_matches(' ');
        let length = word_end(rest, field);
        let token = rest.get(..length).filter(|token| !token.is_empty())?;
        self.at = self.text.len() - rest.len() + length;
        Some(token)
    }

    /// What a field cannot hold is looked for as text.
    fn bad_value(&mut self, text: &str, place: Range<usize>) -> Query {
        self.report(place, ProblemKind::BadValue(text.to_owned()));
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !has_text(text) {
            return Query::All;
        }
        let value = plain(trim_end(text).trim_end(), Field::Any);
        Query::Match {
            field: Field::Any,
            value,
        }
    }
}

/// A word; in quotes if it would be read as anything else.
pub(super) fn plain(word: &str, field: Field) -> Value {
    let text = word.to_owned();
    if is_plain(word, field) {
        Value::Word(text)
    } else {
        Value::Phrase { text, slop: 0 }
    }
}

/// A word with wildcards.
fn pattern(word: &str) -> Option<Value> {
    if !word.contains(['*', '?']) {
        return None;
    }
    let mut pattern = String::with_capacity(word.len());
    for c in word.chars() {
        if c != '*' || !pattern.ends_with('*') {
            pattern.push(c);
        }
    }
    Some(match pattern.strip_suffix('*') {
        Some(start) if !start.contains(['*', '?']) => Value::Prefix(start.to_owned()),
        _ => Value::Wildcard(pattern),
    })
}
