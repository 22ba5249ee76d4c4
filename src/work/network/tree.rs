//! Which institution stands below which.

use std::collections::HashMap;

use qiao_index::name_key;

use crate::messages::{Bilingual, Failure, escape_controls};

/// An institution of the network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// Id of its listing.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Short and other names.
    pub(crate) aliases: Vec<String>,
    /// Province centre, sub-centre, workstation, or as its source says.
    pub(crate) level: String,
    /// What it says stands above it; may be empty.
    pub(crate) parent: String,
    /// The region that it stands in.
    pub(crate) region: String,
    /// Since when it is, as far as is known.
    pub(crate) from: String,
    /// Until when.
    pub(crate) until: String,
}

impl Node {
    /// Whether a name is one of its own, or its id.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let key = name_key(name);
        let mut names = std::iter::once(&self.name).chain(&self.aliases);
        self.id == name.trim() || names.any(|it| name_key(it) == key)
    }
}

/// All nodes, in their order from the top down.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The nodes as they were found.
    pub(crate) nodes: Vec<Node>,
    /// Their places from the top down, each with the steps above it.
    pub(crate) order: Vec<(usize, usize)>,
    /// What is wrong.
    pub(crate) findings: Vec<Bilingual>,
    below: HashMap<usize, Vec<usize>>,
}

impl Tree {
    /// Puts nodes in order. A parent that is not there, and a circle, are findings; the node stands
    /// at the top then.
    pub(crate) fn of(mut nodes: Vec<Node>) -> Self {
        nodes.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        let parents = parents(&nodes);
        let mut tree = Self::default();
        for (place, node) in nodes.iter().enumerate() {
            let is_missing = parents[place].is_none() && !node.parent.trim().is_empty();
            if is_missing {
                tree.findings.push(missing(node));
            }
        }
        let mut roots: Vec<usize> = Vec::new();
        let mut told: Vec<usize> = Vec::new();
        for place in 0..nodes.len() {
            let circle = circle_at(place, &parents);
            match parents[place] {
                Some(parent) if circle.is_empty() => {
                    tree.below.entry(parent).or_default().push(place);
                }
                _ => roots.push(place),
            }
            if !circle.is_empty() && !told.contains(&place) {
                told.extend(&circle);
                tree.findings.push(round(&nodes, &circle));
            }
        }
        tree.nodes = nodes;
        for root in roots {
            tree.add(root, 0);
        }
        tree
    }

    fn add(&mut self, place: usize, depth: usize) {
        self.order.push((place, depth));
        for below in self.below.get(&place).cloned().unwrap_or_default() {
            self.add(below, depth + 1);
        }
    }

    /// The names of a node and of all below it.
    pub(crate) fn names_below(&self, place: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut waiting = vec![place];
        while let Some(place) = waiting.pop() {
            if let Some(node) = self.nodes.get(place) {
                names.push(node.name.clone());
                names.extend(node.aliases.iter().cloned());
            }
            waiting.extend(self.below.get(&place).into_iter().flatten());
        }
        names.sort();
        names.dedup();
        names
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

/// The nodes of the circle that a node stands in; none where it stands in none.
fn circle_at(start: usize, parents: &[Option<usize>]) -> Vec<usize> {
    let mut circle = vec![start];
    let mut at = start;
    while let Some(parent) = parents.get(at).copied().flatten() {
        if parent == start {
            return circle;
        }
        if circle.contains(&parent) {
            // It only leads to one.
            return Vec::new();
        }
        circle.push(parent);
        at = parent;
    }
    Vec::new()
}

fn missing(node: &Node) -> Bilingual {
    let values = [
        ("name", &*escape_controls(&node.name)),
        ("parent", &*escape_controls(&node.parent)),
    ];
    Failure::filled(
        [
            "“{name}”的上级“{parent}”不在资料库中",
            "{name}: its parent {parent} is not in the library",
        ],
        &values,
    )
}

fn round(nodes: &[Node], circle: &[usize]) -> Bilingual {
    let closed = circle.iter().chain(circle.first());
    let names: Vec<String> = closed
        .filter_map(|place| nodes.get(*place))
        .map(|node| escape_controls(&node.name).into_owned())
        .collect();
    let names = names.join(" → ");
    Failure::filled(
        ["上下级成环：{names}", "a circle of parents: {names}"],
        &[("names", &names)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use qiao_index::vocab::Language;

    fn node(name: &str, parent: &str) -> Node {
        Node {
            id: format!("o:{name}"),
            name: name.to_owned(),
            aliases: vec![format!("{name}简称")],
            parent: parent.to_owned(),
            ..Node::default()
        }
    }

    fn drawn(nodes: Vec<Node>) -> (String, Vec<String>) {
        let tree = Tree::of(nodes);
        let lines = tree.order.iter();
        let lines =
            lines.map(|(at, depth)| format!("{}{}", "-".repeat(*depth), tree.nodes[*at].name));
        let findings = tree
            .findings
            .iter()
            .map(|it| it.say(Language::English).to_owned());
        (lines.collect::<Vec<_>>().join(" "), findings.collect())
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
        assert_eq!(findings, Vec::<String>::new());
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
        assert_eq!(
            findings,
            [
                "d: its parent nobody is not in the library",
                "a circle of parents: a → b → a",
                "a circle of parents: e → e",
            ]
        );
    }
}
