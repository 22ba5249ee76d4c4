//! What searches have read of the index and the catalogue, for those to come.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::{Opstamp, Searcher, SegmentReader};

use super::groups::{Groups, Shown};
use super::interrupt::Interrupt;
use super::kinds::Kinds;
use super::labels::Labels;
use super::packed::{Numbers, Packed};
use super::places::Places;
use super::tallies::{Counter, TallyOfAll};
use super::values::Values;
use super::{latin, values};
use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::kept::Kept;
use crate::names::Names;
use crate::request::Facet;
use crate::schema::Fields;

/// A state of the index: its segments, and what is deleted of each.
type State = BTreeMap<SegmentId, Option<Opstamp>>;

/// What has been read, as far as it has been asked for.
#[derive(Default)]
pub(crate) struct Caches {
    /// Values of single facets of whole segments.
    pub(super) values: RefCell<values::Cache>,
    /// Values of all facets of whole segments.
    packed: RefCell<HashMap<SegmentId, Arc<Packed>>>,
    /// Counters that are not in use.
    counters: RefCell<Vec<Counter>>,
    /// The tally of all records.
    pub(super) tally_of_all: RefCell<TallyOfAll>,
    /// Latin words that unknown ones have been compared with.
    pub(super) latin: RefCell<latin::Cache>,
    /// Values of the facets by number.
    named_values: RefCell<HashMap<Facet, Arc<Vec<String>>>>,
    /// What the user says of names.
    names: Names,
    /// Which values of the facets of names are one.
    groups: RefCell<HashMap<Facet, Arc<Groups>>>,
    /// How they are shown.
    shown_names: RefCell<HashMap<Facet, Shown>>,
    /// What kinds of institutions their names say.
    kinds: RefCell<Arc<Kinds>>,
    /// Shortlists, tags and the network in a state of the index, when they have been asked for.
    labels: RefCell<Option<(State, Arc<Labels>)>>,
    /// The places of the network in a state of the index; what the user keeps does not change them.
    network: RefCell<Option<(State, Arc<Places>)>>,
    /// The rows of the achievements that name a dead patent, in a state of the index.
    pub(super) dead_rights: RefCell<Option<(u64, Arc<Vec<u64>>)>>,
}

impl Caches {
    /// Nothing read yet, and names as the user wants them.
    pub(crate) fn with(names: Names) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    /// What the user says of names.
    pub(crate) const fn names(&self) -> &Names {
        &self.names
    }

    /// The values of a facet in a segment, read once; spellings of one name are one value.
    pub(super) fn segment_values(
        &self,
        catalogue: &Catalogue,
        segment: &SegmentReader,
        facet: Facet,
    ) -> Result<Arc<Values>> {
        let key = (segment.segment_id(), facet);
        if let Some(known) = self.values.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let values = Arc::new(self.read_values(catalogue, segment, facet)?);
        self.values.borrow_mut().insert(key, Arc::clone(&values));
        Ok(values)
    }

    fn read_values(
        &self,
        catalogue: &Catalogue,
        segment: &SegmentReader,
        facet: Facet,
    ) -> Result<Values> {
        let mut values = values::read(segment, facet)?;
        if let Some(groups) = self.groups(catalogue, facet, values.numbered())? {
            values.group(&groups);
        }
        Ok(values)
    }

    /// The values of all facets of the index in a segment, read once; spellings of one name are one
    /// value.
    pub(super) fn packed(
        &self,
        catalogue: &Catalogue,
        segment: &SegmentReader,
    ) -> Result<Arc<Packed>> {
        let key = segment.segment_id();
        if let Some(known) = self.packed.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let facets = Facet::INDEXED.map(|facet| {
            if facet.is_of_names() {
                // Not kept beside the packed ones, which are the same.
                let values = self.read_values(catalogue, segment, facet)?;
                Ok(Numbers::Grouped(values))
            } else {
                Numbers::open(segment, facet)
            }
        });
        let facets = facets.into_iter().collect::<Result<Vec<_>>>()?;
        let packed = Arc::new(Packed::read(facets, segment.max_doc()));
        self.packed.borrow_mut().insert(key, Arc::clone(&packed));
        Ok(packed)
    }

    /// Counters to be used, and given back with [`Self::give_back`].
    pub(super) fn counters(&self, number: usize) -> Vec<Counter> {
        let mut idle = self.counters.borrow_mut();
        let mut counters = Vec::with_capacity(number);
        counters.resize_with(number, || idle.pop().unwrap_or_default());
        counters
    }

    /// Takes counters back for the next search.
    pub(super) fn give_back(&self, counters: impl IntoIterator<Item = Counter>) {
        self.counters.borrow_mut().extend(counters);
    }

    /// The groups of a facet of names, of at least `needed` of its values where there are that
    /// many; `None` for other facets.
    pub(super) fn groups(
        &self,
        catalogue: &Catalogue,
        facet: Facet,
        needed: usize,
    ) -> Result<Option<Arc<Groups>>> {
        if !facet.is_of_names() {
            return Ok(None);
        }
        let values = self.facet_values(catalogue, facet, needed)?;
        let mut cache = self.groups.borrow_mut();
        let known = cache.entry(facet).or_default();
        if known.len() < values.len() {
            Arc::make_mut(known).extend(&values, &self.names);
        }
        Ok(Some(Arc::clone(known)))
    }

    /// The values of a facet of names by number, each group in its best spelling.
    pub(super) fn shown_names(
        &self,
        catalogue: &Catalogue,
        searcher: &Searcher,
        facet: Facet,
    ) -> Result<Arc<Vec<String>>> {
        let mut frequency: Vec<u32> = Vec::new();
        let state = searcher.generation().generation_id();
        if let Some((known, shown)) = self.shown_names.borrow().get(&facet)
            && *known == state
        {
            return Ok(Arc::clone(shown));
        }
        for segment in searcher.segment_readers() {
            let packed = self.packed(catalogue, segment)?;
            let times = packed.frequency(facet);
            frequency.resize(frequency.len().max(times.len()), 0);
            for (sum, more) in frequency.iter_mut().zip(times) {
                *sum += more;
            }
        }
        let groups = self.groups(catalogue, facet, frequency.len())?;
        let values = self.facet_values(catalogue, facet, frequency.len())?;
        let groups = groups.unwrap_or_default();
        let shown = Arc::new(groups.shown(&values, &frequency, &self.names));
        let mut cache = self.shown_names.borrow_mut();
        cache.insert(facet, (state, Arc::clone(&shown)));
        Ok(shown)
    }

    /// What kinds of institutions these names say.
    pub(super) fn kinds(&self, names: &Arc<Vec<String>>) -> Arc<Kinds> {
        let mut known = self.kinds.borrow_mut();
        if !known.are_of(names) {
            *known = Arc::new(Kinds::of(names));
        }
        Arc::clone(&known)
    }

    /// Shortlists, tags and the network; `None` where there are none.
    pub(super) fn labels(
        &self,
        kept: &Kept,
        (catalogue, searcher): (&Catalogue, &Searcher),
        network: impl FnOnce() -> Result<Arc<Places>>,
    ) -> Result<Option<Arc<Labels>>> {
        let state = searcher.generation().segments();
        let known = self.labels.borrow().clone();
        let known = known.filter(|(known, _)| known == state);
        let labels = if let Some((_, labels)) = known {
            labels
        } else {
            self.forget_labels();
            let labels = Arc::new(Labels::of(kept, catalogue, network()?)?);
            *self.labels.borrow_mut() = Some((state.clone(), Arc::clone(&labels)));
            labels
        };
        Ok(Some(labels).filter(|labels| !labels.is_empty()))
    }

    /// The places of the network, read once for a state of the index.
    pub(super) fn network(
        &self,
        searcher: &Searcher,
        read: impl FnOnce() -> Result<Places>,
    ) -> Result<Arc<Places>> {
        let state = searcher.generation().segments();
        let known = self.network.borrow().clone();
        if let Some((_, places)) = known.as_ref().filter(|(known, _)| known == state) {
            return Ok(Arc::clone(places));
        }
        let places = read()?;
        let same = known.map(|(_, known)| known);
        let places = if let Some(same) = same.filter(|known| **known == places) {
            same
        } else {
            let mut values = self.values.borrow_mut();
            values.retain(|(_, facet), _| *facet != Facet::Network);
            Arc::new(places)
        };
        *self.network.borrow_mut() = Some((state.clone(), Arc::clone(&places)));
        Ok(places)
    }

    /// The labels of a facet in a segment, looked up once.
    pub(super) fn label_values(
        &self,
        labels: &Labels,
        (fields, catalogue, interrupt): (&Fields, &Catalogue, Interrupt<'_>),
        segment: &SegmentReader,
        facet: Facet,
    ) -> Result<Arc<Values>> {
        let key = (segment.segment_id(), facet);
        if let Some(known) = self.values.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let values = Arc::new(match facet {
            Facet::Network => {
                let institutions = self.segment_values(catalogue, segment, Facet::Institution)?;
                labels
                    .network()
                    .of_segment(&institutions, segment.max_doc(), interrupt)?
            }
            _ => labels.segment_values(fields, segment, facet)?,
        });
        self.values.borrow_mut().insert(key, Arc::clone(&values));
        Ok(values)
    }

    /// The user keeps something else, or the listings may stand in other rows. The places of the
    /// network stay, for as long as [`Self::network`] knows them for the state of the index.
    pub(crate) fn forget_labels(&self) {
        self.labels.take();
        let mut values = self.values.borrow_mut();
        values.retain(|(_, facet), _| !facet.is_of_labels() || *facet == Facet::Network);
    }

    /// Forgets what is known of segments that are gone.
    pub(crate) fn retain(&self, is_there: impl Fn(&SegmentId) -> bool) {
        let mut values = self.values.borrow_mut();
        values.retain(|(segment, _), _| is_there(segment));
        let mut packed = self.packed.borrow_mut();
        packed.retain(|segment, _| is_there(segment));
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
            // Whoever holds them would have all of them copied.
            if !more.is_empty() {
                Arc::make_mut(known).extend(more);
            }
        }
        Ok(Arc::clone(known))
    }
}
