//! From a key to the bytes of the frame that answers it, on a library of any size.
//!
//! `cargo bench --bench keystroke -- FOLDER [json] [remote=NAME]` (or `QIAO_DATA_DIR`); with `json` a
//! line of JSON for every row as well, with `remote=NAME` over a remote of that library. State, search thread and painter are the program's own; only the terminal
//! is missing. A key is answered when the frame with its hits has been written; where counting
//! facets takes longer, that is a line of its own.

#![expect(clippy::unwrap_used, reason = "a failure ends the measurement")]
#![expect(clippy::print_stdout, reason = "its result")]

use std::cell::Cell;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use qiao::Headless;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Columns and rows.
const WINDOW: (u16, u16) = (120, 40);

/// What is typed, key by key, and then deleted key by key.
const QUERIES: [&str; 12] = [
    "石墨烯",
    "锂离子电池 正极材料",
    "graphene coating",
    "单位:武汉大学 中试",
    "shimoxi",
    "水稻 -小麦",
    "\"防腐涂料\"",
    "的",
    "name:检测 year:2015..2022",
    "(传感器 OR sensor) NEAR/5 光纤",
    "磷石膏 综合利用 量子龙虾",
    "a method for",
];

/// So many of the slowest keys are shown.
const SHOWN: usize = 8;

/// Takes bytes and counts them.
#[derive(Clone, Default)]
struct Sink(Rc<Cell<usize>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The browser, and the number of bytes it has written.
struct Browser {
    headless: Headless<Sink>,
    written: Sink,
    /// How long it took until everything was counted and drawn, key by key.
    whole: Vec<Duration>,
}

impl Browser {
    /// Opens a library; prints when the first frame and the first answer are there.
    fn open(folder: &Path, remote: Option<&str>) -> Self {
        let start = Instant::now();
        let written = Sink::default();
        let mut headless = Headless::open((folder, remote), WINDOW, written.clone()).unwrap();
        let first_frame = start.elapsed();
        let listings = headless.first_answer().unwrap();
        println!("{listings} listings in {}", folder.display());
        println!(
            "in process: first frame {}, first answer {}",
            milliseconds(first_frame),
            milliseconds(start.elapsed())
        );
        Self {
            headless,
            written,
            whole: Vec::new(),
        }
    }

    /// How long it takes until the hits are drawn.
    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Duration {
        let start = Instant::now();
        let hits_drawn = self.headless.press(KeyEvent::new(code, modifiers)).unwrap();
        self.whole.push(start.elapsed());
        hits_drawn.duration_since(start)
    }

    fn press_all(&mut self, keys: impl IntoIterator<Item = KeyCode>) -> Vec<Duration> {
        let keys = keys.into_iter();
        keys.map(|key| self.press(key, KeyModifiers::NONE))
            .collect()
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Prints median, 99th percentile and maximum, and again as a line of JSON where that is asked for.
fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let keys = times.len();
    let at = |percent: usize| times[(keys * percent).div_ceil(100).max(1) - 1];
    let [p50, p99, max] = [50, 99, 100].map(at);
    println!(
        "{what:<22} {keys:>5} keys   p50 {:>9}   p99 {:>9}   max {:>9}",
        milliseconds(p50),
        milliseconds(p99),
        milliseconds(max)
    );
    if std::env::args().any(|word| word == "json") {
        let [p50, p99, max] = [p50, p99, max].map(|time| time.as_secs_f64() * 1000.0);
        let row = serde_json::json!({
            "keys_to": what, "keys": keys, "p50_ms": p50, "p99_ms": p99, "max_ms": max,
        });
        println!("{row}");
    }
}

/// Types every query and deletes it again; prints what the slowest keys left in the line.
fn typing(browser: &mut Browser) -> Vec<Duration> {
    let mut keys: Vec<(Duration, String)> = Vec::new();
    for query in QUERIES {
        let mut line = String::new();
        for letter in query.chars() {
            line.push(letter);
            keys.push((
                browser.press(KeyCode::Char(letter), KeyModifiers::NONE),
                line.clone(),
            ));
        }
        while line.pop().is_some() {
            keys.push((
                browser.press(KeyCode::Backspace, KeyModifiers::NONE),
                line.clone(),
            ));
        }
    }
    keys.sort();
    for (time, line) in keys.iter().rev().take(SHOWN) {
        println!("    slow: {:>9}  {line:?}", milliseconds(*time));
    }
    keys.into_iter().map(|(time, _)| time).collect()
}

/// With filters in force; the last keys take them back.
fn filtered(browser: &mut Browser) -> (Vec<Duration>, Vec<Duration>) {
    browser.press(KeyCode::F(6), KeyModifiers::NONE);
    let choice = [KeyCode::Down, KeyCode::Char(' ')].repeat(3);
    let mut choosing = browser.press_all(choice);
    browser.press(KeyCode::Esc, KeyModifiers::NONE);
    let typed = typing(browser);
    choosing.push(browser.press(KeyCode::Char('r'), KeyModifiers::CONTROL));
    (choosing, typed)
}

fn scrolling(browser: &mut Browser) -> Vec<Duration> {
    let mut times = browser.press_all([KeyCode::Down; 100]);
    times.extend(browser.press_all([KeyCode::PageDown; 50]));
    times.push(browser.press(KeyCode::End, KeyModifiers::CONTROL));
    times.extend(browser.press_all([KeyCode::PageUp; 20]));
    times.push(browser.press(KeyCode::Home, KeyModifiers::CONTROL));
    times
}

/// From the start of the program to its first frame, in a terminal.
fn start_up(folder: &Path) -> Duration {
    let size = PtySize {
        rows: WINDOW.1,
        cols: WINDOW.0,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
    command.env("QIAO_DATA_DIR", folder);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    let (mut seen, mut piece) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("\x1b[?2026l") {
        let length = reader.read(&mut piece).unwrap();
        seen.extend(&piece[..length]);
    }
    let time = start.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    time
}

fn main() {
    let mut words = std::env::args().skip(1);
    let remote = std::env::args().find_map(|word| Some(word.strip_prefix("remote=")?.to_owned()));
    let is_folder =
        |word: &String| !word.starts_with(['-']) && word != "json" && !word.contains('=');
    let named = words.find(is_folder);
    let folder = named.map(PathBuf::from);
    let folder = folder.or_else(|| std::env::var_os("QIAO_DATA_DIR").map(PathBuf::from));
    let Some(folder) = folder else {
        println!("skipped: no library (cargo bench --bench keystroke -- FOLDER)");
        return;
    };
    let mut browser = Browser::open(&folder, remote.as_deref());
    let starts = (0..10).map(|_| start_up(&folder)).collect();
    report("start to first frame", starts);
    browser.whole.clear();
    report("typing", typing(&mut browser));
    report("typing, all counted", std::mem::take(&mut browser.whole));
    let (choosing, typed) = filtered(&mut browser);
    report("choosing filters", choosing);
    report("typing with filters", typed);
    report("scrolling", scrolling(&mut browser));
    let sorted = browser.press_all([KeyCode::F(3); 4]);
    report("sorting", sorted);
    let before = browser.written.0.get();
    browser.headless.draw().unwrap();
    let unchanged = browser.written.0.get() - before;
    println!("an unchanged screen: {unchanged} bytes of {before} written so far");
}
