//! Counting in tables, beside the aggregations of the plain engine over the same columns.

use std::time::Duration;

use qiao_index::Library;
use qiao_index::request::{Facet, Request};
use qiao_index::statistics::{Dimension, Over, Tabulation};
use serde_json::json;

use crate::corpus::timed;
use crate::plain::Plain;
use crate::{Percentiles, Place};

/// Times that a table is made.
const ROUNDS: usize = 9;
/// Of what: of all listings, of very many, of few.
const QUERIES: [&str; 3] = ["", "研究", "磷石膏"];

/// A table: its name, what it is by, and the columns of the plain engine; none where it has none.
type Table = (
    &'static str,
    &'static [Facet],
    Option<Over>,
    &'static [&'static str],
);

const TABLES: [Table; 6] = [
    ("kind", &[Facet::Kind], None, &["kind"]),
    ("institution", &[Facet::Institution], None, &["institution"]),
    (
        "kind, field",
        &[Facet::Kind, Facet::Field],
        None,
        &["kind", "field"],
    ),
    (
        "institution, year",
        &[Facet::Institution],
        Some(Over::Year),
        &["institution", "year"],
    ),
    ("year", &[], Some(Over::Year), &["year"]),
    ("month", &[], Some(Over::Month), &[]),
];

/// Makes every table of every query, and prints its row.
pub(crate) fn measure(place: &Place) {
    let library = Library::open(&place.ours()).unwrap();
    let plain = (!place.alone).then(|| Plain::open(&place.plain()));
    println!(
        "tables, milliseconds: p50, p99, max\n{:20} {:8}   {:26} {:26} p50 / plain",
        "by", "of", "ours", "plain"
    );
    for (name, by, over, columns) in TABLES {
        for query in QUERIES {
            let wanted = Tabulation {
                request: Request {
                    query: query.to_owned(),
                    without_synonyms: true,
                    ..Request::default()
                },
                by: by.iter().copied().map(Dimension::Facet).collect(),
                over,
                top: Some(20),
                ..Tabulation::default()
            };
            let (mut ours, mut others) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let table = || library.tabulate_while(&wanted, &|| true).unwrap();
                ours.push(timed(table).1);
                if let Some(plain) = plain.as_ref().filter(|_| !columns.is_empty()) {
                    others.push(timed(|| plain.aggregate(query, columns)).1);
                }
            }
            say(place, (name, query), ours, others);
        }
    }
}

fn say(place: &Place, (name, query): (&str, &str), ours: Vec<Duration>, others: Vec<Duration>) {
    let both = [ours, others].map(Percentiles::of);
    let shown = both.each_ref().map(|it| {
        it.as_ref().map_or_else(String::new, |it| {
            format!("{:7.2} {:7.2} {:7.2}", it.p50, it.p99, it.max)
        })
    });
    let ratio = match &both {
        [Some(ours), Some(plain)] => format!("{:.2}", ours.p50 / plain.p50),
        _ => String::new(),
    };
    let of = if query.is_empty() { "all" } else { query };
    let values = both.map(|it| it.map(|it| json!({ "p50_ms": it.p50, "max_ms": it.max })));
    place.say(
        &format!("{name:20} {of:8}   {:26} {:26} {ratio}", shown[0], shown[1]),
        &json!({ "table": name, "of": of, "ours": values[0], "plain": values[1] }),
    );
}
