//! What holds for every text and every query.

use proptest::prelude::*;

use super::tests::test;
use super::*;
use crate::vocab::Language;

/// Pieces that meet in queries.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "石墨",
        "烯",
        "a",
        "B2",
        "US",
        "9833479",
        "9,833,479",
        "2018",
        "2017",
        "1",
        "ZL",
        "CN",
        "H01M",
        "10/05",
        "5",
        ".",
        "..",
        "*",
        "?",
        "-",
        "--",
        "～",
        "~2",
        "\"",
        "“",
        "”",
        "(",
        ")",
        "（",
        "）",
        "[",
        "]",
        ":",
        "：",
        ",",
        "，",
        "、",
        ">",
        "<",
        ">=",
        "≥",
        "＝",
        "/",
        " ",
        " ",
        " ",
        "　",
        " AND ",
        " OR ",
        " NOT ",
        " 与 ",
        "或",
        "非",
        " NEAR/3 ",
        "NEAR/",
        "ti:",
        "org:",
        "year:",
        "price:",
        "filed:",
        "trl:",
        "has:",
        "num:",
        "ipc:",
        "is:",
        "phone",
        "TO",
        "年",
        "月",
        "万",
        "元",
        "X",
        "+",
        "。",
        "AND",
        "PCT/",
        "201710601862",
        "*phone",
        "特開",
        "特許第",
        "平5-12345",
        "2010-123456",
        "특허",
        "10-2010-0123456",
        "24.06.2018",
        " NEAR/2 (a OR b)",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// Every reading can be read again; every problem has its place.
fn holds(text: &str, typing: bool) {
    let parsed = parse(text, typing);
    let written = parsed.query.to_string();
    let again = parse(&written, false);
    assert_eq!(again.query, parsed.query, "{text:?} → {written:?}");
    assert_eq!(again.query.to_string(), written);
    assert_eq!(again.problems, [], "{text:?} → {written:?}");
    for problem in parsed.problems {
        assert!(
            text.get(problem.range.clone())
                .is_some_and(|text| !text.is_empty()),
            "{text:?}: {problem:?}"
        );
    }
    assert_normal(&parsed.query);
}

/// No group in a group of its kind, none with fewer than two parts, nothing empty inside.
fn assert_normal(query: &Query) {
    let parts = match query {
        Query::And(parts) | Query::Or(parts) => parts.as_slice(),
        Query::Not(part) => std::slice::from_ref(part.as_ref()),
        Query::Near { parts, .. } => {
            assert!(parts.len() > 1, "{query:?}");
            return;
        }
        Query::All | Query::Match { .. } => return,
    };
    assert!(
        parts.len() > 1 || matches!(query, Query::Not(_)),
        "{query:?}"
    );
    for part in parts {
        assert_ne!(
            std::mem::discriminant(part),
            std::mem::discriminant(query),
            "{query:?}"
        );
        assert_ne!(*part, Query::All, "{query:?}");
        assert_normal(part);
    }
}

/// Tests that stand as they are.
fn leaves() -> impl Strategy<Value = Query> {
    let words = [
        "石墨",
        "lith",
        "US",
        "2018年度",
        "C60",
        "1",
        "9833479",
        "a1",
        "2b",
        "B2",
        "RS-485",
        "or",
    ];
    let text = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    let field = prop::sample::select(vec![Field::Any, Field::Title, Field::Person, Field::Region]);
    let slop = 0_u32..3;
    let value = (text, slop, 0..4).prop_map(|(text, slop, kind)| match kind {
        0 => Value::Word(text),
        1 => Value::Prefix(text),
        2 => Value::Wildcard(format!("{text}*{text}")),
        _ => Value::Phrase {
            text: format!("{text} AND 2018"),
            slop,
        },
    });
    let words = (field, value).prop_map(|(field, value)| test(field, value));
    let near = (
        prop::collection::vec("[a-c]{1,2}", 2..4),
        0_u32..9,
        any::<bool>(),
    )
        .prop_map(|(words, distance, title)| Query::Near {
            field: if title { Field::Title } else { Field::Any },
            distance,
            parts: words.into_iter().map(Value::Word).collect(),
        });
    let ends = |field, low: i64, high: i64| {
        let end = prop::option::of(low..=high);
        (end.clone(), end).prop_map(move |(one, other)| {
            let swap = one > other && other.is_some();
            let (from, to) = if swap { (other, one) } else { (one, other) };
            test(field, Value::Range { from, to })
        })
    };
    let fixed = [
        "num:US9474634B2",
        "ipc:H01M",
        "ipc:H01M10/0525",
        "has:phone",
        "num:EP1234567",
        "filed:2018-05..2019",
    ];
    prop_oneof![
        6 => words,
        1 => near,
        1 => ends(Field::Year, 1000, 9999),
        1 => ends(Field::Price, 0, 300_000_000),
        1 => ends(Field::Trl, 1, 9),
        2 => prop::sample::select(fixed.to_vec()).prop_map(|text| parse(text, false).query),
    ]
}

fn queries() -> impl Strategy<Value = Query> {
    leaves().prop_recursive(4, 24, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            parts.clone().prop_map(Query::all_of),
            parts.prop_map(Query::one_of),
            inner.prop_map(Query::negated),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_read(text in "\\PC*", typing: bool) {
        holds(&text, typing);
    }

    #[test]
    fn any_bytes_can_be_read(text in ".{0,40}", typing: bool) {
        holds(&text, typing);
    }

    #[test]
    fn any_query_is_read_as_it_is_written(query in queries()) {
        let written = query.to_string();
        assert_eq!(parse(&written, false), Parsed { query, problems: Vec::new() }, "{written}");
    }

    #[test]
    fn any_query_can_be_typed_with_chinese_names(query in queries()) {
        let said = query.said_in(Language::Chinese);
        prop_assert_eq!(parse(&said, false).query, query, "{}", said);
    }

    #[test]
    fn any_query_is_written_as_it_is_read(text in pieces(), typing: bool) {
        holds(&text, typing);
    }
}
