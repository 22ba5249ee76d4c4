#![expect(clippy::unwrap_used, reason = "tests")]

use super::super::{Desk, Pair, Refusal};
use super::*;

const AT: &str = "2026-11-30T08:00:00Z";

fn pair() -> Pair {
    let snapshot = |id: &str, title: &str| Snapshot {
        title: title.to_owned(),
        ..Snapshot::of_id(id)
    };
    Pair {
        need: snapshot("n1", "储罐防腐"),
        offer: snapshot("a1", "石墨烯涂料"),
    }
}

fn event(day: &str, step: Step) -> DealEvent {
    DealEvent {
        number: 0,
        day: day.to_owned(),
        step,
        text: String::new(),
        at: AT.to_owned(),
        chain: String::new(),
    }
}

fn set(field: DealField, before: &str, after: &str) -> Step {
    Step::Set {
        field,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

#[test]
fn a_deal_stands_where_its_latest_event_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path()).unwrap();
    let number = desk.open_deal(&pair(), "2026-11-01", "展会", AT).unwrap();
    let mut check = |day: &str, step: Step, state: DealState, since: &str| {
        desk.add_events(number, &[event(day, step)]).unwrap();
        let deal = desk.deal(number).unwrap();
        assert_eq!(deal.state(), (state, since), "{deal:?}");
        deal
    };
    let at = DealState::At;
    check(
        "2026-11-10",
        Step::Stage(Stage::Talks),
        at(Stage::Talks),
        "2026-11-10",
    );
    // What is written down later and happened earlier moves nothing.
    let early = Step::Stage(Stage::Contacted);
    check("2026-11-03", early, at(Stage::Talks), "2026-11-10");
    let amount = set(DealField::Amount, "", "3000000");
    check("2026-11-12", amount, at(Stage::Talks), "2026-11-10");
    let lost = DealState::Lost(Objection::Price);
    let deal = check(
        "2026-11-15",
        Step::Lost(Objection::Price),
        lost,
        "2026-11-15",
    );
    assert!(!deal.is_open());
    assert_eq!(deal.last_stage(), Stage::Talks);
    // Two of one day: the one that was written down later.
    let again = Step::Stage(Stage::Agreed);
    let deal = check("2026-11-15", again, at(Stage::Agreed), "2026-11-15");
    assert!(deal.is_open());
    assert_eq!(deal.value(DealField::Amount), "3000000");
    assert_eq!(deal.value(DealField::Buyer), "");
    assert_eq!(deal.day_of(Stage::Contacted), Some("2026-11-03"));
    assert_eq!(deal.offer.title, "石墨烯涂料");
    let refused = desk.deal(7).unwrap_err();
    assert!(
        refused.to_string().contains("nearest is 1: 石墨烯涂料"),
        "{refused}"
    );
    assert_eq!(refused.downcast_ref::<Refusal>(), Some(&Refusal::Unknown));
}

#[test]
fn an_event_that_was_changed_later_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path()).unwrap();
    let number = desk.open_deal(&pair(), "2026-11-01", "", AT).unwrap();
    for step in [
        Step::Stage(Stage::Talks),
        set(DealField::Price, "", "1200000"),
        Step::Lost(Objection::Early),
    ] {
        desk.add_events(number, &[event("2026-11-02", step)])
            .unwrap();
    }
    assert_eq!(desk.first_changed_event().unwrap(), None);
    let changes = [
        ("deal_event SET day = '2026-10-01'", 2, 2),
        ("deal_event SET after = '1'", 3, 3),
        ("deal_event SET hash = chain", 4, 4),
    ];
    for (change, event, expected) in changes {
        let other = tempfile::tempdir().unwrap();
        let copy = other.path().join(super::super::FILE);
        let sql = "VACUUM INTO ?1";
        desk.connection
            .execute(sql, [copy.to_str().unwrap()])
            .unwrap();
        let copied = Desk::open(other.path()).unwrap();
        let sql = format!("UPDATE {change} WHERE number = {event}");
        copied.connection.execute(&sql, []).unwrap();
        assert_eq!(
            copied.first_changed_event().unwrap(),
            Some(expected),
            "{change}"
        );
    }
    // Whose deal it is cannot be exchanged either.
    let sql = "UPDATE deal SET offer = 'a2'";
    desk.connection.execute(sql, []).unwrap();
    assert_eq!(desk.first_changed_event().unwrap(), Some(1));
}

#[test]
fn what_is_taken_back_stays_as_evidence_and_is_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path()).unwrap();
    let number = desk.open_deal(&pair(), "2026-11-01", "", AT).unwrap();
    for step in [
        Step::Stage(Stage::Talks),
        set(DealField::Price, "", "1200000"),
        Step::Lost(Objection::Early),
    ] {
        desk.add_events(number, &[event("2026-11-02", step)])
            .unwrap();
    }
    let mut undo = |state: DealState, price: &str| {
        desk.undo("2026-11-03", AT).unwrap();
        let deal = desk.deal(number).unwrap();
        assert_eq!(deal.state().0, state);
        assert_eq!(deal.value(DealField::Price), price);
        assert_eq!(desk.first_changed_event().unwrap(), None);
        deal.events.len()
    };
    let at = DealState::At;
    assert_eq!(undo(at(Stage::Talks), "1200000"), 5);
    assert_eq!(undo(at(Stage::Talks), ""), 6);
    assert_eq!(undo(at(Stage::Lead), ""), 7);
    assert_eq!(undo(DealState::Lost(Objection::Other), ""), 8);
}

#[test]
fn stages_and_fields_are_known_by_their_names_in_both_languages() {
    for (stage, word, chinese) in Stage::ALL {
        assert_eq!(Stage::named(word), Some(stage));
        assert_eq!(Stage::named(chinese), Some(stage));
    }
    for (field, word, names) in DealField::ALL {
        for name in [word].into_iter().chain(names) {
            assert_eq!(DealField::named(name), Some(field), "{name}");
        }
    }
    let check = |text: &str, expected| assert_eq!(ContractKind::named(text), expected, "{text}");
    check("技术许可", Some(ContractKind::Licence));
    check("许可合同", Some(ContractKind::Licence));
    check("License", Some(ContractKind::Licence));
    check("转让", Some(ContractKind::Transfer));
    check("gift", None);
    let skipped = Stage::Signed.out_of_order(Stage::Talks);
    let between = vec![Stage::Agreed, Stage::Notice];
    assert_eq!(skipped, Some(StageNote::Skipped(between)));
    assert_eq!(Stage::Talks.out_of_order(Stage::Contacted), None);
    assert_eq!(
        Stage::Lead.out_of_order(Stage::Talks),
        Some(StageNote::Back)
    );
}
