//! Opening a catalogue that can only be read.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Catalogue, FILE};
use crate::inner_error::{InnerError, Result};

/// What is meant by these characters in an address and not by a path.
const ENCODED: [(char, &str); 3] = [('%', "%25"), ('?', "%3f"), ('#', "%23")];

impl Catalogue {
    /// Whether it can only be read.
    pub(crate) fn is_read_only(&self) -> bool {
        self.connection.is_readonly("main").unwrap_or(false)
    }

    /// Opens the catalogue in a folder to be read only.
    pub(super) fn open_read_only(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let works = |connection: Connection| -> rusqlite::Result<Connection> {
            let sql = "SELECT count(*) FROM sqlite_schema";
            connection.query_row(sql, [], |_| Ok(()))?;
            Ok(connection)
        };
        let first = Connection::open_with_flags(&path, flags).and_then(works);
        let connection = match first {
            Ok(connection) => connection,
            // What another program has not written into the file yet would be missing.
            Err(error) if has_log(folder) => return Err(error.into()),
            // Nobody has it open, and nobody can write beside it: it is as it is.
            Err(_) => {
                let mut address = path.display().to_string();
                for (character, encoded) in ENCODED {
                    address = address.replace(character, encoded);
                }
                let address = format!("file:{address}?immutable=1");
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                Connection::open_with_flags(address, flags).and_then(works)?
            }
        };
        Self::prepare(connection, folder)
    }
}

/// Whether the changes beside a catalogue are more than none.
fn has_log(folder: &Path) -> bool {
    let log = folder.join(format!("{FILE}-wal"));
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Whether a catalogue cannot be opened as it cannot be written: even who only reads makes files
/// beside it, for which a full disk has no room.
pub(super) fn is_refused(error: &InnerError) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
    let InnerError::Database(error) = error else {
        return false;
    };
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ReadOnly | CannotOpen | PermissionDenied | DiskFull | SystemIoFailure)
    )
}
