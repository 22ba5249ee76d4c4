//! The time that a report or a target is of: a year, a quarter or a month.

use std::fmt;

use qiao_index::record::Date;

use crate::messages::{Failure, escape_controls};

/// A year, a quarter or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    year: u16,
    /// The first month, and how many there are.
    first: u8,
    months: u8,
}

impl Period {
    /// The month of a day.
    pub(crate) fn month_of(day: Date) -> Self {
        Self {
            year: day.year(),
            first: day.month().unwrap_or(1),
            months: 1,
        }
    }

    /// Reads `2026`, `2026-Q3` or `2026-10`.
    ///
    /// # Errors
    /// It is none of these.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        let (year, part) = text
            .split_once('-')
            .map_or((text, None), |(year, part)| (year, Some(part)));
        let number = |text: &str| {
            let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
            text.parse::<u8>().ok().filter(|_| is_number)
        };
        let months = match part {
            None => Some((1, 12)),
            Some(part) => match part.strip_prefix(['Q', 'q']) {
                Some(quarter) => number(quarter)
                    .filter(|it| (1..=4).contains(it))
                    .map(|quarter| (quarter * 3 - 2, 3)),
                None => number(part)
                    .filter(|it| (1..=12).contains(it))
                    .map(|it| (it, 1)),
            },
        };
        let year = Some(year).filter(|it| it.len() == 4 && it.bytes().all(|c| c.is_ascii_digit()));
        let year = year
            .and_then(|year| year.parse().ok())
            .filter(|it| *it >= 1000);
        let read = year.zip(months).map(|(year, (first, months))| Self {
            year,
            first,
            months,
        });
        read.ok_or_else(|| {
            let shown = escape_controls(text);
            Failure::new(
                format!("{shown} 不是时段：请写如 2026、2026-Q3 或 2026-10"),
                format!("{shown} is no period: write it as 2026, 2026-Q3 or 2026-10"),
            )
        })
    }

    /// As a query has it behind `added:`.
    pub(crate) fn query(self) -> String {
        match self.months {
            12 => format!("{:04}", self.year),
            1 => format!("{:04}-{:02}", self.year, self.first),
            _ => format!(
                "{year:04}-{:02}..{year:04}-{:02}",
                self.first,
                self.first + self.months - 1,
                year = self.year
            ),
        }
    }

    /// The same of the year before.
    pub(crate) const fn year_before(self) -> Self {
        Self {
            year: self.year.saturating_sub(1),
            ..self
        }
    }

    /// The year that it lies in.
    pub(crate) const fn whole_year(self) -> Self {
        Self {
            first: 1,
            months: 12,
            ..self
        }
    }

    /// Whether a day lies in it; of a day whose month is not known a whole year alone says so.
    pub(crate) fn holds(self, day: Date) -> bool {
        let months = self.first..self.first + self.months;
        let in_months = match day.month() {
            Some(month) => months.contains(&month),
            None => self.months == 12,
        };
        day.year() == self.year && in_months
    }

    /// Whether a moment, RFC 3339, lies in it.
    pub(crate) fn holds_moment(self, moment: &str) -> bool {
        let day = moment.get(..10).and_then(|day| day.parse().ok());
        day.is_some_and(|day| self.holds(day))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.months {
            3 => write!(f, "{:04}-Q{}", self.year, self.first / 3 + 1),
            _ => f.write_str(&self.query()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn periods_are_years_quarters_and_months() {
        for (text, query, before) in [
            ("2026", "2026", "2025"),
            ("2026-Q3", "2026-07..2026-09", "2025-Q3"),
            ("2026-10", "2026-10", "2025-10"),
        ] {
            let period = Period::read(text).unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.query(), query);
            assert_eq!(period.year_before().to_string(), before);
        }
        for text in [
            "",
            "26",
            "2026-13",
            "2026-Q5",
            "2026-",
            "2026-1x",
            "2026-10-03",
        ] {
            assert!(Period::read(text).is_err(), "{text}");
        }
        let quarter = Period::read("2026-q4").unwrap();
        let holds = |text: &str| quarter.holds(text.parse().unwrap());
        assert!(holds("2026-10-01") && holds("2026-12-31"));
        assert!(!holds("2026-09-30") && !holds("2025-12-01") && !holds("2026"));
    }
}
