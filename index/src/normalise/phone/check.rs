//! Whether a telephone number can be called.

/// What a telephone number looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneCheck {
    /// A Chinese mobile, landline or service number, or an international one.
    Valid,
    /// Digits are hidden by `*` or `x`.
    Masked,
    /// Nothing that can be called.
    Invalid,
}

/// What an extension begins with: `转`, `分机`, `ext`, `x`, `#`, `;ext=`.
const EXTENSIONS: [char; 7] = ['转', '分', 'e', 'x', 'X', '#', ';'];

/// Judges a telephone number as written. An extension (`转8001`, `-8001`) is allowed.
#[must_use]
pub fn check_phone(text: &str) -> PhoneCheck {
    let is_hidden = |c: &char| matches!(c, '*' | '＊' | 'x' | 'X' | '×');
    let hidden = text.chars().filter(is_hidden).count();
    let plain: String = text.chars().filter_map(plain).collect();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    if hidden >= 2 && digits >= 3 {
        return PhoneCheck::Masked;
    }
    let main = plain.split(EXTENSIONS).next().unwrap_or_default();
    if is_callable(main) {
        PhoneCheck::Valid
    } else {
        PhoneCheck::Invalid
    }
}

/// Drops blanks and brackets, and narrows wide digits.
fn plain(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() => None,
        '(' | ')' | '（' | '）' | '.' => None,
        '－' | '—' | '–' => Some('-'),
        '＋' => Some('+'),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        c => Some(c),
    }
}

fn is_callable(main: &str) -> bool {
    if !main
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+'))
    {
        return false;
    }
    let digits: String = main.chars().filter(char::is_ascii_digit).collect();
    let (is_abroad, number) = match digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86"))
    {
        Some(number) if main.starts_with(['+', '0', '8']) && number.len() >= 10 => (false, number),
        _ => (main.starts_with('+') || main.starts_with("00"), &*digits),
    };
    if is_abroad {
        return (8..=15).contains(&number.len());
    }
    let has_extension =
        main.matches('-').count() > 1 || main.len() > digits.len() && number.len() > 12;
    match number.as_bytes() {
        [b'1', b'3'..=b'9', ..] if number.len() == 11 => true,
        [b'4' | b'8', b'0', b'0', ..] => number.len() == 10,
        [b'0', ..] => (10..=12).contains(&number.len()) || has_extension && number.len() <= 18,
        [b'1'..=b'9', b'0'..=b'9', ..] => {
            matches!(number.len(), 7 | 8)
                || matches!(number.len(), 10 | 11) && (main.contains('-') || number != digits)
        }
        _ => false,
    }
}
