//! `qiao show`

use std::io::{self, BufWriter, Write as _};

use clap::{Args, ValueEnum};

use super::{End, Global, complain, open};
use crate::export;

/// Arguments of `qiao show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The listing's id, as `qiao search` prints it
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: String,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// The record as exported
    Json,
    /// Its contacts as vCards
    Vcard,
}

/// Runs the command.
pub(super) fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let Some(record) = library.record(&args.id)? else {
        complain(&format!(
            "qiao: no listing has the id {}: `qiao search` prints the ids",
            export::visible(&args.id)
        ));
        return Ok(End::Nothing);
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Text => write!(out, "{}", export::text(&record, global.language()))?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &record)?;
            writeln!(out)?;
        }
        Format::Vcard => export::write_vcard(&mut out, std::iter::once(record))?,
    }
    out.flush()?;
    Ok(End::Done)
}
