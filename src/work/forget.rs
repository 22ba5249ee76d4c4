//! Forgetting a person or a listing for good: in the library, on the desk, in the session.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use qiao_index::Library;
use qiao_index::library::{CATALOGUE, Forgetting};

use super::session;
use crate::desk::{self, Desk, Refusal};
use crate::messages::Failure;

/// A shorter name stands in too many other words.
const MIN_LETTERS: usize = 2;
/// Files are searched in pieces of so many bytes.
const PIECE: usize = 1 << 20;

/// What was forgotten, and where there may be more.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct ForgottenEverywhere {
    /// Number of listings that do not name the person any more.
    pub(crate) changed: u64,
    /// Number of listings that are gone.
    pub(crate) removed: usize,
    /// Number of rows of the desk that said something of them.
    pub(crate) kept: u64,
    /// Files in the library's folder that still hold one of the words.
    pub(crate) left: Vec<PathBuf>,
}

impl ForgottenEverywhere {
    /// Whether there was nothing to forget.
    pub(crate) const fn is_nothing(&self) -> bool {
        self.changed == 0 && self.removed == 0 && self.kept == 0
    }
}

/// Forgets the listing with this id, else the person of this name.
///
/// # Errors
/// The name is too short; another program writes; library or desk cannot be written.
pub(crate) fn forget(folder: &Path, whom: &str) -> anyhow::Result<ForgottenEverywhere> {
    let whom = whom.trim();
    if whom.chars().count() < MIN_LETTERS {
        return Err(Refusal::Invalid.because(Failure::new(
            "名称太短：请写全名或条目编号",
            "the name is too short: give the whole name, or the id of a listing",
        )));
    }
    let mut library = Library::open(folder)?;
    let what = match library.titles([whom])?.pop() {
        Some(_) => Forgetting::Listing(whom.to_owned()),
        None => Forgetting::Person(whom.to_owned()),
    };
    let mut forgotten = library.forget(&what)?;
    if let Forgetting::Person(name) = &what
        && !forgotten.words.contains(name)
    {
        forgotten.words.push(name.clone());
    }
    drop(library);
    // The title of a listing can stand in other texts: those of the desk go by its id.
    let words = match &what {
        Forgetting::Person(_) => &forgotten.words[..],
        Forgetting::Listing(_) => &[],
    };
    let desk = Desk::open_kept(folder)?;
    let kept = desk.map(|mut desk| desk.forget(&forgotten.removed, words));
    session::forget(folder, words, &forgotten.removed)?;
    remove_copies(folder)?;
    Ok(ForgottenEverywhere {
        changed: forgotten.changed,
        removed: forgotten.removed.len(),
        kept: kept.transpose()?.unwrap_or(0),
        left: left(folder, words)?,
    })
}

/// Removes what was copied before upgrades: packed as it is, it cannot be searched for a name.
fn remove_copies(folder: &Path) -> anyhow::Result<()> {
    let is_copy = |name: &str| {
        let layouts =
            [CATALOGUE, desk::FILE].map(|file| name.strip_prefix(file)?.strip_prefix('.'));
        let mut layouts = layouts.into_iter().flatten();
        layouts.any(|layout| layout.starts_with(|c: char| c.is_ascii_digit()))
    };
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(is_copy) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The files of a folder in which one of the words stands.
fn left(folder: &Path, words: &[String]) -> anyhow::Result<Vec<PathBuf>> {
    let mut left = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            left.extend(self::left(&path, words)?);
        } else if words.iter().any(|word| holds(&path, word.as_bytes())) {
            left.push(path);
        }
    }
    left.sort();
    Ok(left)
}

/// Whether a file holds some bytes; one that cannot be read may.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let search = || -> std::io::Result<bool> {
        let mut file = fs::File::open(path)?;
        let mut piece = Vec::new();
        loop {
            // What stands across two pieces is found, too.
            let keep = piece.len().saturating_sub(bytes.len());
            piece.drain(..keep);
            let read = file.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
            if piece.windows(bytes.len()).any(|window| window == bytes) {
                return Ok(true);
            }
            if read == 0 {
                return Ok(false);
            }
        }
    };
    !bytes.is_empty() && search().unwrap_or(true)
}
