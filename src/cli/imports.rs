//! `qiao imports` and `qiao undo`

use std::io::{self, BufWriter, Write as _};

use clap::{Args, ValueEnum};
use qiao_index::history::Run;
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::{End, Global, complain, open, pick, usage};
use crate::export::write_json;
use crate::messages::grouped;
use crate::ui::table;
use crate::work::keeping;

/// Arguments of `qiao imports`.
#[derive(Debug, Args)]
pub(super) struct ImportsArgs {
    /// Output format
    #[arg(long = "format", value_name = "FORMAT", default_value = "text")]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Output {
    /// A table
    Text,
    /// One JSON array
    Json,
}

/// Arguments of `qiao undo`.
#[derive(Debug, Args)]
pub(super) struct UndoArgs {
    /// Number of the import, as shown by `qiao imports`
    #[arg(value_name = "RUN")]
    run: u64,
}

/// Lists the imports, the newest first.
pub(super) fn list(args: &ImportsArgs, global: &Global) -> anyhow::Result<End> {
    let runs = open::for_writing(global)?.runs()?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.output {
        Output::Json => {
            write_json(&mut out, &runs.iter().map(run_json).collect::<Value>())?;
            writeln!(out)?;
        }
        Output::Text if runs.is_empty() => {
            complain(pick(
                global.language(),
                ["还没有导入过文件", "nothing has been imported yet"],
            ));
        }
        Output::Text => {
            for line in table::lines(&rows(&runs, global.language())) {
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    Ok(if runs.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

fn run_json(run: &Run) -> Value {
    json!({
        "run": run.number,
        "at": run.at,
        "files": run.files,
        "new": run.counts.new,
        "updated": run.counts.updated,
        "unchanged": run.counts.unchanged,
        "merged": run.counts.merged,
        "rejected": run.counts.rejected,
        "ended": run.ended,
        "undone": (!run.undone.is_empty()).then_some(&run.undone),
    })
}

fn rows(runs: &[Run], language: Language) -> Vec<[String; 8]> {
    let headings = pick(
        language,
        [
            [
                "编号", "时间", "新增", "更新", "未变", "合并", "退回", "文件",
            ],
            [
                "run",
                "at",
                "new",
                "updated",
                "unchanged",
                "merged",
                "rejected",
                "files",
            ],
        ],
    );
    let mut rows = vec![headings.map(str::to_owned)];
    rows.extend(runs.iter().map(|run| {
        let counts = &run.counts;
        [
            run.number.to_string(),
            run.at.clone(),
            grouped(counts.new),
            grouped(counts.updated),
            grouped(counts.unchanged),
            grouped(counts.merged),
            grouped(counts.rejected),
            format!("{}{}", state(run, language), run.files.join(", ")),
        ]
    }));
    rows
}

/// What is to be known of an import before the names of its files.
fn state(run: &Run, language: Language) -> &'static str {
    if !run.undone.is_empty() {
        return pick(language, ["（已撤销）", "(undone) "]);
    }
    if run.ended {
        return "";
    }
    pick(language, ["（未完成）", "(unfinished) "])
}

/// Takes an import back.
pub(super) fn undo(args: &UndoArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut library = open::for_writing(global)?;
    match keeping::undo(&mut library, args.run)? {
        Ok(undone) => {
            complain(keeping::undone(args.run, undone).say(language));
            Ok(End::Done)
        }
        Err(reason) => Err(usage(keeping::not_undone(args.run, reason).say(language))),
    }
}
