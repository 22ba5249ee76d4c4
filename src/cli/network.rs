//! `qiao network`

use std::io::{self, Write as _};

use clap::Args;
use qiao_index::vocab::{self, Language};
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::{End, Global, complain, open};
use crate::desk::Desk;
use crate::messages::{escape_controls, pick, say};
use crate::statistics::Unit;
use crate::ui::table;
use crate::work::network::{Counted, Network, Reached, TargetMeasure, network};

/// Arguments of `qiao network`.
#[derive(Debug, Args)]
pub(super) struct NetworkArgs {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Runs the command.
pub(super) fn run(args: &NetworkArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let library = open::for_reading(global)?;
    let folder = global.data_dir()?;
    let desk = Desk::open_kept(&folder)?;
    let network = network(&library, desk.as_ref(), &folder)?;
    if args.format == Form::Json {
        print_json(&as_json(&network, language))?;
    } else {
        print_text(&network, language)?;
    }
    for finding in &network.findings {
        complain(finding.say(language));
    }
    if network.nodes.is_empty() {
        let text = [
            "资料库中没有注明网络层级或上级的机构",
            "no institution of the library names a level in a network, or a parent",
        ];
        complain(pick(language, text));
        return Ok(End::Nothing);
    }
    Ok(End::Done)
}

/// The tree, with what each has and all below it.
fn print_text(network: &Network, language: Language) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    if network.nodes.is_empty() {
        return Ok(());
    }
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
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    Ok(())
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

fn as_json(network: &Network, language: Language) -> Value {
    let nodes = network.nodes.iter().map(|it| {
        let targets = it.targets.iter().map(|it| {
            json!({
                "measure": it.measure.word(),
                "period": it.period.to_string(),
                "target": it.target,
                "reached": it.so_far,
            })
        });
        json!({
            "id": it.node.id,
            "name": it.node.name,
            "level": it.node.level,
            "parent": it.node.parent,
            "depth": it.depth,
            "region": it.node.region,
            "from": it.node.from,
            "until": it.node.until,
            "listings": it.counts.listings,
            "needs": it.counts.needs,
            "contracts": it.counts.contracts,
            "amount": it.counts.amount,
            "region_listings": it.counts.in_region,
            "targets": targets.collect::<Vec<_>>(),
        })
    });
    let findings = network.findings.iter();
    let findings = findings.map(|it| escape_controls(it.say(language)).into_owned());
    json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}
