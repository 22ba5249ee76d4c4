//! `qiao desk`

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};

use super::{End, Global, complain};
use crate::desk::Desk;
use crate::export::write_whole_file;
use crate::messages::{Failure, escape_controls, say};
use crate::work::desk::undo;

/// Arguments of `qiao desk`.
#[derive(Debug, Args)]
pub(super) struct DeskArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write all that you keep as JSON Lines
    Export {
        /// The file [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Read what `desk export` has written; nothing that is there is replaced
    Import {
        /// The file; - is standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Take back what was done on the desk last; a line of the log by a line that corrects it
    Undo,
    /// Forget what was remembered on the way
    Clear {
        /// What to forget
        #[arg(value_name = "WHAT")]
        what: Cleared,
    },
}

/// What can be forgotten.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Cleared {
    /// Which listings were opened, and whose contacts were copied
    Opened,
}

/// Runs the command.
pub(super) fn run(args: &DeskArgs, global: &Global) -> anyhow::Result<End> {
    match &args.command {
        Command::Export { output } => export(output.as_deref(), global),
        Command::Import { file } => import(file, global),
        Command::Undo => {
            let mut desk = Desk::open(&global.data_dir()?)?;
            complain(undo(&mut desk)?.say(global.language()));
            Ok(End::Done)
        }
        Command::Clear {
            what: Cleared::Opened,
        } => clear_opened(global),
    }
}

fn clear_opened(global: &Global) -> anyhow::Result<End> {
    let number = Desk::open(&global.data_dir()?)?.clear_opened()?;
    let text = [
        "已清除 {n} 条的打开和复制记录",
        "forgot when {n} {n:listing was|listings were} opened or copied",
    ];
    complain(&say(global.language(), text, &[("n", &number.to_string())]));
    Ok(End::Done)
}

fn export(output: Option<&Path>, global: &Global) -> anyhow::Result<End> {
    let desk = Desk::open(&global.data_dir()?)?;
    let Some(path) = output else {
        let mut out = BufWriter::new(io::stdout().lock());
        desk.export(&mut out)?;
        out.flush()?;
        return Ok(End::Done);
    };
    let mut number = 0;
    write_whole_file(path, |out| {
        number = desk.export(out)?;
        Ok(())
    })?;
    let text = [
        "已把 {n} 行写入 {path}",
        "{n} {n:row|rows} written to {path}",
    ];
    let shown = path.display().to_string();
    let values = [
        ("n", &*number.to_string()),
        ("path", &*escape_controls(&shown)),
    ];
    complain(&say(global.language(), text, &values));
    Ok(End::Done)
}

fn import(file: &Path, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    let done = if file == Path::new("-") {
        desk.import(io::stdin().lock())?
    } else {
        let shown = file.display().to_string();
        let shown = escape_controls(&shown);
        let opened = File::open(file).with_context(|| {
            Failure::new(format!("读不了 {shown}"), format!("cannot read {shown}"))
        });
        match opened {
            Ok(opened) => desk.import(BufReader::new(opened))?,
            Err(error) => {
                complain(Failure::of(&error).say(global.language()));
                return Ok(End::Unread);
            }
        }
    };
    let text = [
        "已导入 {n} 行，另有 {known} 行原来就有",
        "{n} {n:row|rows} imported, {known} {known:was|were} there already",
    ];
    let [new, known] = [done.new, done.known].map(|number| number.to_string());
    complain(&say(
        global.language(),
        text,
        &[("n", &new), ("known", &known)],
    ));
    Ok(End::Done)
}
