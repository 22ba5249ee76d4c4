//! A facet's values as a forest.

use std::collections::{HashMap, HashSet};

use qiao_index::request::{Facet, Filter};
use qiao_index::search::{Count, Counts};
use qiao_index::vocab;

use super::row::Chosen;

/// No tree is deeper; a table that runs in circles ends here.
pub(super) const DEEPEST: usize = 8;

/// A facet's values as a forest, in the order of their counts.
pub(super) struct Values<'a> {
    pub(super) facet: Facet,
    pub(super) order: Vec<(&'a str, u64)>,
    /// Number of values at the top of the forest, listed or not.
    pub(super) roots_in_all: usize,
    pub(super) largest: u64,
    pub(super) chosen: HashMap<&'a str, Chosen>,
    pub(super) children: HashMap<&'a str, Vec<usize>>,
    pub(super) roots: Vec<usize>,
}

impl<'a> Values<'a> {
    /// The values that are listed, and those that are filtered by.
    pub(super) fn new(
        facet: Facet,
        counts: &Counts,
        listed: &[Count<'a>],
        filters: &'a [Filter],
    ) -> Self {
        let chosen = chosen(facet, filters);
        let order = order(facet, counts, listed, filters);
        let (roots, children) = forest(facet, &order);
        let roots_in_all = if facet.is_tree() {
            roots.len()
        } else {
            roots.len().max(counts.len())
        };
        Self {
            facet,
            roots_in_all,
            largest: order.iter().map(|(_, count)| *count).max().unwrap_or(0),
            order,
            chosen,
            children,
            roots,
        }
    }
}

/// The values that are filtered by.
fn chosen(facet: Facet, filters: &[Filter]) -> HashMap<&str, Chosen> {
    let of_facet = filters.iter().filter(|filter| filter.facet == facet);
    of_facet
        .map(|filter| {
            let chosen = if filter.exclude {
                Chosen::Excluded
            } else {
                Chosen::Yes
            };
            (filter.value.as_str(), chosen)
        })
        .collect()
}

/// The values with their counts, in the order in which they are shown.
fn order<'a>(
    facet: Facet,
    counts: &Counts,
    listed: &[Count<'a>],
    filters: &'a [Filter],
) -> Vec<(&'a str, u64)> {
    let seen: HashSet<&str> = listed.iter().map(|count| count.value).collect();
    // A value that is filtered by stays on screen, or it could not be taken back.
    let absent = filters
        .iter()
        .filter(|filter| filter.facet == facet && !seen.contains(filter.value.as_str()));
    let mut order: Vec<(&str, u64)> = listed
        .iter()
        .map(|count| (count.value, count.count))
        .chain(absent.map(|filter| (&*filter.value, counts.of(&filter.value))))
        .collect();
    if facet == Facet::Year {
        order.sort_by_key(|(value, _)| std::cmp::Reverse(*value));
    }
    order
}

/// Which values are roots, and which hang below which.
fn forest<'a>(
    facet: Facet,
    order: &[(&'a str, u64)],
) -> (Vec<usize>, HashMap<&'a str, Vec<usize>>) {
    let mut children: HashMap<&str, Vec<usize>> = HashMap::new();
    if !facet.is_tree() {
        return ((0..order.len()).collect(), children);
    }
    let known: HashMap<&str, &str> = order.iter().map(|(value, _)| (*value, *value)).collect();
    let mut roots = Vec::new();
    for (at, (value, _)) in order.iter().enumerate() {
        let mut parent = vocab::parent(facet, value);
        for _ in 0..DEEPEST {
            match &parent {
                Some(above) if !known.contains_key(above.as_str()) => {
                    parent = vocab::parent(facet, above);
                }
                _ => break,
            }
        }
        match parent.and_then(|above| known.get(above.as_str()).copied()) {
            Some(above) => children.entry(above).or_default().push(at),
            None => roots.push(at),
        }
    }
    (roots, children)
}
