//! What is kept of matches, and the matches that an import brings.

use qiao_index::kept::Objection;
use qiao_index::matching::Band;
use qiao_index::record::{Kind, Record, Titled};
use qiao_index::vocab::Language;

use super::{TestBrowser, copy, status};
use crate::browser::event::{Effect, Event};
use crate::desk::draft::Draft;
use crate::desk::log::{Contacted, LogLine, LogOutcome};
use crate::desk::shortlist::Shortlist;
use crate::desk::task::{About, Task};
use crate::desk::watch::{Watch, Watched};
use crate::desk::{Snapshot, Touch};
use crate::messages::Failure;
use crate::work::desk::{DeskOrder, Said};
use crate::work::desk_view::{DeskEntry, DeskRow, DeskView};
use crate::work::letters::template;
use crate::work::library::LibraryState;
use crate::work::new_matches::{ImportNews, NewMatches};
use crate::work::overview::{Entries, Register};
use crate::work::tasks::TaskChange;
use crate::work::today::{Due, Target, TodayLine};
use crate::work::watches::{Moved, WatchNews};

const NEED: &str = "sample:n001";
const ANSWER: &str = "sample:a001";

/// The matches of a sample need, from the need itself.
fn matches() -> TestBrowser {
    let mut browser = TestBrowser::english();
    browser.press(&format!("num:\"{NEED}\"<Enter><Alt-F>"));
    browser
}

/// What the browser wants kept of the match.
fn said(browser: &TestBrowser) -> Option<Said> {
    let Some(Effect::Desk(DeskOrder::Judge { asker, found, said })) = browser.others.last() else {
        panic!("{:?}", browser.others);
    };
    assert_eq!((&**asker, &**found), (NEED, "sample:a001"));
    said.clone()
}

pub(super) fn news() -> Event {
    let titled = |id: &str, kind, title: &str| Titled {
        id: id.to_owned(),
        kind,
        title: title.to_owned(),
    };
    let need = |id: &str, title: &str, found| NewMatches {
        need: titled(id, Kind::Need, title),
        found,
    };
    let coating = (
        titled(
            "sample:a001",
            Kind::Achievement,
            "石墨烯改性水性环氧重防腐涂料",
        ),
        Band::Strong,
    );
    let patent = (
        titled("sample:p001", Kind::Patent, "Two-layer coating"),
        Band::Good,
    );
    let matches = Some(vec![
        need(NEED, "储罐防腐涂料", vec![coating.clone(), patent]),
        need("sample:n002", "Coating for tanks", vec![coating]),
    ]);
    Event::News(Ok(ImportNews {
        of_import: true,
        matches,
        moved: 1,
    }))
}

#[test]
fn a_match_is_accepted_or_declined_from_the_desk_menu() {
    let mut browser = matches();
    browser.press("<F2>21");
    assert_eq!(said(&browser).unwrap().declined, None);
    browser.press("<F2>22");
    assert!(
        browser.picture().contains("Decline: "),
        "{}",
        browser.picture()
    );
    browser.press("still in the lab<Enter>");
    let expected = Said {
        declined: Some(Objection::Early),
        text: "still in the lab".to_owned(),
    };
    assert_eq!(said(&browser), Some(expected));
    // By the mouse, too.
    browser.press("<F2>22");
    let (column, row) = browser.find("too expensive");
    browser.click(column, row);
    assert_eq!(said(&browser).unwrap().declined, Some(Objection::Price));
}

#[test]
fn something_else_is_no_reason_without_a_remark() {
    let mut browser = matches();
    let before = browser.others.len();
    browser.press("<F2>22<PgDn><Enter>");
    assert_eq!(browser.others.len(), before);
    assert!(
        status(&browser).contains("say in the remark"),
        "{}",
        status(&browser)
    );
    browser.press("moved abroad<Enter>");
    assert_eq!(said(&browser).unwrap().declined, Some(Objection::Other));
}

#[test]
fn where_nobody_answers_nobody_is_told_to_look_for_slips() {
    let mut browser = TestBrowser::english();
    browser.press("match:achievements:sample:a002");
    let picture = browser.picture();
    assert!(
        picture.contains("No listing is a match for it"),
        "{picture}"
    );
    assert!(!picture.contains("check the spelling"), "{picture}");
}

#[test]
fn where_nothing_is_matched_there_is_nothing_to_decide() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯<F2>2<F2>22");
    assert!(browser.others.is_empty(), "{:?}", browser.others);
    let palette = "<Esc><Ctrl-P>accept match<Enter>";
    browser.press(palette);
    assert!(
        status(&browser).contains("press Alt-F on a need"),
        "{}",
        status(&browser)
    );
    let mut browser = matches();
    browser.press("<Ctrl-P>undo decision<Enter>");
    assert!(
        status(&browser).contains("nothing has been decided"),
        "{}",
        status(&browser)
    );
    browser.press("<Esc><Esc><Esc>match:\"水性 防腐 涂料 储罐 盐雾\"<Ctrl-P>accept match<Enter>");
    assert!(
        status(&browser).contains("a typed text asks here"),
        "{}",
        status(&browser)
    );
}

#[test]
fn esc_comes_back_from_the_matches_to_where_one_was() {
    let mut browser = TestBrowser::english();
    browser.press("kind:need 涂料<Down>");
    let chosen = browser.app.record().unwrap().id.clone();
    browser.press("<Alt-F><Down><Enter><Esc>");
    assert_ne!(browser.app.record().unwrap().id, chosen);
    browser.press("<Esc>");
    assert_eq!(browser.app.record().unwrap().id, chosen);
    assert!(browser.picture().starts_with("› kind:need 涂料 "));
    // A query that was changed since is cleared, as any other.
    browser.press("<Alt-F> 水性<Esc>");
    assert!(browser.picture().starts_with("› "), "{}", browser.picture());
    assert!(
        !browser.picture().contains("kind:need"),
        "{}",
        browser.picture()
    );
}

#[test]
fn marked_needs_are_matched_together() {
    let mut browser = TestBrowser::english();
    browser.press("kind:need<Ctrl-T><Down><Ctrl-T><Alt-F>");
    let request = &browser.questions.last().unwrap().request;
    assert_eq!(
        request.query.matches("sample:n").count(),
        2,
        "{}",
        request.query
    );
    assert!(
        browser.picture().contains("answers "),
        "{}",
        browser.picture()
    );
    browser.press("<Esc><Alt-U><Esc>kind:achievement<Alt-A><Alt-F>");
    assert!(
        status(&browser).contains("no more than 20"),
        "{}",
        status(&browser)
    );
}

#[test]
fn what_an_import_brings_that_matches_needs_is_announced_and_shown() {
    let mut browser = TestBrowser::english();
    browser.press("<Shift-F2>");
    assert!(
        browser
            .picture()
            .contains("The last import brought nothing")
    );
    browser.press("<Esc>");
    browser.happens(news());
    let said =
        "2 new matches with needs (Shift-F2 shows them) · 1 watch has moved (Alt-8 shows them)";
    assert!(status(&browser).contains(said), "{}", status(&browser));
    browser.press("<Shift-F2><Down><Enter>");
    let request = &browser.questions.last().unwrap().request;
    assert_eq!(request.query, "match:sample:n002");
    browser.happens(Event::News(Ok(ImportNews::default())));
    assert!(
        status(&browser).contains("qiao match --all --new"),
        "{}",
        status(&browser)
    );
}

#[test]
fn a_tag_typed_faster_than_the_tags_are_read_is_put_on_all_the_same() {
    let mut browser = TestBrowser::english();
    browser.press("num:\"sample:a001\"<F2>4重点<Enter>");
    assert_eq!(browser.others.last(), Some(&Effect::List(Register::Tags)));
    browser.happens(Event::Listed(Ok(Entries::Tags(Vec::new()))));
    let tagged = Effect::Desk(DeskOrder::Tag {
        tag: "重点".to_owned(),
        ids: vec!["sample:a001".to_owned()],
        is_on: true,
    });
    assert_eq!(browser.others.last(), Some(&tagged));
    // Of lines that nobody has seen none is chosen.
    browser.press("<F2>4<Enter>");
    browser.happens(Event::Listed(Ok(Entries::Tags(vec![("甲".to_owned(), 1)]))));
    assert!(browser.picture().contains("甲"));
}

#[test]
fn listings_are_put_on_shortlists_tagged_and_noted() {
    let mut browser = TestBrowser::english();
    browser.press("num:\"sample:a001\"<F2>3");
    assert_eq!(
        browser.others.last(),
        Some(&Effect::List(Register::Shortlists))
    );
    let lists = vec![("荆门化工".to_owned(), 3), ("Wuhan".to_owned(), 1)];
    browser.happens(Event::Listed(Ok(Entries::Shortlists(lists))));
    let picture = browser.picture();
    assert!(picture.contains("荆门化工"), "{picture}");
    browser.press("jmhg<Enter>");
    let on = |name: &str, ids: &[&str]| {
        Effect::Desk(DeskOrder::Shortlist {
            name: name.to_owned(),
            ids: ids.iter().map(|&id| id.to_owned()).collect(),
            is_on: true,
        })
    };
    assert_eq!(
        browser.others.last(),
        Some(&on("荆门化工", &["sample:a001"]))
    );
    // A name that is not there yet makes a list; marks act together.
    browser.press("<Esc>kind:need<Ctrl-T><Down><Ctrl-T><F2>3");
    browser.happens(Event::Listed(Ok(Entries::Shortlists(Vec::new()))));
    browser.press("新清单");
    assert!(browser.picture().contains("new shortlist: 新清单"));
    browser.press("<Enter>");
    let marked: Vec<String> = browser
        .app
        .shared
        .marks
        .records()
        .iter()
        .map(|it| it.id.clone())
        .collect();
    let marked: Vec<&str> = marked.iter().map(String::as_str).collect();
    assert_eq!(browser.others.last(), Some(&on("新清单", &marked)));
    browser.press("<Alt-U><F2>4");
    browser.happens(Event::Listed(Ok(Entries::Tags(Vec::new()))));
    browser.press("急<Enter>");
    let Some(Effect::Desk(DeskOrder::Tag { tag, .. })) = browser.others.last() else {
        panic!("{:?}", browser.others.last());
    };
    assert_eq!(tag, "急");
    browser.press("<F2>5周五回电<Enter>");
    let Some(Effect::Desk(DeskOrder::Note { text, .. })) = browser.others.last() else {
        panic!("{:?}", browser.others.last());
    };
    assert_eq!(text, "周五回电");
    browser.press("<F2>5and more<Tab>");
    let edited =
        matches!(browser.others.last(), Some(Effect::EditNote(_, text)) if text == "and more");
    assert!(edited, "{:?}", browser.others.last());
    browser.press("<F2>6<Down>寄出资料<Enter>");
    let Some(Effect::Desk(DeskOrder::Log { how, text, .. })) = browser.others.last() else {
        panic!("{:?}", browser.others.last());
    };
    assert_eq!((*how, &**text), (Contacted::Mail, "寄出资料"));
}

#[test]
fn a_letter_is_written_in_the_editor_and_goes_where_it_is_told() {
    let mut browser = matches();
    browser.press("<F2>8");
    let Some(Effect::ListLetters(writing)) = browser.others.last() else {
        panic!("{:?}", browser.others.last());
    };
    let templates = template::all(None, writing.language).unwrap();
    browser.happens(Event::Listed(Ok(Entries::Letters(templates, Vec::new()))));
    browser.press("mail-offer<Enter>");
    let Some(Effect::WriteLetter(order)) = browser.others.last() else {
        panic!("{:?}", browser.others.last());
    };
    assert_eq!((&*order.id, &*order.template), (ANSWER, "mail-offer"));
    // The need that asks is in it.
    assert_eq!(order.other.as_deref(), Some(NEED));
    let draft = Draft {
        number: 7,
        person: "沈老师".to_owned(),
        address: "shen@example.com".to_owned(),
        subject: "一项技术".to_owned(),
        text: "您好".to_owned(),
        ..Draft::default()
    };
    let written = |draft: &Draft| Event::LetterWritten(Ok(Some(Box::new(draft.clone()))));
    browser.happens(written(&draft));
    assert!(
        browser.picture().contains("Draft 7"),
        "{}",
        browser.picture()
    );
    browser.press("1");
    let saved = Effect::SaveLetter(Box::new(draft.clone()), Vec::new(), "eml");
    assert_eq!(browser.others.last(), Some(&saved));
    browser.happens(Event::TextSaved(Ok("draft-7.eml".into())));
    assert!(status(&browser).contains("written to draft-7.eml"));
    browser.press("2");
    let opened = matches!(browser.others.last(), Some(Effect::Open(link)) if link.starts_with("mailto:shen@example.com?"));
    assert!(opened, "{:?}", browser.others.last());
    browser.press("3");
    assert_eq!(browser.others.last(), Some(&copy("您好")));
    browser.press("5");
    let sent = DeskOrder::Sent(7, Language::English);
    assert_eq!(browser.others.last(), Some(&Effect::Desk(sent)));
    // Without an address there is no mail program, and the letter says what it lacks.
    let draft = Draft {
        address: String::new(),
        ..draft
    };
    browser.happens(written(&draft));
    let picture = browser.picture();
    assert!(
        picture.contains("no e-mail address of the addressee"),
        "{picture}"
    );
    let before = browser.others.len();
    browser.press("2");
    assert_eq!(browser.others.len(), before);
    browser.press("<Esc>");
    browser.happens(Event::LetterWritten(Err(Failure::new(
        "缺",
        "{need} is missing",
    ))));
    assert!(browser.picture().contains("{need} is missing"));
}

#[test]
fn what_is_read_and_whose_contact_is_copied_is_remembered_unless_that_is_switched_off() {
    let mut browser = TestBrowser::english();
    let touched = |browser: &TestBrowser| {
        let touched = browser.others.iter().filter_map(|effect| match effect {
            Effect::Touch(ids, touch) => Some((ids.join(" "), *touch)),
            _ => None,
        });
        touched.collect::<Vec<_>>()
    };
    browser.press("石墨烯 防腐<Enter><Esc><Ctrl-Y>1");
    assert_eq!(touched(&browser), []);
    browser.app.shared.setting.remembers_opened = true;
    browser.press("<Enter>");
    let id = browser.app.record().unwrap().id.clone();
    let opened = (id.clone(), Touch::Opened);
    assert_eq!(touched(&browser), std::slice::from_ref(&opened));
    // A citation is no contact.
    browser.press("<Ctrl-Y>5<Ctrl-Y>1");
    let copied = (id, Touch::Copied);
    assert_eq!(touched(&browser), [opened, copied]);
}

#[test]
fn a_search_is_watched_and_what_has_moved_is_shown_and_seen() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<Alt-8>");
    browser.happens(Event::Listed(Ok(Entries::Watches(Vec::new()))));
    assert!(browser.picture().contains("No watches yet"));
    browser.press("防腐<Enter>");
    let query = Watched::Query("石墨烯 防腐".to_owned(), Vec::new());
    let expected = Effect::Desk(DeskOrder::Watch {
        name: "防腐".to_owned(),
        watched: query.clone(),
    });
    assert_eq!(browser.others.last(), Some(&expected));
    let news = WatchNews {
        watch: Watch {
            name: "防腐".to_owned(),
            watched: query,
            seen_at: "2026-10-30T08:00:00Z".to_owned(),
            listings: 3,
        },
        moved: Moved {
            new: vec![Record {
                id: "sample:a002".to_owned(),
                title: "新来的防腐涂料".to_owned(),
                ..Record::default()
            }],
            ..Moved::default()
        },
    };
    browser.press("<Esc><F2>0");
    browser.happens(Event::Listed(Ok(Entries::Watches(vec![news]))));
    let picture = browser.picture();
    assert!(picture.contains("1 new"), "{picture}");
    assert!(picture.contains("新来的防腐涂料"), "{picture}");
    browser.press("<Enter>");
    let seen = DeskOrder::Seen {
        name: "防腐".to_owned(),
    };
    assert_eq!(browser.others.last(), Some(&Effect::Desk(seen)));
    let request = &browser.questions.last().unwrap().request;
    let new = "num:\"sample:a002\"";
    assert_eq!(request.query, new, "what is new, and nothing else");
}

/// A desk with something in every section.
pub(super) fn view() -> Event {
    let listing = Record {
        id: "sample:a001".to_owned(),
        kind: Kind::Achievement,
        title: "石墨烯改性水性环氧重防腐涂料".to_owned(),
        ..Record::default()
    };
    let snapshot = Snapshot::of(&listing);
    let task = Task {
        number: 1,
        day: "2020-01-03".to_owned(),
        text: "寄样品".to_owned(),
        about: About::Listing(Box::new(snapshot.clone())),
        ..Task::default()
    };
    let due = TodayLine {
        due: Due::Overdue,
        said: Failure::new("已过 3 天", "3 days overdue"),
        text: "寄样品 · 石墨烯改性水性环氧重防腐涂料".to_owned(),
        day: None,
        target: Target::Listing(listing.id.clone()),
        task: Some(1),
        deal: None,
    };
    let waits = TodayLine {
        due: Due::FirstContact,
        said: Failure::new("48 小时还剩 20 小时", "20 h left of 48"),
        text: "储罐内壁清洗机器人 · 荆门示例化工".to_owned(),
        target: Target::Listing("own:1".to_owned()),
        task: None,
        ..due.clone()
    };
    let list = Shortlist {
        name: "荆门化工".to_owned(),
        at: "2026-10-30T08:00:00Z".to_owned(),
        listings: 12,
    };
    let watched = Watched::Query("石墨烯".to_owned(), Vec::new());
    let watch = WatchNews {
        watch: Watch {
            name: "石墨烯".to_owned(),
            watched,
            seen_at: "2026-10-30T08:00:00Z".to_owned(),
            listings: 12,
        },
        moved: Moved {
            new: vec![listing.clone()],
            ..Moved::default()
        },
    };
    let line = LogLine {
        number: 1,
        day: "2026-10-30".to_owned(),
        listing: listing.id.clone(),
        how: Contacted::Call,
        person: "沈老师".to_owned(),
        text: "谈了价格和中试".to_owned(),
        outcome: Some(LogOutcome::Interested),
        at: "2026-10-30T08:00:00Z".to_owned(),
        chain: String::new(),
    };
    let row = |entry| DeskRow {
        entry,
        listing: Some(Box::new((listing.clone(), None))),
    };
    let mut view = DeskView::default();
    view[0] = vec![row(DeskEntry::Today(due)), row(DeskEntry::Today(waits))];
    view[1] = vec![row(DeskEntry::Task(task))];
    view[2] = vec![row(DeskEntry::Shortlist(list))];
    view[3] = vec![row(DeskEntry::Watch(watch))];
    view[4] = vec![row(DeskEntry::Deal(Box::new(super::deals::deal())))];
    view[5] = vec![row(DeskEntry::Log(line, snapshot))];
    Event::Listed(Ok(Entries::Desk(Box::new(view))))
}

/// A browser on the desk, and what is on it.
fn on_desk() -> TestBrowser {
    let mut browser = TestBrowser::english();
    browser.press("涂料<Alt-2>");
    assert_eq!(browser.others, [Effect::List(Register::Desk)]);
    browser.happens(view());
    browser
}

#[test]
fn the_desk_leads_to_what_its_rows_are_about_and_esc_comes_back() {
    let mut browser = on_desk();
    let picture = browser.picture();
    assert!(picture.contains("3 days overdue"), "{picture}");
    assert!(picture.contains("Shortlists 1"), "{picture}");
    browser.press("<Tab><Tab><Enter>");
    let picture = browser.picture();
    assert!(picture.starts_with("› list:\"荆门化工\""), "{picture}");
    browser.press("<Esc>");
    let picture = browser.picture();
    assert!(
        picture.contains("荆门化工") && picture.contains("Today 2"),
        "{picture}"
    );
    browser.press("<Esc>");
    let picture = browser.picture();
    assert!(
        picture.starts_with("› 涂料 "),
        "the search is as it was: {picture}"
    );
    // By the mouse, too: the name of the screen, a section, a row twice.
    let (column, row) = browser.find("Desk");
    browser.click(column, row);
    let (column, row) = browser.find("Log 1");
    browser.click(column, row);
    let (column, row) = browser.find("call · 沈老师");
    browser.click(column, row);
    let picture = browser.picture();
    assert!(
        picture.starts_with("› num:\"sample:a001\""),
        "the only row is chosen: {picture}"
    );
}

#[test]
fn what_is_typed_on_the_desk_narrows_its_rows() {
    let mut browser = on_desk();
    browser.press("机器人");
    let picture = browser.picture();
    assert!(!picture.contains("overdue"), "{picture}");
    assert!(picture.contains("20 h left"), "{picture}");
    browser.press("x");
    assert!(browser.picture().contains("Nothing fits"));
    browser.press("<Esc>");
    assert!(browser.picture().contains("overdue"));
    browser.press("<Tab><Tab><Tab><Tab>谁");
    assert!(browser.picture().contains("Nothing fits"));
}

#[test]
fn a_task_is_ticked_off_put_off_and_removed_on_the_desk() {
    let ordered = |keys: &str| {
        let mut browser = on_desk();
        browser.press(keys);
        let Some(Effect::Desk(order)) = browser.others.pop() else {
            panic!("{}", browser.picture());
        };
        order
    };
    let changed = |change| DeskOrder::ChangeTask { number: 1, change };
    assert_eq!(ordered("<Enter><Enter>"), changed(TaskChange::Done));
    assert_eq!(ordered("<Delete>"), changed(TaskChange::Remove));
    assert_eq!(ordered("<Enter>remove<Enter>"), changed(TaskChange::Remove));
    let DeskOrder::ChangeTask { change, .. } = ordered("<Enter><Down><Down><Enter>") else {
        panic!("it is put off");
    };
    assert!(matches!(change, TaskChange::Snooze(_)), "{change:?}");
    let name = "荆门化工".to_owned();
    let expected = DeskOrder::DeleteShortlist { name };
    assert_eq!(ordered("<Tab><Tab><Delete>"), expected);
    // A new one is for the listing that is looked at.
    let DeskOrder::Task { text, day, id } = ordered("<F2>7 2030-01-04 回电话<Enter>") else {
        panic!("it is kept");
    };
    assert_eq!((&*text, id.as_deref()), ("回电话", Some("sample:a001")));
    assert_eq!(day.unwrap().to_string(), "2030-01-04");
}

#[test]
fn an_edit_that_moves_a_watch_is_told_and_the_new_matches_stay() {
    let mut browser = TestBrowser::english();
    browser.happens(news());
    browser.happens(Event::Edited(Ok(1)));
    assert!(browser.others.contains(&Effect::FindNews(None)));
    browser.happens(Event::News(Ok(ImportNews {
        of_import: false,
        matches: Some(Vec::new()),
        moved: 2,
    })));
    assert!(
        status(&browser).contains("2 watches have moved"),
        "{}",
        status(&browser)
    );
    browser.press("<Shift-F2>");
    assert!(
        browser.picture().contains("储罐防腐涂料"),
        "{}",
        browser.picture()
    );
}

#[test]
fn the_desk_is_looked_at_again_when_something_has_changed_meanwhile() {
    let mut browser = TestBrowser::english();
    browser.press("<Alt-2>");
    let changed = |revision, desk| {
        Event::Library(Ok(LibraryState {
            turns: 0,
            remote: false,
            samples: false,
            records: 165,
            revision,
            desk,
        }))
    };
    let asked = |browser: &TestBrowser| {
        let lists = browser.others.iter();
        lists
            .filter(|it| **it == Effect::List(Register::Desk))
            .count()
    };
    browser.happens(changed(2, 1));
    browser.happens(changed(2, 2));
    assert_eq!(asked(&browser), 1, "one after the other");
    browser.happens(view());
    assert_eq!(asked(&browser), 2);
    browser.happens(view());
    assert_eq!(asked(&browser), 2);
}
