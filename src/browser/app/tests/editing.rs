//! Editing a listing: when it may begin, and what is said of its end.

use qiao_index::edits::{Change, named};
use qiao_index::record::Kind;
use qiao_index::vocab::Language;

use super::{TestBrowser, status};
use crate::browser::event::{Effect, Event};
use crate::messages::Failure;
use crate::work::import::ImportProgress;
use crate::work::writer::EditOrder;

/// How often the user's editor was opened.
fn edits(browser: &TestBrowser) -> usize {
    let edit = |effect: &&Effect| matches!(effect, Effect::Edit(..));
    browser.others.iter().filter(edit).count()
}

/// What was changed in the editor: the number of fields.
fn changed(fields: usize) -> EditOrder {
    let title = named("title", Kind::Achievement).unwrap();
    EditOrder {
        id: "example:0".to_owned(),
        kind: Kind::Achievement,
        changes: vec![Change::Set(title, "新".to_owned()); fields],
    }
}

#[test]
fn an_edit_begins_with_a_listing_of_the_users_own() {
    let mut browser = TestBrowser::english();
    browser.press("<F11>");
    let chosen = browser.app.record().unwrap().clone();
    let back = browser.search().returning();
    assert_eq!(back, Some(&*chosen.id), "wherever it stands then");
    let edit = Effect::Edit(Box::new(chosen), Language::English);
    assert_eq!(browser.others, [edit]);
    browser.press("<F11>");
    assert_eq!(edits(&browser), 1, "one at a time");
    assert!(status(&browser).contains("still being saved"));
    browser.happens(Event::EditorClosed(Ok(changed(0))));
    browser.open(true);
    browser.press("<Alt-W>");
    assert_eq!(edits(&browser), 1);
    assert!(status(&browser).contains("sample listings cannot be edited"));
}

#[test]
fn what_was_changed_in_the_editor_is_saved_and_the_terminal_taken_again() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::EditorClosed(Ok(changed(1))));
    let taken = Effect::TakeTerminal { mouse: true };
    let save = Effect::SaveEdit(changed(1));
    assert_eq!(browser.others, [save, taken]);
    browser.happens(Event::Importing(ImportProgress::default()));
    browser.happens(Event::EditorClosed(Ok(changed(1))));
    let said = status(&browser);
    assert!(said.starts_with("your edit will be saved when"), "{said}");
}

#[test]
fn what_became_of_an_edit_is_said() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::Edited(Ok(2)));
    assert!(status(&browser).contains("2 fields changed"));
    browser.happens(Event::EditorClosed(Ok(changed(0))));
    assert!(status(&browser).contains("nothing was changed"));
    browser.happens(Event::Edited(Err(Failure::new("第 7 行", "line 7"))));
    let shown = browser.picture();
    assert!(
        shown.contains("Not saved") && shown.contains("line 7"),
        "{shown}"
    );
    assert!(shown.contains("Your text is kept: press F11"), "{shown}");
}

#[test]
fn one_listing_per_family_is_a_question_of_its_own_and_says_what_is_counted() {
    let mut browser = TestBrowser::english();
    let before = browser.questions.len();
    browser.press("<Alt-Y>");
    assert!(browser.questions[before].request.one_per_family);
    let shown = browser.picture();
    assert!(shown.contains("of 164, one per family"), "{shown}");
    assert!(shown.contains("Filters · all listings"), "{shown}");
    browser.press("<Alt-Y>");
    assert_eq!(
        browser.questions.last().unwrap().request,
        browser.questions[before - 1].request
    );
}
