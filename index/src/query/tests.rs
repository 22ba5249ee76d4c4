#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

use super::*;

/// The reading of a text that is complete.
fn read(text: &str) -> String {
    parse(text, false).query.to_string()
}

/// Texts and their readings; every reading must read as itself.
fn check(table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let query = parse(text, false).query;
        let found = query.to_string();
        if found != *expected {
            wrong.push(format!(
                "{text:?}\n  expected {expected:?}\n  found    {found:?}\n"
            ));
        }
        let again = parse(&found, false).query;
        if again != query {
            wrong.push(format!(
                "{text:?} reads as {query:?},\n  but {found:?} as {again:?}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.concat());
}

/// As [`check`], for texts whose last word is being typed.
fn check_typing(table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let found = parse(text, true).query.to_string();
        if found != *expected {
            wrong.push(format!(
                "{text:?}\n  expected {expected:?}\n  found    {found:?}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.concat());
}

fn word(text: &str) -> Query {
    test(Field::Any, Value::Word(text.to_owned()))
}

pub(super) fn test(field: Field, value: Value) -> Query {
    Query::Match { field, value }
}

fn range(field: Field, from: i64, to: i64) -> Query {
    test(
        field,
        Value::Range {
            from: Some(from),
            to: Some(to),
        },
    )
}

fn value(text: &str) -> Query {
    parse(text, false).query
}

fn bounds(text: &str) -> (Option<i64>, Option<i64>) {
    match value(text) {
        Query::Match {
            value: Value::Range { from, to },
            ..
        } => (from, to),
        other => panic!("{text} is {other:?}"),
    }
}

#[test]
fn words_side_by_side_must_all_match() {
    assert_eq!(
        value("石墨烯 电池"),
        Query::And(vec![word("石墨烯"), word("电池")])
    );
    check(&[
        ("", ""),
        ("   ", ""),
        ("石墨烯", "石墨烯"),
        ("石墨烯 电池", "石墨烯 电池"),
        ("石墨烯 AND 电池", "石墨烯 电池"),
        ("石墨烯 与 电池", "石墨烯 电池"),
        ("(石墨烯 电池) 废水", "石墨烯 电池 废水"),
        ("石墨烯\t电池\n废水", "石墨烯 电池 废水"),
        ("Li-ion battery", "Li-ion battery"),
        ("and or not near", "and or not near"),
        ("And Or Not NEAR", "And Or Not NEAR"),
    ]);
}

#[test]
fn or_binds_looser_than_and() {
    assert_eq!(
        value("a b OR c"),
        Query::Or(vec![Query::And(vec![word("a"), word("b")]), word("c")])
    );
    check(&[
        ("a OR b", "a OR b"),
        ("a 或 b", "a OR b"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("a (b OR c)", "a (b OR c)"),
        ("a(b OR c)d", "a (b OR c) d"),
        ("(a b) OR c", "a b OR c"),
        ("(a OR b) (c OR d)", "(a OR b) (c OR d)"),
        ("石墨烯或电池", "石墨烯或电池"),
        ("“学”与“术”之间", "\"学\" \"与\" \"术\" 之间"),
        ("“学” 与 “术”", "\"学\" \"术\""),
        ("\"a\"OR\"b\"", "\"a\" OR \"b\""),
        ("材料与工程", "材料与工程"),
        ("非晶 合金", "非晶 合金"),
        ("a,OR,b", "a \"OR\" b"),
        ("a OR.", "a \"OR\""),
    ]);
}

#[test]
fn not_is_a_word_or_a_dash_at_the_start() {
    assert_eq!(value("-a"), Query::Not(Box::new(word("a"))));
    check(&[
        ("a -b", "a -b"),
        ("a NOT b", "a -b"),
        ("a 非 b", "a -b"),
        ("a AND NOT b", "a -b"),
        ("NOT a", "-a"),
        ("NOT NOT a", "a"),
        ("NOT -a", "a"),
        ("-(a OR b)", "-(a OR b)"),
        ("-(a b)", "-(a b)"),
        ("-(-a)", "a"),
        ("(-a OR b)", "-a OR b"),
        ("a OR -b", "a OR -b"),
        ("NOT a OR b", "-a OR b"),
        ("-\"a b\"", "-\"a b\""),
        ("-org:武汉大学", "-org:武汉大学"),
        ("-ti:(a OR b)", "-ti:a,b"),
        ("石墨烯 －废水", "石墨烯 -废水"),
        ("RS-485", "RS-485"),
        ("a - b", "a b"),
        ("a -- b", "a b"),
        ("研究 --以大连为例", "研究 以大连为例"),
        ("聚乙烯(-)-b", "聚乙烯 b"),
    ]);
}

#[test]
fn quotes_hold_text_together() {
    assert_eq!(
        value("\"a  b\"~3"),
        test(
            Field::Any,
            Value::Phrase {
                text: "a b".to_owned(),
                slop: 3
            }
        )
    );
    check(&[
        ("\"石墨烯 电池\"", "\"石墨烯 电池\""),
        ("“石墨烯电池”", "\"石墨烯电池\""),
        ("“石墨烯\"", "\"石墨烯\""),
        ("\"a b\"~2 c", "\"a b\"~2 c"),
        ("\"a b\"～2", "\"a b\"~2"),
        ("\"a b\"~", "\"a b\""),
        ("\"a b\"~0", "\"a b\""),
        ("\"a b\"~99999999999", "\"a b\"~999"),
        ("\"AND\"", "\"AND\""),
        ("\"2018\"", "\"2018\""),
        ("\"H01M\"", "\"H01M\""),
        ("\"a*\"", "\"a*\""),
        ("\"org:a\"", "\"org:a\""),
        ("\"\"", ""),
        ("\"……\"", ""),
        ("基于“互联网+”的系统", "基于 \"互联网+\" 的系统"),
        ("a\"b\"c", "a \"b\" c"),
    ]);
}

#[test]
fn stars_and_question_marks_are_wildcards() {
    assert_eq!(
        value("lith*"),
        test(Field::Any, Value::Prefix("lith".to_owned()))
    );
    assert_eq!(
        value("l*th"),
        test(Field::Any, Value::Wildcard("l*th".to_owned()))
    );
    check(&[
        ("lith*", "lith*"),
        ("lith＊", "lith*"),
        ("石墨*", "石墨*"),
        ("lith**", "lith*"),
        ("l*h*", "l*h*"),
        ("wom?n", "wom?n"),
        ("石墨?", "石墨?"),
        ("石墨？", "石墨?"),
        ("AND*", "AND*"),
        ("2018*", "2018*"),
        ("*", ""),
        ("?", ""),
        ("*石墨", "石墨"),
        ("*communication", "*communication"),
        ("-*phone ti:*phone,*scope", "-*phone ti:*phone,*scope"),
        ("ipc:*phone..12,*scope", "ipc:*phone..12,*scope"),
        ("*ba **bold", "ba bold"),
        ("ti:石墨*", "ti:石墨*"),
        (
            "政权更替能根除日本政治的病灶吗？",
            "政权更替能根除日本政治的病灶吗",
        ),
        (
            "声誉溢价是否总是存在?——来自淘宝网",
            "声誉溢价是否总是存在 来自淘宝网",
        ),
        ("何处是客家?谢英俊的建筑", "何处是客家 谢英俊的建筑"),
        ("T2*图", "T2*图"),
    ]);
}

#[test]
fn words_can_be_near_each_other() {
    assert_eq!(
        value("ti:石墨 NEAR/5 \"a b\""),
        Query::Near {
            field: Field::Title,
            distance: 5,
            parts: vec![
                Value::Word("石墨".to_owned()),
                Value::Phrase {
                    text: "a b".to_owned(),
                    slop: 0
                }
            ],
        }
    );
    check(&[
        ("a NEAR/5 b", "a NEAR/5 b"),
        ("a NEAR/5 b c", "a NEAR/5 b c"),
        ("a NEAR/5 b NEAR/3 c", "a NEAR/5 b NEAR/5 c"),
        ("-(a NEAR/5 b)", "-(a NEAR/5 b)"),
        ("-a NEAR/5 b", "-(a NEAR/5 b)"),
        ("ti:(a NEAR/5 b)", "ti:a NEAR/5 b"),
        ("ti:a NEAR/5 ti:b", "ti:a NEAR/5 b"),
        ("ti:2018 NEAR/5 2019", "ti:2018 NEAR/5 2019"),
        ("a NEAR/0 b OR c", "a NEAR/0 b OR c"),
        // Nothing to be near: both must match.
        ("ti:a NEAR/5 ab:b", "ti:a ab:b"),
        ("a NEAR/5 (b c)", "a b c"),
        ("a NEAR/5 (b OR year:2018)", "a (b OR year:2018)"),
        ("a NEAR/ b", "a b"),
        ("a NEAR/5 -b", "a -b"),
        ("NEAR/5 a", "a"),
        ("a NEAR/5", "a"),
        ("a NEAR/5x", "a NEAR/5x"),
    ]);
}

#[test]
fn alternatives_near_a_word_are_each_near_it() {
    check(&[
        (
            "(wireless OR radio) NEAR/1 network",
            "wireless NEAR/1 network OR radio NEAR/1 network",
        ),
        (
            "a NEAR/5 (b OR \"c d\") e",
            "(a NEAR/5 b OR a NEAR/5 \"c d\") e",
        ),
        (
            "ti:(a OR b) NEAR/2 (c OR d)",
            "ti:a NEAR/2 c OR ti:a NEAR/2 d OR ti:b NEAR/2 c OR ti:b NEAR/2 d",
        ),
        ("ti:a,b NEAR/2 c", "ti:a NEAR/2 c OR ti:b NEAR/2 c"),
        ("-(a OR b) NEAR/2 c", "-(a NEAR/2 c OR b NEAR/2 c)"),
    ]);
    let many = "(a OR b OR c OR d OR e OR f)";
    let parsed = parse(&format!("{many} NEAR/1 {many}"), false);
    assert_eq!(parsed.problems.len(), 1, "36 rows are too many");
}

#[test]
fn every_name_of_every_field_is_known() {
    for row in FIELDS {
        let sample = match row.field {
            Field::Has => "phone",
            Field::Is => "dead",
            Field::Trl => "5",
            field if field.is_range() => "2018",
            _ => "石墨",
        };
        for name in row.all() {
            for colon in [":", "：", ": "] {
                for name in [name.to_owned(), name.to_uppercase()] {
                    let parsed = parse(&format!("{name}{colon}{sample}"), false);
                    let found = match &parsed.query {
                        Query::Match { field, .. } => *field,
                        other => panic!("{name}{colon}{sample} is {other:?}"),
                    };
                    assert_eq!(found, row.field, "{name}");
                    assert_eq!(parsed.problems, [], "{name}");
                }
            }
        }
        assert!(read(&format!("{}:{sample}", row.long)).starts_with(&format!("{}:", row.short)));
    }
}

#[test]
fn names_of_fields_are_unique() {
    let further = |row: &FieldNames| row.chinese.iter().chain(row.others).copied();
    let mut names: Vec<&str> = FIELDS.iter().flat_map(further).collect();
    names.extend(FIELDS.iter().map(|row| row.short));
    names.extend(
        FIELDS
            .iter()
            .filter(|row| row.long != row.short)
            .map(|row| row.long),
    );
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn values_of_fields() {
    check(&[
        ("org:武汉大学", "org:武汉大学"),
        ("单位：武汉大学 石墨烯", "org:武汉大学 石墨烯"),
        ("org:\"武汉 大学\"", "org:\"武汉 大学\""),
        ("org:“武汉 大学”", "org:\"武汉 大学\""),
        ("ti:\"a b\"~2", "ti:\"a b\"~2"),
        ("org:武汉大学,华中科技大学", "org:武汉大学,华中科技大学"),
        (
            "org:武汉大学，华中科技大学 石墨烯",
            "org:武汉大学,华中科技大学 石墨烯",
        ),
        ("org:武汉大学、华中科技大学", "org:武汉大学,华中科技大学"),
        ("org:a, b", "org:a b"),
        ("org:\"a b\",c", "org:\"a b\",c"),
        ("org:(a OR b)", "org:a,b"),
        ("org:(a b)", "org:a org:b"),
        ("org:(a -b)", "org:a -org:b"),
        ("org:(a OR b) c", "org:a,b c"),
        ("ti:(a org:b)", "ti:a org:b"),
        ("ti:(a ab:(b OR c) d)", "ti:a ab:b,c ti:d"),
        ("ti:a OR ab:b", "ti:a OR ab:b"),
        ("ti:a OR ti:b", "ti:a,b"),
        ("a (ti:b OR ab:c)", "a (ti:b OR ab:c)"),
        ("ti:2018", "ti:2018"),
        ("ti:H01M", "ti:H01M"),
        ("ti:AND", "ti:\"AND\""),
        ("ti:1,2-二氯乙烷", "ti:1,2-二氯乙烷"),
        ("ti:(1,2-二氯乙烷)", "ti:1,2-二氯乙烷"),
        ("ti:(a1 OR 2b)", "ti:a1 OR ti:2b"),
        ("dis:140,150", "dis:140,150"),
        ("ti:《石墨烯》", "ti:石墨烯"),
        ("city:湖北 st:pilot", "city:湖北 st:pilot"),
        ("has:phone", "has:phone"),
        ("HAS:Phone", "has:phone"),
        ("has:phone,email", "has:phone,email"),
        ("-is:dead", "-is:dead"),
        ("ti:org:a", "ti:org a"),
    ]);
}

#[test]
fn years_and_levels() {
    assert_eq!(value("year:2018..2020"), range(Field::Year, 2018, 2020));
    check(&[
        ("year:2018", "year:2018"),
        ("年份：2018", "year:2018"),
        ("year:2018年", "year:2018"),
        ("year:2018..2020", "year:2018..2020"),
        ("year:[2018 TO 2020]", "year:2018..2020"),
        ("year:［2018 TO 2020］", "year:2018..2020"),
        ("year:[* TO 2020]", "year:..2020"),
        ("year:[2018 TO *]", "year:2018.."),
        ("year:2018-2020", "year:2018..2020"),
        ("year:2018～2020", "year:2018..2020"),
        ("year:2018至2020", "year:2018..2020"),
        ("year:2018..", "year:2018.."),
        ("year:..2020", "year:..2020"),
        ("year>=2018", "year:2018.."),
        ("year>2018", "year:2019.."),
        ("year<=2018", "year:..2018"),
        ("year<2018", "year:..2017"),
        ("year＞2018", "year:2019.."),
        ("年份≥2018", "year:2018.."),
        ("year:>=2018", "year:2018.."),
        ("year=2018", "year:2018"),
        ("year>=\"2018\"", "year:2018.."),
        ("year＝2018", "year:2018"),
        ("year:2018,2020", "year:2018,2020"),
        ("year:2018，2020..2022", "year:2018,2020..2022"),
        ("year:(2018 OR 2020)", "year:2018,2020"),
        ("year:\"2018\"", "year:2018"),
        ("year:201*", "year:2010..2019"),
        ("year:*", "year:.."),
        ("trl:6", "trl:6"),
        ("trl:TRL6", "trl:6"),
        ("trl:6..7", "trl:6..7"),
        ("trl>=6", "trl:6.."),
        ("trl<6", "trl:..5"),
    ]);
}

#[test]
fn prices_are_in_wan_unless_they_say_otherwise() {
    let million = 1_000_000;
    assert_eq!(
        value("price:50..100"),
        range(Field::Price, million / 2, million)
    );
    assert_eq!(
        value("price:50万..1亿"),
        range(Field::Price, million / 2, 100 * million)
    );
    assert_eq!(value("price:5000元"), range(Field::Price, 5000, 5000));
    assert_eq!(bounds("price<100万元"), (None, Some(million - 1)));
    assert_eq!(bounds("price>100万元"), (Some(million + 1), None));
    assert_eq!(bounds("price<=100"), (None, Some(million)));
    check(&[
        ("price:50..100", "price:50万..100万"),
        ("价格：50万元..1亿元", "price:50万..1亿"),
        ("price:1.5亿", "price:15000万"),
        ("price:0.5", "price:5000元"),
        ("price:12.34万", "price:12.34万"),
        ("price:12.3456万", "price:123456元"),
        ("price:3百万元", "price:300万"),
        ("price:2千万", "price:2000万"),
        ("price<100万元", "price<100万"),
        ("price＜100万元", "price<100万"),
        ("price<1亿", "price<1亿"),
        ("price>100万元", "price>100万"),
        ("price>100", "price>100万"),
        ("price>=100", "price:100万.."),
        ("price:50,60", "price:50万,60万"),
        ("price:[50 TO 100]", "price:50万..100万"),
        ("price:0", "price:0元"),
        ("预算>100", "budget>100万"),
        ("budget:50..100", "budget:50万..100万"),
        ("预算：10万..5亿", "budget:10万..5亿"),
    ]);
}

#[test]
fn dates_hold_the_vague_ones() {
    assert_eq!(
        value("filed:2018"),
        range(Field::Filed, 2018_0000, 2018_9999)
    );
    assert_eq!(
        value("filed:2018-05"),
        range(Field::Filed, 2018_0500, 2018_0599)
    );
    assert_eq!(
        value("filed:2018-05-03"),
        range(Field::Filed, 2018_0503, 2018_0503)
    );
    assert_eq!(bounds("filed>2018"), (Some(2019_0000), None));
    assert_eq!(bounds("filed>2018-05"), (Some(2018_0600), None));
    assert_eq!(bounds("filed>2018-12"), (Some(2019_0000), None));
    assert_eq!(bounds("filed>2018-05-31"), (Some(2018_0600), None));
    assert_eq!(bounds("filed>2018-12-31"), (Some(2019_0000), None));
    assert_eq!(bounds("filed<2018"), (None, Some(2017_9999)));
    assert_eq!(bounds("filed<2018-01"), (None, Some(2017_9999)));
    assert_eq!(bounds("filed<2018-05"), (None, Some(2018_0499)));
    assert_eq!(bounds("filed<2018-05-01"), (None, Some(2018_0499)));
    assert_eq!(bounds("filed<2018-05-03"), (None, Some(2018_0502)));
    assert_eq!(
        bounds("filed:2018-05..2019"),
        (Some(2018_0500), Some(2019_9999))
    );
    check(&[
        ("filed:2018", "filed:2018"),
        ("申请日：2018年5月3日", "filed:2018-05-03"),
        ("公开日:2018年5月", "published:2018-05"),
        ("授权日:2018/5/3", "granted:2018-05-03"),
        ("granted:2018.5.3", "granted:2018-05-03"),
        ("granted:20180503", "granted:2018-05-03"),
        ("filed:24.06.2010", "filed:2010-06-24"),
        ("filed:2010/06/24", "filed:2010-06-24"),
        ("24.06.2010", "published:2010-06-24"),
        ("filed:1.1.2010..24.06.2010", "filed:2010-01-01..2010-06-24"),
        ("有效期:2026-05", "expires:2026-05"),
        ("filed:2018-05..2019-02-28", "filed:2018-05..2019-02-28"),
        ("filed:[2018-05 TO 2019]", "filed:2018-05..2019"),
        ("filed:2018..2018-05", "filed:2018..2018-05"),
        ("filed>2018-05", "filed:2018-06.."),
        ("filed<2018-05-01", "filed:..2018-04"),
        ("filed:2018~2019", "filed:2018..2019"),
        ("filed:2018,2019-05", "filed:2018,2019-05"),
        ("added:7d", "added:7d"),
        ("added:2w", "added:14d"),
        ("入库：3天", "added:3d"),
        ("changed:1个月", "changed:30d"),
        ("changed:1Y", "changed:365d"),
        ("变更:2026-11", "changed:2026-11"),
        ("added>=2026-11-01", "added:2026-11-01.."),
        ("added:2018年", "added:2018"),
        ("expires:7d", "7d"),
        ("added:7x", "7x"),
    ]);
}

#[test]
fn numbers_are_recognised() {
    let number = |text: &str| test(Field::Number, Value::Word(text.to_owned()));
    assert_eq!(value("CN201710601862.3"), number("CN2017106018623"));
    assert_eq!(value("US 9,833,479 B2"), number("US9833479B2"));
    check(&[
        ("CN201710601862.3", "num:CN2017106018623"),
        ("ＣＮ２０１７１０６０１８６２．３", "num:CN2017106018623"),
        ("cn201710601862.3", "num:CN2017106018623"),
        ("CN 201710601862.3", "num:CN2017106018623"),
        ("ZL201710601862.3", "num:CN2017106018623"),
        ("ZL 2017 1 0601862.3", "num:CN2017106018623"),
        ("ZL201710601862.X", "num:CN201710601862X"),
        ("201710601862.3", "num:2017106018623"),
        ("2017106018623", "num:2017106018623"),
        ("CN109999999A", "num:CN109999999A"),
        ("CN 109999999 A", "num:CN109999999A"),
        ("CN109999999A 石墨烯", "num:CN109999999A 石墨烯"),
        ("US9474634B2", "num:US9474634B2"),
        ("US-9474634-B2", "num:US9474634B2"),
        ("US 2016/0123456 A1", "num:US20160123456A1"),
        ("石墨烯 US 9,833,479 B2 电池", "石墨烯 num:US9833479B2 电池"),
        ("(US 9,833,479 B2)", "num:US9833479B2"),
        ("EP1234567A1", "num:EP1234567A1"),
        ("(US) 9,833,479 B2", "num:US9833479B2"),
        ("（ＣＮ）101234567(A) 阀门", "num:CN101234567A 阀门"),
        ("CN101234567（A）", "num:CN101234567A"),
        ("(US OR EP) 阀门", "(US OR EP) 阀门"),
        ("(US) 阀门", "US 阀门"),
        ("EP 1 234 567 A1", "num:EP1234567A1"),
        ("WO2019/123456", "num:WO2019123456"),
        ("WO 2019/123456 A1", "num:WO2019123456A1"),
        ("PCT/CN2019/123456", "num:PCTCN2019123456"),
        ("JP2010-123456A", "num:JP2010123456A"),
        ("CN201710601862.3。", "num:CN2017106018623"),
        ("-US9474634B2", "-num:US9474634B2"),
        ("num:US 9,833,479 B2", "num:US9833479B2"),
        ("num:CN2017*", "num:CN2017*"),
        ("CN201710*", "num:CN201710*"),
        ("num:ZL201710601862.3", "num:CN2017106018623"),
        (
            "num:EP1234567A1,US9474634B2",
            "num:EP1234567A1 OR num:US9474634B2",
        ),
        ("号码：鄂科鉴字2018", "num:鄂科鉴字2018"),
        ("\"CN201710601862.3\"", "\"CN201710601862.3\""),
        // What only looks a little like one.
        ("US 2018", "US year:2018"),
        ("CN 石墨烯", "CN 石墨烯"),
        ("IN 201712 345", "IN 201712 345"),
        ("Using 1,3 from 100", "Using 1,3 from 100"),
        ("GB/T 37114 InAsS4 2", "GB/T 37114 InAsS4 2"),
        ("US9474634B2型", "US9474634B2型"),
        ("13800001234", "13800001234"),
        ("C60 5G 3.5mm COVID-19", "C60 5G 3.5mm COVID-19"),
        ("US9474634 A system", "num:US9474634 AND A system"),
        ("US (9474634)", "US AND 9474634"),
        ("num:US (9474634)", "num:US AND 9474634"),
    ]);
}

#[test]
fn classes_are_recognised() {
    check(&[
        ("H01M", "ipc:H01M"),
        ("H01M10", "ipc:H01M10"),
        ("H01M10/0525", "ipc:H01M10/0525"),
        ("H01M 10/0525", "ipc:H01M10/0525"),
        ("H01M 电池", "ipc:H01M 电池"),
        ("H01M*", "ipc:H01M*"),
        ("ipc:h01m10/0525", "ipc:H01M10/0525"),
        ("分类:H01M 10/0525", "ipc:H01M10/0525"),
        ("ipc:H01M,C08G", "ipc:H01M,C08G"),
        ("ipc:H", "ipc:H"),
        ("ipc:H01", "ipc:H01"),
        ("(H01M) 10/05", "ipc:H01M AND 10/05"),
        ("ipc:A61K39/2*", "ipc:A61K39/2*"),
        ("ipc:A61K-39/215", "ipc:A61K39/215"),
        ("ipc:a61k0039/215", "ipc:A61K39/215"),
        ("ipc:A61K 039/215", "ipc:A61K39/215"),
        ("h01m", "h01m"),
        ("C60", "C60"),
        ("C14H10", "C14H10"),
        ("C14H10N2", "C14H10N2"),
        ("H01M型", "H01M型"),
        ("K01M", "K01M"),
        ("A123B", "A123B"),
    ]);
}

#[test]
fn years_and_dates_are_recognised_alone() {
    check(&[
        ("2018", "year:2018"),
        ("２０１８", "year:2018"),
        ("2018年", "year:2018"),
        ("石墨烯 2018", "石墨烯 year:2018"),
        ("-2018", "-year:2018"),
        ("2018..2020", "year:2018..2020"),
        ("1899 2100", "1899 2100"),
        ("2000 kW", "\"2000\" kW"),
        ("2018-05-03", "published:2018-05-03"),
        ("2018/5/3", "published:2018-05-03"),
        ("2018.5", "published:2018-05"),
        ("2018-05", "published:2018-05"),
        ("2018年5月", "published:2018-05"),
        ("2018年5月3日", "published:2018-05-03"),
        ("\"2018年5月\"", "\"2018年5月\""),
        ("2018年度计划", "2018年度计划"),
        ("2018-2020", "2018-2020"),
        ("2018/5", "2018/5"),
        ("2018-13", "2018-13"),
        ("2018-02-30", "2018-02-30"),
        ("20180503", "20180503"),
        ("in 2018.", "in year:2018"),
        ("石墨烯,2018,电池", "石墨烯 year:2018 电池"),
        ("2004:新闻照片", "\"2004\" 新闻照片"),
        ("持续阴雨——2009年2月", "持续阴雨 \"2009年2月\""),
        ("暴雨--2003年3月", "暴雨 \"2003年3月\""),
    ]);
}

#[test]
fn running_text_loses_nothing() {
    check(&[
        (
            "基于STM32的RS-485通信系统设计(一):硬件 AND 软件",
            "基于STM32的RS-485通信系统设计 一 硬件 软件",
        ),
        (
            "基于STM32的RS-485通信系统设计（一）：硬件",
            "基于STM32的RS-485通信系统设计 一 硬件",
        ),
        ("3-羟基-1,2-二氯乙烷", "3-羟基-1,2-二氯乙烷"),
        ("1,2-二氯乙烷，3-羟基", "1,2-二氯乙烷 3-羟基"),
        ("a,b;c、d；e，f", "a b c d e f"),
        ("聚(3-己基噻吩)/TiO2", "聚 3-己基噻吩 TiO2"),
        ("《石墨烯》【电池】", "石墨烯 电池"),
        ("方法：石墨烯", "方法 石墨烯"),
        ("http://example.com/a", "http example.com/a"),
        ("12:30 开会", "12:30 开会"),
        ("pH>7 x<5", "pH>7 x<5"),
        ("互联网+ C++ 50%", "互联网+ C++ 50%"),
        ("a + b = c", "a b c"),
        ("End. Next, more!", "End Next more"),
        ("R&D and/or B2B", "R&D and/or B2B"),
        ("1) 石墨 2) 电池", "1 石墨 2 电池"),
        ("[VO(C14H10N2O2](μ-O)的合成", "VO C14H10N2O2 μ-O 的合成"),
        ("对肯定动词*ba-～*bi-和", "对肯定动词*ba-~*bi-和"),
        ("5～10℃", "5~10℃"),
    ]);
    for (text, problems) in [
        ("方法：石墨烯", 1),
        ("关于石墨烯防腐涂层：综述", 0),
        ("first_name:wang", 1),
        ("http://example.com", 0),
        ("12:30", 0),
        ("Graphene: a review", 0),
        ("设计(一):硬件", 0),
        ("foo:bar", 1),
    ] {
        assert_eq!(parse(text, false).problems.len(), problems, "{text}");
    }
}

#[test]
fn half_typed_queries_are_read_as_well_as_can_be() {
    check_typing(&[
        ("", ""),
        ("lith", "lith*"),
        ("石墨烯 lith", "石墨烯 lith*"),
        ("lith ", "lith"),
        ("lith,", "lith"),
        ("RS-", "RS*"),
        ("(石墨", "石墨*"),
        ("(石墨)", "石墨"),
        ("\"石墨", "\"石墨\""),
        ("\"石墨\"", "\"石墨\""),
        ("-废", "-废*"),
        ("org:武", "org:武*"),
        ("org:a,武", "org:a,武*"),
        ("org:", ""),
        ("石墨 org:", "石墨"),
        ("year:20", "year:2000..2099"),
        ("year:201", "year:2010..2019"),
        ("year:2018..20", "year:2018..2099"),
        ("filed:2018-", "filed:2018"),
        ("filed:2018-0", "filed:2018"),
        ("year:2018", "year:2018"),
        ("year:[2018 TO", "year:2018.."),
        ("has:p", "has:phone,patent,price"),
        ("has:ph", "has:phone"),
        ("a OR", "a"),
        ("a OR b", "a OR b*"),
        ("a AND", "a"),
        ("a 与", "a"),
        ("a NOT", "a"),
        ("-", ""),
        ("a -", "a"),
        ("a NEAR/", "a"),
        ("a NEAR/5", "a"),
        ("a NEAR/5 b", "a NEAR/5 b"),
        ("NEAR/", ""),
        ("2018", "year:2018"),
        ("201", "201*"),
        ("CN20171060", "num:CN20171060*"),
        ("H01M", "ipc:H01M*"),
        ("lith*", "lith*"),
        ("l*h", "l*h"),
    ]);
}

#[test]
fn problems_have_places() {
    use ProblemKind::{
        BadValue, EmptyField, LooseOperator, OpenBracket, OpenQuote, RangeBackwards, UnknownField,
    };
    let unknown = |name: &str| UnknownField(name.to_owned());
    let bad = |value: &str| BadValue(value.to_owned());
    let table = [
        ("(石墨", vec![("(", OpenBracket)]),
        ("石墨）烯", vec![("）", OpenBracket)]),
        ("a “石墨", vec![("“", OpenQuote)]),
        ("石墨 org：", vec![("org：", EmptyField("org:".to_owned()))]),
        ("石墨 OR", vec![("OR", LooseOperator)]),
        ("OR 石墨", vec![("OR", LooseOperator)]),
        ("或", vec![("或", LooseOperator)]),
        ("AND 石墨", vec![("AND", LooseOperator)]),
        ("a AND AND b", vec![("AND", LooseOperator)]),
        ("石墨 NOT", vec![("NOT", LooseOperator)]),
        ("石墨 －", vec![("－", LooseOperator)]),
        ("a NEAR/", vec![("NEAR/", LooseOperator)]),
        ("NEAR/5 a", vec![("NEAR/5", LooseOperator)]),
        ("a NEAR/5 (b c)", vec![("NEAR/5", LooseOperator)]),
        (
            "石墨 like：",
            vec![("like：", EmptyField("like:".to_owned()))],
        ),
        ("石墨 titel：a", vec![("titel：", unknown("titel"))]),
        (
            "石墨 论文题名：a",
            vec![("论文题名：", unknown("论文题名"))],
        ),
        ("年份:2020..2018", vec![("2020..2018", RangeBackwards)]),
        (
            "year:[2020 TO 2018]",
            vec![("[2020 TO 2018]", RangeBackwards)],
        ),
        ("price:1亿..50万", vec![("1亿..50万", RangeBackwards)]),
        ("年份:abc", vec![("abc", bad("abc"))]),
        ("year:20", vec![("20", bad("20"))]),
        ("trl:10", vec![("10", bad("10"))]),
        ("filed:2018-13", vec![("2018-13", bad("2018-13"))]),
        ("has:fax", vec![("fax", bad("fax"))]),
        (
            "year:[2018 2020",
            vec![("[", OpenBracket), ("[2018 2020", bad("2018 2020"))],
        ),
    ];
    for (text, expected) in table {
        let found: Vec<_> = parse(text, false).problems;
        let found: Vec<_> = found
            .iter()
            .map(|problem| {
                (
                    text.get(problem.range.clone()).unwrap(),
                    problem.what.clone(),
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_text() {
    check(&[
        ("year:abc", "abc"),
        ("titel:石墨", "titel 石墨"),
        ("year:2020..2018", "year:2018..2020"),
        ("filed:2019..2018-05", "filed:2018-05..2019"),
        ("trl:10", "10"),
        ("trl>9", "9"),
        ("year:20", "20"),
        ("year:H01M", "\"H01M\""),
        ("year:a*b", "\"a*b\""),
        ("year:year>5", "\"year>5\""),
        ("has:fax", "fax"),
        ("is:\"very dead\"", "\"very dead\""),
        ("year:\"AND\"", "\"AND\""),
        ("ti>5", "ti>5"),
    ]);
}

#[test]
fn deep_brackets_are_read_over() {
    let deep = 100_000;
    let text = format!("{}a OR b{} c", "(".repeat(deep), ")".repeat(deep));
    let parsed = parse(&text, false);
    assert_eq!(parsed.query.to_string(), "(a OR b) c");
    assert_eq!(parsed.problems, []);
    assert_eq!(read(&"-(".repeat(deep)), "");
    assert!(read(&format!("{}a", "ti:(".repeat(deep))).ends_with("ti:a"));
    assert_eq!(read(&format!("{}a", "NOT ".repeat(deep + 1))), "-a");
}

#[test]
fn clauses_are_the_parts_that_must_match() {
    let clauses = |text: &str| -> Vec<String> {
        let query = value(text);
        query.clauses().iter().map(ToString::to_string).collect()
    };
    assert_eq!(clauses(""), Vec::<String>::new());
    assert_eq!(clauses("a"), ["a"]);
    assert_eq!(clauses("a OR b"), ["a OR b"]);
    assert_eq!(
        clauses("a -b org:c,d 2018"),
        ["a", "-b", "org:c,d", "year:2018"]
    );
}

#[test]
fn positive_words_are_those_that_may_match() {
    let positive = |text: &str| -> Vec<String> {
        let query = value(text);
        let found = query.positive().into_iter();
        found
            .map(|(field, value)| test(field, value.clone()).to_string())
            .collect()
    };
    assert_eq!(
        positive("a (ti:b* OR c?d) -e -(f OR g) \"h i\" j NEAR/3 k year:2018 has:phone"),
        ["a", "ti:b*", "c?d", "\"h i\"", "j", "k"]
    );
    assert_eq!(positive(""), Vec::<String>::new());
}

#[test]
fn long_texts_are_read_as_well() {
    for piece in [
        "1,",
        "year:[",
        "\"",
        "a:",
        "-",
        "US 1 ",
        "year>",
        "trl:(1,",
        "ti:",
        "201710601862x1,",
        "NEAR/1,",
        "US-",
        "org:a,US ",
        "a OR -b ",
    ] {
        let text = piece.repeat(10_000);
        let parsed = parse(&text, false);
        let written = parsed.query.to_string();
        assert_eq!(parse(&written, false).query, parsed.query, "{piece}");
    }
}

#[test]
fn an_exclusion_behind_an_or_holds_for_the_whole_query() {
    let both = Query::Or(vec![word("a"), word("b")]);
    assert_eq!(
        value("a OR b -c"),
        Query::And(vec![both, Query::Not(Box::new(word("c")))])
    );
    check(&[
        ("a OR b -c", "(a OR b) -c"),
        ("a 或 b 非 c", "(a OR b) -c"),
        ("a OR b NOT c", "(a OR b) -c"),
        ("a OR b c -d", "(a OR b c) -d"),
        ("a OR b -c OR d", "(a OR b OR d) -c"),
        ("a OR b -c -d", "(a OR b) -c -d"),
        ("a OR b -(c OR d)", "(a OR b) -(c OR d)"),
        ("(a OR b -c) d", "(a OR b) -c d"),
        ("ti:(a OR b -c)", "ti:a,b -ti:c"),
        ("a OR (b -c)", "a OR (b -c)"),
        ("a OR (-b -c)", "a OR (-b -c)"),
        // What stands before an OR, or is joined by AND, belongs to its own side.
        ("a -b OR c", "a -b OR c"),
        ("a OR b AND NOT c", "a OR (b -c)"),
        ("a OR -b c", "a OR -b c"),
    ]);
}

#[test]
fn operators_of_other_systems_are_understood() {
    check(&[
        ("a W/3 b", "a NEAR/3 b"),
        ("a NEAR3 b", "a NEAR/3 b"),
        ("a ADJ b", "\"a b\""),
        ("a ADJ3 b", "\"a b\"~3"),
        ("ti:a ADJ/2 b", "ti:\"a b\"~2"),
        ("a ADJ2 b ADJ2 c", "\"a b c\"~2"),
        ("(a OR b) ADJ1 c", "\"a c\"~1 OR \"b c\"~1"),
        ("a ADJ2 b W/4 c", "a NEAR/4 b NEAR/4 c"),
        ("ti:石墨 ADJ2 ab:涂层", "ti:石墨 ab:涂层"),
        ("W/O W/3x ADJX", "W/O W/3x ADJX"),
        ("TI=电池 AND PA=武汉大学", "ti:电池 org:武汉大学"),
    ]);
}

#[test]
fn names_that_people_type_are_fields() {
    check(&[
        ("标题:石墨烯", "ti:石墨烯"),
        ("申请号：CN201710601862.3", "num:CN2017106018623"),
        ("公开号:CN109999999A", "num:CN109999999A"),
        (
            "权利人:武汉大学 申请人:武汉大学",
            "org:武汉大学 org:武汉大学",
        ),
        ("城市:武汉 省份:湖北", "city:武汉 city:湖北"),
        ("职称:教授", "post:教授"),
        ("pa:武汉大学 inv:王", "org:武汉大学 in:王"),
        ("pd:2018 pr:2017-03", "published:2018 priority:2017-03"),
        (
            "pr:US62500001 优先权:201762500001",
            "num:US62500001 num:201762500001",
        ),
        ("office:US jurisdiction:EP", "office:US office:EP"),
        (
            "type:grant kind-code:B2 kind_code:A",
            "type:grant kindcode:B2 kindcode:A",
        ),
    ]);
}

#[test]
fn numbers_are_read_as_the_offices_of_japan_and_korea_write_them() {
    check(&[
        ("特開2010-123456", "num:特開2010-123456"),
        (
            "特开２０１０－１２３４５６ 电池",
            "num:特開2010-123456 电池",
        ),
        (
            "特願平5-12345 OR 昭60-12345",
            "num:特願平5-12345 OR num:昭60-12345",
        ),
        ("特許第5,123,456号", "num:特許5123456"),
        ("特許 5123456", "num:特許5123456"),
        ("特許 AND 5123456", "特許 AND 5123456"),
        ("\"特開2010-123456\"", "\"特開2010-123456\""),
        ("特許制度 2010-123456", "特許制度 2010-123456"),
        ("10-2010-0123456", "num:KR1020100123456"),
        ("특허 제10-1234567호", "num:KR101234567"),
        ("특허 10", "특허 AND 10"),
    ]);
}

#[test]
fn a_long_span_is_read_as_it_is_written() {
    check(&[("filed:479年", "filed:174835d")]);
}

#[test]
fn a_very_long_query_is_cut_and_says_so() {
    let text = "电".repeat(4_001);
    let problem = Problem {
        range: 12_000..12_003,
        what: ProblemKind::TooLong(4_000),
    };
    let most = "电".repeat(4_000);
    assert_eq!(searched(&text), (&*most, Some(problem)));
    assert_eq!(searched(&most), (&*most, None));
}

#[test]
fn patterns_that_would_take_seconds_are_searched_by_their_start() {
    check(&[
        ("a*b?c*d?e*f?g*h?", "a*b?c*d?e*f?g*h?"),
        ("a*b?c*d?e*f?g*h?i*j", "a*b?c*d?e*f?g*h*"),
        ("a????????????b", "a????????????b"),
        (&"ab*c ".repeat(17), &format!("{}ab*", "ab*c ".repeat(16))),
        (&"*abc*d ".repeat(17), "*abc*d ".repeat(16).trim_end()),
    ]);
    let many = "ab* ".repeat(64);
    check(&[(&format!("{many}cd*"), &format!("{many}cd"))]);
    let found = parse(&format!("{many}cd*"), false).problems;
    assert_eq!(found[0].what, ProblemKind::TooManyBeginnings(64));
    let found = parse("a*b?c*d?e*f?g*h?i*j", false).problems;
    assert_eq!(found[0].what, ProblemKind::TooManyGaps(8));
    let found = parse(&"ab*c ".repeat(17), false).problems;
    assert_eq!(found[0].what, ProblemKind::TooManyPatterns(16));
}
