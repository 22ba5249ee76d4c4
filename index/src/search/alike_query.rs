//! What is alike, as the engine's query: its score is how much a listing is like its model.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

/// The score of a listing that says all that its model says, and nothing else.
pub(super) const WHOLE: f32 = 100.0;

/// The engine's query for what is alike: rows, and how much they are like it in millionths;
/// `row` is the field of the rows. Its score says how much.
pub(super) fn compiled(listings: &[(u64, u32)], row: Field) -> Box<dyn Query> {
    if listings.is_empty() {
        return Box::new(EmptyQuery);
    }
    let listings = listings.iter().map(|&(number, likeness)| {
        let listing = Term::from_field_u64(row, number);
        let listing = TermQuery::new(listing, IndexRecordOption::Basic);
        let score = WHOLE / 1e6 * to_f32(likeness);
        let scored = ConstScoreQuery::new(Box::new(listing), score);
        Box::new(scored) as Box<dyn Query>
    });
    Box::new(BooleanQuery::union(listings.collect()))
}

#[expect(clippy::cast_precision_loss, reason = "it serves as a weight")]
const fn to_f32(number: u32) -> f32 {
    number as f32
}
