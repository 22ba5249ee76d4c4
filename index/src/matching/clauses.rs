//! Running text in sentences and clauses, each a piece of the text as it stands there.

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    pieces(
        text,
        |c| matches!(c, '。' | '；' | '！' | '？' | '\n'),
        |c| matches!(c, '.' | ';' | '!' | '?'),
    )
}

/// The clauses of a text: what stands between commas, in items of a row.
pub(super) fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let always = |c| matches!(c, '。' | '；' | '！' | '？' | '\n' | '，' | '、');
    pieces(text, always, |c| matches!(c, '.' | ';' | '!' | '?' | ','))
}

/// What stands between signs that part always, and those that part where a blank or nothing
/// follows: a full stop may stand in a number.
fn pieces(
    text: &str,
    always: fn(char) -> bool,
    before_blank: fn(char) -> bool,
) -> impl Iterator<Item = &str> {
    let parts = move |(at, c): (usize, char)| {
        let behind = text.get(at + c.len_utf8()..).unwrap_or_default();
        let ends = behind.is_empty() || behind.starts_with(char::is_whitespace);
        (always(c) || before_blank(c) && ends).then_some((at, at + c.len_utf8()))
    };
    let borders = text.char_indices().filter_map(parts);
    let mut start = 0;
    borders
        .chain(std::iter::once((text.len(), text.len())))
        .filter_map(move |(end, next)| text.get(std::mem::replace(&mut start, next)..end))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_not_parted_at_their_points_and_commas() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(clauses(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check(
            "色度 8 倍、COD 38，吨水 6.7 元。",
            &["色度 8 倍", "COD 38", "吨水 6.7 元"],
        );
        check(
            "1.7 false calls, 1,050 N. Done",
            &["1.7 false calls", "1,050 N", "Done"],
        );
        check("", &[]);
        let sentences: Vec<_> = sentences("甲，乙。丙；丁\n5.8 s, so. 戊").collect();
        assert_eq!(sentences, ["甲，乙", "丙", "丁", "5.8 s, so", "戊"]);
    }
}
