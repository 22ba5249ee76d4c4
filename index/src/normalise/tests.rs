#![expect(
    clippy::unwrap_used,
    reason = "a row that is rejected must fail the test"
)]
#![expect(
    clippy::type_complexity,
    reason = "tables of cases have the shape of their cases"
)]
#![expect(clippy::too_many_lines, reason = "a table is as long as it has cases")]
#![expect(
    clippy::unnecessary_wraps,
    reason = "compared with dates that may be unknown"
)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::limits::MAX_LISTED;
use crate::record::{Contact, Date, LegalClass, Person, Price, Stage, Status};

fn context() -> Context {
    Context {
        source: "works".to_owned(),
        kind: None,
        imported_at: "2025-01-02T03:04:05Z".to_owned(),
    }
}

fn row(cells: Value) -> Row {
    let Value::Object(cells) = cells else {
        panic!("a row is an object")
    };
    Row {
        file: "works.jsonl".to_owned(),
        row: 1,
        cells,
        ..Row::default()
    }
}

fn read(cells: Value) -> Record {
    normalise(row(cells), &context()).unwrap()
}

fn date(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

#[test]
fn ids_follow_the_rule() {
    let cases = [
        (json!({"id": "w:12", "title": "甲"}), "works:w:12"),
        (json!({"id": 7, "title": "甲"}), "works:7"),
        (
            json!({"publication_number": "US 9,833,479 B2", "title": "甲"}),
            "patent:US9833479B2",
        ),
        (
            json!({"id": "US-9474634-B2", "title": "甲", "assignee": "乙", "publication date": "2016-10-25"}),
            "patent:US9474634B2",
        ),
        (
            json!({"Jurisdiction": "EP", "Kind": "B1", "Publication Number": "1234567", "Lens ID": "000-001", "Title": "甲"}),
            "patent:EP1234567B1",
        ),
        (
            json!({"kind": "patent", "id": "n-1", "title": "甲", "patent": {"office": "CN", "publication_number": "101234567", "kind_code": "A"}}),
            "patent:CN101234567A",
        ),
        (
            json!({"公开（公告）号": "CN103147340A", "名称": "甲"}),
            "patent:CN103147340A",
        ),
        (
            json!({"kind": "achievement", "id": "x", "title": "甲", "专利号": "CN103147340A"}),
            "works:x",
        ),
        (
            json!({"Case Number": "KSC-12871", "Title": "甲"}),
            "works:KSC-12871",
        ),
    ];
    for (cells, expected) in cases {
        assert_eq!(read(cells.clone()).id, expected, "{cells}");
    }
}

#[test]
fn rows_without_an_id_get_one_from_what_they_are() {
    let id = |cells| read(cells).id;
    let first = id(json!({"title": "甲", "单位": "乙大学", "摘要": "一"}));
    assert!(first.starts_with("hash:"), "{first}");
    assert_eq!(
        first,
        id(json!({"摘要": "一", "单位": "乙大学", "名称": "甲"}))
    );
    assert_ne!(
        first,
        id(json!({"title": "甲", "单位": "乙大学", "摘要": "二"}))
    );
    assert_ne!(first, id(json!({"title": "甲", "单位": "丙大学"})));
    assert_ne!(
        first,
        id(json!({"title": "甲", "单位": "乙大学", "kind": "need"}))
    );
}

#[test]
fn a_row_without_a_title_is_rejected_with_its_text() {
    for cells in [
        json!({}),
        json!({"title": null}),
        json!({"title": " \u{200B}"}),
        json!({"摘要": "一"}),
        json!({"title": "-"}),
        json!({"title": {}}),
    ] {
        let rejected = normalise(row(cells.clone()), &context()).unwrap_err();
        assert_eq!(rejected.reason, RejectReason::NoTitle);
        assert_eq!(rejected.original, cells.to_string());
        assert_eq!((&*rejected.file, rejected.row), ("works.jsonl", 1));
    }
}

#[test]
fn the_row_and_its_origin_are_kept() {
    let cells = json!({"id": "1", "title": "甲\u{202E}", "天气": "晴", "表": [1, null]});
    let record = read(cells.clone());
    assert_eq!(record.title, "甲");
    assert_eq!(record.raw, cells);
    let [source] = &*record.sources else {
        panic!("one source, not {:?}", record.sources)
    };
    assert_eq!(
        (&*source.name, &*source.file, source.row),
        ("works", "works.jsonl", 1)
    );
    assert_eq!(source.imported_at, "2025-01-02T03:04:05Z");
    assert_eq!(source.hash.len(), 32);
    assert_eq!(source.hash, read(cells).sources[0].hash);
}

#[test]
fn a_plain_record_is_read_in_full() {
    let record = read(json!({
        "id": "b0000001", "kind": "need", "title": "标题", "abstract": "摘要。",
        "keywords": ["一", "二"], "ipc": ["H01M10/24", "a61k 31/00"], "discipline": "园艺学",
        "industry": "医药制造业", "cooperation": ["技术转让", "面议"], "institution": "武大",
        "field": "先进制造", "region": "荆门", "stage": "成熟应用阶段", "year": 2019,
        "contact": {"name": "张某", "phone": "027-00000001", "email": "c1@example.com"}
    }));
    assert_eq!(record.kind, Kind::Need);
    assert_eq!(record.summary, "摘要。");
    assert_eq!(record.keywords, ["一", "二"]);
    assert_eq!(record.subjects.ipc, ["H01M10/24", "A61K31/00"]);
    assert_eq!(record.subjects.disciplines, ["21040"]);
    assert_eq!(record.subjects.industries, ["27"]);
    assert_eq!(record.subjects.fields, ["先进制造与自动化"]);
    assert_eq!(record.cooperation, ["transfer", "negotiable"]);
    assert_eq!(record.institutions, ["武汉大学"]);
    assert_eq!(record.region, "4208");
    assert_eq!(record.maturity.stage, Stage::Mature);
    assert_eq!(record.maturity.stage_raw, "成熟应用阶段");
    assert_eq!(
        (record.maturity.trl_min, record.maturity.trl_max),
        (Some(8), Some(9))
    );
    assert_eq!(record.dates.published, date("2019"));
    assert_eq!(
        record.contact,
        [Contact {
            name: "张某".to_owned(),
            phones: vec!["027-00000001".to_owned()],
            emails: vec!["c1@example.com".to_owned()],
            ..Contact::default()
        }]
    );
}

#[test]
fn the_platform_s_achievements_are_read() {
    let record = read(json!({
        "id": 311, "resultName": "<em>锂</em>电池", "patentCode": "201710601862.3;", "resultStage": "中试阶段",
        "turnWay": "技术转让,合作开发,", "supplyPrice": 50, "keyWords": "电池;负极,", "inventionPerson": "张某,李某,",
        "introduction": "<p>第一段&nbsp;&ldquo;好&rdquo;</p><p>H<sub>2</sub>O，P<0.05</p>", "contactName": "王某",
        "contactMobile": "13800000000", "contactEmail": "w@example.com", "contactAddress": "湖北省武汉市洪山区某路1号",
        "dataSource": "武汉大学", "industryName": "农、林、牧、渔业,医药制造业,饮料制造业,", "checkTime": 1_577_808_000_000_i64,
        "examine": "2"
    }));
    assert_eq!(record.kind, Kind::Achievement);
    assert_eq!(record.title, "锂电池");
    assert_eq!(record.body, "第一段 “好”\nH2O，P<0.05");
    assert_eq!(record.cooperation, ["transfer", "joint development"]);
    assert_eq!(record.keywords, ["电池", "负极"]);
    assert_eq!(record.subjects.industries, ["A", "27", "饮料制造业"]);
    let price = record.price.unwrap();
    assert_eq!((price.min, price.max), (Some(500_000.0), Some(500_000.0)));
    assert_eq!(record.achievement.unwrap().ip, ["201710601862.3"]);
    assert_eq!(record.region, "420111");
    assert_eq!(record.institutions, ["武汉大学"]);
    assert_eq!(record.dates.published, date("2020-01-01"));
    assert_eq!(record.status, Status::Published);
    let people: Vec<_> = record.people.iter().map(|p| (&*p.name, &*p.role)).collect();
    assert_eq!(people, [("张某", "completer"), ("李某", "completer")]);
    assert_eq!(record.contact[0].phones, ["13800000000"]);
}

#[test]
fn the_platform_s_needs_and_experts_are_read() {
    let record = read(json!({
        "title": "求防腐涂层", "centerName": "荆门分中心", "memo": "<div>说明</div>", "domainName": "新材料;",
        "technicalMatter": "<p>难题</p>", "technicalTarget": "寿命10年", "existingSituation": "无", "cooperationWay": "委托开发;"
    }));
    assert_eq!(record.kind, Kind::Need);
    let need = record.need.unwrap();
    assert_eq!(
        (&*need.problem, &*need.target, &*need.current_state),
        ("难题", "寿命10年", "无")
    );
    assert_eq!(record.body, "说明");
    assert_eq!(record.cooperation, ["commissioned development"]);

    let record = read(json!({
        "name": "张某", "sex": "男", "mobile": "13800000000", "email": "z@example.com", "topDegree": "博士", "post": "教授",
        "serveWilling": "技术咨询;技术服务;", "subjectName": "园艺学,", "expertIntro": "<p>研究</p>"
    }));
    assert_eq!((record.kind, &*record.title), (Kind::Expert, "张某"));
    assert_eq!(
        record.people,
        [Person {
            name: "张某".to_owned(),
            role: "expert".to_owned()
        }]
    );
    assert_eq!(record.contact[0].name, "张某");
    let expert = record.expert.unwrap();
    assert_eq!((&*expert.post, &*expert.degree), ("教授", "博士"));
    assert_eq!(expert.services, ["技术咨询", "技术服务"]);
    assert_eq!(record.subjects.disciplines, ["21040"]);

    let record = read(json!({"kind": "expert", "name": "李某", "title": "研究员"}));
    assert_eq!(
        (&*record.title, &*record.expert.unwrap().post),
        ("李某", "研究员")
    );
}

#[test]
fn patent_sheets_are_read() {
    let record = read(json!({
        "申请号": "CN201210001234.5", "公开（公告）号": "CN103147340A", "名称": "一种轨道", "申请（专利权）人": "武汉大学;某某有限公司",
        "发明（设计）人": "张某;李某", "主分类号": "E01B3/32(2006.01)I", "分类号": "E01B3/32(2006.01)I;E01B5/00(2006.01)I",
        "摘要": "摘要", "主权项": "一种轨道，其特征", "地址": "430072 湖北省武汉市武昌区某路", "专利代理机构": "某代理",
        "申请日": "2012.01.04", "公开（公告）日": "2013.06.12", "法律状态": "专利权的终止"
    }));
    let patent = record.patent.unwrap();
    assert_eq!(record.id, "patent:CN103147340A");
    assert_eq!(
        (
            &*patent.office,
            &*patent.publication_number,
            &*patent.kind_code
        ),
        ("CN", "103147340", "A")
    );
    assert_eq!(patent.application_number, "CN201210001234.5");
    assert_eq!(patent.patent_type, "invention");
    assert_eq!(patent.legal.class, LegalClass::Dead);
    assert_eq!(patent.claims, ["一种轨道，其特征"]);
    assert_eq!(record.subjects.ipc, ["E01B3/32", "E01B5/00"]);
    assert_eq!(record.institutions, ["武汉大学", "某某有限公司"]);
    assert_eq!(record.region, "420106");
    assert_eq!(
        (record.dates.filed, record.dates.published),
        (date("2012-01-04"), date("2013-06-12"))
    );
    assert_eq!(record.people.len(), 2);

    let record = read(json!({
        "公开(公告)号": "CN101A", "标题": "甲", "标题(译)(简体中文)": "乙", "法律状态/事件": "撤回-视为撤回",
        "[标]当前申请(专利权)人": "丙公司 | 丁公司", "摘要(译)(English)": "-"
    }));
    let translated = record.translations.iter().map(|it| (&*it.lang, &*it.title));
    assert_eq!(translated.collect::<Vec<_>>(), [("zh", "乙")]);
    assert_eq!(record.summary, "");
    let patent = record.patent.unwrap();
    assert_eq!(patent.owners, ["丙公司", "丁公司"]);
    assert_eq!(patent.legal.class, LegalClass::Dead);
}

#[test]
fn english_patent_lists_are_read() {
    let record = read(json!({
        "#": "1", "Jurisdiction": "US", "Kind": "B2", "Display Key": "US 9833479 B2", "Lens ID": "000-000-000-000-001",
        "Publication Date": "2017-12-05", "Publication Year": "2017", "Application Number": "US 201514700000 A", "Title": "A title",
        "Abstract": "Text", "Applicants": "ACME CO., LTD.;;FOO INC", "Inventors": "DOE JANE;;ROE, RICHARD", "URL": "https://example.com/1",
        "CPC Classifications": "A61K35/00;;C12N5/06", "Legal Status": "Active"
    }));
    assert_eq!(record.id, "patent:US9833479B2");
    assert_eq!(record.institutions, ["ACME CO., LTD.", "FOO INC"]);
    assert_eq!(
        record.people.iter().map(|p| &*p.name).collect::<Vec<_>>(),
        ["DOE JANE", "RICHARD ROE"]
    );
    let patent = record.patent.unwrap();
    assert_eq!(patent.cpc, ["A61K35/00", "C12N5/06"]);
    assert_eq!(patent.legal.class, LegalClass::Alive);

    let record = read(json!({
        "Center": "Some Center", "Status": "Issued", "Case Number": "ARC-1", "Application SN": "10/874,003",
        "Title": "Metrics", "Patent Expiration Date": "06/07/2024"
    }));
    assert_eq!(record.kind, Kind::Patent);
    assert_eq!(record.dates.expires, date("2024-06-07"));
    assert_eq!(record.patent.unwrap().legal.class, LegalClass::Alive);

    let record = read(json!({
        "Patent Number": "291162", "Application Number": "10300/DELNP/2012", "Date of Application": "07/08/2011",
        "Title of Invention": "METHOD", "Patentee Name": "ACME AG", "Date of Priority": "02/04/2008"
    }));
    assert_eq!(record.kind, Kind::Patent);
    assert_eq!(record.dates.filed, date("2011-08-07"));
    let priority = record.patent.as_ref().unwrap().earliest_priority;
    assert_eq!(priority, date("2008-04-02"));
    assert_eq!(record.id, "patent:IN291162");
    assert_eq!(record.patent.unwrap().publication_number, "291162");

    let record = read(
        json!({"Title": "T", "Publication number": "KR20120001234A", "Inventors": "LEE SANG\u{2003}[KR]; KIM [KR]", "Applicants": "FOO\u{2003}[KR]"}),
    );
    assert_eq!(
        record.people.iter().map(|p| &*p.name).collect::<Vec<_>>(),
        ["LEE SANG", "KIM"]
    );
    assert_eq!(record.institutions, ["FOO"]);
}

#[test]
fn several_publications_in_one_cell_are_not_glued_together() {
    let record = read(json!({
        "Title": "T", "Publication number": "KR20190000002A\nKR102000002B1", "Applicants": "FOO"
    }));
    assert_eq!(record.id, "patent:KR20190000002A");
}

#[test]
fn owners_stand_in_for_applicants_that_a_sheet_does_not_name() {
    let record = read(json!({
        "公开(公告)号": "CN109000001A", "标题": "导热膜", "[标]当前申请(专利权)人": "甲研究所|乙大学",
        "国省代码": "湖北;42"
    }));
    assert_eq!(record.institutions, ["甲研究所", "乙大学"]);
    assert_eq!(record.region, "42");
    let record = read(json!({
        "Lens ID": "1", "Title": "T", "Applicants": "FOO", "Owners": "FOO INC (2017-01-03)"
    }));
    assert_eq!(record.institutions, ["FOO"]);
    assert_eq!(record.patent.unwrap().owners, ["FOO INC"]);
}

#[test]
fn needs_sheets_are_read() {
    let record = read(json!({
        "demand_title": "求技术", "category": "新材料", "contact": "张某", "phone": "138****0000", "money": " 10~\n50万 ", "detail": "详情"
    }));
    assert_eq!(record.kind, Kind::Need);
    let budget = record.need.unwrap().budget.unwrap();
    assert_eq!((budget.min, budget.max), (Some(100_000.0), Some(500_000.0)));
    assert_eq!(record.contact[0].name, "张某");
    assert_eq!(record.contact[0].phones, ["138****0000"]);
    assert_eq!(record.subjects.fields, ["新材料"]);
}

#[test]
fn achievement_sheets_keep_headings_and_number() {
    let record = read(json!({
        "成果名称": "某技术[D]", "登记号": "420 2020Y0001", "第一完成单位": "某研究院", "完成人": "张三丰 李四光", "成果简介": "简介",
        "市场前景": "广阔", "登记日期": "43831", "省份": "湖北省", "城市": "荆门市", "价格（元）": "20000"
    }));
    assert_eq!(record.title, "某技术");
    assert_eq!(record.body, "简介\n市场前景: 广阔");
    assert_eq!(record.dates.registered, date("2020-01-01"));
    assert_eq!(record.region, "4208");
    assert_eq!(
        record.people.iter().map(|p| &*p.name).collect::<Vec<_>>(),
        ["张三丰", "李四光"]
    );
    assert_eq!(record.price.unwrap().min, Some(20_000.0));
}

#[test]
fn places_take_the_row_s_province() {
    let cases = [
        (json!({"地区": "鼓楼", "省份": "福建"}), "350102"),
        (json!({"地区": "鼓楼"}), "鼓楼"),
        (json!({"省": "湖北", "市": "荆门", "区": "东宝"}), "420802"),
        (json!({"省份": "湖北"}), "42"),
        (json!({"city": "Wuhan"}), "4201"),
        (json!({"region": "火星"}), "火星"),
        (
            json!({"contact": {"address": "北京市海淀区某路"}}),
            "110108",
        ),
    ];
    for (mut cells, expected) in cases {
        cells["title"] = json!("甲");
        assert_eq!(read(cells.clone()).region, expected, "{cells}");
    }
}

#[test]
fn garbled_cells_are_mended_or_told_and_kept() {
    use crate::checks::{Finding, check};
    let cells = json!({
        "title": "ä¸€ç§\u{8d}ç”µæ±\u{a0}", "abstract": "涓\u{e15f}枃", "单位": "武汉大学",
        "完成人": "it\u{92}s;锟斤拷", "登记日期": "2020-02-30", "有效期": "长期"
    });
    let record = read(cells.clone());
    assert_eq!((&*record.title, &*record.summary), ("一种电池", "中文"));
    assert_eq!(record.people[0].name, "it’s");
    assert_eq!(record.raw, cells, "the original is kept");
    let findings = check(&record, date("2025-01-01").unwrap());
    assert!(findings.contains(&Finding::Garbled));
    let unread = Finding::UnreadDate {
        column: "登记日期".to_owned(),
        text: "2020-02-30".to_owned(),
    };
    assert!(findings.contains(&unread), "{findings:?}");
    assert_eq!(record.dates.registered, None);
    let unread = findings.iter().filter(|it| it.as_str() == "unread-date");
    assert_eq!(unread.count(), 1, "长期 is no date, and none is meant");
}

#[test]
fn loose_contacts_are_parted() {
    let record = read(
        json!({"title": "甲", "联系方式": "联系人：张某 电话：027-00001111，邮箱: z@example.com"}),
    );
    let [contact] = &*record.contact else {
        panic!("one contact")
    };
    assert_eq!(contact.name, "张某");
    assert_eq!(contact.phones, ["027-00001111"]);
    assert_eq!(contact.emails, ["z@example.com"]);
}

#[test]
fn values_of_the_wrong_type_are_read_or_passed_over() {
    let record = read(json!({
        "title": ["甲", "乙"], "abstract": 5, "keywords": {"a": 1}, "institution": ["x", null, 3], "year": "二〇二〇",
        "price": [], "contact": [1, {"phone": 13_800_000_000_i64}], "dates": "2020", "patent": 7, "people": [{"name": 1}], "ipc": null, "sources": "x", "raw": 1
    }));
    assert_eq!(record.title, "甲");
    assert_eq!(record.title_alt, ["乙"]);
    assert_eq!(record.summary, "5");
    assert_eq!(record.institutions, ["x", "3"]);
    assert_eq!(record.contact[0].phones, ["13800000000"]);
    assert_eq!(record.price, None);
}

#[test]
fn hostile_cells_do_no_harm() {
    let nested = "<div>".repeat(200_000);
    let bomb = "&lol;".repeat(200_000);
    let open = "<!--".repeat(100_000) + &"<script>".repeat(50_000) + &"<p \"".repeat(50_000);
    let commas = "a;".repeat(9_000);
    let record = read(json!({
        "title": "甲\u{202E}\u{0}\u{7}乙\u{200B}\r\n丙", "body": nested, "摘要": bomb, "detail": open, "keywords": commas,
        "ipc": "A01B1/00 ".repeat(100_000), "region": "湖北".repeat(100_000), "stage": "中试".repeat(100_000),
        "price": "9".repeat(100_000), "date": "1".repeat(100_000), "industry": "、".repeat(9_000), "address": "湖".repeat(100_000)
    }));
    assert_eq!(record.title, "甲乙 丙");
    assert_eq!(record.keywords, ["a"]);
    assert_eq!(record.subjects.ipc, ["A01B1/00"]);
    let price = record.price.unwrap();
    assert_eq!((price.min, price.words), (None, "9".repeat(60) + "…"));
    assert_eq!(record.summary.len(), 1_000_000);
}

#[test]
fn our_own_export_comes_back_as_it_was() {
    let mut record = read(json!({
        "id": "1", "kind": "patent", "title": "甲", "publication_number": "CN101234567A", "price": "面议", "deadline": "2020-01-01",
        "contact": {"name": "张某"}, "stage": "小试", "body": "一\n二", "无人知": "\u{202E}"
    }));
    record.references.push(crate::record::Reference {
        id: "x".to_owned(),
        relation: "solves".to_owned(),
    });
    let exported = serde_json::to_value(&record).unwrap();
    assert_eq!(read(exported), record);
}

#[test]
fn an_edited_export_keeps_its_id_and_sources() {
    let mut exported = serde_json::to_value(read(json!({"id": "1", "title": "甲"}))).unwrap();
    exported["dates"] = json!({"published": "2012.05.31"});
    exported["region"] = json!("荆门");
    let record = read(exported);
    assert_eq!(record.id, "works:1");
    assert_eq!(record.dates.published, date("2012-05-31"));
    assert_eq!(record.region, "4208");
    assert_eq!(record.sources.len(), 2);
}

#[test]
fn dates_that_only_a_map_names_are_judged_as_it_reads_them() {
    use crate::checks::check;
    let column = |target, order| Column {
        targets: vec![target],
        order,
        ..Column::default()
    };
    let columns = [
        ("入库".to_owned(), column(Target::Registered, None)),
        (
            "发布日期".to_owned(),
            column(Target::Published, Some(Order::YearFirst)),
        ),
        ("有效期".to_owned(), column(Target::Summary, None)),
    ];
    let row = Row {
        cells: json!({"名称": "甲", "入库": "2020-02-30", "发布日期": "05-06-07", "有效期": "2020-02-31"})
            .as_object()
            .cloned()
            .unwrap(),
        mapping: Arc::new(Mapping::new(columns, Vec::new())),
        ..Row::default()
    };
    let context = Context {
        source: "s".to_owned(),
        kind: None,
        imported_at: String::new(),
    };
    let record = normalise(row, &context).unwrap();
    assert_eq!(record.dates.published, date("2005-06-07"));
    let findings = check(&record, date("2025-01-01").unwrap());
    let unread: Vec<String> = findings
        .into_iter()
        .filter(|it| it.as_str() == "unread-date")
        .map(|it| format!("{it:?}"))
        .collect();
    assert_eq!(
        unread,
        ["UnreadDate { column: \"入库\", text: \"2020-02-30\" }"]
    );
}

#[test]
fn dates_are_read_in_every_spelling() {
    use super::date::{Order, date as read};
    let cases = [
        ("2012-05-31", None, "2012-05-31"),
        ("2012.05.31", None, "2012-05-31"),
        ("2012/5/1", None, "2012-05-01"),
        ("2011年12月20日", None, "2011-12-20"),
        ("2011年12月", None, "2011-12"),
        ("2011年", None, "2011"),
        ("2011", None, "2011"),
        ("2012.5", None, "2012-05"),
        ("２０１２－０５－３１", None, "2012-05-31"),
        ("20200103", None, "2020-01-03"),
        ("202001", None, "2020-01"),
        ("2018-01-02 10:20:30", None, "2018-01-02"),
        ("2018-01-02T10:20:30Z", None, "2018-01-02"),
        ("31.05.2012", None, "2012-05-31"),
        ("04.05.2012", None, "2012-05-04"),
        ("07/08/2011", Some(Order::DayFirst), "2011-08-07"),
        ("07/08/2011", Some(Order::MonthFirst), "2011-07-08"),
        ("07/08/2011", None, "2011"),
        ("27/03/2009", None, "2009-03-27"),
        ("12/24/2018", None, "2018-12-24"),
        ("10 March 2015", None, "2015-03-10"),
        ("March 10, 2015", None, "2015-03-10"),
        ("10-Mar-2015", None, "2015-03-10"),
        ("43831", None, "2020-01-01"),
        ("43831.5", None, "2020-01-01"),
        ("1577808000000", None, "2020-01-01"),
        ("2012-2015", None, "2012"),
        ("2018-00-00", None, "2018"),
        ("2011年第3期", None, "2011"),
        ("2020-13-45", None, ""),
        ("0000-00-00", None, ""),
        ("2020-02-30", None, ""),
        ("二〇一二年五月三十一日", None, "2012-05-31"),
        ("一九九八年十二月", None, "1998-12"),
        ("2012年5月31号 上午", None, "2012-05-31"),
        ("公告日：2012.05.31", None, "2012-05-31"),
        ("May 2015", None, "2015-05"),
        ("31/02/2012", Some(Order::DayFirst), ""),
        ("98-03-01", None, "1998-03-01"),
        ("98.3.1", None, "1998-03-01"),
        ("49/12/31", None, "2049-12-31"),
        ("50-01-02", None, "1950-01-02"),
        ("98-03-01 10:20", None, "1998-03-01"),
        ("98年3月1日", None, "1998-03-01"),
        ("05年6月", None, "2005-06"),
        ("九八年三月", None, "1998-03"),
        ("'98", None, "1998"),
        ("’05", None, "2005"),
        ("98年", None, "1998"),
        ("01-MAR-05", None, "2005-03-01"),
        ("Mar 1, 98", None, "1998-03-01"),
        ("Mar-98", None, "1998-03"),
        ("Mar-05", None, ""),
        ("25/12/98", None, "1998-12-25"),
        ("03/01/98", None, "1998"),
        ("03/01/98", Some(Order::MonthFirst), "1998-03-01"),
        ("05-06-07", None, ""),
        ("05.06.07", None, ""),
        ("05-06-07", Some(Order::DayFirst), "2007-06-05"),
        ("05-06-07", Some(Order::YearFirst), "2005-06-07"),
        ("05/06/2018", Some(Order::YearFirst), "2018"),
        ("98-13-01", None, ""),
        ("98-03", None, "1998-03"),
        ("12:30:45", None, ""),
        ("980301", None, "1998-03-01"),
        ("430070", None, ""),
        ("98", None, ""),
        ("长期", None, ""),
        ("99999999999999999999", None, ""),
        ("", None, ""),
    ];
    for (text, order, expected) in cases {
        let found = read(text, order).map(|date| date.to_string());
        assert_eq!(found.unwrap_or_default(), expected, "{text}");
    }
}

#[test]
fn prices_are_read_in_whole_units() {
    use super::price::{Unit, price};
    let cases: &[(&str, Unit, Option<(Option<f64>, Option<f64>, &str, bool)>)] = &[
        ("1E+05", Unit::Yuan, Some((Some(1e5), Some(1e5), "", false))),
        ("1e308", Unit::Unknown, None),
        ("-5", Unit::Unknown, None),
        (
            "50-100万",
            Unit::Unknown,
            Some((Some(5e5), Some(1e6), "", false)),
        ),
        (
            " 10~\n50万 ",
            Unit::Unknown,
            Some((Some(1e5), Some(5e5), "", false)),
        ),
        (
            "50万-1亿元",
            Unit::Unknown,
            Some((Some(5e5), Some(1e8), "", false)),
        ),
        (
            "约50万元",
            Unit::Unknown,
            Some((Some(5e5), Some(5e5), "", false)),
        ),
        (
            "1.5亿元",
            Unit::Unknown,
            Some((Some(1.5e8), Some(1.5e8), "", false)),
        ),
        (
            "5000元",
            Unit::Unknown,
            Some((Some(5e3), Some(5e3), "", false)),
        ),
        ("50", Unit::Unknown, Some((Some(5e5), Some(5e5), "", false))),
        (
            "500000",
            Unit::Unknown,
            Some((Some(5e5), Some(5e5), "", false)),
        ),
        (
            "20000",
            Unit::TenThousand,
            Some((Some(2e8), Some(2e8), "", false)),
        ),
        (
            "200",
            Unit::Yuan,
            Some((Some(200.0), Some(200.0), "", false)),
        ),
        (
            "￥50,000",
            Unit::Unknown,
            Some((Some(5e4), Some(5e4), "", false)),
        ),
        (
            "$1.2 million",
            Unit::Unknown,
            Some((Some(1.2e6), Some(1.2e6), "USD", false)),
        ),
        (
            "USD 5000",
            Unit::TenThousand,
            Some((Some(5e3), Some(5e3), "USD", false)),
        ),
        (
            "10万美元",
            Unit::Unknown,
            Some((Some(1e5), Some(1e5), "USD", false)),
        ),
        (
            "100万元以上",
            Unit::Unknown,
            Some((Some(1e6), None, "", false)),
        ),
        (
            "不超过100万",
            Unit::Unknown,
            Some((None, Some(1e6), "", false)),
        ),
        ("面议", Unit::Unknown, Some((None, None, "", true))),
        (
            "50万元（面议）",
            Unit::Unknown,
            Some((Some(5e5), Some(5e5), "", true)),
        ),
        (
            "100-50万",
            Unit::Unknown,
            Some((Some(5e5), Some(1e6), "", false)),
        ),
        (
            "五十万元",
            Unit::Unknown,
            Some((Some(5e5), Some(5e5), "", false)),
        ),
        (
            "一千二百万",
            Unit::Unknown,
            Some((Some(1.2e7), Some(1.2e7), "", false)),
        ),
        (
            "50至100万元",
            Unit::Unknown,
            Some((Some(5e5), Some(1e6), "", false)),
        ),
        (
            "人民币50万元整",
            Unit::Unknown,
            Some((Some(5e5), Some(5e5), "", false)),
        ),
        (
            "2,000万元",
            Unit::Unknown,
            Some((Some(2e7), Some(2e7), "", false)),
        ),
        (
            "３０万元起",
            Unit::Unknown,
            Some((Some(3e5), None, "", false)),
        ),
        (
            "不高于80万",
            Unit::Unknown,
            Some((None, Some(8e5), "", false)),
        ),
        (
            "超过80万",
            Unit::Unknown,
            Some((Some(8e5), None, "", false)),
        ),
        (
            "HK$ 5,000",
            Unit::Yuan,
            Some((Some(5e3), Some(5e3), "HKD", false)),
        ),
        (
            "3千万",
            Unit::Unknown,
            Some((Some(3e7), Some(3e7), "", false)),
        ),
        (
            "2.5",
            Unit::HundredMillion,
            Some((Some(2.5e8), Some(2.5e8), "", false)),
        ),
        (
            "50k",
            Unit::Unknown,
            Some((Some(5e4), Some(5e4), "", false)),
        ),
        (
            "10 months",
            Unit::Yuan,
            Some((Some(10.0), Some(10.0), "", false)),
        ),
        ("几十万", Unit::Unknown, None),
        ("0", Unit::TenThousand, None),
        ("销售额的5%", Unit::Unknown, Some((None, None, "", false))),
        (
            "1/2",
            Unit::Unknown,
            Some((Some(1e4), Some(2e4), "", false)),
        ),
        ("-", Unit::Unknown, None),
        ("", Unit::Unknown, None),
        ("99999999999999999999999", Unit::Yuan, None),
    ];
    for &(text, unit, expected) in cases {
        let expected = expected.map(|(min, max, currency, negotiable)| Price {
            min,
            max,
            currency: currency.to_owned(),
            negotiable,
            words: String::new(),
        });
        let read = price(text, unit).map(|price| Price {
            words: String::new(),
            ..price
        });
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn a_price_keeps_what_it_is_for_in_the_words_of_the_source() {
    for (text, amounts, kept) in [
        ("500元/吨", (None, None), true),
        ("30万元/年", (None, None), true),
        ("10万/套", (None, None), true),
        ("每亩 800 元", (None, None), true),
        ("USD 5,000 per ton", (None, None), true),
        ("入门费20万+3%提成", (Some(2e5), None), true),
        ("销售额5%提成", (None, None), true),
        ("销售额的5%", (None, None), true),
        ("50万元（含培训）", (Some(5e5), Some(5e5)), true),
        ("50万/面议", (Some(5e5), Some(5e5)), false),
        ("50/100万元", (Some(5e5), Some(1e6)), false),
        ("约 50 万元人民币", (Some(5e5), Some(5e5)), false),
        ("至少50万元", (Some(5e5), None), false),
        ("about USD 2 million", (Some(2e6), Some(2e6)), false),
        ("二十到三十", (Some(2e5), Some(3e5)), false),
        ("二十到三十万", (Some(2e5), Some(3e5)), false),
    ] {
        let read = price::price(text, Unit::Unknown).unwrap();
        assert_eq!((read.min, read.max), amounts, "{text}");
        assert_eq!(read.words, if kept { text } else { "" }, "{text}");
    }
}

#[test]
fn what_stands_in_place_of_a_price_is_kept_as_it_stands() {
    for (text, words) in [
        ("abc", Some("abc")),
        ("免费", Some("免费")),
        ("几十万", Some("几十万")),
        ("-", None),
        ("0", None),
        ("无", None),
        ("N/A", None),
        ("", None),
    ] {
        let record = read(json!({"标题": "石墨烯", "价格": text}));
        let price = record.price.map(|price| (price.min, price.words));
        assert_eq!(price, words.map(|words| (None, words.to_owned())), "{text}");
    }
}

#[test]
fn numbers_compare_equal_in_all_spellings() {
    let cases = [
        ("CN 201710601862.3", "CN201710601862"),
        ("ZL201710601862.3", "CN201710601862"),
        ("201710601862.3", "CN201710601862"),
        ("CN201710601862", "CN201710601862"),
        ("2017106018623", "CN201710601862"),
        ("ZL 201610158350.X", "CN201610158350"),
        ("95115608.X", "CN95115608"),
        ("CN101234567A", "CN101234567A"),
        ("ＣＮ１０１２３４５６７Ａ", "CN101234567A"),
        ("US 9,474,634 B2", "US9474634B2"),
        ("US9474634B2", "US9474634B2"),
        ("US-9474634-B2", "US9474634B2"),
        ("us09474634b2", "US9474634B2"),
        ("US 2012/0123456 A1", "US20120123456A1"),
        ("US2012123456A1", "US20120123456A1"),
        ("USRE45678E1", "USRE45678E1"),
        ("USD0123456S1", "USD123456S1"),
        ("EP 1 234 567 B1", "EP1234567B1"),
        ("WO 2012/123456 A1", "WO2012123456A1"),
        ("10300/DELNP/2012", "IN10300DELNP2012"),
        ("锂电池", ""),
        ("12345", ""),
        ("CN", ""),
        ("US", ""),
        ("USB2", ""),
        ("HDMI2.1", ""),
        ("", ""),
    ];
    for (text, expected) in cases {
        let found = normalise_number(text).map(|number| number.to_string());
        assert_eq!(found.unwrap_or_default(), expected, "{text}");
    }
}

#[test]
fn a_row_that_lists_too_many_values_is_rejected_with_its_column() {
    let names = |number: usize| "甲乙；".repeat(number);
    let check = |cells: Value, column: Option<&str>| {
        let rejected = normalise(row(cells), &context()).err();
        let rejected = rejected.map(|it| (it.reason, it.column));
        let expected = column.map(|it| (RejectReason::TooManyValues, it.to_owned()));
        assert_eq!(rejected, expected);
    };
    let half = MAX_LISTED / 2;
    for column in [
        "完成人",
        "关键词",
        "单位",
        "IPC",
        "电话",
        "项目联系人/手机号",
    ] {
        check(json!({"题目": "甲", column: names(half)}), None);
        check(
            json!({"题目": "甲", column: names(MAX_LISTED)}),
            Some(column),
        );
    }
    let array = serde_json::to_string(&vec!["甲"; MAX_LISTED + 1]).unwrap();
    check(json!({"题目": "甲", "关键词": array}), Some("关键词"));
    // Several columns count together, in the order in which they are read.
    let both = json!({"题目": "甲", "完成人": names(half), "关键词": names(half)});
    assert!(normalise(row(both), &context()).is_err());
    // Prose has as many commas as it likes.
    check(
        json!({"题目": "甲", "摘要": "甲，".repeat(MAX_LISTED * 2)}),
        None,
    );
}

#[test]
fn claims_and_citations_have_as_many_commas_as_they_like() {
    let text = "1. 一种泵，包括壳体、叶轮, 轴".repeat(MAX_LISTED);
    for column in ["claims", "references", "literature", "profile"] {
        let read = read(json!({"kind": "patent", "title": "泵", column: text}));
        assert_eq!(read.title, "泵", "{column}");
    }
}

#[test]
fn lists_are_cut_where_the_source_means_it() {
    let cases: &[(fn(&str) -> Vec<String>, &str, &[&str])] = &[
        (
            list::keywords,
            "电池;负极；硅,碳，膜、板|管",
            &["电池", "负极", "硅", "碳", "膜", "板", "管"],
        ),
        (list::keywords, "锂电池 负极 硅", &["锂电池", "负极", "硅"]),
        (
            list::keywords,
            "lithium ion battery",
            &["lithium ion battery"],
        ),
        (
            list::keywords,
            "1,2-二氯乙烷,甲醇",
            &["1,2-二氯乙烷", "甲醇"],
        ),
        (list::keywords, "AC/DC", &["AC/DC"]),
        (list::people, "张三，李四、王五", &["张三", "李四", "王五"]),
        (
            list::people,
            "Smith, John; Doe, Jane",
            &["John Smith", "Jane Doe"],
        ),
        (list::people, "Smith, John", &["John Smith"]),
        (
            list::people,
            "John Smith, Jane Doe",
            &["John Smith", "Jane Doe"],
        ),
        (list::people, "张 三", &["张 三"]),
        (list::people, "张三李四王五", &["张三李四王五"]),
        (list::people, "张三、李四等", &["张三", "李四"]),
        (list::people, "何等", &["何等"]),
        (
            list::institutions,
            "武汉大学华中科技大学",
            &["武汉大学华中科技大学"],
        ),
        (
            list::institutions,
            "东湖新能源有限公司、江城市局",
            &["东湖新能源有限公司", "江城市局"],
        ),
        (
            list::people,
            "LEE SANG HO [KR]; KIM [KR]",
            &["LEE SANG HO", "KIM"],
        ),
        (
            list::institutions,
            "武汉大学、华中科技大学",
            &["武汉大学", "华中科技大学"],
        ),
        (
            list::institutions,
            "武汉大学 华中科技大学",
            &["武汉大学", "华中科技大学"],
        ),
        (
            list::institutions,
            "水利部、交通运输部南京水利科学研究院",
            &["水利部、交通运输部南京水利科学研究院"],
        ),
        (
            list::institutions,
            "Foo Co., Ltd.; Bar GmbH",
            &["Foo Co., Ltd.", "Bar GmbH"],
        ),
        (list::institutions, "甲公司 | 乙公司", &["甲公司", "乙公司"]),
        (
            list::names_with_commas,
            "农、林、牧、渔业;医药制造业",
            &["农、林、牧、渔业", "医药制造业"],
        ),
    ];
    for &(split, text, expected) in cases {
        assert_eq!(split(text), expected, "{text}");
    }
}

#[test]
fn markup_becomes_text() {
    let cases = [
        ("<p>一</p><p>二</p>", "一\n二"),
        ("一<br/>二<BR>三", "一\n二\n三"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("H<sub>2</sub>O", "H2O"),
        ("P<0.05, a < b, x<y", "P<0.05, a < b, x<y"),
        ("a<b and c>d", "a<b and c>d"),
        ("<a href=\"x>y\">link</a>", "link"),
        ("x<script>alert('<p>')</script>y", "xy"),
        ("x<STYLE>p{}</STYLE >y", "xy"),
        ("x<!-- <p> -->y", "xy"),
        ("&lt;p&gt;一&lt;/p&gt;", "一"),
        ("AT&T &amp; &#x4e2d;&#20013;&bogus;", "AT&T & 中中&bogus;"),
        ("&#xD800; &#0;x", "&#xD800; x"),
        (" 一\u{3000}\u{A0} 二\r\n\r\n三 ", "一 二\n三"),
        ("\u{FEFF}a\u{202E}b\u{200F}c\u{1B}[31m", "abc[31m"),
        ("N/A", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(text::paragraphs(text), expected, "{text}");
    }
}

#[test]
fn every_abstract_of_the_corpus_has_one_discipline() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/csl/dev.jsonl"
    );
    let path = std::env::var("QIAO_CSL").unwrap_or_else(|_| path.to_owned());
    let Ok(text) = std::fs::read_to_string(&path) else {
        let note = format!("skipped: {path} is absent\n");
        std::io::Write::write_all(&mut std::io::stderr(), note.as_bytes()).unwrap();
        return;
    };
    for line in text.lines() {
        let cells: Value = serde_json::from_str(line).unwrap();
        let record = read(cells.clone());
        assert_eq!(
            record.subjects.disciplines.len(),
            1,
            "{}",
            cells["discipline"]
        );
        assert_eq!(record.title, cells["title"].as_str().unwrap().trim());
        assert_eq!(
            record.keywords.len(),
            cells["keywords"].as_array().unwrap().len()
        );
    }
}

/// Any JSON value, with the characters that trip parsers.
fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~]{0,30}",
        "[<>&;/\"'a-p! -]{0,40}",
        "[0-9.,/年月日-]{0,12}",
        "[湖北省荆门市万元亿面议中试、；，|()（）CNUSZL0-9XB.]{0,16}",
        any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((any_header(), inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn any_header() -> impl Strategy<Value = String> {
    let known: Vec<String> = include_str!("../aliases.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(1))
        .map(str::to_owned)
        .collect();
    prop_oneof![8 => proptest::sample::select(known), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_row_is_read_or_rejected_and_its_record_comes_back(
        title in any_value(),
        entries in proptest::collection::vec((any_header(), any_value()), 0..12),
    ) {
        let mut cells: Map<String, Value> = entries.into_iter().collect();
        cells.insert("title".to_owned(), title);
        if let Ok(record) = normalise(row(Value::Object(cells)), &context()) {
            let mut exported = serde_json::to_value(&record).unwrap();
            prop_assert_eq!(&read(exported.clone()), &record);
            exported["raw"] = Value::Null;
            for c in exported.to_string().chars() {
                prop_assert!(!text::is_deceptive(c), "{:?} in {}", c, exported);
            }
        }
    }
}

#[test]
fn what_patents_say_beside_numbers_is_read_from_every_list() {
    let record = read(json!({
        "Publication Number": "US9900001B2", "Title": "Film", "Cites Patent Count": "2",
        "Cited by Patent Count": "1,003", "Simple Family Size": "4", "Document Type": "Granted Patent",
        "Earliest Priority Date": "2016-01-04", "US Classifications": "423/448;;428/1",
        "Simple Family Members": "US 9900001 B2;;EP 3500001 A1", "NPL Citations": "Doe, J. 2001",
        "CPC Classifications": "C01B32/182", "IPCR Classifications": "B32B9/00",
        "legal events": ["2019-11-27 AK states", "2020-01-01 PG25"]
    }));
    assert_eq!(record.subjects.ipc, ["B32B9/00"]);
    let patent = record.patent.unwrap();
    let counts = [
        patent.cites_count,
        patent.cited_by_count,
        patent.family_size,
    ];
    assert_eq!(counts, [Some(2), Some(1003), Some(4)]);
    assert_eq!(patent.document_type, "Granted Patent");
    assert_eq!(patent.earliest_priority, date("2016-01-04"));
    assert_eq!(patent.us_classes, ["423/448", "428/1"]);
    assert_eq!(patent.family_members, ["US 9900001 B2", "EP 3500001 A1"]);
    assert_eq!(patent.literature, ["Doe, J. 2001"]);
    assert_eq!(patent.cpc, ["C01B32/182"]);
    let events = patent.legal_events.iter().map(|event| &*event.code);
    assert_eq!(events.collect::<Vec<_>>(), ["AK", "PG25"]);
}

#[test]
fn two_languages_of_an_abstract_are_two_values() {
    let record = read(json!({
        "公开(公告)号": "CN109000001A", "标题": "导热膜", "标题(英文)": "Film",
        "摘要": "一种膜。", "摘要(译)(English)": "A film."
    }));
    assert_eq!((&*record.title, &*record.summary), ("导热膜", "一种膜。"));
    assert_eq!(
        (record.title_in("en"), record.summary_in("en")),
        ("Film", "A film.")
    );
    assert_eq!(
        (record.title_in("zh"), record.summary_in("zh")),
        ("导热膜", "一种膜。")
    );
    // Alone it is the abstract.
    let record = read(json!({"标题": "导热膜", "英文摘要": "A film."}));
    assert_eq!(
        (&*record.summary, record.translations.len()),
        ("A film.", 0)
    );
}

#[test]
fn a_qq_number_is_neither_a_name_nor_a_telephone() {
    let check = |cells: Value, name: &str, phones: &[&str], qq: &str| {
        let record = read(cells.clone());
        let [contact] = &*record.contact else {
            panic!("one contact: {cells} {:?}", record.contact)
        };
        assert_eq!((&*contact.name, &*contact.qq), (name, qq), "{cells}");
        assert_eq!(contact.phones, phones, "{cells}");
    };
    let phone = ["13800000001"];
    for cells in [
        json!({"title": "甲", "联系方式": "张三 13800000001 QQ：12345678"}),
        json!({"title": "甲", "联系方式": "张三 QQ12345678，13800000001"}),
        json!({"title": "甲", "联系人": "张三", "联系电话": "13800000001 QQ:12345678"}),
        json!({"title": "甲", "联系人": "张三", "联系电话": "13800000001", "QQ": "12345678"}),
        json!({"title": "甲", "联系人": "张三", "联系电话": "13800000001", "QQ号": "'12345678"}),
        json!({"title": "甲", "联系人": "张三（QQ：12345678）", "联系电话": "13800000001"}),
    ] {
        check(cells, "张三", &phone, "12345678");
    }
    let short = json!({"title": "甲", "联系方式": "张三 QQ：12345"});
    check(short, "张三", &[], "12345");
    let mail = json!({"title": "甲", "联系人": "张三", "邮箱": "12345678@qq.com"});
    check(mail, "张三", &[], "");
}

#[test]
fn a_bare_price_is_marked_as_inferred_and_one_with_a_unit_is_not() {
    let check = |cells: Value, max: f64, inferred: &[&str]| {
        let record = read(cells.clone());
        let price = record.price.and_then(|price| price.max);
        assert_eq!(
            (price, &*record.inferred),
            (
                Some(max),
                &inferred
                    .iter()
                    .map(|it| (*it).to_owned())
                    .collect::<Vec<_>>()[..]
            ),
            "{cells}"
        );
    };
    check(json!({"title": "甲", "价格": "50"}), 5e5, &["price"]);
    check(json!({"title": "甲", "价格": 20000}), 2e4, &["price"]);
    check(json!({"title": "甲", "价格": "50万元"}), 5e5, &[]);
    check(json!({"title": "甲", "价格（万元）": "50"}), 5e5, &[]);
    // Nobody counts foreign money in 万.
    check(
        json!({"title": "甲", "价格": "50", "currency": "USD"}),
        50.0,
        &[],
    );
}

#[test]
fn a_case_number_that_looks_like_a_publication_is_none() {
    let record = read(json!({
        "Case Number": "ARC-16892-1A", "Application SN": "13/929,646", "Title": "A quiet pump",
        "Patent Expiration Date": "",
    }));
    assert_eq!(record.id, "works:ARC-16892-1A");
    let patent = record.patent.unwrap();
    assert_eq!((&*patent.office, &*patent.publication_number), ("", ""));
}

#[test]
fn a_branch_of_an_office_outranks_a_number_that_looks_like_another_one_s() {
    let record = read(json!({
        "Patent Number": "300517", "Application Number": "201721011412", "Office": "MUMBAI",
        "Title of Invention": "A quiet pump", "Patentee Name": "Example Motors",
    }));
    assert_eq!(record.id, "patent:IN300517");
}

#[test]
fn the_employer_of_an_expert_and_the_owner_of_a_need_are_no_titles() {
    let expert = read(json!({"姓名": "王小桥", "机构名称": "江城大学", "职称": "教授"}));
    assert_eq!((expert.kind, &*expert.title), (Kind::Expert, "王小桥"));
    assert_eq!(expert.institutions, ["江城大学"]);
    let need = read(json!({"机构名称": "江城泵业公司", "需求名称": "低噪声水泵"}));
    assert_eq!((need.kind, &*need.title), (Kind::Need, "低噪声水泵"));
    assert_eq!(need.institutions, ["江城泵业公司"]);
    let post = read(json!({"name": "Jane Roe", "title": "Professor", "name_en": "Roe"}));
    assert_eq!((post.kind, &*post.title), (Kind::Expert, "Jane Roe"));
    assert_eq!(post.title_alt, ["Roe"]);
}
