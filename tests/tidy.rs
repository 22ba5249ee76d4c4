//! The rules of where things lie, as tests: rooms and their map, the direction in which rooms and
//! files use each other, circles, and what keeps tables and documents true.
//!
//! A test that fails names file, line and rule. What is a room, and what it may use, is said in
//! [`ROOMS`]; the map for readers is the crate comment of `src/lib.rs`.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/modules.rs"]
mod modules;
#[path = "tidy/repository.rs"]
mod repository;
#[path = "tidy/tokens.rs"]
mod tokens;

use std::collections::BTreeSet;

use circles::circles;
use modules::{Use, uses};
use repository::{exists, names, read};

/// The rooms of `src/`, and the rooms that each may use.
const ROOMS: [(&str, &[&str]); 14] = [
    (
        "cli",
        &[
            "browser",
            "plain",
            "work",
            "desk",
            "import",
            "export",
            "listing",
            "ui",
            "config",
            "report",
            "statistics",
            "messages",
        ],
    ),
    (
        "browser",
        &[
            "work",
            "desk",
            "import",
            "export",
            "listing",
            "ui",
            "config",
            "statistics",
            "messages",
        ],
    ),
    (
        "plain",
        &[
            "work",
            "desk",
            "import",
            "export",
            "listing",
            "ui",
            "config",
            "statistics",
            "messages",
        ],
    ),
    (
        "work",
        &["desk", "import", "export", "statistics", "messages"],
    ),
    ("desk", &["messages"]),
    ("listing", &["desk", "export", "ui", "messages"]),
    // Settings are read against the tables of keys and colours.
    ("config", &["ui", "messages"]),
    ("ui", &["statistics", "messages"]),
    // What an export protects, an import takes back.
    ("import", &["export", "messages"]),
    ("export", &["statistics", "messages"]),
    (
        "report",
        &["work", "desk", "listing", "statistics", "messages"],
    ),
    // Stages and contracts are called as the desk calls them.
    ("statistics", &["desk", "messages"]),
    ("messages", &[]),
    (
        "fuzzing",
        &[
            "work", "desk", "import", "report", "ui", "config", "messages",
        ],
    ),
];

/// The files of `index/src/` that lie on the ground: they use each other and nothing else.
const GROUND: [&str; 11] = [
    "limits",
    "request",
    "record",
    "fields",
    "vocab",
    "history",
    "sources",
    "statistics",
    "versions",
    "content",
    "error",
];

/// The room or part that a file of a folder lies in: `import` for `src/import/sheet.rs`.
fn room<'a>(folder: &str, file: &'a str) -> &'a str {
    let inside = file.strip_prefix(folder).unwrap_or(file);
    let first = inside.trim_start_matches('/').split('/').next();
    first.unwrap_or_default().trim_end_matches(".rs")
}

/// Fails with all complaints, one a line.
fn complain(rule: &str, complaints: &[String]) {
    let complaints = complaints.join("\n  ");
    assert!(complaints.is_empty(), "{rule}:\n  {complaints}");
}

#[test]
fn rooms_are_used_in_one_direction() {
    let wrong = |it: &Use| {
        let (from, to) = (room("src", &it.from), room("src", &it.to));
        let row = ROOMS.iter().find(|(name, _)| *name == from);
        from != to && row.is_some_and(|(_, may)| !may.contains(&to))
    };
    let complaints: Vec<_> = uses("src")
        .iter()
        .filter(|it| wrong(it))
        .map(|it| {
            let (from, to) = (room("src", &it.from), room("src", &it.to));
            let Use {
                from: file,
                line,
                to: used,
            } = it;
            format!("{file}:{line} uses {used}, but {from} must know nothing of {to}")
        })
        .collect();
    complain(
        "the direction between rooms, see ROOMS in tests/tidy.rs",
        &complaints,
    );
}

#[test]
fn the_ground_of_the_library_uses_nothing_above_it() {
    let complaints: Vec<_> = uses("index/src")
        .iter()
        .filter(|it| {
            let (from, to) = (room("index/src", &it.from), room("index/src", &it.to));
            GROUND.contains(&from) && !GROUND.contains(&to)
        })
        .map(|it| format!("{}:{} uses {}", it.from, it.line, it.to))
        .collect();
    complain(
        "files on the ground, see GROUND in tests/tidy.rs",
        &complaints,
    );
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let mut complaints = Vec::new();
    for folder in ["src", "index/src"] {
        for circle in circles(&uses(folder)) {
            let steps: Vec<_> = circle
                .iter()
                .map(|it| format!("{}:{} uses {}", it.from, it.line, it.to))
                .collect();
            complaints.push(steps.join(",\n    and "));
        }
    }
    complain("files that use each other in a circle", &complaints);
}

/// The rooms that the crate comment of a file lists: `` //! - `import` and `export`: … ``.
fn map(file: &str) -> BTreeSet<String> {
    let text = read(file);
    let lines = text.lines().filter_map(|line| line.strip_prefix("//! - "));
    let heads = lines.filter_map(|line| line.split(':').next());
    heads
        .flat_map(|head| head.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_map_names_every_room_and_no_other() {
    let map = map("src/lib.rs");
    let mut complaints = Vec::new();
    for name in names("src") {
        let stem = name.trim_end_matches(".rs");
        if !["lib.rs", "main.rs"].contains(&name.as_str()) && !map.contains(stem) {
            complaints.push(format!("src/{name} is not in the map: give it a room"));
        }
    }
    let absent = map.iter().filter(|room| !exists(&format!("src/{room}.rs")));
    complaints
        .extend(absent.map(|room| format!("{room} is in the map, but there is no src/{room}.rs")));
    let ruled: BTreeSet<_> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    let differ = map.symmetric_difference(&ruled);
    complaints.extend(differ.map(|room| format!("{room} is not both in the map and in ROOMS")));
    complain("the map in the crate comment of src/lib.rs", &complaints);
}

#[test]
fn every_line_of_the_keymaps_is_described() {
    let folder = "src/ui/keymap";
    let presets = names(folder)
        .into_iter()
        .filter(|name| std::path::Path::new(name).extension() == Some("toml".as_ref()));
    let files = presets.map(|name| format!("{folder}/{name}"));
    let mut complaints = Vec::new();
    for file in files.chain([format!("{folder}.toml")]) {
        for (line, text) in read(&file).lines().enumerate() {
            let binds = text.starts_with('"');
            let described = text
                .split_once("# ")
                .is_some_and(|(_, words)| !words.is_empty());
            if binds && !described {
                complaints.push(format!(
                    "{file}:{} says nothing of what its key does",
                    line + 1
                ));
            }
        }
    }
    complain("keymaps are read by users", &complaints);
}

#[test]
fn the_readme_names_the_rust_that_is_needed() {
    let manifest = read("Cargo.toml");
    let mut lines = manifest.lines();
    let line = lines.find_map(|line| line.strip_prefix("rust-version = "));
    let needed = format!("Rust {} or later", line.unwrap().trim_matches('"'));
    assert!(read("README.md").contains(&needed), "README.md: {needed}");
}

#[test]
fn every_dependency_is_listed_with_its_reason() {
    let listed = read("docs/dependencies.md");
    let rows = listed.lines().filter(|line| line.starts_with("| `"));
    let crates = rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2));
    let listed: BTreeSet<String> = crates.map(str::to_owned).collect();
    let mut in_manifests = BTreeSet::new();
    for manifest in ["Cargo.toml", "index/Cargo.toml"] {
        let text = read(manifest);
        let mut is_dependencies = false;
        for line in text.lines() {
            if line.starts_with('[') {
                is_dependencies = line.ends_with("dependencies]");
            } else if let (true, Some((name, _))) = (is_dependencies, line.split_once('=')) {
                let name = name.trim().trim_end_matches(".workspace");
                in_manifests.extend((!name.starts_with('#')).then(|| name.to_owned()));
            }
        }
    }
    assert_eq!(in_manifests, listed, "docs/dependencies.md");
}

#[test]
fn promises_name_tests_that_are_there() {
    let promises = read("docs/promises.md");
    let rows = promises.lines().filter(|line| line.starts_with("| "));
    let named = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let is_test = |name: &&str| name.len() > 12 && name.contains('_') && !name.contains(' ');
    let folders = ["src", "index/src", "tests", "index/tests"];
    let code: Vec<String> = folders.into_iter().flat_map(sources).collect();
    for name in named.filter(is_test) {
        let head = format!("fn {name}(");
        assert!(code.iter().any(|text| text.contains(&head)), "{name}");
    }
}

/// The texts of the sources in a folder, and in those in it.
fn sources(folder: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for name in names(folder) {
        let path = format!("{folder}/{name}");
        if std::path::Path::new(&name)
            .extension()
            .is_some_and(|end| end == "rs")
        {
            texts.push(read(&path));
        } else if !name.contains('.') {
            texts.extend(sources(&path));
        }
    }
    texts
}
