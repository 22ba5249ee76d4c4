//! The documents that a search finds exactly, to be counted.

use std::sync::Arc;

use tantivy::query::Weight;
use tantivy::{DocId, SegmentReader};

use crate::inner_error::Result;
use crate::query::{self, Parsed, Query};
use crate::request::Facet;
use crate::search::answer::Search;
use crate::search::collect::Condition;
use crate::search::interrupt::Interrupt;
use crate::search::parallel::{Piece, on_threads, shares};
use crate::search::values::Values;

/// Documents of one segment, in order.
pub(super) struct Part {
    pub(super) segment: usize,
    pub(super) documents: Vec<DocId>,
}

/// What a search finds.
pub(super) struct Found {
    pub(super) interpreted: String,
    pub(super) withdrawn: u64,
    /// Shares of the documents, one for each thread.
    pub(super) shares: Vec<Vec<Part>>,
}

/// The conditions of a request on one segment.
type Tests<'a> = Vec<(&'a Condition, Option<Arc<Values>>)>;

impl Found {
    pub(super) fn total(&self) -> u64 {
        let parts = self.shares.iter().flatten();
        parts.map(|part| part.documents.len() as u64).sum()
    }

    /// Whether a document is among those that are found.
    pub(super) fn holds(&self, (segment, document): (u32, DocId)) -> bool {
        let parts = self.shares.iter().flatten();
        let mut parts = parts.filter(|part| part.segment == segment as usize);
        parts.any(|part| part.documents.binary_search(&document).is_ok())
    }
}

impl Search<'_> {
    /// What is found exactly, by the better reading of the query.
    pub(super) fn exactly_found(&self) -> Result<Found> {
        let (text, _) = query::searched(&self.request.query);
        let text = text.to_owned();
        self.better_reading(&text, false, |parsed| self.found_by(&parsed), Found::total)
    }

    fn found_by(&self, parsed: &Parsed) -> Result<Found> {
        if let Some(matched) = self.matched(&parsed.query)? {
            let parts = matched
                .by_segment()
                .into_iter()
                .map(|(segment, found)| Part {
                    segment,
                    documents: found.into_iter().map(|(document, _)| document).collect(),
                });
            return Ok(Found {
                interpreted: parsed.query.to_string(),
                withdrawn: 0,
                shares: self.kept_of(parts.collect())?,
            });
        }
        let resolved = self.resolve_like(parsed.query.clone())?;
        let query = self.expanded(&resolved.query)?;
        let hides = self.hides_withdrawn && !query.asks_for_status();
        let (shown, withdrawn) = if hides {
            self.without_withdrawn(&query)?
        } else {
            (query.clone(), 0)
        };
        let said = if withdrawn > 0 { &shown } else { &query };
        Ok(Found {
            interpreted: said.to_string(),
            withdrawn,
            shares: self.documents(&shown)?,
        })
    }

    /// Those of some documents that the conditions hold for.
    fn kept_of(&self, parts: Vec<Part>) -> Result<Vec<Vec<Part>>> {
        let segments = self.snapshot.searcher.segment_readers();
        let mut kept = Vec::with_capacity(parts.len());
        for Part { segment, documents } in parts {
            let tests = self.tests(&segments[segment])?;
            let documents = documents
                .into_iter()
                .filter(|it| hold(&tests, *it))
                .collect();
            kept.push(Part { segment, documents });
        }
        Ok(vec![kept])
    }

    fn documents(&self, query: &Query) -> Result<Vec<Vec<Part>>> {
        let weight = self.weight(query, false)?;
        let segments = self.snapshot.searcher.segment_readers();
        let sizes: Vec<DocId> = segments.iter().map(SegmentReader::max_doc).collect();
        let tests: Vec<Tests<'_>> = segments
            .iter()
            .map(|segment| self.tests(segment))
            .collect::<Result<_>>()?;
        let interrupt = self.interrupt;
        let gather = |share: Vec<Piece>| {
            let mut parts = Vec::with_capacity(share.len());
            for piece in share {
                interrupt.check()?;
                let (segment, tests) = (&segments[piece.segment], &tests[piece.segment]);
                parts.push(Part {
                    segment: piece.segment,
                    documents: documents_of(weight.as_ref(), &piece, segment, (tests, interrupt))?,
                });
            }
            Result::Ok(parts)
        };
        on_threads(shares(&sizes), gather).into_iter().collect()
    }

    /// The conditions of the request, with the values that they are about.
    fn tests(&self, segment: &SegmentReader) -> Result<Tests<'_>> {
        let conditions = self.conditions.iter();
        conditions
            .map(|(facet, condition)| Ok((condition, self.values(segment, *facet)?)))
            .collect()
    }

    /// The values of a facet in a segment; `None` where there are none of its
    /// labels.
    pub(super) fn values(
        &self,
        segment: &SegmentReader,
        facet: Facet,
    ) -> Result<Option<Arc<Values>>> {
        let snapshot = self.snapshot;
        if !facet.is_of_labels() {
            let values = snapshot
                .caches
                .segment_values(snapshot.catalogue, segment, facet);
            return values.map(Some);
        }
        let labels = snapshot.labels(self.interrupt)?;
        let labels = labels.filter(|labels| labels.has(facet));
        let values = labels.map(|labels| {
            let (caches, fields) = (snapshot.caches, snapshot.fields);
            let from = (fields, snapshot.catalogue, self.interrupt);
            caches.label_values(&labels, from, segment, facet)
        });
        values.transpose()
    }
}

fn hold(tests: &Tests<'_>, document: DocId) -> bool {
    let mut tests = tests.iter();
    tests.all(|(condition, values)| condition.holds(values.as_ref(), document))
}

fn documents_of(
    weight: &dyn Weight,
    piece: &Piece,
    segment: &SegmentReader,
    (tests, interrupt): (&Tests<'_>, Interrupt<'_>),
) -> Result<Vec<DocId>> {
    let mut scorer = weight.scorer(segment, 1.0)?;
    let alive = segment.alive_bitset();
    let mut documents = Vec::new();
    let mut document = scorer.doc();
    if document < piece.documents.start {
        document = scorer.seek(piece.documents.start);
    }
    let mut steps = interrupt.steps();
    while document < piece.documents.end {
        steps.step()?;
        if alive.is_none_or(|alive| alive.is_alive(document)) && hold(tests, document) {
            documents.push(document);
        }
        document = scorer.advance();
    }
    Ok(documents)
}
