//! Reads a query: recursive descent over the characters, one pass, nothing refused.

mod near;
mod operands;

use crate::limits::MAX_QUERY_CHARACTERS;
use std::ops::Range;

use super::lexer::{self, Comparison, Folded, Operator, word_end};
use super::{Field, Parsed, Problem, ProblemKind, Query};
use crate::analysis::is_han;
use near::{alternatives, joined};

/// Brackets that may lie in each other; deeper ones are read over.
const MAX_DEPTH: usize = 64;

/// Reads a query's text. Every text means something.
///
/// With `typing`, a bare word that ends the text is still being typed: it becomes a
/// [`Value::Prefix`], and a year or flag stands for all that it may become.
#[must_use]
pub fn parse(text: &str, typing: bool) -> Parsed {
    read(text, typing, true)
}

/// Reads a query's text as [`parse`] does, but takes nothing bare for a number, class or date:
/// for text in which that found nothing.
#[must_use]
pub fn parse_words(text: &str, typing: bool) -> Parsed {
    read(text, typing, false)
}

/// So much of a query's text as is searched, with what to say where that is not all.
pub(crate) fn searched(text: &str) -> (&str, Option<Problem>) {
    let end = text.char_indices().nth(MAX_QUERY_CHARACTERS);
    let Some((read, left_out)) = end.and_then(|(end, _)| text.split_at_checked(end)) else {
        return (text, None);
    };
    let range = read.len()..read.len() + left_out.len();
    let what = ProblemKind::TooLong(MAX_QUERY_CHARACTERS);
    (read, Some(Problem { range, what }))
}

fn read(text: &str, typing: bool, guessing: bool) -> Parsed {
    let folded = Folded::new(text);
    let mut parser = Parser {
        text: &folded.text,
        at: 0,
        typing,
        guessing,
        depth: 0,
        ignored: 0,
        patterns: 0,
        beginnings: 0,
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
    /// What is bare and looks like a number, class or date is one.
    guessing: bool,
    /// Brackets that are open.
    depth: usize,
    /// Brackets beyond [`MAX_DEPTH`] that are open.
    ignored: usize,
    /// Words with `*` or `?` inside that have been read.
    patterns: usize,
    /// Words with `*` at their end that have been read.
    beginnings: usize,
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
                    let starts = |c: char| c.is_alphanumeric() || matches!(c, '(' | '"');
                    if after.starts_with(starts) || opens_pattern(after) {
                        return Next::Minus;
                    }
                    if after.trim_start_matches(' ').is_empty() {
                        self.report_loose(self.at..self.at + 1);
                    }
                }
                '*' if matches!(self.before(), ' ' | '(' | '-') && opens_pattern(self.rest()) => {
                    return Next::Unit;
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
            '(' if self.depth == MAX_DEPTH => self.ignored += 1,
            ')' if self.ignored > 0 => self.ignored -= 1,
            _ => return false,
        }
        true
    }

    /// An operator: a token of its own. Chinese text has `与` between quotations.
    fn operator(&self) -> Option<Next> {
        let latin = self.rest().starts_with(['A', 'O', 'N', 'W']);
        if !latin && !self.rest().starts_with(['与', '或', '非']) {
            return None;
        }
        let edge = |c: char| matches!(c, ' ' | '(' | ')') || latin && c == '"';
        let length = word_end(self.rest(), Field::Any);
        let (token, rest) = self.rest().split_at_checked(length)?;
        let own =
            (edge(self.before()) || self.before() == '-') && rest.chars().next().is_none_or(edge);
        let operator = lexer::operator(token).filter(|_| own)?;
        Some(Next::Operator(operator, self.at + length))
    }

    /// Alternatives, up to the end or a closing bracket.
    ///
    /// What is excluded behind an `OR` is excluded from all of them: `a OR b -c` is
    /// `(a OR b) -c`.
    fn any_of(&mut self, field: Field) -> Query {
        let mut excluded = Vec::new();
        let mut parts = vec![self.all_of(field, None)];
        while let Next::Operator(Operator::Or, end) = self.next() {
            let sign = self.at..end;
            self.at = end;
            let part = self.all_of(field, Some(&mut excluded));
            if part == Query::All || parts.last() == Some(&Query::All) {
                self.report_loose(sign);
            }
            parts.push(part);
        }
        let mut all = vec![Query::one_of(parts)];
        all.append(&mut excluded);
        Query::all_of(all)
    }

    /// Units side by side, up to an `OR`. Those that are excluded, but for the first and what is
    /// joined by `AND`, go into `excluded` where there is such a list.
    fn all_of(&mut self, field: Field, mut excluded: Option<&mut Vec<Query>>) -> Query {
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
                Next::Operator(
                    operator @ (Operator::And | Operator::Near(_) | Operator::Adjacent(_)),
                    end,
                ) => {
                    let sign = self.at..end;
                    self.at = end;
                    if operator == Operator::And && waiting.is_none() && !parts.is_empty() {
                        waiting = Some(sign);
                    } else {
                        self.report_loose(sign);
                    }
                }
                Next::Operator(Operator::Not, _) | Next::Minus | Next::Unit => {
                    let (part, negative) = self.maybe_not(field);
                    if part == Query::All {
                        continue;
                    }
                    let joined = waiting.take().is_some() || parts.is_empty();
                    match &mut excluded {
                        Some(excluded) if negative && !joined => excluded.push(part),
                        _ => parts.push(part),
                    }
                }
            }
        }
        if let Some(sign) = waiting {
            self.report_loose(sign);
        }
        Query::all_of(parts)
    }

    /// A unit with any number of negations before it; whether they exclude it.
    fn maybe_not(&mut self, field: Field) -> (Query, bool) {
        let mut negative = false;
        let mut sign = self.at..self.at;
        loop {
            let end = match self.next() {
                Next::Minus => self.at + 1,
                Next::Operator(Operator::Not, end) => end,
                Next::Unit => break,
                _ => {
                    self.report_loose(sign);
                    return (Query::All, false);
                }
            };
            sign = self.at..end;
            self.at = end;
            negative = !negative;
        }
        let unit = self.unit(field);
        let unit = if negative { unit.negated() } else { unit };
        let excludes = negative && matches!(unit, Query::Not(_));
        (unit, excludes)
    }

    /// A single unit, or several near each other.
    fn unit(&mut self, field: Field) -> Query {
        let mut parts = vec![self.single(field)];
        let mut signs: Vec<(Range<usize>, Operator)> = Vec::new();
        while let Next::Operator(operator @ (Operator::Near(_) | Operator::Adjacent(_)), end) =
            self.next()
        {
            let sign = self.at..end;
            self.at = end;
            if self.next() != Next::Unit {
                self.report_loose(sign);
                break;
            }
            signs.push((sign, operator));
            let first = parts.first().and_then(alternatives);
            let within = match first.and_then(<[Query]>::first) {
                Some(Query::Match { field, .. }) if field.is_text() => *field,
                _ => field,
            };
            let part = self.single(within);
            parts.push(part);
        }
        let operators: Vec<Operator> = signs.iter().map(|(_, operator)| *operator).collect();
        joined(&parts, &operators).unwrap_or_else(|| {
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
        let end = lexer::hyphened_name_end(self.rest());
        let Some((name, rest)) = self.rest().split_at_checked(end) else {
            return;
        };
        let letters = looks_like_a_name(name);
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
            let name = self.text.get(start..end).unwrap_or_default().to_owned();
            self.report(start..end, ProblemKind::EmptyField(name));
            return Query::All;
        }
        if named.comparison != Comparison::Equal {
            return self.compared(named.field, named.comparison, start..end);
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
            let starts = c.is_alphanumeric()
                || c == '"'
                || field.is_range() && "[.*".contains(c)
                || opens_pattern(self.rest());
            match c {
                '(' if self.depth == MAX_DEPTH => self.ignored += 1,
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
}

/// Whether a text before a colon is a name rather than prose: Latin letters, or a few characters.
fn looks_like_a_name(text: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
    let starts = text.starts_with(char::is_alphabetic);
    let chinese = || text.chars().all(is_han) && text.chars().count() <= MAX_NAME;
    starts && (text.chars().all(latin) || chinese())
}

/// Characters of the longest Chinese name of a field.
const MAX_NAME: usize = 6;

/// Whether a star starts the text, with enough letters behind it that it stands for the
/// beginning of a word rather than for a note.
fn opens_pattern(text: &str) -> bool {
    let letters = text.strip_prefix('*').unwrap_or_default().bytes();
    letters.take_while(u8::is_ascii_alphabetic).count() >= MIN_LETTERS
}

/// Fewer letters end too many words.
const MIN_LETTERS: usize = 3;
