//! Words near each other, in any order.
//!
//! The engine has phrases (in order, with slop), but no nearness. This is one more query for it:
//! records that hold every part, then their positions.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// One part: terms with their distances from the first, and how many units it spans.
#[derive(Debug, Default, Clone)]
pub(super) struct Part {
    pub(super) terms: Vec<(usize, Term)>,
    pub(super) length: u32,
}

/// Parts of which neighbours have at most `distance` units between them.
#[derive(Debug, Clone)]
pub(super) struct Near {
    pub(super) parts: Vec<Part>,
    pub(super) distance: u32,
    /// In this order, and `distance` for all gaps together.
    pub(super) ordered: bool,
}

impl Query for Near {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Near {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let mut lists = Vec::with_capacity(part.terms.len());
            for (offset, term) in &part.terms {
                let index = segment.inverted_index(term.field())?;
                let option = IndexRecordOption::WithFreqsAndPositions;
                let Some(postings) = index.read_postings(term, option)? else {
                    return Ok(Box::new(tantivy::query::EmptyScorer));
                };
                lists.push((*offset, postings));
            }
            parts.push(Lists {
                lists,
                length: part.length,
            });
        }
        let mut scorer = NearScorer {
            parts,
            distance: self.distance,
            ordered: self.ordered,
            boost,
            document: 0,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let found = scorer.doc() == document || scorer.seek(document) == document;
        Ok(Explanation::new(
            "words near each other",
            if found { 1.0 } else { 0.0 },
        ))
    }
}

/// The posting lists of a part.
struct Lists {
    lists: Vec<(usize, SegmentPostings)>,
    length: u32,
}

impl Lists {
    /// Where the part stands in the document that all lists are at.
    fn starts(&mut self) -> Vec<u32> {
        let mut common: Option<Vec<u32>> = None;
        for (offset, postings) in &mut self.lists {
            let mut here = Vec::new();
            postings.positions(&mut here);
            let offset = u32::try_from(*offset).unwrap_or(u32::MAX);
            let starts = here
                .iter()
                .filter_map(|position| position.checked_sub(offset));
            common = Some(match common {
                None => starts.collect(),
                Some(known) => starts
                    .filter(|start| known.binary_search(start).is_ok())
                    .collect(),
            });
        }
        common.unwrap_or_default()
    }
}

struct NearScorer {
    parts: Vec<Lists>,
    distance: u32,
    ordered: bool,
    boost: Score,
    document: DocId,
}

impl NearScorer {
    /// Moves to the first match at or after `target`.
    fn settle(&mut self, mut target: DocId) {
        loop {
            let reached = self.parts.iter_mut().flat_map(|part| &mut part.lists);
            let furthest = reached
                .map(|(_, postings)| {
                    if postings.doc() < target {
                        postings.seek(target)
                    } else {
                        postings.doc()
                    }
                })
                .max();
            let furthest = furthest.unwrap_or(TERMINATED);
            if furthest == TERMINATED {
                self.document = TERMINATED;
                return;
            }
            let all_there = self.parts.iter().flat_map(|part| &part.lists);
            if !all_there
                .into_iter()
                .all(|(_, postings)| postings.doc() == furthest)
            {
                target = furthest;
            } else if if self.ordered {
                self.is_stretched()
            } else {
                self.is_near()
            } {
                self.document = furthest;
                return;
            } else {
                target = furthest + 1;
            }
        }
    }

    /// Whether the parts stand in their order with no more than the distance between them all.
    fn is_stretched(&mut self) -> bool {
        let starts: Vec<Vec<u32>> = self.parts.iter_mut().map(Lists::starts).collect();
        let lengths: Vec<u32> = self.parts.iter().map(|part| part.length).collect();
        let Some((first, rest)) = starts.split_first() else {
            return false;
        };
        first.iter().any(|&start| {
            let (mut end, mut room) = (start + lengths[0], self.distance);
            rest.iter().zip(&lengths[1..]).all(|(starts, length)| {
                let next = starts.iter().find(|next| **next >= end);
                let gap = next.map(|next| next - end);
                end = next.unwrap_or(&end) + length;
                match gap.and_then(|gap| room.checked_sub(gap)) {
                    Some(left) => {
                        room = left;
                        true
                    }
                    None => false,
                }
            })
        })
    }

    /// Whether a chain of parts, each close enough to the one before, has all of them.
    fn is_near(&mut self) -> bool {
        let mut places = Vec::new();
        for (number, part) in self.parts.iter_mut().enumerate() {
            let length = part.length;
            places.extend(
                part.starts()
                    .into_iter()
                    .map(|start| (start, start + length, number)),
            );
        }
        places.sort_unstable();
        let mut met = vec![false; self.parts.len()];
        let mut reach = 0;
        for (start, end, number) in places {
            if start > reach + self.distance {
                met.fill(false);
            }
            met[number] = true;
            reach = reach.max(end);
            if met.iter().all(|met| *met) {
                return true;
            }
        }
        false
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.document != TERMINATED {
            self.settle(self.document + 1);
        }
        self.document
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document < target {
            self.settle(target);
        }
        self.document
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        let lists = self.parts.iter().flat_map(|part| &part.lists);
        lists
            .map(|(_, postings)| postings.size_hint())
            .min()
            .unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        self.boost
    }
}
