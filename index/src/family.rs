//! Which publications are of one patent family.

use sha2::{Digest as _, Sha256};

use crate::normalise::normalise_number;
use crate::record::{Kind, Record};

/// The same number for all publications of a family: of its own number where a source gives one,
/// else of its members, else of the first application that priority is claimed from, else of the own
/// application. `None` for what is no patent or names nothing of all this.
pub(crate) fn key(record: &Record) -> Option<i64> {
    let patent = record
        .patent
        .as_ref()
        .filter(|_| record.kind == Kind::Patent)?;
    let name = if !patent.family.is_empty() {
        format!("family {}", patent.family)
    } else if let Some(member) = first_member(&patent.family_members) {
        format!("family of {member}")
    } else {
        let number = patent
            .priority
            .first()
            .unwrap_or(&patent.application_number);
        application(&patent.office, number)?
    };
    let digest = Sha256::digest(name.as_bytes());
    let first = digest.first_chunk::<8>()?;
    Some(i64::from_be_bytes(*first))
}

/// The member of a family that comes first in the order of its numbers, the same for all.
fn first_member(members: &[String]) -> Option<String> {
    let number = |member: &String| {
        normalise_number(member).map_or_else(|| member.clone(), |known| known.to_string())
    };
    members.iter().map(number).min()
}

/// An application's number in one form; the office may be left out of the own one.
fn application(office: &str, number: &str) -> Option<String> {
    if number.is_empty() {
        return None;
    }
    let known = normalise_number(number).or_else(|| normalise_number(&format!("{office}{number}")));
    Some(known.map_or_else(
        || format!("{office} {number}"),
        |known| format!("{}{}", known.office, known.number),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Patent;

    fn patent(office: &str, application: &str, priority: &[&str], family: &str) -> Record {
        Record {
            kind: Kind::Patent,
            patent: Some(Box::new(Patent {
                office: office.to_owned(),
                application_number: application.to_owned(),
                priority: priority.iter().map(|&number| number.to_owned()).collect(),
                family: family.to_owned(),
                ..Patent::default()
            })),
            ..Record::default()
        }
    }

    #[test]
    fn members_of_a_family_have_one_key() {
        let check = |one: Record, other: Record, same: bool| {
            assert_eq!(key(&one) == key(&other), same, "{one:?} {other:?}");
        };
        let first = || patent("CN", "201710601862.3", &[], "");
        check(first(), patent("CN", "CN201710601862", &[], ""), true);
        check(
            first(),
            patent("US", "16/123456", &["CN201710601862.3"], ""),
            true,
        );
        check(first(), patent("US", "16/123456", &[], ""), false);
        check(
            patent("US", "1", &[], "77"),
            patent("EP", "2", &["x"], "77"),
            true,
        );
        check(
            patent("US", "1", &[], "77"),
            patent("US", "1", &[], "78"),
            false,
        );
        assert_eq!(key(&patent("US", "", &[], "")), None);
        let need = Record {
            kind: Kind::Need,
            ..first()
        };
        assert_eq!(key(&need), None);
    }
}
