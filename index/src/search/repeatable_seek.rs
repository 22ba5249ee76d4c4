//! A query whose documents may be asked for again.
//!
//! The engine's exclusion asks a phrase for documents that lie before the one it stands at, which
//! its phrases do not allow (tantivy 0.27, `Exclude::new` and `PhraseScorer::seek_danger`). This
//! stays where it is in that case.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// A query to be excluded.
#[derive(Debug)]
pub(super) struct RepeatableSeek(pub(super) Box<dyn Query>);

impl Clone for RepeatableSeek {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for RepeatableSeek {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(RepeatableSeekWeight(self.0.weight(scoring)?)))
    }
}

struct RepeatableSeekWeight(Box<dyn Weight>);

impl Weight for RepeatableSeekWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(RepeatableSeekScorer(
            self.0.scorer(segment, boost)?,
        )))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(segment, document)
    }
}

struct RepeatableSeekScorer(Box<dyn Scorer>);

impl DocSet for RepeatableSeekScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.0.doc() < target {
            self.0.seek(target)
        } else {
            self.0.doc()
        }
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for RepeatableSeekScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
