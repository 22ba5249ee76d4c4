//! Pictures of the screen in every size and both languages, in `pictures/`.
//!
//! `UPDATE_EXPECT=1 cargo test pictures` writes them anew: then look at them.

use std::time::Duration;

use expect_test::expect_file;

use super::{TestBrowser, around, deals, desk, importing, library, svg};
use crate::browser::event::Event;
use crate::messages::Failure;
use crate::ui::theme::Theme;
use crate::work::import::ImportProgress;
use crate::work::overview::Entries;
use qiao_index::vocab::Language;

const SIZES: [(u16, u16); 5] = [(160, 50), (120, 40), (80, 24), (60, 20), (40, 12)];

fn check(name: &str, samples: bool, keys: &str) {
    check_in(&SIZES, name, samples, |browser| {
        browser.press(keys);
    });
}

fn check_in(sizes: &[(u16, u16)], name: &str, samples: bool, act: impl Fn(&mut TestBrowser)) {
    for (tongue, language) in [("zh", Language::Chinese), ("en", Language::English)] {
        let pictures = sizes.iter().map(|(width, height)| {
            let mut browser = TestBrowser::new(*width, *height, language, samples);
            act(&mut browser);
            let picture = browser.picture();
            format!("== {width} × {height}\n{picture}\n")
        });
        let pictures: String = pictures.collect();
        expect_file![format!("pictures/{name}.{tongue}.txt")].assert_eq(&pictures);
    }
}

#[test]
fn first_run() {
    check("first-run", true, "");
}

#[test]
fn typing() {
    check("typing", false, "水稻 病虫");
}

#[test]
fn results() {
    check("results", false, "石墨烯<Down>");
}

#[test]
fn results_with_badges() {
    check(
        "badges",
        false,
        "legal:dead OR 抗菌肽 OR num:CN199002216A<Down>",
    );
}

#[test]
fn facets_open() {
    let chosen = "<Ctrl-F><Down><Space><Down><Ctrl-X>";
    let region = "<Ctrl-End><Up><Right><Down><Right>";
    check("facets", false, &format!("{chosen}{region}"));
}

#[test]
fn facets_narrowed() {
    check("narrowed", false, "<Ctrl-F>大学");
}

#[test]
fn listing() {
    check("listing", false, "石墨烯 防腐<Enter><F7>");
}

#[test]
fn matches() {
    check("matches", false, "num:\"sample:n001\"<Enter><Alt-F>");
}

#[test]
fn desk_menu() {
    check("desk", false, "num:\"sample:n001\"<Enter><Alt-F><F2>");
}

#[test]
fn decline() {
    let keys = "num:\"sample:n001\"<Enter><Alt-F><F2>22";
    check("decline", false, keys);
}

#[test]
fn new_matches() {
    check_in(&SIZES, "new-matches", false, |browser| {
        browser.happens(desk::news());
        browser.press("<Shift-F2>");
    });
}

#[test]
fn the_deals() {
    check_in(&SIZES, "deals", false, |browser| {
        browser.press("num:\"sample:n001\"<Enter><Alt-F><F2>9");
        let deals = Entries::Deals(vec![deals::deal()]);
        browser.happens(Event::Listed(Ok(deals)));
        browser.press("<Down>");
    });
}

#[test]
fn what_can_happen_to_a_deal() {
    check_in(&SIZES, "deal", false, |browser| {
        browser.press("num:\"sample:n001\"<Enter><F2>9");
        let deals = Entries::Deals(vec![deals::deal()]);
        browser.happens(Event::Listed(Ok(deals)));
        browser.press("<Enter>");
    });
}

#[test]
fn the_desk() {
    check_in(&SIZES, "desk-screen", false, |browser| {
        browser.press("<Alt-2>");
        browser.happens(desk::view());
    });
}

#[test]
fn an_empty_desk_says_what_fills_it() {
    check_in(&SIZES, "desk-empty", false, |browser| {
        browser.press("<Alt-2><Tab>");
        let nothing = Entries::Desk(Box::default());
        browser.happens(Event::Listed(Ok(nothing)));
    });
}

#[test]
fn the_statistics() {
    check("statistics", false, "<Alt-3><F6><F6><Down>");
}

#[test]
fn the_statistics_over_time() {
    check("statistics-time", false, "<Alt-3><Tab>");
    check("statistics-months", false, "<Alt-3><Tab><F7><Left>");
}

#[test]
fn the_statistics_of_two_fields() {
    check(
        "statistics-cross",
        false,
        "<Alt-3><Tab><Tab><Down><Right><Right>",
    );
    check(
        "statistics-stacked",
        false,
        &format!("<Alt-3><F6><F6><Tab><Tab><Tab>{}<Down>", "<F7>".repeat(15)),
    );
}

#[test]
fn end_of_a_long_listing() {
    check(
        "long-listing",
        false,
        "石墨烯 防腐<Down><Enter><Ctrl-End><Up><Up>",
    );
}

#[test]
fn listing_with_findings() {
    check(
        "findings",
        false,
        "legal:dead OR num:CN199002216A<Down><Enter>",
    );
}

#[test]
fn listing_without_contact() {
    check("no-contact", false, "双极板 graphene<Enter><PgDn>");
}

#[test]
fn the_tour() {
    check("tour", false, "<Alt-G>石墨烯");
}

#[test]
fn after_a_prefix() {
    check_in(&SIZES, "which-key", false, |browser| {
        around::save(browser, "keymap = \"vim\"");
        browser.press("石墨烯<Enter>y");
    });
}

#[test]
fn nothing_found() {
    check(
        "nothing",
        false,
        "<Ctrl-F><Down><Space><Esc>防腐 year:1990..1991<Down>",
    );
}

#[test]
fn relaxed() {
    check("relaxed", false, "石墨烯 防腐 养殖");
}

#[test]
fn mistyped() {
    check("mistyped", false, "graphene coatimg ");
}

#[test]
fn error() {
    check_in(&SIZES, "error", false, |browser| {
        let question = browser.questions.last().unwrap().clone();
        let failed = Failure::new(
            "索引无法使用：文件已损坏；可用 qiao reindex 重建",
            "the index cannot be used: a file is damaged; qiao reindex rebuilds it",
        );
        browser.happens(Event::Answer(Box::new(question), Box::new(Err(failed))));
    });
}

#[test]
fn importing() {
    check_in(&SIZES, "importing", true, |browser| {
        browser.press("<F5>a");
        let names = ["成果登记.xlsx", "需求.csv", "专利/"].map(|name| format!("资料/{name}"));
        browser.happens(Event::Completed("a".to_owned(), names.to_vec()));
        browser.happens(Event::Importing(ImportProgress {
            bytes: 31_000_000,
            size: Some(48_000_000),
            elapsed: Duration::from_secs(8),
        }));
        browser.press("<Down>");
    });
}

/// A list of the library's menu, and what `keys` do in it.
fn check_list(name: &str, keys: &str, entries: &Entries, then: &str) {
    let sizes = [(120, 40), (80, 24), (40, 12)];
    check_in(&sizes, name, false, |browser| {
        browser.press(keys);
        browser.happens(Event::Listed(Ok(entries.clone())));
        browser.press(then);
    });
}

#[test]
fn before_an_import() {
    let sizes = [(120, 40), (80, 24), (40, 12)];
    let look = |browser: &mut TestBrowser| {
        browser.press("<F5>a.csv<Enter>");
        importing::looked(browser, importing::NEEDS);
    };
    check_in(&sizes, "look", false, look);
    check_in(&sizes, "field-choice", false, |browser| {
        look(browser);
        browser.press("<Down><Space>");
    });
}

#[test]
fn library_menu() {
    check("library", false, "<Shift-F5>");
}

#[test]
fn sources() {
    check_list("sources", "<Shift-F5>2", &library::sources(), "<Down>");
    check_list(
        "no-sources",
        "<Shift-F5>2",
        &Entries::Sources(Vec::new()),
        "",
    );
}

#[test]
fn syncing() {
    check_list("syncing", "<Shift-F5>2", &library::sources(), "<Enter>");
}

#[test]
fn imports() {
    check_list("imports", "<Shift-F5>3", &library::imports(), "");
    check_list("undo", "<Shift-F5>3", &library::imports(), "<Enter>");
}

#[test]
fn deleted() {
    check_list("deleted", "<Shift-F5>7", &library::deleted(), "");
}

#[test]
fn duplicates() {
    let pairs = library::duplicates();
    check_list("duplicates", "<Shift-F5>4", &pairs, "");
    check_list("pair", "<Shift-F5>4", &pairs, "<Enter>");
    check_list("decide", "<Shift-F5>4", &pairs, "<Enter><Enter>");
}

#[test]
fn smallest() {
    check_in(&[(20, 5)], "smallest", false, |browser| {
        browser.press("石墨烯 防腐<Down>");
    });
}

#[test]
fn help() {
    check("help", false, "<F1>");
}

#[test]
fn palette() {
    check("palette", false, "<Ctrl-P>");
}

#[test]
fn comparison() {
    check("compare", false, "石墨烯<Ctrl-T><Ctrl-T><Down><Ctrl-T><F9>");
}

#[test]
fn marks() {
    check("marks", false, "石墨烯<Ctrl-T><Ctrl-T><F4>");
}

#[test]
fn copy_menu() {
    check("copy", false, "<Ctrl-Y>");
}

#[test]
fn export_prompt() {
    check("export", false, "<F4><Down>");
}

/// The pictures in the README, for readers on light and on dark pages.
#[test]
fn readme() {
    let filtered = "<Ctrl-F><Down><Space><Down><Space><Esc>";
    let papers = [("", "ansi", &svg::LIGHT), (".dark", "dark", &svg::DARK)];
    for (tongue, language, query) in [
        ("zh", Language::Chinese, "石墨烯"),
        ("en", Language::English, "water"),
    ] {
        for (name, theme, paper) in papers {
            let mut browser = TestBrowser::new(120, 36, language, true);
            browser.app.shared.setting.look.theme = Theme::named(theme).unwrap();
            browser.press(&format!("{filtered}{query}<Enter><F7>"));
            let (buffer, cursor) = browser.draw();
            let file = format!("../../../../docs/browser.{tongue}{name}.svg");
            expect_file![file].assert_eq(&svg::svg(&buffer, cursor, paper));
        }
    }
}
