//! The network of service institutions: centres, sub-centres, workstations; what each has, with all
//! below it, and how far it is from its targets.

mod counts;
mod targets;
mod told;

use std::path::Path;

use qiao_index::network::{Finding, Node, Tree};
use qiao_index::record::Kind;
use qiao_index::request::Request;

use super::engine::Engine as _;
use super::library::OpenLibrary;
use crate::desk::Desk;
use crate::messages::{Bilingual, Failure, escape_controls};

pub(crate) use counts::Counts;
pub(crate) use targets::{Reached, TargetMeasure};
pub(crate) use told::{NOTHING, told};

/// A node with its figures.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    /// The node.
    pub(crate) node: Node,
    /// How many steps lie above it.
    pub(crate) depth: usize,
    /// What it and all below it have.
    pub(crate) counts: Counts,
    /// Its targets, and how far it is.
    pub(crate) targets: Vec<Reached>,
}

/// The network, from the top down, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    /// Every node behind the one above it.
    pub(crate) nodes: Vec<Counted>,
    /// Missing parents, circles, targets that cannot be read.
    pub(crate) findings: Vec<Bilingual>,
}

/// The network of a library.
///
/// # Errors
/// The library, the desk or the targets cannot be read.
pub(crate) fn network(
    library: &OpenLibrary,
    desk: Option<&Desk>,
    folder: &Path,
) -> anyhow::Result<Network> {
    let nodes = nodes(library)?;
    let tree = Tree::of(nodes);
    let (targets, mut findings) = targets::read(folder)?;
    let ground = counts::Ground::new(library, desk)?;
    let mut counted = Vec::with_capacity(tree.order.len());
    for (place, depth) in &tree.order {
        let node = &tree.nodes[*place];
        let names = tree.names_below(*place);
        let own = targets.iter().filter(|target| node.is_called(&target.node));
        let reached = own.map(|target| ground.reached(target, &names));
        counted.push(Counted {
            node: node.clone(),
            depth: *depth,
            counts: ground.counts(&names, &node.region)?,
            targets: reached.collect::<anyhow::Result<_>>()?,
        });
    }
    let is_known =
        |target: &&targets::Target| tree.nodes.iter().any(|it| it.is_called(&target.node));
    let unknown = targets.iter().filter(|target| !is_known(target));
    findings.extend(unknown.map(targets::Target::unknown));
    findings.extend(tree.findings.iter().map(said));
    Ok(Network {
        nodes: counted,
        findings,
    })
}

/// The institutions that have a place in the network: a level, or something above them.
fn nodes(library: &OpenLibrary) -> anyhow::Result<Vec<Node>> {
    let request = Request {
        query: format!("kind:{}", Kind::Institution.as_str()),
        ..Request::default()
    };
    // The number comes first, so that all are listed and nothing is relaxed.
    let found = library.answer(&request)?;
    if found.relaxed || found.total == 0 {
        return Ok(Vec::new());
    }
    let limit = usize::try_from(found.total).unwrap_or(usize::MAX);
    let page = library.answer(&Request { limit, ..request })?;
    let records = page.hits.into_iter().map(|hit| hit.record);
    Ok(records.filter_map(|record| Node::of(&record)).collect())
}

/// What is wrong, in words.
fn said(finding: &Finding) -> Bilingual {
    match finding {
        Finding::MissingParent { name, parent } => {
            let values = [
                ("name", &*escape_controls(name)),
                ("parent", &*escape_controls(parent)),
            ];
            Failure::filled(
                [
                    "“{name}”的上级“{parent}”不在资料库中",
                    "{name}: its parent {parent} is not in the library",
                ],
                &values,
            )
        }
        Finding::Circle(names) => {
            let names: Vec<_> = names.iter().map(|name| escape_controls(name)).collect();
            let names = names.join(" → ");
            Failure::filled(
                ["上下级成环：{names}", "a circle of parents: {names}"],
                &[("names", &names)],
            )
        }
    }
}
