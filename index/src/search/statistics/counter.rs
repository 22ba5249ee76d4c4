//! Adds up what was read, cell by cell.

use super::placed::Placed;
use super::reading::Reading;
use super::space::{Counts, Space};
use super::stream::{Runs, Stream, unmarked};
use crate::search::parallel::on_threads;
use crate::statistics::Measure;

/// Listings that are counted at once: their cells stay in the nearest memory.
const BLOCK: usize = 2_048;

/// Counts by cell, and what else is needed for a table.
pub(super) struct Tally {
    pub(super) counts: Counts,
    /// Families, prices (twice the middle), amounts (fen), each in its cell.
    pub(super) figures: Vec<(u128, i64)>,
    /// Of each side the listings or contracts of all other values, each once.
    pub(super) others: Vec<u64>,
    /// Whether anything is at several places of a side.
    pub(super) has_several: Vec<bool>,
}

/// Counts along sides whose places are known.
pub(super) struct Counter<'a> {
    sides: &'a [Placed],
    pub(super) space: Space,
    measure: Measure,
}

impl<'a> Counter<'a> {
    pub(super) fn new(sides: &'a [Placed], measure: Measure) -> Self {
        Self {
            sides,
            space: Space::new(sides.iter().map(Placed::size)),
            measure,
        }
    }

    /// Counts all that was read, each reading on its own thread.
    pub(super) fn count(&self, readings: &[Reading]) -> Tally {
        let tallies = on_threads(readings.iter().collect(), |reading| self.one(reading));
        let all = tallies.into_iter().reduce(Tally::and);
        all.unwrap_or_else(|| self.empty())
    }

    fn empty(&self) -> Tally {
        Tally {
            counts: self.space.counts(),
            figures: Vec::new(),
            others: vec![0; self.sides.len()],
            has_several: vec![false; self.sides.len()],
        }
    }

    fn one(&self, reading: &Reading) -> Tally {
        let mut tally = self.empty();
        let only = reading.streams.first();
        if let Some((stream, singles)) = only.and_then(|it| Some((it, it.singles()?))) {
            self.count_singles(&singles, &mut tally);
            for run in stream.runs() {
                let mut cells = vec![0];
                self.step(0, run, &mut cells, &mut tally);
                self.add(&cells, None, &mut tally);
            }
            return tally;
        }
        if self.count_single_cells(reading, &mut tally) {
            return tally;
        }
        let mut runs: Vec<Runs<'_>> = reading.streams.iter().map(Stream::runs).collect();
        let mut cells = Vec::new();
        let mut figures = reading.figures.iter().copied();
        let sizes: Vec<u64> = self.sides.iter().map(|it| it.size() as u64).collect();
        let is_narrow = self.space.is_narrow();
        for _ in 0..reading.items {
            let figure = figures.next().flatten();
            let cell = self.single_cell(&runs, &sizes).filter(|_| is_narrow);
            if let Some(cell) = cell {
                self.pass_single(&mut runs, &mut tally);
                self.add(&[u128::from(cell)], figure, &mut tally);
                continue;
            }
            cells.clear();
            cells.push(0);
            for (axis, runs) in runs.iter_mut().enumerate() {
                let run = runs.next().unwrap_or_default();
                self.step(axis, run, &mut cells, &mut tally);
            }
            self.add(&cells, figure, &mut tally);
        }
        tally
    }

    /// The cell of the next listing, where that has a single category on every side.
    #[inline]
    fn single_cell(&self, runs: &[Runs<'_>], sizes: &[u64]) -> Option<u64> {
        let mut cell = 0_u64;
        for ((side, runs), size) in self.sides.iter().zip(runs).zip(sizes) {
            let place = side.place(runs.single()?);
            cell = cell.wrapping_mul(*size).wrapping_add(u64::from(place));
        }
        Some(cell)
    }

    /// Goes past a listing that has a single category on every side.
    #[inline]
    fn pass_single(&self, runs: &mut [Runs<'_>], tally: &mut Tally) {
        for ((side, runs), others) in self.sides.iter().zip(runs).zip(&mut tally.others) {
            if let Some(place) = side.others() {
                let single = runs.single().map(|category| side.place(category));
                *others += u64::from(single == Some(place));
            }
            runs.skip_single();
        }
    }

    /// Counts listings with a single category of the only side, so many of each.
    fn count_singles(&self, singles: &[u32], tally: &mut Tally) {
        for (category, number) in (0..).zip(singles).filter(|(_, number)| **number > 0) {
            let number = u64::from(*number);
            let place = self.sides[0].place(category);
            tally.others[0] += number * u64::from(self.sides[0].others() == Some(place));
            tally.counts.add(u128::from(place), number);
        }
    }

    /// Counts listings that have a single category on every side, in a table that is counted in one
    /// vector: side by side, many at once. False, and nothing counted, where they are others.
    fn count_single_cells(&self, reading: &Reading, tally: &mut Tally) -> bool {
        let streams = reading.streams.iter().map(Stream::only_singles);
        let (Some(streams), Counts::Dense(counts)) =
            (streams.collect::<Option<Vec<_>>>(), &mut tally.counts)
        else {
            return false;
        };
        if !reading.figures.is_empty() {
            return false;
        }
        let mut block = [0_u32; BLOCK];
        let items = usize::try_from(reading.items).unwrap_or(usize::MAX);
        for start in (0..items).step_by(BLOCK) {
            let cells = &mut block[..BLOCK.min(items - start)];
            cells.fill(0);
            for (side, categories) in self.sides.iter().zip(&streams) {
                let size = u32::try_from(side.size()).unwrap_or(u32::MAX);
                let categories = categories.get(start..).unwrap_or_default();
                for (cell, category) in cells.iter_mut().zip(categories) {
                    let place = side.place(unmarked(*category));
                    *cell = cell.wrapping_mul(size).wrapping_add(place);
                }
            }
            for cell in cells {
                if let Some(count) = counts.get_mut(*cell as usize) {
                    *count += 1;
                }
            }
        }
        for ((side, stream), others) in self
            .sides
            .iter()
            .zip(&reading.streams)
            .zip(&mut tally.others)
        {
            let of_others = (0..).zip(&stream.totals);
            let of_others = of_others.filter(|it| side.others() == Some(side.place(it.0)));
            *others += of_others.map(|(_, total)| u64::from(*total)).sum::<u64>();
        }
        true
    }

    /// Goes on from every cell to the places of a side that a listing has.
    fn step(&self, axis: usize, run: &[u32], cells: &mut Vec<u128>, tally: &mut Tally) {
        let side = &self.sides[axis];
        if let &[one] = run {
            let place = side.place(unmarked(one));
            tally.others[axis] += u64::from(side.others() == Some(place));
            for cell in cells {
                *cell = self.space.step(*cell, axis, place);
            }
            return;
        }
        let (places, has_others) = side.distinct(run);
        tally.has_several[axis] |= places.len() > 1;
        tally.others[axis] += u64::from(has_others);
        let wider = cells.iter().flat_map(|cell| {
            let places = places.iter();
            places.map(|place| self.space.step(*cell, axis, *place))
        });
        *cells = wider.collect();
    }

    /// Adds one listing or contract to its cells.
    #[inline]
    fn add(&self, cells: &[u128], figure: Option<i64>, tally: &mut Tally) {
        let is_counted = figure.is_none() || self.measure.is_of_contracts();
        for &cell in cells {
            if is_counted {
                tally.counts.add(cell, 1);
            }
            tally.figures.extend(figure.map(|figure| (cell, figure)));
        }
    }
}

impl Tally {
    fn and(mut self, other: Self) -> Self {
        self.counts = self.counts.and(other.counts);
        self.figures.extend(other.figures);
        for (sum, other) in self.others.iter_mut().zip(&other.others) {
            *sum += other;
        }
        for (several, other) in self.has_several.iter_mut().zip(&other.has_several) {
            *several |= other;
        }
        self
    }
}
