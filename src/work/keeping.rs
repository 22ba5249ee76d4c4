//! What the user says of listings as a whole: taking an import back, deleting, joining, parting.

mod descriptions;

use qiao_index::Library;
use qiao_index::library::{NotJoined, NotUndone, Undone, Writer};

use crate::import::now;
use crate::messages::{Bilingual, Failure};

pub(crate) use descriptions::{
    common, decided, deleted, not_joined, not_there, not_undone, restored, undone,
};

/// Something that the user says of listings as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeepOrder {
    /// Take the import with this number back.
    Undo(u64),
    /// Delete the listings with these ids.
    Delete(Vec<String>),
    /// Bring a deleted listing back.
    Restore(String),
    /// Join the second listing with the first.
    Join([String; 2]),
    /// Keep two listings apart for good.
    Part([String; 2]),
}

/// Does what the user says; what came of it, or why nothing did, in words.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn carry_out(
    library: &mut Library,
    order: &KeepOrder,
) -> anyhow::Result<Result<Bilingual, Failure>> {
    Ok(match order {
        KeepOrder::Undo(run) => match undo(library, *run)? {
            Ok(came_of_it) => Ok(undone(*run, came_of_it)),
            Err(reason) => Err(not_undone(*run, reason)),
        },
        KeepOrder::Delete(ids) => {
            let unknown = delete(library, ids)?;
            match (ids.len() - unknown.len(), unknown.first()) {
                (0, Some(id)) => Err(not_there(id)),
                (number, _) => Ok(deleted(number)),
            }
        }
        KeepOrder::Restore(id) => {
            if restore(library, id)? {
                Ok(restored(id))
            } else {
                Err(descriptions::not_deleted(id))
            }
        }
        KeepOrder::Join(pair) => decide(library, pair, true)?,
        KeepOrder::Part(pair) => decide(library, pair, false)?,
    })
}

fn decide(
    library: &mut Library,
    [one, other]: &[String; 2],
    same: bool,
) -> anyhow::Result<Result<Bilingual, Failure>> {
    let decision = decide_pair(library, [one, other], same)?;
    Ok(match decision {
        Ok(()) => Ok(decided([one, other], same)),
        Err(reason) => Err(not_joined(&reason)),
    })
}

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
