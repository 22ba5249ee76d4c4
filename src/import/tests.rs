#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use encoding_rs::GB18030;

use super::*;

mod damaged;
mod files;
mod hostile;

mod maps;
mod round_trip;
mod sheets;

/// Imports one file into nothing: what was put, what was rejected, and the report.
struct Imported {
    titles: Vec<String>,
    rejects: Vec<u64>,
    report: Result<FileReport, FailedFile>,
}

fn import(name: &str, content: &[u8], options: &Options) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    import_path(&path, options, usize::MAX)
}

/// As [`import`]; the observer breaks after `patience` rejects.
fn import_path(path: &Path, options: &Options, patience: usize) -> Imported {
    let (mut titles, mut rejects) = (Vec::new(), Vec::new());
    let mut reports = Importing::start(path, options).run(
        &mut |record: Record| {
            titles.push(record.title);
            Ok(Outcome::New)
        },
        &mut |progress| {
            if let Progress::Rejected(rejected) = progress {
                rejects.push(rejected.row);
            }
            if rejects.len() < patience {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
    );
    assert_eq!(reports.len(), 1);
    Imported {
        titles,
        rejects,
        report: reports.remove(0),
    }
}

fn check(content: &[u8], format: Format, encoding: &str, titles: &[&str], rejects: &[u64]) {
    let imported = import("file", content, &Options::default());
    assert_eq!(
        (&*imported.titles, &*imported.rejects),
        (
            &*titles.iter().map(|&t| t.to_owned()).collect::<Vec<_>>(),
            rejects
        )
    );
    let report = imported.report.unwrap();
    assert_eq!((report.format, report.encoding), (format, encoding));
    assert_eq!(report.counts.new, titles.len() as u64);
    assert_eq!(report.counts.rejected, rejects.len() as u64);
    assert!(report.broken.is_none());
}

#[test]
fn files_are_recognised_by_content_and_counted() {
    check(
        b"{\"title\":\"a\"}\n{\"title\"\n{\"summary\":\"b\"}\n{\"title\":\"c\"}",
        Format::Jsonl,
        "UTF-8",
        &["a", "c"],
        &[2, 3],
    );
    check(
        b"{\"data\":{\"rows\":[{\"title\":\"a\"},{\"x\":1}]}}",
        Format::Json,
        "UTF-8",
        &["a"],
        &[2],
    );
    let needs = "\u{feff}需求名称,金额,联系电话\r\n求购导热膜,\"10~50\r\n 万\",027-0000****\r\n,,\r\n,1,2\r\n";
    check(
        needs.as_bytes(),
        Format::Csv,
        "UTF-8",
        &["求购导热膜"],
        &[4],
    );
    let needs = &GB18030.encode(needs.trim_start_matches('\u{feff}')).0;
    check(needs, Format::Csv, "gb18030", &["求购导热膜"], &[4]);
    let wide: Vec<u8> = "\u{feff}Title \tAbstract \r\na\tb\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&wide, Format::Tsv, "UTF-16LE", &["a"], &[]);
    check(
        "名称\r一\r二\r".as_bytes(),
        Format::Csv,
        "UTF-8",
        &["一", "二"],
        &[],
    );
    check(b"title,phone\n", Format::Csv, "UTF-8", &[], &[]);
    check(b"[]", Format::Json, "UTF-8", &[], &[]);
}

#[test]
fn order_is_kept_over_many_batches() {
    let lines: Vec<String> = (0..5_000)
        .map(|n| format!("{{\"title\":\"t{n}\"}}"))
        .collect();
    let imported = import(
        "many.jsonl",
        lines.join("\n").as_bytes(),
        &Options::default(),
    );
    assert_eq!(imported.titles.len(), 5_000);
    assert!(
        imported
            .titles
            .iter()
            .enumerate()
            .all(|(n, title)| *title == format!("t{n}"))
    );
}

#[test]
fn what_the_user_says_is_obeyed() {
    let options = Options {
        format: Some(Format::Json),
        ..Options::default()
    };
    let report = import("x.csv", b"{\"title\":\"a\"}\n{\"title\":\"b\"}\n", &options)
        .report
        .unwrap();
    assert_eq!((report.format, report.counts.new), (Format::Json, 2));
    let options = Options {
        encoding: Some(encoding_rs::BIG5),
        ..Options::default()
    };
    let report = import("x.csv", "名称\n桥\n".as_bytes(), &options).report;
    assert!(
        report.is_err() || report.unwrap().replaced > 0,
        "wrong, but as asked"
    );
}

fn check_error(content: &[u8], expected: &str) {
    let error = import("bad.csv", content, &Options::default())
        .report
        .unwrap_err();
    assert!(error.path.ends_with("bad.csv"));
    let message = error.say(Language::English);
    assert!(
        message.contains("bad.csv: ") && message.ends_with(expected),
        "{message}"
    );
    assert!(error.say(Language::Chinese).contains("bad.csv："));
}

#[test]
fn files_that_cannot_be_imported_say_why() {
    check_error(b"", "the file is empty");
    check_error(b"\n \n", "the file is empty");
    check_error(b"\0\x01\x02", "is a binary file, not text");
    check_error(b"BZh9", "is compressed (bzip2); unpack it first");
    check_error(b"\x1f\x8b\x08", "is damaged or incomplete; get it again");
    check_error(
        b"one line of prose\n",
        "ods, html, spreadsheetml, xml, aps, ris, bibtex, noteexpress, endnote, vcard",
    );
    check_error(b"1,2\n3,4\n", "(qiao import --print-map FILE > map.toml)");
    check_error(b"code,name\nA,x\n", "give its format with --as");
    check_error(
        b"institution,phone\nx,1\n",
        "choose it with --map (qiao import --print-map FILE > map.toml)",
    );
    let folder = tempfile::tempdir().unwrap();
    let error = import_path(folder.path(), &Options::default(), 1)
        .report
        .unwrap_err();
    assert!(matches!(error.error, FileError::Folder), "{error:?}");
    let error = import_path(Path::new("none"), &Options::default(), 1)
        .report
        .unwrap_err();
    assert_eq!(
        error.say(Language::English),
        "none: there is no such file; check the path"
    );
}

#[test]
fn names_on_the_terminal_are_harmless() {
    let error = FailedFile {
        path: "a\u{1b}[2J\n\u{202e}".to_owned(),
        error: FileError::Empty,
    };
    assert_eq!(
        error.say(Language::English),
        "a\\u{1b}[2J\\u{a}\\u{202e}: the file is empty"
    );
}

#[test]
fn the_observer_stops_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.jsonl");
    fs::write(
        &path,
        format!("{{\"title\":\"a\"}}\n{}", "{\n".repeat(10_000)),
    )
    .unwrap();
    let options = Options {
        format: Some(Format::Jsonl),
        ..Options::default()
    };
    let imported = import_path(&path, &options, 3);
    let report = imported.report.unwrap();
    assert_eq!(
        report.counts,
        Counts {
            new: 1,
            rejected: 3,
            ..Counts::default()
        }
    );
    assert!(matches!(report.broken.unwrap().error, FileError::Stopped));
}

#[test]
fn a_library_that_cannot_be_written_ends_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.jsonl");
    fs::write(&path, "{\"title\":\"a\"}\n").unwrap();
    let options = Options::default();
    let busy = || qiao_index::error::Error::Busy {
        path: PathBuf::from("x"),
    };
    let report = Importing::start(&path, &options)
        .run(&mut |_| Err(busy()), &mut |_| ControlFlow::Continue(()))
        .remove(0)
        .unwrap();
    assert!(matches!(
        report.broken.unwrap().error,
        FileError::Library(_)
    ));
}

fn check_name(path: &str, expected: &str) {
    assert_eq!(source_name(Path::new(path)), expected);
}

#[test]
fn sources_are_named_after_their_files() {
    check_name("folder/needs.csv", "needs");
    check_name("成果 2024.jsonl", "成果 2024");
    check_name("weekly.2024.xml.gz", "weekly.2024");
    check_name("noext", "noext");
    check_name("-", "stdin");
    check_name("year.zip/needs.csv", "needs");
    check_name("-/needs.csv", "needs");
}

#[test]
fn exported_records_are_read_back_as_they_were() {
    use crate::export::samples::{achievement, patent};
    let mut out = Vec::new();
    let mut records = [achievement(), patent()];
    records[1].sources = achievement().sources;
    crate::export::write_jsonl(&mut out, records.iter().cloned()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.jsonl");
    fs::write(&path, out).unwrap();
    let options = Options::default();
    let mut back = Vec::new();
    Importing::start(&path, &options)
        .run(
            &mut |record: Record| {
                back.push(record);
                Ok(Outcome::New)
            },
            &mut |_| ControlFlow::Continue(()),
        )
        .remove(0)
        .unwrap();
    assert_eq!(back, records);
}
