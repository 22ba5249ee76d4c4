//! Looking for damage in the catalogue of a folder, and saving what can be read of it.

use std::path::Path;

use crate::catalogue::{self, Catalogue, Damage, Saved};
use crate::error::Result;

/// Looks at all of the catalogue in a folder, the records one by one; `None` where there is none.
/// `progress(done, all)` is called now and then.
///
/// # Errors
/// It cannot be opened.
pub fn damage(folder: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Option<Damage>> {
    if !folder.join(catalogue::FILE).is_file() {
        return Ok(None);
    }
    Ok(Some(Catalogue::open(folder)?.damage(progress)?))
}

/// Saves what can be read of the catalogue in one folder into a new one in another, which has none
/// yet; the old one stays as it is.
///
/// # Errors
/// The old one cannot be read at all, or the new one not written.
pub fn recover(from: &Path, to: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Saved> {
    std::fs::create_dir_all(to).map_err(|error| super::unusable(to, &error))?;
    Ok(catalogue::recover(from, to, progress)?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::path::PathBuf;

    use rusqlite::{Connection, params};
    use tempfile::TempDir;

    use super::*;
    use crate::library::{Library, Writer};
    use crate::record::Record;
    use crate::request::Request;

    const PAGE: usize = 4096;

    /// A library of so many listings, none of which is short, and its catalogue's file.
    fn filled(number: usize) -> (TempDir, PathBuf) {
        filled_by(number, |writer| writer.finish().unwrap())
    }

    /// The same; `end` is how the import ends.
    fn filled_by(number: usize, end: fn(Writer<'_>)) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        let mut writer = library.writer().unwrap();
        for number in 0..number {
            // What can be packed to nothing would all lie on one page.
            let words = (0..400).map(|word| format!("{:x}", number * 7919 + word * 104_729));
            let words = words.collect::<Vec<_>>().join(" ");
            let record = Record {
                id: format!("test:{number}"),
                title: format!("graphene {number}"),
                summary: words,
                ..Record::default()
            };
            writer.put(record).unwrap();
        }
        end(writer);
        drop(library);
        let path = folder.path().join(catalogue::FILE);
        let connection = Connection::open(&path).unwrap();
        connection
            .pragma_update(None, "journal_mode", "delete")
            .unwrap();
        (folder, path)
    }

    /// Changes a byte of the record in a row.
    fn flip_a_byte(path: &Path, row: i64) {
        let connection = Connection::open(path).unwrap();
        let sql = "SELECT json FROM record WHERE row = ?1";
        let mut json: Vec<u8> = connection.query_row(sql, [row], |it| it.get(0)).unwrap();
        let middle = json.len() / 2;
        json[middle] ^= 1;
        let sql = "UPDATE record SET json = ?1 WHERE row = ?2";
        connection.execute(sql, params![json, row]).unwrap();
    }

    fn all(library: &Library) -> Result<usize> {
        let mut number = 0;
        for record in library.readable_matches(&Request::default())? {
            record?;
            number += 1;
        }
        Ok(number)
    }

    #[test]
    fn a_flipped_byte_in_a_listing_costs_no_other() {
        let (folder, path) = filled(30);
        flip_a_byte(&path, 7);
        let mut library = Library::open(folder.path()).unwrap();
        assert_eq!((all(&library).unwrap(), library.left_out()), (29, 1));
        let request = Request {
            query: "graphene".to_owned(),
            limit: 100,
            ..Request::default()
        };
        let page = library.search(&request).unwrap();
        assert_eq!((page.hits.len(), page.unreadable), (29, 1));
        library.reindex(&mut |_, _| {}).unwrap();
        assert_eq!(all(&library).unwrap(), 29);
        drop(library);
        let found = damage(folder.path(), &mut |_, _| {}).unwrap().unwrap();
        assert_eq!(found.whole, 29);
        assert_eq!(found.unreadable, [(7, "test:6".to_owned())]);
        let into = tempfile::tempdir().unwrap();
        let saved = recover(folder.path(), into.path(), &mut |_, _| {}).unwrap();
        assert_eq!(
            (saved.listings, &*saved.missing),
            (29, &["test:6".to_owned()][..])
        );
        let library = Library::open(into.path()).unwrap();
        assert_eq!((all(&library).unwrap(), library.left_out()), (29, 0));
    }

    #[test]
    fn a_flipped_byte_in_a_listing_of_an_import_that_was_broken_off_stops_no_other() {
        let (folder, path) = filled_by(30, |mut writer| writer.commit_batch().unwrap());
        flip_a_byte(&path, 7);
        let mut library = Library::open(folder.path()).unwrap();
        assert_eq!((all(&library).unwrap(), library.left_out()), (29, 1));
        let mut writer = library.writer().unwrap();
        let record = Record {
            id: "test:more".to_owned(),
            title: "graphene more".to_owned(),
            ..Record::default()
        };
        writer.put(record).unwrap();
        writer.finish().unwrap();
        assert_eq!(all(&library).unwrap(), 30);
    }

    #[test]
    fn a_page_of_zeros_costs_what_stood_on_it() {
        const LISTINGS: usize = 200;
        let (folder, path) = filled(LISTINGS);
        let whole = fs::read(&path).unwrap();
        let (mut searched, mut saved_in_part, mut pages) = (0, 0, 0);
        // The first page says where all others are.
        for page in (1..whole.len() / PAGE).step_by(11) {
            pages += 1;
            let mut bytes = whole.clone();
            bytes[page * PAGE..(page + 1) * PAGE].fill(0);
            fs::write(&path, bytes).unwrap();
            let opened = Library::open(folder.path()).and_then(|mut library| {
                library.reindex(&mut |_, _| {})?;
                let number = all(&library)?;
                assert!(number <= LISTINGS, "page {page}");
                Ok(())
            });
            match opened {
                Ok(()) => searched += 1,
                // What cannot be done without cannot be left out.
                Err(error) => assert!(error.is_damage(), "page {page}: {error}"),
            }
            let found = damage(folder.path(), &mut |_, _| {});
            assert!(
                found.is_err() || !found.unwrap().unwrap().is_none(),
                "page {page}"
            );
            let into = tempfile::tempdir().unwrap();
            if let Ok(saved) = recover(folder.path(), into.path(), &mut |_, _| {}) {
                let library = Library::open(into.path()).unwrap();
                assert_eq!(all(&library).unwrap() as u64, saved.listings, "page {page}");
                saved_in_part += usize::from(saved.listings * 10 >= LISTINGS as u64 * 9);
            }
        }
        assert!(searched * 2 > pages, "{searched} of {pages}");
        assert!(
            saved_in_part * 10 >= pages * 8,
            "{saved_in_part} of {pages}"
        );
    }
}
