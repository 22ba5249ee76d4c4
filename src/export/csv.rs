//! Records as CSV, for spreadsheets: UTF-8 with byte order mark, one line a record.
//!
//! The columns are those of [`qiao_index::fields::columns`], in the reader's language. Of several contacts
//! only the first has columns; JSON Lines carry all.

use std::io::{self, Write};

use qiao_index::fields::columns::{Cells, Column};
use qiao_index::record::Record;
use qiao_index::vocab::Language;

/// What makes a spreadsheet take a cell for a formula; some take the full-width signs, too.
pub(crate) const FORMULA_STARTS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes a header and one line per record.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_csv(
    out: &mut dyn Write,
    (columns, language): (&[Column], Language),
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(columns.iter().map(|column| column.header(language)))?;
    for record in records {
        let cells = Cells::of(&record);
        for column in columns {
            writer.write_field(formula_safe(&column.written(&cells, language)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A text that a spreadsheet shows as it is: what would be a formula gets an apostrophe.
pub(crate) fn formula_safe(text: &str) -> String {
    let mark = if text.starts_with(FORMULA_STARTS) {
        "'"
    } else {
        ""
    };
    format!("{mark}{text}")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::HashMap;

    use qiao_index::fields::columns::usual;

    use super::super::samples::{achievement, patent};
    use super::*;

    fn written(records: &[Record], language: Language) -> String {
        let mut out = Vec::new();
        let columns: Vec<Column> = usual().collect();
        write_csv(&mut out, (&columns, language), records.iter().cloned()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn line(record: Record, language: Language) -> HashMap<String, String> {
        let text = written(&[record], language);
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().next().unwrap().unwrap()
    }

    #[test]
    fn a_record_is_one_line_of_cells_as_the_screen_shows_them() {
        let cells = line(achievement(), Language::Chinese);
        for (name, value) in [
            ("名称", "石墨烯导热膜的制备方法"),
            ("关键词", "石墨烯; 导热膜"),
            ("单位", "江城材料研究所; 江城大学"),
            ("人员", "王小桥; 李见"),
            ("地区", "湖北省荆门市"),
            ("阶段", "中试"),
            ("价格", "10–50.5万元"),
            ("发布日", "2023-05"),
            ("电话", "027-00001234; +86 27 0000 5678"),
            ("登记号", "HBK2023Y0001"),
            ("申请号", ""),
        ] {
            assert_eq!(cells[name], value, "{name}");
        }
        let cells = line(patent(), Language::English);
        assert_eq!(cells["Application"], "202010000001.X");
        assert_eq!(cells["Publication"], "CN100000001B");
        assert_eq!(cells["Legal status"], "In force · Granted");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut record = achievement();
        record.title = "=HYPERLINK(\"https://example.com\")".to_owned();
        record.summary = "@sum".to_owned();
        record.body = "\t=1".to_owned();
        record.keywords = vec!["-1".to_owned(), "=2".to_owned()];
        record.contact[0].phones.remove(0);
        let cells = line(record, Language::English);
        assert_eq!(cells["Title"], "'=HYPERLINK(\"https://example.com\")");
        assert_eq!(cells["Summary"], "'@sum");
        assert_eq!(cells["Text"], "'\t=1");
        assert_eq!(cells["Keywords"], "'-1; =2");
        assert_eq!(cells["Telephone"], "'+86 27 0000 5678");
    }

    #[test]
    fn spreadsheets_recognise_the_file() {
        let text = written(&[achievement()], Language::Chinese);
        assert!(text.starts_with("\u{feff}编号,类型,名称,"));
        assert_eq!(text.matches("\r\n").count(), 2);
        assert_eq!(written(&[], Language::English).matches("\r\n").count(), 1);
    }
}
