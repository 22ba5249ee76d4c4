//! The terminal: its modes, and frames written to it in one piece.
//!
//! Nothing is asked of the terminal but by [`background`], so no answer has to be waited for.
//! [`leave`] undoes everything and may be called at any time, from a panic too.

pub(crate) mod background;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::cursor::{Hide, MoveTo, Show};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::{Position, Rect};

pub(crate) use background::{Background, LateAnswer};

/// Alternate screen, bracketed paste, news of the focus, distinct codes for keys that used to share one.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[>1u\x1b[2J";
/// All of it undone, the last begun frame and the colours too.
const LEAVE: &str = "\x1b[?2026l\x1b[<1u\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";
/// Presses, releases, the wheel, and movement while a button is held; not every movement.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether another program has the terminal for a while.
static LENT: AtomicBool = AtomicBool::new(false);

/// Makes the terminal ready for the browser.
///
/// # Errors
/// There is no terminal.
pub(crate) fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let mouse = if mouse { MOUSE_ON } else { "" };
    write_all(&format!("{ENTER}{mouse}"))
}

/// Leaves the terminal as it was; does nothing where that is done already.
pub(crate) fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        // A terminal that is gone needs no restoring.
        write_all(LEAVE).ok();
        disable_raw_mode().ok();
    }
}

/// Says that another program has the terminal now, or has it no more.
pub(crate) fn lend(lent: bool) {
    LENT.store(lent, Ordering::SeqCst);
}

/// Whether another program has the terminal.
#[cfg(unix)]
pub(crate) fn is_lent() -> bool {
    LENT.load(Ordering::SeqCst)
}

/// Switches the mouse.
///
/// # Errors
/// The terminal is gone.
pub(crate) fn mouse(on: bool) -> io::Result<()> {
    write_all(if on { MOUSE_ON } else { MOUSE_OFF })
}

/// Asks the terminal to put a text on the clipboard (OSC 52); whether it does is not known.
///
/// # Errors
/// The terminal is gone.
pub(crate) fn put_on_clipboard(text: &str) -> io::Result<()> {
    write_all(&format!("\x1b]52;c;{}\x07", STANDARD.encode(text)))
}

fn write_all(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Restores the terminal before a panic of the calling thread is reported.
///
/// Panics of other threads are caught there and shown in the browser.
pub(crate) fn restore_on_panic() {
    let owner = std::thread::current().id();
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == owner {
            leave();
            report(panic);
        }
    }));
}

/// What is on screen, and where the cursor stands.
#[derive(Debug)]
pub(crate) struct Painter<W: Write> {
    out: W,
    shown: Buffer,
    cursor: Option<Position>,
    stale: bool,
}

impl<W: Write> Painter<W> {
    /// A painter for a terminal of which nothing is known.
    pub(crate) fn new(out: W) -> Self {
        Self {
            out,
            shown: Buffer::empty(Rect::ZERO),
            cursor: None,
            stale: true,
        }
    }

    /// Forgets what is on screen: the next frame is drawn whole.
    pub(crate) const fn forget(&mut self) {
        self.stale = true;
    }

    /// Brings the screen to a new state: one write, or none where nothing changes.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(crate) fn paint(&mut self, next: Buffer, cursor: Option<Position>) -> io::Result<()> {
        let whole = self.stale || self.shown.area != next.area;
        if whole {
            self.shown = Buffer::empty(next.area);
        }
        let changed = self.shown.diff(&next);
        if changed.is_empty() && cursor == self.cursor && !whole {
            return Ok(());
        }
        let mut frame = Vec::from(FRAME_BEGINS);
        if whole {
            frame.extend(CLEAR);
        }
        if !changed.is_empty() {
            queue!(frame, Hide)?;
            CrosstermBackend::new(&mut frame).draw(changed.into_iter())?;
        }
        match cursor {
            Some(at) => queue!(frame, MoveTo(at.x, at.y), Show)?,
            None => queue!(frame, Hide)?,
        }
        frame.extend(FRAME_ENDS);
        self.out.write_all(&frame)?;
        self.out.flush()?;
        self.shown = next;
        self.cursor = cursor;
        self.stale = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use ratatui::style::Style;

    use super::*;
    use crate::ui::text::DisplayWidth;

    fn screen(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        let top = Position::new(0, 0);
        DisplayWidth::default().put(&mut buffer, top, 20, text, Style::new());
        buffer
    }

    fn painted(painter: &mut Painter<Vec<u8>>, text: &str, cursor: Option<Position>) -> String {
        painter.out.clear();
        painter.paint(screen(text), cursor).unwrap();
        String::from_utf8(painter.out.clone()).unwrap()
    }

    #[test]
    fn nothing_is_written_where_nothing_changes() {
        let mut painter = Painter::new(Vec::new());
        let at = Some(Position::new(3, 0));
        assert!(painted(&mut painter, "石墨烯", at).contains('烯'));
        assert_eq!(painted(&mut painter, "石墨烯", at), "");
        let moved = painted(&mut painter, "石墨烯", Some(Position::new(4, 0)));
        assert_eq!(moved, "\x1b[?2026h\x1b[1;5H\x1b[?25h\x1b[?2026l");
        assert_eq!(
            painted(&mut painter, "石墨烯", None),
            "\x1b[?2026h\x1b[?25l\x1b[?2026l"
        );
    }

    #[test]
    fn only_what_changes_is_written() {
        let mut painter = Painter::new(Vec::new());
        painted(&mut painter, "abc def", None);
        let frame = painted(&mut painter, "abc dEf", None);
        assert!(frame.contains("\x1b[1;6HE"), "{frame:?}");
        assert!(!frame.contains("abc"), "{frame:?}");
        painter.forget();
        let frame = painted(&mut painter, "abc dEf", None);
        assert!(
            frame.contains("\x1b[2J") && frame.contains("abc"),
            "{frame:?}"
        );
    }

    /// Set in the environment of a copy of this test program that runs in a terminal.
    #[cfg(unix)]
    const IN_TERMINAL: &str = "QIAO_TEST_IN_TERMINAL";

    #[cfg(unix)]
    #[test]
    fn a_panic_leaves_the_terminal_as_it_was() {
        if std::env::var_os(IN_TERMINAL).is_some() {
            restore_on_panic();
            enter(true).unwrap();
            panic!("the panic of this test");
        }
        let size = portable_pty::PtySize {
            rows: 24,
            cols: 80,
            ..Default::default()
        };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let modes = || format!("{:?}", pair.master.get_termios());
        let before = modes();
        let program = std::env::current_exe().unwrap();
        let mut command = portable_pty::CommandBuilder::new(program);
        command.args([
            "--nocapture",
            "--exact",
            "ui::terminal::tests::a_panic_leaves_the_terminal_as_it_was",
        ]);
        command.env(IN_TERMINAL, "1");
        let mut child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let read = std::thread::spawn(move || {
            let (mut seen, mut piece) = (Vec::new(), [0; 1024]);
            while let Ok(length @ 1..) = io::Read::read(&mut reader, &mut piece) {
                seen.extend_from_slice(piece.get(..length).unwrap());
            }
            String::from_utf8_lossy(&seen).into_owned()
        });
        assert!(!child.wait().unwrap().success());
        assert_eq!(modes(), before);
        drop(pair.slave);
        let seen = read.join().unwrap();
        let (entered, left) = (seen.find(ENTER).unwrap(), seen.find(LEAVE).unwrap());
        let reported = seen.find("the panic of this test").unwrap();
        assert!(entered < left && left < reported, "{seen:?}");
    }

    #[test]
    fn every_mode_that_is_entered_is_left() {
        let modes = |text: &str, end: char| {
            let mut modes: Vec<String> = text
                .split("\x1b[?")
                .filter_map(|part| part.split_once(end))
                .map(|(mode, _)| mode.to_owned())
                .filter(|mode| mode.chars().all(|c| c.is_ascii_digit()))
                .collect();
            modes.sort();
            modes
        };
        let entered = modes(&format!("{ENTER}{MOUSE_ON}"), 'h');
        assert_eq!(entered, ["1000", "1002", "1004", "1006", "1049", "2004"]);
        let left = modes(LEAVE, 'l');
        assert!(entered.iter().all(|mode| left.contains(mode)), "{left:?}");
        assert!(LEAVE.contains("\x1b[<1u") && LEAVE.contains("\x1b[?25h"));
    }
}
