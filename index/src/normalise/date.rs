//! Dates in every spelling that sources use.

use std::str::FromStr;

use super::numeral::with_digits;
use super::text::nfkc;
use crate::record::Date;

mod short_year;

/// In which order day, month and year stand, where the numbers do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// dd/mm/yyyy
    DayFirst,
    /// mm/dd/yyyy
    MonthFirst,
    /// yy-mm-dd
    YearFirst,
}

impl FromStr for Order {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "dmy" => Ok(Self::DayFirst),
            "mdy" => Ok(Self::MonthFirst),
            "ymd" => Ok(Self::YearFirst),
            _ => Err(()),
        }
    }
}

/// Longest text (bytes) that can be a date.
const LONGEST: usize = 64;

/// Day 0 of spreadsheets, 1899-12-30, as a Julian day.
const SPREADSHEET_EPOCH: i32 = 2_415_019;

/// Offset of the platforms that write dates as milliseconds (China), in seconds.
const PLATFORM_OFFSET: i64 = 8 * 3_600;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A piece of a date: digits with their number of places, or the name of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(u32, usize),
    Month(u32),
}

/// Reads a date. `order` is what the source declares for `05/06/2018`; without it such a
/// date is known to the year only.
pub(super) fn date(text: &str, order: Option<Order>) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if let Ok(date) = Date::from_str(text) {
        return Some(date).filter(|date| (1500..=2500).contains(&date.year()));
    }
    let text = with_digits(&nfkc(text), &['年', '月', '日', '号']);
    if is_number(&text) {
        return from_number(&text);
    }
    let declared = order;
    let dotted = text.contains('.').then_some(Order::DayFirst);
    let order = order.filter(|order| *order != Order::YearFirst).or(dotted);
    match *tokens(&text) {
        [Token::Number(year, 4), ref rest @ ..] => year_first(year, rest),
        [
            Token::Number(first, 1..=2),
            Token::Number(second, 1..=2),
            Token::Number(year, 4),
            ..,
        ] => year_last(year, first, second, order),
        [
            Token::Number(day, 1..=2),
            Token::Month(month),
            Token::Number(year, 4),
            ..,
        ]
        | [
            Token::Month(month),
            Token::Number(day, 1..=2),
            Token::Number(year, 4),
            ..,
        ] => new(year, month, day),
        [Token::Month(month), Token::Number(year, 4), ..] => new(year, month, 0),
        [Token::Number(compact, 8), ..] => from_compact(compact),
        _ => short_year::date(&text, declared),
    }
}

fn new(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = u16::try_from(year)
        .ok()
        .filter(|year| (1500..=2500).contains(year))?;
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// `2012-05-31`, `2012年5月`, `2012 May 31`; `2012-2015` is only a year.
fn year_first(year: u32, rest: &[Token]) -> Option<Date> {
    match *rest {
        [
            Token::Number(month, 1..=2) | Token::Month(month),
            Token::Number(day, 1..=2),
            ..,
        ] => new(year, month, if month == 0 { 0 } else { day }),
        [Token::Number(month, 1..=2) | Token::Month(month), ..] => new(year, month, 0),
        _ => new(year, 0, 0),
    }
}

fn year_last(year: u32, first: u32, second: u32, order: Option<Order>) -> Option<Date> {
    match order {
        _ if first > 12 => new(year, second, first),
        _ if second > 12 => new(year, first, second),
        Some(Order::DayFirst) => new(year, second, first),
        Some(Order::MonthFirst) => new(year, first, second),
        _ if first == second => new(year, first, second),
        Some(Order::YearFirst) | None => new(year, 0, 0),
    }
}

/// Whether a text is one number; 2012.5 is May 2012.
fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year_and_month = whole.len() == 4 && !fraction.trim_end_matches('0').is_empty();
    digits(whole) && digits(fraction) && !is_year_and_month
}

/// A year, `20200103`, `202001`, a spreadsheet's day, or seconds or milliseconds since 1970.
fn from_number(text: &str) -> Option<Date> {
    let whole = text.split('.').next().unwrap_or_default();
    let number: i64 = whole.parse().unwrap_or_default();
    let small = u32::try_from(number).unwrap_or_default();
    match whole.len() {
        4 => new(small, 0, 0),
        5 => from_spreadsheet(number),
        6 => new(small / 100, small % 100, 0).or_else(|| short_year::compact(small)),
        8 => from_compact(small),
        10 => from_unix(number),
        13 => from_unix(number / 1_000),
        14 => from_compact(u32::try_from(number / 1_000_000).unwrap_or_default()),
        _ => None,
    }
}

fn from_compact(number: u32) -> Option<Date> {
    new(number / 10_000, number / 100 % 100, number % 100)
}

fn from_spreadsheet(day: i64) -> Option<Date> {
    let julian = i32::try_from(day).ok()?.checked_add(SPREADSHEET_EPOCH)?;
    from_calendar(time::Date::from_julian_day(julian).ok()?)
}

fn from_unix(seconds: i64) -> Option<Date> {
    let time = time::OffsetDateTime::from_unix_timestamp(seconds.checked_add(PLATFORM_OFFSET)?);
    from_calendar(time.ok()?.date())
}

fn from_calendar(date: time::Date) -> Option<Date> {
    let year = u32::try_from(date.year()).ok()?;
    new(
        year,
        u32::from(u8::from(date.month())),
        u32::from(date.day()),
    )
}

/// The first numbers and month names of a text; other words are passed over.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut rest = text;
    while let (Some(first), true) = (rest.chars().next(), tokens.len() < 3) {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if first.is_ascii_digit() {
            tokens.push(Token::Number(word.parse().unwrap_or(u32::MAX), word.len()));
        } else if let Some(month) = month(word) {
            tokens.push(Token::Month(month));
        } else if word.contains('第') {
            // 2011年第3期 is an issue of a journal, not March.
            break;
        }
        rest = behind;
    }
    tokens
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let number = MONTHS.iter().position(|month| word.starts_with(month))?;
    u32::try_from(number + 1).ok()
}
