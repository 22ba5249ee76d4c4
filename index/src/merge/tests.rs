#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;

use super::*;

fn record(fields: Value) -> Record {
    serde_json::from_value(fields).unwrap()
}

/// Joins records, the newest first; shows the fields that were named.
#[track_caller]
fn check(parts: &[Value], expected: &Value) {
    let parts: Vec<Record> = parts.iter().cloned().map(record).collect();
    let joined = joined(&parts.iter().collect::<Vec<_>>()).unwrap();
    let joined = content(&joined).unwrap();
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(joined.get(field).unwrap_or(&Value::Null), value, "{field}");
    }
}

#[test]
fn what_the_newest_says_stands_and_the_rest_is_filled_in() {
    check(
        &[
            json!({"title": "阀门", "region": "4208", "patent": {"agent": "甲"}}),
            json!({"title": "阀门", "region": "42", "patent": {"agent": "乙", "family": "7"}}),
        ],
        &json!({
            "title": "阀门", "title_alt": null, "region": "4208",
            "patent": {"agent": "甲", "family": "7", "legal": {"class": "unknown"}},
        }),
    );
}

#[test]
fn a_row_without_a_title_only_adds() {
    let claims = json!({"patent": {"claims": ["1. A valve."]}});
    check(
        &[claims, json!({"title": "Valve", "summary": "It opens."})],
        &json!({"title": "Valve", "title_alt": null, "summary": "It opens."}),
    );
}

#[test]
fn lists_are_united_by_what_their_values_mean() {
    check(
        &[
            json!({"keywords": ["Li-ion", "C++", "阀门"], "people": [{"name": "SMITH, John"}]}),
            json!({
                "keywords": ["li ion", "C", "阀 门", "泵"],
                "people": [{"name": "John Smith", "role": "inventor"}, {"name": "李桥"}],
            }),
        ],
        &json!({
            "keywords": ["Li-ion", "C++", "阀门", "C", "阀 门", "泵"],
            "people": [{"name": "SMITH, John", "role": "inventor"}, {"name": "李桥"}],
        }),
    );
    check(
        &[json!({"ipc": ["A61K31/00"]}), json!({"ipc": ["A61K3/100"]})],
        &json!({"ipc": ["A61K31/00", "A61K3/100"]}),
    );
}

#[test]
fn a_contact_of_both_is_one_contact() {
    check(
        &[
            json!({"contact": [{"name": "王小桥", "phones": ["027-00001234"]}]}),
            json!({"contact": [
                {"name": "王小桥", "phones": ["02700001234", "027-00005678"], "wechat": "w"},
                {"phones": ["027-00009999"]},
            ]}),
        ],
        &json!({"contact": [
            {"name": "王小桥", "phones": ["027-00001234", "027-00005678"], "wechat": "w"},
            {"phones": ["027-00009999"]},
        ]}),
    );
}

#[test]
fn the_longer_text_and_the_more_precise_date_are_kept() {
    check(
        &[
            json!({"summary": "短。", "dates": {"published": "2012", "filed": "2011-03-04"}}),
            json!({"summary": "长一些。", "dates": {"published": "2012-05-31", "filed": "2011"}}),
        ],
        &json!({
            "summary": "长一些。",
            "dates": {"published": "2012-05-31", "filed": "2011-03-04"},
        }),
    );
    check(
        &[
            json!({"dates": {"published": "2013"}}),
            json!({"dates": {"published": "2012-05-31"}}),
        ],
        &json!({"dates": {"published": "2013"}}),
    );
}

#[test]
fn what_belongs_together_comes_from_one_source() {
    check(
        &[
            json!({"stage": "pilot", "stage_raw": "中试", "price": {"min": 5.0}}),
            json!({"stage": "lab", "trl_min": 2, "trl_max": 3, "price": {"min": 1.0, "max": 2.0}}),
        ],
        &json!({
            "stage": "pilot", "stage_raw": "中试", "trl_min": null,
            "price": {"min": 5.0, "negotiable": false},
        }),
    );
    let dead = json!({"class": "dead", "raw": "失效", "date": "2020-01-01"});
    check(
        &[
            json!({"patent": {"agent": "甲"}}),
            json!({"stage": "lab", "patent": {"legal": dead}}),
        ],
        &json!({"stage": "lab", "patent": {"agent": "甲", "legal": dead}}),
    );
}

#[test]
fn another_title_becomes_one_of_the_others() {
    check(
        &[
            json!({"title": "VALVE", "title_alt": ["Ventil"]}),
            json!({"title": "阀门"}),
            json!({"title": "Valve"}),
            json!({"title": "ventil"}),
        ],
        &json!({"title": "VALVE", "title_alt": ["Ventil", "阀门"]}),
    );
}
