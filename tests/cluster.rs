//! A cluster of three real nodes and the library are asked the same questions.
//!
//! The engine is started here from jars that `tests/cluster/fetch.sh` brings from Maven Central; it
//! takes a JDK of 17 or later. Without them the test says so and is skipped; `.ci/run` has them.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

#[path = "cluster/asked.rs"]
mod asked;
mod common;
#[path = "cluster/nodes.rs"]
mod nodes;
#[path = "common/skip.rs"]
mod skip;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use asked::{Group, Overlap, ask, differences};
use common::Home;
use nodes::Cluster;
use serde_json::Value;
use skip::{note, skipped};

/// Least share of the first ten that library and cluster have in common, in the mean: where words
/// rank, and of relaxed searches.
const LEAST_RANKED: f64 = 0.9;
const LEAST_RELAXED: f64 = 0.8;
/// The same of what is like something.
const LEAST_ALIKE: f64 = 0.6;
/// The same of who answers.
const LEAST_MATCHES: f64 = 0.9;
/// Queries during which a node is killed, and after how many.
const QUERIES: usize = 1_000;
const KILLED_AFTER: usize = 300;
/// No answer takes longer, in microseconds: two seconds, and what it takes to say so.
const LONGEST: u64 = 2_600_000;

fn run(home: &Home, arguments: &[&str]) -> String {
    let output = home.command(arguments).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {err}");
    format!("{}{err}", String::from_utf8_lossy(&output.stdout))
}

/// The sample listings, some of which are kept.
fn library() -> Home {
    let home = Home::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/");
    let kinds = [
        "achievements",
        "patents",
        "needs",
        "experts",
        "institutions",
    ];
    let files = kinds.map(|kind| format!("{folder}{kind}.jsonl"));
    let files = files.iter().map(String::as_str);
    let import: Vec<&str> = std::iter::once("import").chain(files).collect();
    run(&home, &import);
    let storage = "achievements:sample:a001";
    run(
        &home,
        &[
            "shortlist",
            "add",
            "储罐防腐",
            storage,
            "patent:CN199000118B",
        ],
    );
    run(&home, &["tag", storage, "急"]);
    run(&home, &["note", "achievements:sample:a002", "周三回电"]);
    home
}

#[test]
fn a_cluster_answers_as_the_library_does_and_goes_on_without_a_node() {
    let mut cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(reason) => return skipped(&reason),
    };
    let home = library();
    run(&home, &["remote", "add", "three", &cluster.url("listings")]);
    let pushed = run(&home, &["remote", "push", "three"]);
    assert!(pushed.contains("164 there now"), "{pushed}");
    every_question_has_the_same_answer(&home);
    what_is_found_there_is_exported(&home);
    who_answers_there_is_judged_as_here(&home);
    what_changes_is_pushed(&home);
    a_node_is_killed(&home, &mut cluster);
}

#[test]
fn the_compose_file_starts_the_nodes_that_are_tested() {
    let compose = include_str!("../docs/compose.yaml");
    let version = include_str!("cluster/jars.sha256")
        .split("org/opensearch/opensearch/")
        .nth(1)
        .and_then(|path| path.split('/').next())
        .unwrap();
    assert!(compose.contains(&format!("image: opensearchproject/opensearch:{version}\n")));
    let all = nodes::names().join(",");
    for (setting, value) in [
        ("cluster.name", "qiao"),
        ("discovery.seed_hosts", &all),
        ("cluster.initial_cluster_manager_nodes", &all),
    ] {
        let line = format!("    {setting}: {value}\n");
        assert!(compose.contains(&line), "{line}");
    }
    for name in nodes::names() {
        assert!(compose.contains(&format!("\n  {name}:\n")), "{name}");
        assert!(compose.contains(&format!("node.name: {name} }}")), "{name}");
    }
}

fn every_question_has_the_same_answer(home: &Home) {
    let groups = include_str!("cluster/questions.json");
    let groups: Vec<Group> = serde_json::from_str(groups).unwrap();
    let (mut asked, mut wrong, mut overlap) = (0, Vec::new(), Overlap::default());
    for group in &groups {
        let here = ask(home, group, None);
        let there = ask(home, group, Some("three"));
        assert_eq!(there.len(), group.queries.len(), "{}", group.name);
        for (here, there) in here.iter().zip(&there) {
            asked += 1;
            overlap.add(here, there);
            for difference in differences(group, here, there) {
                wrong.push(format!("{}: {}: {difference}", group.name, here["query"]));
            }
        }
    }
    assert!(asked >= 400, "{asked} questions");
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let (ranked, relaxed) = (overlap.ranked(), overlap.relaxed());
    note(&format!(
        "cluster: {asked} questions; first ten in common: ranked {ranked:.3}, worst {:?}; relaxed {relaxed:.3}, worst {:?}",
        overlap.worst(false),
        overlap.worst(true)
    ));
    let alike = overlap.alike();
    note(&format!(
        "cluster: first ten in common of what is alike: {alike:.3}"
    ));
    let (matches, worst) = overlap.matches();
    note(&format!(
        "cluster: first ten in common of who answers: {matches:.3}, worst {worst:.3}"
    ));
    assert!(ranked >= LEAST_RANKED && relaxed >= LEAST_RELAXED && alike >= LEAST_ALIKE);
    assert!(matches >= LEAST_MATCHES, "{matches}");
}

fn what_is_found_there_is_exported(home: &Home) {
    let lines = |arguments: &[&str]| {
        let output = home.command(arguments).output().unwrap();
        let mut lines: Vec<String> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(|line| {
                line.split_once("\"sources\"")
                    .map_or(line, |it| it.0)
                    .to_owned()
            })
            .collect();
        lines.sort_unstable();
        lines
    };
    let export = ["export", "石墨烯", "--format", "jsonl"];
    let there = lines(&[&export[..], &["--remote", "three"]].concat());
    assert!(there.len() > 3);
    assert_eq!(there, lines(&export));
}

/// How well a listing answers, best first.
const BANDS: [&str; 4] = ["strong", "good", "possible", "weak"];

/// Those who answer here and there answer about as well, and have the same against them.
fn who_answers_there_is_judged_as_here(home: &Home) {
    let asked = |arguments: &[&str]| -> Value {
        let output = home.command(arguments).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    for asking in [
        &["match", "needs:sample:n001"][..],
        &["match", "needs:sample:n002", "--kind", "achievement"],
        &[
            "match",
            "achievements:sample:a001",
            "--filter",
            "region=湖北",
        ],
        &["match", "--text", "储罐防腐涂料，中性盐雾不少于 3000 小时"],
    ] {
        let here = asked(&[asking, &["--format", "json"]].concat());
        let there = asked(&[asking, &["--format", "json", "--remote", "three"]].concat());
        assert_eq!(here["need"], there["need"], "{asking:?}");
        let others = there["matches"].as_array().unwrap();
        let mut same = 0;
        let own = here["matches"].as_array().unwrap();
        for own in own {
            let other = others.iter().find(|other| other["id"] == own["id"]);
            // What words weigh follows their rarity, which is not quite the same there.
            for part in ["against", "unknown"] {
                let differs = other.is_some_and(|other| other[part] != own[part]);
                assert!(!differs, "{asking:?}: {part}: {own}\n{other:?}");
            }
            let band = |it: &Value| BANDS.iter().position(|band| it["band"] == *band);
            let is_near = other.is_none_or(|other| {
                let (own, other) = (band(own).unwrap(), band(other).unwrap());
                own.abs_diff(other) <= 1
            });
            assert!(is_near, "{asking:?}: {own}\n{other:?}");
            same += usize::from(other.is_some());
        }
        let is_most = same > 0 && same * 5 >= own.len() * 4;
        assert!(is_most, "{asking:?}: {here}\n{there}");
    }
    let output = home.command(&["match", "nothing:there", "--remote", "three"]);
    let output = { output }.output().unwrap();
    assert!(!output.status.success());
}

/// A listing that is deleted, one that is edited and one that comes: the index follows, and only
/// they are sent.
fn what_changes_is_pushed(home: &Home) {
    run(home, &["delete", "needs:sample:n001"]);
    run(
        home,
        &["edit", "needs:sample:n002", "--set", "title=磷化氢报警仪"],
    );
    fs::write(home.path("new.csv"), "名称,简介\n磷化氢洗涤塔,一\n").unwrap();
    let file = home.path("new.csv");
    run(home, &["import", file.to_str().unwrap(), "--kind", "need"]);
    let pushed = run(home, &["remote", "push", "three"]);
    assert!(
        pushed.contains("2 sent, 1 deleted, 164 there now"),
        "{pushed}"
    );
    let found = run(
        home,
        &["search", "磷化氢", "--remote", "three", "--format", "jsonl"],
    );
    assert!(
        found.contains("磷化氢报警仪") && found.contains("磷化氢洗涤塔"),
        "{found}"
    );
    let again = run(home, &["remote", "push", "three"]);
    assert!(
        again.contains("0 sent, 0 deleted, 164 there now"),
        "{again}"
    );
}

fn a_node_is_killed(home: &Home, cluster: &mut Cluster) {
    let words = [
        "石墨烯",
        "电池",
        "coating",
        "kind:patent",
        "city:湖北",
        "\"machine vision\"",
        "水",
    ];
    let lines: Vec<&str> = words.iter().copied().cycle().take(QUERIES).collect();
    fs::write(home.path("queries.txt"), lines.join("\n")).unwrap();
    let path = home.path("queries.txt");
    let here = [
        "search",
        "--queries",
        path.to_str().unwrap(),
        "--format",
        "jsonl",
    ];
    let known: Vec<Value> = run(home, &here)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let mut there = home.command(&here);
    there.args(["--remote", "three"]);
    let mut program = there.stdout(Stdio::piped()).spawn().unwrap();
    let answers = BufReader::new(program.stdout.take().unwrap());
    let (mut longest, mut partial, mut answered) = (0, 0, 0);
    for (line, known) in answers.lines().zip(&known) {
        let answer: Value = serde_json::from_str(&line.unwrap()).unwrap();
        answered += 1;
        if answered == KILLED_AFTER {
            cluster.kill_one();
        }
        longest = longest.max(answer["elapsed_us"].as_u64().unwrap());
        if answer["partial"] == true {
            partial += 1;
        } else {
            assert_eq!(answer["total"], known["total"], "{answer}");
        }
    }
    assert!(program.wait().unwrap().success());
    note(&format!(
        "cluster: a node killed during {answered} queries: {partial} partial and said so, the longest {longest} µs"
    ));
    assert_eq!(answered, QUERIES);
    assert!(longest < LONGEST, "{longest} µs");
}
