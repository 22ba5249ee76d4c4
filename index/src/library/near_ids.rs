//! Ids that look like one that is not there.

use super::Library;
use crate::error::Result;

impl Library {
    /// Ids of listings that may have been meant by one that is not there: all of a small library, of
    /// a large one the first and those that begin most alike.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn ids_near(&self, id: &str) -> Result<Vec<String>> {
        Ok(self.catalogue.ids_near(id)?)
    }
}
