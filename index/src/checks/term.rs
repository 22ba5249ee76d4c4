//! When the term of a patent should have ended by law.
//!
//! 20 years from filing; 10 for utility models and Chinese designs, 15 for Chinese designs filed
//! since 2021-06-01. American patents filed before 1995-06-08 have 17 years from their grant where
//! that is longer. Designs of other offices have terms of their own, and are not judged.

use super::last_day;
use crate::record::{Kind, LegalClass, Patent, Record};

/// A year, in `yyyymmdd`.
const YEAR: u32 = 10_000;
/// Chinese designs filed from this day on have 15 years.
const LONGER_DESIGNS: u32 = 20_210_601;
/// American patents filed from this day on have 20 years from filing.
const AMERICAN_TERM_FROM_FILING: u32 = 19_950_608;
/// Years from grant before.
const AMERICAN_YEARS_FROM_GRANT: u32 = 17;

/// The years that a right has from its filing; `None` where the law differs or it is no right.
fn years(patent: &Patent, filed: u32) -> Option<u32> {
    let code = patent.kind_code.bytes().next();
    match (&*patent.patent_type, &*patent.office) {
        (_, "WO") => None,
        ("design", "CN") if filed >= LONGER_DESIGNS => Some(15),
        ("utility model", _) | ("design", "CN") => Some(10),
        ("design", _) => None,
        _ if matches!(code, Some(b'S' | b'D' | b'U' | b'Y')) => None,
        _ => Some(20),
    }
}

/// The last day of a patent's term as `yyyymmdd`, with the years from its filing; `None` where the
/// patent is dead already, or its filing is unknown.
pub(crate) fn term(record: &Record) -> Option<(u32, u32)> {
    let patent = record.patent.as_ref()?;
    if record.kind != Kind::Patent || patent.legal.class == LegalClass::Dead {
        return None;
    }
    let filed = last_day(record.dates.filed?);
    let years = years(patent, filed)?;
    let mut end = filed + years * YEAR;
    if patent.office == "US" && filed < AMERICAN_TERM_FROM_FILING {
        let granted = record.dates.granted.or(record.dates.published)?;
        end = end.max(last_day(granted) + AMERICAN_YEARS_FROM_GRANT * YEAR);
    }
    Some((end, years))
}
