//! Sending a library's listings to the cluster: all of them, or those that have changed since.

use std::collections::HashSet;
use std::thread;
use std::time::{Duration, Instant};

use qiao_index::Library;
use qiao_index::library::Outgoing;
use qiao_index::request::Request;
use serde_json::{Value, json};
use ureq::http::Method;

use super::client::{Content, Patience};
use super::mapping::{FORMAT, IndexState, Pushing, new_index};
use super::trouble::Trouble;
use super::{OpenSearch, Stop, answer, document};
use crate::messages::Failure;

/// Bytes that are sent at once, about.
const MAX_BATCH: usize = 4_000_000;
/// Listings that are read at once.
const MAX_READ: u32 = 500;
/// How long the cluster may take over a batch.
const MAX_WAIT: Duration = Duration::from_secs(120);
/// How long it is waited for a cluster that has too much to do, in all.
const MAX_PATIENCE: Duration = Duration::from_secs(180);
/// The first pause before a batch is sent again; each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// Bytes after which it is noted how far the push has come.
const BETWEEN_NOTES: u64 = 30_000_000;
/// Listings whose flag of a dead right is looked at again at once.
const MAX_FLAGGED: usize = 10_000;

/// What happens during a push.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PushEvent {
    /// So much of so much is sent.
    Sent(PushProgress),
    /// The cluster has too much to do, or cannot be reached: it is waited for.
    Waits,
}

/// How far a push has come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PushProgress {
    /// Listings that have been looked at.
    pub(crate) done: u64,
    /// Listings that have changed.
    pub(crate) all: u64,
    /// Bytes that were sent.
    pub(crate) bytes: u64,
    /// Time since it began.
    pub(crate) elapsed: Duration,
}

/// What came of a push.
#[derive(Debug, Default, Clone)]
pub(crate) struct PushSummary {
    /// Listings that were sent.
    pub(crate) sent: u64,
    /// Listings that were deleted there.
    pub(crate) deleted: u64,
    /// Listings that the cluster did not take, and why the first of them.
    pub(crate) refused: u64,
    /// Why.
    pub(crate) why: Option<String>,
    /// Listings that the index holds now.
    pub(crate) there: u64,
    /// Bytes that were sent.
    pub(crate) bytes: u64,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// An earlier push was taken up where it had stopped.
    pub(crate) resumed: bool,
    /// The index was made anew.
    pub(crate) anew: bool,
}

/// A batch on its way.
#[derive(Default)]
struct Batch {
    lines: String,
    sent: u64,
    deleted: u64,
}

/// A push under way.
struct Push<'a> {
    remote: &'a OpenSearch,
    library: &'a Library,
    state: IndexState,
    /// The rows that are wanted, where not all are.
    wanted: Option<HashSet<u64>>,
    dead: HashSet<u64>,
    all: u64,
    done: u64,
    noted: u64,
    started: Instant,
    summary: PushSummary,
    tell: &'a mut dyn FnMut(PushEvent),
}

impl OpenSearch {
    /// Brings the index in step with a library, or with what a query finds in it.
    ///
    /// # Errors
    /// The cluster cannot be reached or refuses, the index is of another library, or the library
    /// cannot be read. What has been sent stays, and the next push goes on from there.
    pub(crate) fn push(
        &self,
        library: &Library,
        query: &str,
        tell: &mut dyn FnMut(PushEvent),
    ) -> anyhow::Result<PushSummary> {
        self.version()?;
        let revision = library.revision()?;
        let Some(name) = library.state_name(revision)?.filter(|_| revision > 0) else {
            let text = [
                "资料库还是空的，没有可推送的条目",
                "the library is empty: there is nothing to push",
            ];
            return Err(Failure::new(text[0], text[1]).into());
        };
        let patience = Patience::of(Duration::from_secs(10), &|| true);
        let found = self.state(patience)?;
        let mut summary = PushSummary::default();
        let state = match found {
            Some(state) if self.continues(&state, &name, query, library)? => {
                summary.resumed = state.pushing.is_some();
                state
            }
            found => {
                summary.anew = true;
                self.make_anew(found.is_some(), library.len()?, query)?
            }
        };
        let wanted = if query.is_empty() {
            None
        } else {
            let request = Request {
                query: query.to_owned(),
                only_exact: true,
                ..Request::default()
            };
            Some(library.rows_of(&request)?.into_iter().collect())
        };
        let mut push = Push {
            remote: self,
            library,
            wanted,
            dead: library.rows_of_dead_rights()?.into_iter().collect(),
            all: library.changed_since(state.revision)?,
            state,
            done: 0,
            noted: 0,
            started: Instant::now(),
            summary,
            tell,
        };
        push.run()?;
        Ok(push.summary)
    }

    /// Whether an index can be brought in step; false where it must be made anew.
    fn continues(
        &self,
        state: &IndexState,
        name: &str,
        query: &str,
        library: &Library,
    ) -> anyhow::Result<bool> {
        let said = state.pushing.as_ref().map(|it| &it.state);
        let said = said
            .filter(|_| state.state.is_empty())
            .unwrap_or(&state.state);
        if !said.is_empty() && IndexState::library(said) != IndexState::library(name) {
            let text = [
                "{name} 上的索引 {index} 装的是另一个资料库：在地址后面写上另一个索引名（…/索引名）",
                "the index {index} on {name} holds another library: name another index behind the address (…/INDEX)",
            ];
            let values = [("name", &*self.name), ("index", &self.index)];
            return Err(Failure::filled(text, &values).into());
        }
        let same = |revision: u64, said: &str| -> anyhow::Result<bool> {
            Ok(revision == 0 || library.state_name(revision)?.as_deref() == Some(said))
        };
        let pushing = match &state.pushing {
            Some(pushing) => same(pushing.to, &pushing.state)?,
            None => true,
        };
        let known = same(state.revision, &state.state)?;
        Ok(state.format == FORMAT && state.query == query && known && pushing)
    }

    fn make_anew(&self, exists: bool, listings: u64, query: &str) -> Result<IndexState, Stop> {
        let patience = || Patience::of(MAX_WAIT, &|| true);
        if exists {
            self.call(&Method::DELETE, &self.index, &Content::Nothing, patience())?;
        }
        let health = self.call(
            &Method::GET,
            "_cluster/health",
            &Content::Nothing,
            patience(),
        )?;
        let nodes = health["number_of_data_nodes"].as_u64().unwrap_or(1);
        let state = IndexState {
            format: FORMAT,
            query: query.to_owned(),
            ..IndexState::default()
        };
        let index = Content::Json(new_index(listings, nodes, &state));
        self.call(&Method::PUT, &self.index, &index, patience())?;
        Ok(state)
    }
}

impl Push<'_> {
    /// Sends what has changed until the index is in step with the library.
    fn run(&mut self) -> anyhow::Result<()> {
        loop {
            let revision = self.library.revision()?;
            if self.state.pushing.is_none() && self.state.revision >= revision {
                break;
            }
            self.pass(revision)?;
        }
        self.refresh()?;
        self.flag_dead_rights()?;
        self.refresh()?;
        self.summary.elapsed = self.started.elapsed();
        Ok(())
    }

    /// Sends what has changed up to a revision, or goes on with what was begun.
    fn pass(&mut self, revision: u64) -> anyhow::Result<()> {
        let pushing = match self.state.pushing.clone() {
            Some(pushing) => pushing,
            None => Pushing {
                to: revision,
                state: self.library.state_name(revision)?.unwrap_or_default(),
                row: 0,
            },
        };
        let since = self.state.revision;
        let mut batch = Batch::default();
        if since > 0 && pushing.row == 0 {
            for row in self.library.removed_since(since)? {
                batch.delete(row);
            }
        }
        let mut behind = pushing.row;
        self.state.pushing = Some(pushing.clone());
        loop {
            let some = self.library.outgoing(since, behind, MAX_READ)?;
            let Some(last) = some.last() else { break };
            behind = last.row;
            for one in some {
                self.take(one, since, &mut batch);
                if batch.lines.len() >= MAX_BATCH {
                    self.send(std::mem::take(&mut batch))?;
                }
            }
            if self.summary.bytes >= self.noted + BETWEEN_NOTES {
                self.send(std::mem::take(&mut batch))?;
                self.note_place(behind)?;
            }
        }
        self.send(batch)?;
        self.state.revision = pushing.to;
        self.state.state = pushing.state;
        self.state.pushing = None;
        Ok(self.note()?)
    }

    /// Takes a listing into a batch; one that is not wanted any more is deleted.
    fn take(&mut self, mut one: Outgoing, since: u64, batch: &mut Batch) {
        self.done += 1;
        let is_wanted = self
            .wanted
            .as_ref()
            .is_none_or(|rows| rows.contains(&one.row));
        if is_wanted {
            if self.dead.contains(&one.row) {
                one.words.mark_dead_right();
            }
            batch.index(&one);
        } else if since > 0 {
            batch.delete(one.row);
        }
    }

    /// Notes that all up to a row has been sent.
    fn note_place(&mut self, row: u64) -> Result<(), Stop> {
        if let Some(pushing) = &mut self.state.pushing {
            pushing.row = row;
        }
        self.noted = self.summary.bytes;
        self.note()
    }

    fn note(&self) -> Result<(), Stop> {
        let path = format!("{}/_mapping", self.remote.index);
        self.patiently(
            &Method::PUT,
            &path,
            &Content::Json(self.state.written()),
            &mut |_| {},
        )?;
        Ok(())
    }

    /// Sends a batch, again and again where the cluster has too much to do; what it takes no
    /// listing of is counted.
    fn send(&mut self, batch: Batch) -> Result<(), Stop> {
        if batch.lines.is_empty() {
            return Ok(());
        }
        let path = format!(
            "{}/_bulk?filter_path=errors,items.*.status,items.*.error.reason",
            self.remote.index
        );
        self.summary.bytes += batch.lines.len() as u64;
        self.summary.sent += batch.sent;
        self.summary.deleted += batch.deleted;
        let mut lines = batch.lines;
        let mut pauses = Pauses::new();
        loop {
            let tell = &mut *self.tell;
            let content = Content::Lines(lines.clone());
            let answer = patiently(self.remote, (&Method::POST, &path, &content), tell)?;
            lines = match answer["errors"].as_bool() {
                Some(false) => break,
                Some(true) => {
                    let refused = self.refused(&answer, &lines);
                    refused.ok_or_else(|| self.remote.garbled())?
                }
                None => return Err(self.remote.garbled()),
            };
            if lines.is_empty() {
                break;
            }
            if !pauses.wait(self.tell) {
                return Err(Trouble::Busy(self.remote.name.clone()).into());
            }
        }
        let progress = PushProgress {
            done: self.done,
            all: self.all.max(self.done),
            bytes: self.summary.bytes,
            elapsed: self.started.elapsed(),
        };
        (self.tell)(PushEvent::Sent(progress));
        Ok(())
    }

    /// Counts what the cluster will never take; returns the lines of what it may take later, or `None`
    /// where it does not say of each what became of it.
    fn refused(&mut self, answer: &Value, lines: &str) -> Option<String> {
        let mut again = String::new();
        let mut lines = lines.lines();
        let items = answer["items"].as_array().into_iter().flatten();
        for item in items.filter_map(|item| item.as_object()?.iter().next()) {
            let (action, item) = item;
            let head = lines.next()?;
            let body = if action == "delete" {
                None
            } else {
                Some(lines.next()?)
            };
            match item["status"].as_u64() {
                Some(200..300) => {}
                Some(404) if action == "delete" => {}
                Some(429 | 503) => {
                    for line in std::iter::once(head).chain(body) {
                        again.extend([line, "\n"]);
                    }
                }
                _ => {
                    self.summary.refused += 1;
                    self.summary.sent = self.summary.sent.saturating_sub(1);
                    let reason = item["error"]["reason"].as_str().unwrap_or_default();
                    self.summary.why.get_or_insert_with(|| reason.to_owned());
                }
            }
        }
        lines.next().is_none().then_some(again)
    }

    /// Makes all that was sent findable, and counts it.
    fn refresh(&mut self) -> Result<(), Stop> {
        let index = &self.remote.index;
        let often = json!({"index": {"refresh_interval": "1s"}});
        let often = Content::Json(often);
        self.patiently(
            &Method::PUT,
            &format!("{index}/_settings"),
            &often,
            &mut |_| {},
        )?;
        let path = format!("{index}/_refresh");
        self.patiently(&Method::POST, &path, &Content::Nothing, &mut |_| {})?;
        let path = format!("{index}/_count");
        let count = self.patiently(&Method::GET, &path, &Content::Nothing, &mut |_| {})?;
        let there = count["count"].as_u64();
        self.summary.there = there.ok_or_else(|| self.remote.garbled())?;
        Ok(())
    }

    /// Whether a right of a listing is dead depends on others: what has become so, or is so no
    /// longer, is sent again.
    fn flag_dead_rights(&mut self) -> anyhow::Result<()> {
        let flagged = self.flagged()?;
        let wanted = |row: &u64| self.wanted.as_ref().is_none_or(|rows| rows.contains(row));
        let dead = self.dead.iter().copied().filter(wanted);
        let dead: HashSet<u64> = dead.collect();
        let mut differ: Vec<u64> = flagged.symmetric_difference(&dead).copied().collect();
        differ.sort_unstable();
        for rows in differ.chunks(MAX_READ as usize) {
            let mut batch = Batch::default();
            for mut one in self.library.outgoing_rows(rows)? {
                if dead.contains(&one.row) {
                    one.words.mark_dead_right();
                }
                batch.index(&one);
            }
            // They were counted when they were first sent.
            batch.sent = 0;
            self.send(batch)?;
        }
        Ok(())
    }

    /// The rows of the listings that the index has flagged.
    fn flagged(&self) -> Result<HashSet<u64>, Stop> {
        let mut rows = HashSet::new();
        let mut behind = 0;
        loop {
            let body = json!({
                "query": {"term": {"facet": "is\u{1f}names-dead"}},
                "size": MAX_FLAGGED, "_source": false, "docvalue_fields": ["row"],
                "sort": [{"row": "asc"}], "search_after": [behind],
            });
            let path = format!("{}/_search", self.remote.index);
            let content = Content::Json(body);
            let answer = self.patiently(&Method::POST, &path, &content, &mut |_| {})?;
            let hits = answer::hits(&answer).ok_or_else(|| self.remote.garbled())?;
            let found = hits.iter();
            let found: Vec<u64> = found.filter_map(|hit| hit["sort"][0].as_u64()).collect();
            let Some(last) = found.last() else { break };
            behind = *last;
            rows.extend(found);
        }
        Ok(rows)
    }

    fn patiently(
        &self,
        method: &Method,
        path: &str,
        content: &Content,
        tell: &mut dyn FnMut(PushEvent),
    ) -> Result<Value, Stop> {
        patiently(self.remote, (method, path, content), tell)
    }
}

/// Calls the cluster again and again while it has too much to do or cannot be reached, with longer
/// and longer pauses.
fn patiently(
    remote: &OpenSearch,
    (method, path, content): (&Method, &str, &Content),
    tell: &mut dyn FnMut(PushEvent),
) -> Result<Value, Stop> {
    let mut pauses = Pauses::new();
    loop {
        let patience = Patience::of(MAX_WAIT, &|| true);
        match remote.call(method, path, content, patience) {
            Err(Stop::Trouble(trouble)) if trouble.may_pass() && pauses.wait(tell) => {}
            answered => return answered,
        }
    }
}

/// Longer and longer pauses, for a cluster that has too much to do to get on with it.
struct Pauses {
    began: Instant,
    next: Duration,
}

impl Pauses {
    fn new() -> Self {
        Self {
            began: Instant::now(),
            next: FIRST_PAUSE,
        }
    }

    /// Waits for the next of them; false where it has been waited for long enough.
    fn wait(&mut self, tell: &mut dyn FnMut(PushEvent)) -> bool {
        if self.began.elapsed() + self.next >= MAX_PATIENCE {
            return false;
        }
        tell(PushEvent::Waits);
        thread::sleep(self.next);
        self.next = (self.next * 2).min(LONGEST_PAUSE);
        true
    }
}

impl Batch {
    fn index(&mut self, one: &Outgoing) {
        let head = json!({"index": {"_id": one.row.to_string()}});
        let body = document::of(one);
        self.lines
            .extend([&*head.to_string(), "\n", &body.to_string(), "\n"]);
        self.sent += 1;
    }

    fn delete(&mut self, row: u64) {
        let head = json!({"delete": {"_id": row.to_string()}});
        self.lines.extend([&*head.to_string(), "\n"]);
        self.deleted += 1;
    }
}
