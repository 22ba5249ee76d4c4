//! What came from elsewhere, made safe to be shown: nothing in it reaches the terminal as a
//! command or hides what stands beside it.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// More marks than this on one letter are no writing: they run over the lines around them.
const MAX_MARKS: usize = 32;

/// One line of text in which nothing hides: control characters, line ends and signs that
/// change the direction of writing are shown as `\u{202e}`.
pub(crate) fn escape_controls(text: &str) -> Cow<'_, str> {
    escape(text, |c| c.is_control() || is_directional(c))
}

/// As [`escape_controls`], with line ends kept.
pub(crate) fn escape_controls_keep_lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| c != '\n' && (c.is_control() || is_directional(c)))
}

/// A text to be pasted elsewhere: nothing in it is a key that a terminal or a shell would obey.
pub(crate) fn to_paste(text: &str) -> String {
    let steers =
        |c: char| !matches!(c, '\r' | '\n' | '\t') && (c.is_control() || is_directional(c));
    let lines = text.split("\r\n").map(|line| line.replace('\r', "\n"));
    let text = lines.collect::<Vec<_>>().join("\r\n");
    text.chars().filter(|c| !steers(*c)).collect()
}

fn escape(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| hides(c) || is_combining_mark(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        match c {
            _ if marks > MAX_MARKS => {}
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

    #[test]
    fn ten_thousand_marks_on_a_letter_are_not_all_shown() {
        let zalgo = format!("a{}b", "\u{301}".repeat(10_000));
        let shown = escape_controls(&zalgo);
        assert_eq!(shown.chars().count(), 2 + MAX_MARKS);
        assert_eq!(escape_controls("e\u{301}\u{323}x"), "e\u{301}\u{323}x");
    }

    #[test]
    fn what_is_pasted_has_no_keys_in_it() {
        let check = |text: &str, expected: &str| assert_eq!(to_paste(text), expected);
        check("027\u{1b}[201~\r\nrm -rf\u{9b}", "027[201~\r\nrm -rf");
        check("a\tb\u{202e}c\rd", "a\tbc\nd");
    }
}
