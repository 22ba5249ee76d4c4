//! Imports by number: what each did, and what stood there before, so that it can be taken back.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Catalogue, packed, parse, signed, unreadable, unsigned};
use crate::history::Run;
use crate::inner_error::Result;
use crate::record::Record;
use crate::versions::{Before, SourceVersion};

#[derive(Serialize, Deserialize)]
struct Written {
    record: Record,
    raw: String,
}

impl Catalogue {
    /// Starts an import; returns its number.
    pub(crate) fn begin_run(&self, at: &str) -> Result<u64> {
        let sql =
            "INSERT INTO run (at, files, counts, ended, undone) VALUES (?1, '[]', '{}', 0, '')";
        self.connection.prepare_cached(sql)?.execute([at])?;
        Ok(self.connection.last_insert_rowid().unsigned_abs())
    }

    /// Says what an import has done so far, and whether that was all.
    pub(crate) fn set_run(&self, run: &Run) -> Result<()> {
        let sql =
            "UPDATE run SET files = ?2, counts = ?3, ended = ?4, undone = ?5 WHERE number = ?1";
        let json = |error: serde_json::Error| unreadable("run", &error);
        let files = serde_json::to_string(&run.files).map_err(json)?;
        let counts = serde_json::to_string(&run.counts).map_err(json)?;
        self.connection.prepare_cached(sql)?.execute(params![
            signed(run.number),
            files,
            counts,
            run.ended,
            run.undone
        ])?;
        Ok(())
    }

    /// All imports, the newest first.
    pub(crate) fn runs(&self) -> Result<Vec<Run>> {
        let sql = "SELECT number, at, files, counts, ended, undone FROM run ORDER BY number DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            let (files, counts): (String, String) = (row.get(2)?, row.get(3)?);
            runs.push(Run {
                number: unsigned(row, 0)?,
                at: row.get(1)?,
                files: parse(&files, "run")?,
                counts: parse(&counts, "run")?,
                ended: row.get(4)?,
                undone: row.get(5)?,
            });
        }
        Ok(runs)
    }

    /// Keeps what a source said of a record before an import changed it, once for each import.
    pub(crate) fn keep_before(&self, run: u64, before: &Before) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO before (run, row, source, parts) VALUES (?1, ?2, ?3, ?4)";
        self.write_before(sql, run, before)
    }

    /// Rows of the records that an import has added: no earlier one had brought them.
    pub(crate) fn added_by(&self, run: u64) -> Result<Vec<u64>> {
        let sql = "SELECT DISTINCT row FROM before AS here WHERE run = ?1 AND NOT EXISTS
            (SELECT 1 FROM before WHERE row = here.row AND run < ?1)
            AND row NOT IN (SELECT row FROM deleted) ORDER BY row";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([signed(run)], |row| unsigned(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What was there before an import, record by record, behind a row and source.
    pub(crate) fn before_run(&self, run: u64, after: (u64, &str)) -> Result<Option<Before>> {
        let sql = "SELECT row, source, parts FROM before
            WHERE run = ?1 AND (row, source) > (?2, ?3) ORDER BY row, source LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![signed(run), signed(after.0), after.1])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some(Before {
            row: unsigned(row, 0)?,
            source: row.get(1)?,
            parts: read(row, 2)?,
        }))
    }

    /// The first import after another that changed what a source says of a record.
    pub(crate) fn next_change(&self, run: u64, before: &Before) -> Result<Option<u64>> {
        let sql = "SELECT min(run) FROM before WHERE row = ?1 AND source = ?2 AND run > ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row(
            params![signed(before.row), before.source, signed(run)],
            |row| row.get::<_, Option<i64>>(0),
        )?;
        Ok(found.map(i64::unsigned_abs))
    }

    /// Says that before an import there was something else.
    pub(crate) fn set_before(&self, run: u64, before: &Before) -> Result<()> {
        let sql = "UPDATE before SET parts = ?4 WHERE run = ?1 AND row = ?2 AND source = ?3";
        self.write_before(sql, run, before)
    }

    /// Carries out a statement on an import, a row, a source and what it said.
    fn write_before(&self, sql: &str, run: u64, before: &Before) -> Result<()> {
        let parts = written(&before.parts)?;
        let parts = parts.as_deref().map(packed::stored);
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![
            signed(run),
            signed(before.row),
            before.source,
            parts
        ])?;
        Ok(())
    }

    /// Forgets that files were read, so that a reading of their source reads them again.
    pub(crate) fn forget_files_read(&self, files: &[String]) -> Result<()> {
        let sql = "DELETE FROM source_file WHERE path = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        for file in files {
            statement.execute([file])?;
        }
        Ok(())
    }

    /// Forgets what was there before an import.
    pub(crate) fn forget_before(&self, run: u64) -> Result<()> {
        let sql = "DELETE FROM before WHERE run = ?1";
        self.connection
            .prepare_cached(sql)?
            .execute([signed(run)])?;
        Ok(())
    }
}

/// Parts as one text; none for none, as new records are many.
pub(super) fn written(parts: &[SourceVersion]) -> Result<Option<String>> {
    if parts.is_empty() {
        return Ok(None);
    }
    let parts: Vec<Written> = parts
        .iter()
        .map(|part| Written {
            record: part.record.clone(),
            raw: part.raw.clone(),
        })
        .collect();
    let text = serde_json::to_string(&parts).map_err(|error| unreadable("run", &error))?;
    Ok(Some(text))
}

/// The parts that are written in a column.
pub(super) fn read(row: &rusqlite::Row<'_>, column: usize) -> Result<Vec<SourceVersion>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null {
        return Ok(Vec::new());
    }
    let parts: Vec<Written> = parse(&packed::text(row, column)?, "run")?;
    Ok(parts
        .into_iter()
        .map(|Written { record, raw }| SourceVersion { record, raw })
        .collect())
}
