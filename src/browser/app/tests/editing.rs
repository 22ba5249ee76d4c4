//! Editing a listing: when it may begin, and what is said of its end.

use super::{Desk, status};
use crate::browser::event::{Effect, Event};
use crate::messages::Failure;

#[test]
fn an_edit_begins_with_a_listing_of_the_users_own() {
    let mut desk = Desk::english();
    desk.press("<F11>");
    assert_eq!(desk.others, [Effect::Edit]);
    let edited = desk.app.record().unwrap().id.clone();
    let back = desk.app.returning.as_ref().map(|chosen| chosen.id.clone());
    assert_eq!(back, Some(edited), "wherever it stands then");
    desk.press("<F11>");
    assert_eq!(desk.others.len(), 1, "one at a time");
    assert!(status(&desk).contains("still being saved"));
    desk.happens(Event::Edited(Ok(0)));
    desk.open(true);
    desk.press("<Alt-W>");
    assert_eq!(desk.others.len(), 1);
    assert!(status(&desk).contains("sample listings cannot be edited"));
}

#[test]
fn what_became_of_an_edit_is_said() {
    let mut desk = Desk::english();
    desk.happens(Event::Edited(Ok(2)));
    assert!(status(&desk).contains("fields changed: 2"));
    desk.happens(Event::Edited(Ok(0)));
    assert!(status(&desk).contains("nothing was changed"));
    desk.happens(Event::Edited(Err(Failure::new("第 7 行", "line 7"))));
    let shown = desk.picture();
    assert!(
        shown.contains("Not saved") && shown.contains("line 7"),
        "{shown}"
    );
    assert!(shown.contains("Your text is kept: F11"), "{shown}");
}

#[test]
fn one_listing_per_family_is_a_question_of_its_own_and_says_what_is_counted() {
    let mut desk = Desk::english();
    let before = desk.questions.len();
    desk.press("<Alt-Y>");
    assert!(desk.questions[before].request.one_per_family);
    let shown = desk.picture();
    assert!(shown.contains("of 165, one per family"), "{shown}");
    assert!(shown.contains("all counted"), "{shown}");
    desk.press("<Alt-Y>");
    assert_eq!(
        desk.questions.last().unwrap().request,
        desk.questions[before - 1].request
    );
}
