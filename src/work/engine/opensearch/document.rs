//! A record as the cluster takes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qiao_index::library::Outgoing;
use qiao_index::plan::{Number, PlacedTerm, RecordWords, Zone};
use serde_json::{Map, Value, json};

use super::mapping::{
    BEFORE_FREQUENCY, BETWEEN_ALTERNATIVES, FAMILY, GAP, KNOWN_DATE, RANK, RANK_CHARACTERS,
};

/// Parts the two units of a pair of which one is not Han, in our terms.
const JOINT: char = '\u{1f}';
/// The same in the cluster's, to which ours is a blank.
pub(super) const JOINT_THERE: char = '_';
/// Longest value that is kept whole, in bytes: the cluster takes no longer term.
const MAX_WHOLE: usize = 32_000;
/// What a term in a title counts in the ranking, beside one in a text.
const TITLE: u32 = 12;
/// What one in keywords and names counts.
const NAME: u32 = 2;

/// The term as the cluster has it.
pub(super) fn there(term: &str) -> String {
    term.replace(JOINT, &JOINT_THERE.to_string())
}

/// Terms as a text: in the order of their positions, those at one position together.
pub(super) fn text(terms: &[PlacedTerm]) -> String {
    let mut text = String::new();
    let mut next = 0;
    for (position, term) in terms {
        if *position < next {
            text.push(BETWEEN_ALTERNATIVES);
        } else {
            if !text.is_empty() {
                text.push(' ');
            }
            for _ in next..*position {
                text.push_str(GAP);
                text.push(' ');
            }
            next = position + 1;
        }
        text.push_str(&there(term));
    }
    text
}

/// The body of a record.
pub(super) fn of(outgoing: &Outgoing) -> Value {
    let Outgoing { row, record, words } = outgoing;
    let mut document = Map::new();
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    put("id", record.id.clone().into());
    put("row", (*row).into());
    for (zone, terms) in &words.zones {
        put(zone.name(), text(terms).into());
    }
    put("pinyin", text(&words.pinyin).into());
    let (pairs, characters) = weighed(words);
    put(RANK, pairs.into());
    put(RANK_CHARACTERS, characters.into());
    put("number", whole(&words.numbers).into());
    put("facet", whole(&words.facets).into());
    put("all", values(words, false));
    put("own", values(words, true));
    for (number, value) in &words.columns {
        put(number.name(), (*value).into());
    }
    let number = |wanted: Number| {
        let found = words.columns.iter().find(|(number, _)| *number == wanted);
        found.map(|(_, value)| *value)
    };
    // What is of no family stands for itself, far from where hashes lie.
    let itself = i64::MIN.saturating_add_unsigned(*row);
    put(FAMILY, number(Number::Family).unwrap_or(itself).into());
    if let Some(date) = number(Number::Date).filter(|date| *date > 0) {
        put(KNOWN_DATE, date.into());
    }
    put("record", json!(record));
    Value::Object(document)
}

fn whole(terms: &[String]) -> Vec<String> {
    let fits = terms.iter().filter(|term| term.len() <= MAX_WHOLE);
    fits.cloned().collect()
}

/// The values that are counted, by facet.
fn values(words: &RecordWords, assigned_in_trees: bool) -> Value {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (facet, value, is_assigned) in &words.values {
        let wanted = !assigned_in_trees || *is_assigned && facet.is_tree();
        if wanted && value.len() <= MAX_WHOLE {
            values.entry(facet.as_str()).or_default().push(value);
        }
    }
    json!(values)
}

/// Pairs and words, and single characters, with their weighed frequencies in all zones.
fn weighed(words: &RecordWords) -> (String, String) {
    let mut pairs: BTreeMap<&str, u32> = BTreeMap::new();
    let mut characters: BTreeMap<&str, u32> = BTreeMap::new();
    for (zone, terms) in &words.zones {
        let weight = match zone {
            Zone::Title => TITLE,
            Zone::Keyword | Zone::Institution | Zone::Person => NAME,
            Zone::Body => 1,
        };
        for (_, term) in terms {
            let counts = if is_character(term) {
                &mut characters
            } else {
                &mut pairs
            };
            *counts.entry(term).or_default() += weight;
        }
    }
    let written = |counts: BTreeMap<&str, u32>| {
        let mut text = String::new();
        for (term, count) in counts {
            // Writing to a string never fails.
            write!(text, "{}{BEFORE_FREQUENCY}{count} ", there(term)).unwrap_or_default();
        }
        text
    };
    (written(pairs), written(characters))
}

/// Whether a term is a single Han character: all others of one character are words.
pub(super) fn is_character(term: &str) -> bool {
    let mut characters = term.chars();
    let first = characters.next();
    characters.next().is_none() && first.is_some_and(qiao_index::plan::is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_at_one_position_stand_together_and_gaps_are_marked() {
        let placed = |terms: &[(u32, &str)]| {
            let terms = terms.iter().map(|(at, term)| (*at, (*term).to_owned()));
            text(&terms.collect::<Vec<_>>())
        };
        for (terms, expected) in [
            (&[(0, "石墨"), (0, "石"), (1, "墨")][..], "石墨|石 墨"),
            (&[(0, "li"), (3, "5g\u{1f}通")], "li . . 5g_通"),
            (&[(1, "a")], ". a"),
            (&[], ""),
        ] {
            assert_eq!(placed(terms), expected);
        }
    }

    #[test]
    fn a_term_in_the_title_counts_more_in_the_ranking() {
        let terms = |term: &str| vec![(0, term.to_owned())];
        let words = RecordWords {
            zones: vec![
                (Zone::Title, terms("石墨")),
                (Zone::Keyword, terms("石")),
                (Zone::Body, terms("石墨")),
            ],
            ..RecordWords::default()
        };
        assert_eq!(weighed(&words), ("石墨|13 ".to_owned(), "石|2 ".to_owned()));
    }
}
