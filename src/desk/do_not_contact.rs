//! Persons and institutions that are not to be contacted.
//!
//! A name is kept with its salted hash: when a person is forgotten, the name goes, and the hash
//! still knows it again. Hashes can only be compared whole, so that this is the rule: a listing is
//! not to be contacted where the name of a contact, a contact's organisation, an institution of the
//! listing, or the expert or institution that the listing is about, is one of the names. Names are
//! compared as those of institutions are: case, width, blanks, punctuation, legal forms and
//! traditional characters do not count. A part of a name is another name: `武汉大学` does not stand
//! for `武汉大学医学院`.

use qiao_index::name_key;
use qiao_index::record::{Kind, Record};
use rusqlite::params;

use super::chain::{new_salt, salted_hash};
use super::shortlist::checked;
use super::{Desk, Refusal};
use crate::messages::{Failure, escape_controls};

/// A name that is not to be contacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotToContact {
    /// The name; empty where it was forgotten.
    pub(crate) name: String,
    /// Since when, RFC 3339.
    pub(crate) at: String,
    salt: String,
    hash: String,
}

impl NotToContact {
    fn is(&self, key: &str) -> bool {
        salted_hash(&self.salt, &[key]) == self.hash
    }
}

/// All names that are not to be contacted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct DoNotContact(Vec<NotToContact>);

impl DoNotContact {
    /// The names.
    pub(crate) fn names(&self) -> &[NotToContact] {
        &self.0
    }

    /// The name in a listing that is not to be contacted, as the listing writes it.
    pub(crate) fn of<'a>(&self, record: &'a Record) -> Option<&'a str> {
        // Nothing has to be hashed where nobody is named.
        if self.0.is_empty() {
            return None;
        }
        names_in(record).find(|name| self.has(name))
    }

    /// Whether a name is one of them.
    pub(crate) fn has(&self, name: &str) -> bool {
        let key = name_key(name);
        self.0.iter().any(|it| it.is(&key))
    }
}

/// The names in a listing that can be ones not to be contacted, persons first, as it writes them.
pub(crate) fn names_in(record: &Record) -> impl Iterator<Item = &str> {
    let contacts = record.contact.iter();
    let contacts = contacts.flat_map(|contact| [&contact.name, &contact.organisation]);
    let is_named = matches!(record.kind, Kind::Expert | Kind::Institution);
    let names = contacts
        .chain(&record.institutions)
        .chain(is_named.then_some(&record.title));
    names.map(String::as_str).filter(|name| !name.is_empty())
}

impl Desk {
    /// Adds a person or institution; false where it is there already.
    ///
    /// # Errors
    /// It cannot be a name; the desk cannot be written.
    pub(crate) fn do_not_contact(&mut self, whom: &str, at: &str) -> anyhow::Result<bool> {
        let name = checked(whom)?;
        if self.not_to_contact()?.has(&name) {
            return Ok(false);
        }
        self.write(|connection| {
            let salt = new_salt(connection)?;
            let hash = salted_hash(&salt, &[&name_key(&name)]);
            let sql = "INSERT INTO not_to_contact (at, name, salt, hash) VALUES (?1, ?2, ?3, ?4)";
            connection.execute(sql, params![at, name, salt, hash])?;
            Ok(true)
        })
    }

    /// Takes a person or institution off again.
    ///
    /// # Errors
    /// It is not there; the desk cannot be written.
    pub(crate) fn allow_contact(&mut self, whom: &str) -> anyhow::Result<()> {
        let key = name_key(whom.trim());
        let names = self.not_to_contact()?;
        let Some(found) = names.0.iter().find(|it| it.is(&key)) else {
            let shown = escape_controls(whom.trim());
            return Err(Refusal::Unknown.because(Failure::new(
                format!("“{shown}”不在“不联系”之列；qiao do-not-contact list 列出全部"),
                format!("{shown} is not on the list: `qiao do-not-contact list` shows it"),
            )));
        };
        self.write(|connection| {
            let sql = "DELETE FROM not_to_contact WHERE hash = ?1";
            connection.execute(sql, [&found.hash])?;
            Ok(())
        })
    }

    /// Who is not to be contacted.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn not_to_contact(&self) -> anyhow::Result<DoNotContact> {
        self.read(|connection| {
            let sql = "SELECT name, at, salt, hash FROM not_to_contact ORDER BY number";
            let mut statement = connection.prepare_cached(sql)?;
            let names = statement.query_map([], |row| {
                Ok(NotToContact {
                    name: row.get(0)?,
                    at: row.get(1)?,
                    salt: row.get(2)?,
                    hash: row.get(3)?,
                })
            })?;
            Ok(DoNotContact(names.collect::<Result<_, _>>()?))
        })
    }

    /// The name in a listing that is not to be contacted; `None` where it can be.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn is_not_to_contact(&self, record: &Record) -> anyhow::Result<Option<String>> {
        Ok(self.not_to_contact()?.of(record).map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use qiao_index::record::Contact;

    use super::*;

    fn record(person: &str, organisation: &str) -> Record {
        Record {
            contact: vec![Contact {
                name: person.to_owned(),
                organisation: organisation.to_owned(),
                ..Contact::default()
            }],
            institutions: vec!["荆门示例研究院".to_owned()],
            ..Record::default()
        }
    }

    #[test]
    fn names_are_known_again_however_they_are_written_and_when_they_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let at = "2026-11-30T08:00:00Z";
        assert!(desk.do_not_contact(" 沈示例 ", at).unwrap());
        assert!(
            !desk.do_not_contact("沈 示例", at).unwrap(),
            "there already"
        );
        desk.do_not_contact("Example Coatings Ltd", at).unwrap();
        assert!(desk.do_not_contact(" ", at).is_err());
        let check = |desk: &Desk, person: &str, organisation: &str, expected: Option<&str>| {
            let found = desk
                .is_not_to_contact(&record(person, organisation))
                .unwrap();
            assert_eq!(found.as_deref(), expected, "{person} {organisation}");
        };
        check(&desk, "沈示例", "", Some("沈示例"));
        check(&desk, "沈示", "", None);
        let written = "EXAMPLE COATINGS CO., LTD.";
        check(&desk, "Li", written, Some(written));
        check(&desk, "Li", "Example Coatings Systems", None);
        let sql = "UPDATE not_to_contact SET name = ''";
        desk.connection.execute(sql, []).unwrap();
        check(&desk, "沈示例", "", Some("沈示例"));
        desk.allow_contact("沈示例").unwrap();
        check(&desk, "沈示例", "", None);
        assert!(desk.allow_contact("沈示例").is_err());
        desk.do_not_contact("荆门示例研究院", at).unwrap();
        check(&desk, "", "", Some("荆门示例研究院"));
    }
}
