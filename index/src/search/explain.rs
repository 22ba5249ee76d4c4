//! Why a record answers a query, and where it ranks: the terms that matched, and what counted.

use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::answer::{Search, Snapshot, allows};
use super::interrupt::Interrupt;
use super::page::Explanation;
use crate::inner_error::Result;
use crate::query::{self, Value};
use crate::request::Request;

impl Snapshot<'_> {
    /// Says why a record answers a query; `None` where there is no such record.
    pub(crate) fn explanation(self, id: &str, text: &str) -> Result<Option<Explanation>> {
        let Some(stored) = self.catalogue.by_id(id)? else {
            return Ok(None);
        };
        let row = Term::from_field_u64(self.fields.row, stored.row);
        let row = TermQuery::new(row, IndexRecordOption::Basic);
        let found = self
            .searcher
            .search(&row, &tantivy::collector::DocSetCollector)?;
        let Some(address) = found.into_iter().next() else {
            return Ok(None);
        };
        let (request, conditions) = (Request::default(), super::collect::Conditions::new());
        let search = self.search(&request, &conditions, Interrupt::never());
        search.explanation_of(address, text).map(Some)
    }
}

impl Search<'_> {
    fn explanation_of(&self, address: DocAddress, text: &str) -> Result<Explanation> {
        let said = self.resolve_like(query::parse(text, false).query)?.query;
        let query = self.expanded(&said)?;
        let mut clauses = Vec::new();
        for clause in said.clauses() {
            let matches = self.matches(address, &self.expanded(clause)?)?;
            clauses.push((clause.to_string(), matches));
        }
        let ranker = self.ranker(&said, &query)?;
        let segment = self.snapshot.searcher.segment_reader(address.segment_ord);
        let mut reasons = ranker.reasons(segment, address.doc_id, |_, score| score)?;
        for (_, value) in said.positive() {
            if let Value::Alike(alike) = value
                && let Some(model) = self.model(&alike.said)?
            {
                reasons.extend(self.reasons_alike(&model, address)?);
            }
        }
        reasons.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(Explanation {
            interpreted: query.to_string(),
            exact: self.matches(address, &query)?,
            clauses,
            score: reasons.iter().map(|reason| reason.score).sum(),
            reasons,
        })
    }

    /// Whether a document answers a query exactly.
    fn matches(&self, address: DocAddress, query: &query::Query) -> Result<bool> {
        let segment = self.snapshot.searcher.segment_reader(address.segment_ord);
        let weight = self.weight(query, false)?;
        let mut scorer = weight.scorer(segment, 1.0)?;
        Ok(allows(scorer.as_mut(), address.doc_id))
    }
}
