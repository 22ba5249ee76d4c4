#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

use std::sync::mpsc::Receiver;

use qiao_index::edits;
use tempfile::TempDir;

use super::*;

/// A writer on an empty library, what it tells, and a folder for files to import.
fn writer() -> (TempDir, Writer, Receiver<WriteReport>) {
    let home = tempfile::tempdir().unwrap();
    let (reports, told) = channel();
    let writer = Writer::start(home.path().join("library"), move |report| {
        reports.send(report).ok();
    });
    (home, writer.unwrap(), told)
}

/// A file with `listings` listings.
fn file(home: &TempDir, listings: usize) -> PathBuf {
    let path = home.path().join("listings.jsonl");
    let line = |n| format!("{{\"id\":{n},\"title\":\"石墨烯导热膜 {n}\"}}\n");
    std::fs::write(&path, (0..listings).map(line).collect::<String>()).unwrap();
    path
}

fn rename(id: &str, title: &str) -> WriteOrder {
    let field = edits::named("title", Kind::Achievement).unwrap();
    WriteOrder::Edit(EditOrder {
        id: id.to_owned(),
        kind: Kind::Achievement,
        changes: vec![Change::Set(field, title.to_owned())],
    })
}

#[test]
fn an_edit_during_an_import_waits_for_it() {
    let (home, mut writer, told) = writer();
    writer.order(WriteOrder::Import(file(&home, 3_000), Language::English));
    writer.order(rename("listings:7", "低温电池"));
    writer.order(WriteOrder::Session(Box::default()));
    writer.finish().unwrap();
    let ended: Vec<WriteReport> = told
        .iter()
        .filter(|report| !matches!(report, WriteReport::Importing(_)))
        .collect();
    let [
        WriteReport::Imported(Ok(summary)),
        WriteReport::Edited(_, Ok(Ok(()))),
    ] = &ended[..]
    else {
        panic!("{ended:?}");
    };
    assert_eq!(summary.counts().new, 3_000);
    let library = Library::open(&home.path().join("library")).unwrap();
    let record = library.record("listings:7").unwrap().unwrap();
    assert_eq!(record.title, "低温电池");
}

#[test]
fn an_import_that_is_stopped_ends_soon_and_what_follows_is_still_written() {
    let (home, mut writer, told) = writer();
    writer.order(WriteOrder::Import(file(&home, 60_000), Language::English));
    let started = told.recv().unwrap();
    assert!(matches!(started, WriteReport::Importing(_)), "{started:?}");
    writer.order(WriteOrder::Session(Box::new(Session {
        queries: vec!["石墨烯".to_owned()],
        left: None,
    })));
    writer.stop_imports();
    writer.finish().unwrap();
    let summary = told.iter().find_map(|report| match report {
        WriteReport::Imported(summary) => Some(summary.unwrap()),
        _ => None,
    });
    let summary = summary.unwrap();
    assert!(summary.stopped, "{summary:?}");
    assert!(summary.counts().rows() < 60_000);
    let session = session::load(&home.path().join("library"));
    assert_eq!(session.queries, ["石墨烯"]);
}

#[test]
fn a_session_that_cannot_be_kept_is_told_at_the_end() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = Writer::start(home.path().join("no such folder"), |_| {}).unwrap();
    writer.order(WriteOrder::Session(Box::default()));
    let failed = writer.finish().unwrap_err().to_string();
    assert!(failed.contains("session.json"), "{failed}");
}

#[test]
fn what_is_not_there_any_more_is_not_edited() {
    let (_home, mut writer, told) = writer();
    writer.order(rename("listings:7", "低温电池"));
    writer.finish().unwrap();
    let edited = told.recv().unwrap();
    assert!(
        matches!(edited, WriteReport::Edited(_, Ok(Err(NotEdited::Gone)))),
        "{edited:?}"
    );
}

#[test]
fn a_sync_is_an_import_with_its_files_and_counts_and_can_be_taken_back() {
    let (home, mut writer, told) = writer();
    let folder = home.path().join("library");
    let library = Library::open(&folder).unwrap();
    sources::add(&library, "武大", &file(&home, 3), None).unwrap();
    drop(library);
    writer.order(WriteOrder::Sync(None, Language::English));
    writer.order(WriteOrder::Keep(KeepOrder::Undo(1)));
    writer.order(WriteOrder::Keep(KeepOrder::Undo(1)));
    writer.finish().unwrap();
    let told: Vec<WriteReport> = told
        .iter()
        .filter(|report| !matches!(report, WriteReport::Importing(_)))
        .collect();
    let [
        WriteReport::Synced(Ok(report)),
        WriteReport::Kept(_, Ok(undone)),
        WriteReport::Kept(_, Err(twice)),
    ] = &told[..]
    else {
        panic!("{told:?}");
    };
    assert_eq!(report.sources[0].counts.new, 3);
    let undone = undone.say(Language::English);
    assert!(
        undone.starts_with("import 1 undone: 3 listings"),
        "{undone}"
    );
    assert!(twice.say(Language::Chinese).contains("已经撤销过"));
    let runs = Library::open(&folder).unwrap().runs().unwrap();
    assert_eq!(runs[0].counts.new, 3);
    assert!(runs[0].files[0].ends_with("listings.jsonl"), "{runs:?}");
}
