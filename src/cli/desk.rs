//! `qiao desk`

use clap::{Args, Subcommand, ValueEnum};

use super::{End, Global, complain};
use crate::desk::Desk;
use crate::messages::say;

/// Arguments of `qiao desk`.
#[derive(Debug, Args)]
pub(super) struct DeskArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    match args.command {
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
