//! What a file is, told from its content.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use qiao_index::normalise::{Context, Mapping, RejectReason, Rejected, Row, normalise};
use qiao_index::record::Kind;
use qiao_index::vocab::Language;
use serde_json::{Map, Value};

use super::document::Document;
use super::editions::{edition, edition_of_object};
use super::errors::{FailedFile, FileError, RowError};
use super::map::ColumnMap;
use super::named_kind::kind_of_name;
use super::text::Text;
use super::{Options, header, html, json, table, xml, xml_sheet};
use crate::messages::Failure;

/// Bytes of text looked at to tell the format.
pub(super) const HEAD: usize = 256 * 1024;
/// Lines of the head that are looked at.
const LINES: usize = 10;
/// Characters of a rejected row that are reported at most.
const MAX_ORIGINAL_CHARACTERS: usize = 2_000;

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

/// What was recognised, with all that its reader needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// JSON of any kind.
    Json(json::Layout),
    /// A table.
    Table(table::Dialect),
    /// Tables of a page.
    Html,
    /// A spreadsheet of markup.
    Sheets(&'static xml_sheet::Names),
    /// Documents that say themselves what is in them.
    Document(Document),
}

impl Layout {
    /// Tells the layout of `text`; as the user says where that is said.
    pub(super) fn of(text: &mut Text, options: &Options) -> Result<Self, FileError> {
        let head = text.head(HEAD)?;
        if header::is_blank(&head) {
            return Err(FileError::Empty);
        }
        let map = options.map.as_deref();
        let table = |delimiter| table::dialect(&head, delimiter, map).map(Self::Table);
        match options.format {
            Some(Format::Jsonl) => Ok(Self::Json(json::Layout::Lines)),
            Some(Format::Json) => Ok(Self::Json(json::layout(&head))),
            Some(Format::Csv) => table(None),
            Some(Format::Tsv) => table(Some(b'\t')),
            Some(
                format @ (Format::Xls
                | Format::Xlsx
                | Format::Xlsb
                | Format::Ods
                | Format::SpreadsheetMl),
            ) => sheets(&head).ok_or(FileError::NotThat(format)),
            Some(Format::Html) => Ok(Self::Html),
            Some(format) => Document::of_format(format)
                .map(Self::Document)
                .ok_or(FileError::NotThat(format)),
            None if map.is_some_and(ColumnMap::is_of_table) => {
                sheets(&head).map_or_else(|| table(None), Ok)
            }
            None => guess(&head, map),
        }
    }

    /// The layout of a table in spite of what is wrong with it, where it is only to be shown.
    pub(super) fn despite(error: &FileError, text: &mut Text, options: &Options) -> Option<Self> {
        let options = options.despite(error, Format::Csv)?;
        Self::of(text, &options).ok()
    }

    /// The format to report.
    pub(super) const fn format(&self) -> Format {
        match self {
            Self::Json(json::Layout::Lines) => Format::Jsonl,
            Self::Json(_) => Format::Json,
            Self::Table(dialect) if dialect.delimiter == b'\t' => Format::Tsv,
            Self::Table(_) => Format::Csv,
            Self::Html => Format::Html,
            Self::Sheets(names) => names.format,
            Self::Document(document) => document.format(),
        }
    }
}

/// The spreadsheet of markup or the page with tables that begins with `head`.
fn sheets(head: &str) -> Option<Layout> {
    match xml_sheet::names(head) {
        Some(names) => Some(Layout::Sheets(names)),
        None => html::has_table(head).then_some(Layout::Html),
    }
}

fn guess(head: &str, map: Option<&ColumnMap>) -> Result<Layout, FileError> {
    let start = head.trim_start();
    let document = || Document::of(head).map(Layout::Document);
    if let Some(layout) = document().or_else(|| sheets(head)) {
        return Ok(layout);
    }
    let lines: Vec<&str> = head
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    let lines = lines.get(..LINES).unwrap_or(&lines);
    let objects = lines.iter().filter(|line| is_object(line)).count();
    if objects * 2 > lines.len() && lines.len() > 1 {
        return Ok(Layout::Json(json::Layout::Lines));
    }
    if opens_with(start, '[', "{[\"]-0123456789") || opens_with(start, '{', "\"}") {
        let layout = match json::layout(head) {
            json::Layout::Objects if objects == lines.len() => json::Layout::Lines,
            // Objects that have a title nowhere are settings or a vocabulary.
            json::Layout::Objects
                if map.is_none()
                    && !json::holds_documents(head)
                    && !makes_titles(&json::keys(head), None) =>
            {
                return Err(FileError::NoTitleColumn);
            }
            layout => layout,
        };
        return Ok(Layout::Json(layout));
    }
    if xml::is_markup(head) {
        return Err(FileError::OtherXml);
    }
    let dialect = table::dialect(head, None, map)?;
    match refusal(&dialect.columns, map) {
        Some(error) => Err(error),
        None => Ok(Layout::Table(dialect)),
    }
}

/// Why a table with these columns is none of listings.
fn refusal(columns: &[String], map: Option<&ColumnMap>) -> Option<FileError> {
    if map.is_none() && table::is_code_table(columns) {
        Some(FileError::CodeTable)
    } else if makes_titles(columns, map) {
        None
    } else {
        Some(FileError::NoTitleColumn)
    }
}

/// Whether a row with something in every column would have a title.
fn makes_titles(columns: &[String], map: Option<&ColumnMap>) -> bool {
    let something = |name: &String| (name.clone(), Value::String("x".to_owned()));
    let row = Row {
        file: String::new(),
        row: 1,
        cells: columns.iter().map(something).collect(),
        kind: None,
        mapping: mapping(map, columns),
    };
    let context = Context {
        source: String::new(),
        kind: None,
        imported_at: String::new(),
    };
    normalise(row, &context).is_ok()
}

/// How the columns of a table are read: as the user says, else as its edition does.
fn mapping(map: Option<&ColumnMap>, columns: &[String]) -> Arc<Mapping> {
    let known = edition(columns).map(|edition| edition.columns(columns));
    let named = map.into_iter().flat_map(|map| map.named(columns));
    // Of two that name a column the last stands.
    let named = known.into_iter().flatten().chain(named);
    let constants = map.map(|map| map.constants.clone());
    Arc::new(Mapping::new(named, constants.unwrap_or_default()))
}

fn is_object(line: &str) -> bool {
    opens_with(line, '{', "\"}") && line.ends_with('}')
}

/// Whether the text begins with `bracket` and then, but for blanks, one of `next`.
fn opens_with(text: &str, bracket: char, next: &str) -> bool {
    text.strip_prefix(bracket)
        .and_then(|rest| rest.trim_start().chars().next())
        .is_some_and(|c| next.contains(c))
}

/// Where rows come from: makes rows and rejects that say so.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file as given by the user.
    pub(super) file: String,
    /// Language of the reasons.
    pub(super) language: Language,
    /// What the name of the sheet, or the edition of the table, says of the rows.
    kind: Option<Kind>,
    /// The user has named the format: nothing is refused for its looks.
    is_named: bool,
    map: Option<Arc<ColumnMap>>,
    mapping: Arc<Mapping>,
}

impl Origin {
    /// The origin of a file's rows.
    pub(super) fn new(file: String, options: &Options) -> Self {
        let map = options.map.clone();
        let mapping = map.as_ref().map(|map| map.mapping(&[]));
        Self {
            file,
            language: options.language,
            kind: None,
            is_named: options.format.is_some(),
            map,
            mapping: mapping.unwrap_or_default(),
        }
    }

    /// The origin of the rows of a sheet of this name; the only sheet of a file needs none.
    pub(super) fn of_sheet(&self, name: &str) -> Self {
        let mut origin = self.clone();
        if !name.is_empty() {
            origin.file = format!("{}/{name}", origin.file);
            origin.kind = kind_of_name(name);
        }
        origin
    }

    /// The origin of the rows of a table whose columns have these names.
    pub(super) fn of_columns(&self, columns: &[String]) -> Self {
        Self {
            kind: self.kind.or_else(|| edition(columns)?.kind()),
            mapping: mapping(self.map(), columns),
            ..self.clone()
        }
    }

    /// A row that an object is.
    pub(super) fn object(&self, row: u64, cells: Map<String, Value>, kind: Option<Kind>) -> Row {
        let Some(edition) = edition_of_object(&cells) else {
            let row = self.row(row, cells);
            return Row { kind, ..row };
        };
        let keys: Vec<String> = cells.keys().cloned().collect();
        Row {
            kind: kind.or(edition.kind()),
            mapping: mapping(self.map(), &keys),
            ..self.row(row, cells)
        }
    }

    /// What the user says of the columns.
    pub(super) fn map(&self) -> Option<&ColumnMap> {
        self.map.as_deref()
    }

    /// Why a sheet with these columns is passed over.
    pub(super) fn refusal(&self, columns: &[String]) -> Option<FileError> {
        refusal(columns, self.map()).filter(|_| !self.is_named)
    }

    /// What the map says of columns that are none of these.
    pub(super) fn map_columns_missing(&self, columns: &[String]) -> Option<FailedFile> {
        self.missed(self.map()?.missing(columns))
    }

    /// That the map names columns which the file does not have.
    pub(super) fn missed(&self, columns: Vec<String>) -> Option<FailedFile> {
        (!columns.is_empty()).then(|| self.remark(FileError::MapColumnsMissing(columns)))
    }

    /// A remark on the file.
    pub(super) fn remark(&self, error: FileError) -> FailedFile {
        let path = self.file.clone();
        FailedFile { path, error }
    }

    /// How the cells of these columns are read.
    pub(super) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// A row that could be read.
    pub(super) fn row(&self, row: u64, cells: Map<String, Value>) -> Row {
        Row {
            file: self.file.clone(),
            row,
            cells,
            kind: self.kind,
            mapping: Arc::clone(&self.mapping),
        }
    }

    /// A row that could not.
    pub(super) fn reject(
        &self,
        row: u64,
        column: &str,
        row_error: &RowError,
        original: &str,
    ) -> Rejected {
        Rejected {
            file: self.file.clone(),
            row,
            column: column.to_owned(),
            reason: RejectReason::Unreadable(row_error.say(self.language)),
            original: shortened(original.trim_end_matches(['\n', '\r'])),
        }
    }
}

/// As much of a rejected row as is reported.
pub(super) fn shortened(original: &str) -> String {
    original.chars().take(MAX_ORIGINAL_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::super::text::text;
    use super::*;

    fn check(content: &str, expected: &str) {
        let layout = Layout::of(&mut text(content.as_bytes()), &Options::default());
        let found = match layout {
            Ok(Layout::Json(layout)) => format!("{layout:?}"),
            Ok(Layout::Table(d)) => format!("{:?} row {}", char::from(d.delimiter), d.header_row),
            Ok(layout) => layout.format().to_string(),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(found, expected, "{content}");
    }

    #[test]
    fn json_is_recognised_by_its_shape() {
        check("{\"title\":\"a\"}\n{\"title\":\"b\"}\n", "Lines");
        check("{\"title\":\"a\"}", "Lines");
        check(
            "\n\n{\"title\":\"a\"}\n{\"title\":\n{\"title\":\"b\"}\n",
            "Lines",
        );
        check("{\n \"title\": \"a\"\n}\n", "Objects");
        check("[{\"title\":\"a\"}]", "List(0)");
        check(" [\n]", "List(1)");
        check(
            "{\"code\":0,\"data\":{\"rows\":[{\"title\":\"a\"}]}}",
            "List(25)",
        );
        check(
            "{\"title\":\"a\",\"kind\":\"x\",\"people\":[{\"name\":\"b\"}]}",
            "Lines",
        );
    }

    #[test]
    fn tables_are_recognised_by_their_header() {
        check("名称,单位\na,b\n", "',' row 1");
        check("名称;单位,部门\na;b\n", "';' row 1");
        check("名称\t单位\na\tb\n", "'\\t' row 1");
        check("title|institution\na|b\n", "'|' row 1");
        check("title\na\n", "',' row 1");
        check(",,\n,,\n名称,单位,电话\n", "',' row 3");
        check("汇总表,,\n2024年,,\n名称,单位,电话\na,b,c\n", "',' row 3");
        check("sep=;\r\ntitle;institution\r\n", "';' row 2");
        check("名称,单位\ra,b\r", "',' row 1");
        check("[标]当前申请(专利权)人,名称,摘要\n", "',' row 1");
        check(
            "search URL:,https://example.com/?q=a\nid,title,assignee\n",
            "',' row 2",
        );
    }

    #[test]
    fn spreadsheets_of_markup_are_recognised_by_what_is_in_them() {
        check("<html><body><TABLE><tr><td>a", "html");
        check("\u{feff}<meta charset=gbk>\n<table>", "html");
        let workbook = "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:";
        check(&format!("{workbook}spreadsheet'>"), "spreadsheetml");
        let excel = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>";
        check(excel, "html");
    }

    #[test]
    fn documents_are_recognised_by_their_marks() {
        check("<?xml version=\"1.0\"?>\n<us-patent-grant>", "xml");
        check("\n<exch:exchange-document country=\"EP\">", "xml");
        check("PATN\nWKU  039373754\n", "aps");
        check("TY  - PAT\nTI  - x\n", "ris");
        check("{Reference Type}: Journal\n", "noteexpress");
        check("%0 Patent\n%T x\n", "endnote");
        check("@article{key,\n title = {a, b}\n}\n", "bibtex");
        check("BEGIN:VCARD\r\nVERSION:3.0\r\n", "vcard");
    }

    #[test]
    fn what_holds_no_listings_is_named() {
        check(" \n\n", "Empty");
        check("code\tname\nA\t农业\n", "CodeTable");
        check("单位,电话\na,1\n", "NoTitleColumn");
        check(
            "{\n \"colours\": {\n  \"red\": \"title\"\n }\n}\n",
            "NoTitleColumn",
        );
        check("{\n \"a\": {\n  \"title\": \"b\"\n }\n}\n", "Objects");
        check("1,2,3\n4,5,6\n", "NoHeader");
        check("一种石墨烯导热膜\n一种电池\n", "Unrecognised");
        check("<html><body>hello</body></html>", "Unrecognised");
        check("<?xml version=\"1.0\"?><feed/>", "OtherXml");
    }
}
