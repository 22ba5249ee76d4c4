//! Which library it is, and in which state: what is kept beside it can tell whether it belongs to it.

use std::path::Path;

use super::{Library, check_catalogue};
use crate::catalogue::{self, Catalogue};
use crate::error::Result;
use crate::inner_error;

/// A library in a state. Both have names that no other library and no other state has.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Generation {
    /// Which library.
    pub library: String,
    /// How many changes it has had.
    pub revision: u64,
    /// What the state with these is called; empty where that was not written down.
    pub state: String,
}

/// The states that a library has been in, without opening it.
pub struct Generations(Catalogue);

impl Generations {
    /// Those of the library in a folder; `None` where there is none.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn of(folder: &Path) -> Result<Option<Self>> {
        check_catalogue(folder)?;
        if !folder.join(catalogue::FILE).is_file() {
            return Ok(None);
        }
        Ok(Some(Self(Catalogue::open(folder)?)))
    }

    /// The library as it is.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn now(&self) -> Result<Generation> {
        Ok(now(&self.0)?)
    }

    /// Whether the library has been in a state.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn holds(&self, generation: &Generation) -> Result<bool> {
        Ok(holds(&self.0, generation)?)
    }
}

impl Library {
    /// The library as it is.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn generation(&self) -> Result<Generation> {
        Ok(now(&self.catalogue)?)
    }

    /// Whether the library has been in a state: it has not where that is of another one, or was lost
    /// when an earlier copy was put back.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn has_been(&self, generation: &Generation) -> Result<bool> {
        Ok(holds(&self.catalogue, generation)?)
    }
}

fn now(catalogue: &Catalogue) -> inner_error::Result<Generation> {
    let revision = catalogue.revision()?;
    Ok(Generation {
        library: catalogue.library()?,
        revision,
        state: catalogue.state(revision)?.unwrap_or_default(),
    })
}

fn holds(catalogue: &Catalogue, generation: &Generation) -> inner_error::Result<bool> {
    if catalogue.library()? != generation.library {
        return Ok(false);
    }
    if generation.state.is_empty() {
        return Ok(catalogue.revision()? >= generation.revision);
    }
    Ok(catalogue.state(generation.revision)?.as_ref() == Some(&generation.state))
}
