//! Listings that the user has deleted, and what he says of pairs that look alike.

use rusqlite::{OptionalExtension, params};

use super::{Catalogue, parse, signed, unsigned};
use crate::inner_error::Result;
use crate::record::Titled;

impl Catalogue {
    /// Whether the user has deleted a record.
    pub(crate) fn is_deleted(&self, row: u64) -> Result<bool> {
        let sql = "SELECT 1 FROM deleted WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.exists([signed(row)])?)
    }

    /// The row of the record with an id, its own or that of one that was joined with it; none where
    /// the user has deleted it.
    pub(crate) fn shown_row(&self, id: &str) -> Result<Option<u64>> {
        let row = match self.row_of(id)? {
            Some(row) => Some(row),
            None => self.aliased(id)?,
        };
        match row {
            Some(row) if self.is_deleted(row)? => Ok(None),
            row => Ok(row),
        }
    }

    fn row_of(&self, id: &str) -> Result<Option<u64>> {
        let sql = "SELECT row FROM record WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let row = statement.query_row([id], |row| unsigned(row, 0));
        Ok(row.optional()?)
    }

    /// Hides a record; the index learns of it by the revision.
    pub(crate) fn delete(&self, revision: u64, row: u64, at: &str) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO deleted (row, at) VALUES (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![signed(row), at])?;
        self.tell_index(revision, row)
    }

    /// Shows a record again.
    pub(crate) fn restore(&self, revision: u64, row: u64) -> Result<()> {
        for table in ["deleted", "removed"] {
            let sql = format!("DELETE FROM {table} WHERE row = ?1");
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.execute([signed(row)])?;
        }
        let sql = "UPDATE record SET revision = ?2 WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![signed(row), signed(revision)])?;
        Ok(())
    }

    /// Deleted records with the time, the last first.
    pub(crate) fn deleted(&self) -> Result<Vec<(Titled, String)>> {
        let sql = "SELECT record.json, deleted.at, record.id FROM deleted JOIN record USING (row)
            ORDER BY deleted.at DESC, record.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (at, id): (String, String) = (row.get(1)?, row.get(2)?);
            found.push((parse(&self.record_json(row, 0)?, &id)?, at));
        }
        Ok(found)
    }

    /// Tells the index to forget a row.
    pub(crate) fn tell_index(&self, revision: u64, row: u64) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO removed (row, revision) VALUES (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![signed(row), signed(revision)])?;
        Ok(())
    }

    /// Remembers that two listings are the same (true) or are not.
    pub(crate) fn set_pair(&self, one: &str, other: &str, same: bool, at: &str) -> Result<()> {
        let (one, other) = ordered(one, other);
        let sql = "INSERT OR REPLACE INTO pair (one, other, same, at) VALUES (?1, ?2, ?3, ?4)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![one, other, same, at])?;
        Ok(())
    }

    /// What the user says of two listings: the same, not the same, or nothing.
    pub(crate) fn pair(&self, one: &str, other: &str) -> Result<Option<bool>> {
        let (one, other) = ordered(one, other);
        let sql = "SELECT same FROM pair WHERE one = ?1 AND other = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([one, other], |row| row.get(0))
            .optional()?)
    }

    /// Gives a listing another id by which it is found, that of one that was joined with it.
    pub(crate) fn set_alias(&self, id: &str, row: u64) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO alias (id, row) VALUES (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![id, signed(row)])?;
        Ok(())
    }

    /// Takes another id away.
    pub(crate) fn forget_alias(&self, id: &str) -> Result<()> {
        let sql = "DELETE FROM alias WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute([id])?;
        Ok(())
    }

    /// The row of the listing that has this other id.
    pub(crate) fn aliased(&self, id: &str) -> Result<Option<u64>> {
        let sql = "SELECT row FROM alias WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([id], |row| unsigned(row, 0))
            .optional()?)
    }
}

fn ordered<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    if one <= other {
        (one, other)
    } else {
        (other, one)
    }
}
