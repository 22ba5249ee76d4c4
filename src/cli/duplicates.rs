//! `qiao duplicates`

use std::io::{self, BufWriter, Write as _};

use clap::{Args, ValueEnum};
use qiao_index::library::Suspects;
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::{End, Global, complain, open, pick, usage};
use crate::export::write_json;
use crate::messages::escape_controls;
use crate::work::keeping;

/// Arguments of `qiao duplicates`.
#[derive(Debug, Args)]
pub(super) struct DuplicatesArgs {
    /// Merge the second listing into the first, which keeps its id
    #[arg(long, value_names = ["ID", "ID"], num_args = 2, conflicts_with = "apart")]
    merge: Option<Vec<String>>,
    /// Keep two listings apart for good, separating them if they were merged
    #[arg(long, value_names = ["ID", "ID"], num_args = 2)]
    apart: Option<Vec<String>>,
    /// Maximum number of pairs
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Output format
    #[arg(long = "format", value_name = "FORMAT", default_value = "text")]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Output {
    /// Lines for reading
    Text,
    /// One JSON array
    Json,
}

/// Lists pairs that may be the same, or takes the user's word on one.
pub(super) fn run(args: &DuplicatesArgs, global: &Global) -> anyhow::Result<End> {
    if let Some(pair) = &args.merge {
        return decide(pair, true, global);
    }
    if let Some(pair) = &args.apart {
        return decide(pair, false, global);
    }
    let language = global.language();
    let pairs = open::for_writing(global)?.duplicates(args.limit)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.output {
        Output::Json => {
            write_json(&mut out, &pairs.iter().map(pair_json).collect::<Value>())?;
            writeln!(out)?;
        }
        Output::Text => {
            for pair in &pairs {
                write!(out, "{}", pair_text(pair, language))?;
            }
        }
    }
    out.flush()?;
    if pairs.is_empty() {
        complain(pick(
            language,
            ["没有疑似重复的条目", "no suspected duplicates"],
        ));
        return Ok(End::Nothing);
    }
    if matches!(args.output, Output::Text) {
        complain(pick(
            language,
            [
                "合并：qiao duplicates --merge 编号 编号；确认不同：qiao duplicates --apart 编号 编号",
                "to merge: qiao duplicates --merge ID ID; to keep apart: qiao duplicates --apart ID ID",
            ],
        ));
    }
    Ok(End::Done)
}

fn decide(pair: &[String], same: bool, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let [one, other] = pair else {
        return Ok(End::Nothing);
    };
    let mut library = open::for_writing(global)?;
    if let Err(reason) = keeping::decide_pair(&mut library, [one, other], same)? {
        return Err(usage(keeping::not_joined(&reason).say(language)));
    }
    complain(keeping::decided([one, other], same).say(language));
    Ok(End::Done)
}

fn pair_json(pair: &Suspects) -> Value {
    let of = |record: &qiao_index::record::Record| {
        json!({
            "id": record.id, "kind": record.kind, "title": record.title,
            "institution": record.lead_institution(),
        })
    };
    let common: Vec<&str> = pair.common.iter().map(|common| common.as_str()).collect();
    json!({"one": of(&pair.one), "other": of(&pair.other), "common": common})
}

fn pair_text(pair: &Suspects, language: Language) -> String {
    let common = keeping::common(&pair.common, language);
    let alike = pick(language, ["相同之处：", "in common: "]);
    let of = |record: &qiao_index::record::Record| {
        let line = format!("{}  {}", record.id, record.title);
        let line = escape_controls(&line);
        format!("{line}  {}\n", escape_controls(record.lead_institution()))
    };
    format!("{}{}  {alike}{common}\n\n", of(&pair.one), of(&pair.other))
}
