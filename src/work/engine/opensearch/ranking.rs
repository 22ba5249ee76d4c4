//! The words of a query in the cluster's ranking, and the relaxed search by them.

use qiao_index::plan::Zone;
use qiao_index::search::{RankedTerm, RelaxedTerms};
use serde_json::{Value, json};

use super::clauses::{any, escaped};
use super::document::{JOINT_THERE, there};
use super::mapping::{RANK, RANK_CHARACTERS};

/// What a match in a title is worth beside one in the body, where zones are asked one by one.
const TITLE: f32 = 12.0;
/// A score that is met again is the same up to this factor.
const SAME: f64 = 0.999_9;

/// The test on a term, which ranks by its weight.
pub(super) fn term(term: &RankedTerm, weight: f32) -> Value {
    let text = there(&term.text);
    if let [field] = fields(term).as_slice()
        && term.zones.len() > 1
    {
        return json!({"term": {*field: {"value": text, "boost": weight}}});
    }
    let zones = term.zones.iter().map(|zone| {
        let worth = match zone {
            Zone::Title => TITLE,
            zone => zone.weight(),
        };
        json!({"term": {zone.name(): {"value": text, "boost": weight * worth}}})
    });
    any(zones.collect())
}

/// The fields that hold a term: one for all zones together, else those of its zones.
fn fields(term: &RankedTerm) -> Vec<&'static str> {
    match term.zones {
        zones if zones.len() < Zone::ALL.len() => zones.iter().map(|zone| zone.name()).collect(),
        _ if term.is_character => vec![RANK_CHARACTERS],
        _ => vec![RANK],
    }
}

/// The test on what an unknown word may be a piece or a slip of.
pub(super) fn unknown(term: &RankedTerm, weight: f32) -> Value {
    let text = escaped(&term.text);
    let letters = format!("[^{JOINT_THERE}]*");
    let piece = format!("{text}{letters}|{letters}{text}");
    let mut tests = Vec::new();
    for field in fields(term) {
        tests.push(json!({"regexp": {field: {"value": piece, "boost": weight}}}));
        if term.forgives_a_letter() {
            tests.push(json!({"fuzzy": {field: {
                "value": term.text, "fuzziness": 1, "transpositions": true, "boost": weight,
            }}}));
        }
    }
    any(tests)
}

/// The tests that rank what is found.
pub(super) fn tests(terms: &[RankedTerm]) -> Vec<Value> {
    terms.iter().map(|it| term(it, it.weight)).collect()
}

/// A relaxed search as the cluster is asked it.
pub(super) struct Relaxed {
    /// Tests that rank, heaviest first.
    pub(super) ranking: Vec<Value>,
    /// What holds enough of the words.
    enough: Value,
    /// What holds a word that is worth looking for.
    gate: Value,
}

impl Relaxed {
    pub(super) fn of(terms: &RelaxedTerms) -> Self {
        let each = terms.terms.iter();
        let ranking: Vec<Value> = each
            .map(|(it, _, is_unknown)| {
                if *is_unknown {
                    unknown(it, it.weight)
                } else {
                    term(it, it.weight)
                }
            })
            .collect();
        let gate = any(ranking.iter().take(terms.essential).cloned().collect());
        let weights = terms.terms.iter().map(|(_, weight, _)| *weight);
        let functions = ranking.iter().zip(weights);
        let functions = functions.map(|(test, weight)| json!({"filter": test, "weight": weight}));
        let enough = json!({"function_score": {
            "query": {"bool": {"filter": [gate]}},
            "functions": functions.collect::<Vec<_>>(),
            "score_mode": "sum", "boost_mode": "replace",
            "min_score": f64::from(terms.needed) * SAME,
        }});
        Self {
            ranking,
            enough,
            gate,
        }
    }

    /// What finds the best by their score, among what stays hard.
    pub(super) fn best(&self, hard: &Value) -> Value {
        json!({"bool": {"filter": [hard, self.gate], "should": self.ranking}})
    }

    /// What answers: it holds enough of the words, or scores so much.
    pub(super) fn query(&self, hard: &Value, good: f64) -> Value {
        let scores = json!({"function_score": {
            "query": any(self.ranking.clone()), "min_score": good * SAME,
        }});
        json!({"bool": {
            "filter": [hard, any(vec![self.enough.clone(), scores])],
            "should": self.ranking,
        }})
    }
}
