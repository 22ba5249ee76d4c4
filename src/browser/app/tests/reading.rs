//! Reading a listing: its lines, the listings around it, and the way back.

use qiao_index::request::Facet;

use super::steps::filters;
use super::{Desk, Shelf, status};
use crate::browser::event::{Effect, Event};
use crate::ui::layout::Pane;
use qiao_index::vocab::Language;
use ratatui::crossterm::event::Event as Input;

fn listing(desk: &Desk) -> &str {
    &desk.app.record().unwrap().id
}

#[test]
fn lines_of_a_listing_are_chosen_and_copied() {
    let mut desk = Desk::english();
    desk.press("石墨烯 防腐<Enter>");
    desk.press("<Down><Enter>");
    assert_eq!(desk.others, [Effect::Copy("陆知夏".to_owned())]);
    desk.press("<Down><Down><Down><Enter>");
    let phone = Effect::Copy("0724-0000316".to_owned());
    assert_eq!(desk.others.last(), Some(&phone));
    desk.press("<Up><Up><Up><Up><Enter>");
    assert!(
        status(&desk).starts_with("choose a line"),
        "{}",
        status(&desk)
    );
    let (column, row) = desk.find("luzhixia@example.com");
    desk.click(column, row);
    let email = Effect::Copy("luzhixia@example.com".to_owned());
    assert_eq!(desk.others.last(), Some(&email));
}

#[test]
fn every_line_of_a_long_listing_comes_on_screen_by_one_key() {
    for (width, height) in [(120, 40), (40, 12), (20, 5)] {
        let mut desk = Desk::new(width, height, Language::Chinese, false);
        desk.press("石墨烯 防腐<Enter>");
        let mut seen = vec![desk.picture()];
        let extent = |desk: &Desk| desk.app.extent(&desk.app.screen().unwrap(), Pane::Listing);
        let mut first = extent(&desk).first;
        for _ in 0..400 {
            desk.press("<Down>");
            let now = extent(&desk).first;
            assert!(now <= first + extent(&desk).shown, "no line is left out");
            first = now;
            seen.push(desk.picture());
        }
        let last = extent(&desk);
        assert_eq!(last.first + last.shown, last.all, "{width}×{height}");
        desk.press(&"<Up>".repeat(400));
        assert_eq!(extent(&desk).first, 0, "{width}×{height}");
    }
}

#[test]
fn related_listings_are_named_visited_and_left_again() {
    let mut desk = Desk::english();
    desk.press("id<Backspace><Backspace>num:\"sample:a001\"<Enter>");
    let achievement = listing(&desk).to_owned();
    desk.press("<Ctrl-End><Up>");
    let title = "石墨烯改性水性环氧防腐涂料及其制备方法";
    let (column, row) = desk.find("石墨烯改性水性环氧防腐涂料");
    desk.click(column, row);
    assert_eq!(desk.app.asked.query.text(), "num:CN199000118B");
    assert_eq!(listing(&desk), "patent:CN199000118B");
    assert_eq!(desk.app.panes.focus, Pane::Listing);
    desk.press("<Alt-Left>");
    assert_eq!(listing(&desk), achievement);
    desk.press("<Alt-Right>");
    assert_eq!(listing(&desk), "patent:CN199000118B");
    desk.press("<Alt-Z>");
    assert_eq!(
        desk.app.asked.query.text(),
        "num:(\"sample:a001\" OR \"CN202219000118.6\")",
        "the achievement that names this patent"
    );
    assert!(desk.picture().contains(title));
}

#[test]
fn more_like_this_is_a_query_that_can_be_read() {
    let mut desk = Desk::english();
    desk.press("石墨烯 防腐<Down><Ctrl-F><Down><Space><Esc><Enter>");
    let before = (listing(&desk).to_owned(), filters(&desk).len());
    desk.press("<Alt-K>");
    assert_eq!(desk.app.asked.query.text(), "like:sample:a001");
    assert!(
        desk.picture().contains("like \"石墨烯改性水性环氧"),
        "{}",
        desk.picture()
    );
    assert!(filters(&desk).is_empty());
    assert!(desk.app.choices() > 5, "{}", desk.picture());
    desk.press("<Down><Down><Alt-Left>");
    assert_eq!((listing(&desk).to_owned(), filters(&desk).len()), before);
    desk.press("<Alt-Left>");
    assert!(status(&desk).starts_with("there is nothing further"));
}

#[test]
fn all_of_an_institution_are_a_filter_away() {
    let mut desk = Desk::english();
    desk.press("石墨烯 防腐<Alt-D>");
    assert_eq!(
        filters(&desk),
        [(Facet::Institution, "荆门漳河新材料研究院", false)]
    );
    assert_eq!(desk.app.asked.query.text(), "");
}

#[test]
fn the_way_back_leads_to_the_hit_that_was_read() {
    let mut desk = Desk::english();
    desk.library = Shelf::of(400);
    desk.press("示<Backspace><Ctrl-End><Up><Up><Enter>");
    assert_eq!(listing(&desk), "example:397");
    desk.press("示例 7<Enter>");
    assert_ne!(listing(&desk), "example:397");
    desk.press("<Alt-Left>");
    assert_eq!(listing(&desk), "example:397");
    assert_eq!(desk.app.panes.focus, Pane::Listing);
}

#[test]
fn the_next_hit_is_read_without_leaving_the_listing() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut desk = Desk::new(width, height, Language::English, false);
        desk.press("石墨烯<Enter>");
        let first = listing(&desk).to_owned();
        desk.press("<PgDn><Alt-N>");
        assert_ne!(listing(&desk), first);
        assert_eq!(desk.app.panes.focus, Pane::Listing);
        desk.press("<Shift-Up>");
        assert_eq!(listing(&desk), first);
    }
}

#[test]
fn the_help_is_laid_out_anew_for_every_window() {
    let mut desk = Desk::english();
    desk.press("<F1>");
    desk.happens(Event::Terminal(Input::Resize(60, 20)));
    let picture = desk.picture();
    for line in picture.lines().filter(|line| line.starts_with('│')) {
        assert!(line.ends_with('│') || line.ends_with('┃'), "{picture}");
    }
    assert!(picture.contains("or Alt-M."), "{picture}");
    desk.press("<End>");
    let general = &desk.app.setting.look.messages.general;
    let (last, _) = general.examples.last().unwrap();
    assert!(desk.picture().contains(last), "{}", desk.picture());
    desk.press("<Home>");
    assert_eq!(desk.picture(), picture);
}

#[test]
fn the_next_match_is_looked_for_from_where_the_eye_is() {
    let mut desk = Desk::new(80, 24, Language::Chinese, false);
    desk.press("石墨烯 防腐<Enter><F7>");
    assert!(desk.picture().contains("匹配 1/"));
    desk.press("<End>");
    let end = desk.picture();
    desk.press("<Shift-F7>");
    assert!(
        !desk.picture().contains("匹配 1/"),
        "the last one above: {end}"
    );
}

#[test]
fn there_are_as_many_matches_in_a_narrow_window_as_in_a_wide_one() {
    let matches = |width, height| {
        let mut desk = Desk::new(width, height, Language::Chinese, false);
        desk.press("石墨烯<Down><Enter><F7>");
        let picture = desk.picture();
        let (_, count) = picture.split_once("匹配 1/").unwrap();
        let count = count.split(' ').next().unwrap();
        count.to_owned()
    };
    assert_eq!(matches(40, 12), matches(160, 50));
    assert_eq!(matches(33, 12), matches(80, 24));
}
