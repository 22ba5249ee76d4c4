//! Forgetting listings and words on the desk. Of the lines of the log and the events of deals what
//! they say and the salt are erased and the hashes stay, so that the chain still holds; what could
//! be taken back is gone, as it has the texts too.

use rusqlite::params;

use super::tables::{Table, tables};
use super::{Desk, unusable};

/// Tables whose lines are chained, and the columns that say something.
const CHAINED: [(&str, &[&str]); 2] = [
    ("log", &["person", "text"]),
    ("deal_event", &["before", "after", "text"]),
];
/// Stands for what was forgotten.
const ERASED: &str = "***";

impl Desk {
    /// Forgets what is kept of listings, and these words wherever they stand; how many rows said
    /// something of them.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn forget(&mut self, ids: &[String], words: &[String]) -> anyhow::Result<u64> {
        let forget = || {
            let connection = self.connection.unchecked_transaction()?;
            let mut rows = 0;
            for table in tables(&connection)? {
                rows += forget_in(&connection, &table, ids, words)?;
            }
            connection.execute("DELETE FROM undo", [])?;
            let sql = "UPDATE meta SET value = value + 1 WHERE key = 'revision'";
            connection.execute(sql, [])?;
            connection.commit()?;
            self.connection.execute_batch("VACUUM")?;
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.connection.query_row(sql, [], |_| Ok(()))?;
            Ok(rows)
        };
        forget().map_err(|error| unusable(&self.path, error))
    }
}

fn forget_in(
    connection: &rusqlite::Connection,
    table: &Table,
    ids: &[String],
    words: &[String],
) -> anyhow::Result<u64> {
    let name = &*table.name;
    let mut rows = 0;
    match name {
        "meta" | "undo" | "met" => return Ok(0),
        // The hash knows the name again.
        "not_to_contact" => {
            for word in words {
                let sql = "UPDATE not_to_contact SET name = '' WHERE instr(name, ?1) > 0";
                rows += connection.execute(sql, [word])?;
            }
            return Ok(rows as u64);
        }
        _ => {}
    }
    if let Some((_, columns)) = CHAINED.iter().find(|(chained, _)| *chained == name) {
        return erase_lines(connection, name, columns, (ids, words));
    }
    for column in ["listing", "id"] {
        if table.columns.iter().any(|it| it == column) {
            let sql = format!("DELETE FROM \"{name}\" WHERE \"{column}\" = ?1");
            for id in ids {
                rows += connection.execute(&sql, [id])?;
            }
        }
    }
    for column in &table.columns {
        let sql = format!(
            "UPDATE OR REPLACE \"{name}\" SET \"{column}\" = replace(\"{column}\", ?1, ?2)
            WHERE typeof(\"{column}\") = 'text' AND instr(\"{column}\", ?1) > 0"
        );
        for word in words.iter().filter(|word| !word.is_empty()) {
            rows += connection.execute(&sql, params![word, ERASED])?;
        }
    }
    Ok(u64::try_from(rows)?)
}

/// Erases what lines say that are about one of the listings, or in which one of the words stands.
fn erase_lines(
    connection: &rusqlite::Connection,
    table: &str,
    columns: &[&str],
    (ids, words): (&[String], &[String]),
) -> anyhow::Result<u64> {
    let emptied = columns.iter().map(|column| format!("\"{column}\" = ''"));
    let emptied = emptied.collect::<Vec<_>>().join(", ");
    let says = columns.iter().map(|it| format!("instr(\"{it}\", ?1) > 0"));
    let says = says.collect::<Vec<_>>().join(" OR ");
    let erase = format!("UPDATE {table} SET {emptied}, salt = '' WHERE salt <> '' AND");
    let mut rows = 0;
    for word in words.iter().filter(|word| !word.is_empty()) {
        rows += connection.execute(&format!("{erase} ({says})"), [word])?;
    }
    let about = match table {
        "log" => "listing = ?1",
        _ => "deal IN (SELECT number FROM deal WHERE need = ?1 OR offer = ?1)",
    };
    for id in ids {
        rows += connection.execute(&format!("{erase} {about}"), [id])?;
    }
    Ok(u64::try_from(rows)?)
}
