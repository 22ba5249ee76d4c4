//! The real program in a pseudo-terminal.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser};

/// No condition takes longer, however busy the machine is.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The settings' file in the home folder, where the program is started.
pub(crate) const SETTINGS: &str = "config.toml";

/// A terminal with the program in it.
pub(crate) struct Terminal {
    pub(crate) master: Box<dyn MasterPty + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) keyboard: Box<dyn Write + Send>,
    pub(crate) output: Receiver<Vec<u8>>,
    pub(crate) parser: Parser,
    pub(crate) seen: Vec<u8>,
    pub(crate) modes_before: String,
    pub(crate) home: Rc<TempDir>,
}

impl Terminal {
    pub(crate) fn open(columns: u16, rows: u16) -> Self {
        Self::open_with(columns, rows, "")
    }

    /// With settings.
    pub(crate) fn open_with(columns: u16, rows: u16, settings: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qiao"));
        set_up(&mut command, home.path());
        std::fs::write(home.path().join(SETTINGS), settings).unwrap();
        command.args(["--config", SETTINGS]);
        Self::run(command, home, columns, rows)
    }

    /// Saves other settings, as editors do: a new file in the place of the old one.
    pub(crate) fn save_settings(&self, settings: &str) {
        let new = self.home.path().join("config.new");
        std::fs::write(&new, settings).unwrap();
        std::fs::rename(new, self.home.path().join(SETTINGS)).unwrap();
    }

    pub(crate) fn run(
        command: CommandBuilder,
        home: impl Into<Rc<TempDir>>,
        columns: u16,
        rows: u16,
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let modes_before = format!("{:?}", pair.master.get_termios().unwrap());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut piece) {
                if sender.send(piece[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        // The child alone keeps the other end open: when it is gone, reading ends.
        drop(pair.slave);
        Self {
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            output,
            parser: Parser::new(
                NonZero::new(rows).unwrap(),
                NonZero::new(columns).unwrap(),
                0,
            ),
            seen: Vec::new(),
            modes_before,
            home: home.into(),
        }
    }

    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.seen.extend(bytes);
    }

    /// Reads on until the screen is as wanted.
    pub(crate) fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !wanted(self.parser.screen()) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => {
                    panic!("never {what}: {error}\n{}", self.parser.screen().contents())
                }
            }
        }
    }

    /// Reads on until the program has written something; says when.
    pub(crate) fn until_written(&mut self, text: &str) -> Instant {
        let start = Instant::now();
        while !String::from_utf8_lossy(&self.seen).contains(text) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let bytes = self.output.recv_timeout(left).unwrap();
            self.take(&bytes);
        }
        Instant::now()
    }

    /// Reads on until what was written, from a place on, ends with a whole frame.
    pub(crate) fn until_whole(&mut self, from: usize) {
        while !self.seen[from..].ends_with(b"\x1b[?2026l") {
            let bytes = self.output.recv_timeout(PATIENCE).unwrap();
            self.take(&bytes);
        }
    }

    pub(crate) fn until_ready(&mut self) {
        self.until("ready", |screen| {
            screen.alternate_screen() && screen.contents().contains("F1")
        });
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let (height, width) = (NonZero::new(rows).unwrap(), NonZero::new(columns).unwrap());
        self.parser.screen_mut().set_size(height, width);
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Waits until the system has stopped the program; what it writes says only that it will.
    pub(crate) fn until_stopped(&self) {
        let id = self.child.process_id().unwrap().to_string();
        let start = Instant::now();
        loop {
            let asked = Command::new("ps")
                .args(["-o", "state=", "-p", &id])
                .output();
            let state = asked.unwrap().stdout;
            if state.starts_with(b"T") {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "never stopped");
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// What stands behind a word on screen, up to the next blank.
    pub(crate) fn behind(&self, word: &str) -> String {
        let contents = self.parser.screen().contents();
        let rest = contents.split(word).nth(1).unwrap_or("").split_whitespace();
        rest.map(|text| text.trim_end_matches(';'))
            .next()
            .unwrap_or("")
            .to_owned()
    }

    pub(crate) fn first_row(&self) -> String {
        let (_, columns) = self.parser.screen().size();
        self.parser.screen().rows(0, columns.get()).next().unwrap()
    }

    /// Waits for the end and looks whether the terminal is as it was; all that was written.
    pub(crate) fn expect_restored(mut self) -> String {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().unwrap();
                    panic!("does not end:\n{}", self.parser.screen().contents());
                }
            }
        }
        self.child.wait().unwrap();
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "alternate screen");
        assert!(!screen.hide_cursor(), "cursor");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        let seen = String::from_utf8_lossy(&self.seen).into_owned();
        let count = |text: &str| seen.matches(text).count();
        assert_eq!(count("\x1b[>1u"), count("\x1b[<1u"), "keyboard flags");
        assert_eq!(
            count("\x1b[?2026h"),
            count("\x1b[?2026l") - count("\x1b[<1u"),
            "frames"
        );
        if let Some(modes) = self.master.get_termios() {
            assert_eq!(format!("{modes:?}"), self.modes_before, "modes of the line");
        }
        seen
    }
}

pub(crate) fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

pub(crate) fn set_up(command: &mut CommandBuilder, home: &Path) {
    command.env_clear();
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("LANG", "en_US.UTF-8"),
        ("PATH", "/usr/bin:/bin"),
    ] {
        command.env(name, value);
    }
    command.env("HOME", home);
    command.env("QIAO_DATA_DIR", home.join("library"));
    command.cwd(home);
}
