//! `is:dead` of achievements: those among whose rights is a dead patent of the library.
//!
//! That is found from the state of the index at hand, so that it does not matter which of the two
//! came first, or which of them has changed since.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term,
};

use super::answer::Snapshot;
use super::interrupt::Interrupt;
use crate::inner_error::Result;
use crate::rights::MAX_BEARERS;
use crate::schema::{RIGHT, facet_term};

/// A segment, and what is known of its patents.
struct Segment<'a> {
    reader: &'a SegmentReader,
    facets: Arc<InvertedIndexReader>,
    facet: Field,
    numbers: Arc<InvertedIndexReader>,
    number: Field,
    /// Of every document, whether it is a patent.
    is_patent: Vec<bool>,
    /// Of every document, whether it is a dead one.
    is_dead: Vec<bool>,
    rows: Column<u64>,
}

impl Snapshot<'_> {
    /// The rows of the achievements that name a dead patent, in order; found once for a state of
    /// the index.
    pub(crate) fn rows_of_dead_rights(self, interrupt: Interrupt<'_>) -> Result<Arc<Vec<u64>>> {
        let state = self.searcher.generation().generation_id();
        if let Some((known, rows)) = &*self.caches.dead_rights.borrow()
            && *known == state
        {
            return Ok(Arc::clone(rows));
        }
        let readers = self.searcher.segment_readers().iter();
        let segments =
            readers.map(|reader| Segment::open(reader, self.fields.facet, self.fields.number));
        let rows = Arc::new(rows(&segments.collect::<Result<Vec<_>>>()?, interrupt)?);
        *self.caches.dead_rights.borrow_mut() = Some((state, Arc::clone(&rows)));
        Ok(rows)
    }
}

/// The rows of the documents that name a dead patent, in order.
fn rows(segments: &[Segment<'_>], interrupt: Interrupt<'_>) -> Result<Vec<u64>> {
    let mut verdicts: HashMap<String, bool> = HashMap::new();
    let mut rows = Vec::new();
    let mut steps = interrupt.steps();
    for segment in segments {
        for number in segment.rights()? {
            steps.step()?;
            if !verdicts.contains_key(&number) {
                verdicts.insert(number.clone(), is_dead(&number, segments)?);
            }
            if verdicts.get(&number) == Some(&true) {
                let naming = segment.naming(&number)?;
                rows.extend(naming.into_iter().filter_map(|it| segment.rows.first(it)));
            }
        }
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

/// Whether all patents that bear a number are dead, and there is one.
fn is_dead(number: &str, segments: &[Segment<'_>]) -> Result<bool> {
    let (mut bearers, mut patents) = (0, 0);
    for segment in segments {
        for document in segment.bearers(number)? {
            let is = |of: &[bool]| of.get(document as usize) == Some(&true);
            bearers += 1;
            patents += usize::from(is(&segment.is_patent));
            if bearers > MAX_BEARERS || is(&segment.is_patent) && !is(&segment.is_dead) {
                return Ok(false);
            }
        }
    }
    Ok(patents > 0)
}

impl<'a> Segment<'a> {
    fn open(reader: &'a SegmentReader, facet: Field, number: Field) -> Result<Self> {
        let facets = reader.inverted_index(facet)?;
        let all = |name: &str, value: &str| -> Result<Vec<bool>> {
            let mut are = vec![false; reader.max_doc() as usize];
            let term = Term::from_field_text(facet, &facet_term(name, value));
            for document in documents(reader, &facets, &term, usize::MAX)? {
                if let Some(is) = are.get_mut(document as usize) {
                    *is = true;
                }
            }
            Ok(are)
        };
        Ok(Self {
            reader,
            numbers: reader.inverted_index(number)?,
            number,
            is_patent: all("kind", "patent")?,
            is_dead: all("legal", "dead")?,
            rows: reader.fast_fields().u64("row")?,
            facets,
            facet,
        })
    }

    /// The numbers of all rights that its documents name.
    fn rights(&self) -> Result<Vec<String>> {
        let beginning = facet_term(RIGHT, "");
        let terms = self.facets.terms().range().ge(&beginning).into_stream();
        let mut terms = terms.map_err(TantivyError::from)?;
        let mut numbers = Vec::new();
        while terms.advance() {
            let Some(number) = terms.key().strip_prefix(beginning.as_bytes()) else {
                break;
            };
            numbers.push(String::from_utf8_lossy(number).into_owned());
        }
        Ok(numbers)
    }

    fn naming(&self, number: &str) -> Result<Vec<DocId>> {
        let term = Term::from_field_text(self.facet, &facet_term(RIGHT, number));
        documents(self.reader, &self.facets, &term, usize::MAX)
    }

    /// The documents that bear a number, one more than may count at most.
    fn bearers(&self, number: &str) -> Result<Vec<DocId>> {
        let term = Term::from_field_text(self.number, number);
        documents(self.reader, &self.numbers, &term, MAX_BEARERS + 1)
    }
}

/// The documents of a term that are not deleted, the first of them.
fn documents(
    reader: &SegmentReader,
    index: &InvertedIndexReader,
    term: &Term,
    limit: usize,
) -> Result<Vec<DocId>> {
    let mut found = Vec::new();
    let postings = index.read_postings(term, IndexRecordOption::Basic);
    let Some(mut postings) = postings.map_err(TantivyError::from)? else {
        return Ok(found);
    };
    while postings.doc() != TERMINATED && found.len() < limit {
        if !reader.is_deleted(postings.doc()) {
            found.push(postings.doc());
        }
        postings.advance();
    }
    Ok(found)
}
