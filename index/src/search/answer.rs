//! From a request to its page: readings of the query, exact and relaxed, ranked and counted.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, SegmentReader, Term};

use super::caches::Caches;
use super::collect::{self, Candidate, Collector, Condition, Conditions, SegmentColumns, Taken};
use super::compile::{Compiler, DeadRights};
use super::executed;
use super::expand::{Expander, stands};
use super::highlight::Highlighter;
use super::interrupt::Interrupt;
use super::labels::Labels;
use super::matched::{Matched, has_misplaced_match};
use super::page::{Hit, Page};
use super::parallel::{Piece, on_threads, shares};
use super::rank::{self, Ranker};
use super::relaxed::{self, Found, Relaxed};
use super::tallies::Tally;
use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::kept::{KeptFound, KeptHere};
use crate::query::{self, Parsed, Query, Value};
use crate::record::{Record, Status};
use crate::request::{Counting, Facet, Filter, Request, Sort};
use crate::schema::{Fields, Number, facet_term};
use crate::synonyms::Synonyms;
use crate::vocab;

/// The best by score answer a relaxed search whatever their weight: this many of them.
const MIN_RELAXED_HITS: usize = 50;

/// Where values of more documents have to be counted, the hits are told before: this many take a
/// few milliseconds.
const MAX_COUNTED_AT_ONCE: u64 = if cfg!(test) { 3 } else { 100_000 };

/// Best hits by the first score that get the full one.
const MAX_RERANKED: usize = 200;

/// One state of the index, the catalogue beside it, and what has been read of them already.
#[derive(Clone, Copy)]
pub(crate) struct Snapshot<'a> {
    pub(crate) searcher: &'a tantivy::Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) synonyms: &'a Synonyms,
    pub(crate) caches: &'a Caches,
    /// What the user keeps of the listings.
    pub(crate) kept: &'a KeptHere,
}

impl Snapshot<'_> {
    /// Answers a request; where counting takes long, `first` has the page before its counts.
    pub(crate) fn page(
        self,
        request: &Request,
        interrupt: Interrupt<'_>,
        first: &mut dyn FnMut(Page),
    ) -> Result<Page> {
        interrupt.check()?;
        let conditions = self.conditions(&request.filters, interrupt)?;
        let search = self.hiding_withdrawn(request, &conditions, interrupt)?;
        search.page(search.best_reading()?, first)
    }

    /// A search that leaves withdrawn records out, unless they are asked for.
    pub(super) fn hiding_withdrawn<'a>(
        self,
        request: &'a Request,
        conditions: &'a Conditions,
        interrupt: Interrupt<'a>,
    ) -> Result<Search<'a>>
    where
        Self: 'a,
    {
        Ok(Search {
            hides_withdrawn: !request.with_withdrawn
                && !conditions.contains_key(&Facet::Status)
                && self.has_withdrawn()?,
            ..self.search(request, conditions, interrupt)
        })
    }

    /// Whether any record is withdrawn.
    fn has_withdrawn(self) -> Result<bool> {
        let term = facet_term(Facet::Status.as_str(), Status::Withdrawn.as_str());
        let term = Term::from_field_text(self.fields.facet, &term);
        Ok(self.searcher.doc_freq(&term)? > 0)
    }

    /// The rows of all records that answer a request, in its order; withdrawn ones too, and the
    /// nearest where nothing matches exactly and the request does not forbid that.
    pub(crate) fn rows(self, request: &Request) -> Result<Vec<u64>> {
        let interrupt = Interrupt::never();
        let conditions = self.conditions(&request.filters, interrupt)?;
        let request = Request {
            offset: 0,
            limit: usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX),
            counting: Counting::Nothing,
            ..request.clone()
        };
        let search = self.search(&request, &conditions, interrupt);
        let best = search.best_reading()?.answer.best;
        Ok(best.iter().map(|candidate| candidate.row).collect())
    }

    pub(super) const fn search<'a>(
        self,
        request: &'a Request,
        conditions: &'a Conditions,
        interrupt: Interrupt<'a>,
    ) -> Search<'a>
    where
        Self: 'a,
    {
        Search {
            snapshot: self,
            request,
            conditions,
            interrupt,
            hides_withdrawn: false,
        }
    }

    /// Filters as value numbers. A value that no record has is a condition that none meets.
    pub(super) fn conditions(
        self,
        filters: &[Filter],
        interrupt: Interrupt<'_>,
    ) -> Result<Conditions> {
        let mut conditions = Conditions::new();
        for filter in filters {
            let known = self.facet_values(filter.facet, usize::MAX, interrupt)?;
            let groups = self
                .caches
                .groups(self.catalogue, filter.facet, usize::MAX)?;
            let number = |value: &str| match &groups {
                Some(groups) => groups.named(value, self.caches.names()),
                None => known.iter().position(|known| known == value),
            };
            let mut numbers: Vec<usize> = number(&filter.value).into_iter().collect();
            if numbers.is_empty() {
                let values = vocab::resolve(filter.facet, &filter.value);
                numbers = values.iter().filter_map(|value| number(value)).collect();
            }
            if numbers.is_empty() {
                // As behind a field of the query: what no vocabulary knows is the beginning of a name,
                // or looked for inside.
                let begun = vocab::beginning(filter.facet, &filter.value);
                let wanted = filter.value.to_lowercase();
                let holds = |value: &String| {
                    begun.contains(value) || value.to_lowercase().contains(&wanted)
                };
                let places = known.iter().enumerate();
                numbers = places
                    .filter(|(_, value)| holds(value))
                    .map(|(at, _)| groups.as_ref().map_or(at, |groups| groups.of(at)))
                    .collect();
                numbers.dedup();
            }
            let condition: &mut Condition = conditions.entry(filter.facet).or_default();
            if filter.exclude {
                condition.exclude.extend(numbers);
            } else {
                condition.include.get_or_insert_default().extend(numbers);
            }
        }
        for condition in conditions.values_mut() {
            condition.exclude.sort_unstable();
            condition
                .include
                .iter_mut()
                .for_each(|it| it.sort_unstable());
        }
        Ok(conditions)
    }

    /// Shortlists, tags and the network; `None` where there are none.
    pub(super) fn labels(self, interrupt: Interrupt<'_>) -> Result<Option<Arc<Labels>>> {
        let network = || {
            self.caches
                .network(self.searcher, || self.network(interrupt))
        };
        let from = (self.catalogue, self.searcher);
        self.caches.labels(&self.kept.kept, from, network)
    }

    pub(super) fn facet_values(
        self,
        facet: Facet,
        needed: usize,
        interrupt: Interrupt<'_>,
    ) -> Result<Arc<Vec<String>>> {
        if facet.is_of_labels() {
            let labels = self.labels(interrupt)?;
            return Ok(labels.map_or_else(Arc::default, |labels| labels.names(facet)));
        }
        self.caches.facet_values(self.catalogue, facet, needed)
    }
}

/// One request on one state of the index.
pub(super) struct Search<'a> {
    pub(super) snapshot: Snapshot<'a>,
    pub(super) conditions: &'a Conditions,
    pub(super) request: &'a Request,
    pub(super) interrupt: Interrupt<'a>,
    /// Withdrawn records are left out unless the query asks for a status.
    pub(super) hides_withdrawn: bool,
}

/// The result set of a request.
pub(super) struct Answer {
    /// Best first; those in the places that [`collect::Wanted::skipped`] names are in any order.
    pub(super) best: Vec<Candidate>,
    /// Number of hits.
    total: u64,
    /// Number of records that match.
    records: u64,
    values: Values,
    /// Records that fail the filters of one facet only, by its place: see [`Collector::nearly`].
    pub(super) nearly: Vec<(usize, (u32, DocId))>,
}

/// The values of a result set.
pub(super) enum Values {
    /// They are not wanted.
    Nothing,
    /// What they are counted of when the hits are known.
    Taken(Vec<Vec<Taken>>, Vec<SegmentColumns>),
    /// Counted already.
    Counted(Tally),
}

/// A reading of the query, and what it finds.
struct Understood {
    /// As it was said, what is alike in the place of every `like:`.
    said: Query,
    /// What others were to be like.
    models: Vec<String>,
    /// With second readings.
    parsed: Parsed,
    answer: Answer,
    relaxed: bool,
    /// How many withdrawn records match, where they are left out.
    withdrawn: u64,
    /// Who is to be answered, and how the hits do that.
    matched: Option<Matched>,
}

impl Search<'_> {
    /// The query with what is bare and looks like a number, class or date taken for one; where
    /// that finds nothing, as words: a title may hold a year.
    ///
    /// Of a text that is too long, only so much is read as takes bounded time.
    fn best_reading(&self) -> Result<Understood> {
        let (text, left_out) = query::searched(&self.request.query);
        let typing = self.request.typing && left_out.is_none();
        let understood = |parsed| self.understood(parsed);
        let mut found = self.better_reading(text, typing, understood, |it| it.answer.total)?;
        found.parsed.problems.extend(left_out);
        Ok(found)
    }

    /// What one of the two readings of a text finds.
    pub(super) fn better_reading<T>(
        &self,
        text: &str,
        typing: bool,
        find: impl Fn(Parsed) -> Result<T>,
        total: impl Fn(&T) -> u64,
    ) -> Result<T> {
        let guessed = self.narrowed(query::parse(text, typing));
        let words = self.narrowed(query::parse_words(text, typing));
        // A number that is not there must not fall apart into words.
        let number = |(field, _): &(query::Field, &query::Value)| *field == query::Field::Number;
        let differ = words.query != guessed.query && !guessed.query.positive().iter().any(number);
        let found = find(guessed)?;
        if total(&found) > 0 || !differ {
            return Ok(found);
        }
        let as_words = find(words)?;
        Ok(if total(&as_words) > 0 {
            as_words
        } else {
            found
        })
    }

    /// A query with the second one of the request.
    fn narrowed(&self, parsed: Parsed) -> Parsed {
        let also = query::parse(&self.request.also, false).query;
        Parsed {
            query: Query::all_of(vec![parsed.query, also]),
            ..parsed
        }
    }

    fn understood(&self, mut parsed: Parsed) -> Result<Understood> {
        if has_misplaced_match(&parsed.query) {
            parsed.problems.push(query::Problem {
                range: 0..self.request.query.len(),
                what: query::ProblemKind::MisplacedMatch,
            });
        }
        if let Some(matched) = self.matched(&parsed.query)? {
            return self.understood_match(matched, parsed);
        }
        let resolved = self.resolve_like(parsed.query)?;
        let query = self.expanded(&resolved.query)?;
        let hides = self.hides_withdrawn && !query.asks_for_status();
        let (shown, withdrawn) = if hides {
            self.without_withdrawn(&query)?
        } else {
            (query.clone(), 0)
        };
        let (answer, relaxed) = self.answer(&resolved.query, &shown)?;
        // Where none matches, there is nothing to say.
        let query = if withdrawn > 0 || relaxed {
            shown
        } else {
            query
        };
        Ok(Understood {
            said: resolved.query,
            models: resolved.models,
            parsed: Parsed {
                query,
                problems: parsed.problems,
            },
            answer,
            relaxed,
            withdrawn,
            matched: None,
        })
    }

    /// The reading of a query that asks who answers: those who do are the hits.
    fn understood_match(&self, matched: Matched, parsed: Parsed) -> Result<Understood> {
        let wanted = self.wanted();
        let columns = self.columns(wanted)?;
        let mut collector = Collector::new(wanted, self.conditions, self.interrupt);
        for (segment, found) in matched.by_segment() {
            let columns = &columns[segment];
            let documents = 0..columns.documents();
            let piece = Piece { segment, documents };
            collector.take_found(piece, columns, found.into_iter())?;
        }
        let mut answer = self.answer_of(collector, columns);
        if self.request.one_per_family {
            self.collapse(&mut answer)?;
        }
        Ok(Understood {
            said: matched.rest.clone(),
            models: Vec::new(),
            parsed: Parsed {
                query: self.expanded(&parsed.query)?,
                ..parsed
            },
            answer,
            relaxed: false,
            withdrawn: 0,
            matched: Some(matched),
        })
    }

    /// A query without the withdrawn records, and how many of them match it.
    pub(super) fn without_withdrawn(&self, query: &Query) -> Result<(Query, u64)> {
        let withdrawn = Query::withdrawn();
        let both = Query::all_of(vec![query.clone(), withdrawn.clone()]);
        let others = Query::Not(Box::new(withdrawn));
        let shown = Query::all_of(vec![query.clone(), others]);
        Ok((shown, self.matching(&both)?))
    }

    pub(super) fn expanded(&self, query: &Query) -> Result<Query> {
        let (searcher, fields) = (self.snapshot.searcher, self.snapshot.fields);
        let expander = Expander {
            stands: &|field, word, prefix| stands((searcher, fields), field, word, prefix),
            synonyms: Some(self.snapshot.synonyms).filter(|_| !self.request.without_synonyms),
        };
        Ok(expander.expand(query)?)
    }

    fn page(&self, understood: Understood, first: &mut dyn FnMut(Page)) -> Result<Page> {
        let counting = self.counted_of(&understood.answer.values);
        let (mut page, values) = self.uncounted(understood)?;
        if counting > MAX_COUNTED_AT_ONCE {
            page.uncounted = true;
            first(page.clone());
            page.uncounted = false;
        }
        let tally = match values {
            Values::Nothing => Tally::new(),
            Values::Taken(taken, columns) => self.facet_tally(&taken, &columns)?,
            Values::Counted(tally) => tally,
        };
        page.facets = self.facets(tally)?;
        Ok(page)
    }

    /// A page without the counts of the facets, and what is to be counted.
    fn uncounted(&self, understood: Understood) -> Result<(Page, Values)> {
        let Understood {
            said,
            models,
            parsed,
            answer,
            relaxed,
            withdrawn,
            mut matched,
        } = understood;
        let window = answer
            .best
            .iter()
            .skip(self.request.offset)
            .take(self.request.limit);
        let mut hits = Vec::with_capacity(window.len());
        for candidate in window {
            self.interrupt.check()?;
            if let Some(record) = self.snapshot.catalogue.readable(candidate.row)? {
                let fit = matched.as_mut().and_then(|it| it.take_fit(candidate.row));
                let standing = self.standing(candidate.place, record.kind)?;
                hits.push(Hit {
                    record,
                    score: candidate.score,
                    fit,
                    kept: None,
                    standing,
                });
            }
        }
        let clauses = if relaxed || answer.total == 0 {
            self.clauses(&said)?
        } else {
            Vec::new()
        };
        let suggestion = if let Some(joined) = self.joined(&said, answer.total, relaxed)? {
            Some(joined)
        } else if relaxed {
            // One clause alone is missing by itself.
            let missing =
                said.clauses().into_iter().enumerate().filter(|(place, _)| {
                    clauses.get(*place).is_none_or(|counted| counted.count == 0)
                });
            let missing: Vec<&Query> = missing.map(|(_, clause)| clause).collect();
            self.suggestion(&missing, &hits)?
        } else {
            None
        };
        let matched = matched.map(|it| it.asking);
        let (asker, ask, declined) = matched.map_or((None, Vec::new(), 0), |it| {
            (Some(it.title), it.ask, it.declined)
        });
        let page = Page {
            interpreted: parsed.query.to_string(),
            models,
            asker,
            ask,
            declined,
            total: answer.total,
            records: answer.records,
            relaxed,
            withdrawn,
            // The library knows.
            unreadable: 0,
            hits,
            facets: Vec::new(),
            uncounted: false,
            clauses,
            suggestion,
            highlighter: Highlighter::new(&parsed.query, relaxed),
            elsewhere: None,
            problems: parsed.problems,
        };
        Ok((page, answer.values))
    }

    /// The strict answer, or the relaxed one where that is empty.
    ///
    /// `said` is the query as it was written, `query` with second readings.
    fn answer(&self, said: &Query, query: &Query) -> Result<(Answer, bool)> {
        let ranker = self.ranker(said, query)?;
        let strict = self.strict(query)?;
        let (mut answer, relaxed) = match self.relaxed(query, &ranker, strict.total)? {
            Some(relaxed) => (relaxed, true),
            None => (strict, false),
        };
        // What is like something is in its order already.
        if self.request.sort == Sort::Relevance && !ranks_alike(said) {
            self.rerank(&ranker, &mut answer.best)?;
        }
        if self.request.one_per_family {
            self.collapse(&mut answer)?;
        }
        Ok((answer, relaxed))
    }

    pub(super) fn ranker(&self, said: &Query, query: &Query) -> Result<Ranker> {
        let index = rank::View {
            searcher: self.snapshot.searcher,
            fields: self.snapshot.fields,
            latin: &self.snapshot.caches.latin,
            interrupt: self.interrupt,
        };
        Ranker::new(&index, said, query)
    }

    /// Keeps the best of every family.
    fn collapse(&self, answer: &mut Answer) -> Result<()> {
        let name = Number::Family.name();
        let segments = self.snapshot.searcher.segment_readers().iter();
        let families = segments
            .map(|segment| segment.fast_fields().i64(name))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let mut seen = HashSet::new();
        let family_of = |(segment, document): (u32, DocId)| {
            let families = families.get(segment as usize);
            families.and_then(|families| families.first(document))
        };
        answer.best.retain(|candidate| {
            family_of(candidate.place).is_none_or(|family| seen.insert(family))
        });
        answer.total = answer.best.len() as u64;
        if self.request.counting != Counting::Nothing {
            let mut seen = HashSet::new();
            answer.nearly.retain(|(facet, place)| {
                family_of(*place).is_none_or(|family| seen.insert((*facet, family)))
            });
            answer.values = Values::Counted(self.tally_of_families(answer)?);
        }
        Ok(())
    }

    /// Puts the best candidates of the first, cheap scores into the order of the full ones.
    fn rerank(&self, ranker: &Ranker, best: &mut [Candidate]) -> Result<()> {
        let head = best.len().min(MAX_RERANKED);
        let best = &mut best[..head];
        if ranker.terms.is_empty() {
            return Ok(());
        }
        best.sort_unstable_by_key(|candidate| candidate.place);
        for group in best.chunk_by_mut(|a, b| a.place.0 == b.place.0) {
            let segment = self.snapshot.searcher.segment_reader(group[0].place.0);
            let documents: Vec<_> = group.iter().map(|candidate| candidate.place.1).collect();
            for (candidate, score) in
                group
                    .iter_mut()
                    .zip(ranker.score(segment, &documents, self.interrupt)?)
            {
                // The first score tells apart what no word tells apart (pinyin, fields).
                let score = score + candidate.score * 0.001;
                candidate.score = score;
                candidate.key = i128::from(collect::order_of(score));
            }
        }
        best.sort_unstable_by_key(Candidate::rank);
        Ok(())
    }

    pub(super) fn wanted(&self) -> collect::Wanted {
        let limit = if self.request.one_per_family {
            // Which are of one family is only known when all have been seen.
            usize::try_from(self.snapshot.searcher.num_docs()).unwrap_or(usize::MAX)
        } else {
            self.request.offset.saturating_add(self.request.limit)
        };
        let reranked = if self.request.sort == Sort::Relevance {
            MAX_RERANKED
        } else {
            0
        };
        collect::Wanted {
            sort: self.request.sort,
            limit: if self.request.limit == 0 && !self.request.one_per_family {
                0
            } else {
                limit.max(reranked)
            },
            skipped: if self.request.one_per_family {
                (0, 0)
            } else {
                (reranked, self.request.offset)
            },
            counting: self.request.counting,
        }
    }

    /// Opens the columns of all segments.
    pub(super) fn columns(&self, wanted: collect::Wanted) -> Result<Vec<SegmentColumns>> {
        let Snapshot {
            caches,
            catalogue,
            fields,
            ..
        } = self.snapshot;
        let asks_for_labels = self.conditions.keys().any(|facet| facet.is_of_labels());
        let labels = if wanted.counting != Counting::Nothing || asks_for_labels {
            self.snapshot.labels(self.interrupt)?
        } else {
            None
        };
        let labels = (fields, labels.as_deref());
        let from = (caches, catalogue, self.interrupt);
        let segments = (0..).zip(self.snapshot.searcher.segment_readers());
        let columns = segments.map(|segment| {
            self.interrupt.check()?;
            SegmentColumns::open(wanted, self.conditions, labels, from, segment)
        });
        columns.collect()
    }

    pub(super) fn weight(&self, query: &Query, scored: bool) -> Result<Box<dyn Weight>> {
        let kept = self.snapshot.kept;
        let kept = if query.asks_for_kept() {
            Some(KeptFound::Rows(kept.found(self.snapshot.catalogue)?))
        } else {
            None
        };
        let dead_rights = if query.asks_for("dead") {
            self.snapshot.rows_of_dead_rights(self.interrupt)?
        } else {
            Arc::default()
        };
        let compiler = Compiler {
            dead_rights: DeadRights::Rows(&dead_rights),
            today: crate::today(),
            kept,
        };
        let scoring = if scored {
            EnableScoring::enabled_from_searcher(self.snapshot.searcher)
        } else {
            EnableScoring::disabled_from_searcher(self.snapshot.searcher)
        };
        let query = executed::query(&compiler.compile(query), self.snapshot.fields);
        Ok(query.weight(scoring)?)
    }

    fn strict(&self, query: &Query) -> Result<Answer> {
        let is_scored = self.request.sort == Sort::Relevance;
        let (collector, columns) = self.collected(query, is_scored, self.wanted())?;
        Ok(self.answer_of(collector, columns))
    }

    /// All that a query matches exactly, and the columns that it was collected with.
    fn collected(
        &self,
        query: &Query,
        is_scored: bool,
        wanted: collect::Wanted,
    ) -> Result<(Collector<'_>, Vec<SegmentColumns>)> {
        let weight = self.weight(query, is_scored)?;
        let columns = self.columns(wanted)?;
        let mut collector = Collector::new(wanted, self.conditions, self.interrupt);
        collector.take_all(
            weight.as_ref(),
            self.snapshot.searcher.segment_readers(),
            &columns,
        )?;
        Ok((collector, columns))
    }

    fn answer_of(&self, collector: Collector, columns: Vec<SegmentColumns>) -> Answer {
        let (total, nearly) = (collector.total, collector.nearly(&columns));
        let (best, taken) = collector.into_best();
        // Of families it is known later which listings stand for them.
        let is_counted = self.request.counting != Counting::Nothing && !self.request.one_per_family;
        Answer {
            total,
            records: total,
            values: if is_counted {
                Values::Taken(taken, columns)
            } else {
                Values::Nothing
            },
            nearly,
            best,
        }
    }

    /// The relaxed answer, where the strict one is empty and there is any.
    fn relaxed(&self, query: &Query, ranker: &Ranker, strict: u64) -> Result<Option<Answer>> {
        let is_wanted = strict == 0 && !self.request.only_exact;
        let relaxed = Relaxed::new(ranker).filter(|_| is_wanted);
        let Some(relaxed) = relaxed else {
            return Ok(None);
        };
        let hard = relaxed::hard(query);
        let weight = self.weight(&hard, false)?;
        let wanted = self.wanted();
        let columns = self.columns(wanted)?;
        let interrupt = self.interrupt;
        let found = self.found_in_pieces(weight.as_ref(), |segment, documents| {
            relaxed.find(segment, documents, interrupt)
        })?;
        let scores = found.iter().flat_map(|(_, found)| found);
        let good = nth_best(scores.map(|found| found.score), MIN_RELAXED_HITS);
        let mut collector = Collector::new(wanted, self.conditions, self.interrupt);
        for (piece, found) in found {
            let enough = found
                .iter()
                .filter(|found| found.idf_weight >= relaxed.needed() || found.score >= good);
            let documents = enough.map(|found| (found.document, found.score));
            let columns = &columns[piece.segment];
            collector.take_found(piece, columns, documents)?;
        }
        let any = collector.total > 0;
        Ok(any.then(|| self.answer_of(collector, columns)))
    }

    /// What `find` finds of some documents of a segment, in order, among those that `allowed` matches:
    /// piece by piece. Every core looks through a share.
    pub(super) fn found_in_pieces(
        &self,
        allowed: &dyn Weight,
        find: impl Fn(&SegmentReader, Range<DocId>) -> Result<Vec<Found>> + Sync,
    ) -> Result<Vec<(Piece, Vec<Found>)>> {
        let segments = self.snapshot.searcher.segment_readers();
        let sizes: Vec<DocId> = segments.iter().map(SegmentReader::max_doc).collect();
        let one = |piece: Piece| {
            let segment = &segments[piece.segment];
            let mut found = find(segment, piece.documents.clone())?;
            let mut allowed = allowed.scorer(segment, 1.0)?;
            found.retain(|found| allows(allowed.as_mut(), found.document));
            Result::Ok((piece, found))
        };
        let shares = on_threads(shares(&sizes), |share| {
            share.into_iter().map(one).collect::<Result<Vec<_>>>()
        });
        let mut found = Vec::new();
        for share in shares {
            found.extend(share?);
        }
        Ok(found)
    }

    /// The first record that a query matches, whatever the filters.
    pub(super) fn first(&self, query: &Query) -> Result<Option<Record>> {
        let search = Search {
            conditions: &Conditions::new(),
            request: &Request {
                sort: Sort::Oldest,
                limit: 1,
                ..Request::default()
            },
            ..*self
        };
        match search.strict(query)?.best.first() {
            Some(found) => self.snapshot.catalogue.readable(found.row),
            None => Ok(None),
        }
    }

    /// How many records a query matches exactly.
    pub(super) fn count(&self, query: &Query) -> Result<u64> {
        self.matching(&self.expanded(query)?)
    }

    /// How many records a query with all its readings matches exactly.
    fn matching(&self, query: &Query) -> Result<u64> {
        let wanted = collect::Wanted {
            sort: Sort::Newest,
            limit: 0,
            skipped: (0, 0),
            counting: Counting::Nothing,
        };
        let (collector, _) = self.collected(query, false, wanted)?;
        Ok(collector.total)
    }
}

/// Whether the hits of a query are ranked by how much they are like something.
fn ranks_alike(query: &Query) -> bool {
    let mut texts = query.positive().into_iter();
    texts.any(|(_, value)| matches!(value, Value::Alike(_)))
}

/// Whether a scorer matches a document. Documents must be asked for in order.
pub(super) fn allows(scorer: &mut dyn tantivy::query::Scorer, document: tantivy::DocId) -> bool {
    if scorer.doc() < document {
        scorer.seek(document);
    }
    scorer.doc() == document
}

/// The `n`th best of some scores; 0, which none is below, where there are no more.
fn nth_best(scores: impl Iterator<Item = f32>, n: usize) -> f32 {
    let mut scores: Vec<f32> = scores.collect();
    if scores.len() > n {
        scores.select_nth_unstable_by(n - 1, |a, b| b.total_cmp(a));
        return scores[n - 1];
    }
    0.0
}
