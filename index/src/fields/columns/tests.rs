#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::record::Price;

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

fn record(value: &Value) -> Record {
    serde_json::from_value(value.clone()).unwrap()
}

fn cell(value: &Value, name: &str, language: Language) -> String {
    let column = all().find(|column| column.name() == name).unwrap();
    column.written(&Cells::of(&record(value)), language)
}

fn check(value: &Value, name: &str, chinese: &str, english: &str) {
    assert_eq!(cell(value, name, Language::Chinese), chinese, "{name}");
    assert_eq!(cell(value, name, Language::English), english, "{name}");
}

#[test]
fn cells_say_what_the_screen_says() {
    let patent = json!({
        "kind": "patent", "region": "4208", "industries": ["27"], "status": "published",
        "people": [{"name": "王小桥", "role": "inventor"}, {"name": "甲", "role": "applicant"}],
        "patent": {
            "office": "CN", "publication_number": "100000001", "kind_code": "B",
            "type": "utility model",
            "legal": {"class": "alive", "raw": "授权", "date": "2020-01-02"},
            "legal_events": [{"date": "2019-11-27", "code": "AK", "text": "指定国"}],
        },
        "inferred": ["region"],
    });
    check(&patent, "kind", "专利", "Patent");
    check(&patent, "region", "湖北省荆门市", "Jingmen, Hubei");
    check(
        &patent,
        "publication_number",
        "CN100000001B",
        "CN100000001B",
    );
    check(&patent, "type", "实用新型", "utility model");
    check(
        &patent,
        "legal_events",
        "2019-11-27 · AK · 指定国",
        "2019-11-27 · AK · 指定国",
    );
    check(&patent, "inferred", "地区", "Region");
    check(&patent, "region.code", "4208", "4208");
    check(&patent, "legal.code", "alive", "alive");
    assert!(cell(&patent, "legal", Language::Chinese).starts_with("有效 · "));
    assert!(cell(&patent, "industries", Language::Chinese).ends_with(" (27)"));
    let need = json!({"kind": "need", "stage": "pilot", "stage_raw": "中试", "trl_min": 6, "trl_max": 7,
        "need": {"budget": {"min": 500_000.0, "negotiable": false}}});
    check(&need, "budget", "≥50万元", "CNY ≥500,000");
    check(&need, "budget_min", "500000", "500000");
    assert_eq!(cell(&need, "stage", Language::Chinese), "中试");
}

#[test]
fn a_price_keeps_the_words_of_its_source() {
    let value = json!({"price": {"words": "500元/吨", "negotiable": false}});
    check(&value, "price", "“500元/吨”", "“500元/吨”");
    let value = json!({"price": {"min": 2e5, "words": "入门费20万+3%提成", "negotiable": true}});
    check(
        &value,
        "price",
        "≥20万元，可议 “入门费20万+3%提成”",
        "CNY ≥200,000, negotiable “入门费20万+3%提成”",
    );
}

#[test]
fn prices_keep_their_bounds_and_their_unit() {
    let check = |min, max, currency: &str, negotiable, chinese: &str, english: &str| {
        let price = Price {
            min,
            max,
            currency: currency.to_owned(),
            negotiable,
            words: String::new(),
        };
        let value = json!({"price": price});
        super::tests::check(&value, "price", chinese, english);
    };
    let some = Some;
    check(
        some(5e5),
        some(1e6),
        "",
        false,
        "50–100万元",
        "CNY 500,000–1,000,000",
    );
    check(None, some(2e8), "", false, "≤2亿元", "CNY ≤200,000,000");
    check(
        some(800.0),
        some(800.0),
        "",
        true,
        "800元，可议",
        "CNY 800, negotiable",
    );
    check(
        some(1_000_001.0),
        None,
        "",
        false,
        "≥100.0001万元",
        "CNY ≥1,000,001",
    );
    check(
        some(2e4),
        some(3e4),
        "USD",
        false,
        "USD 20,000–30,000",
        "USD 20,000–30,000",
    );
    check(None, None, "", true, "面议", "negotiable");
}

#[test]
fn every_column_has_names_and_headers_of_its_own() {
    for language in LANGUAGES {
        let mut known = BTreeSet::new();
        for column in all() {
            for name in BTreeSet::from([column.name(), column.header(language).to_lowercase()]) {
                assert_eq!(named(&name), Some(column), "{name}");
                assert!(known.insert(name.clone()), "{name} twice");
            }
        }
    }
    for (name, field) in [
        ("申请人", "institutions"),
        ("Posted", "published"),
        ("权利人", "owners"),
    ] {
        assert_eq!(named(name).unwrap().name(), field);
    }
    assert_eq!(named("天气"), None);
}

#[test]
fn the_usual_columns_hold_every_field_that_is_not_kept_beside_the_record() {
    let names: Vec<String> = usual().map(|column| column.name()).collect();
    for field in FIELDS {
        let is_beside = BOOKKEEPING.contains(&field.name);
        assert_eq!(names.iter().any(|name| name == field.name), !is_beside);
    }
    assert!(names.contains(&"office".to_owned()));
}

/// A record of a table's line in a language, and the record that the line is read as.
fn sent_round(record: &Record, language: Language) -> Record {
    let cells = Cells::of(record);
    let line: Vec<(String, String)> = usual()
        .map(|column| (column.header(language), column.written(&cells, language)))
        .collect();
    let texts = line.iter().map(|(header, text)| (&**header, &**text));
    let row = ExportedRow::of(texts).unwrap();
    row.record(&Record::default()).unwrap()
}

#[test]
fn every_field_comes_back_from_a_table_in_both_languages() {
    let full: Value = serde_json::from_str(include_str!("../full.json")).unwrap();
    for kind in Kind::ALL {
        let mut value = full.clone();
        value["kind"] = kind.as_str().into();
        value["sources"] = json!([{"name": "a", "file": "a", "row": 1, "imported_at": "a", "hash": "0123456789abcdef"}]);
        let mut expected = record(&value);
        expected.edits.clear();
        expected.conflicts.clear();
        expected.raw = Value::Null;
        let parts = [
            Kind::Achievement,
            Kind::Patent,
            Kind::Need,
            Kind::Expert,
            Kind::Institution,
        ];
        for other in parts.into_iter().filter(|other| *other != kind) {
            match other {
                Kind::Achievement => expected.achievement = None,
                Kind::Patent => expected.patent = None,
                Kind::Need => expected.need = None,
                Kind::Expert => expected.expert = None,
                Kind::Institution => expected.institution = None,
            }
        }
        for language in LANGUAGES {
            assert_eq!(sent_round(&expected, language), expected);
        }
    }
}

#[test]
fn a_cell_that_was_cut_says_nothing() {
    let known = record(&json!({"title": "阀门", "body": "很长的正文", "summary": "摘要"}));
    let cut = format!("很长{CUT}");
    let hash = "甲 · 甲.csv:1 · 2026-01-01T00:00:00Z · 0123456789abcdef";
    let cells = [
        ("编号", "甲:1"),
        ("来源", hash),
        ("正文", &*cut),
        ("摘要", "新的摘要"),
    ];
    let row = ExportedRow::of(cells.into_iter()).unwrap();
    let read = row.record(&Record::default()).unwrap();
    assert_eq!(read.body, "");
    let whole = row.over(&known, &read).unwrap();
    assert_eq!(
        (&*whole.title, &*whole.body, &*whole.summary),
        ("阀门", "很长的正文", "新的摘要")
    );
}

#[test]
fn a_sheet_with_ids_and_sources_of_its_own_is_none_of_ours() {
    for source in [
        "某网站",
        "a; b",
        "https://example.com · 1",
        "",
        "[]",
        "甲 · 乙 · 丙 · 丁",
    ] {
        let cells = [("编号", "7"), ("来源", source), ("名称", "阀门")];
        assert!(ExportedRow::of(cells.into_iter()).is_none(), "{source}");
    }
}

/// Texts as records hold them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z中文0-9]{1,8}",
        "[ -~中试湖北（）·；、，;|\\[\\]{}\"≥–万元]{1,12}",
        Just("中试".to_owned()),
        Just("PhD".to_owned()),
        Just("Utility model".to_owned()),
        Just("授权".to_owned()),
    ]
    .prop_map(|text| text.trim().to_owned())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(text().prop_filter("said", |text| !text.is_empty()), 0..4)
}

fn price() -> impl Strategy<Value = Option<Value>> {
    let bound =
        || proptest::option::of((1_u32..2_000_000_000).prop_map(|cents| f64::from(cents) / 100.0));
    let price = (
        bound(),
        bound(),
        prop_oneof![Just(""), Just("USD"), Just("CNY")],
        any::<bool>(),
    );
    proptest::option::of(price.prop_map(|(min, max, currency, negotiable)| {
        let mut price = json!({"currency": currency, "negotiable": negotiable});
        for (name, bound) in [("min", min), ("max", max)] {
            if let Some(bound) = bound {
                price[name] = bound.into();
            }
        }
        price
    }))
}

prop_compose! {
    fn any_record()(
        kind in proptest::sample::select(&Kind::ALL[..]),
        words in proptest::collection::vec(text(), 24),
        lists in proptest::collection::vec(texts(), 12),
        price in price(),
        budget in price(),
        region in prop_oneof![Just("4208".to_owned()), Just("42".to_owned()), Just("US".to_owned()), text()],
        levels in proptest::option::of(1_u8..9),
        stage in proptest::sample::select(&["unknown", "lab", "pilot", "mature"][..]),
        class in proptest::sample::select(&["unknown", "alive", "pending", "dead"][..]),
        year in 1900_u16..2030,
    ) -> Record {
        let word = |at: usize| words[at].clone();
        let people: Vec<Value> = lists[2].iter().map(|name| json!({"name": name, "role": words[3]})).collect();
        let mut value = json!({
            "id": "甲:1", "kind": kind.as_str(), "title": format!("题{}", words[0]), "summary": word(1), "body": word(2),
            "title_alt": lists[0], "keywords": lists[1], "people": people, "institutions": lists[3],
            "fields": lists[4], "industries": lists[5], "cooperation": lists[6], "region": region,
            "stage": stage, "stage_raw": word(4), "trl_min": levels, "trl_max": levels, "price": price,
            "dates": {"filed": format!("{year}-01-02"), "published": year.to_string()},
            "contact": [{"name": format!("人{}", words[5]), "phones": lists[7], "role": word(6)}],
            "references": lists[8].iter().map(|id| json!({"id": id, "relation": words[7]})).collect::<Vec<_>>(),
            "translations": [{"lang": "en", "title": word(8), "summary": word(9), "body": format!("{}\n{}", words[10], words[11])}],
            "sources": [{"name": "甲", "file": "甲.csv", "row": 3, "imported_at": "2026-01-01T00:00:00Z", "hash": "0123456789abcdef"}],
        });
        let part = match kind {
            Kind::Achievement => json!({"class": word(12), "level": word(13), "awards": lists[9], "form": format!("形{}", words[14])}),
            Kind::Patent => json!({
                "office": "CN", "publication_number": format!("1{}", words[12]), "kind_code": word(13),
                "type": word(14), "claims": lists[9], "family_size": levels,
                "legal": {"class": class, "raw": word(15), "code": word(16), "date": "2020-01-02"},
                "legal_events": [{"date": "2020", "code": word(17), "text": word(18)}, {"text": format!("事{}", words[19])}],
            }),
            Kind::Need => json!({"budget": budget, "desired_stage": stage, "problem": format!("难{}", words[12])}),
            Kind::Expert => json!({"degree": format!("学{}", words[12]), "post": word(13), "services": lists[9]}),
            Kind::Institution => json!({"type": word(12), "aliases": lists[9], "parent": format!("上{}", words[13])}),
        };
        value[kind.as_str()] = part;
        record(&value)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_record_comes_back_from_a_table_as_it_was(known in any_record()) {
        for language in LANGUAGES {
            prop_assert_eq!(&sent_round(&known, language), &known);
        }
    }

    #[test]
    fn a_table_of_a_listing_changes_nothing_in_it(known in any_record()) {
        for language in LANGUAGES {
            let cells = Cells::of(&known);
            let line: Vec<(String, String)> = all()
                .map(|column| (column.header(language), column.written(&cells, language)))
                .collect();
            let row = ExportedRow::of(line.iter().map(|(header, text)| (&**header, &**text))).unwrap();
            let read = row.record(&Record::default()).unwrap();
            let whole = row.over(&known, &read);
            prop_assert_eq!(whole.as_ref(), Some(&known));
        }
    }
}
