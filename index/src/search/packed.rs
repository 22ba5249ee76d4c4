//! The values of all facets of a segment in one list, document after document.
//!
//! Counting reads every value of every matching document. With a list for each facet that would be
//! two places in memory for each of them; with one list it is one for all.

use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::inner_error::Result;
use crate::request::Facet;
use crate::schema;
use crate::search::parallel::{Piece, on_threads, shares};
use crate::search::values::Values;

/// Bits of a value's number in its facet, and the one that says whether it is assigned.
const VALUE_BITS: u32 = 27;

/// Documents that are read at a time.
const BLOCK: DocId = 4096;

/// The values of all facets of the index in one segment.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Where the values of a document begin; one more than there are documents.
    starts: Vec<u32>,
    /// Values: the place of their facet, then what its column holds (see [`schema::column_value`]).
    values: Vec<u32>,
    /// How many values of each facet are numbered, as far as is known from these.
    numbered: Vec<usize>,
}

/// Where the values of one facet are read.
pub(super) enum Numbers {
    /// As the index has them.
    Column(Column<u64>),
    /// With one number for spellings that are one.
    Grouped(Arc<Values>),
}

impl Numbers {
    /// Those of the index.
    pub(super) fn open(segment: &SegmentReader, facet: Facet) -> Result<Self> {
        let column = segment.fast_fields().u64(schema::column_name(facet))?;
        Ok(Self::Column(column))
    }
}

/// A value of a document, as [`Packed`] holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedValue(u32);

impl PackedValue {
    /// The place of its facet in [`Facet::ALL`].
    pub(super) const fn facet(self) -> usize {
        (self.0 >> VALUE_BITS) as usize
    }

    /// Its number.
    pub(super) const fn number(self) -> usize {
        schema::ordinal(self.0 & ((1 << VALUE_BITS) - 1))
    }

    /// Whether the record was given the value itself, not only one below it.
    pub(super) const fn is_assigned(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Packed {
    /// Reads the values of a segment with this many documents; `facets` in the order of
    /// [`Facet::INDEXED`].
    pub(super) fn read(facets: &[Numbers], documents: DocId) -> Self {
        let pieces = shares(&[documents]).into_iter().flatten();
        let parts = on_threads(pieces.collect(), |piece: Piece| {
            part(facets, piece.documents)
        });
        let mut packed = Self {
            starts: Vec::with_capacity(documents as usize + 1),
            values: Vec::with_capacity(parts.iter().map(|(_, values)| values.len()).sum()),
            numbered: vec![0; facets.len()],
        };
        for (lengths, values) in parts {
            let mut end = as_number(packed.values.len());
            for length in lengths {
                packed.starts.push(end);
                end += length;
            }
            packed.values.extend(values);
        }
        packed.starts.push(as_number(packed.values.len()));
        for value in packed.values.iter().map(|value| PackedValue(*value)) {
            if let Some(numbered) = packed.numbered.get_mut(value.facet()) {
                *numbered = (*numbered).max(value.number() + 1);
            }
        }
        packed
    }

    /// How many values of the facet in a place are numbered.
    pub(super) fn numbered(&self, facet: usize) -> usize {
        self.numbered.get(facet).copied().unwrap_or(0)
    }

    /// The values of a document.
    pub(super) fn of(&self, document: DocId) -> impl Iterator<Item = PackedValue> {
        let at = document as usize;
        let values = match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => self.values.get(start as usize..end as usize),
            _ => None,
        };
        values
            .unwrap_or_default()
            .iter()
            .map(|value| PackedValue(*value))
    }
}

/// The numbers of values of documents, and their values.
fn part(facets: &[Numbers], documents: Range<DocId>) -> (Vec<u32>, Vec<u32>) {
    let (mut lengths, mut values) = (Vec::with_capacity(documents.len()), Vec::new());
    let mut blocks: Vec<Block> = facets.iter().map(|_| Block::default()).collect();
    let mut start = documents.start;
    while start < documents.end {
        let end = start.saturating_add(BLOCK).min(documents.end);
        for (facet, block) in facets.iter().zip(&mut blocks) {
            block.read(facet, start..end);
        }
        for document in 0..(end - start) as usize {
            let before = values.len();
            for (place, block) in (0_u32..).zip(&blocks) {
                let of_facet = block.of(document).iter();
                values.extend(of_facet.map(|value| place << VALUE_BITS | value));
            }
            lengths.push(as_number(values.len() - before));
        }
        start = end;
    }
    (lengths, values)
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
