//! What programs are started with and given: clipboard, links, editor and pager.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::Instant;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use portable_pty::CommandBuilder;

use super::common::Home;
use super::evil;
use super::ways_in::{files, payloads};
use super::ways_out::terminal;

#[expect(dead_code, reason = "not all of it is needed here")]
#[path = "../common/pseudo_terminal.rs"]
mod pseudo_terminal;

use pseudo_terminal::{PATIENCE, Terminal, set_up};

/// Stands for every program: it writes down how it was started, and what it was given.
const PROGRAM: &str = r#"#!/bin/sh
name=$(basename "$0")
printf '%s %s <%s>\n' "$name" "$#" "$*" >> "$HOME/started"
case "$name" in
pager) cat >> "$HOME/paged" ;;
editor) cat "$1" >> "$HOME/edited" ;;
esac
"#;

impl Home {
    /// With listings that came as JSON, and programs that are started.
    fn with_programs() -> Self {
        let home = Self::new();
        home.import(files().into_iter().take(1).collect());
        fs::create_dir(home.path("bin")).unwrap();
        for name in ["xdg-open", "pager", "editor"] {
            let path = home.path("bin").join(name);
            fs::write(&path, PROGRAM).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        home
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Waits until so many programs of a name were started; how each was.
    fn started(&self, name: &str, count: usize) -> Vec<String> {
        let start = Instant::now();
        loop {
            let started = self.read("started");
            let lines = started.lines().filter(|line| line.starts_with(name));
            let lines: Vec<String> = lines.map(str::to_owned).collect();
            if lines.len() >= count {
                return lines;
            }
            assert!(start.elapsed() < PATIENCE, "{name}: {started}");
            std::thread::yield_now();
        }
    }
}

#[test]
fn nothing_hostile_is_a_key_when_it_is_pasted_or_a_word_of_a_command() {
    let home = Home::with_programs();
    let settings = home.path("settings.toml");
    fs::write(&settings, "copy_command = \"cat >> copied\"\n").unwrap();
    let mut command = home.command(&["--plain", "--config", settings.to_str().unwrap()]);
    let path = format!("{}:/usr/bin:/bin", home.path("bin").display());
    command.env("PATH", path).current_dir(home.folder().path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut session = command.spawn().unwrap();
    let mut input = session.stdin.take().unwrap();
    let count = payloads().len();
    for number in 0..count {
        let copies = ":copy 1\n:copy 2\n:copy 3\n:copy 4\n:copy 5\n:copy 6\n:copy 7\n";
        writeln!(input, "payload{number}\n1\n:whole\n{copies}:link").unwrap();
    }
    drop(input);
    let said = session.wait_with_output().unwrap().stdout;
    terminal(&said).unwrap();
    let copied = home.read("copied");
    assert!(
        copied.matches("END:VCARD").count() >= count,
        "{copied}\n{}",
        String::from_utf8_lossy(&said)
    );
    let keys = copied
        .chars()
        .find(|c| c.is_control() && !"\r\n\t".contains(*c));
    assert_eq!(keys, None, "{copied}");
    for line in home.started("xdg-open", count) {
        assert!(
            line.starts_with("xdg-open 1 <https://example.com/"),
            "{line}"
        );
    }
    assert_eq!(evil(home.folder().path()), None);
}

#[test]
fn nothing_hostile_reaches_the_terminal_by_the_browser_its_clipboard_pager_and_editor() {
    let home = Home::with_programs();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.folder().path());
    let bin = home.path("bin");
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    command.env("PAGER", "pager");
    command.env("EDITOR", "editor");
    let mut browser = Terminal::run(command, home.folder(), 120, 40);
    let count = payloads().len();
    let all = format!("{count} listings");
    browser.until("all are found", |screen| screen.contents().contains(&all));
    // Ten thousand marks are more than a terminal takes: they are shown, to be selected by hand.
    let copied = count - 1;
    for number in 0..copied {
        // Contact, citation and card; then what is below.
        browser.press("\x194\x195\x196");
        if number % 6 == 0 {
            browser.press("\x1bv");
            home.started("pager", number / 6 + 1);
            browser.press("\x1b[23~");
            home.started("editor", number / 6 + 1);
            browser.until("back", vt100::Screen::alternate_screen);
        }
        browser.press("\x1b[B");
    }
    let cards = |browser: &Terminal| {
        String::from_utf8_lossy(&browser.seen)
            .matches("\x1b]52;")
            .count()
    };
    let start = Instant::now();
    while cards(&browser) < 3 * copied {
        let bytes = browser
            .output
            .recv_timeout(PATIENCE.saturating_sub(start.elapsed()));
        browser.take(&bytes.unwrap());
    }
    browser.press("\x1b[21~");
    let seen = browser.expect_restored();
    for sequence in seen.split("\x1b]").skip(1) {
        let body = sequence.split(['\x07', '\x1b']).next().unwrap();
        let Some(text) = body.strip_prefix("52;c;") else {
            continue;
        };
        let text = BASE64_STANDARD.decode(text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let keys = text
            .chars()
            .find(|c| c.is_control() && !"\r\n\t".contains(*c));
        assert_eq!(keys, None, "{text}");
    }
    let steers = |c: char| matches!(c, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert_eq!(seen.find(steers), None);
    terminal(home.read("paged").as_bytes()).unwrap();
    terminal(home.read("edited").as_bytes()).unwrap();
    for line in home.started("editor", 1) {
        assert!(line.starts_with("editor 1 </"), "{line}");
    }
    for line in home.started("pager", 1) {
        assert_eq!(line, "pager 0 <>");
    }
}
