//! A plan as the cluster's query.

use std::collections::BTreeMap;

use qiao_index::plan::{Part, Piece, Plan, TermField, is_han};
use serde_json::{Value, json};

use super::document::{JOINT_THERE, there};
use super::mapping::GAP;

/// More terms than there are syllables: no beginning of one is left out.
const MAX_EXPANSIONS: u64 = 1_000;
/// What has a meaning in the cluster's patterns.
const SPECIAL: &str = r#".?+*|{}[]()"\#@&<>~^$-"#;

/// The query that matches what a plan says.
pub(super) fn query(plan: &Plan) -> Value {
    match plan {
        Plan::All => json!({"match_all": {}}),
        Plan::Nothing => json!({"match_none": {}}),
        Plan::Term { field, text, .. } => term(*field, text),
        Plan::Row {
            field,
            terms,
            is_open,
        } => row(*field, terms, *is_open),
        Plan::Near {
            parts,
            distance,
            is_ordered,
        } => near(parts, *distance, *is_ordered),
        Plan::Pattern { field, pieces } => pattern(*field, pieces),
        Plan::Between { number, from, to } => {
            let mut range = json!({});
            if let Some(from) = from {
                range["gte"] = (*from).into();
            }
            if let Some(to) = to {
                range["lte"] = (*to).into();
            }
            match (from, to) {
                (None, None) => json!({"exists": {"field": number.name()}}),
                _ => json!({"range": {number.name(): range}}),
            }
        }
        Plan::Rows(rows) => json!({"terms": {"row": rows}}),
        Plan::Ids(ids) => json!({"terms": {"id": ids}}),
        Plan::Alike(listings) => {
            let each = listings.iter().map(|(row, likeness)| {
                let row = json!({"term": {"row": row}});
                json!({"constant_score": {"filter": row, "boost": f64::from(*likeness) / 1e6}})
            });
            any(each.collect())
        }
        Plan::Any(parts) => any(parts.iter().map(query).collect()),
        Plan::AllOf { parts, but } => {
            let parts: Vec<Value> = parts.iter().map(query).collect();
            let but: Vec<Value> = but.iter().map(query).collect();
            json!({"bool": {"must": parts, "must_not": but}})
        }
        Plan::Weighed(part, weight) => json!({"bool": {"must": [query(part)], "boost": weight}}),
        Plan::Constant(part, score) => {
            json!({"constant_score": {"filter": query(part), "boost": score}})
        }
    }
}

/// Any of these.
pub(super) fn any(mut parts: Vec<Value>) -> Value {
    match parts.len() {
        0 => json!({"match_none": {}}),
        1 => parts.remove(0),
        _ => json!({"bool": {"should": parts, "minimum_should_match": 1}}),
    }
}

/// How many ids and rows a plan names: the cluster takes a bounded number.
pub(super) fn named(plan: &Plan) -> usize {
    match plan {
        Plan::Rows(rows) => rows.len(),
        Plan::Ids(ids) => ids.len(),
        Plan::Alike(listings) => listings.len(),
        Plan::Any(parts) => parts.iter().map(named).max().unwrap_or(0),
        Plan::AllOf { parts, but } => parts.iter().chain(but).map(named).max().unwrap_or(0),
        Plan::Weighed(part, _) | Plan::Constant(part, _) => named(part),
        _ => 0,
    }
}

fn name(field: TermField) -> &'static str {
    match field {
        TermField::Terms(zone) | TermField::Characters(zone) => zone.name(),
        TermField::Number => "number",
        TermField::Pinyin => "pinyin",
        TermField::Facet => "facet",
    }
}

/// The term as the field has it: values of facets are kept as they are.
fn term_in(field: TermField, text: &str) -> String {
    match field {
        TermField::Facet => text.to_owned(),
        _ => there(text),
    }
}

fn term(field: TermField, text: &str) -> Value {
    json!({"term": {name(field): {"value": term_in(field, text)}}})
}

/// Terms with their distances from the first one as a text, gaps marked.
fn spaced<'a>(terms: impl Iterator<Item = (usize, &'a str)>) -> String {
    let mut words = Vec::new();
    for (offset, term) in terms {
        while words.len() < offset {
            words.push(GAP.to_owned());
        }
        words.push(there(term));
    }
    words.join(" ")
}

fn row(field: TermField, terms: &[(usize, String)], is_open: bool) -> Value {
    let text = spaced(terms.iter().map(|(offset, term)| (*offset, &**term)));
    if is_open {
        let begins = json!({"query": text, "max_expansions": MAX_EXPANSIONS});
        return json!({"match_phrase_prefix": {name(field): begins}});
    }
    json!({"match_phrase": {name(field): {"query": text}}})
}

/// All parts stand in one zone. Pairs are asked for unit by unit, so that a part ends where its
/// last unit does.
fn near(parts: &[Part], distance: u32, is_ordered: bool) -> Value {
    let field = parts.iter().find_map(|part| part.terms.first());
    let Some((_, field, _)) = field else {
        return json!({"match_none": {}});
    };
    let intervals: Vec<Value> = parts.iter().map(interval).collect();
    let whole = match intervals.as_slice() {
        [only] => only.clone(),
        _ => json!({"all_of": {
            "intervals": intervals, "ordered": is_ordered, "max_gaps": distance,
        }}),
    };
    json!({"intervals": {name(*field): whole}})
}

fn interval(part: &Part) -> Value {
    let mut units: BTreeMap<usize, String> = BTreeMap::new();
    for (offset, _, term) in &part.terms {
        for (place, unit) in (*offset..).zip(units_of(term)) {
            units.insert(place, unit);
        }
    }
    let start = units.keys().next().copied().unwrap_or(0);
    let text = spaced(units.iter().map(|(place, unit)| (place - start, &**unit)));
    json!({"match": {"query": text, "ordered": true, "max_gaps": 0}})
}

/// The units that a term is made of: of a pair two, of a word itself.
fn units_of(term: &str) -> Vec<String> {
    let term = there(term);
    if let Some((first, second)) = term.split_once(JOINT_THERE) {
        return vec![first.to_owned(), second.to_owned()];
    }
    if term.chars().all(is_han) {
        return term.chars().map(String::from).collect();
    }
    vec![term]
}

fn pattern(field: TermField, pieces: &[Piece]) -> Value {
    if let [Piece::Text(start), Piece::Any] = pieces {
        return json!({"prefix": {name(field): {"value": term_in(field, start)}}});
    }
    // What parts two units is not part of a word; in values it is a control character.
    let joint = match field {
        TermField::Facet => '\u{1f}',
        _ => JOINT_THERE,
    };
    let regex: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => escaped(&term_in(field, text)),
            Piece::Letters => format!("[^{joint}]*"),
            Piece::Letter => format!("[^{joint}]"),
            Piece::Any => ".*".to_owned(),
        })
        .collect();
    json!({"regexp": {name(field): {"value": regex, "flags": "NONE"}}})
}

/// Text as a pattern that matches it.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if SPECIAL.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use qiao_index::plan::{Number, Zone};

    use super::*;

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn a_plan_is_asked_in_the_words_of_the_cluster() {
        let title = TermField::Terms(Zone::Title);
        let part = |terms: &[(usize, &str)]| Part {
            terms: terms
                .iter()
                .map(|(at, it)| (*at, title, text(it)))
                .collect(),
            length: 2,
        };
        for (plan, expected) in [
            (Plan::Nothing, json!({"match_none": {}})),
            (
                Plan::Row {
                    field: title,
                    terms: vec![(0, text("石墨")), (3, text("5g\u{1f}通"))],
                    is_open: false,
                },
                json!({"match_phrase": {"title": {"query": "石墨 . . 5g_通"}}}),
            ),
            (
                Plan::Near {
                    parts: vec![
                        part(&[(0, "石墨"), (1, "墨烯")]),
                        part(&[(0, "li"), (2, "ion")]),
                    ],
                    distance: 3,
                    is_ordered: false,
                },
                json!({"intervals": {"title": {"all_of": {
                    "intervals": [
                        {"match": {"query": "石 墨 烯", "ordered": true, "max_gaps": 0}},
                        {"match": {"query": "li . ion", "ordered": true, "max_gaps": 0}},
                    ],
                    "ordered": false, "max_gaps": 3,
                }}}}),
            ),
            (
                Plan::Pattern {
                    field: title,
                    pieces: vec![Piece::Text(text("c++")), Piece::Letter, Piece::Letters],
                },
                json!({"regexp": {"title": {"value": r"c\+\+[^_][^_]*", "flags": "NONE"}}}),
            ),
            (
                Plan::Between {
                    number: Number::Filed,
                    from: Some(1),
                    to: None,
                },
                json!({"range": {"filed": {"gte": 1}}}),
            ),
            (
                Plan::Between {
                    number: Number::Filed,
                    from: None,
                    to: None,
                },
                json!({"exists": {"field": "filed"}}),
            ),
        ] {
            assert_eq!(query(&plan), expected);
        }
    }

    #[test]
    fn ids_are_counted_wherever_they_stand() {
        let ids = |number: usize| Plan::Ids(vec![String::new(); number]);
        let plan = Plan::AllOf {
            parts: vec![Plan::All, ids(3)],
            but: vec![Plan::Any(vec![ids(7), Plan::Nothing])],
        };
        assert_eq!(named(&plan), 7);
    }
}
