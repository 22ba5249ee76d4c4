//! Deals in the browser, and whom not to contact.

use qiao_index::kept::Objection;
use qiao_index::vocab::Language;

use super::{TestBrowser, copy, status};
use crate::browser::event::{Effect, Event};
use crate::desk::{Deal, DealEvent, Desk, Snapshot, Stage, Step};
use crate::listing::evidence::EvidenceText;
use crate::messages::Failure;
use crate::work::deals::{DealNews, DealOrder};
use crate::work::desk::DeskOrder;
use crate::work::overview::{Entries, Register};

/// A deal at its notice.
pub(super) fn deal() -> DealNews {
    let listing = |id: &str, title: &str| Snapshot {
        title: title.to_owned(),
        ..Snapshot::of_id(id)
    };
    let event = |number, day: &str, step| DealEvent {
        number,
        day: day.to_owned(),
        step,
        text: String::new(),
        at: "2026-09-01T08:00:00Z".to_owned(),
        chain: String::new(),
    };
    DealNews {
        deal: Deal {
            number: 3,
            need: listing("sample:n001", "储罐防腐涂料"),
            offer: listing("sample:a001", "石墨烯改性水性环氧重防腐涂料"),
            events: vec![
                event(1, "2026-09-01", Step::Stage(Stage::Lead)),
                event(2, "2026-09-16", Step::Stage(Stage::Notice)),
            ],
        },
        presses: Some(Failure::new("公示至 2026-10-08", "notice until 2026-10-08")),
    }
}

fn ordered(browser: &TestBrowser) -> DealOrder {
    match browser.others.last() {
        Some(Effect::Desk(DeskOrder::Deal(order))) => order.clone(),
        other => panic!("{other:?}"),
    }
}

/// The list of one deal, opened among the results of a search.
fn with_list(keys: &str) -> TestBrowser {
    with_deals(keys, vec![deal()])
}

/// The list of these deals, opened so.
fn with_deals(keys: &str, deals: Vec<DealNews>) -> TestBrowser {
    let mut browser = TestBrowser::english();
    browser.press(keys);
    assert_eq!(
        browser.others.last(),
        Some(&Effect::List(Register::Deals)),
        "{keys}"
    );
    browser.happens(Event::Listed(Ok(Entries::Deals(deals))));
    browser
}

#[test]
fn a_deal_is_begun_with_a_match_or_between_two_marked_listings() {
    let mut browser = with_deals("num:\"sample:n001\"<Enter><Alt-F><F2>9", Vec::new());
    let picture = browser.picture();
    assert!(picture.contains("begin a deal: "), "{picture}");
    browser.press("<Enter>");
    let pair = ["sample:n001", "sample:a001"].map(str::to_owned);
    assert_eq!(ordered(&browser), DealOrder::Begin { pair });
    let mut browser = with_list("石墨烯<Down><Ctrl-T><Down><Ctrl-T><F2>9");
    let marked = browser.app.shared.marks.ids();
    browser.press("<Enter>");
    let pair = <[String; 2]>::try_from(marked).unwrap_or_default();
    assert_eq!(ordered(&browser), DealOrder::Begin { pair });
    // Where the two have a deal, no other is offered.
    let browser = with_list("num:\"sample:n001\"<Enter><Alt-F><F2>9");
    assert!(!browser.picture().contains("begin a deal"));
    // Where there is no such pair, there are the deals.
    let browser = with_list("石墨烯<F2>9");
    assert!(!browser.picture().contains("begin a deal"));
}

#[test]
fn a_deal_is_looked_at_moved_and_lost_from_the_list() {
    let mut browser = with_list("石墨烯<F2>9");
    let picture = browser.picture();
    for expected in [
        "3. 石墨烯改性",
        "notice 2026-09-16",
        "notice until 2026-10-08",
    ] {
        assert!(picture.contains(expected), "{expected} in {picture}");
    }
    browser.press("<Enter><Enter>");
    let picture = browser.picture();
    assert!(
        picture.starts_with("› num:(\"sample:n001\" OR \"sample:a001\")"),
        "{picture}"
    );
    let mut browser = with_list("石墨烯<F2>9");
    let (column, row) = browser.find("3. 石墨烯改性");
    browser.click(column, row);
    browser.press("<Down><Down><Down><Down><Down><Down>in Wuhan<Enter>");
    let moved = DealOrder::Move {
        deal: 3,
        stage: Stage::Signed,
        text: "in Wuhan".to_owned(),
    };
    assert_eq!(ordered(&browser), moved);
    let mut browser = with_list("石墨烯<F2>9");
    browser.press("<Enter>合同金额=300万元<Enter>");
    let set = DealOrder::Set {
        deal: 3,
        values: vec!["合同金额=300万元".to_owned()],
    };
    assert_eq!(ordered(&browser), set);
    let mut browser = with_list("石墨烯<F2>9");
    browser.press("<Enter>why<Enter>");
    assert!(status(&browser).contains("choose a stage first"));
    browser.press("<PgDn><Enter><Down><Enter>");
    let lost = DealOrder::Lose {
        deal: 3,
        why: Objection::Benefit,
        text: "why".to_owned(),
    };
    assert_eq!(ordered(&browser), lost);
}

#[test]
fn a_contact_that_is_not_to_be_contacted_is_copied_when_asked_for_twice() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐");
    let record = browser.app.record().cloned().unwrap_or_default();
    let institution = record.lead_institution();
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path()).unwrap();
    desk.do_not_contact(institution, "2026-11-30T08:00:00Z")
        .unwrap();
    browser.happens(Event::DoNotContact(desk.not_to_contact().unwrap()));
    let picture = browser.picture();
    assert!(picture.contains("! Do not contact: "), "{picture}");
    let copies = |browser: &TestBrowser| {
        let effects = browser.others.iter();
        effects.filter(|it| matches!(it, Effect::Copy(_))).count()
    };
    browser.press("<Ctrl-Y>1");
    assert_eq!(copies(&browser), 0);
    let said = status(&browser);
    assert!(said.contains("is not to be contacted"), "{said}");
    browser.press("<Ctrl-Y>1");
    assert_eq!(copies(&browser), 1, "asked for twice");
    browser.press("<Ctrl-Y>1");
    assert_eq!(copies(&browser), 1, "and again from the start");
    browser.press("<Down><Up><Ctrl-Y>1");
    assert_eq!(copies(&browser), 1, "something else came between");
    // A citation is no contact.
    browser.press("<Ctrl-Y>5");
    assert_eq!(copies(&browser), 2);
}

#[test]
fn whom_not_to_contact_is_said_on_the_listing_and_taken_back() {
    let mut browser = TestBrowser::english();
    browser.press("石墨烯 防腐<F2>-");
    let expected = Effect::List(Register::NotToContact);
    assert_eq!(browser.others.last(), Some(&expected));
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path()).unwrap();
    desk.do_not_contact("Example Ltd", "2026-11-30T08:00:00Z")
        .unwrap();
    let listed = |desk: &Desk| {
        let names = desk.not_to_contact().unwrap();
        Event::Listed(Ok(Entries::NotToContact(names)))
    };
    browser.happens(listed(&desk));
    let record = browser.app.record().cloned().unwrap_or_default();
    let name = record.contact.first().unwrap().name.clone();
    let picture = browser.picture();
    for expected in [
        &*format!("do not contact: {name}"),
        "Example Ltd",
        "2026-11-30",
    ] {
        assert!(picture.contains(expected), "{expected} in {picture}");
    }
    browser.press("<Enter>");
    let added = Effect::Desk(DeskOrder::DoNotContact(name.clone()));
    assert_eq!(browser.others.last(), Some(&added));
    // One that is on the list is taken off, by the mouse too; another name can be typed.
    browser.press("<F2>-");
    browser.happens(listed(&desk));
    let (column, row) = browser.find("Example Ltd");
    browser.click(column, row);
    let taken_off = Effect::Desk(DeskOrder::MayContact("Example Ltd".to_owned()));
    assert_eq!(browser.others.last(), Some(&taken_off));
    browser.press("<F2>-");
    browser.happens(listed(&desk));
    browser.press("甲公司<Enter>");
    let typed = Effect::Desk(DeskOrder::DoNotContact("甲公司".to_owned()));
    assert_eq!(browser.others.last(), Some(&typed));
}

#[test]
fn evidence_is_read_copied_and_saved() {
    let mut browser = with_list("石墨烯<F2>9");
    browser.press("<Enter><PgDn><Up><Enter>");
    let of_deal = Effect::FindEvidence("3".to_owned(), Language::English);
    assert_eq!(browser.others.last(), Some(&of_deal));
    browser.press("<F2>=");
    let Some(Effect::FindEvidence(whom, _)) = browser.others.last() else {
        panic!("{:?}", browser.others.last());
    };
    let record = browser.app.record().cloned().unwrap_or_default();
    assert_eq!(whom, record.lead_institution());
    browser.happens(Event::Evidence(Ok(EvidenceText {
        whom: "3".to_owned(),
        lines: vec![
            "Deal 3: talks".to_owned(),
            "introduced on: 2026-09-01".to_owned(),
        ],
        changed: Vec::new(),
    })));
    let picture = browser.picture();
    assert!(picture.contains("introduced on: 2026-09-01"), "{picture}");
    browser.press("<F4>");
    let text = "Deal 3: talks\nintroduced on: 2026-09-01";
    let saved = Effect::SaveEvidence(text.to_owned());
    assert_eq!(browser.others.last(), Some(&saved));
    browser.happens(Event::TextSaved(Ok("evidence.txt".into())));
    assert!(status(&browser).contains("written to evidence.txt"));
    browser.press("<Ctrl-Y>");
    assert_eq!(browser.others.last(), Some(&copy(text)));
}
