//! Why a record answers a query, and where it ranks: the terms that matched, and what counted.

use tantivy::Term;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::error::Result;
use crate::library::Library;
use crate::query;
use crate::request::{Counting, Request};
use crate::search::answer::{Search, allows};
use crate::search::interrupt::Interrupt;

/// A term of the query that a record holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The term: a Latin word, a character, or two neighbouring characters.
    pub term: String,
    /// Where it stands (`title`, `keyword`, `organisation`, `person`, `body`), how often.
    pub places: Vec<(&'static str, u32)>,
    /// What it adds to the score.
    pub worth: f32,
}

/// Why a record answers a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// How the query was understood.
    pub interpreted: String,
    /// Whether the record matches every clause.
    pub exact: bool,
    /// The clauses of the query, printed, and whether the record matches each of them alone.
    pub clauses: Vec<(String, bool)>,
    /// The terms that count, weightiest first.
    pub reasons: Vec<Reason>,
    /// Sum of what they add.
    pub score: f32,
}

impl Library {
    /// Says why a record answers a query; `None` where there is no such record.
    ///
    /// # Errors
    /// The catalogue or index cannot be read.
    pub fn explain(&self, id: &str, text: &str) -> Result<Option<Explanation>> {
        self.reading(|| self.explained(id, text))
    }

    fn explained(&self, id: &str, text: &str) -> Result<Option<Explanation>> {
        let Some(stored) = self.catalogue.by_id(id)? else {
            return Ok(None);
        };
        let searcher = self.reader.searcher();
        let row = Term::from_field_u64(self.fields.row, stored.row);
        let row = TermQuery::new(row, IndexRecordOption::Basic);
        let found = searcher.search(&row, &tantivy::collector::DocSetCollector)?;
        let Some(address) = found.into_iter().next() else {
            return Ok(None);
        };
        let request = Request {
            counting: Counting::Nothing,
            ..Request::default()
        };
        let search = Search {
            library: self,
            searcher: &searcher,
            conditions: &std::collections::HashMap::new(),
            request: &request,
            interrupt: Interrupt::never(),
        };
        let said = search.told(query::parse(text, false).query)?.query;
        let query = search.expanded(&said)?;
        let matches = |query: &query::Query| -> Result<bool> {
            let weight = search.weight(query, false)?;
            let mut scorer = weight.scorer(searcher.segment_reader(address.segment_ord), 1.0)?;
            Ok(allows(scorer.as_mut(), address.doc_id))
        };
        let mut clauses = Vec::new();
        for clause in said.clauses() {
            clauses.push((clause.to_string(), matches(&search.expanded(clause)?)?));
        }
        let ranker = search.ranker(&said, &query)?;
        let segment = searcher.segment_reader(address.segment_ord);
        let mut reasons = ranker.reasons(segment, address.doc_id)?;
        reasons.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        Ok(Some(Explanation {
            interpreted: query.to_string(),
            exact: matches(&query)?,
            clauses,
            score: reasons.iter().map(|reason| reason.worth).sum(),
            reasons,
        }))
    }
}
