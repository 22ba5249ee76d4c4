//! From what was added up to a table: the axes, and the figures of every cell.

use super::counter::Tally;
use super::placed::Placed;
use super::space::Space;
use crate::statistics::{Axis, Cell, Measure, Table};

/// A cell and its figures.
type Figures = (u128, u64, Option<f64>);

/// The table of what was added up.
pub(super) fn made(sides: Vec<Placed>, tally: Tally, space: &Space, measure: Measure) -> Table {
    let figures = figures(tally.counts.into_cells(), tally.figures, measure);
    let cells = figures.into_iter().map(|(cell, count, amount)| Cell {
        places: space.places(cell),
        count,
        amount,
    });
    let cells = cells.collect();
    let counted = tally.others.into_iter().zip(tally.has_several);
    let axes = sides
        .into_iter()
        .zip(counted)
        .map(|(mut side, (others, has_several))| {
            let folded = side.folded.map(|(place, folded)| {
                side.totals[place as usize] = others;
                folded
            });
            Axis {
                folded: folded.unwrap_or_default(),
                categories: side.categories,
                totals: side.totals,
                has_several,
            }
        });
    Table {
        axes: axes.collect(),
        cells,
        ..Table::default()
    }
}

/// Count and amount of every cell in which something is, in the order of the cells.
fn figures(
    counts: Vec<(u128, u64)>,
    mut figures: Vec<(u128, i64)>,
    measure: Measure,
) -> Vec<Figures> {
    figures.sort_unstable();
    if measure == Measure::Families {
        figures.dedup();
    }
    let groups = figures.chunk_by(|a, b| a.0 == b.0);
    let groups = groups.map(|group| {
        let number = group.len() as u64;
        let (count, amount) = match measure {
            Measure::Price => (number, Some(median(group))),
            Measure::Amount | Measure::TechnologyAmount => (0, Some(sum(group))),
            Measure::Families | Measure::Listings => (number, None),
        };
        (group[0].0, count, amount)
    });
    let counts = counts.into_iter().map(|(cell, count)| (cell, count, None));
    let mut all: Vec<Figures> = counts.chain(groups).collect();
    all.sort_unstable_by_key(|(cell, ..)| *cell);
    all.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
            kept.2 = kept.2.or(next.2);
        }
        is_same
    });
    all
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
