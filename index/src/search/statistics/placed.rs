//! The categories of a side in their order: which are told one by one, and where each stands.

use std::cmp::Ordering;

use super::reading::Reading;
use super::side::Side;
use super::stream::{NOT_STATED, Stream, unmarked};
use crate::statistics::{Category, Measure};

/// A side whose categories have their places in its axis.
pub(super) struct Placed {
    /// The categories by their places; all others and what is not stated behind.
    pub(super) categories: Vec<Category>,
    /// Listings or contracts by place; of all others they are counted later.
    pub(super) totals: Vec<u64>,
    /// The place of each category.
    place_of: Vec<u32>,
    /// The place of all others, and how many they are.
    pub(super) folded: Option<(u32, usize)>,
}

impl Placed {
    /// Puts the categories of the side in a place in order: by their own, or the weightiest first, at
    /// most `top` of them.
    pub(super) fn new(
        (place, side): (usize, &Side),
        readings: &[Reading],
        (measure, top): (Measure, Option<usize>),
    ) -> Self {
        let totals = totals(place, readings);
        let weights = weights(place, readings, measure, &totals);
        let mut named: Vec<u32> = (0..)
            .zip(&totals)
            .filter(|(category, total)| *category != NOT_STATED && **total > 0)
            .map(|(category, _)| category)
            .collect();
        let others = if side.is_ordered {
            Vec::new()
        } else {
            weightiest(&mut named, side, &weights, top)
        };
        Self::of(side, &totals, &named, &others)
    }

    fn of(side: &Side, totals: &[u64], named: &[u32], others: &[u32]) -> Self {
        let total = |category: u32| totals.get(category as usize).copied().unwrap_or_default();
        let name = |category: &u32| Category::Value(side.names.name(*category));
        let mut axis = Self {
            categories: named.iter().map(name).collect(),
            totals: named.iter().map(|category| total(*category)).collect(),
            place_of: vec![0; totals.len()],
            folded: None,
        };
        for (place, category) in (0..).zip(named) {
            axis.place_of[*category as usize] = place;
        }
        if !others.is_empty() {
            let place = axis.push(Category::Others, 0);
            for category in others {
                axis.place_of[*category as usize] = place;
            }
            axis.folded = Some((place, others.len()));
        }
        if total(NOT_STATED) > 0 {
            let place = axis.push(Category::NotStated, total(NOT_STATED));
            axis.place_of[NOT_STATED as usize] = place;
        }
        axis
    }

    /// Adds a category behind all others; its place.
    fn push(&mut self, category: Category, total: u64) -> u32 {
        self.categories.push(category);
        self.totals.push(total);
        u32::try_from(self.categories.len() - 1).unwrap_or(u32::MAX)
    }

    /// How many places there are.
    pub(super) fn size(&self) -> usize {
        self.categories.len()
    }

    /// The place of a category.
    #[inline]
    pub(super) fn place(&self, category: u32) -> u32 {
        let place = self.place_of.get(category as usize);
        place.copied().unwrap_or_default()
    }

    /// The place of all others.
    pub(super) fn others(&self) -> Option<u32> {
        self.folded.map(|(place, _)| place)
    }

    /// The places of the categories of a listing, each once, and whether all others are among them:
    /// these alone are several categories.
    pub(super) fn distinct(&self, run: &[u32]) -> (Vec<u32>, bool) {
        let others = self.others();
        let mut distinct: Vec<u32> = Vec::with_capacity(run.len());
        let mut has_others = false;
        for category in run {
            let place = self.place(unmarked(*category));
            if others == Some(place) {
                has_others = true;
            } else {
                distinct.push(place);
            }
        }
        distinct.extend(others.filter(|_| has_others));
        (distinct, has_others)
    }
}

/// How many listings have each category of a side.
fn totals(place: usize, readings: &[Reading]) -> Vec<u64> {
    let mut sums: Vec<u64> = Vec::new();
    for stream in readings.iter().filter_map(|it| it.streams.get(place)) {
        sums.resize(sums.len().max(stream.totals.len()), 0);
        for (sum, total) in sums.iter_mut().zip(&stream.totals) {
            *sum += u64::from(*total);
        }
    }
    sums
}

/// What the categories of a side are put in order by: what they are worth, else how many there are.
#[expect(clippy::cast_precision_loss, reason = "it only orders")]
fn weights(place: usize, readings: &[Reading], measure: Measure, totals: &[u64]) -> Vec<f64> {
    if !measure.is_of_contracts() {
        return totals.iter().map(|total| *total as f64).collect();
    }
    let mut weights = vec![0.0; totals.len()];
    for reading in readings {
        let stream = reading.streams.get(place).into_iter();
        let runs = stream.flat_map(Stream::runs);
        for (run, amount) in runs.zip(&reading.figures) {
            for category in run {
                weights[unmarked(*category) as usize] += amount.unwrap_or_default() as f64;
            }
        }
    }
    weights
}

/// Puts the weightiest categories in order; what is beyond the `top` of them is taken out.
fn weightiest(named: &mut Vec<u32>, side: &Side, weights: &[f64], top: Option<usize>) -> Vec<u32> {
    let weight = |category: u32| weights.get(category as usize).copied().unwrap_or_default();
    let order = |a: &u32, b: &u32| -> Ordering {
        let by_weight = weight(*b).total_cmp(&weight(*a));
        by_weight.then_with(|| side.names.compare(*a, *b))
    };
    let others = top.filter(|top| *top < named.len()).map(|top| {
        named.select_nth_unstable_by(top, order);
        named.split_off(top)
    });
    named.sort_unstable_by(order);
    others.unwrap_or_default()
}
