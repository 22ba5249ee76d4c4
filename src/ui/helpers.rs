//! The programs to which the terminal is lent: how the user names them, and how they are begun.

use std::process::Command;

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
