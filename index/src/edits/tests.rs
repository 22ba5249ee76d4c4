#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;

use super::*;

fn listing(kind: Kind) -> Record {
    Record {
        kind,
        title: "石墨烯导热膜".to_owned(),
        ..Record::default()
    }
}

/// A value as typed, read, laid over a listing, and written again.
#[track_caller]
fn check(kind: Kind, name: &str, typed: &str, expected: &Value, written: &str) {
    let told = listing(kind);
    let field = named(name, kind).unwrap();
    let mut kept = Vec::new();
    carry_out(
        &[Change::Set(field, typed.to_owned())],
        &told,
        &mut kept,
        "now",
    )
    .unwrap();
    let edited = applied(told.clone(), &kept).unwrap();
    let fields = content(&edited).unwrap();
    let found: Map<String, Value> = taken(&fields, field);
    assert_eq!(Value::Object(found), *expected, "{name}={typed}");
    let text = super::written(field, &edited, Language::Chinese);
    assert_eq!(text, written, "{name}={typed}");
    assert_eq!(
        read(field, &text, &told).unwrap(),
        taken(&fields, field),
        "{text} is read back"
    );
    assert_eq!(taken_off(edited).unwrap(), (told, kept), "{name}={typed}");
}

#[test]
fn values_are_read_as_imports_read_them_and_written_so_that_they_can_be_read() {
    use Kind::Achievement;
    check(
        Achievement,
        "title",
        " 新名 ",
        &json!({"title": "新名"}),
        "新名",
    );
    check(
        Achievement,
        "关键词",
        "石墨烯；导热, 散热; ",
        &json!({"keywords": ["石墨烯", "导热, 散热"]}),
        "石墨烯; 导热, 散热",
    );
    check(
        Achievement,
        "org",
        "江城大学; Foo Co., Ltd.",
        &json!({"institutions": ["江城大学", "Foo Co., Ltd."]}),
        "江城大学; Foo Co., Ltd.",
    );
    check(
        Achievement,
        "region",
        "荆门",
        &json!({"region": "4208"}),
        "湖北省荆门市",
    );
    check(
        Achievement,
        "region",
        "月球",
        &json!({"region": "月球"}),
        "月球",
    );
    check(
        Achievement,
        "price",
        "10-50.5万",
        &json!({"price": {"min": 100_000.0, "max": 505_000.0, "negotiable": false}}),
        "100000-505000元",
    );
    check(
        Achievement,
        "price",
        "面议",
        &json!({"price": {"negotiable": true}}),
        "面议",
    );
    check(
        Achievement,
        "价格",
        "5万美元",
        &json!({"price": {"min": 50_000.0, "max": 50_000.0, "currency": "USD", "negotiable": false}}),
        "50000USD",
    );
}

#[test]
fn vocabularies_dates_and_parts_of_a_kind_are_read_and_written_too() {
    use Kind::{Achievement, Expert, Institution, Need, Patent};
    check(
        Achievement,
        "stage",
        "中试",
        &json!({"stage": "pilot", "stage_raw": "中试", "trl_min": 6, "trl_max": 7}),
        "中试",
    );
    check(
        Achievement,
        "status",
        "withdrawn",
        &json!({"status": "withdrawn"}),
        "已撤回",
    );
    check(
        Achievement,
        "published",
        "2024年5月1日",
        &json!({"dates.published": "2024-05-01"}),
        "2024-05-01",
    );
    check(
        Achievement,
        "电话",
        "027-00001234; 027-00005678",
        &json!({"contact.0.phones": ["027-00001234", "027-00005678"]}),
        "027-00001234; 027-00005678",
    );
    check(
        Achievement,
        "wechat",
        "wang_example",
        &json!({"contact.0.wechat": "wang_example"}),
        "wang_example",
    );
    check(
        Achievement,
        "summary",
        "第一段\n第二段",
        &json!({"summary": "第一段\n第二段"}),
        "第一段\n第二段",
    );
    check(
        Patent,
        "publication_number",
        "CN 106960420 A",
        &json!({"patent.office": "CN", "patent.publication_number": "106960420", "patent.kind_code": "A"}),
        "CN106960420A",
    );
    check(
        Patent,
        "claims",
        "1. 一种膜。\n2. 如1所述的膜。",
        &json!({"patent.claims": ["1. 一种膜。", "2. 如1所述的膜。"]}),
        "1. 一种膜。\n2. 如1所述的膜。",
    );
    check(
        Patent,
        "ls",
        "授权",
        &json!({"patent.legal": {"class": "alive", "raw": "授权"}}),
        "授权",
    );
    check(
        Need,
        "deadline",
        "2027.3.1",
        &json!({"need.deadline": "2027-03-01"}),
        "2027-03-01",
    );
    check(
        Expert,
        "services",
        "检测；咨询",
        &json!({"expert.services": ["检测", "咨询"]}),
        "检测; 咨询",
    );
    check(
        Institution,
        "aliases",
        "江大",
        &json!({"institution.aliases": ["江大"]}),
        "江大",
    );
}

#[test]
fn every_field_can_be_named_read_and_emptied() {
    for kind in Kind::ALL {
        for field in fields_of(kind) {
            assert_eq!(named(field.name, kind), Ok(field), "{}", field.name);
            for language in [Language::Chinese, Language::English] {
                let label = field.label(kind, language);
                assert_eq!(named(label, kind), Ok(field), "{label}");
            }
            let value = match field.paths {
                [path]
                    if path.starts_with("dates.")
                        || ["need.deadline", "patent.earliest_priority"].contains(path) =>
                {
                    "2024-05-01"
                }
                ["price" | "need.budget"] => "5万",
                ["patent.family_size" | "patent.cites_count" | "patent.cited_by_count"] => "12",
                ["status"] => "draft",
                ["ipc"] => "H01M10/0525",
                ["need.desired_stage"] => "中试",
                ["patent.legal"] => "授权",
                ["stage", ..] => "小试",
                ["patent.office", ..] => "US9833479B2",
                _ => "example.com/a",
            };
            let read = read(field, value, &listing(kind));
            assert!(read.is_ok_and(|read| !read.is_empty()), "{}", field.name);
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let check = |name: &str, value: &str, expected: &EditError| {
        let told = listing(Kind::Need);
        let result = named(name, Kind::Need).and_then(|field| read(field, value, &told));
        assert_eq!(result.unwrap_err(), *expected, "{name}={value}");
    };
    let unreadable = |field, value: &str| EditError::Unreadable {
        field,
        value: value.to_owned(),
    };
    check("colour", "red", &EditError::Unknown("colour".to_owned()));
    check("claims", "1.", &EditError::Unknown("claims".to_owned()));
    check("id", "x", &EditError::Unknown("id".to_owned()));
    check("kind", "patent", &EditError::Unknown("kind".to_owned()));
    check("title", " ", &EditError::NoTitle);
    check("price", "cheap", &unreadable("price", "cheap"));
    check("published", "soon", &unreadable("published", "soon"));
    check("stage", "xyz", &unreadable("stage", "xyz"));
    check("status", "xyz", &unreadable("status", "xyz"));
    check("ipc", "banana", &unreadable("ipc", "banana"));
    check("ipc", "H01M10/24; x", &unreadable("ipc", "H01M10/24; x"));
}

#[test]
fn a_legal_status_is_one_that_there_is() {
    let told = listing(Kind::Patent);
    let legal = named("legal", Kind::Patent).unwrap();
    for (typed, class) in [
        ("dead", "dead"),
        ("Dead", "dead"),
        ("失效", "dead"),
        ("alive", "alive"),
        ("有效", "alive"),
        ("In force", "alive"),
        ("审中", "pending"),
    ] {
        let found = Value::Object(read(legal, typed, &told).unwrap());
        assert_eq!(found, json!({"patent.legal": {"class": class}}), "{typed}");
    }
    let banana = read(legal, "banana", &told).unwrap_err();
    assert!(matches!(
        banana,
        EditError::Unreadable { field: "legal", .. }
    ));
}

#[test]
fn stages_are_read_as_they_are_shown() {
    for field in ["stage", "desired_stage"] {
        let field = named(field, Kind::Need).unwrap();
        for typed in [
            "lab",
            "Laboratory",
            "实验室阶段",
            "Pilot",
            "中试阶段",
            "Mature",
            "成熟应用",
        ] {
            let found = read(field, typed, &listing(Kind::Need));
            assert!(found.is_ok(), "{}={typed}", field.name);
        }
    }
}

#[test]
fn an_emptied_field_stays_empty_until_it_is_reset() {
    let told = Record {
        keywords: vec!["膜".to_owned()],
        ..listing(Kind::Need)
    };
    let keywords = named("keywords", Kind::Need).unwrap();
    let mut kept = Vec::new();
    carry_out(
        &[Change::Set(keywords, String::new())],
        &told,
        &mut kept,
        "now",
    )
    .unwrap();
    let edited = applied(told.clone(), &kept).unwrap();
    assert!(edited.keywords.is_empty());
    assert_eq!(
        source_text(&edited.edits[0], Kind::Need, Language::English),
        "膜"
    );
    carry_out(&[Change::Reset(keywords)], &told, &mut kept, "then").unwrap();
    assert_eq!(applied(told.clone(), &kept).unwrap(), told);
    let again = carry_out(&[Change::Reset(keywords)], &told, &mut kept, "then");
    assert_eq!(again, Err(EditError::NotEdited("keywords")));
}
