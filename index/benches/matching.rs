//! How long it takes to find who answers a text, or what is like it, to stop when the answer is not
//! wanted, and to answer a key that is pressed meanwhile:
//! `cargo bench --workspace --bench matching [-- N]`.
//!
//! Abstracts ask among N listings (100,000 unless told), each as a need in a text. Behind a small N
//! may stand the folder of a library to ask instead.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark reports on stdout and stops at the first failure"
)]

mod corpus;
#[path = "../tests/matching/fidelity.rs"]
mod fidelity;
#[path = "../tests/matching/samples.rs"]
mod samples;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use corpus::{Prepared, lines, timed};
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::matching::{Asking, MatchRequest};
use qiao_index::request::{Counting, Request};

/// Number of the abstracts that ask.
const ASKERS: usize = 200;
/// Passages that are cut out of the listings that quote them.
const CUTS: usize = 250;

fn main() {
    let Some(Prepared {
        number,
        shared,
        folder,
        listings,
    }) = Prepared::new()
    else {
        return;
    };
    let (library, number) = match named() {
        Some(folder) => {
            let library = Library::open(&folder).unwrap();
            let number = library.len().unwrap();
            (library, usize::try_from(number).unwrap())
        }
        None => (corpus::build(folder.path(), &listings), number),
    };
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
    let mut alike: Vec<_> = askers.iter().map(|text| like(&library, text)).collect();
    let keys: Vec<String> = corpus::queries(&shared)
        .into_iter()
        .rev()
        .take(ASKERS)
        .collect();
    let mut alone: Vec<_> = keys.iter().map(|words| typed(&library, words)).collect();
    let each = askers.iter().zip(&whole).zip(&keys);
    let mut beside: Vec<_> = each
        .filter_map(|((text, whole), words)| {
            Some(stopped(&library, text, *whole / 2)? + typed(&library, words))
        })
        .collect();
    println!("{number} listings, {} texts", askers.len());
    report("found in", &mut whole);
    report("stops in", &mut late);
    report("like: in", &mut alike);
    report("a key by itself", &mut alone);
    report("a key that stops a match", &mut beside);
    let cuts = fidelity::cut(CUTS);
    println!(
        "of {} matches of the samples every reason is in the listing; of {} quoted passages that \
         were cut out {} left their listing where it stood: {:?}",
        cuts.checked,
        cuts.cut,
        cuts.not_lower.len(),
        cuts.not_lower
    );
}

/// The folder of the library that is named.
fn named() -> Option<PathBuf> {
    let mut words = std::env::args().skip(1).map(PathBuf::from);
    words.find(|word| word.is_dir())
}

fn request(text: &str) -> MatchRequest {
    MatchRequest {
        asking: Asking::Text(text.to_owned()),
        kinds: Vec::new(),
        filters: Vec::new(),
        also: String::new(),
        limit: 10,
        with_weak: false,
    }
}

/// How long an answer takes.
fn answered(library: &Library, text: &str) -> Duration {
    let (_, time) = timed(|| library.match_while(&request(text), &|| true).unwrap());
    time
}

/// How long it takes to find what is like a text.
fn like(library: &Library, text: &str) -> Duration {
    let request = Request {
        query: format!("like:\"{}\"", text.replace('"', " ")),
        limit: 10,
        ..Request::default()
    };
    let (_, time) = timed(|| library.search(&request).unwrap());
    time
}

/// How long the answer to a query takes whose last word is being typed.
fn typed(library: &Library, words: &str) -> Duration {
    let request = Request {
        query: words.to_owned(),
        typing: true,
        limit: 100,
        counting: Counting::RolledUp,
        ..Request::default()
    };
    let (_, time) = timed(|| library.search(&request).unwrap());
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
        println!("{name:24}  p50 {middle:>9.2?}  p99 {slow:>9.2?}  max {worst:>9.2?}");
    }
}
