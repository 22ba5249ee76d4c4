//! Copies of the desk, for backups.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{Desk, FILE, unusable};
use crate::messages::Failure;

impl Desk {
    /// Copies the desk to a file that is not there yet; others may go on writing meanwhile.
    ///
    /// # Errors
    /// It cannot be read, or the copy not written.
    pub(crate) fn copy_to(&self, path: &Path) -> anyhow::Result<()> {
        self.read(|connection| {
            connection.execute("VACUUM INTO ?1", [&*path.to_string_lossy()])?;
            Ok(())
        })
    }

    /// Puts the desk of another folder in the place of this one, all of it or nothing.
    ///
    /// # Errors
    /// The other cannot be read, or this one not written.
    pub(crate) fn replace_by(self, folder: &Path) -> anyhow::Result<()> {
        // One of an older program is brought up to date, one of a newer is refused.
        drop(Self::open(folder)?);
        let Self {
            mut connection,
            path,
            ..
        } = self;
        let mut replace = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
            let source = Connection::open_with_flags(folder.join(FILE), flags)?;
            let revision = "SELECT value FROM meta WHERE key = 'revision'";
            let before: i64 = connection.query_row(revision, [], |row| row.get(0))?;
            let after: i64 = source.query_row(revision, [], |row| row.get(0))?;
            let backup = Backup::new(&source, &mut connection)?;
            if backup.step(-1)? != StepResult::Done {
                let shown = path.display();
                anyhow::bail!(Failure::new(
                    format!("另一个 qiao 正在写 {shown}：请稍后再试"),
                    format!("another qiao is writing {shown}: try again in a moment"),
                ));
            }
            drop(backup);
            // Whoever has it open sees that it is another one.
            let sql = "UPDATE meta SET value = ?1 WHERE key = 'revision'";
            connection.execute(sql, [before.max(after) + 1])?;
            Ok(())
        };
        replace().map_err(|error| unusable(&path, error))
    }
}
