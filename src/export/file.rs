//! Records → one of the formats → a file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use clap::ValueEnum;
use qiao_index::fields::columns::{self, Column};
use qiao_index::record::Record;
use qiao_index::vocab::Language;

use super::{
    write_bibtex, write_csv, write_jsonl, write_markdown, write_ris, write_vcard, write_xlsx,
};
use crate::messages::{Failure, FileMessages, escape_controls};

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for spreadsheets
    Csv,
    /// A workbook for spreadsheets
    Xlsx,
    /// Whole records, one JSON object a line
    Jsonl,
    /// The contacts as vCards
    Vcard,
    /// For reference managers
    Ris,
    /// For LaTeX and reference managers
    Bibtex,
    /// For reading, with headings
    Markdown,
}

/// What users are told of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FormatNames {
    /// The format.
    pub(crate) format: Format,
    /// The ending of its files.
    pub(crate) ending: &'static str,
    /// Its name in Chinese and English.
    pub(crate) names: [&'static str; 2],
}

const fn names(format: Format, ending: &'static str, names: [&'static str; 2]) -> FormatNames {
    FormatNames {
        format,
        ending,
        names,
    }
}

/// The formats in the order in which they are offered.
pub(crate) const FORMATS: [FormatNames; 7] = [
    names(Format::Csv, "csv", ["CSV 表格", "CSV table"]),
    names(Format::Jsonl, "jsonl", ["JSON 行", "JSON Lines"]),
    names(Format::Vcard, "vcf", ["联系人 vCard", "vCards"]),
    names(Format::Ris, "ris", ["RIS", "RIS"]),
    names(Format::Bibtex, "bib", ["BibTeX", "BibTeX"]),
    names(Format::Markdown, "md", ["Markdown", "Markdown"]),
    names(Format::Xlsx, "xlsx", ["Excel 工作簿", "Excel workbook"]),
];

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Style {
    /// In which format.
    pub(crate) format: Format,
    /// In which language, where the format is for people.
    pub(crate) language: Language,
    /// The columns of a table.
    pub(crate) columns: Vec<Column>,
}

impl Style {
    /// With the usual columns.
    pub(crate) fn new(format: Format, language: Language) -> Self {
        Self {
            format,
            language,
            columns: columns::usual().collect(),
        }
    }
}

impl Format {
    /// Whether it has columns.
    pub(crate) const fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }
}

/// What was written, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Listings, each whole.
    Listings(u64),
    /// Contacts of listings: many name none, some several.
    Contacts(u64),
}

impl Written {
    const fn number(self) -> u64 {
        match self {
            Self::Listings(number) | Self::Contacts(number) => number,
        }
    }

    /// What was written, and where.
    pub(crate) fn said(self, files: &FileMessages, path: &Path) -> String {
        match self {
            Self::Listings(number) => files.exported(number, path),
            Self::Contacts(number) => files.exported_contacts(number, path),
        }
    }

    /// That nothing was written, and why, where that is so.
    pub(crate) fn nothing(self) -> Option<Failure> {
        let failure = match self {
            Self::Listings(_) => Failure::new(
                "没有符合的条目，什么也没写",
                "no listing matches: nothing was written",
            ),
            Self::Contacts(_) => Failure::new(
                "这些条目都没有联系人，什么也没写",
                "none of these listings has a contact: nothing was written",
            ),
        };
        (self.number() == 0).then_some(failure)
    }
}

/// Writes records and returns what that came to. The first record that cannot be read ends the
/// writing.
///
/// # Errors
/// `out` cannot be written, or a record not be read.
pub(crate) fn write(
    out: &mut dyn Write,
    style: &Style,
    records: &mut dyn Iterator<Item = anyhow::Result<Record>>,
) -> anyhow::Result<Written> {
    let (mut count, mut failed) = (0, None);
    let readable = std::iter::from_fn(|| match records.next()? {
        Ok(record) => {
            count += 1;
            Some(record)
        }
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    let language = style.language;
    let table = (&*style.columns, language);
    let cards = match style.format {
        Format::Csv => write_csv(out, table, readable).map(|()| None),
        Format::Xlsx => write_xlsx(out, table, readable).map(|()| None),
        Format::Jsonl => write_jsonl(out, readable).map(|()| None),
        Format::Vcard => write_vcard(out, readable).map(Some),
        Format::Ris => write_ris(out, readable).map(|()| None),
        Format::Bibtex => write_bibtex(out, readable).map(|()| None),
        Format::Markdown => write_markdown(out, readable, language).map(|()| None),
    }?;
    let written = cards.map_or(Written::Listings(count), Written::Contacts);
    failed.map_or(Ok(written), Err)
}

/// Writes a file that is there whole or not at all, nor with nothing in it; devices and pipes are
/// written directly.
///
/// # Errors
/// The file cannot be written, or `write` fails.
pub(crate) fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<Written>,
) -> anyhow::Result<Written> {
    replace_file(path, write, |written| written.number() > 0)
}

/// Writes a file that is there whole or not at all, whatever is in it; devices and pipes are
/// written directly.
///
/// # Errors
/// As for [`write_file`].
pub(crate) fn write_whole_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    replace_file(path, write, |()| true)
}

fn replace_file<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
    is_wanted: impl Fn(&T) -> bool,
) -> anyhow::Result<T> {
    let name = path.to_string_lossy().into_owned();
    let unwritable = || {
        let name = escape_controls(&name);
        Failure::new(format!("无法写入 {name}"), format!("cannot write {name}"))
    };
    if path.exists() && !path.is_file() {
        let mut file = File::options()
            .write(true)
            .open(path)
            .with_context(unwritable)?;
        return write(&mut file).with_context(unwritable);
    }
    let mut beside = path.file_name().unwrap_or_default().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside);
    let result = write_through(&beside, write).and_then(|written| {
        if is_wanted(&written) {
            fs::rename(&beside, path)?;
        }
        Ok(written)
    });
    if !matches!(&result, Ok(written) if is_wanted(written)) {
        // The first error is the one to report; the half-written file may not even be there.
        drop(fs::remove_file(&beside));
    }
    result.with_context(unwritable)
}

fn write_through<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut out = BufWriter::new(File::create(path)?);
    let written = write(&mut out)?;
    out.into_inner()?.sync_all()?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::samples::{achievement, patent};
    use super::*;

    fn check(format: Format, records: &[Record], expected: Written) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut records = records.iter().cloned().map(Ok);
        let written = write_file(&path, |out| {
            write(out, &Style::new(format, Language::English), &mut records)
        })
        .unwrap();
        assert_eq!(written, expected);
        let there = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(there, usize::from(expected.number() > 0), "{expected:?}");
        assert_eq!(written.nothing().is_some(), there == 0);
    }

    #[test]
    fn every_format_is_offered_with_an_ending_of_its_own() {
        for format in Format::value_variants() {
            let rows = FORMATS.iter().filter(|row| row.format == *format);
            assert_eq!(rows.count(), 1, "{format:?}");
        }
        for row in FORMATS {
            let same = FORMATS.iter().filter(|other| other.ending == row.ending);
            assert_eq!(same.count(), 1, "{}", row.ending);
        }
    }

    #[test]
    fn an_export_of_cards_from_listings_without_contacts_is_no_success() {
        let mut two = achievement();
        two.contact.push(two.contact[0].clone());
        check(Format::Vcard, &[patent()], Written::Contacts(0));
        check(Format::Vcard, &[two, patent()], Written::Contacts(2));
        check(Format::Csv, &[patent()], Written::Listings(1));
        check(Format::Jsonl, &[], Written::Listings(0));
        for format in [Format::Ris, Format::Bibtex, Format::Markdown, Format::Xlsx] {
            check(format, &[patent()], Written::Listings(1));
        }
    }
}
