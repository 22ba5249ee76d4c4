//! The passes over the index that find who answers: by pairs and words first, those with the
//! shortest posting lists, then the best of them by everything the asker says.
//!
//! Single characters and common pairs have posting lists as long as the library; they are only
//! looked up in the listings found so far. So a long text costs little more than a short one.

use std::collections::HashSet;

use tantivy::DocId;

use super::answer::{Search, Snapshot};
use super::collect::{self, Candidate, Collector, Conditions};
use super::compile::text_of;
use super::interrupt::Interrupt;
use super::matched::{Matched, asked};
use super::rank::{self, RankTerm, Ranker, Weighted};
use super::relaxed::{Sought, gathered};
use crate::family;
use crate::inner_error::Result;
use crate::kept::Kept;
use crate::matching::{
    self, Asker, Asking, Band, Fit, Match, MatchRequest, Matches, Weights, answering, need_of_text,
};
use crate::query::{self, Field, Query, Value};
use crate::record::{Kind, Record};
use crate::request::{Counting, Request, Sort};

/// Most postings gone through to find listings; the terms that come later are looked up in them.
const MAX_POSTINGS: u64 = 600_000;
/// Fewest terms whose listings are all found, however many they are.
const MIN_SOUGHT_TERMS: usize = 4;
/// A character that stands in one of so many listings, or fewer, is looked for by itself.
const RARE_CHARACTER: u64 = 50;
/// Listings that are ranked by everything the asker says.
const MAX_RANKED: usize = 600;
/// Most matches that a query gives.
pub(super) const MAX_MATCHES: usize = 100;
/// Fewest listings that are read whole beside the asker.
pub(super) const MIN_JUDGED: usize = 50;
/// Most pairs and words that are asked for, the weightiest.
pub(super) const MAX_TERMS: usize = 160;
/// What single characters count beside pairs and words.
pub(super) const CHARACTERS: f32 = 0.5;
/// What the share of the asker's words that a listing covers counts beside its score: of two that
/// say the same words the one that says more of them, whatever else it says.
pub(super) const SHARE: f32 = 0.2;
/// How much what figures and constraints add or take moves a score: a figure in place of a subject
/// is no match.
const GAIN: f32 = 2.0;
/// Most single characters that are asked for.
pub(super) const MAX_CHARACTERS: usize = 80;

impl Snapshot<'_> {
    /// Finds who answers; `None` where there is no such asker.
    pub(crate) fn matches(
        self,
        request: &MatchRequest,
        interrupt: Interrupt<'_>,
    ) -> Result<Option<Matches>> {
        let record = match &request.asking {
            Asking::Text(text) => need_of_text(text),
            Asking::Id(id) => match self.catalogue.by_id(id)? {
                Some(stored) => stored.record,
                None => return Ok(None),
            },
        };
        let asker = Asker::of(&record, self.synonyms);
        let conditions = self.conditions(&request.filters, interrupt)?;
        let page = Request {
            limit: MAX_RANKED.max(request.limit),
            ..Request::default()
        };
        let search = self.search(&page, &conditions, interrupt);
        let allowed = search.expanded(&allowed(request, record.kind))?;
        let judged = search.judged(&asker, &allowed, request.limit)?;
        Ok(Some(told(&asker, request, judged)))
    }
}

impl Search<'_> {
    /// Who answers, where one clause of a query asks for that; the other clauses must match, too.
    pub(super) fn matched(&self, query: &Query) -> Result<Option<Matched>> {
        let Some((values, rest)) = asked(query) else {
            return Ok(None);
        };
        let mut matched = Matched::new(self.resolve_like(rest)?.query);
        for value in &values {
            self.add_matches(value, values.len() > 1, &mut matched)?;
        }
        Ok(Some(matched))
    }

    /// Adds those that answer one asker; `is_named` where they say whom they answer.
    fn add_matches(&self, value: &Value, is_named: bool, matched: &mut Matched) -> Result<()> {
        let named = text_of(value);
        let Some(record) = self.model(value)? else {
            matched.ask(named, Vec::new());
            return Ok(());
        };
        let asker = Asker::of(&record, self.snapshot.synonyms);
        let title = if record.title.is_empty() {
            named
        } else {
            &record.title
        };
        matched.ask(title, asker.missing());
        let wants_declined = matched.wants_declined();
        for mut judged in self.judged_beside(&asker, &matched.rest)? {
            let fit = &mut judged.answer.fit;
            if is_declined(fit) != wants_declined {
                matched.asking.declined += u64::from(!wants_declined);
                continue;
            }
            if is_named {
                fit.name_asker();
            }
            let Judged { place, row, answer } = judged;
            matched.add(place, row, answer.score, answer.fit);
        }
        Ok(())
    }

    /// Those that answer an asker and match the other clauses of a query.
    fn judged_beside(&self, asker: &Asker<'_>, rest: &Query) -> Result<Vec<Judged<Place>>> {
        let kinds = of_kinds(answering(asker.record.kind));
        let allowed = Query::all_of(vec![kinds, self.expanded(rest)?]);
        let mut judged = self.unfiltered(|it| it.judged(asker, &allowed, MAX_MATCHES))?;
        judged.retain(|judged| judged.answer.fit.band != Band::Weak);
        Ok(judged)
    }

    /// Searches whatever the filters: these are left to the counting of facets, which says what
    /// choosing others would give.
    pub(super) fn unfiltered<T>(&self, search: impl FnOnce(&Search<'_>) -> Result<T>) -> Result<T> {
        search(&Search {
            conditions: &Conditions::new(),
            request: &Request {
                limit: MAX_RANKED,
                ..Request::default()
            },
            ..*self
        })
    }

    /// Looks up what the asker says in the index.
    pub(super) fn rankers(&self, asker: &Asker<'_>) -> Result<Rankers> {
        let view = rank::View {
            searcher: self.snapshot.searcher,
            fields: self.snapshot.fields,
            latin: &self.snapshot.caches.latin,
            interrupt: self.interrupt,
        };
        let of = |is_character: bool, most: usize| {
            let terms = asker.terms.iter();
            let terms = terms.filter(|term| term.is_character == is_character);
            let weighted: Vec<Weighted> = terms
                .map(|term| Weighted {
                    text: &term.text,
                    is_character,
                    weight: term.weight(),
                })
                .collect();
            Ranker::of_weighted(&view, &weighted, most)
        };
        Ok(Rankers {
            terms: of(false, MAX_TERMS)?,
            characters: of(true, MAX_CHARACTERS)?,
        })
    }

    /// The best of the listings that are allowed with their scores, best first.
    pub(super) fn ranked(&self, rankers: &Rankers, allowed: &Query) -> Result<Vec<Ranked>> {
        let mut best = self.found(rankers, allowed)?;
        best.sort_unstable_by_key(|candidate| candidate.place);
        let mut ranked = Vec::with_capacity(best.len());
        let whole = rankers.highest();
        for group in best.chunk_by(|a, b| a.place.0 == b.place.0) {
            let segment = self.snapshot.searcher.segment_reader(group[0].place.0);
            let documents: Vec<_> = group.iter().map(|candidate| candidate.place.1).collect();
            let terms = rankers
                .terms
                .score_and_share(segment, &documents, self.interrupt)?;
            let characters = rankers
                .characters
                .score(segment, &documents, self.interrupt)?;
            let both = terms.into_iter().zip(characters).zip(group);
            ranked.extend(
                both.map(|(((terms, share), characters), &candidate)| Ranked {
                    score: (terms + CHARACTERS * characters) / whole,
                    share,
                    candidate,
                }),
            );
        }
        ranked.sort_by(|a, b| {
            let by_score = b.score.total_cmp(&a.score);
            by_score.then_with(|| a.candidate.row.cmp(&b.candidate.row))
        });
        Ok(ranked)
    }

    /// The listings that hold most of the rarer terms and characters.
    fn found(&self, rankers: &Rankers, allowed: &Query) -> Result<Vec<Candidate>> {
        let wanted = collect::Wanted {
            sort: Sort::Relevance,
            limit: self.request.limit,
            skipped: (0, 0),
            counting: Counting::Nothing,
        };
        let columns = self.columns(wanted)?;
        let weight = self.weight(allowed, false)?;
        let sought = self.sought(rankers)?;
        let mut collector = Collector::new(wanted, self.conditions, self.interrupt);
        let interrupt = self.interrupt;
        let found = self.found_in_pieces(weight.as_ref(), |segment, documents| {
            let lists: Result<Vec<Sought>> = sought
                .iter()
                .map(|(ranker, term)| Ok((ranker.lists(segment, term)?, term.idf_weight)))
                .collect();
            let lists = lists?;
            let read = lists.len();
            gathered(lists, read, documents, &mut interrupt.steps())
        })?;
        for (piece, found) in found {
            let documents = found.iter().map(|found| (found.document, found.score));
            let columns = &columns[piece.segment];
            collector.take_found(piece, columns, documents)?;
        }
        Ok(collector.into_best().0)
    }

    /// The terms whose posting lists are short enough to be read, the weightiest first, and the
    /// characters that are rare.
    fn sought<'r>(&self, rankers: &'r Rankers) -> Result<Vec<(&'r Ranker, &'r RankTerm)>> {
        let searcher = self.snapshot.searcher;
        let mut sought = Vec::new();
        let mut postings = 0;
        for term in &rankers.terms.terms {
            postings += term.postings(searcher)?;
            if postings > MAX_POSTINGS && sought.len() >= MIN_SOUGHT_TERMS {
                break;
            }
            sought.push((&rankers.terms, term));
        }
        for character in &rankers.characters.terms {
            if character.postings(searcher)? * RARE_CHARACTER <= searcher.num_docs() {
                sought.push((&rankers.characters, character));
            }
        }
        Ok(sought)
    }

    /// Reads the best of the listings that are allowed beside the asker: at least `limit`, best
    /// first, one of each family.
    fn judged(
        &self,
        asker: &Asker<'_>,
        allowed: &Query,
        limit: usize,
    ) -> Result<Vec<Judged<Place>>> {
        let rankers = self.rankers(asker)?;
        let weights = Weights::new(rankers.terms.weighed());
        let mut judged = Vec::new();
        for Ranked {
            score, candidate, ..
        } in self.ranked(&rankers, allowed)?
        {
            self.interrupt.check()?;
            if judged.len() >= limit.max(MIN_JUDGED) {
                break;
            }
            let found = self.snapshot.catalogue.readable(candidate.row)?;
            let Some(record) = found.filter(|it| !is_own(asker.record, it)) else {
                continue;
            };
            let kept = &self.snapshot.kept.kept;
            judged.push(Judged {
                place: candidate.place,
                row: candidate.row,
                answer: judged_alone((asker, &weights), kept, score, record),
            });
        }
        Ok(folded(judged))
    }
}

/// What may answer, whatever the filters.
pub(super) fn allowed(request: &MatchRequest, asking: Kind) -> Query {
    let kinds = if request.kinds.is_empty() {
        answering(asking)
    } else {
        &request.kinds
    };
    let also = query::parse(&request.also, false).query;
    Query::all_of(vec![of_kinds(kinds), also])
}

/// Those who answer, as they are told.
pub(super) fn told<P>(
    asker: &Asker<'_>,
    request: &MatchRequest,
    judged: Vec<Judged<P>>,
) -> Matches {
    let matches = judged.into_iter().map(|judged| judged.answer);
    let (declined, mut matches): (Vec<Match>, Vec<Match>) =
        matches.partition(|it| is_declined(&it.fit));
    matches.retain(|it| request.with_weak || it.fit.band != Band::Weak);
    matches.truncate(request.limit);
    // A text is said as it is, not by its heading.
    let is_listing = !asker.record.id.is_empty();
    let title = asker.record.title.clone();
    Matches {
        title: Some(title).filter(|_| is_listing).unwrap_or_default(),
        matches,
        declined,
        ask: asker.missing(),
    }
}

/// How a listing with a score answers, and what the user has said of it.
pub(super) fn judged_alone(
    (asker, weights): (&Asker<'_>, &Weights),
    kept: &Kept,
    score: f32,
    record: Record,
) -> Match {
    let mut judgement = matching::judge(asker, weights, &record);
    if let Some(verdict) = kept.verdict(&asker.record.id, &record.id) {
        judgement.fit.add_verdict(verdict.clone());
    }
    let factor = (1.0 + GAIN * judgement.gain).max(0.0);
    Match {
        record,
        score: (score + SHARE * judgement.share) * factor,
        fit: judgement.fit,
    }
}

/// Whether the user has declined a match.
pub(super) fn is_declined(fit: &Fit) -> bool {
    fit.verdict().is_some_and(|it| it.declined.is_some())
}

/// Where a listing stands in the index: its segment, its document there.
type Place = (u32, DocId);

/// A listing that was read beside the asker, and where it stands in an index.
pub(super) struct Judged<P> {
    pub(super) place: P,
    pub(super) row: u64,
    pub(super) answer: Match,
}

/// What the asker says, as the index has it.
pub(super) struct Rankers {
    pub(super) terms: Ranker,
    pub(super) characters: Ranker,
}

impl Rankers {
    /// The score of a listing that says all that the asker says without end.
    pub(super) fn highest(&self) -> f32 {
        let highest = CHARACTERS.mul_add(self.characters.highest(), self.terms.highest());
        highest.max(f32::EPSILON)
    }
}

/// A listing with its score.
pub(super) struct Ranked {
    /// Of one that says everything it is 1.
    pub(super) score: f32,
    /// Share of the weight of the asker's heaviest terms that it holds.
    pub(super) share: f32,
    pub(super) candidate: Candidate,
}

/// What is of one of some kinds and still offered.
pub(super) fn of_kinds(kinds: &[Kind]) -> Query {
    let kinds = kinds.iter().map(|kind| Query::Match {
        field: Field::Kind,
        value: Value::Word(kind.as_str().to_owned()),
    });
    let withdrawn = Query::withdrawn();
    let offered = Query::Not(Box::new(withdrawn));
    Query::all_of(vec![Query::one_of(kinds.collect()), offered])
}

/// Whether a listing is the asker, or another listing of who asks.
pub(super) fn is_own(asker: &Record, listing: &Record) -> bool {
    let institution = asker.lead_institution();
    let is_same = !asker.id.is_empty() && asker.id == listing.id;
    is_same || !institution.is_empty() && institution == listing.lead_institution()
}

/// The matches in their order, without further publications of a family, and without copies of one
/// title.
pub(super) fn folded<P>(mut judged: Vec<Judged<P>>) -> Vec<Judged<P>> {
    judged.sort_by(|a, b| b.answer.score.total_cmp(&a.answer.score));
    let (mut families, mut titles) = (HashSet::new(), HashSet::new());
    judged.retain(|judged| {
        let record = &judged.answer.record;
        let title = record.title.to_lowercase();
        let is_new = family::key(record).is_none_or(|key| families.insert(key));
        titles.insert((record.kind, title)) && is_new
    });
    judged
}
