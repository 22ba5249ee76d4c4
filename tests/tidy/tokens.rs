//! Rust as words and signs: comments, texts and what is compiled for tests only are left out.

/// A word, `::`, or any other sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// As written.
    pub(crate) text: String,
    /// Its line, from 1.
    pub(crate) line: usize,
}

/// The tokens of a file without its tests.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    without_tests(&all_tokens(text))
}

/// Whether tokens begin so.
pub(crate) fn begins(tokens: &[Token], expected: &[&str]) -> bool {
    let found = tokens.iter().take(expected.len());
    found
        .map(|it| it.text.as_str())
        .eq(expected.iter().copied())
}

/// The tokens behind the first, if it is this one.
pub(crate) fn behind<'a>(tokens: &'a [Token], expected: &str) -> Option<&'a [Token]> {
    let (first, rest) = tokens.split_first()?;
    (first.text == expected).then_some(rest)
}

/// The tokens of a file.
fn all_tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let passed = passed_over(rest, first);
        let length = match passed {
            Some(length) => length,
            None if rest.starts_with("::") => 2,
            None if is_letter(first) => rest.find(|sign| !is_letter(sign)).unwrap_or(rest.len()),
            None => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        if passed.is_none() {
            let text = token.to_owned();
            tokens.push(Token { text, line });
        }
        line += token.matches('\n').count();
        rest = behind;
    }
    tokens
}

fn is_letter(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// Length of a blank, comment, text or character that a file begins with.
fn passed_over(rest: &str, first: char) -> Option<usize> {
    match first {
        _ if first.is_whitespace() => Some(first.len_utf8()),
        _ if rest.starts_with("//") => Some(rest.find('\n').unwrap_or(rest.len())),
        _ if rest.starts_with("/*") => Some(rest.find("*/").map_or(rest.len(), |end| end + 2)),
        '"' => Some(text_length(rest)),
        'r' => raw_text_length(rest),
        '\'' => character_length(rest),
        _ => None,
    }
}

/// Length of a text in quotation marks.
fn text_length(rest: &str) -> usize {
    let mut escaped = true;
    let end = rest.char_indices().find(|(_, character)| {
        let closes = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        closes
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}

/// Length of `r"…"` or `r#"…"#`.
fn raw_text_length(rest: &str) -> Option<usize> {
    let hashes = rest
        .strip_prefix('r')?
        .chars()
        .take_while(|sign| *sign == '#')
        .count();
    let body = rest.get(1 + hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(1 + hashes + 1 + body.find(&end)? + end.len())
}

/// Length of a character in quotation marks; a lifetime is none.
fn character_length(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let one = inside.chars().next()?;
    if one == '\\' {
        return Some(inside.get(2..)?.find('\'')? + 4);
    }
    let closed = inside.get(one.len_utf8()..)?.starts_with('\'');
    closed.then_some(one.len_utf8() + 2)
}

/// Leaves out what `#[cfg(test)]` stands before, and everything where it is said of the file.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let Some((first, behind)) = rest.split_first() {
        if begins(rest, &["#", "!", "[", "cfg", "(", "test", ")"]) {
            return Vec::new();
        }
        if begins(rest, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            rest = behind_item(rest.get(7..).unwrap_or_default());
        } else {
            kept.push(first.clone());
            rest = behind;
        }
    }
    kept
}

/// What stands behind an item: behind its first `;` or the end of its first `{…}`.
fn behind_item(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        let ends = match token.text.as_str() {
            "{" | "(" | "[" => {
                depth += 1;
                false
            }
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                depth == 0 && token.text == "}"
            }
            ";" | "," => depth == 0,
            _ => false,
        };
        if ends {
            let rest = tokens.get(at + 1..).unwrap_or_default();
            // `use a::{b, c};`
            return behind(rest, ";").unwrap_or(rest);
        }
    }
    &[]
}

#[test]
fn only_what_is_compiled_for_users_is_left() {
    let check = |text: &str, expected: &str| {
        let found: Vec<_> = tokens(text).into_iter().map(|it| it.text).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    };
    check("use a::{b, c}; // use d", "use a :: { b , c } ;");
    check(
        "/// [`a::b`]\nf(\"a::b \\\" c\", 'd', '\\'', '\"', 'e)",
        "f ( , , , , ' e )",
    );
    check("r#\"a \" b\"# r\"c\" rest", "rest");
    check(
        "#[cfg(test)]\nmod tests { fn a() {} }\nfn b() {}",
        "fn b ( ) { }",
    );
    check("#[cfg(test)]\nuse a::{b, c};\nuse d;", "use d ;");
    check("#![cfg(test)]\nuse a;", "");
}
