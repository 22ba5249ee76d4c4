//! One listing or two: what becomes of rows that are alike, in one import and in a later one.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

use qiao_index::Library;
use qiao_index::history::Outcome;
use qiao_index::library::RowsTally;
use qiao_index::normalise::{Context, RejectReason, Row, normalise};
use qiao_index::record::Record;
use serde_json::{Value, json};

#[path = "identity/properties.rs"]
mod properties;

/// A file: the name of its source, whether the user gave that, and its rows.
struct File<'a> {
    source: &'a str,
    named: bool,
    rows: &'a [Value],
}

const fn file<'a>(source: &'a str, rows: &'a [Value]) -> File<'a> {
    File {
        source,
        named: false,
        rows,
    }
}

fn record(source: &str, row: u64, cells: &Value) -> Record {
    let row = Row {
        file: format!("{source}.csv"),
        row,
        cells: cells.as_object().unwrap().clone(),
        ..Row::default()
    };
    let context = Context {
        source: source.to_owned(),
        kind: None,
        imported_at: "2026-01-01T00:00:00Z".to_owned(),
    };
    match normalise(row, &context) {
        Ok(record) => record,
        Err(rejected) => match rejected.reason {
            RejectReason::Nameless(record) => *record,
            reason => panic!("{cells}: {reason:?}"),
        },
    }
}

/// Imports files in one run; what became of the rows, waiting ones decided.
fn import(library: &mut Library, files: &[File]) -> (String, RowsTally) {
    let mut writer = library.writer().unwrap();
    let (mut outcomes, mut all) = (String::new(), RowsTally::default());
    for file in files {
        writer.begin_rows(file.named);
        for (row, cells) in (1..).zip(file.rows) {
            let outcome = writer.put(record(file.source, row, cells)).unwrap();
            outcomes.push(match outcome {
                Outcome::New => 'n',
                Outcome::Updated => 'u',
                Outcome::Unchanged => '=',
                Outcome::Merged => 'm',
                Outcome::Nameless => 'x',
                Outcome::Waiting => '?',
            });
        }
        let tally = writer.end_rows().unwrap();
        all.new += tally.new;
        all.updated += tally.updated;
        all.unchanged += tally.unchanged;
        all.merged += tally.merged;
        all.strangers += tally.strangers;
        all.deleted += tally.deleted;
        all.told_by.number += tally.told_by.number;
        all.told_by.content += tally.told_by.content;
        all.told_by.title += tally.told_by.title;
    }
    writer.finish().unwrap();
    (outcomes, all)
}

/// Imports files one run after the other; what became of the rows of the last, and how many
/// listings there are.
fn check(runs: &[&[File]], outcomes: &str, listings: u64) {
    let mut library = Library::in_memory().unwrap();
    let mut last = String::new();
    for files in runs {
        last = import(&mut library, files).0;
    }
    let wanted = (outcomes, listings);
    let rows: Vec<_> = runs
        .iter()
        .flat_map(|run| run.iter().map(|file| file.rows))
        .collect();
    assert_eq!((&*last, library.len().unwrap()), wanted, "{rows:?}");
}

fn need(id: &str, title: &str, institution: &str, phone: &str) -> Value {
    json!({"id": id, "kind": "need", "title": title, "institution": institution, "phone": phone})
}

#[test]
fn rows_of_one_import_are_one_listing_only_by_number_or_when_all_is_equal() {
    let same = need("", "防腐涂料", "甲厂", "027-00000001");
    let phone = need("", "防腐涂料", "甲厂", "027-00000002");
    let other = need("", "防腐涂料", "乙厂", "027-00000001");
    check(&[&[file("d", &[same.clone(), same.clone()])]], "nm", 1);
    check(&[&[file("d", &[same.clone(), phone.clone()])]], "nn", 2);
    check(&[&[file("d", &[same.clone(), other.clone()])]], "nn", 2);
    check(
        &[&[file("d", &[phone, other, same.clone(), same.clone()])]],
        "nnnm",
        3,
    );
    // A cell that no field takes is part of what a row says.
    let remark = |text: &str| json!({"kind": "need", "title": "防腐涂料", "无人认识的列": text});
    check(&[&[file("d", &[remark("甲"), remark("乙")])]], "nn", 2);
    check(&[&[file("d", &[remark("甲"), remark("甲")])]], "nm", 1);
}

#[test]
fn an_id_of_a_file_counts_only_where_title_or_institution_agrees() {
    let one = need("1", "防腐涂料", "甲厂", "027-00000001");
    let improved = need("1", "防腐涂料（二代）", "甲厂", "027-00000001");
    let stranger = need("1", "水稻育种", "某农场", "027-00000009");
    check(&[&[file("d1", &[one.clone(), improved.clone()])]], "nm", 1);
    check(
        &[
            &[file("d1", std::slice::from_ref(&one))],
            &[file("d1", &[improved])],
        ],
        "u",
        1,
    );
    // Two files called d1.csv with running numbers are no update of each other.
    check(
        &[&[
            file("d1", std::slice::from_ref(&one)),
            file("d1", std::slice::from_ref(&stranger)),
        ]],
        "nn",
        2,
    );
    check(
        &[
            &[file("d1", std::slice::from_ref(&one))],
            &[file("d1", std::slice::from_ref(&stranger))],
        ],
        "n",
        2,
    );
    check(
        &[
            &[
                file("d1", std::slice::from_ref(&one)),
                file("d1", std::slice::from_ref(&stranger)),
            ],
            &[file("d1", &[stranger.clone(), one.clone()])],
        ],
        "==",
        2,
    );
    // The user has named the source: its ids are names.
    let named = |rows| File {
        source: "d1",
        named: true,
        rows,
    };
    let (one, stranger) = ([one], [stranger]);
    check(&[&[named(&one)], &[named(&stranger)]], "u", 1);
    // Other sources count by themselves.
    check(&[&[file("d1", &one)], &[file("d2", &stranger)]], "n", 2);
    let mut library = Library::in_memory().unwrap();
    import(&mut library, &[file("d1", &one)]);
    let (_, tally) = import(&mut library, &[file("d1", &stranger)]);
    assert_eq!(tally.strangers, 1, "the report warns of the number");
}

#[test]
fn a_later_import_tells_a_row_by_its_title_only_where_that_is_the_only_one() {
    let row = |title, phone| need("", title, "甲厂", phone);
    let before = [
        row("防腐涂料", "027-00000001"),
        row("水稻育种", "027-00000002"),
    ];
    // A changed telephone is an update where the title is borne once on both sides.
    check(
        &[
            &[file("d", &before)],
            &[file(
                "d",
                &[row("防腐涂料", "027-00000009"), before[1].clone()],
            )],
        ],
        "?=",
        2,
    );
    // Two rows of the new file bear it.
    check(
        &[
            &[file("d", &before)],
            &[file(
                "d",
                &[
                    row("防腐涂料", "027-00000008"),
                    row("防腐涂料", "027-00000009"),
                ],
            )],
        ],
        "??",
        4,
    );
    // Two listings of before bear it.
    let twins = [
        row("防腐涂料", "027-00000001"),
        row("防腐涂料", "027-00000002"),
    ];
    check(
        &[
            &[file("d", &twins)],
            &[file("d", &[row("防腐涂料", "027-00000009")])],
        ],
        "?",
        3,
    );
    // Another source's title tells nothing.
    check(
        &[
            &[file("d", &before)],
            &[file("e", &[row("防腐涂料", "027-00000009")])],
        ],
        "n",
        3,
    );
    let mut library = Library::in_memory().unwrap();
    import(&mut library, &[file("d", &before)]);
    let (_, tally) = import(
        &mut library,
        &[file("d", &[row("防腐涂料", "027-00000009")])],
    );
    assert_eq!((tally.updated, tally.told_by.title), (1, 1));
}

#[test]
fn equal_rows_of_several_sources_are_one_listing_with_all_of_them() {
    let row = need("", "防腐涂料", "甲厂", "027-00000001");
    let rows = [row];
    check(&[&[file("d", &rows), file("e", &rows)]], "nm", 1);
    check(&[&[file("d", &rows)], &[file("e", &rows)]], "m", 1);
    check(
        &[
            &[file("d", &rows)],
            &[file("e", &rows)],
            &[file("e", &rows)],
        ],
        "=",
        1,
    );
}

#[test]
fn a_publication_is_one_listing_in_one_kind_only() {
    let patent = |number: &str, title: &str| json!({"kind": "patent", "title": title, "publication_number": number});
    let b2 = patent("US9833479B2", "Valve");
    let bare = patent("US9833479", "Valve");
    let spelt = patent("US 9,833,479 B2", "VALVE");
    let a1 = patent("US9833479A1", "Valve");
    check(&[&[file("d", &[b2.clone(), spelt.clone()])]], "nm", 1);
    check(
        &[&[file("d", std::slice::from_ref(&b2)), file("e", &[spelt])]],
        "nm",
        1,
    );
    // A number without a kind code is a suspect, no more.
    check(&[&[file("d", &[b2.clone(), bare.clone()])]], "nn", 2);
    check(&[&[file("d", &[bare, b2.clone()])]], "nn", 2);
    check(&[&[file("d", &[b2, a1])]], "nn", 2);
}

#[test]
fn an_equal_row_without_a_number_is_told_by_what_it_says() {
    let rows = [need("", "防腐涂料", "甲厂", "027-00000001")];
    let mut library = Library::in_memory().unwrap();
    import(&mut library, &[file("d", &rows)]);
    let (_, tally) = import(&mut library, &[file("d", &rows)]);
    assert_eq!((tally.told_by.content, tally.told_by.number), (1, 0));
}

#[test]
fn an_achievement_is_told_by_its_registration_number() {
    let row = |number: &str, title: &str| json!({"成果名称": title, "登记号": number, "完成单位": "甲大学"});
    let rows = [
        row("9992021Y0001", "防腐涂料"),
        row("9992021Y0002", "防腐涂料"),
    ];
    check(&[&[file("d", &rows)]], "nn", 2);
    check(
        &[
            &[file("d", &rows)],
            &[file("e", &[row("9992021Y0001", "长效防腐涂料")])],
        ],
        "m",
        2,
    );
}

/// A record without what the order of rows may change: their numbers.
fn without_rows(mut record: Record) -> Record {
    for source in &mut record.sources {
        source.row = 0;
    }
    for said in record.conflicts.iter_mut().flat_map(|it| &mut it.said) {
        said.row = 0;
    }
    record
}

#[test]
fn the_order_of_rows_and_files_changes_nothing() {
    let rows = [
        json!({"kind": "patent", "title": "Valve", "publication_number": "US9833479B2", "abstract": "It opens."}),
        json!({"kind": "patent", "title": "Ventil", "publication_number": "US9833479B2", "price": "50万元"}),
        json!({"kind": "patent", "title": "阀门", "publication_number": "US9833479B2", "price": "60万元"}),
        need("", "防腐涂料", "甲厂", "027-00000001"),
        need("", "防腐涂料", "甲厂", "027-00000002"),
    ];
    let listings = |rows: &[Value]| {
        let mut library = Library::in_memory().unwrap();
        import(&mut library, &[file("d", rows)]);
        let request = qiao_index::request::Request {
            limit: 20,
            ..qiao_index::request::Request::default()
        };
        let mut found: Vec<String> = library
            .search(&request)
            .unwrap()
            .hits
            .into_iter()
            .map(|hit| serde_json::to_string(&without_rows(hit.record)).unwrap())
            .collect();
        found.sort();
        found
    };
    let expected = listings(&rows);
    assert_eq!(expected.len(), 3);
    let mut turned = rows.to_vec();
    for _ in 0..rows.len() {
        turned.rotate_left(1);
        assert_eq!(listings(&turned), expected);
        let reversed: Vec<Value> = turned.iter().rev().cloned().collect();
        assert_eq!(listings(&reversed), expected);
    }
}

#[test]
fn an_import_that_is_taken_back_was_never_there() {
    let row = |title, phone| need("", title, "甲厂", phone);
    let first = [
        row("防腐涂料", "027-00000001"),
        row("水稻育种", "027-00000002"),
    ];
    let second = [
        row("防腐涂料", "027-00000009"),
        row("量子通信", "027-00000003"),
    ];
    let phones = |library: &Library| {
        let request = qiao_index::request::Request {
            limit: 20,
            ..qiao_index::request::Request::default()
        };
        let mut phones: Vec<String> = library
            .search(&request)
            .unwrap()
            .hits
            .into_iter()
            .flat_map(|hit| {
                hit.record
                    .contact
                    .into_iter()
                    .flat_map(|contact| contact.phones)
            })
            .collect();
        phones.sort();
        phones
    };
    let undo = |library: &mut Library, run| {
        let mut writer = library.writer().unwrap();
        let undone = writer.undo(run, "2026-01-02T00:00:00Z").unwrap();
        writer.finish().unwrap();
        undone
    };
    let mut library = Library::in_memory().unwrap();
    import(&mut library, &[file("d", &first)]);
    let before = phones(&library);
    import(&mut library, &[file("d", &second)]);
    let both = phones(&library);
    assert_eq!(both.len(), 3);
    let done = undo(&mut library, 2).unwrap();
    assert_eq!((done.removed, done.restored), (1, 1));
    assert_eq!(phones(&library), before);
    assert!(undo(&mut library, 2).is_err(), "once only");
    assert!(undo(&mut library, 7).is_err(), "no such import");
    // Taken back in the other order: the later import stands by itself.
    let mut library = Library::in_memory().unwrap();
    import(&mut library, &[file("d", &first)]);
    import(&mut library, &[file("d", &second)]);
    undo(&mut library, 1).unwrap();
    assert_eq!(phones(&library), ["027-00000003", "027-00000009"]);
    undo(&mut library, 2).unwrap();
    assert_eq!(library.len().unwrap(), 0);
    assert_eq!(
        library.runs().unwrap().len(),
        2,
        "imports are listed, taken back or not"
    );
}

#[test]
fn a_deleted_listing_stays_deleted_when_its_file_comes_again() {
    let rows = [need("", "防腐涂料", "甲厂", "027-00000001")];
    let mut library = Library::in_memory().unwrap();
    import(&mut library, &[file("d", &rows)]);
    let request = qiao_index::request::Request {
        limit: 20,
        ..qiao_index::request::Request::default()
    };
    let id = library.search(&request).unwrap().hits[0].record.id.clone();
    let mut writer = library.writer().unwrap();
    assert!(writer.delete(&id, "2026-01-02T00:00:00Z").unwrap());
    assert!(
        !writer.delete(&id, "2026-01-02T00:00:00Z").unwrap(),
        "twice"
    );
    writer.finish().unwrap();
    assert_eq!(
        (
            library.len().unwrap(),
            library.search(&request).unwrap().total
        ),
        (0, 0)
    );
    assert!(library.record(&id).unwrap().is_none());
    let (outcomes, tally) = import(&mut library, &[file("d", &rows)]);
    assert_eq!(
        (&*outcomes, tally.deleted, library.len().unwrap()),
        ("=", 1, 0)
    );
    library.reindex(&mut |_, _| ()).unwrap();
    assert_eq!(library.search(&request).unwrap().total, 0);
    let mut writer = library.writer().unwrap();
    assert!(writer.restore(&id, "2026-01-03T00:00:00Z").unwrap());
    writer.finish().unwrap();
    assert_eq!(
        (
            library.len().unwrap(),
            library.search(&request).unwrap().total
        ),
        (1, 1)
    );
}

#[test]
fn suspects_are_joined_and_parted_by_the_users_word_only() {
    let mut one = need("", "防腐涂料", "甲厂", "027-00000001");
    one["budget"] = json!("50万元");
    let other = need("", "防腐 涂料", "甲厂", "027-00000002");
    let mut library = Library::in_memory().unwrap();
    import(
        &mut library,
        &[
            file("d", std::slice::from_ref(&one)),
            file("e", std::slice::from_ref(&other)),
        ],
    );
    let suspects = library.duplicates(10).unwrap();
    assert_eq!(suspects.len(), 1);
    let (stays, goes) = (suspects[0].one.id.clone(), suspects[0].other.id.clone());
    let say = |library: &mut Library, same: bool| {
        let mut writer = library.writer().unwrap();
        let at = "2026-01-02T00:00:00Z";
        let done = if same {
            writer.join_pair(&stays, &goes, at)
        } else {
            writer.keep_apart(&stays, &goes, at)
        };
        done.unwrap().unwrap();
        writer.finish().unwrap();
    };
    say(&mut library, true);
    assert_eq!(library.len().unwrap(), 1);
    let whole = library.record(&goes).unwrap().unwrap();
    assert_eq!(whole.id, stays, "the other id leads to it");
    let phones: usize = whole
        .contact
        .iter()
        .map(|contact| contact.phones.len())
        .sum();
    assert_eq!(phones, 2, "nothing is lost");
    assert!(library.duplicates(10).unwrap().is_empty());
    let (outcomes, _) = import(&mut library, &[file("d", &[one]), file("e", &[other])]);
    assert_eq!((&*outcomes, library.len().unwrap()), ("==", 1));
    say(&mut library, false);
    assert_eq!(library.len().unwrap(), 2);
    assert!(
        library.duplicates(10).unwrap().is_empty(),
        "not asked again"
    );
    assert_eq!(library.record(&goes).unwrap().unwrap().id, goes);
}

#[test]
fn rows_of_an_import_that_was_broken_off_are_told_when_they_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Value> = (0..4)
        .map(|n| json!({ "标题": format!("石墨烯电池{n}"), "单位": "一所" }))
        .collect();
    let mut library = Library::open(folder.path()).unwrap();
    let mut writer = library.writer().unwrap();
    writer.begin_rows(false);
    for (number, cells) in (1..).zip(&rows[..3]) {
        writer.put(record("a", number, cells)).unwrap();
    }
    writer.commit_batch().unwrap();
    // What is not in a batch that lasts has not been, and leaves nothing.
    writer.put(record("a", 4, &rows[3])).unwrap();
    drop(writer);
    drop(library);
    let mut library = Library::open(folder.path()).unwrap();
    assert_eq!(import(&mut library, &[file("a", &rows)]).0, "===n");
    // One says more now; another source says what one says.
    let mut more = rows[1].clone();
    more["摘要"] = json!("柔性");
    let other = [rows[2].clone()];
    let files = [file("a", std::slice::from_ref(&more)), file("b", &other)];
    let (outcomes, tally) = import(&mut library, &files);
    assert_eq!((&*outcomes, tally.updated), ("?m", 1));
    assert_eq!(library.len().unwrap(), 4);
}
