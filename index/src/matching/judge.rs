//! Reads a listing beside who asks: what it covers, which figures it meets or misses, what stands
//! against it, and what it does not say.
//!
//! Every reason comes from the listing's own words or values, and the same reasons that are shown
//! make the score: what is cut out of a listing cannot count for it.

use std::collections::{HashMap, HashSet};

use super::asker::{self, Asker};
use super::clauses::{clauses, sentences};
use super::constraints;
use super::figures::Figure;
use super::passages::{Passage, passages};
use super::terms::{AskedWord, terms_of};
use super::{Band, Evidence, Fit, Reasons, What};
use crate::analysis;
use crate::record::{Kind, Record};

/// What each term of the asker weighs in this library; heaviest terms only.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    by_term: HashMap<String, f32>,
    total: f32,
}

/// Heaviest terms of an asker that a listing is measured by: a long text says much that no answer
/// needs to repeat.
pub(crate) const MEASURED_TERMS: usize = 40;

impl Weights {
    /// Keeps the heaviest of some terms.
    pub(crate) fn new(mut weighed: Vec<(String, f32)>) -> Self {
        weighed.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        weighed.truncate(MEASURED_TERMS);
        Self {
            total: weighed.iter().map(|(_, weight)| weight).sum(),
            by_term: weighed.into_iter().collect(),
        }
    }

    /// The asker's words all of whose terms are among the heaviest, in order.
    pub(crate) fn words_of(&self, asker: &Asker<'_>) -> Vec<String> {
        let is_heavy = |word: &&AskedWord| word.terms.iter().all(|term| self.of(term) > 0.0);
        let words = asker.words.iter().filter(is_heavy);
        words.map(|word| word.text.clone()).collect()
    }

    fn of(&self, term: &str) -> f32 {
        self.by_term.get(term).copied().unwrap_or(0.0)
    }
}

/// What was found in a listing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    /// Share of the weight of the asker's words that it covers.
    pub(crate) share: f32,
    /// What figures and constraints add to its score, or take from it.
    pub(crate) gain: f32,
    /// How it answers.
    pub(crate) fit: Fit,
}

/// Least strength of each band, measured on the sample pairs: see `docs/matching.md`.
const BANDS: [(Band, f32); 3] = [
    (Band::Strong, 0.34),
    (Band::Good, 0.22),
    (Band::Possible, 0.12),
];

/// What a figure that is met adds to the strength …
const FIGURE_MET: f32 = 0.04;
/// … and one that is missed takes.
const FIGURE_MISSED: f32 = 0.08;
/// What every other reason for it adds …
const FOR: f32 = 0.01;
/// … and one against it takes.
const AGAINST: f32 = 0.08;

/// Most figures whose meeting counts.
const MAX_COUNTED: usize = 4;

/// Share of the asker's weight below which nothing else makes a match: a figure and a telephone
/// number without a word in common are none.
const MIN_SHARE: f32 = 0.08;

/// Judges a listing.
pub(crate) fn judge(asker: &Asker<'_>, weights: &Weights, listing: &Record) -> Judgement {
    let covered = Covered::of(asker, weights, listing);
    let figures = compare_figures(asker, listing);
    let mut reasons = constraints::check(asker.record, listing);
    let met = to_f32(figures.for_it.len().min(MAX_COUNTED));
    let missed = to_f32(figures.against.len().min(MAX_COUNTED));
    let others = FOR * to_f32(reasons.for_it.len()) - AGAINST * to_f32(reasons.against.len());
    let gain = FIGURE_MET * met - FIGURE_MISSED * missed + others;
    let band = BANDS
        .iter()
        .find(|(_, least)| covered.share + gain >= *least);
    let band = band.filter(|_| covered.share >= MIN_SHARE);
    let first = covered.evidence.into_iter().chain(figures.for_it);
    reasons.for_it.splice(0..0, first);
    reasons.against.splice(0..0, figures.against);
    reasons.unknown.splice(0..0, figures.unknown);
    Judgement {
        share: covered.share,
        gain,
        fit: Fit {
            band: band.map_or(Band::Weak, |(band, _)| *band),
            reasons: reasons.for_it,
            against: reasons.against,
            unknown: reasons.unknown,
            asker: asker.titled(),
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of reasons")]
const fn to_f32(count: usize) -> f32 {
    count as f32
}

/// What a listing covers of the asker's words.
struct Covered {
    /// Share of the weight of its terms.
    share: f32,
    /// The best passages.
    evidence: Vec<Evidence>,
}

/// Most passages that are quoted for the words that they cover.
const MAX_QUOTES: usize = 3;

/// A clause of a listing and what it covers.
struct Found<'r> {
    field: &'static str,
    sentence: &'r str,
    clause: &'r str,
    terms: HashSet<String>,
}

impl Covered {
    fn of(asker: &Asker<'_>, weights: &Weights, listing: &Record) -> Self {
        let found: Vec<Found> = passages(listing)
            .into_iter()
            .flat_map(|passage| found_in(passage, weights))
            .collect();
        let covered: HashSet<&String> = found.iter().flat_map(|found| &found.terms).collect();
        let mass: f32 = covered.iter().map(|term| weights.of(term)).sum();
        Self {
            share: mass / weights.total.max(f32::EPSILON),
            evidence: quotes(asker, weights, &found),
        }
    }
}

/// The clauses of a passage that hold any term of the asker.
fn found_in<'r>(passage: Passage<'r>, weights: &Weights) -> Vec<Found<'r>> {
    let mut all = Vec::new();
    for sentence in sentences(passage.text) {
        for clause in clauses(sentence) {
            let terms = terms_of(&analysis::units(clause)).into_iter();
            let terms: HashSet<String> = terms.filter(|term| weights.of(term) > 0.0).collect();
            if !terms.is_empty() {
                all.push(Found {
                    field: passage.field,
                    sentence,
                    clause,
                    terms,
                });
            }
        }
    }
    all
}

/// The passages that cover most, each for words that none before it covers.
fn quotes(asker: &Asker<'_>, weights: &Weights, found: &[Found<'_>]) -> Vec<Evidence> {
    let mut known: HashSet<&str> = HashSet::new();
    let mut evidence = Vec::new();
    while evidence.len() < MAX_QUOTES {
        let new = |found: &Found| -> f32 {
            let terms = found.terms.iter().filter(|term| !known.contains(&***term));
            terms.map(|term| weights.of(term)).sum()
        };
        let best = found.iter().max_by(|a, b| new(a).total_cmp(&new(b)));
        let Some(best) = best.filter(|found| new(found) > 0.0) else {
            break;
        };
        let words = words_in(asker, best, &known);
        known.extend(best.terms.iter().map(String::as_str));
        if !words.is_empty() {
            evidence.push(Evidence {
                what: What::Words(words),
                quote: quoted(best.sentence, best.clause).to_owned(),
                field: best.field.to_owned(),
            });
        }
    }
    evidence
}

/// The asker's words that stand in a clause and in none of those quoted already.
fn words_in(asker: &Asker<'_>, found: &Found<'_>, known: &HashSet<&str>) -> Vec<String> {
    let stands = |terms: &[String]| {
        let new = terms.iter().any(|term| !known.contains(term.as_str()));
        new && terms.iter().all(|term| found.terms.contains(term))
    };
    let words = asker.words.iter().filter(|word| stands(&word.terms));
    words.map(|word| word.text.clone()).collect()
}

/// Longest quote in characters.
const MAX_QUOTE: usize = 60;

/// A clause with as much of what follows it in its sentence as a quote may hold.
fn quoted<'t>(sentence: &'t str, clause: &'t str) -> &'t str {
    let Some(start) = sentence.find(clause) else {
        return clause;
    };
    let rest = sentence.get(start..).unwrap_or(clause);
    let mut end = clause.len();
    for next in clauses(rest) {
        let Some(at) = rest.find(next) else { break };
        let longer = at + next.len();
        let fits = rest
            .get(..longer)
            .is_some_and(|text| text.chars().count() <= MAX_QUOTE);
        if longer > end && fits {
            end = longer;
        } else if !fits {
            break;
        }
    }
    rest.get(..end).unwrap_or(clause)
}

/// Figures met, missed, and not said.
fn compare_figures(asker: &Asker<'_>, listing: &Record) -> Reasons {
    let mut reasons = Reasons::default();
    let is_asked = asker.record.kind == Kind::Need;
    let others = match (is_asked, listing.kind) {
        (true, _) => asker::statements(listing),
        (false, Kind::Need) => asker::demands(listing),
        (false, _) => return reasons,
    };
    let others: Vec<_> = others.iter().map(Told::of).collect();
    for figure in &asker.figures {
        let verdict = best_verdict(&Told::of(figure), &others, is_asked);
        let of_clause = |other: &&Figure| other.clause == figure.clause;
        let is_only = asker.figures.iter().filter(of_clause).count() == 1;
        let named = if is_only { figure.clause } else { figure.text };
        let what = What::Figure(named.to_owned());
        match verdict {
            Some((is_met, told)) => {
                let list = if is_met {
                    &mut reasons.for_it
                } else {
                    &mut reasons.against
                };
                list.push(Evidence {
                    what,
                    quote: told.clause.to_owned(),
                    field: told.field.to_owned(),
                });
            }
            None if is_asked => reasons.unknown.push(Evidence {
                what,
                quote: String::new(),
                field: String::new(),
            }),
            None => {}
        }
    }
    for list in [
        &mut reasons.for_it,
        &mut reasons.against,
        &mut reasons.unknown,
    ] {
        let mut seen = HashSet::new();
        list.retain(|evidence| seen.insert((evidence.what.clone(), evidence.quote.clone())));
    }
    reasons
}

/// A figure with the terms of its clause and of what it measures.
struct Told<'f, 't> {
    figure: &'f Figure<'t>,
    subject: Vec<String>,
    clause: Vec<String>,
}

impl<'f, 't> Told<'f, 't> {
    fn of(figure: &'f Figure<'t>) -> Self {
        Self {
            figure,
            subject: terms_of(&analysis::units(figure.subject)),
            clause: terms_of(&analysis::units(figure.clause)),
        }
    }
}

/// Whether the figure that is most surely about the same thing meets the demand, and that figure.
/// Of two that are as sure it is the one that meets it: a listing may tell of what came before. That a
/// demand is missed says only a figure with half of what the demand is of: of waste water and of acid
/// `per tonne of shells` is said alike.
fn best_verdict<'f, 't>(
    own: &Told<'_, '_>,
    others: &[Told<'f, 't>],
    is_asked: bool,
) -> Option<(bool, &'f Figure<'t>)> {
    let verdicts = others.iter().filter_map(|other| {
        let is_met = if is_asked {
            own.figure.is_met_by(other.figure)?
        } else {
            other.figure.is_met_by(own.figure)?
        };
        let shared = own
            .subject
            .iter()
            .filter(|term| other.clause.contains(term));
        Some((shared.count(), is_met, other.figure))
    });
    let half = own.subject.len().div_ceil(2);
    let sure = verdicts.filter(|(shared, is_met, _)| *shared > 0 && (*is_met || *shared >= half));
    let best = sure.max_by_key(|(shared, is_met, _)| (*shared, *is_met));
    best.map(|(_, is_met, figure)| (is_met, figure))
}
