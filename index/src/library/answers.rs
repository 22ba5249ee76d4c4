//! What a library answers.

use super::Library;
use crate::error::{Error, Result};
use crate::inner_error;
use crate::matching::{MatchRequest, Matches};
use crate::record::Record;
use crate::request::Request;
use crate::search::{Explanation, Interrupt, Page, Snapshot};
use crate::statistics::{Table, Tabulation};

impl Library {
    /// Answers a request.
    ///
    /// # Errors
    /// The catalogue or index cannot be read. A query never fails.
    pub fn search(&self, request: &Request) -> Result<Page> {
        self.search_while(request, &|| true)
    }

    /// Answers a request as long as the answer is wanted: `still_wanted` is asked every fraction
    /// of a millisecond, on any of the threads at work.
    ///
    /// # Errors
    /// [`Error::Overtaken`](crate::error::Error::Overtaken) where it is not wanted any more;
    /// else the catalogue or index cannot be read. A query never fails.
    pub fn search_while(
        &self,
        request: &Request,
        still_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Page> {
        let interrupt = Interrupt::unless(still_wanted);
        let mut page = self.with_snapshot(|snapshot| snapshot.page(request, interrupt))?;
        for hit in &mut page.hits {
            hit.record = self.with_rights(std::mem::take(&mut hit.record))?;
            hit.kept = self
                .kept
                .kept
                .listing(&hit.record.id)
                .cloned()
                .map(Box::new);
        }
        page.unreadable = self.left_out();
        Ok(page)
    }

    /// Counts what a search finds exactly, by fields and over time, as long as the figures are
    /// wanted.
    ///
    /// # Errors
    /// As for [`Library::search_while`].
    pub fn tabulate_while(
        &self,
        wanted: &Tabulation,
        still_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Table> {
        let interrupt = Interrupt::unless(still_wanted);
        self.with_snapshot(|snapshot| snapshot.tabulate(wanted, interrupt))
    }

    /// All records that answer a request, in its order, with `raw`. `offset` and `limit` of the
    /// request are left out of account; records are read one by one.
    ///
    /// # Errors
    /// The catalogue or index cannot be read.
    pub fn matches(
        &self,
        request: &Request,
    ) -> Result<impl ExactSizeIterator<Item = Result<Record>>> {
        let rows = self.with_snapshot(|snapshot| snapshot.rows(request))?;
        let whole = |row| self.catalogue.whole_by_row(row).map_err(Error::from);
        Ok(rows.into_iter().map(whole))
    }

    /// Finds who answers a listing or a text, and why; `None` where there is no such listing.
    ///
    /// # Errors
    /// [`Error::Overtaken`](crate::error::Error::Overtaken) where the answer is not wanted any
    /// more; else the catalogue or index cannot be read.
    pub fn match_while(
        &self,
        request: &MatchRequest,
        still_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Matches>> {
        self.with_snapshot(|snapshot| snapshot.matches(request, Interrupt::unless(still_wanted)))
    }

    /// Says why a record answers a query; `None` where there is no such record.
    ///
    /// # Errors
    /// The catalogue or index cannot be read.
    pub fn explain(&self, id: &str, text: &str) -> Result<Option<Explanation>> {
        self.with_snapshot(|snapshot| snapshot.explanation(id, text))
    }

    pub(super) fn with_snapshot<T>(
        &self,
        work: impl FnOnce(Snapshot<'_>) -> inner_error::Result<T>,
    ) -> Result<T> {
        let searcher = self.reader.searcher();
        let snapshot = Snapshot {
            searcher: &searcher,
            fields: &self.fields,
            catalogue: &self.catalogue,
            synonyms: &self.synonyms,
            caches: &self.caches,
            kept: &self.kept,
        };
        self.reading(|| work(snapshot))
    }
}
