//! Editing a listing: when it may begin, and what is said of its end.

use super::{TestBrowser, status};
use crate::browser::event::{Effect, Event};
use crate::messages::Failure;

#[test]
fn an_edit_begins_with_a_listing_of_the_users_own() {
    let mut browser = TestBrowser::english();
    browser.press("<F11>");
    assert_eq!(browser.others, [Effect::Edit]);
    let edited = browser.app.record().unwrap().id.clone();
    let back = browser.search().returning();
    assert_eq!(back, Some(&*edited), "wherever it stands then");
    browser.press("<F11>");
    assert_eq!(browser.others.len(), 1, "one at a time");
    assert!(status(&browser).contains("still being saved"));
    browser.happens(Event::Edited(Ok(0)));
    browser.open(true);
    browser.press("<Alt-W>");
    assert_eq!(browser.others.len(), 1);
    assert!(status(&browser).contains("sample listings cannot be edited"));
}

#[test]
fn what_became_of_an_edit_is_said() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::Edited(Ok(2)));
    assert!(status(&browser).contains("fields changed: 2"));
    browser.happens(Event::Edited(Ok(0)));
    assert!(status(&browser).contains("nothing was changed"));
    browser.happens(Event::Edited(Err(Failure::new("第 7 行", "line 7"))));
    let shown = browser.picture();
    assert!(
        shown.contains("Not saved") && shown.contains("line 7"),
        "{shown}"
    );
    assert!(shown.contains("Your text is kept: F11"), "{shown}");
}

#[test]
fn one_listing_per_family_is_a_question_of_its_own_and_says_what_is_counted() {
    let mut browser = TestBrowser::english();
    let before = browser.questions.len();
    browser.press("<Alt-Y>");
    assert!(browser.questions[before].request.one_per_family);
    let shown = browser.picture();
    assert!(shown.contains("of 165, one per family"), "{shown}");
    assert!(shown.contains("all counted"), "{shown}");
    browser.press("<Alt-Y>");
    assert_eq!(
        browser.questions.last().unwrap().request,
        browser.questions[before - 1].request
    );
}
