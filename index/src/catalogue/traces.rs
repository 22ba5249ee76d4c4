//! Which rows of the catalogue a trace leads to, and the rows of a file that wait for its end.

use rusqlite::params;

use super::{Catalogue, runs, signed, unsigned};
use crate::identity::{Trace, Traces};
use crate::inner_error::Result;
use crate::record::Record;
use crate::versions::SourceVersion;

/// Most listings that one trace leads to which are looked at; of a title that more bear, none is told.
const MAX_CANDIDATES: u32 = 64;

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

    /// Leaves the traces of what a source says of a record.
    pub(crate) fn leave_traces(&self, row: u64, part: &SourceVersion) -> Result<()> {
        self.leave(row, &Traces::of(part), &part.record)
    }

    /// Leaves traces, and those of the rows of other sources that a record is from.
    pub(crate) fn leave(&self, row: u64, traces: &Traces, record: &Record) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO trace (hash, row) VALUES (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let others = record.sources.iter().skip(1);
        let others = others.filter_map(Trace::of_row);
        for trace in traces.all().chain(others) {
            statement.execute(params![trace.0, signed(row)])?;
        }
        Ok(())
    }

    /// Takes the traces of what a source says of a record away.
    pub(crate) fn lift_traces(&self, row: u64, part: &SourceVersion) -> Result<()> {
        let sql = "DELETE FROM trace WHERE hash = ?1 AND row = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        for trace in Traces::of(part).all() {
            statement.execute(params![trace.0, signed(row)])?;
        }
        Ok(())
    }

    /// Number of the last record that an older program took in, which has left no traces yet; 0
    /// where all have.
    pub(crate) fn untraced(&self) -> Result<u64> {
        self.number("untraced")
    }

    /// Remembers that all records have left their traces.
    pub(crate) fn end_tracing(&self) -> Result<()> {
        self.set_number("untraced", 0)
    }

    /// Puts a row aside until its file has been read to the end. What waits is not part of any
    /// batch: it goes with the connection.
    pub(crate) fn wait(&self, part: &SourceVersion) -> Result<()> {
        self.connection.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS waiting (place INTEGER PRIMARY KEY, json TEXT NOT NULL)",
        )?;
        let sql = "INSERT INTO temp.waiting (json) VALUES (?1)";
        let json = runs::written(std::slice::from_ref(part))?;
        self.connection.prepare_cached(sql)?.execute([json])?;
        Ok(())
    }

    /// The next row that waits behind a place, with its own.
    pub(crate) fn waiting_after(&self, place: u64) -> Result<Option<(u64, SourceVersion)>> {
        let sql = "SELECT place, json FROM temp.waiting WHERE place > ?1 ORDER BY place LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([signed(place)])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let place = unsigned(row, 0)?;
        let part = runs::read(row, 1)?.pop();
        Ok(part.map(|part| (place, part)))
    }

    /// Nothing waits any more.
    pub(crate) fn end_waiting(&self) -> Result<()> {
        Ok(self
            .connection
            .execute_batch("DROP TABLE IF EXISTS temp.waiting")?)
    }
}
