//! Speed beside a plain engine, in one run: `cargo bench -p qiao-index --bench against_plain [-- N]`.
//!
//! Both index the same N listings (100,000 unless told) made by `../shared/tools/gen_corpus.py`
//! and answer the keyword lines of `../shared/data/csl/dev.jsonl`. Plain: one text field of
//! dictionary words (search mode), the words joined by OR, the best 20 by BM25, counts of kind,
//! institution, field, region and year, and the 20 records. Ours: the whole request with every
//! facet. Printed are building times, mean, median and 99th percentile, and the ratio of the
//! means; machines are noisy, the ratio less so.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark reports on stdout and stops at the first failure"
)]

mod corpus;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use corpus::timed;
use jieba_rs::{Jieba, TokenizeMode};
use qiao_index::Library;
use qiao_index::request::{Counting, Request};
use tantivy::collector::{Collector, SegmentCollector, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, Value as _};
use tantivy::{
    DocId, Index, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term,
};

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
    let queries = corpus::queries(&shared);

    let jieba = Jieba::new();
    let (plain, plain_built) = timed(|| Plain::build(folder.path(), &listings, &jieba));
    let (ours, ours_built) = timed(|| corpus::build(folder.path(), &listings));
    println!("{number} listings, {} queries", queries.len());
    println!("building: plain {plain_built:.1?}, ours {ours_built:.1?} (with the catalogue)");

    qiao_index::warm();
    // Turn about, so that a busy neighbour hits both alike.
    let mut times = (Vec::new(), Vec::new());
    for query in &queries {
        times.0.push(timed(|| plain.answer(query, &jieba)).1);
        times.1.push(timed(|| answer(&ours, query)).1);
    }
    let (plain, ours) = (report("plain", times.0), report("ours", times.1));
    println!("ratio of means: {:.2}", ours / plain);
}

/// Prints a line and returns the mean in seconds.
fn report(name: &str, mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    let count = u32::try_from(times.len()).unwrap();
    let mean = times.iter().sum::<Duration>() / count;
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!(
        "{name:6} mean {mean:.2?}  p50 {median:.2?}  p99 {late:.2?}  max {:.2?}",
        times[times.len() - 1]
    );
    mean.as_secs_f64()
}

fn answer(library: &Library, query: &str) -> u64 {
    let request = Request {
        query: query.to_owned(),
        limit: 20,
        counting: Counting::RolledUp,
        ..Request::default()
    };
    library.search(&request).unwrap().total
}

/// What the plain engine counts.
const FACETS: [&str; 5] = ["kind", "institution", "field", "region", "year"];

struct Plain {
    searcher: Searcher,
    text: Field,
    json: Field,
}

impl Plain {
    fn build(folder: &Path, corpus: &Path, jieba: &Jieba) -> Self {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", tantivy::schema::TEXT);
        let json = schema.add_text_field("json", STORED);
        let facets = FACETS.map(|name| schema.add_text_field(name, STRING | FAST));
        let path = folder.join("plain");
        std::fs::create_dir(&path).unwrap();
        let index = Index::create_in_dir(&path, schema.build()).unwrap();
        let mut writer = index.writer_with_num_threads(1, 48 << 20).unwrap();
        for line in corpus::lines(corpus) {
            let mut document = TantivyDocument::new();
            let all = [&line["title"], &line["abstract"]].map(|text| text.as_str().unwrap());
            let keywords = line["keywords"]
                .as_array()
                .unwrap()
                .iter()
                .map(|word| word.as_str().unwrap());
            let all = all
                .into_iter()
                .chain(keywords)
                .collect::<Vec<_>>()
                .join(" ");
            document.add_text(text, words(jieba, &all).join(" "));
            document.add_text(json, line.to_string());
            for (name, field) in FACETS.iter().zip(facets) {
                document.add_text(
                    field,
                    line[name]
                        .as_str()
                        .map_or_else(|| line[name].to_string(), str::to_owned),
                );
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        let searcher = index.reader().unwrap().searcher();
        Self {
            searcher,
            text,
            json,
        }
    }

    fn answer(&self, query: &str, jieba: &Jieba) -> usize {
        let terms = words(jieba, query)
            .into_iter()
            .map(|word| -> Box<dyn Query> {
                let term = Term::from_field_text(self.text, &word.to_lowercase());
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            });
        let query = BooleanQuery::union(terms.collect());
        let best = TopDocs::with_limit(20).order_by_score();
        let (counts, best) = self.searcher.search(&query, &(Counts, best)).unwrap();
        let records = best.iter().map(|(_, address)| {
            let document: TantivyDocument = self.searcher.doc(*address).unwrap();
            let json = document
                .get_first(self.json)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned();
            serde_json::from_str::<serde_json::Value>(&json).unwrap()
        });
        records.count() + counts.iter().map(HashMap::len).sum::<usize>()
    }
}

fn words<'a>(jieba: &Jieba, text: &'a str) -> Vec<&'a str> {
    let tokens = jieba
        .tokenize(text, TokenizeMode::Search, false)
        .into_iter();
    let words = tokens.map(|token| token.word);
    words
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

/// Counts the values of [`FACETS`].
struct Counts;

struct SegmentCounts {
    columns: Vec<(StrColumn, Vec<u64>)>,
}

impl Collector for Counts {
    type Fruit = Vec<HashMap<String, u64>>;
    type Child = SegmentCounts;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCounts> {
        let column = |name: &&str| {
            let column = segment.fast_fields().str(name).unwrap().unwrap();
            let counts = vec![0; column.num_terms()];
            (column, counts)
        };
        Ok(SegmentCounts {
            columns: FACETS.iter().map(column).collect(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut all: Self::Fruit = vec![HashMap::new(); FACETS.len()];
        for segment in segments {
            for (all, counts) in all.iter_mut().zip(segment) {
                for (value, count) in counts {
                    *all.entry(value).or_default() += count;
                }
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Vec<HashMap<String, u64>>;

    fn collect(&mut self, document: DocId, _: Score) {
        for (column, counts) in &mut self.columns {
            for ordinal in column.term_ords(document) {
                counts[usize::try_from(ordinal).unwrap()] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let named = self.columns.into_iter().map(|(column, counts)| {
            let mut named = HashMap::new();
            for (ordinal, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
                let mut value = String::new();
                column.ord_to_str(ordinal, &mut value).unwrap();
                named.insert(value, count);
            }
            named
        });
        named.collect()
    }
}
