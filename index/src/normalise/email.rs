//! Addresses of e-mail in the text of a cell: without labels, brackets and closing dots, in one
//! spelling where `@` is wide, set apart by blanks, or written ` AT `.

use unicode_normalization::UnicodeNormalization;

/// Longest text (bytes) that is looked through.
const MAX_LENGTH: usize = 4_000;

/// An address found in a text, and where it stands (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) address: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The addresses of a cell. A cell in which none can be told stays as written.
pub(super) fn emails(text: &str) -> Vec<String> {
    let plain = with_sign(text);
    let found = addresses(&plain);
    if found.is_empty() && !text.trim().is_empty() {
        return text.split_whitespace().map(str::to_owned).collect();
    }
    found.into_iter().map(|found| found.address).collect()
}

/// A text in narrow characters in which `@` and `.` stand for their words, without blanks around.
pub(super) fn with_sign(text: &str) -> String {
    let narrow: String = text.nfkc().take(MAX_LENGTH).collect();
    let mut plain = narrow;
    for (word, sign) in [
        ("(at)", "@"),
        ("[at]", "@"),
        ("{at}", "@"),
        ("(a)", "@"),
        ("(dot)", "."),
        ("[dot]", "."),
        ("{dot}", "."),
        ("(#)", "@"),
    ] {
        plain = replaced(&plain, word, sign);
    }
    without_blanks(&spelt_out(&plain))
}

/// Replaces a word whatever its case.
fn replaced(text: &str, word: &str, sign: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in lower.match_indices(word) {
        plain.push_str(text.get(from..at).unwrap_or_default());
        plain.push_str(sign);
        from = at + word.len();
    }
    plain.push_str(text.get(from..).unwrap_or_default());
    plain
}

/// `a06 AT example DOT cn` → `a06@example.cn`: the words between parts of an address.
fn spelt_out(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is = |at: usize, word: &str| {
        words
            .get(at)
            .is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    let is_part = |at: usize| {
        let word = words.get(at).copied().unwrap_or_default();
        !word.is_empty() && word.chars().all(is_of_address)
    };
    let has_dot = |at: usize| words.get(at).is_some_and(|word| word.contains('.'));
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    let mut in_address = false;
    while let Some(word) = words.get(at) {
        let between = at > 0 && is_part(at - 1) && is_part(at + 1);
        if between && is(at, "at") && (has_dot(at + 1) || is(at + 2, "dot")) {
            plain.push('@');
            in_address = true;
        } else if between && in_address && is(at, "dot") {
            plain.push('.');
        } else {
            let glued = plain.ends_with(['@', '.']) && in_address;
            if at > 0 && !glued {
                plain.push(' ');
                in_address = false;
            }
            plain.push_str(word);
        }
        at += 1;
    }
    plain
}

/// `a13 @ example.cn` → `a13@example.cn`.
fn without_blanks(text: &str) -> String {
    let mut plain = text.to_owned();
    for (spaced, sign) in [(" @", "@"), ("@ ", "@")] {
        while plain.contains(spaced) {
            plain = plain.replace(spaced, sign);
        }
    }
    plain
}

/// Characters of an address on either side of its `@`.
fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '*' | '&' | '\'')
}

/// The addresses in a text that [`with_sign`] has prepared.
pub(super) fn addresses(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
        let behind = behind.strip_prefix('@').unwrap_or_default();
        let local = before.trim_end_matches(is_of_address);
        let local = before.get(local.len()..).unwrap_or_default();
        let is_of_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*');
        let end = behind.find(|c| !is_of_domain(c)).unwrap_or(behind.len());
        let domain = behind.get(..end).unwrap_or_default();
        let domain = domain.trim_end_matches(['.', '-']);
        let local = local.trim_start_matches(['.', '\'', '-', '&', '+', '%']);
        if local.is_empty() || !domain.contains('.') {
            continue;
        }
        found.push(Found {
            address: format!("{local}@{domain}"),
            start: at - local.len(),
            end: at + 1 + domain.len(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_what_surrounds_them() {
        let cases: [(&str, &[&str]); 22] = [
            ("a06 AT example DOT cn", &["a06@example.cn"]),
            ("a06 at mail.example.cn", &["a06@mail.example.cn"]),
            ("a06(at)example(dot)cn", &["a06@example.cn"]),
            ("a06[AT]example.cn", &["a06@example.cn"]),
            ("a13 @ example.cn", &["a13@example.cn"]),
            ("a13＠example.cn", &["a13@example.cn"]),
            (
                "张三 a24@example.cn 李四 b24@example.cn",
                &["a24@example.cn", "b24@example.cn"],
            ),
            (
                "a@example.cn;b@example.cn",
                &["a@example.cn", "b@example.cn"],
            ),
            (
                "a@example.cn/b@example.cn",
                &["a@example.cn", "b@example.cn"],
            ),
            (
                "a@example.cn、b@example.cn",
                &["a@example.cn", "b@example.cn"],
            ),
            ("邮箱：a11@example.cn", &["a11@example.cn"]),
            ("邮箱a11@example.cn", &["a11@example.cn"]),
            ("Email: a_b-c.d@example.com.cn", &["a_b-c.d@example.com.cn"]),
            ("mailto:a08@example.cn", &["a08@example.cn"]),
            ("<a12@example.cn>", &["a12@example.cn"]),
            ("a15@example.cn（工作）", &["a15@example.cn"]),
            ("A10.B@EXAMPLE.CN.", &["A10.B@EXAMPLE.CN"]),
            ("a***@example.cn", &["a***@example.cn"]),
            ("meet at example", &["meet", "at", "example"]),
            ("无", &["无"]),
            ("a@", &["a@"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(emails(text), expected, "{text}");
        }
    }
}
