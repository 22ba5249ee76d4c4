//! `like:` over a cluster: models are looked up there, and what holds most of their words.

use qiao_index::plan::Plan;
use qiao_index::query::Parsed;
use qiao_index::record::Record;
use qiao_index::search::{AlikeAnswer, AlikeAsked, AlikeFound, AskAlike, RankedTerm, Reader};
use serde_json::{Value, json};

use super::Stop;
use super::answer;
use super::clauses::{any, query};
use super::document::there;
use super::mapping::{BEFORE_FREQUENCY, RANK, RANK_CHARACTERS};
use super::ranking;

/// Listings that are compared with a model, those that score best.
const MAX_RANKED: usize = 600;
/// Of a model's terms, those that a listing must hold one of: the weightiest.
const MAX_SOUGHT: usize = 40;

/// How the cluster is asked.
pub(super) struct Asking<'a> {
    pub(super) reader: Reader<'a>,
    /// Listings of a shard, about.
    pub(super) listings: u64,
    /// Searches.
    pub(super) search: &'a dyn Fn(&Value) -> Result<Value, Stop>,
    /// What is said of an answer without what was asked for.
    pub(super) garbled: &'a dyn Fn() -> Stop,
    /// Has statistics of the terms of a text told.
    pub(super) tell_terms: &'a dyn Fn(Value) -> Result<Value, Stop>,
}

/// A query in which what is alike stands in the place of every `like:`, and the titles of its
/// models.
pub(super) fn resolved(asking: &Asking<'_>, parsed: Parsed) -> Result<(Parsed, Vec<String>), Stop> {
    let by_id = |id: &str| first(asking, &json!({"term": {"id": id}}));
    let ask = AskAlike {
        by_id: &by_id,
        first: &|plan: &Plan| first(asking, &query(plan)),
        alike: &|asked: &AlikeAsked| alike(asking, asked),
    };
    asking.reader.resolve_alike(parsed, &ask)
}

/// The oldest listing that a query matches.
fn first(asking: &Asking<'_>, query: &Value) -> Result<Option<Record>, Stop> {
    let body = json!({
        "query": query, "size": 1, "sort": [{"row": "asc"}], "_source": ["record"],
    });
    let records = answer::records((asking.search)(&body)?);
    Ok(records.ok_or_else(asking.garbled)?.pop())
}

/// How often each term stands, of how many listings, and those that score best.
fn alike(asking: &Asking<'_>, asked: &AlikeAsked) -> Result<AlikeAnswer, Stop> {
    let tests: Vec<Value> = asked
        .terms
        .iter()
        .map(|it| ranking::term(it, it.weight))
        .collect();
    let frequencies = frequencies(asking, asked)?;
    let sought = asked
        .terms
        .iter()
        .zip(&tests)
        .filter(|(it, _)| !it.is_character);
    let sought = sought.take(MAX_SOUGHT).map(|(_, test)| test.clone());
    let named = tests
        .iter()
        .enumerate()
        .map(|(place, test)| json!({"bool": {"must": [test], "_name": place.to_string()}}));
    let body = json!({
        "query": {"bool": {
            "filter": [any(sought.collect())],
            "must_not": [query(&asked.own)],
            "should": named.collect::<Vec<_>>(),
        }},
        "size": MAX_RANKED, "_source": false, "docvalue_fields": ["row"],
        "track_total_hits": false,
    });
    let answer = (asking.search)(&body)?;
    let hits = answer::hits(&answer).ok_or_else(asking.garbled)?.iter();
    Ok(AlikeAnswer {
        frequencies,
        listings: asking.listings,
        found: hits.filter_map(found).collect(),
    })
}

/// How many listings of one shard hold each term: as many of all as of any, about, and asked at
/// once.
fn frequencies(asking: &Asking<'_>, asked: &AlikeAsked) -> Result<Vec<u64>, Stop> {
    let words = |is_character: bool| {
        let terms = asked.terms.iter();
        let terms = terms.filter(|it| it.is_character == is_character);
        let each = terms.map(|it| format!("{}{BEFORE_FREQUENCY}1 ", there(&it.text)));
        each.collect::<String>()
    };
    let body = json!({
        "doc": {RANK: words(false), RANK_CHARACTERS: words(true)},
        "fields": [RANK, RANK_CHARACTERS],
        "term_statistics": true, "field_statistics": false,
        "positions": false, "offsets": false, "payloads": false,
    });
    let answer = (asking.tell_terms)(body)?;
    if !answer["term_vectors"].is_object() {
        return Err((asking.garbled)());
    }
    let of = |term: &RankedTerm| {
        let field = if term.is_character {
            RANK_CHARACTERS
        } else {
            RANK
        };
        let known = &answer["term_vectors"][field]["terms"][there(&term.text)];
        known["doc_freq"].as_u64().unwrap_or(0)
    };
    Ok(asked.terms.iter().map(of).collect())
}

fn found(hit: &Value) -> Option<AlikeFound> {
    let held = hit["matched_queries"].as_array().into_iter().flatten();
    Some(AlikeFound {
        row: hit["fields"]["row"][0].as_u64()?,
        score: answer::score(hit),
        held: held
            .filter_map(|name| name.as_str()?.parse().ok())
            .collect(),
    })
}
