//! `qiao completions` and `qiao man`

use std::io::{self, Write as _};

use clap::Args;
use clap_complete::Shell;

use qiao_index::vocab::Language;

use super::reading::command;
use super::{End, Global, chinese};

/// Arguments of `qiao completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints completions. Written to memory first: the generator panics on a closed pipe.
pub(super) fn completions(args: &CompletionsArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut command = command(language);
    if language == Language::Chinese {
        command = chinese::with_worded_values(command);
    }
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "qiao", &mut script);
    io::stdout().write_all(&script)?;
    Ok(End::Done)
}

/// Prints the manual page.
pub(super) fn man(global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut page = Vec::new();
    clap_mangen::Man::new(command(language)).render(&mut page)?;
    if language == Language::Chinese {
        page = chinese::with_headings(&String::from_utf8_lossy(&page)).into_bytes();
    }
    io::stdout().write_all(&page)?;
    Ok(End::Done)
}
