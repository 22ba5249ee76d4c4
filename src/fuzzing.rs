//! What is done with any bytes whatever: the targets of `fuzz/`, and the tests that run the inputs
//! kept in `fuzz/corpus/`. Not part of the program that is built.
//!
//! A target panics where a promise is broken: bytes that end the program, a text wider than its
//! place, a record that does not come back from the catalogue as it went in.

mod rows;
mod screen;
mod settings;

use std::cell::RefCell;
use std::hint::black_box;

use qiao_index::Library;
use qiao_index::query::{parse, parse_words};
use qiao_index::request::{Counting, Request};

use crate::desk::Desk;
use crate::work::samples;

/// Something that takes any bytes.
type Target = fn(&[u8]);

/// The targets by their names, which are those of the files in `fuzz/fuzz_targets/` and of the
/// folders in `fuzz/corpus/`.
pub const TARGETS: [(&str, Target); 16] = [
    ("query", query),
    ("search", search),
    ("delimited", rows::delimited),
    ("json", rows::json),
    ("patents", rows::patents),
    ("tables", rows::tables),
    ("workbooks", rows::workbooks),
    ("references", rows::references),
    ("cards", rows::cards),
    ("archives", rows::archives),
    ("values", rows::values),
    ("text", screen::text),
    ("config", settings::config),
    ("map", settings::map),
    ("desk", desk),
    ("templates", settings::templates),
];

/// Runs the target of a name.
///
/// # Panics
/// There is none of this name, or a promise is broken.
pub fn run(name: &str, bytes: &[u8]) {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    assert!(found.is_some(), "no target {name}");
    if let Some((_, target)) = found {
        target(bytes);
    }
}

/// A query as it is read, while it is typed and after.
fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for typing in [false, true] {
        for parsed in [parse(&text, typing), parse_words(&text, typing)] {
            for problem in &parsed.problems {
                assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
            }
            black_box((parsed.query.clauses(), parsed.query.positive()));
        }
    }
}

thread_local! {
    static SAMPLES: RefCell<Option<Library>> = const { RefCell::new(None) };
}

/// A query as it is answered, of the sample listings.
fn search(bytes: &[u8]) {
    SAMPLES.with_borrow_mut(|library| {
        if library.is_none() {
            *library = samples::library().ok();
        }
        let (typing, text) = bytes.split_first().unwrap_or((&0, bytes));
        let request = Request {
            query: String::from_utf8_lossy(text).into_owned(),
            typing: typing & 1 == 1,
            limit: 20,
            counting: Counting::RolledUp,
            ..Request::default()
        };
        let answer = library.as_ref().map(|library| library.search(&request));
        assert!(
            matches!(answer, Some(Ok(_))),
            "{:?}",
            answer.map(Result::err)
        );
    });
}

/// A desk that is read from a file, and written again: what came in can be read back, and comes in
/// once only.
fn desk(bytes: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let Ok(mut desk) = Desk::open(folder.path()) else {
        return;
    };
    if desk.import(bytes).is_err() {
        return;
    }
    let mut written = Vec::new();
    assert!(desk.export(&mut written).is_ok());
    let again = desk.import(&*written);
    assert!(again.is_ok_and(|it| it.new == 0));
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// The files of a folder, by name.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }

    #[test]
    fn every_input_that_fuzzing_left_keeps_the_promises() {
        for (name, target) in TARGETS {
            let inputs = files(&Path::new("fuzz/corpus").join(name));
            assert!(!inputs.is_empty(), "{name}");
            for input in inputs {
                target(&fs::read(&input).unwrap());
            }
        }
    }

    #[test]
    fn no_query_takes_minutes() {
        let chinese = (0x4e00_u32..0x4e00 + 2_500).filter_map(char::from_u32);
        let queries = [
            chinese.collect(),
            "石墨烯导热膜".repeat(400),
            "a*a*?bbb*?c*a*a*a*?b*?".to_owned(),
            "*a*b*c*d*e*f* ".repeat(16),
            "w* ".repeat(100),
            (0..300)
                .map(|n| format!("w{n}"))
                .collect::<Vec<_>>()
                .join(" OR "),
            "a NEAR/3 ".repeat(300),
            "12 ".repeat(500),
            "(".repeat(2_000),
            format!("\"{}\"", "石墨烯 ".repeat(500)),
        ];
        for query in queries {
            search(format!("0{query}").as_bytes());
        }
    }

    #[test]
    fn every_target_is_a_program_of_its_own() {
        let programs = files(Path::new("fuzz/fuzz_targets"));
        let names = programs
            .iter()
            .map(|it| it.file_stem().unwrap().to_str().unwrap());
        let mut known = TARGETS.map(|(name, _)| name);
        known.sort_unstable();
        assert_eq!(names.collect::<Vec<_>>(), known);
        let manifest = fs::read_to_string("fuzz/Cargo.toml").unwrap();
        for name in known {
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        }
    }
}
