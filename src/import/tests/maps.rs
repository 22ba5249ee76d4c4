//! Files that only a map makes readable.

use qiao_index::record::Record;

use super::*;

/// The records of a file, and the number of rejected rows.
fn records(path: &Path, map: &str) -> (Vec<Record>, u64) {
    let map = ColumnMap::read(map, "map.toml").unwrap();
    let options = Options {
        format: map.format,
        kind: map.kind,
        source: map.source.clone(),
        map: Some(Arc::new(map)),
        ..Options::default()
    };
    let mut records = Vec::new();
    let mut put = |record| {
        records.push(record);
        Ok(Outcome::New)
    };
    let reports =
        Importing::start(path, &options).run(&mut put, &mut |_| ControlFlow::Continue(()));
    let rejected = reports
        .into_iter()
        .map(|report| report.unwrap().counts.rejected);
    let rejected = rejected.sum();
    (records, rejected)
}

fn records_of(content: &str, map: &str) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("listing.txt");
    fs::write(&path, content).unwrap();
    records(&path, map).0
}

/// Lines that say for what they are, a title and a category.
const CATEGORIES: &str = r#"
header = false
delimiter = "\t"
[columns]
1 = "ignore"
2 = "title"
3 = "discipline"
[constants]
kind = "achievement"
source = "csl"
"#;

/// A title a line.
const TITLES: &str = r#"
header = false
delimiter = ""
[columns]
1 = "title"
[constants]
kind = "achievement"
"#;

/// Title, keywords and abstract in one cell, parted in two ways; classes as a list of JSON.
const TEXTS: &str = r#"
[columns]
text = { field = ["title", "keywords", "summary"], split = ["[SEP]", "Title:", "Keywords:", "Abstract:"] }
labels = "ipc"
n_labels = "ignore"
"#;

#[test]
fn tables_without_a_header_are_read_by_position() {
    let found = records_of(
        "to category\t一种\"甲\"\t园艺学\nto category\t乙\t天书学\n",
        CATEGORIES,
    );
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].title, "一种\"甲\"");
    assert_eq!(found[0].subjects.disciplines, ["21040"]);
    assert_eq!(found[1].subjects.disciplines, ["天书学"]);
    assert_eq!(found[0].sources[0].name, "csl");
    let raw = serde_json::json!({"column 1": "to category", "column 2": "一种\"甲\"", "column 3": "园艺学"});
    assert_eq!(found[0].raw, raw, "the row as it came");
}

#[test]
fn a_list_of_titles_is_read_line_by_line() {
    let found = records_of("甲,乙及\"丙\"的研究\n\n\"丁\"与戊\n", TITLES);
    let titles: Vec<&str> = found.iter().map(|record| &*record.title).collect();
    assert_eq!(titles, ["甲,乙及\"丙\"的研究", "\"丁\"与戊"]);
}

#[test]
fn one_cell_can_hold_several_fields() {
    let table = "publication_number,text,labels,n_labels\n\
        CN100000001A,一种甲 [SEP] heat; pump [SEP] 本发明公开了甲。,\"[\"\"F24F1/00\"\", \"\"F25B30/02\"\"]\",2\n\
        CN100000002A,\"Title: 一种乙\nKeywords: valve\nAbstract: 本发明公开了乙。\",\"[]\",0\n,,,\n,,,\n";
    let found = records_of(table, TEXTS);
    assert_eq!(found.len(), 2, "blank rows are no rows");
    let texts: Vec<[&str; 3]> = found
        .iter()
        .map(|record| [&*record.id, &*record.title, &*record.summary])
        .collect();
    assert_eq!(
        texts[0],
        ["patent:CN100000001A", "一种甲", "本发明公开了甲。"]
    );
    assert_eq!(
        texts[1],
        ["patent:CN100000002A", "一种乙", "本发明公开了乙。"]
    );
    assert_eq!(found[0].keywords, ["heat", "pump"]);
    assert_eq!(found[0].subjects.ipc, ["F24F1/00", "F25B30/02"]);
}

#[test]
fn paths_lead_into_objects_and_constants_fill_what_is_missing() {
    let map = r#"
[columns]
"meta.name" = "title"
"meta.team.leader" = "people"
"meta.when" = { field = "filed", order = "mdy" }
"cost" = { field = "price", unit = "元" }
[constants]
kind = "need"
institution = "某某大学"
summary = "未写"
"#;
    let rows = r#"{"meta": {"name": "甲", "title": "不是标题", "when": "05/06/2018", "team": [{"leader": "张某"}, {"leader": "李某"}]}, "cost": 20, "abstract": "摘要"}
{"meta": {"name": "乙"}, "institution": "乙公司", "kind": "patent"}"#;
    let found = records_of(rows, map);
    let [first, second] = &*found else {
        panic!("two records")
    };
    assert_eq!((&*first.title, &*first.summary), ("甲", "摘要"));
    assert_eq!(first.title_alt, Vec::<String>::new());
    assert_eq!(first.kind, Kind::Need);
    assert_eq!(first.institutions, ["某某大学"]);
    assert_eq!(first.dates.filed.unwrap().to_string(), "2018-05-06");
    assert_eq!(first.price.as_ref().unwrap().min, Some(20.0));
    let people: Vec<&str> = first.people.iter().map(|person| &*person.name).collect();
    assert_eq!(people, ["张某", "李某"]);
    assert_eq!(second.kind, Kind::Patent, "what the row says stands");
    assert_eq!(second.institutions, ["乙公司"]);
    assert_eq!(second.summary, "未写");
}

/// Reads one of the files beside the project, where they are.
fn check_shared(name: &str, map: &str, rows: usize, first_title: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
    let folder = std::env::var("QIAO_DATA").unwrap_or_else(|_| folder.to_owned());
    let path = Path::new(&folder).join(name);
    if !path.exists() {
        let note = format!("skipped: {} is absent\n", path.display());
        std::io::Write::write_all(&mut std::io::stderr(), note.as_bytes()).unwrap();
        return;
    }
    let (records, rejected) = records(&path, map);
    assert_eq!((records.len(), rejected), (rows, 0), "{name}");
    assert!(
        records[0].title.starts_with(first_title),
        "{}",
        records[0].title
    );
}

#[test]
fn real_files_without_a_header_are_read_whole() {
    check_shared("csl/ctg_train.tsv", CATEGORIES, 8_000, "太平天国");
    check_shared("titles/achievement-titles.txt", TITLES, 12_981, "多功能");
    check_shared("patents-csv/g06f.csv", TEXTS, 19, "一种用于");
}

#[test]
fn columns_that_the_map_names_in_vain_are_told_for_every_format() {
    let xlsx = super::files::XLSX;
    let document = "<?xml version=\"1.0\"?><us-patent-grant country=\"US\"><us-bibliographic-data-grant>\
        <invention-title>Valve</invention-title></us-bibliographic-data-grant></us-patent-grant>";
    let formats: [(&str, &[u8]); 6] = [
        ("a.csv", "title,单位\na,b\n".as_bytes()),
        (
            "a.jsonl",
            b"{\"title\":\"a\",\"x\":{\"y\":1}}\n{\"title\":\"b\"}\n",
        ),
        (
            "a.html",
            b"<table><tr><td>title<td>phone<tr><td>a<td>1</table>",
        ),
        ("a.xlsx", xlsx),
        ("a.xml", document.as_bytes()),
        ("a.ris", b"TY  - PAT\nTI  - a\nER  - \n"),
    ];
    for (name, content) in formats {
        let map = ColumnMap::read(
            "[columns]\n\"x.y\" = \"summary\"\n\"温度\" = \"summary\"\n",
            "m",
        )
        .unwrap();
        let options = Options {
            map: Some(Arc::new(map)),
            ..Options::default()
        };
        let report = import(name, content, &options).report.unwrap();
        let expected = match name {
            "a.jsonl" => "[MapColumnsMissing([\"温度\"])]",
            _ => "[MapColumnsMissing([\"x.y\", \"温度\"])]",
        };
        let faults: Vec<_> = report
            .remarks
            .into_iter()
            .map(|remark| remark.error)
            .collect();
        let faults: Vec<_> = faults
            .iter()
            .filter(|it| matches!(it, FileError::MapColumnsMissing(_)))
            .collect();
        assert_eq!(format!("{faults:?}"), expected, "{name}");
    }
}
