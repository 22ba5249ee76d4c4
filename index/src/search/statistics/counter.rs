//! Adds up listings and contracts, cell by cell.

use tantivy::DocId;
use tantivy::columnar::Column;

use super::found::Part;
use super::side::{Reader, Side};
use super::space::{Counts, Space};
use crate::inner_error::Result;
use crate::schema::Number;
use crate::search::answer::Search;
use crate::search::interrupt::Interrupt;
use crate::search::parallel::on_threads;
use crate::statistics::{DealFigures, Measure};

/// What is read of one segment.
struct Readers {
    sides: Vec<Reader>,
    /// Families, or the two ends of prices.
    figures: Vec<Column<i64>>,
}

/// Counts by cell, and what else is needed for a table.
pub(super) struct Tally {
    pub(super) counts: Counts,
    /// Families, prices (twice the middle), amounts (fen), each in its cell.
    pub(super) figures: Vec<(u128, i64)>,
    /// Listings or contracts by side and category.
    pub(super) totals: Vec<Vec<u64>>,
    /// Whether anything is in several categories of a side.
    pub(super) has_several: Vec<bool>,
    /// Listings or contracts that were counted.
    pub(super) items: u64,
    pub(super) without_amount: u64,
}

/// What a listing or contract adds to its cells.
#[derive(Clone, Copy)]
enum Figure {
    /// One.
    One,
    /// A figure of its own, and no count.
    Alone(i64),
    /// One, and a figure.
    Beside(i64),
}

/// Counts along some sides.
pub(super) struct Counter<'a> {
    sides: &'a [Side],
    pub(super) space: Space,
    readers: Vec<Readers>,
    measure: Measure,
}

/// What is counted: a listing, or a deal of one by its place among all deals.
#[derive(Clone, Copy)]
struct Item<'a> {
    readers: &'a Readers,
    place: (u32, DocId),
    deal: Option<usize>,
}

/// Room that is used again for every listing.
#[derive(Default)]
struct Scratch {
    categories: Vec<u32>,
    cells: Vec<u128>,
    longer: Vec<u128>,
}

impl<'a> Counter<'a> {
    pub(super) fn new(search: &Search<'_>, sides: &'a [Side], measure: Measure) -> Result<Self> {
        let columns: &[Number] = match measure {
            Measure::Families => &[Number::Family],
            Measure::Price => &[Number::PriceMin, Number::PriceMax],
            _ => &[],
        };
        let segments = search.snapshot.searcher.segment_readers().iter();
        let readers = segments.map(|segment| {
            let fast = segment.fast_fields();
            Ok(Readers {
                sides: sides
                    .iter()
                    .map(|side| side.reader(search, segment))
                    .collect::<Result<_>>()?,
                figures: columns
                    .iter()
                    .map(|number| fast.i64(number.name()))
                    .collect::<tantivy::Result<_>>()?,
            })
        });
        Ok(Self {
            sides,
            space: Space::new(sides.iter().map(Side::size)),
            readers: readers.collect::<Result<_>>()?,
            measure,
        })
    }

    /// Counts listings, a share on each thread.
    pub(super) fn listings(&self, found: &[Vec<Part>], interrupt: Interrupt<'_>) -> Result<Tally> {
        let tallies = on_threads(found.iter().collect(), |parts| {
            let (mut tally, mut scratch) = (self.empty(), Scratch::default());
            let mut steps = interrupt.steps();
            for part in parts {
                let readers = &self.readers[part.segment];
                let segment = u32::try_from(part.segment).unwrap_or(u32::MAX);
                for &document in &part.documents {
                    steps.step()?;
                    if let Some(figure) = self.figure(readers, document) {
                        let item = Item {
                            readers,
                            place: (segment, document),
                            deal: None,
                        };
                        self.add(item, figure, &mut tally, &mut scratch);
                    }
                }
            }
            Result::Ok(tally)
        });
        let mut tallies = tallies.into_iter();
        tallies.try_fold(self.empty(), |sum, tally| Ok(sum.and(tally?)))
    }

    /// Counts contracts: each with its place among all deals, and the place of its listing.
    pub(super) fn contracts<'d>(
        &self,
        contracts: impl Iterator<Item = (usize, &'d DealFigures, (u32, DocId))>,
    ) -> Tally {
        let (mut tally, mut scratch) = (self.empty(), Scratch::default());
        for (number, deal, place) in contracts {
            let amount = match self.measure {
                Measure::TechnologyAmount => deal.technology_amount,
                _ => deal.amount,
            };
            let amount = amount.and_then(|amount| i64::try_from(amount).ok());
            tally.without_amount += u64::from(amount.is_none());
            let Some(readers) = self.readers.get(place.0 as usize) else {
                continue;
            };
            let item = Item {
                readers,
                place,
                deal: Some(number),
            };
            let figure = amount.map_or(Figure::One, Figure::Beside);
            self.add(item, figure, &mut tally, &mut scratch);
        }
        tally
    }

    fn empty(&self) -> Tally {
        Tally {
            counts: self.space.counts(),
            figures: Vec::new(),
            totals: self.sides.iter().map(|side| vec![0; side.size()]).collect(),
            has_several: vec![false; self.sides.len()],
            items: 0,
            without_amount: 0,
        }
    }

    /// What a listing adds to its cells; `None` where it is not counted.
    fn figure(&self, readers: &Readers, document: DocId) -> Option<Figure> {
        let number = |place: usize| readers.figures.get(place)?.first(document);
        match self.measure {
            Measure::Families => Some(number(0).map_or(Figure::One, Figure::Alone)),
            Measure::Price => Some(Figure::Alone(number(0)?.checked_add(number(1)?)?)),
            _ => Some(Figure::One),
        }
    }

    fn add(&self, item: Item<'_>, figure: Figure, tally: &mut Tally, scratch: &mut Scratch) {
        tally.items += 1;
        scratch.cells.clear();
        scratch.cells.push(0);
        for (axis, (side, reader)) in self.sides.iter().zip(&item.readers.sides).enumerate() {
            side.categories(reader, item.place, item.deal, &mut scratch.categories);
            tally.has_several[axis] |= scratch.categories.len() > 1;
            scratch.longer.clear();
            for &category in &scratch.categories {
                if let Some(total) = tally.totals[axis].get_mut(category as usize) {
                    *total += 1;
                }
                let cells = scratch.cells.iter();
                let longer = cells.map(|cell| self.space.step(*cell, axis, category));
                scratch.longer.extend(longer);
            }
            std::mem::swap(&mut scratch.cells, &mut scratch.longer);
        }
        for &cell in &scratch.cells {
            match figure {
                Figure::One => tally.counts.add(cell, 1),
                Figure::Alone(figure) => tally.figures.push((cell, figure)),
                Figure::Beside(figure) => {
                    tally.counts.add(cell, 1);
                    tally.figures.push((cell, figure));
                }
            }
        }
    }
}

impl Tally {
    fn and(mut self, other: Self) -> Self {
        for (cell, count) in other.counts.cells() {
            self.counts.add(cell, count);
        }
        self.figures.extend(other.figures);
        for (totals, others) in self.totals.iter_mut().zip(&other.totals) {
            for (total, other) in totals.iter_mut().zip(others) {
                *total += other;
            }
        }
        for (several, other) in self.has_several.iter_mut().zip(&other.has_several) {
            *several |= other;
        }
        self.items += other.items;
        self.without_amount += other.without_amount;
        self
    }
}
