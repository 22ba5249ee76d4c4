//! What surrounds the panes: keys that follow each other, settings that change.

use ratatui::crossterm::event::Event as Input;

use super::{Shelf, TestBrowser, status};
use crate::browser::event::{Effect, Event};
use crate::browser::settings::{EffectiveSettings, StartupOverrides};
use crate::config;
use crate::ui::layout::Pane;
use crate::ui::theme::Depth;
use crate::work::session::Session;
use qiao_index::vocab::Language;

#[test]
fn coming_back_to_the_window_looks_for_what_is_new() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::Terminal(Input::FocusLost));
    browser.happens(Event::Terminal(Input::FocusGained));
    assert_eq!(browser.others, [Effect::Refresh]);
    assert_eq!(browser.search().query(), "");
}

#[test]
fn a_change_of_size_draws_all_anew() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::Terminal(Input::Resize(120, 40)));
    assert_eq!(browser.others, [Effect::Redraw]);
}

/// Saves settings while the browser runs.
pub(super) fn save(browser: &mut TestBrowser, settings: &str) {
    let (config, warnings) = config::read(settings, "config.toml");
    let overrides = StartupOverrides {
        language: Some(browser.app.language()),
        depth: Depth::Sixteen,
        background: None,
    };
    let settings = EffectiveSettings::new(&config, overrides).unwrap();
    browser.happens(Event::Settings(Box::new(settings), warnings));
}

#[test]
fn settings_that_are_saved_are_in_force_at_once() {
    let mut browser = TestBrowser::english();
    save(
        &mut browser,
        "mouse = false\nborders = \"ascii\"\n[keys.everywhere]\nF9 = \"sort\"\n",
    );
    assert_eq!(browser.others, [Effect::Mouse(false), Effect::Redraw]);
    assert!(browser.picture().contains("> technology"), "ASCII marks");
    assert!(status(&browser).starts_with("the new settings are in force"));
    browser.press("<F9>");
    assert!(status(&browser).starts_with("sorted by newest"));
    browser.press("<F1>");
    assert!(browser.picture().contains("F9  F3  Alt-S"));
}

#[test]
fn a_mistake_in_settings_that_are_saved_is_named() {
    let mut browser = TestBrowser::english();
    save(&mut browser, "\nthem = \"mono\"");
    assert!(
        status(&browser).starts_with("config.toml:2: no setting is called them"),
        "{}",
        status(&browser)
    );
}

#[test]
fn after_the_first_of_several_keys_a_box_says_how_to_go_on() {
    let mut browser = TestBrowser::english();
    save(&mut browser, "keymap = \"vim\"");
    browser.press("<Enter>g");
    assert_eq!(browser.search().focus(), Pane::Listing);
    for row in ["g  First", "x  Open link"] {
        assert!(browser.picture().contains(row), "{}", browser.picture());
    }
    browser.press("<Esc>");
    assert!(!browser.picture().contains("x  Open link"), "taken back");
    assert_eq!(browser.search().focus(), Pane::Listing, "and nothing else");
    browser.press("g");
    browser.press("x");
    let address = "https://example.com/achievements/a001".to_owned();
    assert_eq!(browser.others.last(), Some(&Effect::Open(address)));
    browser.press("gz");
    assert!(status(&browser).starts_with("g z: no such command"));
    assert_eq!(browser.search().query(), "", "no part of it is typed");
    browser.press("z");
    assert_eq!(browser.search().query(), "", "no command is no text");
    browser.press("电");
    assert_eq!(browser.search().query(), "电");
}

#[test]
fn letters_of_the_vim_preset_are_text_in_the_results() {
    let mut browser = TestBrowser::english();
    save(&mut browser, "keymap = \"vim\"");
    browser.press("gg");
    assert_eq!(browser.search().query(), "gg");
}

#[test]
fn a_click_ends_what_a_key_has_begun() {
    let mut browser = TestBrowser::new(120, 40, Language::English, false);
    save(&mut browser, "keymap = \"emacs\"");
    browser.press("<Ctrl-X>");
    assert!(
        browser.picture().contains("o       Next pane"),
        "{}",
        browser.picture()
    );
    browser.click(1, 0);
    browser.press("o");
    assert_eq!(browser.search().query(), "o");
}

#[test]
fn the_tour_goes_on_as_its_steps_are_done() {
    let mut browser = TestBrowser::english();
    browser.press("<F1><F1>");
    assert!(browser.app.open.is_none(), "the help makes way for it");
    let mut titles = Vec::new();
    let keys = [
        "",
        "石墨烯",
        "<Down>",
        "<Enter>",
        "<F7>",
        "<Ctrl-Y>5",
        "<Esc><Esc>",
        "<Ctrl-F>",
        "<Down><Space>",
        "<Ctrl-R>",
        "<F2>",
        "<Esc><Alt-2>",
        "<Esc><Alt-3>",
        "<Esc><Ctrl-P>",
    ];
    for keys in keys {
        browser.press(keys);
        let picture = browser.picture();
        let (_, title) = picture.split_once("─ Tour ").unwrap();
        titles.push(title.split('/').next().unwrap().to_owned());
    }
    let expected: Vec<_> = (1..=14).map(|step| step.to_string()).collect();
    assert_eq!(titles, expected);
    browser.press("<Esc><F5>");
    assert!(
        !browser.picture().contains("─ Tour "),
        "the last step is done"
    );
}

#[test]
fn the_tour_can_be_skipped_and_ended() {
    let tour = |browser: &TestBrowser| browser.picture().contains("─ Tour ");
    let mut browser = TestBrowser::english();
    browser.press("<Alt-G>");
    let (column, row) = browser.find("─ Tour 1");
    browser.click(column, row);
    assert!(
        browser.picture().contains("─ Tour 2/"),
        "a click goes on, too"
    );
    browser.press("<Alt-G>");
    assert!(browser.picture().contains("─ Tour 3/"));
    browser.press("<Esc>");
    assert!(!tour(&browser));
    let mut skips = 0;
    browser.press("<Alt-G>");
    while tour(&browser) {
        browser.press("<Alt-G>");
        skips += 1;
        assert!(skips < 14, "{}", browser.picture());
    }
}

#[test]
fn where_there_is_no_room_for_a_box_the_bottom_line_has_the_keys_that_follow() {
    let mut browser = TestBrowser::new(40, 5, Language::English, false);
    save(&mut browser, "keymap = \"vim\"");
    browser.press("<Enter>y");
    let status = status(&browser);
    assert!(status.starts_with("y … y Copy…  p Copy phone"), "{status}");
}

#[test]
fn in_a_low_window_the_bottom_line_has_the_tour() {
    let mut browser = TestBrowser::new(80, 10, Language::Chinese, true);
    browser.press("<Alt-G>");
    assert!(
        status(&browser).starts_with("1/14 输入一个词"),
        "{}",
        status(&browser)
    );
}

/// What a browser remembers when it ends.
fn left(browser: &mut TestBrowser) -> Session {
    browser.happens(Event::Stop);
    browser.sessions.last().unwrap().clone()
}

/// A browser on a library of its own that begins where another has ended.
fn after(browser: &mut TestBrowser, library: Shelf, whole: bool) -> TestBrowser {
    let session = left(browser);
    let mut next = TestBrowser::closed(120, 40, Language::English);
    next.app.restore(session, whole);
    next.library = library;
    next.open(false);
    next
}

#[test]
fn the_browser_begins_where_the_user_left_off() {
    let mut browser = TestBrowser::english();
    browser.library = Shelf::of(300);
    browser.press("示例 <F3>");
    for _ in 0..20 {
        browser.press("<PgDn>");
    }
    browser.press("<Ctrl-T><Ctrl-T><Enter>");
    let id = browser.app.record().unwrap().id.clone();
    let place = browser.search().selected();
    assert!(place > 100, "further down than the first hits: {place}");
    let mut next = after(&mut browser, Shelf::of(300), true);
    assert_eq!(next.search().query(), "示例 ");
    assert_eq!(next.app.record().unwrap().id, id);
    assert_eq!(next.search().focus(), Pane::Listing);
    assert_eq!(next.app.shared.marks.len(), 2, "what was marked is marked");
    assert!(status(&next).starts_with("back where you left off"));
    next.press("<Esc><Esc><Ctrl-Up>");
    assert_eq!(next.search().query().trim(), "示例");
}

#[test]
fn a_listing_that_is_gone_is_not_waited_for() {
    let mut browser = TestBrowser::english();
    browser.library = Shelf::of(300);
    browser.press("示例 ");
    for _ in 0..20 {
        browser.press("<PgDn>");
    }
    let next = after(&mut browser, Shelf::of(5), true);
    assert_eq!(next.search().selected(), 0);
    assert_eq!(next.search().focus(), Pane::Results);
}

#[test]
fn only_the_history_comes_back_where_that_is_wanted() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯<Esc>防腐<Ctrl-F><Down><Space>");
    let mut next = after(&mut browser, Shelf::Samples, false);
    assert_eq!(next.search().query(), "");
    assert!(next.search().filters().is_empty());
    next.press("<Ctrl-Up><Ctrl-Up>");
    assert_eq!(next.search().query(), "石墨烯");
}

#[test]
fn what_was_asked_of_the_samples_is_not_come_back_to() {
    let mut browser = TestBrowser::new(120, 40, Language::English, true);
    browser.press("石墨烯");
    assert_eq!(left(&mut browser).left, None);
}

#[test]
fn the_tour_leaves_room_for_the_browser_in_every_window() {
    let mut browser = TestBrowser::new(80, 24, Language::English, false);
    browser.press("<Alt-G>");
    for width in [1, 5, 12, 20, 24, 33, 60, 200] {
        for height in 1..=40 {
            browser.happens(Event::Terminal(Input::Resize(width, height)));
            let picture = browser.picture();
            let told = picture.contains("1/14") || picture.contains("─ Tour");
            assert!(
                width < 20 || height < 5 || told,
                "{width}×{height}:\n{picture}"
            );
        }
    }
}
