//! Files that hold what the user keeps, as they are asked for in the browser.

use super::TestBrowser;
use crate::browser::event::{Effect, Event};
use crate::messages::Failure;
use crate::work::backup::BackupSummary;
use crate::work::desk::DeskOrder;
use crate::work::desk_files::FileOrder;

#[test]
fn a_backup_is_written_to_a_file_that_is_not_there_yet() {
    let mut browser = TestBrowser::english();
    browser.press("<Shift-F5>9");
    let picture = browser.picture();
    assert!(picture.contains("Restore backup"), "{picture}");
    browser.press("<Ctrl-U>all.backup");
    let taken = vec!["all.backup".to_owned()];
    browser.happens(Event::Completed("all.backup".to_owned(), taken));
    let before = browser.others.len();
    browser.press("<Enter>");
    assert_eq!(browser.others.len(), before, "it is there");
    assert!(browser.picture().contains("already exists"));
    browser.press("2<Enter>");
    let written = Effect::File(FileOrder::Backup("all.backup2".into()));
    assert_eq!(browser.others.last(), Some(&written));
}

#[test]
fn a_backup_is_restored_after_the_user_was_told_what_it_holds() {
    let mut browser = TestBrowser::english();
    browser.press("<Shift-F5>0<Enter>");
    let picture = browser.picture();
    assert!(picture.contains("Choose a backup"), "{picture}");
    assert!(!picture.contains("to: "), "it is read, {picture}");
    let names = vec!["old/".to_owned(), "qiao.backup".to_owned()];
    browser.happens(Event::Completed(String::new(), names));
    browser.press("<Down><Down><Enter>");
    let looked = Effect::LookAtBackup("qiao.backup".into());
    assert_eq!(browser.others.last(), Some(&looked));
    let failure = Failure::new("不是备份", "qiao.backup is no backup of qiao");
    browser.happens(Event::BackupRead("qiao.backup".into(), Err(failure)));
    assert!(browser.picture().contains("is no backup of qiao"));
    let summary = BackupSummary {
        listings: 1_234,
        at: "2026-11-02T08:00:00Z".to_owned(),
        bytes: 5,
    };
    browser.happens(Event::BackupRead("qiao.backup".into(), Ok(summary.clone())));
    let picture = browser.picture();
    for said in ["qiao.backup", "2026-11-02", "1,234"] {
        assert!(picture.contains(said), "{said}, {picture}");
    }
    let before = browser.others.len();
    browser.press("0");
    assert_eq!(browser.others.len(), before, "all stays as it is");
    browser.press("<Shift-F5>0qiao.backup<Enter>");
    browser.press("2<Backspace>");
    browser.happens(Event::BackupRead("qiao.backup".into(), Ok(summary.clone())));
    let picture = browser.picture();
    assert!(picture.contains("Choose a backup"), "typed on, {picture}");
    browser.press("<Enter>");
    browser.happens(Event::BackupRead("qiao.backup".into(), Ok(summary)));
    browser.press("1");
    let restored = Effect::File(FileOrder::RestoreBackup("qiao.backup".into()));
    assert_eq!(browser.others.last(), Some(&restored));
}

#[test]
fn a_desk_is_written_to_a_file_and_read_from_one() {
    let mut browser = TestBrowser::english();
    browser.press("<Shift-F5>-<Ctrl-U>desk.jsonl<Enter>");
    let written = Effect::File(FileOrder::ExportDesk("desk.jsonl".into()));
    assert_eq!(browser.others.last(), Some(&written));
    browser.press("<Shift-F5>=desk.jsonl<Enter>");
    let read = Effect::File(FileOrder::ImportDesk("desk.jsonl".into()));
    assert_eq!(browser.others.last(), Some(&read));
    browser.happens(Event::FileDone(Ok(Failure::new(
        "已导入",
        "3 rows imported",
    ))));
    assert!(browser.picture().contains("3 rows imported"));
    assert_eq!(browser.others.last(), Some(&Effect::Refresh));
}

#[test]
fn what_was_opened_is_forgotten_after_a_question() {
    let mut browser = TestBrowser::english();
    browser.press("<Shift-F5>+");
    let picture = browser.picture();
    assert!(
        picture.contains("Clear what was opened and copied?"),
        "{picture}"
    );
    browser.press("1");
    let forgotten = Effect::Desk(DeskOrder::ClearOpened);
    assert_eq!(browser.others.last(), Some(&forgotten));
}
