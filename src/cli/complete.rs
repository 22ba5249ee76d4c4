//! `qiao completions`

use std::io::{self, Write as _};

use clap::{Args, ValueEnum};
use clap_complete::Shell as Known;
use clap_complete_nushell::Nushell;
use qiao_index::vocab::Language;

use super::reading::command;
use super::{End, Global, chinese};

/// Arguments of `qiao completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Shell to complete for
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// The shells that completions can be written for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Nushell,
    Powershell,
    Zsh,
}

/// Prints completions. Written to memory first: the generator panics on a closed pipe.
pub(super) fn completions(args: &CompletionsArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut command = command(language);
    if language == Language::Chinese {
        command = chinese::with_worded_values(command);
    }
    let mut script = Vec::new();
    let mut write = |shell| clap_complete::generate(shell, &mut command, "qiao", &mut script);
    match args.shell {
        Shell::Bash => write(Known::Bash),
        Shell::Elvish => write(Known::Elvish),
        Shell::Fish => write(Known::Fish),
        Shell::Powershell => write(Known::PowerShell),
        Shell::Zsh => write(Known::Zsh),
        Shell::Nushell => clap_complete::generate(Nushell, &mut command, "qiao", &mut script),
    }
    io::stdout().write_all(&script)?;
    Ok(End::Done)
}
