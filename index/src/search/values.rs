//! Facet values of whole segments in memory: broad queries read millions of them.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use crate::request::Facet;
use crate::schema;

/// The values of one facet in one segment, document after document.
#[derive(Debug)]
pub(crate) struct Values {
    /// Where the values of a document begin; one more than there are documents.
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Values {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a segment has fewer than 2^32 values, a facet fewer than 2^31"
    )]
    fn read(column: &Column<u64>, documents: DocId) -> Self {
        let mut wide = vec![0; column.values.num_vals() as usize];
        column.values.get_range(0, &mut wide);
        let mut starts = Vec::with_capacity(documents as usize + 1);
        let mut end = 0;
        for document in 0..documents {
            starts.push(end);
            let rows = column.index.value_row_ids(document);
            end += rows.end - rows.start;
        }
        starts.push(end);
        let values = wide.into_iter().map(|value| value as u32).collect();
        Self { starts, values }
    }

    /// The column values of a document (see [`schema::column_value`]).
    pub(super) fn of(&self, document: DocId) -> &[u32] {
        let at = document as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => self
                .values
                .get(start as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The values that have been read, by segment and facet. Segments never change.
pub(crate) type Cache = HashMap<(SegmentId, Facet), Arc<Values>>;

/// The values of a facet in a segment, read once.
pub(super) fn values(
    cache: &mut Cache,
    segment: &SegmentReader,
    facet: Facet,
) -> tantivy::Result<Arc<Values>> {
    let key = (segment.segment_id(), facet);
    if let Some(known) = cache.get(&key) {
        return Ok(Arc::clone(known));
    }
    let column = segment.fast_fields().u64(schema::column_name(facet))?;
    let values = Arc::new(Values::read(&column, segment.max_doc()));
    cache.insert(key, Arc::clone(&values));
    Ok(values)
}
