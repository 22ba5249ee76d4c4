//! Text of a cell → plain text: no markup, no control characters, blanks tidied.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::mojibake::{html_character, mended};

/// Named characters of HTML 4 and of the entity sets that old patent files use.
static ENTITIES: LazyLock<HashMap<&str, char>> = LazyLock::new(|| {
    include_str!("entities.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, code)| {
            Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
        })
        .collect()
});

/// Tags that part lines.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "thead",
    "tr",
    "ul",
];

/// Tags inside a line.
const INLINES: [&str; 36] = [
    "a",
    "abbr",
    "b",
    "big",
    "button",
    "cite",
    "code",
    "del",
    "em",
    "figcaption",
    "figure",
    "font",
    "head",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "link",
    "mark",
    "meta",
    "nobr",
    "o:p",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "title",
    "tt",
    "u",
    "video",
];

/// Tags that part cells.
const CELLS: [&str; 4] = ["col", "colgroup", "td", "th"];

/// Tags whose content is no text.
const HIDDEN: [&str; 2] = ["script", "style"];

/// How a comment starts, behind its `<`.
const COMMENT: &str = "!--";

/// Longest tag (bytes) in which quotation marks are minded, and longest entity name.
const LONGEST_TAG: usize = 2_048;
const LONGEST_ENTITY: usize = 32;

/// The character that `name` (without `&` and `;`) stands for: `amp`, `#8217`, `#x4e2d`.
#[must_use]
pub fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES.get(name).copied();
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    html_character(code.ok()?)
}

/// Text in one line: wrong decoding undone, markup reduced, controls removed, blanks collapsed; empty for `-`, `N/A`
/// and the like.
pub(super) fn line(text: &str) -> String {
    let line = tidy(&without_markup(&mended(text)), false);
    if is_nothing(&line) {
        String::new()
    } else {
        line
    }
}

/// Text in paragraphs, one a line.
pub(crate) fn paragraphs(text: &str) -> String {
    let text = tidy(&without_markup(&mended(text)), true);
    if is_nothing(&text) {
        String::new()
    } else {
        text
    }
}

/// What tables write into empty cells.
fn is_nothing(text: &str) -> bool {
    matches!(
        text,
        "-" | "--"
            | "—"
            | "——"
            | "/"
            | "N/A"
            | "n/a"
            | "null"
            | "NULL"
            | "nan"
            | "NaN"
            | "undefined"
    )
}

/// Removes characters that no text needs and that can deceive: controls, bidirectional
/// overrides, zero-width marks. Line feeds and tabs stay.
pub(super) fn without_controls(text: &str) -> String {
    text.chars().filter(|&c| !is_deceptive(c)).collect()
}

pub(super) fn is_deceptive(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{AD}'
        | '\u{61C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => true,
        _ => c.is_control(),
    }
}

/// A text without compatibility forms (NFKC). Most texts have none, which is quickly seen.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    // These stay as they are, whatever stands beside them, unless that is a character of others.
    let stays = |c: char| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}' | '、' | '。');
    if text.chars().all(stays) {
        Cow::Borrowed(text)
    } else {
        text.nfkc().collect::<String>().into()
    }
}

/// Collapses blanks, drops empty lines and deceptive characters.
fn tidy(text: &str, keep_lines: bool) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        // Nearly all characters are neither blank nor deceptive: no tables for them.
        let plain = matches!(c, '!'..='~' | '\u{3001}'..='\u{9FFF}');
        if plain && gap.is_none() {
            tidied.push(c);
        } else if c.is_whitespace() {
            let ends_line =
                keep_lines && matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}');
            let wider = if ends_line || gap == Some('\n') {
                '\n'
            } else {
                ' '
            };
            gap = Some(wider);
        } else if !is_deceptive(c) {
            if let Some(blank) = gap.take().filter(|_| !tidied.is_empty()) {
                tidied.push(blank);
            }
            tidied.push(c);
        }
    }
    tidied
}

fn without_markup(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte == b'<' || byte == b'&') {
        return Cow::Borrowed(text);
    }
    // Markup that was escaped once more: `&lt;p&gt;…`.
    if !text.contains('<') && text.contains("&lt;") {
        return decoded(&without_tags(&decoded(text))).into();
    }
    decoded(&without_tags(text)).into()
}

/// Replaces entities; what is none stays.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let end = behind.bytes().take(LONGEST_ENTITY).position(|b| b == b';');
        let found = end
            .and_then(|end| behind.split_at_checked(end))
            .and_then(|(name, after)| Some((entity(name)?, after.strip_prefix(';')?)));
        if let Some((character, after)) = found {
            plain.push(character);
            rest = after;
        } else {
            plain.push('&');
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain
}

/// Removes the tags of HTML; `P<0.05` and `a < b` stay.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // Once an end is missing it need not be looked for again: hostile text stays linear.
    let mut ends_are_missing = false;
    while let Some((before, behind)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((name, after)) = tag(behind) else {
            plain.push('<');
            rest = behind;
            continue;
        };
        rest = after;
        if BLOCKS.contains(&&*name) {
            plain.push('\n');
        } else if CELLS.contains(&&*name) {
            plain.push(' ');
        } else if !ends_are_missing && (name == COMMENT || HIDDEN.contains(&&*name)) {
            match behind_hidden(rest, &name) {
                Some(after) => rest = after,
                None => ends_are_missing = true,
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What follows a comment, or from the closing tag on what follows a script.
fn behind_hidden<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if name == COMMENT {
        return text.split_once("-->").map(|(_, after)| after);
    }
    let closing = |position: &usize| {
        let end = text.as_bytes().get(position + 2..).unwrap_or_default();
        end.get(..name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    let ends = text.match_indices("</").map(|(position, _)| position);
    text.get(ends.into_iter().find(closing)?..)
}

/// Reads a tag behind its `<`: its lower-case name and what follows its `>` (of a comment,
/// what follows its start). Declarations have no name.
fn tag(text: &str) -> Option<(String, &str)> {
    if let Some(comment) = text.strip_prefix(COMMENT) {
        return Some((COMMENT.to_owned(), comment));
    }
    if text.starts_with("!DOCTYPE") || text.starts_with("!doctype") || text.starts_with("?xml") {
        return end_of_tag(text).map(|(_, after)| (String::new(), after));
    }
    let name_at = text.strip_prefix('/').unwrap_or(text);
    let length = name_at
        .bytes()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b':')
        .count();
    let (name, attributes) = name_at.split_at_checked(length)?;
    let name = name.to_ascii_lowercase();
    let known = [&BLOCKS[..], &INLINES, &CELLS, &HIDDEN];
    if !known.iter().any(|names| names.contains(&&*name)) {
        return None;
    }
    let (inside, after) = end_of_tag(attributes)?;
    let bare = inside.trim_end_matches('/').trim().is_empty();
    let is_tag =
        bare || inside.starts_with(char::is_whitespace) && (length > 1 || inside.contains('='));
    is_tag.then_some((name, after))
}

/// Cuts at the `>` that ends a tag, minding quotation marks.
fn end_of_tag(attributes: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (position, byte) in attributes.bytes().take(LONGEST_TAG).enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                let (inside, end) = attributes.split_at_checked(position)?;
                return Some((inside, end.strip_prefix('>')?));
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    let unquoted = attributes
        .bytes()
        .take(LONGEST_TAG)
        .position(|byte| byte == b'>')?;
    let (inside, end) = attributes.split_at_checked(unquoted)?;
    Some((inside, end.strip_prefix('>')?))
}
