//! Is what a user wants found, and is it on top? Golden questions over the sample listings.
//!
//! The questions are in `relevance/golden.tsv`, one a line; beside the sample listings the
//! library holds the near misses of `relevance/fixtures.jsonl`: records that have the words of a
//! question in passing, or names and numbers like those asked for. What a question expects is
//! what a user expects, not what the program answers; what is known to fail is allowed for in
//! [`FLOORS`], which are raised as the program gets better, never lowered to make a change pass.
//!
//! `cargo test -p qiao-index --test relevance -- --nocapture` shows the table and every question
//! that is not answered perfectly.
#![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

#[path = "relevance/samples.rs"]
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use qiao_index::Library;
use qiao_index::record::{Provenance, Record};
use qiao_index::request::Request;
use qiao_index::search::Page;

/// Least mean reciprocal rank at ten of all questions that name what comes first.
const LEAST_RANK: f64 = 0.98;

/// Least share of the records to be found that are found, over all questions.
const LEAST_FOUND: f64 = 0.99;

/// What the questions of a class must at least come to.
struct Floor {
    class: &'static str,
    /// Mean reciprocal rank at ten.
    rank: f64,
    /// Share of the records to be found that are found.
    found: f64,
    /// Most records found that must be absent.
    wrong: usize,
    /// Most questions that are relaxed though they should not be, or the other way round.
    misread: usize,
}

const fn floor(class: &'static str, rank: f64, found: f64, wrong: usize, misread: usize) -> Floor {
    Floor {
        class,
        rank,
        found,
        wrong,
        misread,
    }
}

/// The floor of every class of questions. Where it is lower than all, all, none and none, what is
/// wanting stands beside it.
const FLOORS: [Floor; 11] = [
    floor("words", 1.0, 1.0, 0, 0),
    floor("phrases", 1.0, 1.0, 0, 0),
    floor("fields", 1.0, 1.0, 0, 0),
    floor("numbers", 1.0, 1.0, 0, 0),
    // The usual reading of a character does not come first: 银行 before 银杏 for `yinxing`.
    floor("pinyin", 0.93, 1.0, 1, 0),
    // An old name finds the institution's listings before the institution.
    floor("aliases", 0.97, 1.0, 0, 0),
    floor("synonyms", 1.0, 1.0, 0, 0),
    floor("look-alikes", 1.0, 1.0, 0, 0),
    // A mistyped institution finds its listings before the institution.
    floor("typos", 0.95, 1.0, 1, 0),
    floor("typing", 1.0, 1.0, 0, 0),
    // Of alternatives both count, and so a digest that names both comes first.
    floor("spelling", 0.97, 1.0, 0, 0),
];

/// Fewest questions, fewest of a class, and fewest with a near miss.
const FEWEST: (usize, usize, usize) = (120, 10, 40);

/// More than there are records: a question is judged by all that it finds.
const ALL: usize = 1_000;

const SAMPLES: [&str; 5] = [
    include_str!("../../sample-data/achievements.jsonl"),
    include_str!("../../sample-data/patents.jsonl"),
    include_str!("../../sample-data/needs.jsonl"),
    include_str!("../../sample-data/experts.jsonl"),
    include_str!("../../sample-data/institutions.jsonl"),
];

fn records(file: &str, source: &str) -> Vec<Record> {
    let lines = file.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut record: Record = serde_json::from_str(line).unwrap();
            record.sources = vec![Provenance {
                name: source.to_owned(),
                ..Provenance::default()
            }];
            record
        })
        .collect()
}

fn samples() -> Vec<Record> {
    let files = SAMPLES.into_iter();
    files.flat_map(|file| records(file, "samples")).collect()
}

fn near_misses() -> Vec<Record> {
    records(include_str!("relevance/fixtures.jsonl"), "near misses")
}

/// Should the strict search come up empty?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relaxed {
    Yes,
    No,
    Any,
}

/// One line of `golden.tsv`; lists have commas, a line behind `#` is not asked (what stops the
/// engine in a debug build, and that only sometimes, cannot be held against a floor).
struct Question {
    class: &'static str,
    query: &'static str,
    /// The last word is still being typed.
    typing: bool,
    /// One of these comes first.
    first: Vec<&'static str>,
    /// All of these are found.
    found: Vec<&'static str>,
    /// None of these is found; behind a `>`, it may be, but after all of `first`.
    absent: Vec<&'static str>,
    relaxed: Relaxed,
    note: &'static str,
}

fn questions() -> Vec<Question> {
    let lines = include_str!("relevance/golden.tsv").lines().skip(1);
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [class, query, typing, first, found, absent, relaxed, note] = *cells else {
                panic!("not eight cells: {line}");
            };
            let list = |cell: &'static str| cell.split(',').filter(|id| !id.is_empty()).collect();
            Question {
                class,
                query,
                typing: is_yes(typing).unwrap_or_else(|| panic!("yes or no: {line}")),
                first: list(first),
                found: list(found),
                absent: list(absent),
                relaxed: match (relaxed, is_yes(relaxed)) {
                    ("any", _) => Relaxed::Any,
                    (_, Some(true)) => Relaxed::Yes,
                    (_, Some(false)) => Relaxed::No,
                    _ => panic!("yes, no or any: {line}"),
                },
                note,
            }
        })
        .collect()
}

fn is_yes(cell: &str) -> Option<bool> {
    match cell {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// What became of a question.
struct Mark {
    /// Reciprocal rank at ten of what should come first, where something should.
    rank: Option<f64>,
    missing: Vec<&'static str>,
    wrong: Vec<&'static str>,
    misread: bool,
    answer: String,
}

impl Mark {
    fn new(question: &Question, page: &Page) -> Self {
        let ids: Vec<&str> = page.hits.iter().map(|hit| &*hit.record.id).collect();
        let place = |id: &str| ids.iter().position(|known| *known == id);
        let places = question.first.iter().map(|id| place(id));
        let last = places.clone().flatten().max();
        let best = places.flatten().min().filter(|place| *place < 10);
        let is_wrong = |id: &&'static str| match id.strip_prefix('>') {
            Some(id) => place(id).is_some_and(|place| last.is_none_or(|last| place < last)),
            None => place(id).is_some(),
        };
        let absent = question.absent.iter().copied();
        let found = question.found.iter().copied();
        let head = ids.iter().take(4).copied().collect::<Vec<_>>();
        Self {
            rank: (!question.first.is_empty())
                .then(|| best.map_or(0.0, |place| (to_f64(place) + 1.0).recip())),
            missing: found.filter(|id| place(id).is_none()).collect(),
            wrong: absent.filter(is_wrong).collect(),
            misread: match question.relaxed {
                Relaxed::Any => false,
                wanted => page.relaxed != (wanted == Relaxed::Yes),
            },
            answer: format!(
                "{} → {}{} found: {} …",
                page.interpreted,
                if page.relaxed { "relaxed, " } else { "" },
                page.total,
                head.join(" "),
            ),
        }
    }

    fn is_perfect(&self) -> bool {
        let first = self.rank.is_none_or(|rank| rank > 0.99);
        first && self.missing.is_empty() && self.wrong.is_empty() && !self.misread
    }
}

/// Sums over questions.
#[derive(Default)]
struct Sums {
    questions: usize,
    perfect: usize,
    ranked: usize,
    ranks: f64,
    wanted: usize,
    missing: usize,
    wrong: usize,
    misread: usize,
}

impl Sums {
    fn add(&mut self, question: &Question, mark: &Mark) {
        self.questions += 1;
        self.perfect += usize::from(mark.is_perfect());
        self.ranked += usize::from(mark.rank.is_some());
        self.ranks += mark.rank.unwrap_or(0.0);
        self.wanted += question.found.len();
        self.missing += mark.missing.len();
        self.wrong += mark.wrong.len();
        self.misread += usize::from(mark.misread);
    }

    fn rank(&self) -> f64 {
        share(self.ranks, self.ranked)
    }

    fn found(&self) -> f64 {
        share(to_f64(self.wanted - self.missing), self.wanted)
    }

    fn row(&self, class: &str) -> String {
        format!(
            "{class:12} {:9} {:8} {:6.3} {:6.3} {:6} {:8}\n",
            self.questions,
            self.perfect,
            self.rank(),
            self.found(),
            self.wrong,
            self.misread
        )
    }

    /// What is worse than the floor, in words.
    fn falls(&self, floor: &Floor) -> Vec<String> {
        [
            (self.rank() < floor.rank, "mean reciprocal rank"),
            (self.found() < floor.found, "share found"),
            (self.wrong > floor.wrong, "records that must be absent"),
            (self.misread > floor.misread, "relaxed or not"),
        ]
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, what)| format!("{}: {what} fell below the floor", floor.class))
        .collect()
    }
}

/// All of nothing is 1.
fn share(part: f64, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part / to_f64(whole)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
fn golden_questions_are_answered() {
    let library = library();
    let (mut classes, mut all) = (BTreeMap::<&str, Sums>::new(), Sums::default());
    let mut report = String::new();
    for question in questions() {
        let mark = Mark::new(&question, &ask(&library, &question));
        all.add(&question, &mark);
        classes
            .entry(question.class)
            .or_default()
            .add(&question, &mark);
        if !mark.is_perfect() {
            complain(&mut report, &question, &mark);
        }
    }
    println!("{report}\nclass        questions  perfect   rank  found  wrong  misread");
    for (class, sums) in &classes {
        print!("{}", sums.row(class));
    }
    print!("{}", all.row("all"));
    let falls = falls(&classes, &all);
    assert!(falls.is_empty(), "{falls:#?}");
}

/// All that fell below its floor.
fn falls(classes: &BTreeMap<&str, Sums>, all: &Sums) -> Vec<String> {
    let floors = FLOORS.iter();
    let mut falls: Vec<String> = floors
        .flat_map(|floor| classes[floor.class].falls(floor))
        .collect();
    if all.rank() < LEAST_RANK {
        falls.push(format!("mean reciprocal rank over all below {LEAST_RANK}"));
    }
    if all.found() < LEAST_FOUND {
        falls.push(format!("share found over all below {LEAST_FOUND}"));
    }
    falls
}

fn ask(library: &Library, question: &Question) -> Page {
    let request = Request {
        query: question.query.to_owned(),
        typing: question.typing,
        limit: ALL,
        ..Request::default()
    };
    library.search(&request).unwrap()
}

fn library() -> Library {
    let mut library = Library::in_memory().unwrap();
    let mut writer = library.writer().unwrap();
    for record in samples().into_iter().chain(near_misses()) {
        writer.put(record).unwrap();
    }
    writer.finish().unwrap();
    library
}

fn complain(report: &mut String, question: &Question, mark: &Mark) {
    writeln!(
        report,
        "\n{}: {}  ({})",
        question.class, question.query, question.note
    )
    .unwrap();
    writeln!(report, "    {}", mark.answer).unwrap();
    if let Some(rank) = mark.rank.filter(|rank| *rank < 0.99) {
        writeln!(report, "    rank {rank:.2} of {:?}", question.first).unwrap();
    }
    for (what, ids) in [("missing", &mark.missing), ("wrong", &mark.wrong)] {
        if !ids.is_empty() {
            writeln!(report, "    {what}: {}", ids.join(" ")).unwrap();
        }
    }
    if mark.misread {
        writeln!(report, "    relaxed should be {:?}", question.relaxed).unwrap();
    }
}

#[test]
fn golden_questions_are_many_and_speak_of_records_there_are() {
    let known: BTreeSet<String> = samples()
        .into_iter()
        .chain(near_misses())
        .map(|record| record.id)
        .collect();
    let (mut classes, mut near, mut asked) = (BTreeMap::<&str, usize>::new(), 0, BTreeSet::new());
    for question in questions() {
        let Question {
            first,
            found,
            absent,
            ..
        } = &question;
        for id in first.iter().chain(found).chain(absent) {
            assert!(
                known.contains(id.trim_start_matches('>')),
                "{}: {id}",
                question.query
            );
        }
        let expects = first.len() + found.len() + absent.len();
        assert!(expects > 0, "{} expects nothing", question.query);
        assert!(
            asked.insert((question.query, question.typing)),
            "{} is asked twice",
            question.query
        );
        near += usize::from(!absent.is_empty());
        *classes.entry(question.class).or_default() += 1;
    }
    let named: BTreeSet<&str> = FLOORS.iter().map(|floor| floor.class).collect();
    assert_eq!(classes.keys().copied().collect::<BTreeSet<_>>(), named);
    assert!(
        classes.values().all(|count| *count >= FEWEST.1),
        "{classes:?}"
    );
    assert!(
        asked.len() >= FEWEST.0 && near >= FEWEST.2,
        "{} {near}",
        asked.len()
    );
}
