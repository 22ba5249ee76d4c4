//! Years of two digits.
//!
//! 00–49 are 2000–2049, 50–99 are 1950–1999: what is older than 1950 is written in full, and what
//! expires after 2049 too. Which of three numbers is the year is only guessed where nothing else
//! can be meant: it is above 31, or marked (`98年`, `'98`), or stands behind the name of a month
//! (`05-Mar-01`), or the order is declared. Else the text is no date: `05-06-07` is none.

use super::{Order, Token, new, tokens, year_first, year_last};
use crate::record::Date;

/// The first two digits that are of the last century.
const PIVOT: u32 = 50;
/// No day is larger.
const LAST_DAY: u32 = 31;

/// Marks of left out digits.
const APOSTROPHES: [char; 4] = ['\'', '’', '‘', '`'];

/// Reads a date whose year has two digits; NFKC, Chinese numerals as digits.
pub(super) fn date(text: &str, order: Option<Order>) -> Option<Date> {
    if let Some(marked) = text.strip_prefix(APOSTROPHES) {
        return marked_year(marked);
    }
    let after_year = text
        .get(2..)
        .is_some_and(|rest| rest.trim_start().starts_with('年'));
    if after_year {
        return marked_year(text);
    }
    let names_month = text.contains(|c: char| c.is_ascii_alphabetic());
    if !names_month && !is_joined(text) {
        return None;
    }
    match *tokens(text) {
        [
            Token::Number(year, 2),
            Token::Month(month),
            Token::Number(day, 1..=2),
            ..,
        ] if year > LAST_DAY => new(full(year), month, day),
        [
            Token::Number(day, 1..=2),
            Token::Month(month),
            Token::Number(year, 2),
            ..,
        ]
        | [
            Token::Month(month),
            Token::Number(day, 1..=2),
            Token::Number(year, 2),
            ..,
        ] => new(full(year), month, day),
        [Token::Month(month), Token::Number(year, 2)] if year > LAST_DAY => {
            new(full(year), month, 0)
        }
        [
            Token::Number(first, 1..=2),
            Token::Number(second, 1..=2),
            Token::Number(third, 1..=2),
            ..,
        ] => {
            let year_is_first =
                first > LAST_DAY || third <= LAST_DAY && order == Some(Order::YearFirst);
            if year_is_first {
                new(full(first), second, third)
            } else if third > LAST_DAY || order.is_some() {
                // Where the day is not told from the month, not more is known than the year.
                year_last(full(third), first, second, order)
            } else {
                None
            }
        }
        [Token::Number(year, 2), Token::Number(month, 1..=2)] if year > LAST_DAY => {
            new(full(year), month, 0)
        }
        _ => None,
    }
}

/// `980301`, where that is no year and month.
pub(super) fn compact(number: u32) -> Option<Date> {
    new(full(number / 10_000), number / 100 % 100, number % 100)
}

/// `98`, `98年3月`: the first two digits are the year.
fn marked_year(text: &str) -> Option<Date> {
    match *tokens(text) {
        [Token::Number(year, 2), ref rest @ ..] => year_first(full(year), rest),
        _ => None,
    }
}

/// Whether the text begins with numbers that the same sign joins: times and prose are no dates.
fn is_joined(text: &str) -> bool {
    let head = text.split([' ', 'T']).next().unwrap_or_default();
    let sign = head
        .find(['-', '/', '.'])
        .and_then(|at| head.get(at..)?.chars().next());
    sign.is_some_and(|sign| {
        let is_number = |part: &str| {
            matches!(part.len(), 1..=2) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        head.split(sign).all(is_number)
    })
}

const fn full(year: u32) -> u32 {
    if year < PIVOT {
        2_000 + year
    } else {
        1_900 + year
    }
}
