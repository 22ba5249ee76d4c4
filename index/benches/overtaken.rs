//! How long a search goes on when its answer is not wanted any more:
//! `cargo bench -p qiao-index --bench overtaken [-- N]`.
//!
//! Queries on N listings (100,000 unless told) are answered to their ends, then stopped after one
//! to seven eighths of that time. Printed is the time from then until the search has returned.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark reports on stdout and stops at the first failure"
)]

mod corpus;

use std::time::{Duration, Instant};

use corpus::timed;
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::request::{Counting, Request, Sort};

/// Queries that have to look at much, beside the keywords of abstracts.
const BROAD: &[&str] = &[
    "",
    "的",
    "技术",
    "a",
    "s",
    "一种 方法 系统",
    "方法 NEAR/5 系统",
    "防*料",
    "*tion",
    "不存在的词语组合 量子 涂料 电池 graphine",
    "like:石墨烯涂料的制备方法与应用研究",
    "year>1990",
    "NOT 石墨烯",
];
/// Number of the abstracts that are asked for.
const KEYWORDS: usize = 200;

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
    println!("{number} listings");
    let of_abstracts = corpus::queries(&shared).into_iter().take(KEYWORDS);
    for sort in [Sort::Relevance, Sort::Title] {
        for one_per_family in [false, true] {
            let base = Request {
                typing: true,
                sort,
                one_per_family,
                limit: 100,
                counting: Counting::RolledUp,
                ..Request::default()
            };
            let ask = |query: &str| Request {
                query: query.to_owned(),
                ..base.clone()
            };
            println!("{sort:?}, one per family: {one_per_family}");
            for query in BROAD {
                report(query, &lateness(&library, &ask(query)));
            }
            let late = of_abstracts.clone();
            let late = late.flat_map(|query| lateness(&library, &ask(&query)));
            report("(keywords)", &late.collect::<Vec<_>>());
        }
    }
}

/// How long the search goes on after each of the times at which it is stopped.
fn lateness(library: &Library, request: &Request) -> Vec<Duration> {
    library.search(request).unwrap();
    let (_, whole) = timed(|| library.search(request).unwrap());
    let late = (1..8).filter_map(|eighths| {
        let end = Instant::now() + whole * eighths / 8;
        let stopped = library.search_while(request, &|| Instant::now() < end);
        matches!(stopped, Err(Error::Overtaken)).then(|| end.elapsed())
    });
    std::iter::once(whole).chain(late).collect()
}

/// Prints the time of the whole search and those of stopping.
fn report(name: &str, times: &[Duration]) {
    let Some((whole, late)) = times.split_first() else {
        return;
    };
    let mut late = late.to_vec();
    late.sort_unstable();
    if let (Some(middle), Some(worst)) = (late.get(late.len() / 2), late.last()) {
        println!("  {name:40} whole {whole:>9.2?}  stops in p50 {middle:>9.2?}  max {worst:>9.2?}");
    }
}
