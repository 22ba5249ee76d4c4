//! What holds for all rows, whatever they say and in whatever order they come.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{File, import, without_rows};
use qiao_index::Library;
use qiao_index::request::Request;

/// One of few values, so that rows meet.
fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(values)
}

/// The cells of a need; what is empty is left out.
fn need(cells: &[(&str, &str)]) -> Value {
    let mut row = Map::new();
    row.insert("kind".to_owned(), json!("need"));
    for (name, value) in cells.iter().filter(|(_, value)| !value.is_empty()) {
        row.insert((*name).to_owned(), json!(value));
    }
    Value::Object(row)
}

/// A need as lists have it, without a number of its own.
fn needs() -> impl Strategy<Value = Value> {
    (
        one_of(&["防腐涂料", "水稻育种"]),
        one_of(&["甲厂", "乙厂", ""]),
        one_of(&["027-00000001", "027-00000002", "13800000001转1", ""]),
        one_of(&["50万元", "60万元", "面议", ""]),
        one_of(&["要求耐盐雾。", "要求耐盐雾", "要求成本低。", ""]),
    )
        .prop_map(|(title, institution, phone, budget, text)| {
            need(&[
                ("title", title),
                ("institution", institution),
                ("phone", phone),
                ("预算", budget),
                ("需求描述", text),
            ])
        })
}

/// A patent, whose number may be that of another.
fn patents() -> impl Strategy<Value = Value> {
    (
        one_of(&["Valve", "Ventil"]),
        one_of(&["US9833479B2", "US9833479A1", "US9833479", "CN101234567A"]),
        one_of(&["It opens.", "It closes.", ""]),
    )
        .prop_map(|(title, number, text)| {
            json!({"kind": "patent", "title": title, "publication_number": number, "abstract": text})
        })
}

fn rows() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(prop_oneof![3 => needs(), 1 => patents()], 1..7)
}

/// What a library has after files were imported, without what an order may change.
fn listings(files: &[(&str, Vec<Value>)]) -> Vec<String> {
    let mut library = Library::in_memory().unwrap();
    let files: Vec<File> = files
        .iter()
        .map(|(source, rows)| super::file(source, rows))
        .collect();
    import(&mut library, &files);
    let request = Request {
        limit: 100,
        ..Request::default()
    };
    let hits = library.search(&request).unwrap().hits.into_iter();
    let mut found: Vec<String> = hits
        .map(|hit| {
            let mut record = without_rows(hit.record);
            let conflicts = record.conflicts.iter_mut();
            conflicts.for_each(|it| it.said.sort_by(|one, other| one.source.cmp(&other.source)));
            record
                .sources
                .sort_by(|one, other| one.name.cmp(&other.name));
            serde_json::to_string(&record).unwrap()
        })
        .collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_rows_of_a_file_changes_nothing(
        (rows, turned) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        prop_assert_eq!(listings(&[("d", rows)]), listings(&[("d", turned)]));
    }

    #[test]
    fn the_order_of_files_changes_nothing(one in rows(), other in rows()) {
        let expected = listings(&[("d", one.clone()), ("e", other.clone())]);
        prop_assert_eq!(listings(&[("e", other), ("d", one)]), expected);
    }

    #[test]
    fn rows_that_differ_are_one_listing_only_by_a_number(one in needs(), other in needs()) {
        let expected = if one == other { 1 } else { 2 };
        let together = listings(&[("d", vec![one.clone(), other.clone()])]);
        prop_assert_eq!(together.len(), expected, "one file");
        let apart = listings(&[("d", vec![one]), ("e", vec![other])]);
        prop_assert_eq!(apart.len(), expected, "two files");
    }
}
