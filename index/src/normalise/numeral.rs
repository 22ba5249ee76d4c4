//! Chinese numerals → digits, where a number is certain to be meant.

/// Numerals that stand for a digit.
const DIGITS: [(char, u32); 14] = [
    ('〇', 0),
    ('○', 0),
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
    ('壹', 1),
];

/// Numerals that multiply the digit before them.
const TENS: [(char, u32); 3] = [('十', 10), ('百', 100), ('千', 1_000)];

/// Longest numeral, in characters.
const LONGEST: usize = 8;

/// Replaces the numerals in front of one of `units` (`五十万`, `十二月`) by digits. What is
/// vague (`几十万`, `数百万`) or follows a digit (`3千万`) stays.
pub(super) fn with_digits(text: &str, units: &[char]) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_numeral) {
        let (before, numeral) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = numeral.find(|c| !is_numeral(c)).unwrap_or(numeral.len());
        let (numeral, behind) = numeral.split_at_checked(end).unwrap_or((numeral, ""));
        plain.push_str(before);
        let is_vague = plain.ends_with(|c: char| c.is_ascii_digit() || "几数.".contains(c));
        let counts = behind.starts_with(units) && !is_vague;
        match value(numeral).filter(|_| counts) {
            Some(value) => plain.push_str(&value.to_string()),
            None => plain.push_str(numeral),
        }
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

fn is_numeral(c: char) -> bool {
    DIGITS.iter().chain(&TENS).any(|(known, _)| *known == c)
}

/// `二〇一二` by places, `三十一` by tens.
fn value(numeral: &str) -> Option<u32> {
    let of = |c: char, table: &[(char, u32)]| {
        let found = table.iter().find(|(known, _)| *known == c);
        found.map(|(_, value)| *value)
    };
    if numeral.chars().count() > LONGEST {
        return None;
    }
    if numeral.chars().all(|c| of(c, &DIGITS).is_some()) {
        let digits = numeral.chars().filter_map(|c| of(c, &DIGITS));
        return Some(digits.fold(0, |number, digit| number * 10 + digit));
    }
    let (mut sum, mut digit) = (0, None);
    for c in numeral.chars() {
        match of(c, &TENS) {
            Some(ten) => sum += digit.take().unwrap_or(1) * ten,
            None => digit = of(c, &DIGITS),
        }
    }
    Some(sum + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_in_front_of_their_units_become_digits() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                with_digits(text, &['万', '亿', '元', '年', '月', '日']),
                expected
            );
        };
        check("五十万元", "50万元");
        check("一千二百万", "1200万");
        check("百万", "100万");
        check("两亿", "2亿");
        check("二〇一二年五月三十一日", "2012年5月31日");
        check("一九九八年十二月", "1998年12月");
        check("一百零五元", "105元");
        check("3千万", "3千万");
        check("几十万", "几十万");
        check("数百万元", "数百万元");
        check("一次性付清", "一次性付清");
        check("二〇一二〇一二〇一二年", "二〇一二〇一二〇一二年");
        check("", "");
    }
}
