//! Days as people write them.

use qiao_index::days_before;
use qiao_index::record::Date;

use crate::messages::{Failure, escape_controls};

/// Words for days that have been, and how many days ago that is.
const WORDS: [(&str, u32); 7] = [
    ("today", 0),
    ("今天", 0),
    ("yesterday", 1),
    ("昨天", 1),
    ("前天", 2),
    ("今日", 0),
    ("昨日", 1),
];

/// The day that a text means: a word, `2026-11-30`, `2026/11/30`, `2026年11月30日`, `20261130`, or
/// month and day of this year.
///
/// # Errors
/// It is no day.
pub(crate) fn past_day(text: &str, today: Date) -> Result<Date, Failure> {
    let text = text.trim().to_lowercase();
    if let Some((_, days)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Ok(days_before(today, *days));
    }
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &&str| text.parse::<u16>().ok();
    let small = |text: &&str| text.parse::<u8>().ok().filter(|number| *number > 0);
    let date = match parts.as_slice() {
        [whole] if whole.len() == 8 => whole
            .get(..4)
            .zip(whole.get(4..6))
            .zip(whole.get(6..))
            .and_then(|((year, month), day)| {
                Date::new(number(&year)?, small(&month)?, small(&day)?)
            }),
        [year, month, day] => number(year)
            .zip(small(month).zip(small(day)))
            .and_then(|(year, (month, day))| Date::new(year, month, day)),
        [month, day] => small(month)
            .zip(small(day))
            .and_then(|(month, day)| Date::new(today.year(), month, day)),
        _ => None,
    };
    date.ok_or_else(|| {
        let shown = escape_controls(&text);
        Failure::new(
            format!("看不懂日期 {shown}：请写如 2026-11-30、11-30、昨天"),
            format!("{shown} is no date: write it as 2026-11-30, 11-30 or yesterday"),
        )
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = Date::new(2026, 12, 1).unwrap();
        let check = |text: &str, expected: Option<&str>| {
            let read = past_day(text, today).ok().map(|day| day.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
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
}
