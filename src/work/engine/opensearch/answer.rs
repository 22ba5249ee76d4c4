//! What the cluster answers.
//!
//! What is not there is not taken for nothing: an answer without what was asked for (a proxy's, or
//! that of another program) is `None`, and never a result without hits.

use qiao_index::record::Record;
use qiao_index::search::{Elsewhere, Hit};
use serde_json::Value;

use super::Stop;
use super::facets::FacetCounts;
use super::trouble::Trouble;

/// What a search has found.
#[derive(Default)]
pub(super) struct Answered {
    /// Number of all that match.
    pub(super) total: u64,
    pub(super) hits: Vec<Hit>,
    /// Listings that cannot be read.
    pub(super) unreadable: u64,
    /// Number of families, where they were counted.
    pub(super) families: Option<u64>,
    pub(super) aggregations: Value,
    pub(super) counts: FacetCounts,
}

/// Reads the answer to a search.
pub(super) fn read(mut answer: Value) -> Option<Answered> {
    let mut answered = Answered {
        total: total(&answer)?,
        aggregations: answer["aggregations"].take(),
        ..Answered::default()
    };
    let Value::Array(hits) = answer["hits"]["hits"].take() else {
        return None;
    };
    for mut hit in hits {
        let score = score(&hit);
        match record(&mut hit) {
            Some(record) => answered.hits.push(Hit {
                record,
                score,
                fit: None,
                kept: None,
                standing: None,
            }),
            None => answered.unreadable += 1,
        }
    }
    Some(answered)
}

/// How many match.
fn total(answer: &Value) -> Option<u64> {
    answer["hits"]["total"]["value"].as_u64()
}

/// Notes how far an answer can be relied on: one that lacks a shard, or was stopped, makes all that
/// is made of it partial.
pub(super) fn note(answer: &Value, elsewhere: &mut Elsewhere) {
    let number = |value: &Value| {
        let number = value.as_u64().unwrap_or(0);
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    let (shards, missing) = (&answer["_shards"]["total"], &answer["_shards"]["failed"]);
    elsewhere.shards = elsewhere.shards.max(number(shards));
    elsewhere.missing = elsewhere.missing.max(number(missing));
    elsewhere.cut_short |= answer["timed_out"].as_bool().unwrap_or(false);
}

/// The score of a hit.
#[expect(clippy::cast_possible_truncation, reason = "scores are small")]
pub(super) fn score(hit: &Value) -> f32 {
    hit["_score"].as_f64().unwrap_or(0.0) as f32
}

/// The listing of a hit.
pub(super) fn record(hit: &mut Value) -> Option<Record> {
    serde_json::from_value(hit["_source"]["record"].take()).ok()
}

/// The listings of an answer.
pub(super) fn records(answer: Value) -> Option<Vec<Record>> {
    let hits = read(answer)?.hits.into_iter();
    Some(hits.map(|hit| hit.record).collect())
}

/// The hits, whatever is told of them.
pub(super) fn hits(answer: &Value) -> Option<&Vec<Value>> {
    answer["hits"]["hits"].as_array()
}

/// The same, to take them out.
pub(super) fn hits_mut(answer: &mut Value) -> Option<&mut Vec<Value>> {
    answer["hits"]["hits"].as_array_mut()
}

/// The scores of the hits, best first.
pub(super) fn scores(answer: &Value) -> Option<Vec<f64>> {
    let scores = hits(answer)?.iter();
    Some(scores.filter_map(|hit| hit["_score"].as_f64()).collect())
}

/// The answers to so many searches that were asked together by a remote of this name.
pub(super) fn each<'a>(
    answer: &'a Value,
    searches: usize,
    name: &str,
) -> Result<&'a [Value], Stop> {
    let answers = answer["responses"].as_array();
    let answers = answers.filter(|answers| answers.len() == searches);
    let answers = answers.ok_or_else(|| Trouble::CutOff(name.to_owned()))?;
    Ok(answers)
}

/// The totals of several searches; a search that failed fails all.
pub(super) fn totals(answers: &[Value], name: &str) -> Result<Vec<u64>, Stop> {
    let each = answers.iter().map(|one| {
        let failed = || match one["status"].as_u64() {
            Some(status @ 300..) => {
                let status = u16::try_from(status).unwrap_or(u16::MAX);
                Trouble::of_status(name, status, one)
            }
            _ => Trouble::CutOff(name.to_owned()),
        };
        total(one).ok_or_else(|| failed().into())
    });
    each.collect()
}
