use std::ops::ControlFlow;

use proptest::prelude::*;
use qiao_index::normalise::RejectReason;
use qiao_index::vocab::Language;

use super::super::budget::{MAX_CELL_BYTES, MAX_ROW_BYTES};
use super::super::text::text;
use super::super::{Item, Options};
use super::*;

fn items(content: &[u8], layout: Option<Layout>) -> Vec<Item> {
    let mut text = text(content);
    let head = text.head(256 * 1024).unwrap_or_default();
    let layout = layout.unwrap_or_else(|| super::layout(&head));
    let options = Options {
        language: Language::English,
        ..Options::default()
    };
    let origin = Origin::new("t.json".to_owned(), &options);
    let mut items = Vec::new();
    let result = read(&mut text, layout, &origin, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert!(result.is_ok());
    items
}

/// Rows as `number {…}`, rejects as `number! reason`.
fn print(item: Item) -> String {
    match item {
        Ok(row) => format!("{} {}", row.row, Value::Object(row.cells)),
        Err(reject) => match reject.reason {
            RejectReason::Unreadable(reason) => format!("{}! {reason}", reject.row),
            RejectReason::NoTitle | RejectReason::Nameless(_) => {
                format!("{}! no title", reject.row)
            }
            RejectReason::TooManyValues => format!("{}! too many values", reject.row),
        },
    }
}

fn check(content: &str, layout: Option<Layout>, expected: &[&str]) {
    let found: Vec<String> = items(content.as_bytes(), layout)
        .into_iter()
        .map(print)
        .collect();
    assert_eq!(found, expected, "{content}");
}

#[test]
fn lines_that_do_not_parse_are_rejected_alone() {
    let check = |content, expected: &[&str]| check(content, Some(Layout::Lines), expected);
    check(
        "{\"a\":1}\n\n{\"b\":[2]}\r\n{\"c\":3}",
        &["1 {\"a\":1}", "3 {\"b\":[2]}", "4 {\"c\":3}"],
    );
    check("{\"a\":1}\r{\"a\":2}\r", &["1 {\"a\":1}", "2 {\"a\":2}"]);
    check(
        "{\"a\":1\n{\"a\":2}\n",
        &[
            "1! the row is incomplete: it is cut off in the middle",
            "2 {\"a\":2}",
        ],
    );
    check(
        "{\"桥\" 1}\n",
        &["1! not valid JSON at column 6: `:` is missing"],
    );
    check(
        "[1]\n\"x\"\n",
        &["1! not a JSON object {…}", "2! not a JSON object {…}"],
    );
    check(
        "{\"a\":1}{\"a\":2}\n",
        &["1! not valid JSON at column 8: unexpected text after the object"],
    );
}

#[test]
fn rejects_keep_the_original() {
    let content = format!("{{\"a\":{}\n", "桥".repeat(3_000));
    let items = items(content.as_bytes(), Some(Layout::Lines));
    let Some(Err(reject)) = items.first() else {
        panic!("a reject");
    };
    assert_eq!(reject.original.chars().count(), 2_000);
    assert!(reject.original.starts_with("{\"a\":桥"));
}

#[test]
fn lists_are_found_in_their_envelopes() {
    check(
        "[{\"a\":1}, {\"a\":[{}]}\n,{}]",
        None,
        &["1 {\"a\":1}", "2 {\"a\":[{}]}", "3 {}"],
    );
    check("[]", None, &[]);
    check(
        "{\"code\":200,\"data\":{\"total\":2,\"rows\":[{\"title\":\"]\"},{\"title\":\"\\\"}\"}]}}",
        None,
        &["1 {\"title\":\"]\"}", "2 {\"title\":\"\\\"}\"}"],
    );
    check(
        "{\"ids\":[1,2],\"items\":[{\"title\":\"a\"}],\"next\":null}",
        None,
        &["1 {\"title\":\"a\"}"],
    );
}

#[test]
fn objects_stand_for_themselves() {
    let record = "{\"title\":\"a\",\"kind\":\"x\",\"people\":[{\"name\":\"b\"}]}";
    check(record, None, &[&format!("1 {record}")]);
    let files = "{\"title\":\"a\",\"kind\":\"x\",\"files\":[{\"name\":\"b\"}]}";
    check(files, None, &[&format!("1 {files}")]);
    check(
        "{\n \"title\": \"a\"\n}\n{\n \"title\": \"b\"\n}\n",
        None,
        &["1 {\"title\":\"a\"}", "2 {\"title\":\"b\"}"],
    );
}

#[test]
fn cut_and_damaged_lists_keep_what_can_be_read() {
    check(
        "[{\"a\":1},{\"a\":2",
        None,
        &[
            "1 {\"a\":1}",
            "2! the row is incomplete: it is cut off in the middle",
        ],
    );
    check(
        "[{\"a\":1},",
        None,
        &[
            "1 {\"a\":1}",
            "2! the file ends before its list does; it may be incomplete",
        ],
    );
    check(
        "[{\"a\":1},{\"a\" 2},{\"a\":3}]",
        None,
        &[
            "1 {\"a\":1}",
            "2! not valid JSON at column 6: `:` is missing",
            "3 {\"a\":3}",
        ],
    );
    check(
        "[{\"a\":1} {\"a\":2}]",
        None,
        &["1 {\"a\":1}", "2 {\"a\":2}"],
    );
    check(
        "[1,\"]\",{\"a\":2},null]",
        None,
        &[
            "1! not a JSON object {…}",
            "2! not a JSON object {…}",
            "3 {\"a\":2}",
            "4! not a JSON object {…}",
        ],
    );
    check(
        "[{\"a\":\n  x}]",
        None,
        &["1! not valid JSON at line 2 of the row, column 3: a value is missing"],
    );
}

#[test]
fn nesting_and_number_of_values_are_bounded() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let found: Vec<String> = items(deep.as_bytes(), Some(Layout::Lines))
        .into_iter()
        .map(print)
        .collect();
    assert!(found[0].ends_with("nested too deeply"), "{found:?}");
    let open = "[".repeat(1_000_000);
    assert_eq!(items(open.as_bytes(), None).len(), 1, "one reject");
    let many = format!("{{\"a\":[{}0]}}", "0,".repeat(MAX_VALUES));
    check(
        &many,
        Some(Layout::Lines),
        &["1! more than 60000 values in one row"],
    );
}

#[test]
fn huge_values_and_rows_are_rejected_and_the_rest_goes_on() {
    let cell = format!(
        "{{\"a\":\"{}\"}}\n{{\"a\":1}}\n",
        "x".repeat(MAX_CELL_BYTES + 1)
    );
    check(
        &cell,
        Some(Layout::Lines),
        &["1! one value is larger than 8 MiB", "2 {\"a\":1}"],
    );
    let row = format!(
        "{{\"a\":\"{}\"}}\r\n{{\"a\":1}}\n",
        "x".repeat(MAX_ROW_BYTES)
    );
    check(
        &row,
        Some(Layout::Lines),
        &["1! the row is larger than 10 MiB", "2 {\"a\":1}"],
    );
    let list = format!("[{{\"a\":\"{}\"}},{{\"a\":1}}]", "x".repeat(MAX_ROW_BYTES));
    check(
        &list,
        None,
        &["1! the row is larger than 10 MiB", "2 {\"a\":1}"],
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_readers_panic(content: Vec<u8>) {
        items(&content, Some(Layout::Lines));
        items(&content, Some(Layout::Objects));
        items(&content, Some(Layout::List(0)));
        items(&content, None);
    }

    #[test]
    fn no_arrangement_of_brackets_makes_the_readers_panic(content in "[\\[\\]{}\",:\\\\\n a1]{0,60}") {
        let numbers: Vec<u64> = items(content.as_bytes(), None).into_iter()
            .map(|item| item.map_or_else(|reject| reject.row, |row| row.row)).collect();
        prop_assert!(numbers.is_sorted());
    }
}
