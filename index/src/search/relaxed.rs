//! The relaxed search: records that hold a good part of the query's words where none holds all.
//!
//! Every pair, Latin word and rare character of the query has the weight that it has in the ranking; a record
//! answers when it holds at least [`SHARE`] of the whole. Terms are sorted by weight; those at the
//! light end that together stay below the share cannot make an answer alone, so only the others
//! ("essential") have their posting lists read; the light ones are looked up in the records found
//! so far. The commonest terms, with the longest lists, thus cost a few steps each.

use std::ops::Range;

use tantivy::{DocId, SegmentReader, TERMINATED};

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
        let mut gathered = Gathered::new(documents);
        let mut steps = interrupt.steps();
        for (rank, &place) in self.order.iter().enumerate() {
            let term = &self.ranker.terms[place];
            let lists = self.ranker.lists(segment, term)?;
            if rank < self.essential {
                gathered.add_all(lists, term.idf_weight, &mut steps)?;
            } else {
                gathered.look_up(lists, term.idf_weight, &mut steps)?;
            }
            if rank + 1 == self.essential {
                gathered.found.sort_unstable();
            }
        }
        Ok(gathered.into_found())
    }
}

/// What is known of the records of a segment while lists are read.
pub(super) struct Gathered {
    /// Which of its documents are looked at.
    documents: Range<DocId>,
    /// Mass and score of each of them.
    sums: Vec<(f32, f32)>,
    found: Vec<DocId>,
}

impl Gathered {
    pub(super) fn new(documents: Range<DocId>) -> Self {
        Self {
            sums: vec![(0.0, 0.0); documents.len()],
            documents,
            found: Vec::new(),
        }
    }

    fn place(&self, document: DocId) -> usize {
        (document - self.documents.start) as usize
    }

    pub(super) fn add_all(
        &mut self,
        mut lists: Lists,
        idf_weight: f32,
        steps: &mut Steps<'_>,
    ) -> Result<()> {
        lists.seek(self.documents.start);
        loop {
            let document = lists.document();
            if document == TERMINATED || document >= self.documents.end {
                return Ok(());
            }
            steps.step()?;
            let place = self.place(document);
            let sums = &mut self.sums[place];
            if sums.0 == 0.0 {
                self.found.push(document);
            }
            sums.0 += idf_weight;
            sums.1 += lists.score(document);
            lists.advance_past(document);
        }
    }

    fn look_up(&mut self, mut lists: Lists, idf_weight: f32, steps: &mut Steps<'_>) -> Result<()> {
        for &document in &self.found {
            steps.step()?;
            if lists.seek(document) {
                let place = (document - self.documents.start) as usize;
                let sums = &mut self.sums[place];
                sums.0 += idf_weight;
                sums.1 += lists.score(document);
            }
        }
        Ok(())
    }

    pub(super) fn into_found(self) -> Vec<Found> {
        let found = self.found.iter().map(|&document| {
            let (idf_weight, score) = self.sums[self.place(document)];
            Found {
                document,
                idf_weight,
                score,
            }
        });
        found.collect()
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
