//! `like:` and `match:` over a cluster: models and askers are looked up there, and what holds most of
//! their words.

use qiao_index::plan::Plan;
use qiao_index::record::Record;
use qiao_index::search::{
    AlikeAnswer, AlikeAsked, AlikeFound, AnsweringAnswer, AnsweringAsked, AnsweringFound, AskAlike,
    RankedTerm,
};
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
/// In larger indexes how often a term stands is asked of one shard only.
const MAX_COUNTED: u64 = 200_000;

/// Counts what each of some queries matches.
type Counts<'a> = &'a dyn Fn(&[Value]) -> Result<Vec<u64>, Stop>;

/// How the cluster is asked.
pub(super) struct Asking<'a> {
    /// How many listings the index has, and in how many shards.
    pub(super) size: (u64, u64),
    /// Counts what each query matches.
    pub(super) count: Counts<'a>,
    /// Searches.
    pub(super) search: &'a dyn Fn(&Value) -> Result<Value, Stop>,
    /// What is said of an answer without what was asked for.
    pub(super) garbled: &'a dyn Fn() -> Stop,
    /// Has statistics of the terms of a text told.
    pub(super) tell_terms: &'a dyn Fn(Value) -> Result<Value, Stop>,
}

/// Has `work` done by what the cluster says.
pub(super) fn with<T>(asking: &Asking<'_>, work: impl FnOnce(&AskAlike<'_, Stop>) -> T) -> T {
    work(&AskAlike {
        by_id: &|id: &str| first(asking, &json!({"term": {"id": id}})),
        first: &|plan: &Plan| first(asking, &query(plan)),
        alike: &|asked: &AlikeAsked| alike(asking, asked),
        answering: &|asked: &AnsweringAsked| answering(asking, asked),
    })
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
    let (frequencies, listings) = frequencies(asking, &asked.terms)?;
    let sought = sought(&asked.terms, &tests);
    let named = tests
        .iter()
        .enumerate()
        .map(|(place, test)| json!({"bool": {"must": [test], "_name": place.to_string()}}));
    let body = json!({
        "query": {"bool": {
            "filter": [sought],
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
        listings,
        found: hits.filter_map(found).collect(),
    })
}

/// How often each term of an asker stands, of how many listings, and those of all that may answer
/// that score best.
fn answering(asking: &Asking<'_>, asked: &AnsweringAsked) -> Result<AnsweringAnswer, Stop> {
    let tests = ranking::tests(&asked.terms);
    let body = json!({
        "query": {"bool": {
            "filter": [sought(&asked.terms, &tests), query(&asked.allowed)],
            "should": tests,
        }},
        "size": asked.limit, "_source": ["record"], "docvalue_fields": ["row"],
        "track_total_hits": false,
    });
    let (frequencies, listings) = frequencies(asking, &asked.terms)?;
    let mut answer = (asking.search)(&body)?;
    let hits = answer::hits_mut(&mut answer).ok_or_else(asking.garbled)?;
    let found = hits.iter_mut().filter_map(|hit| {
        Some(AnsweringFound {
            row: hit["fields"]["row"][0].as_u64()?,
            score: answer::score(hit),
            record: answer::record(hit)?,
        })
    });
    Ok(AnsweringAnswer {
        frequencies,
        listings,
        found: found.collect(),
    })
}

/// What holds one of the weightiest words.
fn sought(terms: &[RankedTerm], tests: &[Value]) -> Value {
    let words = terms.iter().zip(tests).filter(|(it, _)| !it.is_character);
    any(words
        .take(MAX_SOUGHT)
        .map(|(_, test)| test.clone())
        .collect())
}

/// How many listings hold each term, and of how many. In a large index these are those of one shard:
/// as many of all as of any, about, and asked at once.
fn frequencies(asking: &Asking<'_>, terms: &[RankedTerm]) -> Result<(Vec<u64>, u64), Stop> {
    let (listings, shards) = asking.size;
    if listings <= MAX_COUNTED {
        let tests: Vec<Value> = terms.iter().map(|it| ranking::term(it, 1.0)).collect();
        return Ok(((asking.count)(&tests)?, listings));
    }
    let words = |is_character: bool| {
        let terms = terms.iter();
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
    Ok((terms.iter().map(of).collect(), listings / shards.max(1)))
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
