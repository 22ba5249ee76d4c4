//! Copying: the ways to a clipboard, tried in order until one works.
//!
//! A thread of its own does it: programs can be slow, and some desktops keep a text only as
//! long as the one who offered it lives.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Longer texts are cut by terminals, so they are shown instead of sent.
const MAX_SEQUENCE_BYTES: usize = 70_000;

/// By which way a text went to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Channel {
    /// A program took it: its name.
    Program(String),
    /// The desktop's own clipboard.
    Desktop,
    /// An escape sequence can be written; whether the terminal obeys is not known.
    Terminal,
    /// There is no way: it has to be selected by hand.
    ByHand,
}

/// A text to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CopyOrder {
    /// The text.
    pub(crate) text: String,
    /// Command that copies, where the settings name one.
    pub(crate) command: Option<String>,
}

/// A way to a clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ClipboardRoute {
    /// The command that the user has configured.
    Configured(String),
    /// A program that reads the text.
    Program(&'static str, &'static [&'static str]),
    /// A program of Windows, which reads the text in UTF-16.
    WindowsProgram(&'static str),
    /// The desktop, without a program.
    Desktop,
    /// An escape sequence to the terminal.
    Terminal,
    /// The user's own hand.
    ByHand,
}

/// Where the browser runs, as far as it matters here.
#[derive(Debug, Default, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Surroundings {
    configured: Option<String>,
    tmux: bool,
    ssh: bool,
    wayland: bool,
    x11: bool,
    wsl: bool,
    /// The terminal takes escape sequences for the clipboard, or may do so.
    sequences: bool,
}

impl Surroundings {
    fn read(configured: Option<String>) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let terminal = std::env::var("TERM").unwrap_or_default();
        Self {
            configured,
            tmux: set("TMUX"),
            ssh: set("SSH_TTY") || set("SSH_CONNECTION"),
            wayland: set("WAYLAND_DISPLAY"),
            x11: set("DISPLAY"),
            wsl: set("WSL_DISTRO_NAME") || set("WSL_INTEROP"),
            sequences: !matches!(terminal.as_str(), "linux" | "dumb"),
        }
    }

    /// The ways from here, the surest first.
    fn ways(&self, length: usize) -> Vec<ClipboardRoute> {
        let desktop = cfg!(any(target_os = "macos", windows)) || self.x11 || self.wayland;
        let terminal = self.sequences && length <= MAX_SEQUENCE_BYTES;
        let mut ways: Vec<ClipboardRoute> = self
            .configured
            .clone()
            .map(ClipboardRoute::Configured)
            .into_iter()
            .collect();
        let mut add = |possible: bool, way: ClipboardRoute| {
            if possible && !ways.contains(&way) {
                ways.push(way);
            }
        };
        add(
            self.tmux,
            ClipboardRoute::Program("tmux", &["load-buffer", "-w", "-"]),
        );
        add(self.ssh && terminal, ClipboardRoute::Terminal);
        add(self.wayland, ClipboardRoute::Program("wl-copy", &[]));
        add(
            self.x11,
            ClipboardRoute::Program("xclip", &["-selection", "clipboard"]),
        );
        add(
            self.x11,
            ClipboardRoute::Program("xsel", &["--clipboard", "--input"]),
        );
        add(self.wsl, ClipboardRoute::WindowsProgram("clip.exe"));
        add(desktop, ClipboardRoute::Desktop);
        add(terminal, ClipboardRoute::Terminal);
        add(true, ClipboardRoute::ByHand);
        ways
    }
}

/// Starts the thread that copies; of every text sent to it is told which way it went.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn start(
    tell: impl Fn(String, Channel) + Send + 'static,
) -> io::Result<Sender<CopyOrder>> {
    let (orders, waiting) = channel();
    let copier = Copier {
        surroundings: Surroundings::read(None),
        desktop: None,
    };
    std::thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(move || copier.run(&waiting, &tell))?;
    Ok(orders)
}

/// Copies a text on the spot, for want of a browser that goes on meanwhile. For
/// [`Channel::Terminal`] the sequence is still to be written.
pub(crate) fn copy(text: &str, configured: Option<String>) -> Channel {
    let mut copier = Copier {
        surroundings: Surroundings::read(configured),
        desktop: None,
    };
    copier.copy(text)
}

/// The ways that are open here, the one that is taken before the others.
pub(crate) fn open_ways(configured: Option<String>) -> Vec<Channel> {
    let installed = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
    };
    let ways = Surroundings::read(configured).ways(0).into_iter();
    ways.filter_map(|way| match way {
        ClipboardRoute::Configured(line) => Some(Channel::Program(line)),
        ClipboardRoute::Program(name, _) | ClipboardRoute::WindowsProgram(name) => {
            installed(name).then(|| Channel::Program(name.to_owned()))
        }
        ClipboardRoute::Desktop => arboard::Clipboard::new()
            .is_ok()
            .then_some(Channel::Desktop),
        ClipboardRoute::Terminal => Some(Channel::Terminal),
        ClipboardRoute::ByHand => Some(Channel::ByHand),
    })
    .collect()
}

struct Copier {
    surroundings: Surroundings,
    desktop: Option<arboard::Clipboard>,
}

impl Copier {
    fn run(mut self, orders: &Receiver<CopyOrder>, tell: &dyn Fn(String, Channel)) {
        for CopyOrder { text, command } in orders {
            self.surroundings.configured = command;
            let channel = self.copy(&text);
            tell(text, channel);
        }
    }

    fn copy(&mut self, text: &str) -> Channel {
        self.surroundings
            .ways(text.len() * 4 / 3)
            .into_iter()
            .find_map(|way| self.go(&way, text))
            .unwrap_or(Channel::ByHand)
    }

    /// Tries a way; `None` where it is closed.
    fn go(&mut self, way: &ClipboardRoute, text: &str) -> Option<Channel> {
        let program = |name: &str, taken: io::Result<bool>| {
            taken
                .is_ok_and(|taken| taken)
                .then(|| Channel::Program(name.to_owned()))
        };
        match way {
            ClipboardRoute::Configured(line) => {
                program(line, feed(&mut shell(line), text.as_bytes()))
            }
            ClipboardRoute::Program(name, arguments) => {
                let mut command = Command::new(name);
                program(name, feed(command.args(*arguments), text.as_bytes()))
            }
            ClipboardRoute::WindowsProgram(name) => {
                program(name, feed(&mut Command::new(name), &utf16(text)))
            }
            ClipboardRoute::Desktop => self.desktop(text).then_some(Channel::Desktop),
            ClipboardRoute::Terminal => Some(Channel::Terminal),
            ClipboardRoute::ByHand => Some(Channel::ByHand),
        }
    }

    fn desktop(&mut self, text: &str) -> bool {
        if self.desktop.is_none() {
            self.desktop = arboard::Clipboard::new().ok();
        }
        self.desktop
            .as_mut()
            .is_some_and(|desktop| desktop.set_text(text).is_ok())
    }
}

fn shell(line: &str) -> Command {
    let (program, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut command = Command::new(program);
    command.args([flag, line]);
    command
}

/// Gives a program its input; whether it took it.
fn feed(command: &mut Command, input: &[u8]) -> io::Result<bool> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let written = match child.stdin.take() {
        Some(mut stdin) => stdin.write_all(input),
        None => Ok(()),
    };
    let status = child.wait()?;
    Ok(written.is_ok() && status.success())
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    fn names(surroundings: &Surroundings, length: usize) -> Vec<String> {
        let ways = surroundings.ways(length).into_iter();
        ways.map(|way| match way {
            ClipboardRoute::Configured(line) => line,
            ClipboardRoute::Program(name, _) | ClipboardRoute::WindowsProgram(name) => {
                name.to_owned()
            }
            other => format!("{other:?}"),
        })
        .filter(|name| name != "Desktop")
        .collect()
    }

    #[test]
    fn the_ways_depend_on_where_one_is() {
        let here = Surroundings {
            sequences: true,
            ..Surroundings::default()
        };
        let check = |surroundings: Surroundings, expected: &[&str]| {
            assert_eq!(names(&surroundings, 10), expected, "{surroundings:?}");
        };
        check(here.clone(), &["Terminal", "ByHand"]);
        check(
            Surroundings {
                tmux: true,
                ssh: true,
                ..here.clone()
            },
            &["tmux", "Terminal", "ByHand"],
        );
        check(
            Surroundings {
                ssh: true,
                x11: true,
                ..here.clone()
            },
            &["Terminal", "xclip", "xsel", "ByHand"],
        );
        check(
            Surroundings {
                wayland: true,
                x11: true,
                ..here.clone()
            },
            &["wl-copy", "xclip", "xsel", "Terminal", "ByHand"],
        );
        check(
            Surroundings {
                wsl: true,
                configured: Some("my-copy".into()),
                ..here.clone()
            },
            &["my-copy", "clip.exe", "Terminal", "ByHand"],
        );
        check(Surroundings::default(), &["ByHand"]);
        assert_eq!(names(&here, MAX_SEQUENCE_BYTES + 1), ["ByHand"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_way_that_is_closed_gives_way_to_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copied");
        let copier = |configured: String| Copier {
            surroundings: Surroundings {
                configured: Some(configured),
                ..Surroundings::default()
            },
            desktop: None,
        };
        let good = format!("cat > '{}'", file.display());
        assert_eq!(copier(good.clone()).copy("石墨烯"), Channel::Program(good));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "石墨烯");
        assert_eq!(copier("exit 1".to_owned()).copy("x"), Channel::ByHand);
        assert_eq!(
            copier("no-such-program".to_owned()).copy("x"),
            Channel::ByHand
        );
    }
}
