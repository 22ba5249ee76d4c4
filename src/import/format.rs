//! The formats of files that are read, and their words on the command line.

use std::fmt;
use std::str::FromStr;

use crate::messages::Failure;

/// A format of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A JSON list of objects, an envelope around one, or objects.
    Json,
    /// A table with `,`, `;` or `|` between the cells.
    Csv,
    /// A table with tabs between the cells.
    Tsv,
    /// A workbook of Excel 5 to 2003.
    Xls,
    /// A workbook of Excel since 2007.
    Xlsx,
    /// A workbook of Excel in its binary form.
    Xlsb,
    /// A spreadsheet of `OpenDocument`.
    Ods,
    /// Tables of HTML, often named `.xls`.
    Html,
    /// A spreadsheet in XML of Excel 2003, often named `.xls`.
    SpreadsheetMl,
    /// XML of a patent office.
    Xml,
    /// Text of the USPTO, 1976 to 2001.
    Aps,
    /// References as RIS.
    Ris,
    /// References as `BibTeX` or `BibLaTeX`.
    Bibtex,
    /// References as `NoteExpress` exports them.
    Noteexpress,
    /// References in `EndNote`'s tagged text.
    Endnote,
    /// An address book.
    Vcard,
}

impl Format {
    /// All formats.
    pub(crate) const ALL: [Self; 17] = [
        Self::Jsonl,
        Self::Json,
        Self::Csv,
        Self::Tsv,
        Self::Xls,
        Self::Xlsx,
        Self::Xlsb,
        Self::Ods,
        Self::Html,
        Self::SpreadsheetMl,
        Self::Xml,
        Self::Aps,
        Self::Ris,
        Self::Bibtex,
        Self::Noteexpress,
        Self::Endnote,
        Self::Vcard,
    ];

    /// The word used on the command line and in reports.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
            Self::Html => "html",
            Self::SpreadsheetMl => "spreadsheetml",
            Self::Xml => "xml",
            Self::Aps => "aps",
            Self::Ris => "ris",
            Self::Bibtex => "bibtex",
            Self::Noteexpress => "noteexpress",
            Self::Endnote => "endnote",
            Self::Vcard => "vcard",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Failure;

    fn from_str(word: &str) -> Result<Self, Failure> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == word);
        let known = Self::ALL.map(Self::as_str);
        found.ok_or_else(|| {
            Failure::new(
                format!("可用的格式有：{}", known.join("、")),
                format!("the formats are {}", known.join(", ")),
            )
        })
    }
}
