//! What the tests of commands share.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::rc::Rc;

use tempfile::TempDir;

/// A user's home with a library of its own.
pub(crate) struct Home(Rc<TempDir>);

impl Home {
    pub(crate) fn new() -> Self {
        Self(Rc::new(tempfile::tempdir().unwrap()))
    }

    /// Its folder, for who outlives it.
    #[allow(dead_code, reason = "not every file of tests needs it")]
    pub(crate) fn folder(&self) -> Rc<TempDir> {
        Rc::clone(&self.0)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qiao"));
        command
            .args(arguments)
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("QIAO_DATA_DIR", self.path("library"))
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(Stdio::null());
        command
    }
}
