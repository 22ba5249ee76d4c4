//! Nothing goes over a network but by a link that the user opens.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[path = "common/skip.rs"]
mod skip;

use std::fs;
use std::process::Command;

use common::Home;
use skip::skipped;

/// A day's work, one command after the other.
const DAY: [&[&str]; 11] = [
    &["import", "needs.csv"],
    &["search", "电池", "--facets"],
    &["export", "", "--format", "jsonl"],
    &["match", "--text", "低温电池"],
    &["watch", "add", "one", "电池"],
    &["watch", "run"],
    &["today"],
    &["reindex"],
    &["doctor", "--deep"],
    &["config", "print-default"],
    &["--plain"],
];

/// The home, and how the program is run in it behind another one.
fn behind(home: &Home, program: &str, before: &[&str], arguments: &[&str]) -> Command {
    let inner = home.command(arguments);
    let mut command = Command::new(program);
    command
        .args(before)
        .arg(inner.get_program())
        .args(arguments);
    let set = inner
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    command.envs(set).current_dir(home.folder().path());
    command.stdin(std::process::Stdio::null());
    command
}

fn home() -> Home {
    let home = Home::new();
    fs::write(home.path("needs.csv"), "名称,简介\n低温电池,一\n").unwrap();
    home
}

#[test]
fn all_works_where_there_is_no_network() {
    let alone = ["-r", "-n"];
    let probe = Command::new("unshare").args(alone).arg("true").status();
    if !probe.is_ok_and(|status| status.success()) {
        skipped("no namespace without a network can be made here");
        return;
    }
    let home = home();
    for arguments in DAY {
        let output = behind(&home, "unshare", &alone, arguments)
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().unwrap() < 2, "{arguments:?}: {err}");
    }
}

#[test]
fn no_connection_is_made() {
    let home = home();
    let log = home.path("calls.txt");
    let traced = [
        "-f",
        "-qq",
        "-e",
        "trace=connect,sendto",
        "-o",
        log.to_str().unwrap(),
    ];
    let probe = Command::new("strace").args(traced).arg("true").status();
    if !probe.is_ok_and(|status| status.success()) {
        skipped("no strace here");
        return;
    }
    for arguments in DAY {
        let output = behind(&home, "strace", &traced, arguments)
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().unwrap() < 2, "{arguments:?}: {err}");
        let calls = fs::read_to_string(&log).unwrap();
        let outside = calls.lines().find(|call| call.contains("AF_INET"));
        assert_eq!(outside, None, "{arguments:?}");
    }
}
