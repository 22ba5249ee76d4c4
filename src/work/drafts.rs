//! Drafts: the text of a listing that is being edited, kept in the library's folder until what is
//! in it is saved, so that nothing the user has written is lost.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The folder of drafts in the library's folder.
const DRAFTS: &str = "drafts";

/// The file of a listing's draft.
pub(crate) fn path(library: &Path, id: &str) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let name: String = id.chars().filter(is_plain).take(40).collect();
    library
        .join(DRAFTS)
        .join(format!("{name}-{:016x}.toml", hasher.finish()))
}

/// Forgets a listing's draft: it is saved, or says nothing new.
pub(crate) fn discard(library: &Path, id: &str) {
    // A file that stays is opened next time: nothing is lost.
    std::fs::remove_file(path(library, id)).ok();
}
