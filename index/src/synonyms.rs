//! Words of the field that mean the same, in Chinese and English.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::{self, Text};

/// The project's own table; its first lines say what belongs in it.
static TABLE: LazyLock<Synonyms> = LazyLock::new(|| {
    let mut table = Synonyms::default();
    table.add(include_str!("synonyms.tsv"));
    table
});

/// Groups of words, found by each of their words.
#[derive(Debug, Default, Clone)]
pub(crate) struct Synonyms {
    groups: Vec<Vec<String>>,
    by_word: HashMap<String, Vec<usize>>,
}

impl Synonyms {
    /// The project's table and the user's own: one group a line, tabs between the words.
    pub(crate) fn with(user: &str) -> Self {
        let mut table = TABLE.clone();
        table.add(user);
        table
    }

    fn add(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<String> = line
                .split('\t')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
            if words.len() < 2 {
                continue;
            }
            for word in &words {
                self.by_word
                    .entry(key(word))
                    .or_default()
                    .push(self.groups.len());
            }
            self.groups.push(words);
        }
    }

    /// The other words for a word, each once.
    pub(crate) fn of(&self, word: &str) -> Vec<&str> {
        let own = key(word);
        let groups = self.by_word.get(&own).into_iter().flatten();
        let mut others: Vec<&str> = Vec::new();
        for other in groups.flat_map(|&group| &self.groups[group]) {
            if key(other) != own && !others.contains(&other.as_str()) {
                others.push(other);
            }
        }
        others
    }
}

/// A word as the index sees it: blanks and hyphens, case and number do not count.
fn key(word: &str) -> String {
    let units = analysis::units(word);
    let texts = units.iter().map(|unit| match &unit.text {
        Text::Han(c) => c.to_string(),
        Text::Word(word) => analysis::singular(word).unwrap_or_else(|| word.clone()),
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_group_stand_for_each_other() {
        let table = Synonyms::with("甲技术\tfoo tech\n# x\ty\n");
        assert_eq!(table.of("Graphene"), ["石墨烯"]);
        assert!(table.of("Li-ion batteries").contains(&"锂电池"));
        assert!(table.of("锂电池").contains(&"lithium battery"));
        assert_eq!(table.of("Foo Tech"), ["甲技术"]);
        assert!(table.of("电池").is_empty());
        assert!(table.of("x").is_empty());
    }
}
