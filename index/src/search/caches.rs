//! What searches have read of the index and the catalogue, for those to come.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;

use super::collect::TallyOfAll;
use super::{latin, values};
use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::request::Facet;

/// What has been read, as far as it has been asked for.
#[derive(Default)]
pub(crate) struct Caches {
    /// Facet values of whole segments.
    pub(super) values: RefCell<values::Cache>,
    /// The tally of all records.
    pub(super) tally_of_all: RefCell<TallyOfAll>,
    /// Latin words that unknown ones have been compared with.
    pub(super) latin: RefCell<latin::Cache>,
    /// Values of the facets by number.
    named_values: RefCell<HashMap<Facet, Arc<Vec<String>>>>,
}

impl Caches {
    /// Forgets what is known of segments that are gone.
    pub(crate) fn retain(&self, is_there: impl Fn(&SegmentId) -> bool) {
        let mut values = self.values.borrow_mut();
        values.retain(|(segment, _), _| is_there(segment));
        let mut latin = self.latin.borrow_mut();
        latin.retain(|(segment, _), _| is_there(segment));
    }

    /// The values of a facet by number, at least `needed` of them where there are that many.
    pub(super) fn facet_values(
        &self,
        catalogue: &Catalogue,
        facet: Facet,
        needed: usize,
    ) -> Result<Arc<Vec<String>>> {
        let mut cache = self.named_values.borrow_mut();
        let known = cache.entry(facet).or_default();
        if known.len() < needed {
            let more = catalogue.facet_values(facet, known.len())?;
            Arc::make_mut(known).extend(more);
        }
        Ok(Arc::clone(known))
    }
}
