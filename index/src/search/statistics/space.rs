//! The cells of a table as one number each, in the order of their places.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Cells that are counted in one vector; of larger tables only those in which something is.
const MAX_DENSE: u128 = 1 << 21;

/// How many places each side has.
#[derive(Debug, Clone)]
pub(super) struct Space {
    sizes: Vec<u128>,
}

/// Counts by cell.
pub(super) enum Counts {
    Dense(Vec<u64>),
    Sparse(HashMap<u128, u64, BuildHasherDefault<Mixer>>),
}

impl Space {
    pub(super) fn new(sizes: impl Iterator<Item = usize>) -> Self {
        Self {
            sizes: sizes.map(|size| size as u128).collect(),
        }
    }

    /// Whether the number of every cell is one of 64 bits.
    pub(super) fn is_narrow(&self) -> bool {
        u64::try_from(self.sizes.iter().product::<u128>()).is_ok()
    }

    /// The cell behind `before`, at a place of the side `axis`.
    pub(super) fn step(&self, before: u128, axis: usize, place: u32) -> u128 {
        let size = self.sizes.get(axis).copied().unwrap_or(1);
        before * size + u128::from(place)
    }

    /// The places of a cell on each side.
    pub(super) fn places(&self, mut cell: u128) -> Vec<usize> {
        let mut places: Vec<usize> = vec![0; self.sizes.len()];
        for (place, size) in places.iter_mut().zip(&self.sizes).rev() {
            *place = usize::try_from(cell % size).unwrap_or_default();
            cell /= size;
        }
        places
    }

    /// No counts yet.
    pub(super) fn counts(&self) -> Counts {
        let cells = self.sizes.iter().product::<u128>();
        match usize::try_from(cells) {
            Ok(cells) if cells as u128 <= MAX_DENSE => Counts::Dense(vec![0; cells]),
            _ => Counts::Sparse(HashMap::default()),
        }
    }
}

impl Counts {
    #[inline]
    pub(super) fn add(&mut self, cell: u128, count: u64) {
        match self {
            Self::Dense(counts) => {
                let place = usize::try_from(cell).unwrap_or(usize::MAX);
                if let Some(known) = counts.get_mut(place) {
                    *known += count;
                }
            }
            Self::Sparse(counts) => *counts.entry(cell).or_default() += count,
        }
    }

    /// These with others of the same space.
    pub(super) fn and(mut self, other: Self) -> Self {
        match (&mut self, other) {
            (Self::Dense(counts), Self::Dense(others)) => {
                for (count, other) in counts.iter_mut().zip(others) {
                    *count += other;
                }
            }
            (_, other) => {
                for (cell, count) in other.into_cells() {
                    self.add(cell, count);
                }
            }
        }
        self
    }

    /// The cells in which something is, in their order.
    pub(super) fn into_cells(self) -> Vec<(u128, u64)> {
        match self {
            Self::Dense(counts) => {
                let cells = (0..).zip(counts);
                cells.filter(|(_, count)| *count > 0).collect()
            }
            Self::Sparse(counts) => {
                let mut cells: Vec<(u128, u64)> = counts.into_iter().collect();
                cells.sort_unstable();
                cells
            }
        }
    }
}

/// Hashes the number of a cell: nobody outside chooses these, and there are millions.
#[derive(Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }

    fn write_u128(&mut self, number: u128) {
        let bytes = number.to_le_bytes();
        for half in bytes.as_chunks::<8>().0 {
            self.write_u64(u64::from_le_bytes(*half));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_again_by_its_places() {
        for sizes in [vec![], vec![5], vec![3, 4], vec![30_000, 70_000, 120_000]] {
            let space = Space::new(sizes.iter().copied());
            let last: Vec<usize> = sizes.iter().map(|size| size - 1).collect();
            let mut cell = 0;
            for (axis, place) in last.iter().enumerate() {
                cell = space.step(cell, axis, u32::try_from(*place).unwrap_or_default());
            }
            assert_eq!(space.places(cell), last);
            let counted = |number: u64| {
                let mut counts = space.counts();
                counts.add(cell, number);
                counts.add(cell, 1);
                counts
            };
            assert_eq!(counted(2).and(counted(4)).into_cells(), [(cell, 8)]);
        }
    }
}
