//! Files in files: `.gz`, `.zip` and saved pages (`.mht`), also in one another, are read in place.
//!
//! Every file inside is reported as one of its own: `year.zip/needs.csv`. What is packed so well
//! that it can only be meant to fill a disk or a day is turned away.

mod gzip;
mod mhtml;
pub(super) mod unpacked;

use std::fs::File;
use std::io::{Cursor, Read, Seek as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;

use gzip::Gunzip;
use unpacked::{Unpacked, fault_of};

use super::budget::{MAX_CONTAINERS, MAX_COPIED_BYTES, MAX_MEMBERS};
use super::errors::{FileError, NotText, UnpackError};
use super::source::{Bytes, Counted, Counter, size};
use super::workbook::Workbook;
use super::{Opened, Options, decode};

/// Bytes looked at of a part that says what an archive is.
const PART_LIMIT: u64 = 1024 * 1024;

/// Takes a file with rows under its name, or what is wrong with it; breaks to stop.
pub(super) type Visit<'v> = dyn FnMut(&str, Result<Opened<'_>, FileError>) -> ControlFlow<()> + 'v;

/// Opens a file (`-` is standard input), or all files that are packed in it, one after the other.
/// `counter` counts the bytes of the file itself.
pub(super) fn visit(path: &Path, options: &Options, counter: &Arc<Counter>, visit: &mut Visit) {
    let name = path.to_string_lossy();
    let mut unpacker = Unpacker {
        options,
        unpacked: Unpacked::new(Arc::clone(counter), size(path)),
        visit,
    };
    // Stopped or not, this was all.
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) =
        unpacker.open_or_tell(&name, Bytes::open(path, counter), 0);
}

/// Opens bytes, or all files that are packed in them, as [`visit`] does a file.
#[cfg(any(test, fuzzing))]
pub(super) fn visit_bytes(bytes: Bytes, size: u64, options: &Options, visit: &mut Visit) {
    let mut unpacker = Unpacker {
        options,
        unpacked: Unpacked::new(Arc::default(), Some(size)),
        visit,
    };
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) =
        unpacker.open_or_tell("a", Ok(bytes), 0);
}

struct Unpacker<'o, 'v> {
    options: &'o Options,
    unpacked: Unpacked,
    visit: &'o mut Visit<'v>,
}

impl Unpacker<'_, '_> {
    /// Opens what the bytes are, `depth` containers deep, or tells why not.
    fn open_or_tell(
        &mut self,
        name: &str,
        bytes: Result<Bytes, FileError>,
        depth: usize,
    ) -> ControlFlow<()> {
        bytes
            .and_then(|bytes| self.open(name, bytes, depth))
            .unwrap_or_else(|error| (self.visit)(name, Err(error)))
    }

    fn open(
        &mut self,
        name: &str,
        bytes: Bytes,
        depth: usize,
    ) -> Result<ControlFlow<()>, FileError> {
        if bytes.first().is_empty() {
            return Err(FileError::Empty);
        }
        match Content::of(bytes.first()) {
            Content::Gzip | Content::Zip if depth == MAX_CONTAINERS => {
                Err(FileError::Container(UnpackError::TooDeep))
            }
            Content::Gzip => {
                let plain = self.unpacked.guard(Gunzip::new(bytes.into_stream()));
                self.open(name, Bytes::stream(plain)?, depth + 1)
            }
            Content::Zip => self.open_zip(name, bytes.into_file(MAX_COPIED_BYTES)?, depth),
            Content::Compound => {
                let book = Workbook::open_xls(bytes.into_file(MAX_COPIED_BYTES)?)?;
                let opened = Opened::book(name, book, self.options);
                Ok((self.visit)(name, Ok(opened)))
            }
            Content::Refused(packing) => Err(FileError::NotText(*packing)),
            Content::Text
                if self.options.encoding.is_none() && decode::is_binary(bytes.first()) =>
            {
                Err(FileError::NotText(NotText::Binary))
            }
            Content::Text if mhtml::is_message(bytes.first()) => self.open_message(name, bytes),
            Content::Text => {
                let opened = Opened::text(name, bytes, self.options)?;
                Ok((self.visit)(name, Ok(opened)))
            }
        }
    }

    fn open_zip(
        &mut self,
        name: &str,
        mut file: Counted<File>,
        depth: usize,
    ) -> Result<ControlFlow<()>, FileError> {
        let mut archive = match ZipArchive::new(&mut file).map_err(fault_of) {
            Ok(archive) => archive,
            Err(error @ FileError::Container(UnpackError::Damaged)) => {
                return self.open_without_directory(name, file, depth, error);
            }
            Err(error) => return Err(error),
        };
        if archive.len() > MAX_MEMBERS {
            return Err(FileError::Container(UnpackError::TooMany(MAX_MEMBERS)));
        }
        let names: Vec<String> = archive.file_names_raw().map(member_name).collect();
        match Office::of(&names) {
            Some(Office::Xlsx) => {
                let book = Workbook::open_xlsx(file)?;
                let opened = Opened::book(name, book, self.options);
                return Ok((self.visit)(name, Ok(opened)));
            }
            Some(Office::Xlsb) => {
                let opened = Opened::book(name, Workbook::open_xlsb(file)?, self.options);
                return Ok((self.visit)(name, Ok(opened)));
            }
            Some(Office::OpenDocument) => return self.open_ods(name, &mut archive),
            Some(Office::Refused(packing)) => return Err(FileError::NotText(packing)),
            None => {}
        }
        let members = || names.iter().enumerate().filter(|(_, inner)| is_file(inner));
        if members().next().is_none() {
            return Err(FileError::Container(UnpackError::NoFiles));
        }
        for (index, inner) in members() {
            let member = archive.by_index(index).map_err(fault_of);
            let bytes = member.and_then(|member| Ok(Bytes::stream(self.unpacked.guard(member))?));
            let inner = format!("{name}/{inner}");
            if self.open_or_tell(&inner, bytes, depth + 1).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            // Said once, not of every other member.
            if self.unpacked.is_spent() {
                return Err(FileError::Container(UnpackError::Bomb));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Opens the members of an archive that was cut off, and with that lost the directory at its
    /// end: one after the other, as far as they say how long they are. `error` is told last.
    fn open_without_directory(
        &mut self,
        name: &str,
        mut file: Counted<File>,
        depth: usize,
        error: FileError,
    ) -> Result<ControlFlow<()>, FileError> {
        file.rewind()?;
        for _ in 0..MAX_MEMBERS {
            if self.unpacked.is_spent() {
                return Err(FileError::Container(UnpackError::Bomb));
            }
            let Ok(Some(member)) = read_zipfile_from_stream(&mut file) else {
                break;
            };
            let inner = member_name(member.name_raw());
            // A piece of an office file is no list.
            if OFFICE_STARTS.contains(&&*inner) {
                break;
            }
            if !is_file(&inner) {
                continue;
            }
            let inner = format!("{name}/{inner}");
            let bytes = Bytes::stream(self.unpacked.guard(member)).map_err(FileError::from);
            if self.open_or_tell(&inner, bytes, depth + 1).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Err(error)
    }

    /// Opens the pages of a message that have tables.
    fn open_message(&mut self, name: &str, bytes: Bytes) -> Result<ControlFlow<()>, FileError> {
        let mut any = false;
        let read = mhtml::pages(bytes.into_stream(), &mut |page| {
            let inner = match &*page.name {
                "" => name.to_owned(),
                inner => format!("{name}/{inner}"),
            };
            any = true;
            let options = Options {
                encoding: self.options.encoding.or(page.encoding),
                ..self.options.clone()
            };
            let bytes = Bytes::stream(Cursor::new(page.content)).map_err(FileError::from);
            let opened = bytes.and_then(|bytes| Opened::text(&inner, bytes, &options));
            (self.visit)(&inner, opened)
        });
        match read {
            Ok(_) if !any => Err(FileError::NotText(NotText::Document("MHTML"))),
            read => read,
        }
    }

    fn open_ods(
        &mut self,
        name: &str,
        archive: &mut ZipArchive<&mut Counted<File>>,
    ) -> Result<ControlFlow<()>, FileError> {
        if !has_text(archive, "mimetype", "spreadsheet")? {
            return Err(FileError::NotText(NotText::Document("OpenDocument")));
        }
        if has_text(archive, "META-INF/manifest.xml", "encryption-data")? {
            return Err(FileError::Container(UnpackError::Locked));
        }
        let part = archive.by_name("content.xml").map_err(fault_of)?;
        let bytes = Bytes::stream(self.unpacked.guard(part))?;
        let opened = Opened::text(name, bytes, self.options)?;
        Ok((self.visit)(name, Ok(opened)))
    }
}

/// Whether a part of an archive, a short one, holds this text.
fn has_text(
    archive: &mut ZipArchive<&mut Counted<File>>,
    part: &str,
    text: &str,
) -> Result<bool, FileError> {
    let mut found = Vec::new();
    let part = archive.by_name(part).map_err(fault_of)?;
    part.take(PART_LIMIT).read_to_end(&mut found)?;
    Ok(String::from_utf8_lossy(&found).contains(text))
}

/// What an archive is that an office program made, by the names of its parts.
#[derive(Debug, Clone, Copy)]
enum Office {
    Xlsx,
    Xlsb,
    OpenDocument,
    Refused(NotText),
}

/// The first part of what an office program made.
const OFFICE_STARTS: [&str; 2] = ["[Content_Types].xml", "mimetype"];
/// Parts that only such files have.
const PARTS: [(&str, Office); 5] = [
    ("xl/workbook.bin", Office::Xlsb),
    ("xl/", Office::Xlsx),
    ("word/", Office::Refused(NotText::Document("docx"))),
    ("ppt/", Office::Refused(NotText::Document("pptx"))),
    ("META-INF/manifest.xml", Office::OpenDocument),
];

impl Office {
    fn of(names: &[String]) -> Option<Self> {
        let has = |part: &str| names.iter().any(|name| name.starts_with(part));
        let of_open_document = || has("mimetype") && has("content.xml");
        if !has("[Content_Types].xml") && !of_open_document() {
            return None;
        }
        let found = PARTS.iter().find(|(part, _)| has(part));
        found.map(|(_, office)| *office)
    }
}

/// What a file is, by its first bytes.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Gzip,
    Zip,
    /// A file system in a file, as older office programs write it.
    Compound,
    Text,
    Refused(NotText),
}

/// First bytes of files that are not text, and what they are.
const MAGIC: [(&[u8], Content); 10] = [
    (b"\x1f\x8b", Content::Gzip),
    (b"PK\x03\x04", Content::Zip),
    (b"PK\x05\x06", Content::Zip),
    (b"BZh", Content::Refused(NotText::Compressed("bzip2"))),
    (b"\xfd7zXZ\0", Content::Refused(NotText::Compressed("xz"))),
    (
        b"\x28\xb5\x2f\xfd",
        Content::Refused(NotText::Compressed("zstd")),
    ),
    (
        b"7z\xbc\xaf\x27\x1c",
        Content::Refused(NotText::Compressed("7z")),
    ),
    (b"\xd0\xcf\x11\xe0", Content::Compound),
    (b"%PDF-", Content::Refused(NotText::Document("PDF"))),
    (b"{\\rtf", Content::Refused(NotText::Document("RTF"))),
];

/// What the first header of a tar archive says of itself, and where.
const TAR: (usize, &[u8]) = (257, b"ustar");

impl Content {
    fn of(first: &[u8]) -> &'static Self {
        // Archives of text are text for the most part.
        let (at, magic) = TAR;
        if first.get(at..).is_some_and(|rest| rest.starts_with(magic)) {
            return &Self::Refused(NotText::Compressed("tar"));
        }
        let found = MAGIC.iter().find(|(magic, _)| first.starts_with(magic));
        found.map_or(&Self::Text, |(_, content)| content)
    }
}

/// Whether a member is neither a folder, nor hidden, nor what macOS adds to every archive.
fn is_file(name: &str) -> bool {
    let hidden =
        |part: &str| part == "__MACOSX" || (part.starts_with('.') && !matches!(part, "." | ".."));
    !name.ends_with('/') && !name.split('/').any(hidden)
}

/// A member's name, which Chinese Windows writes in GB18030.
fn member_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

#[cfg(test)]
mod tests;
