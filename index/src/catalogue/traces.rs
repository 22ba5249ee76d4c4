//! Which rows of the catalogue a trace leads to, and the rows of a file that wait for its end.

use rusqlite::params;

use super::{Catalogue, parse, runs, signed, unsigned};
use crate::identity::{Trace, Traces};
use crate::inner_error::Result;
use crate::versions::{SourceVersion, StoredEdit};

/// Most listings that one trace leads to which are looked at; of a title that more bear, none is told.
pub(crate) const MAX_CANDIDATES: u32 = 64;

/// A row that waits for the end of its file.
pub(crate) struct Waiting {
    /// Its place in the order in which they came.
    pub(crate) place: u64,
    pub(crate) part: SourceVersion,
    /// The edits that the row brought with it.
    pub(crate) edits: Vec<StoredEdit>,
}

/// Records that have left no traces yet.
pub(crate) struct Untraced {
    /// They come after this one …
    pub(crate) after: u64,
    /// … up to this one.
    pub(crate) last: u64,
    /// Whether an older program took them in, and not an import that was broken off.
    pub(crate) by_older: bool,
}

impl Catalogue {
    /// The rows that a trace leads to, oldest first.
    pub(crate) fn traced(&self, trace: Trace) -> Result<Vec<u64>> {
        // A bound limit would have the statement planned anew every time.
        let sql =
            format!("SELECT row FROM trace WHERE hash = ?1 ORDER BY row LIMIT {MAX_CANDIDATES}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([trace.0], |row| unsigned(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Leaves the traces of what a source says of a record, and of the rows of other sources that it
    /// is from.
    pub(crate) fn leave_traces(&self, row: u64, part: &SourceVersion) -> Result<()> {
        let others = Traces::of_other_rows(&part.record);
        for trace in Traces::of(part).all().chain(others) {
            self.leave(trace, row)?;
        }
        Ok(())
    }

    /// Leaves one trace.
    pub(crate) fn leave(&self, trace: Trace, row: u64) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO trace (hash, row) VALUES (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![trace.0, signed(row)])?;
        Ok(())
    }

    /// Takes one trace away.
    pub(crate) fn lift(&self, trace: Trace, row: u64) -> Result<()> {
        let sql = "DELETE FROM trace WHERE hash = ?1 AND row = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![trace.0, signed(row)])?;
        Ok(())
    }

    /// The records that have left no traces yet; `None` where all have.
    pub(crate) fn untraced(&self) -> Result<Option<Untraced>> {
        let last = self.number("untraced")?;
        let after = self.number_if_set("traced")?;
        Ok((last > 0).then_some(Untraced {
            after: after.unwrap_or(0),
            last,
            by_older: after.is_none(),
        }))
    }

    /// Remembers that the records with numbers above `after` have left no traces yet. An older program,
    /// which knows nothing of `traced`, lets all up to the last leave theirs again.
    pub(crate) fn set_untraced(&self, after: u64) -> Result<()> {
        self.set_number("traced", after)?;
        self.set_number("untraced", self.last_row()?)
    }

    /// Remembers that all records have left their traces.
    pub(crate) fn end_tracing(&self) -> Result<()> {
        self.set_number("untraced", 0)?;
        let sql = "DELETE FROM meta WHERE key = 'traced'";
        self.connection.execute(sql, [])?;
        Ok(())
    }

    /// Puts a row aside until its file has been read to the end. What waits is not part of any
    /// batch: it goes with the connection.
    pub(crate) fn wait(&self, part: &SourceVersion, edits: &[StoredEdit]) -> Result<()> {
        self.connection.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS waiting (
                place INTEGER PRIMARY KEY, json TEXT NOT NULL, edits TEXT NOT NULL)",
        )?;
        let sql = "INSERT INTO temp.waiting (json, edits) VALUES (?1, ?2)";
        let json = runs::written(std::slice::from_ref(part))?;
        let edits = serde_json::to_string(edits)
            .map_err(|error| super::unreadable(&part.record.id, &error))?;
        self.connection
            .prepare_cached(sql)?
            .execute(params![json, edits])?;
        Ok(())
    }

    /// The next row that waits behind a place.
    pub(crate) fn waiting_after(&self, place: u64) -> Result<Option<Waiting>> {
        let sql =
            "SELECT place, json, edits FROM temp.waiting WHERE place > ?1 ORDER BY place LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(place)])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let (place, edits) = (unsigned(row, 0)?, row.get::<_, String>(2)?);
        let edits = parse(&edits, "")?;
        let part = runs::read(row, 1)?.pop();
        Ok(part.map(|part| Waiting { place, part, edits }))
    }

    /// Nothing waits any more.
    pub(crate) fn end_waiting(&self) -> Result<()> {
        Ok(self
            .connection
            .execute_batch("DROP TABLE IF EXISTS temp.waiting")?)
    }
}
