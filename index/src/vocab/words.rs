//! Closed lists of words: kinds, stages, states, modes of cooperation, high-tech fields. How
//! sources write the fields is in `fields.tsv`, with where it is seen.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Language;
use super::table::{fold, lines};
use crate::request::Facet;

/// One value of a closed list.
struct Word {
    key: &'static str,
    chinese: &'static str,
    english: &'static str,
}

/// The values by facet and key, and the keys by facet and spelling.
struct Words {
    by_key: HashMap<(&'static str, &'static str), Word>,
    by_spelling: HashMap<String, Vec<(&'static str, &'static str)>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        by_key: HashMap::new(),
        by_spelling: HashMap::new(),
    };
    for columns in lines(include_str!("words.tsv")) {
        if let [facet, key, chinese, english, ref aliases @ ..] = *columns {
            let aliases = aliases.iter().flat_map(|list| list.split('|'));
            for spelling in [key, chinese, english].into_iter().chain(aliases) {
                words.add_spelling(facet, key, spelling);
            }
            let word = Word {
                key,
                chinese,
                english,
            };
            words.by_key.insert((facet, key), word);
        }
    }
    for columns in lines(include_str!("fields.tsv")) {
        if let [key, spelling, _] = *columns {
            words.add_spelling("field", key, spelling);
        }
    }
    words
});

impl Words {
    fn add_spelling(&mut self, facet: &'static str, key: &'static str, spelling: &str) {
        let keys = self.by_spelling.entry(folded(spelling)).or_default();
        if !spelling.is_empty() && !keys.contains(&(facet, key)) {
            keys.push((facet, key));
        }
    }
}

/// `joint-development`, `joint_development` and `Joint development` are one word.
fn folded(spelling: &str) -> String {
    fold(spelling).replace(['-', '_'], "")
}

/// Whether a facet's list has the key.
pub(super) fn has(facet: Facet, key: &str) -> bool {
    WORDS.by_key.contains_key(&(facet.as_str(), key))
}

/// What people read for a key; the key itself where it is not in the list.
pub(super) fn label(facet: Facet, key: &str, language: Language) -> Option<&'static str> {
    WORDS
        .by_key
        .get(&(facet.as_str(), key))
        .map(|word| match language {
            Language::Chinese => word.chinese,
            Language::English => word.english,
        })
}

/// The keys that a spelling stands for.
pub(super) fn resolve(facet: Facet, text: &str) -> Vec<String> {
    let facet = facet.as_str();
    WORDS
        .by_spelling
        .get(&folded(text))
        .into_iter()
        .flatten()
        .filter(|(of, _)| *of == facet)
        .filter_map(|entry| WORDS.by_key.get(entry))
        .map(|word| word.key.to_owned())
        .collect()
}

/// The keys that have a spelling which begins so, in order.
pub(super) fn beginning(facet: Facet, text: &str) -> Vec<String> {
    let (facet, start) = (facet.as_str(), folded(text));
    let spellings = WORDS.by_spelling.iter();
    let begun = spellings.filter(|(spelling, _)| spelling.starts_with(&start));
    let keys = begun
        .flat_map(|(_, keys)| keys)
        .filter(|(of, _)| *of == facet);
    let mut keys: Vec<String> = keys.map(|(_, key)| (*key).to_owned()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
