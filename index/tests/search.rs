//! What a library finds, in which order, and what it counts.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

mod helpers;

use std::sync::atomic::{AtomicUsize, Ordering};

use helpers::{ask, ids, library, put, record};
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::record::{Contact, Date, Kind, Patent, Record};
use qiao_index::request::{Counting, Facet, Filter, Request, Sort};
use qiao_index::search::{Counts, Page};

#[test]
fn a_word_is_found_wherever_its_characters_stand_in_a_row() {
    let library = library(vec![
        record("a", "植物染色体研究", ""),
        record("b", "织物的染色", ""),
        record("c", "染料。色彩", ""),
        record("d", "布料", "采用染\u{ad}色新工艺"),
        record("e", "石墨烯", "一种石墨的烯化"),
        record("f", "超级石墨烯电池", ""),
    ]);
    for (query, expected) in [
        ("染色", vec!["a", "b", "d"]),
        ("石墨烯", vec!["e", "f"]),
        ("超级石墨烯电池", vec!["f"]),
        ("石", vec!["e", "f"]),
        ("石墨 电池", vec!["f"]),
        ("", vec!["a", "b", "c", "d", "e", "f"]),
    ] {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!((found, page.relaxed), (expected, false), "{query}");
    }
}

#[test]
fn latin_words_match_with_and_without_hyphen_and_in_both_numbers() {
    let library = library(vec![
        record("a", "Li-ion batteries for ships", ""),
        record("b", "LiIon battery", ""),
        record("c", "5G通信用C60材料", ""),
        record("d", "α-淀粉酶", ""),
    ]);
    for (query, expected) in [
        ("li-ion", vec!["a", "b"]),
        ("liion", vec!["a", "b"]),
        ("battery", vec!["a", "b"]),
        ("batteries", vec!["a", "b"]),
        ("5g通信", vec!["c"]),
        ("c60", vec!["c"]),
        ("α淀粉酶", vec!["d"]),
        ("α-淀粉酶", vec!["d"]),
    ] {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!((found, page.relaxed), (expected, false), "{query}");
    }
}

#[test]
fn where_nothing_holds_every_word_the_nearest_are_given_and_said_to_be_so() {
    let library = library(vec![
        record("a", "氮化镓功率器件的热管理", ""),
        record("b", "水稻育种", ""),
        record("c", "功率放大器", ""),
    ]);
    let page = ask(&library, "氮化镓 热沉 功率器件");
    assert_eq!((ids(&page)[0], page.relaxed), ("a", true));
    let counts: Vec<u64> = page.clauses.iter().map(|clause| clause.count).collect();
    assert_eq!(counts, [1, 0, 1]);
    assert!(!ids(&page).contains(&"b"));
}

#[test]
fn counts_of_a_facet_leave_its_own_filter_out() {
    let need = Record {
        kind: Kind::Need,
        institutions: vec!["甲公司".to_owned()],
        ..record("n", "石墨烯需求", "")
    };
    let offer = |id, institution: &str| Record {
        institutions: vec![institution.to_owned()],
        ..record(id, "石墨烯成果", "")
    };
    let library = library(vec![need, offer("a", "甲公司"), offer("b", "乙大学")]);
    let request = Request {
        query: "石墨烯".to_owned(),
        limit: 20,
        counting: Counting::RolledUp,
        filters: vec![Filter {
            facet: Facet::Kind,
            value: "need".to_owned(),
            exclude: false,
        }],
        ..Request::default()
    };
    let page = library.search(&request).unwrap();
    assert_eq!((ids(&page), page.total), (vec!["n"], 1));
    let count = |facet: Facet| -> Vec<(String, u64)> {
        let (_, counts) = page.facets.iter().find(|(at, _)| *at == facet).unwrap();
        let counts = counts.all().into_iter();
        counts
            .map(|count| (count.value.to_owned(), count.count))
            .collect()
    };
    let pairs = |list: &[(&str, u64)]| -> Vec<(String, u64)> {
        list.iter()
            .map(|(value, count)| ((*value).to_owned(), *count))
            .collect()
    };
    assert_eq!(
        count(Facet::Kind),
        pairs(&[("achievement", 2), ("need", 1)])
    );
    assert_eq!(count(Facet::Institution), pairs(&[("甲公司", 1)]));
}

#[test]
fn every_order_is_total() {
    let mut records: Vec<_> = (0..50)
        .map(|number| record(&format!("r{number:02}"), "同一标题", ""))
        .collect();
    records.push(record("latin", "Alloy", ""));
    let library = library(records);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Title] {
        let request = |offset| Request {
            sort,
            offset,
            limit: 17,
            ..Request::default()
        };
        let pages: Vec<_> = [0, 17, 34]
            .map(|offset| library.search(&request(offset)).unwrap())
            .into();
        let mut all: Vec<_> = pages.iter().flat_map(ids).collect();
        if sort == Sort::Title {
            assert_eq!(all[0], "latin");
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 51, "{sort:?}");
    }
}

#[test]
fn marks_are_exact_to_the_character() {
    let library = library(vec![record("a", "新型石墨烯電池（Li-ion batteries）", "")]);
    let page = ask(&library, "石墨烯电池 battery");
    let title = &page.hits[0].record.title;
    let marked: Vec<_> = page
        .highlighter
        .marks(title)
        .into_iter()
        .map(|range| title.get(range).unwrap())
        .collect();
    assert_eq!(marked, ["石墨烯電池", "batteries"]);
}

#[test]
fn counts_of_a_word_that_most_records_hold_are_those_of_the_records() {
    let mut records: Vec<Record> = (0..20)
        .map(|number| {
            let title = if number % 10 == 3 {
                "水泵"
            } else {
                "油的泵"
            };
            let mut record = record(&format!("{number:02}"), title, "");
            record.institutions = vec![format!("单位{}", number % 3)];
            record
        })
        .collect();
    let mut library = library(records.clone());
    // A record that changed is counted once, and one that no longer matches not at all.
    records[0].institutions = vec!["单位1".to_owned()];
    records[1].title = "水泵".to_owned();
    put(&mut library, records[..2].to_vec());
    let counted = |query: &str| {
        let page = library
            .search(&Request {
                query: query.to_owned(),
                counting: Counting::RolledUp,
                ..Request::default()
            })
            .unwrap();
        let (_, counts) = page
            .facets
            .into_iter()
            .find(|(facet, _)| *facet == Facet::Institution)
            .unwrap();
        ["单位0", "单位1", "单位2"].map(|value| counts.of(value))
    };
    let expected = |holds: &str| {
        ["单位0", "单位1", "单位2"].map(|value| {
            let held = records
                .iter()
                .filter(|record| record.title.contains(holds) && record.institutions[0] == value);
            held.count() as u64
        })
    };
    for query in ["", "的", "水", "泵"] {
        assert_eq!(counted(query), expected(query), "{query}");
    }
}

#[test]
fn single_characters_are_found_near_others_and_in_gaps() {
    let library = library(vec![
        record("a", "钛及其合金", ""),
        record("b", "防腐涂料", ""),
        record("c", "防辐射的涂料", ""),
        record("d", "水，油分离", ""),
        record("e", "油、水分离", ""),
    ]);
    for (query, expected) in [
        ("钛 NEAR/3 合金", &["a"][..]),
        ("合金 NEAR/1 钛", &[]),
        ("防?涂料", &["b"]),
        ("防*涂料", &["b", "c"]),
        ("\"水，油\"", &["d"]),
        ("油 NEAR/2 水", &["d", "e"]),
    ] {
        let page = ask(&library, query);
        let found = if page.relaxed { vec![] } else { ids(&page) };
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn a_wildcard_that_matches_nothing_is_relaxed_like_any_word() {
    let library = library(vec![record("a", "安防新方法", "")]);
    let page = ask(&library, "安防新方 天?");
    assert_eq!((page.relaxed, ids(&page)), (true, vec!["a"]));
}

#[test]
fn words_that_nobody_writes_in_one_are_offered_apart() {
    let library = library(vec![
        record("a", "石墨烯改性的防腐涂料", ""),
        record("b", "石墨烯浆料", ""),
        record("c", "涂料", ""),
    ]);
    for (query, expected) in [
        ("石墨烯涂料", Some("石墨烯 涂料")),
        ("石墨烯浆科", Some("石墨烯浆料")),
        ("石墨烯", None),
    ] {
        assert_eq!(
            ask(&library, query).suggestion.as_deref(),
            expected,
            "{query}"
        );
    }
}

#[test]
fn what_is_like_a_listing_or_a_text_is_asked_for_by_their_best_words() {
    let patent = |number: &str, title: &str| Record {
        id: format!("patent:{number}"),
        kind: Kind::Patent,
        title: title.to_owned(),
        ..Record::default()
    };
    let library = library(vec![
        record("sample:1", "石墨烯防腐涂料的制备方法", ""),
        record("sample:2", "水性防腐涂料", "适合钢结构"),
        patent("CN100000001B", "石墨烯导热膜"),
        record("sample:4", "玉米种子包衣", "sample"),
        record("的", "的", ""),
    ]);
    let check = |query: &str, expected: &[&str], models: &[String]| {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(
            (&*found, page.models.as_slice()),
            (expected, models),
            "{query}"
        );
    };
    let models = ["石墨烯防腐涂料的制备方法".to_owned()];
    check(
        "like:sample:1",
        &["patent:CN100000001B", "sample:2"],
        &models,
    );
    check("类似：sample:1 钢结构", &["sample:2"], &models);
    check("-like:sample:1 种子", &["sample:4"], &models);
    check(
        "like:CN100000001B",
        &["sample:1"],
        &["石墨烯导热膜".to_owned()],
    );
    check("like:\"玉米 或 小麦 的种子\"", &["sample:4"], &[]);
    check("like:的", &[], &["的".to_owned()]);
    check("like:sample:99", &[], &[]);
    let why = library
        .explain("sample:2", "like:sample:1")
        .unwrap()
        .unwrap();
    assert!(why.exact, "{why:?}");
}

#[test]
fn a_contact_is_found_by_telephone_and_address() {
    let contact = |phone: &str, email: &str| {
        vec![Contact {
            name: "陆芷夏".to_owned(),
            organisation: "荆门化工研究所".to_owned(),
            phones: vec![phone.to_owned()],
            emails: vec![email.to_owned()],
            ..Contact::default()
        }]
    };
    let library = library(vec![
        Record {
            contact: contact("0724-0000316", "luzhixia@example.com"),
            ..record("a", "石墨烯涂料", "")
        },
        Record {
            contact: contact("+86 27 00001234", "other@example.com"),
            ..record("b", "石墨烯薄膜", "")
        },
        record("c", "example.com 0724", ""),
        Record {
            contact: contact("0510-00000007转8012", "d@example.com"),
            ..record("d", "低温等离子", "")
        },
        Record {
            contact: contact("+86-10-00000005 ext. 8012", "e@example.com"),
            ..record("e", "高温合金", "")
        },
        Record {
            contact: contact("138 0000 0009", "f@example.com"),
            ..record("f", "低温合金", "")
        },
    ]);
    for (query, typing, expected) in [
        ("0510-00000007", false, vec!["d"]),
        ("0510 0000 0007", false, vec!["d"]),
        ("（0510）00000007", false, vec!["d"]),
        ("0510-00000007转8012", false, vec!["d"]),
        ("低温 0510 00000007", false, vec!["d"]),
        ("(010) 0000-0005", false, vec!["e"]),
        ("+86 10 00000005", false, vec!["e"]),
        ("010-00000005", false, vec!["e"]),
        ("138 0000 0009", false, vec!["f"]),
        ("13800000009", false, vec!["f"]),
        ("138-0000-0009", false, vec!["f"]),
        ("num:138 0000 0009", false, vec!["f"]),
        ("+86 138 0000 0009", false, vec!["f"]),
        ("0724-0000316", false, vec!["a"]),
        ("07240000316", false, vec!["a"]),
        ("+86-724-0000316", false, vec!["a"]),
        ("027-00001234", false, vec!["b"]),
        ("027-0000", true, vec!["b"]),
        ("电话:0724-0000316", false, vec!["a"]),
        ("luzhixia@example.com", false, vec!["a"]),
        ("luzhixia@ex", true, vec!["a"]),
        ("邮箱：luzhixia@example.com", false, vec!["a"]),
        ("email:other@example.com", false, vec!["b"]),
        ("in:陆芷夏 0724-0000316", false, vec!["a"]),
        ("org:荆门化工研究所 石墨烯薄膜", false, vec!["b"]),
    ] {
        let request = Request {
            query: query.to_owned(),
            typing,
            limit: 20,
            ..Request::default()
        };
        let page = library.search(&request).unwrap();
        assert_eq!((ids(&page), page.relaxed), (expected, false), "{query}");
    }
}

#[test]
fn a_number_is_found_as_offices_and_services_write_it() {
    let patent = |office: &str, number: &str, application: &str| Record {
        id: format!("patent:{office}{number}A1"),
        kind: Kind::Patent,
        patent: Some(Box::new(Patent {
            office: office.to_owned(),
            publication_number: number.to_owned(),
            kind_code: "A1".to_owned(),
            application_number: application.to_owned(),
            priority: vec!["CN199910000001".to_owned()],
            family: "9900077".to_owned(),
            ..Patent::default()
        })),
        ..record("", "bearing", "")
    };
    let library = library(vec![
        patent("US", "9900130", "08/990093"),
        patent("US", "20010990044", ""),
        patent("EP", "9900345", "99167109"),
        record("nasa:ARC-99048-1", "bearing", ""),
        patent("", "", "08/990094"),
    ]);
    for (query, expected) in [
        ("US09900130", "patent:US9900130A1"),
        ("US08/990,093", "patent:US9900130A1"),
        ("US08/990,094", "patent:A1"),
        ("US2001990044A1", "patent:US20010990044A1"),
        ("EP99167109.3", "patent:EP9900345A1"),
        ("ARC-99048-1", "nasa:ARC-99048-1"),
        ("num:ARC-99048-1", "nasa:ARC-99048-1"),
    ] {
        let page = ask(&library, query);
        assert_eq!(
            (ids(&page), page.relaxed),
            (vec![expected], false),
            "{query}"
        );
    }
    for query in ["family:9900077", "CN199910000001"] {
        assert_eq!(ask(&library, query).total, 4, "{query}");
    }
}

#[test]
fn a_star_before_a_word_stands_for_its_beginning() {
    let library = library(vec![
        record("a", "Telecommunication network", ""),
        record("b", "Communicator", ""),
    ]);
    assert_eq!(ids(&ask(&library, "*communication")), ["a"]);
}

#[test]
fn a_listing_is_found_by_the_end_of_its_offer() {
    let mut soon = record("a", "石墨烯涂料", "");
    soon.dates.expires = Date::new(2031, 5, 2);
    let library = library(vec![soon, record("b", "石墨烯薄膜", "")]);
    assert_eq!(ids(&ask(&library, "有效期:2031-05")), ["a"]);
    assert_eq!(
        ids(&ask(&library, "石墨烯 expires<2031")),
        Vec::<&str>::new()
    );
}

#[test]
fn pinyin_with_blanks_is_offered_in_one() {
    let library = library(vec![
        record("a", "武汉大学石墨烯涂料", ""),
        record("b", "Wuhan graphene", ""),
    ]);
    let suggestion = |query: &str| ask(&library, query).suggestion;
    assert_eq!(suggestion("wuhan daxue").as_deref(), Some("wuhandaxue"));
    assert_eq!(
        suggestion("shimoxi tuliao").as_deref(),
        None,
        "found as it is"
    );
    assert_eq!(suggestion("graphene coating").as_deref(), None);
}

#[test]
fn what_is_like_a_number_leaves_out_itself_and_its_family() {
    let patent = |number: &str, kind: &str, family: &str, summary: &str| Record {
        id: format!("patent:US{number}{kind}"),
        kind: Kind::Patent,
        summary: summary.to_owned(),
        patent: Some(Box::new(Patent {
            office: "US".to_owned(),
            publication_number: number.to_owned(),
            kind_code: kind.to_owned(),
            family: family.to_owned(),
            ..Patent::default()
        })),
        ..record("", "Arrangement for improving a network", "")
    };
    let library = library(vec![
        patent(
            "9900130",
            "B1",
            "9900077",
            "A Bluetooth access point; Bluetooth roams.",
        ),
        patent("9900131", "A1", "9900077", "A Bluetooth access point."),
        patent("9900132", "B1", "9900078", "A Bluetooth headset."),
        record("c", "Bluetooth sensor", ""),
        record("d", "Arrangement of bottles", ""),
    ]);
    let page = ask(&library, "like:US9900130");
    let mut found = ids(&page);
    assert_eq!(page.models.len(), 1);
    found.truncate(2);
    found.sort_unstable();
    assert_eq!(found, ["c", "patent:US9900132B1"], "{}", page.interpreted);
    assert!(
        page.hits
            .iter()
            .all(|hit| !hit.record.id.contains("990013") || hit.record.id.contains("132"))
    );
    for nothing in ["like:US9900199", "like:nosuch7"] {
        assert_eq!(ask(&library, nothing).total, 0, "{nothing}");
    }
    assert_eq!(
        ids(&ask(&library, "like:bottles")),
        ["d"],
        "a word is a text"
    );
}

#[test]
fn what_is_like_a_text_does_not_begin_inside_its_words_and_stands_beside_other_clauses() {
    let library = library(vec![
        record("dye", "棉织物无盐染色工艺", "活性染料无盐染色，固色率高"),
        record("gene", "染色体核型分析方法", "染色体畸变检测"),
        record("salt", "盐湖卤水提锂", "从盐湖提锂"),
        record("wool", "羊毛织物低温染色", "低温染色，活性染料上染率高"),
    ]);
    let text = "棉织物无盐染色，活性染料固色";
    let check = |query: &str, expected: &[&str]| {
        let page = ask(&library, query);
        assert_eq!(ids(&page), expected, "{query}: {}", page.interpreted);
    };
    check(&format!("like:\"{text}\" -染色体"), &["dye", "wool"]);
    check(&format!("羊毛 like:\"{text}\""), &["wool"]);
    check(&format!("NOT like:\"{text}\" 提锂"), &["salt"]);
    check(
        "like:\"目的:研究羊毛低温染色,活性染料上染\" 羊毛",
        &["wool"],
    );
    check("like:\"sample:77\"", &[]);
    check("like:wool-9 OR 提锂", &["salt"]);
    let both = ask(&library, &format!("like:\"{text}\" OR 提锂"));
    assert!(both.total >= 3, "{:?}", ids(&both));
    assert_eq!(
        ids(&ask(&library, &format!("like:\"{text}\"")))[..2],
        ["dye", "wool"]
    );
    assert!(both.highlighter.marks("棉织物的染色").len() > 1, "{both:?}");
}

#[test]
fn what_is_like_a_very_long_text_is_found_in_a_moment() {
    let library = library(vec![
        record("a", "石墨烯防腐涂料", ""),
        record("b", "玉米种子包衣", ""),
    ]);
    let text = "防腐涂料与石墨烯，".repeat(6_700);
    let start = std::time::Instant::now();
    let page = ask(&library, &format!("like:\"{text}\""));
    assert_eq!(ids(&page), ["a"]);
    // Unoptimised it takes about a second.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn what_is_like_a_word_keeps_the_character_that_the_dictionary_cuts_off() {
    let library = library(vec![
        record("a", "石墨烯涂料", ""),
        record("b", "石墨坩埚", ""),
        record("c", "石墨烯薄膜", ""),
    ]);
    let page = ask(&library, "like:石墨烯");
    let mut found = ids(&page);
    found.sort_unstable();
    assert_eq!(found, ["a", "c"], "{}", page.interpreted);
}

#[test]
fn a_search_that_is_overtaken_stops_where_it_is_and_spoils_no_later_one() {
    let records = || {
        let mut records: Vec<Record> = (0..30)
            .map(|number| record(&format!("r{number}"), &format!("石墨烯涂料 {number}"), ""))
            .collect();
        records[3].keywords = vec!["graphene".to_owned()];
        library(records)
    };
    let request = |query: &str| Request {
        query: query.to_owned(),
        limit: 20,
        counting: Counting::RolledUp,
        ..Request::default()
    };
    for query in [
        "",
        "涂料",
        "石墨烯 薄膜 graphine",
        "like:石墨烯涂料",
        "防*料",
    ] {
        let request = request(query);
        let expected = records().search(&request).unwrap();
        let library = records();
        let mut times = 0;
        loop {
            let asked = AtomicUsize::new(0);
            let wanted = || asked.fetch_add(1, Ordering::Relaxed) < times;
            match library.search_while(&request, &wanted) {
                Ok(page) => {
                    assert_eq!(page, expected, "{query}");
                    break;
                }
                Err(error) => assert!(matches!(error, Error::Overtaken), "{query}: {error}"),
            }
            assert_eq!(asked.into_inner(), times + 1, "{query}: it stops at once");
            times += 1;
        }
        assert!(times > 10, "{query}: it asks at every stage, {times}");
    }
}

#[test]
fn a_page_and_an_explanation_cross_a_wire_whole() {
    let library = library(vec![
        record("a", "石墨烯 graphene 防腐涂料", "耐盐雾"),
        record("b", "石墨烯导热膜", ""),
    ]);
    for query in ["石墨烯", "石墨* \"graphene", "石墨烯 电池 year:abc"] {
        let request = Request {
            query: query.to_owned(),
            limit: 20,
            counting: Counting::RolledUp,
            ..Request::default()
        };
        let sent = library.search(&request).unwrap();
        let written = serde_json::to_string(&sent).unwrap();
        let mut got: Page = serde_json::from_str(&written).unwrap();
        let title = &sent.hits[0].record.title;
        assert!(!sent.highlighter.marks(title).is_empty(), "{query}");
        // Values that no hit has are not sent, and the others come in the order of their counts.
        let counted = |page: &mut Page| {
            let facets = std::mem::take(&mut page.facets);
            let read = |(facet, counts): &(Facet, Counts)| {
                let counts = counts.all().into_iter();
                let counts = counts.map(|it| (it.value.to_owned(), it.count));
                (*facet, counts.collect::<Vec<_>>())
            };
            facets.iter().map(read).collect::<Vec<_>>()
        };
        let mut sent = sent;
        assert_eq!(counted(&mut got), counted(&mut sent), "{query}");
        assert_eq!(got, sent, "{query}");
        let sent = library.explain("a", query).unwrap();
        let written = serde_json::to_string(&sent).unwrap();
        assert_eq!(sent, serde_json::from_str(&written).unwrap(), "{query}");
    }
}

#[test]
fn titles_are_given_in_the_order_of_the_ids_and_of_what_is_there() {
    let library = library(vec![
        record("a", "石墨烯涂料", ""),
        Record {
            kind: Kind::Patent,
            ..record("b", "石墨烯薄膜", "")
        },
    ]);
    let titles = library.titles(["b", "gone", "a"]).unwrap();
    let titles = titles
        .iter()
        .map(|titled| (titled.id.as_str(), titled.kind, titled.title.as_str()));
    assert_eq!(
        titles.collect::<Vec<_>>(),
        [
            ("b", Kind::Patent, "石墨烯薄膜"),
            ("a", Kind::Achievement, "石墨烯涂料")
        ]
    );
}

/// A patent of applicants.
fn of_applicants(id: &str, names: &[&str]) -> Record {
    Record {
        kind: Kind::Patent,
        patent: Some(Box::default()),
        institutions: names.iter().map(|name| (*name).to_owned()).collect(),
        ..record(id, "装置", "")
    }
}

/// What a facet counts, and how many listings a filter by a value leaves.
fn counted(library: &Library, facet: Facet, filter: Option<&str>) -> (Vec<(String, u64)>, u64) {
    let filters = filter.map(|value| Filter {
        facet,
        value: value.to_owned(),
        exclude: false,
    });
    let request = Request {
        filters: filters.into_iter().collect(),
        counting: Counting::RolledUp,
        ..Request::default()
    };
    let page = library.search(&request).unwrap();
    let (_, counts) = page.facets.iter().find(|(at, _)| *at == facet).unwrap();
    let counts = counts.all().into_iter();
    let counts = counts.map(|count| (count.value.to_owned(), count.count));
    (counts.collect(), page.total)
}

#[test]
fn spellings_of_a_name_are_counted_as_one_and_any_of_them_finds_all() {
    let mut library = library(vec![
        of_applicants("a", &["SAMSUNG ELECTRONICS CO LTD"]),
        of_applicants("b", &["Samsung Electronics Co., Ltd."]),
        of_applicants("c", &["Samsung Electronics Co Ltd", "삼성전자주식회사"]),
        // Twice in one listing is once.
        of_applicants("d", &["Samsung Electronics Co Ltd", "SAMSUNG ELECTRONICS"]),
    ]);
    let expected = |values: &[(&str, u64)]| {
        let values = values
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count));
        values.collect::<Vec<_>>()
    };
    for facet in [Facet::Institution, Facet::Owner] {
        let names = [("Samsung Electronics Co Ltd", 4), ("삼성전자주식회사", 1)];
        assert_eq!(counted(&library, facet, None).0, expected(&names));
        for filter in [
            "SAMSUNG ELECTRONICS CO LTD",
            "samsung electronics",
            "Samsung Electronics Company, Limited",
        ] {
            assert_eq!(counted(&library, facet, Some(filter)).1, 4, "{filter}");
        }
        assert_eq!(counted(&library, facet, Some("삼성전자")).1, 1);
    }
    let kept = library.record("a").unwrap().unwrap();
    assert_eq!(kept.institutions, ["SAMSUNG ELECTRONICS CO LTD"]);
    // The best spelling is the most frequent one of now.
    let more = ["e", "f", "g"].map(|id| of_applicants(id, &["Samsung Electronics Co., Ltd."]));
    put(&mut library, more.to_vec());
    let names = [
        ("Samsung Electronics Co., Ltd.", 7),
        ("삼성전자주식회사", 1),
    ];
    let counts = counted(&library, Facet::Institution, None).0;
    assert_eq!(counts, expected(&names));
}

#[test]
fn the_user_says_which_names_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let records = vec![
        of_applicants("a", &["SAMSUNG ELECTRONICS CO LTD"]),
        of_applicants("b", &["삼성전자주식회사"]),
        of_applicants("c", &["Example Ltd"]),
        of_applicants("d", &["Example Inc"]),
    ];
    put(&mut library, records);
    drop(library);
    let names = "三星电子\t三星电子\nSamsung Electronics\t三星电子\n삼성전자\t三星电子\n\
        Example Ltd\tExample UK\nExample Inc\tExample US\n";
    std::fs::write(folder.path().join("names.tsv"), names).unwrap();
    let library = Library::open(folder.path()).unwrap();
    let (counts, _) = counted(&library, Facet::Institution, None);
    let wanted = [("三星电子", 2), ("Example UK", 1), ("Example US", 1)];
    let mut wanted = wanted.map(|(name, count)| (name.to_owned(), count));
    wanted[1..].sort();
    assert_eq!(counts, wanted);
    for filter in ["三星电子", "Samsung Electronics Co., Ltd."] {
        assert_eq!(counted(&library, Facet::Institution, Some(filter)).1, 2);
    }
}

#[test]
fn numbers_are_found_as_the_offices_of_japan_and_korea_write_them() {
    let patent = |office: &str, number: &str, kind: &str, application: &str| Record {
        kind: Kind::Patent,
        id: format!("patent:{office}{number}{kind}"),
        patent: Some(Box::new(Patent {
            office: office.to_owned(),
            publication_number: number.to_owned(),
            kind_code: kind.to_owned(),
            application_number: application.to_owned(),
            ..Patent::default()
        })),
        ..record("", "bearing", "")
    };
    let library = library(vec![
        patent("JP", "2010123456", "A", "JP2009-987654"),
        patent("JP", "2012000001", "A", "2010-123456"),
        patent("JP", "H0512345", "A", "特願平3-98765"),
        patent("JP", "05123456", "A", ""),
        patent("JP", "S6012345", "U", ""),
        patent("JP", "5123456", "B2", ""),
        patent("KR", "20100123456", "A", "10-2009-0765432"),
        Record {
            achievement: Some(Box::new(qiao_index::record::Achievement {
                ip: vec!["特開2012-1".to_owned()],
                ..qiao_index::record::Achievement::default()
            })),
            ..record("a", "轴承", "")
        },
    ]);
    for (query, expected) in [
        ("特開2010-123456", vec!["patent:JP2010123456A"]),
        ("特开2010-123456", vec!["patent:JP2010123456A"]),
        ("特願2010-123456", vec!["patent:JP2012000001A"]),
        ("特願2009-987654", vec!["patent:JP2010123456A"]),
        ("num:特開2012-1", vec!["a", "patent:JP2012000001A"]),
        ("特開平5-12345", vec!["patent:JPH0512345A"]),
        ("平5-12345", vec!["patent:JPH0512345A"]),
        ("JP05012345", vec!["patent:JPH0512345A"]),
        ("特開平5-123456", vec!["patent:JP05123456A"]),
        ("特願平3-98765", vec!["patent:JPH0512345A"]),
        ("実開昭60-12345", vec!["patent:JPS6012345U"]),
        ("昭60-12345", vec!["patent:JPS6012345U"]),
        ("特許第5123456号", vec!["patent:JP5123456B2"]),
        ("10-2010-0123456", vec!["patent:KR20100123456A"]),
        ("공개특허 10-2010-0123456", vec!["patent:KR20100123456A"]),
        ("특허출원 10-2009-0765432", vec!["patent:KR20100123456A"]),
    ] {
        let page = ask(&library, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!((found, page.relaxed), (expected, false), "{query}");
    }
}
