//! Tests on the values of facets, and on what is neither text nor facet.

use super::text::{matching, starts_with, text_of};
use crate::plan::{Piece, Plan, TermField};
use crate::query::{Field, Value};
use crate::request::Facet;
use crate::schema;
use crate::vocab;

/// A value of a facet, with all below it; what no vocabulary knows is looked for inside the
/// values as they were written.
pub(super) fn of_facet(facet: Facet, value: &Value) -> Plan {
    let text = text_of(value);
    let begun = matches!(value, Value::Prefix(_));
    if facet == Facet::Ipc {
        return class(text, begun);
    }
    let mut values = vocab::resolve(facet, text);
    if values.is_empty() && facet == Facet::PatentKind {
        return kind(text);
    }
    let known = !values.is_empty() && !begun;
    if !known {
        values.extend(vocab::beginning(facet, text));
    }
    let is = |value: &String| facet_is(facet.as_str(), value);
    let mut tests: Vec<Plan> = values.iter().map(is).collect();
    if !known {
        tests.push(contains(facet.as_str(), text));
    }
    Plan::any(tests)
}

/// What is no kind of patents: a kind of listings, or an office's code.
fn kind(text: &str) -> Plan {
    match vocab::resolve(Facet::Kind, text).first() {
        Some(kind) => facet_is(Facet::Kind.as_str(), kind),
        None => of_words("kind-code", &Value::Word(text.to_owned())),
    }
}

/// A value of a field that is no facet: codes by their beginning, words wherever they stand.
pub(super) fn of_words(name: &str, value: &Value) -> Plan {
    let text = text_of(value).to_lowercase();
    let exact = matches!(value, Value::Phrase { .. });
    match name {
        "kind-code" | "post" if exact => facet_is(name, &text),
        "kind-code" | "us-class" => begins(name, &text),
        _ => contains(name, &text),
    }
}

/// An IPC symbol, or its beginning; a section, class, subclass or main group stands for all
/// below it.
fn class(text: &str, begun: bool) -> Plan {
    let symbol: String = text.split_whitespace().collect();
    let symbol = symbol.to_uppercase();
    let ipc = Facet::Ipc.as_str();
    if begun {
        return begins(ipc, &symbol);
    }
    let main_group = begins(ipc, &format!("{symbol}/"));
    Plan::any(vec![facet_is(ipc, &symbol), main_group])
}

/// What has exactly this value.
pub(super) fn facet_is(name: &str, value: &str) -> Plan {
    Plan::Term {
        field: TermField::Facet,
        text: schema::facet_term(name, value),
        is_ranked: false,
    }
}

fn begins(name: &str, start: &str) -> Plan {
    starts_with(TermField::Facet, &schema::facet_term(name, start))
}

/// What has a value in which a text stands.
pub(crate) fn contains(name: &str, text: &str) -> Plan {
    let pieces = vec![
        Piece::Text(schema::facet_term(name, "")),
        Piece::Any,
        Piece::Text(text.to_owned()),
        Piece::Any,
    ];
    matching(TermField::Facet, pieces)
}

/// The name under which the index has the values of a field that is neither text nor facet.
pub(super) const fn word_of(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::KindCode => "kind-code",
        Field::DocumentType => "document-type",
        Field::UsClass => "us-class",
        Field::Literature => "literature",
        Field::LegalEvent => "legal-event",
        Field::Post => "post",
        _ => return None,
    })
}

/// The facet that a field of the query tests.
pub(super) const fn facet_of(field: Field) -> Option<Facet> {
    Some(match field {
        Field::Ipc => Facet::Ipc,
        Field::TechField => Facet::Field,
        Field::Industry => Facet::Industry,
        Field::Discipline => Facet::Discipline,
        Field::Region => Facet::Region,
        Field::Stage => Facet::Stage,
        Field::Cooperation => Facet::Cooperation,
        Field::Legal => Facet::Legal,
        Field::Status => Facet::Status,
        Field::Source => Facet::Source,
        Field::Kind => Facet::Kind,
        Field::Office => Facet::Office,
        Field::PatentKind => Facet::PatentKind,
        _ => return None,
    })
}
