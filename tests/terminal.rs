//! The real program in a pseudo-terminal: what a user's terminal goes through.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

#[path = "common/pseudo_terminal.rs"]
mod pseudo_terminal;
#[path = "common/skip.rs"]
mod skip;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portable_pty::CommandBuilder;
use pseudo_terminal::{PATIENCE, Terminal, set_up};
use skip::skipped;
use vt100::MouseProtocolMode;

#[test]
fn the_cursor_stands_behind_chinese_input_and_the_terminal_is_left_as_it_was() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    assert!(terminal.parser.screen().bracketed_paste());
    assert_eq!(
        terminal.parser.screen().mouse_protocol_mode(),
        MouseProtocolMode::ButtonMotion
    );
    terminal.press("石墨烯");
    terminal.until("typed", |screen| screen.cursor_position() == (0, 8));
    assert!(terminal.first_row().contains("石墨烯"));
    terminal.press("\x1b[D");
    terminal.until("moved", |screen| screen.cursor_position() == (0, 6));
    assert!(!terminal.parser.screen().hide_cursor());
    terminal.press("\x1b[21~");
    terminal.expect_restored();
}

/// A tmux server of its own; it ends with the test.
struct Tmux {
    name: String,
    home: PathBuf,
}

impl Tmux {
    fn is_there() -> bool {
        Command::new("tmux").arg("-V").output().is_ok()
    }

    /// Runs the program inside, in a terminal of this size, with settings of tmux.
    /// The server is to be dropped first, so it stands last.
    fn open(columns: u16, rows: u16, name: &str, settings: &str) -> (Terminal, Self) {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("tmux.conf"), settings).unwrap();
        let tmux = Self {
            name: name.to_owned(),
            home: home.path().to_owned(),
        };
        let mut command = CommandBuilder::new("tmux");
        command.args(["-L", name, "-f", "tmux.conf"]);
        command.args(["-u", "new-session", env!("CARGO_BIN_EXE_qiao")]);
        set_up(&mut command, home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("TMUX_TMPDIR", home.path());
        (Terminal::run(command, home, columns, rows), tmux)
    }

    fn ask(&self, question: &str) -> String {
        let mut command = Command::new("tmux");
        command.args(["-L", &self.name, question]);
        let answer = command.env("TMUX_TMPDIR", &self.home).output().unwrap();
        String::from_utf8(answer.stdout).unwrap()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.ask("kill-server");
    }
}

#[test]
fn a_copy_inside_tmux_arrives_however_its_clipboard_is_set() {
    if !Tmux::is_there() {
        skipped("no tmux");
        return;
    }
    let settings = [
        ("on", "off"),
        ("external", "off"),
        ("external", "on"),
        ("off", "off"),
    ];
    for (clipboard, passthrough) in settings {
        let lines =
            format!("set -g set-clipboard {clipboard}\nset -g allow-passthrough {passthrough}\n");
        let name = format!("qiao-{clipboard}-{passthrough}");
        let (mut terminal, tmux) = Tmux::open(120, 40, &name, &lines);
        terminal.until("ready", |screen| screen.contents().contains("Telephone"));
        let phone = terminal.behind("Telephone");
        terminal.press("\x19");
        terminal.until("menu", |screen| {
            screen.contents().contains("press a digit to copy")
        });
        terminal.press("1");
        terminal.until("copied", |screen| {
            screen.contents().contains("sent to tmux")
        });
        assert_eq!(tmux.ask("show-buffer"), phone, "{lines}");
        // tmux itself tells the terminal around it.
        let sequence = format!("\x1b]52;;{}", STANDARD.encode(&phone));
        terminal.until_written(&sequence);
        terminal.press("\x1b[21~");
        terminal.expect_restored();
    }
}

#[test]
fn a_phone_number_is_found_and_copied_inside_tmux() {
    if !Tmux::is_there() {
        skipped("no tmux");
        return;
    }
    let (mut terminal, tmux) = Tmux::open(120, 40, "qiao", "");
    terminal.until("ready", |screen| screen.contents().contains("F1 Help"));
    for (column, character) in [(4, "石"), (6, "墨"), (8, "烯")] {
        terminal.press(character);
        terminal.until("typed", |screen| screen.cursor_position() == (0, column));
    }
    terminal.until("found", |screen| {
        screen.contents().contains("understood as 石墨烯")
    });
    terminal.press("\x06漳河新材料");
    terminal.until("narrowed", |screen| {
        let (row, column) = screen.cursor_position();
        row > 0 && column == 5 + 10 && !screen.contents().contains("Kind")
    });
    terminal.press("\x1b[B ");
    terminal.until("filtered", |screen| {
        screen
            .contents()
            .contains("Institution 荆门漳河新材料研究院 ×")
    });
    terminal.press("\t\r");
    terminal.until("opened", |screen| {
        let contents = screen.contents();
        contents.contains("F7 Next match") && contents.contains("Telephone")
    });
    let phone = terminal.behind("Telephone");
    assert!(phone.contains("-0000"), "{phone}");
    terminal.press("\x19");
    terminal.until("menu", |screen| {
        screen.contents().contains("press a digit to copy")
    });
    terminal.press("1");
    terminal.until("copied", |screen| {
        let contents = screen.contents();
        contents.contains(&format!("sent to tmux: {phone}"))
    });
    assert_eq!(tmux.ask("show-buffer"), phone);
    terminal.press("\x1b[21~");
    terminal.expect_restored();
}

#[test]
fn a_paste_is_text() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    terminal.press("\x1b[200~防腐\n涂层\x03\x1b[201~");
    terminal.until("pasted", |screen| screen.contents().contains("防腐 涂层"));
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn another_size_is_another_picture() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    terminal.resize(19, 4);
    terminal.until("small", |screen| screen.contents().contains("≥ 20×5"));
    terminal.resize(80, 24);
    terminal.until("large", |screen| screen.contents().contains("F1 Help"));
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn settings_are_heeded_as_soon_as_they_are_saved() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    terminal.press("石");
    // Keys are read when the settings are watched.
    terminal.until("typed", |screen| screen.cursor_position() == (0, 4));
    terminal.save_settings("language = \"zh\"\nborders = \"ascii\"\n");
    terminal.until("in Chinese", |screen| {
        let contents = screen.contents();
        contents.contains("F1 帮助") || contents.contains("新的配置已生效")
    });
    terminal.press("a");
    terminal.until("in ASCII", |screen| screen.contents().starts_with("> 石a"));
    terminal.save_settings("them = 1");
    terminal.until("warned", |screen| {
        screen
            .contents()
            .contains("config.toml:1: no setting is called them")
    });
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn a_terminal_that_never_answers_keeps_nobody_waiting() {
    // The machine may be busy: the quickest of several is the program's own time.
    let waited = (0..5).map(|_| {
        let mut terminal = Terminal::open_with(80, 24, "theme = \"auto\"\n");
        let asked = terminal.until_written("\x1b]11;?");
        let drawn = terminal.until_written("\x1b[?2026l");
        terminal.until_ready();
        terminal.press("\x03");
        terminal.expect_restored();
        drawn - asked
    });
    let waited = waited.min().unwrap();
    assert!(waited < Duration::from_millis(200), "{waited:?}");
}

#[test]
fn a_theme_that_is_named_asks_the_terminal_nothing() {
    for theme in ["ansi", "dark", "light", "high-contrast", "mono"] {
        let mut terminal = Terminal::open_with(80, 24, &format!("theme = \"{theme}\"\n"));
        terminal.until_ready();
        terminal.press("\x03");
        let seen = terminal.expect_restored();
        for question in ["\x1b]11;?", "\x1b[c", "\x1b[6n"] {
            assert!(!seen.contains(question), "{theme}: {question:?}");
        }
    }
}

#[test]
fn an_option_for_colour_wins_over_no_color() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.path());
    command.env("NO_COLOR", "1");
    command.args(["--color", "always"]);
    let mut terminal = Terminal::run(command, home, 80, 24);
    terminal.until_ready();
    terminal.press("\x03");
    let seen = terminal.expect_restored();
    assert!(seen.contains("38;5;"), "{seen:?}");
    // What takes the place of a colour that is not to be: it ends reverse video, too.
    assert!(!seen.contains("\x1b[;m"), "{seen:?}");
}

#[test]
fn the_theme_auto_follows_the_background() {
    let check = |answer: &str, expected: Option<&str>| {
        let mut terminal = Terminal::open_with(80, 24, "theme = \"auto\"\n");
        terminal.until_written("\x1b[c");
        terminal.press(answer);
        terminal.until_ready();
        terminal.press("\x03");
        let seen = terminal.expect_restored();
        for accent in ["38;5;80;", "38;5;24;"] {
            assert_eq!(seen.contains(accent), Some(accent) == expected, "{accent}");
        }
    };
    check("\x1b]11;rgb:1e1e/1e1e/1e1e\x07\x1b[?62c", Some("38;5;80;"));
    check(
        "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62c",
        Some("38;5;24;"),
    );
    // A terminal that knows no such question answers the next one only.
    check("\x1b[?62c", None);
}

#[test]
fn the_next_session_has_the_queries_of_the_last_and_a_fresh_one_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("own.csv"),
        "title\n石墨烯涂料\n石墨烯电池\n",
    )
    .unwrap();
    let mut import = Command::new(env!("CARGO_BIN_EXE_qiao"));
    import.args(["import", "own.csv"]).current_dir(home.path());
    import.env("QIAO_DATA_DIR", home.path().join("library"));
    assert!(import.output().unwrap().status.success());
    let home = Rc::new(home);
    let open = |arguments: &[&str]| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
        set_up(&mut command, home.path());
        command.args(arguments);
        Terminal::run(command, Rc::clone(&home), 100, 30)
    };
    let mut terminal = open(&[]);
    terminal.until_ready();
    terminal.press("石墨烯 电池");
    terminal.until("found", |screen| screen.contents().contains("1 listing"));
    // A signal is an end like any other.
    terminal.signal("-TERM");
    terminal.expect_restored();
    let mut terminal = open(&[]);
    terminal.until("restored", |screen| {
        let contents = screen.contents();
        contents.starts_with("› 石墨烯 电池") && contents.contains("1 listing")
    });
    terminal.press("\x03");
    terminal.expect_restored();
    let mut terminal = open(&["--fresh"]);
    terminal.until("all of it", |screen| {
        screen.contents().contains("2 listings")
    });
    // Up on the first row of an empty line.
    terminal.press("\x1b[A");
    terminal.until("recalled", |screen| {
        screen.contents().starts_with("› 石墨烯 电池")
    });
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn a_query_that_was_of_use_is_remembered_whatever_the_end() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    terminal.press("石墨烯 防腐\r");
    let file = terminal.home.path().join("library/session.json");
    let start = Instant::now();
    while !std::fs::read_to_string(&file).is_ok_and(|text| text.contains("石墨烯 防腐")) {
        assert!(start.elapsed() < PATIENCE, "not written before the end");
        std::thread::yield_now();
    }
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn two_hundred_sizes_one_after_the_other_leave_no_garbage() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    terminal.press("石墨烯");
    terminal.until("typed", |screen| screen.cursor_position() == (0, 8));
    // A linear congruential sequence: the same sizes in every run.
    let mut state: u32 = 20_261_125;
    let mut random = |from: u16, to: u16| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        from + u16::try_from(state >> 16).unwrap() % (to - from + 1)
    };
    for _ in 0..200 {
        terminal.resize(random(1, 200), random(1, 60));
        terminal.press("\x1b[B");
        while let Ok(bytes) = terminal.output.try_recv() {
            terminal.take(&bytes);
        }
    }
    terminal.resize(100, 30);
    terminal.until("settled", |screen| {
        let contents = screen.contents();
        contents.starts_with("› 石墨烯") && contents.contains("F1 Help")
    });
    // A key that is seen on screen has come behind everything before it.
    terminal.press("a");
    terminal.until("typed on", |screen| screen.cursor_position() == (0, 9));
    // The titles that the first listing refers to are asked for when the first of these answers
    // comes at the latest, told in one go with the second perhaps, but before the third.
    for (key, answered) in [
        ("\x1by", "2 of 2"),
        ("\x1by", "2 listings"),
        ("\x1by", "2 of 2"),
        ("\x1by", "2 listings"),
    ] {
        terminal.press(key);
        terminal.until("answered", |screen| screen.contents().contains(answered));
    }
    // Any key takes away what is said of the last.
    terminal.press("\x1b[D");
    terminal.until("quiet", |screen| screen.contents().contains("F1 Help"));
    terminal.until_whole(0);
    let rows = |terminal: &Terminal| -> Vec<String> {
        let contents = terminal.parser.screen().contents();
        contents
            .lines()
            .map(|row| row.trim_end().to_owned())
            .collect()
    };
    let before = rows(&terminal);
    let written = terminal.seen.len();
    terminal.press("\x0c");
    terminal.until_whole(written);
    assert_eq!(rows(&terminal), before, "as drawn anew");
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn a_declined_match_goes_from_the_list_and_stays_away() {
    let mut terminal = Terminal::open(120, 40);
    let home = Rc::clone(&terminal.home);
    terminal.until_ready();
    terminal.press("match:sample:n001\r");
    terminal.until("matched", |screen| screen.contents().contains("4 listings"));
    // The desk menu, its second line, to decline, the first reason.
    terminal.press("\x1bOQ22\r");
    terminal.until("declined", |screen| {
        let contents = screen.contents();
        contents.contains("1 declined match left out") && contents.contains("3 listings")
    });
    terminal.press("\x03");
    terminal.expect_restored();
    let output = Command::new(env!("CARGO_BIN_EXE_qiao"))
        .args(["search", "match:sample:n001 is:declined", "--format", "csv"])
        .env("QIAO_DATA_DIR", home.path().join("library"))
        .output()
        .unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    assert!(found.contains("sample:a001"), "{found}");
}

#[test]
fn a_click_chooses_and_the_wheel_moves_on() {
    let mut terminal = Terminal::open(120, 40);
    let title = "Graphene-capped";
    terminal.until("found", |screen| screen.contents().contains(title));
    let (_, columns) = terminal.parser.screen().size();
    let rows: Vec<_> = terminal.parser.screen().rows(0, columns.get()).collect();
    let row = rows.iter().position(|row| row.contains(title)).unwrap() + 1;
    terminal.press(&format!("\x1b[<0;50;{row}M\x1b[<0;50;{row}m"));
    let chosen = |screen: &vt100::Screen| screen.contents().contains(&format!("▌ {title}"));
    terminal.until("chosen", chosen);
    terminal.press(&format!("\x1b[<65;50;{row}M"));
    terminal.until("moved on", |screen| !chosen(screen));
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn full_width_keys_are_text_in_the_query_and_commands_in_a_menu() {
    let mut terminal = Terminal::open(120, 40);
    terminal.until("found", |screen| screen.contents().contains("Telephone"));
    terminal.press("：");
    terminal.until("typed", |screen| screen.contents().starts_with("› ："));
    terminal.press("\x7f\x19");
    terminal.until("menu", |screen| {
        screen.contents().contains("press a digit to copy")
    });
    terminal.press("１");
    terminal.until("copied", |screen| {
        screen.contents().contains("sent to the terminal")
    });
    terminal.until_written("\x1b]52;c;");
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn keys_and_news_of_the_focus_are_read_as_new_terminals_write_them() {
    let mut terminal = Terminal::open(100, 30);
    terminal.until_ready();
    terminal.until_written("\x1b[>1u");
    terminal.until_written("\x1b[?1004h");
    // Out of the window and back; Ctrl-P pressed and let go, in the codes that were asked for.
    terminal.press("\x1b[O\x1b[I\x1b[112;5u\x1b[112;5:3u");
    terminal.until("palette", |screen| {
        screen.contents().contains("╭─ All commands")
    });
    terminal.press("\x1b[27u");
    terminal.until("closed", |screen| {
        !screen.contents().contains("╭─ All commands")
    });
    terminal.press("\x1b[30707u");
    terminal.until("typed", |screen| screen.contents().starts_with("› 石"));
    terminal.press("\x1b[99;5u");
    terminal.expect_restored();
}

#[test]
fn signals_leave_the_terminal_as_it_was() {
    for signal in ["-TERM", "-HUP", "-INT"] {
        let mut terminal = Terminal::open(80, 24);
        terminal.until_ready();
        terminal.signal(signal);
        terminal.expect_restored();
    }
}

#[test]
fn suspending_gives_the_terminal_back_for_the_while() {
    let mut terminal = Terminal::open(80, 24);
    terminal.until_ready();
    terminal.press("abc");
    terminal.until("typed", |screen| screen.contents().contains("abc"));
    terminal.press("\x1a");
    terminal.until("suspended", |screen| {
        !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
    });
    terminal.until_stopped();
    terminal.signal("-CONT");
    terminal.until("back", |screen| {
        screen.alternate_screen() && screen.contents().contains("abc")
    });
    terminal.press("d");
    terminal.until("typed on", |screen| screen.contents().contains("abcd"));
    terminal.press("\x1b[21~");
    terminal.expect_restored();
}

#[test]
fn an_idle_screen_is_not_written_to() {
    let mut terminal = Terminal::open(80, 24);
    terminal.until_ready();
    terminal.press("x");
    terminal.until("typed", |screen| {
        screen.cursor_position() == (0, 3) && !screen.contents().contains("ing …")
    });
    let before = terminal.seen.len();
    // Keys that change nothing, then one that does.
    terminal.press("\x1b[C\x1b[C\x1b[Cy");
    terminal.until("typed on", |screen| screen.contents().contains("xy"));
    let frames = String::from_utf8_lossy(&terminal.seen[before..]).into_owned();
    assert_eq!(frames.matches("\x1b[?2026h").count(), 1, "{frames:?}");
    terminal.press("\x03");
    terminal.expect_restored();
}

/// Writes what it is told into the title, like a user in an editor. It says how often it was
/// called, so that no earlier call is taken for this one.
const EDITOR: &str = r#"#!/bin/sh
grep '^#!' "$1"
echo >> calls
printf 'title %d: ' "$(wc -l < calls)"
read -r title
sed -i "s|^title = .*|title = $title|" "$1"
"#;

#[test]
fn an_editor_has_the_terminal_and_its_keys_for_a_while() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    std::fs::write(at("s.jsonl"), "{\"id\":\"1\",\"title\":\"Valve\"}\n").unwrap();
    std::fs::write(at("editor"), EDITOR).unwrap();
    let runs = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(at("editor"), runs).unwrap();
    let mut import = Command::new(env!("CARGO_BIN_EXE_qiao"));
    import.args(["import", "s.jsonl"]).current_dir(home.path());
    import
        .env("HOME", home.path())
        .env("QIAO_DATA_DIR", at("library"));
    assert!(import.output().unwrap().status.success());
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.path());
    command.env("EDITOR", "./editor");
    let mut terminal = Terminal::run(command, home, 100, 30);
    terminal.until("listed", |screen| screen.contents().contains("Valve"));
    let lent = |screen: &vt100::Screen, call: &str| {
        !screen.alternate_screen() && screen.contents().contains(call)
    };
    terminal.press("\x1b[23~");
    terminal.until("lent", |screen| lent(screen, "title 1: "));
    terminal.press("\"石墨烯阀\"\n");
    terminal.until("saved", |screen| {
        let shown = screen.contents();
        shown.contains("石墨烯阀") && shown.contains("1 field changed")
    });
    // A mistake is named, and the text is there when the editor is opened again.
    terminal.press("\x1b[23~");
    terminal.until("lent again", |screen| lent(screen, "title 2: "));
    terminal.press("\"\"\n");
    terminal.until("refused", |screen| {
        screen
            .contents()
            .contains("line 5: a listing needs a title")
    });
    terminal.press("\x1b");
    terminal.until("closed", |screen| !screen.contents().contains("Not saved"));
    terminal.press("\x1b[23~");
    terminal.until("lent once more", |screen| {
        lent(screen, "title 3: ") && screen.contents().contains("#! a listing needs a title")
    });
    terminal.press("\"Pump\"\n");
    terminal.until("saved at last", |screen| {
        screen.alternate_screen() && screen.contents().contains("Pump")
    });
    terminal.press("\x1b[21~");
    terminal.expect_restored();
}

#[cfg(unix)]
#[test]
fn a_pager_has_the_whole_listing_and_the_terminal_for_a_while() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let pager = home.path().join("pager");
    let script = "#!/bin/sh\ncat | tail -5\nprintf 'paged: '\nread line < /dev/tty\n";
    std::fs::write(&pager, script).unwrap();
    std::fs::set_permissions(&pager, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.path());
    command.env("PAGER", "./pager");
    let mut terminal = Terminal::run(command, home, 100, 30);
    terminal.until("found", |screen| screen.contents().contains("Overview"));
    terminal.press("\x1bv");
    terminal.until("lent", |screen| {
        let contents = screen.contents();
        !screen.alternate_screen()
            && contents.contains("Id: sample:a001")
            && contents.contains("paged: ")
    });
    terminal.press("abc\n");
    terminal.until("back", |screen| {
        screen.alternate_screen() && screen.contents().contains("F1")
    });
    assert!(!terminal.first_row().contains("abc"), "the pager's keys");
    terminal.press("\x03");
    terminal.expect_restored();
}

#[test]
fn the_doctor_asks_the_terminal_where_its_cursor_went() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.path());
    command.arg("doctor");
    let mut terminal = Terminal::run(command, home, 100, 30);
    let times = |seen: &[u8], asked: &str| String::from_utf8_lossy(seen).matches(asked).count();
    let questions = |seen: &[u8]| times(seen, "\x1b[6n");
    let (mut answered, mut protocol) = (0, false);
    while let Ok(bytes) = terminal.output.recv_timeout(PATIENCE) {
        terminal.take(&bytes);
        if !protocol && times(&terminal.seen, "\x1b[?u") > 0 {
            protocol = true;
            // Flags that are on: none; and what any terminal answers.
            terminal.press("\x1b[?0u\x1b[?62c");
        }
        while answered < questions(&terminal.seen) {
            answered += 1;
            let (row, column) = terminal.parser.screen().cursor_position();
            terminal.press(&format!("\x1b[{};{}R", row + 1, column + 1));
        }
    }
    assert_eq!(answered, 12);
    let seen = terminal.expect_restored();
    assert!(seen.contains("ok    widths      one column: “ ”"), "{seen}");
    let keys = "ok    keys        kitty keyboard protocol";
    assert!(seen.contains(keys), "{seen}");
}

#[test]
fn the_doctor_of_a_library_that_cannot_be_opened_ends_with_4() {
    let home = tempfile::tempdir().unwrap();
    let check = |folder: &Path, code: i32, words: &str| {
        let mut doctor = Command::new(env!("CARGO_BIN_EXE_qiao"));
        doctor
            .args(["doctor", "--lang", "en", "--data-dir"])
            .arg(folder);
        let output = doctor.env("HOME", home.path()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(
            said.contains(words) && said.contains("not a terminal"),
            "{said}"
        );
    };
    check(&home.path().join("none yet"), 0, "does not exist yet");
    let file = home.path().join("a file");
    std::fs::write(&file, "").unwrap();
    check(&file.join("below"), 4, "bad   library");
    let broken = home.path().join("broken");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(
        broken.join("catalogue.db"),
        "no database at all, but long enough".repeat(99),
    )
    .unwrap();
    check(&broken, 4, "bad   library     the catalogue is damaged");
}

#[test]
fn a_plain_session_goes_through_pipes() {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_qiao"));
    command
        .args(["--plain", "--lang", "zh"])
        .env("HOME", home.path());
    command.env("QIAO_DATA_DIR", home.path().join("library"));
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = pipes.spawn().unwrap();
    let lines = "石墨烯 防腐\n１\n：复制 1\n".as_bytes();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("1. 石墨烯") && said.contains("0724-0000316"),
        "{said}"
    );
    assert!(!said.contains(['\x1b', '│', '─', '>']), "{said}");
}

#[test]
fn a_dumb_terminal_gets_lines_and_a_prompt() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    set_up(&mut command, home.path());
    command.env("TERM", "dumb");
    let mut terminal = Terminal::run(command, home, 80, 24);
    terminal.until_written("\n> ");
    terminal.press("石墨烯\n");
    terminal.until_written("Understood as");
    terminal.press(":quit\n");
    let seen = terminal.expect_restored();
    assert!(!seen.contains('\x1b'), "{seen:?}");
}

#[test]
fn without_a_terminal_there_is_a_message() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_qiao"))
        .env("HOME", home.path())
        .env("QIAO_DATA_DIR", home.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        message.contains("the browser needs a terminal"),
        "{message}"
    );
    assert!(output.stdout.is_empty());
}
