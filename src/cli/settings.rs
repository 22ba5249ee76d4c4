//! `qiao config`

use std::io::{self, Write as _};

use clap::{Args, Subcommand};

use qiao_index::vocab::Language;

use super::{End, Global, complain, usage};
use crate::config;
use crate::messages::{Failure, say};

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
    /// Print a commented configuration with all defaults
    PrintDefault,
    /// Print the JSON schema of the configuration
    Schema,
    /// Check the configuration, with line numbers and suggestions
    Check,
}

/// Runs the command.
pub(super) fn run(args: &ConfigArgs, global: &Global) -> anyhow::Result<End> {
    let mut out = io::stdout().lock();
    let language = global.language();
    match args.command {
        Command::Path => {
            let path = match &global.config {
                Some(path) => path.clone(),
                None => config::path().ok_or_else(|| {
                    Failure::new(
                        "系统没有指定存放配置的文件夹：请用 --config 给出文件",
                        "this system has no standard settings folder: give a file with --config",
                    )
                })?,
            };
            writeln!(out, "{}", path.display())?;
        }
        Command::Schema => writeln!(out, "{:#}", config::schema(language))?,
        Command::Check => {
            let (_, warnings) = config::load(global.config.as_deref())?;
            for warning in &warnings {
                complain(warning.say(language));
            }
            if !warnings.is_empty() {
                return Err(wrong(warnings.len(), language));
            }
        }
        Command::PrintDefault => write!(out, "{}", config::print_default(language))?,
    }
    Ok(End::Done)
}

/// The settings have this number of mistakes: exit code 2.
fn wrong(number: usize, language: Language) -> anyhow::Error {
    let text = [
        "配置有 {n} 处错误：有误之处未生效",
        "{n} {n:mistake|mistakes} in the settings; the values concerned were ignored",
    ];
    usage(say(language, text, &[("n", &number.to_string())]))
}
