//! Watches: a named search, or one listing, with what was seen when it was looked at last.

use qiao_index::record::Record;
use qiao_index::request::Filter;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::shortlist::checked;
use super::{Desk, Refusal};
use crate::messages::{Failure, escape_controls};

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Watched {
    /// All that a query finds, with its filters.
    Query(String, Vec<Filter>),
    /// The listing with this id.
    Listing(String),
}

/// A watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Its name.
    pub(crate) name: String,
    /// What it watches.
    pub(crate) watched: Watched,
    /// When it was last looked at, RFC 3339.
    pub(crate) seen_at: String,
    /// Number of listings that were seen then.
    pub(crate) listings: u64,
}

impl Desk {
    /// Saves a watch with what is seen now: nothing of that is new.
    ///
    /// # Errors
    /// The name cannot be one, or another watch has it; the desk cannot be written.
    pub(crate) fn add_watch(
        &mut self,
        name: &str,
        watched: &Watched,
        seen: &[Record],
        at: &str,
    ) -> anyhow::Result<()> {
        let name = checked(name)?;
        let (query, filters, listing) = match watched {
            Watched::Query(query, filters) => (&**query, serde_json::to_string(filters)?, ""),
            Watched::Listing(id) => ("", "[]".to_owned(), &**id),
        };
        self.write(|connection| {
            if number(connection, &name).is_ok() {
                let shown = escape_controls(&name);
                return Err(Refusal::Invalid.because(Failure::new(
                    format!("已有名为“{shown}”的关注：先用 qiao watch remove 删除"),
                    format!(
                        "there is already a watch called {shown}: `qiao watch remove` it first"
                    ),
                )));
            }
            let sql = "INSERT INTO watch (name, query, filters, listing, seen_at)
                VALUES (?1, ?2, ?3, ?4, ?5)";
            connection.execute(sql, params![name, query, filters, listing, at])?;
            keep_seen(connection, connection.last_insert_rowid(), seen)
        })
    }

    /// Replaces what was seen of a watch.
    ///
    /// # Errors
    /// There is no such watch; the desk cannot be written.
    pub(crate) fn set_seen(&mut self, name: &str, seen: &[Record], at: &str) -> anyhow::Result<()> {
        self.write(|connection| {
            let watch = number(connection, name)?;
            connection.execute("DELETE FROM seen WHERE watch = ?1", [watch])?;
            let sql = "UPDATE watch SET seen_at = ?2 WHERE number = ?1";
            connection.execute(sql, params![watch, at])?;
            keep_seen(connection, watch, seen)
        })
    }

    /// All watches, by name.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn watches(&self) -> anyhow::Result<Vec<Watch>> {
        self.read(|connection| {
            let sql = "SELECT name, query, filters, listing, seen_at,
                (SELECT count(*) FROM seen WHERE watch = number) FROM watch ORDER BY name";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut watches = Vec::new();
            while let Some(row) = rows.next()? {
                watches.push(read_watch(row)?);
            }
            Ok(watches)
        })
    }

    /// The listings that were seen of a watch, as they were.
    ///
    /// # Errors
    /// There is no such watch; the desk cannot be read.
    pub(crate) fn seen(&self, name: &str) -> anyhow::Result<Vec<Record>> {
        self.read(|connection| {
            let watch = number(connection, name)?;
            let sql = "SELECT record FROM seen WHERE watch = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([watch])?;
            let mut seen = Vec::new();
            while let Some(row) = rows.next()? {
                seen.push(serde_json::from_str(&row.get::<_, String>(0)?)?);
            }
            Ok(seen)
        })
    }

    /// Removes a watch.
    ///
    /// # Errors
    /// There is no such watch; the desk cannot be written.
    pub(crate) fn remove_watch(&mut self, name: &str) -> anyhow::Result<()> {
        self.write(|connection| {
            let watch = number(connection, name)?;
            connection.execute("DELETE FROM seen WHERE watch = ?1", [watch])?;
            connection.execute("DELETE FROM watch WHERE number = ?1", [watch])?;
            Ok(())
        })
    }
}

fn read_watch(row: &Row<'_>) -> anyhow::Result<Watch> {
    let (query, filters, listing): (String, String, String) =
        (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Watch {
        name: row.get(0)?,
        watched: if listing.is_empty() {
            Watched::Query(query, serde_json::from_str(&filters)?)
        } else {
            Watched::Listing(listing)
        },
        seen_at: row.get(4)?,
        listings: row.get::<_, i64>(5)?.unsigned_abs(),
    })
}

fn keep_seen(connection: &Connection, watch: i64, seen: &[Record]) -> anyhow::Result<()> {
    let sql = "INSERT OR REPLACE INTO seen (watch, listing, record) VALUES (?1, ?2, ?3)";
    let mut statement = connection.prepare_cached(sql)?;
    for record in seen {
        statement.execute(params![watch, record.id, serde_json::to_string(record)?])?;
    }
    Ok(())
}

/// The number of a watch.
fn number(connection: &Connection, name: &str) -> anyhow::Result<i64> {
    let sql = "SELECT number FROM watch WHERE name = ?1";
    let found = connection.query_row(sql, [name.trim()], |row| row.get(0));
    found.optional()?.ok_or_else(|| {
        let shown = escape_controls(name.trim()).into_owned();
        Refusal::Unknown.because(Failure::new(
            format!("没有名为“{shown}”的关注"),
            format!("there is no watch called {shown}"),
        ))
    })
}
