//! What can be done with the desk.

use qiao_index::kept::{Objection, Verdict};
use qiao_index::now;
use qiao_index::record::Record;

use crate::desk::{Desk, Pair};

/// What is said of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// Why it is declined; `None` where it is accepted.
    pub(crate) declined: Option<Objection>,
    /// What is to be added; may be empty.
    pub(crate) text: String,
}

/// Keeps what is said of the match between two listings; the verdict, with its time.
///
/// # Errors
/// The desk cannot be written.
pub(crate) fn judge(
    desk: &mut Desk,
    [asker, found]: [&Record; 2],
    said: Option<&Said>,
) -> anyhow::Result<Option<Verdict>> {
    let at = now();
    let verdict = said.map(|said| Verdict {
        declined: said.declined,
        text: said.text.clone(),
        at: at.clone(),
    });
    desk.judge(&Pair::of(asker, found), verdict.as_ref(), &at)?;
    Ok(verdict)
}
