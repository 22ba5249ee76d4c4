//! Reading a listing: its lines, the listings around it, and the way back.

use qiao_index::request::Facet;

use super::steps::filters;
use super::{Shelf, TestBrowser, copy, status};
use crate::browser::event::Event;
use crate::ui::layout::Pane;
use qiao_index::vocab::Language;
use ratatui::crossterm::event::Event as Input;

fn listing(browser: &TestBrowser) -> &str {
    &browser.app.record().unwrap().id
}

#[test]
fn lines_of_a_listing_are_chosen_and_copied() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Enter>");
    browser.press("<Down><Enter>");
    assert_eq!(browser.others, [copy("陆知夏")]);
    browser.press("<Down><Down><Down><Enter>");
    let phone = copy("0724-0000316");
    assert_eq!(browser.others.last(), Some(&phone));
    browser.press("<Up><Up><Up><Up><Enter>");
    assert!(
        status(&browser).starts_with("select a line"),
        "{}",
        status(&browser)
    );
    let (column, row) = browser.find("luzhixia@example.com");
    browser.click(column, row);
    let email = copy("luzhixia@example.com");
    assert_eq!(browser.others.last(), Some(&email));
}

#[test]
fn every_line_of_a_long_listing_comes_on_screen_by_one_key() {
    for (width, height) in [(120, 40), (40, 12), (20, 5)] {
        let mut browser = TestBrowser::new(width, height, Language::Chinese, false);
        browser.press("石墨烯 防腐<Enter>");
        let mut seen = vec![browser.picture()];
        let extent =
            |browser: &TestBrowser| browser.search().shown(Pane::Listing, &browser.app.shared);
        let mut first = extent(&browser).first;
        for _ in 0..400 {
            browser.press("<Down>");
            let now = extent(&browser).first;
            assert!(now <= first + extent(&browser).shown, "no line is left out");
            first = now;
            seen.push(browser.picture());
        }
        let last = extent(&browser);
        assert_eq!(last.first + last.shown, last.all, "{width}×{height}");
        browser.press(&"<Up>".repeat(400));
        assert_eq!(extent(&browser).first, 0, "{width}×{height}");
    }
}

#[test]
fn related_listings_are_named_visited_and_left_again() {
    let mut browser = TestBrowser::english();
    browser.press("id<Backspace><Backspace>num:\"sample:a001\"<Enter>");
    let achievement = listing(&browser).to_owned();
    browser.press("<Ctrl-End><Up>");
    let title = "石墨烯改性水性环氧防腐涂料及其制备方法";
    let (column, row) = browser.find("石墨烯改性水性环氧防腐涂料");
    browser.click(column, row);
    assert_eq!(browser.search().query(), "num:CN199000118B");
    assert_eq!(listing(&browser), "patent:CN199000118B");
    assert_eq!(browser.search().focus(), Pane::Listing);
    browser.press("<Alt-Left>");
    assert_eq!(listing(&browser), achievement);
    browser.press("<Alt-Right>");
    assert_eq!(listing(&browser), "patent:CN199000118B");
    browser.press("<Alt-Z>");
    assert_eq!(
        browser.search().query(),
        "num:(\"sample:a001\" OR \"CN202219000118.6\")",
        "the achievement that names this patent"
    );
    assert!(browser.picture().contains(title));
}

#[test]
fn more_like_this_is_a_query_that_can_be_read() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Down><Ctrl-F><Down><Space><Esc><Enter>");
    let before = (listing(&browser).to_owned(), filters(&browser).len());
    browser.press("<Alt-K>");
    assert_eq!(browser.search().query(), "like:sample:a001");
    assert!(
        browser.picture().contains("like \"石墨烯改性水性环氧"),
        "{}",
        browser.picture()
    );
    assert!(filters(&browser).is_empty());
    assert!(
        browser.search().number_of_choices() > 5,
        "{}",
        browser.picture()
    );
    browser.press("<Down><Down><Alt-Left>");
    assert_eq!(
        (listing(&browser).to_owned(), filters(&browser).len()),
        before
    );
    browser.press("<Alt-Left>");
    assert!(status(&browser).starts_with("no more history"));
}

#[test]
fn who_answers_a_need_stands_in_the_results_with_reasons_and_the_way_back() {
    let mut browser = TestBrowser::english();
    browser.press("num:\"sample:n001\"<Enter>");
    browser.press("<Alt-F>");
    assert_eq!(browser.search().query(), "match:sample:n001");
    assert_eq!(listing(&browser), "sample:a001");
    let picture = browser.picture();
    for said in [
        "who answers \"沿江化工罐区钢储罐内外壁长效防护\"",
        "strong  ✓ 中性盐雾不少于 3000 小时",
        "Why it matches: strong",
    ] {
        assert!(picture.contains(said), "{said} in\n{picture}");
    }
    // A reason leads to the place that it quotes.
    browser.press("<Enter>");
    let (column, row) = browser.find("VOC 不超过 200 克每升");
    browser.click(column, row);
    let first = browser.picture().lines().nth(3).unwrap().to_owned();
    assert!(
        first.contains("VOC 实测 86 克每升") || first.contains("附着力"),
        "{first}"
    );
    // Filters narrow who answers.
    let all = browser.search().number_of_choices();
    browser.press("<Esc><Ctrl-F>patent<Enter><Esc>");
    let patents = browser.search().number_of_choices();
    assert!(0 < patents && patents < all, "{patents} of {all}");
    let mut steps = 0;
    while listing(&browser) != "sample:n001" && steps < 4 {
        browser.press("<Alt-Left>");
        steps += 1;
    }
    assert_eq!(listing(&browser), "sample:n001", "{}", browser.picture());
}

#[test]
fn a_text_that_says_too_little_is_told_what_to_ask() {
    let mut browser = TestBrowser::english();
    browser.press("match:\"防腐涂料\"");
    let picture = browser.picture();
    assert!(
        picture.contains("What is the problem to be solved?"),
        "{picture}"
    );
    assert!(picture.contains("水性环氧"), "{picture}");
    browser.press("<Ctrl-U>match:nobody:1");
    assert!(browser.picture().contains("No listing matches all of this"));
}

#[test]
fn all_of_an_institution_are_a_filter_away() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Alt-D>");
    assert_eq!(
        filters(&browser),
        [(Facet::Institution, "荆门漳河新材料研究院", false)]
    );
    assert_eq!(browser.search().query(), "");
}

#[test]
fn the_way_back_leads_to_the_hit_that_was_read() {
    let mut browser = TestBrowser::english();
    browser.library = Shelf::of(400);
    browser.press("示<Backspace><Ctrl-End><Up><Up><Enter>");
    assert_eq!(listing(&browser), "example:397");
    browser.press("示例 7<Enter>");
    assert_ne!(listing(&browser), "example:397");
    browser.press("<Alt-Left>");
    assert_eq!(listing(&browser), "example:397");
    assert_eq!(browser.search().focus(), Pane::Listing);
}

#[test]
fn the_next_hit_is_read_without_leaving_the_listing() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut browser = TestBrowser::new(width, height, Language::English, false);
        browser.press("石墨烯<Enter>");
        let first = listing(&browser).to_owned();
        browser.press("<PgDn><Alt-N>");
        assert_ne!(listing(&browser), first);
        assert_eq!(browser.search().focus(), Pane::Listing);
        browser.press("<Shift-Up>");
        assert_eq!(listing(&browser), first);
    }
}

#[test]
fn the_help_is_laid_out_anew_for_every_window() {
    let mut browser = TestBrowser::english();
    browser.press("<F1>");
    browser.happens(Event::Terminal(Input::Resize(60, 20)));
    let picture = browser.picture();
    for line in picture.lines().filter(|line| line.starts_with('│')) {
        assert!(line.ends_with('│') || line.ends_with('┃'), "{picture}");
    }
    assert!(picture.contains("or press Alt-M."), "{picture}");
    browser.press("<End>");
    let general = &browser.app.shared.setting.look.messages.general;
    let (last, _) = general.examples.last().unwrap();
    assert!(browser.picture().contains(last), "{}", browser.picture());
    browser.press("<Home>");
    assert_eq!(browser.picture(), picture);
}

#[test]
fn the_next_match_is_looked_for_from_where_the_eye_is() {
    let mut browser = TestBrowser::new(80, 24, Language::Chinese, false);
    browser.press("石墨烯 防腐<Enter><F7>");
    assert!(browser.picture().contains("匹配 1/"));
    browser.press("<End>");
    let end = browser.picture();
    browser.press("<Shift-F7>");
    assert!(
        !browser.picture().contains("匹配 1/"),
        "the last one above: {end}"
    );
}

#[test]
fn there_are_as_many_matches_in_a_narrow_window_as_in_a_wide_one() {
    let matches = |width, height| {
        let mut browser = TestBrowser::new(width, height, Language::Chinese, false);
        browser.press("石墨烯<Down><Enter><F7>");
        let picture = browser.picture();
        let (_, count) = picture.split_once("匹配 1/").unwrap();
        let count = count.split(' ').next().unwrap();
        count.to_owned()
    };
    assert_eq!(matches(40, 12), matches(160, 50));
    assert_eq!(matches(33, 12), matches(80, 24));
}
