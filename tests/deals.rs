//! Deals, their clocks and their evidence, and whom not to contact, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use serde_json::Value;

use common::Home;

/// A sample need, and the sample listing that answers it.
const NEED: &str = "sample:n001";
const ANSWER: &str = "sample:a001";

impl Home {
    /// With the sample listings as the user's own, and a deal between two of them.
    fn with_deal() -> Self {
        let home = Self::new();
        let samples = home.done(&["export", "", "--format", "jsonl"]).0;
        let file = home.path("samples.jsonl");
        std::fs::write(&file, samples).unwrap();
        home.done(&["import", file.to_str().unwrap()]);
        home.done(&["deal", "new", NEED, ANSWER, "--on", "2026-09-01"]);
        home
    }

    /// Exit code, stdout, stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    /// What a command that must succeed prints, and what it says.
    fn done(&self, arguments: &[&str]) -> (String, String) {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        (out, err)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json"]].concat();
        serde_json::from_str(&self.done(&arguments).0).unwrap()
    }

    fn refused(&self, arguments: &[&str], code: i32, complaint: &str) {
        let (ended, _, err) = self.run(arguments);
        assert_eq!(ended, code, "{arguments:?}: {err}");
        assert!(err.contains(complaint), "{arguments:?}: {err}");
    }
}

#[test]
fn a_deal_goes_from_the_first_word_to_the_money_and_is_lost_and_reopened() {
    let home = Home::with_deal();
    let moved = |stage: &str, day: &str| home.done(&["deal", "move", "1", stage, "--on", day]).1;
    assert_eq!(
        moved("contacted", "2026-09-02"),
        "deal 1: contacted (2026-09-02)\n"
    );
    moved("洽谈", "2026/9/5");
    let lose = ["deal", "lose", "1", "--why", "price", "budget cut"];
    home.done(&[&lose[..], &["--on", "2026-09-06"]].concat());
    let shown = home.json(&["deal", "show", "1"]);
    assert_eq!(shown["stage"], "lost");
    assert_eq!(shown["why"], "price");
    assert_eq!(shown["since"], "2026-09-06");
    // What happens after a loss reopens the deal.
    let said = moved("agreed", "2026-09-08");
    assert!(said.contains("reopened"), "{said}");
    let set = [
        "deal",
        "set",
        "1",
        "kind=技术转让",
        "合同金额=300万元",
        "technology-amount=280万元",
        "受让方=荆门示例化工",
        "分期=2026-12-31 100万；2027-06-30 200万",
    ];
    let said = home.done(&[&set[..], &["--lang", "zh"]].concat()).1;
    assert!(
        said.contains("合同类型：技术转让；合同金额：300万元；技术交易额：280万元"),
        "{said}"
    );
    let said = moved("signed", "2026-10-09");
    assert!(said.contains("skipped: notice"), "{said}");
    moved("登记", "2026-10-20");
    moved("paid", "2026-11-01");
    let shown = home.json(&["deal", "show", "1"]);
    assert_eq!(shown["stage"], "paid");
    assert_eq!(shown["offer"]["id"], ANSWER);
    assert_eq!(shown["fields"]["contract-kind"], "transfer");
    assert_eq!(shown["fields"]["amount"]["amount"], 3_000_000);
    assert_eq!(shown["fields"]["amount"]["currency"], "CNY");
    let second = &shown["fields"]["instalments"][1];
    assert_eq!(second["day"], "2027-06-30");
    assert_eq!(second["amount"]["amount"], 2_000_000);
    let events = shown["events"].as_array().unwrap();
    assert_eq!(events.len(), 8 + 5, "stages and a loss, and five fields");
    let text = home.done(&["deal", "show", "1", "--lang", "zh"]).0;
    for expected in [
        "第 1 号交易：到款（2026-11-01）\n",
        "2026-09-06 · 未成：价格过高：budget cut\n",
        "2026-09-08 · 达成意向\n",
        "合同金额：— → 300万元\n",
        "分期：2026-12-31 100万元；2027-06-30 200万元\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let all = home.done(&["deal", "list"]).0;
    assert!(all.starts_with("1  paid (2026-11-01)  "), "{all}");
    assert_eq!(home.run(&["deal", "list", "--stage", "lead"]).0, 1);
}

#[test]
fn what_cannot_be_of_a_deal_is_refused_and_nothing_is_saved() {
    let home = Home::with_deal();
    home.done(&["deal", "set", "1", "amount=200万元"]);
    let set = |value: &str, complaint: &str| {
        home.refused(&["deal", "set", "1", "buyer=x", value], 2, complaint);
    };
    set("technology-amount=250万元", "cannot be above");
    set("price=50-100万", "is understood as CNY 500,000");
    set("分期=someday 100万", "someday is no date");
    set("colour=red", "technology-amount");
    let move_ = ["deal", "move", "1", "talks", "--on", "soon"];
    home.refused(&move_, 2, "soon is no date");
    home.refused(&["deal", "move", "1", "dance"], 2, "registered");
    home.refused(&["deal", "move", "5", "talks"], 1, "the nearest is 1");
    home.refused(&["deal", "new", NEED, "sample:a999"], 1, "sample:a999");
    home.refused(&["deal", "new", NEED, ANSWER], 2, "have deal 1 already");
    home.refused(&["deal", "new", NEED, NEED], 2, "two listings");
    home.refused(&["deal", "lose", "1", "--why", "dull"], 2, "early");
    home.refused(&["deal", "lose", "1", "--why", "other"], 2, "other reason");
    let events = home.json(&["deal", "show", "1"])["events"].clone();
    assert_eq!(events.as_array().unwrap().len(), 2, "{events}");
}

#[test]
fn a_notice_over_national_day_ends_on_the_first_working_day() {
    let home = Home::with_deal();
    home.done(&["deal", "set", "1", "公示天数=15天", "notice-place=浙江"]);
    let notice = ["deal", "move", "1", "notice", "--on"];
    let noticed = |day: &str| {
        let said = home.done(&[&notice[..], &[day]].concat()).1;
        (said, home.json(&["deal", "show", "1"])["notice"].clone())
    };
    let (said, notice) = noticed("2026-09-16");
    assert!(said.contains("notice until 2026-10-08\n"), "{said}");
    assert_eq!(notice["ends"], "2026-10-08");
    assert_eq!(notice["holidays_known"], true);
    // A Sunday that is worked for the holidays is a working day.
    let (_, notice) = noticed("2026-09-05");
    assert_eq!(notice["began"], "2026-09-16", "the later counts");
    let (said, notice) = noticed("2026-12-19");
    assert!(said.contains("by weekends only"), "{said}");
    assert_eq!(notice["ends"], "2027-01-04");
    assert_eq!(notice["holidays_known"], false);
    let list = home.done(&["deal", "list", "--lang", "zh"]).0;
    assert!(list.contains("公示至 2027-01-04（只按周末推算"), "{list}");
    let text = home.done(&["deal", "show", "1", "--lang", "zh"]).0;
    assert!(text.contains("浙江省促进科技成果转化条例"), "{text}");
}

#[test]
fn the_evidence_of_a_deal_has_its_calls_and_events_and_shows_a_change() {
    let home = Home::with_deal();
    let log = |id: &str, day: &str, text: &str| {
        home.done(&["log", "add", id, "call", text, "--on", day]);
    };
    log(NEED, "2026-09-02", "asked for the budget");
    log(ANSWER, "2026-09-03", "asked for samples");
    log("sample:a003", "2026-09-03", "of another deal");
    home.done(&["deal", "move", "1", "contacted", "--on", "2026-09-03"]);
    let evidence = home.json(&["log", "evidence", "1"]);
    assert_eq!(evidence["introduced"], "2026-09-03");
    assert_eq!(evidence["deal"]["need"]["id"], NEED);
    let facts = evidence["facts"].as_array().unwrap();
    assert_eq!(facts.len(), 4, "{facts:?}");
    assert_eq!(facts[0]["event"]["stage"], "lead");
    assert_eq!(facts[1]["log"]["text"], "asked for the budget");
    let chain = facts[3]["event"]["chain"].as_str().unwrap();
    assert_eq!(chain.len(), 64);
    let text = home.done(&["log", "evidence", "1", "--lang", "zh"]).0;
    assert!(text.contains("介绍双方的日期：2026-09-03\n"), "{text}");
    assert!(text.contains(chain), "{text}");
    assert!(!text.contains("another deal"), "{text}");
    let doctor = home.run(&["doctor"]).1;
    assert!(!doctor.contains("was changed"), "{doctor}");
    let desk = rusqlite::Connection::open(home.path("library").join("desk.db")).unwrap();
    let sql = "UPDATE deal_event SET day = '2026-08-01' WHERE number = 2";
    desk.execute(sql, []).unwrap();
    let doctor = home.run(&["doctor"]).1;
    assert!(
        doctor.contains("event 2 of the deals was changed"),
        "{doctor}"
    );
    let (_, said) = home.done(&["log", "evidence", "1", "--lang", "zh"]);
    assert!(said.contains("第 2 号事件在写下之后被改动过"), "{said}");
    let undone = "UPDATE deal_event SET day = '2026-09-03' WHERE number = 2";
    desk.execute(undone, []).unwrap();
    drop(desk);
    // A desk that was written and read again is as good evidence.
    let all = home.path("desk.jsonl");
    home.done(&["desk", "export", "-o", all.to_str().unwrap()]);
    let other = Home::new();
    other.done(&["desk", "import", all.to_str().unwrap()]);
    let again = other.json(&["log", "evidence", "1"]);
    assert_eq!(again["facts"], evidence["facts"]);
    let (_, said) = other.done(&["log", "evidence", "1"]);
    assert!(!said.contains("careful"), "{said}");
    // No deal has this number: it is a name, and nobody has it.
    assert_eq!(home.run(&["log", "evidence", "7"]).0, 1);
}

#[test]
fn what_presses_in_deals_is_told_today() {
    let home = Home::with_deal();
    let pressing = || -> Vec<String> {
        let (_, out, _) = home.run(&["today", "--format", "json"]);
        let lines: Value = serde_json::from_str(&out).unwrap();
        let lines = lines.as_array().cloned().unwrap_or_default();
        let dues = lines.iter().map(|line| line["what"].as_str().unwrap());
        let of_deals = |due: &&str| ["notice", "silent-deal"].contains(due);
        dues.filter(of_deals).map(str::to_owned).collect()
    };
    // Nothing was heard of it since September.
    assert_eq!(pressing(), ["silent-deal"]);
    home.done(&["log", "add", NEED, "call", "they still want it"]);
    assert_eq!(pressing(), Vec::<String>::new());
    home.done(&["deal", "set", "1", "notice-days=1"]);
    home.done(&["deal", "move", "1", "notice", "--on", "2026-09-16"]);
    assert_eq!(pressing(), ["notice"]);
    let task = ["task", "add", "催款", "--on", "today", "--for", "deal:1"];
    home.done(&task);
    home.refused(&["task", "add", "x", "--for", "交易:7"], 1, "nearest is 1");
    home.refused(&["task", "add", "x", "--for", "deal:a"], 2, "deal:1");
    let tasks = home.json(&["task", "list"]);
    assert_eq!(tasks[0]["deal"], 1);
    assert_eq!(home.done(&["desk", "undo"]).1, "undone: task (催款)\n");
    // A step that was taken by mistake is corrected, not forgotten.
    let (_, said) = home.done(&["desk", "undo", "--lang", "zh"]);
    assert!(said.contains("交易的一步"), "{said}");
    let shown = home.json(&["deal", "show", "1"]);
    assert_eq!(shown["stage"], "lead");
    assert_eq!(shown["events"].as_array().unwrap().len(), 4);
}

#[test]
fn whom_not_to_contact_is_kept_and_said() {
    let home = Home::with_deal();
    let shown = home.json(&["show", ANSWER]);
    let institution = shown["institutions"][0].as_str().unwrap();
    home.done(&["do-not-contact", "add", institution]);
    let names = home.json(&["do-not-contact", "list"]);
    assert_eq!(names[0]["name"], institution);
    let (_, said) = home.done(&["log", "add", ANSWER, "call", "called all the same"]);
    let expected = format!("careful: {institution} is not to be contacted");
    assert!(said.contains(&expected), "{said}");
    let (_, said) = home.done(&["show", ANSWER, "--lang", "zh"]);
    assert!(said.contains("在“不联系”之列"), "{said}");
    let query = format!("num:\"{ANSWER}\"");
    let (_, said) = home.done(&["export", &query, "--format", "vcard"]);
    assert!(said.contains("1 listing names somebody"), "{said}");
    let draft = ["draft", ANSWER, "--template", "letter"];
    home.refused(&draft, 2, "is not to be contacted, and no letter");
    home.done(&["do-not-contact", "remove", institution]);
    let (_, said) = home.done(&["show", ANSWER]);
    assert_eq!(said, "");
    home.refused(&["do-not-contact", "remove", "x"], 1, "not on the list");
    assert_eq!(home.run(&["do-not-contact", "list"]).0, 1);
}
