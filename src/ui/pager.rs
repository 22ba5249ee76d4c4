//! The user's pager: a listing's whole text, to be searched and saved with its means.

use std::io::{self, Write as _};
use std::process::Stdio;

use crate::messages::{Failure, escape_controls};
use crate::ui::helpers;

/// Shows a text in the pager and waits for its end. The terminal is the pager's.
///
/// # Errors
/// There is no such program, or it fails.
pub(crate) fn show(text: &str) -> Result<(), Failure> {
    let standard = if cfg!(windows) { "more" } else { "less" };
    let program = helpers::program(&["PAGER"], standard);
    let mut command = helpers::command(&program);
    command.stdin(Stdio::piped());
    if std::env::var_os("LESSCHARSET").is_none() {
        // Without it less shows Chinese as bytes in many a locale.
        command.env("LESSCHARSET", "utf-8");
    }
    let mut page = || -> io::Result<bool> {
        let mut pager = command.spawn()?;
        if let Some(mut end) = pager.stdin.take() {
            // Who leaves the pager early has read enough.
            end.write_all(text.as_bytes()).ok();
        }
        Ok(pager.wait()?.success())
    };
    if page().is_ok_and(|done| done) {
        return Ok(());
    }
    let program = escape_controls(&program);
    Err(Failure::new(
        format!("分页器 {program} 未能正常结束；可用环境变量 PAGER 指定"),
        format!("the pager {program} failed: name another in PAGER"),
    ))
}
