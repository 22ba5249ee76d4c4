//! `qiao do-not-contact`

use std::io::{self, BufWriter, Write as _};

use clap::{Args, Subcommand};
use qiao_index::record::Record;
use serde_json::json;

use super::form::{Form, print_json};
use super::{End, Global, complain};
use crate::desk::Desk;
use crate::messages::{Bilingual, pick};
use crate::ui::table;
use crate::work::contacting;

/// Arguments of `qiao do-not-contact`.
#[derive(Debug, Args)]
pub(super) struct DoNotContactArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a person or an institution
    Add {
        /// The name, whole: case, blanks and legal forms do not count, a part is another name
        #[arg(value_name = "WHOM", allow_hyphen_values = true)]
        whom: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// List the persons and institutions
    List {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Take a person or an institution off again
    Remove {
        /// The name
        #[arg(value_name = "WHOM", allow_hyphen_values = true)]
        whom: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
}

/// Runs the command.
pub(super) fn run(args: &DoNotContactArgs, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    match &args.command {
        Command::Add { whom, format } => {
            let done = contacting::forbid(&mut desk, whom)?;
            tell(whom, &done, *format, global)
        }
        Command::List { format } => list(&desk, *format, global),
        Command::Remove { whom, format } => {
            let done = contacting::allow(&mut desk, whom)?;
            tell(whom, &done, *format, global)
        }
    }
}

fn tell(whom: &str, done: &Bilingual, format: Form, global: &Global) -> anyhow::Result<End> {
    if format == Form::Json {
        print_json(&json!({ "name": whom.trim() }))?;
    } else {
        complain(done.say(global.language()));
    }
    Ok(End::Done)
}

fn list(desk: &Desk, format: Form, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let all = desk.not_to_contact()?;
    let names = all.names();
    if format == Form::Json {
        let names = names
            .iter()
            .map(|it| json!({ "name": it.name, "since": it.at }));
        print_json(&names.collect())?;
    } else if names.is_empty() {
        let text = [
            "没有不可联系的人或单位：用 qiao do-not-contact add 名称 添加",
            "nobody: `qiao do-not-contact add WHOM` adds a person or institution",
        ];
        complain(pick(language, text));
    } else {
        let forgotten = pick(language, ["（姓名已删除）", "(forgotten)"]);
        let rows: Vec<_> = names
            .iter()
            .map(|it| {
                let day = it.at.get(..10).unwrap_or_default().to_owned();
                let is_known = !it.name.is_empty();
                let name = if is_known { &*it.name } else { forgotten };
                [day, name.to_owned()]
            })
            .collect();
        let mut out = BufWriter::new(io::stdout().lock());
        for line in table::lines(&rows) {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
    }
    Ok(if names.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// Says on stderr who in a listing is not to be contacted.
pub(super) fn warn_of(desk: &Desk, record: &Record, global: &Global) -> anyhow::Result<()> {
    if let Some(whom) = desk.is_not_to_contact(record)? {
        complain(contacting::warning(&whom).say(global.language()));
    }
    Ok(())
}
