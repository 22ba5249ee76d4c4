//! What a file is, told from its content.

use super::document::Document;
use super::errors::FileError;
use super::format::Format;
use super::map::ColumnMap;
use super::refusal::{makes_titles, refusal};
use super::text::{HEAD_BYTES, Text};
use super::{Options, header, html, json, table, xml, xml_sheet};

/// Lines of the head that are looked at.
const LINES: usize = 10;

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
        let head = text.head(HEAD_BYTES)?;
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

fn is_object(line: &str) -> bool {
    opens_with(line, '{', "\"}") && line.ends_with('}')
}

/// Whether the text begins with `bracket` and then, but for blanks, one of `next`.
fn opens_with(text: &str, bracket: char, next: &str) -> bool {
    text.strip_prefix(bracket)
        .and_then(|rest| rest.trim_start().chars().next())
        .is_some_and(|c| next.contains(c))
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
