//! Circles between files that use each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::modules::Use;

/// From every group of files that lead to each other a shortest circle, in the order of its uses.
///
/// A file may use the one above it, in whose folder it lies (`super`): the two are one idea in two
/// files. What lies side by side, or in different folders, may not use each other.
pub(crate) fn circles(uses: &[Use]) -> Vec<Vec<&Use>> {
    let mut next: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
    for it in uses.iter().filter(|it| !is_above(&it.to, &it.from)) {
        next.entry(&it.from).or_default().push(it);
    }
    let mut circles: Vec<Vec<&Use>> = Vec::new();
    let mut shortest: Vec<_> = next
        .keys()
        .filter_map(|file| back_to(file, &next))
        .collect();
    shortest.sort_by_key(Vec::len);
    for circle in shortest {
        let files: BTreeSet<_> = circle.iter().map(|it| &it.from).collect();
        let is_new = |known: &Vec<&Use>| known.iter().all(|it| !files.contains(&it.from));
        if circles.iter().all(is_new) {
            circles.push(circle);
        }
    }
    circles
}

/// Whether a file lies in the folder of another, or below it.
fn is_above(above: &str, below: &str) -> bool {
    let folder = above.strip_suffix("lib.rs").or(above.strip_suffix(".rs"));
    folder.is_some_and(|folder| {
        let inside = below.strip_prefix(folder);
        inside.is_some_and(|rest| folder.ends_with('/') || rest.starts_with('/'))
    })
}

/// The shortest way from a file back to it.
fn back_to<'a>(file: &str, next: &BTreeMap<&str, Vec<&'a Use>>) -> Option<Vec<&'a Use>> {
    let mut seen = BTreeSet::new();
    let mut ways: VecDeque<Vec<&Use>> = VecDeque::from([Vec::new()]);
    while let Some(way) = ways.pop_front() {
        let here = way.last().map_or(file, |last| last.to.as_str());
        if !way.is_empty() && here == file {
            return Some(way);
        }
        for it in next.get(here).into_iter().flatten() {
            if seen.insert(&it.to) {
                ways.push_back([way.as_slice(), &[*it]].concat());
            }
        }
    }
    None
}

#[test]
fn circles_are_found_but_not_between_a_file_and_its_own_folder() {
    let check = |pairs: &[(&str, &str)], expected: &[&[&str]]| {
        let uses: Vec<_> = pairs
            .iter()
            .map(|(from, to)| Use {
                from: format!("src/{from}.rs"),
                line: 1,
                to: format!("src/{to}.rs"),
            })
            .collect();
        let found: Vec<Vec<_>> = circles(&uses)
            .into_iter()
            .map(|circle| circle.into_iter().map(|it| it.from.as_str()).collect())
            .collect();
        assert_eq!(found, expected, "{pairs:?}");
    };
    check(&[("a", "b"), ("b", "c"), ("a", "c")], &[]);
    check(
        &[("a", "b"), ("b", "c"), ("c", "b")],
        &[&["src/b.rs", "src/c.rs"]],
    );
    check(&[("a", "a/b"), ("a/b", "a"), ("a/b", "lib")], &[]);
    check(
        &[("a/b", "a/c"), ("a/c", "a/b")],
        &[&["src/a/b.rs", "src/a/c.rs"]],
    );
    check(
        &[("a", "a/b"), ("a/b", "c"), ("c", "a")],
        &[&["src/a.rs", "src/a/b.rs", "src/c.rs"]],
    );
}
