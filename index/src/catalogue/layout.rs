//! The tables of the catalogue, and how those of older programs become them.

use std::path::Path;

use rusqlite::Connection;

use super::FILE;
use crate::error::{Error, unusable};
use crate::inner_error::Result;
use crate::upgrade_copy::copy_before_upgrade;

/// What each layout adds to the one before; `PRAGMA user_version` says how many are there.
///
/// 1: `record.row` is the record's number in the index. `revision` is that of the last change;
/// `facet_value` numbers the values of every facet from 0, so that the index can count by number.
///
/// 2: `part` has what each source says of a record, newest last, where that is not the record
/// itself: it has several sources or was edited. `change` says in words what became of a record
/// after it was new. `removed` tells the index which rows to forget.
///
/// 3: the sources that are read again. `origin` says which of a source's files had which record,
/// and in which of its readings (`run`) last; 0 where the source does not have it any more.
///
/// 4: the same tables, but a long `raw` is a blob, packed; those that are there stay as they are.
///
/// 5: `part` has a source's rows one by one. `trace` leads from what a row says to the records that
/// say it (see [`crate::identity`]). `run` numbers the imports, `before` has what a source said of a
/// record before an import changed it. `deleted` hides records, `pair` has what the user says of two
/// that look alike, `alias` the ids of those that were joined with another. The records
/// above `traced` in `meta` and up to `untraced` have left no traces yet.
///
/// 6: `json` holds the record together with its `raw`, packed (see [`super::packed`]), `raw` is empty
/// then; `dictionary` has what the frames are packed with. What is there stays as it is.
///
/// 7: random numbers for the library and for the states that it has been in (see [`super::state`]).
///
/// 8: `dictionary_copy` has every dictionary a second time.
const LAYOUTS: [&str; 8] = [
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS record (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL,
        json TEXT NOT NULL, raw TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS record_revision ON record (revision);
    CREATE TABLE IF NOT EXISTS version (
        row INTEGER NOT NULL, revision INTEGER NOT NULL, json TEXT NOT NULL, raw TEXT NOT NULL,
        PRIMARY KEY (row, revision)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS facet_value (
        facet TEXT NOT NULL, ordinal INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (facet, ordinal)) WITHOUT ROWID;",
    "CREATE TABLE part (
        row INTEGER NOT NULL, source TEXT NOT NULL, json TEXT NOT NULL, raw TEXT NOT NULL,
        UNIQUE (row, source));
    CREATE TABLE edit (
        row INTEGER NOT NULL, field TEXT NOT NULL, at TEXT NOT NULL, value TEXT NOT NULL,
        base TEXT NOT NULL, PRIMARY KEY (row, field)) WITHOUT ROWID;
    CREATE TABLE change (
        row INTEGER NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL, source TEXT NOT NULL,
        fields TEXT NOT NULL);
    CREATE INDEX change_row ON change (row);
    CREATE TABLE removed (row INTEGER PRIMARY KEY, revision INTEGER NOT NULL);",
    "CREATE TABLE source (
        name TEXT PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL, run INTEGER NOT NULL,
        synced TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE source_file (
        source TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, modified TEXT NOT NULL,
        hash TEXT NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID;
    CREATE TABLE origin (
        source TEXT NOT NULL, file TEXT NOT NULL, row INTEGER NOT NULL, run INTEGER NOT NULL,
        PRIMARY KEY (source, file, row)) WITHOUT ROWID;",
    "",
    "ALTER TABLE part RENAME TO part_4;
    CREATE TABLE part (
        row INTEGER NOT NULL, source TEXT NOT NULL, json TEXT NOT NULL, raw TEXT NOT NULL);
    INSERT INTO part SELECT row, source, json, raw FROM part_4 ORDER BY rowid;
    DROP TABLE part_4;
    CREATE INDEX part_row ON part (row);
    CREATE TABLE trace (
        hash INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, row)) WITHOUT ROWID;
    CREATE TABLE run (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, files TEXT NOT NULL,
        counts TEXT NOT NULL, ended INTEGER NOT NULL, undone TEXT NOT NULL);
    CREATE TABLE before (
        run INTEGER NOT NULL, row INTEGER NOT NULL, source TEXT NOT NULL, parts TEXT,
        PRIMARY KEY (run, row, source)) WITHOUT ROWID;
    CREATE INDEX before_row ON before (row);
    INSERT INTO meta SELECT 'untraced', max(row) FROM record HAVING max(row) IS NOT NULL;
    CREATE TABLE deleted (row INTEGER PRIMARY KEY, at TEXT NOT NULL);
    CREATE TABLE pair (
        one TEXT NOT NULL, other TEXT NOT NULL, same INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (one, other)) WITHOUT ROWID;
    CREATE TABLE alias (id TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;",
    "CREATE TABLE dictionary (number INTEGER NOT NULL UNIQUE, bytes BLOB NOT NULL);",
    "CREATE TABLE state (revision INTEGER PRIMARY KEY, value INTEGER NOT NULL);
    INSERT INTO state SELECT value, random() FROM meta WHERE key = 'revision';
    INSERT INTO meta VALUES ('library', random());",
    "CREATE TABLE dictionary_copy (number INTEGER NOT NULL UNIQUE, bytes BLOB NOT NULL);
    INSERT INTO dictionary_copy SELECT number, bytes FROM dictionary ORDER BY rowid;",
];

/// The newest layout.
const LAST: usize = LAYOUTS.len();

/// Brings the tables up to the newest layout, all at once or not at all; the file as it was is
/// copied first.
pub(super) fn prepare(connection: &Connection, folder: &Path) -> Result<()> {
    if current(connection, folder)? {
        return Ok(());
    }
    // Another process may be doing the same: whoever comes second finds it done.
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let brought = copy(connection, folder).and_then(|()| bring_up(connection));
    connection.execute_batch(if brought.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    })?;
    brought
}

/// Copies the file beside itself, as `catalogue.db.6` for its layout. Nobody else writes meanwhile.
fn copy(connection: &Connection, folder: &Path) -> Result<()> {
    let found = layout(connection)?;
    let path = folder.join(FILE);
    if matches!(found, 0 | LAST) || connection.path().is_none_or(str::is_empty) {
        return Ok(());
    }
    copy_before_upgrade(&path, found).map_err(|error| unusable(folder, &error))??;
    Ok(())
}

fn current(connection: &Connection, folder: &Path) -> Result<bool> {
    let found = layout(connection)?;
    if found > LAST {
        let path = folder.to_owned();
        return Err(Error::Newer { path }.into());
    }
    Ok(found == LAST)
}

fn layout(connection: &Connection) -> Result<usize> {
    let number = connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

fn bring_up(connection: &Connection) -> Result<()> {
    for tables in LAYOUTS.iter().skip(layout(connection)?) {
        connection.execute_batch(tables)?;
    }
    let number = i64::try_from(LAST).unwrap_or(i64::MAX);
    Ok(connection.pragma_update(None, "user_version", number)?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_catalogue_of_the_first_layout_keeps_its_records() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(LAYOUTS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        let insert = "INSERT INTO record VALUES (1, 's:1', 1, '{\"id\":\"s:1\",\"title\":\"一号\"}', 'null')";
        connection.execute(insert, []).unwrap();
        prepare(&connection, Path::new("x")).unwrap();
        prepare(&connection, Path::new("x")).unwrap();
        assert_eq!(layout(&connection).unwrap(), LAYOUTS.len());
        let count = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table}");
            connection
                .query_row(&sql, [], |row| row.get::<_, i64>(0))
                .unwrap()
        };
        assert_eq!((count("record"), count("part")), (1, 0));
    }

    #[test]
    fn a_catalogue_of_a_newer_program_is_left_alone() {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let refused = Error::from(prepare(&connection, Path::new("x")).unwrap_err());
        assert!(matches!(refused, Error::Newer { .. }), "{refused}");
    }
}
