//! Cells that are merged, and workbooks in binary.

use expect_test::expect;

use super::files::{ODS, XLS, XLSX, imported, zipped};
use super::hostile::altered;

/// The records that an import says there are.
fn records(name: &str, content: &[u8]) -> Vec<String> {
    let told = imported(name, content);
    let lines = told.lines().filter(|line| !line.starts_with('!'));
    lines.skip(1).map(str::to_owned).collect()
}

#[test]
fn a_cell_that_is_merged_downwards_counts_for_every_row() {
    let page = "<table><tr><th>成果名称<th>完成单位<th>联系人</tr>\
        <tr><td>石墨烯导热膜<td rowspan=3>江城大学<td rowspan='2'>张某某</tr>\
        <tr><td>低温电池</tr><tr><td>耐蚀涂层<td>李某某</tr><tr></tr><tr><td>密封圈<td>东湖大学</tr></table>";
    let sheet = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Worksheet><Table><Row><Cell><Data>成果名称</Data></Cell><Cell><Data>完成单位</Data></Cell></Row>\
        <Row><Cell><Data>石墨烯导热膜</Data></Cell><Cell ss:MergeDown=\"1\"><Data>江城大学</Data></Cell></Row>\
        <Row><Cell><Data>低温电池</Data></Cell></Row><Row><Cell><Data>密封圈</Data></Cell></Row>\
        </Table></Worksheet></Workbook>";
    assert_eq!(
        records("a.xls", page.as_bytes()),
        [
            "+ achievement 石墨烯导热膜 | 江城大学",
            "+ achievement 低温电池 | 江城大学",
            "+ achievement 耐蚀涂层 | 江城大学",
            "+ achievement 密封圈 | 东湖大学",
        ]
    );
    assert_eq!(
        records("a.xls", sheet.as_bytes()),
        [
            "+ achievement 石墨烯导热膜 | 江城大学",
            "+ achievement 低温电池 | 江城大学",
            "+ achievement 密封圈",
        ]
    );
}

#[test]
fn headers_of_two_rows_are_read_as_one() {
    let page = "<table><tr><th rowspan=2>成果名称<th rowspan=2>完成单位<th colspan=2>联系人<th colspan=2>负责人</tr>\
        <tr><th>姓名<th>手机号<th>姓名<th>手机号</tr>\
        <tr><td>石墨烯导热膜<td>江城大学<td>赵甲<td>13800000001<td>钱乙<td>13900000002</tr></table>";
    assert_eq!(
        records("a.xls", page.as_bytes()),
        ["+ achievement 石墨烯导热膜 | 江城大学"]
    );
}

#[test]
fn workbooks_say_which_cells_are_merged() {
    let second = |content: &[u8]| records("a.x", content).swap_remove(1);
    let whole = "+ achievement 低温甲醇重整制氢装置 | 东湖能源大学 | 2013-01-02";
    assert_eq!(second(XLSX), whole);
    assert_eq!(second(XLS), whole);
    let merged = "+ achievement 低温甲醇重整制氢装置 | 江城材料研究所 | 2013-01-02";
    let xlsx = altered(XLSX, "xl/worksheets/sheet1.xml", |part| {
        let ranges = "</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:H1\"/>\
            <mergeCell ref=\"C4:C5\"/></mergeCells>";
        part.replacen("<c r=\"C5\" t=\"s\"><v>14</v></c>", "<c r=\"C5\"/>", 1)
            .replacen("</sheetData>", ranges, 1)
    });
    assert_eq!(second(&xlsx), merged);
    let ods = altered(ODS, "content.xml", |part| {
        let cell = "<table:table-cell office:value-type=\"string\"><text:p>江城材料研究所</text:p>";
        let spanned = cell.replace("cell ", "cell table:number-rows-spanned=\"2\" ");
        let below = "<table:table-cell office:value-type=\"string\"><text:p>东湖能源大学</text:p></table:table-cell>";
        part.replacen(cell, &spanned, 1)
            .replacen(below, "<table:covered-table-cell/>", 1)
    });
    assert_eq!(second(&ods), merged);
}

#[test]
fn listings_that_take_two_rows_of_a_sheet_come_once() {
    let page = "<table><tr><td rowspan=2>成果名称<td colspan=2>联系方式</tr><tr><td>电话<td>邮箱</tr>\
        <tr><td rowspan=2>石墨烯导热膜<td rowspan=2>027-00000001<td rowspan=2>a@example.com</tr><tr></tr>\
        <tr><td rowspan=2>低温电池<td>027-00000002<td>b@example.com</tr><tr><td>027-00000003</tr></table>";
    let told = imported("a.html", page.as_bytes());
    expect![[r"
        a.html: html, UTF-8, 3 rows, 0 rejected
        + achievement 石墨烯导热膜
        + achievement 低温电池
        + achievement 低温电池
    "]]
    .assert_eq(&told);
}

/// A record of an `.xlsb` ([MS-XLSB] 2.1.4).
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let low = |number: usize| u8::try_from(number & 0x7f).unwrap();
    let kind = usize::from(kind);
    let mut bytes = if kind < 0x80 {
        vec![low(kind)]
    } else {
        vec![low(kind) | 0x80, low(kind >> 7)]
    };
    bytes.extend([low(body.len()) | 0x80, low(body.len() >> 7)]);
    bytes.extend(body);
    bytes
}

fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&number(units.len() / 2)[..], &units].concat()
}

/// An `.xlsb` with one sheet of texts.
pub(super) fn xlsb(rows: &[&[&str]]) -> Vec<u8> {
    let sheet = [&[0; 8][..], &wide("rId1"), &wide("成果")].concat();
    let workbook = [record(0x9c, &sheet), record(0x90, &[]), record(0x9d, &[])].concat();
    let mut cells = [record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (at, row) in rows.iter().enumerate() {
        cells.extend(record(0, &[&number(at)[..], &[0; 21]].concat()));
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let cell = [&number(column)[..], &[0; 4], &wide(text)].concat();
            cells.extend(record(6, &cell));
        }
    }
    cells.extend(record(0x92, &[]));
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
        Target=\"worksheets/sheet1.bin\"/></Relationships>";
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &cells),
    ])
}

#[test]
fn workbooks_in_binary_are_read() {
    let rows: [&[&str]; 5] = [
        &["2024 年成果汇总"],
        &["成果名称", "完成单位", "登记日期"],
        &["石墨烯导热膜", "江城大学", "2024-05-31"],
        &["", "江城大学"],
        &["低温电池", "", "2023.1.2"],
    ];
    let book = xlsb(&rows);
    expect![[r"
        a.xlsb: xlsb, UTF-8, 3 rows, 1 rejected
        + achievement 石墨烯导热膜 | 江城大学 | 2024-05-31
        + achievement 低温电池 | 2023-01-02
        - a.xlsb/成果: row 4: no title
    "]]
    .assert_eq(&imported("a.xlsb", &book));
    for cut in [book.len() / 2, book.len() - 30] {
        assert!(imported("a.xlsb", &book[..cut]).starts_with("! a.xlsb: "));
    }
}

/// A message with parts: content type, how it is packed, name, content.
pub(super) fn message(parts: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut message = "From: <Saved by a browser>\r\nSubject: =?utf-8?Q?a?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_Next\"\r\n\r\nA preamble\r\n"
        .to_owned();
    for (kind, packing, name, content) in parts {
        message.extend([
            "------=_Next\r\nContent-Type: ",
            *kind,
            "\r\nContent-Transfer-Encoding: ",
            *packing,
            "\r\nContent-Location: ",
            *name,
            "\r\n\r\n",
            *content,
            "\r\n",
        ]);
    }
    (message + "------=_Next--\r\n").into_bytes()
}

#[test]
fn pages_that_a_browser_or_excel_has_saved_are_read() {
    use base64::Engine as _;
    let page = "<table><tr><td>成果名称<td>完成单位</tr><tr><td>石墨烯导热膜<td>江城大学</table>";
    let (gbk, ..) = encoding_rs::GB18030.encode(page);
    let packed = base64::engine::general_purpose::STANDARD.encode(&gbk);
    let folded: Vec<&str> = packed
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    let quoted: Vec<String> = page
        .bytes()
        .map(|byte| format!("={byte:02X}=\r\n"))
        .collect();
    let quoted = quoted.concat();
    let frames = "<html><frameset><frame src=3D\"sheet001.htm\"></frameset></html>";
    let excel = message(&[
        (
            "text/html; charset=\"us-ascii\"",
            "quoted-printable",
            "file:///C:/x/a.htm",
            frames,
        ),
        ("text/css", "7bit", "file:///C:/x/a.css", "table {}"),
        (
            "text/html; charset=\"gb2312\"",
            "base64",
            "file:///C:/x/sheet001.htm",
            &folded.join("\r\n"),
        ),
        (
            "text/html",
            "quoted-printable",
            "file:///C:/x/sheet002.htm",
            &quoted,
        ),
        ("image/png", "base64", "file:///C:/x/a.png", "iVBORw0KGgo="),
    ]);
    expect![[r"
        a.mht/sheet001.htm: html, gb18030, 1 rows, 0 rejected
        a.mht/sheet002.htm: html, UTF-8, 1 rows, 0 rejected
        + achievement 石墨烯导热膜 | 江城大学
        + achievement 石墨烯导热膜 | 江城大学
    "]]
    .assert_eq(&imported("a.mht", &excel));
    let none = message(&[("text/html", "7bit", "a.htm", "<p>hello")]);
    expect![[r"
        ! a.mht: is a MHTML document, without rows to import
    "]]
    .assert_eq(&imported("a.mht", &none));
    // What breaks off in the middle gives the pages before that, and the rows of the last.
    expect![[r"
        a.mht/sheet001.htm: html, gb18030, 1 rows, 0 rejected
        a.mht/sheet002.htm: html, UTF-8, 1 rows, 1 rejected
        ! a.mht: the file is cut off in the middle; get it again
        + achievement 石墨烯导热膜 | 江城大学
        - a.mht/sheet002.htm: row 2: not valid UTF-8 at byte offset 71 of the file (column `成果名称`)
    "]].assert_eq(&imported("a.mht", &excel[..excel.len() - 300]));
}
