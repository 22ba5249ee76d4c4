//! `qiao network`

use std::io::{self, Write as _};

use clap::Args;
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::{End, Global, complain, open};
use crate::desk::Desk;
use crate::messages::{escape_controls, pick};
use crate::ui::table;
use crate::work::network::{NOTHING, Network, network, told};

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
        complain(pick(language, NOTHING));
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
    let rows = told(network, language);
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    Ok(())
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
