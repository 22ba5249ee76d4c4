//! Saving what can be read of a damaged catalogue, row by row, into a new one.
//!
//! The new one gets the tables of the old one as that has them, so that a catalogue of an older
//! program is saved, too, and brought up to date when it is opened. Values of facets are left out:
//! they are numbered anew when the index is built.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row, params_from_iter};

use super::guarded::Unreadable;
use super::packed::Packing;
use super::{Catalogue, FILE, signed};
use crate::inner_error::{InnerError, Result};

/// Tables that are made anew.
const MADE_ANEW: [&str; 1] = ["facet_value"];
/// Behind the last row that was read so many numbers are tried, where the last one is not known.
const MAX_TRIED: i64 = 200_000;

/// The revision, which may be damaged with its page: that of the newest record at least.
const REVISION: &str = "INSERT OR REPLACE INTO meta SELECT 'revision', max(revision) FROM (
    SELECT value AS revision FROM meta WHERE key = 'revision'
    UNION ALL SELECT max(revision) FROM record) HAVING max(revision) IS NOT NULL";
/// It is another library from now on.
const STATE: &str = "DELETE FROM state;
    INSERT INTO state SELECT value, random() FROM meta WHERE key = 'revision';
    INSERT OR REPLACE INTO meta VALUES ('library', random())";

/// What was saved of a catalogue.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Number of listings that were saved.
    pub listings: u64,
    /// Ids of those that could not be; the number of the row where not even the id is known.
    pub missing: Vec<String>,
    /// Other tables of which some rows may be missing.
    pub incomplete: Vec<String>,
}

/// Saves what can be read of the catalogue in one folder into a new one in another.
pub(crate) fn recover(from: &Path, to: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Saved> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let old = Catalogue {
        connection: Connection::open_with_flags(from.join(FILE), flags)?,
        packing: Packing::default(),
        unreadable: Unreadable::default(),
    };
    let new = Connection::open(to.join(FILE))?;
    // Nothing of it is worth anything before all is there.
    new.pragma_update(None, "journal_mode", "off")?;
    let tables = tables(&old.connection)?;
    for table in &tables {
        new.execute_batch(&table.sql)?;
    }
    let mut saved = Saved::default();
    new.execute_batch("BEGIN")?;
    for table in tables.iter().filter(|it| !MADE_ANEW.contains(&&*it.name)) {
        if table.name == "record" {
            save_records(&old, &new, &mut saved, progress)?;
        } else if !save_table(&old.connection, &new, table)? {
            saved.incomplete.push(table.name.clone());
        }
    }
    new.execute_batch(REVISION)?;
    if tables.iter().any(|table| table.name == "state") {
        new.execute_batch(STATE)?;
    }
    new.execute_batch("COMMIT")?;
    for index in statements(&old.connection, "index")? {
        new.execute_batch(&index.sql)?;
    }
    let layout: i64 = old
        .connection
        .query_row("PRAGMA user_version", [], |found| found.get(0))?;
    new.pragma_update(None, "user_version", layout)?;
    Ok(saved)
}

/// A table or an index, and the statement that makes it.
struct Made {
    name: String,
    sql: String,
}

impl Made {
    fn has_row_numbers(&self) -> bool {
        !self.sql.to_uppercase().contains("WITHOUT ROWID")
    }
}

fn tables(connection: &Connection) -> Result<Vec<Made>> {
    statements(connection, "table")
}

fn statements(connection: &Connection, what: &str) -> Result<Vec<Made>> {
    let sql = "SELECT name, sql FROM sqlite_schema
        WHERE type = ?1 AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(sql)?;
    let made = statement.query_map([what], |found| {
        Ok(Made {
            name: found.get(0)?,
            sql: found.get(1)?,
        })
    })?;
    Ok(made.collect::<rusqlite::Result<_>>()?)
}

/// Saves the records that are whole.
fn save_records(
    old: &Catalogue,
    new: &Connection,
    saved: &mut Saved,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<()> {
    let known = old.known_ids();
    let last_known = known.iter().map(|(row, _)| *row).max().unwrap_or(0);
    let last = old.last_readable_row().unwrap_or(0).max(last_known);
    let mut damaged = BTreeSet::new();
    for row in 1..=last {
        match old.whole_record(row) {
            Ok(Some(())) => {
                let copied = copy_row(&old.connection, new, "record", "row", signed(row))?;
                saved.listings += u64::from(copied);
            }
            Ok(None) => {}
            Err(error) if error.is_damage() => {
                damaged.insert(row);
            }
            Err(error) => return Err(error),
        }
        if row % 500 == 0 {
            progress(row, last);
        }
    }
    let named: BTreeSet<u64> = known.iter().map(|(row, _)| *row).collect();
    let ids = known.into_iter().filter(|(row, _)| damaged.contains(row));
    saved.missing = ids.map(|(_, id)| id).collect();
    let nameless = damaged.difference(&named).map(ToString::to_string);
    saved.missing.extend(nameless);
    Ok(())
}

/// Saves a table; false where rows of it may be missing.
fn save_table(old: &Connection, new: &Connection, table: &Made) -> Result<bool> {
    let (name, by) = (&table.name, "rowid");
    if !table.has_row_numbers() {
        // What lies between two damaged places is out of reach.
        let forward = save_all(old, new, name, "", None)?.is_none();
        return Ok(forward || save_all(old, new, name, "ORDER BY 1 DESC, 2 DESC", None)?.is_none());
    }
    let Some(last_read) = save_all(old, new, name, "", Some(by))? else {
        return Ok(true);
    };
    let sql = format!("SELECT max(rowid) FROM {name}");
    let last = old.query_row(&sql, [], |found| found.get::<_, i64>(0));
    let last = last.unwrap_or(last_read.saturating_add(MAX_TRIED));
    for row in last_read + 1..=last {
        copy_row(old, new, name, by, row)?;
    }
    Ok(false)
}

/// Copies the rows of a table until one cannot be read: the number of the last that was, where it
/// has numbers; `None` where all were.
fn save_all(
    old: &Connection,
    new: &Connection,
    table: &str,
    order: &str,
    number: Option<&str>,
) -> Result<Option<i64>> {
    let by = number.map_or_else(String::new, |number| format!("{number}, "));
    let mut last = 0;
    let Ok(mut statement) = old.prepare(&format!("SELECT {by}* FROM {table} {order}")) else {
        return Ok(Some(last));
    };
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    loop {
        match rows.next() {
            Ok(None) => return Ok(None),
            Ok(Some(found)) => {
                let first = usize::from(number.is_some());
                let Ok(values) = values(found, first, columns) else {
                    return Ok(Some(last));
                };
                if number.is_some() {
                    last = found.get(0)?;
                    insert(new, table, Some(last), &values)?;
                } else {
                    insert(new, table, None, &values)?;
                }
            }
            Err(_) => return Ok(Some(last)),
        }
    }
}

/// Copies the row with a number; false where it is not there or cannot be read.
fn copy_row(
    old: &Connection,
    new: &Connection,
    table: &str,
    by: &str,
    number: i64,
) -> Result<bool> {
    let Ok(mut statement) = old.prepare_cached(&format!("SELECT * FROM {table} WHERE {by} = ?1"))
    else {
        return Ok(false);
    };
    let columns = statement.column_count();
    let read = statement.query_row([number], |found| values(found, 0, columns));
    let Ok(values) = read else {
        return Ok(false);
    };
    insert(new, table, Some(number), &values)?;
    Ok(true)
}

fn values(found: &Row<'_>, first: usize, columns: usize) -> rusqlite::Result<Vec<Value>> {
    (first..columns).map(|column| found.get(column)).collect()
}

fn insert(new: &Connection, table: &str, number: Option<i64>, values: &[Value]) -> Result<()> {
    let mut places = vec!["?"; values.len()].join(", ");
    let sql = match number {
        // The number of a row is what others know it by, and no column of its own everywhere.
        Some(_) if !is_column_of_numbers(new, table)? => {
            let names = columns(new, table)?.join(", ");
            places = format!("?, {places}");
            format!("INSERT OR IGNORE INTO {table} (rowid, {names}) VALUES ({places})")
        }
        _ => format!("INSERT OR IGNORE INTO {table} VALUES ({places})"),
    };
    let number = number
        .filter(|_| sql.contains("(rowid"))
        .map(Value::Integer);
    let mut statement = new.prepare_cached(&sql)?;
    statement
        .execute(params_from_iter(number.iter().chain(values)))
        .map_err(InnerError::from)?;
    Ok(())
}

/// Whether a column of a table is the number of its rows.
fn is_column_of_numbers(new: &Connection, table: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM pragma_table_info(?1) WHERE pk = 1 AND type = 'INTEGER'";
    let mut statement = new.prepare_cached(sql)?;
    Ok(statement.query_row([table], |found| found.get::<_, i64>(0))? == 1)
}

fn columns(new: &Connection, table: &str) -> Result<Vec<String>> {
    let sql = "SELECT '\"' || name || '\"' FROM pragma_table_info(?1) ORDER BY cid";
    let mut statement = new.prepare_cached(sql)?;
    let names = statement.query_map([table], |found| found.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}
