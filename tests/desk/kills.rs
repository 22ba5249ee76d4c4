//! The desk when its writers are killed, and when two write at once.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::common::Home;
use super::{ANSWER, NEED};

/// How often a writer is killed.
const KILLS: u32 = 50;

/// Kills a program after a while, unless it has ended by then; whether it had.
fn kill_after(child: &mut Child, moment: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < moment {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return true;
        }
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap().success()
}

#[test]
fn fifty_kills_lose_nothing_that_was_said_to_be_kept() {
    let home = Home::filled();
    let start = Instant::now();
    home.done(&["log", "add", ANSWER, "call", "0"]);
    let whole = start.elapsed();
    let mut kept = vec!["0".to_owned()];
    for kill in 1..=KILLS {
        let text = kill.to_string();
        let arguments = ["log", "add", ANSWER, "call", &text];
        let mut command = home.command(&arguments);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        // From the beginning to a little behind the end of a whole run.
        if kill_after(&mut child, whole * kill * 6 / (KILLS * 5)) {
            kept.push(text);
        }
    }
    let lines = home.json(&["log", "list", "--format", "json"]);
    let texts: Vec<&str> = lines
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|it| it["text"].as_str().unwrap())
        .collect();
    for text in &kept {
        assert!(texts.contains(&&**text), "{text} was kept: {texts:?}");
    }
    // What was killed after it was written is there whole; nothing else is.
    let numbers: Vec<u32> = texts.iter().map(|text| text.parse().unwrap()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    let said = home.run(&["log", "evidence", "研究院"]).2;
    assert!(
        !said.contains("was changed after"),
        "the chain holds: {said}"
    );
}

#[test]
fn what_is_kept_outlives_the_library() {
    let home = Home::filled();
    home.done(&["note", ANSWER, "周五回电"]);
    home.done(&["shortlist", "add", "荆门化工", ANSWER, NEED]);
    home.done(&["log", "add", ANSWER, "call", "谈了价格"]);
    let list = home.done(&["shortlist", "show", "荆门化工"]);
    home.done(&["reindex"]);
    assert_eq!(home.done(&["note", ANSWER]), "周五回电\n");
    // The import is undone: the listings are gone, and what was kept of them is shown.
    home.done(&["undo", "1"]);
    assert_eq!(home.done(&["shortlist", "show", "荆门化工"]), list);
    let log = home.done(&["log", "list"]);
    assert!(
        log.contains("谈了价格") && log.contains("石墨烯改性水性环氧"),
        "{log}"
    );
}

#[test]
fn two_writers_at_once_keep_all_lines() {
    let home = Home::filled();
    let spawn = |number: u32| {
        let text = number.to_string();
        let arguments = ["log", "add", ANSWER, "call", &text];
        home.command(&arguments)
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    for round in 0..4 {
        let both = [spawn(2 * round), spawn(2 * round + 1)];
        for mut child in both {
            assert!(child.wait().unwrap().success());
        }
    }
    let lines = home.json(&["log", "list", "--format", "json"]);
    assert_eq!(lines.as_array().unwrap().len(), 8);
    let said = home.run(&["log", "evidence", "研究院"]).2;
    assert!(
        !said.contains("was changed after"),
        "the chain holds: {said}"
    );
}
