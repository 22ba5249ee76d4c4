//! The copy of a database that is kept when a newer program brings its tables up to date.

use std::io;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::private::private_file;

/// Copies a database beside itself: `catalogue.db` of layout 6 as `catalogue.db.6`. Nobody but the
/// caller may write meanwhile, and he may have begun to: the copy is read by a connection of its own.
///
/// # Errors
/// The outer one: a file cannot be made; the inner one: the database cannot be read or copied.
pub fn copy_before_upgrade(path: &Path, layout: usize) -> io::Result<rusqlite::Result<()>> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let new = path.with_extension(format!("{ending}.{layout}.new"));
    private_file(&new)?;
    // What a program that was killed has left.
    std::fs::write(&new, "")?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Who has begun to write cannot copy.
    let copied = Connection::open_with_flags(path, flags)
        .and_then(|beside| beside.execute("VACUUM INTO ?1", [&*new.to_string_lossy()]));
    if let Err(error) = copied {
        return Ok(Err(error));
    }
    // A kill before this leaves no half of a copy under its name.
    std::fs::rename(new, path.with_extension(format!("{ending}.{layout}")))?;
    Ok(Ok(()))
}
