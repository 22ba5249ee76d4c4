//! What the user keeps, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use serde_json::Value;

use common::Home;

/// A sample need, and the sample listing that answers it.
const NEED: &str = "sample:n001";
const ANSWER: &str = "sample:a001";

impl Home {
    /// Exit code, stdout, stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    /// What a command that must succeed prints.
    fn done(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    fn import(&self, name: &str, lines: &str) {
        let file = self.path(name);
        std::fs::write(&file, lines).unwrap();
        self.done(&["import", file.to_str().unwrap()]);
    }

    /// The matches of the need, as JSON.
    fn matches(&self) -> Value {
        self.json(&["match", NEED, "--format", "json"])
    }
}

fn ids(listings: &Value) -> Vec<&str> {
    let listings = listings.as_array().into_iter().flatten();
    listings.map(|it| it["id"].as_str().unwrap()).collect()
}

#[test]
fn a_declined_match_is_folded_and_says_why() {
    let home = Home::new();
    assert!(ids(&home.matches()["matches"]).contains(&ANSWER));
    let why = ["--why", "early", "still in the lab"];
    home.done(&[&["decline", NEED, ANSWER][..], &why].concat());
    let matches = home.matches();
    assert!(!ids(&matches["matches"]).contains(&ANSWER));
    assert_eq!(ids(&matches["declined"]), [ANSWER]);
    let said = matches["declined"][0]["against"][0]["what"]
        .as_str()
        .unwrap();
    assert!(said.starts_with("declined on "), "{said}");
    assert!(said.ends_with(": too early; still in the lab"), "{said}");
    let text = home.done(&["match", NEED, "--lang", "zh"]);
    assert!(text.contains("您已否决（"), "{text}");
    assert!(text.contains("：阶段过早；still in the lab"), "{text}");
    // The search says what it leaves out.
    let (_, _, err) = home.run(&["search", &format!("match:{NEED}")]);
    assert!(
        err.contains("1 declined match left out (is:declined)"),
        "{err}"
    );
    let declined = format!("match:{NEED} is:declined");
    let found = home.json(&["search", &declined, "--format", "json"]);
    assert_eq!(ids(&found["hits"]), [ANSWER]);
}

#[test]
fn an_accepted_match_says_so_and_the_last_word_counts() {
    let home = Home::new();
    home.done(&["decline", NEED, ANSWER, "--why", "price"]);
    // The other way round is the same match.
    let said = home.json(&["accept", ANSWER, NEED, "--format", "json"]);
    assert_eq!(said["verdict"], "accepted");
    let matches = home.matches();
    let first = &matches["matches"][0];
    assert_eq!(first["id"], ANSWER);
    let said = first["for"][0]["what"].as_str().unwrap();
    assert!(said.starts_with("accepted on "), "{said}");
    assert_eq!(matches["declined"], Value::Null);
    let found = home.json(&["search", "is:accepted kind:need", "--format", "json"]);
    assert_eq!(ids(&found["hits"]), [NEED]);
}

#[test]
fn what_is_no_match_is_refused() {
    let home = Home::new();
    let check = |arguments: &[&str], code: i32, complaint: &str| {
        let (ended, _, err) = home.run(arguments);
        assert_eq!(ended, code, "{arguments:?}: {err}");
        assert!(err.contains(complaint), "{arguments:?}: {err}");
    };
    check(&["accept", NEED, NEED], 2, "one and the same listing");
    check(
        &["accept", NEED, "sample:n002"],
        2,
        "both listings are needs",
    );
    check(&["accept", NEED, "sample:a999"], 1, "sample:a999");
    check(&["decline", NEED, ANSWER], 2, "--why");
    check(&["decline", NEED, ANSWER, "--why", "dull"], 2, "early");
    check(&["decline", NEED, ANSWER, "--why", "other"], 2, "TEXT");
    check(&["match", NEED, "--new"], 2, "--new");
    // Nothing of this was kept.
    assert_eq!(home.matches()["declined"], Value::Null);
}

#[test]
fn a_new_match_is_told_once() {
    let home = Home::new();
    let samples = home.done(&["export", "", "--format", "jsonl"]);
    let is_answer = |line: &&str| line.starts_with(&format!("{{\"id\":\"{ANSWER}\""));
    let (later, first): (Vec<&str>, Vec<&str>) = samples.lines().partition(is_answer);
    home.import("first.jsonl", &first.join("\n"));
    let news = || home.run(&["match", "--all", "--new", "--format", "jsonl"]);
    let (code, out, _) = news();
    assert_eq!(code, 0);
    assert!(out.lines().count() > 15, "{out}");
    let (code, out, err) = news();
    assert_eq!((code, &*out), (1, ""), "{err}");
    assert!(err.contains("no new matches"), "{err}");
    home.import("later.jsonl", &later.join("\n"));
    let (code, out, _) = news();
    assert_eq!(code, 0);
    let told = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_need = told
        .into_iter()
        .find(|it| it["need"]["id"] == NEED)
        .unwrap();
    assert_eq!(ids(&of_need["matches"]), [ANSWER]);
    assert_eq!(news().0, 1);
}

#[test]
fn what_is_kept_outlives_the_listings() {
    let home = Home::new();
    let samples = home.done(&["export", "", "--format", "jsonl"]);
    home.import("samples.jsonl", &samples);
    home.done(&["decline", NEED, ANSWER, "--why", "route"]);
    home.done(&["undo", "1"]);
    home.import("samples.jsonl", &samples);
    assert_eq!(ids(&home.matches()["declined"]), [ANSWER]);
    home.done(&["reindex"]);
    assert_eq!(ids(&home.matches()["declined"]), [ANSWER]);
}
