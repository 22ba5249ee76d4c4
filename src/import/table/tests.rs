#![expect(clippy::unwrap_used, reason = "tests")]

use std::ops::ControlFlow;

use proptest::prelude::*;
use qiao_index::vocab::Language;

use super::super::recognise::Layout;
use super::super::text::text;
use super::super::{Format, Item, Options};
use super::*;

/// Everything that a table's reader delivers.
fn items(content: &[u8]) -> Result<Vec<Item>, FileError> {
    let options = Options {
        format: Some(Format::Csv),
        language: Language::English,
        ..Options::default()
    };
    items_of(content, &options)
}

fn items_of(content: &[u8], options: &Options) -> Result<Vec<Item>, FileError> {
    let mut text = text(content);
    let Layout::Table(dialect) = Layout::of(&mut text, options)? else {
        return Err(FileError::Unrecognised);
    };
    let origin = Origin::new("t.csv".to_owned(), options);
    let mut items = Vec::new();
    read(&mut text, &dialect, &origin, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    })?;
    Ok(items)
}

fn rows(content: &[u8]) -> Vec<String> {
    print_all(items(content))
}

/// Rows as `number: name=value|name=value`, rejects as `number! reason <original>`.
fn print_all(items: Result<Vec<Item>, FileError>) -> Vec<String> {
    let print = |item: Item| match item {
        Ok(row) => {
            let cells = row.cells.iter();
            let cells =
                cells.map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or("?")));
            format!("{}: {}", row.row, cells.collect::<Vec<_>>().join("|"))
        }
        Err(reject) => format!("{}! {:?} <{}>", reject.row, reject.reason, reject.original),
    };
    match items {
        Ok(items) => items.into_iter().map(print).collect(),
        Err(error) => vec![format!("{error:?}")],
    }
}

fn check(content: &str, expected: &[&str]) {
    assert_eq!(rows(content.as_bytes()), expected, "{content:?}");
}

#[test]
fn rows_have_their_header_names() {
    check(
        "title,phone\na,1\nb,2\n",
        &["2: title=a|phone=1", "3: title=b|phone=2"],
    );
    check(
        "title;phone\r\na;1\r\nb;2",
        &["2: title=a|phone=1", "3: title=b|phone=2"],
    );
    check(
        "名称\t单位\ra\t1\rb\t2\r",
        &["2: 名称=a|单位=1", "3: 名称=b|单位=2"],
    );
    check("title|phone\na|1,5\n", &["2: title=a|phone=1,5"]);
    check("title\nonly one column\n", &["2: title=only one column"]);
    check("\u{feff}title,phone\na,1\n", &["2: title=a|phone=1"]);
    check("title,phone\n", &[]);
}

#[test]
fn quotation_marks() {
    check("title,phone\n\"a,b\",1\n", &["2: title=a,b|phone=1"]);
    check(
        "title,phone\n\"a\nb\r\nc\",1\n",
        &["2: title=a\nb\r\nc|phone=1"],
    );
    check(
        "title,phone\n\"a \"\"b\"\"\",1\n",
        &["2: title=a \"b\"|phone=1"],
    );
    check("title,phone\n5\" pipe,1\n", &["2: title=5\" pipe|phone=1"]);
    check(
        "title,phone\n\"高温\"合金,1\n",
        &["2: title=高温合金|phone=1"],
    );
    check("title, \"phone\"\na, \"1,2\"\n", &["2: title=a|phone=1,2"]);
    check("title,phone\n\"a\",\"\"", &["2: title=a|phone="]);
}

#[test]
fn what_stands_above_and_between_is_no_row() {
    check(
        ",,\n\ntitle,phone,ipc\na,1,\n",
        &["4: title=a|phone=1|ipc="],
    );
    check(
        "汇总表,,\n共 2 项,,\n名称,单位,电话\na,b,c\n",
        &["4: 名称=a|单位=b|电话=c"],
    );
    check(
        "title,phone\n\n , \na,1\n\u{3000},\n",
        &["4: title=a|phone=1"],
    );
    check("sep=;\ntitle;phone\na;1\n", &["3: title=a|phone=1"]);
    let empty = format!("title,phone,ipc\na,1,x\n{}", ",,\r\n".repeat(4_000));
    check(&empty, &["2: title=a|phone=1|ipc=x"]);
}

#[test]
fn ragged_rows_are_kept() {
    check("title,phone\na\n", &["2: title=a"]);
    check(
        "title,phone\na,1,more,,\n",
        &["2: title=a|phone=1|column 3=more"],
    );
    check(
        "title,,phone\na,,1\nb,x,2\n",
        &["2: title=a|phone=1", "3: title=b|column 2=x|phone=2"],
    );
    check(
        "title,phone,phone\na,1,2\n",
        &["2: title=a|phone=1|phone (2)=2"],
    );
    check("title;phone;\na;1;\n", &["2: title=a|phone=1"]);
}

#[test]
fn apostrophes_of_spreadsheets_are_taken_off() {
    check("title,phone\n'=a,'+86 27\n", &["2: title==a|phone=+86 27"]);
    check("title,phone\n'90s,''\n", &["2: title='90s|phone=''"]);
}

const OPEN: &str = r#"! Unreadable("a quotation mark is opened and never closed") "#;

#[test]
fn a_stray_quotation_mark_costs_one_line() {
    let content = "title,phone\na,1\n\"b,2\nc,3\r\nd,4\n";
    let reject = format!("3{OPEN}<\"b,2>");
    check(
        content,
        &[
            "2: title=a|phone=1",
            &reject,
            "4: title=c|phone=3",
            "5: title=d|phone=4",
        ],
    );
    check("title,phone\na,\"1", &[&format!("2{OPEN}<a,\"1>")]);
    check(
        "title,phone\n\"\r\n\"\"\r\n\"a\n",
        &["2: title=\r\n\"\r\na"],
    );
}

#[test]
fn a_quotation_mark_that_swallows_a_big_file_costs_one_line() {
    let filler = format!("{},1\n", "x".repeat(1_000)).repeat(20_000);
    let content = format!("title,phone\n\"b,2\n{filler}");
    let found = rows(content.as_bytes());
    assert_eq!(found.len(), 20_001);
    assert_eq!(found[0], format!("2{OPEN}<\"b,2>"));
    assert!(found[20_000].starts_with("20002: title=xxx"));
}

#[test]
fn huge_cells_and_rows_are_rejected_and_the_rest_goes_on() {
    let huge = "x".repeat(MAX_CELL_BYTES + 1);
    for (content, reason) in [
        (
            format!("title,phone\n{huge},1\r\na,2\n"),
            "one value is larger than 8 MiB",
        ),
        (
            format!("title,phone\n\"{huge}\",1\r\na,2\n"),
            "never closed",
        ),
        (
            format!("title,phone\n{}\r\na,2\n", ",".repeat(20_000)),
            "more than 16384 values",
        ),
    ] {
        let found = rows(content.as_bytes());
        assert_eq!(found.len(), 2, "{reason}");
        assert!(
            found[0].contains(reason),
            "{}",
            found[0].get(..80).unwrap_or_default()
        );
        assert!(found[0].len() < 2_200, "the original is shortened");
        assert_eq!(found[1], "3: title=a|phone=2");
    }
}

#[test]
fn no_header_is_said() {
    check("1,2\n3,4\n", &["NoHeader"]);
    check(
        &format!("{}title,phone\na,1\n", "x,y\n".repeat(10)),
        &["NoHeader"],
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(content: Vec<u8>) {
        let mut all = b"title,phone\n".to_vec();
        all.extend(content);
        let numbers: Vec<u64> = items(&all).into_iter().flatten()
            .map(|item| item.map_or_else(|reject| reject.row, |row| row.row)).collect();
        prop_assert!(numbers.is_sorted());
    }

    #[test]
    fn no_arrangement_of_quotes_and_separators_loses_a_letter(content in "[\",;\n\r x]{0,60}") {
        let all = format!("title,phone\n{content}");
        let (mut kept, mut rejected) = (0, 0);
        for item in items(all.as_bytes()).into_iter().flatten() {
            match item {
                Ok(row) => kept += format!("{:?}", row.cells.values().collect::<Vec<_>>()).matches('x').count(),
                Err(reject) => rejected += reject.original.matches('x').count(),
            }
        }
        prop_assert_eq!(kept + rejected, content.matches('x').count());
    }
}

/// As [`rows`], by a map.
fn rows_by_map(content: &str, map: &str) -> Vec<String> {
    let options = Options {
        map: Some(ColumnMap::read(map, "m.toml").unwrap().into()),
        language: Language::English,
        ..Options::default()
    };
    print_all(items_of(content.as_bytes(), &options))
}

#[test]
fn a_map_finds_rows_without_a_header() {
    let headless = "header = false";
    let expected = ["1: column 1=甲|column 2=乙", "2: column 1=丙|column 2=丁"];
    assert_eq!(rows_by_map("甲\t乙\n丙\t丁\n", headless), expected);
    assert_eq!(rows_by_map("甲;乙\n丙;丁\n", headless), expected);
    assert_eq!(
        rows_by_map("甲,\"1\"乙\n丙\n", headless),
        ["1: column 1=甲,\"1\"乙", "2: column 1=丙"],
        "rows that do not agree are of one column",
    );
    assert_eq!(
        rows_by_map("\"甲\"乙,1\n丙,2,3\n", "header = false\ndelimiter = \"\""),
        ["1: column 1=\"甲\"乙,1", "2: column 1=丙,2,3"],
    );
    assert_eq!(
        rows_by_map(
            "汇总\n\n甲;乙\n",
            "header = false\nskip = 1\ndelimiter = \";\""
        ),
        ["3: column 1=甲|column 2=乙"],
    );
}

#[test]
fn a_map_says_where_the_header_is() {
    let expected = ["3: 天气=晴|温度=7"];
    let table = "title,institution\n天气,温度\n晴,7\n";
    assert_eq!(rows_by_map(table, "skip = 1"), expected);
    let named = "[columns]\n\"天气\" = \"title\"\n\"温度\" = \"body\"";
    let table = "x,y\n天气,温度\n晴,7\n";
    assert_eq!(rows_by_map(table, named), expected);
    let first = "header = true\n[columns]\n1 = \"title\"";
    assert_eq!(rows_by_map("天,温\n晴,7\n", first), ["2: 天=晴|温=7"]);
}
