//! A cluster of `OpenSearch` as an engine. Nothing outside this module knows how it is asked.
//!
//! Its index holds the terms that the local one is made of, by the same analysis, and the listings
//! themselves; a query is read, expanded and compiled by the library, and only then put in the
//! cluster's words. What the user keeps stays here: it is asked for by ids.

mod alike;
mod answer;
mod clauses;
mod client;
mod document;
mod facets;
mod mapping;
mod push;
mod ranking;
mod search;
#[cfg(test)]
mod tests;
mod trouble;

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use qiao_index::Library;
use qiao_index::matching::{MatchRequest, Matches};
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::{Elsewhere, Page};
use serde_json::{Value, json};
use ureq::http::Method;

use super::StillWanted;
use crate::messages::Failure;
use crate::work::remotes::Remote;
use client::{Client, Content, Patience};
use mapping::{FORMAT, IndexState};
pub(crate) use push::{PushEvent, PushProgress, PushSummary};
use search::Search;
use trouble::Trouble;

/// Lowest version of the cluster's engine that is asked.
const OLDEST: (u64, u64) = (2, 11);
/// The same, in words.
const OLDEST_SHOWN: &str = "OpenSearch 2.11";

/// Why there is no answer.
#[derive(Debug)]
enum Stop {
    /// Nobody wants it any more.
    NotWanted,
    /// The cluster gives none.
    Trouble(Trouble),
    /// The cluster cannot be asked this.
    Refusal(Failure),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// What is known of the index while it is not looked at again.
#[derive(Debug, Clone, Default)]
struct Known {
    records: u64,
    withdrawn: u64,
    revision: u64,
    shards: u64,
    /// It was counted without a shard: it is looked at again for the next question.
    is_partial: bool,
}

/// A cluster that is asked.
#[derive(Debug)]
pub(crate) struct OpenSearch {
    name: String,
    index: String,
    client: Client,
    known: RefCell<Option<Arc<Known>>>,
    turns: Cell<u64>,
}

impl OpenSearch {
    /// The cluster of a remote; nothing is sent yet.
    ///
    /// # Errors
    /// There is no password, or the certificates cannot be read.
    pub(crate) fn of(remote: &Remote) -> anyhow::Result<Self> {
        Ok(Self {
            name: remote.name.clone(),
            index: remote.index().to_owned(),
            client: Client::new(remote)?,
            known: RefCell::default(),
            turns: Cell::new(0),
        })
    }

    /// The name of the remote.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Asks the cluster for its version, and refuses one that is too old or is another engine.
    ///
    /// # Errors
    /// It cannot be reached, or is not one that this program knows.
    pub(crate) fn version(&self) -> anyhow::Result<String> {
        let patience = Patience::of_search(&|| true);
        let answer = self.call(&Method::GET, "", &Content::Nothing, patience)?;
        let version = &answer["version"];
        let number = version["number"].as_str().unwrap_or_default();
        let engine = version["distribution"].as_str().unwrap_or_default();
        let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
        let shown = format!("{engine} {number}").trim().to_owned();
        let known = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        let text = if engine != "opensearch" {
            [
                "那里不是 OpenSearch（{version}）：qiao 只支持 OpenSearch",
                "that is not OpenSearch ({version}), the only engine that qiao knows",
            ]
        } else if known < OLDEST {
            [
                "那里的版本太旧（{version}）：至少要 {oldest}",
                "that version is too old ({version}): it takes {oldest} at least",
            ]
        } else {
            return Ok(shown);
        };
        let values = [("version", &*shown), ("oldest", OLDEST_SHOWN)];
        Err(Failure::filled(text, &values).into())
    }

    /// Calls the cluster.
    fn call(
        &self,
        method: &Method,
        path: &str,
        content: &Content,
        patience: Patience<'_>,
    ) -> Result<Value, Stop> {
        let answer = self.client.call(method, path, content, patience)?;
        answer.ok_or(Stop::NotWanted)
    }

    /// What the index says of itself; `None` where there is none.
    fn state(&self, patience: Patience<'_>) -> Result<Option<IndexState>, Stop> {
        let path = format!("{}/_mapping", self.index);
        match self.call(&Method::GET, &path, &Content::Nothing, patience) {
            Ok(mapping) => match IndexState::of_mapping(&mapping) {
                Some(state) => Ok(Some(state)),
                None => Err(Stop::Refusal(self.not_ours())),
            },
            Err(Stop::Trouble(Trouble::NoIndex(_))) => Ok(None),
            Err(stop) => Err(stop),
        }
    }

    /// What is said of an answer without what was asked for.
    fn garbled(&self) -> Stop {
        Trouble::CutOff(self.name.clone()).into()
    }

    fn not_ours(&self) -> Failure {
        let text = [
            "{name} 上的索引 {index} 不是 qiao 建的：在地址后面写上另一个索引名（…/索引名）",
            "the index {index} on {name} was not made by qiao: name another one behind the address (…/INDEX)",
        ];
        Failure::filled(text, &[("name", &self.name), ("index", &self.index)])
    }

    /// What is known of the index, looked up where it is not.
    fn known(&self, patience: Patience<'_>) -> Result<Arc<Known>, Stop> {
        if let Some(known) = &*self.known.borrow()
            && !known.is_partial
        {
            return Ok(Arc::clone(known));
        }
        let state = self.state(patience)?;
        let state = state.ok_or_else(|| Trouble::NoIndex(self.index.clone()))?;
        if state.format != FORMAT {
            let text = [
                "{name} 上的索引是另一个版本的 qiao 推送的：用 `qiao remote push {name}` 重新推送",
                "the index on {name} was pushed by another version of qiao: push it again with `qiao remote push {name}`",
            ];
            let failure = Failure::filled(text, &[("name", &self.name)]);
            return Err(Stop::Refusal(failure));
        }
        let withdrawn = json!({"term": {"facet": "status\u{1f}withdrawn"}});
        let lines = [json!({"match_all": {}}), withdrawn].map(|query| {
            let body = json!({"query": query, "size": 0, "track_total_hits": true});
            format!("{{}}\n{body}\n")
        });
        let path = format!("{}/_msearch", self.index);
        let content = Content::Lines(lines.concat());
        let answer = self.call(&Method::POST, &path, &content, patience)?;
        let answers = answer::each(&answer, 2, &self.name)?;
        let totals = answer::totals(answers, &self.name)?;
        let mut relied_on = Elsewhere::default();
        for one in answers {
            answer::note(one, &mut relied_on);
        }
        let total = |place: usize| totals.get(place).copied().unwrap_or(0);
        let known = Arc::new(Known {
            records: total(0),
            withdrawn: total(1),
            revision: state.revision,
            shards: u64::from(relied_on.shards.max(1)),
            is_partial: relied_on.is_partial(),
        });
        self.known.replace(Some(Arc::clone(&known)));
        self.turns.set(self.turns.get() + 1);
        Ok(known)
    }

    /// Looks at the index again; where that fails, what was known stays, and the next answer says
    /// why.
    pub(super) fn refresh(&self) {
        let before = self.known.take();
        if self.known(Patience::of_search(&|| true)).is_err() {
            self.known.replace(before);
        }
    }

    /// How many listings the index holds, of which revision, and how often another has been seen.
    pub(super) fn seen(&self) -> (u64, u64, u64) {
        let known = self.known.borrow();
        let known = known.as_deref().cloned().unwrap_or_default();
        (known.records, known.revision, self.turns.get())
    }

    /// Answers a request with the words and what is kept of a library.
    pub(super) fn answer_in_parts(
        &self,
        library: &Library,
        request: &Request,
        still_wanted: StillWanted<'_>,
        first: &mut dyn FnMut(Page),
    ) -> anyhow::Result<Option<Page>> {
        let patience = Patience::of_search(still_wanted);
        let mut complete = |mut page: Page| {
            with_kept(&mut page, library);
            first(page);
        };
        let page = self.asked((library, request), patience, |it| it.page(&mut complete))?;
        Ok(page.map(|mut page| {
            with_kept(&mut page, library);
            page
        }))
    }

    /// Finds who answers; `None` where there is no such listing, or nobody wants to know any more.
    pub(super) fn match_while(
        &self,
        library: &Library,
        request: &MatchRequest,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Matches>> {
        let patience = Patience::of_search(still_wanted);
        let asked = Request {
            filters: request.filters.clone(),
            ..Request::default()
        };
        let matches = self.asked((library, &asked), patience, |it| it.matches(request))?;
        Ok(matches.flatten())
    }

    /// Asks the cluster with the words and what is kept of a library; `None` as soon as nobody wants
    /// the answer any more.
    fn asked<T>(
        &self,
        (library, request): (&Library, &Request),
        patience: Patience<'_>,
        ask: impl FnOnce(&Search<'_>) -> Result<T, Stop>,
    ) -> anyhow::Result<Option<T>> {
        let answered = self.known(patience).and_then(|known| {
            ask(&Search {
                remote: self,
                known: &known,
                reader: library.reader(),
                request,
                patience,
                relied_on: RefCell::new(Elsewhere {
                    name: self.name.clone(),
                    ..Elsewhere::default()
                }),
            })
        });
        match answered {
            Ok(answer) => Ok(Some(answer)),
            Err(Stop::NotWanted) => Ok(None),
            Err(Stop::Trouble(trouble)) => {
                // It may be another cluster that answers next.
                self.known.take();
                Err(trouble.into())
            }
            Err(Stop::Refusal(failure)) => Err(failure.into()),
        }
    }

    /// The listings with these ids, in this order; those that are not there are left out.
    pub(super) fn records(&self, ids: &[String]) -> anyhow::Result<Vec<Record>> {
        let patience = Patience::of(Duration::from_secs(5), &|| true);
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(search::MAX_LISTED) {
            let body = json!({
                "query": {"terms": {"id": some}}, "size": some.len(), "_source": ["record"],
            });
            let path = format!("{}/_search", self.index);
            let answer = self.call(&Method::POST, &path, &Content::Json(body), patience)?;
            let mut relied_on = Elsewhere::default();
            answer::note(&answer, &mut relied_on);
            if relied_on.is_partial() {
                // One that is not found may be where nobody has looked.
                return Err(Trouble::Unavailable(self.name.clone()).into());
            }
            let records = answer::records(answer);
            let mut records = records.ok_or_else(|| self.garbled())?;
            let place = |record: &Record| some.iter().position(|id| *id == record.id);
            records.sort_by_cached_key(place);
            found.extend(records);
        }
        Ok(found)
    }
}

/// Adds to hits what the user keeps of them.
fn with_kept(page: &mut Page, library: &Library) {
    for hit in &mut page.hits {
        hit.kept = library.kept(&hit.record.id).cloned().map(Box::new);
    }
}

impl From<Stop> for anyhow::Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::NotWanted => Failure::new("已中断", "interrupted").into(),
            Stop::Trouble(trouble) => trouble.into(),
            Stop::Refusal(failure) => failure.into(),
        }
    }
}
