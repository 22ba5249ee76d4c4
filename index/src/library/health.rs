//! How a library is, without making or mending one.

use std::path::Path;

use tantivy::Index;

use super::indexed::Indexed;
use super::{INDEX, check_catalogue, damage};
use crate::catalogue::{self, Catalogue};
use crate::error::Result;

/// How a library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Number of records in the catalogue.
    pub records: u64,
    /// Revision of the catalogue.
    pub revision: u64,
    /// Revision that the index holds. `None`: the index is missing, unreadable, of another format,
    /// of another library or of a state that this one has lost, and will be made anew when the library is opened.
    pub indexed: Option<u64>,
    /// Files of the index do not match their checksums: it has to be built anew.
    pub damaged: bool,
}

/// Looks at the library in a folder; `None` where there is none. Reads all of the index.
///
/// # Errors
/// The catalogue cannot be read.
pub fn health(folder: &Path) -> Result<Option<Health>> {
    check_catalogue(folder)?;
    if !folder.join(catalogue::FILE).is_file() {
        return Ok(None);
    }
    let catalogue = Catalogue::open(folder)?;
    let index = damage::unharmed(|| Index::open_in_dir(folder.join(INDEX)));
    let indexed = match index.as_ref().and_then(Indexed::of) {
        Some(indexed) if indexed.is_of(&catalogue)? => Some(indexed.revision),
        _ => None,
    };
    Ok(Some(Health {
        records: catalogue.len()?,
        revision: catalogue.revision()?,
        indexed,
        damaged: index.as_ref().is_some_and(damage::is_damaged),
    }))
}
