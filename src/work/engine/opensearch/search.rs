//! From a request to its page, over the network.

use std::cell::RefCell;
use std::time::Duration;

use qiao_index::matching::{MatchRequest, Matches};
use qiao_index::plan::Plan;
use qiao_index::query::Parsed;
use qiao_index::request::{Counting, Facet, Request, Sort};
use qiao_index::search::{
    Answering, Ask, AskAlike, ClauseCount, Elsewhere, FacetCondition, Page, Reader, Reading,
    RelaxedTerms,
};
use serde_json::{Value, json};
use ureq::http::Method;

use super::alike::{self, Asking};
use super::answer::{self, Answered};
use super::clauses::{self, query};
use super::client::{Content, Patience};
use super::facets::{self, Counted, meeting};
use super::mapping::{FAMILY, KNOWN_DATE};
use super::ranking::{self, Relaxed};
use super::trouble::Trouble;
use super::{Known, OpenSearch, Stop};
use crate::messages::Failure;

/// Matches that are judged at most: each is fetched whole.
const MAX_MATCHES: usize = 1_000;
/// Results that a cluster lists: it keeps no more in order.
pub(super) const MAX_LISTED: usize = 10_000;
/// Ids that a query can name: the cluster takes no more.
const MAX_NAMED: usize = 60_000;
/// The best by score answer a relaxed search whatever their weight: this many of them.
const MIN_RELAXED_HITS: usize = 50;
/// In larger indexes the hits are told before their facets are counted.
const MAX_COUNTED_AT_ONCE: u64 = 200_000;
/// What the first score counts beside the words that rank.
const FIRST_SCORE: f32 = 0.001;
/// The cluster is to stop so long before we do, and say what it has.
const BEFORE_THE_END: Duration = Duration::from_millis(250);
/// Best hits of a relaxed search that may say what a mistyped word means.
const MAX_SUGGESTING_HITS: usize = 10;

/// One request to a cluster.
pub(super) struct Search<'a> {
    pub(super) remote: &'a OpenSearch,
    pub(super) known: &'a Known,
    pub(super) reader: Reader<'a>,
    pub(super) request: &'a Request,
    pub(super) patience: Patience<'a>,
    /// How far all answers so far can be relied on.
    pub(super) relied_on: RefCell<Elsewhere>,
}

/// A reading of the request, and what it finds.
struct Found {
    /// Titles of the listings that others were to be like.
    models: Vec<String>,
    /// Who answers, where that is asked.
    answering: Option<Answering>,
    reading: Reading,
    shown: Reading,
    answered: Answered,
    /// What was searched, whatever the filters.
    query: Value,
    relaxed: bool,
    withdrawn: u64,
}

impl Search<'_> {
    /// Answers the request; where counting takes long, `first` has the page before its counts.
    pub(super) fn page(&self, first: &mut dyn FnMut(Page)) -> Result<Page, Stop> {
        self.with_conditions(|ask, conditions| self.page_among(&conditions, ask, first))
    }

    /// Has `work` done among what the filters of the request leave.
    fn with_conditions<T>(
        &self,
        work: impl FnOnce(Ask<'_, Stop>, Vec<FacetCondition>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.refuse_what_cannot_be()?;
        let ask = Ask {
            count: &|plan: &Plan| self.count(plan),
            values: &|facet: Facet, text: &str| self.values(facet, text),
        };
        let conditions = self.reader.conditions(&self.request.filters, ask)?;
        work(ask, conditions)
    }

    fn page_among(
        &self,
        conditions: &[FacetCondition],
        ask: Ask<'_, Stop>,
        first: &mut dyn FnMut(Page),
    ) -> Result<Page, Stop> {
        let mut best: Option<Found> = None;
        for parsed in self.reader.readings(self.request) {
            let found = self.found(parsed, conditions, ask)?;
            let any = found.answered.total > 0;
            if any || best.is_none() {
                best = Some(found);
            }
            if any {
                break;
            }
        }
        let Some(found) = best else {
            return Ok(Page::default());
        };
        self.told(found, conditions, ask, first)
    }

    /// Refuses in a sentence what the cluster cannot be asked.
    fn refuse_what_cannot_be(&self) -> Result<(), Stop> {
        if self.request.offset >= MAX_LISTED && self.request.limit > 0 {
            return Err(Stop::refusal([
                "远程库只按顺序列出前 10,000 条：请缩小检索范围",
                "a remote lists its first 10,000 results only: narrow the search",
            ]));
        }
        if self
            .request
            .filters
            .iter()
            .any(|it| it.facet == Facet::Network)
        {
            return Err(Stop::refusal([
                "服务网络只在本地资料库中统计：加上 `--remote local`",
                "the network is known of the local library only: use `--remote local`",
            ]));
        }
        Ok(())
    }

    fn found(
        &self,
        parsed: Parsed,
        conditions: &[FacetCondition],
        ask: Ask<'_, Stop>,
    ) -> Result<Found, Stop> {
        let (parsed, models, answering) = self.by_example(|by_example| {
            let (parsed, models) = self.reader.resolve_alike(parsed, by_example)?;
            let request = self.request;
            let resolved = self
                .reader
                .resolve_answering(parsed, request, ask, by_example);
            resolved.map(|(parsed, answering)| (parsed, models, answering))
        })?;
        let reading = self.reader.read(parsed, self.request, ask)?;
        let asks_for_status = conditions.iter().any(|it| it.facet == Facet::Status);
        let hides = !self.request.with_withdrawn && !asks_for_status && self.known.withdrawn > 0;
        let shown = reading.without_withdrawn().filter(|_| hides);
        let withdrawn = match &shown {
            Some(_) => self.count_meeting(&self.reader.plan(&reading.withdrawn()), conditions)?,
            None => 0,
        };
        let shown = shown.unwrap_or_else(|| reading.clone());
        let plan = self.reader.plan(&shown);
        if clauses::named(&plan) > MAX_NAMED {
            return Err(Stop::refusal([
                "清单、标签或记录中的条目太多（超过 60,000 条），远程库查不了",
                "more than 60,000 listings are kept there: too many to ask a remote for",
            ]));
        }
        let ranks = self.request.sort == Sort::Relevance;
        let query = match &answering {
            Some(_) if ranks => query(&plan),
            _ => self.strict(&plan, &reading),
        };
        let answered = self.search(&query, conditions, true)?;
        let mut found = Found {
            models,
            answering,
            reading,
            shown,
            answered,
            query,
            relaxed: false,
            withdrawn,
        };
        // Who answers is found, or nobody is.
        if found.answered.total == 0
            && found.answering.is_none()
            && !self.request.only_exact
            && let Some((query, answered)) = self.relaxed(&found.shown, conditions)?
        {
            (found.query, found.answered, found.relaxed) = (query, answered, true);
        }
        Ok(found)
    }

    /// Who answers a listing or a text; `None` where there is no such listing.
    pub(super) fn matches(&self, request: &MatchRequest) -> Result<Option<Matches>, Stop> {
        if request.limit > MAX_MATCHES {
            return Err(Stop::refusal([
                "远程库最多给出 1,000 条匹配：请减小 --limit",
                "a remote gives 1,000 matches at most: use a smaller --limit",
            ]));
        }
        let matches = self.with_conditions(|_, conditions| {
            self.by_example(|by_example| self.reader.matches(request, conditions, by_example))
        })?;
        if self.relied_on.borrow().is_partial() {
            // One that is not found may be where nobody has looked.
            return Err(Trouble::Unavailable(self.remote.name.clone()).into());
        }
        Ok(matches)
    }

    /// Has `work` done by what the cluster says of models and askers.
    fn by_example<T>(&self, work: impl FnOnce(&AskAlike<'_, Stop>) -> T) -> T {
        let asking = Asking {
            size: (self.known.records, self.known.shards),
            count: &|queries| self.counts(queries.iter()),
            search: &|body| self.ask_search(body),
            garbled: &|| self.remote.garbled(),
            tell_terms: &|body| self.ask("_termvectors", body),
        };
        alike::with(&asking, work)
    }

    /// What a plan matches, ranked by the words of the query where rank is asked for.
    fn strict(&self, plan: &Plan, reading: &Reading) -> Value {
        let plan = query(plan);
        if self.request.sort != Sort::Relevance {
            return json!({"bool": {"filter": [plan]}});
        }
        let first = json!({"bool": {"must": [plan], "boost": FIRST_SCORE}});
        let ranking = ranking::tests(&reading.ranked());
        json!({"bool": {"must": [first], "should": ranking}})
    }

    /// The relaxed answer, where there is anything to relax and it finds something.
    fn relaxed(
        &self,
        reading: &Reading,
        conditions: &[FacetCondition],
    ) -> Result<Option<(Value, Answered)>, Stop> {
        let terms = reading.ranked();
        let known: Vec<Value> = terms.iter().map(|it| ranking::term(it, 1.0)).collect();
        let unknown: Vec<Value> = terms
            .iter()
            .filter(|it| it.may_be_mistyped)
            .map(|it| ranking::unknown(it, 1.0))
            .collect();
        let counts = self.counts(known.iter().chain(&unknown))?;
        let of = |test: &Value| {
            let place = known.iter().chain(&unknown).position(|it| it == test);
            place
                .and_then(|place| counts.get(place))
                .copied()
                .unwrap_or(0)
        };
        let relaxed = RelaxedTerms::of(
            terms,
            (self.known.records.max(1), MIN_RELAXED_HITS),
            |it| of(&ranking::term(it, 1.0)),
            |it| of(&ranking::unknown(it, 1.0)),
        );
        let Some(terms) = relaxed else {
            return Ok(None);
        };
        let relaxed = Relaxed::of(&terms);
        let hard = query(&self.reader.hard_plan(reading));
        let best = json!({
            "query": relaxed.best(&hard),
            "size": terms.fewest,
            "_source": false,
            "track_total_hits": false,
        });
        let scores = answer::scores(&self.ask_search(&best)?);
        let scores = scores.ok_or_else(|| self.remote.garbled())?;
        let good = if scores.len() < terms.fewest {
            0.0
        } else {
            scores.last().copied().unwrap_or(0.0)
        };
        let query = relaxed.query(&hard, good);
        let answered = self.search(&query, conditions, true)?;
        Ok((answered.total > 0).then_some((query, answered)))
    }

    /// Searches; of facets and families only what can be counted at once, unless told.
    fn search(
        &self,
        query: &Value,
        conditions: &[FacetCondition],
        with_hits: bool,
    ) -> Result<Answered, Stop> {
        let request = self.request;
        let at_once = self.known.records <= MAX_COUNTED_AT_ONCE || !with_hits;
        let counted = Counted {
            counting: if at_once {
                request.counting
            } else {
                Counting::Nothing
            },
            conditions,
            one_per_family: request.one_per_family,
        };
        let size = if with_hits {
            request.limit.min(MAX_LISTED.saturating_sub(request.offset))
        } else {
            0
        };
        let mut body = json!({
            "query": query,
            "from": if size > 0 { request.offset } else { 0 },
            "size": size,
            "sort": sort(request.sort),
            "track_total_hits": true,
            "_source": ["record"],
            "aggs": counted.aggregations(&self.reader),
        });
        if let Some(meeting) = meeting(conditions.iter()) {
            body["post_filter"] = meeting;
        }
        if request.one_per_family {
            body["collapse"] = json!({"field": FAMILY});
        }
        let value = self.ask_search(&body)?;
        let answered = answer::read(value);
        let mut answered = answered.ok_or_else(|| self.remote.garbled())?;
        let counts = counted.read(&answered.aggregations, &self.reader);
        answered.counts = counts.ok_or_else(|| self.remote.garbled())?;
        answered.families = facets::families(&answered.aggregations);
        if answered.total > MAX_LISTED as u64 && request.limit > size && size > 0 {
            return Err(Stop::refusal([
                "远程库只按顺序列出前 10,000 条：请缩小检索范围",
                "a remote lists its first 10,000 results only: narrow the search",
            ]));
        }
        Ok(answered)
    }

    fn ask_search(&self, body: &Value) -> Result<Value, Stop> {
        let mut body = body.clone();
        let left = self.patience.left().saturating_sub(BEFORE_THE_END);
        body["timeout"] = format!("{}ms", left.as_millis().max(1)).into();
        let path = format!(
            "{}/_search?search_type=dfs_query_then_fetch",
            self.remote.index
        );
        let content = Content::Json(body);
        let answer = self
            .remote
            .call(&Method::POST, &path, &content, self.patience)?;
        answer::note(&answer, &mut self.relied_on.borrow_mut());
        Ok(answer)
    }

    /// Asks the index something else than to search.
    fn ask(&self, what: &str, body: Value) -> Result<Value, Stop> {
        let path = format!("{}/{what}", self.remote.index);
        self.remote
            .call(&Method::POST, &path, &Content::Json(body), self.patience)
    }

    /// How many records each query matches.
    fn counts<'q>(&self, queries: impl Iterator<Item = &'q Value>) -> Result<Vec<u64>, Stop> {
        let (mut lines, mut asked) = (String::new(), 0);
        for query in queries {
            asked += 1;
            let body = json!({"query": query, "size": 0, "track_total_hits": true});
            lines.extend(["{}\n", &body.to_string(), "\n"]);
        }
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let path = format!("{}/_msearch", self.remote.index);
        let content = Content::Lines(lines);
        let answer = self
            .remote
            .call(&Method::POST, &path, &content, self.patience)?;
        let answers = answer::each(&answer, asked, &self.remote.name)?;
        for one in answers {
            answer::note(one, &mut self.relied_on.borrow_mut());
        }
        answer::totals(answers, &self.remote.name)
    }

    fn count(&self, plan: &Plan) -> Result<u64, Stop> {
        let counts = self.counts(std::iter::once(&query(plan)))?;
        Ok(counts.first().copied().unwrap_or(0))
    }

    fn count_meeting(&self, plan: &Plan, conditions: &[FacetCondition]) -> Result<u64, Stop> {
        let counts = self.counts(std::iter::once(&narrowed(query(plan), conditions)))?;
        Ok(counts.first().copied().unwrap_or(0))
    }

    /// The values of a facet in which a text stands, whatever its case.
    fn values(&self, facet: Facet, text: &str) -> Result<Vec<String>, Stop> {
        let letters = text.chars().map(|c| {
            let (lower, upper) = (c.to_lowercase().to_string(), c.to_uppercase().to_string());
            if lower == upper {
                clauses::escaped(&lower)
            } else {
                format!(
                    "({}|{})",
                    clauses::escaped(&lower),
                    clauses::escaped(&upper)
                )
            }
        });
        let pattern = format!(".*{}.*", letters.collect::<String>());
        Ok(facets::listed(
            &self.ask_search(&facets::listing(facet, &pattern))?,
        ))
    }

    /// The page of what was found.
    fn told(
        &self,
        found: Found,
        conditions: &[FacetCondition],
        ask: Ask<'_, Stop>,
        first: &mut dyn FnMut(Page),
    ) -> Result<Page, Stop> {
        let Found {
            models,
            mut answering,
            reading,
            shown,
            mut answered,
            query,
            relaxed,
            withdrawn,
        } = found;
        if let Some(answering) = &mut answering {
            for hit in &mut answered.hits {
                hit.fit = answering.fits.remove(&hit.record.id).map(Box::new);
            }
        }
        let printed = if withdrawn > 0 || relaxed {
            &shown
        } else {
            &reading
        };
        let (clauses, suggestion) = if relaxed || answered.total == 0 {
            self.why(&reading, (relaxed, &answered), conditions, ask)?
        } else {
            (Vec::new(), None)
        };
        let families = answered.families;
        self.relied_on.borrow_mut().is_approximate |= answered.counts.is_approximate
            || reading.has_long_nearness()
            || reading.asks_alike()
            || answering.is_some()
            || families.is_some_and(|it| it > facets::MAX_COUNTED_FAMILIES);
        let mut page = Page {
            interpreted: printed.interpreted(),
            models,
            asker: answering.as_ref().map(|it| it.asker.clone()),
            declined: answering.as_ref().map_or(0, |it| it.declined),
            ask: answering.map_or_else(Vec::new, |it| it.ask),
            problems: reading.problems.clone(),
            total: families.unwrap_or(answered.total),
            records: answered.total,
            relaxed,
            withdrawn,
            unreadable: answered.unreadable,
            hits: answered.hits,
            facets: answered.counts.facets,
            clauses,
            suggestion,
            highlighter: printed.highlighter(relaxed),
            elsewhere: Some(self.relied_on.borrow().clone()),
            ..Page::default()
        };
        let is_counted = self.known.records <= MAX_COUNTED_AT_ONCE;
        if !is_counted && self.request.counting != Counting::Nothing {
            page.uncounted = true;
            first(page.clone());
            page.uncounted = false;
            let counted = self.search(&query, conditions, false)?;
            page.facets = counted.counts.facets;
            let mut relied_on = self.relied_on.borrow_mut();
            relied_on.is_approximate |= counted.counts.is_approximate;
            page.elsewhere = Some(relied_on.clone());
        }
        Ok(page)
    }

    /// What each clause matches alone where nothing matches all, and what may be meant.
    fn why(
        &self,
        reading: &Reading,
        (relaxed, answered): (bool, &Answered),
        conditions: &[FacetCondition],
        ask: Ask<'_, Stop>,
    ) -> Result<(Vec<ClauseCount>, Option<String>), Stop> {
        let clauses = self.reader.clauses(reading, self.request, ask)?;
        let queries: Vec<Value> = clauses
            .iter()
            .map(|(_, plan)| narrowed(query(plan), conditions))
            .collect();
        let counts = self.counts(queries.iter())?;
        let counted: Vec<ClauseCount> = clauses
            .into_iter()
            .zip(counts)
            .map(|((clause, _), count)| ClauseCount { clause, count })
            .collect();
        let missing = |place: usize| {
            let counted = counted.get(place);
            relaxed && counted.is_none_or(|counted| counted.count == 0)
        };
        let near = answered.hits.iter().take(MAX_SUGGESTING_HITS);
        let near: Vec<_> = near.map(|hit| &hit.record).collect();
        let asked = (reading, self.request);
        let suggestion = self.reader.suggestion(asked, &missing, &near, ask)?;
        Ok((counted, suggestion))
    }
}

/// A query among what meets some conditions.
fn narrowed(query: Value, conditions: &[FacetCondition]) -> Value {
    match meeting(conditions.iter()) {
        Some(meeting) => json!({"bool": {"filter": [query, meeting]}}),
        None => query,
    }
}

/// Every order is total: of equals the one that came first into the library is first.
fn sort(sort: Sort) -> Value {
    let by = |field: &str, order: &str, missing: Value| json!({field: {"order": order, "missing": missing}});
    let older = || json!({"row": "asc"});
    match sort {
        Sort::Relevance => json!([{"_score": "desc"}, older()]),
        Sort::Newest => json!([by("sort_date", "desc", json!(0)), older()]),
        Sort::Oldest => json!([by(KNOWN_DATE, "asc", json!("_last")), older()]),
        Sort::Title => json!([
            by("sort_title", "asc", json!(0)),
            by("sort_title_rest", "asc", json!(0)),
            older()
        ]),
        Sort::Budget => json!([by("budget_max", "desc", json!(0)), older()]),
        Sort::Added => json!([by("added", "desc", json!(0)), {"row": "desc"}]),
    }
}

impl Stop {
    /// What cannot be asked of a cluster, in a sentence.
    fn refusal(text: [&str; 2]) -> Self {
        let [chinese, english] = text;
        Self::Refusal(Failure::new(chinese, english))
    }
}
