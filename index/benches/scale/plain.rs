//! A plain engine: Tantivy as its documentation uses it. One text field that jieba has cut, five
//! columns to count, the record stored beside.

use std::collections::HashMap;
use std::path::Path;

use jieba_rs::{Jieba, TokenizeMode};
use serde_json::json;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Collector, SegmentCollector, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::query::{AllQuery, BooleanQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, Value as _};
use tantivy::{
    DocId, Index, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term,
};

use crate::corpus;

/// What the plain engine counts.
pub(crate) const FACETS: [&str; 5] = ["kind", "institution", "field", "region", "year"];

pub(crate) struct Plain {
    searcher: Searcher,
    text: Field,
    json: Field,
    jieba: Jieba,
}

impl Plain {
    /// The schema: one text, the record, five columns.
    fn schema() -> (Schema, Field, Field, [Field; FACETS.len()]) {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", tantivy::schema::TEXT);
        let json = schema.add_text_field("json", STORED);
        let facets = FACETS.map(|name| schema.add_text_field(name, STRING | FAST));
        (schema.build(), text, json, facets)
    }

    /// Indexes listings into a folder.
    pub(crate) fn build(folder: &Path, listings: &Path) {
        let (schema, text, json, facets) = Self::schema();
        let jieba = Jieba::new();
        std::fs::create_dir_all(folder).unwrap();
        let index = Index::create_in_dir(folder, schema).unwrap();
        let mut writer = index.writer_with_num_threads(1, 48 << 20).unwrap();
        for line in corpus::lines(listings) {
            let mut document = TantivyDocument::new();
            let all = [&line["title"], &line["abstract"]].map(|text| text.as_str().unwrap());
            let keywords = line["keywords"].as_array().unwrap().iter();
            let keywords = keywords.map(|word| word.as_str().unwrap());
            let all = all.into_iter().chain(keywords).collect::<Vec<_>>();
            document.add_text(text, words(&jieba, &all.join(" ")).join(" "));
            document.add_text(json, line.to_string());
            for (name, field) in FACETS.iter().zip(facets) {
                let value = &line[name];
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                document.add_text(field, value);
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
    }

    /// Opens what [`Self::build`] has made.
    pub(crate) fn open(folder: &Path) -> Self {
        let (_, text, json, _) = Self::schema();
        Self {
            searcher: Index::open_in_dir(folder)
                .unwrap()
                .reader()
                .unwrap()
                .searcher(),
            text,
            json,
            jieba: Jieba::new(),
        }
    }

    fn query(&self, text: &str, relaxed: bool) -> Box<dyn Query> {
        let words = words(&self.jieba, text).into_iter();
        let terms = words.map(|word| -> Box<dyn Query> {
            let term = Term::from_field_text(self.text, &word.to_lowercase());
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        });
        let terms: Vec<Box<dyn Query>> = terms.collect();
        match (terms.is_empty(), relaxed) {
            (true, _) => Box::new(AllQuery),
            (false, true) => Box::new(BooleanQuery::union(terms)),
            (false, false) => Box::new(BooleanQuery::intersection(terms)),
        }
    }

    /// The twenty most frequent values of a column among the listings with all words, of each the
    /// values of the next column, as the engine aggregates them.
    pub(crate) fn aggregate(&self, text: &str, columns: &[&str]) {
        let within = columns.iter().rev().fold(json!({}), |within, column| {
            let terms = json!({ "field": column, "size": 20 });
            json!({ "by": { "terms": terms, "aggs": within } })
        });
        let wanted: Aggregations = serde_json::from_value(within).unwrap();
        let collector = AggregationCollector::from_aggs(wanted, AggContextParams::default());
        let query = self.query(text, false);
        let found = self.searcher.search(&query, &collector).unwrap();
        std::hint::black_box(found);
    }

    /// The best twenty of the listings with all words (any, where `relaxed`), and twenty values of
    /// each facet; how many hits there are.
    pub(crate) fn answer(&self, text: &str, relaxed: bool) -> u64 {
        let query = self.query(text, relaxed);
        let best = TopDocs::with_limit(20).order_by_score();
        let (counts, best) = self.searcher.search(&query, &(Counts, best)).unwrap();
        let records = best.iter().map(|(_, address)| {
            let document: TantivyDocument = self.searcher.doc(*address).unwrap();
            let json = document.get_first(self.json).unwrap().as_str().unwrap();
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        });
        let shown = counts.values.iter().map(most).sum::<usize>();
        std::hint::black_box((records.count(), shown));
        counts.total
    }
}

/// Puts the twenty most frequent values in order.
fn most(counts: &HashMap<String, u64>) -> usize {
    let mut counts: Vec<_> = counts.iter().map(|(value, count)| (count, value)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.truncate(20);
    std::hint::black_box(counts).len()
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
    total: u64,
    columns: Vec<(StrColumn, Vec<u64>)>,
}

/// Number of hits, and of those with each value of each facet.
#[derive(Default)]
struct Counted {
    total: u64,
    values: Vec<HashMap<String, u64>>,
}

impl Collector for Counts {
    type Fruit = Counted;
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
            total: 0,
            columns: FACETS.iter().map(column).collect(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counted>) -> tantivy::Result<Counted> {
        let mut all = Counted {
            total: 0,
            values: vec![HashMap::new(); FACETS.len()],
        };
        for segment in segments {
            all.total += segment.total;
            for (all, counts) in all.values.iter_mut().zip(segment.values) {
                for (value, count) in counts {
                    *all.entry(value).or_default() += count;
                }
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Counted;

    fn collect(&mut self, document: DocId, _: Score) {
        self.total += 1;
        for (column, counts) in &mut self.columns {
            for ordinal in column.term_ords(document) {
                counts[usize::try_from(ordinal).unwrap()] += 1;
            }
        }
    }

    fn harvest(self) -> Counted {
        let named = self.columns.into_iter().map(|(column, counts)| {
            let mut named = HashMap::new();
            for (ordinal, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
                let mut value = String::new();
                column.ord_to_str(ordinal, &mut value).unwrap();
                named.insert(value, count);
            }
            named
        });
        Counted {
            total: self.total,
            values: named.collect(),
        }
    }
}
