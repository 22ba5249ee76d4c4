//! What surrounds the panes: keys that follow each other, settings that change.

use ratatui::crossterm::event::Event as Input;

use super::{Desk, Shelf, status};
use crate::browser::event::{Effect, Event};
use crate::browser::outfit::{Outfit, Told};
use crate::config;
use crate::ui::layout::Pane;
use crate::ui::theme::Depth;
use qiao_index::vocab::Language;

#[test]
fn coming_back_to_the_window_looks_for_what_is_new() {
    let mut desk = Desk::english();
    desk.happens(Event::Terminal(Input::FocusLost));
    desk.happens(Event::Terminal(Input::FocusGained));
    assert_eq!(desk.others, [Effect::Look]);
    assert_eq!(desk.app.asked.query.text(), "");
}

#[test]
fn a_change_of_size_draws_all_anew() {
    let mut desk = Desk::english();
    desk.happens(Event::Terminal(Input::Resize(120, 40)));
    assert_eq!(desk.others, [Effect::Redraw]);
}

/// Saves settings while the browser runs.
pub(super) fn save(desk: &mut Desk, settings: &str) {
    let (config, warnings) = config::read(settings, "config.toml");
    let told = Told {
        language: Some(desk.app.language()),
        depth: Depth::Sixteen,
        background: None,
    };
    let outfit = Outfit::new(&config, told).unwrap();
    desk.happens(Event::Settings(Box::new(outfit), warnings));
}

#[test]
fn settings_that_are_saved_are_in_force_at_once() {
    let mut desk = Desk::english();
    save(
        &mut desk,
        "mouse = false\nborders = \"ascii\"\n[keys.everywhere]\nF9 = \"sort\"\n",
    );
    assert_eq!(desk.others, [Effect::Redraw, Effect::Mouse(false)]);
    assert!(desk.picture().contains("> technology"), "ASCII marks");
    assert!(status(&desk).starts_with("the settings are in force"));
    desk.press("<F9>");
    assert!(status(&desk).starts_with("sorted by newest"));
    desk.press("<F1>");
    assert!(desk.picture().contains("F9  F3  Alt-S"));
}

#[test]
fn a_mistake_in_settings_that_are_saved_is_named() {
    let mut desk = Desk::english();
    save(&mut desk, "\nthem = \"mono\"");
    assert!(
        status(&desk).starts_with("config.toml:2: no setting is called them"),
        "{}",
        status(&desk)
    );
}

#[test]
fn after_the_first_of_several_keys_a_box_says_how_to_go_on() {
    let mut desk = Desk::english();
    save(&mut desk, "keymap = \"vim\"");
    desk.press("<Enter>g");
    assert_eq!(desk.app.panes.focus, Pane::Listing);
    for row in ["g  First", "x  Open link"] {
        assert!(desk.picture().contains(row), "{}", desk.picture());
    }
    desk.press("<Esc>");
    assert!(!desk.picture().contains("x  Open link"), "taken back");
    assert_eq!(desk.app.panes.focus, Pane::Listing, "and nothing else");
    desk.press("g");
    desk.press("x");
    let address = "https://example.com/achievements/a001".to_owned();
    assert_eq!(desk.others.last(), Some(&Effect::Open(address)));
    desk.press("gz");
    assert!(status(&desk).starts_with("g z: no command"));
    assert_eq!(desk.app.asked.query.text(), "", "no part of it is typed");
    desk.press("z");
    assert_eq!(desk.app.asked.query.text(), "", "no command is no text");
    desk.press("电");
    assert_eq!(desk.app.asked.query.text(), "电");
}

#[test]
fn letters_of_the_vim_preset_are_text_in_the_results() {
    let mut desk = Desk::english();
    save(&mut desk, "keymap = \"vim\"");
    desk.press("gg");
    assert_eq!(desk.app.asked.query.text(), "gg");
}

#[test]
fn a_click_ends_what_a_key_has_begun() {
    let mut desk = Desk::new(120, 40, Language::English, false);
    save(&mut desk, "keymap = \"emacs\"");
    desk.press("<Ctrl-X>");
    assert!(
        desk.picture().contains("o       Next pane"),
        "{}",
        desk.picture()
    );
    desk.click(1, 0);
    desk.press("o");
    assert_eq!(desk.app.asked.query.text(), "o");
}

#[test]
fn the_tour_goes_on_as_its_steps_are_done() {
    let mut desk = Desk::english();
    desk.press("<F1><F1>");
    assert!(desk.app.popup.is_none(), "the help makes way for it");
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
        "<Ctrl-P>",
    ];
    for keys in keys {
        desk.press(keys);
        let picture = desk.picture();
        let (_, title) = picture.split_once("─ Tour ").unwrap();
        titles.push(title.split('/').next().unwrap().to_owned());
    }
    let expected: Vec<_> = (1..=11).map(|step| step.to_string()).collect();
    assert_eq!(titles, expected);
    desk.press("<Esc><F5>");
    assert!(!desk.picture().contains("─ Tour "), "the last step is done");
}

#[test]
fn the_tour_can_be_skipped_and_ended() {
    let tour = |desk: &Desk| desk.picture().contains("─ Tour ");
    let mut desk = Desk::english();
    desk.press("<Alt-G>");
    let (column, row) = desk.find("─ Tour 1");
    desk.click(column, row);
    assert!(desk.picture().contains("─ Tour 2/"), "a click goes on, too");
    desk.press("<Alt-G>");
    assert!(desk.picture().contains("─ Tour 3/"));
    desk.press("<Esc>");
    assert!(!tour(&desk));
    let mut skips = 0;
    desk.press("<Alt-G>");
    while tour(&desk) {
        desk.press("<Alt-G>");
        skips += 1;
        assert!(skips < 12, "{}", desk.picture());
    }
}

#[test]
fn where_there_is_no_room_for_a_box_the_bottom_line_has_the_keys_that_follow() {
    let mut desk = Desk::new(40, 5, Language::English, false);
    save(&mut desk, "keymap = \"vim\"");
    desk.press("<Enter>y");
    let status = status(&desk);
    assert!(status.starts_with("y … y Copy…  p Copy phone"), "{status}");
}

#[test]
fn in_a_low_window_the_bottom_line_has_the_tour() {
    let mut desk = Desk::new(80, 10, Language::Chinese, true);
    desk.press("<Alt-G>");
    assert!(
        status(&desk).starts_with("1/11 输入一个词"),
        "{}",
        status(&desk)
    );
}

/// A browser on a library of its own that begins where another has ended.
fn after(desk: &mut Desk, library: Shelf, whole: bool) -> Desk {
    let session = desk.app.session();
    let mut next = Desk::closed(120, 40, Language::English);
    next.app.restore(session, whole);
    next.library = library;
    next.open(false);
    next
}

#[test]
fn the_browser_begins_where_the_user_left_off() {
    let mut desk = Desk::english();
    desk.library = Shelf::of(300);
    desk.press("示例 <F3>");
    for _ in 0..20 {
        desk.press("<PgDn>");
    }
    desk.press("<Ctrl-T><Ctrl-T><Enter>");
    let id = desk.app.record().unwrap().id.clone();
    let place = desk.app.panes.results.selected();
    assert!(place > 100, "further down than the first hits: {place}");
    let mut next = after(&mut desk, Shelf::of(300), true);
    assert_eq!(next.app.asked.query.text(), "示例 ");
    assert_eq!(next.app.record().unwrap().id, id);
    assert_eq!(next.app.panes.focus, Pane::Listing);
    assert_eq!(next.app.marks.len(), 2, "what was marked is marked");
    assert!(status(&next).starts_with("where you left off"));
    next.press("<Esc><Esc><Ctrl-Up>");
    assert_eq!(next.app.asked.query.text().trim(), "示例");
}

#[test]
fn a_listing_that_is_gone_is_not_waited_for() {
    let mut desk = Desk::english();
    desk.library = Shelf::of(300);
    desk.press("示例 ");
    for _ in 0..20 {
        desk.press("<PgDn>");
    }
    let next = after(&mut desk, Shelf::of(5), true);
    assert_eq!(next.app.panes.results.selected(), 0);
    assert_eq!(next.app.panes.focus, Pane::Results);
}

#[test]
fn only_the_history_comes_back_where_that_is_wanted() {
    let mut desk = Desk::english();
    desk.press("石墨烯<Esc>防腐<Ctrl-F><Down><Space>");
    let mut next = after(&mut desk, Shelf::Samples, false);
    assert_eq!(next.app.asked.query.text(), "");
    assert!(next.app.asked.filters.is_empty());
    next.press("<Ctrl-Up><Ctrl-Up>");
    assert_eq!(next.app.asked.query.text(), "石墨烯");
}

#[test]
fn what_was_asked_of_the_samples_is_not_come_back_to() {
    let mut desk = Desk::new(120, 40, Language::English, true);
    desk.press("石墨烯");
    assert_eq!(desk.app.session().left, None);
}

#[test]
fn the_tour_leaves_room_for_the_browser_in_every_window() {
    let mut desk = Desk::new(80, 24, Language::English, false);
    desk.press("<Alt-G>");
    for width in [1, 5, 12, 20, 24, 33, 60, 200] {
        for height in 1..=40 {
            desk.happens(Event::Terminal(Input::Resize(width, height)));
            let picture = desk.picture();
            let told = picture.contains("1/11") || picture.contains("─ Tour");
            assert!(
                width < 20 || height < 5 || told,
                "{width}×{height}:\n{picture}"
            );
        }
    }
}
