//! How much of what a reader needs is there.

use crate::record::{Kind, Record, Stage};

/// A part of a record, what it counts, and whether it is there.
type Part = (&'static str, u16, fn(&Record) -> bool);

/// What every kind should have.
const COMMON: [Part; 6] = [
    ("summary", 20, |record| {
        !record.summary.is_empty() || !record.body.is_empty()
    }),
    ("contact", 20, |record| !super::contact::is_missing(record)),
    ("institution", 15, |record| !record.institutions.is_empty()),
    ("subject", 10, |record| {
        let subjects = &record.subjects;
        [
            &subjects.fields,
            &subjects.industries,
            &subjects.disciplines,
            &subjects.ipc,
        ]
        .iter()
        .any(|values| !values.is_empty())
            || record.patent.iter().any(|patent| !patent.cpc.is_empty())
    }),
    ("region", 10, |record| !record.region.is_empty()),
    ("keywords", 5, |record| !record.keywords.is_empty()),
];

/// What one kind should have beside.
const fn particular(kind: Kind) -> &'static [Part] {
    match kind {
        Kind::Achievement => &[
            ("stage", 10, |record| {
                record.maturity.stage != Stage::Unknown
            }),
            ("cooperation", 5, |record| !record.cooperation.is_empty()),
            ("date", 5, |record| record.dates.year().is_some()),
        ],
        Kind::Patent => &[
            ("number", 20, |record| {
                record.patent.as_ref().is_some_and(|patent| {
                    !patent.publication_number.is_empty() || !patent.application_number.is_empty()
                })
            }),
            ("inventors", 10, |record| !record.people.is_empty()),
            ("legal status", 10, |record| {
                record
                    .patent
                    .as_ref()
                    .is_some_and(|patent| !patent.legal.raw.is_empty())
            }),
            ("date", 10, |record| record.dates.year().is_some()),
        ],
        Kind::Need => &[
            ("problem", 10, |record| {
                record
                    .need
                    .as_ref()
                    .is_some_and(|need| !need.problem.is_empty())
            }),
            ("budget", 5, |record| {
                record.price.is_some()
                    || record
                        .need
                        .as_ref()
                        .is_some_and(|need| need.budget.is_some())
            }),
            ("date", 5, |record| record.dates.year().is_some()),
        ],
        Kind::Expert => &[
            ("post", 10, |record| {
                record
                    .expert
                    .as_ref()
                    .is_some_and(|expert| !expert.post.is_empty())
            }),
            ("interests", 10, |record| {
                record
                    .expert
                    .as_ref()
                    .is_some_and(|expert| !expert.interests.is_empty())
            }),
        ],
        Kind::Institution => &[("services", 10, |record| {
            record
                .institution
                .as_ref()
                .is_some_and(|part| !part.services.is_empty())
        })],
    }
}

/// Whether a part is asked of a kind at all: a patent is found by its number, and an
/// institution or expert needs no keywords.
fn is_asked(part: &str, kind: Kind) -> bool {
    match kind {
        Kind::Patent => !matches!(part, "contact" | "region" | "keywords"),
        Kind::Institution => !matches!(part, "institution" | "keywords"),
        Kind::Expert => part != "keywords",
        Kind::Achievement | Kind::Need => true,
    }
}

/// How complete a record is, 0–100 by weight, and which parts are missing, weightiest first.
///
/// What is asked depends on the kind; a title every record has.
#[must_use]
pub fn completeness(record: &Record) -> (u8, Vec<&'static str>) {
    let asked = COMMON
        .iter()
        .filter(|(part, ..)| is_asked(part, record.kind))
        .chain(particular(record.kind));
    let (mut all, mut there, mut missing) = (0, 0, Vec::new());
    for (part, weight, is_there) in asked {
        all += weight;
        if is_there(record) {
            there += weight;
        } else {
            missing.push((*weight, *part));
        }
    }
    missing.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let percent = u8::try_from(there * 100 / all).unwrap_or(100);
    (percent, missing.into_iter().map(|(_, part)| part).collect())
}
