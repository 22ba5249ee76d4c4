//! The statistics screen: what it counts, and that every bar and cell leads to its listings.

use qiao_index::vocab::Language;

use super::{TestBrowser, status};
use crate::browser::event::Effect;
use crate::browser::screens::ScreenName;

/// Total of what is searched for.
fn found(browser: &TestBrowser) -> u64 {
    let question = browser.questions.last().unwrap();
    browser.library.answer(&question.request).total
}

/// The figure of the chosen bar or cell, as it stands on screen.
fn figure(browser: &TestBrowser) -> u64 {
    browser.app.screens.statistics.chosen_figure().unwrap()
}

#[test]
fn every_bar_and_cell_leads_to_exactly_its_listings() {
    let check = |keys: &str| {
        let mut browser = TestBrowser::english();
        browser.press("-kind:institution<Enter><Alt-3>");
        browser.press(keys);
        let rows = browser.app.screens.statistics.number_of_rows();
        let columns = browser.app.screens.statistics.number_of_columns().max(1);
        assert!(rows > 0, "{keys}: {}", browser.picture());
        let mut checked = 0;
        for row in (0..rows).rev().step_by(rows.div_ceil(6)) {
            for column in (0..columns).rev().step_by(columns.div_ceil(4)) {
                let mut browser = TestBrowser::english();
                browser.press("-kind:institution<Enter><Alt-3>");
                browser.press(keys);
                browser.press("<Home>");
                browser.press(&"<Down>".repeat(row));
                if columns > 1 {
                    browser.press(&"<Left>".repeat(columns));
                    browser.press(&"<Right>".repeat(column));
                }
                let Some(expected) = browser.app.screens.statistics.chosen_figure() else {
                    continue;
                };
                browser.press("<Enter>");
                if browser.app.screens.at == ScreenName::Statistics {
                    assert!(status(&browser).contains("others"), "{}", status(&browser));
                    continue;
                }
                assert_eq!(
                    found(&browser),
                    expected,
                    "{keys}, row {row}, column {column}"
                );
                checked += 1;
            }
        }
        assert!(checked > 1, "{keys}: {}", browser.picture());
    };
    check("");
    check("<F6>");
    check("<F6><F6>");
    check("<F6><F6><F6>");
    check("<F6><F6><F6><F6>");
    check("<Shift-F6><Shift-F6><Shift-F6><Shift-F6><Shift-F6>");
    check("<F6><F6><F6><F6><F6><F6><F6><F6>");
    check("<Tab>");
    check("<Tab><F7>");
    check("<Tab><Tab>");
    check("<Tab><Tab><F7>");
    check("<F6><Tab><Tab><F7>");
    check("<F6><F6><Tab><Tab><F7><F7><F7>");
    check("<Tab><Tab><Tab>");
    check(&format!("<F6><F6><Tab><Tab><Tab>{}", "<F7>".repeat(15)));
}

#[test]
fn a_step_back_from_the_listings_comes_back_to_the_figures() {
    let mut browser = TestBrowser::english();
    browser.press("graphene<Enter><Alt-3>");
    let expected = figure(&browser);
    browser.press("<Enter>");
    assert_eq!(browser.app.screens.at, ScreenName::Search);
    assert_eq!(found(&browser), expected);
    browser.press("<Esc>");
    assert_eq!(browser.app.screens.at, ScreenName::Statistics);
    assert_eq!(figure(&browser), expected);
    browser.press("<Esc>");
    assert_eq!(browser.app.screens.at, ScreenName::Search);
}

#[test]
fn figures_are_copied_as_a_table_and_written_to_files() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-3><Ctrl-Y>");
    let Some(Effect::Copy(order)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    assert!(
        order
            .text
            .starts_with("Kind\tListings\tShare\nAchievement\t79"),
        "{}",
        order.text
    );
    browser.press("<F4>");
    let Some(Effect::SaveFigures(figures)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    assert_eq!(figures.table.total, 164);
}

#[test]
fn typing_narrows_the_rows_and_the_language_can_be_changed() {
    let mut browser = TestBrowser::new(100, 30, Language::Chinese, false);
    browser.press("<Alt-3><F6><F6>武汉");
    assert_eq!(browser.app.screens.statistics.number_of_rows(), 1);
    let picture = browser.picture();
    assert!(
        picture.contains("条目数：按城市") && picture.contains("武汉市"),
        "{picture}"
    );
    browser.press("<Esc><Alt-L>");
    let picture = browser.picture();
    assert!(
        picture.contains("Listings by city") && picture.contains("Wuhan"),
        "{picture}"
    );
}

#[test]
fn the_mouse_chooses_a_view_a_row_and_opens_it() {
    let mut browser = TestBrowser::english();
    let (column, row) = browser.find("Statistics");
    browser.click(column, row);
    let (column, row) = browser.find("Cross table");
    browser.click(column, row);
    assert!(
        browser.picture().contains("Listings by kind and year"),
        "{}",
        browser.picture()
    );
    let (column, row) = browser.find("Ranking");
    browser.click(column, row);
    let (column, row) = browser.find("Need");
    browser.click(column, row);
    let expected = figure(&browser);
    browser.click(column, row);
    assert_eq!(browser.app.screens.at, ScreenName::Search);
    assert_eq!(found(&browser), expected);
}

#[test]
fn figures_stay_on_screen_when_they_are_looked_at_in_another_way() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-3><Tab><Tab><Down>");
    let chosen = figure(&browser);
    browser.press("<Tab>");
    assert_eq!(figure(&browser), chosen);
    let picture = browser.picture();
    assert!(
        picture.contains("█") && picture.contains("others"),
        "{picture}"
    );
    // A click on the view that is there already changes nothing.
    let (column, row) = browser.find("Stacked");
    browser.click(column, row);
    assert_eq!(figure(&browser), chosen);
    browser.press("<Tab>");
    let (column, row) = browser.find("Ranking");
    browser.click(column, row);
    assert!(browser.picture().contains("Listings by kind"));
    figure(&browser);
}

#[test]
fn a_click_on_a_part_of_a_stack_chooses_its_cell_and_another_opens_it() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-3>");
    let (column, row) = browser.find("Stacked");
    browser.click(column, row);
    // Kinds over the years: the parts are told by their signs, and no year is left out.
    let picture = browser.picture();
    assert!(
        picture.contains("others") && picture.contains("not stated"),
        "{picture}"
    );
    let (column, row) = browser.find("█████");
    browser.click(column + 1, row);
    let expected = figure(&browser);
    assert!(browser.picture().contains(&format!(": {expected}")));
    browser.click(column + 1, row);
    assert_eq!(browser.app.screens.at, ScreenName::Search);
    assert_eq!(found(&browser), expected);
}

#[test]
fn a_course_of_time_is_a_line_whose_steps_are_chosen_with_the_mouse() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-3><Tab>");
    assert!(browser.picture().contains("Listings by year"));
    let last = figure(&browser);
    browser.press("<Left>");
    let before = figure(&browser);
    assert_ne!(before, last);
    // The axis begins at the first step.
    let (column, row) = browser.find("┤");
    browser.click(column + 1, row + 2);
    browser.press("<Right>");
    let (column, row) = browser.find("2026");
    browser.click(column + 1, row - 1);
    assert_eq!(figure(&browser), last);
    let (column, row) = browser.find("year");
    browser.click(column, row);
    let picture = browser.picture();
    assert!(picture.contains("Listings by month"), "{picture}");
    browser.press("<F7>");
    assert!(browser.picture().contains("Listings by year"));
    let (column, row) = browser.find("Listings by");
    browser.click(column, row);
    let picture = browser.picture();
    assert!(picture.contains("Patent families by year"), "{picture}");
}

#[test]
fn the_network_is_a_tree_to_filter_by_and_stands_in_the_listing() {
    let mut browser = TestBrowser::english();
    let (column, row) = browser.find("▸ Network");
    browser.click(column, row);
    let (column, row) = browser.find("楚桥技术");
    browser.click(column - 2, row);
    let picture = browser.picture();
    assert!(picture.contains("楚桥中心"), "{picture}");
    browser.click(column, row);
    let all = found(&browser);
    assert!(all > 1, "{}", browser.picture());
    browser.press("<Tab><Ctrl-R>");
    browser.press("楚桥中心荆门分中心<Enter><Enter>");
    let picture = browser.picture();
    assert!(picture.contains("Network"), "{picture}");
}

#[test]
fn every_size_has_room_for_figures() {
    for language in [Language::English, Language::Chinese] {
        for (width, height) in [(160, 50), (100, 30), (80, 24), (60, 20), (40, 10), (20, 5)] {
            let mut browser = TestBrowser::new(width, height, language, false);
            browser.press("<Alt-3>");
            for _ in 0..3 {
                browser.press("<Tab><F6><Down><Right><F3>");
                let picture = browser.picture();
                assert!(!picture.trim().is_empty(), "{width}×{height}");
            }
        }
    }
}

#[test]
fn what_is_not_stated_is_seen_beside_the_last_month_and_columns_left_out_are_said() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-3><Tab><Tab>");
    // The second field, until it is the month.
    for _ in 0..30 {
        if browser.picture().contains("and month") {
            break;
        }
        browser.press("<F7>");
    }
    let picture = browser.picture();
    assert!(picture.contains("and month"), "{picture}");
    assert!(picture.contains("not stated"), "{picture}");
    let last = picture.lines().find(|line| line.contains("columns "));
    let last = last.unwrap_or_else(|| panic!("{picture}"));
    let (_, shown) = last.split_once("columns ").unwrap_or_default();
    let (shown, all) = shown.split_once(" of ").unwrap_or_default();
    let last_shown = shown.split('–').next_back().unwrap_or_default();
    assert!(all.starts_with(&format!("{last_shown}:")), "{last}");
}

#[test]
fn columns_that_a_small_window_has_no_room_for_are_said() {
    for (width, height) in [(24, 8), (40, 12), (60, 20)] {
        let mut browser = TestBrowser::new(width, height, Language::English, false);
        browser.press("<Alt-3><Tab><Tab>");
        let picture = browser.picture();
        assert!(picture.contains("columns "), "{width}×{height}\n{picture}");
    }
}
