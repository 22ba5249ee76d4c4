#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use crate::merge::joined;
use crate::record::Record;

fn part(source: &str, fields: &Value) -> Record {
    let mut record: Record = serde_json::from_value(fields.clone()).unwrap();
    record.sources = vec![serde_json::from_value(json!({"name": source, "row": 1})).unwrap()];
    record
}

/// Joins what two sources say, the newer first; shows the fields on which they disagree.
#[track_caller]
fn check(newer: &Value, older: &Value, expected: &[&str]) {
    let (newer, older) = (part("newer", newer), part("older", older));
    let joined = joined(&[&newer, &older]).unwrap();
    let fields = joined.conflicts.iter().map(|it| &*it.field);
    assert_eq!(fields.collect::<Vec<_>>(), expected, "{newer:?} {older:?}");
}

#[test]
fn a_field_of_which_two_sources_say_different_things_is_told_with_both() {
    let newer = part("甲", &json!({"price": {"min": 500_000.0}}));
    let older = part("乙", &json!({"price": {"min": 800_000.0}}));
    let joined = joined(&[&newer, &older]).unwrap();
    assert_eq!(joined.price.unwrap().min, Some(500_000.0));
    let said = &joined.conflicts.first().unwrap().said;
    let said = said
        .iter()
        .map(|said| (&*said.source, said.value["price"]["min"].clone()));
    let expected = [("甲", json!(500_000.0)), ("乙", json!(800_000.0))];
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn what_differs_in_substance_is_a_conflict() {
    for (newer, older, field) in [
        (json!({"title": "阀门"}), json!({"title": "水泵"}), "title"),
        (
            json!({"region": "4201"}),
            json!({"region": "4208"}),
            "region",
        ),
        (
            json!({"institutions": ["甲厂"]}),
            json!({"institutions": ["乙厂"]}),
            "institutions",
        ),
        (json!({"stage": "lab"}), json!({"stage": "pilot"}), "stage"),
        (
            json!({"dates": {"filed": "2020-01"}}),
            json!({"dates": {"filed": "2020-02-03"}}),
            "filed",
        ),
        (
            json!({"contact": [{"name": "王小桥", "phones": ["027-00001111"]}]}),
            json!({"contact": [{"name": "王小桥", "phones": ["027-00002222"]}]}),
            "phone",
        ),
        (
            json!({"kind": "patent", "patent": {"legal": {"class": "alive"}}}),
            json!({"kind": "patent", "patent": {"legal": {"class": "dead", "date": "2020-01-01"}}}),
            "legal",
        ),
        (
            json!({"kind": "patent", "patent": {"application_number": "202010000001.X"}}),
            json!({"kind": "patent", "patent": {"application_number": "202010000002.X"}}),
            "application_number",
        ),
        (
            json!({"kind": "need", "need": {"problem": "能耗须降到 500 千瓦时以下"}}),
            json!({"kind": "need", "need": {"problem": "能耗须降到 800 千瓦时以下"}}),
            "problem",
        ),
        (
            json!({"kind": "expert", "expert": {"post": "教授"}}),
            json!({"kind": "expert", "expert": {"post": "副教授"}}),
            "post",
        ),
    ] {
        check(&newer, &older, &[field]);
    }
}

#[test]
fn what_is_the_same_or_says_more_is_no_conflict() {
    for (newer, older) in [
        (json!({"title": "Ａ 阀门"}), json!({"title": "a阀门"})),
        (json!({"title": "Valve"}), json!({"title": "阀门"})),
        (
            json!({"title": "Valve", "translations": [{"lang": "de", "title": "Ventil"}]}),
            json!({"title": "VENTIL"}),
        ),
        (json!({"region": "4201"}), json!({"region": "42"})),
        (
            json!({"region": "4201"}),
            json!({"region": "11", "inferred": ["region"]}),
        ),
        (
            json!({"institutions": ["甲厂", "乙厂"]}),
            json!({"institutions": ["乙厂", "甲厂"]}),
        ),
        (
            json!({"institutions": ["UNIV WUHAN [CN]"]}),
            json!({"institutions": ["Wuhan University"]}),
        ),
        (
            json!({"people": [{"name": "SMITH, John"}]}),
            json!({"people": [{"name": "J. Smith"}]}),
        ),
        (
            json!({"stage": "lab", "trl_min": 4, "trl_max": 6}),
            json!({"stage": "pilot", "trl_min": 6, "trl_max": 7}),
        ),
        (
            json!({"price": {"min": 5.0}}),
            json!({"price": {"min": 5.0, "max": 9.0}}),
        ),
        (
            json!({"price": {"min": 5.0}}),
            json!({"price": {"negotiable": true}}),
        ),
        (
            json!({"dates": {"filed": "2020"}}),
            json!({"dates": {"filed": "2020-02-03"}}),
        ),
        (
            json!({"dates": {"published": "2020"}}),
            json!({"dates": {"published": "2021"}}),
        ),
        (json!({"keywords": ["阀门"]}), json!({"keywords": ["水泵"]})),
        (
            json!({"summary": "阀门密封好。"}),
            json!({"summary": "一种阀门，密封好，阀门密封好。"}),
        ),
        (
            json!({"contact": [{"name": "王小桥", "phones": ["00001111"]}]}),
            json!({"contact": [{"name": "王小桥", "phones": ["027-00001111"]}]}),
        ),
        (
            json!({"contact": [{"name": "王小桥", "phones": ["027-00001111"]}]}),
            json!({"contact": [{"name": "李见", "phones": ["027-00002222"]}]}),
        ),
        (
            json!({"kind": "patent", "patent": {"legal": {"class": "dead", "date": "2020-01-01"}}}),
            json!({"kind": "patent", "patent": {"legal": {"class": "alive", "date": "2015-01-01"}}}),
        ),
        (
            json!({"kind": "patent", "patent": {"application_number": "US 12/345,678"}}),
            json!({"kind": "patent", "patent": {"application_number": "34567812"}}),
        ),
    ] {
        check(&newer, &older, &[]);
    }
}

#[test]
fn a_row_that_its_source_has_no_more_is_not_asked() {
    let newer = part("甲", &json!({"price": {"min": 5.0}}));
    let mut older = part("乙", &json!({"price": {"min": 8.0}}));
    older.sources[0].gone = "2024-01-01T00:00:00Z".to_owned();
    assert_eq!(joined(&[&newer, &older]).unwrap().conflicts, []);
}

#[test]
fn an_export_of_a_joined_listing_keeps_what_its_sources_said() {
    let newer = part("甲", &json!({"price": {"min": 5.0}}));
    let older = part("乙", &json!({"price": {"min": 8.0}}));
    let mut both = joined(&[&newer, &older]).unwrap();
    assert_eq!(joined(&[&both]).unwrap().conflicts, both.conflicts);
    // Once one of them speaks for itself again, it is not asked twice.
    both.sources.retain(|source| source.name == "乙");
    assert_eq!(joined(&[&both]).unwrap().conflicts, []);
}
