//! Facet values of whole segments in memory: broad queries read millions of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use crate::request::Facet;
use crate::schema;
use crate::search::groups::Groups;

/// The values of one facet in one segment, document after document.
#[derive(Debug)]
pub(crate) struct Values {
    /// Where the values of a document begin; one more than there are documents. `None` where every
    /// document has one value.
    starts: Option<Vec<u32>>,
    numbers: Vec<u32>,
    /// How often spellings occur, by number, where several are one value.
    frequency: Vec<u32>,
    /// The documents that have any, in order, where those are few; else all documents of the segment.
    documents: Option<Vec<DocId>>,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a segment has fewer than 2^32 values, a facet fewer than 2^31"
)]
impl Values {
    fn read(column: &Column<u64>, documents: DocId) -> Self {
        let mut wide = vec![0; column.values.num_vals() as usize];
        column.values.get_range(0, &mut wide);
        let starts = (!column.index.get_cardinality().is_full()).then(|| {
            let mut starts = Vec::with_capacity(documents as usize + 1);
            let mut end = 0;
            for document in 0..documents {
                starts.push(end);
                let rows = column.index.value_row_ids(document);
                end += rows.end - rows.start;
            }
            starts.push(end);
            starts
        });
        let numbers = wide.into_iter().map(|value| value as u32).collect();
        Self {
            starts,
            numbers,
            frequency: Vec::new(),
            documents: None,
        }
    }

    /// Values of the few documents that have any, in order.
    pub(super) fn sparse(found: &[(DocId, &[u32])]) -> Self {
        let mut starts = vec![0];
        let mut all = Vec::new();
        for (_, numbers) in found {
            all.extend_from_slice(numbers);
            starts.push(all.len() as u32);
        }
        Self {
            starts: Some(starts),
            numbers: all,
            frequency: Vec::new(),
            documents: Some(found.iter().map(|(document, _)| *document).collect()),
        }
    }

    /// Those of some documents, in order, that may have any.
    pub(super) fn among<'a>(&'a self, documents: &'a [DocId]) -> Cow<'a, [DocId]> {
        let (Some(few), Some(first), Some(last)) =
            (&self.documents, documents.first(), documents.last())
        else {
            return Cow::Borrowed(documents);
        };
        let start = few.partition_point(|document| document < first);
        let end = few.partition_point(|document| document <= last);
        let few = few.get(start..end).unwrap_or_default();
        // The fewer are looked up among the more: many keep much, and find little.
        let (fewer, more) = if few.len() < documents.len() {
            (few, documents)
        } else {
            (documents, few)
        };
        let are_there = fewer.iter().filter(|it| more.binary_search(it).is_ok());
        Cow::Owned(are_there.copied().collect())
    }

    /// How many values are numbered as far as is known from these.
    pub(super) fn numbered(&self) -> usize {
        let most = self.numbers.iter().max();
        most.map_or(0, |&value| schema::ordinal(value) + 1)
    }

    /// How often spellings occur, by number.
    pub(super) fn into_frequency(self) -> Vec<u32> {
        self.frequency
    }

    /// Values of documents, as they stand in a column.
    #[cfg(test)]
    pub(super) fn of_documents(documents: &[&[u32]]) -> Self {
        let found: Vec<_> = (0..).zip(documents.iter().copied()).collect();
        Self {
            documents: None,
            ..Self::sparse(&found)
        }
    }

    /// Puts the numbers of groups in the place of those of spellings, each once a document.
    pub(super) fn group(&mut self, groups: &Groups) {
        let mut frequency = vec![0; self.numbered()];
        for &value in &self.numbers {
            if let Some(times) = frequency.get_mut(schema::ordinal(value)) {
                *times += 1;
            }
        }
        let grouped = |value: u32| {
            let group = groups.of(schema::ordinal(value));
            schema::column_value(group, value & 1 == 1) as u32
        };
        if let Some(starts) = &mut self.starts {
            let mut numbers = Vec::with_capacity(self.numbers.len());
            let mut start = 0;
            for end in starts.iter_mut().skip(1) {
                let first = numbers.len();
                let values = self.numbers.get(start..*end as usize).unwrap_or_default();
                for group in values.iter().map(|value| grouped(*value)) {
                    if !numbers[first..].contains(&group) {
                        numbers.push(group);
                    }
                }
                start = *end as usize;
                *end = numbers.len() as u32;
            }
            self.numbers = numbers;
        } else {
            for value in &mut self.numbers {
                *value = grouped(*value);
            }
        }
        self.frequency = frequency;
    }

    /// The column values of a document (see [`schema::column_value`]).
    pub(super) fn of(&self, document: DocId) -> &[u32] {
        let at = match &self.documents {
            None => document as usize,
            Some(few) => match few.binary_search(&document) {
                Ok(at) => at,
                Err(_) => return &[],
            },
        };
        let Some(starts) = &self.starts else {
            return self.numbers.get(at..=at).unwrap_or_default();
        };
        match (starts.get(at), starts.get(at + 1)) {
            (Some(&start), Some(&end)) => self
                .numbers
                .get(start as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// The column values by document, where every document has one.
    pub(super) fn singles(&self) -> Option<&[u32]> {
        self.starts.is_none().then_some(&self.numbers)
    }
}

/// The values that have been read, by segment and facet. Segments never change.
pub(crate) type Cache = HashMap<(SegmentId, Facet), Arc<Values>>;

/// The values of a facet in a segment, as its column has them.
pub(super) fn read(segment: &SegmentReader, facet: Facet) -> tantivy::Result<Values> {
    let column = segment.fast_fields().u64(schema::column_name(facet))?;
    Ok(Values::read(&column, segment.max_doc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_that_have_values_are_found_among_few_and_many() {
        let found: Vec<(DocId, &[u32])> = [2, 5, 9].map(|document| (document, &[1][..])).into();
        let values = Values::sparse(&found);
        let check = |documents: &[DocId], expected: &[DocId]| {
            assert_eq!(&*values.among(documents), expected, "{documents:?}");
        };
        check(&[5], &[5]);
        check(&[3], &[]);
        check(&[0, 1, 2, 3, 4, 5, 6, 7, 8], &[2, 5]);
        check(&[2, 9], &[2, 9]);
        check(&[], &[]);
    }
}
