//! Ways out of a search that found nothing.

use qiao_index::request::Filter;
use qiao_index::search::{ClauseCount, Page};

use crate::messages::{fill, grouped};
use crate::ui::presentation::Presentation;

/// A way to make a search that found nothing find something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Relaxation {
    /// Ask this instead; the clause left out, and how much it matches alone.
    Query(String, String, u64),
    /// Without this filter.
    Filter(Filter),
    /// Without all filters.
    Filters,
    /// Without query and filters.
    Everything,
}

/// All ways, the most promising first.
pub(crate) fn relaxations(page: &Page, filters: &[Filter]) -> Vec<Relaxation> {
    let mut ways: Vec<_> = filters.iter().cloned().map(Relaxation::Filter).collect();
    ways.extend(without_clauses(&page.clauses));
    if filters.len() > 1 {
        ways.push(Relaxation::Filters);
    }
    ways.push(Relaxation::Everything);
    ways
}

/// Ways to leave out clauses: all that match nothing at once, else any one of them. Where
/// nothing would be left there is no such way.
fn without_clauses(clauses: &[ClauseCount]) -> Vec<Relaxation> {
    let printed = |clauses: &[&ClauseCount], between: &str| {
        let texts = clauses.iter().map(|clause| clause.clause.as_str());
        texts.collect::<Vec<_>>().join(between)
    };
    let (dead, alive): (Vec<_>, Vec<_>) = clauses.iter().partition(|clause| clause.count == 0);
    match (&*dead, &*alive) {
        ([], _) => {
            let mut order = alive.clone();
            order.sort_by_key(|clause| clause.count);
            let without = |left_out: &&ClauseCount| {
                let mut rest = alive.clone();
                rest.retain(|clause| !std::ptr::eq(*clause, *left_out));
                Relaxation::Query(printed(&rest, " "), left_out.clause.clone(), left_out.count)
            };
            order
                .iter()
                .filter(|_| alive.len() > 1)
                .map(without)
                .collect()
        }
        (_, []) => Vec::new(),
        (dead, alive) => vec![Relaxation::Query(
            printed(alive, " "),
            printed(dead, ", "),
            0,
        )],
    }
}

/// Why nothing was found: which words stand nowhere, or that nobody answers.
pub(crate) fn why(page: &Page, query: &str, look: &Presentation) -> String {
    let nothing = &look.messages.nothing;
    if page.asker.is_some() {
        return nothing.nobody.to_owned();
    }
    let dead = page.clauses.iter().filter(|clause| clause.count == 0);
    let words: Vec<String> = dead.map(|clause| look.query(&clause.clause)).collect();
    let words = if page.clauses.is_empty() {
        query.trim().to_owned()
    } else {
        words.join(", ")
    };
    if words.is_empty() {
        return words;
    }
    fill(nothing.unknown, &[("words", &words)])
}

impl Relaxation {
    /// What it does, in words.
    pub(super) fn words(&self, look: &Presentation) -> String {
        let nothing = &look.messages.nothing;
        match self {
            Self::Query(_, clause, count) => fill(
                nothing.without_clause,
                &[("clause", &look.query(clause)), ("n", &grouped(*count))],
            ),
            Self::Filter(filter) => {
                fill(nothing.without_filter, &[("filter", &look.filter(filter))])
            }
            Self::Filters => nothing.without_filters.to_owned(),
            Self::Everything => nothing.everything.to_owned(),
        }
    }
}
