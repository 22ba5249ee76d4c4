//! The documents that a search finds exactly, to be counted.

use std::ops::Range;
use std::sync::Arc;

use tantivy::query::Weight;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, SegmentReader};

use crate::inner_error::Result;
use crate::query::{self, Parsed, Query};
use crate::request::Facet;
use crate::search::answer::Search;
use crate::search::collect::Condition;
use crate::search::interrupt::{Interrupt, STEPS_BETWEEN_CHECKS};
use crate::search::parallel::{Piece, on_threads, shares};
use crate::search::values::Values;

/// Documents below which a thread costs more than it saves.
const MIN_SHARED: usize = 10_000;

/// Documents of one segment, in order.
pub(super) struct Part {
    pub(super) segment: usize,
    pub(super) documents: Documents,
}

/// Documents in order.
pub(super) enum Documents {
    All(Range<DocId>),
    These(Vec<DocId>),
}

impl Documents {
    fn len(&self) -> usize {
        match self {
            Self::All(range) => range.len(),
            Self::These(documents) => documents.len(),
        }
    }

    fn holds(&self, document: DocId) -> bool {
        match self {
            Self::All(range) => range.contains(&document),
            Self::These(documents) => documents.binary_search(&document).is_ok(),
        }
    }

    /// Gives them in blocks.
    pub(super) fn blocks(&self, mut take: impl FnMut(&[DocId]) -> Result<()>) -> Result<()> {
        match self {
            Self::These(documents) => documents.chunks(STEPS_BETWEEN_CHECKS).try_for_each(take),
            Self::All(range) => {
                let mut block = Vec::with_capacity(STEPS_BETWEEN_CHECKS);
                for start in range.clone().step_by(STEPS_BETWEEN_CHECKS) {
                    block.clear();
                    block.extend((start..range.end).take(STEPS_BETWEEN_CHECKS));
                    take(&block)?;
                }
                Ok(())
            }
        }
    }
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
        parts.any(|part| part.documents.holds(document))
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
            let parts = matched.by_segment().into_iter().map(|(segment, found)| {
                let found = found.into_iter().map(|(document, _)| document);
                (segment, found.collect())
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
    fn kept_of(&self, parts: Vec<(usize, Vec<DocId>)>) -> Result<Vec<Vec<Part>>> {
        let segments = self.snapshot.searcher.segment_readers();
        let mut kept = Vec::with_capacity(parts.len());
        for (segment, mut documents) in parts {
            let tests = self.tests(&segments[segment])?;
            documents.retain(|it| hold(&tests, *it));
            let documents = Documents::These(documents);
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
        let is_all = *query == Query::All && self.conditions.is_empty();
        let gather = |share: Vec<Piece>| {
            let mut parts = Vec::with_capacity(share.len());
            for piece in share {
                interrupt.check()?;
                let (segment, tests) = (&segments[piece.segment], &tests[piece.segment]);
                let documents = if is_all && segment.alive_bitset().is_none() {
                    Documents::All(piece.documents)
                } else {
                    let tests = (tests, interrupt);
                    Documents::These(documents_of(weight.as_ref(), &piece, segment, tests)?)
                };
                parts.push(Part {
                    segment: piece.segment,
                    documents,
                });
            }
            Result::Ok(parts)
        };
        let found: Vec<Vec<Part>> = on_threads(shares(&sizes), gather)
            .into_iter()
            .collect::<Result<_>>()?;
        let parts = found.iter().flatten();
        let number: usize = parts.map(|part| part.documents.len()).sum();
        if number < MIN_SHARED {
            return Ok(vec![found.into_iter().flatten().collect()]);
        }
        Ok(found)
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
    if scorer.doc() < piece.documents.start {
        scorer.seek(piece.documents.start);
    }
    let mut documents = Vec::new();
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        interrupt.check()?;
        let filled = scorer.fill_buffer(&mut block);
        let found = block.get(..filled).unwrap_or_default();
        let is_within = |document: &DocId| *document < piece.documents.end;
        let within = found.partition_point(is_within);
        let found = found.get(..within).unwrap_or_default();
        if alive.is_none() && tests.is_empty() {
            documents.extend_from_slice(found);
        } else {
            documents.extend(found.iter().copied().filter(|document| {
                alive.is_none_or(|alive| alive.is_alive(*document)) && hold(tests, *document)
            }));
        }
        if within < block.len() {
            return Ok(documents);
        }
    }
}
