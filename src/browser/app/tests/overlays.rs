//! What holds of every overlay, whatever action opens it.

use ratatui::crossterm::event::MouseEventKind;
use ratatui::layout::Rect;

use super::{Shelf, TestBrowser};
use crate::browser::overlays;
use crate::ui::action::{ACTIONS, Action};
use qiao_index::vocab::Language;

/// The actions that open an overlay.
fn openers() -> impl Iterator<Item = Action> {
    let actions = ACTIONS.iter().map(|row| row.action);
    actions.filter(|action| overlays::opener(*action).is_some())
}

/// A browser in which an action can open its overlay.
fn ready(action: Action, (width, height): (u16, u16), language: Language) -> TestBrowser {
    let mut browser = TestBrowser::new(width, height, language, false);
    let query = match action {
        Action::DeclineMatch => "match:sample:n001",
        _ => "石墨烯",
    };
    browser.press(&format!("{query}<Ctrl-T><Ctrl-T>"));
    browser.app.shared.library.report = Some(("Import", "a.csv: no title\n".repeat(40)));
    browser
}

/// Opens every overlay and does something with it, in one browser as long as that will do: a search
/// for each of them would take minutes.
fn with_each_open(
    size: (u16, u16),
    language: Language,
    mut does: impl FnMut(&mut TestBrowser, Action),
) {
    let mut usual = ready(Action::Help, size, language);
    for action in openers() {
        let mut other = None;
        let browser = match action {
            Action::DeclineMatch => other.insert(ready(action, size, language)),
            _ => &mut usual,
        };
        browser.app.act(action);
        browser.app.settle();
        assert!(browser.app.open.is_some(), "{action:?} opens something");
        does(browser, action);
        browser.app.open = None;
    }
}

#[test]
fn every_overlay_is_drawn_and_scrolled_in_every_size() {
    for language in [Language::Chinese, Language::English] {
        for size in [(160, 50), (80, 24), (40, 12), (20, 5)] {
            with_each_open(size, language, |browser, _| {
                let keys = ["<Down>", "<PgDn>", "<End>", "<Tab>", "<Up>", "<PgUp>", "x"];
                for key in keys {
                    browser.press(key).draw();
                }
                browser.mouse(MouseEventKind::ScrollDown, size.0 / 2, size.1 / 2);
                browser.draw();
            });
        }
    }
}

#[test]
fn every_overlay_is_closed_by_esc_and_by_what_opens_it() {
    with_each_open((120, 40), Language::English, |browser, action| {
        browser.press("<Esc>");
        assert!(browser.app.open.is_none(), "{action:?}");
        browser.app.act(action);
        browser.app.act(action);
        assert!(browser.app.open.is_none(), "{action:?} twice");
    });
}

#[test]
fn an_overlay_outlives_a_window_that_is_too_small_for_it() {
    with_each_open((80, 24), Language::English, |browser, action| {
        let before = browser.picture();
        browser.app.shared.setting.window = Rect::new(0, 0, 10, 3);
        browser.draw();
        browser.app.shared.setting.window = Rect::new(0, 0, 80, 24);
        assert_eq!(browser.picture(), before, "{action:?}");
    });
}

#[test]
fn a_listing_that_lacks_something_keeps_the_copy_menu_open() {
    let mut browser = TestBrowser::english();
    browser.library = Shelf::of(1);
    browser.press("示<Ctrl-Y>1<Enter>");
    assert!(browser.app.open.is_some(), "{}", browser.picture());
    assert!(browser.others.is_empty());
}
