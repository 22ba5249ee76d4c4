//! The network of service institutions: centres, sub-centres, workstations, and which of them
//! stands below which.

use std::collections::HashMap;

use crate::names::name_key;
use crate::record::{Date, Record};
use crate::request::Facet;
use crate::vocab;

/// Steps of the deepest place that has a name of its own; what lies deeper hangs from there.
const MAX_STEPS: usize = 8;

/// An institution of the network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Id of its listing.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Short and other names.
    pub aliases: Vec<String>,
    /// Province centre, sub-centre, workstation, or as its source says.
    pub level: String,
    /// What it says stands above it; may be empty.
    pub parent: String,
    /// The region that it stands in.
    pub region: String,
    /// Since when it is, as far as is known.
    pub from: String,
    /// Until when.
    pub until: String,
}

/// What is wrong with a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A parent that is not there.
    MissingParent {
        /// Who names it.
        name: String,
        /// The parent.
        parent: String,
    },
    /// Institutions that stand below each other, by their names.
    Circle(Vec<String>),
}

/// All nodes, in their order from the top down.
#[derive(Debug, Default)]
pub struct Tree {
    /// The nodes as they were found.
    pub nodes: Vec<Node>,
    /// Their places from the top down, each with the steps above it.
    pub order: Vec<(usize, usize)>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    above: Vec<Option<usize>>,
    below: HashMap<usize, Vec<usize>>,
}

impl Node {
    /// The node of an institution that has a place in the network: a level, or something above it.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        let more = record.institution.as_ref()?;
        if more.network_level.is_empty() && more.parent.is_empty() {
            return None;
        }
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        Some(Self {
            id: record.id.clone(),
            name: record.title.clone(),
            aliases: more
                .aliases
                .iter()
                .chain(&record.institutions)
                .cloned()
                .collect(),
            level: more.network_level.clone(),
            parent: more.parent.clone(),
            region: record.region.clone(),
            from: day(record.dates.registered),
            until: day(record.dates.expires),
        })
    }

    /// Whether a name is one of its own, or its id.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let key = name_key(name);
        self.id == name.trim() || self.names().any(|it| name_key(it) == key)
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

impl Tree {
    /// Puts nodes in order. A parent that is not there, and a circle, are findings; the node stands
    /// at the top then.
    #[must_use]
    pub fn of(mut nodes: Vec<Node>) -> Self {
        nodes.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        let mut above = parents(&nodes);
        let mut tree = Self::default();
        for (node, parent) in nodes.iter().zip(&above) {
            if parent.is_none() && !node.parent.trim().is_empty() {
                tree.findings.push(Finding::MissingParent {
                    name: node.name.clone(),
                    parent: node.parent.clone(),
                });
            }
        }
        for circle in circles(&above) {
            let closed = circle.iter().chain(circle.first());
            let names = closed.filter_map(|place| nodes.get(*place));
            let names = names.map(|node| node.name.clone()).collect();
            tree.findings.push(Finding::Circle(names));
            for place in circle {
                if let Some(above) = above.get_mut(place) {
                    *above = None;
                }
            }
        }
        for (place, parent) in above.iter().enumerate() {
            if let Some(parent) = parent {
                tree.below.entry(*parent).or_default().push(place);
            }
        }
        let roots = above.iter().enumerate().rev();
        let roots = roots.filter(|(_, parent)| parent.is_none());
        let mut waiting: Vec<(usize, usize)> = roots.map(|(place, _)| (place, 0)).collect();
        while let Some((place, depth)) = waiting.pop() {
            tree.order.push((place, depth));
            let below = tree.below.get(&place).into_iter().flatten().rev();
            waiting.extend(below.map(|below| (*below, depth + 1)));
        }
        tree.nodes = nodes;
        tree.above = above;
        tree
    }

    /// The names of a node and of all below it.
    #[must_use]
    pub fn names_below(&self, place: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut waiting = vec![place];
        while let Some(place) = waiting.pop() {
            names.extend(
                self.nodes
                    .get(place)
                    .into_iter()
                    .flat_map(Node::names)
                    .cloned(),
            );
            waiting.extend(self.children(place));
        }
        names.sort();
        names.dedup();
        names
    }

    /// What stands directly below a node.
    #[must_use]
    pub fn children(&self, place: usize) -> &[usize] {
        self.below.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The values that the nodes have in the facet of the network, each made from that of its
    /// parent: what stands above comes before in the order.
    pub(crate) fn values(&self) -> Vec<String> {
        let mut values = vec![String::new(); self.nodes.len()];
        for (place, depth) in &self.order {
            let parent = self.above.get(*place).copied().flatten();
            let parent = parent.and_then(|parent| values.get(parent));
            let above = if *depth < MAX_STEPS {
                parent.cloned()
            } else {
                parent.and_then(|it| vocab::parent(Facet::Network, it))
            };
            if let (Some(node), Some(value)) = (self.nodes.get(*place), values.get_mut(*place)) {
                *value = vocab::network::place(above.as_deref(), &node.name);
            }
        }
        values
    }
}

/// The place of what stands above each node.
fn parents(nodes: &[Node]) -> Vec<Option<usize>> {
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (place, node) in nodes.iter().enumerate() {
        for name in node.aliases.iter().chain([&node.id]) {
            by_name.entry(name_key(name)).or_insert(place);
        }
    }
    // A full name outranks the short one of another.
    for (place, node) in nodes.iter().enumerate().rev() {
        by_name.insert(name_key(&node.name), place);
    }
    let parent = |node: &Node| {
        let name = node.parent.trim();
        let found = by_name.get(&name_key(name)).copied();
        found.filter(|_| !name.is_empty())
    };
    nodes.iter().map(parent).collect()
}

/// The circles of parents, each from its first place.
fn circles(above: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    // From which place each one was come by first.
    let mut seen: Vec<Option<usize>> = vec![None; above.len()];
    for start in 0..above.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(place) = at.filter(|place| seen.get(*place) == Some(&None)) {
            if let Some(seen) = seen.get_mut(place) {
                *seen = Some(start);
            }
            way.push(place);
            at = above.get(place).copied().flatten();
        }
        let Some(met) = at.filter(|place| seen.get(*place) == Some(&Some(start))) else {
            continue;
        };
        let mut circle: Vec<usize> = way.into_iter().skip_while(|place| *place != met).collect();
        let first = circle.iter().enumerate().min_by_key(|(_, place)| **place);
        let first = first.map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        circles.push(circle);
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str, parent: &str) -> Node {
        Node {
            id: format!("o:{name}"),
            name: name.to_owned(),
            aliases: vec![format!("{name}简称")],
            parent: parent.to_owned(),
            ..Node::default()
        }
    }

    fn drawn(nodes: Vec<Node>) -> (String, Vec<Finding>) {
        let tree = Tree::of(nodes);
        let lines = tree.order.iter();
        let lines =
            lines.map(|(at, depth)| format!("{}{}", "-".repeat(*depth), tree.nodes[*at].name));
        (lines.collect::<Vec<_>>().join(" "), tree.findings)
    }

    #[test]
    fn nodes_stand_below_their_parents_however_these_are_called() {
        let nodes = vec![
            node("c", "b"),
            node("b", "a简称"),
            node("a", ""),
            node("d", "o:a"),
        ];
        let (lines, findings) = drawn(nodes);
        assert_eq!(lines, "a -b --c -d");
        assert_eq!(findings, []);
    }

    #[test]
    fn a_missing_parent_and_a_circle_are_findings_and_lose_no_node() {
        let nodes = vec![
            node("a", "b"),
            node("b", "a"),
            node("c", "b"),
            node("d", "nobody"),
            node("e", "e"),
        ];
        let (lines, findings) = drawn(nodes);
        assert_eq!(lines, "a b -c d e");
        let circle =
            |names: &[&str]| Finding::Circle(names.iter().map(|name| (*name).to_owned()).collect());
        let missing = Finding::MissingParent {
            name: "d".to_owned(),
            parent: "nobody".to_owned(),
        };
        let expected = [missing, circle(&["a", "b", "a"]), circle(&["e", "e"])];
        assert_eq!(findings, expected);
    }

    #[test]
    fn a_value_names_the_way_to_its_node_and_no_more_than_eight_steps() {
        let mut nodes = vec![node("a/b", "")];
        nodes.extend((0..100_000).map(|number: usize| {
            let above = match number.checked_sub(1) {
                None => "a/b".to_owned(),
                Some(above) => format!("n{above}"),
            };
            node(&format!("n{number}"), &above)
        }));
        let tree = Tree::of(nodes);
        let (last, depth) = tree.order.last().copied().unwrap_or_default();
        assert_eq!((tree.order.len(), depth), (100_001, 100_000));
        let values = tree.values();
        assert_eq!(values[last], "a／b/n0/n1/n2/n3/n4/n5/n99999");
        let at = |depth: usize| &*values[tree.order[depth].0];
        assert_eq!(at(0), "a／b");
        assert_eq!(at(7), "a／b/n0/n1/n2/n3/n4/n5/n6");
        assert_eq!(at(8), "a／b/n0/n1/n2/n3/n4/n5/n7");
    }
}
