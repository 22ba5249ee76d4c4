//! Years, levels, prices and dates: what they look like, what they say, how they are written.

use super::Field;
use super::lexer::Comparison;
use crate::record::Date;

/// Lowest and highest number that a value of a range field stands for.
pub(super) type Span = (i64, i64);

/// What a value of a range field stands for.
fn span(field: Field, text: &str) -> Option<Span> {
    match field {
        Field::Trl => {
            let level = text
                .strip_prefix("TRL")
                .or_else(|| text.strip_prefix("trl"));
            number(level.unwrap_or(text), 1)
                .filter(|level| (1..=9).contains(level))
                .map(|level| (level, level))
        }
        field if field.is_money() => price(text).map(|yuan| (yuan, yuan)),
        field if field.is_count() => number(text, 9).map(|count| (count, count)),
        Field::Year => whole_year(text),
        field if field.is_date() => date(text),
        _ => None,
    }
}

/// `2018` or `2018年`.
pub(super) fn whole_year(text: &str) -> Option<Span> {
    let year = number(text.strip_suffix('年').unwrap_or(text), 4)?;
    (1000..10_000).contains(&year).then_some((year, year))
}

/// A number of one to `most` digits.
fn number(digits: &str, most: usize) -> Option<i64> {
    let fits = (1..=most).contains(&digits.len());
    (fits && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Units of prices in yuan; a bare number is in 万元.
const UNITS: [(&str, i64); 10] = [
    ("亿", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("w", 10_000),
    ("W", 10_000),
    ("千", 1_000),
    ("百", 100),
    ("", 10_000),
];

/// Prices that make sense, in yuan.
const PRICES: std::ops::RangeInclusive<i64> = 0..=1_000_000_000_000_000;

/// A price in yuan: `50`, `50万`, `1.5亿元`, `5000元`.
fn price(text: &str) -> Option<i64> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (figure, unit) = text.split_at_checked(unit_at.unwrap_or(text.len()))?;
    let unit = match unit.strip_suffix('元') {
        Some("") => 1,
        unit_before => {
            let wanted = unit_before.unwrap_or(unit);
            UNITS.into_iter().find(|(name, _)| *name == wanted)?.1
        }
    };
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, "0"));
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let fraction = if fraction.is_empty() {
        0
    } else {
        number(fraction, 9)?
    };
    let part = fraction.checked_mul(unit)? / scale;
    let yuan = number(whole, 18)?.checked_mul(unit)?.checked_add(part)?;
    PRICES.contains(&yuan).then_some(yuan)
}

/// `2018`, `2018-05`, `2018.5.3`, `2018/05/03`, `2018年5月3日`, `20180503`, `3.5.2018`.
pub(super) fn date(text: &str) -> Option<Span> {
    if let (8, Some(compact)) = (text.len(), number(text, 8)) {
        return date_span(compact / 10_000, compact / 100 % 100, compact % 100)
            .filter(|(from, to)| from == to);
    }
    if let [day, month, year] = text.splitn(3, '.').collect::<Vec<_>>()[..]
        && year.len() == 4
    {
        let (day, month) = (number(day, 2)?, number(month, 2)?);
        return date_span(number(year, 4)?, month, day).filter(|(from, to)| from == to);
    }
    let text = text.trim_end_matches(['年', '月', '日', '号']);
    let mut parts = text.splitn(3, ['-', '.', '/', '年', '月']);
    let year = number(parts.next()?, 4).filter(|year| *year >= 1000)?;
    let mut part = || match parts.next() {
        None => Some(0),
        Some(digits) => number(digits, 2).filter(|part| *part > 0),
    };
    date_span(year, part()?, part()?)
}

/// First and last number of a day, month or year, if there is one.
fn date_span(year: i64, month: i64, day: i64) -> Option<Span> {
    let small = |part: i64| u8::try_from(part).ok();
    let date = Date::new(u16::try_from(year).ok()?, small(month)?, small(day)?)?;
    let from = i64::from(date.number());
    Some(match (month, day) {
        (0, _) => (from, from + 9999),
        (_, 0) => (from, from + 99),
        _ => (from, from),
    })
}

/// What is being typed: the value so far, taken as the beginning of years or dates.
fn unfinished(field: Field, text: &str) -> Option<Span> {
    if field != Field::Year && !field.is_date() {
        return None;
    }
    if let Some((head, _)) = text.rsplit_once(['-', '.', '/', '年', '月']) {
        return span(field, head);
    }
    let digits = number(text, 3)?;
    let missing = 10_i64.pow(u32::try_from(4 - text.len()).ok()?);
    let (from, to) = (digits * missing, digits * missing + missing - 1);
    let years = (digits > 0).then_some((from, to))?;
    if field == Field::Year {
        Some(years)
    } else {
        Some((from * 10_000, to * 10_000 + 9999))
    }
}

/// A range as read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    /// The ends were the wrong way round.
    pub(super) backwards: bool,
    /// The last value is not complete: taken as the beginning of what it may become.
    pub(super) unfinished: bool,
}

/// Reads the value of a range field; `typing` when its end may not have been typed yet.
pub(super) fn range(
    field: Field,
    comparison: Comparison,
    text: &str,
    typing: bool,
) -> Option<Reading> {
    let star = text.strip_suffix('*');
    let text = star.unwrap_or(text);
    let open = typing || star.is_some();
    if star.is_some() && text.is_empty() {
        return Some(Reading::default());
    }
    match (comparison, ends(field, text)) {
        (Comparison::Equal, Some((from, to))) => between(field, from, to, open),
        (_, Some(_)) => None,
        (comparison, None) => {
            let (span, unfinished) = value(field, text, open)?;
            let (from, to) = compared(field, comparison, span)?;
            Some(Reading {
                from,
                to,
                backwards: false,
                unfinished,
            })
        }
    }
}

/// One value; whether it is unfinished.
fn value(field: Field, text: &str, open: bool) -> Option<(Span, bool)> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let complete = span(field, text).map(|span| (span, false));
    complete.or_else(|| {
        open.then(|| unfinished(field, text))
            .flatten()
            .map(|span| (span, true))
    })
}

/// The two ends of `a..b`; other signs where they cannot be part of a date.
fn ends(field: Field, text: &str) -> Option<(&str, &str)> {
    let signs: &[&str] = if field.is_date() {
        &["..", "~", "至"]
    } else {
        &["..", "~", "至", "-"]
    };
    let (from, to) = signs.iter().find_map(|sign| text.split_once(sign))?;
    Some((from, to.trim_start_matches('.')))
}

/// The range from the start of one value to the end of another; empty ends are open.
pub(super) fn between(field: Field, from: &str, to: &str, open: bool) -> Option<Reading> {
    let end = |text: &str, open: bool| match text {
        "" | "*" => Some((None, false)),
        text => value(field, text, open).map(|(span, unfinished)| (Some(span), unfinished)),
    };
    let ((from, _), (to, unfinished)) = (end(from, false)?, end(to, open)?);
    let reading = Reading {
        from: from.map(|span| span.0),
        to: to.map(|span| span.1),
        backwards: false,
        unfinished,
    };
    Some(match (from, to) {
        (Some(first), Some(last)) if first.0 > last.1 => Reading {
            from: Some(last.0),
            to: Some(first.1),
            backwards: true,
            ..reading
        },
        _ => reading,
    })
}

fn compared(
    field: Field,
    comparison: Comparison,
    (from, to): Span,
) -> Option<(Option<i64>, Option<i64>)> {
    Some(match comparison {
        Comparison::Equal => (Some(from), Some(to)),
        Comparison::GreaterOrEqual => (Some(from), None),
        Comparison::LessOrEqual => (None, Some(to)),
        Comparison::Greater => (Some(step(field, to, 1)?), None),
        Comparison::Less => (None, Some(step(field, from, -1)?)),
    })
}

/// The next number after, or before, one that ends, or starts, a span.
fn step(field: Field, number: i64, by: i64) -> Option<i64> {
    match field {
        field if field.is_money() => Some(number + by).filter(|yuan| PRICES.contains(yuan)),
        Field::Trl => Some(number + by).filter(|level| (1..=9).contains(level)),
        field if field.is_count() => Some(number + by).filter(|count| *count >= 0),
        Field::Year => Some(number + by).filter(|year| (1000..10_000).contains(year)),
        _ if by > 0 => day_after(number),
        _ => day_before(number),
    }
}

/// The start of the day, month or year that follows the end of another.
fn day_after(number: i64) -> Option<i64> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let next_day = || date_span(year, month, day + 1).filter(|_| month < 99 && day < 99);
    let next_month = || date_span(year, month + 1, 0).filter(|_| month < 99);
    let next = next_day()
        .or_else(next_month)
        .or_else(|| date_span(year + 1, 0, 0));
    next.map(|span| span.0)
}

/// The end of the day, month or year that precedes the start of another.
fn day_before(number: i64) -> Option<i64> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let span = match (month, day) {
        (0 | 1, 0 | 1) => date_span(year - 1, 0, 0),
        (_, 0 | 1) => date_span(year, month - 1, 0),
        _ => date_span(year, month, day - 1),
    };
    span.map(|span| span.1)
}

/// How a value of a range field is written: what [`range`] reads as the same numbers.
pub(super) fn range_text(field: Field, from: Option<i64>, to: Option<i64>) -> String {
    let text = |end: Option<i64>| end.map_or_else(String::new, |number| number_text(field, number));
    let (from, to) = (text(from), text(to));
    if from == to && !from.is_empty() {
        from
    } else {
        format!("{from}..{to}")
    }
}

fn number_text(field: Field, number: i64) -> String {
    match field {
        field if field.is_money() => price_text(number),
        field if field.is_date() => date_text(number),
        _ => number.to_string(),
    }
}

/// The shortest of 亿, 万 and 元 that says it exactly.
pub(super) fn price_text(yuan: i64) -> String {
    if yuan > 0 && yuan % 100_000_000 == 0 {
        format!("{}亿", yuan / 100_000_000)
    } else if yuan >= 10_000 && yuan % 100 == 0 {
        let decimals = format!("{}.{:02}", yuan / 10_000, yuan / 100 % 100);
        format!("{}万", decimals.trim_end_matches('0').trim_end_matches('.'))
    } else {
        format!("{yuan}元")
    }
}

/// Units of spans of time, in days.
const SPANS: [(&str, u32); 10] = [
    ("d", 1),
    ("天", 1),
    ("日", 1),
    ("w", 7),
    ("周", 7),
    ("m", 30),
    ("月", 30),
    ("个月", 30),
    ("y", 365),
    ("年", 365),
];

/// The days of a span of time up to today: `7d`, `2w`, `3个月`, `1y`. Four digits before 年 are a
/// year.
pub(super) fn last_days(field: Field, text: &str) -> Option<u32> {
    // What has yet to expire does not do so in the past.
    if !field.is_date() || field == Field::Expires {
        return None;
    }
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(unit_at)?;
    let unit = unit.to_ascii_lowercase();
    let (_, days) = SPANS.into_iter().find(|(name, _)| *name == unit)?;
    // 999 years are written in days, too.
    let places = if days == 1 { 6 } else { 3 };
    let count = u32::try_from(number(count, places)?).ok()?;
    Some(count * days)
}

/// `yyyymmdd` as a date; parts that are 00 or 99 are left out.
fn date_text(number: i64) -> String {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    match (month, day) {
        (0 | 99, _) => format!("{year:04}"),
        (_, 0 | 99) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}
