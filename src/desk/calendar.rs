//! Working days in China: weekends, holidays and the weekend days that are worked for them.
//!
//! The table is `holidays.tsv`. It speaks for the years that it names and no others: in these only
//! weekends are known, and whoever asks is told so.

use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate, Weekday};
use qiao_index::days_after;
use qiao_index::record::Date;

/// No holidays are longer than this.
const MAX_DAYS_OFF: u32 = 30;

/// A working day, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WorkingDay {
    /// The day.
    pub(crate) day: Date,
    /// Whether the holidays of all years that were looked at are known.
    pub(crate) is_known: bool,
}

/// The table: years that are known, and days that are not what their weekday says.
struct Calendar {
    years: Vec<u16>,
    /// First day, last day, whether they are off.
    spans: Vec<(Date, Date, bool)>,
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let mut calendar = Calendar {
        years: Vec::new(),
        spans: Vec::new(),
    };
    let lines = include_str!("holidays.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        match *columns {
            [year, _source] => calendar.years.extend(year.parse::<u16>().ok()),
            [from, to, kind] => {
                let span = from.parse().ok().zip(to.parse().ok());
                calendar
                    .spans
                    .extend(span.map(|(from, to)| (from, to, kind == "off")));
            }
            _ => {}
        }
    }
    calendar
});

/// The years of which the holidays are known, in order.
pub(crate) fn known_years() -> &'static [u16] {
    &CALENDAR.years
}

/// The day itself where it is a working day, else the next one.
pub(crate) fn working_day_from(day: Date) -> WorkingDay {
    let mut is_known = true;
    let mut found = day;
    for ahead in 0..MAX_DAYS_OFF {
        found = days_after(day, ahead);
        is_known &= CALENDAR.years.contains(&found.year());
        if !is_off(found) {
            break;
        }
    }
    WorkingDay {
        day: found,
        is_known,
    }
}

/// Whether nobody works on a day.
fn is_off(day: Date) -> bool {
    let mut spans = CALENDAR.spans.iter();
    let span = spans.find(|(from, to, _)| (*from..=*to).contains(&day));
    span.map_or_else(|| is_weekend(day), |(.., is_off)| *is_off)
}

fn is_weekend(date: Date) -> bool {
    let (year, month) = (i32::from(date.year()), date.month().unwrap_or(1));
    let day = date.day().unwrap_or(1);
    let date = NaiveDate::from_ymd_opt(year, month.into(), day.into());
    date.is_some_and(|date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_next_working_day_heeds_holidays_and_the_days_worked_for_them() {
        let check = |day: &str, expected: &str, is_known: bool| {
            let found = working_day_from(day.parse().unwrap());
            assert_eq!(found.day.to_string(), expected, "{day}");
            assert_eq!(found.is_known, is_known, "{day}");
        };
        check("2026-11-30", "2026-11-30", true);
        check("2026-11-28", "2026-11-30", true);
        check("2026-10-01", "2026-10-08", true);
        check("2026-09-20", "2026-09-20", true);
        check("2026-10-10", "2026-10-10", true);
        check("2025-01-28", "2025-02-05", true);
        check("2026-02-14", "2026-02-14", true);
        // The holidays of 2027 were not ordained yet: only weekends are known.
        check("2027-01-01", "2027-01-01", false);
        check("2027-01-02", "2027-01-04", false);
        assert_eq!(known_years(), [2025, 2026]);
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        let text = include_str!("holidays.tsv");
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(lines, CALENDAR.years.len() + CALENDAR.spans.len());
        for (from, to, is_off) in &CALENDAR.spans {
            assert!(from <= to && from.day().is_some());
            assert!(*is_off || is_weekend(*from), "{from} is a weekday");
            assert!(CALENDAR.years.contains(&from.year()));
        }
    }
}
