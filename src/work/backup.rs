//! Backups: catalogue, desk and the user's own files in one file, with a manifest that says what
//! they have to be. The index is not in it.
//!
//! What is restored is unpacked beside the library and checked first. From the moment on at which
//! all is there, it takes the place of what the library has, even where the program is stopped in
//! between: whoever opens the library next goes on with it.

mod file;

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::library::{CATALOGUE, OWN_FILES, copy_catalogue, health};

use super::paths::expanded;
use crate::desk::{self, Desk, Refusal};
use crate::export::write_whole_file;
use crate::messages::{Bilingual, Failure, escape_controls, grouped};
use file::Manifest;

/// The folder of what is being restored, in the library's.
const PENDING: &str = "restore.pending";
/// All of it is there and is right.
const READY: &str = "ready";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BackupSummary {
    /// Number of listings.
    pub(crate) listings: u64,
    /// When it was written, RFC 3339.
    pub(crate) at: String,
    /// Size of the file in bytes.
    pub(crate) bytes: u64,
}

/// Writes a backup of the library in a folder, whole or not at all.
///
/// # Errors
/// There is nothing in the library; it cannot be read, or the file not written.
pub(crate) fn write(folder: &Path, path: &Path) -> anyhow::Result<BackupSummary> {
    let beside = path.parent().filter(|it| !it.as_os_str().is_empty());
    let beside = beside.unwrap_or(Path::new("."));
    let copies = tempfile::Builder::new()
        .prefix(".qiao-backup")
        .tempdir_in(beside)
        .with_context(|| unwritable(path))?;
    let mut members = Vec::new();
    if copy_catalogue(folder, &copies.path().join(CATALOGUE))? {
        members.push(CATALOGUE);
    }
    if let Some(desk) = Desk::open_kept(folder)? {
        desk.copy_to(&copies.path().join(desk::FILE))?;
        members.push(desk::FILE);
    }
    if members.is_empty() {
        anyhow::bail!(Refusal::Unknown.because(Failure::new(
            "资料库还是空的，没有可备份的内容",
            "the library is empty: there is nothing to back up",
        )));
    }
    for name in OWN_FILES {
        if folder.join(name).is_file() {
            fs::copy(folder.join(name), copies.path().join(name))?;
            members.push(name);
        }
    }
    // Looked at where the copy lies: the library may have been changed since.
    let listings = health(copies.path())?.map_or(0, |health| health.records);
    let manifest = Manifest::of(copies.path(), &members, listings)?;
    let at = manifest.at.clone();
    write_whole_file(path, |out| file::pack(out, copies.path(), &manifest))?;
    Ok(BackupSummary {
        listings,
        at,
        bytes: fs::metadata(path)?.len(),
    })
}

impl BackupSummary {
    /// That it was written to a file.
    pub(crate) fn written(&self, path: &Path) -> Bilingual {
        let words = [
            "已备份 {n} 条和您保存的内容到 {path}（{bytes} 字节）",
            "{n} {n:listing|listings} and what you keep backed up to {path} ({bytes} bytes)",
        ];
        let path = path.to_string_lossy();
        self.said(words, &path)
    }

    /// That it was restored.
    pub(crate) fn restored(&self) -> Bilingual {
        let words = [
            "已恢复 {day} 的备份：{n} 条和您保存的内容",
            "the backup of {day} is restored: {n} {n:listing|listings} and what you kept",
        ];
        self.said(words, "")
    }

    /// What restoring it would do, to be asked about.
    pub(crate) fn question(&self, path: &Path) -> Bilingual {
        let words = [
            "用 {path}（{day} 的备份，{n} 条）代替现在的资料库和您保存的内容？备份之后的改动将会丢失。",
            "Replace the library and what you keep with {path} (the backup of {day}, {n} \
             {n:listing|listings})? What has changed since will be lost.",
        ];
        self.said(words, &path.to_string_lossy())
    }

    fn said(&self, words: [&str; 2], path: &str) -> Bilingual {
        let values = [
            ("n", &*grouped(self.listings)),
            ("path", &*escape_controls(path)),
            ("bytes", &*grouped(self.bytes)),
            (
                "day",
                &*escape_controls(self.at.get(..10).unwrap_or_default()),
            ),
        ];
        Failure::filled(words, &values)
    }
}

/// What the file of a backup says that it holds. Nothing of it is unpacked or checked yet.
///
/// # Errors
/// The file cannot be read, is none of ours, or of a newer program.
pub(crate) fn summary(path: &Path) -> anyhow::Result<BackupSummary> {
    let path = expanded(path);
    let manifest = file::manifest(&path)?;
    Ok(BackupSummary {
        listings: manifest.listings,
        at: manifest.at,
        bytes: fs::metadata(&path)?.len(),
    })
}

/// Puts a backup in the place of the library in a folder.
///
/// # Errors
/// The file is none of ours or damaged; the library holds something and is not to be replaced; it
/// cannot be written.
pub(crate) fn restore(folder: &Path, path: &Path, replaces: bool) -> anyhow::Result<BackupSummary> {
    if !replaces && holds_something(folder)? {
        return Err(Refusal::Invalid.because(Failure::new(
            "资料库中已有内容：确要用备份替换，请加 --replace",
            "the library is not empty: add --replace to put the backup in its place",
        )));
    }
    let pending = folder.join(PENDING);
    // What an earlier one has left half-done is worth nothing.
    discard(&pending)?;
    fs::create_dir_all(&pending).with_context(|| unwritable(&pending))?;
    let unpacked = file::unpack(path, &pending).and_then(|manifest| {
        // One of a newer program is refused before anything is touched.
        health(&pending)?;
        drop(Desk::open(&pending)?);
        Ok(manifest)
    });
    let manifest = match unpacked {
        Ok(manifest) => manifest,
        Err(error) => {
            discard(&pending)?;
            return Err(error);
        }
    };
    let begun = fs::write(pending.join(READY), "").map_err(anyhow::Error::from);
    if let Err(error) = begun.and_then(|()| replace_catalogue(folder, &pending)) {
        // Nothing is changed yet, and nobody is to go on with it later.
        discard(&pending)?;
        return Err(error);
    }
    replace_rest(folder, &pending)?;
    Ok(BackupSummary {
        listings: manifest.listings,
        at: manifest.at,
        bytes: fs::metadata(path)?.len(),
    })
}

/// Goes on with a restoring that was stopped when all was there; else does nothing.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn finish(folder: &Path) -> anyhow::Result<()> {
    let pending = folder.join(PENDING);
    if !pending.join(READY).is_file() {
        return Ok(());
    }
    match replace_catalogue(folder, &pending) {
        // Another program is at it.
        Err(error) if matches!(error.downcast_ref(), Some(Error::Busy { .. })) => Ok(()),
        Err(error) => Err(error),
        Ok(()) => replace_rest(folder, &pending),
    }
}

/// Puts the catalogue that was unpacked in the place of the library's.
fn replace_catalogue(folder: &Path, pending: &Path) -> anyhow::Result<()> {
    let catalogue = pending.join(CATALOGUE);
    if !catalogue.is_file() {
        // A backup of a desk alone: the library was empty.
        drop(Library::open(pending)?);
    }
    let mut library = match Library::open(folder) {
        // The index of a catalogue that is not there any more is worth nothing.
        Err(Error::CatalogueGone { index, .. }) => {
            fs::remove_dir_all(&index).with_context(|| unwritable(&index))?;
            Library::open(folder)?
        }
        // What can still be read of it may be worth more than the backup: it is kept.
        Err(Error::CatalogueDamaged(_)) => {
            set_aside(folder)?;
            Library::open(folder)?
        }
        opened => opened?,
    };
    Ok(library.replace_catalogue(&catalogue)?)
}

/// Moves a damaged catalogue away, beside the library's files, and removes its index.
fn set_aside(folder: &Path) -> anyhow::Result<()> {
    let names = std::iter::once("damaged".to_owned())
        .chain((2..).map(|number| format!("damaged-{number}")));
    let mut ends = names.filter(|end| !folder.join(format!("{CATALOGUE}.{end}")).exists());
    let end = ends.next().unwrap_or_default();
    for log in ["", "-wal", "-shm"] {
        let from = folder.join(format!("{CATALOGUE}{log}"));
        if from.exists() {
            let to = folder.join(format!("{CATALOGUE}.{end}{log}"));
            fs::rename(&from, &to).with_context(|| unwritable(&to))?;
        }
    }
    let index = folder.join("index");
    if index.exists() {
        fs::remove_dir_all(&index).with_context(|| unwritable(&index))?;
    }
    Ok(())
}

/// Puts all else in the place of what the library has.
fn replace_rest(folder: &Path, pending: &Path) -> anyhow::Result<()> {
    Desk::open(folder)?.replace_by(pending)?;
    for name in OWN_FILES {
        let (from, to) = (pending.join(name), folder.join(name));
        if from.is_file() {
            fs::rename(&from, &to).with_context(|| unwritable(&to))?;
        } else if to.is_file() {
            fs::remove_file(&to).with_context(|| unwritable(&to))?;
        }
    }
    discard(pending)
}

fn discard(pending: &Path) -> anyhow::Result<()> {
    if pending.exists() {
        fs::remove_dir_all(pending).with_context(|| unwritable(pending))?;
    }
    Ok(())
}

/// Whether anything was ever imported or kept.
fn holds_something(folder: &Path) -> anyhow::Result<bool> {
    let has_listings = match health(folder) {
        Err(Error::CatalogueGone { .. }) => false,
        health => health?.is_some_and(|health| health.revision > 0),
    };
    let desk = Desk::open_kept(folder)?;
    let revision = desk.map(|desk| desk.revision()).transpose()?;
    Ok(has_listings || revision.is_some_and(|revision| revision > 0))
}

fn unwritable(path: &Path) -> Failure {
    let shown = path.display();
    Failure::new(format!("无法写入 {shown}"), format!("cannot write {shown}"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs::File;
    use std::io::Write as _;

    use qiao_index::record::Record;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::desk::Snapshot;
    use crate::work::library::OpenLibrary;

    /// A library with a listing, on a shortlist.
    fn filled(title: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        let mut writer = library.writer().unwrap();
        let record = Record {
            id: "a:1".to_owned(),
            title: title.to_owned(),
            ..Record::default()
        };
        writer.put(record.clone()).unwrap();
        writer.finish().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let listing = [Snapshot::of(&record)];
        desk.shortlist(title, &listing, "2026-11-30T08:00:00Z")
            .unwrap();
        fs::write(folder.path().join("names.tsv"), title).unwrap();
        folder
    }

    /// Title of the listing, name of the shortlist, the user's own file.
    fn state(folder: &Path) -> [String; 3] {
        let library = OpenLibrary::open(folder).unwrap();
        let record = library.shown().record("a:1").unwrap().unwrap();
        let lists = Desk::open(folder).unwrap().shortlists().unwrap();
        let own = fs::read_to_string(folder.join("names.tsv")).unwrap();
        [record.title, lists[0].name.clone(), own]
    }

    #[test]
    fn a_restoring_that_was_stopped_goes_on_when_the_library_is_opened() {
        let (one, other) = (filled("one"), filled("other"));
        let file = one.path().join("backup.zip");
        write(one.path(), &file).unwrap();
        let pending = other.path().join(PENDING);
        fs::create_dir(&pending).unwrap();
        file::unpack(&file, &pending).unwrap();
        // Stopped before all was there: nothing happens.
        assert_eq!(state(other.path()), ["other"; 3]);
        fs::write(pending.join(READY), "").unwrap();
        assert_eq!(state(other.path()), ["one"; 3]);
        assert!(!pending.exists());
        assert_eq!(state(other.path()), ["one"; 3]);
    }

    #[test]
    fn a_library_that_is_being_written_is_left_alone() {
        let (one, other) = (filled("one"), filled("other"));
        let file = one.path().join("backup.zip");
        write(one.path(), &file).unwrap();
        let mut writing = Library::open(other.path()).unwrap();
        let writer = writing.writer().unwrap();
        let refused = restore(other.path(), &file, true).unwrap_err();
        assert!(
            matches!(refused.downcast_ref(), Some(Error::Busy { .. })),
            "{refused}"
        );
        drop(writer);
        assert_eq!(state(other.path()), ["other"; 3]);
        restore(other.path(), &file, true).unwrap();
        assert_eq!(state(other.path()), ["one"; 3]);
    }

    /// An archive of these members.
    fn archive(path: &Path, members: &[(&str, &[u8])]) {
        let mut archive = ZipWriter::new(File::create(path).unwrap());
        for (name, bytes) in members {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap();
    }

    #[test]
    fn what_is_foreign_damaged_or_hostile_changes_nothing() {
        let (one, other) = (filled("one"), filled("other"));
        let file = one.path().join("backup.zip");
        let check = |reason: &str| {
            let refused = restore(other.path(), &file, true).unwrap_err();
            assert!(
                refused.to_string().contains(reason),
                "{refused} for {reason}"
            );
            assert_eq!(state(other.path()), ["other"; 3], "{reason}");
            assert!(!other.path().join(PENDING).exists());
        };
        check("cannot read");
        fs::write(&file, "no archive at all").unwrap();
        check("no backup of qiao");
        archive(&file, &[("catalogue.db", b"x")]);
        check("no backup of qiao");
        let manifest = |format: u32, name: &str, bytes: u64| {
            let text = format!(
                r#"{{"format":{format},"program":"9.9.9","at":"","listings":0,"members":
                [{{"name":"{name}","bytes":{bytes},"sha256":"00"}}]}}"#
            );
            text.into_bytes()
        };
        for (format, name, bytes, reason) in [
            (2, "catalogue.db", 1, "newer version of qiao (9.9.9)"),
            (1, "../evil", 1, "no backup of qiao"),
            (1, "catalogue.db", u64::MAX, "no backup of qiao"),
            (1, "catalogue.db", 1, "is damaged (catalogue.db)"),
            (1, "desk.db", 1, "is damaged (desk.db)"),
        ] {
            let manifest = manifest(format, name, bytes);
            archive(&file, &[("manifest.json", &manifest), (name, b"x")]);
            if name == "desk.db" {
                // Named by the manifest, but another is there.
                archive(&file, &[("manifest.json", &manifest), ("names.tsv", b"x")]);
            }
            check(reason);
        }
        fs::remove_file(&file).unwrap();
        write(one.path(), &file).unwrap();
        let whole = fs::read(&file).unwrap();
        for name in [CATALOGUE, desk::FILE, "names.tsv"] {
            let mut archive =
                zip::ZipArchive::new(File::open(one.path().join("backup.zip")).unwrap());
            let archive = archive.as_mut().unwrap();
            let member = archive.by_name(name).unwrap();
            let middle = member.data_start().unwrap() + member.compressed_size() / 2;
            drop(member);
            let mut damaged = whole.clone();
            damaged[usize::try_from(middle).unwrap()] ^= 0x40;
            fs::write(&file, &damaged).unwrap();
            check("is damaged");
            fs::write(&file, &whole).unwrap();
        }
        fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        check("no backup of qiao");
    }

    #[test]
    fn a_byte_changed_anywhere_in_a_backup_brings_back_nothing_else_than_was_kept() {
        let one = filled("one");
        let file = one.path().join("backup.zip");
        write(one.path(), &file).unwrap();
        let whole = fs::read(&file).unwrap();
        let mut other = filled("other");
        let mut refused = 0;
        let places: Vec<_> = (0..whole.len()).step_by(101).collect();
        for &at in &places {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x40;
            fs::write(&file, &damaged).unwrap();
            // An archive says its names and sums twice: a wrong one may be one that nobody reads.
            if restore(other.path(), &file, true).is_ok() {
                assert_eq!(state(other.path()), ["one"; 3], "byte {at}");
                other = filled("other");
            } else {
                assert_eq!(state(other.path()), ["other"; 3], "byte {at}");
                refused += 1;
            }
        }
        assert!(refused * 2 > places.len(), "{refused} of {}", places.len());
    }

    #[test]
    fn a_library_without_anything_is_not_backed_up() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.zip");
        let refused = write(&folder.path().join("library"), &file).unwrap_err();
        assert!(refused.to_string().contains("nothing to back up"));
        assert!(!file.exists());
    }
}
