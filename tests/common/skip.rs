//! How a test says that it cannot run here.

use std::io::Write as _;

/// Past the test harness, which keeps what tests print to itself: `.ci/run` looks for it.
pub(crate) fn skipped(reason: &str) {
    note(&format!("skipped: {reason}"));
}

/// Says something past the test harness.
pub(crate) fn note(words: &str) {
    let line = format!("{words}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
