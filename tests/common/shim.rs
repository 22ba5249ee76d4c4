//! A library that stands between the program and the system and lets calls fail: `tests/crashes/shim.c`,
//! compiled when it is needed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The library; `None` where there is no C compiler, or no way to put it in between.
pub(crate) fn shim() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    SHIM.get_or_init(compiled).as_deref()
}

fn compiled() -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let process = std::process::id();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shim-{process}.so"));
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&path);
    let done = compiler.args(["tests/crashes/shim.c", "-ldl"]).output();
    done.is_ok_and(|done| done.status.success()).then_some(path)
}

/// Which calls of a program on files below a folder fail, and how.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// Letters for the kinds of calls, as the library explains them.
    pub(crate) kinds: &'static str,
    /// The system's number of the error; 0 to kill, -1 to count only.
    pub(crate) number: i32,
    /// The call from which on they fail.
    pub(crate) at: u64,
}

/// Puts the library in between; `count` gets the number of calls.
pub(crate) fn put_between(command: &mut Command, folder: &Path, fault: &Fault, count: &Path) {
    command
        .env("LD_PRELOAD", shim().unwrap_or(Path::new("")))
        .env("SHIM_FOLDER", folder)
        .env("SHIM_KINDS", fault.kinds)
        .env("SHIM_FAULT", fault.number.to_string())
        .env("SHIM_AT", fault.at.to_string())
        .env("SHIM_COUNT", count);
}
