//! QQ numbers in the text of a cell, told apart from names, telephones and addresses at `qq.com`.

/// Digits that a QQ number has.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=12;
/// What it is called.
const LABELS: [&str; 3] = ["qq", "QQ", "扣扣"];

/// The number behind its label in a text of narrow characters.
pub(super) fn number(text: &str) -> Option<String> {
    labelled(text).map(|(_, number)| number.to_owned())
}

/// A text without the QQ number and what brackets it: `张三（QQ：123456）` is 张三.
pub(super) fn without_number(text: &str) -> &str {
    match labelled(text) {
        Some((start, _)) => {
            let before = text.get(..start).unwrap_or_default();
            before.trim_end_matches(|c: char| c.is_whitespace() || "（(/,，、;；:：".contains(c))
        }
        None => text,
    }
}

/// What stands in a column of QQ numbers, without what a spreadsheet puts behind it.
pub(super) fn bare(text: &str) -> String {
    let text = text.trim().trim_start_matches('\'');
    text.strip_suffix(".0").unwrap_or(text).to_owned()
}

/// Whether a word is a label with this number: `QQ123456`.
pub(super) fn is_of(word: &str, number: &str) -> bool {
    let label = word.strip_suffix(number);
    label.is_some_and(|label| {
        label.is_empty() || LABELS.iter().any(|known| label.starts_with(known))
    })
}

/// Where the label begins, and the number behind it.
fn labelled(text: &str) -> Option<(usize, &str)> {
    let places = LABELS.iter().flat_map(|label| text.match_indices(label));
    let mut places: Vec<(usize, &str)> = places.collect();
    places.sort_unstable();
    places.into_iter().find_map(|(at, label)| {
        let behind = text.get(at + label.len()..)?;
        let fills = |c: char| c.is_whitespace() || ":：=/、&号码微信和".contains(c);
        let number = behind.trim_start_matches(fills);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = number.split_at_checked(digits)?;
        let is_address = rest.starts_with(['@', '＠']) || text.get(..at)?.ends_with(['@', '＠']);
        let is_number = DIGITS.contains(&digits) && !number.starts_with('0') && !is_address;
        is_number.then_some((at, number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_by_its_label() {
        for (text, expected) in [
            ("QQ：123456789", Some("123456789")),
            ("qq 12345", Some("12345")),
            ("QQ123456", Some("123456")),
            ("QQ号码：123456", Some("123456")),
            ("扣扣: 123456", Some("123456")),
            ("13800000001 QQ:123456789", Some("123456789")),
            ("QQ/微信：123456789", Some("123456789")),
            ("123456@qq.com", None),
            ("QQ：123456@qq.com", None),
            ("QQ群：123456789", None),
            ("QQ", None),
            ("QQ 1234", None),
            ("张三", None),
        ] {
            assert_eq!(number(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_name_goes_without_the_number_behind_it() {
        for (text, expected) in [
            ("张三（QQ：123456）", "张三"),
            ("张三 QQ 123456", "张三"),
            ("张三", "张三"),
            ("QQ:123456", ""),
        ] {
            assert_eq!(without_number(text), expected, "{text}");
        }
    }
}
