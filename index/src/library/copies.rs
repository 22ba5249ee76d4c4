//! Copies of the catalogue, for backups. The index is made from it and is not copied.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{Library, busy};
use crate::catalogue;
use crate::error::Result;
use crate::inner_error;
use crate::schema::FORMAT;

/// The catalogue's file in the library folder.
pub const CATALOGUE: &str = catalogue::FILE;

/// The user's own files in the library folder, which are read with it or beside it.
pub const OWN_FILES: [&str; 4] = [
    crate::names::FILE,
    super::SYNONYMS,
    "targets.toml",
    "targets.csv",
];

/// Copies the catalogue in a folder, as its last commit left it, to a file that is not there yet;
/// others may go on writing meanwhile. False where the folder has none.
///
/// # Errors
/// The catalogue cannot be read, or the copy not written.
pub fn copy_catalogue(folder: &Path, to: &Path) -> Result<bool> {
    let path = folder.join(CATALOGUE);
    if !path.is_file() {
        return Ok(false);
    }
    let copy = || -> inner_error::Result<()> {
        // Not to be made where somebody has just moved it away.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)?;
        connection.execute("VACUUM INTO ?1", [&*to.to_string_lossy()])?;
        Ok(())
    };
    copy()?;
    Ok(true)
}

impl Library {
    /// Puts a copy in the place of the catalogue, all of it or nothing, and empties the index, which
    /// is made anew when the library is opened next. This one must not be used any more.
    ///
    /// # Errors
    /// [`Error::Busy`](crate::error::Error::Busy) where another process writes; the copy cannot be
    /// read, or the catalogue not written.
    pub fn replace_catalogue(&mut self, copy: &Path) -> Result<()> {
        Ok(self.replace(copy)?)
    }

    fn replace(&mut self, copy: &Path) -> inner_error::Result<()> {
        let mut postings = self.postings()?;
        let source = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let backup = Backup::new(&source, self.catalogue.connection())?;
        match backup.step(-1)? {
            StepResult::Done => {}
            _ => return Err(busy(self.folder.as_deref().unwrap_or(copy))),
        }
        drop(backup);
        postings.clear()?;
        postings.commit(&format!("{FORMAT} 0"))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::record::Record;
    use crate::request::Request;

    fn record(id: &str, title: &str) -> Record {
        Record {
            id: id.to_owned(),
            title: title.to_owned(),
            ..Record::default()
        }
    }

    fn filled(folder: &Path, records: &[Record]) -> Library {
        let mut library = Library::open(folder).unwrap();
        let mut writer = library.writer().unwrap();
        for record in records {
            writer.put(record.clone()).unwrap();
        }
        writer.finish().unwrap();
        library
    }

    fn found(library: &Library, query: &str) -> u64 {
        let request = Request {
            query: query.to_owned(),
            ..Request::default()
        };
        library.search(&request).unwrap().total
    }

    #[test]
    fn a_copy_takes_the_place_of_the_catalogue_and_the_index_follows() {
        let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let [one, other] = folders.each_ref().map(tempfile::TempDir::path);
        filled(one, &[record("a", "graphene"), record("b", "battery")]);
        let copy = one.join("copy.db");
        assert!(copy_catalogue(one, &copy).unwrap());
        // The other has been changed more often: its index must not be taken for newer.
        let more: Vec<Record> = (0..5).map(|n| record(&n.to_string(), "laser")).collect();
        let mut library = filled(other, &more);
        drop(filled(other, &[record("x", "laser")]));
        library.replace_catalogue(&copy).unwrap();
        drop(library);
        let library = Library::open(other).unwrap();
        assert_eq!(library.len().unwrap(), 2);
        assert_eq!(
            (found(&library, "laser"), found(&library, "battery")),
            (0, 1)
        );
        assert!(!copy_catalogue(&one.join("nowhere"), &copy).unwrap());
    }
}
