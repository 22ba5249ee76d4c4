//! Listings that may be the same thing, what speaks for it, and the user's word on it.
//!
//! Nothing here joins anything by itself: a pair is shown with what the two have in common, and
//! the user says whether they are one. The answer is kept, and not asked for again.

use std::collections::{HashMap, HashSet};

use super::{Library, Writer};
use crate::catalogue::Stored;
use crate::error::Result;
use crate::history::What;
use crate::identity::folded;
use crate::record::Record;
use crate::versions::SourceVersion;

/// Records are looked through in pieces of this size.
const PIECE: u32 = 500;
/// More listings of one title or number are no duplicates but a name for many things (教授).
const MAX_GROUP: usize = 12;
/// Shorter titles say too little.
const MIN_TITLE: usize = 4;
/// Share of the shorter text's pieces that the longer one has, too, from which on they are alike.
const ALIKE: f64 = 0.6;

/// Something that two listings have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Common {
    /// The publication number, of which one bears a kind code and the other none.
    Number,
    /// The application number of a patent.
    Application,
    /// The title, but for case, width and punctuation.
    Title,
    /// The leading institution.
    Institution,
    /// A telephone number or e-mail address.
    Contact,
    /// Most of the text.
    Text,
}

impl Common {
    /// The word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Application => "application",
            Self::Title => "title",
            Self::Institution => "institution",
            Self::Contact => "contact",
            Self::Text => "text",
        }
    }
}

/// Two listings that may be the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspects {
    /// The older one, without its row as it came.
    pub one: Record,
    /// The younger one.
    pub other: Record,
    /// What they have in common, the strongest first.
    pub common: Vec<Common>,
}

/// Why two listings cannot be joined or parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotJoined {
    /// There is no listing with this id.
    Unknown(String),
    /// Both ids are of one listing already.
    Same,
    /// Their kinds differ: an expert is no patent.
    Kinds,
}

impl Library {
    /// Pairs of listings that may be the same and of which the user has not said anything, those
    /// with the most in common first; at most `limit`.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn duplicates(&self, limit: usize) -> Result<Vec<Suspects>> {
        let mut found = Vec::new();
        let mut known = HashSet::new();
        for group in self.groups()? {
            for (at, one) in group.iter().enumerate() {
                for other in group.iter().skip(at + 1) {
                    if known.insert((*one, *other))
                        && let Some(pair) = self.suspects(*one, *other)?
                    {
                        found.push(pair);
                    }
                }
            }
        }
        found.sort_by(|one, other| {
            let strength = |pair: &Suspects| std::cmp::Reverse(pair.common.len());
            (strength(one), &one.common, &one.one.id, &one.other.id).cmp(&(
                strength(other),
                &other.common,
                &other.one.id,
                &other.other.id,
            ))
        });
        found.truncate(limit);
        Ok(found)
    }

    /// Rows that share a title or a number, each group in order.
    fn groups(&self) -> Result<Vec<Vec<u64>>> {
        let mut groups: HashMap<String, Vec<u64>> = HashMap::new();
        let mut after = 0;
        loop {
            let piece = self.catalogue.changed_since(0, after, PIECE)?;
            let Some(last) = piece.last() else { break };
            after = last.row;
            for Stored { row, record } in &piece {
                for key in keys(record) {
                    groups.entry(key).or_default().push(*row);
                }
            }
        }
        let mut groups: Vec<Vec<u64>> = groups.into_values().collect();
        groups.retain(|rows| (2..=MAX_GROUP).contains(&rows.len()));
        groups.sort_unstable();
        Ok(groups)
    }

    /// What two rows have in common, where the user has not said anything of them.
    fn suspects(&self, one: u64, other: u64) -> Result<Option<Suspects>> {
        let (Some(one), Some(other)) = (self.catalogue.by_row(one)?, self.catalogue.by_row(other)?)
        else {
            return Ok(None);
        };
        if one.kind != other.kind || self.catalogue.pair(&one.id, &other.id)?.is_some() {
            return Ok(None);
        }
        let common = common(&one, &other);
        Ok(is_suspect(&common).then_some(Suspects { one, other, common }))
    }
}

impl Writer<'_> {
    /// Joins a listing with another, as the user says that they are one: what the sources of both
    /// say is kept, and the other's id leads to the one that stays.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn join_pair(
        &mut self,
        stays: &str,
        goes: &str,
        at: &str,
    ) -> Result<std::result::Result<(), NotJoined>> {
        let (one, other) = match self.two(stays, goes)? {
            Ok(two) => two,
            Err(reason) => return Ok(Err(reason)),
        };
        if one.record.kind != other.record.kind {
            return Ok(Err(NotJoined::Kinds));
        }
        let before = self.parts(&one)?;
        let mut parts = before.clone();
        parts.extend(self.parts(&other)?);
        self.remove(other.row)?;
        self.replace_parts(&one, &before, parts)?;
        let catalogue = &self.library.catalogue;
        catalogue.set_alias(&other.record.id, one.row)?;
        catalogue.set_pair(&one.record.id, &other.record.id, true, at)?;
        self.note_of_user(one.row, What::Joined, at)?;
        self.commit_when_full()?;
        Ok(Ok(()))
    }

    /// Remembers that two listings are not the same; where they had been joined they are parted.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn keep_apart(
        &mut self,
        one: &str,
        other: &str,
        at: &str,
    ) -> Result<std::result::Result<(), NotJoined>> {
        self.open_batch()?;
        match self.two(one, other)? {
            Ok((one, other)) => {
                let catalogue = &self.library.catalogue;
                catalogue.set_pair(&one.record.id, &other.record.id, false, at)?;
            }
            Err(NotJoined::Same) => return self.part(one, other, at),
            Err(reason) => return Ok(Err(reason)),
        }
        self.commit_when_full()?;
        Ok(Ok(()))
    }

    /// Takes out of a listing what had been another one.
    fn part(
        &mut self,
        one: &str,
        other: &str,
        at: &str,
    ) -> Result<std::result::Result<(), NotJoined>> {
        let Some(stored) = self.stored_by_id(one)? else {
            return Ok(Err(NotJoined::Unknown(one.to_owned())));
        };
        let goes = if stored.record.id == other {
            one
        } else {
            other
        };
        let before = self.parts(&stored)?;
        let (gone, stay): (Vec<SourceVersion>, Vec<SourceVersion>) = before
            .iter()
            .cloned()
            .partition(|part| part.record.id == goes);
        if gone.is_empty() || stay.is_empty() {
            return Ok(Err(NotJoined::Same));
        }
        self.library.catalogue.forget_alias(goes)?;
        self.replace_parts(&stored, &before, stay)?;
        let mut parts = gone.into_iter();
        if let Some(first) = parts.next() {
            self.insert_again(goes, first, parts.collect())?;
        }
        let catalogue = &self.library.catalogue;
        catalogue.set_pair(&stored.record.id, goes, false, at)?;
        self.note_of_user(stored.row, What::Parted, at)?;
        self.commit_when_full()?;
        Ok(Ok(()))
    }

    fn two(
        &self,
        one: &str,
        other: &str,
    ) -> Result<std::result::Result<(Stored, Stored), NotJoined>> {
        let Some(first) = self.stored_by_id(one)? else {
            return Ok(Err(NotJoined::Unknown(one.to_owned())));
        };
        let Some(second) = self.stored_by_id(other)? else {
            return Ok(Err(NotJoined::Unknown(other.to_owned())));
        };
        Ok(if first.row == second.row {
            Err(NotJoined::Same)
        } else {
            Ok((first, second))
        })
    }
}

/// Under what a record is looked for among others.
fn keys(record: &Record) -> Vec<String> {
    let mut keys = Vec::new();
    let title = folded(&record.title);
    if title.chars().count() >= MIN_TITLE {
        keys.push(format!("title {} {title}", record.kind.as_str()));
    }
    let number = bare_number(record);
    if !number.is_empty() {
        keys.push(format!("number {number}"));
    }
    let application = application(record);
    if !application.is_empty() {
        keys.push(format!("application {application}"));
    }
    keys
}

/// A patent's office and publication number without its kind code.
fn bare_number(record: &Record) -> String {
    let Some(patent) = &record.patent else {
        return String::new();
    };
    let Some(number) = record.id.strip_prefix("patent:") else {
        return String::new();
    };
    let kind = patent.kind_code.as_str();
    number.strip_suffix(kind).unwrap_or(number).to_owned()
}

fn application(record: &Record) -> String {
    let patent = record.patent.as_ref();
    patent.map_or_else(String::new, |patent| folded(&patent.application_number))
}

/// What two records have in common, the strongest first.
fn common(one: &Record, other: &Record) -> Vec<Common> {
    let same = |of: fn(&Record) -> String| {
        let of_one = of(one);
        !of_one.is_empty() && of_one == of(other)
    };
    let checks = [
        (Common::Number, same(bare_number) && lacks_kind(one, other)),
        (Common::Application, same(application)),
        (Common::Title, same(|record| folded(&record.title))),
        (
            Common::Institution,
            same(|record| folded(record.lead_institution())),
        ),
        (Common::Contact, shares_contact(one, other)),
        (Common::Text, texts_are_alike(one, other)),
    ];
    let held = checks.into_iter().filter(|(_, holds)| *holds);
    held.map(|(common, _)| common).collect()
}

/// Whether what two listings have in common makes them suspect: a number, or a title and something
/// beside it.
fn is_suspect(common: &[Common]) -> bool {
    common.contains(&Common::Number) || common.len() > 1
}

/// Whether exactly one of two patents bears a kind code: two kinds are two publications.
fn lacks_kind(one: &Record, other: &Record) -> bool {
    let bare = |record: &Record| {
        let patent = record.patent.as_ref();
        patent.is_none_or(|patent| patent.kind_code.is_empty())
    };
    bare(one) != bare(other)
}

fn shares_contact(one: &Record, other: &Record) -> bool {
    let ways = |record: &Record| -> HashSet<String> {
        let contacts = record.contact.iter();
        let ways = contacts.flat_map(|contact| contact.phones.iter().chain(&contact.emails));
        ways.map(|way| folded(way)).collect()
    };
    !ways(one).is_disjoint(&ways(other))
}

/// Whether the shorter of two texts stands mostly in the longer.
fn texts_are_alike(one: &Record, other: &Record) -> bool {
    let pieces = |record: &Record| -> HashSet<[char; 3]> {
        let text = folded(&format!("{}{}", record.summary, record.body));
        let letters: Vec<char> = text.chars().take(4_000).collect();
        let pieces = letters.windows(3);
        pieces.filter_map(|piece| piece.try_into().ok()).collect()
    };
    let (one, other) = (pieces(one), pieces(other));
    let shorter = one.len().min(other.len());
    let shared = one.intersection(&other).count();
    // Some dozen pieces, so that a phrase is no text.
    shorter >= 24 && count(shared) >= ALIKE * count(shorter)
}

/// A count of pieces of one text, exact as a float.
fn count(pieces: usize) -> f64 {
    u32::try_from(pieces).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    fn record(fields: serde_json::Value) -> Record {
        serde_json::from_value(fields).unwrap()
    }

    #[test]
    fn what_two_listings_have_in_common_is_named() {
        let check = |one, other, expected: &[Common]| {
            assert_eq!(common(&record(one), &record(other)), expected);
        };
        let contact = json!([{"phones": ["027-0000 1234"]}]);
        check(
            json!({"title": "防腐涂料", "contact": contact, "institutions": ["甲厂"]}),
            json!({"title": "防腐 涂料", "contact": [{"phones": ["02700001234"]}]}),
            &[Common::Title, Common::Contact],
        );
        check(
            json!({"id": "patent:US1000001B2", "kind": "patent", "title": "Valve",
                "patent": {"kind_code": "B2"}}),
            json!({"id": "patent:US1000001", "kind": "patent", "title": "Ventil", "patent": {}}),
            &[Common::Number],
        );
        check(
            json!({"id": "patent:EP1000000A1", "kind": "patent", "patent": {"kind_code": "A1"}}),
            json!({"id": "patent:EP1000000B1", "kind": "patent", "patent": {"kind_code": "B1"}}),
            &[],
        );
    }
}
