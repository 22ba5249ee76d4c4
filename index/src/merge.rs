//! One publication from several sources is one record.
//!
//! The rule: what the newest row says stands; what it leaves empty is taken from the record as it
//! was. `sources` names every source that brought the record, newest first, so that a re-import
//! of any of them is recognised by source and hash.

use crate::library::Outcome;
use crate::record::{Patent, Provenance, Record};

/// What putting `record` where `stored` stands comes to.
pub(crate) fn outcome(stored: &Record, record: &Record) -> Outcome {
    let Some(source) = record.sources.first() else {
        return if *stored == *record {
            Outcome::Unchanged
        } else {
            Outcome::Updated
        };
    };
    let same_source = |known: &&Provenance| known.name == source.name;
    let mut earlier = stored.sources.iter().filter(same_source).peekable();
    if earlier.peek().is_none() {
        Outcome::Merged
    } else if earlier.any(|known| known.hash == source.hash) {
        Outcome::Unchanged
    } else {
        Outcome::Updated
    }
}

/// Fills what `record` leaves empty from what `stored` says, where another source said it.
pub(crate) fn merge(record: &mut Record, stored: Record) {
    let newest = record.sources.first().map(|source| source.name.clone());
    let mut others = stored.sources.clone();
    others.retain(|known| Some(&known.name) != newest.as_ref() && !record.sources.contains(known));
    if others.is_empty() {
        return;
    }
    record.sources.extend(others);
    fill(record, stored);
}

fn fill(record: &mut Record, stored: Record) {
    fill_text(&mut record.summary, stored.summary);
    fill_text(&mut record.body, stored.body);
    fill_text(&mut record.region, stored.region);
    fill_text(&mut record.maturity.stage_raw, stored.maturity.stage_raw);
    fill_list(&mut record.title_alt, stored.title_alt);
    fill_list(&mut record.keywords, stored.keywords);
    fill_list(&mut record.institutions, stored.institutions);
    fill_list(&mut record.people, stored.people);
    fill_list(&mut record.subjects.fields, stored.subjects.fields);
    fill_list(&mut record.subjects.industries, stored.subjects.industries);
    fill_list(
        &mut record.subjects.disciplines,
        stored.subjects.disciplines,
    );
    fill_list(&mut record.subjects.ipc, stored.subjects.ipc);
    fill_list(&mut record.cooperation, stored.cooperation);
    fill_list(&mut record.contact, stored.contact);
    fill_list(&mut record.links, stored.links);
    fill_list(&mut record.references, stored.references);
    let (dates, known) = (&mut record.dates, stored.dates);
    dates.filed = dates.filed.or(known.filed);
    dates.published = dates.published.or(known.published);
    dates.granted = dates.granted.or(known.granted);
    record.price = record.price.take().or(stored.price);
    match (&mut record.patent, stored.patent) {
        (Some(patent), Some(known)) => fill_patent(patent, *known),
        (patent, known) => *patent = patent.take().or(known),
    }
}

fn fill_patent(patent: &mut Patent, known: Patent) {
    fill_text(&mut patent.application_number, known.application_number);
    fill_text(&mut patent.agent, known.agent);
    fill_text(&mut patent.family, known.family);
    fill_list(&mut patent.owners, known.owners);
    fill_list(&mut patent.priority, known.priority);
    fill_list(&mut patent.citations, known.citations);
    fill_list(&mut patent.claims, known.claims);
    if patent.legal.raw.is_empty() && patent.legal.code.is_empty() {
        patent.legal = known.legal;
    }
}

fn fill_text(text: &mut String, known: String) {
    if text.is_empty() {
        *text = known;
    }
}

fn fill_list<T>(list: &mut Vec<T>, known: Vec<T>) {
    if list.is_empty() {
        *list = known;
    }
}
