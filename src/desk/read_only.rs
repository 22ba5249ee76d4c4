//! Opening a desk that can only be read.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::layout;

/// What is meant by these characters in an address and not by a path.
const ENCODED: [(char, &str); 3] = [('%', "%25"), ('?', "%3f"), ('#', "%23")];

/// Opens the desk at a path to be read only; `None` where it cannot be read either.
pub(super) fn open(path: &Path) -> Option<Connection> {
    if !path.is_file() {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let first = Connection::open_with_flags(path, flags).ok();
    let connection = first.filter(works).or_else(|| {
        // Nobody has it open, and nobody can write beside it: it is as it is. What another program
        // has not written into the file yet would be missing.
        let log = path.with_extension("db-wal");
        if std::fs::metadata(log).is_ok_and(|log| log.len() > 0) {
            return None;
        }
        let mut address = path.display().to_string();
        for (character, encoded) in ENCODED {
            address = address.replace(character, encoded);
        }
        let address = format!("file:{address}?immutable=1");
        let flags = flags | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(address, flags)
            .ok()
            .filter(works)
    })?;
    // One of an older program would have to be brought up to date.
    layout::is_current(&connection).then_some(connection)
}

fn works(connection: &Connection) -> bool {
    let sql = "SELECT count(*) FROM sqlite_schema";
    connection.query_row(sql, [], |_| Ok(())).is_ok()
}
