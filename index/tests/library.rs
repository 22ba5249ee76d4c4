//! What a library keeps: imports, sources, edits, and what survives a kill, a second program, damage.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

mod helpers;

use std::fs;
use std::path::Path;
use std::sync::Barrier;

use helpers::{ask, ids, library, put, record};
use qiao_index::Library;
use qiao_index::edits::{self, Change};
use qiao_index::history::{Outcome, What};
use qiao_index::record::{Kind, Patent, Provenance, Record};
use qiao_index::request::{Counting, Facet, Request};
use qiao_index::search::Page;

fn from(mut record: Record, source: &str, hash: &str) -> Record {
    record.sources = vec![Provenance {
        name: source.to_owned(),
        hash: hash.to_owned(),
        ..Provenance::default()
    }];
    record
}

#[test]
fn importing_again_changes_nothing_and_a_change_is_kept_in_the_history() {
    let mut library = Library::in_memory().unwrap();
    let first = || from(record("s:1", "旧题", ""), "s", "h1");
    assert_eq!(put(&mut library, vec![first()]), [Outcome::New]);
    assert_eq!(put(&mut library, vec![first()]), [Outcome::Unchanged]);
    let second = from(record("s:1", "新题", ""), "s", "h2");
    assert_eq!(put(&mut library, vec![second]), [Outcome::Updated]);
    assert_eq!(library.len().unwrap(), 1);
    assert_eq!(ids(&ask(&library, "新题")), ["s:1"]);
    assert_eq!(ask(&library, "旧题").total, 0);
}

#[test]
fn one_publication_from_two_sources_is_one_record() {
    let patent = |source: &str, hash: &str, body: &str| {
        let mut record = from(record("patent:US1B2", "Valve", body), source, hash);
        record.kind = Kind::Patent;
        record.patent = Some(Box::new(Patent::default()));
        record
    };
    let mut library = Library::in_memory().unwrap();
    let outcomes = put(
        &mut library,
        vec![patent("lens", "1", "A valve."), patent("google", "2", "")],
    );
    assert_eq!(outcomes, [Outcome::New, Outcome::Merged]);
    let merged = library.record("patent:US1B2").unwrap().unwrap();
    assert_eq!(merged.body, "A valve.");
    let names: Vec<_> = merged
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    assert_eq!(names, ["google", "lens"]);
    let again = put(&mut library, vec![patent("lens", "1", "A valve.")]);
    assert_eq!(again, [Outcome::Unchanged]);
}

/// A publication as a source has it.
fn publication(id: &str, source: &str, title: &str) -> Record {
    let mut record = from(
        record(id, title, ""),
        source,
        &format!("{source} {id} {title}"),
    );
    record.kind = Kind::Patent;
    let number = id.strip_prefix("patent:").unwrap();
    let kind = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let kind = kind.trim_start_matches(|c: char| c.is_ascii_digit());
    record.patent = Some(Box::new(Patent {
        kind_code: kind.to_owned(),
        ..Patent::default()
    }));
    record.raw = serde_json::json!({ "from": source });
    record
}

#[test]
fn every_source_of_a_record_keeps_its_row() {
    let mut library = Library::in_memory().unwrap();
    let put = |library: &mut Library, source| {
        put(
            library,
            vec![publication("patent:US1000001B2", source, "Valve")],
        )
    };
    assert_eq!(put(&mut library, "lens"), [Outcome::New]);
    assert_eq!(put(&mut library, "google"), [Outcome::Merged]);
    assert_eq!(put(&mut library, "uspto"), [Outcome::Merged]);
    for source in ["lens", "google", "uspto"] {
        assert_eq!(put(&mut library, source), [Outcome::Unchanged], "{source}");
    }
    let whole = library.record("patent:US1000001B2").unwrap().unwrap();
    let raws: Vec<_> = whole
        .sources
        .iter()
        .map(|source| (&*source.name, &source.raw))
        .collect();
    let row = |source: &str| serde_json::json!({ "from": source });
    assert_eq!(whole.raw, row("uspto"));
    assert_eq!(
        raws,
        [
            ("uspto", &serde_json::Value::Null),
            ("google", &row("google")),
            ("lens", &row("lens"))
        ]
    );
}

#[test]
fn a_long_row_comes_back_as_it_came_through_edits_and_other_sources() {
    let long =
        |from: &str| serde_json::json!({ "from": from, "text": "一种导热膜 ".repeat(2_000) });
    let publication = |source: &str| Record {
        raw: long(source),
        ..publication("patent:US1B2", source, "Film")
    };
    let mut library = library(vec![publication("one")]);
    assert_eq!(
        put(&mut library, vec![publication("one")]),
        [Outcome::Unchanged]
    );
    assert_eq!(
        library.record("patent:US1B2").unwrap().unwrap().raw,
        long("one")
    );
    edit(&mut library, "patent:US1B2", &[set("keywords", "膜")]);
    assert_eq!(
        put(&mut library, vec![publication("two")]),
        [Outcome::Merged]
    );
    let whole = library.record("patent:US1B2").unwrap().unwrap();
    assert_eq!(
        (&whole.raw, &whole.sources[1].raw),
        (&long("two"), &long("one"))
    );
    assert_eq!(
        put(&mut library, vec![publication("one")]),
        [Outcome::Unchanged]
    );
}

#[test]
fn rows_of_one_import_that_name_one_record_are_merged() {
    let mut library = Library::in_memory().unwrap();
    let weekly = || publication("patent:US1000001B2", "uspto", "Valve");
    let single = || publication("patent:US1000001B2", "uspto", "Ventil");
    let twice = put(&mut library, vec![weekly(), single()]);
    assert_eq!(twice, [Outcome::New, Outcome::Merged]);
    let again = put(&mut library, vec![weekly(), single()]);
    assert_eq!(again, [Outcome::Unchanged, Outcome::Unchanged]);
    let other = put(&mut library, vec![single(), weekly()]);
    assert_eq!(other, [Outcome::Unchanged, Outcome::Unchanged]);
    let record = library.record("patent:US1000001B2").unwrap().unwrap();
    assert_eq!(
        (&*record.title, &*record.title_alt),
        ("Ventil", &["Valve".to_owned()][..])
    );
    let news = publication("patent:US1000001B2", "uspto", "Valve, improved");
    assert_eq!(put(&mut library, vec![news]), [Outcome::Updated]);
    let record = library.record("patent:US1000001B2").unwrap().unwrap();
    assert_eq!(
        (record.title.as_str(), record.title_alt.len()),
        ("Valve, improved", 0)
    );
}

#[test]
fn a_number_without_kind_code_is_a_publication_of_its_own() {
    let check = |ids: &[&str]| {
        let mut library = Library::in_memory().unwrap();
        let records = || {
            let source = |(at, id): (usize, &&str)| publication(id, &format!("s{at}"), "Valve");
            ids.iter().enumerate().map(source).collect::<Vec<_>>()
        };
        put(&mut library, records());
        let again = put(&mut library, records());
        assert!(
            again.iter().all(|outcome| *outcome == Outcome::Unchanged),
            "{ids:?}: {again:?}"
        );
        let page = ask(&library, "");
        let mut found = self::ids(&page);
        found.sort_unstable();
        assert_eq!(found, ids);
    };
    check(&["patent:US9833479", "patent:US9833479B2"]);
    check(&[
        "patent:EP1000000",
        "patent:EP1000000A1",
        "patent:EP1000000B1",
    ]);
    check(&["patent:EP1000000", "patent:EP10000001A1"]);
}

/// The tables of the first program that had any, as they were then.
const FIRST_LAYOUT: &str = "
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE record (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL,
        json TEXT NOT NULL, raw TEXT NOT NULL);
    CREATE INDEX record_revision ON record (revision);
    CREATE TABLE version (
        row INTEGER NOT NULL, revision INTEGER NOT NULL, json TEXT NOT NULL, raw TEXT NOT NULL,
        PRIMARY KEY (row, revision)) WITHOUT ROWID;
    CREATE TABLE facet_value (
        facet TEXT NOT NULL, ordinal INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (facet, ordinal)) WITHOUT ROWID;
    PRAGMA user_version = 1;";

#[test]
fn a_library_of_the_first_layout_opens_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let old = rusqlite::Connection::open(folder.path().join("catalogue.db")).unwrap();
    old.execute_batch(FIRST_LAYOUT).unwrap();
    let mut merged = publication("patent:US1000001B2", "lens", "石墨烯阀门");
    let google = publication("patent:US1000001B2", "google", "Valve");
    merged.sources.extend(google.sources.clone());
    let raw = std::mem::take(&mut merged.raw).to_string();
    let json = serde_json::to_string(&merged).unwrap();
    let insert = "INSERT INTO record VALUES (1, 'patent:US1000001B2', 1, ?1, ?2)";
    old.execute(insert, [json, raw]).unwrap();
    old.execute("INSERT INTO meta VALUES ('revision', 1)", [])
        .unwrap();
    drop(old);
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(ids(&ask(&library, "石墨烯")), ["patent:US1000001B2"]);
    assert_eq!(put(&mut library, vec![google]), [Outcome::Unchanged]);
    let news = publication("patent:US1000001B2", "google", "Valve, improved");
    assert_eq!(put(&mut library, vec![news]), [Outcome::Updated]);
    let record = library.record("patent:US1000001B2").unwrap().unwrap();
    assert_eq!(record.title_alt, ["石墨烯阀门"]);
    let names: Vec<_> = record.sources.iter().map(|source| &*source.name).collect();
    assert_eq!(names, ["google", "lens"]);
    drop(library);
    assert_eq!(Library::open(folder.path()).unwrap().len().unwrap(), 1);
}

#[test]
fn a_row_without_a_title_is_added_to_its_publication_only() {
    let mut library = library(vec![publication("patent:EP1000000B1", "s", "Valve")]);
    let mut writer = library.writer().unwrap();
    let claims = |id| {
        let mut claims = publication(id, "ops", "");
        claims.patent.as_mut().unwrap().claims = vec!["1. A valve.".to_owned()];
        claims
    };
    assert_eq!(
        writer.put(claims("patent:EP1000000B1")).unwrap(),
        Outcome::Merged
    );
    assert_eq!(
        writer.put(claims("patent:EP1000000B1")).unwrap(),
        Outcome::Merged
    );
    assert_eq!(
        writer.put(claims("patent:EP2000000B1")).unwrap(),
        Outcome::Nameless
    );
    writer.finish().unwrap();
    let record = library.record("patent:EP1000000B1").unwrap().unwrap();
    assert_eq!(
        (&*record.title, record.patent.unwrap().claims.len()),
        ("Valve", 1)
    );
    assert_eq!(library.len().unwrap(), 1);
}

fn edit(library: &mut Library, id: &str, changes: &[Change]) {
    let mut writer = library.writer().unwrap();
    let done = writer.edit(id, changes, "2025-01-02T00:00:00Z").unwrap();
    assert_eq!(done, Some(Ok(())));
    writer.finish().unwrap();
}

fn set(field: &str, value: &str) -> Change {
    Change::Set(
        edits::named(field, Kind::Achievement).unwrap(),
        value.to_owned(),
    )
}

#[test]
fn an_edit_is_found_at_once_and_no_import_overwrites_it() {
    let row =
        |title: &str, body: &str| from(record("s:1", title, body), "s", &format!("{title}{body}"));
    let mut library = library(vec![row("旧题", "甲")]);
    edit(
        &mut library,
        "s:1",
        &[set("title", "用户的题"), set("keywords", "石墨烯;膜")],
    );
    assert_eq!(ids(&ask(&library, "用户的题")), ["s:1"]);
    assert_eq!(ask(&library, "旧题").total, 0);
    assert_eq!(
        put(&mut library, vec![row("旧题", "甲")]),
        [Outcome::Unchanged]
    );
    assert_eq!(
        put(&mut library, vec![row("旧题", "乙")]),
        [Outcome::Updated]
    );
    let now = library.record("s:1").unwrap().unwrap();
    assert_eq!(
        (&*now.title, &*now.body, now.keywords.len()),
        ("用户的题", "乙", 2)
    );
    assert!(now.edits.iter().all(|edit| !edit.conflict));
    assert_eq!(
        put(&mut library, vec![row("新题", "乙")]),
        [Outcome::Updated]
    );
    let now = library.record("s:1").unwrap().unwrap();
    let conflicts: Vec<_> = now
        .edits
        .iter()
        .map(|edit| (&*edit.field, edit.conflict))
        .collect();
    assert_eq!(
        (&*now.title, &*conflicts),
        ("用户的题", &[("keywords", false), ("title", true)][..])
    );
    let history: Vec<_> = library.history("s:1").unwrap();
    let history: Vec<_> = history
        .iter()
        .map(|line| (line.what, &*line.source, line.fields.join(" ")))
        .collect();
    let line = |what, source, fields: &str| (what, source, fields.to_owned());
    assert_eq!(
        history,
        [
            line(What::New, "s", ""),
            line(What::Edited, "", "title"),
            line(What::Edited, "", "keywords"),
            line(What::Updated, "s", "body"),
            line(What::Updated, "s", ""),
        ]
    );
    let title = edits::named("title", Kind::Achievement).unwrap();
    edit(&mut library, "s:1", &[Change::Reset(title)]);
    assert_eq!(ids(&ask(&library, "新题")), ["s:1"]);
    assert_eq!(
        put(&mut library, vec![row("新题", "乙")]),
        [Outcome::Unchanged]
    );
}

#[test]
fn edits_go_with_an_export_into_another_library() {
    let mut library = library(vec![from(record("s:1", "旧题", ""), "s", "h")]);
    edit(&mut library, "s:1", &[set("title", "用户的题")]);
    let own = library.record("s:1").unwrap().unwrap();
    assert_eq!(put(&mut library, vec![own.clone()]), [Outcome::Unchanged]);
    let mut other = Library::in_memory().unwrap();
    assert_eq!(put(&mut other, vec![own.clone()]), [Outcome::New]);
    assert_eq!(other.record("s:1").unwrap().unwrap(), own);
    assert_eq!(put(&mut other, vec![own]), [Outcome::Unchanged]);
    let title = edits::named("title", Kind::Achievement).unwrap();
    edit(&mut other, "s:1", &[Change::Reset(title)]);
    assert_eq!(other.record("s:1").unwrap().unwrap().title, "旧题");
}

#[test]
fn edits_of_an_export_are_kept_where_its_row_waits_for_others_of_its_title() {
    let mut library = library(vec![from(record("s:1", "旧题", ""), "s", "h1")]);
    edit(&mut library, "s:1", &[set("summary", "用户的摘要")]);
    let own = library.record("s:1").unwrap().unwrap();
    let mut other = Library::in_memory().unwrap();
    put(&mut other, vec![from(record("s:9", "旧题", ""), "s", "h9")]);
    let second = from(record("s:2", "旧题", ""), "s", "h2");
    let outcomes = put(&mut other, vec![own.clone(), second]);
    assert_eq!(outcomes, [Outcome::Waiting, Outcome::Waiting]);
    assert_eq!(other.record("s:1").unwrap().unwrap().summary, own.summary);
    assert_eq!(other.record("s:1").unwrap().unwrap().edits, own.edits);
}

#[test]
fn a_row_of_our_own_export_that_was_changed_by_hand_is_an_update() {
    let mut library = library(vec![from(record("s:1", "旧题", ""), "s", "h")]);
    let mut own = library.record("s:1").unwrap().unwrap();
    assert_eq!(put(&mut library, vec![own.clone()]), [Outcome::Unchanged]);
    own.title = "新题".to_owned();
    assert_eq!(put(&mut library, vec![own]), [Outcome::Updated]);
    assert_eq!(ids(&ask(&library, "新题")), ["s:1"]);
}

#[test]
fn a_library_opens_again_and_a_lost_index_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    put(&mut library, vec![record("a", "石墨烯", "")]);
    drop(library);
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(ids(&ask(&library, "石墨烯")), ["a"]);
    drop(library);
    std::fs::write(folder.path().join("index/meta.json"), "{").unwrap();
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(ids(&ask(&library, "石墨烯")), ["a"]);
}

#[test]
fn what_was_committed_before_a_kill_is_found_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let mut writer = library.writer().unwrap();
    for number in 0..2_500 {
        writer
            .put(record(&format!("r{number}"), "石墨烯", ""))
            .unwrap();
    }
    // Dropped without `finish`: as after a kill, nothing but whole batches is left.
    drop(writer);
    drop(library);
    let library = Library::open(folder.path()).unwrap();
    // A slow machine commits more often than every 2,000 rows.
    let kept = library.len().unwrap();
    assert!((2_000..=2_500).contains(&kept), "{kept}");
    assert_eq!(ask(&library, "石墨烯").total, kept);
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

#[test]
fn a_library_opens_whose_program_was_killed_while_it_wrote_what_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let [before, after] = ["before", "after"].map(|name| folder.path().join(name));
    let mut library = Library::open(&before).unwrap();
    put(
        &mut library,
        ["a", "b", "c"].map(|id| record(id, "石墨烯", "")).into(),
    );
    drop(library);
    copy(&before, &after);
    let mut library = Library::open(&after).unwrap();
    let mut writer = library.writer().unwrap();
    assert!(writer.delete("b", "2026-01-02T00:00:00Z").unwrap());
    writer.finish().unwrap();
    drop(library);
    // The kill came when the file was there and the index did not name it yet.
    let meta = Path::new("index/meta.json");
    fs::copy(before.join(meta), after.join(meta)).unwrap();
    let library = Library::open(&after).unwrap();
    assert_eq!(ask(&library, "石墨烯").total, 2);
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Library::open(folder.path()).unwrap();
    let mut second = Library::open(folder.path()).unwrap();
    let writer = first.writer().unwrap();
    let refused = second.writer().err().unwrap().to_string();
    assert!(refused.contains("another process is writing"), "{refused}");
    drop(writer);
    assert!(second.writer().is_ok());
}

#[test]
fn a_new_library_opens_for_all_who_open_it_at_once() {
    for _ in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let together = Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    together.wait();
                    let library = Library::open(folder.path()).unwrap();
                    assert_eq!(ask(&library, "电池").total, 0);
                });
            }
        });
    }
}

#[test]
fn another_process_sees_an_import_after_its_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut writing = Library::open(folder.path()).unwrap();
    let mut reading = Library::open(folder.path()).unwrap();
    assert!(!reading.refresh().unwrap());
    put(&mut writing, vec![record("a", "石墨烯", "")]);
    assert!(reading.refresh().unwrap());
    assert_eq!(ids(&ask(&reading, "石墨烯")), ["a"]);
}

#[test]
fn an_index_that_was_cut_off_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    put(&mut library, vec![record("a", "石墨烯涂料", "")]);
    drop(library);
    let files = std::fs::read_dir(folder.path().join("index")).unwrap();
    let postings = files
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|name| name == "idx"));
    std::fs::write(postings.unwrap(), "").unwrap();
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(ids(&ask(&library, "石墨烯")), ["a"]);
}

#[test]
fn bytes_of_the_index_that_have_changed_are_damage_and_reindexing_mends_it() {
    use qiao_index::error::Error;
    use qiao_index::library::health;

    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let many = (0..200).map(|n| record(&n.to_string(), &format!("石墨烯涂料 {n}"), "batteries"));
    put(&mut library, many.collect());
    drop(library);
    assert!(!health(folder.path()).unwrap().unwrap().damaged);
    let index = folder.path().join("index");
    let files = std::fs::read_dir(&index)
        .unwrap()
        .map(|file| file.unwrap().path());
    // A segment that was merged away, or a lock, may go while this looks.
    let files: Vec<_> = files
        .filter_map(|path| Some((path.clone(), std::fs::read(path).ok()?)))
        .collect();
    let mut tripped = 0;
    for (path, whole) in &files {
        let name = path.extension().unwrap_or_default().to_string_lossy();
        if !["fast", "idx", "term", "pos", "fieldnorm"].contains(&&*name) {
            continue;
        }
        let mut changed = whole.clone();
        let length = changed.len();
        changed[length / 4..length / 2].fill(0xff);
        std::fs::write(path, changed).unwrap();
        assert!(health(folder.path()).unwrap().unwrap().damaged, "{name}");
        let library = Library::open(folder.path()).unwrap();
        let asked = ["石墨烯", "batteries", "\"石墨烯涂料\"", ""].map(|query| {
            library.search(&Request {
                query: query.to_owned(),
                ..Request::default()
            })
        });
        for error in asked.into_iter().filter_map(Result::err) {
            assert!(matches!(error, Error::Damaged { .. }), "{name}: {error}");
            tripped += 1;
        }
        drop(library);
        // An index that could not even be opened was made anew under other names.
        std::fs::remove_dir_all(&index).unwrap();
        std::fs::create_dir(&index).unwrap();
        for (path, whole) in &files {
            std::fs::write(path, whole).unwrap();
        }
    }
    assert!(tripped > 0, "no damage got in the way of a search");
    let mut library = Library::open(folder.path()).unwrap();
    library.reindex(&mut |_, _| {}).unwrap();
    assert!(!health(folder.path()).unwrap().unwrap().damaged);
    assert_eq!(ask(&library, "石墨烯").total, 200);
}

#[test]
fn an_index_that_is_being_written_is_not_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    put(&mut library, vec![record("a", "石墨烯涂料", "")]);
    let writer = library.writer().unwrap();
    std::fs::write(folder.path().join("index/meta.json"), "{}").unwrap();
    let opened = Library::open(folder.path()).err().unwrap();
    assert!(
        matches!(opened, qiao_index::error::Error::Busy { .. }),
        "{opened}"
    );
    drop(writer);
}

#[test]
fn a_listing_whose_patent_is_dead_is_marked() {
    use qiao_index::record::{Achievement, LegalClass};
    let patent = |id: &str, number: &str, class: LegalClass| {
        let mut patent = Patent {
            office: "CN".to_owned(),
            application_number: number.to_owned(),
            ..Patent::default()
        };
        patent.legal.class = class;
        Record {
            kind: Kind::Patent,
            patent: Some(Box::new(patent)),
            ..record(id, "阀门", "")
        }
    };
    let achievement = Record {
        achievement: Some(Box::new(Achievement {
            ip: [
                "ZL201310012345.6",
                "ZL201310012346.0",
                "ZL201310012347.5",
                "软著一项",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..Achievement::default()
        })),
        ..record("a", "高压阀门", "")
    };
    // The order in which they come changes nothing.
    let library = library(vec![
        achievement,
        patent("d", "CN201310012345.6", LegalClass::Dead),
        patent("u", "CN201310012346.0", LegalClass::Unknown),
    ]);
    let dead = ["ZL201310012345.6"];
    assert_eq!(library.record("a").unwrap().unwrap().dead_rights, dead);
    let page = ask(&library, "高压阀门");
    assert_eq!(page.hits[0].record.dead_rights, dead);
    let findings = qiao_index::checks::check(&page.hits[0].record, qiao_index::today());
    assert!(
        findings
            .iter()
            .any(|finding| finding.as_str() == "dead-right")
    );
}

#[test]
fn an_achievement_is_found_as_dead_by_what_became_of_its_patent_since() {
    use qiao_index::record::{Achievement, LegalClass};
    let patent = |class: LegalClass, row: &str| {
        let mut patent = Patent {
            office: "CN".to_owned(),
            application_number: "CN201310012345.6".to_owned(),
            ..Patent::default()
        };
        patent.legal.class = class;
        let record = Record {
            kind: Kind::Patent,
            patent: Some(Box::new(patent)),
            ..record("p:1", "阀门", "")
        };
        from(record, "p", row)
    };
    let naming = |id: &str, rights: &[&str]| Record {
        achievement: Some(Box::new(Achievement {
            ip: rights.iter().map(|&right| right.to_owned()).collect(),
            ..Achievement::default()
        })),
        ..record(id, "高压阀门", "")
    };
    let mut library = library(vec![
        naming("a", &["软著一项", "ZL201310012345.6"]),
        naming("b", &["ZL201310099999.9"]),
        patent(LegalClass::Alive, "1"),
    ]);
    assert_eq!(ids(&ask(&library, "is:dead")), [""; 0]);
    put(&mut library, vec![patent(LegalClass::Dead, "2")]);
    let page = ask(&library, "is:dead");
    let mut found = ids(&page);
    found.sort_unstable();
    assert_eq!(found, ["a", "p:1"]);
    assert_eq!(ids(&ask(&library, "kind:achievement -is:dead")), ["b"]);
    put(&mut library, vec![patent(LegalClass::Unknown, "3")]);
    assert_eq!(
        ids(&ask(&library, "is:dead")),
        [""; 0],
        "unknown is never dead"
    );
}

#[test]
fn of_every_family_the_best_is_found_and_families_are_counted() {
    let kinds = |page: &Page| -> Vec<(String, u64)> {
        let kinds = page.facets.iter().find(|(facet, _)| *facet == Facet::Kind);
        let counts = kinds.map(|(_, counts)| counts.all()).unwrap_or_default();
        counts
            .iter()
            .map(|it| (it.value.to_owned(), it.count))
            .collect()
    };
    let member = |id: &str, title: &str, family: &str| {
        let mut record = publication(id, "s", title);
        record.patent.as_mut().unwrap().family = family.to_owned();
        record
    };
    let library = library(vec![
        member("patent:US1000001B2", "阀门的密封", "7"),
        member("patent:EP1000001B1", "石墨烯阀门", "7"),
        member("patent:CN1000001A", "石墨烯阀门的阀门", "7"),
        member("patent:US2000001B2", "石墨烯泵", "8"),
        member("patent:US3000001B2", "石墨烯管", ""),
        record("need", "求购石墨烯", ""),
    ]);
    let page = |query: &str, limit, one_per_family| {
        let request = Request {
            query: query.to_owned(),
            limit,
            counting: Counting::Assigned,
            one_per_family,
            ..Request::default()
        };
        library.search(&request).unwrap()
    };
    for limit in [1, 20] {
        let all = page("石墨烯", limit, false);
        assert_eq!((all.total, all.records), (5, 5));
        let collapsed = page("石墨烯", limit, true);
        assert_eq!((collapsed.total, collapsed.records), (4, 5));
        assert_eq!(collapsed.hits.len(), limit.min(4));
        assert_eq!(
            kinds(&all),
            [("patent".to_owned(), 4), ("achievement".to_owned(), 1)]
        );
        let families = [("patent".to_owned(), 3), ("achievement".to_owned(), 1)];
        assert_eq!(kinds(&collapsed), families, "facets count families too");
    }
    // The one that answers best stands for its family, whichever it is.
    assert_eq!(ids(&page("密封", 20, true)), ["patent:US1000001B2"]);
    let valves = page("石墨烯 阀门", 20, true);
    assert_eq!((valves.total, valves.hits.len()), (1, 1));
    assert_eq!(
        valves.hits[0].record.id,
        page("石墨烯 阀门", 20, false).hits[0].record.id
    );
}

#[test]
fn a_library_whose_catalogue_is_gone_or_empty_is_not_taken_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    put(
        &mut library,
        vec![publication("patent:EP1000000B1", "s", "Valve")],
    );
    drop(library);
    let catalogue = folder.path().join("catalogue.db");
    let is_refused = || {
        let opened = Library::open(folder.path()).err();
        matches!(opened, Some(qiao_index::error::Error::CatalogueGone { .. }))
    };
    assert!(!is_refused());
    std::fs::write(&catalogue, "").unwrap();
    assert!(is_refused());
    std::fs::remove_file(&catalogue).unwrap();
    assert!(is_refused() && is_refused(), "asking makes no new one");
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    assert!(Library::open(folder.path()).unwrap().is_empty().unwrap());
}
