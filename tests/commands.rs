//! The commands of the real program as scripts see them: exit codes, shapes of the output,
//! notices, and what is left after a kill.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[path = "common/skip.rs"]
mod skip;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use common::Home;
use skip::skipped;

/// Number of the sample listings.
const SAMPLES: u64 = 165;
/// Sample listings that are withdrawn, which searches leave out.
const WITHDRAWN: u64 = 1;

/// How a command ended.
struct Ended {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

impl Home {
    /// With the sample listings as the user's own: opened faster than the compiled-in ones.
    fn filled() -> Self {
        let home = Self::new();
        let samples = home.text(&["export", "", "--format", "jsonl"]);
        let file = home.write("samples.jsonl", &samples);
        home.import(&[&file]);
        home
    }

    fn write(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(arguments).output().unwrap())
    }

    /// What a command that must succeed prints.
    fn text(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
        String::from_utf8(ended.out).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(arguments)).unwrap()
    }

    /// The summary of an import, whose counts must add up.
    fn import(&self, arguments: &[&str]) -> Value {
        let summary = self.json(&[&["import", "--format", "json"], arguments].concat());
        for file in summary["files"].as_array().unwrap() {
            let sum: u64 = OUTCOMES.iter().map(|name| number(&file[name])).sum();
            assert_eq!(number(&file["rows"]), sum, "{file}");
        }
        for name in OUTCOMES {
            let files = summary["files"].as_array().unwrap().iter();
            let sum: u64 = files.map(|file| number(&file[name])).sum();
            assert_eq!(number(&summary[name]), sum, "{name}");
        }
        summary
    }

    /// Number of listings that a query finds.
    fn total(&self, query: &str) -> u64 {
        let page = self.json(&["search", query, "--format", "json", "--limit", "1"]);
        number(&page["total"])
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: output.stdout,
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// What can become of a row.
const OUTCOMES: [&str; 5] = ["new", "updated", "unchanged", "merged", "rejected"];

fn counts(summary: &Value) -> [u64; 5] {
    OUTCOMES.map(|name| number(&summary[name]))
}

#[track_caller]
fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[track_caller]
fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn lines(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn ids(records: &[Value]) -> BTreeSet<&str> {
    records
        .iter()
        .filter_map(|record| record["id"].as_str())
        .collect()
}

#[test]
fn exit_codes_say_how_it_ended() {
    let home = Home::filled();
    let rows = home.write(
        "rows.jsonl",
        "{\"id\":\"x1\",\"title\":\"石墨烯\"}\nno row\n",
    );
    let broken = Home::new();
    broken.write("library", "not a folder");
    let strange = Home::new();
    std::fs::create_dir(strange.path("library")).unwrap();
    strange.write("library/catalogue.db", &"not a database ".repeat(500));
    let check = |home: &Home, code: i32, arguments: &[&str]| {
        let ended = home.run(arguments);
        assert_eq!(ended.code, Some(code), "{arguments:?}: {}", ended.err);
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
        if code > 1 {
            assert!(
                !ended.err.trim().is_empty(),
                "{arguments:?} does not say why"
            );
            assert!(ended.out.is_empty(), "{arguments:?}: stdout is for data");
        }
    };
    check(&home, 0, &["search", "石墨烯"]);
    check(&home, 0, &["search", "-石墨烯"]);
    check(&home, 0, &["facets", "", "--by", "kind"]);
    check(&home, 0, &["show", "sample:a001"]);
    check(&home, 0, &["--version"]);
    check(&home, 1, &["search", "zqxzqxzqx"]);
    check(&home, 1, &["facets", "zqxzqxzqx", "--by", "kind"]);
    check(&home, 1, &["export", "zqxzqxzqx", "--format", "jsonl"]);
    check(&home, 1, &["show", "nobody"]);
    check(&home, 2, &[]);
    check(&home, 2, &["search"]);
    check(&home, 2, &["look"]);
    check(&home, 2, &["search", "石墨烯", "--sort", "best"]);
    check(&home, 2, &["search", "石墨烯", "--filter", "city"]);
    check(&home, 2, &["facets", "", "--by", "colour"]);
    check(&home, 3, &["search", "--queries", "/nowhere/queries"]);
    check(&broken, 4, &["search", "石墨烯"]);
    check(&broken, 4, &["import", &rows]);
    check(&strange, 4, &["search", "石墨烯"]);
    check(&home, 0, &["import", &rows]);
    let missing = home.run(&["import", "/nowhere/rows.csv"]);
    assert_eq!(missing.code, Some(3), "{}", missing.err);
    assert!(missing.err.contains("/nowhere/rows.csv"), "{}", missing.err);
}

#[test]
fn samples_are_shown_until_the_first_import() {
    let home = Home::new();
    let row = home.write("rows.jsonl", "{\"id\":\"x1\",\"title\":\"竹编花篮\"}\n");
    let before = home.run(&["search", "石墨烯", "--format", "json"]);
    assert!(before.err.contains("sample listings"), "{}", before.err);
    let chinese = home.run(&["--lang", "zh", "search", "石墨烯", "--format", "json"]);
    assert!(chinese.err.contains("示例数据"), "{}", chinese.err);
    assert_eq!(home.total(""), SAMPLES - WITHDRAWN);
    assert_eq!(home.run(&["search", "竹编花篮"]).code, Some(0), "relaxed");
    home.import(&[&row]);
    assert_eq!(home.total(""), 1);
    let after = home.run(&["search", "竹编", "--format", "json"]);
    assert_eq!((after.code, after.err.as_str()), (Some(0), ""));
    assert_eq!(home.run(&["search", "石墨烯"]).code, Some(1));
}

#[test]
fn what_cannot_be_read_in_a_query_is_said() {
    let home = Home::filled();
    for (query, expected) in [
        ("石墨烯 claims:x", "no field is called claims"),
        ("石墨烯 ti:", "ti: has no value"),
        ("like:", "like: has no value"),
    ] {
        let ended = home.run(&["--lang", "en", "search", query]);
        assert!(ended.err.contains(expected), "{query}: {}", ended.err);
    }
}

#[test]
fn a_search_prints_one_object() {
    let home = Home::filled();
    let page = home.json(&[
        "search",
        "石墨烯",
        "--format",
        "json",
        "--limit",
        "3",
        "--offset",
        "1",
    ]);
    let expected = [
        "query",
        "interpreted",
        "total",
        "relaxed",
        "elapsed_us",
        "hits",
        "offset",
    ];
    assert_eq!(keys(&page), expected.into());
    assert_eq!(
        (&page["query"], &page["offset"]),
        (&json!("石墨烯"), &json!(1))
    );
    assert_eq!(page["relaxed"], json!(false));
    let hits = page["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 3);
    assert!(
        number(&page["total"]) > 4,
        "counts every match, not those printed"
    );
    for hit in hits {
        assert!(hit["score"].as_f64().unwrap() > 0.0);
        // A whole hit is the record as `show` prints it, and its score.
        let mut record = home.json(&["show", hit["id"].as_str().unwrap(), "--format", "json"]);
        record["score"] = hit["score"].clone();
        assert_eq!(*hit, record);
    }
    let counted = home.json(&["search", "石墨烯", "--format", "json", "--facets"]);
    let kinds = counted["facets"]["kind"].as_array().unwrap();
    assert_eq!(keys(&kinds[0]), ["value", "count"].into());
    let sum: u64 = kinds.iter().map(|kind| number(&kind["count"])).sum();
    assert_eq!(sum, number(&counted["total"]));
    assert_eq!(counted["facets"].as_object().unwrap().len(), 18);
}

#[test]
fn queries_of_a_file_are_answered_line_by_line() {
    let home = Home::filled();
    let queries = ["石墨烯", "zqxzqxzqx", "", "(电池 OR", "kind:need"];
    let file = home.write("queries", &queries.join("\n"));
    let answers = lines(&home.text(&["search", "--queries", &file, "--format", "jsonl"]));
    let asked: Vec<_> = answers
        .iter()
        .map(|answer| answer["query"].as_str().unwrap())
        .collect();
    assert_eq!(asked, queries);
    let answer = [
        "query",
        "interpreted",
        "total",
        "relaxed",
        "elapsed_us",
        "hits",
    ];
    let hit = ["id", "kind", "title", "institution", "score"];
    for one in &answers {
        assert_eq!(keys(one), answer.into());
        for one in one["hits"].as_array().unwrap() {
            assert_eq!(keys(one), hit.into());
        }
    }
    let totals: Vec<_> = answers
        .iter()
        .map(|answer| number(&answer["total"]))
        .collect();
    assert_eq!(
        (totals[1], totals[2], totals[4]),
        (0, SAMPLES - WITHDRAWN, 20)
    );
    assert_eq!(answers[2]["hits"].as_array().unwrap().len(), 20);
    let none = home.write("none", "zqxzqxzqx\n");
    assert_eq!(home.run(&["search", "--queries", &none]).code, Some(1));
}

#[test]
fn facets_print_one_object() {
    let home = Home::filled();
    let kinds = home.json(&[
        "facets", "", "--by", "kind", "--format", "json", "--lang", "en",
    ]);
    let expected = [
        "query",
        "interpreted",
        "total",
        "relaxed",
        "facet",
        "values",
    ];
    assert_eq!(keys(&kinds), expected.into());
    assert_eq!(
        (&kinds["facet"], number(&kinds["total"])),
        (&json!("kind"), SAMPLES - WITHDRAWN)
    );
    let values = kinds["values"].as_array().unwrap();
    let counts: Vec<_> = values.iter().map(|value| number(&value["count"])).collect();
    assert_eq!(counts, [79, 40, 20, 15, 10]);
    assert_eq!(keys(&values[0]), ["value", "label", "count"].into());
    assert_eq!(values[0]["value"], json!("achievement"));
    let limited = ["facets", "", "--by", "institution", "--format", "json"];
    let values = |arguments: &[&str]| home.json(arguments)["values"].as_array().unwrap().len();
    assert_eq!(values(&limited), 20, "unless told");
    assert_eq!(values(&[&limited[..], &["--limit", "3"]].concat()), 3);
    let needs = [&limited[..], &["--filter", "kind=need"]].concat();
    assert_eq!(number(&home.json(&needs)["total"]), 20);
    let budgets = home.json(&["search", "", "--filter", "预算=1..", "--format", "json"]);
    assert!(number(&budgets["total"]) > 0, "{budgets}");
    let others = [&limited[..], &["--filter", "kind!=need"]].concat();
    assert_eq!(
        number(&home.json(&others)["total"]),
        SAMPLES - WITHDRAWN - 20
    );
}

/// Four publications of two families, with all that only patents say.
const PATENTS: &str = r#"{"kind":"patent","title":"Graphene pump","people":[{"name":"Jane Roe","role":"inventor"}],"institutions":["Acme Inc."],"translations":[{"lang":"zh","title":"石墨烯泵"}],"patent":{"office":"US","publication_number":"9000001","kind_code":"B2","family":"7","owners":["Beta Ltd."],"cpc":["F04D29/02"],"us_classes":["417/53"],"document_type":"granted patent","earliest_priority":"2016-03-04","family_members":["EP1000001B1"],"family_size":4,"literature":["Journal of Pumps 12"],"cites_count":3,"cited_by_count":12,"legal_events":[{"date":"2020-05-06","code":"MAFP","text":"fee payment"}]}}
{"kind":"patent","title":"Graphene pump","people":[{"name":"Jane Roe","role":"inventor"}],"patent":{"office":"EP","publication_number":"1000001","kind_code":"B1","family":"7"}}
{"kind":"patent","title":"Graphene pipe","people":[{"name":"Ed Poe","role":"inventor"}],"patent":{"office":"US","publication_number":"9000002","kind_code":"B2","family":"8"}}
{"kind":"need","title":"Graphene wanted","region":"武汉"}
"#;

/// Headings of what only patents say, and their values in the listing and in a table.
const FACTS: [(&str, &str); 11] = [
    ("CPC", "F04D29/02"),
    ("US classes", "417/53"),
    ("Document type", "granted patent"),
    ("Earliest priority", "2016-03-04"),
    ("Family members", "EP1000001B1"),
    ("Family size", "4"),
    ("Other literature", "Journal of Pumps 12"),
    ("Patents cited", "3"),
    ("Cited by", "12"),
    ("Legal events", "2020-05-06 · MAFP · fee payment"),
    ("Owner", "Beta Ltd."),
];

#[test]
fn what_only_patents_say_is_shown_found_and_exported() {
    let home = Home::new();
    home.import(&[&home.write("patents.jsonl", PATENTS)]);
    let shown = home.text(&["show", "patent:US9000001B2", "--lang", "en"]);
    let table = home.text(&[
        "export",
        "num:US9000001B2",
        "--format",
        "csv",
        "--lang",
        "en",
    ]);
    let mut lines = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let row: std::collections::HashMap<String, String> =
        lines.deserialize().next().unwrap().unwrap();
    for (label, value) in FACTS {
        assert!(
            shown.contains(&format!("{label}: {value}")),
            "{label}: {shown}"
        );
        assert_eq!(row[label], value, "{label}");
    }
    assert_eq!(row["Other languages"], "[zh] 石墨烯泵 |  | ");
    let chinese = home.text(&["show", "patent:US9000001B2", "--lang", "zh"]);
    assert!(chinese.starts_with("石墨烯泵\n"), "{chinese}");
    for query in [
        "cited-by>10",
        "cites:3",
        "family-size:4..",
        "priority-date:2016",
        "cpc:F04D29/02",
        "uspc:417/53",
        "doctype:granted",
        "lit:pumps",
        "event:fee",
        "owner:beta",
        "title:石墨烯泵",
        "office:US kind-code:B2 inventor:Roe",
    ] {
        assert_eq!(home.total(query), 1, "{query}");
    }
}

#[test]
fn families_offices_people_and_ancestors_are_counted() {
    let home = Home::new();
    home.import(&[&home.write("patents.jsonl", PATENTS)]);
    let search = ["search", "graphene", "--format", "json"];
    assert_eq!(number(&home.json(&search)["total"]), 4);
    let families = home.json(&[&search[..], &["--families"]].concat());
    assert_eq!(number(&families["families"]), 3, "one of each family");
    assert_eq!(families["hits"].as_array().unwrap().len(), 3);
    let counts = |by: &str, more: &[&str]| -> Vec<(String, u64)> {
        let facets = ["facets", "", "--format", "json", "--by", by];
        let values = home.json(&[&facets[..], more].concat());
        let values = values["values"].as_array().unwrap().clone();
        let count = |it: &Value| {
            let value = it["value"].as_str().unwrap();
            (value.to_owned(), number(&it["count"]))
        };
        values.iter().map(count).collect()
    };
    let of = |values: &[(&str, u64)]| -> Vec<(String, u64)> {
        let values = values.iter();
        values
            .map(|(value, count)| ((*value).to_owned(), *count))
            .collect()
    };
    assert_eq!(counts("office", &[]), of(&[("US", 2), ("EP", 1)]));
    assert_eq!(
        counts("inventor", &[]).iter().map(|it| it.1).sum::<u64>(),
        3
    );
    assert_eq!(counts("owner", &[]).len(), 1);
    assert!(!counts("patent-kind", &[]).is_empty());
    assert_eq!(counts("region", &[]), of(&[("4201", 1)]));
    assert_eq!(
        counts("region", &["--rolled-up"]),
        of(&[("42", 1), ("4201", 1)])
    );
    assert_eq!(home.total("inventor:Roe office:EP"), 1);
    let table = home.text(&[
        "facets", "", "--by", "office", "--format", "csv", "--lang", "en",
    ]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "a header and two offices: {table}");
    assert!(
        lines[1].starts_with("US,") && lines[1].ends_with(",2"),
        "{table}"
    );
}

#[test]
fn references_that_were_exported_are_read_back_by_a_reader_of_references() {
    let home = Home::new();
    home.import(&[&home.write("patents.jsonl", PATENTS)]);
    for (format, name) in [("ris", "out.ris"), ("bibtex", "out.bib")] {
        let file = home.path(name).to_str().unwrap().to_owned();
        home.text(&["export", "kind:patent", "--format", format, "-o", &file]);
        let shown = home.text(&["show", "patent:US9000001B2", "--format", format]);
        let whole = std::fs::read_to_string(&file).unwrap();
        assert!(whole.contains(shown.trim()), "{shown}");
        let other = Home::new();
        let read = other.import(&[&file]);
        assert_eq!(counts(&read), [3, 0, 0, 0, 0], "{format}");
        assert_eq!(
            other.total("kind:patent num:US9000001B2 inventor:Roe"),
            1,
            "{format}"
        );
    }
    let page = home.text(&[
        "show",
        "patent:US9000001B2",
        "--format",
        "markdown",
        "--lang",
        "en",
    ]);
    assert!(page.starts_with("## Graphene pump\n"), "{page}");
    for part in ["Jane Roe", "US9000001B2", "fee payment", "Cited by"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn an_import_says_what_it_did_not_take_and_what_it_guessed() {
    let home = Home::new();
    let lists = r#"{"meta":[{"page":1}],"rows":[{"title":"低温电池","company":"江城大学","weather":"fine"}]}"#;
    let file = home.write("lists.json", lists);
    let summary = home.import(&[&file]);
    let read = &summary["files"][0];
    assert_eq!(read["ignored_columns"], json!(["weather"]));
    assert_eq!(read["not_read"][0]["name"], "meta");
    assert_eq!(read["guessed"][0]["what"], "kind");
    assert_eq!(read["guessed"][0]["value"], "achievement");
    let experts = home.write("people.json", r#"{"experts":[{"name":"王小桥"}]}"#);
    let summary = home.import(&[&experts]);
    let guessed = &summary["files"][0]["guessed"];
    assert_eq!(*guessed, json!([]), "the list says what is in it");
    let told = home.run(&["import", &file]);
    assert!(String::from_utf8_lossy(&told.out).contains("weather"));
    let empty = home.write("empty.csv", "title,phone\n");
    let told = home.run(&["import", &empty]);
    assert_eq!(told.code, Some(3), "{}", told.err);
    assert!(told.err.contains("empty.csv"), "{}", told.err);
}

#[test]
fn an_import_counts_every_row_once() {
    let home = Home::new();
    let row = |id: &str, title: &str| format!("{{\"id\":\"{id}\",\"title\":\"{title}\"}}\n");
    let first = home.write(
        "a.jsonl",
        &[row("x1", "一号"), row("x2", "二号"), row("x3", "三号")].concat(),
    );
    let summary = home.import(&[&first, "--source", "s"]);
    assert_eq!(counts(&summary), [3, 0, 0, 0, 0]);
    let mut expected = BTreeSet::from(OUTCOMES);
    expected.extend(["files", "run", "seconds"]);
    assert_eq!(keys(&summary), expected);
    let mut expected = BTreeSet::from(OUTCOMES);
    expected.extend(["path", "format", "encoding", "rows", "told_by"]);
    expected.extend(["ignored_columns", "not_read", "guessed"]);
    assert_eq!(keys(&summary["files"][0]), expected);
    assert_eq!(summary["files"][0]["path"], json!(first));
    assert_eq!(
        counts(&home.import(&[&first, "--source", "s"])),
        [0, 0, 3, 0, 0]
    );
    let second = [
        row("x1", "一号"),
        row("x2", "二号改"),
        row("x4", "四号"),
        "no row\n".to_owned(),
    ];
    let second = home.write("b.jsonl", &second.concat());
    let rejects = home.path("rejects.csv");
    let rejects = rejects.to_str().unwrap();
    let summary = home.import(&[&second, "--source", "s", "--rejects", rejects]);
    assert_eq!(counts(&summary), [1, 1, 1, 0, 1]);
    let rejected = std::fs::read_to_string(rejects).unwrap();
    assert!(rejected.contains("no row"), "{rejected}");
    // Rows of two sources that say the same, to the last word, are one listing.
    let third = home.write("c.jsonl", "{\"title\":\"五号\"}\n{\"title\":\"六号\"}\n");
    let summary = home.import(&[&third, "--source", "s"]);
    assert_eq!(counts(&summary), [2, 0, 0, 0, 0]);
    let both = home.import(&[&third, &first, "--source", "t"]);
    assert_eq!(counts(&both), [1, 0, 0, 4, 0]);
    assert_eq!(home.total(""), 7);
}

#[test]
fn exported_listings_come_back_the_same() {
    let home = Home::new();
    let export = ["export", "", "--format", "jsonl"];
    let samples = home.text(&export);
    let file = home.write("samples.jsonl", &samples);
    let all = number(&json!(samples.lines().count()));
    assert_eq!(all, SAMPLES);
    assert_eq!(counts(&home.import(&[&file])), [all, 0, 0, 0, 0]);
    let again = home.text(&export);
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    for (before, after) in sorted(&samples).iter().zip(sorted(&again)) {
        assert_eq!(*before, after);
    }
    assert_eq!(again.lines().count(), samples.lines().count());
}

/// What a table of the library is counted as when it is imported into it.
fn counts_again(home: &Home, arguments: &[&str]) -> [u64; 5] {
    let file = home.path("again.table").to_str().unwrap().to_owned();
    let export = ["export", "", "-o", &file];
    home.text(&[&export, arguments].concat());
    counts(&home.import(&[&file]))
}

#[test]
fn every_export_of_a_library_says_nothing_new_to_it() {
    let home = Home::filled();
    let id = lines(&home.text(&["export", "kind:need", "--format", "jsonl"]))[0]["id"].clone();
    let rows = "名称,单位,来源,预算\n甲需求,某厂,网站,50万以上\n甲需求,某厂,网站,60万\n";
    home.import(&[&home.write("needs.csv", rows), "--kind", "need"]);
    home.text(&["edit", id.as_str().unwrap(), "--set", "title=改过的需求"]);
    for format in ["jsonl", "csv", "xlsx"] {
        for language in ["zh", "en"] {
            let arguments = ["--format", format, "--lang", language];
            let expected = [0, 0, SAMPLES + 2, 0, 0];
            assert_eq!(counts_again(&home, &arguments), expected, "{arguments:?}");
        }
    }
}

#[test]
fn a_table_changes_what_was_changed_in_it_and_nothing_else() {
    let home = Home::new();
    let rows = "名称,单位,预算,联系人,电话,关键词\n甲需求,某厂,50万以上,甲,027-00001234,膜; 涂层\n";
    home.import(&[&home.write("needs.csv", rows), "--kind", "need"]);
    let before = lines(&home.text(&["export", "", "--format", "jsonl"])).remove(0);
    let columns = [
        "--format",
        "csv",
        "--lang",
        "zh",
        "--columns",
        "编号,预算,单位,来源,keywords",
    ];
    let table = home.text(&[&["export", ""], &columns[..]].concat());
    assert!(table.contains("编号,预算,单位,来源,关键词"), "{table}");
    assert!(table.contains(",≥50万元,某厂,"), "{table}");
    let file = home.write(
        "t.csv",
        &table.replace("≥50万元", "80万元").replace("膜; 涂层", ""),
    );
    assert_eq!(counts(&home.import(&[&file])), [0, 1, 0, 0, 0]);
    let after = lines(&home.text(&["export", "", "--format", "jsonl"])).remove(0);
    assert_eq!(after["need"]["budget"]["max"], json!(800_000.0));
    assert_eq!(
        after.get("keywords"),
        None,
        "an empty cell empties its field"
    );
    for field in ["id", "title", "contact", "institutions", "sources"] {
        assert_eq!(after[field], before[field], "{field}");
    }
}

#[test]
fn columns_that_are_asked_for_stand_in_their_order() {
    let home = Home::new();
    let export = |columns: &str, format: &str| {
        home.run(&["export", "石墨烯", "--format", format, "--columns", columns])
    };
    let ended = export("title,地区,region.code，price_min", "csv");
    let table = String::from_utf8(ended.out).unwrap();
    let header = table.trim_start_matches('\u{feff}').lines().next();
    assert_eq!(header, Some("Title,Region,Region (code),Lowest price"));
    let wrong = export("title,reigon", "csv");
    assert_eq!(wrong.code, Some(2));
    for part in [
        "reigon",
        "did you mean region?",
        "known columns: id, kind, title",
    ] {
        assert!(wrong.err.contains(part), "{}", wrong.err);
    }
    assert_eq!(export("title", "ris").code, Some(2));
    let redacted = home.text(&[
        "export",
        "石墨烯",
        "--format",
        "csv",
        "--redact",
        "contacts",
    ]);
    let header = redacted.lines().next().unwrap();
    assert!(
        !header.contains("Telephone") && header.contains("Keywords"),
        "{header}"
    );
}

#[test]
fn an_export_for_spreadsheets_names_its_encoding() {
    let home = Home::new();
    let csv = home.text(&["export", "石墨烯", "--format", "csv"]);
    assert!(csv.starts_with('\u{feff}'), "{csv:.20}");
    let file = home.path("out.csv");
    let arguments = [
        "export",
        "石墨烯",
        "--format",
        "csv",
        "-o",
        file.to_str().unwrap(),
    ];
    assert_eq!(home.text(&arguments), "");
    assert_eq!(std::fs::read_to_string(file).unwrap(), csv);
}

#[test]
fn an_export_says_what_it_wrote_and_that_it_replaced_a_file() {
    let home = Home::filled();
    let file = home.write("keep.csv", "mine");
    let export = ["export", "kind:need", "--format", "csv", "-o", &file];
    let total = home.total("kind:need");
    let ended = home.run(&export);
    let said = format!("{total} listings written to {file} (the existing file was replaced)\n");
    assert_eq!((ended.code, ended.err), (Some(0), said));
    std::fs::remove_file(&file).unwrap();
    let said = format!("{total} listings written to {file}\n");
    assert_eq!(home.run(&export).err, said);
}

#[test]
fn an_export_of_no_contact_leaves_no_empty_file() {
    let home = Home::new();
    let rows = home.write("a.csv", "title,kind\nA heat pump,achievement\n");
    home.import(&[&rows]);
    let file = home.path("v.vcf");
    let name = file.to_str().unwrap();
    let none = "none of these listings has a contact: nothing was written\n";
    for arguments in [
        &["export", "", "--format", "vcard", "-o", name][..],
        &["export", "", "--format", "vcard"],
    ] {
        let ended = home.run(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (Some(1), none));
        assert!(ended.out.is_empty() && !file.exists());
    }
    let page = home.json(&["search", "", "--format", "json"]);
    let id = page["hits"][0]["id"].as_str().unwrap();
    assert_eq!(home.run(&["show", id, "--format", "vcard"]).code, Some(1));
}

/// Runs a command whose reader leaves before the first byte.
fn leave(arguments: &[&str]) {
    let home = Home::new();
    let mut command = home.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ended = Ended::from(child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
    let mut notices = ended.err.lines();
    let trouble = notices.find(|line| !line.contains("sample listings"));
    assert_eq!(trouble, None, "{arguments:?}");
}

#[test]
fn a_reader_that_leaves_is_a_normal_end() {
    // More than a pipe holds, so that the closed end is met.
    leave(&["export", "", "--format", "jsonl"]);
    leave(&["completions", "bash"]);
}

#[test]
fn a_reader_that_leaves_json_or_csv_is_a_normal_end() {
    leave(&[
        "search",
        "-is:withdrawn",
        "--format",
        "json",
        "--limit",
        "200",
    ]);
    leave(&[
        "search",
        "-is:withdrawn",
        "--format",
        "jsonl",
        "--limit",
        "200",
    ]);
    leave(&["export", "", "--format", "csv"]);
    leave(&[
        "search",
        "-is:withdrawn",
        "--format",
        "csv",
        "--limit",
        "200",
    ]);
}

/// The abstracts, where they are at hand. Tests run in the package's folder.
fn abstracts() -> Option<&'static str> {
    let path = "../shared/data/csl/dev.jsonl";
    if !Path::new(path).exists() {
        skipped("no ../shared");
        return None;
    }
    Some(path)
}

#[test]
fn abstracts_are_imported_once_counted_once_and_found_by_a_plain_word() {
    let Some(path) = abstracts() else { return };
    let home = Home::new();
    assert_eq!(counts(&home.import(&[path])), [1000, 0, 0, 0, 0]);
    assert_eq!(counts(&home.import(&[path])), [0, 0, 1000, 0, 0]);
    let by = [
        "facets",
        "",
        "--by",
        "discipline",
        "--limit",
        "100",
        "--format",
        "json",
    ];
    let counted = home.json(&by);
    let values = counted["values"].as_array().unwrap();
    let sum: u64 = values.iter().map(|value| number(&value["count"])).sum();
    assert_eq!(sum, 1000);
    let text = std::fs::read_to_string(path).unwrap();
    let works = lines(&text);
    let holds = |work: &Value, word: &str| {
        let keywords = work["keywords"].as_array().unwrap().iter();
        let texts = [&work["title"], &work["abstract"]]
            .into_iter()
            .chain(keywords);
        texts
            .filter_map(Value::as_str)
            .any(|text| text.contains(word))
    };
    let page = home.json(&["search", "染色", "--format", "json", "--limit", "1000"]);
    let found = page["hits"].as_array().unwrap().iter();
    let found: BTreeSet<_> = found.map(|hit| hit["title"].as_str().unwrap()).collect();
    let holding = works.iter().filter(|work| holds(work, "染色"));
    let holding: BTreeSet<_> = holding
        .map(|work| work["title"].as_str().unwrap())
        .collect();
    assert!(holding.len() > 3, "the word is in some works");
    assert_eq!(found, holding);
}

#[test]
fn a_kill_leaves_whole_batches_and_the_next_import_goes_on() {
    const ROWS: u64 = 12_000;
    let home = Home::new();
    let mut text = String::new();
    for row in 0..ROWS {
        let words = row % 97;
        writeln!(
            text,
            "{{\"id\":\"x{row:05}\",\"title\":\"第 {row} 号成果 {words}\"}}"
        )
        .unwrap();
    }
    let file = home.write("rows.jsonl", &text);
    // The library is there before two processes open it.
    home.run(&["search", ""]);
    let mut import = home.command(&["import", &file]).spawn().unwrap();
    while import.try_wait().unwrap().is_none() && home.run(&["show", "rows:x03000"]).code != Some(0)
    {
        std::thread::yield_now();
    }
    import.kill().unwrap();
    import.wait().unwrap();
    let kept = home.total("");
    assert!(kept > 3000 && kept <= ROWS, "{kept}");
    // Batches are committed in the order of the rows: what is there is a beginning of the file.
    let kept_records = lines(&home.text(&["export", "", "--format", "jsonl"]));
    let expected: Vec<_> = (0..kept).map(|row| format!("rows:x{row:05}")).collect();
    let expected = expected.iter().map(String::as_str).collect();
    assert!(ids(&kept_records) == expected, "not the first {kept} rows");
    assert_eq!(counts(&home.import(&[&file])), [ROWS - kept, 0, kept, 0, 0]);
    assert_eq!(home.total(""), ROWS);
}

/// All listings of a library, without where and when they came from.
fn listings(home: &Home) -> BTreeSet<String> {
    let exported = lines(&home.text(&["export", "", "--format", "jsonl"]));
    let without_sources = exported.into_iter().map(|mut record| {
        record["sources"] = Value::Null;
        record.to_string()
    });
    without_sources.collect()
}

#[test]
fn a_printed_map_given_back_changes_nothing() {
    let table = "汇总表;;;;\n公开（公告）号;名称;申请日(dd/mm/yyyy);转让价格（元）;天气\n\
        CN100000001A;一种甲;05/06/2018;20000;晴\nCN100000002A;一种乙;06/05/2018;面议;\n";
    let rows = r#"{"resultName":"甲","turnWay":"技术转让,","supplyPrice":50,"contact":{"name":"张某","phone":"027-00000001"},"extra":{"color":["red"]}}
{"title":"求乙","technicalMatter":"难题","kind":"需求","extra":{"color":["blue"]}}
{"title":"丙","patent":{"office":"CN","publication_number":"100000003","kind_code":"A"},"kind":"patent"}"#;
    for (name, content) in [("table.csv", table), ("rows.jsonl", rows)] {
        let home = Home::new();
        let file = home.write(name, content);
        let map = home.text(&["import", "--print-map", &file]);
        let map = home.write("map.toml", &map);
        home.import(&[&file]);
        let plain = listings(&home);
        let again = Home::new();
        assert_eq!(again.import(&["--map", &map, &file])["rejected"], 0);
        assert_eq!(listings(&again), plain, "{name}");
        let printed = home.text(&["import", "--print-map", "--map", &map, &file]);
        assert_eq!(printed, std::fs::read_to_string(&map).unwrap());
    }
}

#[test]
fn a_table_without_a_header_is_imported_with_the_map_that_is_printed_for_it() {
    let home = Home::new();
    let file = home.write("list.txt", "石墨烯导热膜\t化学\n\"快\"充电池\t物理学\n");
    let refused = home.run(&["import", &file]);
    assert_eq!(refused.code, Some(3));
    assert!(refused.err.contains("--print-map"), "{}", refused.err);
    let looked = home.run(&["import", "--dry-run", &file]);
    let shown = String::from_utf8(looked.out).unwrap();
    assert_eq!(looked.code, Some(3), "as an import would be");
    assert!(
        shown.contains("no header") && shown.contains("快"),
        "{shown}"
    );
    let map = home.text(&["import", "--print-map", &file]);
    let map = map.replace("# 1 = \"ignore\"", "1 = \"title\"");
    let map = map.replace("# 2 = \"ignore\"", "2 = \"discipline\"");
    let map = home.write("map.toml", &map);
    assert_eq!(
        counts(&home.import(&["--map", &map, &file])),
        [2, 0, 0, 0, 0]
    );
    let found = home.json(&["search", "学科:化学", "--format", "json"]);
    assert_eq!(found["hits"][0]["title"], "石墨烯导热膜");
    let wrong = home.write("wrong.toml", "[columns]\n1 = \"titel\"\n");
    let wrong = home.run(&["import", "--map", &wrong, &file]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.err.contains("line 2: titel") && wrong.err.contains("title?"),
        "{}",
        wrong.err
    );
    assert_eq!(
        home.run(&["import", "--map", "/nowhere.toml", &file]).code,
        Some(3)
    );
    assert_eq!(
        home.run(&["import", "--print-map", &file, &file]).code,
        Some(2)
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_import_keeps_what_it_read_and_says_how_to_go_on() {
    const ROWS: u64 = 30_000;
    let home = Home::new();
    let mut text = String::new();
    for row in 0..ROWS {
        writeln!(
            text,
            "{{\"id\":\"x{row:05}\",\"title\":\"第 {row} 号成果\"}}"
        )
        .unwrap();
    }
    let file = home.write("rows.jsonl", &text);
    home.run(&["search", ""]);
    let mut command = home.command(&["import", "--format", "json", &file]);
    let import = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while home.run(&["show", "rows:x01000"]).code != Some(0) {
        std::thread::yield_now();
    }
    let process = import.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &process])
            .status()
            .unwrap()
            .success()
    );
    let ended = Ended::from(import.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(130), "{}", ended.err);
    assert!(
        ended.err.contains("Run the same command again"),
        "{}",
        ended.err
    );
    let summary: Value = serde_json::from_slice(&ended.out).unwrap();
    let kept = number(&summary["new"]);
    assert!(kept > 1000 && kept < ROWS, "{kept}");
    assert_eq!(home.total(""), kept, "all that was counted is found");
    assert_eq!(counts(&home.import(&[&file])), [ROWS - kept, 0, kept, 0, 0]);
    assert_eq!(home.total(""), ROWS);
}

#[test]
fn a_workbook_without_a_header_is_shown_and_mapped_too() {
    let home = Home::new();
    // A spreadsheet of markup, as programs save it under `.xls`.
    let page = home.write(
        "book.xls",
        "<html><body><table><tr><td>石墨烯导热膜</td><td>化学</td></tr>\
         <tr><td>快充电池</td></tr></table></body></html>",
    );
    let looked = home.run(&["import", "--dry-run", &page]);
    let shown = String::from_utf8(looked.out).unwrap();
    assert_eq!(looked.code, Some(3), "{}", looked.err);
    assert!(shown.contains("石墨烯导热膜 | 快充电池"), "{shown}");
    let map = home.text(&["import", "--print-map", &page]);
    let map = home.write(
        "map.toml",
        &map.replace("# 1 = \"ignore\"", "1 = \"title\""),
    );
    assert_eq!(
        counts(&home.import(&["--map", &map, &page])),
        [2, 0, 0, 0, 0]
    );
}

#[test]
fn columns_that_a_map_names_in_vain_are_told() {
    let home = Home::new();
    let file = home.write("table.csv", "名称,单位\n石墨烯导热膜,江城大学\n");
    let map = home.write(
        "map.toml",
        "[columns]\n\"温度\" = \"body\"\n3 = \"phone\"\n",
    );
    let ended = home.run(&["import", "--map", &map, &file]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told = "not in the file: 3, 温度";
    let also = "not in the file: 温度, 3";
    assert!(
        ended.err.contains(told) || ended.err.contains(also),
        "{}",
        ended.err
    );
}

#[test]
fn help_and_mistakes_in_the_arguments_are_in_the_users_language() {
    let home = Home::new();
    let check = |arguments: &[&str], locale: &str, code, expected: &str| {
        let mut command = home.command(arguments);
        let ended = command.env("LC_ALL", locale).output().unwrap();
        let said = [ended.stdout, ended.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(ended.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    };
    let settings = home.write("c.toml", "language = \"zh\"");
    check(&["--help"], "zh_CN.UTF-8", 0, "用法：qiao [选项] [命令]");
    check(&["search", "-h", "--lang", "zh"], "C", 0, "参数：");
    check(&["--help"], "C", 0, "130  interrupted by the user");
    check(&["edit", "--help"], "C", 0, "network_level");
    check(&["edit", "--help"], "zh_CN.UTF-8", 0, "网络层级");
    check(&["completions", "nushell"], "C", 0, "extern qiao");
    for section in ["EXIT STATUS", "ENVIRONMENT", "FILES"] {
        check(&["man"], "C", 0, section);
    }
    check(
        &["--config", &settings, "show"],
        "C",
        2,
        "错误：缺少 <编号>",
    );
    check(
        &["--lang=en", "show"],
        "zh_CN.UTF-8",
        2,
        "error: the following",
    );
    check(&["show", "--", "--lang", "zh"], "C", 2, "error: unexpected");
    check(&["man"], "zh_CN.UTF-8", 0, ".SH 选项");
    check(&["completions", "fish"], "zh_CN.UTF-8", 0, "供人看的列");
    check(&["--version"], "zh_CN.UTF-8", 0, "qiao ");
    let missing = home.path("missing.toml");
    let missing = missing.to_str().unwrap();
    check(
        &["--config", missing, "doctor"],
        "zh_CN.UTF-8",
        3,
        "没有这个文件",
    );
}

/// With two American patents.
fn patents() -> Home {
    let home = Home::new();
    let rows = "title,kind,publication_number,application_number,ipc,legal\n\
        Tea bag,patent,US6336130B1,US09000001,H01M10/0525,granted\n\
        Tea pot,patent,US6336131B1,US09000002,H01M10/0525,lapsed\n";
    let file = home.write("p.csv", rows);
    home.import(&[&file]);
    home
}

#[test]
fn a_listing_is_shown_and_edited_by_its_number() {
    let home = patents();
    for number in ["US6336130B1", "US 6,336,130 B1", "6336130"] {
        let shown = home.text(&["show", number]);
        assert!(shown.starts_with("Tea bag\n"), "{number}: {shown}");
    }
    let ended = home.run(&["show", "US9999999B1"]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let ended = home.run(&["edit", "US6336130B1", "--set", "legal=Dead"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.ends_with(": legal\n"), "{}", ended.err);
    let shown = home.json(&["show", "US6336130B1", "--format", "json"]);
    assert_eq!(shown["patent"]["legal"]["class"], "dead");
}

#[test]
fn a_value_that_is_in_no_list_is_refused_with_those_that_are() {
    let home = patents();
    for (value, allowed) in [
        ("legal=banana", "alive, pending, dead"),
        ("ipc=banana", "H01M10/0525"),
        ("stage=banana", "lab, pilot, mature"),
        ("status=banana", "published, draft"),
    ] {
        let ended = home.run(&["edit", "US6336130B1", "--set", value]);
        assert_eq!(ended.code, Some(2), "{value}");
        assert!(ended.err.contains(allowed), "{value}: {}", ended.err);
    }
}

#[test]
fn a_table_of_hits_has_numbers_and_legal_status_last() {
    let home = patents();
    let csv = home.text(&["search", "pot", "--format", "csv"]);
    let (head, row) = csv.split_once('\n').unwrap();
    assert!(
        head.ends_with(",year,publication_number,legal,number"),
        "{head}"
    );
    assert!(
        row.trim_end().ends_with(",6336131,dead,US6336131B1"),
        "{row}"
    );
    let table = home.text(&["search", "pot"]);
    assert!(!table.contains("Not stated"), "{table}");
}

#[test]
fn patent_classes_are_counted_with_their_names() {
    let counted = patents().text(&["facets", "", "--by", "ipc"]);
    let label = counted.trim_end().rsplit("  ").next().unwrap().trim();
    assert!(counted.starts_with("2  H01M10/0525  "), "{counted}");
    assert_ne!(label, "H01M10/0525");
}

#[test]
fn imported_files_are_no_registered_sources_and_names_are_quoted_for_the_shell() {
    let home = patents();
    let ended = home.run(&["source", "list"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("--by source"), "{}", ended.err);
    let file = home.path("p.csv");
    let ended = home.run(&["source", "add", "bad name!", file.to_str().unwrap()]);
    let command = "`qiao source sync 'bad name!'`";
    assert!(ended.err.contains(command), "{}", ended.err);
}

#[test]
fn the_first_import_says_that_the_samples_go() {
    let home = Home::new();
    let file = home.write("a.csv", "title\nA heat pump\n");
    let told = |ended: &Ended| ended.err.contains("instead of the samples");
    assert!(told(&home.run(&["import", &file])));
    assert!(!told(&home.run(&["import", &file])));
}

#[test]
fn colour_that_is_asked_for_is_given_whatever_the_environment_says() {
    let home = patents();
    let colour = |arguments: &[&str], no_color| {
        let mut command = home.command(arguments);
        command.env("NO_COLOR", no_color);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    for arguments in [&["search", "bag"][..], &["show", "US6336130B1"]] {
        assert!(!colour(arguments, "").contains('\u{1b}'), "{arguments:?}");
        let always = [arguments, &["--color", "always"]].concat();
        for no_color in ["", "1"] {
            let shown = colour(&always, no_color);
            assert!(shown.contains("\u{1b}[1m"), "{always:?}: {shown:?}");
        }
    }
    let found = colour(&["search", "bag", "--color", "always"], "1");
    assert!(
        found.contains("Tea \u{1b}[38;5;14m\u{1b}[1mbag"),
        "{found:?}"
    );
}
