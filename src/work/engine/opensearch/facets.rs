//! Counting the values of facets on the cluster.

use qiao_index::request::{Counting, Facet};
use qiao_index::search::{Counts, FacetCondition, Reader};
use serde_json::{Map, Value, json};

use super::clauses::query;
use super::mapping::{FAMILY, all_values, indexed, own_values};

/// Values of a facet that are asked for while a user looks on: the most frequent.
const MAX_VALUES: usize = 1_000;
/// Values of a facet that are asked for where all are wanted. The cluster counts so many, for all
/// facets together.
const MAX_ALL_VALUES: usize = 3_000;
/// Values of a facet of which families are counted.
const MAX_VALUES_OF_FAMILIES: usize = 200;
/// Up to so many families are counted one by one.
pub(super) const MAX_COUNTED_FAMILIES: u64 = 40_000;

/// What is counted, and of which hits.
pub(super) struct Counted<'a> {
    pub(super) counting: Counting,
    pub(super) conditions: &'a [FacetCondition],
    pub(super) one_per_family: bool,
}

/// Counts of facets, and whether they are near the true ones only.
#[derive(Default)]
pub(super) struct FacetCounts {
    pub(super) facets: Vec<(Facet, Counts)>,
    pub(super) is_approximate: bool,
}

/// What meets some conditions; `None` where there are none.
pub(super) fn meeting<'a>(conditions: impl Iterator<Item = &'a FacetCondition>) -> Option<Value> {
    let (mut must, mut but) = (Vec::new(), Vec::new());
    for condition in conditions {
        must.extend(condition.include.as_ref().map(query));
        but.extend(condition.exclude.as_ref().map(query));
    }
    let any = !must.is_empty() || !but.is_empty();
    any.then(|| json!({"bool": {"filter": must, "must_not": but}}))
}

impl Counted<'_> {
    /// The aggregations to ask for; the query is searched whatever the conditions.
    pub(super) fn aggregations(&self, reader: &Reader<'_>) -> Map<String, Value> {
        let mut all = Map::new();
        if self.one_per_family {
            let families = json!({"cardinality": {
                "field": FAMILY, "precision_threshold": MAX_COUNTED_FAMILIES,
            }});
            all.insert("families".to_owned(), self.within(None, &families));
        }
        if self.counting == Counting::Nothing {
            return all;
        }
        for facet in indexed() {
            let name = facet.as_str().to_owned();
            all.insert(name, self.within(Some(facet), &self.terms(facet)));
        }
        for facet in [Facet::Shortlist, Facet::Tag] {
            let labels = reader.labels(facet).into_iter();
            let labels =
                labels.map(|(label, ids)| (label.to_owned(), json!({"terms": {"id": ids}})));
            let labels: Map<String, Value> = labels.collect();
            if !labels.is_empty() {
                let counted = json!({"filters": {"filters": labels}});
                let name = facet.as_str().to_owned();
                all.insert(name, self.within(Some(facet), &counted));
            }
        }
        all
    }

    /// An aggregation over what meets the conditions; where other values are to be offered, of all
    /// facets but its own.
    fn within(&self, facet: Option<Facet>, aggregation: &Value) -> Value {
        let leaves_out = facet.filter(|_| self.counting == Counting::RolledUp);
        let conditions = self.conditions.iter();
        let conditions = conditions.filter(|it| Some(it.facet) != leaves_out);
        let filter = meeting(conditions).unwrap_or_else(|| json!({"match_all": {}}));
        json!({"filter": filter, "aggs": {"values": aggregation}})
    }

    fn terms(&self, facet: Facet) -> Value {
        let field = match self.counting {
            Counting::Assigned => own_values(facet),
            _ => all_values(facet),
        };
        if self.one_per_family {
            return json!({
                "terms": {"field": field, "size": MAX_VALUES_OF_FAMILIES},
                "aggs": {"families": {"cardinality": {"field": FAMILY}}},
            });
        }
        let size = match self.counting {
            Counting::RolledUp => MAX_VALUES,
            _ => MAX_ALL_VALUES,
        };
        // Of each shard more than are wanted of all: else a count may lack what a shard held back.
        json!({"terms": {"field": field, "size": size, "shard_size": 3 * size}})
    }

    /// The counts in what the cluster answers; `None` where a facet is missing that was to be counted.
    pub(super) fn read(&self, answer: &Value, reader: &Reader<'_>) -> Option<FacetCounts> {
        let mut counted = FacetCounts {
            is_approximate: self.one_per_family && self.counting != Counting::Nothing,
            facets: Vec::new(),
        };
        if self.counting == Counting::Nothing {
            return Some(counted);
        }
        for facet in Facet::ALL {
            let values = &answer[facet.as_str()]["values"];
            let Some(values) = values.as_object() else {
                if indexed().any(|it| it == facet) {
                    return None;
                }
                continue;
            };
            let left = |name: &str| values.get(name).and_then(Value::as_u64).unwrap_or(0);
            counted.is_approximate |=
                left("doc_count_error_upper_bound") > 0 || left("sum_other_doc_count") > 0;
            let counts = buckets(values.get("buckets").unwrap_or(&Value::Null));
            let counts = Counts::from(reader.grouped(facet, counts));
            counted.facets.push((facet, counts));
        }
        Some(counted)
    }
}

/// Values and counts, as the cluster lists or names them.
fn buckets(buckets: &Value) -> Vec<(String, u64)> {
    let count = |bucket: &Value| {
        let families = bucket["families"]["value"].as_u64();
        families.or(bucket["doc_count"].as_u64()).unwrap_or(0)
    };
    match buckets {
        Value::Array(listed) => {
            let listed = listed.iter();
            let listed = listed.filter_map(|it| Some((it["key"].as_str()?.to_owned(), count(it))));
            listed.collect()
        }
        Value::Object(named) => {
            let named = named.iter();
            named
                .map(|(label, it)| (label.clone(), count(it)))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What lists the values of a facet that match a pattern.
pub(super) fn listing(facet: Facet, pattern: &str) -> Value {
    json!({
        "size": 0,
        "aggs": {"values": {"terms": {
            "field": all_values(facet), "include": pattern, "size": MAX_ALL_VALUES,
        }}},
    })
}

/// The values in its answer.
pub(super) fn listed(answer: &Value) -> Vec<String> {
    let values = buckets(&answer["aggregations"]["values"]["buckets"]);
    values.into_iter().map(|(value, _)| value).collect()
}

/// The number of families in an answer.
pub(super) fn families(answer: &Value) -> Option<u64> {
    answer["families"]["values"]["value"].as_u64()
}
