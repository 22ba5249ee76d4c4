#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::desk::Snapshot;
use crate::desk::log::{Contacted, LogLine};

fn record(id: &str, kind: Kind) -> Record {
    Record {
        id: id.to_owned(),
        kind,
        title: format!("title of {id}"),
        ..Record::default()
    }
}

fn on(day: &str) -> Happening {
    Happening {
        day: day.parse().unwrap(),
        text: String::new(),
    }
}

fn desk_with_deal() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path()).unwrap();
    let (need, offer) = (record("n1", Kind::Need), record("a1", Kind::Achievement));
    begin(&mut desk, [&need, &offer], &on("2026-09-01")).unwrap();
    (folder, desk)
}

#[test]
fn what_is_out_of_order_is_said_and_done() {
    let (_folder, mut desk) = desk_with_deal();
    let mut check = |stage, day: &str, expected: &str| {
        let done = move_to(&mut desk, 1, stage, &on(day)).unwrap();
        assert_eq!(done.line().say(Language::English), expected);
    };
    check(
        Stage::Contacted,
        "2026-09-02",
        "deal 1: contacted (2026-09-02)",
    );
    check(
        Stage::Agreed,
        "2026-09-05",
        "deal 1: agreed (2026-09-05); skipped: talks",
    );
    check(
        Stage::Talks,
        "2026-09-03",
        "deal 1: talks (2026-09-03); back from agreed; something happened later, on 2026-09-05: \
        it still stands at agreed",
    );
    check(
        Stage::Notice,
        "2026-09-16",
        "deal 1: notice (2026-09-16); for how many days is not known: set notice-days=DAYS",
    );
    lose(&mut desk, 1, Objection::Price, &on("2026-09-17")).unwrap();
    let done = move_to(&mut desk, 1, Stage::Signed, &on("2026-09-18")).unwrap();
    assert_eq!(
        done.line().say(Language::Chinese),
        "第 1 号交易：签约（2026-09-18）；重新开始"
    );
    assert!(lose(&mut desk, 1, Objection::Other, &on("2026-09-19")).is_err());
}

#[test]
fn a_pair_has_one_open_deal() {
    let (_folder, mut desk) = desk_with_deal();
    let (need, offer) = (record("n1", Kind::Need), record("a1", Kind::Achievement));
    let refused = begin(&mut desk, [&offer, &need], &on("2026-09-02")).unwrap_err();
    assert!(refused.to_string().contains("have deal 1"), "{refused}");
    lose(&mut desk, 1, Objection::Fit, &on("2026-09-03")).unwrap();
    let again = begin(&mut desk, [&offer, &need], &on("2026-09-04")).unwrap();
    assert_eq!(again.deal, 2);
    assert!(begin(&mut desk, [&need, &need], &on("2026-09-04")).is_err());
    let other = record("n2", Kind::Need);
    assert!(begin(&mut desk, [&need, &other], &on("2026-09-04")).is_err());
}

#[test]
fn amounts_that_cannot_be_are_refused_and_nothing_is_saved() {
    let (_folder, mut desk) = desk_with_deal();
    let mut set_all = |texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        set(&mut desk, 1, &texts, &on("2026-09-02"))
    };
    let done = set_all(&["合同金额=300万元", "technology-amount=280万"]).unwrap();
    assert_eq!(
        done.line().say(Language::Chinese),
        "第 1 号交易：合同金额：300万元；技术交易额：280万元"
    );
    let refused = set_all(&["buyer=x", "technology-amount=320万"]).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("(CNY 3,200,000) cannot be above"),
        "{refused}"
    );
    assert!(set_all(&["amount=200万"]).is_err(), "below the technology");
    assert!(set_all(&["amount=USD 9000000"]).is_err());
    assert!(set_all(&["buyer=y", "price=soon"]).is_err());
    let done = set_all(&["分期=2026-12-31 100万；2027-01-31 100万"]).unwrap();
    let said = done.line();
    assert!(
        said.say(Language::English)
            .ends_with("add up to CNY 2,000,000, the contract amount is CNY 3,000,000"),
        "{said:?}"
    );
    let deal = desk.deal(1).unwrap();
    assert_eq!(deal.value(DealField::Buyer), "");
    assert_eq!(deal.value(DealField::TechnologyAmount), "2800000");
    assert_eq!(deal.events.len(), 4, "the lead and three fields");
}

#[test]
fn notices_end_on_working_days_and_silence_is_heard() {
    let (_folder, mut desk) = desk_with_deal();
    let days = ["notice-days=15".to_owned()];
    set(&mut desk, 1, &days, &on("2026-09-02")).unwrap();
    move_to(&mut desk, 1, Stage::Notice, &on("2026-09-16")).unwrap();
    let ending = ending_notices(&desk).unwrap();
    // The 15th day is the first of October.
    assert_eq!(ending[0].ends.day.to_string(), "2026-10-08");
    assert!(ending[0].ends.is_known);
    move_to(&mut desk, 1, Stage::Notice, &on("2026-12-20")).unwrap();
    let ending = ending_notices(&desk).unwrap();
    assert_eq!(ending[0].ends.day.to_string(), "2027-01-04");
    assert!(!ending[0].ends.is_known);
    let silent = |desk: &Desk, day: &str| -> Vec<String> {
        let silent = silent_deals(desk, day.parse().unwrap()).unwrap();
        silent.into_iter().map(|it| it.last.to_string()).collect()
    };
    assert!(silent(&desk, "2027-01-04").is_empty(), "the notice runs");
    move_to(&mut desk, 1, Stage::Signed, &on("2027-01-05")).unwrap();
    assert!(silent(&desk, "2027-01-18").is_empty());
    assert_eq!(silent(&desk, "2027-01-19"), ["2027-01-05"]);
    let line = LogLine {
        number: 0,
        day: "2027-01-10".to_owned(),
        listing: "n1".to_owned(),
        how: Contacted::Call,
        person: String::new(),
        text: "called".to_owned(),
        outcome: None,
        at: "2027-01-10T08:00:00Z".to_owned(),
        chain: String::new(),
    };
    desk.log(&Snapshot::of_id("n1"), &line).unwrap();
    assert!(silent(&desk, "2027-01-19").is_empty());
    assert_eq!(silent(&desk, "2027-01-24"), ["2027-01-10"]);
    move_to(&mut desk, 1, Stage::Paid, &on("2027-01-11")).unwrap();
    assert!(silent(&desk, "2027-12-31").is_empty());
    assert!(ending_notices(&desk).unwrap().is_empty());
}
