//! The network: what each of its institutions has with all below it, and how far it is from its
//! targets.

use super::Ground;
use super::definition::Section;
use super::ground::empty;
use crate::statistics::{ReportCell, ReportSection, Unit};
use crate::work::network::{Counted, TargetMeasure, network};

/// The nodes from the top down; a target is a row of its own behind its node.
pub(super) fn nodes(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let network = network(ground.library, ground.desk, ground.folder)?;
    let heads = [
        ["机构", "Institution"],
        ["条目", "Listings"],
        ["需求", "Needs"],
        ["合同", "Contracts"],
        ["合同金额（万元）", "Amount (CNY)"],
        ["所在地区条目", "Listings of its region"],
        ["目标", "Target"],
        ["应达", "To reach"],
        ["已达", "Reached"],
        ["完成", "Share"],
    ];
    Ok(ReportSection {
        head: heads.map(|names| ground.say(names)).to_vec(),
        rows: network
            .nodes
            .iter()
            .flat_map(|it| rows(it, ground))
            .collect(),
        notes: network
            .findings
            .iter()
            .map(|it| it.say(ground.language).to_owned())
            .collect(),
        ..empty(section, ground)
    })
}

fn rows(it: &Counted, ground: Ground<'_>) -> Vec<Vec<ReportCell>> {
    let counts = &it.counts;
    let name = format!("{}{}", "\u{3000}".repeat(it.depth), it.node.name);
    let own = vec![
        ReportCell::Text(name),
        ReportCell::number(counts.listings),
        ReportCell::number(counts.needs),
        ReportCell::number(counts.contracts),
        ReportCell::Figure(counts.amount, Unit::Yuan),
        counts
            .in_region
            .map_or(ReportCell::Nothing, ReportCell::number),
    ];
    let targets = it.targets.iter().map(|target| {
        let unit = match target.measure {
            TargetMeasure::Amount => Unit::Yuan,
            _ => Unit::Number,
        };
        let name = target.measure.name(ground.language);
        vec![
            ReportCell::Text(format!("{} {name}", target.period)),
            ReportCell::Figure(target.target, unit),
            ReportCell::Figure(target.so_far, unit),
            ReportCell::Percent(target.so_far / target.target * 100.0, false),
        ]
    });
    let mut targets: Vec<Vec<ReportCell>> = targets.collect();
    if targets.is_empty() {
        targets.push(vec![ReportCell::Nothing; 4]);
    }
    let rows = targets.into_iter().enumerate().map(|(place, target)| {
        // The node's own figures stand once.
        let first = if place == 0 {
            own.clone()
        } else {
            vec![ReportCell::Nothing; own.len()]
        };
        [first, target].concat()
    });
    rows.collect()
}
