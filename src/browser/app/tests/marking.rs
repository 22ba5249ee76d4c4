//! Marking listings, and what is done with the marked ones together.

use ratatui::crossterm::event::{Event as Input, MouseButton, MouseEventKind};

use super::{Desk, Shelf, status};
use crate::browser::event::{Effect, Event, Selection};

fn marked(desk: &Desk) -> Vec<&str> {
    let records = desk.app.marks.records().iter();
    records.map(|record| record.id.as_str()).collect()
}

#[test]
fn listings_are_marked_by_key_and_mouse_and_stay_marked() {
    let mut desk = Desk::english();
    desk.press("石墨烯 防腐<Ctrl-T><Ctrl-T>");
    assert_eq!(marked(&desk), ["patent:CN199000118B", "sample:a001"]);
    assert!(status(&desk).ends_with("2 marked"), "{}", status(&desk));
    let results = desk.app.screen().unwrap().results;
    let third = (results.x + 3, results.y + 9);
    desk.mouse(MouseEventKind::Down(MouseButton::Right), third.0, third.1);
    assert_eq!(marked(&desk).last(), Some(&"sample:e001"));
    desk.press("<Enter><Ctrl-T>");
    assert_eq!(marked(&desk).len(), 2, "in the listing, too");
    desk.press("<Esc><Esc>water");
    assert_eq!(marked(&desk).len(), 2, "another query keeps the marks");
    desk.press("<Alt-U>");
    assert!(marked(&desk).is_empty());
}

#[test]
fn all_that_is_found_is_marked_where_that_is_not_too_much() {
    let mut desk = Desk::english();
    desk.press("<Alt-A>");
    assert_eq!(marked(&desk).len(), 165);
    assert!(status(&desk).starts_with("165 marked"));
    desk.library = Shelf::of(501);
    desk.press("<Alt-U>示<Backspace><Alt-A>");
    assert!(marked(&desk).is_empty());
    assert!(
        status(&desk).starts_with("no more than 500"),
        "{}",
        status(&desk)
    );
}

#[test]
fn marked_listings_are_copied_together() {
    let mut desk = Desk::english();
    desk.press("石墨烯 防腐<Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-Y>");
    assert!(desk.picture().contains("Copy from 3 marked listings"));
    desk.press("1");
    let phones = "0724-0000316\n0724-0000316\n0724-0000302".to_owned();
    assert_eq!(desk.others, [Effect::Copy(phones)]);
    desk.press("<Enter><Ctrl-Y>1");
    let one = Effect::Copy("0724-0000316".to_owned());
    assert_eq!(desk.others.last(), Some(&one), "who reads one copies that");
}

#[test]
fn marked_listings_are_exported_or_all_that_is_found() {
    let mut desk = Desk::english();
    desk.press("石墨烯 防腐<Ctrl-T><Ctrl-T><F4>");
    assert!(desk.picture().contains("Export 2 marked listings"));
    desk.press("<Enter>");
    let ids = ["patent:CN199000118B", "sample:a001"].map(str::to_owned);
    let Some(Effect::Export(Selection::Marked(written), ..)) = desk.others.last() else {
        panic!("{:?}", desk.others);
    };
    assert_eq!(*written, ids);
    desk.press("<F4>");
    let (column, row) = desk.find("Tab: all 6 results instead");
    desk.click(column, row);
    desk.press("<Tab><Tab><Enter>");
    let Some(Effect::Export(Selection::Found(request), ..)) = desk.others.last() else {
        panic!("{:?}", desk.others);
    };
    assert_eq!(request.limit, 6);
}

#[test]
fn marked_listings_stand_side_by_side() {
    let mut desk = Desk::english();
    desk.press("<F9>");
    assert!(status(&desk).starts_with("mark two at the least"));
    desk.press("石墨烯<Alt-A><F9>");
    let first = desk.picture();
    assert!(first.contains("Compare 12"), "{first}");
    desk.press("<Right>");
    assert_ne!(desk.picture(), first);
    desk.press("<Left>");
    assert_eq!(desk.picture(), first);
    desk.press("<Down>");
    assert_ne!(desk.picture(), first);
    desk.press(&"<Right>".repeat(20)).press("<Ctrl-End>");
    for width in (20..=200).step_by(9) {
        desk.happens(Event::Terminal(Input::Resize(width, 30)));
        desk.picture();
    }
    desk.press("<F9>");
    assert!(desk.app.popup.is_none());
}
