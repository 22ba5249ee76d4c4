//! What a cluster can do wrong, each answered by a small server of the test's own: a sentence, in
//! bounded time, and the library can be asked all the same.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod certificates;
mod server;

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use qiao_index::Library;
use qiao_index::record::Record;
use qiao_index::request::{Counting, Request};
use qiao_index::search::Page;
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::OpenSearch;
use super::mapping::{FORMAT, IndexState, indexed};
use crate::messages::{Failure, caveats};
use crate::work::engine::Engine as _;
use crate::work::library::OpenLibrary;
use crate::work::remotes::Remote;
use server::{Does, Server};

/// A cluster in good health, but for searches.
fn healthy_but(search: Does) -> impl Fn(&str) -> Does {
    move |path: &str| match path {
        "/" => Does::Answers(200, version("opensearch", "2.19.6")),
        path if path.ends_with("_mapping") => Does::Answers(200, mapping(FORMAT)),
        path if path.ends_with("_msearch") => {
            let total = json!({"hits": {"total": {"value": 0}}});
            Does::Answers(200, json!({"responses": [total, total]}))
        }
        _ => search.clone(),
    }
}

fn version(engine: &str, number: &str) -> Value {
    json!({"version": {"distribution": engine, "number": number}})
}

fn mapping(format: u32) -> Value {
    let state = IndexState {
        format,
        ..IndexState::default()
    };
    json!({"qiao": {"mappings": state.written()}})
}

fn remote(url: &str) -> Remote {
    Remote {
        name: "office".to_owned(),
        url: url.to_owned(),
        user: String::new(),
        password_command: String::new(),
        ca_file: None,
    }
}

fn question() -> Request {
    Request {
        query: "石墨烯".to_owned(),
        limit: 5,
        counting: Counting::RolledUp,
        ..Request::default()
    }
}

/// Asks a remote at this address; its sentence in English and Chinese.
fn said(url: &str) -> (String, String) {
    said_by(&remote(url))
}

fn said_by(remote: &Remote) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    let mut library = OpenLibrary::open(home.path()).unwrap();
    library
        .set_remote(Some(OpenSearch::of(remote).unwrap()))
        .unwrap();
    let begun = Instant::now();
    let error = library.answer(&question()).unwrap_err();
    assert!(
        begun.elapsed() < Duration::from_millis(2_600),
        "{}",
        remote.url
    );
    // The library can be asked all the same.
    library.set_remote(None).unwrap();
    assert!(library.answer(&question()).unwrap().total > 0);
    let failure = Failure::of(&error);
    let say = |language| failure.say(language).to_owned();
    (say(Language::English), say(Language::Chinese))
}

/// What a remote answers.
fn answered(server: &Server) -> anyhow::Result<Page> {
    let home = tempfile::tempdir().unwrap();
    let mut library = OpenLibrary::open(home.path()).unwrap();
    let cluster = OpenSearch::of(&remote(&server.address)).unwrap();
    library.set_remote(Some(cluster)).unwrap();
    library.answer(&question())
}

fn reason(status: u16, kind: &str, reason: &str) -> Does {
    let error = json!({"type": kind, "reason": reason, "root_cause": [{"reason": reason}]});
    Does::Answers(status, json!({"error": error, "status": status}))
}

#[test]
fn whatever_a_cluster_does_wrong_is_one_sentence_within_two_seconds() {
    for (does, english, chinese) in [
        (
            reason(401, "security", "no"),
            "refuses user and password",
            "拒绝了用户名或密码",
        ),
        (reason(403, "security", "no"), "(403)", "（403）"),
        (
            reason(429, "busy", "no"),
            "too much to do (429)",
            "忙不过来",
        ),
        (
            reason(503, "none", "no"),
            "not available now (503)",
            "不提供服务",
        ),
        (
            reason(400, "parsing", "too many clauses"),
            "400 too many clauses",
            "400 too many",
        ),
        (Does::BreaksOff, "cut off or garbled", "不完整"),
        (Does::Babbles, "cut off or garbled", "不完整"),
        (Does::HangsUp, "cut off or garbled", "不完整"),
        // Another program's, or a proxy's: no answer is no result without hits.
        (
            Does::Answers(200, json!({})),
            "cut off or garbled",
            "不完整",
        ),
        (
            Does::Answers(200, json!([])),
            "cut off or garbled",
            "不完整",
        ),
        (
            Does::Answers(200, json!({"hits": {"total": {"value": 3}}})),
            "cut off or garbled",
            "不完整",
        ),
        // Hits, but none of the numbers of the filters.
        (
            Does::Answers(200, json!({"hits": {"total": {"value": 3}, "hits": []}})),
            "cut off or garbled",
            "不完整",
        ),
        (Does::Waits, "did not answer in time", "没有按时回答"),
    ] {
        let server = Server::new(healthy_but(does));
        let (in_english, in_chinese) = said(&server.address);
        assert!(in_english.contains(english), "{in_english}");
        assert!(in_chinese.contains(chinese), "{in_chinese}");
        assert_eq!(in_english.lines().count(), 1, "{in_english}");
    }
}

#[test]
fn nobody_at_the_address_and_no_tls_there_are_told_apart() {
    let gone = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let (english, _) = said(&format!("http://{gone}"));
    assert!(
        english.starts_with("cannot reach http://127.0.0.1") && !english.contains("os error"),
        "{english}"
    );
    // It speaks, but not TLS.
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = plain.local_addr().unwrap();
    thread::spawn(move || {
        for stream in plain.incoming().take(2) {
            drop(
                stream
                    .unwrap()
                    .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
            );
        }
    });
    let (english, chinese) = said(&format!("https://{address}"));
    assert!(
        english.starts_with("no trusted TLS connection"),
        "{english}"
    );
    assert!(chinese.contains("可信的加密连接"), "{chinese}");
}

#[test]
fn an_index_that_is_not_there_or_not_ours_is_left_alone() {
    let index = |mapping: Value, status: u16| {
        Server::new(move |_: &str| Does::Answers(status, mapping.clone()))
    };
    let missing = json!({"error": {"type": "index_not_found_exception", "index": "qiao"}});
    for (mapping, status, english) in [
        (missing, 404, "fill it with `qiao remote push"),
        (
            json!({"qiao": {"mappings": {}}}),
            200,
            "was not made by qiao",
        ),
        (mapping(FORMAT + 1), 200, "another version of qiao"),
    ] {
        let (said, _) = said(&index(mapping, status).address);
        assert!(said.contains(english), "{said}");
    }
}

#[test]
fn a_cluster_that_is_too_old_or_another_engine_is_refused() {
    for (engine, number, english) in [
        (
            "opensearch",
            "1.3.20",
            "too old (opensearch 1.3.20): it takes OpenSearch 2.11",
        ),
        ("opensearch", "2.10.0", "too old"),
        ("", "8.11.1", "not OpenSearch (8.11.1)"),
    ] {
        let answer = version(engine, number);
        let server = Server::new(move |_: &str| Does::Answers(200, answer.clone()));
        let cluster = OpenSearch::of(&remote(&server.address)).unwrap();
        let error = Failure::of(&cluster.version().unwrap_err());
        assert!(error.say(Language::English).contains(english), "{error}");
    }
    let server = Server::new(healthy_but(Does::HangsUp));
    let cluster = OpenSearch::of(&remote(&server.address)).unwrap();
    assert_eq!(cluster.version().unwrap(), "opensearch 2.19.6");
}

#[test]
fn a_node_that_is_gone_is_passed_over_for_the_next_one() {
    let gone = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let server = Server::new(healthy_but(Does::HangsUp));
    let cluster = OpenSearch::of(&remote(&format!("http://{gone},{}", server.address))).unwrap();
    assert!(cluster.version().is_ok());
    assert_eq!(server.calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_search_that_is_overtaken_hangs_up() {
    let server = Server::new(healthy_but(Does::Waits));
    let home = tempfile::tempdir().unwrap();
    let mut library = OpenLibrary::open(home.path()).unwrap();
    let cluster = OpenSearch::of(&remote(&server.address)).unwrap();
    library.set_remote(Some(cluster)).unwrap();
    let begun = Instant::now();
    // Three calls: what the index is, what it holds, and the search.
    let calls = Arc::clone(&server.calls);
    let answer = library.answer_while(&question(), &|| calls.load(Ordering::Relaxed) < 3);
    assert_eq!(answer.unwrap(), None);
    assert!(begun.elapsed() < Duration::from_millis(1_500));
}

#[test]
fn a_push_whose_batch_is_not_answered_for_is_not_said_to_be_done() {
    let library = library_of_one();
    for (bulk, english) in [
        (json!({}), "cut off or garbled"),
        (json!({"errors": true}), "cut off or garbled"),
        (json!({"errors": true, "items": []}), "cut off or garbled"),
    ] {
        let server = Server::new(move |path: &str| match path {
            "/" => Does::Answers(200, version("opensearch", "2.19.6")),
            path if path.starts_with("/qiao/_bulk") => Does::Answers(200, bulk.clone()),
            path if path.ends_with("_mapping") => Does::Answers(200, mapping(FORMAT)),
            _ => Does::Answers(200, json!({"count": 1})),
        });
        let cluster = OpenSearch::of(&remote(&server.address)).unwrap();
        let error = cluster.push(&library, "", &mut |_| {}).unwrap_err();
        let error = Failure::of(&error);
        assert!(error.say(Language::English).contains(english), "{error}");
    }
}

fn library_of_one() -> Library {
    let mut library = Library::in_memory().unwrap();
    let record = Record {
        id: "a:1".to_owned(),
        title: "石墨烯涂料".to_owned(),
        ..Record::default()
    };
    let mut writer = library.writer().unwrap();
    writer.put(record).unwrap();
    writer.finish().unwrap();
    library
}

/// The numbers of all filters, of which there are none.
fn no_values() -> Value {
    let nothing = json!({"values": {"buckets": []}});
    let facets = indexed().map(|facet| (facet.as_str().to_owned(), nothing.clone()));
    Value::Object(facets.collect())
}

#[test]
fn a_page_is_partial_where_only_what_it_leaves_out_was_counted_without_a_shard() {
    let whole = json!({
        "aggregations": no_values(), "_shards": {"total": 3, "failed": 0},
        "hits": {"total": {"value": 7}, "hits": []},
    });
    let counted = |failed: u32| {
        json!({
            "hits": {"total": {"value": 2}}, "_shards": {"total": 3, "failed": failed},
        })
    };
    let counts = AtomicUsize::new(0);
    let server = Server::new(move |path: &str| match path {
        path if path.ends_with("_mapping") => Does::Answers(200, mapping(FORMAT)),
        // First what the index holds, then how many that match are withdrawn.
        path if path.ends_with("_msearch") => {
            let answers = match counts.fetch_add(1, Ordering::Relaxed) {
                0 => vec![counted(0), counted(0)],
                _ => vec![counted(2)],
            };
            Does::Answers(200, json!({"responses": answers}))
        }
        _ => Does::Answers(200, whole.clone()),
    });
    let page = answered(&server).unwrap();
    assert_eq!((page.total, page.withdrawn), (7, 2));
    let elsewhere = page.elsewhere.unwrap();
    assert_eq!((elsewhere.missing, elsewhere.shards), (2, 3));
}

#[test]
fn a_shard_that_does_not_answer_makes_a_page_partial_and_that_is_said() {
    let record = json!({"id": "a:1", "kind": "need", "title": "石墨烯涂料"});
    let answer = json!({
        "aggregations": no_values(), "timed_out": true, "_shards": {"total": 3, "failed": 1},
        "hits": {"total": {"value": 7}, "hits": [
            {"_score": 1.5, "_source": {"record": record}},
            {"_score": 1.0, "_source": {"record": {"kind": "of another time"}}},
        ]},
    });
    let server = Server::new(healthy_but(Does::Answers(200, answer)));
    let page = answered(&server).unwrap();
    assert_eq!((page.total, page.hits.len(), page.unreadable), (7, 1, 1));
    let elsewhere = page.elsewhere.unwrap();
    assert!(elsewhere.is_partial());
    let words: Vec<_> = caveats(&elsewhere);
    let words: Vec<_> = words.iter().map(|it| it.say(Language::English)).collect();
    assert_eq!(
        words,
        [
            "partial: 1 of 3 shards of office did not answer",
            "partial: office ran out of time before it had seen all",
        ]
    );
}
