//! Nothing goes over a network but by a link that the user opens, and to a remote that is asked.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[path = "common/skip.rs"]
mod skip;

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;

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

/// How to trace what is connected to, into a file; `None` where nothing can be traced.
fn traced(log: &Path) -> Option<Vec<String>> {
    let words = ["-f", "-qq", "-e", "trace=connect,sendto", "-o"];
    let words = words.map(str::to_owned).into_iter();
    let words: Vec<String> = words.chain([log.display().to_string()]).collect();
    let probe = Command::new("strace").args(&words).arg("true").status();
    let can = probe.is_ok_and(|status| status.success());
    if !can {
        skipped("no strace here");
    }
    can.then_some(words)
}

/// The calls of a program to a network.
fn to_networks(log: &Path) -> Vec<String> {
    let calls = fs::read_to_string(log).unwrap();
    let calls = calls.lines().filter(|call| call.contains("AF_INET"));
    calls.map(str::to_owned).collect()
}

#[test]
fn no_connection_is_made() {
    let home = home();
    let log = home.path("calls.txt");
    let Some(traced) = traced(&log) else {
        return;
    };
    let traced: Vec<&str> = traced.iter().map(String::as_str).collect();
    for arguments in DAY {
        let output = behind(&home, "strace", &traced, arguments)
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().unwrap() < 2, "{arguments:?}: {err}");
        assert_eq!(to_networks(&log), [""; 0], "{arguments:?}");
    }
}

/// Whoever asks a remote calls its address, and nobody else; whoever only has one calls nobody.
#[test]
fn a_remote_is_called_where_it_is_asked_and_nobody_else() {
    let home = home();
    let log = home.path("calls.txt");
    let Some(traced) = traced(&log) else {
        return;
    };
    let traced: Vec<&str> = traced.iter().map(String::as_str).collect();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            drop(
                stream
                    .unwrap()
                    .write_all(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"),
            );
        }
    });
    fs::create_dir_all(home.path("library")).unwrap();
    let remote = format!(r#"[{{"name":"office","url":"http://127.0.0.1:{port}"}}]"#);
    fs::write(home.path("library/remotes.json"), remote).unwrap();
    for (arguments, calls) in [
        (&["search", "电池"][..], false),
        (&["remote", "list"], false),
        (&["search", "电池", "--remote", "office"], true),
        (&["remote", "push", "office"], true),
    ] {
        drop(
            behind(&home, "strace", &traced, arguments)
                .output()
                .unwrap(),
        );
        let made = to_networks(&log);
        assert_eq!(!made.is_empty(), calls, "{arguments:?}: {made:?}");
        let own = format!("htons({port})");
        let others: Vec<_> = made.iter().filter(|call| !call.contains(&own)).collect();
        assert!(others.is_empty(), "{arguments:?}: {others:?}");
    }
}
