//! How our databases are written: changes go to a log beside the file first.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::error::is_busy;

/// Sets a database up to be read while it is written, and to keep what was committed when the power
/// goes; waits for other programs as long as `patience`.
///
/// # Errors
/// It cannot be written, or another program has held it all the time.
pub fn write_ahead(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(patience)?;
    let since = Instant::now();
    // Of several programs that find a file without a log, one makes it, and `SQLite` refuses the
    // others at once instead of letting them wait: each would wait for the others to stop reading.
    while let Err(error) = connection.pragma_update(None, "journal_mode", "wal") {
        let left = patience.saturating_sub(since.elapsed());
        if !is_busy(&error) || left.is_zero() {
            return Err(error);
        }
        // Who begins to write is let wait.
        connection.busy_timeout(left.max(Duration::from_millis(1)))?;
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    }
    connection.busy_timeout(patience)?;
    // One flush a batch, which is what it costs that a batch that was said to be there is on the disk.
    connection.pragma_update(None, "synchronous", "full")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::sync::Barrier;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn a_new_database_is_not_said_to_be_locked_when_several_programs_open_it_at_once() {
        for _ in 0..100 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("new.db");
            let together = Barrier::new(4);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        together.wait();
                        let connection = Connection::open(&path).unwrap();
                        write_ahead(&connection, PATIENCE).unwrap();
                        let sql = "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS a (b); COMMIT";
                        connection.execute_batch(sql).unwrap();
                    });
                }
            });
        }
    }

    #[test]
    fn who_waits_in_vain_is_told_after_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held.db");
        let holder = Connection::open(&path).unwrap();
        holder
            .execute_batch("BEGIN EXCLUSIVE; CREATE TABLE a (b)")
            .unwrap();
        let waiting = Connection::open(&path).unwrap();
        let error = write_ahead(&waiting, Duration::from_millis(50)).unwrap_err();
        assert!(is_busy(&error), "{error}");
    }
}
