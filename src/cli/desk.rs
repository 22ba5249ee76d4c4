//! `qiao desk`

use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::{End, Global, complain};
use crate::desk::Desk;
use crate::export::ShownJson;
use crate::messages::Failure;
use crate::work::desk::{clear_opened, undo};
use crate::work::desk_files;

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
        } => {
            let mut desk = Desk::open(&global.data_dir()?)?;
            complain(clear_opened(&mut desk)?.say(global.language()));
            Ok(End::Done)
        }
    }
}

fn export(output: Option<&Path>, global: &Global) -> anyhow::Result<End> {
    let desk = Desk::open(&global.data_dir()?)?;
    let Some(path) = output else {
        let mut out = BufWriter::new(io::stdout().lock());
        desk.export(&mut ShownJson(&mut out))?;
        out.flush()?;
        return Ok(End::Done);
    };
    complain(desk_files::export(&desk, path)?.say(global.language()));
    Ok(End::Done)
}

fn import(file: &Path, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    let done = if file == Path::new("-") {
        desk.import(io::stdin().lock())?
    } else {
        match desk_files::opened(file) {
            Ok(opened) => desk.import(BufReader::new(opened))?,
            Err(error) => {
                complain(Failure::of(&error).say(global.language()));
                return Ok(End::Unread);
            }
        }
    };
    complain(desk_files::imported(&done).say(global.language()));
    Ok(End::Done)
}
