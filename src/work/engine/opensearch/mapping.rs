//! How an index of the cluster is laid out, and what it says of itself.

use qiao_index::plan::{Number, Zone};
use qiao_index::request::Facet;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Changes whenever an older index cannot answer this program's questions: it is filled anew then.
pub(super) const FORMAT: u32 = 1;
/// Listings that one shard holds well: see `docs/cluster.md`.
const LISTINGS_OF_A_SHARD: u64 = 5_000_000;

/// Parts the terms at one position.
pub(super) const BETWEEN_ALTERNATIVES: char = '|';
/// Stands where no term is.
pub(super) const GAP: &str = ".";
/// Parts a term from its frequency.
pub(super) const BEFORE_FREQUENCY: char = '|';
/// All pairs and words of a record with their weighed frequencies.
pub(super) const RANK: &str = "rank";
/// The same of single characters.
pub(super) const RANK_CHARACTERS: &str = "rank_characters";
/// The family of a record, or itself.
pub(super) const FAMILY: &str = "family_or_self";
/// The date that records are sorted by, where there is one.
pub(super) const KNOWN_DATE: &str = "known_date";

/// The column of a facet's values with those above them.
pub(super) fn all_values(facet: Facet) -> String {
    format!("all.{}", facet.as_str())
}

/// The column of the values that records were given themselves.
pub(super) fn own_values(facet: Facet) -> String {
    if facet.is_tree() {
        format!("own.{}", facet.as_str())
    } else {
        all_values(facet)
    }
}

/// What an index says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct IndexState {
    /// How it is laid out.
    pub(super) format: u32,
    /// The name of the state of the library that it shows.
    pub(super) state: String,
    /// The revision of the library that it shows.
    pub(super) revision: u64,
    /// The query whose listings it holds; empty for all.
    pub(super) query: String,
    /// Where a push stands that is under way.
    pub(super) pushing: Option<Pushing>,
}

/// A push under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pushing {
    /// The revision that it leads to.
    pub(super) to: u64,
    /// The name of that state.
    pub(super) state: String,
    /// The last row that has been sent.
    pub(super) row: u64,
}

impl IndexState {
    /// What the mapping of an index says; `None` where it is none of ours.
    pub(super) fn of_mapping(mapping: &Value) -> Option<Self> {
        let (_, index) = mapping.as_object()?.iter().next()?;
        let said = &index["mappings"]["_meta"]["qiao"];
        Self::deserialize(said).ok()
    }

    /// As the mapping says it.
    pub(super) fn written(&self) -> Value {
        json!({"_meta": {"qiao": self}})
    }

    /// The library that it is of.
    pub(super) fn library(state: &str) -> &str {
        state.split('-').next().unwrap_or_default()
    }
}

/// The settings and the mapping of a new index.
pub(super) fn new_index(listings: u64, nodes: u64, state: &IndexState) -> Value {
    let shards = listings
        .div_ceil(LISTINGS_OF_A_SHARD)
        .max(nodes)
        .clamp(1, 1000);
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": u64::from(nodes > 1),
            // Until all is sent.
            "refresh_interval": "-1",
            "codec": "best_compression",
            "max_regex_length": 10_000,
            "similarity": {
                RANK: {"type": "BM25", "k1": 1.2, "b": 0.3},
                RANK_CHARACTERS: {"type": "BM25", "k1": 0.9, "b": 0.5},
            },
            "analysis": analysis(),
        },
        "mappings": {
            "dynamic": false,
            "_meta": {"qiao": state},
            "_source": {"includes": ["id", "record"]},
            "properties": properties(),
        },
    })
}

/// Terms come parted by blanks, those at one position by a bar, with a full stop where there is
/// none; frequencies stand behind their terms.
fn analysis() -> Value {
    json!({
        "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 8192}},
        "filter": {
            "alternatives": {
                "type": "pattern_capture",
                "preserve_original": false,
                "patterns": [format!("([^{BETWEEN_ALTERNATIVES}]+)")],
            },
            "gaps": {"type": "stop", "stopwords": [GAP]},
            "frequencies": {"type": "delimited_term_freq", "delimiter": BEFORE_FREQUENCY},
        },
        "analyzer": {
            "terms": {"type": "custom", "tokenizer": "blanks", "filter": ["alternatives", "gaps"]},
            "weighed": {"type": "custom", "tokenizer": "blanks", "filter": ["frequencies"]},
        },
    })
}

fn properties() -> Value {
    let mut properties = Map::new();
    let mut put = |name: &str, property: Value| properties.insert(name.to_owned(), property);
    for zone in Zone::ALL {
        let text = json!({"type": "text", "analyzer": "terms", "similarity": RANK});
        put(zone.name(), text);
    }
    put(
        "pinyin",
        json!({"type": "text", "analyzer": "terms", "norms": false}),
    );
    for rank in [RANK, RANK_CHARACTERS] {
        let text = json!({
            "type": "text", "analyzer": "weighed", "index_options": "freqs", "similarity": rank,
        });
        put(rank, text);
    }
    for whole in ["id", "number", "facet"] {
        put(whole, json!({"type": "keyword", "doc_values": false}));
    }
    for number in Number::ALL
        .map(Number::name)
        .into_iter()
        .chain(["row", FAMILY, KNOWN_DATE])
    {
        put(number, json!({"type": "long"}));
    }
    let counted = |facets: &[Facet]| {
        let keyword = json!({"type": "keyword", "index": false});
        let each = facets
            .iter()
            .map(|facet| (facet.as_str().to_owned(), keyword.clone()));
        json!({"properties": each.collect::<Map<String, Value>>()})
    };
    let facets: Vec<Facet> = indexed().collect();
    let trees: Vec<Facet> = indexed().filter(|facet| facet.is_tree()).collect();
    put("all", counted(&facets));
    put("own", counted(&trees));
    put("record", json!({"type": "object", "enabled": false}));
    Value::Object(properties)
}

/// The facets that listings have values of.
pub(super) fn indexed() -> impl Iterator<Item = Facet> {
    let labels = [Facet::Shortlist, Facet::Tag, Facet::Network];
    Facet::ALL
        .into_iter()
        .filter(move |facet| !labels.contains(facet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_says_what_it_holds_and_one_of_others_says_nothing() {
        let state = IndexState {
            format: FORMAT,
            state: "ab-12".to_owned(),
            revision: 7,
            query: "石墨烯".to_owned(),
            pushing: Some(Pushing {
                to: 9,
                state: "ab-13".to_owned(),
                row: 400,
            }),
        };
        let mapping = json!({"qiao": {"mappings": state.written()}});
        assert_eq!(IndexState::of_mapping(&mapping), Some(state.clone()));
        assert_eq!(IndexState::library(&state.state), "ab");
        for none in [json!({"logs": {"mappings": {}}}), json!({}), json!(3)] {
            assert_eq!(IndexState::of_mapping(&none), None, "{none}");
        }
    }

    #[test]
    fn shards_grow_with_the_listings() {
        let shards = |listings, nodes| {
            let index = new_index(listings, nodes, &IndexState::default());
            index["settings"]["number_of_shards"].as_u64()
        };
        assert_eq!(shards(0, 1), Some(1));
        assert_eq!(shards(100_000, 3), Some(3));
        assert_eq!(shards(150_000_000, 12), Some(30));
    }
}
