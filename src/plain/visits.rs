//! Ways from one question to others in a plain session: related listings, queries before, back.

use std::io::{self, Write};

use qiao_index::record::Record;
use qiao_index::request::{Facet, Filter, Request};
use qiao_index::search::{match_ids, more_like_id};

use super::commands::number;
use super::{PAGE, Session};
use crate::work::related::references;
use crate::work::session;

/// Most queries that are said.
const QUERIES: usize = 10;

impl<W: Write> Session<W> {
    /// The listing that is open; else says that none is.
    pub(super) fn opened(&mut self) -> io::Result<Option<Record>> {
        if self.open.is_none() {
            let words = self.say([
                "先输入编号打开一个条目",
                "Open a listing first by typing its number",
            ]);
            self.line(words)?;
        }
        Ok(self.open.clone())
    }

    /// Asks for something that belongs to the open listing.
    fn of_opened(
        &mut self,
        build: impl FnOnce(&Record) -> (String, Vec<Filter>),
    ) -> anyhow::Result<()> {
        let Some(record) = self.opened()? else {
            return Ok(());
        };
        let (query, filters) = build(&record);
        if query.is_empty() && filters.is_empty() {
            return Ok(self.tell(self.look.messages.related.none)?);
        }
        self.ask(Request {
            query,
            filters,
            limit: PAGE,
            without_synonyms: self.request.without_synonyms,
            ..Request::default()
        })
    }

    /// Asks who answers the open listing.
    pub(super) fn matches(&mut self) -> anyhow::Result<()> {
        self.of_opened(|record| (match_ids([&*record.id]).to_string(), Vec::new()))
    }

    /// Asks for listings like the open one.
    pub(super) fn more_like_this(&mut self) -> anyhow::Result<()> {
        self.of_opened(|record| (more_like_id(&record.id).to_string(), Vec::new()))
    }

    /// Asks for all listings of the institution that leads the open one.
    pub(super) fn same_institution(&mut self) -> anyhow::Result<()> {
        self.of_opened(|record| {
            let filter = Filter {
                facet: Facet::Institution,
                value: record.lead_institution().to_owned(),
                exclude: false,
            };
            let filters = [filter].into_iter();
            let filters = filters.filter(|filter| !filter.value.is_empty());
            (String::new(), filters.collect())
        })
    }

    /// Asks for the listings that the open one names.
    pub(super) fn related(&mut self) -> anyhow::Result<()> {
        self.of_opened(|record| (references(record), Vec::new()))
    }

    /// Asks what a mistyped query may mean.
    pub(super) fn suggestion(&mut self) -> anyhow::Result<()> {
        match self.page.suggestion.clone() {
            Some(query) => self.query(&query),
            None => Ok(self.tell(self.look.messages.query.no_suggestion)?),
        }
    }

    /// Says the queries before, the last one first, or asks one of them again.
    pub(super) fn history(&mut self, argument: &str) -> anyhow::Result<()> {
        let latest: Vec<_> = self.queries.iter().rev().take(QUERIES).cloned().collect();
        if latest.is_empty() {
            let none = self.say(["还没有检索过", "No earlier queries"]);
            return Ok(self.line(none)?);
        }
        let place = number(argument).and_then(|number| number.checked_sub(1));
        if let Some(query) = place.and_then(|place| latest.get(place)) {
            return self.query(query);
        }
        for (number, query) in (1..).zip(&latest) {
            self.line(&format!("{number}. {query}"))?;
        }
        let words = self.say([":历史 编号 再查一次", "`:history N` runs one of them again"]);
        Ok(self.line(words)?)
    }

    /// Goes back to the question before.
    pub(super) fn back(&mut self) -> anyhow::Result<()> {
        match self.before.pop() {
            Some(request) => {
                self.request = request;
                self.search()
            }
            None => Ok(self.tell(self.look.messages.related.no_further)?),
        }
    }

    /// Remembers the queries; where the browser was left off is for the browser to say.
    pub(super) fn save(&mut self) -> anyhow::Result<()> {
        let queries = std::mem::take(&mut self.queries);
        if queries.is_empty() || !self.folder.is_dir() {
            return Ok(());
        }
        let known = session::load(&self.folder);
        session::save(&self.folder, session::Session { queries, ..known })
    }
}
