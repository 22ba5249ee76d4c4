//! The local library as an engine.

use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;

use super::{Engine, StillWanted};
use crate::work::library::{LibraryState, OpenLibrary};

impl Engine for OpenLibrary {
    fn state(&self) -> anyhow::Result<LibraryState> {
        Ok(LibraryState {
            samples: self.shows_samples(),
            records: self.shown().len()?,
            revision: self.shown().revision()?,
        })
    }

    fn refresh(&mut self) -> anyhow::Result<()> {
        self.take_in_changes()
    }

    fn answer_while(
        &self,
        request: &Request,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Page>> {
        if !still_wanted() {
            return Ok(None);
        }
        Ok(Some(self.shown().search(request)?))
    }

    fn records(&self, ids: &[String]) -> anyhow::Result<Vec<Record>> {
        let found = ids.iter().map(|id| self.shown().record(id).transpose());
        Ok(found.flatten().collect::<Result<_, _>>()?)
    }
}
