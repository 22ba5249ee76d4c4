//! From what was added up to a table: which categories there are, their order, the figures.

use std::collections::HashMap;

use super::counter::Tally;
use super::side::{NOT_STATED, Side};
use super::space::Space;
use crate::statistics::{Axis, Category, Cell, Measure, Table};

/// A cell and its figures.
type Figures = (u128, u64, Option<f64>);

/// Folds the values beyond the `top` of each field into one; whether there are any.
pub(super) fn fold(sides: &mut [Side], tally: &Tally, measure: Measure, top: usize) -> bool {
    let space = Space::new(sides.iter().map(Side::size));
    let figures = figures(tally, measure);
    let mut has_any = false;
    for (place, side) in sides
        .iter_mut()
        .enumerate()
        .filter(|(_, it)| !it.is_ordered)
    {
        let weights = weights(place, &space, (tally, &figures), measure);
        let mut named = present(&tally.totals[place]);
        named.retain(|category| *category != NOT_STATED);
        sort(&mut named, side, &weights);
        if named.len() <= top {
            continue;
        }
        has_any = true;
        let mut folded: Vec<u32> = (0..=side.others()).collect();
        for category in named.split_off(top) {
            folded[category as usize] = side.others();
        }
        side.folded = Some(folded);
    }
    has_any
}

/// The table of what was added up.
pub(super) fn made(sides: &[Side], tally: &Tally, measure: Measure) -> Table {
    let space = Space::new(sides.iter().map(Side::size));
    let figures = figures(tally, measure);
    let mut axes = Vec::with_capacity(sides.len());
    let mut places: Vec<HashMap<usize, usize>> = Vec::with_capacity(sides.len());
    for (place, side) in sides.iter().enumerate() {
        let weights = weights(place, &space, (tally, &figures), measure);
        let mut categories = present(&tally.totals[place]);
        sort(&mut categories, side, &weights);
        let numbered = categories.iter().enumerate();
        places.push(
            numbered
                .map(|(at, category)| (*category as usize, at))
                .collect(),
        );
        axes.push(axis(
            side,
            &categories,
            &tally.totals[place],
            tally.has_several[place],
        ));
    }
    let cells = figures.into_iter().map(|(cell, count, amount)| {
        let at = space.places(cell).into_iter().zip(&places);
        let at = at.map(|(category, places)| places.get(&category).copied().unwrap_or_default());
        Cell {
            places: at.collect(),
            count,
            amount,
        }
    });
    let mut cells: Vec<Cell> = cells.collect();
    cells.sort_unstable_by(|a, b| a.places.cmp(&b.places));
    Table {
        axes,
        cells,
        ..Table::default()
    }
}

fn axis(side: &Side, categories: &[u32], totals: &[u64], has_several: bool) -> Axis {
    let named = |category: u32| match category {
        NOT_STATED => Category::NotStated,
        category if category == side.others() => Category::Others,
        category => Category::Value(side.names.name(category)),
    };
    let total = |category: &u32| totals.get(*category as usize).copied().unwrap_or_default();
    let folded = side.folded.iter().flatten().enumerate();
    let folded = folded.filter(|(at, category)| *at as u128 != u128::from(**category));
    Axis {
        categories: categories.iter().copied().map(named).collect(),
        totals: categories.iter().map(total).collect(),
        folded: folded.count(),
        has_several,
    }
}

/// The categories that occur.
fn present(totals: &[u64]) -> Vec<u32> {
    let numbered = (0..).zip(totals);
    let occurring = numbered.filter(|(_, total)| **total > 0);
    occurring.map(|(category, _)| category).collect()
}

/// By their own order, or the weightiest first; all others behind, what is not stated last.
fn sort(categories: &mut [u32], side: &Side, weights: &[f64]) {
    let rank = |category: u32| match category {
        NOT_STATED => 2,
        category if category == side.others() => 1,
        _ => 0,
    };
    let weight = |category: u32| weights.get(category as usize).copied().unwrap_or_default();
    categories.sort_by(|a, b| {
        let by_rank = rank(*a).cmp(&rank(*b));
        if side.is_ordered {
            return by_rank.then(a.cmp(b));
        }
        let by_weight = weight(*b).total_cmp(&weight(*a));
        by_rank
            .then(by_weight)
            .then_with(|| side.names.name(*a).cmp(&side.names.name(*b)))
    });
}

/// What the categories of a side are put in order by: what they are worth, else how many there are.
#[expect(clippy::cast_precision_loss, reason = "it only orders")]
fn weights(
    place: usize,
    space: &Space,
    (tally, figures): (&Tally, &[Figures]),
    measure: Measure,
) -> Vec<f64> {
    let totals = &tally.totals[place];
    if !measure.is_of_contracts() {
        return totals.iter().map(|total| *total as f64).collect();
    }
    let mut weights = vec![0.0; totals.len()];
    for (cell, _, amount) in figures {
        let category = space.places(*cell).get(place).copied().unwrap_or_default();
        if let Some(weight) = weights.get_mut(category) {
            *weight += amount.unwrap_or_default();
        }
    }
    weights
}

/// Count and amount of every cell in which something is.
fn figures(tally: &Tally, measure: Measure) -> Vec<Figures> {
    let mut cells: HashMap<u128, (u64, Option<f64>)> = tally
        .counts
        .cells()
        .map(|(cell, count)| (cell, (count, None)))
        .collect();
    let mut sorted = tally.figures.clone();
    sorted.sort_unstable();
    if measure == Measure::Families {
        sorted.dedup();
    }
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        let (count, amount) = cells.entry(group[0].0).or_default();
        match measure {
            Measure::Families => *count += group.len() as u64,
            Measure::Price => {
                *count += group.len() as u64;
                *amount = Some(median(group));
            }
            _ => *amount = Some(sum(group)),
        }
    }
    let figures = cells.into_iter();
    figures
        .map(|(cell, (count, amount))| (cell, count, amount))
        .collect()
}

/// The median of prices that are told twice as high, in order.
#[expect(clippy::cast_precision_loss, reason = "prices are far below 2^53")]
fn median(prices: &[(u128, i64)]) -> f64 {
    let middle = prices.len() / 2;
    let upper = prices.get(middle).map_or(0, |(_, price)| *price);
    let lower = if prices.len().is_multiple_of(2) {
        prices
            .get(middle.wrapping_sub(1))
            .map_or(upper, |(_, price)| *price)
    } else {
        upper
    };
    (upper as f64 + lower as f64) / 4.0
}

/// The sum of amounts in fen, in yuan.
#[expect(clippy::cast_precision_loss, reason = "sums are far below 2^53")]
fn sum(amounts: &[(u128, i64)]) -> f64 {
    let fen: i128 = amounts.iter().map(|(_, amount)| i128::from(*amount)).sum();
    fen as f64 / 100.0
}
