//! A long session through the real terminal: memory and open files stay what they are.
//!
//! `QIAO_SOAK=100000 cargo test --test soak` does that many operations and says what it measured.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[expect(dead_code, reason = "not all of it is needed here")]
#[path = "common/pseudo_terminal.rs"]
mod pseudo_terminal;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::time::Instant;

use common::Home;
use portable_pty::CommandBuilder;
use pseudo_terminal::{PATIENCE, Terminal, set_up};

/// Operations in the short form.
const OPERATIONS: usize = 900;
/// After so many, waits until the browser has kept up.
const PAUSE: usize = 10;
/// Another program writes to the library and the desk so often in the whole session.
const IMPORTS: usize = 6;
/// What memory may still grow by after the first third: caches are filled, the library grows.
const MAX_GROWTH_KIB: u64 = 24 << 10;
/// Files that may be open for the moment: a new index is opened before the old one is closed.
const MAX_MORE_FILES: usize = 12;

/// Esc, in the codes of the keyboard protocol: nothing that follows makes it another key.
const ESC: &str = "\x1b[27u";

/// What a user does, as keys; each ends where it began.
const KEYS: [&str; 12] = [
    "石墨烯",
    "低温电池 防腐",
    "\"电池\" -石墨",
    "\x06学\x1b[B ",
    "\x1b[B\x1b[B\x1b[B\x1b[6~\x1b[A",
    "\x1b[6~\x1b[6~\x1b[5~",
    "\x191",
    "\x195",
    "match:rows:5\r",
    "\x1bOQ",
    "\x10统计",
    "\t\r\x1b[6~",
];

/// Memory of its own in KiB, and number of open files.
fn measured(id: u32) -> (u64, usize) {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    let memory = line.unwrap().split_whitespace().nth(1).unwrap();
    let files = fs::read_dir(format!("/proc/{id}/fd")).unwrap();
    (memory.parse().unwrap(), files.count())
}

/// Waits until all that was pressed has been done: what is typed stands in the query.
fn keep_up(terminal: &mut Terminal) {
    let start = Instant::now();
    terminal.press(&format!("{ESC}{ESC}{ESC}"));
    terminal.press("#");
    terminal.until("kept up", |screen| {
        let row = screen.contents();
        row.lines().next().is_some_and(|row| row.contains('#'))
    });
    terminal.press(&format!("\x7f{ESC}"));
    terminal.seen.clear();
    assert!(start.elapsed() < PATIENCE);
}

fn rows(from: usize, count: usize) -> String {
    let mut text = "编号,名称,简介,单位,联系人,电话\n".to_owned();
    for row in from..from + count {
        let (title, field) = (["低温电池", "石墨烯膜", "防腐涂料"][row % 3], row % 17);
        writeln!(
            text,
            "{row},{title}{row},第{row}条,江城大学{field},张示例,027-0000{row:04}"
        )
        .unwrap();
    }
    text
}

/// Another program imports something new and keeps a line of the log.
fn write_beside(home: &Home, time: usize) {
    fs::write(home.path("more.csv"), rows(1_000 + time * 10, 10)).unwrap();
    let more = home.path("more.csv");
    let log = ["log", "add", "rows:5", "call", "谈了价格"];
    for arguments in [&["import", more.to_str().unwrap()][..], &log] {
        let done = home.command(arguments).output().unwrap();
        let err = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {err}");
    }
}

#[test]
fn a_long_session_takes_no_more_memory_and_files_than_a_short_one() {
    let given = std::env::var("QIAO_SOAK").ok();
    let operations = given
        .as_ref()
        .and_then(|it| it.parse().ok())
        .unwrap_or(OPERATIONS);
    let home = Home::new();
    fs::write(home.path("rows.csv"), rows(0, 300)).unwrap();
    let file = home.path("rows.csv");
    let done = home
        .command(&["import", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(done.status.success());
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.folder().path());
    let mut terminal = Terminal::run(command, home.folder(), 120, 40);
    terminal.until("ready", |screen| screen.contents().contains("300 listings"));
    let id = terminal.child.process_id().unwrap();
    let start = Instant::now();
    let mut early = (0, 0);
    for number in 0..operations {
        terminal.press(KEYS[number % KEYS.len()]);
        if number % PAUSE == PAUSE - 1 {
            let (columns, lines) = (60 + number * 7 % 100, 16 + number * 5 % 34);
            let [columns, lines] = [columns, lines].map(|it| u16::try_from(it).unwrap());
            terminal.resize(columns, lines);
            keep_up(&mut terminal);
        }
        if number % (operations / IMPORTS) == operations / IMPORTS - 1 {
            write_beside(&home, number);
        }
        if number == operations / 3 {
            keep_up(&mut terminal);
            early = measured(id);
        }
    }
    keep_up(&mut terminal);
    let late = measured(id);
    let text = format!(
        "{operations} operations in {:?}: {} KiB and {} files after a third, {} KiB and {} files at the end",
        start.elapsed(),
        early.0,
        early.1,
        late.0,
        late.1,
    );
    if given.is_some() {
        std::io::stderr()
            .write_all(format!("{text}\n").as_bytes())
            .unwrap();
    }
    assert!(late.0 < early.0 + MAX_GROWTH_KIB, "{text}");
    assert!(late.1 < early.1 + MAX_MORE_FILES, "{text}");
    terminal.press("\x03");
    assert!(terminal.child.wait().unwrap().success());
}
