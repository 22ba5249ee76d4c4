//! A broker's day: in the browser, then from the command line.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use portable_pty::CommandBuilder;

use super::common::Home;
use super::pseudo_terminal::{Terminal, set_up};
use super::skip::skipped;
use super::{ANSWER, NEED, ids};

/// What the user has set.
const SETTINGS: &str = "[me]\nname = \"卢明\"\n";
/// An editor that leaves a text as it is.
const EDITOR: &str = "#!/bin/sh\nexit 0\n";
const F2: &str = "\x1bOQ";
const F5: &str = "\x1b[15~";
const ALT_2: &str = "\x1b2";

/// A browser at work in a library.
fn browser(home: &Home) -> Terminal {
    let editor = home.path("editor");
    std::fs::write(&editor, EDITOR).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(home.path("config.toml"), SETTINGS).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, &home.path(""));
    command.env("EDITOR", editor);
    command.args(["--config", "config.toml"]);
    let mut terminal = Terminal::run(command, home.folder(), 120, 40);
    terminal.until_ready();
    terminal
}

/// Presses keys, then waits for what they bring.
fn step(terminal: &mut Terminal, keys: &str, brings: &str) {
    terminal.press(keys);
    terminal.until(&format!("shows {brings}"), |screen| {
        screen.contents().contains(brings)
    });
}

/// Opens the desk menu, then what a digit stands for in it.
fn desk(terminal: &mut Terminal, digit: char, brings: &str) {
    step(terminal, F2, "9  Deals…");
    step(terminal, &digit.to_string(), brings);
}

#[test]
fn a_day_at_the_desk() {
    let home = Home::filled();
    let first = r#"{"kind":"need","title":"储罐内壁清洗机器人","need":{"problem":"人工清罐危险"}}"#;
    let second = r#"{"kind":"achievement","title":"石墨烯导热膜","summary":"石墨烯导热膜"}"#;
    std::fs::write(home.path("need.jsonl"), first).unwrap();
    std::fs::write(home.path("more.jsonl"), second).unwrap();
    let mut terminal = browser(&home);
    let it = &mut terminal;

    step(it, F5, "Import");
    step(it, "need.jsonl\r", "1 row");
    step(it, "\r", "1 new");
    step(it, "石墨烯\r", "understood as");
    desk(it, '0', "No watches yet");
    step(it, "石墨烯\r", "watching 石墨烯");
    // From the matches of the need to a deal.
    step(it, "\x15match:sample:n001\r", "Why it matches: strong");
    desk(it, '3', "Shortlists");
    step(
        it,
        "荆门化工\r",
        "1 listing added to the shortlist 荆门化工",
    );
    desk(it, '5', "Note");
    step(it, "周五回电\r", "note kept");
    desk(it, '8', "mail-need");
    step(it, "\r", "Draft 1");
    step(it, "1", ".eml");
    step(it, "5", "sent");
    desk(it, '6', "Log contact");
    step(it, "沈老师 谈了价格和中试\r", "logged for");
    desk(it, '7', "Task: ");
    step(it, "friday 回电话\r", "kept for");
    desk(it, '9', "begin a deal");
    step(it, "\r", "deal 1 begun");
    // The desk: the deal goes on to its signature.
    step(it, ALT_2, "Deals 1");
    step(it, "\t\t\t\t", "lead");
    for stage in ["contacted", "talks", "agreed", "notice", "signed"] {
        step(it, "\r", "registered");
        let downs = match stage {
            "contacted" => 2,
            "talks" => 3,
            "agreed" => 4,
            "notice" => 5,
            _ => 6,
        };
        step(
            it,
            &format!("{}\r", "\x1b[B".repeat(downs)),
            &format!("deal 1: {stage}"),
        );
    }
    // A second import moves the watch, and today lists it.
    step(it, F5, "Import");
    step(it, "more.jsonl\r", "1 row");
    step(it, "\r", "1 watch has moved");
    step(it, "\t\t", "1 new");
    terminal.press("\x03");
    terminal.expect_restored();
    from_the_command_line(&home);
}

/// What was done in the browser is there for scripts.
fn from_the_command_line(home: &Home) {
    let json = |arguments: &[&str]| home.json(&[arguments, &["--format", "json"]].concat());
    let list = json(&["shortlist", "show", "荆门化工"]);
    assert_eq!(ids(&list["listings"]), [ANSWER], "{list}");
    assert_eq!(json(&["note", ANSWER])["note"], "周五回电");
    let log = json(&["log", "list", ANSWER]);
    let texts: Vec<&str> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    assert!(texts.contains(&"沈老师 谈了价格和中试"), "{log}");
    assert_eq!(texts.len(), 2, "the mail that was sent, too: {log}");
    let tasks = json(&["task", "list"]);
    assert_eq!(
        (&tasks[0]["text"], &tasks[0]["id"]),
        (&"回电话".into(), &ANSWER.into())
    );
    let deals = json(&["deal", "list"]);
    assert_eq!(
        (&deals[0]["stage"], &deals[0]["need"]["id"]),
        (&"signed".into(), &NEED.into()),
        "{deals}"
    );
    let today = json(&["today"]);
    let whats: Vec<&str> = today
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["what"].as_str().unwrap())
        .collect();
    assert!(
        whats.contains(&"watch") && whats.contains(&"first-contact"),
        "{today}"
    );
    let mail = std::fs::read_dir(home.path("")).unwrap().filter_map(|it| {
        let path = it.unwrap().path();
        path.extension()
            .is_some_and(|it| it == "eml")
            .then_some(path)
    });
    let mails: Vec<_> = mail.collect();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = std::fs::read_to_string(&mails[0]).unwrap();
    assert!(mail.contains("X-Unsent: 1"), "{mail}");
    assert!(
        !mail.contains("周五回电"),
        "private notes stay private: {mail}"
    );
    // Out, into an empty desk, and the same again.
    let written = home.done(&["desk", "export"]);
    let other = Home::filled();
    std::fs::write(other.path("desk.jsonl"), &written).unwrap();
    other.done(&["desk", "import", other.path("desk.jsonl").to_str().unwrap()]);
    assert_eq!(other.done(&["desk", "export"]), written);
    read_by_python(home, &mails[0]);
}

/// What is made for other programs is read by other programs, where they are there.
fn read_by_python(home: &Home, mail: &std::path::Path) {
    let calendar = home.path("tasks.ics");
    home.done(&["task", "export", "-o", calendar.to_str().unwrap()]);
    let script = "\
import email, email.policy, sys
mail = email.message_from_file(open(sys.argv[1], encoding='utf-8'), policy=email.policy.default)
assert mail['subject'] and mail.get_body().get_content().strip(), mail
assert not mail.defects, mail.defects
try:
    import icalendar
except ImportError:
    sys.exit(9)
calendar = icalendar.Calendar.from_ical(open(sys.argv[2], 'rb').read())
assert [part.name for part in calendar.walk()] == ['VCALENDAR', 'VTODO', 'VEVENT', 'VALARM']
assert '回电话' in calendar.walk('VTODO')[0]['SUMMARY']
";
    let python = Command::new("python3")
        .args(["-c", script])
        .args([mail, &calendar])
        .output();
    match python {
        Err(_) => skipped("no python3: nothing else reads the mail and the calendar"),
        Ok(read) if read.status.code() == Some(9) => {
            skipped("Python has no icalendar: nothing else reads the calendar");
        }
        Ok(read) => {
            let said = String::from_utf8_lossy(&read.stderr);
            assert!(read.status.success(), "{said}");
        }
    }
}
