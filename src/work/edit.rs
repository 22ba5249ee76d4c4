//! Changing fields of a listing in the user's library.

use qiao_index::Library;
use qiao_index::edits::{Change, EditError};

use crate::import::now;

/// Why nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotEdited {
    /// The library has no such listing (any more).
    Gone,
    /// A field cannot be changed like this.
    Refused(EditError),
}

/// Makes changes of one listing, all or none.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn edit(
    library: &mut Library,
    id: &str,
    changes: &[Change],
) -> anyhow::Result<Result<(), NotEdited>> {
    let mut writer = library.writer()?;
    let done = writer.edit(id, changes, &now())?;
    writer.finish()?;
    Ok(match done {
        None => Err(NotEdited::Gone),
        Some(done) => done.map_err(NotEdited::Refused),
    })
}
