//! Several programs at one library: imports at the same time, browsers beside one, and a browser whose
//! library is rebuilt, undone, restored or removed, or whose disk is full.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[expect(dead_code, reason = "not all of it is needed here")]
#[path = "common/pseudo_terminal.rs"]
mod pseudo_terminal;
#[path = "common/shim.rs"]
mod shim;
#[path = "common/skip.rs"]
mod skip;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use common::Home;
use portable_pty::CommandBuilder;
use pseudo_terminal::{Terminal, set_up};
use shim::{Fault, put_between, shim};
use skip::skipped;

impl Home {
    /// Exit code and stderr.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = self.command(arguments);
        let output = command.current_dir(self.folder().path()).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), err)
    }

    fn done(&self, arguments: &[&str]) {
        let (code, err) = self.run(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {err}");
    }

    fn write_table(&self, name: &str, title: &str, rows: u32) {
        let mut text = "编号,名称,简介\n".to_owned();
        for row in 0..rows {
            writeln!(text, "{row},{title}{row},第{row}条").unwrap();
        }
        fs::write(self.path(name), text).unwrap();
    }

    /// With two imports of 20 and of 10 listings.
    fn filled() -> Self {
        let home = Self::new();
        home.write_table("first.csv", "低温电池", 20);
        home.write_table("second.csv", "石墨烯膜", 10);
        home.done(&["import", "first.csv"]);
        home.done(&["import", "second.csv"]);
        home
    }

    fn browser(&self) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
        set_up(&mut command, self.folder().path());
        let mut browser = Terminal::run(command, self.folder(), 120, 40);
        browser.until("ready", |screen| screen.contents().contains("30 listings"));
        browser
    }
}

#[test]
fn two_imports_at_the_same_time_bring_both_files_in() {
    let home = Home::new();
    home.write_table("one.csv", "低温电池", 300);
    home.write_table("two.csv", "石墨烯膜", 300);
    let spawn = |file: &str| {
        let mut command = home.command(&["import", file]);
        command.current_dir(home.folder().path());
        command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let files = ["one.csv", "two.csv"];
    for (file, import) in files.into_iter().zip(files.map(spawn)) {
        let output = import.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            assert_eq!(output.status.code(), Some(4), "{err}");
            assert!(err.contains("another qiao is writing"), "{err}");
            home.done(&["import", file]);
        }
    }
    let all = home
        .command(&["export", "", "--format", "jsonl"])
        .output()
        .unwrap();
    let all = String::from_utf8(all.stdout).unwrap();
    assert_eq!(all.lines().count(), 600);
    home.done(&["doctor", "--deep"]);
}

/// Types on in a browser whose library was changed by others; what it finds then.
fn goes_on(browser: &mut Terminal, query: &str, expected: &str) {
    browser.press(query);
    browser.until(expected, |screen| screen.contents().contains(expected));
    assert!(
        !browser
            .parser
            .screen()
            .contents()
            .contains("internal error")
    );
    // The query is taken back for the next.
    browser.press(&"\x7f".repeat(query.chars().count()));
}

#[test]
fn a_browser_goes_on_while_others_rebuild_undo_and_restore_its_library() {
    let home = Home::filled();
    home.done(&["backup", "all.backup"]);
    let mut browser = home.browser();
    home.done(&["reindex"]);
    goes_on(&mut browser, "石墨烯膜", "10 listings");
    home.done(&["undo", "2"]);
    goes_on(&mut browser, "低温电池", "20 listings");
    browser.until("undone", |screen| screen.contents().contains("20 listings"));
    home.done(&["restore-backup", "all.backup", "--replace"]);
    goes_on(&mut browser, "石墨烯膜", "10 listings");
    browser.press("\x03");
    browser.expect_restored();
}

#[test]
fn two_browsers_search_and_keep_while_a_file_is_imported() {
    let home = Home::filled();
    home.write_table("third.csv", "钠离子电池", 3_000);
    let mut browsers = [home.browser(), home.browser()];
    let mut import = home.command(&["import", "third.csv"]);
    import.current_dir(home.folder().path());
    let mut import = import
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for browser in &mut browsers {
        goes_on(browser, "石墨烯膜", "10 listings");
    }
    // One puts a tag on a listing, the other searches on.
    browsers[1].press("低温电池");
    browsers[0].press("\x1bOQ4");
    browsers[0].until("tags", |screen| {
        screen.contents().contains("type to narrow")
    });
    browsers[0].press("重点");
    browsers[0].until("new", |screen| screen.contents().contains("new tag"));
    browsers[0].press("\r");
    browsers[0].until("tagged", |screen| {
        let screen = screen.contents();
        screen.contains("重点") && !screen.contains("type to narrow")
    });
    assert!(import.wait().unwrap().success());
    for mut browser in browsers {
        let all = "3,030 listings";
        browser.press("\x15");
        browser.until("all", |screen| screen.contents().contains(all));
        goes_on(&mut browser, "钠离子电池", "3,000 listings");
        goes_on(&mut browser, "tag:重点", "1 listing");
        browser.press("\x03");
        browser.expect_restored();
    }
    home.done(&["doctor", "--deep"]);
}

#[test]
fn a_browser_whose_library_is_removed_ends_as_the_user_wants() {
    let home = Home::filled();
    let mut browser = home.browser();
    // The browser may be making files there meanwhile.
    while home.path("library").exists() {
        fs::remove_dir_all(home.path("library")).unwrap_or_default();
    }
    browser.press("低温电池");
    browser.until("typed", |screen| screen.contents().contains("低温电池"));
    assert!(
        !browser
            .parser
            .screen()
            .contents()
            .contains("internal error")
    );
    browser.press("\x03");
    let seen = browser.expect_restored();
    assert!(!seen.contains("panicked"), "{seen}");
}

#[test]
fn browsing_goes_on_where_the_disk_is_full_and_what_cannot_be_kept_is_said() {
    if shim().is_none() {
        skipped("no C compiler (cc) for the library that lets calls fail");
        return;
    }
    let home = Home::new();
    let full = home.path("full");
    let fault = Fault {
        kinds: "w",
        number: 28,
        at: 0,
    };
    let mut shimmed = Command::new("true");
    put_between(
        &mut shimmed,
        &home.path("library"),
        &fault,
        &home.path("calls"),
    );
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.folder().path());
    for (name, value) in shimmed.get_envs() {
        command.env(name, value.unwrap());
    }
    command.env("SHIM_WHEN", &full);
    let mut browser = Terminal::run(command, home.folder(), 120, 40);
    browser.until("ready", |screen| screen.contents().contains("F1"));
    browser.press("match:sample:n001\r");
    browser.until("matched", |screen| screen.contents().contains("4 listings"));
    fs::write(&full, "").unwrap();
    // The desk menu, its second line, to decline, the first reason.
    let decline = "\x1bOQ22\r";
    browser.press(decline);
    browser.until("said", |screen| screen.contents().contains("full"));
    browser.press("\x1b[27u\x1b[27u");
    browser.press("石墨烯");
    browser.until("found", |screen| {
        screen.contents().contains("understood as 石墨烯")
    });
    browser.press("\x03");
    browser.expect_restored();
}
