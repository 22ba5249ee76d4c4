//! Whether the people named can be reached.

use super::{Finding, PhoneCheck, check_phone};
use crate::record::Record;

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
