//! How long it takes to find who answers a text, and to stop when the answer is not wanted:
//! `cargo bench --workspace --bench matching [-- N]`.
//!
//! Abstracts ask among N listings (100,000 unless told), each as a need in a text.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark reports on stdout and stops at the first failure"
)]

#[expect(dead_code, reason = "other benchmarks ask by keywords")]
mod corpus;

use std::time::{Duration, Instant};

use corpus::{lines, timed};
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::matching::{Asking, MatchRequest};

/// Number of the abstracts that ask.
const ASKERS: usize = 200;

fn main() {
    let Some(corpus::Prepared {
        number,
        shared,
        folder,
        listings,
    }) = corpus::Prepared::new()
    else {
        return;
    };
    let library = corpus::build(folder.path(), &listings);
    qiao_index::warm();
    // The abstracts at the end of the file: those at its beginning are what searches are tried on.
    let works: Vec<_> = lines(&shared.join("data/csl/dev.jsonl")).collect();
    let askers = works.iter().rev().take(ASKERS);
    let askers: Vec<&str> = askers
        .filter_map(|work| work["abstract"].as_str())
        .collect();
    let mut whole: Vec<_> = askers.iter().map(|text| answered(&library, text)).collect();
    let mut late: Vec<_> = askers
        .iter()
        .zip(&whole)
        .filter_map(|(text, whole)| stopped(&library, text, *whole / 2))
        .collect();
    println!("{number} listings, {} texts", askers.len());
    report("found in", &mut whole);
    report("stops in", &mut late);
}

fn request(text: &str) -> MatchRequest {
    MatchRequest {
        asking: Asking::Text(text.to_owned()),
        kinds: Vec::new(),
        filters: Vec::new(),
        limit: 10,
        with_weak: false,
    }
}

/// How long an answer takes.
fn answered(library: &Library, text: &str) -> Duration {
    let (_, time) = timed(|| library.match_while(&request(text), &|| true).unwrap());
    time
}

/// How long the search goes on after the time at which it is stopped.
fn stopped(library: &Library, text: &str, after: Duration) -> Option<Duration> {
    let end = Instant::now() + after;
    let answer = library.match_while(&request(text), &|| Instant::now() < end);
    matches!(answer, Err(Error::Overtaken)).then(|| end.elapsed())
}

fn report(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .or(times.last())
            .copied()
    };
    if let (Some(middle), Some(slow), Some(worst)) = (at(50), at(99), times.last()) {
        println!("{name}  p50 {middle:>9.2?}  p99 {slow:>9.2?}  max {worst:>9.2?}");
    }
}
