//! How often the values of a facet occur among the answers.
//!
//! A large library has tens of thousands of institutions and classes. Nobody looks at them all:
//! they are put in order when somebody asks for some, and only as far as needed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Half of the candidates that are kept before the best of them are chosen.
const HALF_OF_CANDIDATES: usize = 64;

/// How often a value of a facet occurs among the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count<'a> {
    /// The value, as a filter takes it (a code for coded vocabularies).
    pub value: &'a str,
    /// Number of records. For a facet with filters of its own: as if it had none.
    pub count: u64,
}

/// The counts of all values of a facet.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(String, u64)>", into = "Vec<(String, u64)>")]
pub struct Counts {
    /// All values of the facet in the library, by number.
    values: Arc<Vec<String>>,
    /// Numbers of the values that occur, in order, and of the records with them.
    counts: Vec<(u32, u64)>,
}

impl Counts {
    pub(super) const fn new(values: Arc<Vec<String>>, counts: Vec<(u32, u64)>) -> Self {
        Self { values, counts }
    }

    /// Number of values that occur.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether no value occurs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The `limit` most frequent values, most frequent first, equals in the order of the values.
    #[must_use]
    pub fn most(&self, limit: usize) -> Vec<Count<'_>> {
        let before = |a: &Count, b: &Count| b.count.cmp(&a.count).then(a.value.cmp(b.value));
        let mut best: Vec<Count> = Vec::new();
        // Nothing below this can be among the best any more.
        let mut least = 1;
        for &(number, count) in &self.counts {
            if count < least || limit == 0 {
                continue;
            }
            let Some(value) = self.values.get(number as usize) else {
                continue;
            };
            best.push(Count { value, count });
            if best.len() >= limit.max(HALF_OF_CANDIDATES).saturating_mul(2) {
                best.select_nth_unstable_by(limit - 1, before);
                best.truncate(limit);
                least = best.last().map_or(1, |last| last.count);
            }
        }
        best.sort_unstable_by(before);
        best.truncate(limit);
        best
    }

    /// All values that occur, most frequent first.
    #[must_use]
    pub fn all(&self) -> Vec<Count<'_>> {
        self.most(usize::MAX)
    }

    /// Number of records with a value.
    #[must_use]
    pub fn of(&self, value: &str) -> u64 {
        let is_it = |number: u32| {
            self.values
                .get(number as usize)
                .is_some_and(|it| it == value)
        };
        let found = self.counts.iter().find(|(number, _)| is_it(*number));
        found.map_or(0, |(_, count)| *count)
    }
}

impl From<Counts> for Vec<(String, u64)> {
    fn from(counts: Counts) -> Self {
        let counts = counts.all().into_iter();
        counts.map(|it| (it.value.to_owned(), it.count)).collect()
    }
}

impl From<Vec<(String, u64)>> for Counts {
    fn from(counts: Vec<(String, u64)>) -> Self {
        let counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        let numbers = (0..).zip(counts.iter().map(|(_, count)| *count)).collect();
        let values = counts.into_iter().map(|(value, _)| value);
        Self {
            values: Arc::new(values.collect()),
            counts: numbers,
        }
    }
}

impl<'a> FromIterator<(&'a str, u64)> for Counts {
    fn from_iter<I: IntoIterator<Item = (&'a str, u64)>>(counts: I) -> Self {
        let counts = counts.into_iter();
        let counts: Vec<_> = counts
            .map(|(value, count)| (value.to_owned(), count))
            .collect();
        counts.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first_and_equals_by_value() {
        let counts: Counts = [("c", 2), ("a", 1), ("z", 0), ("b", 2), ("d", 5)]
            .into_iter()
            .collect();
        let listed = |counts: Vec<Count>| {
            let words = counts
                .iter()
                .map(|count| format!("{}{}", count.value, count.count));
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(listed(counts.all()), "d5 b2 c2 a1");
        assert_eq!(listed(counts.most(2)), "d5 b2");
        assert_eq!(listed(counts.most(0)), "");
        assert_eq!((counts.len(), counts.of("c"), counts.of("q")), (4, 2, 0));
        assert!(Counts::default().is_empty() && !counts.is_empty());
    }
}
