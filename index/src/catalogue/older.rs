//! Records that an older program stored as text. Packed as today's are, each has a checksum.

use rusqlite::params;

use super::{Catalogue, parse, signed, unsigned};
use crate::inner_error::{InnerError, Result};
use crate::record::Record;

/// Records that are packed in one transaction.
const BATCH: u32 = 2_000;

impl Catalogue {
    /// Packs the records that are text; those that cannot be read stay as they are.
    pub(crate) fn pack_older(&self) -> Result<()> {
        let mut last = Some(0);
        while let Some(row) = last {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            let packed = self.pack_behind(row);
            if packed.is_err() {
                // Damage may have ended it already.
                self.rollback().unwrap_or_default();
            }
            last = packed?;
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }

    /// Packs the next records; the number of the last of them.
    fn pack_behind(&self, row: u64) -> Result<Option<u64>> {
        let sql = "SELECT row FROM record WHERE row > ?1 AND typeof(json) = 'text'
            ORDER BY row LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![signed(row), BATCH], |found| unsigned(found, 0))?;
        let rows: Vec<u64> = rows.collect::<rusqlite::Result<_>>()?;
        for row in &rows {
            match self.pack_one(*row) {
                Err(error) if error.is_damage() => {}
                packed => packed?,
            }
        }
        Ok(rows.last().copied())
    }

    fn pack_one(&self, row: u64) -> Result<()> {
        let (json, raw) = self.record_and_raw(row)?;
        let record: Record = parse(&json, &row.to_string())?;
        let packed = self.packed(&record, &raw)?;
        let sql = "UPDATE record SET json = ?2, raw = '' WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let changed = statement.execute(params![signed(row), packed]);
        changed.map(drop).map_err(InnerError::from)
    }
}
