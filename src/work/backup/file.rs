//! The file of a backup: a zip archive with a manifest. What comes out of one is held against the
//! manifest byte by byte, and is never more than it says.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context as _;
use qiao_index::library::{CATALOGUE, OWN_FILES};
use qiao_index::now;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::desk;
use crate::messages::{Failure, escape_controls};

/// The member that says what the others are.
const MANIFEST: &str = "manifest.json";
/// What this program writes; it reads all up to it.
const FORMAT: u32 = 1;
/// Longest manifest that is read, in bytes.
const MAX_MANIFEST_BYTES: u64 = 64 * 1024;
/// Most bytes that may come out of any backup …
const FREE: u64 = 256 * 1024 * 1024;
/// … and beyond them for each byte of the file: as for imports.
const RATIO: u64 = 150;

/// What a backup holds, and what it has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// The version of the program that has written it.
    program: String,
    /// When, RFC 3339.
    pub(super) at: String,
    /// Number of listings.
    pub(super) listings: u64,
    members: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Member {
    name: String,
    bytes: u64,
    sha256: String,
}

/// Names that a member can have.
fn known(name: &str) -> bool {
    [CATALOGUE, desk::FILE].contains(&name) || OWN_FILES.contains(&name)
}

impl Manifest {
    /// Of files in a folder.
    pub(super) fn of(folder: &Path, names: &[&str], listings: u64) -> anyhow::Result<Self> {
        let member = |name: &&str| {
            let mut hashed = Hashed::new(io::sink());
            let bytes = io::copy(&mut File::open(folder.join(name))?, &mut hashed)?;
            Ok(Member {
                name: (*name).to_owned(),
                bytes,
                sha256: hashed.finish(),
            })
        };
        Ok(Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            at: now(),
            listings,
            members: names.iter().map(member).collect::<io::Result<_>>()?,
        })
    }
}

/// Writes an archive of the files in a folder that a manifest names.
pub(super) fn pack(out: &mut dyn Write, folder: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut archive = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    archive.start_file(MANIFEST, options)?;
    archive.write_all(serde_json::to_string_pretty(manifest)?.as_bytes())?;
    for member in &manifest.members {
        archive.start_file(&*member.name, options)?;
        io::copy(&mut File::open(folder.join(&member.name))?, &mut archive)?;
    }
    archive.finish()?;
    Ok(())
}

/// A backup that is open for reading.
struct Opened {
    archive: ZipArchive<File>,
    manifest: Manifest,
    /// Bytes of the file.
    size: u64,
    /// Its path, to be shown.
    shown: String,
}

impl Opened {
    fn foreign(&self) -> anyhow::Error {
        foreign(&self.shown)
    }
}

fn foreign(shown: &str) -> anyhow::Error {
    anyhow::Error::new(Failure::new(
        format!("{shown} 不是 qiao 的备份"),
        format!("{shown} is no backup of qiao"),
    ))
}

/// Opens a backup, and reads what it says that it holds.
fn open(path: &Path) -> anyhow::Result<Opened> {
    let shown = path.to_string_lossy();
    let shown = escape_controls(&shown).into_owned();
    let file = File::open(path)
        .with_context(|| Failure::new(format!("读不出 {shown}"), format!("cannot read {shown}")))?;
    let size = file.metadata()?.len();
    let archive = ZipArchive::new(file).ok();
    let mut archive = archive.ok_or_else(|| foreign(&shown))?;
    let manifest = manifest_in(&mut archive).ok_or_else(|| foreign(&shown))?;
    if manifest.format > FORMAT {
        let program = escape_controls(&manifest.program);
        anyhow::bail!(Failure::new(
            format!("{shown} 是更新版本的 qiao（{program}）写成的，请安装新版本"),
            format!(
                "{shown} was written by a newer version of qiao ({program}): install that version"
            ),
        ));
    }
    Ok(Opened {
        archive,
        manifest,
        size,
        shown,
    })
}

/// What a backup says that it holds.
///
/// # Errors
/// It cannot be read, is none of ours, or of a newer program.
pub(super) fn manifest(path: &Path) -> anyhow::Result<Manifest> {
    Ok(open(path)?.manifest)
}

/// Unpacks a backup into a folder, and checks all of it.
///
/// # Errors
/// It is none of ours, damaged, or of a newer program.
pub(super) fn unpack(path: &Path, folder: &Path) -> anyhow::Result<Manifest> {
    let mut opened = open(path)?;
    let (manifest, size) = (&opened.manifest, opened.size);
    let all: u64 = manifest
        .members
        .iter()
        .map(|it| it.bytes)
        .fold(0, u64::saturating_add);
    let allowed = FREE.saturating_add(RATIO.saturating_mul(size));
    let has_twins = manifest.members.iter().enumerate().any(|(at, member)| {
        let before = manifest.members.iter().take(at);
        before.into_iter().any(|it| it.name == member.name)
    });
    let is_ours = manifest.members.iter().all(|it| known(&it.name)) && !has_twins;
    if !is_ours || all > allowed || opened.archive.len() != manifest.members.len() + 1 {
        return Err(opened.foreign());
    }
    let shown = &opened.shown;
    for member in &manifest.members {
        if !unpacked(&mut opened.archive, member, &folder.join(&member.name))? {
            anyhow::bail!(Failure::new(
                format!("{shown} 已损坏（{}），没有恢复任何内容", member.name),
                format!("{shown} is damaged ({}): nothing was restored", member.name),
            ));
        }
    }
    Ok(opened.manifest)
}

fn manifest_in(archive: &mut ZipArchive<File>) -> Option<Manifest> {
    let member = archive.by_name(MANIFEST).ok()?;
    let mut text = String::new();
    let mut member = member.take(MAX_MANIFEST_BYTES);
    member.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// Unpacks a member to a file; whether it is what it has to be.
///
/// # Errors
/// The file cannot be written.
fn unpacked(archive: &mut ZipArchive<File>, member: &Member, to: &Path) -> anyhow::Result<bool> {
    let Ok(packed) = archive.by_name(&member.name) else {
        return Ok(false);
    };
    let mut out = Hashed::new(BufWriter::new(File::create(to)?));
    // One byte more shows that there is more.
    let mut packed = packed.take(member.bytes.saturating_add(1));
    let mut piece = [0; 16 * 1024];
    let mut bytes = 0;
    loop {
        let Ok(read) = packed.read(&mut piece) else {
            return Ok(false);
        };
        let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else {
            break;
        };
        bytes += read.len() as u64;
        out.write_all(read)?;
    }
    out.flush()?;
    Ok(bytes == member.bytes && out.finish() == member.sha256)
}

/// Bytes that are hashed on their way.
struct Hashed<W> {
    out: W,
    hasher: Sha256,
}

impl<W> Hashed<W> {
    fn new(out: W) -> Self {
        Self {
            out,
            hasher: Sha256::new(),
        }
    }

    fn finish(self) -> String {
        let digits = self.hasher.finalize();
        digits
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
