//! Files of every family, from bytes to records, and single values.

use std::hint::black_box;
use std::io::{Cursor, Write as _};

use qiao_index::normalise::{
    Context, Row, Unit, check_phone, normalise, normalise_number, person_name, read_price,
};
use qiao_index::record::Record;
use qiao_index::vocab;
use serde_json::{Map, Value};
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use crate::import::{Format, read_bytes};

/// One of some formats by the first byte, and the rest as a file of it.
fn read_as(bytes: &[u8], formats: &[Option<Format>]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let format = formats.get(usize::from(*first) % formats.len());
    read_bytes(rest, format.copied().flatten(), &mut check_record);
}

/// Tables with separators, as such and as any text.
pub(super) fn delimited(bytes: &[u8]) {
    read_as(bytes, &[Some(Format::Csv), Some(Format::Tsv), None]);
}

/// JSON: lists, envelopes, lines.
pub(super) fn json(bytes: &[u8]) {
    read_as(bytes, &[Some(Format::Json), Some(Format::Jsonl), None]);
}

/// Documents of patent offices.
pub(super) fn patents(bytes: &[u8]) {
    read_as(bytes, &[Some(Format::Xml), Some(Format::Aps), None]);
}

/// Tables in markup.
pub(super) fn tables(bytes: &[u8]) {
    let formats = [Format::Html, Format::Ods, Format::SpreadsheetMl];
    read_as(bytes, &formats.map(Some));
}

/// References.
pub(super) fn references(bytes: &[u8]) {
    let formats = [
        Format::Ris,
        Format::Bibtex,
        Format::Noteexpress,
        Format::Endnote,
    ];
    read_as(bytes, &formats.map(Some));
}

/// Address books.
pub(super) fn cards(bytes: &[u8]) {
    read_as(bytes, &[Some(Format::Vcard)]);
}

/// Whatever is packed, or says that it is.
pub(super) fn archives(bytes: &[u8]) {
    read_bytes(bytes, None, &mut check_record);
}

/// What comes before the parts of a workbook that is made of bytes.
const XLSX: [(&str, &str); 3] = [
    (
        "[Content_Types].xml",
        r#"<Types><Override PartName="/xl/workbook.xml"/></Types>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
];
/// The parts of an `.xlsx` and an `.xlsb` that are made of bytes, one behind the other.
const XLSX_PARTS: [&str; 3] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
];
const XLSB_PARTS: [&str; 4] = [
    "xl/workbook.bin",
    "xl/worksheets/sheet1.bin",
    "xl/sharedStrings.bin",
    "xl/styles.bin",
];
/// What stands between two parts.
const BETWEEN: &[u8] = b"\n--part--\n";

/// Workbooks of Excel: an `.xls` (or any other) as it is, or the parts of the later ones.
pub(super) fn workbooks(bytes: &[u8]) {
    match bytes.split_first() {
        Some((b'x', parts)) => read_parts(&XLSX, &XLSX_PARTS, parts),
        Some((b'b', parts)) => {
            let [types, mut links, _] = XLSX;
            let bin = links.1.replace("sheet1.xml", "sheet1.bin");
            links = ("xl/_rels/workbook.bin.rels", &bin);
            read_parts(&[types, links], &XLSB_PARTS, parts);
        }
        _ => read_bytes(bytes, None, &mut check_record),
    }
}

fn read_parts(known: &[(&str, &str)], names: &[&str], bytes: &[u8]) {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|it| it == BETWEEN) {
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    parts.push(rest);
    let known = known.iter().map(|(name, text)| (*name, text.as_bytes()));
    let all: Vec<_> = known.chain(names.iter().copied().zip(parts)).collect();
    if let Ok(archive) = packed(&all) {
        read_bytes(&archive, None, &mut check_record);
    }
}

fn packed(parts: &[(&str, &[u8])]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, stored)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Names of columns that stand for every kind of value there is.
const COLUMNS: [&str; 30] = [
    "名称",
    "类型",
    "单位",
    "联系人",
    "联系电话",
    "邮箱",
    "地址",
    "地区",
    "价格",
    "价格(万元)",
    "price",
    "公开日",
    "申请日",
    "截止日期",
    "申请号",
    "公开号",
    "优先权",
    "IPC",
    "发明人",
    "申请人",
    "法律状态",
    "法律事件",
    "关键词",
    "摘要",
    "合作方式",
    "成熟度",
    "网址",
    "来源",
    "专利权人",
    "引证文献",
];

/// A value as a number, date, price, contact, name and class, by itself and in its column: either
/// the same in every column, or one a line.
pub(super) fn values(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for unit in [Unit::Unknown, Unit::TenThousand] {
        black_box(read_price(&text, unit));
    }
    black_box((normalise_number(&text), check_phone(&text)));
    black_box((vocab::region(&text, None), vocab::legal_class(&text)));
    black_box((vocab::region_of_address(&text), person_name(&text)));
    let lines: Vec<&str> = text.lines().collect();
    let of_line = |at: usize| lines.get(at).copied().unwrap_or_default();
    for one_a_line in [false, true] {
        let cells = COLUMNS.iter().enumerate();
        let value = |at| if one_a_line { of_line(at) } else { &*text };
        let cells = cells.map(|(at, name)| ((*name).to_owned(), Value::from(value(at))));
        let row = Row {
            cells: cells.collect::<Map<_, _>>(),
            row: 1,
            ..Row::default()
        };
        let context = Context {
            source: "a".to_owned(),
            kind: None,
            imported_at: "2026-01-01T00:00:00Z".to_owned(),
        };
        if let Ok(record) = normalise(row, &context) {
            check_record(&record);
        }
    }
}

/// What is put into the catalogue comes out of it as it was.
fn check_record(record: &Record) {
    assert!(!record.title.is_empty());
    let json = serde_json::to_string(record).unwrap_or_default();
    let read: Option<Record> = serde_json::from_str(&json).ok();
    assert_eq!(read.as_ref(), Some(record));
}
