//! The network as a facet: a listing of an institution stands at its place, and at all above it.
//! What institutions say of each other is no part of the index: the column of institutions is read
//! again for it.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Query as _, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, TERMINATED, Term};

use super::answer::{Search, Snapshot};
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
    pub(super) fn network(self) -> Result<Places> {
        let tree = Tree::of(self.nodes()?);
        if tree.nodes.is_empty() {
            return Ok(Places::default());
        }
        let values: Vec<String> = (0..tree.nodes.len()).map(|at| tree.value(at)).collect();
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
    pub(crate) fn nodes(self) -> Result<Vec<Node>> {
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
        let labels = self.snapshot.labels()?;
        let labels = labels.filter(|labels| labels.has(Facet::Network));
        let segments = self.snapshot.searcher.segment_readers();
        let (Some(labels), Some(segment)) = (labels, segments.get(segment as usize)) else {
            return Ok(None);
        };
        let from = (fields, catalogue);
        let values = caches.label_values(&labels, from, segment, Facet::Network)?;
        let names = labels.names(Facet::Network);
        let own = values.of(document).iter().filter(|value| *value & 1 == 1);
        let own = own.filter_map(|value| names.get(ordinal(*value)));
        let places: Vec<String> = own.cloned().collect();
        let has_parent = |it: &&String| {
            let parent = vocab::parent(Facet::Network, it);
            parent.is_some_and(|parent| places.contains(&parent))
        };
        let below = names.iter().filter(has_parent).cloned().collect();
        let standing = (!places.is_empty()).then_some(Standing { places, below });
        Ok(standing.map(Box::new))
    }
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
