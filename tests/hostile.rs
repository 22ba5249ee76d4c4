//! Hostile texts by every way in and every way out: nothing of them steers a terminal, a spreadsheet,
//! an address book or a mail program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use common::Home;

/// What stands in every text of a listing, and is to steer whatever reads it.
const PAYLOADS: [&str; 12] = [
    "\u{1b}]52;c;cm0gLXJm\u{7}",
    "\u{1b}[2J\u{1b}[31mred",
    "\u{9b}31mred\u{9d}52;c;eA==\u{9c}",
    "\u{202e}txt.exe\u{2066}\u{2069}",
    "a\u{200b}\u{200d}\u{feff}b",
    "=HYPERLINK(\"http://example.com\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "x\r\nBcc: evil@example.com\r\nEMAIL:evil@example.com\r\nEND:VCARD",
    "x\nER  - \nTY  - EVIL\nT1  - evil",
    "}\n@evil{x,title={evil}}",
    "javascript:alert(1)",
];

/// A way out, and what holds of it.
struct Way {
    arguments: &'static [&'static str],
    holds: fn(&str) -> Result<(), String>,
}

const fn way(arguments: &'static [&'static str], holds: fn(&str) -> Result<(), String>) -> Way {
    Way { arguments, holds }
}

const WAYS: [Way; 17] = [
    way(&["search", "hostile", "--limit", "50"], steers_no_terminal),
    way(&["search", "hostile", "--format", "json"], has_no_controls),
    way(
        &["search", "hostile", "--format", "tsv"],
        steers_no_terminal,
    ),
    way(
        &["facets", "hostile", "--by", "institution"],
        steers_no_terminal,
    ),
    way(&["facets", "", "--by", "institution"], steers_no_terminal),
    way(&["duplicates"], steers_no_terminal),
    way(&["imports"], steers_no_terminal),
    way(&["shortlist", "show", "all"], steers_no_terminal),
    way(&["log", "list"], steers_no_terminal),
    way(&["log", "evidence", "x"], steers_no_terminal),
    way(&["today"], steers_no_terminal),
    way(&["export", "", "--format", "csv"], has_no_formula),
    way(&["export", "", "--format", "jsonl"], has_no_controls),
    way(&["export", "", "--format", "vcard"], adds_no_line),
    way(&["export", "", "--format", "ris"], adds_no_line),
    way(&["export", "", "--format", "bibtex"], adds_no_line),
    way(&["export", "", "--format", "markdown"], leads_nowhere),
];

/// What of one listing is shown.
const OF_ONE: [Way; 7] = [
    way(&["show"], steers_no_terminal),
    way(&["show", "--format", "json"], has_no_controls),
    way(&["show", "--format", "vcard"], adds_no_line),
    way(&["show", "--format", "ris"], adds_no_line),
    way(&["show", "--format", "bibtex"], adds_no_line),
    way(&["show", "--format", "markdown"], leads_nowhere),
    way(&["match"], steers_no_terminal),
];

fn steering(text: &str) -> Option<char> {
    let steers = |c: &char| {
        let is_control = c.is_control() && *c != '\n' && *c != '\t';
        is_control || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().find(steers)
}

fn steers_no_terminal(out: &str) -> Result<(), String> {
    match steering(out) {
        Some(found) => Err(format!("{found:?}")),
        None => Ok(()),
    }
}

fn has_no_controls(out: &str) -> Result<(), String> {
    let found = out.chars().find(|c| c.is_ascii_control() && *c != '\n');
    found.map_or(Ok(()), |found| Err(format!("{found:?}")))
}

fn has_no_formula(out: &str) -> Result<(), String> {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(out.trim_start_matches('\u{feff}').as_bytes());
    for row in table.records() {
        for cell in &row.unwrap() {
            if cell.starts_with(['=', '+', '@', '\t', '\r']) {
                return Err(cell.to_owned());
            }
            if let Some(found) = cell.chars().find(|c| *c == '\u{1b}') {
                return Err(format!("{found:?} in {cell:?}"));
            }
        }
    }
    Ok(())
}

fn adds_no_line(out: &str) -> Result<(), String> {
    let evil = ["Bcc:", "EMAIL:evil", "TY  - EVIL", "T1  - evil", "@evil{"];
    let mut lines = out.lines().map(str::trim_start);
    let added = lines.find(|line| evil.iter().any(|evil| line.starts_with(evil)));
    added.map_or(Ok(()), |line| Err(line.to_owned()))?;
    match out
        .chars()
        .find(|c| matches!(c, '\u{1b}' | '\u{7}' | '\u{9b}'))
    {
        Some(found) => Err(format!("{found:?}")),
        None => Ok(()),
    }
}

/// Texts of several lines are several paragraphs; links and markup are what can do harm.
fn leads_nowhere(out: &str) -> Result<(), String> {
    let evil = ["](javascript:", "<script", "](file:"];
    let found = evil.iter().find(|evil| out.contains(**evil));
    found.map_or_else(|| steers_no_terminal(out), |found| Err((*found).to_owned()))
}

fn json_lines() -> String {
    let lines = PAYLOADS.iter().enumerate().map(|(number, payload)| {
        serde_json::json!({
            "id": format!("h:{number}"),
            "title": format!("hostile {payload}"),
            "summary": payload, "body": payload, "keywords": [payload],
            "institutions": [payload], "url": payload,
            "contact": [{
                "name": payload, "organisation": payload, "phones": [payload],
                "emails": [payload], "address": payload, "website": payload,
            }],
        })
        .to_string()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn table() -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = [
        "title",
        "summary",
        "institution",
        "keywords",
        "contact",
        "phone",
        "email",
        "url",
    ];
    table.write_record(header).unwrap();
    for payload in PAYLOADS {
        let title = format!("hostile {payload}");
        table
            .write_record([
                &*title, payload, payload, payload, payload, payload, payload, payload,
            ])
            .unwrap();
    }
    String::from_utf8(table.into_inner().unwrap()).unwrap()
}

fn references() -> String {
    let one = |payload: &&str| {
        format!(
            "TY  - JOUR\nT1  - hostile {payload}\nAU  - {payload}\nAD  - {payload}\nUR  - {payload}\nER  - \n"
        )
    };
    PAYLOADS.iter().map(one).collect()
}

fn cards() -> String {
    let one = |payload: &&str| {
        format!(
            "BEGIN:VCARD\nVERSION:3.0\nFN:hostile {payload}\nORG:{payload}\nTEL:{payload}\nEMAIL:{payload}\nURL:{payload}\nEND:VCARD\n"
        )
    };
    PAYLOADS.iter().map(one).collect()
}

impl Home {
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    fn check(&self, arguments: &[&str], holds: fn(&str) -> Result<(), String>) {
        let (code, out, err) = self.run(arguments);
        assert!(code < 2, "{arguments:?}: {err}");
        holds(&out).unwrap_or_else(|found| panic!("{arguments:?}: {found}"));
        steers_no_terminal(&err).unwrap_or_else(|found| panic!("{arguments:?}: {found} in {err}"));
    }

    /// Says lines to a plain session.
    fn said(&self, lines: &str) -> String {
        let mut command = self.command(&["--plain"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut session = command.spawn().unwrap();
        let mut input = session.stdin.take().unwrap();
        input.write_all(lines.as_bytes()).unwrap();
        drop(input);
        let output = session.wait_with_output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

fn check_way_in(name: &str, content: &str) {
    let home = Home::new();
    let file = home.path(name);
    fs::write(&file, content).unwrap();
    let (code, _, err) = home.run(&["import", file.to_str().unwrap()]);
    assert!(code == 0 || code == 3, "{name}: {err}");
    steers_no_terminal(&err).unwrap_or_else(|found| panic!("{name}: {found} in {err}"));
    let (_, all, _) = home.run(&["export", "", "--format", "jsonl"]);
    let ids = all.lines().map(|line| {
        let listing: serde_json::Value = serde_json::from_str(line).unwrap();
        listing["id"].as_str().unwrap().to_owned()
    });
    let ids: Vec<String> = ids.collect();
    assert!(!ids.is_empty(), "{name} holds listings");
    for (id, payload) in ids.iter().zip(PAYLOADS).step_by(3) {
        home.run(&["shortlist", "add", "all", id]);
        home.run(&["log", "add", id, "call", payload, "--with", payload]);
        home.run(&["task", "add", payload, "--for", id, "--on", "2026-01-01"]);
    }
    for way in WAYS {
        home.check(way.arguments, way.holds);
    }
    for id in ids.iter().step_by(8) {
        for way in OF_ONE {
            let arguments = [way.arguments, &[id]].concat();
            home.check(&arguments, way.holds);
        }
    }
    let said = home.said("hostile\n1\n:whole\n:copy 4\n:today\n:task\n:log\n2\n3\n:evidence x\n");
    steers_no_terminal(&said).unwrap_or_else(|found| panic!("{name}, plain: {found}"));
}

#[test]
fn hostile_json_lines_steer_nothing() {
    check_way_in("a.jsonl", &json_lines());
}

#[test]
fn hostile_tables_steer_nothing() {
    check_way_in("a.csv", &table());
}

#[test]
fn hostile_references_steer_nothing() {
    check_way_in("a.ris", &references());
}

#[test]
fn hostile_cards_steer_nothing() {
    check_way_in("a.vcf", &cards());
}

#[test]
fn names_that_look_like_options_are_names() {
    let home = Home::new();
    let file = home.path("-rf.csv");
    fs::write(&file, "title\n-rf\n").unwrap();
    let (code, _, err) = home.run(&["import", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let (code, out, err) = home.run(&["search", "-x", "--format", "jsonl"]);
    assert!(code < 2, "{out}{err}");
    let (code, _, err) = home.run(&["do-not-contact", "add", "-rf"]);
    assert_eq!(code, 0, "{err}");
}
