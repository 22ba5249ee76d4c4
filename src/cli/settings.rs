//! `qiao config`

use std::io::{self, Write as _};

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::{End, Global, complain};
use crate::config;

/// Arguments of `qiao config`.
#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the path of the configuration file
    Path,
    /// Print a configuration with every default, commented
    PrintDefault,
    /// Print the JSON schema of the configuration
    Schema,
    /// Say what is wrong with the configuration, with lines and suggestions
    Check,
}

/// Runs the command.
pub(super) fn run(args: &ConfigArgs, global: &Global) -> anyhow::Result<End> {
    let mut out = io::stdout().lock();
    match args.command {
        Command::Path => {
            let path = match &global.config {
                Some(path) => path.clone(),
                None => config::path().context(
                    "this system names no folder for settings: name a file with --config",
                )?,
            };
            writeln!(out, "{}", path.display())?;
        }
        Command::Schema => writeln!(out, "{:#}", config::schema())?,
        Command::Check => {
            let (_, warnings) = config::load(global.config.as_deref())?;
            for warning in &warnings {
                complain(warning);
            }
            return Ok(if warnings.is_empty() {
                End::Done
            } else {
                End::Nothing
            });
        }
        Command::PrintDefault => write!(out, "{}", config::print_default())?,
    }
    Ok(End::Done)
}
