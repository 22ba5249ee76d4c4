//! A remote is asked in the place of the library.

use qiao_index::search::{Elsewhere, Page};

use super::{Effect, Event, TestBrowser, status};
use crate::messages::Failure;
use crate::work::library::LibraryState;

/// A browser that asks a remote.
fn asking() -> TestBrowser {
    let mut browser = TestBrowser::english();
    browser.app.ask_remote(Some("office".to_owned()));
    browser.happens(Event::Library(Ok(LibraryState {
        remote: true,
        turns: 1,
        samples: false,
        records: 1_234_567,
        revision: 3,
        desk: 0,
    })));
    browser
}

/// The last question is answered once more.
fn answers(browser: &mut TestBrowser, change: impl FnOnce(&mut Page)) {
    let question = browser.questions.last().unwrap().clone();
    let mut page = browser.library.answer(&question.request);
    change(&mut page);
    browser.happens(Event::Answer(Box::new(question), Box::new(Ok(page))));
}

#[test]
fn the_bottom_line_names_the_remote_that_answers() {
    let mut browser = asking();
    assert!(
        status(&browser).ends_with("office (remote) · 1,234,567"),
        "{}",
        status(&browser)
    );
    let about = Elsewhere {
        name: "office".to_owned(),
        is_approximate: true,
        ..Elsewhere::default()
    };
    answers(&mut browser, |page| page.elsewhere = Some(about));
    assert!(status(&browser).ends_with("≈ office (remote) · 1,234,567"));
}

#[test]
fn a_partial_answer_says_how_much_is_missing() {
    let mut browser = asking();
    let partial = Elsewhere {
        name: "office".to_owned(),
        shards: 3,
        missing: 1,
        ..Elsewhere::default()
    };
    answers(&mut browser, |page| page.elsewhere = Some(partial));
    assert!(status(&browser).contains("1 of 3 shards of office did not answer"));
}

#[test]
fn a_remote_that_does_not_answer_leaves_the_last_page_and_escape_asks_the_library() {
    let mut browser = asking();
    let before = browser.picture();
    let question = browser.questions.last().unwrap().clone();
    let slow = Failure::new("没有回答", "office did not answer");
    let failed = Event::Answer(Box::new(question), Box::new(Err(slow)));
    browser.happens(failed);
    let said = status(&browser);
    assert!(
        said.contains("office did not answer · Esc asks the local library"),
        "{said}"
    );
    let now = browser.picture();
    assert!(now.contains("164 listings") && before.contains("164 listings"));
    assert_eq!(now.matches("office did not answer").count(), 1, "{now}");
    browser.press("<Esc>");
    assert!(browser.others.contains(&Effect::AskLibrary));
    browser.open(false);
    assert!(!status(&browser).contains("office"), "{}", status(&browser));
}

#[test]
fn the_library_and_the_remote_are_switched_between() {
    let mut browser = asking();
    browser.press("<Alt-0>/");
    assert_eq!(browser.others.last(), Some(&Effect::AskLibrary));
    browser.open(false);
    assert!(!status(&browser).contains("office"), "{}", status(&browser));
    browser.press("<Alt-0>/");
    assert_eq!(browser.others.last(), Some(&Effect::AskRemote));
    let said = status(&browser);
    assert!(
        said.contains("the remote office is asked from now on"),
        "{said}"
    );
    // Where none was ever asked, the way to one is said.
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-P>remote <Enter>");
    assert!(
        status(&browser).contains("no remote to ask"),
        "{}",
        status(&browser)
    );
    assert!(!browser.others.contains(&Effect::AskRemote));
}
