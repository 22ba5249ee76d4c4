//! Where in a JSON text the rows are.

use qiao_index::normalise::is_known_header;

use super::super::named_kind::kind_of_name;
use super::super::xml;

/// Most envelopes around a list of rows.
pub(super) const ENVELOPES: usize = 8;

/// Where the rows of a JSON file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Layout {
    /// One object a line.
    Lines,
    /// In lists, of which the first opens at this byte.
    List(usize),
    /// The whole file: one object, or several one after the other.
    Objects,
}

/// Where the rows are in a JSON text that begins with `head`.
pub(in crate::import) fn layout(head: &str) -> Layout {
    let is_list = head
        .trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t'])
        .starts_with('[');
    if holds_documents(head) && !is_list {
        return Layout::Objects;
    }
    let list = find_list(head, true).or_else(|| find_list(head, false));
    list.map_or(Layout::Objects, Layout::List)
}

/// Whether documents of a patent office are in the objects of a text.
pub(in crate::import) fn holds_documents(head: &str) -> bool {
    tokens(head).any(|(_, token)| match token {
        Token::Key(key) => xml::family(key).is_some(),
        Token::Open(_) | Token::Close => false,
    })
}

/// A token of JSON, as far as looking for the list of rows needs it.
enum Token<'a> {
    Key(&'a str),
    Open(char),
    Close,
}

/// The place of the first list that holds rows: the file's outermost list, or one inside of
/// objects. Only one whose rows have columns that are known, where that is asked for.
pub(super) fn find_list(head: &str, known: bool) -> Option<usize> {
    let mut around: Vec<(usize, &str)> = Vec::new();
    for (at, token) in tokens(head) {
        match token {
            Token::Key(key) => {
                if let Some((known, last)) = around.last_mut() {
                    *known += usize::from(is_known_header(key));
                    *last = key;
                }
            }
            Token::Open('[') => {
                let Some((_, key)) = around.last() else {
                    return Some(at);
                };
                let outside = around.iter().map(|(known, _)| *known).max().unwrap_or(0);
                if holds_rows(head.get(at + 1..)?, key, outside, known) {
                    return Some(at);
                }
                around.push((0, ""));
            }
            Token::Open(_) if around.len() > ENVELOPES => return None,
            Token::Open(_) => around.push((0, "")),
            Token::Close => {
                around.pop();
            }
        }
    }
    None
}

/// Whether a list that begins with `text` holds rows: under a key that is no column of a row
/// (`people` is one, `data` is not), and its first object knows more columns than the objects
/// around it, or it is a list of lists.
pub(super) fn holds_rows(text: &str, key: &str, outside: usize, known: bool) -> bool {
    let is_more = |found| found > outside || outside == 0 && !known;
    let has_rows =
        known_keys(text).is_some_and(is_more) || text.trim_start().starts_with('[') && outside == 0;
    has_rows && (!is_known_header(key) || kind_of_name(key).is_some())
}

/// Number of known columns among the keys of the object that the text begins with.
fn known_keys(text: &str) -> Option<usize> {
    let (mut depth, mut known) = (0_usize, 0);
    text.trim_start().strip_prefix('{')?;
    for (_, token) in tokens(text) {
        match token {
            Token::Key(key) => known += usize::from(depth == 1 && is_known_header(key)),
            Token::Open(_) => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
        }
        if depth == 0 {
            break;
        }
    }
    Some(known)
}

/// The keys of all objects in a text, however deep.
pub(in crate::import) fn keys(text: &str) -> Vec<String> {
    let keys = tokens(text).filter_map(|(_, token)| match token {
        Token::Key(key) => Some(key.to_owned()),
        Token::Open(_) | Token::Close => None,
    });
    keys.collect()
}

fn tokens(text: &str) -> impl Iterator<Item = (usize, Token<'_>)> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            match c {
                '{' | '[' => return Some((at, Token::Open(c))),
                '}' | ']' => return Some((at, Token::Close)),
                '"' => {
                    let end = skip_string(&mut chars)?;
                    if chars.as_str().trim_start().starts_with(':') {
                        return Some((at, Token::Key(text.get(at + 1..end)?)));
                    }
                }
                _ => {}
            }
        }
    })
}

/// Goes behind a string's closing quotation mark, and returns its place.
fn skip_string(chars: &mut std::str::CharIndices) -> Option<usize> {
    loop {
        match chars.next()? {
            (_, '\\') => {
                chars.next()?;
            }
            (at, '"') => return Some(at),
            _ => {}
        }
    }
}
