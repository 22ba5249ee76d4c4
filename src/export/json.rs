//! JSON that a terminal may be shown.
//!
//! JSON asks for escapes below U+0020 only. What else a terminal obeys or hides (the controls of
//! 8 bits, signs that change the direction of writing) is escaped here too; readers get it back.

use std::io::{self, Write};

use serde::Serialize;

use crate::messages::is_directional;

/// Writes a value in one line.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    Ok(serde_json::to_writer(ShownJson(out), value)?)
}

/// Writes a value in many lines.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_json_pretty(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    Ok(serde_json::to_writer_pretty(ShownJson(out), value)?)
}

/// Takes the pieces that a serializer writes, each of whole characters.
pub(crate) struct ShownJson<'a>(pub(crate) &'a mut dyn Write);

impl Write for ShownJson<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.chars().any(hides) => self.0.write_all(escaped(text).as_bytes())?,
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn hides(c: char) -> bool {
    !c.is_ascii() && c.is_control() || c == '\u{7f}' || is_directional(c)
}

fn escaped(text: &str) -> String {
    let characters = text.chars().map(|c| {
        if hides(c) {
            // All of them are below U+10000.
            format!("\\u{:04x}", u32::from(c))
        } else {
            c.to_string()
        }
    });
    characters.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_written_and_readers_get_it_back() {
        let value = serde_json::json!({"a\u{202e}": "x\u{9b}31m\u{7f}\u{2066}\u{1b}中"});
        for write in [write_json, write_json_pretty] {
            let mut out = Vec::new();
            write(&mut out, &value).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(!text.chars().any(hides), "{text}");
            assert!(text.contains("\\u009b31m\\u007f\\u2066\\u001b中"), "{text}");
            let back: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(back, value);
        }
    }
}
