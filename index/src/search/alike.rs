//! What is like a listing or a text: found and ranked as what answers it is, by its words alone.

use std::cmp::Reverse;

use tantivy::DocAddress;

use super::alike_query::WHOLE;
use super::answer::Search;
use super::matches::{CHARACTERS, Ranked, SHARE};
use super::page::Reason;
use crate::inner_error::Result;
use crate::matching::{Asker, Weights};
use crate::query::{Alike, Field, Query, Value};
use crate::record::Record;
use crate::schema;

/// Share of the weight of a model's words that a listing must hold to be like it: as much as one of
/// its forty heaviest has in the mean. What is only a title holds little more of a long text.
pub(super) const MIN_SHARE: f32 = 0.025;
/// Most terms of a model that is a word or two …
pub(super) const SHORT: usize = 3;
/// … of which a listing must hold half: of 石墨烯 it is not enough to hold 石墨.
pub(super) const MIN_SHARE_OF_SHORT: f32 = 0.5;
/// Most words of a model that are marked in what is like it.
pub(super) const MAX_MARKED: usize = 20;

impl Search<'_> {
    /// The listings that are most like a model, among those that a query lets pass. The model
    /// itself and further publications of its family say nothing new.
    pub(super) fn alike(&self, said: &Value, model: &Record, among: &Query) -> Result<Alike> {
        let asker = Asker::of(model, self.snapshot.synonyms);
        let rankers = self.rankers(&asker)?;
        let others = own_numbers(model).into_iter().map(without);
        let allowed = Query::all_of(others.chain([among.clone()]).collect());
        let mut ranked = self.unfiltered(|search| search.ranked(&rankers, &allowed))?;
        let least = if rankers.terms.terms.len() <= SHORT {
            MIN_SHARE_OF_SHORT
        } else {
            MIN_SHARE
        };
        ranked.retain(|ranked| ranked.share >= least);
        let listings = ranked
            .iter()
            .map(|ranked| (ranked.candidate.row, millionths(ranked)));
        let mut listings: Vec<(u64, u32)> = listings.collect();
        listings.sort_unstable_by_key(|&(row, likeness)| (Reverse(likeness), row));
        let mut words = Weights::new(rankers.terms.weighed()).words_of(&asker);
        words.truncate(MAX_MARKED);
        Ok(Alike {
            said: said.clone(),
            listings,
            words,
        })
    }

    /// What each term of a model adds to how much a listing is like it.
    pub(super) fn reasons_alike(&self, model: &Record, address: DocAddress) -> Result<Vec<Reason>> {
        let asker = Asker::of(model, self.snapshot.synonyms);
        let rankers = self.rankers(&asker)?;
        let segment = self.snapshot.searcher.segment_reader(address.segment_ord);
        let part = WHOLE / rankers.highest();
        let of_terms = |place: usize, score: f32| {
            score.mul_add(part, WHOLE * SHARE * rankers.terms.share_of(place))
        };
        let terms = rankers.terms.reasons(segment, address.doc_id, of_terms)?;
        let of_characters = |_: usize, score: f32| score * CHARACTERS * part;
        let characters = rankers
            .characters
            .reasons(segment, address.doc_id, of_characters)?;
        Ok(terms.into_iter().chain(characters).collect())
    }
}

/// How much a listing is like its model.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number below two"
)]
fn millionths(ranked: &Ranked) -> u32 {
    (SHARE.mul_add(ranked.share, ranked.score).max(0.0) * 1e6) as u32
}

/// All but what has exactly this number.
pub(super) fn without(text: &str) -> Query {
    let text = text.to_owned();
    Query::Not(Box::new(Query::Match {
        field: Field::Number,
        value: Value::Phrase { text, slop: 0 },
    }))
}

/// The numbers that a listing, and all publications of a patent's family, have: see
/// [`crate::family`].
pub(super) fn own_numbers(record: &Record) -> Vec<&str> {
    let id = record.id.strip_prefix("patent:").unwrap_or(&record.id);
    let patent = record.patent.as_ref();
    let families = patent.into_iter().flat_map(|patent| {
        [&patent.family]
            .into_iter()
            .chain(patent.priority.first())
            .chain([&patent.application_number])
    });
    let mut families = families.map(String::as_str);
    let family = families.find(|number| schema::bare(number).len() > 3);
    let own = Some(id).filter(|id| !id.is_empty());
    own.into_iter().chain(family).collect()
}
