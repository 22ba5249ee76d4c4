//! What queries of every kind find in a small library.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

use qiao_index::Library;
use qiao_index::edits::{self, Change};
use qiao_index::record::{Expert, Kind, Need, Price, Provenance, Record, Status};
use qiao_index::request::{Facet, Filter, Request, Sort};
use qiao_index::search::Page;

fn titled(id: &str, title: &str) -> Record {
    Record {
        id: id.to_owned(),
        title: title.to_owned(),
        ..Record::default()
    }
}

fn library(records: Vec<Record>) -> Library {
    let mut library = Library::in_memory().unwrap();
    put(&mut library, records);
    library
}

fn put(library: &mut Library, records: Vec<Record>) {
    let mut writer = library.writer().unwrap();
    writer.begin_rows(true);
    for record in records {
        writer.put(record).unwrap();
    }
    writer.finish().unwrap();
}

fn ask_for(library: &Library, request: Request) -> Page {
    let limit = 20;
    library.search(&Request { limit, ..request }).unwrap()
}

fn ask(library: &Library, query: &str) -> Page {
    ask_for(
        library,
        Request {
            query: query.to_owned(),
            ..Request::default()
        },
    )
}

fn ids(page: &Page) -> String {
    let ids = page.hits.iter().map(|hit| hit.record.id.as_str());
    ids.collect::<Vec<_>>().join(" ")
}

/// Asks queries, each of which must strictly find these ids, in the order of the alphabet.
fn check(library: &Library, table: &[(&str, &str)]) {
    for (query, expected) in table {
        let page = ask(library, query);
        let found = ids(&page);
        let mut found: Vec<&str> = found.split(' ').filter(|id| !id.is_empty()).collect();
        found.sort_unstable();
        let found = if page.relaxed {
            String::new()
        } else {
            found.join(" ")
        };
        assert_eq!(found, *expected, "{query}, read as {}", page.interpreted);
    }
}

#[test]
fn figures_are_found_with_and_without_a_blank_before_their_unit() {
    let library = library(vec![
        titled("a", "30 kW电堆与100kW燃料电池"),
        titled("b", "pH 7.4缓冲液"),
        titled("c", "Al-Zn-Mg 合金板材"),
        titled("d", "C++ 静态分析工具"),
        titled("e", "C 语言编译器"),
        titled("f", "耐温150℃密封圈"),
        titled("g", "AlZnMg板材的热处理"),
        titled("h", "2000kW风机"),
    ]);
    check(
        &library,
        &[
            ("30kW", "a"),
            ("30kw", "a"),
            ("30 kW", "a"),
            ("100 kW", "a"),
            ("100kW", "a"),
            ("2000 kW", "h"),
            ("pH7.4", "b"),
            ("pH 7.4", "b"),
            ("AlZnMg", "c g"),
            ("Al-Zn-Mg", "c g"),
            ("AlZnMg合金", "c"),
            ("C++", "d"),
            ("C语言", "e"),
            ("150℃", "f"),
            ("150 ℃", "f"),
        ],
    );
}

#[test]
fn pinyin_of_u_with_dots_is_typed_with_v_u_or_itself() {
    let library = library(vec![
        titled("a", "铝合金压铸工艺"),
        titled("b", "绿色建材"),
        titled("c", "旅游战略规划"),
        titled("d", "女性健康"),
        titled("e", "路灯控制"),
    ]);
    check(
        &library,
        &[
            ("lvhejin", "a"),
            ("lvse", "b"),
            ("luse", "b"),
            ("lüse", "b"),
            ("lvyou", "c"),
            ("zhanlve", "c"),
            ("zhanlue", "c"),
            ("nvxing", "d"),
            ("ludeng", "e"),
        ],
    );
}

#[test]
fn classes_and_names_of_vocabularies_are_found_by_their_beginnings() {
    let mut vaccine = titled("a", "一种疫苗");
    vaccine.subjects.ipc = vec!["A61K39/215".to_owned()];
    let mut antibody = titled("b", "一种抗体");
    antibody.subjects.ipc = vec!["A61K39/395".to_owned()];
    antibody.institutions = vec!["Stanford University".to_owned()];
    let mut car = titled("c", "一种车身");
    car.subjects.industries = vec!["3611".to_owned()];
    let library = library(vec![vaccine, antibody, car]);
    check(
        &library,
        &[
            ("ipc:A61K39/2*", "a"),
            ("ipc:A61K39*", "a b"),
            ("ipc:A61K-39/215", "a"),
            ("ipc:A61K0039/215", "a"),
            ("ind:汽车整", "c"),
            ("ind:汽车制*", "c"),
            ("org:Stan", "b"),
        ],
    );
    let filter = Filter {
        facet: Facet::Industry,
        value: "汽车整".to_owned(),
        exclude: false,
    };
    let filters = vec![filter];
    let page = ask_for(
        &library,
        Request {
            filters,
            ..Request::default()
        },
    );
    assert_eq!(ids(&page), "c");
}

fn need(id: &str, wan: f64) -> Record {
    let budget = Price {
        min: Some(wan * 10_000.0),
        max: Some(wan * 10_000.0),
        ..Price::default()
    };
    Record {
        kind: Kind::Need,
        need: Some(Box::new(Need {
            budget: Some(budget),
            ..Need::default()
        })),
        ..titled(id, "防腐涂层")
    }
}

#[test]
fn needs_are_found_and_sorted_by_budget() {
    let library = library(vec![
        titled("x", "防腐涂层"),
        need("a", 30.0),
        need("b", 500.0),
        need("c", 100.0),
    ]);
    check(
        &library,
        &[
            ("budget>50", "b c"),
            ("预算:20..100", "a c"),
            ("budget>=500万", "b"),
            ("type:need", "a b c"),
        ],
    );
    let sort = Sort::Budget;
    let sorted = ask_for(
        &library,
        Request {
            sort,
            ..Request::default()
        },
    );
    assert_eq!(ids(&sorted), "b c a x");
}

fn imported(id: &str, day: &str, title: &str) -> Record {
    Record {
        sources: vec![Provenance {
            name: "s".to_owned(),
            hash: title.to_owned(),
            imported_at: format!("{day}T08:00:00Z"),
            ..Provenance::default()
        }],
        ..titled(id, title)
    }
}

#[test]
fn what_came_in_and_what_changed_lately_is_found_and_the_last_comes_first() {
    let today = qiao_index::now();
    let today = today.get(..10).unwrap();
    let mut library = library(vec![
        imported("s:a", "2024-03-01", "甲"),
        imported("s:b", "2025-06-01", "乙"),
        imported("s:c", today, "丙"),
        imported("s:d", today, "丁"),
    ]);
    // A later import says something else of the first.
    put(&mut library, vec![imported("s:a", today, "甲的改进")]);
    let title = edits::named("title", Kind::Achievement).unwrap();
    let change = Change::Set(title, "乙的改进".to_owned());
    let mut writer = library.writer().unwrap();
    let edited = writer.edit("s:b", &[change], "2025-07-02T00:00:00Z");
    edited.unwrap().unwrap().unwrap();
    writer.finish().unwrap();
    check(
        &library,
        &[
            ("added:7d", "s:c s:d"),
            ("added:2024", "s:a"),
            ("added:2025-06-01", "s:b"),
            ("changed:7d", "s:a s:c s:d"),
            ("changed:2025-07", "s:b"),
            ("added<2025", "s:a"),
        ],
    );
    library.reindex(&mut |_, _| {}).unwrap();
    check(&library, &[("added:2024", "s:a")]);
    let sort = Sort::Added;
    let sorted = ask_for(
        &library,
        Request {
            sort,
            ..Request::default()
        },
    );
    assert_eq!(ids(&sorted), "s:d s:c s:b s:a");
}

#[test]
fn withdrawn_listings_are_left_out_unless_asked_for() {
    let withdrawn = |id: &str| Record {
        status: Status::Withdrawn,
        ..titled(id, "石墨烯涂层")
    };
    let library = library(vec![
        titled("a", "石墨烯涂层"),
        withdrawn("b"),
        withdrawn("c"),
        titled("d", "紫砂壶"),
    ]);
    let page = ask(&library, "石墨烯");
    assert_eq!((ids(&page).as_str(), page.total), ("a", 1));
    assert_eq!(page.withdrawn, 2);
    assert!(
        page.interpreted.ends_with("-is:withdrawn"),
        "{}",
        page.interpreted
    );
    // None matches: nothing is said.
    let page = ask(&library, "紫砂壶");
    assert_eq!((page.interpreted.as_str(), page.withdrawn), ("紫砂壶", 0));
    let all = ask(&library, "");
    assert_eq!((all.total, all.withdrawn), (2, 2));
    check(
        &library,
        &[
            ("石墨烯 is:withdrawn", "b c"),
            ("status:withdrawn", "b c"),
            ("-is:withdrawn", "a d"),
            ("石墨烯 OR is:withdrawn", "a b c"),
        ],
    );
    let filters = vec![Filter {
        facet: Facet::Status,
        value: "withdrawn".to_owned(),
        exclude: false,
    }];
    let filtered = ask_for(
        &library,
        Request {
            filters,
            ..Request::default()
        },
    );
    assert_eq!((filtered.total, filtered.withdrawn), (2, 0));
    // What is exported is all that matches.
    let request = Request {
        query: "石墨烯".to_owned(),
        ..Request::default()
    };
    let exported = library.matches(&request).unwrap();
    let mut exported: Vec<_> = exported.map(|record| record.unwrap().id).collect();
    exported.sort_unstable();
    assert_eq!(exported, ["a", "b", "c"]);
}

#[test]
fn one_word_in_a_title_outranks_six_in_a_text() {
    let mut often = titled("often", "一种新型材料的制备方法及其应用");
    often.body =
        "涂层均匀，涂层致密，该涂层耐磨，另一涂层耐蚀，两种涂层结合牢固，涂层成本低。".to_owned();
    let mut filler: Vec<Record> = (0..30)
        .map(|n| Record {
            body: "本成果用于机械加工，性能稳定，已在多家企业应用。".to_owned(),
            ..titled(&format!("f{n}"), &format!("机械加工设备{n}"))
        })
        .collect();
    filler.push(often);
    filler.push(titled("title", "海洋工程钢结构的环氧涂层"));
    let library = library(filler);
    assert_eq!(ids(&ask(&library, "涂层")), "title often");
}

#[test]
fn experts_are_found_by_their_post() {
    let expert = |id: &str, post: &str| Record {
        kind: Kind::Expert,
        expert: Some(Box::new(Expert {
            post: post.to_owned(),
            ..Expert::default()
        })),
        ..titled(id, "某人")
    };
    let library = library(vec![
        expert("a", "教授"),
        expert("b", "副教授"),
        expert("c", "讲师"),
    ]);
    check(
        &library,
        &[
            ("职称:教授", "a b"),
            ("职称:\"教授\"", "a"),
            ("post:讲师", "c"),
        ],
    );
}

#[test]
fn synonyms_are_shown_and_left_out_by_quotes_and_by_the_request() {
    let library = library(vec![
        titled("a", "植保无人机"),
        titled("b", "agricultural drone"),
    ]);
    let page = ask(&library, "无人机");
    assert!(page.interpreted.contains("drone"), "{}", page.interpreted);
    check(&library, &[("无人机", "a b"), ("\"无人机\"", "a")]);
    let alone = ask_for(
        &library,
        Request {
            query: "无人机".to_owned(),
            without_synonyms: true,
            ..Request::default()
        },
    );
    assert_eq!((ids(&alone).as_str(), &*alone.interpreted), ("a", "无人机"));
}
