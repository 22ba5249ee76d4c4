//! `qiao today`

use std::io::{self, BufWriter, Write as _};

use clap::Args;
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::{End, Global, complain, open};
use crate::desk::Desk;
use crate::messages::{escape_controls, pick};
use crate::work::today::{Target, TodayLine, today};
use crate::work::watches;

/// Arguments of `qiao today`.
#[derive(Debug, Args)]
pub(super) struct TodayArgs {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Runs the command.
pub(super) fn run(args: &TodayArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let desk = Desk::open(&global.data_dir()?)?;
    let lines = today(&library, &desk, &watches::all(&library, &desk)?)?;
    if args.format == Form::Json {
        print_json(&lines.iter().map(as_json).collect())?;
    } else if lines.is_empty() {
        let text = ["今天没有要做的事", "nothing is to be done today"];
        complain(pick(global.language(), text));
    } else {
        print(&lines, global)?;
    }
    Ok(if lines.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// Prints the lines below their headings.
fn print(lines: &[TodayLine], global: &Global) -> anyhow::Result<()> {
    let language = global.language();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut before = None;
    for line in lines {
        if before != Some(line.due) {
            if before.is_some() {
                writeln!(out)?;
            }
            writeln!(out, "{}", pick(language, line.due.heading()))?;
            before = Some(line.due);
        }
        let number = line
            .task
            .map(|task| format!("{task}. "))
            .unwrap_or_default();
        let text = escape_controls(&line.text);
        writeln!(out, "  {number}{text} · {}", line.said.say(language))?;
    }
    Ok(out.flush()?)
}

fn as_json(line: &TodayLine) -> Value {
    let id = match &line.target {
        Target::Listing(id) => Some(id),
        Target::Nothing | Target::Query(..) => None,
    };
    let query = match &line.target {
        Target::Query(query, _) => Some(query),
        Target::Nothing | Target::Listing(_) => None,
    };
    json!({
        "what": line.due.as_str(),
        "day": line.day.map(|day| day.to_string()),
        "text": line.text,
        "said": line.said.say(qiao_index::vocab::Language::English),
        "task": line.task,
        "deal": line.deal,
        "id": id,
        "query": query,
    })
}
