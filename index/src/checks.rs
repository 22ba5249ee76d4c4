//! What can be said about a record beyond what it says itself: check digits, legal status,
//! age, contact, completeness. Findings are badges, never reasons to reject a record.
//!
//! That two records bear the same number is for the library to find.

mod completeness;
mod contact;
mod term;

pub use crate::normalise::{PatentNumber, PhoneCheck, check_phone, normalise_number};
pub use crate::vocab::legal_class;
pub use completeness::completeness;
pub use contact::is_valid_email;
pub(crate) use term::term;

use crate::normalise::{self, unread_dates};
use crate::record::{Date, Kind, LegalClass, Provenance, Record, Status};

/// Weights of the digits of a Chinese application number; numbers before 2003 have the first
/// eight.
const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/// Below this completeness a record is marked as incomplete.
pub const INCOMPLETE_BELOW: u8 = 55;

/// Something that a reader of the record should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A Chinese application number whose check digit is not the computed one.
    WrongCheckDigit {
        /// The number as written.
        number: String,
        /// The digit (or X) it should end in.
        expected: char,
    },
    /// The patent has lapsed, was refused, withdrawn or declared void.
    DeadPatent,
    /// A patent among its rights is dead: the number as the listing has it.
    DeadRight(String),
    /// A right that is not known to be dead, though its term should have ended.
    PastTerm {
        /// Years that it has from its filing.
        years: u32,
    },
    /// No source has it any more.
    Gone,
    /// Whoever published it has taken it back.
    Withdrawn,
    /// Past its date.
    Expired,
    /// Not verified for a year.
    Stale,
    /// Neither a telephone number nor an e-mail address.
    NoContact,
    /// Cannot be called.
    InvalidPhone(String),
    /// Partly hidden by its source (`138****0000`).
    MaskedPhone(String),
    /// Cannot be written to.
    InvalidEmail(String),
    /// Characters of its texts are lost: somebody read it by the wrong encoding.
    Garbled,
    /// A date that is none (`2020-02-30`) was left out.
    UnreadDate {
        /// The column of the source.
        column: String,
        /// What stands there.
        text: String,
    },
    /// Much is missing.
    Incomplete {
        /// 0–100, below [`INCOMPLETE_BELOW`].
        percent: u8,
        /// Fields that are missing, weightiest first.
        missing: Vec<&'static str>,
    },
}

impl Finding {
    /// The word for it in files and queries (`is:dead`, `is:expired`, `is:stale`, …).
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::WrongCheckDigit { .. } => "wrong-number",
            Self::DeadPatent => "dead",
            Self::DeadRight(_) => "dead-right",
            Self::PastTerm { .. } => "past-term",
            Self::Gone => "gone",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Stale => "stale",
            Self::NoContact => "no-contact",
            Self::InvalidPhone(_) => "invalid-phone",
            Self::MaskedPhone(_) => "masked-phone",
            Self::InvalidEmail(_) => "invalid-email",
            Self::Garbled => "garbled",
            Self::UnreadDate { .. } => "unread-date",
            Self::Incomplete { .. } => "incomplete",
        }
    }
}

/// Everything that is to be said about a record on a day.
#[must_use]
pub fn check(record: &Record, today: Date) -> Vec<Finding> {
    let mut findings = wrong_numbers(record);
    findings.extend(record.dead_rights.iter().cloned().map(Finding::DeadRight));
    findings.extend(past_term(record, today));
    let states = [
        (is_dead(record), Finding::DeadPatent),
        (record.is_gone(), Finding::Gone),
        (record.status == Status::Withdrawn, Finding::Withdrawn),
        (is_expired(record, today), Finding::Expired),
        (is_stale(record, today), Finding::Stale),
        (contact::is_missing(record), Finding::NoContact),
        (is_garbled(record), Finding::Garbled),
    ];
    findings.extend(
        states
            .into_iter()
            .filter_map(|(is, finding)| is.then_some(finding)),
    );
    findings.extend(contact::findings(record));
    findings.extend(unread(record));
    let (percent, missing) = completeness(record);
    if percent < INCOMPLETE_BELOW {
        findings.push(Finding::Incomplete { percent, missing });
    }
    findings
}

/// Dates that are none: as an import with a map found them, else as the row as it came shows.
fn unread(record: &Record) -> impl Iterator<Item = Finding> {
    let told = |source: &Provenance| source.unread_dates.clone();
    let newest_told = record
        .sources
        .first()
        .is_some_and(|source| told(source).is_some());
    let known = Some(&record.raw).filter(|_| !newest_told).map(unread_dates);
    let all = record
        .sources
        .iter()
        .filter_map(told)
        .chain(known)
        .flatten();
    all.map(|(column, text)| Finding::UnreadDate { column, text })
}

/// Whether characters are lost in what people read of the record.
fn is_garbled(record: &Record) -> bool {
    let names = record.people.iter().map(|person| &*person.name);
    let lists = [&record.title_alt, &record.institutions, &record.keywords];
    let lists = lists.into_iter().flatten().map(String::as_str);
    let mut texts = names.chain(lists).chain(record.texts());
    normalise::is_garbled(&record.title) || texts.any(normalise::is_garbled)
}

/// Whether the patent that the record describes is dead. Unknown is never dead.
#[must_use]
pub fn is_dead(record: &Record) -> bool {
    let patent = record.patent.as_ref();
    patent.is_some_and(|patent| patent.legal.class == LegalClass::Dead)
}

/// That the term of a right should have ended by a day. Its legal status stays as its sources say.
fn past_term(record: &Record, today: Date) -> Option<Finding> {
    let (end, years) = term(record)?;
    (end < today.number()).then_some(Finding::PastTerm { years })
}

/// Whether the record, or the need's deadline, is past its date. A date that is known to the
/// month or year only is past when all of it is.
#[must_use]
pub fn is_expired(record: &Record, today: Date) -> bool {
    let expired = expires(record).is_some_and(|day| day < today.number());
    record.status == Status::Expired || expired
}

/// The last day on which the listing stands, as `yyyymmdd`.
pub(crate) fn expires(record: &Record) -> Option<u32> {
    let deadline = record.need.as_ref().and_then(|need| need.deadline);
    let dates = [record.dates.expires, deadline];
    dates.into_iter().flatten().map(last_day).min()
}

/// Whether nobody has verified, changed or published the listing for a year. Patents do not
/// age so, and without any date nothing is known.
#[must_use]
pub fn is_stale(record: &Record, today: Date) -> bool {
    touched(record).is_some_and(|day| day + A_YEAR < today.number())
}

/// One year, in `yyyymmdd`.
pub(crate) const A_YEAR: u32 = 10_000;

/// The last day on which somebody verified, changed or published the listing, as `yyyymmdd`;
/// `None` for patents, which do not age so.
pub(crate) fn touched(record: &Record) -> Option<u32> {
    let dates = &record.dates;
    let touched = [
        dates.verified,
        dates.updated,
        dates.published,
        dates.registered,
    ];
    let latest = touched.into_iter().flatten().map(last_day).max();
    latest.filter(|_| record.kind != Kind::Patent)
}

/// The last day that a date can mean, as `yyyymmdd`.
fn last_day(date: Date) -> u32 {
    match (date.month(), date.day()) {
        (None, _) => date.number() + 1_231,
        (_, None) => date.number() + 31,
        _ => date.number(),
    }
}

/// Wrong check digits of the application number and of numbers among an achievement's rights.
fn wrong_numbers(record: &Record) -> Vec<Finding> {
    let own = record
        .patent
        .as_ref()
        .map(|patent| &patent.application_number);
    let rights = record.achievement.as_ref().map(|part| &part.ip);
    own.into_iter()
        .chain(rights.into_iter().flatten())
        .filter_map(|number| match application_number_check(number) {
            CheckDigit::Wrong { expected } => Some(Finding::WrongCheckDigit {
                number: number.clone(),
                expected,
            }),
            CheckDigit::Valid | CheckDigit::Unchecked => None,
        })
        .collect()
}

/// What the check digit of an application number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckDigit {
    /// It is the computed one.
    Valid,
    /// It is not.
    Wrong {
        /// The computed digit, or `X` for ten.
        expected: char,
    },
    /// No Chinese application number, or written without its check digit.
    Unchecked,
}

/// Checks a Chinese application number such as `ZL201710601862.3` or `95115608.X`: digits
/// times weights, sum modulo 11, ten is X (ZC 0006-2003). Twelve digits without a dot have no
/// check digit; thirteen end in it.
#[must_use]
pub fn application_number_check(text: &str) -> CheckDigit {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            if c == '．' {
                '.'
            } else {
                c.to_ascii_uppercase()
            }
        })
        .take(32)
        .collect();
    let bare = ["CN", "ZL"].iter().fold(&*bare, |rest, office| {
        rest.strip_prefix(office).unwrap_or(rest)
    });
    let Some((digits, given)) = digits_and_check(bare) else {
        return CheckDigit::Unchecked;
    };
    let sum: u32 = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    let expected = char::from_digit(sum % 11, 10).unwrap_or('X');
    if given == expected {
        CheckDigit::Valid
    } else {
        CheckDigit::Wrong { expected }
    }
}

/// `201710601862.3`, `2017106018623`, `95115608.X` → digits and check digit.
fn digits_and_check(bare: &str) -> Option<(&str, char)> {
    let (digits, check) = match bare.split_once('.') {
        Some((digits, check)) => (digits, check),
        None if bare.len() == 13 && (bare.starts_with("19") || bare.starts_with("20")) => {
            bare.split_at_checked(12)?
        }
        None => return None,
    };
    let is_number = matches!(digits.len(), 8 | 12) && digits.bytes().all(|b| b.is_ascii_digit());
    let check = match *check.as_bytes() {
        [digit] if digit.is_ascii_digit() || digit == b'X' => char::from(digit),
        _ => return None,
    };
    is_number.then_some((digits, check))
}

#[cfg(test)]
mod tests;
