//! Files as users get them, and what becomes of each.

use std::io::{Cursor, Write as _};

use expect_test::{Expect, expect};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// What an import of one file says: files with their counts, titles, rejects, messages.
pub(super) fn imported(name: &str, content: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    let before = format!("{}/", folder.path().display());
    told(&path).replace(&before, "")
}

fn told(path: &Path) -> String {
    let english = Options {
        language: Language::English,
        ..Options::default()
    };
    let (mut rows, mut rejects) = (Vec::new(), Vec::new());
    let reports = Importing::start(path, &english).run(
        &mut |record: Record| {
            rows.push(format!("+ {} {}", record.kind, in_short(&record)));
            Ok(Outcome::New)
        },
        &mut |progress| {
            if let Progress::Rejected(rejected) = progress {
                rejects.push(format!("- {}", rejected_line(&rejected, Language::English)));
            }
            ControlFlow::Continue(())
        },
    );
    let mut lines = Vec::new();
    for report in reports {
        lines.extend(match report {
            Ok(report) => told_report(report),
            Err(error) => vec![format!("! {}", error.say(Language::English))],
        });
    }
    lines.extend(rows);
    lines.extend(rejects);
    lines.join("\n") + "\n"
}

fn told_report(report: FileReport) -> Vec<String> {
    let FileReport {
        path,
        format,
        encoding,
        counts,
        ..
    } = report;
    let (rows, rejected) = (counts.rows(), counts.rejected);
    let mut lines = vec![format!(
        "{path}: {format}, {encoding}, {rows} rows, {rejected} rejected"
    )];
    let errors = report.remarks.into_iter().chain(report.broken);
    lines.extend(errors.map(|error| format!("! {}", error.say(Language::English))));
    lines
}

/// What a reader of a record looks for first, parted by `|`.
fn in_short(record: &Record) -> String {
    let mut parts = vec![record.title.clone()];
    parts.push(record.institutions.join("; "));
    parts.push(
        record
            .people
            .iter()
            .map(|person| person.name.clone())
            .collect::<Vec<_>>()
            .join("; "),
    );
    if let Some(patent) = &record.patent {
        parts.push([&*patent.publication_number, &*patent.application_number].join(" "));
    }
    let dates = [
        &record.dates.filed,
        &record.dates.published,
        &record.dates.registered,
    ];
    parts.push(
        dates
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" "),
    );
    parts.push(record.subjects.ipc.join(" "));
    parts.retain(|part| !part.is_empty());
    parts.join(" | ")
}

fn check(name: &str, content: &[u8], expected: &Expect) {
    expected.assert_eq(&imported(name, content));
}

pub(super) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) const XLS: &[u8] = include_bytes!("../fixtures/workbook.xls");
pub(super) const XLSX: &[u8] = include_bytes!("../fixtures/workbook.xlsx");
pub(super) const ODS: &[u8] = include_bytes!("../fixtures/workbook.ods");

#[test]
fn workbooks_are_read_sheet_by_sheet() {
    let rest = expect![[r"
        ! year.x/说明: there is no header in the first ten rows; put column names such as `title,institution,phone` in the first row, or assign the columns with --map (qiao import --print-map FILE > map.toml)
        + achievement 石墨烯导热膜连续化制备技术 | 江城材料研究所 | 2012-05-31
        + achievement 低温甲醇重整制氢装置 | 东湖能源大学 | 2013-01-02
        + need 求购耐高温密封材料
        - year.x/成果: row 7: no title
    "]];
    for (content, format) in [(XLS, "xls"), (XLSX, "xlsx"), (ODS, "ods")] {
        let told = imported("year.x", content);
        let (first, others) = told.split_once('\n').unwrap();
        assert_eq!(
            first,
            format!("year.x: {format}, UTF-8, 4 rows, 1 rejected")
        );
        rest.assert_eq(others);
    }
}

#[test]
fn workbooks_are_read_in_archives() {
    let content = zipped(&[("a.xls", XLS), ("b/c.ods", ODS)]);
    let told = imported("year.zip", &content);
    let reports: Vec<&str> = told.lines().filter(|line| line.contains("rows,")).collect();
    let expected = [
        "year.zip/a.xls: xls, UTF-8, 4 rows, 1 rejected",
        "year.zip/b/c.ods: ods, UTF-8, 4 rows, 1 rejected",
    ];
    assert_eq!(reports, expected);
}

#[test]
fn patentscope_workbooks_have_their_header_in_row_3() {
    check(
        "result.xls",
        include_bytes!("../fixtures/patentscope.xls"),
        &expect![[r"
            result.xls: xls, UTF-8, 2 rows, 0 rejected
            + patent HEAT CONDUCTING FILM | EXAMPLE UNIVERSITY | Shili CHEN; Yangben WANG | 2019000001 PCT/CN2018/000001 | 2018-06-05 2019-01-03 | B32B9/00 C01B32/182
            + patent SEALING RING | EXAMPLE SEALS CO., LTD. | Shiyong LI | 110000002 201910000002.1 | 2019-11-12 2020-02-01 | F16J15/06
        "]],
    );
}

#[test]
fn tables_of_pages_are_read_under_any_name() {
    let page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head>\
        <meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">\
        <style>td { x: '<td>' }</style></head><body><table border=1>\
        <tr><td colspan=4 align=center><b>技术成果汇总表</b></td></tr>\n\
        <tr><th>成果名称<th>完成单位<th colspan=2>联系方式<th>登记日期</tr>\
        <tr><td>导热&nbsp;膜 &amp; 涂层<br>\n 制备</td><td rowspan=2><p>江城材料研究所</p>\
        <td>027-00001234<td></td><td>2012-05-31</tr>\
        <tr><td>甲醇<i>重整</i>\n制氢<td>027-00001235</tr>\
        <tr><td></td><td> &nbsp; </td></tr></table></body></html>";
    check(
        "成果.xls",
        &GB18030.encode(page).0,
        &expect![[r"
            成果.xls: html, gb18030, 2 rows, 0 rejected
            + achievement 导热 膜 & 涂层 制备 | 江城材料研究所 | 2012-05-31
            + achievement 甲醇重整 制氢 | 江城材料研究所
        "]],
    );
}

#[test]
fn spreadsheets_of_office_2003_are_read_under_any_name() {
    let sheet = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
          xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="专利"><Table>
        <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">汇总表</Data></Cell></Row>
        <Row ss:Index="3"><Cell><Data ss:Type="String">名称</Data></Cell>
          <Cell ss:Index="3"><Data ss:Type="String">申请号</Data></Cell>
          <Cell><Data ss:Type="String">申请日</Data></Cell></Row>
        <Row><Cell><ss:Data ss:Type="String"><B>导热</B>膜&amp;&#28034;层</ss:Data>
          <Comment><Data>remark</Data></Comment></Cell>
          <Cell ss:Index="3"><Data ss:Type="Number">2.0131E+11</Data></Cell>
          <Cell><Data ss:Type="DateTime">2013-01-02T00:00:00.000</Data></Cell></Row>
        </Table></Worksheet></Workbook>"#;
    check(
        "专利.xls",
        sheet.as_bytes(),
        &expect![[r"
            专利.xls: spreadsheetml, UTF-8, 1 rows, 0 rejected
            + patent 导热膜&涂层 |  201310000000 | 2013-01-02
        "]],
    );
    let cut = sheet.split("</Table>").next().unwrap();
    check(
        "专利.xls",
        cut.as_bytes(),
        &expect![[r"
            专利.xls: spreadsheetml, UTF-8, 1 rows, 0 rejected
            ! 专利.xls: only 1 row could be read (up to byte 870): the file is cut off in the middle; get it again
            + patent 导热膜&涂层 |  201310000000 | 2013-01-02
        "]],
    );
}

#[test]
fn what_is_no_workbook_of_listings_is_named() {
    let part = |name: &str| zipped(&[("[Content_Types].xml", b"<Types/>"), (name, b"")]);
    for (name, content, message) in [
        (
            "a.docx",
            part("word/document.xml"),
            "is a docx document, without rows to import",
        ),
        (
            "a.xlsb",
            part("xl/workbook.bin"),
            "is cut off in the middle; get it again",
        ),
        ("a.xlsx", part("xl/workbook.xml"), "the file is damaged ("),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "the file is damaged (",
        ),
        ("a.xls", XLS[..3_000].to_vec(), "the file is damaged ("),
        (
            "a.xlsx",
            XLSX[..9_000].to_vec(),
            "the compressed file is damaged or incomplete; get it again",
        ),
    ] {
        let told = imported(name, &content);
        assert!(told.starts_with("! ") && told.contains(message), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

#[test]
fn huge_cells_cost_one_row_and_endless_ones_the_rest() {
    let huge = "x".repeat(9 * 1024 * 1024);
    let page = format!("<table><tr><td>名称<tr><td>{huge}<tr><td>导热膜</table>");
    let expected = expect![[r"
        a.xls: html, UTF-8, 2 rows, 1 rejected
        + achievement 导热膜
        - a.xls: row 2: one value is larger than 8 MiB (column `名称`)
    "]];
    check("a.xls", page.as_bytes(), &expected);
    let endless = format!(
        "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet><Table>\
         <Row><Cell><Data>名称</Data></Cell></Row><Row><Cell><Data>导热膜</Data></Cell></Row>\
         <Row><Cell><Data>{}</Data></Cell></Row>",
        huge.repeat(2)
    );
    let expected = expect![[r"
        a.xls: spreadsheetml, UTF-8, 1 rows, 0 rejected
        ! a.xls: only 1 row could be read (up to byte 10551296): one value is larger than 10 MiB; the rest was not read
        + achievement 导热膜
    "]];
    check("a.xls", endless.as_bytes(), &expected);
}

/// The bytes with each `from` written as `to`, which is as long.
fn replaced(content: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut content = content.to_vec();
    for at in 0..=content.len() - from.len() {
        if content[at..].starts_with(from) {
            content[at..at + to.len()].copy_from_slice(to);
        }
    }
    content
}

#[test]
fn archives_of_chinese_windows_have_readable_names() {
    let content = zipped(&[("____.csv", b"title\na\n"), ("b.csv", b"title\nb\n")]);
    let content = replaced(&content, b"____", &GB18030.encode("需求").0);
    let expected = expect![[r"
        年度.zip/需求.csv: csv, UTF-8, 1 rows, 0 rejected
        年度.zip/b.csv: csv, UTF-8, 1 rows, 0 rejected
        + achievement a
        + achievement b
    "]];
    check("年度.zip", &content, &expected);
}

#[test]
fn locked_members_are_told_and_the_others_read() {
    let content = zipped(&[("a.csv", b"title\na\n"), ("b.csv", b"title\nb\n")]);
    let first = |part: &[u8]| {
        content
            .windows(part.len())
            .position(|window| window == part)
    };
    let mut locked = content.clone();
    // The lowest bit of the flags, in the local header and in the directory.
    locked[first(b"PK\x03\x04").unwrap() + 6] |= 1;
    locked[first(b"PK\x01\x02").unwrap() + 8] |= 1;
    let expected = expect![[r"
        ! a.zip/a.csv: is password-protected; remove the password or unpack it first
        a.zip/b.csv: csv, UTF-8, 1 rows, 0 rejected
        + achievement b
    "]];
    check("a.zip", &locked, &expected);
}
