//! Files that nobody should have made: none may end the program, or take its memory.

use std::io::Write as _;

use proptest::prelude::*;

use super::files::{ODS, XLS, XLSX, imported, zipped};
use super::*;

/// Imports bytes, and checks that every row is counted once.
fn check_counts(content: &[u8], format: Option<Format>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    fs::write(&path, content).unwrap();
    let options = Options {
        format,
        ..Options::default()
    };
    let (mut put, mut rejected) = (0, 0);
    let reports = Importing::start(&path, &options).run(
        &mut |_| {
            put += 1;
            Ok(Outcome::New)
        },
        &mut |progress| {
            rejected += u64::from(matches!(progress, Progress::Rejected(_)));
            ControlFlow::Continue(())
        },
    );
    prop_assert!(!reports.is_empty());
    let mut counts = Counts::default();
    for report in reports {
        match report {
            Ok(report) => {
                let error = report.broken.map(|error| error.error);
                prop_assert!(!matches!(error, Some(FileError::Vanished)));
                counts.add(&report.counts);
            }
            Err(error) => prop_assert!(!matches!(error.error, FileError::Vanished)),
        }
    }
    prop_assert_eq!((counts.new, counts.rejected), (put, rejected));
    Ok(())
}

const PAGE: &[u8] =
    "<table><tr><td>名称<td colspan=2>单位<tr><td rowspan=3>a<td>b</table>".as_bytes();
const SHEET: &[u8] = br#"<?xml version="1.0"?><Workbook
    xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>
    <Row ss:Index="2"><Cell><Data ss:Type="String">title</Data></Cell></Row>
    <Row><Cell ss:Index="1"><Data ss:Type="String">a&amp;b</Data></Cell></Row>
    </Table></Worksheet></Workbook>"#;
const NESTED: [(&str, &[u8]); 2] = [("a.csv", b"title,phone\na,1\n"), ("b.html", PAGE)];

/// Some bytes changed, and perhaps the end cut off.
fn mutated(
    content: &[u8],
    changes: &[(prop::sample::Index, u8)],
    end: Option<prop::sample::Index>,
) -> Vec<u8> {
    let mut content = content.to_vec();
    for (place, byte) in changes {
        let place = place.index(content.len());
        content[place] = *byte;
    }
    if let Some(end) = end {
        content.truncate(end.index(content.len()));
    }
    content
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_make_an_importer_panic(
        content: Vec<u8>,
        format in prop::option::of(prop::sample::select(&Format::ALL[..])),
    ) {
        check_counts(&content, format)?;
    }

    #[test]
    fn no_damage_makes_an_importer_panic(
        which in 0_usize..8,
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..8),
        end: Option<prop::sample::Index>,
    ) {
        let nested = zipped(&NESTED);
        let binary = super::sheets::xlsb(&[&["title", "phone"], &["a", "1"]]);
        let page = std::str::from_utf8(PAGE).unwrap();
        let saved = super::sheets::message(&[("text/html; charset=utf-8", "8bit", "a.htm", page)]);
        let whole = [XLS, XLSX, ODS, PAGE, SHEET, &nested, &binary, &saved][which];
        check_counts(&mutated(whole, &changes, end), None)?;
    }

    #[test]
    fn no_damage_inside_of_an_archive_makes_an_importer_panic(
        which in 0_usize..3,
        part: prop::sample::Index,
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..8),
    ) {
        let mut parts = unzipped([ODS, XLSX, &super::sheets::xlsb(&[&["title"], &["a"]])][which]);
        let part = part.index(parts.len());
        if !parts[part].1.is_empty() {
            parts[part].1 = mutated(&parts[part].1, &changes, None);
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (&**name, &**part)).collect();
        check_counts(&zipped(&parts), None)?;
    }
}

fn unzipped(content: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(content)).unwrap();
    let parts = (0..archive.len()).map(|index| {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    });
    parts.collect()
}

/// A workbook with one part changed.
pub(super) fn altered(content: &[u8], part: &str, change: impl FnOnce(&str) -> String) -> Vec<u8> {
    let mut parts = unzipped(content);
    let found = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    found.1 = change(std::str::from_utf8(&found.1).unwrap()).into_bytes();
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, part)| (&**name, &**part))
        .collect();
    zipped(&parts)
}

#[test]
fn workbooks_that_announce_more_than_they_hold_are_turned_away() {
    let count = altered(XLSX, "xl/sharedStrings.xml", |part| {
        part.replacen("uniqueCount=\"", "uniqueCount=\"99999999999", 1)
    });
    let told = imported("a.xlsx", &count);
    assert_eq!(
        told,
        "! a.xlsx: the file is damaged (the parser says: uniqueCount); get it again, or re-save it\n"
    );
    let cells = altered(ODS, "content.xml", |part| {
        part.replacen(
            "<table:table-row>",
            "<table:table-row table:number-rows-repeated=\"999999999999\">",
            1,
        )
    });
    let told = imported("a.ods", &cells);
    assert!(told.contains("unpacks to an implausible size"), "{told}");
}

#[test]
fn cells_at_the_far_end_of_a_sheet_cost_no_memory() {
    let far = altered(XLSX, "xl/worksheets/sheet2.xml", |part| {
        part.replace("r=\"D2\"", "r=\"XFD1048576\"")
    });
    let told = imported("a.xlsx", &far);
    assert!(told.contains("+ need 求购耐高温密封材料"), "{told}");
}

#[test]
fn archives_that_would_fill_the_disk_are_turned_away() {
    use flate2::{Compression, write::GzEncoder};
    let gzip = |content: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    };
    // An archive of 512 MiB, packed to 500 KB: it would have to be copied to be read.
    let zeros = gzip(&vec![0; 16 * 1024 * 1024]);
    let content = [gzip(b"PK\x03\x04"), zeros.repeat(32)].concat();
    let told = imported("a.zip.gz", &content);
    assert!(
        told.starts_with("! a.zip.gz: unpacks to an implausible size"),
        "{told}"
    );
}

#[test]
fn an_archive_of_one_file_under_many_names_is_left_and_that_is_said_once() {
    use zip::write::SimpleFileOptions;
    let content = [b"PK\x03\x04".as_slice(), &vec![0; 32 * 1024 * 1024]].concat();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("00.zip", packed).unwrap();
    writer.write_all(&content).unwrap();
    let mut archive = writer.finish().unwrap().into_inner();
    // The directory at the end, and the record behind it that says where that is.
    let end = archive.split_off(archive.len() - 22);
    let begin = usize::try_from(u32::from_le_bytes(*end[16..].first_chunk().unwrap())).unwrap();
    let directory = archive.split_off(begin);
    let name = directory.windows(2).position(|it| it == b"00").unwrap();
    for number in 0..60 {
        let mut entry = directory.clone();
        entry[name..name + 2].copy_from_slice(format!("{number:02}").as_bytes());
        archive.extend(entry);
    }
    let mut last = end;
    last[8..12].copy_from_slice(&[60, 0, 60, 0]);
    let size = u32::try_from(directory.len() * 60).unwrap();
    last[12..16].copy_from_slice(&size.to_le_bytes());
    archive.extend(last);
    let told = imported("a.zip", &archive);
    assert!(told.lines().count() < 24, "{told}");
    let ends = "! a.zip: unpacks to an implausible size (a zip bomb?), so reading stopped; if it is genuine, unpack it first\n";
    assert!(told.ends_with(ends), "{told}");
}

#[test]
fn cells_that_span_a_thousand_columns_in_every_row_do_not_take_minutes() {
    let cell = "<td colspan=1000 rowspan=60000>a</td>";
    let row = format!("<tr>{cell}{cell}</tr>");
    let page = format!(
        "<table><tr><th>名称<th>单位</tr>{}</table>",
        row.repeat(3_000)
    );
    let told = imported("a.html", page.as_bytes());
    assert!(
        told.contains("16384"),
        "{}",
        told.lines().next().unwrap_or_default()
    );
}
