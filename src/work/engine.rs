//! What answers questions about listings: the local library, or a cluster in its place.

mod local;
mod opensearch;

use std::collections::HashMap;

use qiao_index::matching::{MatchRequest, Matches};
use qiao_index::record::{Kind, Record};
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::statistics::{Table, Tabulation};

use super::library::LibraryState;

pub(crate) use opensearch::{OpenSearch, PushEvent, PushProgress, PushSummary};

/// Kinds and titles of listings by their ids.
pub(crate) type Titles = HashMap<String, (Kind, String)>;

/// What the screen should be answering: a request to a library in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The request.
    pub(crate) request: Request,
    /// The library that it is put to.
    pub(crate) library: LibraryState,
}

/// Asked now and then whether an answer is still wanted.
pub(crate) type StillWanted<'a> = &'a (dyn Fn() -> bool + Sync);

/// Answers questions. A page brings the highlighter that marks its matches in any text.
pub(crate) trait Engine {
    /// What is searched, and in which state.
    ///
    /// # Errors
    /// The library cannot be read.
    fn state(&self) -> anyhow::Result<LibraryState>;

    /// Takes in what has been committed since.
    ///
    /// # Errors
    /// The library cannot be read.
    fn refresh(&mut self) -> anyhow::Result<()>;

    /// Answers a request; `None` as soon as the answer is not wanted any more. Where counting takes
    /// long, `first` has the page before its counts.
    ///
    /// # Errors
    /// The library cannot be read. A query never fails.
    fn answer_in_parts(
        &self,
        request: &Request,
        still_wanted: StillWanted<'_>,
        first: &mut dyn FnMut(Page),
    ) -> anyhow::Result<Option<Page>>;

    /// Answers a request; `None` as soon as the answer is not wanted any more.
    ///
    /// # Errors
    /// As for [`Engine::answer_in_parts`].
    fn answer_while(
        &self,
        request: &Request,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Page>> {
        self.answer_in_parts(request, still_wanted, &mut |_| {})
    }

    /// Answers a request.
    ///
    /// # Errors
    /// As for [`Engine::answer_in_parts`].
    fn answer(&self, request: &Request) -> anyhow::Result<Page> {
        Ok(self.answer_while(request, &|| true)?.unwrap_or_default())
    }

    /// Counts what a search finds; `None` as soon as the figures are not wanted any more.
    ///
    /// # Errors
    /// The library cannot be read.
    fn tabulate_while(
        &self,
        wanted: &Tabulation,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Table>>;

    /// Counts what a search finds.
    ///
    /// # Errors
    /// As for [`Engine::tabulate_while`].
    fn tabulate(&self, wanted: &Tabulation) -> anyhow::Result<Table> {
        Ok(self.tabulate_while(wanted, &|| true)?.unwrap_or_default())
    }

    /// Finds who answers a listing or a text, and why; `None` where there is no such listing, or
    /// as soon as the answer is not wanted any more.
    ///
    /// # Errors
    /// The library cannot be read.
    fn match_while(
        &self,
        request: &MatchRequest,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Matches>>;

    /// The listings with these ids, in this order; those that are not there are left out.
    ///
    /// # Errors
    /// The library cannot be read.
    fn records(&self, ids: &[String]) -> anyhow::Result<Vec<Record>>;

    /// Kinds and titles of the listings with these ids, as far as they are there.
    ///
    /// # Errors
    /// The library cannot be read.
    fn titles(&self, ids: &[String]) -> anyhow::Result<Titles> {
        let records = self.records(ids)?.into_iter();
        let titles = records.map(|record| (record.id, (record.kind, record.title)));
        Ok(titles.collect())
    }
}
