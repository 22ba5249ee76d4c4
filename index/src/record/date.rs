//! A date as sources give it: to the day, the month or the year.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A calendar date that may be known only to the year or month.
///
/// Written `2012`, `2012-05` or `2012-05-31`; ordered by time, the vaguer first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A date from its parts, or `None` where there is no such day.
    ///
    /// `month` and `day` may be 0 for "not known"; a day needs a month. Years are 1000–9999.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let length = match month {
            0 => 0,
            2 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1000..=9999).contains(&year) && day <= length).then_some(Self { year, month, day })
    }

    /// The year alone.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1–12, where known.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        match self.month {
            0 => None,
            month => Some(month),
        }
    }

    /// The day of the month, where known.
    #[must_use]
    pub const fn day(self) -> Option<u8> {
        match self.day {
            0 => None,
            day => Some(day),
        }
    }

    /// `yyyymmdd` as a number, unknown parts 00: orders like the date itself.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.year as u32 * 10_000 + self.month as u32 * 100 + self.day as u32
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '-');
        let mut part = |width: usize| match parts.next() {
            None => Some(0),
            Some(digits) if digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse::<u16>().ok()
            }
            Some(_) => None,
        };
        let (year, month, day) = (part(4), part(2), part(2));
        year.zip(month)
            .zip(day)
            .and_then(|((year, month), day)| {
                Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
            })
            .ok_or_else(|| format!("not a date: {text}"))
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
