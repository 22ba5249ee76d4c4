//! The values of all facets of a segment in one list, document after document.
//!
//! Counting reads every value of every matching document. With a list for each facet that would be
//! two places in memory for each of them; with one list it is one for all.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::inner_error::Result;
use crate::request::Facet;
use crate::schema;
use crate::search::parallel::{Piece, on_threads, shares};
use crate::search::values::Values;

/// Documents that are read at a time.
const BLOCK: DocId = 4096;

/// Bytes of a value where they are enough: they are for eight million values of all facets.
const NARROW: usize = 3;
/// Bytes of a value where those are too few.
const WIDE: usize = 4;

/// The values of all facets of the index in one segment.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Where the values of a document begin; one more than there are documents.
    starts: Vec<u32>,
    /// Values, each of `width` bytes, the lowest first: the place in `bases`, then whether the record
    /// was given the value itself.
    bytes: Vec<u8>,
    width: usize,
    /// Where the numbers of each facet begin, and the end of the last.
    bases: Vec<usize>,
    /// How often spellings of names occur, by place of the facet and number.
    frequencies: Vec<Vec<u32>>,
}

/// Where the values of one facet are read.
pub(super) enum Numbers {
    /// As the index has them.
    Column(Column<u64>),
    /// With one number for spellings that are one.
    Grouped(Values),
}

impl Numbers {
    /// Those of the index.
    pub(super) fn open(segment: &SegmentReader, facet: Facet) -> Result<Self> {
        let column = segment.fast_fields().u64(schema::column_name(facet))?;
        Ok(Self::Column(column))
    }

    fn into_frequency(self) -> Vec<u32> {
        match self {
            Self::Column(_) => Vec::new(),
            Self::Grouped(values) => values.into_frequency(),
        }
    }

    /// How many values are numbered, as far as is known from these.
    fn numbered(&self) -> usize {
        match self {
            Self::Column(column) if column.values.num_vals() == 0 => 0,
            Self::Column(column) => {
                let highest = u32::try_from(column.max_value()).unwrap_or(u32::MAX);
                schema::ordinal(highest) + 1
            }
            Self::Grouped(values) => values.numbered(),
        }
    }
}

/// A value of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedValue {
    /// The place of its facet in [`Facet::ALL`].
    pub(super) facet: usize,
    /// Its number.
    pub(super) number: usize,
    /// Whether the record was given the value itself, not only one below it.
    pub(super) is_assigned: bool,
}

impl Packed {
    /// Reads the values of a segment with this many documents; `facets` in the order of
    /// [`Facet::INDEXED`].
    pub(super) fn read(facets: Vec<Numbers>, documents: DocId) -> Self {
        let mut bases = vec![0];
        let mut end = 0;
        for facet in &facets {
            end += facet.numbered();
            bases.push(end);
        }
        let is_narrow = end < 1 << (8 * NARROW - 1);
        let width = if is_narrow { NARROW } else { WIDE };
        let pieces = shares(&[documents]).into_iter().flatten();
        let parts = on_threads(pieces.collect(), |piece: Piece| {
            part(&facets, (&bases, width), piece.documents)
        });
        let mut packed = Self {
            starts: Vec::with_capacity(documents as usize + 1),
            bytes: Vec::with_capacity(parts.iter().map(|(_, bytes)| bytes.len()).sum()),
            width,
            bases,
            frequencies: Vec::new(),
        };
        for (lengths, bytes) in parts {
            let mut end = as_number(packed.bytes.len() / width);
            for length in lengths {
                packed.starts.push(end);
                end += length;
            }
            packed.bytes.extend(bytes);
        }
        packed.starts.push(as_number(packed.bytes.len() / width));
        packed.frequencies = facets.into_iter().map(Numbers::into_frequency).collect();
        packed
    }

    /// How often spellings of the names of a facet occur, by number.
    pub(super) fn frequency(&self, facet: Facet) -> &[u32] {
        let place = Facet::INDEXED.iter().position(|it| *it == facet);
        let known = place.and_then(|place| self.frequencies.get(place));
        known.map_or(&[], Vec::as_slice)
    }

    /// Where the values of each facet begin among all of the segment, and the end of the last.
    pub(super) fn bases(&self) -> &[usize] {
        &self.bases
    }

    /// Tells where every value of some documents stands among all of the segment, or every value that
    /// they were given themselves.
    pub(super) fn each_place(
        &self,
        documents: &[DocId],
        only_assigned: bool,
        tell: impl FnMut(usize),
    ) {
        // What is known when the program is compiled is not asked for every value.
        match (self.width, only_assigned) {
            (NARROW, false) => self.each_place_of::<NARROW, false>(documents, tell),
            (NARROW, true) => self.each_place_of::<NARROW, true>(documents, tell),
            (_, false) => self.each_place_of::<WIDE, false>(documents, tell),
            (_, true) => self.each_place_of::<WIDE, true>(documents, tell),
        }
    }

    fn each_place_of<const WIDTH: usize, const ONLY_ASSIGNED: bool>(
        &self,
        documents: &[DocId],
        mut tell: impl FnMut(usize),
    ) {
        for &document in documents {
            for value in self.bytes_of(document).as_chunks::<WIDTH>().0 {
                let value = number_of(value);
                if !ONLY_ASSIGNED || value & 1 == 1 {
                    tell((value >> 1) as usize);
                }
            }
        }
    }

    fn bytes_of(&self, document: DocId) -> &[u8] {
        let at = document as usize;
        let bytes = match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => {
                let (start, end) = (start as usize * self.width, end as usize * self.width);
                self.bytes.get(start..end)
            }
            _ => None,
        };
        bytes.unwrap_or_default()
    }

    /// The values of a document, facet by facet.
    pub(super) fn of(&self, document: DocId) -> impl Iterator<Item = PackedValue> {
        let mut facet = 0;
        let values = self.bytes_of(document).chunks_exact(self.width);
        values.map(move |bytes| {
            let value = number_of(bytes);
            let place = (value >> 1) as usize;
            while self.bases.get(facet + 1).is_some_and(|end| place >= *end) {
                facet += 1;
            }
            PackedValue {
                facet,
                number: place - self.bases.get(facet).copied().unwrap_or(0),
                is_assigned: value & 1 == 1,
            }
        })
    }
}

/// The number of up to four bytes, the lowest first.
fn number_of(bytes: &[u8]) -> u32 {
    let highest_first = bytes.iter().rev();
    highest_first.fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

/// The numbers of values of documents, and their values as [`Packed`] holds them.
fn part(
    facets: &[Numbers],
    (bases, width): (&[usize], usize),
    documents: Range<DocId>,
) -> (Vec<u32>, Vec<u8>) {
    let (mut lengths, mut bytes) = (Vec::with_capacity(documents.len()), Vec::new());
    let mut blocks: Vec<Block> = facets.iter().map(|_| Block::default()).collect();
    let mut start = documents.start;
    while start < documents.end {
        let end = start.saturating_add(BLOCK).min(documents.end);
        for (facet, block) in facets.iter().zip(&mut blocks) {
            block.read(facet, start..end);
        }
        for document in 0..(end - start) as usize {
            let before = bytes.len();
            for (base, block) in bases.iter().zip(&blocks) {
                for value in block.of(document) {
                    // The lowest bit says whether the value is assigned: it stays where it is.
                    let value = value + (as_number(*base) << 1);
                    bytes.extend(value.to_le_bytes().into_iter().take(width));
                }
            }
            lengths.push(as_number((bytes.len() - before) / width));
        }
        start = end;
    }
    (lengths, bytes)
}

/// The values of one facet of a block of documents.
#[derive(Default)]
struct Block {
    starts: Vec<u32>,
    values: Vec<u32>,
    wide: Vec<u64>,
}

impl Block {
    fn read(&mut self, facet: &Numbers, documents: Range<DocId>) {
        self.starts.clear();
        self.values.clear();
        match facet {
            Numbers::Grouped(values) => {
                for document in documents {
                    self.starts.push(as_number(self.values.len()));
                    self.values.extend_from_slice(values.of(document));
                }
            }
            Numbers::Column(column) => self.read_column(column, documents),
        }
        self.starts.push(as_number(self.values.len()));
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a facet has fewer than 2^26 values"
    )]
    fn read_column(&mut self, column: &Column<u64>, documents: Range<DocId>) {
        let (mut first, mut end) = (None, 0);
        for document in documents {
            let rows = column.index.value_row_ids(document);
            if rows.is_empty() {
                self.starts.push(end);
                continue;
            }
            let first = *first.get_or_insert(rows.start);
            self.starts.push(rows.start - first);
            end = rows.end - first;
        }
        self.wide.resize(end as usize, 0);
        if let Some(first) = first {
            column.values.get_range(u64::from(first), &mut self.wide);
        }
        self.values
            .extend(self.wide.iter().map(|value| *value as u32));
    }

    fn of(&self, document: usize) -> &[u32] {
        match (self.starts.get(document), self.starts.get(document + 1)) {
            (Some(&start), Some(&end)) => self.values.get(start as usize..end as usize),
            _ => None,
        }
        .unwrap_or_default()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a segment has fewer than 2^32 values"
)]
const fn as_number(length: usize) -> u32 {
    length as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of two facets in three documents.
    fn packed(highest: u32) -> Packed {
        let first: [&[u32]; 3] = [&[2, 5], &[], &[0]];
        let second: [&[u32]; 3] = [&[highest], &[1], &[]];
        let numbers = |values: [&'static [u32]; 3]| Values::of_documents(&values);
        Packed::read(
            vec![
                Numbers::Grouped(numbers(first)),
                Numbers::Grouped(Values::of_documents(&second)),
            ],
            3,
        )
    }

    #[test]
    fn values_come_out_of_three_bytes_or_four_as_they_went_in() {
        for highest in [7, (1 << 23) - 1, (1 << 24) - 1, (1 << 27) - 2] {
            let packed = packed(highest);
            let read = |document| -> Vec<(usize, usize, bool)> {
                let values = packed.of(document);
                values
                    .map(|it| (it.facet, it.number, it.is_assigned))
                    .collect()
            };
            let last = (1, (highest >> 1) as usize, highest & 1 == 1);
            assert_eq!(read(0), [(0, 1, false), (0, 2, true), last], "{highest}");
            assert_eq!(read(1), [(1, 0, true)], "{highest}");
            assert_eq!(read(2), [(0, 0, false)], "{highest}");
            assert_eq!(read(3), [], "{highest}");
        }
        assert_eq!((packed(7).width, packed(1 << 25).width), (NARROW, WIDE));
    }
}
