//! What is exported is imported as it was: JSON Lines whole, tables over the columns that they have.

use proptest::prelude::*;
use qiao_index::record::Record;
use qiao_index::vocab::Language;
use serde_json::{Map, Value};

use crate::export::{Format, Style};

use super::*;

/// All records of a file. Rows without a title only add to records that have one.
fn records(path: &Path) -> Vec<Record> {
    let mut records = Vec::new();
    let mut put = |record: Record| {
        if !record.title.is_empty() {
            records.push(record);
        }
        Ok(Outcome::New)
    };
    let options = Options::default();
    Importing::start(path, &options).run(&mut put, &mut |_| ControlFlow::Continue(()));
    records
}

/// The records after an export and an import.
fn sent_round(records: &[Record]) -> Vec<Record> {
    let mut out = Vec::new();
    crate::export::write_jsonl(&mut out, records.iter().cloned()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.jsonl");
    fs::write(&path, out).unwrap();
    self::records(&path)
}

/// The records after an export to a table and an import of it.
fn sent_round_as_table(records: &[Record], format: Format, language: Language) -> Vec<Record> {
    let mut out = Vec::new();
    let mut all = records.iter().cloned().map(Ok);
    crate::export::write(&mut out, &Style::new(format, language), &mut all).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export");
    fs::write(&path, out).unwrap();
    let back = self::records(&path).into_iter();
    back.map(in_a_table).collect()
}

/// Records of one file that are written to tables: each is read eight times.
const MAX_IN_TABLES: usize = 200;

/// What a table holds of a record.
fn in_a_table(mut record: Record) -> Record {
    record.contact.truncate(1);
    for source in &mut record.sources {
        source.unread_dates = None;
        source.raw = Value::Null;
    }
    Record {
        raw: Value::Null,
        edits: Vec::new(),
        exported_cells: None,
        ..record
    }
}

fn check_tables(records: &[Record], place: &str) {
    // Longer texts are cut in workbooks.
    let fits = |record: &&Record| record.texts().iter().all(|text| text.len() < 30_000);
    let records: Vec<Record> = records
        .iter()
        .filter(fits)
        .take(MAX_IN_TABLES)
        .cloned()
        .collect();
    let expected: Vec<Record> = records.iter().cloned().map(in_a_table).collect();
    for format in [Format::Csv, Format::Xlsx] {
        for language in [Language::Chinese, Language::English] {
            let back = sent_round_as_table(&records, format, language);
            assert_eq!(
                back.len(),
                expected.len(),
                "{place} {format:?} {language:?}"
            );
            for (back, expected) in back.iter().zip(&expected) {
                assert_eq!(back, expected, "{place} {format:?} {language:?}");
            }
        }
    }
}

/// All files below a folder; none where it is absent.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if !folder.exists() {
        let note = format!("skipped: {} is absent\n", folder.display());
        std::io::Write::write_all(&mut std::io::stderr(), note.as_bytes()).unwrap();
        return Vec::new();
    }
    super::super::files(&folder)
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

fn check_folder(folder: &str, fewest: usize) {
    let mut count = 0;
    for path in files_below(folder) {
        let records = records(&path);
        count += records.len();
        assert!(sent_round(&records) == records, "{}", path.display());
        check_tables(&records, &path.to_string_lossy());
    }
    assert!(count == 0 || count >= fewest, "{count}");
}

#[test]
fn all_fixtures_and_samples_come_back_as_they_were() {
    check_folder("src/import/fixtures", 10);
    check_folder("sample-data", 100);
}

#[test]
fn all_real_files_come_back_as_they_were() {
    check_folder("../shared/data/nasa", 1_000);
    check_folder("../shared/data/patents-csv", 1_000);
    check_folder("../shared/data/csl", 1_000);
    check_folder("../shared/data/uspto", 5);
    check_folder("../shared/data/epo", 5);
}

/// Headers of every kind of field.
const HEADERS: [&str; 26] = [
    "id",
    "kind",
    "名称",
    "摘要",
    "简介",
    "关键词",
    "单位",
    "发明人",
    "完成人",
    "行业",
    "学科",
    "分类号",
    "地区",
    "阶段",
    "合作方式",
    "价格",
    "申请日",
    "发布日期",
    "联系方式",
    "电话",
    "链接",
    "公开号",
    "法律状态",
    "技术难题",
    "研究方向",
    "天气",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~\u{80}-\u{ff}]{0,20}",
        "[0-9.,;/年月日万元面议-]{0,12}",
        "[中试湖北省武汉大学;、，|<>&]{0,16}",
        "[\u{0}-\u{1f}\u{202a}-\u{202e}\u{feff}\u{2028}\"\\\\{}]{0,8}",
    ]
}

fn any_row() -> impl Strategy<Value = String> {
    let cells =
        proptest::collection::vec((proptest::sample::select(&HEADERS[..]), any_text()), 0..10);
    cells.prop_map(|cells| {
        let mut row: Map<String, Value> = cells
            .into_iter()
            .map(|(header, text)| (header.to_owned(), Value::String(text)))
            .collect();
        row.entry("title").or_insert_with(|| Value::from("题"));
        Value::Object(row).to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_any_field_comes_back_as_it_was(rows in proptest::collection::vec(any_row(), 1..30)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.jsonl");
        fs::write(&path, rows.join("\n") + "\n{\"title\":\"last\"}\n").unwrap();
        let records = records(&path);
        prop_assert_eq!(records.len(), rows.len() + 1);
        prop_assert_eq!(sent_round(&records), records);
    }

    #[test]
    fn any_cells_under_any_map_are_read_or_rejected(
        cells in proptest::collection::vec("[ -~中文;,\n\t\"\u{80}-\u{ff}]{0,12}", 1..40),
        split in "[ -~]{1,3}",
        skip in 0_u64..4,
        header: bool,
    ) {
        let quoted = serde_json::to_string(&split).unwrap();
        let map = format!(
            "skip = {skip}\nheader = {header}\n[columns]\n1 = {{ field = [\"title\", \"people\"], split = {quoted} }}\n\
             2 = {{ field = \"published\", order = \"dmy\" }}\n3 = {{ field = \"price\", unit = \"亿元\" }}\n\
             [constants]\ntitle = \"题\"\n"
        );
        let options = Options {
            map: Some(Arc::new(ColumnMap::read(&map, "map").unwrap())),
            ..Options::default()
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        fs::write(&path, cells.join(",")).unwrap();
        let mut put = |_: Record| Ok(Outcome::New);
        for report in Importing::start(&path, &options).run(&mut put, &mut |_| ControlFlow::Continue(())) {
            let counts = report.map_or_else(|_| Counts::default(), |report| report.counts);
            prop_assert_eq!(counts.rows(), counts.new + counts.rejected);
        }
    }
}
