//! The programs to which the terminal is lent: how the user names them, and how they are begun.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::messages::{Failure, escape_controls};

/// The program that the first of these environment variables names, as every program finds it.
pub(crate) fn program(names: &[&str], standard: &str) -> String {
    let mut chosen = names.iter().filter_map(|name| std::env::var(name).ok());
    chosen
        .find(|program| !program.trim().is_empty())
        .unwrap_or_else(|| standard.to_owned())
}

/// A program whose name may have options (`code --wait`): the shell takes it apart, as for git.
/// Arguments that are added to the command are the program's.
#[cfg(unix)]
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{program} \"$@\""))
        .arg(program);
    command
}

/// A program with its arguments, started without a shell.
#[cfg(not(unix))]
pub(crate) fn command(program: &str) -> Command {
    let mut words = program.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// Lets the user write a text in the editor.
///
/// # Errors
/// The editor fails, or the text cannot be written or read.
pub(crate) fn edit_text(text: &str) -> anyhow::Result<String> {
    let mut file = tempfile::Builder::new().suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    edit(file.path())?;
    // The editor may have put another file in the place of this one.
    Ok(std::fs::read_to_string(file.path())?)
}

/// Opens a file in the user's editor and waits for its end. The terminal is the editor's.
///
/// # Errors
/// The editor cannot be started, or says that something went wrong.
pub(crate) fn edit(path: &Path) -> Result<(), Failure> {
    let standard = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = program(&["VISUAL", "EDITOR"], standard);
    let ended = command(&editor).arg(path).status();
    let reason = match ended {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let editor = escape_controls(&editor);
    Err(Failure::new(
        format!("编辑器 {editor} 未能正常结束（{reason}）；可用环境变量 VISUAL 或 EDITOR 指定"),
        format!("the editor {editor} failed ({reason}): name another in VISUAL or EDITOR"),
    ))
}
