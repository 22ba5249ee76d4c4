//! Whom the user does not want to contact, as every front end says it.

use qiao_index::now;

use crate::desk::Desk;
use crate::messages::{Bilingual, Failure, escape_controls};

/// Adds a person or an institution; what came of it, in words.
///
/// # Errors
/// It cannot be a name; the desk cannot be written.
pub(crate) fn forbid(desk: &mut Desk, whom: &str) -> anyhow::Result<Bilingual> {
    let is_new = desk.do_not_contact(whom, &now())?;
    let words = if is_new {
        ["不再联系：{whom}", "not to be contacted: {whom}"]
    } else {
        ["早已不联系：{whom}", "already not to be contacted: {whom}"]
    };
    Ok(said(words, whom))
}

/// Takes a person or an institution off again; what came of it, in words.
///
/// # Errors
/// It is not there; the desk cannot be written.
pub(crate) fn allow(desk: &mut Desk, whom: &str) -> anyhow::Result<Bilingual> {
    desk.allow_contact(whom)?;
    Ok(said(
        ["可以再联系：{whom}", "may be contacted again: {whom}"],
        whom,
    ))
}

/// That somebody in a listing is not to be contacted.
pub(crate) fn warning(whom: &str) -> Bilingual {
    said(
        [
            "注意：{whom} 在“不联系”之列",
            "careful: {whom} is not to be contacted",
        ],
        whom,
    )
}

fn said(words: [&str; 2], whom: &str) -> Bilingual {
    Failure::filled(words, &[("whom", &escape_controls(whom.trim()))])
}
