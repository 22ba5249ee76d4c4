//! The network in words: rows of a table.

use qiao_index::vocab::{self, Language};

use super::{Counted, Network, Reached, TargetMeasure};
use crate::messages::{pick, say};
use crate::statistics::Unit;

/// Where there is no network.
pub(crate) const NOTHING: [&str; 2] = [
    "资料库中没有注明网络层级或上级的机构",
    "no institution of the library names a level in a network, or a parent",
];

/// The tree, with what each has and all below it; the heads first.
pub(crate) fn told(network: &Network, language: Language) -> Vec<[String; 10]> {
    let heads = [
        ["机构", "Institution"],
        ["层级", "Level"],
        ["地区", "Region"],
        ["条目", "listings"],
        ["需求", "needs"],
        ["合同", "contracts"],
        ["合同金额", "amount"],
        ["所在地区条目", "listings of its region"],
        ["起止", "dates"],
        ["目标", "targets"],
    ];
    let mut rows = vec![heads.map(|names| pick(language, names).to_owned())];
    rows.extend(network.nodes.iter().map(|it| row(it, language)));
    rows
}

fn row(it: &Counted, language: Language) -> [String; 10] {
    let (node, counts) = (&it.node, &it.counts);
    let dates = match (&*node.from, &*node.until) {
        ("", "") => String::new(),
        (from, until) => format!("{from}–{until}"),
    };
    let targets: Vec<String> = it.targets.iter().map(|it| reached(it, language)).collect();
    [
        format!("{}{}", "  ".repeat(it.depth), node.name),
        level(&node.level, language).to_owned(),
        vocab::place(&node.region, language),
        counts.listings.to_string(),
        counts.needs.to_string(),
        counts.contracts.to_string(),
        amount(counts.amount, language),
        counts
            .in_region
            .map_or_else(String::new, |it| it.to_string()),
        dates,
        targets.join(pick(language, ["；", "; "])),
    ]
}

fn amount(yuan: f64, language: Language) -> String {
    let shown = Unit::Yuan.shown(yuan, language);
    match (shown.as_str(), language) {
        ("0", _) => shown,
        (_, Language::Chinese) => format!("{shown}万元"),
        (_, Language::English) => format!("CNY {shown}"),
    }
}

/// How far a target is: `contracts 2026: 7 of 10 (70%)`.
fn reached(it: &Reached, language: Language) -> String {
    let shown = |figure: f64| match it.measure {
        TargetMeasure::Amount => amount(figure, language),
        _ => Unit::Number.shown(figure, language),
    };
    let percent = format!("{:.0}", it.so_far / it.target * 100.0);
    let values = [
        ("measure", it.measure.name(language)),
        ("period", &*it.period.to_string()),
        ("reached", &*shown(it.so_far)),
        ("target", &*shown(it.target)),
        ("percent", &percent),
    ];
    let text = [
        "{period} {measure} {reached}／{target}（{percent}%）",
        "{measure} {period}: {reached} of {target} ({percent}%)",
    ];
    say(language, text, &values)
}

/// A level in the reader's language, where it is a known one.
fn level(level: &str, language: Language) -> &str {
    const LEVELS: [[&str; 2]; 3] = [
        ["省中心", "province centre"],
        ["分中心", "sub-centre"],
        ["工作站", "workstation"],
    ];
    let known = LEVELS.into_iter().find(|names| names.contains(&level));
    known.map_or(level, |names| pick(language, names))
}
