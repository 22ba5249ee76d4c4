//! Files as users have them, written for the project (the people and firms in them do not
//! exist), and beside each, in `….expected`, what an import must make of it.
//!
//! `UPDATE_EXPECT=1 cargo test fixtures` writes the expectations anew: then look at them.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;

use qiao_index::normalise::normalise;
use serde_json::Value;

use super::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import/fixtures")
}

/// All files but the expectations, in the order of their names.
fn fixtures() -> Vec<PathBuf> {
    let files = folder()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_fixture = |path: &PathBuf| path.extension().is_none_or(|ext| ext != "expected");
    let mut files: Vec<PathBuf> = files.filter(is_fixture).collect();
    files.sort();
    files
}

/// Format and encoding, then every record without its origin, and every reject.
fn outcome(path: &Path) -> String {
    let options = Options {
        language: Language::English,
        ..Options::default()
    };
    let out = std::cell::RefCell::new(String::new());
    let reports = Importing::start(path, &options).run(
        &mut |record: Record| {
            let mut record = record;
            record.raw = Value::Null;
            record.sources.clear();
            let json = serde_json::to_string_pretty(&record).unwrap();
            let nameless = record.title.is_empty();
            let place = if nameless {
                "only where the library has it: "
            } else {
                ""
            };
            writeln!(out.borrow_mut(), "{place}{json}").unwrap();
            Ok(Outcome::New)
        },
        &mut |progress| {
            if let Progress::Rejected(rejected) = progress {
                let reason = rejected_reason(&rejected, Language::English);
                writeln!(out.borrow_mut(), "row {}: {reason}", rejected.row).unwrap();
            }
            ControlFlow::Continue(())
        },
    );
    let mut head = String::new();
    for report in reports {
        match report {
            Ok(report) => {
                writeln!(head, "{}, {}", report.format, report.encoding).unwrap();
                head += &facts(&report);
                assert!(report.broken.is_none(), "{report:?}");
            }
            Err(error) => {
                let path = path.file_name().unwrap().to_string_lossy().into_owned();
                let error = FailedFile { path, ..error };
                writeln!(head, "{}", error.say(Language::English)).unwrap();
            }
        }
    }
    head + &out.into_inner()
}

/// What was passed over, and what was guessed.
fn facts(report: &FileReport) -> String {
    let mut lines = String::new();
    if !report.ignored_columns.is_empty() {
        writeln!(lines, "ignored: {}", report.ignored_columns.join(" | ")).unwrap();
    }
    for (name, why) in report.not_read() {
        writeln!(lines, "not read: {name}: {}", why.say(Language::English)).unwrap();
    }
    for guess in &report.guessed {
        let (what, why) = (guess.what(), guess.why(Language::English));
        writeln!(lines, "guessed {what}: {} ({why})", guess.value()).unwrap();
    }
    lines
}

#[test]
fn fixtures_give_what_stands_beside_them() {
    for path in fixtures() {
        let expected = PathBuf::from(format!("{}.expected", path.display()));
        let found = outcome(&path);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&expected, &found).unwrap();
        }
        let known = std::fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, known, "{}", path.display());
    }
}

/// All readers of text on the same bytes; only what panics or does not end is wrong.
fn read_as_all(content: &[u8]) {
    for format in Format::ALL {
        let options = Options {
            format: Some(format),
            ..Options::default()
        };
        read_as(content, &options);
    }
    read_as(content, &Options::default());
}

fn read_as(content: &[u8], options: &Options) {
    let bytes = source::Bytes::stream(content).unwrap();
    let Ok(mut opened) = Opened::text("x", bytes, options) else {
        return;
    };
    let known = context("x", options);
    let mut rows = 0;
    let result = opened.read(&mut |item| {
        rows += 1;
        let _normalised = item.map(|row| normalise(row, &known));
        ControlFlow::Continue(())
    });
    assert!(
        rows <= content.len() + 1,
        "{rows} rows of {} bytes",
        content.len()
    );
    drop(result);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_the_readers_panic(content: Vec<u8>) {
        read_as_all(&content);
    }

    /// A piece of a fixture is cut out, doubled, or written over.
    #[test]
    fn no_damage_to_a_fixture_makes_the_readers_panic(
        which in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        length in 0_usize..200,
        patch in prop_oneof![
            Just(Vec::new()),
            any::<Vec<u8>>(),
            "[<>&;{}@=\"\\\\\\[\\]!?/: -]{0,20}".prop_map(String::into_bytes),
        ],
    ) {
        let files = fixtures();
        let content = std::fs::read(&files[which.index(files.len())]).unwrap();
        let start = from.index(content.len());
        let end = (start + length).min(content.len());
        let damaged = [&content[..start], &patch, &content[end..]].concat();
        read_as_all(&damaged);
    }
}
