//! Files that hold what the user keeps: backups of all, and the desk as JSON Lines.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use qiao_index::Library;

use super::backup;
use super::paths::expanded;
use crate::desk::{Desk, Transferred};
use crate::export::write_whole_file;
use crate::messages::{Bilingual, Failure, escape_controls};

/// What a front end wants done with such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileOrder {
    /// Write library and desk to a file that is not there yet.
    Backup(PathBuf),
    /// Put a backup in the place of library and desk.
    RestoreBackup(PathBuf),
    /// Write the desk to a file that is not there yet.
    ExportDesk(PathBuf),
    /// Read what was written so; nothing that is there is replaced.
    ImportDesk(PathBuf),
}

/// Carries out an order for the library in a folder; what came of it, in words.
///
/// # Errors
/// A file that is to be written is there already; one that is to be read is not, or is none of ours;
/// library or desk cannot be written.
pub(crate) fn carry_out(folder: &Path, order: &FileOrder) -> anyhow::Result<Bilingual> {
    match order {
        FileOrder::Backup(path) => {
            let path = not_there(path)?;
            Ok(backup::write(folder, &path)?.written(&path))
        }
        FileOrder::RestoreBackup(path) => {
            let restored = backup::restore(folder, &expanded(path), true)?;
            // Its index is made here, and not when somebody searches.
            drop(Library::open(folder)?);
            Ok(restored.restored())
        }
        FileOrder::ExportDesk(path) => export(&Desk::open(folder)?, &not_there(path)?),
        FileOrder::ImportDesk(path) => {
            let file = opened(&expanded(path))?;
            let done = Desk::open(folder)?.import(BufReader::new(file))?;
            Ok(imported(&done))
        }
    }
}

/// The path of a file that is to be written, where there is none yet.
fn not_there(path: &Path) -> anyhow::Result<PathBuf> {
    let path = expanded(path);
    if fs::symlink_metadata(&path).is_ok() {
        let name = path.to_string_lossy();
        let name = escape_controls(&name);
        anyhow::bail!(Failure::new(
            format!("已有文件 {name}，请换一个名字"),
            format!("{name} already exists: choose another name"),
        ));
    }
    Ok(path)
}

/// Writes a desk to a file, whole or not at all; what came of it, in words.
///
/// # Errors
/// The desk cannot be read, or the file not written.
pub(crate) fn export(desk: &Desk, path: &Path) -> anyhow::Result<Bilingual> {
    let mut number = 0;
    write_whole_file(path, |out| {
        number = desk.export(out)?;
        Ok(())
    })?;
    let words = [
        "已把 {n} 行写入 {path}",
        "{n} {n:row|rows} written to {path}",
    ];
    let shown = path.to_string_lossy();
    let values = [
        ("n", &*number.to_string()),
        ("path", &*escape_controls(&shown)),
    ];
    Ok(Failure::filled(words, &values))
}

/// Opens a file that a desk was written to.
///
/// # Errors
/// It cannot be opened.
pub(crate) fn opened(path: &Path) -> anyhow::Result<File> {
    let shown = path.to_string_lossy();
    let shown = escape_controls(&shown);
    File::open(path)
        .with_context(|| Failure::new(format!("读不了 {shown}"), format!("cannot read {shown}")))
}

/// What was read into a desk, in words.
pub(crate) fn imported(done: &Transferred) -> Bilingual {
    let words = [
        "已导入 {n} 行，另有 {known} 行原来就有",
        "{n} {n:row|rows} imported, {known} {known:was|were} there already",
    ];
    let [new, known] = [done.new, done.known].map(|number| number.to_string());
    Failure::filled(words, &[("n", &new), ("known", &known)])
}
