//! Text in, ids out: what a library finds, counts and remembers.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

use std::sync::atomic::{AtomicUsize, Ordering};

use qiao_index::Library;
use qiao_index::edits::{self, Change};
use qiao_index::error::Error;
use qiao_index::history::{Outcome, What};
use qiao_index::record::{Contact, Date, Kind, Patent, Provenance, Record};
use qiao_index::request::{Counting, Facet, Filter, Request, Sort};
use qiao_index::search::{Counts, Page};

fn record(id: &str, title: &str, body: &str) -> Record {
    Record {
        id: id.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        ..Record::default()
    }
}

fn from(mut record: Record, source: &str, hash: &str) -> Record {
    record.sources = vec![Provenance {
        name: source.to_owned(),
        hash: hash.to_owned(),
        ..Provenance::default()
    }];
    record
}

fn library(records: Vec<Record>) -> Library {
    let mut library = Library::in_memory().unwrap();
    put(&mut library, records);
    library
}

fn put(library: &mut Library, records: Vec<Record>) -> Vec<Outcome> {
    let revision = library.revision().unwrap();
    let mut writer = library.writer().unwrap();
    // Their sources are named: ids are names.
    writer.begin_rows(true);
    // One second after the other: the last is the newest.
    let at = |place: usize| format!("2026-01-01T00:{revision:02}:{place:02}Z");
    let outcomes = (0..)
        .zip(records)
        .map(|(place, mut record)| {
            if let Some(source) = record.sources.first_mut() {
                source.imported_at = at(place);
            }
            writer.put(record).unwrap()
        })
        .collect();
    writer.finish().unwrap();
    outcomes
}

fn ask(library: &Library, query: &str) -> Page {
    let request = Request {
        query: query.to_owned(),
        limit: 20,
        ..Request::default()
    };
    library.search(&request).unwrap()
}

fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.record.id.as_str()).collect()
}

#[test]
fn a_word_is_found_wherever_its_characters_stand_in_a_row() {
    let library = library(vec![
        record("a", "植物染色体研究", ""),
        record("b", "织物的染色", ""),
        record("c", "染料。色彩", ""),
        record("d", "布料", "采用染\u{ad}色新工艺"),
        record("e", "石墨烯", "一种石墨的烯化"),
        record("f", "超级石墨烯电池", ""),
    ]);
    for (query, expected) in [
        ("染色", vec!["a", "b", "d"]),
        ("石墨烯", vec!["e", "f"]),
        ("超级石墨烯电池", vec!["f"]),
        ("石", vec!["e", "f"]),
        ("石墨 电池", vec!["f"]),
        ("", vec!["a", "b", "c", "d", "e", "f"]),
    ] {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!((found, page.relaxed), (expected, false), "{query}");
    }
}

#[test]
fn latin_words_match_with_and_without_hyphen_and_in_both_numbers() {
    let library = library(vec![
        record("a", "Li-ion batteries for ships", ""),
        record("b", "LiIon battery", ""),
        record("c", "5G通信用C60材料", ""),
        record("d", "α-淀粉酶", ""),
    ]);
    for (query, expected) in [
        ("li-ion", vec!["a", "b"]),
        ("liion", vec!["a", "b"]),
        ("battery", vec!["a", "b"]),
        ("batteries", vec!["a", "b"]),
        ("5g通信", vec!["c"]),
        ("c60", vec!["c"]),
        ("α淀粉酶", vec!["d"]),
        ("α-淀粉酶", vec!["d"]),
    ] {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!((found, page.relaxed), (expected, false), "{query}");
    }
}

#[test]
fn where_nothing_holds_every_word_the_nearest_are_given_and_said_to_be_so() {
    let library = library(vec![
        record("a", "氮化镓功率器件的热管理", ""),
        record("b", "水稻育种", ""),
        record("c", "功率放大器", ""),
    ]);
    let page = ask(&library, "氮化镓 热沉 功率器件");
    assert_eq!((ids(&page)[0], page.relaxed), ("a", true));
    let counts: Vec<u64> = page.clauses.iter().map(|clause| clause.count).collect();
    assert_eq!(counts, [1, 0, 1]);
    assert!(!ids(&page).contains(&"b"));
}

#[test]
fn counts_of_a_facet_leave_its_own_filter_out() {
    let need = Record {
        kind: Kind::Need,
        institutions: vec!["甲公司".to_owned()],
        ..record("n", "石墨烯需求", "")
    };
    let offer = |id, institution: &str| Record {
        institutions: vec![institution.to_owned()],
        ..record(id, "石墨烯成果", "")
    };
    let library = library(vec![need, offer("a", "甲公司"), offer("b", "乙大学")]);
    let request = Request {
        query: "石墨烯".to_owned(),
        limit: 20,
        counting: Counting::RolledUp,
        filters: vec![Filter {
            facet: Facet::Kind,
            value: "need".to_owned(),
            exclude: false,
        }],
        ..Request::default()
    };
    let page = library.search(&request).unwrap();
    assert_eq!((ids(&page), page.total), (vec!["n"], 1));
    let count = |facet: Facet| -> Vec<(String, u64)> {
        let (_, counts) = page.facets.iter().find(|(at, _)| *at == facet).unwrap();
        let counts = counts.all().into_iter();
        counts
            .map(|count| (count.value.to_owned(), count.count))
            .collect()
    };
    let pairs = |list: &[(&str, u64)]| -> Vec<(String, u64)> {
        list.iter()
            .map(|(value, count)| ((*value).to_owned(), *count))
            .collect()
    };
    assert_eq!(
        count(Facet::Kind),
        pairs(&[("achievement", 2), ("need", 1)])
    );
    assert_eq!(count(Facet::Institution), pairs(&[("甲公司", 1)]));
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
fn a_row_of_our_own_export_that_was_changed_by_hand_is_an_update() {
    let mut library = library(vec![from(record("s:1", "旧题", ""), "s", "h")]);
    let mut own = library.record("s:1").unwrap().unwrap();
    assert_eq!(put(&mut library, vec![own.clone()]), [Outcome::Unchanged]);
    own.title = "新题".to_owned();
    assert_eq!(put(&mut library, vec![own]), [Outcome::Updated]);
    assert_eq!(ids(&ask(&library, "新题")), ["s:1"]);
}

#[test]
fn every_order_is_total() {
    let mut records: Vec<_> = (0..50)
        .map(|number| record(&format!("r{number:02}"), "同一标题", ""))
        .collect();
    records.push(record("latin", "Alloy", ""));
    let library = library(records);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Title] {
        let request = |offset| Request {
            sort,
            offset,
            limit: 17,
            ..Request::default()
        };
        let pages: Vec<_> = [0, 17, 34]
            .map(|offset| library.search(&request(offset)).unwrap())
            .into();
        let mut all: Vec<_> = pages.iter().flat_map(ids).collect();
        if sort == Sort::Title {
            assert_eq!(all[0], "latin");
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 51, "{sort:?}");
    }
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
fn marks_are_exact_to_the_character() {
    let library = library(vec![record("a", "新型石墨烯電池（Li-ion batteries）", "")]);
    let page = ask(&library, "石墨烯电池 battery");
    let title = &page.hits[0].record.title;
    let marked: Vec<_> = page
        .highlighter
        .marks(title)
        .into_iter()
        .map(|range| title.get(range).unwrap())
        .collect();
    assert_eq!(marked, ["石墨烯電池", "batteries"]);
}

#[test]
fn counts_of_a_word_that_most_records_hold_are_those_of_the_records() {
    let mut records: Vec<Record> = (0..20)
        .map(|number| {
            let title = if number % 10 == 3 {
                "水泵"
            } else {
                "油的泵"
            };
            let mut record = record(&format!("{number:02}"), title, "");
            record.institutions = vec![format!("单位{}", number % 3)];
            record
        })
        .collect();
    let mut library = library(records.clone());
    // A record that changed is counted once, and one that no longer matches not at all.
    records[0].institutions = vec!["单位1".to_owned()];
    records[1].title = "水泵".to_owned();
    put(&mut library, records[..2].to_vec());
    let counted = |query: &str| {
        let page = library
            .search(&Request {
                query: query.to_owned(),
                counting: Counting::RolledUp,
                ..Request::default()
            })
            .unwrap();
        let (_, counts) = page
            .facets
            .into_iter()
            .find(|(facet, _)| *facet == Facet::Institution)
            .unwrap();
        ["单位0", "单位1", "单位2"].map(|value| counts.of(value))
    };
    let expected = |holds: &str| {
        ["单位0", "单位1", "单位2"].map(|value| {
            let held = records
                .iter()
                .filter(|record| record.title.contains(holds) && record.institutions[0] == value);
            held.count() as u64
        })
    };
    for query in ["", "的", "水", "泵"] {
        assert_eq!(counted(query), expected(query), "{query}");
    }
}

#[test]
fn single_characters_are_found_near_others_and_in_gaps() {
    let library = library(vec![
        record("a", "钛及其合金", ""),
        record("b", "防腐涂料", ""),
        record("c", "防辐射的涂料", ""),
        record("d", "水，油分离", ""),
        record("e", "油、水分离", ""),
    ]);
    for (query, expected) in [
        ("钛 NEAR/3 合金", &["a"][..]),
        ("合金 NEAR/1 钛", &[]),
        ("防?涂料", &["b"]),
        ("防*涂料", &["b", "c"]),
        ("\"水，油\"", &["d"]),
        ("油 NEAR/2 水", &["d", "e"]),
    ] {
        let page = ask(&library, query);
        let found = if page.relaxed { vec![] } else { ids(&page) };
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn a_wildcard_that_matches_nothing_is_relaxed_like_any_word() {
    let library = library(vec![record("a", "安防新方法", "")]);
    let page = ask(&library, "安防新方 天?");
    assert_eq!((page.relaxed, ids(&page)), (true, vec!["a"]));
}

#[test]
fn words_that_nobody_writes_in_one_are_offered_apart() {
    let library = library(vec![
        record("a", "石墨烯改性的防腐涂料", ""),
        record("b", "石墨烯浆料", ""),
        record("c", "涂料", ""),
    ]);
    for (query, expected) in [
        ("石墨烯涂料", Some("石墨烯 涂料")),
        ("石墨烯浆科", Some("石墨烯浆料")),
        ("石墨烯", None),
    ] {
        assert_eq!(
            ask(&library, query).suggestion.as_deref(),
            expected,
            "{query}"
        );
    }
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
fn what_is_like_a_listing_or_a_text_is_asked_for_by_their_best_words() {
    let patent = |number: &str, title: &str| Record {
        id: format!("patent:{number}"),
        kind: Kind::Patent,
        title: title.to_owned(),
        ..Record::default()
    };
    let library = library(vec![
        record("sample:1", "石墨烯防腐涂料的制备方法", ""),
        record("sample:2", "水性防腐涂料", "适合钢结构"),
        patent("CN100000001B", "石墨烯导热膜"),
        record("sample:4", "玉米种子包衣", "sample"),
        record("的", "的", ""),
    ]);
    let check = |query: &str, expected: &[&str], models: &[String]| {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(
            (&*found, page.models.as_slice()),
            (expected, models),
            "{query}"
        );
    };
    let models = ["石墨烯防腐涂料的制备方法".to_owned()];
    check(
        "like:sample:1",
        &["patent:CN100000001B", "sample:2"],
        &models,
    );
    check("类似：sample:1 钢结构", &["sample:2"], &models);
    check("-like:sample:1 种子", &["sample:4"], &models);
    check(
        "like:CN100000001B",
        &["sample:1"],
        &["石墨烯导热膜".to_owned()],
    );
    check("like:\"玉米 或 小麦 的种子\"", &["sample:4"], &[]);
    check("like:的", &[], &["的".to_owned()]);
    check("like:sample:99", &[], &[]);
    let why = library
        .explain("sample:2", "like:sample:1")
        .unwrap()
        .unwrap();
    assert!(why.exact, "{why:?}");
}

#[test]
fn a_contact_is_found_by_telephone_and_address() {
    let contact = |phone: &str, email: &str| {
        vec![Contact {
            name: "陆芷夏".to_owned(),
            organisation: "荆门化工研究所".to_owned(),
            phones: vec![phone.to_owned()],
            emails: vec![email.to_owned()],
            ..Contact::default()
        }]
    };
    let library = library(vec![
        Record {
            contact: contact("0724-0000316", "luzhixia@example.com"),
            ..record("a", "石墨烯涂料", "")
        },
        Record {
            contact: contact("+86 27 00001234", "other@example.com"),
            ..record("b", "石墨烯薄膜", "")
        },
        record("c", "example.com 0724", ""),
        Record {
            contact: contact("0510-00000007转8012", "d@example.com"),
            ..record("d", "低温等离子", "")
        },
        Record {
            contact: contact("+86-10-00000005 ext. 8012", "e@example.com"),
            ..record("e", "高温合金", "")
        },
        Record {
            contact: contact("138 0000 0009", "f@example.com"),
            ..record("f", "低温合金", "")
        },
    ]);
    for (query, typing, expected) in [
        ("0510-00000007", false, vec!["d"]),
        ("0510 0000 0007", false, vec!["d"]),
        ("（0510）00000007", false, vec!["d"]),
        ("0510-00000007转8012", false, vec!["d"]),
        ("低温 0510 00000007", false, vec!["d"]),
        ("(010) 0000-0005", false, vec!["e"]),
        ("+86 10 00000005", false, vec!["e"]),
        ("010-00000005", false, vec!["e"]),
        ("138 0000 0009", false, vec!["f"]),
        ("13800000009", false, vec!["f"]),
        ("138-0000-0009", false, vec!["f"]),
        ("num:138 0000 0009", false, vec!["f"]),
        ("+86 138 0000 0009", false, vec!["f"]),
        ("0724-0000316", false, vec!["a"]),
        ("07240000316", false, vec!["a"]),
        ("+86-724-0000316", false, vec!["a"]),
        ("027-00001234", false, vec!["b"]),
        ("027-0000", true, vec!["b"]),
        ("电话:0724-0000316", false, vec!["a"]),
        ("luzhixia@example.com", false, vec!["a"]),
        ("luzhixia@ex", true, vec!["a"]),
        ("邮箱：luzhixia@example.com", false, vec!["a"]),
        ("email:other@example.com", false, vec!["b"]),
        ("in:陆芷夏 0724-0000316", false, vec!["a"]),
        ("org:荆门化工研究所 石墨烯薄膜", false, vec!["b"]),
    ] {
        let request = Request {
            query: query.to_owned(),
            typing,
            limit: 20,
            ..Request::default()
        };
        let page = library.search(&request).unwrap();
        assert_eq!((ids(&page), page.relaxed), (expected, false), "{query}");
    }
}

#[test]
fn a_number_is_found_as_offices_and_services_write_it() {
    let patent = |office: &str, number: &str, application: &str| Record {
        id: format!("patent:{office}{number}A1"),
        kind: Kind::Patent,
        patent: Some(Box::new(Patent {
            office: office.to_owned(),
            publication_number: number.to_owned(),
            kind_code: "A1".to_owned(),
            application_number: application.to_owned(),
            priority: vec!["CN199910000001".to_owned()],
            family: "9900077".to_owned(),
            ..Patent::default()
        })),
        ..record("", "bearing", "")
    };
    let library = library(vec![
        patent("US", "9900130", "08/990093"),
        patent("US", "20010990044", ""),
        patent("EP", "9900345", "99167109"),
        record("nasa:ARC-99048-1", "bearing", ""),
        patent("", "", "08/990094"),
    ]);
    for (query, expected) in [
        ("US09900130", "patent:US9900130A1"),
        ("US08/990,093", "patent:US9900130A1"),
        ("US08/990,094", "patent:A1"),
        ("US2001990044A1", "patent:US20010990044A1"),
        ("EP99167109.3", "patent:EP9900345A1"),
        ("ARC-99048-1", "nasa:ARC-99048-1"),
        ("num:ARC-99048-1", "nasa:ARC-99048-1"),
    ] {
        let page = ask(&library, query);
        assert_eq!(
            (ids(&page), page.relaxed),
            (vec![expected], false),
            "{query}"
        );
    }
    for query in ["family:9900077", "CN199910000001"] {
        assert_eq!(ask(&library, query).total, 4, "{query}");
    }
}

#[test]
fn a_star_before_a_word_stands_for_its_beginning() {
    let library = library(vec![
        record("a", "Telecommunication network", ""),
        record("b", "Communicator", ""),
    ]);
    assert_eq!(ids(&ask(&library, "*communication")), ["a"]);
}

#[test]
fn a_listing_is_found_by_the_end_of_its_offer() {
    let mut soon = record("a", "石墨烯涂料", "");
    soon.dates.expires = Date::new(2031, 5, 2);
    let library = library(vec![soon, record("b", "石墨烯薄膜", "")]);
    assert_eq!(ids(&ask(&library, "有效期:2031-05")), ["a"]);
    assert_eq!(
        ids(&ask(&library, "石墨烯 expires<2031")),
        Vec::<&str>::new()
    );
}

#[test]
fn pinyin_with_blanks_is_offered_in_one() {
    let library = library(vec![
        record("a", "武汉大学石墨烯涂料", ""),
        record("b", "Wuhan graphene", ""),
    ]);
    let suggestion = |query: &str| ask(&library, query).suggestion;
    assert_eq!(suggestion("wuhan daxue").as_deref(), Some("wuhandaxue"));
    assert_eq!(
        suggestion("shimoxi tuliao").as_deref(),
        None,
        "found as it is"
    );
    assert_eq!(suggestion("graphene coating").as_deref(), None);
}

#[test]
fn what_is_like_a_number_leaves_out_itself_and_its_family() {
    let patent = |number: &str, kind: &str, family: &str, summary: &str| Record {
        id: format!("patent:US{number}{kind}"),
        kind: Kind::Patent,
        summary: summary.to_owned(),
        patent: Some(Box::new(Patent {
            office: "US".to_owned(),
            publication_number: number.to_owned(),
            kind_code: kind.to_owned(),
            family: family.to_owned(),
            ..Patent::default()
        })),
        ..record("", "Arrangement for improving a network", "")
    };
    let library = library(vec![
        patent(
            "9900130",
            "B1",
            "9900077",
            "A Bluetooth access point; Bluetooth roams.",
        ),
        patent("9900131", "A1", "9900077", "A Bluetooth access point."),
        patent("9900132", "B1", "9900078", "A Bluetooth headset."),
        record("c", "Bluetooth sensor", ""),
        record("d", "Arrangement of bottles", ""),
    ]);
    let page = ask(&library, "like:US9900130");
    let mut found = ids(&page);
    assert_eq!(page.models.len(), 1);
    found.truncate(2);
    found.sort_unstable();
    assert_eq!(found, ["c", "patent:US9900132B1"], "{}", page.interpreted);
    assert!(
        page.hits
            .iter()
            .all(|hit| !hit.record.id.contains("990013") || hit.record.id.contains("132"))
    );
    for nothing in ["like:US9900199", "like:nosuch7"] {
        assert_eq!(ask(&library, nothing).total, 0, "{nothing}");
    }
    assert_eq!(
        ids(&ask(&library, "like:bottles")),
        ["d"],
        "a word is a text"
    );
}

#[test]
fn what_is_like_a_word_keeps_the_character_that_the_dictionary_cuts_off() {
    let library = library(vec![
        record("a", "石墨烯涂料", ""),
        record("b", "石墨坩埚", ""),
        record("c", "石墨烯薄膜", ""),
    ]);
    let page = ask(&library, "like:石墨烯");
    let mut found = ids(&page);
    found.sort_unstable();
    assert_eq!(found, ["a", "c"], "{}", page.interpreted);
}

#[test]
fn a_search_that_is_overtaken_stops_where_it_is_and_spoils_no_later_one() {
    let records = || {
        let mut records: Vec<Record> = (0..30)
            .map(|number| record(&format!("r{number}"), &format!("石墨烯涂料 {number}"), ""))
            .collect();
        records[3].keywords = vec!["graphene".to_owned()];
        library(records)
    };
    let request = |query: &str| Request {
        query: query.to_owned(),
        limit: 20,
        counting: Counting::RolledUp,
        ..Request::default()
    };
    for query in [
        "",
        "涂料",
        "石墨烯 薄膜 graphine",
        "like:石墨烯涂料",
        "防*料",
    ] {
        let request = request(query);
        let expected = records().search(&request).unwrap();
        let library = records();
        let mut times = 0;
        loop {
            let asked = AtomicUsize::new(0);
            let wanted = || asked.fetch_add(1, Ordering::Relaxed) < times;
            match library.search_while(&request, &wanted) {
                Ok(page) => {
                    assert_eq!(page, expected, "{query}");
                    break;
                }
                Err(error) => assert!(matches!(error, Error::Overtaken), "{query}: {error}"),
            }
            assert_eq!(asked.into_inner(), times + 1, "{query}: it stops at once");
            times += 1;
        }
        assert!(times > 10, "{query}: it asks at every stage, {times}");
    }
}

#[test]
fn a_page_and_an_explanation_cross_a_wire_whole() {
    let library = library(vec![
        record("a", "石墨烯 graphene 防腐涂料", "耐盐雾"),
        record("b", "石墨烯导热膜", ""),
    ]);
    for query in ["石墨烯", "石墨* \"graphene", "石墨烯 电池 year:abc"] {
        let request = Request {
            query: query.to_owned(),
            limit: 20,
            counting: Counting::RolledUp,
            ..Request::default()
        };
        let sent = library.search(&request).unwrap();
        let written = serde_json::to_string(&sent).unwrap();
        let mut got: Page = serde_json::from_str(&written).unwrap();
        let title = &sent.hits[0].record.title;
        assert!(!sent.highlighter.marks(title).is_empty(), "{query}");
        // Values that no hit has are not sent, and the others come in the order of their counts.
        let counted = |page: &mut Page| {
            let facets = std::mem::take(&mut page.facets);
            let read = |(facet, counts): &(Facet, Counts)| {
                let counts = counts.all().into_iter();
                let counts = counts.map(|it| (it.value.to_owned(), it.count));
                (*facet, counts.collect::<Vec<_>>())
            };
            facets.iter().map(read).collect::<Vec<_>>()
        };
        let mut sent = sent;
        assert_eq!(counted(&mut got), counted(&mut sent), "{query}");
        assert_eq!(got, sent, "{query}");
        let sent = library.explain("a", query).unwrap();
        let written = serde_json::to_string(&sent).unwrap();
        assert_eq!(sent, serde_json::from_str(&written).unwrap(), "{query}");
    }
}

#[test]
fn titles_are_given_in_the_order_of_the_ids_and_of_what_is_there() {
    let library = library(vec![
        record("a", "石墨烯涂料", ""),
        Record {
            kind: Kind::Patent,
            ..record("b", "石墨烯薄膜", "")
        },
    ]);
    let titles = library.titles(["b", "gone", "a"]).unwrap();
    let titles = titles
        .iter()
        .map(|titled| (titled.id.as_str(), titled.kind, titled.title.as_str()));
    assert_eq!(
        titles.collect::<Vec<_>>(),
        [
            ("b", Kind::Patent, "石墨烯薄膜"),
            ("a", Kind::Achievement, "石墨烯涂料")
        ]
    );
}

/// A patent of applicants.
fn of_applicants(id: &str, names: &[&str]) -> Record {
    Record {
        kind: Kind::Patent,
        patent: Some(Box::default()),
        institutions: names.iter().map(|name| (*name).to_owned()).collect(),
        ..record(id, "装置", "")
    }
}

/// What a facet counts, and how many listings a filter by a value leaves.
fn counted(library: &Library, facet: Facet, filter: Option<&str>) -> (Vec<(String, u64)>, u64) {
    let filters = filter.map(|value| Filter {
        facet,
        value: value.to_owned(),
        exclude: false,
    });
    let request = Request {
        filters: filters.into_iter().collect(),
        counting: Counting::RolledUp,
        ..Request::default()
    };
    let page = library.search(&request).unwrap();
    let (_, counts) = page.facets.iter().find(|(at, _)| *at == facet).unwrap();
    let counts = counts.all().into_iter();
    let counts = counts.map(|count| (count.value.to_owned(), count.count));
    (counts.collect(), page.total)
}

#[test]
fn spellings_of_a_name_are_counted_as_one_and_any_of_them_finds_all() {
    let mut library = library(vec![
        of_applicants("a", &["SAMSUNG ELECTRONICS CO LTD"]),
        of_applicants("b", &["Samsung Electronics Co., Ltd."]),
        of_applicants("c", &["Samsung Electronics Co Ltd", "삼성전자주식회사"]),
        // Twice in one listing is once.
        of_applicants("d", &["Samsung Electronics Co Ltd", "SAMSUNG ELECTRONICS"]),
    ]);
    let expected = |values: &[(&str, u64)]| {
        let values = values
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count));
        values.collect::<Vec<_>>()
    };
    for facet in [Facet::Institution, Facet::Owner] {
        let names = [("Samsung Electronics Co Ltd", 4), ("삼성전자주식회사", 1)];
        assert_eq!(counted(&library, facet, None).0, expected(&names));
        for filter in [
            "SAMSUNG ELECTRONICS CO LTD",
            "samsung electronics",
            "Samsung Electronics Company, Limited",
        ] {
            assert_eq!(counted(&library, facet, Some(filter)).1, 4, "{filter}");
        }
        assert_eq!(counted(&library, facet, Some("삼성전자")).1, 1);
    }
    let kept = library.record("a").unwrap().unwrap();
    assert_eq!(kept.institutions, ["SAMSUNG ELECTRONICS CO LTD"]);
    // The best spelling is the most frequent one of now.
    let more = ["e", "f", "g"].map(|id| of_applicants(id, &["Samsung Electronics Co., Ltd."]));
    put(&mut library, more.to_vec());
    let names = [
        ("Samsung Electronics Co., Ltd.", 7),
        ("삼성전자주식회사", 1),
    ];
    let counts = counted(&library, Facet::Institution, None).0;
    assert_eq!(counts, expected(&names));
}

#[test]
fn the_user_says_which_names_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let records = vec![
        of_applicants("a", &["SAMSUNG ELECTRONICS CO LTD"]),
        of_applicants("b", &["삼성전자주식회사"]),
        of_applicants("c", &["Example Ltd"]),
        of_applicants("d", &["Example Inc"]),
    ];
    put(&mut library, records);
    drop(library);
    let names = "三星电子\t三星电子\nSamsung Electronics\t三星电子\n삼성전자\t三星电子\n\
        Example Ltd\tExample UK\nExample Inc\tExample US\n";
    std::fs::write(folder.path().join("names.tsv"), names).unwrap();
    let library = Library::open(folder.path()).unwrap();
    let (counts, _) = counted(&library, Facet::Institution, None);
    let wanted = [("三星电子", 2), ("Example UK", 1), ("Example US", 1)];
    let mut wanted = wanted.map(|(name, count)| (name.to_owned(), count));
    wanted[1..].sort();
    assert_eq!(counts, wanted);
    for filter in ["三星电子", "Samsung Electronics Co., Ltd."] {
        assert_eq!(counted(&library, Facet::Institution, Some(filter)).1, 2);
    }
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
