//! Shortlists, tags and the network as facets. What the user keeps is no part of the index: of each
//! segment the few documents that have such labels are looked up, and counted apart from all others.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, SegmentReader, TERMINATED, TantivyError, Term};

use super::places::Places;
use super::values::Values;
use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::kept::{Kept, KeptListing};
use crate::request::Facet;
use crate::schema::{Fields, column_value};

/// Names of a facet's labels, and the numbers of those that each listing has, by its row.
#[derive(Debug, Default)]
struct Named {
    names: Arc<Vec<String>>,
    listings: Vec<(u64, Vec<u32>)>,
}

/// Shortlists and tags of the listings that are in the library, and its network.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    facets: HashMap<Facet, Named>,
    network: Arc<Places>,
}

impl Labels {
    /// Those that are kept, and a network.
    pub(super) fn of(kept: &Kept, catalogue: &Catalogue, network: Arc<Places>) -> Result<Self> {
        let mut rows = Vec::new();
        for (id, listing) in kept.labelled() {
            if let Some(row) = catalogue.shown_row(id)? {
                rows.push((row, listing));
            }
        }
        if rows.is_empty() {
            return Ok(Self {
                network,
                ..Self::default()
            });
        }
        rows.sort_unstable_by_key(|(row, _)| *row);
        let facets = [Facet::Shortlist, Facet::Tag].map(|facet| (facet, named(facet, &rows)));
        Ok(Self {
            facets: facets.into_iter().collect(),
            network,
        })
    }

    /// Whether no listing of the library has any.
    pub(super) fn is_empty(&self) -> bool {
        self.facets.is_empty() && self.network.is_empty()
    }

    /// Whether there are any of a facet.
    pub(super) fn has(&self, facet: Facet) -> bool {
        match facet {
            Facet::Network => !self.network.is_empty(),
            _ => self.facets.contains_key(&facet),
        }
    }

    /// The network.
    pub(super) fn network(&self) -> &Places {
        &self.network
    }

    /// The names of a facet's labels, by number.
    pub(super) fn names(&self, facet: Facet) -> Arc<Vec<String>> {
        if facet == Facet::Network {
            return self.network.names();
        }
        let named = self.facets.get(&facet);
        named.map_or_else(Arc::default, |named| Arc::clone(&named.names))
    }

    /// The labels of a facet in a segment, looked up.
    pub(super) fn segment_values(
        &self,
        fields: &Fields,
        segment: &SegmentReader,
        facet: Facet,
    ) -> Result<Values> {
        let mut found: Vec<(DocId, &[u32])> = Vec::new();
        let listings = self.facets.get(&facet).map(|named| &named.listings);
        for (row, numbers) in listings.into_iter().flatten() {
            let documents = documents(fields, segment, *row)?;
            found.extend(documents.into_iter().map(|it| (it, &**numbers)));
        }
        found.sort_unstable_by_key(|(document, _)| *document);
        Ok(Values::sparse(&found))
    }
}

/// The labels of listings, and their numbers as a facet's column has them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "nobody has 2^31 shortlists or tags"
)]
fn named(facet: Facet, rows: &[(u64, &KeptListing)]) -> Named {
    let of = |listing: &KeptListing| match facet {
        Facet::Shortlist => listing.shortlists.clone(),
        _ => listing.tags.clone(),
    };
    let names: BTreeSet<String> = rows.iter().flat_map(|(_, it)| of(it)).collect();
    let names: Vec<String> = names.into_iter().collect();
    let number = |name: &String| {
        let place = names.binary_search(name).unwrap_or_default();
        column_value(place, true) as u32
    };
    let listings = rows.iter().map(|(row, listing)| {
        let numbers: Vec<u32> = of(listing).iter().map(number).collect();
        (*row, numbers)
    });
    let listings: Vec<(u64, Vec<u32>)> = listings.filter(|(_, it)| !it.is_empty()).collect();
    Named {
        listings,
        names: Arc::new(names),
    }
}

/// The documents of a row in a segment; all but one of them are deleted.
pub(super) fn documents(fields: &Fields, segment: &SegmentReader, row: u64) -> Result<Vec<DocId>> {
    let term = Term::from_field_u64(fields.row, row);
    let index = segment.inverted_index(fields.row)?;
    let postings = index.read_postings(&term, IndexRecordOption::Basic);
    let Some(mut postings) = postings.map_err(TantivyError::from)? else {
        return Ok(Vec::new());
    };
    let mut documents = Vec::new();
    while postings.doc() != TERMINATED {
        documents.push(postings.doc());
        postings.advance();
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use crate::kept::Kept;
    use crate::library::Library;
    use crate::record::{Kind, Record};
    use crate::request::{Counting, Facet, Filter, Request};
    use crate::search::Page;

    fn put(library: &mut Library, numbers: std::ops::Range<usize>, title: &str) {
        let mut writer = library.writer().unwrap();
        for number in numbers {
            let record = Record {
                id: format!("a:{number}"),
                kind: if number % 3 == 0 {
                    Kind::Need
                } else {
                    Kind::Achievement
                },
                title: title.to_owned(),
                ..Record::default()
            };
            writer.put(record).unwrap();
        }
        writer.finish().unwrap();
    }

    /// Every tenth listing is on one shortlist, every fifteenth on another, and has a tag.
    fn kept(all: usize) -> Kept {
        let mut kept = Kept::default();
        for number in 0..all {
            let listing = |kept: &mut Kept, list: &str| {
                let listing = kept.listing_mut(&format!("a:{number}"));
                listing.shortlists.push(list.to_owned());
            };
            if number % 10 == 0 {
                listing(&mut kept, "荆门");
            }
            if number % 15 == 0 {
                listing(&mut kept, "武汉");
                let listing = kept.listing_mut(&format!("a:{number}"));
                listing.tags.push("急".to_owned());
            }
        }
        kept.listing_mut("gone:1").tags.push("gone".to_owned());
        kept
    }

    fn page(library: &Library, query: &str, filters: &[(Facet, &str, bool)]) -> Page {
        let filters = filters.iter().map(|(facet, value, exclude)| Filter {
            facet: *facet,
            value: (*value).to_owned(),
            exclude: *exclude,
        });
        let request = Request {
            query: query.to_owned(),
            filters: filters.collect(),
            counting: Counting::RolledUp,
            ..Request::default()
        };
        library.search(&request).unwrap()
    }

    fn counts(page: &Page, facet: Facet) -> Vec<(String, u64)> {
        let found = page.facets.iter().find(|(known, _)| *known == facet);
        let counts = found.map(|(_, counts)| counts.all()).unwrap_or_default();
        let counts = counts.iter().map(|it| (it.value.to_owned(), it.count));
        let mut counts: Vec<(String, u64)> = counts.collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn shortlists_and_tags_filter_and_are_counted_like_other_facets() {
        use Facet::{Kind as OfKind, Shortlist, Tag};
        let mut library = Library::in_memory().unwrap();
        put(&mut library, 0..200, "graphene");
        put(&mut library, 200..300, "battery");
        // Nobody who keeps nothing sees an empty facet.
        assert!(
            !page(&library, "", &[])
                .facets
                .iter()
                .any(|(it, _)| it.is_of_labels())
        );
        assert_eq!(page(&library, "", &[(Tag, "急", false)]).total, 0);
        library.set_kept(kept(300));
        let check = |library: &Library, query, filters: &[_], total, lists: [u64; 2], tags: u64| {
            let page = page(library, query, filters);
            assert_eq!(page.total, total, "{query} {filters:?}");
            let listed = |name: &str, count: u64| (name.to_owned(), count);
            let mut expected = vec![listed("荆门", lists[0]), listed("武汉", lists[1])];
            expected.retain(|(_, count)| *count > 0);
            expected.sort_unstable();
            assert_eq!(counts(&page, Shortlist), expected, "{query} {filters:?}");
            let tags: Vec<_> = (tags > 0).then(|| listed("急", tags)).into_iter().collect();
            assert_eq!(counts(&page, Tag), tags, "{query} {filters:?}");
        };
        // Broad and narrow.
        check(&library, "", &[], 300, [30, 20], 20);
        check(&library, "battery", &[], 100, [10, 6], 6);
        check(&library, "laser", &[], 0, [0, 0], 0);
        // What else could be chosen of the facet that is filtered stays.
        check(
            &library,
            "",
            &[(Shortlist, "荆门", false)],
            30,
            [30, 20],
            10,
        );
        let both = [(Shortlist, "荆门", false), (Shortlist, "武汉", false)];
        check(&library, "battery", &both, 13, [10, 6], 6);
        check(
            &library,
            "",
            &[(Shortlist, "荆门", true)],
            270,
            [30, 20],
            10,
        );
        let across = [(Tag, "急", false), (Shortlist, "荆门", false)];
        check(&library, "", &across, 10, [10, 20], 10);
        check(&library, "", &[(OfKind, "need", false)], 100, [10, 20], 20);
        assert_eq!(
            counts(&page(&library, "", &across[..1]), OfKind),
            [("need".to_owned(), 20)]
        );
        // What is changed stands elsewhere in the index, and what is deleted nowhere.
        put(&mut library, 0..100, "laser");
        let mut writer = library.writer().unwrap();
        assert!(writer.delete("a:0", "2026-11-30T08:00:00Z").unwrap());
        writer.finish().unwrap();
        library.refresh().unwrap();
        check(&library, "", &[], 299, [29, 19], 19);
        check(&library, "laser", &[], 99, [9, 6], 6);
        // The user keeps something else.
        library.set_kept(kept(100));
        check(&library, "", &[], 299, [9, 6], 6);
        library.set_kept(Kept::default());
        check(&library, "", &[], 299, [0, 0], 0);
    }

    #[test]
    fn of_families_those_that_stand_for_them_are_counted() {
        let mut library = Library::in_memory().unwrap();
        put(&mut library, 0..30, "graphene");
        library.set_kept(kept(30));
        let request = Request {
            counting: Counting::RolledUp,
            one_per_family: true,
            ..Request::default()
        };
        let page = library.search(&request).unwrap();
        assert_eq!(counts(&page, Facet::Tag), [("急".to_owned(), 2)]);
    }
}
