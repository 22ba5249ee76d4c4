//! What keys and mouse do, step by step.

use std::path::PathBuf;
use std::time::Duration;

use qiao_index::request::{Facet, Sort};
use ratatui::crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use ratatui::layout::Rect;

use qiao_index::record::Record;

use super::{Desk, Shelf, status};
use crate::browser::event::{Channel, Effect, Event, Intake, LibraryState, Selection};
use crate::export::{Format, Written};
use crate::import::Counts;
use crate::messages::Failure;
use crate::ui::layout::Pane;
use qiao_index::vocab::Language;

pub(super) fn filters(desk: &Desk) -> Vec<(Facet, &str, bool)> {
    let filters = desk.app.asked.filters.iter();
    filters
        .map(|f| (f.facet, f.value.as_str(), f.exclude))
        .collect()
}

#[test]
fn a_question_is_asked_exactly_when_it_changes() {
    let mut desk = Desk::english();
    assert_eq!(
        desk.questions.len(),
        1,
        "the empty query, once the library is open"
    );
    desk.press("ab");
    assert_eq!(desk.questions.len(), 3);
    desk.press("<Left><Down><Tab><Tab><F1><Esc><Ctrl-L>");
    assert_eq!(desk.questions.len(), 3, "nothing of this asks anything");
    desk.press("<Ctrl-F><Backspace>");
    assert_eq!(desk.questions.len(), 3, "the key went to the filters");
}

#[test]
fn an_answer_to_an_old_question_is_not_taken() {
    let mut desk = Desk::english();
    desk.press("防腐");
    let old = desk.questions[0].clone();
    let page = Shelf::of(3).answer(&old.request);
    desk.happens(Event::Answer(Box::new(old), Box::new(Ok(page))));
    assert_eq!(
        desk.app.answer.as_ref().unwrap().question.request.query,
        "防腐"
    );
}

#[test]
fn a_library_that_changes_is_asked_again_and_the_choice_stays() {
    let mut desk = Desk::english();
    desk.press("<Down><Down>");
    desk.library = Shelf::of(40);
    desk.happens(Event::Library(Ok(LibraryState {
        samples: false,
        records: 40,
        revision: 2,
    })));
    assert_eq!(desk.app.panes.results.selected(), 2);
    assert!(desk.picture().contains("40 listings"));
    assert!(status(&desk).ends_with("40 in the library"));
}

#[test]
fn a_failure_is_shown_and_the_next_answer_removes_it() {
    let mut desk = Desk::english();
    let question = desk.questions[0].clone();
    let failed = Err(Failure::new("索引无法使用", "the index cannot be used"));
    desk.happens(Event::Answer(Box::new(question), Box::new(failed)));
    assert!(desk.picture().contains("the index cannot be used"));
    desk.press("<Alt-L>");
    assert!(desk.picture().contains("索引无法使用"));
    desk.press("<Alt-L>x");
    assert!(!desk.picture().contains("the index cannot be used"));
}

#[test]
fn scrolls_smoothly_to_the_last_of_many() {
    let mut desk = Desk::english();
    desk.library = Shelf::of(400);
    desk.press("示<Backspace>");
    let before = desk.questions.len();
    for place in 1..=100 {
        desk.press("<Down>");
        assert_eq!(desk.app.panes.results.selected(), place);
        assert!(!desk.picture().contains("  …\n"), "no gap at {place}");
    }
    assert!(
        desk.questions.len() - before < 15,
        "a question once a screenful"
    );
    desk.press("<Ctrl-End>");
    assert_eq!(desk.app.panes.results.selected(), 399);
    assert_eq!(desk.app.record().unwrap().id, "example:399");
    desk.press("<PgUp><Ctrl-Home>");
    assert_eq!(desk.app.record().unwrap().id, "example:0");
}

#[test]
fn hits_are_never_fetched_by_the_hundred() {
    for height in [5, 12, 24, 40, 60, 100] {
        let desk = Desk::new(120, height, Language::English, false);
        let request = &desk.questions.last().unwrap().request;
        assert!(request.limit <= 130, "{} for {height} rows", request.limit);
    }
}

#[test]
fn values_of_a_facet_are_chosen_excluded_and_taken_back() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F><Down><Space><Down><Space><Down><Ctrl-X>");
    assert_eq!(
        filters(&desk),
        [
            (Facet::Kind, "achievement", false),
            (Facet::Kind, "patent", false),
            (Facet::Kind, "need", true),
        ]
    );
    assert!(desk.picture().contains("120 listings"));
    desk.press("\u{3000}");
    assert_eq!(
        filters(&desk)[2],
        (Facet::Kind, "need", false),
        "the full-width space too"
    );
    desk.press("<Enter>");
    assert_eq!(filters(&desk).len(), 2);
    desk.press("<Ctrl-R>");
    assert!(filters(&desk).is_empty());
    assert!(desk.picture().contains("165 listings"));
}

#[test]
fn a_value_without_listings_can_be_taken_back() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F>襄阳市<Down><Space>");
    assert_eq!(filters(&desk), [(Facet::Region, "4206", false)]);
    desk.press("<Esc><Esc>year:1990..1991<Ctrl-F>");
    assert!(
        desk.picture().contains("✓   Xiangyang"),
        "{}",
        desk.picture()
    );
}

#[test]
fn values_are_found_by_their_pinyin() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F>hzkj<Down><Space>");
    assert_eq!(
        filters(&desk),
        [(Facet::Institution, "华中科技大学", false)]
    );
}

#[test]
fn trees_open_and_close() {
    let mut desk = Desk::english();
    let shown = |desk: &Desk| desk.picture().contains("▸ Wuhan");
    desk.press("<Ctrl-F>");
    while !desk.picture().lines().any(|line| line.contains("▸ Hubei")) {
        desk.press("<Down>");
    }
    let (column, row) = desk.find("▸ Hubei");
    desk.click(column + 2, row);
    assert_eq!(filters(&desk), [(Facet::Region, "42", false)]);
    assert!(!shown(&desk), "a click on the name chooses the value");
    desk.press("<Right>");
    assert!(shown(&desk), "{}", desk.picture());
    desk.press("<Left>");
    assert!(!shown(&desk));
    let (column, row) = desk.find("▸ Hubei");
    desk.click(column, row);
    assert!(shown(&desk), "a click on the mark opens the branch");
    desk.click(column, row);
    assert!(!shown(&desk));
    assert_eq!(filters(&desk).len(), 1);
}

#[test]
fn only_this_value_takes_the_place_of_the_others_of_its_facet() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F><Down><Space><Down><Space><Down><Ctrl-X>");
    desk.press("<Ctrl-T>");
    let only = [(Facet::Kind, "need", false)];
    assert_eq!(filters(&desk), only);
    desk.press("<Ctrl-T>");
    assert_eq!(filters(&desk), only, "again changes nothing");
    let (column, row) = desk.find("  Patent  ");
    desk.mouse(MouseEventKind::Down(MouseButton::Middle), column, row);
    assert_eq!(filters(&desk), [(Facet::Kind, "patent", false)]);
}

#[test]
fn backspace_in_an_empty_line_takes_back_the_last_filter() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F><Down><Space><Down><Space><Esc>a<Backspace>");
    assert_eq!(filters(&desk).len(), 2, "first what is typed goes");
    desk.press("<Backspace>");
    assert_eq!(filters(&desk), [(Facet::Kind, "achievement", false)]);
    desk.press("<Alt-Delete><Backspace>");
    assert!(filters(&desk).is_empty());
}

#[test]
fn what_a_mistyped_query_may_mean_is_one_key_or_click_away() {
    let mistyped = "石墨稀 graphen coatimg";
    for click in [false, true] {
        let mut desk = Desk::english();
        desk.press(mistyped).press(" ");
        let meant = desk.app.suggestion().unwrap().to_owned();
        let (column, row) = desk.find("did you mean ");
        if click {
            desk.click(column, row);
        } else {
            desk.press("<Ctrl-G>");
        }
        assert_eq!(desk.app.asked.query.text(), meant);
    }
    let mut desk = Desk::english();
    desk.press("石墨烯<Ctrl-G>");
    assert!(status(&desk).starts_with("nothing in the query looks mistyped"));
}

#[test]
fn scrollbars_are_clicked_and_dragged() {
    let mut desk = Desk::english();
    desk.library = Shelf::of(400);
    desk.press("示<Backspace>");
    let screen = desk.app.screen().unwrap();
    let bar = screen.scrollbar(Pane::Results);
    desk.click(bar.x + 1, bar.bottom() - 1);
    assert_eq!(desk.app.record().unwrap().id, "example:391");
    desk.mouse(MouseEventKind::Drag(MouseButton::Left), 0, bar.y);
    assert_eq!(
        desk.app.record().unwrap().id,
        "example:8",
        "as far as the bar"
    );
    desk.mouse(MouseEventKind::Up(MouseButton::Left), 0, bar.y);
    desk.mouse(MouseEventKind::Drag(MouseButton::Left), 0, bar.bottom());
    assert_eq!(desk.app.panes.results.selected(), 8, "let go");
    let mut desk = Desk::english();
    let screen = desk.app.screen().unwrap();
    for pane in [Pane::Facets, Pane::Listing] {
        let bar = screen.scrollbar(pane);
        desk.click(bar.x, bar.bottom() - 1);
        let extent = desk.app.extent(&screen, pane);
        assert_eq!(extent.first + extent.shown, extent.all, "{pane:?}");
    }
}

#[test]
fn hints_and_headings_can_be_clicked() {
    let mut desk = Desk::english();
    let (column, row) = desk.find("F1 Help");
    desk.click(column + 3, row);
    assert!(desk.app.popup.is_some());
    desk.press("<Esc>");
    let (column, row) = desk.find("listings · relevance");
    desk.click(column, row);
    assert_eq!(desk.questions.last().unwrap().request.sort, Sort::Newest);
    let (column, row) = desk.find("Filters");
    desk.click(column, row);
    assert_eq!(desk.app.panes.focus, Pane::Facets);
}

#[test]
fn escape_goes_one_step_back_and_never_quits() {
    let mut desk = Desk::english();
    desk.press("防腐<Enter>");
    assert_eq!(desk.app.panes.focus, Pane::Listing);
    desk.press("<F1><Esc>");
    assert_eq!(desk.app.panes.focus, Pane::Listing);
    desk.press("<Esc>");
    assert_eq!(desk.app.panes.focus, Pane::Results);
    assert_eq!(desk.app.asked.query.text(), "防腐");
    desk.press("<Esc>");
    assert_eq!(desk.app.asked.query.text(), "");
    desk.press("<Esc><Esc>");
    assert!(status(&desk).starts_with("F10 quits"));
    assert!(desk.others.is_empty());
}

#[test]
fn tab_goes_round_the_panes() {
    let mut desk = Desk::english();
    let mut seen = Vec::new();
    for _ in 0..3 {
        desk.press("<Tab>");
        seen.push(desk.app.panes.focus);
    }
    assert_eq!(seen, [Pane::Listing, Pane::Facets, Pane::Results]);
    desk.press("<Shift-Tab>");
    assert_eq!(desk.app.panes.focus, Pane::Facets);
}

#[test]
fn typing_searches_whichever_pane_has_the_focus_but_in_the_filters() {
    let mut desk = Desk::english();
    desk.press("<Enter>防");
    assert_eq!(desk.app.asked.query.text(), "防");
    desk.press("<Ctrl-F>腐");
    assert_eq!(desk.app.asked.query.text(), "防");
    desk.press("<Esc><Esc>腐");
    assert_eq!(desk.app.asked.query.text(), "防腐");
}

#[test]
fn a_paste_is_one_edit_and_runs_no_command() {
    let mut desk = Desk::english();
    let before = desk.questions.len();
    let pasted = "石墨烯\r\n防腐\u{3}\u{1b}[31m".to_owned();
    desk.happens(Event::Terminal(Input::Paste(pasted)));
    assert_eq!(desk.app.asked.query.text(), "石墨烯 防腐[31m");
    assert_eq!(desk.questions.len(), before + 1);
    assert!(desk.others.is_empty());
}

#[test]
fn releases_of_keys_do_nothing() {
    let mut desk = Desk::english();
    let mut key = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
    key.kind = KeyEventKind::Release;
    desk.happens(Event::Terminal(Input::Key(key)));
    assert_eq!(desk.app.asked.query.text(), "");
}

#[test]
fn the_history_comes_back_on_the_first_row_of_an_empty_line() {
    let mut desk = Desk::english();
    desk.press("石墨烯<Esc>防腐<Esc>");
    desk.press("<Up>");
    assert_eq!(desk.app.asked.query.text(), "防腐");
    desk.press("<Ctrl-Up>");
    assert_eq!(desk.app.asked.query.text(), "石墨烯");
    desk.press("<Ctrl-Down><Ctrl-Down>");
    assert_eq!(desk.app.asked.query.text(), "");
}

#[test]
fn the_copy_menu_takes_digits_of_both_widths() {
    let check = |digit: &str, expected: &str| {
        let mut desk = Desk::english();
        desk.press("<Ctrl-Y>").press(digit);
        assert_eq!(desk.others, [Effect::Copy(expected.to_owned())], "{digit}");
        assert!(desk.app.popup.is_none(), "{digit} closes the menu");
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
    let mut desk = Desk::english();
    desk.press("graphene-sealed<Ctrl-Y>1");
    assert!(desk.others.is_empty());
    assert!(
        desk.picture().contains("1  phone                  —"),
        "{}",
        desk.picture()
    );
    desk.press("7");
    assert!(matches!(desk.others.as_slice(), [Effect::Copy(_)]));
    assert_eq!(
        desk.app.asked.query.text(),
        "graphene-sealed",
        "no digit is text"
    );
}

#[test]
fn a_copy_says_which_way_it_went() {
    let check = |channel: Channel, expected: &str| {
        let mut desk = Desk::english();
        desk.happens(Event::Copied("027-00001234".to_owned(), channel));
        assert!(status(&desk).starts_with(expected), "{}", status(&desk));
    };
    check(
        Channel::Program("tmux".into()),
        "handed to tmux: 027-00001234",
    );
    check(Channel::Desktop, "on the clipboard: 027-00001234");
    check(
        Channel::Terminal,
        "sent to the terminal (OSC 52): 027-00001234",
    );
}

#[test]
fn without_a_clipboard_the_text_is_shown_and_the_mouse_released() {
    let mut desk = Desk::english();
    desk.happens(Event::Copied("027-00001234".to_owned(), Channel::ByHand));
    assert_eq!(desk.others, [Effect::Mouse(false)]);
    assert!(desk.picture().lines().any(|line| line == "027-00001234"));
    desk.press("<Esc>");
    assert_eq!(desk.others, [Effect::Mouse(false), Effect::Mouse(true)]);
}

#[test]
fn only_web_addresses_are_opened() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-O>");
    let address = "https://example.com/achievements/a001".to_owned();
    assert_eq!(desk.others, [Effect::Open(address)]);
    for link in ["file:///etc/passwd", "javascript:alert(1)", "-x", "http:x"] {
        let mut desk = Desk::english();
        desk.library = Shelf::with([Record {
            id: "example:0".to_owned(),
            title: "石".to_owned(),
            links: vec![link.to_owned()],
            ..Record::default()
        }]);
        desk.press("石<Ctrl-O>");
        assert!(desk.others.is_empty(), "{link}");
        assert!(status(&desk).starts_with("this listing has no web address"));
    }
}

#[test]
fn sorting_goes_round() {
    let mut desk = Desk::english();
    let mut seen = Vec::new();
    for _ in 0..4 {
        desk.press("<F3>");
        seen.push(desk.questions.last().unwrap().request.sort);
    }
    assert_eq!(
        seen,
        [Sort::Newest, Sort::Oldest, Sort::Title, Sort::Relevance]
    );
    desk.press("<F3>");
    assert!(desk.picture().contains("165 listings · newest"));
    assert!(status(&desk).starts_with("sorted by newest"));
}

#[test]
fn everything_that_is_found_is_exported() {
    let mut desk = Desk::english();
    desk.press("防腐<F4><Down><Enter>");
    let Some(Effect::Export(Selection::Found(request), format, path)) = desk.others.last() else {
        panic!("{:?}", desk.others);
    };
    assert_eq!(
        (request.query.as_str(), request.offset, request.limit),
        ("防腐", 0, 8)
    );
    assert_eq!(
        (*format, path),
        (Format::Jsonl, &PathBuf::from("qiao.jsonl"))
    );
    desk.happens(Event::Exported(Ok((
        Written::Listings(12),
        "qiao.jsonl".into(),
    ))));
    assert!(status(&desk).starts_with("12 listings written to qiao.jsonl"));
}

#[test]
fn what_to_do_about_a_file_that_is_not_imported_can_be_read_whole() {
    let mut desk = Desk::new(120, 40, Language::English, true);
    let failure = |english: &str| Event::Imported(Err(Failure::new("", english)));
    desk.happens(failure("a.csv: there is no such file; check the path"));
    assert!(status(&desk).starts_with("not imported: a.csv: there is no such file"));
    assert!(!desk.picture().contains("Import a file"));
    let no_header = "a.csv: no header; say with --map\nThen type here: FILE --map map.toml";
    desk.press("水");
    desk.happens(failure(no_header));
    assert!(
        !desk.picture().contains("Then type here"),
        "nothing is taken from the hands"
    );
    assert!(status(&desk).starts_with("(Alt-B shows all) not imported: a.csv"));
    desk.press("<Alt-B>");
    assert!(desk.picture().contains("Then type here"));
    desk.press("<Esc><F5>a.csv<Enter>");
    desk.happens(failure(no_header));
    assert!(
        desk.picture().contains("Import a file"),
        "{}",
        desk.picture()
    );
    assert!(
        desk.picture()
            .contains("Then type here: FILE --map map.toml")
    );
}

#[test]
fn a_file_is_imported_with_progress_and_its_rejected_rows() {
    let mut desk = Desk::new(120, 40, Language::English, true);
    desk.press("<F5>a");
    let asked = [String::new(), "a".to_owned()].map(Effect::Complete);
    assert_eq!(desk.others, asked);
    desk.happens(Event::Completed("a".to_owned(), vec!["a.csv".to_owned()]));
    desk.press("<Tab><Enter>");
    assert_eq!(desk.others.last(), Some(&Effect::Import("a.csv".into())));
    let mut intake = Intake {
        bytes: 12_000_000,
        size: Some(48_000_000),
        elapsed: Duration::from_millis(200),
    };
    desk.happens(Event::Importing(intake));
    assert!(
        status(&desk).ends_with("importing: 25 %"),
        "too early for a rate"
    );
    intake.elapsed = Duration::from_secs(4);
    desk.happens(Event::Importing(intake));
    let words = "importing: 25 % · 3.00 MB/s · 0:12 left";
    assert!(status(&desk).ends_with(words), "{}", status(&desk));
    intake.size = None;
    desk.happens(Event::Importing(intake));
    assert!(status(&desk).ends_with("importing: 12.00 MB · 3.00 MB/s"));
    desk.press("<F5>");
    assert!(status(&desk).starts_with("an import is running"));
    let done = Counts {
        new: 497,
        rejected: 3,
        ..Counts::default()
    };
    desk.happens(Event::Imported(Ok((
        done,
        vec!["a.csv:7: no title".to_owned()],
    ))));
    assert!(
        status(&desk).starts_with("(Alt-B shows all) 500 rows: 497 new"),
        "{}",
        status(&desk)
    );
    assert!(
        status(&desk).contains("; the samples make way"),
        "{}",
        status(&desk)
    );
    desk.press("<Alt-B>");
    assert!(desk.picture().contains("a.csv:7: no title"));
    desk.press("<Esc>");
    assert!(!desk.picture().contains("importing"));
}

#[test]
fn ways_out_of_an_empty_result_work() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F><Down><Space><Esc>防腐 year:1990..1991");
    desk.press("<Down><Enter>");
    assert_eq!(desk.app.asked.query.text(), "防腐");
    assert_eq!(filters(&desk).len(), 1);
    desk.press("<Esc>year:1990..1991");
    let (column, row) = desk.find("without the filter");
    desk.click(column, row);
    assert!(
        filters(&desk).is_empty(),
        "it was chosen already: one click is enough"
    );
    let (column, row) = desk.find("show all listings");
    desk.click(column, row);
    desk.click(column, row);
    assert!(desk.picture().contains("165 listings"));
}

#[test]
fn the_mouse_chooses_opens_and_scrolls_the_pane_below_it() {
    let mut desk = Desk::english();
    let (column, row) = desk.find("Graphene-capped");
    desk.click(column, row);
    assert_eq!(desk.app.panes.results.selected(), 2);
    assert_eq!(desk.app.panes.focus, Pane::Results);
    desk.click(column, row + 1);
    assert_eq!(
        desk.app.panes.focus,
        Pane::Listing,
        "the second click opens"
    );
    desk.mouse(MouseEventKind::ScrollDown, column, row);
    assert_eq!(desk.app.panes.results.selected(), 3);
    let (column, row) = desk.find("▾ Kind");
    let row = row + 1;
    desk.click(column, row);
    assert_eq!(filters(&desk), [(Facet::Kind, "achievement", false)]);
    desk.mouse(MouseEventKind::Down(MouseButton::Right), column, row + 1);
    assert_eq!(filters(&desk)[0], (Facet::Kind, "achievement", true));
    let (column, row) = desk.find("×");
    desk.click(column, row);
    assert!(filters(&desk).is_empty());
}

#[test]
fn menus_can_be_clicked() {
    let click = |desk: &mut Desk, text: &str| {
        let (column, row) = desk.find(text);
        desk.click(column, row);
    };
    let mut desk = Desk::english();
    desk.press("<Ctrl-Y>");
    click(&mut desk, "2  e-mail");
    let email = Effect::Copy("luzhixia@example.com".to_owned());
    assert_eq!(desk.others, [email]);
    desk.press("<Ctrl-P>sort");
    click(&mut desk, "Sort  ");
    assert_eq!(desk.questions.last().unwrap().request.sort, Sort::Newest);
    desk.press("<F4>");
    click(&mut desk, "JSON lines");
    assert!(desk.picture().contains("to: qiao.jsonl"), "chosen only");
    click(&mut desk, "JSON lines");
    assert!(matches!(
        desk.others.last(),
        Some(Effect::Export(_, Format::Jsonl, _))
    ));
    desk.press("<F5>");
    let names = vec!["a.csv".to_owned(), "b.csv".to_owned()];
    desk.happens(Event::Completed(String::new(), names));
    click(&mut desk, "b.csv");
    click(&mut desk, "b.csv");
    assert_eq!(desk.others.last(), Some(&Effect::Import("b.csv".into())));
    desk.press("<F1>");
    desk.click(0, 0);
    assert!(desk.app.popup.is_none(), "a click beside it closes it");
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
            let mut desk = Desk::new(width, height, Language::Chinese, false);
            desk.library =
                Shelf::with(crate::work::samples::records().unwrap().into_iter().take(9));
            desk.press(keys);
            for row in (0..=height).step_by(3) {
                for column in (0..=width).step_by(11) {
                    desk.click(column, row);
                    desk.mouse(MouseEventKind::ScrollDown, column, row);
                }
            }
            desk.picture();
        }
    }
}

#[test]
fn a_window_of_any_size_is_drawn() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-F><Down><Space><Esc>防腐");
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
        desk.press(keys);
        for width in (0..=140).step_by(19) {
            for height in (0..=14).chain([40]) {
                desk.happens(Event::Terminal(Input::Resize(width, height)));
                let (_, cursor) = desk.draw();
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
    let desk = Desk::new(19, 5, Language::English, false);
    assert!(desk.picture().starts_with("≥ 20×5\n"), "{}", desk.picture());
    let desk = Desk::new(60, 4, Language::Chinese, false);
    assert!(desk.picture().starts_with("请放大窗口：至少 20 列 5 行\n"));
}

#[test]
fn the_cursor_stands_behind_what_is_typed() {
    let mut desk = Desk::english();
    desk.press("石墨烯a");
    assert!(desk.picture().ends_with("cursor: column 9, row 0\n"));
    desk.press("<Left><Left>");
    assert!(desk.picture().ends_with("cursor: column 6, row 0\n"));
    desk.press("<Ctrl-F>武汉");
    assert!(
        desk.picture().ends_with("cursor: column 9, row 3\n"),
        "{}",
        desk.picture()
    );
}

#[test]
fn language_and_mouse_are_switched() {
    let mut desk = Desk::english();
    desk.press("<Alt-L>");
    assert!(desk.picture().contains("165 条结果"));
    desk.press("<Alt-M>");
    assert_eq!(desk.others, [Effect::Mouse(false)]);
}

#[test]
fn the_palette_runs_commands() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-P>quit<Enter>");
    assert_eq!(desk.others, [Effect::Quit]);
    desk.press("<Ctrl-P>排序<Enter>");
    assert_eq!(desk.questions.last().unwrap().request.sort, Sort::Newest);
    desk.press("<Ctrl-P><Ctrl-P>");
    assert!(desk.app.popup.is_none(), "its key closes it");
}

#[test]
fn every_action_can_be_run_from_the_palette() {
    for row in crate::ui::action::ACTIONS {
        let mut desk = Desk::english();
        desk.press("<Ctrl-P>").press(row.name[1]).press("<Enter>");
        desk.picture();
    }
}

#[test]
fn signals_and_quitting_end_it() {
    let mut desk = Desk::english();
    desk.press("<Ctrl-C>");
    desk.happens(Event::Stop);
    desk.press("<F1><F10>");
    assert_eq!(desk.others, [Effect::Quit, Effect::Quit, Effect::Quit]);
}

#[test]
fn leaving_while_an_import_runs_is_asked_for_twice() {
    let mut desk = Desk::english();
    desk.happens(Event::Importing(Intake::default()));
    desk.press("<F10>");
    assert_eq!(desk.others, []);
    assert!(
        status(&desk).contains("F10 again quits"),
        "{}",
        status(&desk)
    );
    desk.press("<F10>");
    assert_eq!(desk.others, [Effect::Quit]);
}

#[test]
fn the_listing_before_the_next_one_is_gone_back_to() {
    let mut desk = Desk::english();
    let title = |desk: &Desk| desk.app.record().map(|record| record.title.clone());
    let first = title(&desk);
    desk.press("<Enter><Alt-N>");
    let second = title(&desk);
    desk.press("<Alt-N><Alt-Left>");
    assert_eq!(title(&desk), second);
    desk.press("<Alt-Left>");
    assert_eq!(title(&desk), first);
}

#[test]
fn a_tree_that_pinyin_has_narrowed_can_be_opened() {
    let mut desk = Desk::new(120, 40, Language::Chinese, false);
    desk.press("<Ctrl-F>hbs");
    let (column, row) = desk.find("▸ 湖北省");
    assert!(status(&desk).contains("← 收起"), "the heading");
    desk.press("<Down>");
    assert!(status(&desk).contains("→ 展开"), "{}", status(&desk));
    desk.press("<Right>");
    assert!(desk.picture().contains("▾ 湖北省"), "{}", desk.picture());
    assert!(desk.picture().contains("▸ 武汉市"), "{}", desk.picture());
    assert!(status(&desk).contains("← 收起"), "{}", status(&desk));
    desk.click(column, row);
    assert!(desk.picture().contains("▸ 湖北省"), "{}", desk.picture());
}

#[test]
fn values_are_narrowed_by_their_names_in_either_language() {
    for (language, typed, found) in [
        (Language::Chinese, "unitedk", "United Kingdom"),
        (Language::Chinese, "newmat", "新材料"),
        (Language::English, "新材料", "New materials"),
        (Language::English, "湖北", "Hubei"),
    ] {
        let mut desk = Desk::new(120, 40, language, false);
        desk.press(&format!("<Ctrl-F>{typed}"));
        assert!(
            desk.picture().contains(found),
            "{typed}: {}",
            desk.picture()
        );
    }
}

#[test]
fn a_comparison_says_which_listings_are_on_screen() {
    let mut desk = Desk::english();
    desk.press("石墨烯<Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T>");
    desk.press("<Alt-C>");
    assert!(
        desk.picture().contains("Compare 5 · 1–4"),
        "{}",
        desk.picture()
    );
    desk.press("<Right>");
    assert!(
        desk.picture().contains("Compare 5 · 2–5"),
        "{}",
        desk.picture()
    );
}

#[test]
fn the_whole_name_of_a_value_in_a_tree_is_said() {
    let mut desk = Desk::new(80, 24, Language::Chinese, false);
    desk.press("<Ctrl-F>掇刀区<Down>");
    assert!(
        desk.picture().contains("地区 › 湖北省 › 荆门市 › 掇刀区"),
        "{}",
        desk.picture()
    );
    desk.press("<Esc><Esc>");
    assert!(!desk.picture().contains("地区 › "));
}

#[test]
fn the_listing_has_the_window_when_it_is_asked_to() {
    let mut desk = Desk::new(120, 40, Language::English, false);
    desk.press("石墨烯<Enter>");
    assert!(desk.picture().contains("┬ Listing"), "beside the results");
    desk.press("<Alt-Q>");
    assert!(desk.picture().contains("\nListing ─"), "{}", desk.picture());
    desk.press("防");
    assert!(
        desk.picture().contains("┬ Listing"),
        "what is typed shows the results"
    );
    desk.press("<Enter>");
    assert!(
        desk.picture().contains("\nListing ─"),
        "it stays so for the next"
    );
    desk.press("<Alt-Q>");
    assert!(desk.picture().contains("┬ Listing"), "{}", desk.picture());
}
