//! The local library as an engine.

use qiao_index::error::Error;
use qiao_index::matching::{MatchRequest, Matches};
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::statistics::{Table, Tabulation};

use super::{Engine, StillWanted};
use crate::work::library::{LibraryState, OpenLibrary};

impl Engine for OpenLibrary {
    fn state(&self) -> anyhow::Result<LibraryState> {
        Ok(LibraryState {
            samples: self.shows_samples(),
            records: self.shown().len()?,
            turns: self.shown().turns(),
            revision: self.shown().revision()?,
            desk: self.desk_revision(),
        })
    }

    fn refresh(&mut self) -> anyhow::Result<()> {
        self.take_in_changes()
    }

    fn answer_in_parts(
        &self,
        request: &Request,
        still_wanted: StillWanted<'_>,
        first: &mut dyn FnMut(Page),
    ) -> anyhow::Result<Option<Page>> {
        match self.shown().search_in_parts(request, still_wanted, first) {
            Ok(page) => Ok(Some(page)),
            Err(Error::Overtaken) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn tabulate_while(
        &self,
        wanted: &Tabulation,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Table>> {
        match self.shown().tabulate_while(wanted, still_wanted) {
            Ok(table) => Ok(Some(table)),
            Err(Error::Overtaken) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn match_while(
        &self,
        request: &MatchRequest,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Matches>> {
        match self.shown().match_while(request, still_wanted) {
            Ok(matches) => Ok(matches),
            Err(Error::Overtaken) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn records(&self, ids: &[String]) -> anyhow::Result<Vec<Record>> {
        let found = ids.iter().map(|id| self.shown().record(id).transpose());
        Ok(found.flatten().collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn an_answer_that_is_not_wanted_any_more_is_none() {
        let home = tempfile::tempdir().unwrap();
        let library = OpenLibrary::open(home.path()).unwrap();
        let request = Request {
            query: "石墨烯".to_owned(),
            ..Request::default()
        };
        let asked = AtomicUsize::new(0);
        let overtaken = || asked.fetch_add(1, Ordering::Relaxed) < 1;
        assert_eq!(library.answer_while(&request, &overtaken).unwrap(), None);
        assert!(library.answer(&request).unwrap().total > 0);
    }
}
