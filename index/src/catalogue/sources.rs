//! Where records come from: named files and folders that are read again and again.

use rusqlite::{OptionalExtension, params};

use super::{Catalogue, signed, unsigned};
use crate::inner_error::Result;
use crate::sources::{Source, SourceFile};

impl Catalogue {
    /// All sources by name.
    pub(crate) fn sources(&self) -> Result<Vec<Source>> {
        let sql = "SELECT name, path, format, synced,
            (SELECT count(DISTINCT row) FROM origin WHERE source = name AND run > 0)
            FROM source ORDER BY name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let sources = statement.query_map([], |row| {
            Ok(Source {
                name: row.get(0)?,
                path: row.get(1)?,
                format: row.get(2)?,
                synced: row.get(3)?,
                records: unsigned(row, 4)?,
            })
        })?;
        Ok(sources.collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers a source; false where there is one of this name.
    pub(crate) fn add_source(&self, source: &Source) -> Result<bool> {
        let sql = "INSERT OR IGNORE INTO source (name, path, format, run, synced)
            VALUES (?1, ?2, ?3, 0, '')";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.execute(params![source.name, source.path, source.format])? > 0)
    }

    /// Gives a source another path and format.
    pub(crate) fn move_source(&self, source: &Source) -> Result<()> {
        let sql = "UPDATE source SET path = ?2, format = ?3 WHERE name = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![source.name, source.path, source.format])?;
        Ok(())
    }

    /// Forgets a source, but not its records.
    pub(crate) fn forget_source(&self, name: &str) -> Result<()> {
        for sql in [
            "DELETE FROM origin WHERE source = ?1",
            "DELETE FROM source_file WHERE source = ?1",
            "DELETE FROM source WHERE name = ?1",
        ] {
            self.connection.prepare_cached(sql)?.execute([name])?;
        }
        Ok(())
    }

    /// Starts a reading of a source; returns its number, from 1.
    pub(crate) fn start_run(&self, name: &str) -> Result<u64> {
        let sql = "UPDATE source SET run = run + 1 WHERE name = ?1 RETURNING run";
        let mut statement = self.connection.prepare_cached(sql)?;
        let run = statement
            .query_row([name], |row| unsigned(row, 0))
            .optional()?;
        Ok(run.unwrap_or(1))
    }

    /// Says when a source was last read.
    pub(crate) fn end_run(&self, name: &str, at: &str) -> Result<()> {
        let sql = "UPDATE source SET synced = ?2 WHERE name = ?1";
        self.connection.prepare_cached(sql)?.execute([name, at])?;
        Ok(())
    }

    /// The files of a source as they were when they were last read to their ends.
    pub(crate) fn source_files(&self, name: &str) -> Result<Vec<SourceFile>> {
        let sql = "SELECT path, size, modified, hash FROM source_file WHERE source = ?1
            ORDER BY path";
        let mut statement = self.connection.prepare_cached(sql)?;
        let files = statement.query_map([name], |row| {
            Ok(SourceFile {
                path: row.get(0)?,
                size: unsigned(row, 1)?,
                modified: row.get(2)?,
                hash: row.get(3)?,
            })
        })?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers what a file was like.
    pub(crate) fn set_source_file(&self, name: &str, file: &SourceFile) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO source_file (source, path, size, modified, hash)
            VALUES (?1, ?2, ?3, ?4, ?5)";
        let size = signed(file.size);
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![name, file.path, size, file.modified, file.hash])?;
        Ok(())
    }

    /// Forgets a file that is not there any more.
    pub(crate) fn forget_source_file(&self, name: &str, path: &str) -> Result<()> {
        let sql = "DELETE FROM source_file WHERE source = ?1 AND path = ?2";
        self.connection.prepare_cached(sql)?.execute([name, path])?;
        Ok(())
    }

    /// Notes that a file of a source had a record in a reading.
    pub(crate) fn set_origin(&self, name: &str, file: &str, row: u64, run: u64) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO origin (source, file, row, run) VALUES (?1, ?2, ?3, ?4)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![name, file, signed(row), signed(run)])?;
        Ok(())
    }

    /// Notes that a file does not have the records that it did not have in this reading.
    pub(crate) fn set_missing(&self, name: &str, file: &str, run: u64) -> Result<()> {
        let sql = "UPDATE origin SET run = 0 WHERE source = ?1 AND file = ?2 AND run <> ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![name, file, signed(run)])?;
        Ok(())
    }

    /// Forgets that a source ever had a record.
    pub(crate) fn forget_origin(&self, name: &str, row: u64) -> Result<()> {
        let sql = "DELETE FROM origin WHERE source = ?1 AND row = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![name, signed(row)])?;
        Ok(())
    }

    /// Number of records that a file had when it was last read.
    pub(crate) fn count_of_file(&self, name: &str, file: &str) -> Result<u64> {
        let sql = "SELECT count(*) FROM origin WHERE source = ?1 AND file = ?2 AND run > 0";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([name, file], |row| unsigned(row, 0))?)
    }

    /// All files that a source ever had records from.
    pub(crate) fn files_of_records(&self, name: &str) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT file FROM origin WHERE source = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let files = statement.query_map([name], |row| row.get(0))?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows that none of a source's files has any more.
    pub(crate) fn missing_rows(&self, name: &str) -> Result<Vec<u64>> {
        self.rows_of(
            "SELECT row FROM origin WHERE source = ?1 GROUP BY row HAVING max(run) = 0",
            name,
        )
    }

    /// All rows that a source ever had.
    pub(crate) fn source_rows(&self, name: &str) -> Result<Vec<u64>> {
        self.rows_of("SELECT DISTINCT row FROM origin WHERE source = ?1", name)
    }

    fn rows_of(&self, sql: &str, name: &str) -> Result<Vec<u64>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([name], |row| unsigned(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
