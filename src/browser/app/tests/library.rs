//! The library as a whole: sources that are synced, imports that are taken back, listings that are
//! deleted, joined and parted.

use std::time::Duration;

use qiao_index::history::{Run, RunCounts};
use qiao_index::library::{Common, Suspects};
use qiao_index::record::{Record, Titled};
use qiao_index::sources::Source;
use qiao_index::vocab::Language;

use super::{TestBrowser, status};
use crate::browser::event::{Effect, Event};
use crate::messages::Bilingual;
use crate::work::import::ImportProgress;
use crate::work::keeping::KeepOrder;
use crate::work::overview::{Entries, Register};
use crate::work::sync::{SourceSummary, SyncReport};

pub(super) fn sources() -> Entries {
    let source = |name: &str, synced: &str| Source {
        name: name.to_owned(),
        path: format!("/data/{name}"),
        synced: synced.to_owned(),
        records: 1_200,
        ..Source::default()
    };
    let at = "2026-10-30T08:15:00Z";
    Entries::Sources(vec![source("武大成果", at), source("weekly", "")])
}

pub(super) fn imports() -> Entries {
    let run = |number, file: &str, undone: &str, ended| Run {
        number,
        at: "2026-10-30T08:15:00Z".to_owned(),
        files: vec![format!("/data/{file}")],
        counts: RunCounts {
            new: 497,
            rejected: 3,
            ..RunCounts::default()
        },
        ended,
        undone: undone.to_owned(),
    };
    Entries::Imports(vec![
        run(9, "成果登记.xlsx", "", true),
        run(8, "需求.csv", "", false),
        run(7, "patents.jsonl", "2026-10-31T00:00:00Z", true),
    ])
}

pub(super) fn deleted() -> Entries {
    let listing = Titled {
        id: "example:7".to_owned(),
        title: "低温电池".to_owned(),
        ..Titled::default()
    };
    Entries::Deleted(vec![(listing, "2026-10-30T08:15:00Z".to_owned())])
}

pub(super) fn duplicates() -> Entries {
    let record = |id: &str, phone: &str| Record {
        id: id.to_owned(),
        title: "石墨烯导热膜".to_owned(),
        institutions: vec!["示例大学".to_owned()],
        summary: format!("导热膜，电话 {phone}"),
        ..Record::default()
    };
    Entries::Duplicates(vec![Suspects {
        one: record("example:1", "027-00001111"),
        other: record("example:2", "027-00002222"),
        common: vec![Common::Title, Common::Institution],
    }])
}

/// A browser with a list that an action opens.
fn listing(keys: &str, register: Register, entries: Entries) -> TestBrowser {
    let mut browser = TestBrowser::english();
    browser.press(keys);
    assert_eq!(browser.others, [Effect::List(register)]);
    assert!(browser.picture().contains("reading …"));
    browser.happens(Event::Listed(Ok(entries)));
    browser
}

fn kept(browser: &mut TestBrowser, order: KeepOrder, said: &str) {
    let done = Bilingual::new("", said);
    browser.happens(Event::Kept(order, Ok(done)));
}

#[test]
fn a_source_is_synced_with_progress_and_a_report() {
    let mut browser = listing("<Shift-F5>2", Register::Sources, sources());
    assert!(browser.picture().contains("All sources (2)"));
    browser.press("weekly");
    assert!(browser.picture().contains("last synced never"));
    browser.press("<Enter>");
    let sync = Effect::Sync(Some("weekly".to_owned()), Language::English);
    assert_eq!(browser.others.last(), Some(&sync));
    browser.happens(Event::Importing(ImportProgress {
        bytes: 12_000_000,
        size: Some(48_000_000),
        elapsed: Duration::from_secs(4),
    }));
    let shown = browser.picture();
    assert!(shown.contains("25 % · 3.00 MB/s · 0:12 left"), "{shown}");
    assert!(shown.contains("Esc stops"), "{shown}");
    let report = SyncReport {
        sources: vec![SourceSummary {
            name: "weekly".to_owned(),
            files: 3,
            read: 1,
            ..SourceSummary::default()
        }],
        complaints: vec!["a.csv: no title".to_owned()],
        stopped: false,
    };
    browser.happens(Event::Synced(Ok(report)));
    let shown = browser.picture();
    for words in ["Sync report", "weekly: 3 files, 1 read", "a.csv: no title"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert_eq!(browser.others.last(), Some(&Effect::Refresh));
}

#[test]
fn esc_stops_a_sync_and_enter_leaves_it_in_the_background() {
    let mut browser = listing("<Alt-0>2", Register::Sources, sources());
    browser.press("<Enter><Enter>");
    assert!(browser.app.open.is_none());
    assert!(!browser.others.contains(&Effect::StopImport));
    assert!(
        status(&browser).contains("syncing: "),
        "{}",
        status(&browser)
    );
    browser.press("<Shift-F5>2");
    browser.happens(Event::Listed(Ok(sources())));
    browser.press("<Enter>");
    assert!(status(&browser).starts_with("an import is running"));
    browser.happens(Event::Synced(Ok(SyncReport::default())));
    assert!(status(&browser).starts_with("(Alt-B shows all) 0 files, 0 read"));
    browser.press("<Enter><Esc>");
    let all = Effect::Sync(None, Language::English);
    assert_eq!(
        browser.others.iter().rev().take(2).collect::<Vec<_>>(),
        [&Effect::StopImport, &all]
    );
    assert!(status(&browser).starts_with("stopping the sync"));
}

#[test]
fn an_import_is_taken_back_after_a_question_and_the_list_comes_again() {
    let mut browser = listing("<Shift-F5>3", Register::Imports, imports());
    browser.press("<End><Down><Down><Enter>");
    assert!(status(&browser).starts_with("import 7 has already been undone"));
    browser.press("<Up><Up><Enter>");
    let shown = browser.picture();
    assert!(shown.contains("Undo import 9?"), "{shown}");
    assert!(shown.contains("497 new"), "{shown}");
    browser.press("<Esc>");
    assert_eq!(browser.others.len(), 1, "nothing is done");
    browser.press("<Shift-F5>3");
    browser.happens(Event::Listed(Ok(imports())));
    browser.press("<Enter>１");
    let order = KeepOrder::Undo(9);
    assert_eq!(browser.others.last(), Some(&Effect::Keep(order.clone())));
    kept(&mut browser, order, "import 9 undone");
    assert!(status(&browser).starts_with("import 9 undone"));
    let wanted = [
        Effect::Refresh,
        Effect::List(Register::Imports),
        Effect::FindNews(None),
    ];
    let last = browser.others.iter().rev().take(wanted.len());
    let last: Vec<_> = last.collect();
    assert!(wanted.iter().all(|it| last.contains(&it)), "{last:?}");
    assert!(browser.picture().contains("reading …"));
}

#[test]
fn listings_are_deleted_after_a_question_and_brought_back() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Ctrl-T><Ctrl-T><Shift-F5>6");
    let shown = browser.picture();
    assert!(shown.contains("Delete 2 listings?"), "{shown}");
    let (column, row) = browser.find("1  Delete");
    browser.click(column, row);
    let Some(Effect::Keep(order)) = browser.others.last().cloned() else {
        panic!("{:?}", browser.others);
    };
    let KeepOrder::Delete(ids) = &order else {
        panic!("{order:?}");
    };
    assert_eq!(ids.len(), 2);
    kept(&mut browser, order, "2 listings deleted");
    assert!(status(&browser).starts_with("2 listings deleted"));
    assert!(browser.app.shared.marks.is_empty());

    let mut browser = listing("<Shift-F5>7", Register::Deleted, deleted());
    browser.press("<Enter>");
    let order = KeepOrder::Restore("example:7".to_owned());
    assert_eq!(browser.others.last(), Some(&Effect::Keep(order)));
}

#[test]
fn sample_listings_are_not_deleted() {
    let mut browser = TestBrowser::new(120, 40, Language::English, true);
    browser.press("<Shift-F5>6");
    assert!(browser.app.open.is_none());
    assert!(status(&browser).starts_with("sample listings cannot be deleted"));
}

#[test]
fn a_suspected_pair_is_put_side_by_side_and_decided() {
    let mut browser = listing("<Shift-F5>4", Register::Duplicates, duplicates());
    assert!(browser.picture().contains("title, institution"));
    browser.press("<Enter>");
    let shown = browser.picture();
    assert!(shown.contains("in common: title, institution"), "{shown}");
    assert!(shown.contains("027-00002222"), "{shown}");
    browser.press("<Enter>");
    let shown = browser.picture();
    assert!(shown.contains("Merge, keeping the id example:1"), "{shown}");
    browser.press("2");
    let pair = ["example:1", "example:2"].map(str::to_owned);
    let order = KeepOrder::Part(pair);
    assert_eq!(browser.others.last(), Some(&Effect::Keep(order)));
}

#[test]
fn conflicts_are_searched_for() {
    let mut browser = TestBrowser::english();
    browser.press("<Shift-F5>5");
    assert_eq!(browser.search().query(), "has:conflict");
}
