//! Looking at all of a catalogue: the database as a whole, then every record with its row.

use serde_json::Value;

use super::{Catalogue, parse, signed, unsigned};
use crate::inner_error::{InnerError, Result};
use crate::record::Record;

/// Faults of the database that are named, at most.
const MAX_FAULTS: u32 = 20;

/// What is damaged in a catalogue.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Damage {
    /// What the database says of itself, in its own words.
    pub faults: Vec<String>,
    /// Number of records that were read and found whole.
    pub whole: u64,
    /// The records that cannot be read: row, and id where at least that is known.
    pub unreadable: Vec<(u64, String)>,
    /// Rows of records of which what a source says, or said before, cannot be read.
    pub parts: Vec<u64>,
    /// Numbers of the dictionaries of which one of the two copies is damaged or lost: nothing else is,
    /// as long as the other is whole.
    pub dictionaries: Vec<u64>,
}

/// Dictionaries whose copies differ.
const DIFFERENT: &str = "SELECT number FROM dictionary AS one WHERE NOT EXISTS (
        SELECT 1 FROM dictionary_copy AS other
        WHERE other.number = one.number AND other.bytes = one.bytes)
    UNION SELECT number FROM dictionary_copy AS other WHERE NOT EXISTS (
        SELECT 1 FROM dictionary AS one WHERE one.number = other.number)";

impl Damage {
    /// Whether there is none.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        let records = self.unreadable.is_empty() && self.parts.is_empty();
        records && self.faults.is_empty() && self.dictionaries.is_empty()
    }
}

impl Catalogue {
    /// Looks at all of it; `progress(done, all)` is called now and then.
    pub(crate) fn damage(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Damage> {
        let mut damage = Damage {
            faults: self.faults()?,
            dictionaries: self.different_dictionaries()?,
            ..Damage::default()
        };
        let last = self.last_readable_row()?;
        for row in 1..=last {
            match self.whole_record(row) {
                Ok(None) => {}
                Ok(Some(())) => damage.whole += 1,
                Err(error) if error.is_damage() => {
                    damage.unreadable.push((row, self.id_of(row)));
                }
                Err(error) => return Err(error),
            }
            for table in ["part", "version"] {
                match self.whole_parts(table, row) {
                    Err(error) if error.is_damage() => damage.parts.push(row),
                    read => read?,
                }
            }
            if row % 500 == 0 {
                progress(row, last);
            }
        }
        damage.parts.dedup();
        Ok(damage)
    }

    fn different_dictionaries(&self) -> Result<Vec<u64>> {
        let read = || -> rusqlite::Result<Vec<u64>> {
            let mut statement = self.connection.prepare(DIFFERENT)?;
            let numbers = statement.query_map([], |found| unsigned(found, 0))?;
            numbers.collect()
        };
        match read().map_err(InnerError::from) {
            // The database itself says what is damaged.
            Err(error) if error.is_damage() => Ok(Vec::new()),
            numbers => numbers,
        }
    }

    fn faults(&self) -> Result<Vec<String>> {
        let sql = format!("PRAGMA integrity_check({MAX_FAULTS})");
        let mut faults = Vec::new();
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(found) = rows.next()? {
            faults.push(found.get::<_, String>(0)?);
        }
        faults.retain(|fault| fault != "ok");
        Ok(faults)
    }

    /// Reads a record and its row; `None` where there is none.
    pub(super) fn whole_record(&self, row: u64) -> Result<Option<()>> {
        let sql = "SELECT json, raw, id FROM record WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(row)])?;
        let Some(found) = rows.next()? else {
            return Ok(None);
        };
        let (json, raw) = self.both_json(found)?;
        let id: String = found.get(2)?;
        let record: Record = parse(&json, &id)?;
        parse::<Value>(&raw, &id)?;
        if record.id != id {
            let reason = format!("it says that it is {}", record.id);
            return Err(crate::error::Error::Record { id, reason }.into());
        }
        Ok(Some(()))
    }

    /// Reads what sources say of a record, or what it was.
    fn whole_parts(&self, table: &str, row: u64) -> Result<()> {
        let sql = format!("SELECT json, raw FROM {table} WHERE row = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([signed(row)])?;
        while let Some(found) = rows.next()? {
            let (json, raw) = self.both_json(found)?;
            parse::<Record>(&json, "")?;
            parse::<Value>(&raw, "")?;
        }
        Ok(())
    }

    /// The id of a record, by whatever way it can be read; empty where by none.
    fn id_of(&self, row: u64) -> String {
        let ways = [
            "SELECT id FROM record INDEXED BY sqlite_autoindex_record_1 WHERE id >= '' AND row = ?1",
            "SELECT id FROM record NOT INDEXED WHERE row = ?1",
        ];
        let ids = ways.iter().filter_map(|sql| {
            let read = self
                .connection
                .query_row(sql, [signed(row)], |it| it.get(0));
            read.ok()
        });
        ids.into_iter().next().unwrap_or_default()
    }

    /// Rows and ids of all records, as far as the index of the ids has them.
    pub(super) fn known_ids(&self) -> Vec<(u64, String)> {
        let sql = "SELECT row, id FROM record INDEXED BY sqlite_autoindex_record_1 WHERE id >= ''";
        let mut ids = Vec::new();
        let Ok(mut statement) = self.connection.prepare(sql) else {
            return ids;
        };
        let Ok(mut rows) = statement.query([]) else {
            return ids;
        };
        while let Ok(Some(found)) = rows.next() {
            if let (Ok(row), Ok(id)) = (unsigned(found, 0), found.get(1)) {
                ids.push((row, id));
            }
        }
        ids
    }
}
