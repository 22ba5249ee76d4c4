//! Records, catalogue, full-text index and search behind `qiao`.
//!
//! Named values become a [`record::Record`] ([`normalise`], with the tables of [`vocab`]); records
//! go into a [`Library`]: `SQLite`, which is the truth, and a full-text index made from it. A
//! [`request::Request`] gives a [`search::Page`]: its text is read by [`query`], matched exactly or,
//! where nothing is exact, by the nearest, ranked, and counted by every facet. [`checks`] says what
//! a reader of a record should know; [`matching`] finds who answers a need, and why;
//! [`statistics`] counts what a search finds by fields and over time; [`network`] is which service
//! institution stands below which. [`kept`] is what
//! the user keeps of records, as far as searches heed it: whoever keeps it tells the library.
//! [`plan`] is a compiled query that an engine elsewhere can be asked as well.
//! [`limits`] says how much of a text or a query is looked at.
//!
//! Nothing here knows a terminal, settings or a home directory, and no type of the engine or the
//! database is public.

#![forbid(unsafe_code)]

mod analysis;
mod catalogue;
pub mod checks;
mod content;
pub mod edits;
pub mod error;
mod family;
pub mod fields;
pub mod history;
mod identity;
mod inner_error;
pub mod kept;
pub mod library;
pub mod limits;
pub mod matching;
mod measures;
mod merge;
mod names;
pub mod network;
pub mod normalise;
mod patent_kind;
mod pinyin;
pub mod plan;
mod private;
pub mod query;
pub mod record;
pub mod request;
mod rights;
mod schema;
pub mod search;
pub mod sources;
pub mod statistics;
mod synonyms;
mod upgrade_copy;
mod versions;
pub mod vocab;
mod write_ahead;

pub use analysis::warm;
pub use library::Library;
pub use names::{NamesProblem, check_names, name_key};
pub use pinyin::spells;

/// Today, in UTC: the library measures days, not hours.
#[must_use]
pub fn today() -> record::Date {
    let today = time::OffsetDateTime::now_utc();
    let year = u16::try_from(today.year()).unwrap_or(1970);
    record::Date::new(year, today.month().into(), today.day()).unwrap_or_default()
}

/// The day that lies so many days before another.
#[must_use]
pub fn days_before(day: record::Date, days: u32) -> record::Date {
    moved(day, -i64::from(days))
}

/// The day that lies so many days after another.
#[must_use]
pub fn days_after(day: record::Date, days: u32) -> record::Date {
    moved(day, i64::from(days))
}

fn moved(day: record::Date, by: i64) -> record::Date {
    let number = day.number();
    let part = |number: u32| u8::try_from(number % 100).unwrap_or_default();
    let year = i32::try_from(number / 10_000).unwrap_or_default();
    let moved = time::Month::try_from(part(number / 100))
        .and_then(|month| time::Date::from_calendar_date(year, month, part(number)))
        .ok()
        .and_then(|day| day.checked_add(time::Duration::days(by)));
    let date = moved.and_then(|day| {
        let year = u16::try_from(day.year()).ok()?;
        record::Date::new(year, day.month().into(), day.day())
    });
    date.unwrap_or_default()
}

/// This moment, RFC 3339 in UTC, to the second.
#[must_use]
pub fn now() -> String {
    let now = time::OffsetDateTime::now_utc();
    let (date, time) = (now.date(), now.time());
    format!(
        "{date}T{:02}:{:02}:{:02}Z",
        time.hour(),
        time.minute(),
        time.second()
    )
}
