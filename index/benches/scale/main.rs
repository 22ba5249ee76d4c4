//! How the library does at a size, beside a plain Tantivy index and `SQLite` FTS5 in the same run:
//!
//! `cargo bench --workspace --bench scale -- [import|search|memory|size|stats] [N] [json] [alone] [CLASS]`
//!
//! N listings (100,000 unless told) are made from the data beside the project. The three libraries
//! stand in `target/scale/N` and are used again while they are there; `import` makes them anew.
//! Without a word everything is measured. Printed is a table; with `json` a line of JSON for every
//! row of it as well; `alone` leaves the two others out; `short` makes listings without abstracts and
//! keywords, of half the size; the first word of a class (`keyword`, `relaxed` …) has only that asked.
//!
//! - `import`: time, and processor time of all threads; of ours also for the same listings `again`
//! - `search`: by class of query, everything counted, 20 hits read and 20 values of every facet put
//!   in order (also until the hits are there, as they come first where counting takes long): median,
//!   99th percentile and maximum of the best of three rounds. The three take turns,
//!   so that a busy neighbour hits all alike; the database, which can take seconds, has one round of 40 queries.
//! - `memory`: anonymous memory before and after these searches
//! - `stats`: tables by one field, two fields and over time, beside the aggregations of the plain engine
//! - `size`: bytes on disk, and how many times those of the listings' JSON
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark reports on stdout and stops at the first failure"
)]

#[path = "../corpus/mod.rs"]
mod corpus;

mod classes;
mod database;
mod plain;
mod tables;
mod usage;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use classes::{Class, Others, classes};
use database::Database;
use plain::Plain;
use qiao_index::Library;
use qiao_index::kept::Kept;
use qiao_index::request::Request;
use serde_json::json;

/// Rounds, of which the best counts.
const ROUNDS: usize = 3;

/// Queries of a class that the database is asked, once: it can take seconds for one.
const ASKED_OF_THE_DATABASE: usize = 40;

/// Where things stand.
struct Place {
    folder: PathBuf,
    shared: PathBuf,
    json: bool,
    alone: bool,
    /// What was said on the command line.
    words: Vec<String>,
}

impl Place {
    fn listings(&self) -> PathBuf {
        self.folder.join("corpus.jsonl")
    }

    fn ours(&self) -> PathBuf {
        self.folder.join("ours")
    }

    fn plain(&self) -> PathBuf {
        self.folder.join("plain")
    }

    fn database(&self) -> PathBuf {
        self.folder.join("fts.db")
    }

    fn say(&self, line: &str, values: &serde_json::Value) {
        println!("{line}");
        if self.json {
            println!("{values}");
        }
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let asked = |word: &str| words.iter().any(|it| it == word);
    let Some(shared) = corpus::shared() else {
        return;
    };
    let number = words.iter().find_map(|word| word.parse().ok());
    let number: usize = number.unwrap_or(100_000);
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/scale");
    let short = asked("short");
    let place = Place {
        folder: target.join(format!("{number}{}", if short { "-short" } else { "" })),
        shared,
        json: asked("json"),
        alone: asked("alone"),
        words: words.clone(),
    };
    let some = ["import", "search", "memory", "size", "stats"].map(asked);
    let all = !some.contains(&true);
    let [anew, search, memory, size, stats] = some.map(|it| it || all);
    std::fs::create_dir_all(&place.folder).unwrap();
    if !place.listings().is_file() {
        let make = if short {
            corpus::make_short
        } else {
            corpus::make
        };
        make(&place.shared, &place.listings(), number);
    }
    println!("{number} listings in {}", place.folder.display());
    import(&place, anew);
    if size {
        sizes(&place);
    }
    if search || memory {
        searches(&place, search, memory);
    }
    if stats {
        tables::measure(&place);
    }
}

/// A library's name, its place, and how it is made of listings.
type Made = (&'static str, PathBuf, fn(&Path, &Path));

/// Makes the libraries that are not there, or all.
fn import(place: &Place, anew: bool) {
    let listings = place.listings();
    let made: [Made; 3] = [
        ("plain", place.plain(), Plain::build),
        ("fts5", place.database(), Database::build),
        ("ours", place.ours(), |folder, listings| {
            corpus::build_in(folder, listings);
        }),
    ];
    let mut plain = None;
    for (name, path, build) in made {
        let left_out = place.alone && name != "ours";
        if left_out || path.exists() && !anew {
            continue;
        }
        drop(std::fs::remove_dir_all(&path));
        drop(std::fs::remove_file(&path));
        let used = timed_import(place, name, plain, || build(&path, &listings));
        plain.get_or_insert(used);
        if name == "ours" && anew {
            timed_import(place, "again", plain, || build(&path, &listings));
        }
    }
}

/// Times an import, and prints its row; the processor time of all threads.
fn timed_import(
    place: &Place,
    name: &str,
    plain: Option<Duration>,
    import: impl FnOnce(),
) -> Duration {
    let (start, used) = (Instant::now(), usage::processor());
    import();
    let (time, used) = (start.elapsed(), usage::processor().saturating_sub(used));
    let ratio = used.as_secs_f64() / plain.unwrap_or(used).as_secs_f64();
    place.say(
        &format!(
            "import  {name:6} {:8.1} s, processor {:8.1} s, {ratio:5.2} x plain",
            time.as_secs_f64(),
            used.as_secs_f64()
        ),
        &json!({ "import": name, "seconds": time.as_secs_f64(),
            "processor_seconds": used.as_secs_f64() }),
    );
    used
}

fn sizes(place: &Place) {
    let listings = usage::size(&place.listings());
    for (name, path) in [
        ("plain", place.plain()),
        ("fts5", place.database()),
        ("ours", place.ours()),
    ] {
        let bytes = usage::size(&path);
        #[expect(clippy::cast_precision_loss, reason = "files are below 2^52 bytes")]
        let (times, megabytes) = (bytes as f64 / listings as f64, bytes as f64 / 1e6);
        place.say(
            &format!("size    {name:6} {megabytes:8.1} MB, {times:.2} x the listings' JSON"),
            &json!({ "size": name, "bytes": bytes, "times_json": times }),
        );
    }
}

/// The three, open.
struct Three {
    ours: Library,
    others: Option<(Plain, Database)>,
}

fn searches(place: &Place, search: bool, memory: bool) {
    qiao_index::warm();
    let before = usage::anonymous();
    let mut ours = Library::open(&place.ours()).unwrap();
    let classes = classes(&place.shared, &ours);
    if memory {
        for request in classes.iter().flat_map(|class| &class.requests) {
            answer(&mut ours, request);
        }
        let after = usage::anonymous();
        place.say(
            &format!(
                "memory  anonymous {} MB open, {} MB after all classes",
                before >> 20,
                after >> 20
            ),
            &json!({ "memory": { "before": before, "after": after } }),
        );
    }
    if !search {
        return;
    }
    let mut three = Three {
        ours,
        others: (!place.alone).then(|| {
            let database = Database::open(&place.database());
            (Plain::open(&place.plain()), database)
        }),
    };
    println!(
        "milliseconds: p50, p99, max; ours until the hits are there, then until all is counted\n\
        {:18} {:4}   {:26} {:26} {:26} {:26} p50, p99 / plain",
        "class", "", "hits", "ours", "plain", "fts5"
    );
    let first = |class: &Class| {
        class
            .name
            .split([' ', ','])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let is_named = |class: &Class| place.words.contains(&first(class));
    let some = classes.iter().any(is_named);
    for class in classes.iter().filter(|class| !some || is_named(class)) {
        measure(place, &mut three, class);
    }
}

/// Asks a class of queries, and prints its row.
fn measure(place: &Place, three: &mut Three, class: &Class) {
    let mut best: [Option<Percentiles>; 4] = [None; 4];
    for round in 0..ROUNDS {
        let mut times: [Vec<Duration>; 4] = Default::default();
        let step = class.requests.len().div_ceil(ASKED_OF_THE_DATABASE).max(1);
        for (number, request) in class.requests.iter().enumerate() {
            let text = request.query.trim_matches('"');
            let (hits, whole) = answer(&mut three.ours, request);
            times[0].push(whole);
            times[3].push(hits);
            let Some((plain, database)) = three.others.as_ref() else {
                continue;
            };
            if class.others == Others::Nothing {
                continue;
            }
            let relaxed = class.others == Others::Relaxed;
            times[1].push(corpus::timed(|| plain.answer(text, relaxed)).1);
            if round == 0 && number % step == 0 && !text.is_empty() {
                times[2].push(corpus::timed(|| database.answer(text)).1);
            }
        }
        for (best, times) in best.iter_mut().zip(times) {
            let now = Percentiles::of(times);
            *best = match (best.take(), now) {
                (Some(known), Some(now)) => Some(known.better(now)),
                (known, now) => known.or(now),
            };
        }
    }
    let ratio = |at: fn(&Percentiles) -> f64| match &best {
        [Some(ours), Some(plain), ..] => format!("{:.2}", at(ours) / at(plain)),
        _ => String::new(),
    };
    let columns = best.each_ref().map(|it| {
        it.as_ref().map_or_else(String::new, |it| {
            format!("{:7.2} {:7.2} {:7.2}", it.p50, it.p99, it.max)
        })
    });
    let [ours, plain, database, hits] = &columns;
    let values = best.each_ref().map(|it| {
        let it = it.as_ref();
        it.map(|it| json!({ "p50_ms": it.p50, "p99_ms": it.p99, "max_ms": it.max }))
    });
    place.say(
        &format!(
            "{:18} {:4}   {hits:26} {ours:26} {plain:26} {database:26} {} {}",
            class.name,
            class.requests.len(),
            ratio(|it| it.p50),
            ratio(|it| it.p99)
        ),
        &json!({ "class": class.name, "queries": class.requests.len(),
            "hits": values[3], "ours": values[0], "plain": values[1], "fts5": values[2] }),
    );
}

/// What a class of queries takes, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Percentiles {
    p50: f64,
    p99: f64,
    max: f64,
}

impl Percentiles {
    fn of(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        let at = |percent: usize| {
            let place = (times.len() * percent).div_ceil(100).max(1) - 1;
            Some(times.get(place)?.as_secs_f64() * 1000.0)
        };
        Some(Self {
            p50: at(50)?,
            p99: at(99)?,
            max: at(100)?,
        })
    }

    fn better(self, other: Self) -> Self {
        Self {
            p50: self.p50.min(other.p50),
            p99: self.p99.min(other.p99),
            max: self.max.min(other.max),
        }
    }
}

/// Answers a request as if it had not been asked before, and puts twenty values of every facet in
/// order; how long it takes until the hits are there, and until all is.
fn answer(library: &mut Library, request: &Request) -> (Duration, Duration) {
    // Answers depend on what the user keeps, so they are forgotten.
    library.set_kept(Kept::default());
    let start = Instant::now();
    let mut hits = None;
    let mut first = |_| hits = Some(start.elapsed());
    let page = library.search_in_parts(request, &|| true, &mut first);
    let page = page.unwrap();
    for (_, counts) in &page.facets {
        std::hint::black_box(counts.most(20));
    }
    std::hint::black_box(page.hits.len());
    let whole = start.elapsed();
    (hits.unwrap_or(whole), whole)
}
