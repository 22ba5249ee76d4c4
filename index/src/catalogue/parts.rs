//! What a record is made of: what its sources say, the user's edits, and what became of it.

use rusqlite::params;
use serde::Serialize;

use super::{Catalogue, Stored, parse, signed, unreadable};
use crate::history::{Happened, What};
use crate::inner_error::Result;
use crate::record::Record;
use crate::versions::{SourceVersion, StoredEdit};

impl Catalogue {
    /// What the sources say of a record, newest first; empty where it is its own part.
    pub(crate) fn parts(&self, row: u64) -> Result<Vec<SourceVersion>> {
        let sql = "SELECT json, raw FROM part WHERE row = ?1 ORDER BY rowid DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(row)])?;
        let mut parts = Vec::new();
        while let Some(found) = rows.next()? {
            let (json, raw) = self.both_json(found)?;
            parts.push(SourceVersion {
                record: parse(&json, "")?,
                raw,
            });
        }
        Ok(parts)
    }

    /// Keeps what the sources say of a record, instead of what they said.
    pub(crate) fn set_parts(&self, row: u64, parts: &[SourceVersion]) -> Result<()> {
        self.delete_of("part", row)?;
        let sql = "INSERT INTO part (row, source, json, raw) VALUES (?1, ?2, ?3, '')";
        let mut statement = self.connection.prepare_cached(sql)?;
        for part in parts.iter().rev() {
            let packed = self.packed(&part.record, &part.raw)?;
            statement.execute(params![signed(row), part.source(), packed])?;
        }
        Ok(())
    }

    /// A record's `raw`, as JSON.
    pub(crate) fn raw(&self, row: u64) -> Result<String> {
        Ok(self.record_and_raw(row)?.1)
    }

    /// A record and its `raw`, as JSON.
    pub(super) fn record_and_raw(&self, row: u64) -> Result<(String, String)> {
        let sql = "SELECT json, raw FROM record WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(row)])?;
        let found = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        self.both_json(found)
    }

    /// The user's edits of a record, in the order of the fields' names.
    pub(crate) fn edits(&self, row: u64) -> Result<Vec<StoredEdit>> {
        let sql = "SELECT field, at, value, base FROM edit WHERE row = ?1 ORDER BY field";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(row)])?;
        let mut edits = Vec::new();
        while let Some(found) = rows.next()? {
            let (value, base): (String, String) = (found.get(2)?, found.get(3)?);
            edits.push(StoredEdit {
                field: found.get(0)?,
                at: found.get(1)?,
                value: parse(&value, "")?,
                base: parse(&base, "")?,
            });
        }
        Ok(edits)
    }

    /// What the sources say of a record, newest first; one at least.
    pub(crate) fn all_parts(&self, stored: &Stored) -> Result<Vec<SourceVersion>> {
        if stored.record.sources.len() > 1 || !stored.record.edits.is_empty() {
            let parts = self.parts(stored.row)?;
            if !parts.is_empty() {
                return Ok(parts);
            }
        }
        Ok(vec![SourceVersion {
            record: stored.record.clone(),
            raw: self.raw(stored.row)?,
        }])
    }

    /// Keeps these edits of a record, instead of those that were there.
    pub(crate) fn set_edits(&self, row: u64, record: &Record, edits: &[StoredEdit]) -> Result<()> {
        self.delete_of("edit", row)?;
        let sql = "INSERT INTO edit (row, field, at, value, base) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.connection.prepare_cached(sql)?;
        for edit in edits {
            let (value, base) = (written(&edit.value, record)?, written(&edit.base, record)?);
            statement.execute(params![signed(row), edit.field, edit.at, value, base])?;
        }
        Ok(())
    }

    /// The rows of all records that are not their own part, in order: those of several sources, and
    /// those that the user has edited.
    pub(crate) fn rows_of_parts(&self) -> Result<Vec<u64>> {
        let sql = "SELECT DISTINCT row FROM part ORDER BY row";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |found| super::unsigned(found, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds a line to a record's history.
    pub(crate) fn note(&self, row: u64, happened: &Happened) -> Result<()> {
        let sql = "INSERT INTO change (row, at, what, source, fields) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let fields = happened.fields.join(" ");
        let (at, what) = (&happened.at, happened.what.as_str());
        statement.execute(params![signed(row), at, what, happened.source, fields])?;
        Ok(())
    }

    /// The lines of a record's history, oldest first, without that of its first import.
    pub(crate) fn notes(&self, row: u64) -> Result<Vec<Happened>> {
        let sql = "SELECT at, what, source, fields FROM change WHERE row = ?1 ORDER BY rowid";
        let mut statement = self.connection.prepare_cached(sql)?;
        let notes = statement.query_map([signed(row)], |found| {
            let (what, fields): (String, String) = (found.get(1)?, found.get(3)?);
            let known = What::ALL.into_iter().find(|known| known.as_str() == what);
            Ok(Happened {
                at: found.get(0)?,
                what: known.unwrap_or(What::Updated),
                source: found.get(2)?,
                fields: fields.split_whitespace().map(str::to_owned).collect(),
            })
        })?;
        Ok(notes.collect::<rusqlite::Result<_>>()?)
    }

    /// The record as it was at first.
    pub(crate) fn first_version(&self, row: u64) -> Result<Option<Record>> {
        let sql = "SELECT json FROM version WHERE row = ?1 ORDER BY revision LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(row)])?;
        let Some(found) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some(parse(&self.record_json(found, 0)?, "")?))
    }

    /// Deletes a record with all that belongs to it; the index learns of it by the revision.
    pub(crate) fn remove(&self, revision: u64, row: u64) -> Result<()> {
        for table in [
            "record", "version", "part", "edit", "change", "origin", "deleted", "alias", "before",
        ] {
            self.delete_of(table, row)?;
        }
        self.tell_index(revision, row)
    }

    /// Rows that were deleted after a revision.
    pub(crate) fn removed_since(&self, revision: u64) -> Result<Vec<u64>> {
        let sql = "SELECT row FROM removed WHERE revision > ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([signed(revision)], |found| super::unsigned(found, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn delete_of(&self, table: &str, row: u64) -> Result<()> {
        let sql = format!("DELETE FROM {table} WHERE row = ?1");
        self.connection
            .prepare_cached(&sql)?
            .execute([signed(row)])?;
        Ok(())
    }
}

fn written(value: &impl Serialize, record: &Record) -> Result<String> {
    serde_json::to_string(value).map_err(|error| unreadable(&record.id, &error))
}
