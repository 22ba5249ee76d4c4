//! `qiao backup` and `qiao restore-backup`

use std::path::PathBuf;

use clap::Args;

use super::{End, Global, complain, open};
use crate::work::backup;

/// Arguments of `qiao backup`.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to be written; one that is there is replaced
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Arguments of `qiao restore-backup`.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// A file that `qiao backup` has written
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace what the library holds
    #[arg(long)]
    replace: bool,
}

/// Writes a backup.
pub(super) fn write(args: &BackupArgs, global: &Global) -> anyhow::Result<End> {
    let written = backup::write(&global.data_dir()?, &args.file)?;
    complain(written.written(&args.file).say(global.language()));
    Ok(End::Done)
}

/// Restores a backup, and brings the index up to date.
pub(super) fn restore(args: &RestoreArgs, global: &Global) -> anyhow::Result<End> {
    let restored = backup::restore(&global.data_dir()?, &args.file, args.replace)?;
    drop(open::for_writing(global)?);
    complain(restored.restored().say(global.language()));
    Ok(End::Done)
}
