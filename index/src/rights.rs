//! The rights that an achievement names, and the numbers by which their patents are known.

use crate::normalise::JapaneseNumber;
use crate::record::{Kind, Record};
use crate::schema::bare;

/// Most rights of a listing that are looked up.
const MAX_RIGHTS: usize = 20;
/// Most listings that bear a number; one that more bear says nothing.
pub(crate) const MAX_BEARERS: usize = 8;
/// Fewest letters and digits of a number that is looked up.
const MIN_LENGTH: usize = 8;

/// What an achievement names: rights, and the ids of related listings.
pub(crate) fn named(record: &Record) -> impl Iterator<Item = &String> {
    let rights = record.achievement.iter().flat_map(|more| &more.ip);
    let related = record.references.iter().map(|reference| &reference.id);
    let is_offered = record.kind == Kind::Achievement;
    let named = rights.chain(related).take(MAX_RIGHTS);
    named.filter(move |_| is_offered)
}

/// The number that a right is looked up by; `None` for words, and for numbers too short to tell.
pub(crate) fn number(named: &str) -> Option<String> {
    if let Some(known) = JapaneseNumber::whole(named) {
        return known.keys().into_iter().next();
    }
    let bare = bare(named.strip_prefix("patent:").unwrap_or(named));
    let is_number = bare.len() >= MIN_LENGTH && bare.bytes().any(|byte| byte.is_ascii_digit());
    is_number.then_some(bare)
}
