//! What goes over the network: one request, one answer, to the nodes of one cluster and nowhere
//! else; with a certificate that is checked, within a bounded time.

use std::cell::{Cell, RefCell};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use ureq::config::Config;
use ureq::http::{Method, Request};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use super::trouble::Trouble;
use crate::work::engine::StillWanted;
use crate::work::remotes::Remote;

/// How long a search may take in all.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(2);
/// How long a node is given to take a call.
const MAX_CONNECTING: Duration = Duration::from_millis(900);
/// How often it is asked whether the answer is still wanted.
const BETWEEN_LOOKS: Duration = Duration::from_millis(4);
/// Longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 200_000_000;

/// What is sent along.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Nothing.
    Nothing,
    /// One value.
    Json(Value),
    /// Lines of values.
    Lines(String),
}

/// How long, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Patience<'a> {
    /// The moment by which all must be done.
    pub(super) until: Instant,
    /// Whether the answer is still wanted.
    pub(super) still_wanted: StillWanted<'a>,
}

impl<'a> Patience<'a> {
    /// As long as a search may take.
    pub(super) fn of_search(still_wanted: StillWanted<'a>) -> Self {
        Self::of(MAX_WAIT, still_wanted)
    }

    /// So long from now on.
    pub(super) fn of(time: Duration, still_wanted: StillWanted<'a>) -> Self {
        Self {
            until: Instant::now() + time,
            still_wanted,
        }
    }

    /// What is left of it.
    pub(super) fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

/// The nodes of a cluster, as they are called.
#[derive(Debug)]
pub(super) struct Client {
    config: Config,
    agent: RefCell<Agent>,
    authorization: Option<String>,
    nodes: Vec<String>,
    /// The node that answered last.
    current: Cell<usize>,
}

impl Client {
    /// The client of a remote; its password is asked for now.
    ///
    /// # Errors
    /// The password command fails, or the file of certificates cannot be read.
    pub(super) fn new(remote: &Remote) -> anyhow::Result<Self> {
        let roots = match &remote.ca_file {
            Some(path) => certificates(path)?,
            None => RootCerts::WebPki,
        };
        let tls = TlsConfig::builder().root_certs(roots).build();
        let config = Agent::config_builder()
            .tls_config(tls)
            // Nobody is asked on the way: no proxy, and no other address that an answer names.
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_connect(Some(MAX_CONNECTING))
            .user_agent("qiao")
            .build();
        let authorization = remote.credentials()?.map(|credentials| {
            let encoded = STANDARD.encode(credentials);
            format!("Basic {encoded}")
        });
        Ok(Self {
            agent: RefCell::new(Agent::new_with_config(config.clone())),
            config,
            authorization,
            nodes: remote.nodes(),
            current: Cell::new(0),
        })
    }

    /// Calls the cluster; `None` as soon as the answer is not wanted any more: the call is cut off,
    /// by which the cluster knows. A node that cannot be reached is passed over for the next one.
    pub(super) fn call(
        &self,
        method: &Method,
        path: &str,
        content: &Content,
        patience: Patience<'_>,
    ) -> Result<Option<Value>, Trouble> {
        let mut trouble = Trouble::NoNode;
        for step in 0..self.nodes.len() {
            let place = (self.current.get() + step) % self.nodes.len();
            let Some(node) = self.nodes.get(place) else {
                continue;
            };
            match self.call_node(node, (method, path, content), patience) {
                Err(error) if error.is_of_the_node() => trouble = error,
                answered => {
                    self.current.set(place);
                    return answered;
                }
            }
        }
        Err(trouble)
    }

    fn call_node(
        &self,
        node: &str,
        (method, path, content): (&Method, &str, &Content),
        patience: Patience<'_>,
    ) -> Result<Option<Value>, Trouble> {
        if !(patience.still_wanted)() {
            return Ok(None);
        }
        let request = self.request(node, (method, path, content), patience.left())?;
        let agent = self.agent.borrow().clone();
        let (tell, told) = mpsc::channel();
        let at = node.to_owned();
        thread::Builder::new()
            .name("cluster".to_owned())
            .spawn(move || {
                // Who asked may have gone.
                tell.send(answered(&agent, request, &at)).ok();
            })
            .map_err(|error| Trouble::of_io(node, &error))?;
        loop {
            match told.recv_timeout(BETWEEN_LOOKS) {
                Ok(answer) => return answer.map(Some),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Trouble::CutOff(node.to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let late = patience.left().is_zero();
            if late || !(patience.still_wanted)() {
                self.hang_up();
                return if late {
                    Err(Trouble::Slow(node.to_owned()))
                } else {
                    Ok(None)
                };
            }
        }
    }

    /// Cuts off what is going on.
    fn hang_up(&self) {
        let fresh = Agent::new_with_config(self.config.clone());
        self.agent.replace(fresh).shutdown();
    }

    fn request(
        &self,
        node: &str,
        (method, path, content): (&Method, &str, &Content),
        left: Duration,
    ) -> Result<Request<Vec<u8>>, Trouble> {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(format!("{node}/{path}"));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let (kind, body) = match content {
            Content::Nothing => (None, Vec::new()),
            Content::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
            Content::Lines(lines) => (Some("application/x-ndjson"), lines.clone().into_bytes()),
        };
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let bad = |error: &ureq::http::Error| Trouble::Unreachable {
            node: node.to_owned(),
            reason: error.to_string(),
        };
        let request = request.body(body).map_err(|error| bad(&error))?;
        // A moment more than is waited for: the caller says that it was slow.
        let time = left + Duration::from_millis(200);
        let agent = self.agent.borrow();
        Ok(agent
            .configure_request(request)
            .timeout_global(Some(time))
            .build())
    }
}

/// Calls one node and reads its whole answer.
fn answered(agent: &Agent, request: Request<Vec<u8>>, node: &str) -> Result<Value, Trouble> {
    let mut response = agent
        .run(request)
        .map_err(|error| Trouble::of_call(node, &error))?;
    let status = response.status().as_u16();
    let text = read(response.body_mut()).map_err(|error| match Trouble::of_call(node, &error) {
        // It has answered: what is missing was cut off.
        Trouble::Unreachable { .. } => Trouble::CutOff(node.to_owned()),
        trouble => trouble,
    })?;
    let value = serde_json::from_slice(&text);
    if (200..300).contains(&status) {
        return value.ok().ok_or_else(|| Trouble::CutOff(node.to_owned()));
    }
    Err(Trouble::of_status(node, status, &value.unwrap_or_default()))
}

fn read(body: &mut Body) -> Result<Vec<u8>, ureq::Error> {
    body.with_config().limit(MAX_ANSWER).read_to_vec()
}

/// The certificates of a file.
fn certificates(path: &std::path::Path) -> anyhow::Result<RootCerts> {
    let unreadable = |error: &dyn std::fmt::Display| {
        let values = [
            ("path", &*path.display().to_string()),
            ("error", &error.to_string()),
        ];
        let text = [
            "读不出证书文件 {path}：{error}",
            "cannot read the certificates in {path}: {error}",
        ];
        crate::messages::Failure::filled(text, &values)
    };
    let text = std::fs::read(path).map_err(|error| unreadable(&error))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&text) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| unreadable(&error))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(unreadable(&"PEM").into());
    }
    Ok(RootCerts::new_with_certs(&certificates))
}
