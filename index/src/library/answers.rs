//! What a library answers.

use super::Library;
use crate::error::{Error, Result};
use crate::inner_error;
use crate::matching::{MatchRequest, Matches};
use crate::query::{self, Problem, Query};
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
        self.search_in_parts(request, still_wanted, &mut |_| {})
    }

    /// Answers a request as [`Self::search_while`] does. Where counting its facets takes long,
    /// `first` has the page [without them](Page::uncounted) as soon as the hits are known.
    ///
    /// # Errors
    /// As for [`Self::search_while`].
    pub fn search_in_parts(
        &self,
        request: &Request,
        still_wanted: &(dyn Fn() -> bool + Sync),
        first: &mut dyn FnMut(Page),
    ) -> Result<Page> {
        if let Some(problems) = asks_nothing(request) {
            let plain = Request {
                query: String::new(),
                ..request.clone()
            };
            let said = |page| Page {
                problems: problems.clone(),
                ..page
            };
            let page = self.search_in_parts(&plain, still_wanted, &mut |page| first(said(page)))?;
            return Ok(said(page));
        }
        let state = (
            self.reader.searcher().generation().generation_id(),
            crate::today(),
        );
        if let Some(mut page) = self.answered.borrow_mut().get(request, state) {
            self.complete(&mut page)?;
            return Ok(page);
        }
        let interrupt = Interrupt::unless(still_wanted);
        let mut whole = |mut page: Page| {
            // What fails here fails again for the page with its counts, and is told then.
            if self.complete(&mut page).is_ok() {
                first(page);
            }
        };
        let page = self.with_snapshot(|snapshot| snapshot.page(request, interrupt, &mut whole));
        let mut page = page?;
        self.answered.borrow_mut().keep(request, &page);
        self.complete(&mut page)?;
        Ok(page)
    }

    /// Adds to hits what the library knows beside their records.
    fn complete(&self, page: &mut Page) -> Result<()> {
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
        Ok(())
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

    /// All records that answer a request, in its order, with `raw`; withdrawn ones too. Where nothing
    /// matches exactly they are the nearest, unless the request wants only what does. `offset` and
    /// `limit` of the request are left out of account; records are read one by one.
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

/// What could not be read of a query that asks for nothing (`(`, `单位:`): it is passed on the way to
/// another one, and all listings need not be counted again.
fn asks_nothing(request: &Request) -> Option<Vec<Problem>> {
    let (text, left_out) = query::searched(&request.query);
    if left_out.is_some() {
        return None;
    }
    let parsed = query::parse(text, request.typing);
    let asks_nothing = parsed.query == Query::All && !request.query.is_empty();
    asks_nothing.then_some(parsed.problems)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::request::{Counting, Facet};

    #[test]
    fn hits_come_before_their_counts_where_counting_takes_long() {
        let mut library = Library::in_memory().unwrap();
        let mut writer = library.writer().unwrap();
        for number in 0..20 {
            let word = if number % 2 == 0 {
                "石墨烯"
            } else {
                "水稻"
            };
            let record = Record {
                id: format!("a:{number}"),
                title: format!("{word}技术 {number}"),
                ..Record::default()
            };
            writer.put(record).unwrap();
        }
        writer.finish().unwrap();
        let request = Request {
            query: "石墨烯".to_owned(),
            limit: 20,
            counting: Counting::RolledUp,
            ..Request::default()
        };
        let mut parts = Vec::new();
        let mut take = |page| parts.push(page);
        let page = library
            .search_in_parts(&request, &|| true, &mut take)
            .unwrap();
        assert_eq!(parts.len(), 1);
        assert!(parts[0].uncounted && parts[0].facets.is_empty());
        assert_eq!((parts[0].total, &parts[0].hits), (10, &page.hits));
        let kinds = page.facets.iter().find(|(facet, _)| *facet == Facet::Kind);
        assert_eq!(kinds.map(|(_, counts)| counts.len()), Some(1));
        assert!(!page.uncounted);
    }

    #[test]
    fn what_asks_nothing_yet_is_answered_as_no_query_and_says_what_is_wrong() {
        let mut library = Library::in_memory().unwrap();
        let mut writer = library.writer().unwrap();
        let record = Record {
            id: "a:1".to_owned(),
            title: "石墨烯".to_owned(),
            ..Record::default()
        };
        writer.put(record).unwrap();
        writer.finish().unwrap();
        let request = |query: &str| Request {
            query: query.to_owned(),
            typing: true,
            limit: 1,
            counting: Counting::RolledUp,
            ..Request::default()
        };
        for (query, asks, problems) in [
            ("(", true, 1),
            ("单位:", true, 1),
            ("石墨烯 (", false, 1),
            ("year:abc", false, 1),
        ] {
            assert_eq!(asks_nothing(&request(query)).is_some(), asks, "{query}");
            let page = library.search(&request(query)).unwrap();
            assert_eq!(page.problems.len(), problems, "{query}");
            if asks {
                let plain = library.search(&request("")).unwrap();
                let problems = page.problems.clone();
                assert_eq!(page, Page { problems, ..plain }, "{query}");
            }
        }
    }
}
