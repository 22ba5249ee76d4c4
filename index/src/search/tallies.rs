//! Numbers of records by facet and value.

use std::sync::Arc;

use crate::request::{Counting, Facet};
use crate::search::packed::Packed;

/// Numbers of records by value number, in order, those that are not 0: one list a facet, in the
/// order of [`Facet::ALL`].
pub(crate) type Tally = Vec<Vec<(u32, u64)>>;

/// The tally of all records, with the state of the index and the way of counting that it is for.
pub(crate) type TallyOfAll = Option<((u64, Counting), Arc<Tally>)>;

/// Where the values of each facet stand in one list of counts.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// Where each facet begins, and the end of the last.
    starts: Vec<usize>,
}

impl Layout {
    /// Of the values of a segment, and this many of each facet of labels.
    pub(super) fn of(segment: Option<&Packed>, labels: impl IntoIterator<Item = usize>) -> Self {
        let nothing = [0; Facet::INDEXED.len() + 1];
        Self::with(segment.map_or(&nothing[..], Packed::bases), labels)
    }

    /// With facets that begin in these places, and of others this many values.
    fn with(bases: &[usize], numbered: impl IntoIterator<Item = usize>) -> Self {
        let mut starts = bases.to_vec();
        let mut end = bases.last().copied().unwrap_or(0);
        for number in numbered {
            end += number;
            starts.push(end);
        }
        Self { starts }
    }

    /// Where a value of the facet in a place stands.
    pub(super) fn at(&self, facet: usize, number: usize) -> usize {
        self.starts[facet] + number
    }

    fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }
}

/// Counts values. It is used again and again: a large library has hundreds of thousands of values,
/// and clearing counts for all of them would take longer than counting the few of most answers.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    /// By place in a [`Layout`]; all 0 between two uses.
    counts: Vec<u32>,
    /// The places that are not 0.
    counted: Vec<u32>,
}

/// Of more than one in this many values that occur, all are looked through in order; fewer are
/// put in order.
const MANY: usize = 16;

#[expect(
    clippy::cast_possible_truncation,
    reason = "fewer than 2^32 values are laid out"
)]
impl Counter {
    /// Makes room for all values.
    pub(super) fn prepare(&mut self, layout: &Layout) {
        if self.counts.len() < layout.len() {
            self.counts.resize(layout.len(), 0);
        }
    }

    /// Counts one more.
    pub(super) fn add(&mut self, place: usize) {
        if let Some(count) = self.counts.get_mut(place) {
            if *count == 0 {
                self.counted.push(place as u32);
            }
            *count += 1;
        }
    }

    /// What was counted; nothing is left.
    pub(super) fn take(&mut self, layout: &Layout) -> Tally {
        let mut places = std::mem::take(&mut self.counted);
        if places.len() * MANY > self.counts.len() {
            let all = (0_u32..).zip(&self.counts).filter(|(_, count)| **count > 0);
            places.clear();
            places.extend(all.map(|(place, _)| place));
        } else {
            places.sort_unstable();
        }
        let mut tally: Tally = vec![Vec::new(); Facet::ALL.len()];
        let mut facet = 0;
        for &place in &places {
            while layout
                .starts
                .get(facet + 1)
                .is_some_and(|end| place as usize >= *end)
            {
                facet += 1;
            }
            let number = place - layout.starts[facet] as u32;
            let count = std::mem::take(&mut self.counts[place as usize]);
            if let Some(counts) = tally.get_mut(facet) {
                counts.push((number, u64::from(count)));
            }
        }
        places.clear();
        self.counted = places;
        tally
    }
}

/// Adds two tallies.
pub(super) fn sum(tally: Tally, other: Tally) -> Tally {
    combined(tally, other, |count, other| count + other)
}

/// Takes one tally from another that holds it.
pub(super) fn difference(tally: Tally, other: Tally) -> Tally {
    combined(tally, other, u64::saturating_sub)
}

fn combined(tally: Tally, other: Tally, combine: fn(u64, u64) -> u64) -> Tally {
    let pairs = tally.into_iter().zip(other);
    pairs
        .map(|(counts, others)| {
            if others.is_empty() {
                return counts;
            }
            let mut all = Vec::with_capacity(counts.len().max(others.len()));
            let (mut counts, mut others) =
                (counts.into_iter().peekable(), others.into_iter().peekable());
            while let Some((number, count)) = counts.peek().copied() {
                while let Some((before, other)) = others.next_if(|(it, _)| *it < number) {
                    all.push((before, combine(0, other)));
                }
                counts.next();
                let other = others.next_if(|(it, _)| *it == number);
                all.push((number, combine(count, other.map_or(0, |(_, other)| other))));
            }
            all.extend(others.map(|(number, other)| (number, combine(0, other))));
            all.retain(|(_, count)| *count > 0);
            all
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(of_first: &[(u32, u64)], of_second: &[(u32, u64)]) -> Tally {
        let mut tally: Tally = vec![Vec::new(); Facet::ALL.len()];
        tally[0] = of_first.to_vec();
        tally[1] = of_second.to_vec();
        tally
    }

    #[test]
    fn values_are_counted_by_facet_in_order_and_a_counter_starts_anew() {
        for values in [4, 4_000] {
            let layout = Layout::with(&[0, values], [values]);
            let mut counter = Counter::default();
            counter.prepare(&layout);
            for _ in 0..2 {
                for (facet, number) in [(1, 2), (0, 3), (1, 0), (1, 2)] {
                    counter.add(layout.at(facet, number));
                }
                let expected = tally(&[(3, 1)], &[(0, 1), (2, 2)]);
                assert_eq!(counter.take(&layout), expected);
            }
        }
    }

    #[test]
    fn tallies_are_added_and_taken_away_value_by_value() {
        let one = tally(&[(1, 5), (3, 2)], &[]);
        let other = tally(&[(0, 1), (3, 2), (9, 4)], &[(2, 2)]);
        let both = tally(&[(0, 1), (1, 5), (3, 4), (9, 4)], &[(2, 2)]);
        assert_eq!(sum(one.clone(), other.clone()), both);
        assert_eq!(difference(both, other), one);
    }
}
