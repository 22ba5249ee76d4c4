//! `qiao completions` and `qiao man`

use std::io::{self, Write as _};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Arguments, End};

/// Arguments of `qiao completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints completions. Written to memory first: the generator panics on a closed pipe.
pub(super) fn completions(args: &CompletionsArgs) -> anyhow::Result<End> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "qiao", &mut script);
    io::stdout().write_all(&script)?;
    Ok(End::Done)
}

/// Prints the manual page.
pub(super) fn man() -> anyhow::Result<End> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(End::Done)
}
