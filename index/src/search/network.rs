//! The network as a facet: a listing of an institution stands at its place, and at all above it.
//! What institutions say of each other is no part of the index: the column of institutions is read
//! again for it.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Query as _, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, TERMINATED, Term};

use super::answer::{Search, Snapshot};
use super::interrupt::Interrupt;
use super::page::Standing;
use super::places::{Places, tidied};
use crate::inner_error::Result;
use crate::network::{Node, Tree};
use crate::record::{Kind, Status};
use crate::request::{Counting, Facet};
use crate::schema::{column_value, facet_term, ordinal};
use crate::vocab;

impl Snapshot<'_> {
    /// The network that the institutions of the library make.
    pub(super) fn network(self, interrupt: Interrupt<'_>) -> Result<Places> {
        let tree = Tree::of(self.nodes(interrupt)?);
        if tree.nodes.is_empty() {
            return Ok(Places::default());
        }
        let values = tree.values();
        let mut names: Vec<String> = values.iter().flat_map(|value| steps(value)).collect();
        names.sort_unstable();
        names.dedup();
        let groups = self
            .caches
            .groups(self.catalogue, Facet::Institution, usize::MAX)?;
        let groups = groups.unwrap_or_default();
        let mut by_institution: HashMap<u32, Vec<u32>> = HashMap::new();
        for (node, value) in tree.nodes.iter().zip(&values) {
            let places = numbers(value, &names);
            for name in node.names() {
                let group = groups.named(name, self.caches.names());
                if let Some(group) = group.and_then(|group| u32::try_from(group).ok()) {
                    by_institution.entry(group).or_default().extend(&places);
                }
            }
        }
        Ok(Places {
            names: Arc::new(names),
            by_institution: by_institution
                .into_iter()
                .map(|(group, places)| (group, tidied(places)))
                .collect(),
        })
    }

    /// The institutions that have a place in the network.
    fn nodes(self, interrupt: Interrupt<'_>) -> Result<Vec<Node>> {
        let term = facet_term(Facet::Kind.as_str(), Kind::Institution.as_str());
        let term = Term::from_field_text(self.fields.facet, &term);
        if self.searcher.doc_freq(&term)? == 0 {
            return Ok(Vec::new());
        }
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let mut nodes = Vec::new();
        for segment in self.searcher.segment_readers() {
            let rows = segment.fast_fields().u64("row")?;
            let alive = segment.alive_bitset();
            let mut found = weight.scorer(segment, 1.0)?;
            while found.doc() != TERMINATED {
                interrupt.check()?;
                let document = found.doc();
                found.advance();
                let is_alive = alive.is_none_or(|alive| alive.is_alive(document));
                if let Some(row) = rows.first(document).filter(|_| is_alive) {
                    let record = self.catalogue.readable(row)?;
                    let shown = record.filter(|record| record.status != Status::Withdrawn);
                    nodes.extend(shown.as_ref().and_then(Node::of));
                }
            }
        }
        Ok(nodes)
    }
}

fn steps(value: &str) -> Vec<String> {
    vocab::path(Facet::Network, value)
}

impl Search<'_> {
    /// Where a listing stands; `None` where it does not, and where nothing is counted.
    pub(super) fn standing(
        &self,
        (segment, document): (u32, DocId),
        kind: Kind,
    ) -> Result<Option<Box<Standing>>> {
        let Snapshot {
            caches,
            fields,
            catalogue,
            ..
        } = self.snapshot;
        if self.request.counting == Counting::Nothing {
            return Ok(None);
        }
        let labels = self.snapshot.labels(self.interrupt)?;
        let labels = labels.filter(|labels| labels.has(Facet::Network));
        let segments = self.snapshot.searcher.segment_readers();
        let (Some(labels), Some(segment)) = (labels, segments.get(segment as usize)) else {
            return Ok(None);
        };
        let from = (fields, catalogue, self.interrupt);
        let values = caches.label_values(&labels, from, segment, Facet::Network)?;
        let names = labels.names(Facet::Network);
        let own = values.of(document).iter().filter(|value| *value & 1 == 1);
        let own = own.filter_map(|value| names.get(ordinal(*value)));
        let places: Vec<String> = own.cloned().collect();
        let below = if kind == Kind::Institution {
            places.iter().flat_map(|it| below(it, &names)).collect()
        } else {
            Vec::new()
        };
        let standing = (!places.is_empty()).then_some(Standing { places, below });
        Ok(standing.map(Box::new))
    }
}

/// The names that stand directly below a place, of all names in order.
fn below(place: &str, names: &[String]) -> Vec<String> {
    let begins = format!("{place}/");
    let first = names.partition_point(|name| *name < begins);
    let names = names.iter().skip(first);
    let names = names.take_while(|name| name.starts_with(&begins));
    let is_child = |it: &&String| vocab::parent(Facet::Network, it).as_deref() == Some(place);
    names.filter(is_child).cloned().collect()
}

/// A place as a column of a facet has it, with all above it.
fn numbers(value: &str, names: &[String]) -> Vec<u32> {
    let steps = steps(value);
    let numbers = steps.iter().filter_map(|step| {
        let place = names.binary_search(step).ok()?;
        u32::try_from(column_value(place, step == value)).ok()
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use crate::kept::Kept;
    use crate::library::Library;
    use crate::record::{Institution, Kind, Record};
    use crate::request::{Counting, Facet, Filter, Request};
    use crate::search::Page;
    use crate::statistics::{Dimension, Tabulation};

    fn institution(name: &str, parent: &str) -> Record {
        Record {
            id: format!("o:{name}"),
            kind: Kind::Institution,
            title: name.to_owned(),
            institutions: vec![name.to_owned()],
            institution: Some(Box::new(Institution {
                network_level: "workstation".to_owned(),
                parent: parent.to_owned(),
                ..Institution::default()
            })),
            ..Record::default()
        }
    }

    fn of(number: usize, institutions: &[&str]) -> Record {
        Record {
            id: format!("a:{number}"),
            kind: Kind::Achievement,
            title: "graphene".to_owned(),
            institutions: institutions.iter().map(|it| (*it).to_owned()).collect(),
            ..Record::default()
        }
    }

    fn library() -> Library {
        let mut library = Library::in_memory().unwrap();
        let mut writer = library.writer().unwrap();
        let records = [
            institution("Centre", ""),
            institution("North", "Centre"),
            institution("South", "Centre"),
            institution("North Station", "North"),
            of(1, &["North Station"]),
            // In two of them below one, and in one of no network.
            of(2, &["NORTH STATION", "South", "Elsewhere"]),
            of(3, &["Elsewhere"]),
            of(4, &["Centre"]),
        ];
        for record in records {
            writer.put(record).unwrap();
        }
        writer.finish().unwrap();
        library.refresh().unwrap();
        library
    }

    fn page(library: &Library, filters: &[(&str, bool)]) -> Page {
        let filters = filters.iter().map(|(value, exclude)| Filter {
            facet: Facet::Network,
            value: (*value).to_owned(),
            exclude: *exclude,
        });
        let request = Request {
            filters: filters.collect(),
            counting: Counting::RolledUp,
            limit: 20,
            ..Request::default()
        };
        library.search(&request).unwrap()
    }

    fn counts(page: &Page) -> Vec<(String, u64)> {
        let found = page.facets.iter().find(|(it, _)| *it == Facet::Network);
        let counts = found.map(|(_, counts)| counts.all()).unwrap_or_default();
        let counts = counts.iter().map(|it| (it.value.to_owned(), it.count));
        let mut counts: Vec<(String, u64)> = counts.collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn a_place_has_each_listing_below_it_once_and_filters_by_all_below() {
        let library = library();
        let expected = [
            ("Centre", 7),
            ("Centre/North", 4),
            ("Centre/North/North Station", 3),
            ("Centre/South", 2),
        ]
        .map(|(place, count)| (place.to_owned(), count));
        let all = page(&library, &[]);
        assert_eq!(counts(&all), expected);
        for (place, count) in &expected {
            let page = page(&library, &[(place, false)]);
            assert_eq!(page.total, *count, "{place}");
            // What else could be chosen stays.
            assert_eq!(counts(&page), expected, "{place}");
        }
        assert_eq!(page(&library, &[("Centre", true)]).total, 1);
        assert_eq!(page(&library, &[("", true)]).total, 1);
        let both = [
            ("Centre/South", false),
            ("Centre/North/North Station", false),
        ];
        assert_eq!(page(&library, &both).total, 4);
        let wanted = Tabulation {
            by: vec![Dimension::Facet(Facet::Network)],
            at_top: true,
            ..Tabulation::default()
        };
        let table = library.tabulate_while(&wanted, &|| true).unwrap();
        assert_eq!(table.axes[0].totals, [7, 1]);
    }

    #[test]
    fn a_listing_says_where_its_institutions_stand() {
        let library = library();
        let page = page(&library, &[]);
        let standing = |id: &str| {
            let hit = page.hits.iter().find(|hit| hit.record.id == id).unwrap();
            let standing = hit.standing.as_deref().cloned().unwrap_or_default();
            (standing.places, standing.below)
        };
        let texts =
            |texts: &[&str]| -> Vec<String> { texts.iter().map(|it| (*it).to_owned()).collect() };
        assert_eq!(
            standing("o:Centre"),
            (texts(&["Centre"]), texts(&["Centre/North", "Centre/South"]))
        );
        assert_eq!(
            standing("a:2").0,
            texts(&["Centre/North/North Station", "Centre/South"])
        );
        assert_eq!(standing("a:3"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_listing_that_is_no_institution_has_nothing_below_it() {
        let library = library();
        let page = page(&library, &[]);
        let hit = page.hits.iter().find(|hit| hit.record.id == "a:4").unwrap();
        let standing = hit.standing.as_deref().unwrap();
        assert_eq!(standing.places, ["Centre"]);
        assert_eq!(standing.below, Vec::<String>::new());
    }

    /// How often a counted search asks whether it is still wanted.
    fn times_asked(library: &Library) -> usize {
        let asked = AtomicUsize::new(0);
        let request = Request {
            counting: Counting::RolledUp,
            ..Request::default()
        };
        let wanted = || asked.fetch_add(1, Ordering::Relaxed) < usize::MAX;
        library.search_while(&request, &wanted).unwrap();
        asked.into_inner()
    }

    #[test]
    fn a_network_is_read_once_and_not_again_when_the_user_tags_a_listing() {
        const INSTITUTIONS: usize = 500;
        let mut library = Library::in_memory().unwrap();
        let mut writer = library.writer().unwrap();
        for number in 0..INSTITUTIONS {
            let record = institution(&format!("Station {number}"), "Centre");
            writer.put(record).unwrap();
        }
        writer.finish().unwrap();
        library.refresh().unwrap();
        // Each institution that is read is one more time at which the search can be left.
        assert!(times_asked(&library) > INSTITUTIONS);
        let tagged = |tag: &str| {
            let mut kept = Kept::default();
            let listing = kept.listing_mut("o:Station 7");
            listing.tags.push(tag.to_owned());
            kept
        };
        for tag in ["urgent", "later"] {
            library.set_kept(tagged(tag));
            assert!(times_asked(&library) < INSTITUTIONS, "{tag}");
            let page = page(&library, &[]);
            let tags = page.facets.iter().find(|(it, _)| *it == Facet::Tag);
            assert_eq!(tags.unwrap().1.all()[0].value, tag);
            assert_eq!(counts(&page).len(), INSTITUTIONS);
        }
    }

    #[test]
    fn an_institution_that_is_moved_stands_at_its_new_place_after_a_refresh() {
        let mut library = library();
        assert_eq!(page(&library, &[("Centre/South", false)]).total, 2);
        let mut writer = library.writer().unwrap();
        writer.put(institution("North", "South")).unwrap();
        writer.finish().unwrap();
        library.refresh().unwrap();
        let places: Vec<(String, u64)> = counts(&page(&library, &[]));
        let places: Vec<(&str, u64)> = places.iter().map(|(it, n)| (&**it, *n)).collect();
        assert_eq!(
            places,
            [
                ("Centre", 7),
                ("Centre/South", 5),
                ("Centre/South/North", 4),
                ("Centre/South/North/North Station", 3),
            ]
        );
    }

    #[test]
    fn a_library_without_a_network_has_no_such_facet() {
        let mut library = Library::in_memory().unwrap();
        let mut writer = library.writer().unwrap();
        writer.put(of(1, &["North"])).unwrap();
        writer.finish().unwrap();
        library.refresh().unwrap();
        let page = page(&library, &[]);
        assert!(
            page.facets
                .iter()
                .all(|(facet, _)| *facet != Facet::Network)
        );
        assert_eq!(page.hits[0].standing, None);
    }
}
