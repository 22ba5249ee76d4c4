//! Marking listings, and what is done with the marked ones together.

use ratatui::crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use super::{Shelf, TestBrowser, copy, status};
use crate::browser::event::{Effect, Event};
use crate::work::export::Selection;

fn marked(browser: &TestBrowser) -> Vec<&str> {
    let records = browser.app.shared.marks.records().iter();
    records.map(|record| record.id.as_str()).collect()
}

#[test]
fn listings_are_marked_by_key_and_mouse_and_stay_marked() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Ctrl-T><Ctrl-T>");
    assert_eq!(marked(&browser), ["sample:a001", "patent:CN199000118B"]);
    assert!(
        status(&browser).ends_with("2 marked"),
        "{}",
        status(&browser)
    );
    let results = browser.areas().results;
    let third = (results.x + 3, results.y + 9);
    browser.mouse(MouseEventKind::Down(MouseButton::Right), third.0, third.1);
    assert_eq!(marked(&browser).last(), Some(&"sample:e001"));
    browser.press("<Enter><Ctrl-T>");
    assert_eq!(marked(&browser).len(), 2, "in the listing, too");
    browser.press("<Esc><Esc>water");
    assert_eq!(marked(&browser).len(), 2, "another query keeps the marks");
    browser.press("<Alt-U>");
    assert!(marked(&browser).is_empty());
}

#[test]
fn all_that_is_found_is_marked_where_that_is_not_too_much() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-A>");
    assert_eq!(marked(&browser).len(), 164);
    assert!(status(&browser).starts_with("164 marked"));
    browser.library = Shelf::of(501);
    browser.press("<Alt-U>示<Backspace><Alt-A>");
    assert!(marked(&browser).is_empty());
    assert!(
        status(&browser).starts_with("at most 500"),
        "{}",
        status(&browser)
    );
}

#[test]
fn marked_listings_are_copied_together() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-Y>");
    assert!(browser.picture().contains("Copy from 3 marked listings"));
    browser.press("1");
    let phones = "0724-0000316\n0724-0000316\n0724-0000302".to_owned();
    assert_eq!(browser.others, [copy(&phones)]);
    browser.press("<Enter><Ctrl-Y>1");
    let one = copy("0724-0000316");
    assert_eq!(
        browser.others.last(),
        Some(&one),
        "who reads one copies that"
    );
}

#[test]
fn marked_listings_are_exported_or_all_that_is_found() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Ctrl-T><Ctrl-T><F4>");
    assert!(browser.picture().contains("Export 2 marked listings"));
    browser.press("<Enter>");
    let ids = ["sample:a001", "patent:CN199000118B"].map(str::to_owned);
    let Some(Effect::Export(order, _)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    assert_eq!(order.selection, Selection::Marked(ids.to_vec()));
    browser.press("<F4>");
    let (column, row) = browser.find("Tab: all 6 results instead");
    browser.click(column, row);
    browser.press("<Tab><Tab><Enter>");
    let Some(Effect::Export(order, _)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    let found = |limit| matches!(&order.selection, Selection::Found(it) if it.limit == limit);
    assert!(found(6), "{order:?}");
}

#[test]
fn marked_listings_stand_side_by_side() {
    let mut browser = TestBrowser::english();
    browser.press("<F9>");
    assert!(status(&browser).starts_with("mark at least two"));
    browser.press("石墨烯<Alt-A><F9>");
    let first = browser.picture();
    assert!(first.contains("Compare 12"), "{first}");
    browser.press("<Right>");
    assert_ne!(browser.picture(), first);
    browser.press("<Left>");
    assert_eq!(browser.picture(), first);
    browser.press("<Down>");
    assert_ne!(browser.picture(), first);
    browser.press(&"<Right>".repeat(20)).press("<Ctrl-End>");
    for width in (20..=200).step_by(9) {
        browser.happens(Event::Terminal(Input::Resize(width, 30)));
        browser.picture();
    }
    browser.press("<F9>");
    assert!(browser.app.open.is_none());
}
