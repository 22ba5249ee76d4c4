//! The relaxed search: records that hold a good part of the query's words where none holds all.
//!
//! Every pair, Latin word and rare character of the query has the weight that it has in the ranking; a record
//! answers when it holds at least [`SHARE`] of the whole. Terms are sorted by weight; those at the
//! light end that together stay below the share cannot make an answer alone, so only the others
//! ("essential") have their posting lists read; the light ones are looked up in the records found
//! so far. The commonest terms, with the longest lists, thus cost a few steps each.

use std::ops::Range;

use tantivy::{DocId, SegmentReader};

use crate::inner_error::Result;
use crate::query::Query;
use crate::search::interrupt::{Interrupt, Steps};
use crate::search::rank::{self, Lists, Ranker};

/// Share of the query's weight that a record must hold.
pub(super) const SHARE: f32 = 0.3;

/// What a relaxed search asks for.
pub(super) struct Relaxed<'a> {
    ranker: &'a Ranker,
    /// Places in the ranker's terms, heaviest first.
    order: Vec<usize>,
    /// How many of `order` are essential.
    essential: usize,
    total: f32,
}

/// A record found, in one segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) document: DocId,
    /// Sum of the weights of the query's terms that it holds.
    pub(super) idf_weight: f32,
    /// A first score, without the common characters.
    pub(super) score: f32,
}

impl<'a> Relaxed<'a> {
    /// `None` where there is nothing to relax.
    pub(super) fn new(ranker: &'a Ranker) -> Option<Self> {
        let terms = &ranker.terms;
        // Common characters stand everywhere: they count where the query has nothing else.
        let mut order: Vec<usize> = (0..terms.len())
            .filter(|&place| ranker.only_characters || terms[place].sought)
            .collect();
        order.sort_by(|&a, &b| terms[b].idf_weight.total_cmp(&terms[a].idf_weight));
        let total: f32 = order.iter().map(|&place| terms[place].idf_weight).sum();
        let mut light = 0.0;
        let spared = order.iter().rev().take_while(|&&place| {
            light += terms[place].idf_weight;
            light < SHARE * total
        });
        let essential = order.len() - spared.count();
        (!order.is_empty()).then_some(Self {
            ranker,
            order,
            essential,
            total,
        })
    }

    /// Weight that a record must hold.
    pub(super) fn needed(&self) -> f32 {
        SHARE * self.total
    }

    /// Those of some documents of a segment that hold an essential term, in order.
    pub(super) fn find(
        &self,
        segment: &SegmentReader,
        documents: Range<DocId>,
        interrupt: Interrupt<'_>,
    ) -> Result<Vec<Found>> {
        let terms = self.order.iter().map(|&place| &self.ranker.terms[place]);
        let read: Result<Vec<Sought>> = terms
            .map(|term| Ok((self.ranker.lists(segment, term)?, term.idf_weight)))
            .collect();
        gathered(read?, self.essential, documents, &mut interrupt.steps())
    }
}

/// The posting lists of a term, and its weight.
pub(super) type Sought = (Lists, f32);

/// So many documents are looked at together: what is known of them stays in the processor's cache. A
/// table of all documents would be asked of the system for every search.
const WINDOW: DocId = 1 << 15;

/// The documents of a range in which one of the first `read` terms stands, in order, with what all
/// terms add to them: the others are only looked up there.
pub(super) fn gathered(
    mut terms: Vec<Sought>,
    read: usize,
    documents: Range<DocId>,
    steps: &mut Steps<'_>,
) -> Result<Vec<Found>> {
    let (read, looked_up) = terms.split_at_mut(read);
    for (lists, _) in read.iter_mut() {
        lists.seek(documents.start);
    }
    // Mass and score of each document of a window, and those that have any.
    let mut sums = vec![(0.0, 0.0); WINDOW.min(documents.end - documents.start) as usize];
    let (mut touched, mut found) = (Vec::new(), Vec::new());
    loop {
        let next = read.iter().map(|(lists, _)| lists.document()).min();
        let Some(start) = next.filter(|next| *next < documents.end) else {
            return Ok(found);
        };
        let end = start.saturating_add(WINDOW).min(documents.end);
        let place = |document: DocId| (document - start) as usize;
        for (lists, idf_weight) in read.iter_mut() {
            let mut document = lists.document();
            while document < end {
                steps.step()?;
                let sums = &mut sums[place(document)];
                if sums.0 == 0.0 {
                    touched.push(document);
                }
                sums.0 += *idf_weight;
                sums.1 += lists.score(document);
                lists.advance_past(document);
                document = lists.document();
            }
        }
        touched.sort_unstable();
        for (lists, idf_weight) in looked_up.iter_mut() {
            for &document in &touched {
                steps.step()?;
                if lists.seek(document) {
                    let sums = &mut sums[place(document)];
                    sums.0 += *idf_weight;
                    sums.1 += lists.score(document);
                }
            }
        }
        found.extend(touched.drain(..).map(|document| {
            let (idf_weight, score) = std::mem::take(&mut sums[place(document)]);
            Found {
                document,
                idf_weight,
                score,
            }
        }));
    }
}

/// The query without its positive words: what stays hard when they are relaxed.
pub(super) fn hard(query: &Query) -> Query {
    match query {
        Query::And(parts) => Query::And(parts.iter().map(hard).collect()),
        Query::Or(parts) => Query::Or(parts.iter().map(hard).collect()),
        Query::Match { field, value } if rank::is_text(*field, value) => Query::All,
        Query::Near { .. } => Query::All,
        other => other.clone(),
    }
}
