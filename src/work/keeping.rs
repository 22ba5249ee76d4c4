//! What the user says of listings as a whole: taking an import back, deleting, joining, parting.

use qiao_index::Library;
use qiao_index::library::{NotJoined, NotUndone, Undone, Writer};

use crate::import::now;

/// Leaves the library as if an import had not been.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn undo(library: &mut Library, run: u64) -> anyhow::Result<Result<Undone, NotUndone>> {
    write(library, |writer| Ok(writer.undo(run, &now())?))
}

/// Deletes listings; the ids of those that are not there (any more).
///
/// # Errors
/// The library cannot be written.
pub(crate) fn delete(library: &mut Library, ids: &[String]) -> anyhow::Result<Vec<String>> {
    write(library, |writer| {
        let mut unknown = Vec::new();
        for id in ids {
            if !writer.delete(id, &now())? {
                unknown.push(id.clone());
            }
        }
        Ok(unknown)
    })
}

/// Brings a deleted listing back; false where there is none with this id.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn restore(library: &mut Library, id: &str) -> anyhow::Result<bool> {
    write(library, |writer| Ok(writer.restore(id, &now())?))
}

/// Joins the second listing with the first (`same`), or keeps the two apart for good.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn decide_pair(
    library: &mut Library,
    [one, other]: [&str; 2],
    same: bool,
) -> anyhow::Result<Result<(), NotJoined>> {
    write(library, |writer| {
        Ok(if same {
            writer.join_pair(one, other, &now())?
        } else {
            writer.keep_apart(one, other, &now())?
        })
    })
}

fn write<T>(
    library: &mut Library,
    work: impl FnOnce(&mut Writer<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut writer = library.writer()?;
    let done = work(&mut writer)?;
    writer.finish()?;
    Ok(done)
}
