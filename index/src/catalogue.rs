//! The catalogue: records, their history and provenance in one `SQLite` file. It is the truth;
//! the index is made from it.

mod deep;
mod deleted;
mod forget;
mod guarded;
mod layout;
mod near_ids;
mod older;
mod packed;
mod parts;
mod read_only;
mod recover;
mod runs;
mod sources;
mod state;
mod traces;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Row, params};

use guarded::Unreadable;
use packed::Packing;

use crate::error::Error;
use crate::inner_error::{InnerError, Result};
use crate::record::{Provenance, Record, Titled};
use crate::request::Facet;
use crate::write_ahead::write_ahead;

pub use deep::Damage;
pub use recover::Saved;
pub(crate) use recover::recover;
pub(crate) use traces::MAX_CANDIDATES;

/// The catalogue's file in the library folder.
pub(crate) const FILE: &str = "catalogue.db";

/// How long another program that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A record with its place in the catalogue.
pub(crate) struct Stored {
    /// Number in the index.
    pub(crate) row: u64,
    /// The record; `raw` only where it was asked for.
    pub(crate) record: Record,
}

/// A connection to the catalogue.
pub(crate) struct Catalogue {
    connection: Connection,
    packing: Packing,
    unreadable: Unreadable,
}

impl Catalogue {
    /// Opens the catalogue in `folder`, making it where there is none; one that cannot be written, to
    /// be read only.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        match Self::open_to_write(folder) {
            // Where that does not help, the first says best why.
            Err(error) if read_only::is_refused(&error) => {
                Self::open_read_only(folder).or(Err(error))
            }
            opened => opened,
        }
    }

    fn open_to_write(folder: &Path) -> Result<Self> {
        let connection = Connection::open(folder.join(FILE))?;
        write_ahead(&connection, PATIENCE)?;
        Self::prepare(connection, folder)
    }

    /// A catalogue in memory.
    pub(crate) fn in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, Path::new(":memory:"))
    }

    fn prepare(connection: Connection, folder: &Path) -> Result<Self> {
        // Else statements are planned anew for other values, which takes longer than running them.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        layout::prepare(&connection, folder)?;
        connection.set_prepared_statement_cache_capacity(48);
        Ok(Self {
            connection,
            packing: Packing::default(),
            unreadable: Unreadable::default(),
        })
    }

    /// The connection, for a copy that takes the place of all.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.packing.forget();
        &mut self.connection
    }

    /// Number of records that are not deleted.
    pub(crate) fn len(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM deleted";
        let deleted = self.connection.query_row(sql, [], |row| unsigned(row, 0))?;
        Ok(self.number_of_records()?.saturating_sub(deleted))
    }

    /// Number of the last record that was ever added, 0 for none.
    pub(crate) fn last_row(&self) -> Result<u64> {
        self.last_readable_row()
    }

    /// Revision of the last committed batch, 0 for none.
    pub(crate) fn revision(&self) -> Result<u64> {
        self.number("revision")
    }

    fn number(&self, key: &str) -> Result<u64> {
        Ok(self.number_if_set(key)?.unwrap_or(0))
    }

    fn number_if_set(&self, key: &str) -> Result<Option<u64>> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([key], |row| unsigned(row, 0))
            .optional()?)
    }

    fn set_number(&self, key: &str, number: u64) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?
            .execute(params![key, signed(number)])?;
        Ok(())
    }

    /// The record with this id, without `raw`.
    pub(crate) fn by_id(&self, id: &str) -> Result<Option<Stored>> {
        let sql = "SELECT row, json FROM record WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let json = self.record_json(row, 1)?;
        Ok(Some(Stored {
            row: unsigned(row, 0)?,
            record: parse(&json, id)?,
        }))
    }

    /// Kind and title of the record with this row number; nothing else of it is read.
    pub(crate) fn titled(&self, row: u64) -> Result<Option<Titled>> {
        let json = self.json(row)?;
        json.map(|json| parse(&json, &row.to_string())).transpose()
    }

    /// The record with this row number, without `raw`.
    pub(crate) fn by_row(&self, row: u64) -> Result<Option<Record>> {
        let json = self.json(row)?;
        json.map(|json| parse(&json, &row.to_string())).transpose()
    }

    fn json(&self, row: u64) -> Result<Option<String>> {
        let sql = "SELECT json FROM record WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(row)])?;
        let found = rows.next()?;
        found.map(|found| self.record_json(found, 0)).transpose()
    }

    /// The JSON of a record that is stored in a column, without its `raw`.
    fn record_json(&self, found: &Row<'_>, column: usize) -> Result<String> {
        self.packing.record(&self.connection, found, column)
    }

    /// The JSON of the record with this row number and that of its `raw`, of two columns `json` and
    /// `raw`.
    fn both_json(&self, found: &Row<'_>) -> Result<(String, String)> {
        self.packing.both(&self.connection, found, (0, 1))
    }

    /// A record and its `raw` as they are stored.
    fn packed(&self, record: &Record, raw: &str) -> Result<Vec<u8>> {
        self.packing.pack(&self.connection, &encode(record)?, raw)
    }

    /// The record with this row number, with every source's row as it came.
    pub(crate) fn whole_by_row(&self, row: u64) -> Result<Record> {
        let (json, raw) = self.record_and_raw(row)?;
        let mut record: Record = parse(&json, &row.to_string())?;
        record.raw = parse(&raw, &record.id)?;
        if record.sources.len() > 1 {
            for part in self.parts(row)?.iter().skip(1) {
                let Some(first) = part.record.sources.first() else {
                    continue;
                };
                let of_part = |source: &&mut Provenance| {
                    (&source.name, &source.hash) == (&first.name, &first.hash)
                };
                if let Some(source) = record.sources.iter_mut().find(of_part) {
                    source.raw = parse(&part.raw, &record.id)?;
                }
            }
        }
        Ok(record)
    }

    /// The records changed after `revision` with row numbers above `row`, at most `limit`, in
    /// order of row number.
    /// What is damaged is left out.
    pub(crate) fn changed_since(&self, revision: u64, row: u64, limit: u32) -> Result<Vec<Stored>> {
        match self.all_since(revision, row, limit) {
            Err(error) if error.is_damage() => self.carefully_since(revision, row, limit),
            read => read,
        }
    }

    fn all_since(&self, revision: u64, row: u64, limit: u32) -> Result<Vec<Stored>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT row, json FROM record WHERE revision > ?1 AND row > ?2
                AND row NOT IN (SELECT row FROM deleted) ORDER BY row LIMIT ?3",
        )?;
        let mut rows = statement.query(params![signed(revision), signed(row), limit])?;
        let mut changed = Vec::new();
        while let Some(row) = rows.next()? {
            let json = self.record_json(row, 1)?;
            changed.push(Stored {
                row: unsigned(row, 0)?,
                record: parse(&json, "")?,
            });
        }
        Ok(changed)
    }

    /// Number of the next record after a row, deleted ones too; `None` behind the last.
    pub(crate) fn row_after(&self, row: u64) -> Result<Option<u64>> {
        let sql = "SELECT min(row) FROM record WHERE row > ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let next = statement.query_row([signed(row)], |found| found.get::<_, Option<i64>>(0))?;
        Ok(next.map(i64::unsigned_abs))
    }

    /// Number of records changed after `revision`.
    pub(crate) fn count_since(&self, revision: u64) -> Result<u64> {
        let sql = "SELECT count(*) FROM record WHERE revision > ?1
            AND row NOT IN (SELECT row FROM deleted)";
        let count = self
            .connection
            .query_row(sql, [signed(revision)], |row| unsigned(row, 0));
        match count.map_err(InnerError::from) {
            Err(error) if error.is_damage() => self.number_of_records(),
            count => count,
        }
    }

    /// The values of a facet from number `from` on, in order.
    pub(crate) fn facet_values(&self, facet: Facet, from: usize) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT value FROM facet_value WHERE facet = ?1 AND ordinal >= ?2 ORDER BY ordinal",
        )?;
        let values = statement.query_map(params![facet.as_str(), signed(from as u64)], |row| {
            row.get(0)
        })?;
        Ok(values.collect::<rusqlite::Result<_>>()?)
    }

    /// Starts a batch of changes that become visible together, or not at all; waits for another
    /// writer to finish its own. Returns the revision that the batch makes.
    pub(crate) fn begin(&self) -> Result<u64> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(self.revision()? + 1)
    }

    /// Adds a new record, `raw` as JSON apart, and returns its row number.
    pub(crate) fn insert(&self, revision: u64, record: &Record, raw: &str) -> Result<u64> {
        let packed = self.packed(record, raw)?;
        self.connection
            .prepare_cached("INSERT INTO record (id, revision, json, raw) VALUES (?1, ?2, ?3, '')")?
            .execute(params![record.id, signed(revision), packed])?;
        Ok(self.connection.last_insert_rowid().unsigned_abs())
    }

    /// Replaces a record; what stood there goes to the history.
    pub(crate) fn replace(
        &self,
        revision: u64,
        row: u64,
        record: &Record,
        raw: &str,
    ) -> Result<()> {
        // Twice in one batch: the history keeps both, the later one under its own number.
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO version (row, revision, json, raw)
                 SELECT row, revision, json, raw FROM record WHERE row = ?1",
            )?
            .execute([signed(row)])?;
        let packed = self.packed(record, raw)?;
        self.connection
            .prepare_cached("UPDATE record SET revision = ?2, json = ?3, raw = '' WHERE row = ?1")?
            .execute(params![signed(row), signed(revision), packed])?;
        Ok(())
    }

    /// Replaces a record by itself with what was found out about it: nothing has happened to it.
    pub(crate) fn amend(&self, row: u64, record: &Record) -> Result<()> {
        let packed = self.packed(record, &self.raw(row)?)?;
        self.connection
            .prepare_cached("UPDATE record SET json = ?2, raw = '' WHERE row = ?1")?
            .execute(params![signed(row), packed])?;
        Ok(())
    }

    /// Numbers a new value of a facet.
    pub(crate) fn add_facet_value(&self, facet: Facet, ordinal: usize, value: &str) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO facet_value (facet, ordinal, value) VALUES (?1, ?2, ?3)")?
            .execute(params![facet.as_str(), signed(ordinal as u64), value])?;
        Ok(())
    }

    /// Makes the batch last.
    pub(crate) fn commit(&self, revision: u64) -> Result<()> {
        self.set_number("revision", revision)?;
        self.number_state(revision)?;
        match self.packing.train(&self.connection, self.last_row()?) {
            // What is there cannot all be read: it is packed as before.
            Err(error) if error.is_damage() => {}
            trained => trained?,
        }
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Forgets the batch.
    pub(crate) fn rollback(&self) -> Result<()> {
        Ok(self.connection.execute_batch("ROLLBACK")?)
    }
}

/// A record as JSON; its `raw` is kept apart, so that lists of hits need not read it.
fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(record).map_err(|error| unreadable(&record.id, &error))
}

fn parse<T: serde::de::DeserializeOwned>(json: &str, id: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| unreadable(id, &error))
}

fn unreadable(id: &str, error: &serde_json::Error) -> InnerError {
    let reason = error.to_string();
    let id = id.to_owned();
    Error::Record { id, reason }.into()
}

/// `SQLite` knows signed integers only; rows and revisions start at 1 and never get that far.
const fn signed(number: u64) -> i64 {
    number.cast_signed()
}

fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}
