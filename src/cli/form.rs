//! In which form a command that keeps something answers.

use std::io::{self, Write as _};

use clap::ValueEnum;
use serde_json::Value;

use crate::export::write_json_pretty;

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For reading
    Text,
    /// JSON
    Json,
}

/// Prints a value as JSON.
pub(super) fn print_json(value: &Value) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    write_json_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}
