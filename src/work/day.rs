//! Days as people write them, and today where the user is.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike as _, Days, Local, NaiveDate, Utc};
use qiao_index::record::Date;
use qiao_index::vocab::Language;

use crate::messages::{Bilingual, Failure, escape_controls, pick};

/// Words for days, and how many days they lie ahead.
const WORDS: [(&str, i64); 16] = [
    ("today", 0),
    ("今天", 0),
    ("今日", 0),
    ("tomorrow", 1),
    ("明天", 1),
    ("明日", 1),
    ("后天", 2),
    ("後天", 2),
    ("大后天", 3),
    ("大後天", 3),
    ("yesterday", -1),
    ("昨天", -1),
    ("昨日", -1),
    ("前天", -2),
    ("前日", -2),
    ("大前天", -3),
];
/// Days of the week, Monday first; an English one is known by its first three letters.
const WEEKDAYS: [(&str, char); 7] = [
    ("monday", '一'),
    ("tuesday", '二'),
    ("wednesday", '三'),
    ("thursday", '四'),
    ("friday", '五'),
    ("saturday", '六'),
    ("sunday", '日'),
];
/// The same in short.
const SHORT_WEEKDAYS: [[&str; 2]; 7] = [
    ["周一", "Mon"],
    ["周二", "Tue"],
    ["周三", "Wed"],
    ["周四", "Thu"],
    ["周五", "Fri"],
    ["周六", "Sat"],
    ["周日", "Sun"],
];
/// What stands before a day of the week, and how many weeks ahead that week lies.
const WEEKS: [(&str, i64); 8] = [
    ("this ", 0),
    ("本周", 0),
    ("这周", 0),
    ("next ", 1),
    ("下周", 1),
    ("下星期", 1),
    ("last ", -1),
    ("上周", -1),
];
/// Units of a span of time, and their days.
const SPANS: [(&str, i64); 8] = [
    ("", 1),
    ("d", 1),
    ("day", 1),
    ("天", 1),
    ("日", 1),
    ("w", 7),
    ("week", 7),
    ("周", 7),
];
/// Days that a span may have: what lies farther away is a slip of the finger.
const SPAN_DAYS: RangeInclusive<i64> = 0..=3_660;

/// The day that it is where the user is.
pub(crate) fn today_here() -> Date {
    let today = Local::now().date_naive();
    of_calendar(today).unwrap_or_else(qiao_index::today)
}

/// The day so many days after another, or before it.
pub(crate) fn days_after(day: Date, days: i64) -> Date {
    let moved = to_calendar(day).and_then(|day| {
        let by = Days::new(days.unsigned_abs());
        if days < 0 {
            day.checked_sub_days(by)
        } else {
            day.checked_add_days(by)
        }
    });
    moved.and_then(of_calendar).unwrap_or(day)
}

/// How many days lie from one day to another; `None` where one of them is no whole day.
pub(crate) fn days_between(from: Date, to: Date) -> Option<i64> {
    Some((to_calendar(to)? - to_calendar(from)?).num_days())
}

/// How many whole hours ago a moment was; `None` for what is no moment of RFC 3339.
pub(crate) fn hours_since(moment: &str) -> Option<i64> {
    let moment = DateTime::parse_from_rfc3339(moment).ok()?;
    Some((Utc::now() - moment.with_timezone(&Utc)).num_hours())
}

/// How a day lies to today, in words: `days` ahead of it, or behind.
pub(crate) fn distance(days: i64) -> Bilingual {
    let words = match days {
        0 => ["今天", "today"],
        1 => ["明天", "tomorrow"],
        2.. => ["{n} 天后", "in {n} days"],
        _ => ["已过 {n} 天", "{n} {n:day|days} overdue"],
    };
    Failure::filled(words, &[("n", &days.unsigned_abs().to_string())])
}

/// A day of the week in short.
pub(crate) fn weekday_name(day: Date, language: Language) -> &'static str {
    let place = usize::try_from(weekday(day)).unwrap_or_default();
    SHORT_WEEKDAYS
        .get(place)
        .map_or("", |words| pick(language, *words))
}

/// The day of the week, 0 for Monday.
pub(crate) fn weekday(day: Date) -> i64 {
    to_calendar(day).map_or(0, |day| i64::from(day.weekday().num_days_from_monday()))
}

/// The day that has been that a text means: a word, a day of the week, `2026-11-30`, `2026/11/30`,
/// `2026年11月30日`, `20261130`, or month and day of this year.
///
/// # Errors
/// It is no day.
pub(crate) fn past_day(text: &str, today: Date) -> Result<Date, Failure> {
    let text = text.trim().to_lowercase();
    let read = word(&text, today)
        .or_else(|| named_weekday(&text).map(|day| last_weekday(day, today)))
        .or_else(|| date(&text, |month, day| Date::new(today.year(), month, day)));
    read.ok_or_else(|| {
        let shown = escape_controls(&text);
        Failure::new(
            format!("看不懂日期 {shown}：请写如 2026-11-30、11-30、昨天"),
            format!("{shown} is no date: write it as 2026-11-30, 11-30 or yesterday"),
        )
    })
}

/// The day to come that a text means: as for [`past_day`], a span as `3d` or `两周后`, the day of a
/// week as `friday` or `下周五`; month and day are those of next year where this year's are past.
///
/// # Errors
/// It is no day.
pub(crate) fn coming_day(text: &str, today: Date) -> Result<Date, Failure> {
    let text = text.trim().to_lowercase();
    let next = |month, day| {
        let this_year = Date::new(today.year(), month, day);
        let is_past = this_year.is_some_and(|day| day.number() < today.number());
        match this_year {
            Some(day) if !is_past => Some(day),
            _ => Date::new(today.year() + 1, month, day),
        }
    };
    let read = word(&text, today)
        .or_else(|| span(&text).map(|days| days_after(today, days)))
        .or_else(|| weekday_of_week(&text, today))
        .or_else(|| named_weekday(&text).map(|day| days_after(last_weekday(day, today), 7)))
        .or_else(|| date(&text, next));
    read.ok_or_else(|| {
        let shown = escape_controls(&text);
        Failure::new(
            format!("看不懂日期 {shown}：请写如 2026-12-04、12-04、周五、明天、3天后"),
            format!("{shown} is no date: write it as 2026-12-04, 12-04, friday, tomorrow or 3d"),
        )
    })
}

/// The last such day of the week, today where it is one; a week after it lies the next one.
fn last_weekday(wanted: i64, today: Date) -> Date {
    let since = (weekday(today) - wanted).rem_euclid(7);
    days_after(today, -since)
}

/// The day that a word means.
fn word(text: &str, today: Date) -> Option<Date> {
    let (_, days) = WORDS.iter().find(|(word, _)| *word == text)?;
    Some(days_after(today, *days))
}

/// The day of the week that a text names, 0 for Monday.
fn named_weekday(text: &str) -> Option<i64> {
    let chinese = ["星期", "礼拜", "周"];
    let behind = chinese.iter().find_map(|before| text.strip_prefix(before));
    let place = WEEKDAYS.iter().position(|(english, digit)| {
        let is_english = text.len() >= 3 && text.is_ascii() && english.starts_with(text);
        is_english || behind.is_some_and(|behind| is_weekday_digit(behind, *digit))
    })?;
    i64::try_from(place).ok()
}

fn is_weekday_digit(text: &str, digit: char) -> bool {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|it| if it == '天' { '日' } else { it });
    first == Some(digit) && characters.next().is_none()
}

/// The day of a week that is named from this one: `next friday`, `下周五`.
fn weekday_of_week(text: &str, today: Date) -> Option<Date> {
    let (behind, weeks) = WEEKS.iter().find_map(|(before, weeks)| {
        let behind = text.strip_prefix(before)?;
        Some((behind, *weeks))
    })?;
    let named = named_weekday(behind).or_else(|| named_weekday(&format!("周{behind}")))?;
    Some(days_after(today, weeks * 7 + named - weekday(today)))
}

/// The days of a span: `3d`, `+3`, `2 weeks`, `3天后`, `两周后`. A bare number is none.
fn span(text: &str) -> Option<i64> {
    let (bare, is_marked) = match text.strip_prefix('+') {
        Some(behind) => (behind, true),
        None => (text, false),
    };
    let bare = bare
        .strip_suffix('后')
        .or_else(|| bare.strip_suffix("之后"))
        .unwrap_or(bare);
    let bare = bare.strip_prefix("in ").unwrap_or(bare);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = match bare.split_at_checked(digits) {
        Some((number, unit)) if digits > 0 => (number.parse::<i64>().ok()?, unit),
        _ => chinese_number(bare)?,
    };
    let unit = unit.trim();
    if unit.is_empty() && !is_marked {
        return None;
    }
    let (_, days) = SPANS.iter().find(|(name, _)| {
        unit == *name || unit.strip_suffix('s') == Some(name) && name.len() > 1
    })?;
    let days = number.checked_mul(*days)?;
    SPAN_DAYS.contains(&days).then_some(days)
}

/// A Chinese number up to ten, and what stands behind it.
fn chinese_number(text: &str) -> Option<(i64, &str)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let first = if first == '两' { '二' } else { first };
    let place = "一二三四五六七八九十".chars().position(|it| it == first)?;
    let behind = characters.as_str();
    let unit = behind.strip_prefix('个').unwrap_or(behind);
    let unit = match unit {
        "星期" | "礼拜" => "周",
        unit => unit,
    };
    Some((i64::try_from(place).ok()? + 1, unit))
}

/// The day that figures write; month and day without a year are read by `of_month`.
fn date(text: &str, of_month: impl Fn(u8, u8) -> Option<Date>) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &&str| text.parse::<u16>().ok();
    let small = |text: &&str| text.parse::<u8>().ok().filter(|number| *number > 0);
    match parts.as_slice() {
        [whole] if whole.len() == 8 => {
            let parts = whole.get(..4).zip(whole.get(4..6)).zip(whole.get(6..));
            parts.and_then(|((year, month), day)| {
                Date::new(number(&year)?, small(&month)?, small(&day)?)
            })
        }
        [year, month, day] => Date::new(number(year)?, small(month)?, small(day)?),
        [month, day] => of_month(small(month)?, small(day)?),
        _ => None,
    }
}

fn to_calendar(day: Date) -> Option<NaiveDate> {
    let (month, of_month) = (day.month()?, day.day()?);
    NaiveDate::from_ymd_opt(day.year().into(), month.into(), of_month.into())
}

fn of_calendar(day: NaiveDate) -> Option<Date> {
    let small = |number: u32| u8::try_from(number).ok();
    let year = u16::try_from(day.year()).ok()?;
    Date::new(year, small(day.month())?, small(day.day())?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn shown(read: Result<Date, Failure>) -> Option<String> {
        read.ok().map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        // A Tuesday.
        let today = Date::new(2026, 12, 1).unwrap();
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(shown(past_day(text, today)).as_deref(), expected, "{text}");
        };
        check("2026-11-30", Some("2026-11-30"));
        check("2026/1/3", Some("2026-01-03"));
        check("2026年11月30日", Some("2026-11-30"));
        check("20261130", Some("2026-11-30"));
        check("11-28", Some("2026-11-28"));
        check("11月28日", Some("2026-11-28"));
        check(" Yesterday ", Some("2026-11-30"));
        check("前天", Some("2026-11-29"));
        check("今天", Some("2026-12-01"));
        check("周五", Some("2026-11-27"));
        check("sun", Some("2026-11-29"));
        check("星期天", Some("2026-11-29"));
        for text in [
            "",
            "soon",
            "2026-02-30",
            "2026",
            "13-01",
            "0-0",
            "2026-11",
            "1",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn days_to_come_are_read_as_people_write_them() {
        // A Tuesday.
        let today = Date::new(2026, 12, 1).unwrap();
        let check = |text: &str, expected: Option<&str>| {
            let read = shown(coming_day(text, today));
            assert_eq!(read.as_deref(), expected, "{text}");
        };
        check("2026-12-04", Some("2026-12-04"));
        check("12-04", Some("2026-12-04"));
        check("1月5日", Some("2027-01-05"));
        check("明天", Some("2026-12-02"));
        check("大后天", Some("2026-12-04"));
        check("Friday", Some("2026-12-04"));
        check("fri", Some("2026-12-04"));
        check("周五", Some("2026-12-04"));
        check("星期日", Some("2026-12-06"));
        check("下周五", Some("2026-12-11"));
        check("next mon", Some("2026-12-07"));
        check("本周一", Some("2026-11-30"));
        check("tue", Some("2026-12-08"));
        check("3d", Some("2026-12-04"));
        check("+10", Some("2026-12-11"));
        check("2 weeks", Some("2026-12-15"));
        check("in 2 days", Some("2026-12-03"));
        check("3天后", Some("2026-12-04"));
        check("两周后", Some("2026-12-15"));
        check("一个星期后", Some("2026-12-08"));
        for text in [
            "", "3", "soon", "周八", "9999999d", "12-32", "d", "next", "后",
        ] {
            check(text, None);
        }
    }
}
