//! Which files are found in files, and what is wrong with others.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const ROWS: &[u8] = b"title\na\n";

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, content) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The files that are found, with their formats or what is wrong with them.
fn found(content: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, content).unwrap();
    let before = path.to_string_lossy().into_owned();
    let mut found = Vec::new();
    visit(
        &path,
        &Options::default(),
        &Arc::default(),
        &mut |name, opened| {
            let name = name.replace(&before, "f");
            found.push(match opened {
                Ok(opened) => format!("{name} {}", opened.format()),
                Err(error) => format!("{name} {error:?}"),
            });
            ControlFlow::Continue(())
        },
    );
    found
}

fn check(content: &[u8], expected: &[&str]) {
    assert_eq!(found(content), expected);
}

#[test]
fn files_are_found_in_files() {
    check(ROWS, &["f csv"]);
    check(&gzip(ROWS), &["f csv"]);
    check(&[gzip(b"title,x\n"), gzip(b"a,b\n")].concat(), &["f csv"]);
    check(
        &archive(&[("a.csv", ROWS), ("b/c.jsonl", b"{\"title\":\"a\"}")]),
        &["f/a.csv csv", "f/b/c.jsonl jsonl"],
    );
    let inner = archive(&[("x.csv", ROWS)]);
    check(
        &archive(&[("a.zip", &inner), ("b.gz", &gzip(ROWS))]),
        &["f/a.zip/x.csv csv", "f/b.gz csv"],
    );
}

#[test]
fn folders_and_hidden_files_are_passed_over() {
    let content = archive(&[
        ("a.csv", ROWS),
        ("__MACOSX/._a.csv", b"\0"),
        ("./c/.DS_Store", b"\0"),
        ("b/", b""),
    ]);
    check(&content, &["f/a.csv csv"]);
    check(&archive(&[(".x", b"")]), &["f Container(NoFiles)"]);
    check(&archive(&[]), &["f Container(NoFiles)"]);
}

#[test]
fn names_are_utf8_or_gb18030() {
    assert_eq!(member_name("年度/需求.csv".as_bytes()), "年度/需求.csv");
    assert_eq!(
        member_name(&GB18030.encode("年度\\需求.csv").0),
        "年度/需求.csv"
    );
}

#[test]
fn what_cannot_be_unpacked_is_named() {
    let content = archive(&[("empty", b""), ("a.csv", ROWS), ("b.pdf", b"%PDF-1.7")]);
    check(
        &content,
        &[
            "f/empty Empty",
            "f/a.csv csv",
            "f/b.pdf NotText(Document(\"PDF\"))",
        ],
    );
    check(b"\x1f\x8b\x08\0", &["f Container(Damaged)"]);
    let tar = [
        b"a.csv".as_slice(),
        &[0; 252],
        b"ustar\x0000",
        &[0; 247],
        ROWS,
    ]
    .concat();
    check(&tar, &["f NotText(Compressed(\"tar\"))"]);
    check(b"PK\x03\x04\x14\0", &["f Container(Damaged)"]);
    check(&gzip(b"\0\x01\x02"), &["f NotText(Binary)"]);
}

#[test]
fn archives_in_archives_end_somewhere() {
    let mut content = ROWS.to_vec();
    for _ in 0..MAX_CONTAINERS {
        content = gzip(&content);
    }
    check(&content, &["f csv"]);
    check(&gzip(&content), &["f Container(TooDeep)"]);
}
