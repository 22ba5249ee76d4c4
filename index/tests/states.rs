//! Catalogues and indexes that do not belong together: what was lost is not shown, and what is there
//! is found.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

#[expect(dead_code, reason = "other tests need the rest of it")]
mod helpers;

use std::fs;
use std::path::Path;

use helpers::{ask, put, record};
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::library::health;
use qiao_index::request::Request;

/// Opens a library and puts a listing into it.
fn take_in(folder: &Path, id: &str, title: &str) {
    let mut library = Library::open(folder).unwrap();
    put(&mut library, vec![record(id, title, "")]);
}

fn copy_catalogue(from: &Path, to: &Path) {
    for ending in ["-wal", "-shm"] {
        fs::remove_file(to.join(format!("catalogue.db{ending}"))).unwrap_or_default();
    }
    fs::copy(from.join("catalogue.db"), to.join("catalogue.db")).unwrap();
}

fn check_found(folder: &Path, titles: &[(&str, u64)]) {
    let library = Library::open(folder).unwrap();
    for (title, number) in titles {
        let page = ask(&library, title);
        assert_eq!(
            (page.total, page.hits.len() as u64),
            (*number, *number),
            "{title}"
        );
    }
    for record in library.matches(&Request::default()).unwrap() {
        record.unwrap();
    }
    drop(library);
    let health = health(folder).unwrap().unwrap();
    assert_eq!(health.indexed, Some(health.revision));
}

#[test]
fn a_catalogue_older_than_its_index_brings_no_ghosts() {
    let (folder, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (folder, kept) = (folder.path(), kept.path());
    take_in(folder, "a", "graphene");
    copy_catalogue(folder, kept);
    take_in(folder, "b", "battery");
    copy_catalogue(kept, folder);
    let judged = health(folder).unwrap().unwrap();
    assert_eq!(judged.indexed, None, "of a state that was lost");
    check_found(folder, &[("graphene", 1), ("battery", 0)]);
    // As many changes as were lost, but others.
    take_in(folder, "b", "battery");
    copy_catalogue(kept, folder);
    let mut library = Library::open(kept).unwrap();
    put(&mut library, vec![record("c", "laser", "")]);
    drop(library);
    copy_catalogue(kept, folder);
    check_found(folder, &[("graphene", 1), ("battery", 0), ("laser", 1)]);
}

#[test]
fn the_index_of_another_library_is_not_taken_for_its_own() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    take_in(one.path(), "a", "graphene");
    take_in(other.path(), "b", "battery");
    copy_catalogue(one.path(), other.path());
    check_found(other.path(), &[("graphene", 1), ("battery", 0)]);
}

#[test]
fn a_new_catalogue_in_the_place_of_a_lost_one_is_not_taken_for_it() {
    let (folder, empty) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    take_in(folder.path(), "a", "graphene");
    drop(Library::open(empty.path()).unwrap());
    copy_catalogue(empty.path(), folder.path());
    let opened = Library::open(folder.path()).err();
    assert!(
        matches!(opened, Some(Error::CatalogueGone { .. })),
        "{opened:?}"
    );
}

#[test]
fn what_a_killed_program_left_out_of_the_index_is_added_by_the_next_that_writes() {
    let folder = tempfile::tempdir().unwrap();
    take_in(folder.path(), "a", "石墨烯");
    // This one has been open all the time.
    let mut open = Library::open(folder.path()).unwrap();
    let mut killed = Library::open(folder.path()).unwrap();
    let mut writer = killed.writer().unwrap();
    writer.put(record("b", "磷石膏", "")).unwrap();
    writer.commit_batch().unwrap();
    drop(writer);
    drop(killed);
    put(&mut open, vec![record("c", "钙钛矿", "")]);
    assert_eq!(ask(&open, "磷石膏").total, 1);
    drop(open);
    check_found(
        folder.path(),
        &[("石墨烯", 1), ("磷石膏", 1), ("钙钛矿", 1)],
    );
}
