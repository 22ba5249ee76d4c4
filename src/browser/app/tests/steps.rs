//! What keys and mouse do, step by step.

use std::path::PathBuf;
use std::time::Duration;

use qiao_index::request::{Facet, Sort};
use ratatui::crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use ratatui::layout::Rect;

use qiao_index::record::Record;

use super::{Shelf, TestBrowser, copy, importing, status};
use crate::browser::event::{Effect, Event};
use crate::export::{Format, Written};
use crate::import::{self, Counts, FileReport};
use crate::messages::Failure;
use crate::ui::clipboard::Channel;
use crate::ui::layout::Pane;
use crate::work::export::{Exported, Selection};
use crate::work::import::{ImportProgress, ImportSummary, LookOrder};
use crate::work::library::LibraryState;
use qiao_index::normalise::{RejectReason, Rejected};
use qiao_index::vocab::Language;

pub(super) fn filters(browser: &TestBrowser) -> Vec<(Facet, &str, bool)> {
    let filters = browser.search().filters().iter();
    filters
        .map(|f| (f.facet, f.value.as_str(), f.exclude))
        .collect()
}

#[test]
fn a_question_is_asked_exactly_when_it_changes() {
    let mut browser = TestBrowser::english();
    assert_eq!(
        browser.questions.len(),
        1,
        "the empty query, once the library is open"
    );
    browser.press("ab");
    assert_eq!(browser.questions.len(), 3);
    browser.press("<Left><Down><Tab><Tab><F1><Esc><Ctrl-L>");
    assert_eq!(browser.questions.len(), 3, "nothing of this asks anything");
    browser.press("<Ctrl-F><Backspace>");
    assert_eq!(browser.questions.len(), 3, "the key went to the filters");
}

#[test]
fn an_answer_to_an_old_question_is_not_taken() {
    let mut browser = TestBrowser::english();
    browser.press("防腐");
    let old = browser.questions[0].clone();
    let page = Shelf::of(3).answer(&old.request);
    browser.happens(Event::Answer(Box::new(old), Box::new(Ok(page))));
    assert_eq!(browser.search().answered_query(), Some("防腐"));
}

#[test]
fn numbers_of_the_filters_wait_until_they_are_counted() {
    let mut browser = TestBrowser::english();
    browser.press("防腐");
    let question = browser.questions[browser.questions.len() - 1].clone();
    let whole = browser.library.answer(&question.request);
    let counted = browser.picture();
    let mut first = whole.clone();
    first.facets.clear();
    first.uncounted = true;
    let answer = |page| Event::Answer(Box::new(question.clone()), Box::new(Ok(page)));
    browser.happens(answer(first));
    let waiting = browser.picture();
    let kind = |picture: &str| {
        let lines = picture.lines();
        let mut panes = lines.map(|line| line.chars().take(26).collect::<String>());
        panes
            .find(|pane| pane.contains("Achievement"))
            .unwrap_or_default()
    };
    assert!(kind(&waiting).contains('…'), "{waiting}");
    assert!(!kind(&waiting).contains(char::is_numeric), "{waiting}");
    browser.happens(answer(whole));
    assert_eq!(browser.picture(), counted);
}

#[test]
fn a_library_that_changes_is_asked_again_and_the_choice_stays() {
    let mut browser = TestBrowser::english();
    browser.press("<Down><Down>");
    browser.library = Shelf::of(40);
    browser.happens(Event::Library(Ok(LibraryState {
        turns: 0,
        remote: false,
        samples: false,
        records: 40,
        revision: 2,
        desk: 0,
    })));
    assert_eq!(browser.search().selected(), 2);
    assert!(browser.picture().contains("40 listings"));
    assert!(status(&browser).ends_with("40 in the library"));
}

#[test]
fn a_failure_is_shown_and_the_next_answer_removes_it() {
    let mut browser = TestBrowser::english();
    let question = browser.questions[0].clone();
    let failed = Err(Failure::new("索引无法使用", "the index cannot be used"));
    browser.happens(Event::Answer(Box::new(question), Box::new(failed)));
    assert!(browser.picture().contains("the index cannot be used"));
    browser.press("<Alt-L>");
    assert!(browser.picture().contains("索引无法使用"));
    browser.press("<Alt-L>x");
    assert!(!browser.picture().contains("the index cannot be used"));
}

#[test]
fn scrolls_smoothly_to_the_last_of_many() {
    let mut browser = TestBrowser::english();
    browser.library = Shelf::of(400);
    browser.press("示<Backspace>");
    let before = browser.questions.len();
    for place in 1..=100 {
        browser.press("<Down>");
        assert_eq!(browser.search().selected(), place);
        assert!(!browser.picture().contains("  …\n"), "no gap at {place}");
    }
    assert!(
        browser.questions.len() - before < 15,
        "a question once a screenful"
    );
    browser.press("<Ctrl-End>");
    assert_eq!(browser.search().selected(), 399);
    assert_eq!(browser.app.record().unwrap().id, "example:399");
    browser.press("<PgUp><Ctrl-Home>");
    assert_eq!(browser.app.record().unwrap().id, "example:0");
}

#[test]
fn hits_are_never_fetched_by_the_hundred() {
    for height in [5, 12, 24, 40, 60, 100] {
        let browser = TestBrowser::new(120, height, Language::English, false);
        let request = &browser.questions.last().unwrap().request;
        assert!(request.limit <= 130, "{} for {height} rows", request.limit);
    }
}

#[test]
fn values_of_a_facet_are_chosen_excluded_and_taken_back() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F><Down><Space><Down><Space><Down><Ctrl-X>");
    assert_eq!(
        filters(&browser),
        [
            (Facet::Kind, "achievement", false),
            (Facet::Kind, "patent", false),
            (Facet::Kind, "need", true),
        ]
    );
    assert!(browser.picture().contains("119 listings"));
    browser.press("\u{3000}");
    assert_eq!(
        filters(&browser)[2],
        (Facet::Kind, "need", false),
        "the full-width space too"
    );
    browser.press("<Enter>");
    assert_eq!(filters(&browser).len(), 2);
    browser.press("<Ctrl-R>");
    assert!(filters(&browser).is_empty());
    assert!(browser.picture().contains("164 listings"));
}

#[test]
fn a_value_without_listings_can_be_taken_back() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F>襄阳市<Down><Space>");
    assert_eq!(filters(&browser), [(Facet::Region, "4206", false)]);
    browser.press("<Esc><Esc>year:1990..1991<Ctrl-F>");
    assert!(
        browser.picture().contains("✓   Xiangyang"),
        "{}",
        browser.picture()
    );
}

#[test]
fn values_are_found_by_their_pinyin() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F>hzkj<Down><Space>");
    assert_eq!(
        filters(&browser),
        [(Facet::Institution, "华中科技大学", false)]
    );
}

#[test]
fn trees_open_and_close() {
    let mut browser = TestBrowser::english();
    let shown = |browser: &TestBrowser| browser.picture().contains("▸ Wuhan");
    browser.press("<Ctrl-F>");
    while !browser
        .picture()
        .lines()
        .any(|line| line.contains("▸ Hubei"))
    {
        browser.press("<Down>");
    }
    let (column, row) = browser.find("▸ Hubei");
    browser.click(column + 2, row);
    assert_eq!(filters(&browser), [(Facet::Region, "42", false)]);
    assert!(!shown(&browser), "a click on the name chooses the value");
    browser.press("<Right>");
    assert!(shown(&browser), "{}", browser.picture());
    browser.press("<Left>");
    assert!(!shown(&browser));
    let (column, row) = browser.find("▸ Hubei");
    browser.click(column, row);
    assert!(shown(&browser), "a click on the mark opens the branch");
    browser.click(column, row);
    assert!(!shown(&browser));
    assert_eq!(filters(&browser).len(), 1);
}

#[test]
fn only_this_value_takes_the_place_of_the_others_of_its_facet() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F><Down><Space><Down><Space><Down><Ctrl-X>");
    browser.press("<Ctrl-T>");
    let only = [(Facet::Kind, "need", false)];
    assert_eq!(filters(&browser), only);
    browser.press("<Ctrl-T>");
    assert_eq!(filters(&browser), only, "again changes nothing");
    let (column, row) = browser.find("  Patent  ");
    browser.mouse(MouseEventKind::Down(MouseButton::Middle), column, row);
    assert_eq!(filters(&browser), [(Facet::Kind, "patent", false)]);
}

#[test]
fn backspace_in_an_empty_line_takes_back_the_last_filter() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F><Down><Space><Down><Space><Esc>a<Backspace>");
    assert_eq!(filters(&browser).len(), 2, "first what is typed goes");
    browser.press("<Backspace>");
    assert_eq!(filters(&browser), [(Facet::Kind, "achievement", false)]);
    browser.press("<Alt-Delete><Backspace>");
    assert!(filters(&browser).is_empty());
}

#[test]
fn what_a_mistyped_query_may_mean_is_one_key_or_click_away() {
    let mistyped = "石墨稀 graphen coatimg";
    for click in [false, true] {
        let mut browser = TestBrowser::english();
        browser.press(mistyped).press(" ");
        let meant = browser.search().suggested().unwrap();
        let (column, row) = browser.find("did you mean ");
        if click {
            browser.click(column, row);
        } else {
            browser.press("<Ctrl-G>");
        }
        assert_eq!(browser.search().query(), meant);
    }
    let mut browser = TestBrowser::english();
    browser.press("石墨烯<Ctrl-G>");
    assert!(status(&browser).starts_with("no spelling suggestion for this query"));
}

#[test]
fn scrollbars_are_clicked_and_dragged() {
    let mut browser = TestBrowser::english();
    browser.library = Shelf::of(400);
    browser.press("示<Backspace>");
    let areas = browser.areas();
    let bar = areas.scrollbar(Pane::Results);
    browser.click(bar.x + 1, bar.bottom() - 1);
    assert_eq!(browser.app.record().unwrap().id, "example:391");
    browser.mouse(MouseEventKind::Drag(MouseButton::Left), 0, bar.y);
    assert_eq!(
        browser.app.record().unwrap().id,
        "example:8",
        "as far as the bar"
    );
    browser.mouse(MouseEventKind::Up(MouseButton::Left), 0, bar.y);
    browser.mouse(MouseEventKind::Drag(MouseButton::Left), 0, bar.bottom());
    assert_eq!(browser.search().selected(), 8, "let go");
    let mut browser = TestBrowser::english();
    let areas = browser.areas();
    for pane in [Pane::Facets, Pane::Listing] {
        let bar = areas.scrollbar(pane);
        browser.click(bar.x, bar.bottom() - 1);
        let extent = browser.search().shown(pane, &browser.app.shared);
        assert_eq!(extent.first + extent.shown, extent.all, "{pane:?}");
    }
}

#[test]
fn hints_and_headings_can_be_clicked() {
    let mut browser = TestBrowser::english();
    let (column, row) = browser.find("F1 Help");
    browser.click(column + 3, row);
    assert!(browser.app.open.is_some());
    browser.press("<Esc>");
    let (column, row) = browser.find("listings · relevance");
    browser.click(column, row);
    assert_eq!(browser.questions.last().unwrap().request.sort, Sort::Newest);
    let (column, row) = browser.find("Filters");
    browser.click(column, row);
    assert_eq!(browser.search().focus(), Pane::Facets);
}

#[test]
fn escape_goes_one_step_back_and_never_quits() {
    let mut browser = TestBrowser::english();
    browser.press("防腐<Enter>");
    assert_eq!(browser.search().focus(), Pane::Listing);
    browser.press("<F1><Esc>");
    assert_eq!(browser.search().focus(), Pane::Listing);
    browser.press("<Esc>");
    assert_eq!(browser.search().focus(), Pane::Results);
    assert_eq!(browser.search().query(), "防腐");
    browser.press("<Esc>");
    assert_eq!(browser.search().query(), "");
    browser.press("<Esc><Esc>");
    assert!(status(&browser).starts_with("F10 quits"));
    assert!(browser.others.is_empty());
}

#[test]
fn tab_goes_round_the_panes() {
    let mut browser = TestBrowser::english();
    let mut seen = Vec::new();
    for _ in 0..3 {
        browser.press("<Tab>");
        seen.push(browser.search().focus());
    }
    assert_eq!(seen, [Pane::Listing, Pane::Facets, Pane::Results]);
    browser.press("<Shift-Tab>");
    assert_eq!(browser.search().focus(), Pane::Facets);
}

#[test]
fn typing_searches_whichever_pane_has_the_focus_but_in_the_filters() {
    let mut browser = TestBrowser::english();
    browser.press("<Enter>防");
    assert_eq!(browser.search().query(), "防");
    browser.press("<Ctrl-F>腐");
    assert_eq!(browser.search().query(), "防");
    browser.press("<Esc><Esc>腐");
    assert_eq!(browser.search().query(), "防腐");
}

#[test]
fn a_paste_is_one_edit_and_runs_no_command() {
    let mut browser = TestBrowser::english();
    let before = browser.questions.len();
    let pasted = "石墨烯\r\n防腐\u{3}\u{1b}[31m".to_owned();
    browser.happens(Event::Terminal(Input::Paste(pasted)));
    assert_eq!(browser.search().query(), "石墨烯 防腐[31m");
    assert_eq!(browser.questions.len(), before + 1);
    assert!(browser.others.is_empty());
}

#[test]
fn releases_of_keys_do_nothing() {
    let mut browser = TestBrowser::english();
    let mut key = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
    key.kind = KeyEventKind::Release;
    browser.happens(Event::Terminal(Input::Key(key)));
    assert_eq!(browser.search().query(), "");
}

#[test]
fn the_history_comes_back_on_the_first_row_of_an_empty_line() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯<Esc>防腐<Esc>");
    browser.press("<Up>");
    assert_eq!(browser.search().query(), "防腐");
    browser.press("<Ctrl-Up>");
    assert_eq!(browser.search().query(), "石墨烯");
    browser.press("<Ctrl-Down><Ctrl-Down>");
    assert_eq!(browser.search().query(), "");
}

#[test]
fn the_copy_menu_takes_digits_of_both_widths() {
    let check = |digit: &str, expected: &str| {
        let mut browser = TestBrowser::english();
        browser.press("<Ctrl-Y>").press(digit);
        assert_eq!(browser.others, [copy(expected)], "{digit}");
        assert!(browser.app.open.is_none(), "{digit} closes the menu");
    };
    check("1", "0724-0000316");
    check("１", "0724-0000316");
    check("2", "luzhixia@example.com");
    check("３", "陆知夏 荆门漳河新材料研究院");
    check("<Enter>", "0724-0000316");
    check("<Down><Enter>", "luzhixia@example.com");
}

#[test]
fn what_a_listing_lacks_is_said_and_nothing_is_copied() {
    let mut browser = TestBrowser::english();
    browser.press("graphene-sealed<Ctrl-Y>1");
    assert!(browser.others.is_empty());
    assert!(
        browser.picture().contains("1  phone                  —"),
        "{}",
        browser.picture()
    );
    browser.press("7");
    assert!(matches!(browser.others.as_slice(), [Effect::Copy(_)]));
    assert_eq!(
        browser.search().query(),
        "graphene-sealed",
        "no digit is text"
    );
}

#[test]
fn a_copy_says_which_way_it_went() {
    let check = |channel: Channel, expected: &str| {
        let mut browser = TestBrowser::english();
        browser.happens(Event::Copied("027-00001234".to_owned(), channel));
        assert!(
            status(&browser).starts_with(expected),
            "{}",
            status(&browser)
        );
    };
    check(
        Channel::Program("tmux".into()),
        "sent to tmux: 027-00001234",
    );
    check(Channel::Desktop, "on the clipboard: 027-00001234");
    check(
        Channel::Terminal,
        "sent to the terminal (OSC 52): 027-00001234",
    );
}

#[test]
fn without_a_clipboard_the_text_is_shown_and_the_mouse_released() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::Copied("027-00001234".to_owned(), Channel::ByHand));
    assert_eq!(browser.others, [Effect::Mouse(false)]);
    assert!(browser.picture().lines().any(|line| line == "027-00001234"));
    browser.press("<Esc>");
    assert_eq!(browser.others, [Effect::Mouse(false), Effect::Mouse(true)]);
}

#[test]
fn only_web_addresses_are_opened() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-O>");
    let address = "https://example.com/achievements/a001".to_owned();
    assert_eq!(browser.others, [Effect::Open(address)]);
    for link in ["file:///etc/passwd", "javascript:alert(1)", "-x", "http:x"] {
        let mut browser = TestBrowser::english();
        browser.library = Shelf::with([Record {
            id: "example:0".to_owned(),
            title: "石".to_owned(),
            links: vec![link.to_owned()],
            ..Record::default()
        }]);
        browser.press("石<Ctrl-O>");
        assert!(browser.others.is_empty(), "{link}");
        assert!(status(&browser).starts_with("this listing has no web address"));
    }
}

#[test]
fn enter_on_a_heading_chooses_the_first_value_that_was_narrowed_to() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F>襄阳市<Enter>");
    assert_eq!(filters(&browser), [(Facet::Region, "4206", false)]);
    browser.press("<Enter>");
    assert!(filters(&browser).is_empty(), "and takes it back");
    browser.press("<Esc><Ctrl-F><Enter>");
    assert!(filters(&browser).is_empty(), "else a heading only opens");
}

#[test]
fn sorting_goes_round() {
    let mut browser = TestBrowser::english();
    let mut seen = Vec::new();
    for _ in 0..6 {
        browser.press("<F3>");
        seen.push(browser.questions.last().unwrap().request.sort);
    }
    assert_eq!(
        seen,
        [
            Sort::Newest,
            Sort::Oldest,
            Sort::Title,
            Sort::Budget,
            Sort::Added,
            Sort::Relevance
        ]
    );
    browser.press("<F3>");
    assert!(browser.picture().contains("164 listings · newest"));
    assert!(status(&browser).starts_with("sorted by newest"));
}

#[test]
fn everything_that_is_found_is_exported() {
    let mut browser = TestBrowser::english();
    browser.press("防腐<F4><Down><Enter>");
    let Some(Effect::Export(order, path)) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    let Selection::Found(request) = &order.selection else {
        panic!("{order:?}");
    };
    assert_eq!(
        (request.query.as_str(), request.offset, request.limit),
        ("防腐", 0, 8)
    );
    assert_eq!(
        (order.style.format, path),
        (Format::Jsonl, &PathBuf::from("qiao.jsonl"))
    );
    browser.happens(Event::Exported(Ok(Exported {
        written: Written::Listings(12),
        path: "qiao.jsonl".into(),
        replaced: false,
        careful: None,
    })));
    assert!(status(&browser).starts_with("12 listings written to qiao.jsonl"));
}

#[test]
fn what_to_do_about_a_file_that_is_not_imported_can_be_read_whole() {
    let mut browser = TestBrowser::new(120, 40, Language::English, true);
    let failure = |english: &str| Event::Imported(Err(Failure::new("", english)));
    browser.happens(failure("a.csv: there is no such file; check the path"));
    assert!(status(&browser).starts_with("not imported: a.csv: there is no such file"));
    assert!(!browser.picture().contains("Import a file"));
    let no_header = "a.csv: no header; say with --map\nThen type here: FILE --map map.toml";
    browser.press("水");
    browser.happens(failure(no_header));
    assert!(
        !browser.picture().contains("Then type here"),
        "nothing is taken from the hands"
    );
    assert!(status(&browser).starts_with("(Alt-B shows all) not imported: a.csv"));
    browser.press("<Alt-B>");
    assert!(browser.picture().contains("Then type here"));
    browser.press("<Esc><F5>a.csv<Enter>");
    importing::looked(&mut browser, importing::NEEDS);
    browser.press("<Enter>");
    browser.happens(failure(no_header));
    assert!(
        browser.picture().contains("Import a file"),
        "{}",
        browser.picture()
    );
    assert!(
        browser
            .picture()
            .contains("Then type here: FILE --map map.toml")
    );
}

/// What came of importing a file with `good` rows and others without a title.
fn imported(new: u64, rejected: u64) -> ImportSummary {
    let row = |row| Rejected {
        file: "a.csv".to_owned(),
        row,
        column: String::new(),
        reason: RejectReason::NoTitle,
        original: String::new(),
    };
    ImportSummary {
        files: vec![FileReport {
            path: "a.csv".to_owned(),
            format: import::Format::Csv,
            encoding: "UTF-8",
            replaced: 0,
            counts: Counts {
                new,
                rejected,
                ..Counts::default()
            },
            tally: qiao_index::library::RowsTally::default(),
            ignored_columns: Vec::new(),
            guessed: Vec::new(),
            remarks: Vec::new(),
            broken: None,
        }],
        rejected: (7..7 + rejected).map(row).collect(),
        ..ImportSummary::default()
    }
}

#[test]
fn a_file_is_imported_with_progress_and_its_rejected_rows() {
    let mut browser = TestBrowser::new(120, 40, Language::English, true);
    browser.press("<F5>a");
    let asked = [String::new(), "a".to_owned()].map(Effect::Complete);
    assert_eq!(browser.others, asked);
    browser.happens(Event::Completed("a".to_owned(), vec!["a.csv".to_owned()]));
    browser.press("<Tab><Enter>");
    importing::looked(&mut browser, importing::NEEDS);
    browser.press("<Enter>");
    assert_eq!(
        browser.others.last(),
        Some(&Effect::Import("a.csv".into(), Language::English))
    );
    let mut intake = ImportProgress {
        bytes: 12_000_000,
        size: Some(48_000_000),
        elapsed: Duration::from_millis(200),
    };
    browser.happens(Event::Importing(intake));
    assert!(
        status(&browser).ends_with("importing: 25 %"),
        "too early for a rate"
    );
    intake.elapsed = Duration::from_secs(4);
    browser.happens(Event::Importing(intake));
    let words = "importing: 25 % · 3.00 MB/s · 0:12 left";
    assert!(status(&browser).ends_with(words), "{}", status(&browser));
    intake.size = None;
    browser.happens(Event::Importing(intake));
    assert!(status(&browser).ends_with("importing: 12.00 MB · 3.00 MB/s"));
    browser.press("<F5>");
    assert!(status(&browser).starts_with("an import is running"));
    browser.happens(Event::Imported(Ok(imported(497, 3))));
    assert!(
        status(&browser).starts_with("(Alt-B shows all) 500 rows: 497 new"),
        "{}",
        status(&browser)
    );
    assert!(
        status(&browser).contains("; the samples are no longer shown"),
        "{}",
        status(&browser)
    );
    browser.press("<Alt-B>");
    assert!(browser.picture().contains("a.csv: row 7: no title"));
    browser.press("<Esc>");
    assert!(!browser.picture().contains("importing"));
}

#[test]
fn ways_out_of_an_empty_result_work() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F><Down><Space><Esc>防腐 year:1990..1991");
    browser.press("<Down><Enter>");
    assert_eq!(browser.search().query(), "防腐");
    assert_eq!(filters(&browser).len(), 1);
    browser.press("<Esc>year:1990..1991");
    let (column, row) = browser.find("drop the filter");
    browser.click(column, row);
    assert!(
        filters(&browser).is_empty(),
        "it was chosen already: one click is enough"
    );
    let (column, row) = browser.find("show all listings");
    browser.click(column, row);
    browser.click(column, row);
    assert!(browser.picture().contains("164 listings"));
}

#[test]
fn the_mouse_chooses_opens_and_scrolls_the_pane_below_it() {
    let mut browser = TestBrowser::english();
    let (column, row) = browser.find("Graphene-capped");
    browser.click(column, row);
    assert_eq!(browser.search().selected(), 2);
    assert_eq!(browser.search().focus(), Pane::Results);
    browser.click(column, row + 1);
    assert_eq!(
        browser.search().focus(),
        Pane::Listing,
        "the second click opens"
    );
    browser.mouse(MouseEventKind::ScrollDown, column, row);
    assert_eq!(browser.search().selected(), 3);
    let (column, row) = browser.find("▾ Kind");
    let row = row + 1;
    browser.click(column, row);
    assert_eq!(filters(&browser), [(Facet::Kind, "achievement", false)]);
    browser.mouse(MouseEventKind::Down(MouseButton::Right), column, row + 1);
    assert_eq!(filters(&browser)[0], (Facet::Kind, "achievement", true));
    let (column, row) = browser.find("×");
    browser.click(column, row);
    assert!(filters(&browser).is_empty());
}

#[test]
fn menus_can_be_clicked() {
    let click = |browser: &mut TestBrowser, text: &str| {
        let (column, row) = browser.find(text);
        browser.click(column, row);
    };
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-Y>");
    click(&mut browser, "2  e-mail");
    let email = copy("luzhixia@example.com");
    assert_eq!(browser.others, [email]);
    browser.press("<Ctrl-P>sort");
    click(&mut browser, "Sort  ");
    assert_eq!(browser.questions.last().unwrap().request.sort, Sort::Newest);
    browser.press("<F4>");
    click(&mut browser, "JSON Lines");
    assert!(browser.picture().contains("to: qiao.jsonl"), "chosen only");
    click(&mut browser, "JSON Lines");
    assert!(matches!(
        browser.others.last(),
        Some(Effect::Export(order, _)) if order.style.format == Format::Jsonl
    ));
    browser.press("<F5>");
    let names = vec!["a.csv".to_owned(), "b.csv".to_owned()];
    browser.happens(Event::Completed(String::new(), names));
    click(&mut browser, "b.csv");
    click(&mut browser, "b.csv");
    assert_eq!(
        browser.others.last(),
        Some(&Effect::Look(LookOrder::new(
            "b.csv".into(),
            Language::English
        )))
    );
    browser.press("<F1>");
    browser.click(0, 0);
    assert!(browser.app.open.is_none(), "a click beside it closes it");
}

#[test]
fn every_place_can_be_clicked() {
    for (width, height) in [(120, 40), (80, 24), (20, 5), (5, 2)] {
        for keys in [
            "",
            "<F1>",
            "<Ctrl-P>",
            "<Ctrl-Y>",
            "<Ctrl-F><Down><Space>",
            "x y z",
        ] {
            let mut browser = TestBrowser::new(width, height, Language::Chinese, false);
            browser.library =
                Shelf::with(crate::work::samples::records().unwrap().into_iter().take(9));
            browser.press(keys);
            for row in (0..=height).step_by(3) {
                for column in (0..=width).step_by(11) {
                    browser.click(column, row);
                    browser.mouse(MouseEventKind::ScrollDown, column, row);
                }
            }
            browser.picture();
        }
    }
}

#[test]
fn a_window_of_any_size_is_drawn() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-F><Down><Space><Esc>防腐");
    for keys in [
        "",
        "<F1>",
        "<Ctrl-P>",
        "<Ctrl-Y>",
        "<F4>",
        "<F5>",
        "<Esc><Enter>",
        "<Tab>",
    ] {
        browser.press(keys);
        for width in (0..=140).step_by(19) {
            for height in (0..=14).chain([40]) {
                browser.happens(Event::Terminal(Input::Resize(width, height)));
                let (_, cursor) = browser.draw();
                let window = Rect::new(0, 0, width, height);
                assert!(
                    cursor.is_none_or(|at| window.contains(at)),
                    "{width}×{height} {keys}"
                );
            }
        }
    }
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let browser = TestBrowser::new(19, 5, Language::English, false);
    assert!(
        browser.picture().starts_with("≥ 20×5\n"),
        "{}",
        browser.picture()
    );
    let browser = TestBrowser::new(60, 4, Language::Chinese, false);
    assert!(
        browser
            .picture()
            .starts_with("请放大窗口：至少 20 列 5 行\n")
    );
}

#[test]
fn the_cursor_stands_behind_what_is_typed() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯a");
    assert!(browser.picture().ends_with("cursor: column 9, row 0\n"));
    browser.press("<Left><Left>");
    assert!(browser.picture().ends_with("cursor: column 6, row 0\n"));
    browser.press("<Ctrl-F>武汉");
    assert!(
        browser.picture().ends_with("cursor: column 9, row 3\n"),
        "{}",
        browser.picture()
    );
}

#[test]
fn language_and_mouse_are_switched() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-L>");
    assert!(browser.picture().contains("164 条结果"));
    browser.press("<Alt-M>");
    assert_eq!(browser.others, [Effect::Mouse(false)]);
}

#[test]
fn the_palette_runs_commands() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-P>quit<Enter>");
    assert_eq!(browser.others, [Effect::Quit]);
    browser.press("<Ctrl-P>排序<Enter>");
    assert_eq!(browser.questions.last().unwrap().request.sort, Sort::Newest);
    browser.press("<Ctrl-P><Ctrl-P>");
    assert!(browser.app.open.is_none(), "its key closes it");
}

#[test]
fn every_action_can_be_run_from_the_palette() {
    for row in crate::ui::action::ACTIONS {
        let mut browser = TestBrowser::english();
        browser
            .press("<Ctrl-P>")
            .press(row.name[1])
            .press("<Enter>");
        browser.picture();
    }
}

#[test]
fn signals_and_quitting_end_it() {
    let mut browser = TestBrowser::english();
    browser.press("<Ctrl-C>");
    browser.happens(Event::Stop);
    browser.press("<F1><F10>");
    assert_eq!(browser.others, [Effect::Quit, Effect::Quit, Effect::Quit]);
}

#[test]
fn leaving_while_an_import_runs_is_asked_for_twice() {
    let mut browser = TestBrowser::english();
    browser.happens(Event::Importing(ImportProgress::default()));
    browser.press("<F10>");
    assert_eq!(browser.others, []);
    assert!(
        status(&browser).contains("F10 again quits"),
        "{}",
        status(&browser)
    );
    browser.press("<F10>");
    assert_eq!(browser.others, [Effect::Quit]);
}

#[test]
fn an_import_can_be_stopped_and_what_was_read_stays() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-X>");
    assert!(status(&browser).starts_with("no import is running"));
    browser.happens(Event::Importing(ImportProgress::default()));
    browser.press("<F5>");
    let said = status(&browser);
    assert!(
        said.starts_with("an import is running: Alt-X stops it"),
        "{said}"
    );
    browser.press("<Alt-X>");
    assert_eq!(browser.others, [Effect::StopImport]);
    let stopped = ImportSummary {
        stopped: true,
        ..imported(7, 0)
    };
    browser.happens(Event::Imported(Ok(stopped)));
    let said = status(&browser);
    assert!(
        said.starts_with("import stopped, what was read is kept; 7 rows"),
        "{said}"
    );
}

#[test]
fn a_query_is_remembered_as_soon_as_it_was_of_use() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯");
    assert!(browser.sessions.is_empty());
    browser.press("<Enter>");
    let queries = |browser: &TestBrowser| browser.sessions.last().unwrap().queries.clone();
    assert_eq!(queries(&browser), ["石墨烯"]);
    browser.press("<Esc><Esc>防腐<F10>");
    assert_eq!(queries(&browser), ["石墨烯", "防腐"]);
    assert_eq!(
        browser.sessions.len(),
        2,
        "only when there is something new"
    );
}

#[test]
fn the_listing_before_the_next_one_is_gone_back_to() {
    let mut browser = TestBrowser::english();
    let title = |browser: &TestBrowser| browser.app.record().map(|record| record.title.clone());
    let first = title(&browser);
    browser.press("<Enter><Alt-N>");
    let second = title(&browser);
    browser.press("<Alt-N><Alt-Left>");
    assert_eq!(title(&browser), second);
    browser.press("<Alt-Left>");
    assert_eq!(title(&browser), first);
}

#[test]
fn a_tree_that_pinyin_has_narrowed_can_be_opened() {
    let mut browser = TestBrowser::new(120, 40, Language::Chinese, false);
    browser.press("<Ctrl-F>hbs");
    let (column, row) = browser.find("▸ 湖北省");
    assert!(status(&browser).contains("← 收起"), "the heading");
    browser.press("<Down>");
    assert!(status(&browser).contains("→ 展开"), "{}", status(&browser));
    browser.press("<Right>");
    assert!(
        browser.picture().contains("▾ 湖北省"),
        "{}",
        browser.picture()
    );
    assert!(
        browser.picture().contains("▸ 武汉市"),
        "{}",
        browser.picture()
    );
    assert!(status(&browser).contains("← 收起"), "{}", status(&browser));
    browser.click(column, row);
    assert!(
        browser.picture().contains("▸ 湖北省"),
        "{}",
        browser.picture()
    );
}

#[test]
fn values_are_narrowed_by_their_names_in_either_language() {
    for (language, typed, found) in [
        (Language::Chinese, "unitedk", "英国"),
        (Language::Chinese, "newmat", "新材料"),
        (Language::English, "新材料", "New materials"),
        (Language::English, "湖北", "Hubei"),
    ] {
        let mut browser = TestBrowser::new(120, 40, language, false);
        browser.press(&format!("<Ctrl-F>{typed}"));
        assert!(
            browser.picture().contains(found),
            "{typed}: {}",
            browser.picture()
        );
    }
}

#[test]
fn a_comparison_says_which_listings_are_on_screen() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯<Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T>");
    browser.press("<Alt-C>");
    assert!(
        browser.picture().contains("Compare 5 · 1–4"),
        "{}",
        browser.picture()
    );
    browser.press("<Right>");
    assert!(
        browser.picture().contains("Compare 5 · 2–5"),
        "{}",
        browser.picture()
    );
}

#[test]
fn the_whole_name_of_a_value_in_a_tree_is_said() {
    let mut browser = TestBrowser::new(80, 24, Language::Chinese, false);
    browser.press("<Ctrl-F>掇刀区<Down>");
    assert!(
        browser
            .picture()
            .contains("地区 › 湖北省 › 荆门市 › 掇刀区"),
        "{}",
        browser.picture()
    );
    browser.press("<Esc><Esc>");
    assert!(!browser.picture().contains("地区 › "));
}

#[test]
fn the_listing_has_the_window_when_it_is_asked_to() {
    let mut browser = TestBrowser::new(120, 40, Language::English, false);
    browser.press("石墨烯<Enter>");
    assert!(
        browser.picture().contains("┬ Listing"),
        "beside the results"
    );
    browser.press("<Alt-Q>");
    assert!(
        browser.picture().contains("\nListing ─"),
        "{}",
        browser.picture()
    );
    browser.press("防");
    assert!(
        browser.picture().contains("┬ Listing"),
        "what is typed shows the results"
    );
    browser.press("<Enter>");
    assert!(
        browser.picture().contains("\nListing ─"),
        "it stays so for the next"
    );
    browser.press("<Alt-Q>");
    assert!(
        browser.picture().contains("┬ Listing"),
        "{}",
        browser.picture()
    );
}
