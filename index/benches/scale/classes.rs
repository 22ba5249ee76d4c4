//! What is asked: classes of queries, each with a name.

use std::collections::HashSet;
use std::path::Path;

use qiao_index::Library;
use qiao_index::request::{Counting, Facet, Filter, Request};

use crate::corpus;

/// Queries of one kind.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) requests: Vec<Request>,
    /// Whether the others can be asked the same, and how.
    pub(crate) others: Others,
}

/// What the plain engine and the database are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Others {
    /// The same words, all of them.
    Same,
    /// The same words, the plain engine any of them.
    Relaxed,
    /// What they do not have.
    Nothing,
}

/// Keywords that are asked for.
const KEYWORDS: usize = 200;
/// Numbers of values in a filter.
const FILTERS: [(&str, usize); 3] = [
    ("filter, 1 value", 1),
    ("filter, 10 values", 10),
    ("filter, 100 values", 100),
];
/// A page far down.
const DEEP: usize = 5_000;

/// Words that stand nowhere.
const NOWHERE: [&str; 6] = [
    "量子龙虾",
    "zzyzxqk",
    "鼍蠹饕餮",
    "graphhene",
    "磷石膏 量子龙虾",
    "qwertyuiop 龘龘",
];
const COMMONEST: [&str; 5] = ["的", "和", "在", "研究", "技术"];
const FIELDS: [&str; 6] = [
    "kind:patent 电池",
    "name:检测 year:2015..2022",
    "单位:武汉大学",
    "field:新材料 涂料",
    "year:2020",
    "has:phone 水稻",
];

pub(crate) fn request(query: impl Into<String>) -> Request {
    Request {
        query: query.into(),
        limit: 20,
        counting: Counting::RolledUp,
        ..Request::default()
    }
}

/// The classes for a library of listings.
pub(crate) fn classes(shared: &Path, library: &Library) -> Vec<Class> {
    let keywords = keywords(shared);
    let (mut strict, mut relaxed) = (Vec::new(), Vec::new());
    for keyword in &keywords {
        let request = request(keyword.as_str());
        let page = library.search(&request).unwrap();
        if page.total > 0 && !page.relaxed {
            strict.push(request);
        } else {
            relaxed.push(request);
        }
    }
    let of = |texts: Vec<String>| -> Vec<Request> { texts.into_iter().map(request).collect() };
    let words = |texts: &[&str]| of(texts.iter().map(|text| (*text).to_owned()).collect());
    let first = keywords.iter().filter_map(|it| it.chars().next());
    let mut first: Vec<String> = first.map(String::from).collect();
    first.sort();
    first.dedup();
    let quoted = strict
        .iter()
        .map(|request| format!("\"{}\"", request.query));
    let class = |name, requests, others| Class {
        name,
        requests,
        others,
    };
    let mut classes = vec![
        class("phrase", of(quoted.collect()), Others::Same),
        class("first character", of(first), Others::Same),
        class("commonest words", words(&COMMONEST), Others::Same),
        class("empty", words(&[""; 5]), Others::Same),
        class("nowhere", words(&NOWHERE), Others::Relaxed),
        class("field", words(&FIELDS), Others::Nothing),
        class("alike and match", alike(library, &strict), Others::Nothing),
        class("deep scroll", deep(&strict), Others::Nothing),
    ];
    let institutions = institutions(library);
    for (name, values) in FILTERS {
        let filtered = filtered(&strict, &institutions, values);
        classes.push(class(name, filtered, Others::Nothing));
    }
    classes.insert(0, class("relaxed", relaxed, Others::Relaxed));
    classes.insert(0, class("keyword", strict, Others::Same));
    classes
}

/// Keywords of abstracts, spread over all of them, each once.
fn keywords(shared: &Path) -> Vec<String> {
    let lines = corpus::queries(shared);
    let all = lines.iter().flat_map(|line| line.split(' '));
    let mut seen = HashSet::new();
    let all: Vec<&str> = all.filter(|word| seen.insert(*word)).collect();
    let step = (all.len() / KEYWORDS).max(1);
    let chosen = all.into_iter().step_by(step).take(KEYWORDS);
    chosen.map(str::to_owned).collect()
}

fn alike(library: &Library, strict: &[Request]) -> Vec<Request> {
    let few = strict.iter().take(10);
    let hits = few.filter_map(|request| library.search(request).unwrap().hits.into_iter().next());
    let ids: Vec<String> = hits.map(|hit| hit.record.id).collect();
    let asked = ids
        .iter()
        .flat_map(|id| [format!("like:\"{id}\""), format!("match:\"{id}\"")]);
    asked.map(request).collect()
}

fn deep(strict: &[Request]) -> Vec<Request> {
    let few = strict.iter().take(30);
    few.map(|request| Request {
        offset: DEEP,
        ..request.clone()
    })
    .collect()
}

/// The commonest institutions.
fn institutions(library: &Library) -> Vec<String> {
    let page = library.search(&request("")).unwrap();
    let counts = page.facets.iter().find(|(it, _)| *it == Facet::Institution);
    let most = counts
        .map(|(_, counts)| counts.most(100))
        .unwrap_or_default();
    most.iter().map(|count| count.value.to_owned()).collect()
}

fn filtered(strict: &[Request], institutions: &[String], values: usize) -> Vec<Request> {
    let filters = institutions.iter().take(values).map(|value| Filter {
        facet: Facet::Institution,
        value: value.clone(),
        exclude: false,
    });
    let filters: Vec<Filter> = filters.collect();
    let few = strict.iter().take(30);
    few.map(|request| Request {
        filters: filters.clone(),
        ..request.clone()
    })
    .collect()
}
