//! `qiao stats` of the real program: every cell against a count of the exported listings, and the
//! shapes of the output.
//!
//! `statistics/independent_count.py` does the same outside of Rust, over any files.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::collections::BTreeMap;

use common::Home;
use serde_json::Value;

impl Home {
    /// With the sample listings as the user's own: opened faster than the compiled-in ones.
    fn filled() -> Self {
        let home = Self::new();
        let samples = home.text(&["export", "", "--format", "jsonl"]);
        let path = home.path("samples.jsonl");
        std::fs::write(&path, samples).unwrap();
        home.text(&["import", path.to_str().unwrap()]);
        home
    }

    /// How a command ends, and what it prints.
    fn stats(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let ended = self.command(arguments).output().unwrap();
        (
            ended.status.code(),
            String::from_utf8(ended.stdout).unwrap(),
        )
    }

    fn text(&self, arguments: &[&str]) -> String {
        let (code, text) = self.stats(arguments);
        assert_eq!(code, Some(0), "{arguments:?}");
        text
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [&["stats"], arguments, &["--format", "json"]].concat();
        serde_json::from_str(&self.text(&arguments)).unwrap()
    }

    /// The sample listings that searches find.
    fn listings(&self) -> Vec<Value> {
        let lines = self.text(&["export", "", "--format", "jsonl"]);
        let listings = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let listings: Vec<Value> = listings.collect();
        let is_shown = |it: &Value| it["status"] != "withdrawn";
        listings.into_iter().filter(is_shown).collect()
    }
}

/// The values that a listing has of a field; none for what it does not state.
fn values(listing: &Value, field: &str) -> Vec<Option<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = |values: &Value| -> Vec<String> {
        let values = values.as_array().cloned().unwrap_or_default();
        values.iter().map(text).collect()
    };
    let cut = |value: String, to: usize| -> Vec<String> {
        let part = value.get(..to).map(str::to_owned);
        part.into_iter().collect()
    };
    let dates = &listing["dates"];
    let main = ["published", "granted", "registered", "filed"];
    let main = main
        .iter()
        .map(|name| text(&dates[*name]))
        .find(|it| !it.is_empty());
    let main = main.unwrap_or_default();
    let mut values: Vec<String> = match field {
        "kind" | "stage" => vec![text(&listing[field])],
        "cooperation" => all(&listing["cooperation"]),
        "discipline" => all(&listing["disciplines"]),
        "province" => {
            let region = text(&listing["region"]);
            let is_code = region.starts_with(|it: char| it.is_ascii_digit());
            let length = if is_code { 2 } else { region.len() };
            cut(region, length)
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect()
        }
        "year" => cut(main, 4),
        "month" => cut(main, 7),
        "ipc:4" => {
            let cpc = all(&listing["patent"]["cpc"]);
            let all = all(&listing["ipc"]).into_iter().chain(cpc);
            all.flat_map(|symbol| cut(symbol, 4)).collect()
        }
        other => panic!("{other}"),
    };
    values.sort_unstable();
    values.dedup();
    let values: Vec<Option<String>> = values.into_iter().map(Some).collect();
    if values.is_empty() {
        vec![None]
    } else {
        values
    }
}

type Cells = BTreeMap<Vec<Option<String>>, u64>;

fn counted(listings: &[Value], fields: &[&str]) -> Cells {
    let mut cells = Cells::new();
    for listing in listings {
        let mut of_listing: Vec<Vec<Option<String>>> = vec![vec![]];
        for field in fields {
            let values = values(listing, field);
            let longer = |cell: &Vec<Option<String>>| {
                let cells = values
                    .iter()
                    .map(|value| [&cell[..], std::slice::from_ref(value)].concat());
                cells.collect::<Vec<_>>()
            };
            of_listing = of_listing.iter().flat_map(longer).collect();
        }
        for cell in of_listing {
            *cells.entry(cell).or_default() += 1;
        }
    }
    cells
}

fn said(answer: &Value) -> Cells {
    let rows = answer["rows"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let cells = rows.map(|row| {
        let mut cell: Vec<_> = row["values"].as_array().unwrap().iter().map(text).collect();
        if !answer["over"].is_null() {
            cell.push(text(&row["period"]));
        }
        (cell, row["count"].as_u64().unwrap())
    });
    cells.collect()
}

#[test]
fn every_cell_agrees_with_a_count_of_the_exported_listings() {
    let home = Home::filled();
    let listings = home.listings();
    for (by, over) in [
        (&["kind"][..], None),
        (&["kind", "stage"], None),
        (&["province"], Some("year")),
        (&["cooperation", "kind"], None),
        (&["discipline"], Some("month")),
        (&["ipc:4", "province"], Some("year")),
        (&["month"], None),
        (&[], Some("year")),
    ] {
        let (fields, mut arguments) = (by.join(","), vec![""]);
        if !by.is_empty() {
            arguments.extend(["--by", &fields]);
        }
        arguments.extend(over.iter().flat_map(|over| ["--over", over]));
        let answer = home.json(&arguments);
        let fields: Vec<&str> = by.iter().copied().chain(over).collect();
        assert_eq!(said(&answer), counted(&listings, &fields), "{fields:?}");
        assert_eq!(answer["total"], listings.len(), "{fields:?}");
    }
}

#[test]
fn what_is_beyond_the_most_frequent_is_one_row_in_which_each_listing_counts_once() {
    let home = Home::filled();
    let answer = home.json(&["", "--by", "ipc:4", "--top", "2"]);
    let listings = home.listings();
    let known = said(&answer);
    let known: Vec<&str> = known.keys().filter_map(|it| it[0].as_deref()).collect();
    assert_eq!(known.len(), 2);
    let is_other = |value: &Option<String>| value.as_deref().is_some_and(|it| !known.contains(&it));
    let others = listings
        .iter()
        .filter(|it| values(it, "ipc:4").iter().any(is_other));
    let others = others.count();
    assert_eq!(answer["others"][0]["count"], others);
    assert_eq!(answer["others"].as_array().unwrap().len(), 1);
    // Times are never taken together.
    let years = home.json(&["", "--by", "year", "--top", "2"]);
    assert!(years["rows"].as_array().unwrap().len() > 2);
    assert!(years["others"].as_array().unwrap().is_empty());
}

#[test]
fn filters_and_queries_narrow_what_is_counted() {
    let home = Home::filled();
    let listings = home.listings();
    let is_need = |it: &&Value| it["kind"] == "need";
    let needs: Vec<Value> = listings.iter().filter(is_need).cloned().collect();
    for arguments in [
        &["kind:need", "--by", "province"][..],
        &["", "--by", "province", "--filter", "kind=need"],
    ] {
        let answer = home.json(arguments);
        assert_eq!(said(&answer), counted(&needs, &["province"]));
    }
    let ended = home.stats(&["stats", "nothingofthiskindisthere", "--by", "kind"]);
    assert_eq!(ended.0, Some(1));
    for wrong in [
        &["stats", ""][..],
        &["stats", "", "--by", "colour"],
        &["stats", "", "--by", "kind,stage,year"],
    ] {
        assert_eq!(home.stats(wrong).0, Some(2), "{wrong:?}");
    }
}

#[test]
fn contracts_are_counted_with_their_amounts_once_they_are_signed() {
    let home = Home::filled();
    let listings = home.listings();
    let of_kind = |kind: &str| {
        let listings = listings.iter().filter(|it| it["kind"] == kind);
        let ids = listings.map(|it| it["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let (needs, offers) = (of_kind("need"), of_kind("achievement"));
    for (number, amount) in [("1", "300万元"), ("2", "50万元"), ("3", "")] {
        let place = number.parse::<usize>().unwrap();
        home.text(&[
            "deal",
            "new",
            &needs[place],
            &offers[place],
            "--on",
            "2026-09-01",
        ]);
        home.text(&["deal", "set", number, "kind=转让"]);
        home.text(&["deal", "set", number, &format!("amount={amount}")]);
    }
    for number in ["1", "3"] {
        home.text(&["deal", "move", number, "signed", "--on", "2026-10-08"]);
    }
    let amounts = [
        "--by",
        "contract-kind",
        "--over",
        "month",
        "--measure",
        "amount",
    ];
    let answer = home.json(&[&[""], &amounts[..]].concat());
    assert_eq!(answer["total"], 2);
    let row = &answer["rows"][0];
    assert_eq!(row["values"][0], "transfer");
    assert_eq!(
        (&row["period"], &row["count"]),
        (&"2026-10".into(), &2.into())
    );
    assert_eq!(row["amount"], 3_000_000.0);
    assert!(
        answer["notes"][0]
            .as_str()
            .unwrap()
            .contains("1 contract does")
    );
    // Listings by how far their deals have come: in the order of the stages.
    let stages = home.json(&["kind:need", "--by", "deal-stage"]);
    let counts: Vec<_> = stages["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["count"])
        .collect();
    assert_eq!(counts, [1, 2, needs.len() - 3]);
    assert_eq!(stages["rows"][0]["values"][0], "lead");
}

#[test]
fn every_format_says_the_same() {
    let home = Home::filled();
    let check = |format: &str, language: &str, expected: &[&str]| {
        let by = ["stats", "", "--by", "kind", "--over", "year"];
        let more = ["--format", format, "--lang", language];
        let text = home.text(&[&by[..], &more].concat());
        for part in expected {
            assert!(text.contains(part), "{format} {part}: {text}");
        }
    };
    check(
        "table",
        "zh",
        &["条目数：按类型、年份", "类型 ╲ 年份", "同比"],
    );
    check("table", "en", &["Listings by kind and year", "Kind ╲ Year"]);
    check(
        "csv",
        "en",
        &["kind,kind-label,period,count", "need,Need,2026,20,"],
    );
    check("markdown", "zh", &["## 条目数：按类型、年份", "| 类型 | "]);
    check("svg", "zh", &["<svg ", ">条目数：按类型、年份<", ">需求<"]);
    let path = home.path("kinds.svg");
    home.text(&[
        "stats",
        "",
        "--by",
        "kind",
        "--format",
        "svg",
        "-o",
        path.to_str().unwrap(),
    ]);
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .contains("Achievement")
    );
}

#[test]
fn published_figures_say_where_they_contradict_each_other() {
    let home = Home::new();
    let text = home.text(&["figures", "--lang", "zh"]);
    assert!(text.contains("75262 + 10233 + 4445 = 89940"), "{text}");
    let json = home.text(&["figures", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["figures"].as_array().unwrap().len(), 48);
    assert_eq!(json["contradictions"][0]["whole"], "collected.achievements");
    let csv = home.text(&["figures", "--format", "csv"]);
    assert!(
        csv.contains("contracts.total,Technology contracts,1066,× CNY 100 million,2017,"),
        "{csv}"
    );
}

#[test]
fn reports_are_the_same_bytes_for_the_same_period_but_for_the_date_line() {
    let home = Home::filled();
    for name in ["library", "month", "contracts", "network", "funnel"] {
        for language in ["zh", "en"] {
            let made = ["report", name, "--period", "2026", "--lang", language];
            let text = home.text(&made);
            assert!(text.starts_with("# "), "{name}: {text}");
            assert_eq!(text, home.text(&made), "{name}");
        }
    }
    for ending in ["html", "xlsx", "csv", "json"] {
        let path = home.path(&format!("library.{ending}"));
        let path = path.to_str().unwrap();
        let made = ["report", "library", "--period", "2026-Q3", "-o", path];
        home.text(&made);
        let first = std::fs::read(path).unwrap();
        home.text(&made);
        assert_eq!(first, std::fs::read(path).unwrap(), "{ending}");
    }
    let html = std::fs::read_to_string(home.path("library.html")).unwrap();
    assert_eq!(html.matches("“Field”: their sum").count(), 1, "said twice");
    let list = home.text(&["report", "list"]);
    assert_eq!(list.lines().count(), 5, "{list}");
    for wrong in [
        &["report", "libary"][..],
        &["report", "library", "--period", "2026-13"],
        &["report", "library", "-o", "report.pdf"],
    ] {
        assert_eq!(home.stats(wrong).0, Some(2), "{wrong:?}");
    }
}

#[test]
fn the_funnel_shows_years_side_by_side_and_stages_without_data_say_so() {
    let home = Home::filled();
    let path = home.path("funnel.json");
    let path = path.to_str().unwrap();
    home.text(&["report", "funnel", "--period", "2026-10", "-o", path]);
    let text = std::fs::read_to_string(path).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let section = &report["sections"][1];
    let heads = [
        "Institution",
        "Stage",
        "2022",
        "2023",
        "2024",
        "2025",
        "2026",
    ];
    assert_eq!(section["head"], serde_json::json!(heads));
    let rows = section["rows"].as_array().unwrap();
    let mut checked = 0;
    // What each question counts by institution: one start of the program for all of them.
    let mut counted: BTreeMap<String, Value> = BTreeMap::new();
    for row in rows {
        let (name, stage) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let query = match stage {
            "Disclosed" => "kind:achievement published:",
            "Filed" => "kind:patent filed:",
            "Granted" => "kind:patent granted:",
            _ => {
                assert_eq!(row[2], "no data", "{name}, {stage}");
                continue;
            }
        };
        for (column, year) in heads.iter().enumerate().skip(2) {
            let Some(figure) = row[column].as_f64() else {
                continue;
            };
            let query = format!("{query}{year}");
            let counted = counted.entry(query).or_insert_with_key(|query| {
                // Where nothing is found it says so, and how it ended too.
                let asked = ["stats", query, "--by", "institution", "--format", "json"];
                let table = home.command(&asked).output().unwrap();
                serde_json::from_slice(&table.stdout).unwrap()
            });
            let of_name = |row: &&Value| row["values"][0] == name;
            let found = counted["rows"].as_array().unwrap().iter().find(of_name);
            let found = found.map_or(0.0, |row| row["count"].as_f64().unwrap());
            assert!((found - figure).abs() < 0.5, "{name}, {stage}, {year}");
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked}");
    let stages = &report["sections"][3];
    assert!(stages["rows"][0][1] == "no data", "{stages}");
}

#[test]
fn a_report_of_ones_own_is_made_from_toml() {
    let home = Home::filled();
    let path = home.path("needs.toml");
    let text = "title = \"Needs\"\n[[section]]\ntitle = \"By kind\"\nquery = \"kind:need\"\nby = [\"kind\"]\n";
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let report = home.text(&["report", path, "--period", "2026"]);
    assert!(report.contains("| Need | 20 | 100.0% |"), "{report}");
    std::fs::write(path, text.replace("kind\"]", "colour\"]")).unwrap();
    let ended = home.command(&["report", path]).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("line 5"), "{said}");
}

#[test]
fn a_funnel_over_years_shows_as_many_institutions_as_its_section_says() {
    let home = Home::filled();
    let path = home.path("own.toml");
    let text = "title = \"Own\"\n[[section]]\ntitle = \"Funnel\"\nshow = \"funnel-years\"\n";
    let shown = |top: &str| {
        std::fs::write(&path, format!("{text}{top}")).unwrap();
        let made = home.path("own.json");
        let (path, made) = (path.to_str().unwrap(), made.to_str().unwrap());
        home.text(&["report", path, "--period", "2026", "-o", made]);
        let report: Value = serde_json::from_str(&std::fs::read_to_string(made).unwrap()).unwrap();
        let rows = report["sections"][0]["rows"].as_array().unwrap();
        let mut names: Vec<&str> = rows.iter().map(|row| row[0].as_str().unwrap()).collect();
        names.dedup();
        names.len()
    };
    assert_eq!(shown(""), 10);
    assert_eq!(shown("top = 12\n"), 12);
    assert_eq!(shown("top = 3\n"), 3);
}

#[test]
fn the_network_is_a_tree_with_figures_rolled_up_and_targets() {
    let home = Home::filled();
    let targets = "[[target]]\nnode = \"荆门分中心\"\nperiod = \"2026\"\nmeasure = \"contracts\"\nnumber = 4\n\n[[target]]\nnode = \"nowhere\"\nperiod = \"2026\"\nmeasure = \"needs\"\nnumber = 1\n";
    std::fs::write(home.path("library").join("targets.toml"), targets).unwrap();
    let json = home.text(&["network", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let nodes = json["nodes"].as_array().unwrap();
    let named: Vec<_> = nodes
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it["depth"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        named,
        [
            ("楚桥技术转移服务中心", 0),
            ("楚桥中心荆门分中心", 1),
            ("楚桥中心潜江虾稻产业工作站", 2)
        ]
    );
    // Each listing once: the listings of the three are those that name one of them.
    let of = |names: &[&str]| {
        let listings = home.listings();
        let names_one = |it: &&Value| {
            let institutions = it["institutions"].as_array().cloned().unwrap_or_default();
            institutions
                .iter()
                .any(|name| names.contains(&name.as_str().unwrap()))
        };
        listings.iter().filter(names_one).count() as u64
    };
    let all: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    for (place, node) in nodes.iter().enumerate() {
        assert_eq!(node["listings"], of(all.get(place..).unwrap()), "{node}");
    }
    assert_eq!(nodes[1]["targets"][0]["target"], 4.0);
    assert_eq!(nodes[1]["targets"][0]["reached"], 0.0);
    assert!(
        json["findings"][0].as_str().unwrap().contains("nowhere"),
        "{json}"
    );
    let text = home.text(&["network", "--lang", "zh"]);
    assert!(
        text.contains("  楚桥中心荆门分中心") && text.contains("签订合同 0／4（0%）"),
        "{text}"
    );
}
