#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::normalise::Target;
use crate::record::Record;

/// A record that says something in every field of every kind.
fn full() -> Value {
    let written: Value = serde_json::from_str(include_str!("full.json")).unwrap();
    let record: Record = serde_json::from_value(written.clone()).unwrap();
    // What is never written has no value there.
    let shown = format!("{record:?}").replace("exported_cells: None, dead_rights: []", "");
    assert_eq!(serde_json::to_value(record).unwrap(), written);
    for empty in [": None", ": \"\"", ": []", ": Null"] {
        let at = shown
            .find(empty)
            .and_then(|at| shown.get(at.saturating_sub(30)..at + 10));
        assert_eq!(at, None, "a field that full.json leaves empty");
    }
    written
}

/// The paths of all that a value holds, lists by their first item.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    let at = |step: &str| match path {
        "" => step.to_owned(),
        path => format!("{path}.{step}"),
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| leaves(value, &at(name), found)),
        Value::Array(items) => items
            .iter()
            .take(1)
            .for_each(|item| leaves(item, &at("0"), found)),
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn every_serialised_field_is_described_by_exactly_one_row() {
    let mut found = Vec::new();
    leaves(&full(), "", &mut found);
    for leaf in found {
        let covers = |path: &&&str| leaf == **path || leaf.starts_with(&format!("{path}."));
        let rows = FIELDS
            .iter()
            .filter(|field| field.paths.iter().any(|path| covers(&path)));
        let rows: Vec<&str> = rows.map(|field| field.name).collect();
        assert_eq!(rows.len(), 1, "{leaf}: {rows:?}");
    }
}

#[test]
fn every_field_lies_in_the_exported_record() {
    let full = full();
    for field in FIELDS {
        for path in field.paths {
            let found = full.pointer(&format!("/{}", path.replace('.', "/")));
            assert!(found.is_some(), "{}: {path}", field.name);
        }
    }
}

#[test]
fn names_and_labels_are_one_field_each_within_a_kind() {
    for kind in Kind::ALL {
        let mut known = BTreeSet::new();
        for field in of_kind(kind) {
            let mut names = vec![field.name.to_lowercase()];
            for language in [Language::Chinese, Language::English] {
                names.push(field.label(kind, language).to_lowercase());
            }
            names.extend(field.also.iter().map(|&name| name.to_owned()));
            for name in names.into_iter().collect::<BTreeSet<_>>() {
                assert_eq!(named(&name, kind), Some(field), "{name}");
                assert!(known.insert(name.clone()), "{kind}: {name} twice");
            }
        }
    }
}

#[test]
fn every_header_target_belongs_to_a_field_and_every_field_to_a_target() {
    // What leads to no field: columns to pass over, and objects whose inner names are read.
    let others = ["ignore", "dates", "achievement", "patent", "need", "expert"];
    let all: BTreeSet<&str> = Target::names().collect();
    let of_fields: BTreeSet<&str> = FIELDS.iter().flat_map(|it| it.targets).copied().collect();
    assert_eq!(of_fields.difference(&all).collect::<Vec<_>>(), [&""; 0]);
    let missing: BTreeSet<&str> = all.difference(&of_fields).copied().collect();
    assert_eq!(missing, others.into_iter().collect());
    for field in FIELDS {
        let is_bookkeeping = BOOKKEEPING.contains(&field.name);
        assert_eq!(field.targets.is_empty(), is_bookkeeping, "{}", field.name);
        assert!(
            !field.is_editable || field.shape != Shape::Parts,
            "{}",
            field.name
        );
    }
}
