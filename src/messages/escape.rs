//! What came from elsewhere, made safe to be shown: nothing in it reaches the terminal as a
//! command or hides what stands beside it.

use std::borrow::Cow;

/// One line of text in which nothing hides: control characters, line ends and signs that
/// change the direction of writing are shown as `\u{202e}`.
pub(crate) fn escape_controls(text: &str) -> Cow<'_, str> {
    escape(text, |c| c.is_control() || is_directional(c))
}

/// As [`escape_controls`], with line ends kept.
pub(crate) fn escape_controls_keep_lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| c != '\n' && (c.is_control() || is_directional(c)))
}

fn escape(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&hides) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' if hides(c) => shown.push(' '),
            c if hides(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm.
pub(crate) const fn is_directional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_in_a_line() {
        let check = |text: &str, expected: &str| assert_eq!(escape_controls(text), expected);
        check("a\u{1b}[31m\tb\nc", "a\\u{1b}[31m b\\u{a}c");
        check("\u{202e}gnp.exe", "\\u{202e}gnp.exe");
        check("瞧/桥 “a”", "瞧/桥 “a”");
        assert_eq!(
            escape_controls_keep_lines("a\nb\r\u{85}"),
            "a\nb\\u{d}\\u{85}"
        );
    }
}
