//! What a page says of its query beside the hits: what each clause finds, and what may be meant.

use super::answer::Search;
use super::page::{ClauseCount, Hit};
use super::suggest;
use crate::inner_error::Result;
use crate::query::{self, Query};
use crate::record::Record;

/// Best hits of a relaxed search that may say what a mistyped word means.
const MAX_SUGGESTING_HITS: usize = 10;

impl Search<'_> {
    /// How many records each clause matches alone, where there is more than one.
    pub(super) fn clauses(&self, query: &Query) -> Result<Vec<ClauseCount>> {
        let clauses = query.clauses();
        if clauses.len() < 2 {
            return Ok(Vec::new());
        }
        let mut counted = Vec::with_capacity(clauses.len());
        for clause in clauses {
            counted.push(ClauseCount {
                clause: clause.to_string(),
                count: self.count(clause)?,
            });
        }
        Ok(counted)
    }

    /// Pinyin with blanks, where nothing has all of its words, in one if that finds something.
    pub(super) fn joined(&self, said: &Query, total: u64, relaxed: bool) -> Result<Option<String>> {
        let joined = suggest::joined(said).filter(|_| relaxed || total == 0);
        let Some(joined) = joined else {
            return Ok(None);
        };
        let count = self.count(&query::parse_words(&joined, false).query)?;
        Ok((count > 0).then_some(joined))
    }

    /// The query with one of the missing clauses put as most records have it, if any has.
    pub(super) fn suggestion(&self, missing: &[&Query], hits: &[Hit]) -> Result<Option<String>> {
        let text = &self.request.query;
        for clause in missing {
            let mut best = None;
            for apart in suggest::apart(clause) {
                let count = self.count(&query::parse_words(&apart.join(" "), false).query)?;
                best = best.max((count > 0).then_some((count, apart)));
            }
            if let Some((_, apart)) = best {
                return Ok(Some(text.replacen(&apart.concat(), &apart.join(" "), 1)));
            }
        }
        let near = hits.iter().take(MAX_SUGGESTING_HITS).map(|hit| &hit.record);
        let near: Vec<&Record> = near.collect();
        Ok(suggest::suggest(text, missing.iter().copied(), &near))
    }
}
