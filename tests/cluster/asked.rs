//! What library and cluster answer, side by side.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::common::Home;
use crate::skip::note;

/// Questions that are asked with the same arguments.
#[derive(Deserialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) flags: Vec<String>,
    pub(crate) queries: Vec<String>,
}

/// Most hits that are looked at.
const LIMIT: &str = "500";

/// How often the questions of a group are asked: nodes that have just been started need longer than
/// two seconds for what they do for the first time, on a machine that has other work.
const MAX_TRIES: usize = 6;

/// The answers to the questions of a group.
pub(crate) fn ask(home: &Home, group: &Group, remote: Option<&str>) -> Vec<Value> {
    for _ in 0..MAX_TRIES {
        let (answers, said) = ask_once(home, group, remote);
        if answers.len() == group.queries.len() {
            return answers;
        }
        assert!(
            said.contains("did not answer in time"),
            "{}: {said}",
            group.name
        );
        note(&format!("cluster: {}: {}", group.name, said.trim()));
    }
    panic!("{} has no answers", group.name)
}

fn ask_once(home: &Home, group: &Group, remote: Option<&str>) -> (Vec<Value>, String) {
    let path = home.path("questions.txt");
    fs::write(&path, group.queries.join("\n") + "\n").unwrap();
    let mut command = home.command(&["search", "--format", "jsonl", "--facets"]);
    command.arg("--queries").arg(&path).args(["--limit", LIMIT]);
    command.args(&group.flags);
    command.args(remote.iter().flat_map(|name| ["--remote", name]));
    let output = command.output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let answers = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (answers.collect(), said)
}

/// Whether an answer is to what is like something.
fn is_alike(answer: &Value) -> bool {
    has(answer, "like:")
}

/// Whether an answer says who answers something.
fn is_match(answer: &Value) -> bool {
    has(answer, "match:")
}

fn has(answer: &Value, field: &str) -> bool {
    let query = answer["query"].as_str();
    query.is_some_and(|query| query.contains(field))
}

fn ids(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().into_iter().flatten();
    hits.filter_map(|hit| hit["id"].as_str()).collect()
}

/// What two answers do not have in common though they should.
pub(crate) fn differences(group: &Group, here: &Value, there: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |name: &str| {
        if here[name] != there[name] {
            found.push(format!("{name} {} there {}", here[name], there[name]));
        }
    };
    compare("relaxed");
    // What is like something, or answers it, is so more or less; whether withdrawn listings are left
    // out of what is alike is, too.
    if !is_alike(here) {
        compare("interpreted");
    }
    if is_alike(here) || is_match(here) {
        return found;
    }
    if here["relaxed"] == true {
        return found;
    }
    compare("total");
    compare("families");
    let has = |flag: &str| group.flags.iter().any(|it| it == flag);
    let (mut own, mut others) = (ids(here), ids(there));
    if !has("--sort") || has("relevance") {
        own.sort_unstable();
        others.sort_unstable();
    }
    if own != others {
        found.push(format!("ids {own:?} there {others:?}"));
    }
    found.extend(facets(here, there, has("--families")));
    found
}

/// The facets that count something else; the network is known here only. Of families the cluster counts
/// those that have a value, which here those have whose best member has it: no fewer, and each once.
fn facets(here: &Value, there: &Value, of_families: bool) -> Vec<String> {
    let own = here["facets"].as_object().into_iter().flatten();
    let own = own.filter(|(facet, _)| *facet != "network");
    let differ = own.filter_map(|(facet, values)| {
        let (own, others) = (counts(values), counts(&there["facets"][facet]));
        let is_same = if of_families {
            let families = there["families"].as_u64().or(there["total"].as_u64());
            let rarest = others.values().min();
            let no_fewer = own.iter().all(|(value, count)| match others.get(value) {
                Some(other) => other >= count,
                // Of very many values only the most frequent are asked for.
                None => rarest >= Some(count),
            });
            no_fewer && others.values().all(|count| Some(*count) <= families)
        } else {
            own == others
        };
        (!is_same).then(|| format!("{facet} {own:?} there {others:?}"))
    });
    differ.collect()
}

fn counts(values: &Value) -> BTreeMap<&str, u64> {
    let values = values.as_array().into_iter().flatten();
    let counts = values.filter_map(|it| Some((it["value"].as_str()?, it["count"].as_u64()?)));
    counts.collect()
}

/// How many of the first ten are the same.
#[derive(Default)]
pub(crate) struct Overlap {
    ranked: Vec<(f64, String)>,
    relaxed: Vec<(f64, String)>,
    alike: Vec<(f64, String)>,
    matches: Vec<(f64, String)>,
}

/// The first that are compared.
const FIRST: usize = 10;

impl Overlap {
    /// Takes note of two answers, where the words of the query rank.
    pub(crate) fn add(&mut self, here: &Value, there: &Value) {
        let (own, others) = (ids(here), ids(there));
        let first = own.len().min(FIRST);
        let query = here["query"].as_str().unwrap_or_default();
        let relaxed = here["relaxed"] == true;
        let (is_alike, is_match) = (is_alike(here), is_match(here));
        let is_of_words = relaxed || !query.is_empty() && !query.contains([':', '<', '>', '=']);
        let is_of_words = is_of_words || is_alike || is_match;
        if first == 0 || !is_of_words {
            return;
        }
        let others = &others[..others.len().min(FIRST)];
        let same = own[..first].iter().filter(|id| others.contains(id)).count();
        #[expect(clippy::cast_precision_loss, reason = "at most ten")]
        let share = same as f64 / first as f64;
        let list = if is_match {
            &mut self.matches
        } else if is_alike {
            &mut self.alike
        } else if relaxed {
            &mut self.relaxed
        } else {
            &mut self.ranked
        };
        list.push((share, query.to_owned()));
    }

    /// Of who answers, in the mean and at worst.
    pub(crate) fn matches(&self) -> (f64, f64) {
        let shares = self.matches.iter().map(|(share, _)| *share);
        (mean(&self.matches), shares.fold(1.0, f64::min))
    }

    pub(crate) fn alike(&self) -> f64 {
        mean(&self.alike)
    }

    pub(crate) fn ranked(&self) -> f64 {
        mean(&self.ranked)
    }

    pub(crate) fn relaxed(&self) -> f64 {
        mean(&self.relaxed)
    }

    /// The query with least in common.
    pub(crate) fn worst(&self, relaxed: bool) -> Option<&(f64, String)> {
        let list = if relaxed { &self.relaxed } else { &self.ranked };
        list.iter().min_by(|a, b| a.0.total_cmp(&b.0))
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn mean(list: &[(f64, String)]) -> f64 {
    list.iter().map(|(share, _)| share).sum::<f64>() / list.len().max(1) as f64
}
