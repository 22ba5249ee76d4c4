//! What the cluster answers.

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
    /// How far it can be relied on.
    pub(super) elsewhere: Elsewhere,
}

/// Reads the answer to a search.
pub(super) fn read(mut answer: Value) -> Answered {
    let number = |value: &Value| {
        let number = value.as_u64().unwrap_or(0);
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    let mut answered = Answered {
        total: answer["hits"]["total"]["value"].as_u64().unwrap_or(0),
        aggregations: answer["aggregations"].take(),
        elsewhere: Elsewhere {
            shards: number(&answer["_shards"]["total"]),
            missing: number(&answer["_shards"]["failed"]),
            cut_short: answer["timed_out"].as_bool().unwrap_or(false),
            ..Elsewhere::default()
        },
        ..Answered::default()
    };
    let Value::Array(hits) = answer["hits"]["hits"].take() else {
        return answered;
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
    answered
}

/// The score of a hit.
#[expect(clippy::cast_possible_truncation, reason = "scores are small")]
pub(super) fn score(hit: &Value) -> f32 {
    hit["_score"].as_f64().unwrap_or(0.0) as f32
}

/// The listing of a hit.
fn record(hit: &mut Value) -> Option<Record> {
    serde_json::from_value(hit["_source"]["record"].take()).ok()
}

/// The listings of an answer.
pub(super) fn records(answer: Value) -> Vec<Record> {
    let hits = read(answer).hits.into_iter();
    hits.map(|hit| hit.record).collect()
}

/// The scores of the hits, best first.
pub(super) fn scores(answer: &Value) -> Vec<f64> {
    let hits = answer["hits"]["hits"].as_array();
    let scores = hits.into_iter().flatten();
    scores.filter_map(|hit| hit["_score"].as_f64()).collect()
}

/// The totals of several searches; a search that failed fails all.
pub(super) fn totals(answer: &Value) -> Result<Vec<u64>, Stop> {
    let answers = answer["responses"].as_array();
    let each = answers.into_iter().flatten().map(|one| {
        let total = one["hits"]["total"]["value"].as_u64();
        total.ok_or_else(|| {
            let status = one["status"].as_u64().unwrap_or(0);
            let status = u16::try_from(status).unwrap_or(0);
            Stop::Trouble(Trouble::of_status("", status, one))
        })
    });
    each.collect()
}
