//! Shortlists: named, ordered lists of listings, for a need or a client.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Desk, Refusal, Snapshot};
use crate::messages::{Failure, escape_controls};

/// Longest name of a shortlist or a tag, in characters.
pub(crate) const MAX_NAME: usize = 80;

/// A shortlist by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shortlist {
    /// Its name.
    pub(crate) name: String,
    /// When it was made, RFC 3339.
    pub(crate) at: String,
    /// Number of listings.
    pub(crate) listings: u64,
}

impl Desk {
    /// Puts listings at the end of a shortlist, which is made where there is none; those that are
    /// on it stay where they are. How many were added.
    ///
    /// # Errors
    /// The name cannot be one; the desk cannot be written.
    pub(crate) fn shortlist(
        &mut self,
        name: &str,
        listings: &[Snapshot],
        at: &str,
    ) -> anyhow::Result<usize> {
        let name = checked(name)?;
        self.write(|connection| {
            let sql = "INSERT OR IGNORE INTO shortlist (name, at) VALUES (?1, ?2)";
            connection.execute(sql, params![name, at])?;
            let list = number(connection, &name)?;
            let mut added = 0;
            for listing in listings {
                listing.keep(connection, at)?;
                let sql = "INSERT OR IGNORE INTO shortlisted (list, place, listing, at)
                    SELECT ?1, ifnull(max(place), 0) + 1, ?2, ?3 FROM shortlisted WHERE list = ?1";
                added += connection.execute(sql, params![list, listing.id, at])?;
            }
            Ok(added)
        })
    }

    /// Takes listings off a shortlist; how many were on it.
    ///
    /// # Errors
    /// There is no such shortlist; the desk cannot be written.
    pub(crate) fn drop_from(&mut self, name: &str, ids: &[String]) -> anyhow::Result<usize> {
        self.write(|connection| {
            let list = number(connection, name)?;
            let mut dropped = 0;
            for id in ids {
                let sql = "DELETE FROM shortlisted WHERE list = ?1 AND listing = ?2";
                dropped += connection.execute(sql, params![list, id])?;
            }
            Ok(dropped)
        })
    }

    /// All shortlists, by name.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn shortlists(&self) -> anyhow::Result<Vec<Shortlist>> {
        self.read(|connection| {
            let sql = "SELECT name, at, (SELECT count(*) FROM shortlisted WHERE list = number)
                FROM shortlist ORDER BY name";
            let mut statement = connection.prepare_cached(sql)?;
            let lists = statement.query_map([], |row| {
                Ok(Shortlist {
                    name: row.get(0)?,
                    at: row.get(1)?,
                    listings: row.get::<_, i64>(2)?.unsigned_abs(),
                })
            })?;
            Ok(lists.collect::<Result<_, _>>()?)
        })
    }

    /// The listings of a shortlist in their order, as they were when they were kept.
    ///
    /// # Errors
    /// There is no such shortlist; the desk cannot be read.
    pub(crate) fn shortlisted(&self, name: &str) -> anyhow::Result<Vec<Snapshot>> {
        self.read(|connection| {
            let list = number(connection, name)?;
            let sql = "SELECT listing FROM shortlisted WHERE list = ?1 ORDER BY place";
            let mut statement = connection.prepare_cached(sql)?;
            let ids = statement.query_map([list], |row| row.get::<_, String>(0))?;
            let ids = ids.collect::<Result<Vec<_>, _>>()?;
            ids.iter()
                .map(|id| Snapshot::kept(connection, id))
                .collect()
        })
    }

    /// Gives a shortlist another name.
    ///
    /// # Errors
    /// There is no such shortlist, another one has the name, or it cannot be one; the desk cannot
    /// be written.
    pub(crate) fn rename_shortlist(&mut self, old: &str, new: &str) -> anyhow::Result<()> {
        let new = checked(new)?;
        self.write(|connection| {
            let list = number(connection, old)?;
            let other = found(connection, &new)?;
            if other.is_some_and(|other| other != list) {
                let shown = escape_controls(&new);
                return Err(Refusal::Invalid.because(Failure::new(
                    format!("已有名为“{shown}”的清单"),
                    format!("there is already a shortlist called {shown}"),
                )));
            }
            let sql = "UPDATE shortlist SET name = ?2 WHERE number = ?1";
            connection.execute(sql, params![list, new])?;
            Ok(())
        })
    }

    /// Deletes a shortlist; how many listings were on it.
    ///
    /// # Errors
    /// There is no such shortlist; the desk cannot be written.
    pub(crate) fn delete_shortlist(&mut self, name: &str) -> anyhow::Result<usize> {
        self.write(|connection| {
            let list = number(connection, name)?;
            let dropped = connection.execute("DELETE FROM shortlisted WHERE list = ?1", [list])?;
            connection.execute("DELETE FROM shortlist WHERE number = ?1", [list])?;
            Ok(dropped)
        })
    }
}

/// A name as it is kept.
///
/// # Errors
/// It is empty, too long, or holds control characters.
pub(super) fn checked(name: &str) -> anyhow::Result<String> {
    let name = name.trim();
    let length = name.chars().count();
    if name.is_empty() || length > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Refusal::Invalid.because(Failure::new(
            format!("名称应有 1 到 {MAX_NAME} 个字，不含控制字符"),
            format!("a name has 1 to {MAX_NAME} characters and no control characters"),
        )));
    }
    Ok(name.to_owned())
}

fn found(connection: &Connection, name: &str) -> anyhow::Result<Option<i64>> {
    let sql = "SELECT number FROM shortlist WHERE name = ?1";
    let found = connection.query_row(sql, [name.trim()], |row| row.get(0));
    Ok(found.optional()?)
}

/// The number of a shortlist.
fn number(connection: &Connection, name: &str) -> anyhow::Result<i64> {
    found(connection, name)?.ok_or_else(|| {
        let shown = escape_controls(name.trim()).into_owned();
        Refusal::Unknown.because(Failure::new(
            format!("没有名为“{shown}”的清单"),
            format!("there is no shortlist called {shown}"),
        ))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn listing(id: &str) -> Snapshot {
        Snapshot {
            id: id.to_owned(),
            title: format!("title of {id}"),
            ..Snapshot::default()
        }
    }

    fn ids(desk: &Desk, name: &str) -> Vec<String> {
        let listings = desk.shortlisted(name).unwrap();
        listings.into_iter().map(|listing| listing.id).collect()
    }

    #[test]
    fn listings_stand_on_shortlists_in_the_order_in_which_they_came() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let at = "2026-11-30T08:00:00Z";
        let added = desk.shortlist(" 荆门化工 ", &[listing("b"), listing("a")], at);
        assert_eq!(added.unwrap(), 2);
        let added = desk.shortlist("荆门化工", &[listing("c"), listing("a")], at);
        assert_eq!(added.unwrap(), 1, "a is there already");
        desk.shortlist("other", &[listing("a")], at).unwrap();
        assert_eq!(ids(&desk, "荆门化工"), ["b", "a", "c"]);
        assert_eq!(
            desk.drop_from("荆门化工", &["b".to_owned(), "x".to_owned()])
                .unwrap(),
            1
        );
        assert_eq!(ids(&desk, "荆门化工"), ["a", "c"]);
        let lists = desk.shortlists().unwrap();
        let lists: Vec<_> = lists.iter().map(|it| (&*it.name, it.listings)).collect();
        assert_eq!(lists, [("other", 1), ("荆门化工", 2)]);
        assert_eq!(desk.delete_shortlist("荆门化工").unwrap(), 2);
        assert!(desk.shortlisted("荆门化工").is_err());
        assert_eq!(ids(&desk, "OTHER"), ["a"], "whatever the case");
    }

    #[test]
    fn names_are_checked_and_stay_unique() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        for name in ["", "  ", "a\u{1b}[2J", &"长".repeat(MAX_NAME + 1)] {
            assert!(desk.shortlist(name, &[], "").is_err(), "{name:?}");
        }
        desk.shortlist("one", &[], "").unwrap();
        desk.shortlist("two", &[], "").unwrap();
        assert!(desk.rename_shortlist("one", "Two").is_err());
        assert!(desk.rename_shortlist("three", "four").is_err());
        desk.rename_shortlist("one", "One").unwrap();
        desk.rename_shortlist("one", "three").unwrap();
        let names: Vec<_> = desk
            .shortlists()
            .unwrap()
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(names, ["three", "two"]);
    }
}
