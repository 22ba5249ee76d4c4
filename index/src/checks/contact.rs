//! Whether the people named can be reached.

use super::Finding;
use crate::record::Record;

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
    let main = plain.split(['转', 'e', '#']).next().unwrap_or_default();
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
                || number.len() >= 10 && number.len() <= 11 && main.contains('-')
        }
        _ => false,
    }
}

/// Whether an address has the form `somebody@somewhere.example`.
#[must_use]
pub fn is_valid_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_odd = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '*' | ',' | ';' | '<' | '>' | '@' | '(' | ')')
    };
    let has_place = domain.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic)
    });
    let is_dotted =
        |part: &str| part.starts_with('.') || part.ends_with('.') || part.contains("..");
    !local.is_empty()
        && has_place
        && !local.contains(is_odd)
        && !domain.contains(is_odd)
        && !is_dotted(local)
        && !is_dotted(domain)
        && text.len() <= 254
}

/// Whether nobody can be reached by telephone or e-mail.
pub(super) fn is_missing(record: &Record) -> bool {
    let none =
        |contact: &crate::record::Contact| contact.phones.is_empty() && contact.emails.is_empty();
    record.contact.iter().all(none)
}

/// Telephone numbers and addresses that fail.
pub(super) fn findings(record: &Record) -> Vec<Finding> {
    let phones = record.contact.iter().flat_map(|contact| &contact.phones);
    let emails = record.contact.iter().flat_map(|contact| &contact.emails);
    let phones = phones.filter_map(|phone| match check_phone(phone) {
        PhoneCheck::Valid => None,
        PhoneCheck::Masked => Some(Finding::MaskedPhone(phone.clone())),
        PhoneCheck::Invalid => Some(Finding::InvalidPhone(phone.clone())),
    });
    let emails = emails
        .filter(|email| !is_valid_email(email))
        .map(|email| Finding::InvalidEmail(email.clone()));
    phones.chain(emails).collect()
}
