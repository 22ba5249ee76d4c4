//! [`Plan`] → the query of the local index.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery,
    PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::alike_query;
use super::near::{self, Near};
use super::repeatable_seek::RepeatableSeek;
use crate::plan::{Part, Piece, Plan, TermField};
use crate::schema::{Fields, Number};

type BoxedQuery = Box<dyn Query>;

/// The query that matches what a plan says. What the user keeps is known by rows here.
pub(super) fn query(plan: &Plan, fields: &Fields) -> BoxedQuery {
    let one = |plan: &Plan| query(plan, fields);
    match plan {
        Plan::All => Box::new(AllQuery),
        Plan::Nothing | Plan::Ids(_) => Box::new(EmptyQuery),
        Plan::Term {
            field,
            text,
            is_ranked,
        } => Box::new(TermQuery::new(
            term(fields, *field, text),
            if *is_ranked {
                IndexRecordOption::WithFreqs
            } else {
                IndexRecordOption::Basic
            },
        )),
        Plan::Row {
            field,
            terms,
            is_open,
        } => row(fields, *field, terms, *is_open),
        Plan::Near {
            parts,
            distance,
            is_ordered,
        } => Box::new(Near {
            parts: parts.iter().map(|it| part(fields, it)).collect(),
            distance: *distance,
            ordered: *is_ordered,
        }),
        Plan::Pattern { field, pieces } => matching(handle(fields, *field), pieces),
        Plan::Between { number, from, to } => between(fields, *number, *from, *to),
        Plan::Rows(rows) => {
            let terms = rows
                .iter()
                .map(|row| Term::from_field_u64(fields.row, *row));
            Box::new(ConstScoreQuery::new(
                Box::new(TermSetQuery::new(terms)),
                0.0,
            ))
        }
        Plan::Alike(listings) => alike_query::compiled(listings, fields.row),
        Plan::Any(parts) => Box::new(BooleanQuery::union(parts.iter().map(one).collect())),
        Plan::AllOf { parts, but } => {
            let parts = parts.iter().map(|part| (Occur::Must, one(part)));
            let but = but.iter().map(|part| {
                let repeatable: BoxedQuery = Box::new(RepeatableSeek(one(part)));
                (Occur::MustNot, repeatable)
            });
            Box::new(BooleanQuery::new(parts.chain(but).collect()))
        }
        Plan::Weighed(part, weight) => Box::new(BoostQuery::new(one(part), *weight)),
        Plan::Constant(part, score) => Box::new(ConstScoreQuery::new(one(part), *score)),
    }
}

fn handle(fields: &Fields, field: TermField) -> Field {
    match field {
        TermField::Terms(zone) => fields.zone(zone).terms,
        TermField::Characters(zone) => fields.zone(zone).characters,
        TermField::Number => fields.number,
        TermField::Pinyin => fields.pinyin,
        TermField::Facet => fields.facet,
    }
}

fn term(fields: &Fields, field: TermField, text: &str) -> Term {
    Term::from_field_text(handle(fields, field), text)
}

fn row(fields: &Fields, field: TermField, terms: &[(usize, String)], is_open: bool) -> BoxedQuery {
    let terms = terms
        .iter()
        .map(|(offset, text)| (*offset, term(fields, field, text)));
    if !is_open {
        return Box::new(PhraseQuery::new_with_offset(terms.collect()));
    }
    let mut phrase = PhrasePrefixQuery::new_with_offset(terms.collect());
    // More than there are syllables: none is left out.
    phrase.set_max_expansions(1_000);
    Box::new(phrase)
}

fn part(fields: &Fields, part: &Part) -> near::Part {
    let terms = part.terms.iter();
    near::Part {
        terms: terms
            .map(|(offset, field, text)| (*offset, term(fields, *field, text)))
            .collect(),
        length: part.length,
    }
}

fn between(fields: &Fields, number: Number, from: Option<i64>, to: Option<i64>) -> BoxedQuery {
    use std::ops::Bound;
    let field = fields.number_column(number);
    let bound = |value: Option<i64>, open: i64| {
        Bound::Included(Term::from_field_i64(field, value.unwrap_or(open)))
    };
    Box::new(RangeQuery::new(bound(from, i64::MIN), bound(to, i64::MAX)))
}

fn matching(field: Field, pieces: &[Piece]) -> BoxedQuery {
    let regex = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => escape(text),
        Piece::Letters => "[^\u{1f}]*".to_owned(),
        Piece::Letter => "[^\u{1f}]".to_owned(),
        Piece::Any => ".*".to_owned(),
    });
    match RegexQuery::from_pattern(&regex.collect::<String>(), field) {
        Ok(query) => Box::new(query),
        // Escaped text and our own three patterns always compile, unless they are too large.
        Err(_) => Box::new(EmptyQuery),
    }
}

/// Text as a pattern that matches it: what has a meaning in patterns is escaped, and nothing
/// else, which the engine's patterns refuse.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
