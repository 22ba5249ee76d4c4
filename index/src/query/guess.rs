//! What a bare word is read as where no field says what it is: a number, a class, a year or a date.

use super::lexer::{named, operator, trim_end, word_end};
use super::values::{Span, date, whole_year};
use super::{Field, Value, symbols};

/// A bare token that is more than a word.
#[derive(Debug, PartialEq)]
pub(super) struct Guess {
    /// How much of the text it takes, with punctuation behind it.
    pub(super) length: usize,
    pub(super) field: Field,
    pub(super) value: Value,
}

/// Reads the start of a text as a number, a class, a year or a date: any of them where no field
/// is named, only what belongs into `field` otherwise.
pub(super) fn guess(text: &str, field: Field) -> Option<Guess> {
    match field {
        Field::Number | Field::Ipc => symbol(text, field),
        // Of what Chinese words begin, only a number of an office is no word.
        Field::Any if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            symbol(text, Field::Number)
        }
        Field::Any => {
            let number = symbol(text, Field::Number);
            number
                .or_else(|| symbol(text, Field::Ipc).filter(|guess| is_class(text, &guess.value)))
                .or_else(|| guess_date(text))
        }
        _ => None,
    }
}

fn symbol(text: &str, field: Field) -> Option<Guess> {
    let (length, value) = symbols::read(text, field)?;
    Some(Guess {
        length,
        field,
        value,
    })
}

/// `H01M`, not `h01m`: only what is written as a class is one without being asked for, and
/// `C14H10` is a hydrocarbon.
fn is_class(text: &str, symbol: &Value) -> bool {
    let mut letters = text.chars().filter(char::is_ascii_alphabetic);
    let capital = letters.by_ref().take(2).all(|c| c.is_ascii_uppercase());
    let formula = match symbol {
        Value::Word(symbol) | Value::Prefix(symbol) => {
            symbol.starts_with('C')
                && symbol.get(3..4) == Some("H")
                && symbol.len() > 4
                && !symbol.contains('/')
        }
        _ => false,
    };
    capital && !formula
}

/// A year (1900–2099), two of them, or a date, alone.
fn guess_date(text: &str) -> Option<Guess> {
    let length = word_end(text, Field::Any);
    let word = trim_end(text.get(..length)?);
    let recent = |span: &Span| (1900..2100).contains(&span.0);
    let year = |text: &str| whole_year(text).filter(recent);
    let years = match word.split_once("..") {
        Some((from, to)) => year(from).zip(year(to)).filter(|(from, to)| from.0 <= to.0),
        None => year(word).map(|year| (year, year)),
    };
    let (field, from, to) = if let Some((from, to)) = years {
        (Field::Year, from.0, to.1)
    } else {
        let (from, to) = bare_date(word).filter(|(from, _)| recent(&(from / 10_000, 0)))?;
        (Field::Published, from, to)
    };
    let value = Value::Range {
        from: Some(from),
        to: Some(to),
    };
    Some(Guess {
        length,
        field,
        value,
    })
}

/// A date with its separators; two numbers and a slash are a fraction rather than a month.
fn bare_date(word: &str) -> Option<Span> {
    let separators = word.chars().filter(|c| !c.is_ascii_digit()).count();
    let fraction = separators == 1 && word.contains('/');
    (separators > 0 && !fraction).then(|| date(word))?
}

/// Whether a text, put bare where a value of `field` is expected, is read as that one word.
pub(super) fn is_plain(text: &str, field: Field) -> bool {
    text.starts_with(char::is_alphanumeric)
        && word_end(text, field) == text.len()
        && trim_end(text) == text
        && !text.contains(['*', '?'])
        && operator(text).is_none()
        && (field != Field::Any || named(text).is_none() && guess(text, field).is_none())
}
