//! Files with damaged bytes: they cost the rows they stand in, and nothing else.

use std::io::Write as _;

use expect_test::{Expect, expect};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::files::{imported, zipped};
use super::*;

fn check(name: &str, content: &[u8], expected: &Expect) {
    expected.assert_eq(&imported(name, content));
}

/// A text with a byte in place of every `#`.
fn with(text: &[u8], byte: u8) -> Vec<u8> {
    let replaced = |&it: &u8| if it == b'#' { byte } else { it };
    text.iter().map(replaced).collect()
}

const TABLE: &str = "成果名称,完成单位,联系电话\n石墨烯导热膜,江城大学,027-00000001\n\
    高性能#电池,江城大学,027-00000002\n耐高温涂料,江城#研究所,027-00000003\n防腐涂层,江城大学,1\n";

#[test]
fn a_bad_byte_in_a_small_table_costs_its_row() {
    check(
        "a.csv",
        &with(TABLE.as_bytes(), 0xff),
        &expect![[r"
        a.csv: csv, UTF-8, 4 rows, 2 rejected
        + achievement 石墨烯导热膜 | 江城大学
        + achievement 防腐涂层 | 江城大学
        - a.csv: row 3: not valid UTF-8 at byte offset 93 of the file (column `成果名称`)
        - a.csv: row 4: not valid UTF-8 at byte offset 149 of the file (column `完成单位`)
    "]],
    );
    check(
        "a.csv",
        &with(&GB18030.encode(TABLE).0, 0xff),
        &expect![[r"
            a.csv: csv, gb18030, 4 rows, 2 rejected
            + achievement 石墨烯导热膜 | 江城大学
            + achievement 防腐涂层 | 江城大学
            - a.csv: row 3: not valid gb18030 at byte offset 68 of the file (column `成果名称`)
            - a.csv: row 4: not valid gb18030 at byte offset 111 of the file (column `完成单位`)
        "]],
    );
    check(
        "a.csv",
        &with(TABLE.as_bytes(), 0),
        &expect![[r"
        a.csv: csv, UTF-8, 4 rows, 2 rejected
        + achievement 石墨烯导热膜 | 江城大学
        + achievement 防腐涂层 | 江城大学
        - a.csv: row 3: a NUL character at byte offset 93 of the file (column `成果名称`)
        - a.csv: row 4: a NUL character at byte offset 149 of the file (column `完成单位`)
    "]],
    );
    let padded = [b"title,phone\na,1\nb,2\n".as_slice(), &[0; 3_000]].concat();
    check(
        "a.csv",
        &padded,
        &expect![[r"
        a.csv: csv, UTF-8, 3 rows, 1 rejected
        + achievement a
        + achievement b
        - a.csv: row 4: a NUL character at byte offset 20 of the file (column `title`)
    "]],
    );
    let quoted = "名称,摘要,单位\n甲膜,\"一\n二#\n三\",x\n乙膜,\"一\n二\",y\n";
    check(
        "a.csv",
        &with(quoted.as_bytes(), 0xff),
        &expect![[r"
        a.csv: csv, UTF-8, 2 rows, 1 rejected
        + achievement 乙膜 | y
        - a.csv: row 2: not valid UTF-8 at byte offset 36 of the file (column `摘要`)
    "]],
    );
}

#[test]
fn a_bad_byte_instead_of_a_quotation_mark_costs_no_other_row() {
    let table =
        "名称,摘要,单位\n甲膜,\"一\n二\",x\n乙膜,\"一\n二#,y\n丙膜,\"三\",z\n丁膜,\"四\n五\",w\n";
    check(
        "a.csv",
        &with(table.as_bytes(), 0xff),
        &expect![[r"
            a.csv: csv, UTF-8, 4 rows, 1 rejected
            + achievement 甲膜 | x
            + achievement 丙膜 | z
            + achievement 丁膜 | w
            - a.csv: row 3: not valid UTF-8 at byte offset 55 of the file (column `摘要`)
        "]],
    );
    // Where it is no mark, the lines of its cell are not rows.
    let inside = "名称,摘要,单位\n甲膜,\"一\n二#\n三\",x\n乙膜,\"一\",y\n";
    check(
        "a.csv",
        &with(inside.as_bytes(), 0xff),
        &expect![[r"
        a.csv: csv, UTF-8, 2 rows, 1 rejected
        + achievement 乙膜 | y
        - a.csv: row 2: not valid UTF-8 at byte offset 36 of the file (column `摘要`)
    "]],
    );
    let list = "[{\"title\":\"甲膜\"},{\"title\":\"乙膜#,\"单位\":\"江城大学\"},{\"title\":\"丙膜\"},{\"title\":\"丁膜\"}]";
    check(
        "a.json",
        &with(list.as_bytes(), 0xff),
        &expect![[r"
        a.json: json, UTF-8, 4 rows, 1 rejected
        + achievement 甲膜
        + achievement 丙膜
        + achievement 丁膜
        - a.json: row 2: not valid UTF-8 at byte offset 36 of the file
    "]],
    );
}

#[test]
fn a_bad_byte_in_the_header_is_told_and_the_rows_come_in() {
    let header = "成果名称,完成#单位,联系电话\n石墨烯导热膜,江城大学,1\n";
    check(
        "a.csv",
        &with(header.as_bytes(), 0xff),
        &expect![[r"
            a.csv: csv, UTF-8, 1 rows, 0 rejected
            ! a.csv: header: not valid UTF-8 at byte offset 19 of the file; that column name is incomplete and may not be recognised: correct it and import the file again
            + achievement 石墨烯导热膜
        "]],
    );
}

#[test]
fn a_bad_byte_in_an_object_or_document_costs_that_one() {
    let lines = "{\"title\":\"石墨烯导热膜\"}\n{\"title\":\"电池#\",\"单位\":\"x\"}\n{\"title\":\"涂料\"}\n";
    check(
        "a.jsonl",
        &with(lines.as_bytes(), 0xff),
        &expect![[r"
        a.jsonl: jsonl, UTF-8, 3 rows, 1 rejected
        + achievement 石墨烯导热膜
        + achievement 涂料
        - a.jsonl: row 2: not valid UTF-8 at byte offset 47 of the file (column `title`)
    "]],
    );
    let list =
        "[{\"title\":\"石墨烯导热膜\"},{\"title\":\"电池\",\"单位\":\"#\"},{\"title\":\"涂料\"}]";
    check(
        "a.json",
        &with(list.as_bytes(), 0),
        &expect![[r"
        a.json: json, UTF-8, 3 rows, 1 rejected
        + achievement 石墨烯导热膜
        + achievement 涂料
        - a.json: row 2: a NUL character at byte offset 60 of the file (column `单位`)
    "]],
    );
    let document = |number: &str, title: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<us-patent-grant country=\"US\">\
            <us-bibliographic-data-grant><publication-reference><document-id><country>US</country>\
            <doc-number>{number}</doc-number><kind>B2</kind></document-id></publication-reference>\
            <invention-title>{title}</invention-title></us-bibliographic-data-grant></us-patent-grant>\n"
        )
    };
    let weekly = [
        document("1", "Müller é à ö"),
        document("2", "Bad # byte"),
        document("3", "Good"),
    ];
    check(
        "a.xml",
        &with(weekly.concat().as_bytes(), 0xff),
        &expect![[r"
            a.xml: xml, UTF-8, 3 rows, 1 rejected
            + patent Müller é à ö | US1B2 
            + patent Good | US3B2 
            - a.xml: row 2: not valid UTF-8 at byte offset 589 of the file (column `title`)
        "]],
    );
    let references = "TY  - PAT\nTI  - 石墨烯导热膜\nER  - \nTY  - PAT\nTI  - 电池#\nER  - \nTY  - PAT\nTI  - 涂料\nER  - \n";
    check(
        "a.ris",
        &with(references.as_bytes(), 0xff),
        &expect![[r"
        a.ris: ris, UTF-8, 3 rows, 1 rejected
        + patent 石墨烯导热膜
        + patent 涂料
        - a.ris: row 2: not valid UTF-8 at byte offset 64 of the file
    "]],
    );
    let cards = "BEGIN:VCARD\nFN:张某某\nEND:VCARD\nBEGIN:VCARD\nFN:李#某\nEND:VCARD\n";
    check(
        "a.vcf",
        &with(cards.as_bytes(), 0xff),
        &expect![[r"
        a.vcf: vcard, UTF-8, 2 rows, 1 rejected
        + expert 张某某 | 张某某
        - a.vcf: row 2: not valid UTF-8 at byte offset 53 of the file
    "]],
    );
    let entries = "@patent{a, title={石墨烯导热膜}}\n@patent{b, title={电池#}}\n";
    check(
        "a.bib",
        &with(entries.as_bytes(), 0xff),
        &expect![[r"
        a.bib: bibtex, UTF-8, 2 rows, 1 rejected
        + patent 石墨烯导热膜
        - a.bib: row 2: not valid UTF-8 at byte offset 63 of the file (column `title`)
    "]],
    );
}

#[test]
fn a_bad_byte_in_a_sheet_of_markup_costs_its_row() {
    let page = "<table><tr><td>名称<td>单位</tr>\n<tr><td>石墨烯导热膜<td>江城大学</tr>\n\
        <tr><td>电池<td>江城#大学</tr>\n<tr><td>涂料<td>江城大学</table>";
    check(
        "a.xls",
        &with(page.as_bytes(), 0xff),
        &expect![[r"
            a.xls: html, UTF-8, 3 rows, 1 rejected
            + achievement 石墨烯导热膜 | 江城大学
            + achievement 涂料 | 江城大学
            - a.xls: row 3: not valid UTF-8 at byte offset 109 of the file (column `单位`)
        "]],
    );
    let sheet = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Worksheet ss:Name=\"表\"><Table><Row><Cell><Data>名称</Data></Cell><Cell><Data>单位</Data></Cell></Row>\
        <Row><Cell><Data>石墨烯导热膜</Data></Cell><Cell><Data>江城#大学</Data></Cell></Row>\
        <Row><Cell><Data>涂料</Data></Cell></Row></Table></Worksheet></Workbook>";
    check(
        "a.xls",
        &with(sheet.as_bytes(), 0xff),
        &expect![[r"
        a.xls: spreadsheetml, UTF-8, 2 rows, 1 rejected
        + achievement 涂料
        - a.xls/表: row 2: not valid UTF-8 at byte offset 258 of the file (column `单位`)
    "]],
    );
}

#[test]
fn a_file_that_is_no_text_is_refused_as_a_whole() {
    let options = Options {
        encoding: Some(encoding_rs::UTF_8),
        language: Language::English,
        ..Options::default()
    };
    let wrong = GB18030.encode(TABLE).0;
    let error = import("a.csv", &wrong, &options).report.unwrap_err();
    let said = error.say(Language::English);
    assert!(
        said.contains("most of it is not valid UTF-8; give the right encoding"),
        "{said}"
    );
    let noise: Vec<u8> = (0..20_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[2])
        .collect();
    let error = import("a.csv", &noise, &options).report.unwrap_err();
    assert!(
        matches!(error.error, FileError::Undecodable("UTF-8")),
        "{error:?}"
    );
    // What is noise from some place on is read up to there.
    let noise: Vec<u8> = b"\xffa".repeat(3_000_000);
    let later = [
        TABLE.as_bytes(),
        &"涂料,江城大学,1\n".as_bytes().repeat(20_000),
        &noise,
    ]
    .concat();
    let report = import("a.csv", &later, &options).report.unwrap();
    let error = report.broken.unwrap().error;
    assert!(matches!(error, FileError::Midway { .. }), "{error:?}");
    assert_eq!(report.counts.new, 20_000 + 4);
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Rows that hardly repeat themselves, so that they lie all over a packed file.
fn rows(count: u32) -> String {
    let row = |n: u32| {
        let noise = n.wrapping_mul(2_654_435_761);
        format!("title {n} of {noise:x},institute {:x}\n", noise ^ 0x5555)
    };
    let rows: String = (0..count).map(row).collect();
    format!("title,institution\n{rows}")
}

#[test]
fn a_packed_file_that_breaks_off_gives_the_rows_before_that() {
    for count in [40, 20_000] {
        let packed = gzip(rows(count).as_bytes());
        let cut = &packed[..packed.len() / 2];
        let found = import("a.csv.gz", cut, &Options::default());
        let report = found.report.unwrap();
        let error = report.broken.unwrap().error;
        let FileError::Midway { rows, bytes, error } = error else {
            panic!("{error:?}");
        };
        assert!(
            matches!(*error, FileError::Container(UnpackError::Damaged)),
            "{error:?}"
        );
        assert_eq!((rows, report.counts.rejected), (report.counts.new, 0));
        let all = self::rows(count);
        let (read, _) = all.split_at(usize::try_from(bytes).unwrap());
        let whole = read.matches('\n').count() as u64 - 1;
        assert_eq!(rows, whole, "every whole row of the {bytes} bytes");
        assert!(rows > u64::from(count) / 4, "{rows} of {count}");
        assert!(
            found
                .titles
                .iter()
                .zip(0..)
                .all(|(title, n)| title.starts_with(&format!("title {n} of")))
        );
    }
}

#[test]
fn the_end_of_a_packed_file_is_told_with_its_place() {
    let packed = gzip(rows(3).as_bytes());
    check(
        "a.csv.gz",
        &packed[..packed.len() - 4],
        &expect![[r"
            a.csv.gz: csv, UTF-8, 3 rows, 0 rejected
            ! a.csv.gz: only 3 rows could be read (up to byte 124): the compressed file is damaged or incomplete; get it again
            + achievement title 0 of 0 | institute 5555
            + achievement title 1 of 9e3779b1 | institute 9e372ce4
            + achievement title 2 of 3c6ef362 | institute 3c6ea637
        "]],
    );
    let references = "TY  - PAT\nTI  - one\nER  - \nTY  - PAT\nTI  - two\nER  - \n".repeat(2);
    let packed = gzip(references.as_bytes());
    check(
        "a.ris.gz",
        &packed[..packed.len() - 4],
        &expect![[r"
            a.ris.gz: ris, UTF-8, 4 rows, 0 rejected
            ! a.ris.gz: only 4 rows could be read (up to byte 108): the compressed file is damaged or incomplete; get it again
            + patent one
            + patent two
            + patent one
            + patent two
        "]],
    );
    let packed = gzip(format!("[{}", "{\"title\":\"a\"},".repeat(3)).as_bytes());
    check(
        "a.json.gz",
        &packed[..packed.len() - 4],
        &expect![[r"
            a.json.gz: json, UTF-8, 3 rows, 0 rejected
            ! a.json.gz: only 3 rows could be read (up to byte 43): the compressed file is damaged or incomplete; get it again
            + achievement a
            + achievement a
            + achievement a
        "]],
    );
}

#[test]
fn an_archive_that_breaks_off_gives_the_files_before_that() {
    let (first, second) = (rows(20), rows(30));
    let archive = zipped(&[
        ("a.csv", first.as_bytes()),
        ("b.csv", second.as_bytes()),
        ("c.csv", first.as_bytes()),
    ]);
    let cut = &archive[..archive.len() * 6 / 10];
    let told = imported("a.zip", cut);
    let lines: Vec<&str> = told.lines().filter(|line| !line.starts_with('+')).collect();
    expect![[r"
        a.zip/a.csv: csv, UTF-8, 20 rows, 0 rejected
        a.zip/b.csv: csv, UTF-8, 28 rows, 0 rejected
        ! a.zip/b.csv: only 28 rows could be read (up to byte 1153): the compressed file is damaged or incomplete; get it again
        ! a.zip: the compressed file is damaged or incomplete; get it again"]].assert_eq(&lines.join("\n"));
    let book = &super::files::XLSX[..super::files::XLSX.len() / 2];
    check(
        "a.xlsx",
        book,
        &expect![[r"
        ! a.xlsx: the compressed file is damaged or incomplete; get it again
    "]],
    );
}

#[test]
fn damaged_quotation_marks_everywhere_end_in_time() {
    let options = Options {
        encoding: Some(encoding_rs::UTF_8),
        ..Options::default()
    };
    let rejected = |content: &[u8]| {
        let report = import("a", content, &options).report.unwrap();
        (report.counts.rejected, report.broken.map(|it| it.error))
    };
    let list = b"{\"title\":\"a valve for a pump\xff},".repeat(30_000);
    let (count, _) = rejected(&[b"[", &*list].concat());
    assert!(count > 300, "{count}");
    let table = b"\"a valve for a pump\xff,\"1\",2\n".repeat(100_000);
    let (count, error) = rejected(&[b"title,phone,x\n", &*table].concat());
    assert_eq!(count, 100_000, "{error:?}");
}
