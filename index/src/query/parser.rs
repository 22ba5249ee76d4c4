//! Reads a query: recursive descent over the characters, one pass, nothing refused.

use std::ops::Range;

use super::lexer::{self, Comparison, Folded, Operator, has_text, is_plain, trim_end, word_end};
use super::values::{self, Reading};
use super::{Field, Parsed, Problem, ProblemKind, Query, Value};

/// Brackets that may lie in each other; deeper ones are read over.
const MOST_DEPTH: usize = 64;

/// Reads a query's text. Every text means something.
///
/// With `typing`, a bare word that ends the text is still being typed: it becomes a
/// [`Value::Prefix`], and a year or flag stands for all that it may become.
#[must_use]
pub fn parse(text: &str, typing: bool) -> Parsed {
    let folded = Folded::new(text);
    let mut parser = Parser {
        text: &folded.text,
        at: 0,
        typing,
        depth: 0,
        ignored: 0,
        problems: Vec::new(),
    };
    let query = parser.any_of(Field::Any);
    let mut problems = parser.problems;
    for problem in &mut problems {
        let Range { start, end } = problem.range;
        problem.range = folded.place(start)..folded.place(end);
    }
    problems.sort_by_key(|problem| problem.range.start);
    Parsed { query, problems }
}

struct Parser<'a> {
    text: &'a str,
    /// Where reading goes on, in bytes.
    at: usize,
    typing: bool,
    /// Brackets that are open.
    depth: usize,
    /// Brackets beyond [`MOST_DEPTH`] that are open.
    ignored: usize,
    problems: Vec<Problem>,
}

/// What comes next, and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    End,
    Close,
    Minus,
    Operator(Operator, usize),
    /// A bracket, a quotation or a word.
    Unit,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn character(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn before(&self) -> char {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.chars().next_back().unwrap_or(' ')
    }

    fn report(&mut self, range: Range<usize>, what: ProblemKind) {
        self.problems.push(Problem { range, what });
    }

    fn report_loose(&mut self, range: Range<usize>) {
        self.report(range, ProblemKind::LooseOperator);
    }

    /// Skips what means nothing, and says what stands there.
    fn next(&mut self) -> Next {
        while let Some(c) = self.character() {
            match c {
                '(' | ')' if self.is_read_over(c) => {}
                ')' => return Next::Close,
                '(' | '"' => return Next::Unit,
                '-' if matches!(self.before(), ' ' | '(') => {
                    let after = self.text.get(self.at + 1..).unwrap_or_default();
                    if after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '"')) {
                        return Next::Minus;
                    }
                    if after.trim_start_matches(' ').is_empty() {
                        self.report_loose(self.at..self.at + 1);
                    }
                }
                c if c.is_alphanumeric() => return self.operator().unwrap_or(Next::Unit),
                _ => {}
            }
            self.at += c.len_utf8();
        }
        Next::End
    }

    /// Whether a bracket is too deep, or closes one that was.
    fn is_read_over(&mut self, bracket: char) -> bool {
        match bracket {
            '(' if self.depth == MOST_DEPTH => self.ignored += 1,
            ')' if self.ignored > 0 => self.ignored -= 1,
            _ => return false,
        }
        true
    }

    /// An operator: a token of its own.
    fn operator(&self) -> Option<Next> {
        let edge = |c: char| matches!(c, ' ' | '(' | ')' | '"');
        if !self.rest().starts_with(['A', 'O', 'N', '与', '或', '非']) {
            return None;
        }
        let length = word_end(self.rest(), Field::Any);
        let (token, rest) = self.rest().split_at_checked(length)?;
        let own =
            (edge(self.before()) || self.before() == '-') && rest.chars().next().is_none_or(edge);
        let operator = lexer::operator(token).filter(|_| own)?;
        Some(Next::Operator(operator, self.at + length))
    }

    /// Alternatives, up to the end or a closing bracket.
    fn any_of(&mut self, field: Field) -> Query {
        let mut parts = vec![self.all_of(field)];
        while let Next::Operator(Operator::Or, end) = self.next() {
            let sign = self.at..end;
            self.at = end;
            let part = self.all_of(field);
            if part == Query::All || parts.last() == Some(&Query::All) {
                self.report_loose(sign);
            }
            parts.push(part);
        }
        Query::one_of(parts)
    }

    /// Units side by side, up to an `OR`.
    fn all_of(&mut self, field: Field) -> Query {
        let mut parts = Vec::new();
        let mut waiting: Option<Range<usize>> = None;
        loop {
            match self.next() {
                Next::End | Next::Operator(Operator::Or, _) => break,
                Next::Close if self.depth > 0 => break,
                Next::Close => {
                    self.report(self.at..self.at + 1, ProblemKind::OpenBracket);
                    self.at += 1;
                }
                Next::Operator(operator @ (Operator::And | Operator::Near(_)), end) => {
                    let sign = self.at..end;
                    self.at = end;
                    if operator == Operator::And && waiting.is_none() && !parts.is_empty() {
                        waiting = Some(sign);
                    } else {
                        self.report_loose(sign);
                    }
                }
                Next::Operator(Operator::Not, _) | Next::Minus | Next::Unit => {
                    let part = self.maybe_not(field);
                    if part != Query::All {
                        waiting = None;
                        parts.push(part);
                    }
                }
            }
        }
        if let Some(sign) = waiting {
            self.report_loose(sign);
        }
        Query::all_of(parts)
    }

    /// A unit with any number of negations before it.
    fn maybe_not(&mut self, field: Field) -> Query {
        let mut negative = false;
        let mut sign = self.at..self.at;
        loop {
            let end = match self.next() {
                Next::Minus => self.at + 1,
                Next::Operator(Operator::Not, end) => end,
                Next::Unit => break,
                _ => {
                    self.report_loose(sign);
                    return Query::All;
                }
            };
            sign = self.at..end;
            self.at = end;
            negative = !negative;
        }
        let unit = self.unit(field);
        if negative { unit.negated() } else { unit }
    }

    /// A single unit, or several near each other.
    fn unit(&mut self, field: Field) -> Query {
        let mut parts = vec![self.single(field)];
        let mut signs: Vec<(Range<usize>, Option<u32>)> = Vec::new();
        while let Next::Operator(Operator::Near(distance), end) = self.next() {
            let sign = self.at..end;
            self.at = end;
            if self.next() != Next::Unit {
                self.report_loose(sign);
                break;
            }
            signs.push((sign, distance));
            let within = match parts.first() {
                Some(Query::Match { field, .. }) if field.is_text() => *field,
                _ => field,
            };
            let part = self.single(within);
            parts.push(part);
        }
        let distances: Option<Vec<u32>> = signs.iter().map(|(_, distance)| *distance).collect();
        let near = distances
            .filter(|all| !all.is_empty())
            .and_then(|all| near(&parts, all));
        near.unwrap_or_else(|| {
            for (sign, _) in signs {
                self.report_loose(sign);
            }
            Query::all_of(parts)
        })
    }

    /// A bracket, a quotation, a word, or any of them in a field.
    fn single(&mut self, field: Field) -> Query {
        if let Some(named) = lexer::named(self.rest()) {
            return self.in_field(named);
        }
        self.note_unknown_field();
        self.value(field)
    }

    /// Words before a colon that look as if a field were meant.
    fn note_unknown_field(&mut self) {
        let end = lexer::name_end(self.rest());
        let Some((name, rest)) = self.rest().split_at_checked(end) else {
            return;
        };
        let letters = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let value = rest.strip_prefix(':').and_then(|rest| rest.chars().next());
        if letters && value.is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '(')) {
            let what = ProblemKind::UnknownField(name.to_owned());
            self.report(self.at..self.at + end + 1, what);
        }
    }

    /// One value after a field's name, or several with commas.
    fn in_field(&mut self, named: lexer::Named) -> Query {
        let start = self.at;
        self.at += named.length;
        let end = self.at;
        if !self.find_value(named.field) {
            self.at = end;
            self.report_loose(start..end);
            return Query::All;
        }
        if named.comparison != Comparison::Equal {
            return self.range(named.field, named.comparison);
        }
        let mut parts = vec![self.value(named.field)];
        while self.rest().starts_with([',', '、']) {
            let comma = self.at;
            self.at += self.character().map_or(0, char::len_utf8);
            if self.character() == Some(' ') || !self.find_value(named.field) {
                self.at = comma;
                break;
            }
            parts.push(self.value(named.field));
        }
        Query::one_of(parts)
    }

    /// Goes to the value that belongs to a field's name; false where there is none.
    fn find_value(&mut self, field: Field) -> bool {
        let blanks = self.rest().len() - self.rest().trim_start_matches(' ').len();
        self.at += blanks;
        while let Some(c) = self.character() {
            let starts = c.is_alphanumeric() || c == '"' || field.is_range() && "[.*".contains(c);
            match c {
                '(' if self.depth == MOST_DEPTH => self.ignored += 1,
                ')' | ' ' => return false,
                _ if starts || c == '(' => {
                    // After a blank, it may as well be something else.
                    let other = || self.operator().is_some() || lexer::named(self.rest()).is_some();
                    return blanks == 0 || !other();
                }
                _ if blanks > 0 => return false,
                _ => {}
            }
            self.at += c.len_utf8();
        }
        false
    }

    fn value(&mut self, field: Field) -> Query {
        match self.character() {
            Some('(') => self.group(field),
            Some('"') => self.phrase(field),
            _ if field.is_range() => self.range(field, Comparison::Equal),
            _ if !field.flags().is_empty() => self.flag(field),
            _ => self.word(field),
        }
    }

    fn group(&mut self, field: Field) -> Query {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        let inner = self.any_of(field);
        self.depth -= 1;
        if self.character() == Some(')') {
            self.at += 1;
        } else {
            self.report(open..open + 1, ProblemKind::OpenBracket);
        }
        inner
    }

    /// Text in quotation marks.
    fn phrase(&mut self, field: Field) -> Query {
        let open = self.at;
        self.at += 1;
        let length = self.rest().find('"');
        let inside = self
            .rest()
            .get(..length.unwrap_or(usize::MAX))
            .unwrap_or(self.rest());
        self.at += inside.len();
        if length.is_some() {
            self.at += 1;
        } else {
            self.report(open..open + 1, ProblemKind::OpenQuote);
        }
        let slop = self.slop();
        let words: Vec<&str> = inside.split(' ').filter(|word| !word.is_empty()).collect();
        let text = words.join(" ");
        if !has_text(&text) {
            return Query::All;
        }
        if field.is_range() {
            return self.range_of(field, Comparison::Equal, &text, open..self.at);
        }
        if !field.flags().is_empty() {
            return self.flag_of(field, &text, open..self.at);
        }
        let value = Value::Phrase { text, slop };
        Query::Match { field, value }
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
        if let Some(guess) = values::guess(self.rest(), field) {
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
        let length = word_end(self.rest(), field);
        let word = trim_end(self.rest().get(..length).unwrap_or_default());
        self.at += length;
        let value = match pattern(word) {
            Some(pattern) => pattern,
            None if self.is_being_typed() => Value::Prefix(word.to_owned()),
            None => plain(word, field),
        };
        Query::Match { field, value }
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
        let value = plain(trim_end(text), Field::Any);
        Query::Match {
            field: Field::Any,
            value,
        }
    }
}

/// A word; in quotes if it would be read as anything else.
fn plain(word: &str, field: Field) -> Value {
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

/// Words and phrases of one field, near each other; nothing else can be.
fn near(parts: &[Query], distances: Vec<u32>) -> Option<Query> {
    let mut words = Vec::with_capacity(parts.len());
    let mut within = None;
    for part in parts {
        let Query::Match { field, value } = part else {
            return None;
        };
        if !field.is_text() || within.is_some_and(|within| within != *field) {
            return None;
        }
        let text = match value {
            // The first part follows the field's name, the others stand by themselves.
            Value::Word(text) if within.is_some() && lexer::named(text).is_some() => {
                Value::Phrase {
                    text: text.clone(),
                    slop: 0,
                }
            }
            Value::Prefix(text) => plain(text, *field),
            Value::Word(_) | Value::Phrase { .. } => value.clone(),
            _ => return None,
        };
        within = Some(*field);
        words.push(text);
    }
    Some(Query::Near {
        field: within?,
        distance: distances.into_iter().max()?,
        parts: words,
    })
}
