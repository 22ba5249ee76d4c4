//! The ways in: one file of each format that is text, and of both workbooks that are archives of XML.
//! `.xls` and `.xlsb` come through the same parser and the same table of cells.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

/// What stands in every text of a listing, and is to steer whatever reads it.
pub(crate) fn payloads() -> Vec<String> {
    let marks = format!("a{}b", "\u{301}".repeat(10_000));
    let given = [
        "\u{1b}]52;c;cm0gLXJm\u{7}",
        "\u{1b}[2J\u{1b}[31mred",
        "\u{9b}31mred\u{9d}52;c;eA==\u{9c}",
        "\u{202e}txt.exe\u{2066}\u{2069}",
        "a\u{200b}\u{200d}\u{feff}\u{ad}b",
        "=HYPERLINK(\"http://example.com\",\"x\")",
        "＝1+1",
        "+1+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "x\r\nBcc: evil@example.com\r\nEMAIL:evil@example.com\r\nEND:VCARD\r\nATTACH:file:///etc/passwd",
        "x\nER  - \nTY  - EVIL\nT1  - evil",
        "}\n@evil{x,title={evil}}",
        "evil@example.com\r\nBcc: evil@example.com",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "<script>alert(1)</script><img src=x onerror=alert(1)>\"onload=\"x",
        "[x](javascript:alert(1)) ![x](file:///etc/passwd)",
        "-rf",
        "--output=evil",
        "$(touch evil);`touch evil`|touch evil",
        &marks,
    ];
    given.map(str::to_owned).to_vec()
}

/// Columns of tables, and fields of JSON.
const COLUMNS: [&str; 9] = [
    "title",
    "summary",
    "institution",
    "keywords",
    "contact",
    "phone",
    "email",
    "address",
    "url",
];

/// The files: name and content.
pub(crate) fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.jsonl", json("\n").into_bytes()),
        ("b.json", format!("[{}]", json(",")).into_bytes()),
        ("c.csv", table("c", b',')),
        ("d.tsv", table("d", b'\t')),
        ("e.xlsx", xlsx()),
        ("f.ods", ods()),
        ("g.html", html().into_bytes()),
        ("h.xml", spreadsheet_ml().into_bytes()),
        ("i.xml", st32().into_bytes()),
        ("j.txt", aps().into_bytes()),
        ("k.ris", tagged(ris).into_bytes()),
        ("l.bib", tagged(bibtex).into_bytes()),
        ("m.net", tagged(noteexpress).into_bytes()),
        ("n.enw", tagged(endnote).into_bytes()),
        ("o.vcf", tagged(card).into_bytes()),
    ]
}

/// What is kept of listings, as `qiao desk export` writes it.
pub(crate) fn desk(ids: &[&str]) -> String {
    let at = "2026-11-30T13:00:00Z";
    let mut lines = vec![
        serde_json::json!({"qiao-desk": 1}),
        serde_json::json!({"shortlist": {"number": 1, "name": "all", "at": at}}),
    ];
    for ((number, id), text) in (1..).zip(ids).zip(payloads()) {
        let snapshot = serde_json::json!({"id": id, "kind": "need", "title": text}).to_string();
        lines.extend([
            serde_json::json!({"listing": {"id": id, "at": at, "snapshot": snapshot}}),
            serde_json::json!({"shortlisted": {"list": 1, "place": number, "listing": id, "at": at}}),
            serde_json::json!({"log": {
                "number": number, "at": at, "day": "2026-11-30", "listing": id, "how": "call",
                "person": text, "text": text, "outcome": "", "salt": text, "hash": text, "chain": text,
                "takes_back": 0,
            }}),
            serde_json::json!({"note": {"listing": id, "at": at, "text": text}}),
            serde_json::json!({"tag": {"listing": id, "tag": text, "at": at}}),
            serde_json::json!({"task": {
                "number": number, "at": at, "day": "2026-01-01", "text": text, "listing": id,
                "client": "", "deal": 0, "done_at": "",
            }}),
            serde_json::json!({"watch": {
                "number": number, "name": format!("w{text}"), "query": text, "filters": "[]", "listing": "",
                "seen_at": at,
            }}),
            serde_json::json!({"draft": {
                "number": number, "at": at, "listing": id, "need": "", "template": "mail",
                "way": "mail", "person": text, "address": text, "subject": text, "text": text,
                "sent": "",
            }}),
            serde_json::json!({"deal": {"number": number, "at": at, "need": id, "offer": id}}),
            serde_json::json!({"not_to_contact": {
                "number": number, "at": at, "name": text, "salt": text, "hash": text,
            }}),
        ]);
    }
    let lines = lines.iter().map(|line| format!("{line}\n"));
    lines.collect()
}

/// The title of a listing of a file; nothing else is equal in two of them.
fn title(file: &str, payload: &str) -> String {
    format!("hostile {file} {payload}")
}

fn cells(file: &str, payload: &str) -> Vec<String> {
    let mut cells = vec![payload.to_owned(); COLUMNS.len()];
    cells[0] = title(file, payload);
    cells
}

fn json(between: &str) -> String {
    let file = if between == "\n" { "a" } else { "b" };
    let listings = payloads().into_iter().enumerate().map(|(number, payload)| {
        serde_json::json!({
            "id": number.to_string(), "title": title(file, &payload),
            "summary": payload, "body": payload, "keywords": [payload, format!("payload{number}")],
            "institutions": [payload], "links": [payload, format!("https://example.com/{payload}")],
            "contact": [{
                "name": payload, "organisation": payload, "phones": [payload],
                "emails": [payload], "address": payload, "website": payload,
            }],
        })
        .to_string()
    });
    listings.collect::<Vec<_>>().join(between)
}

fn table(file: &str, delimiter: u8) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    table.write_record(COLUMNS).unwrap();
    for payload in payloads() {
        table.write_record(cells(file, &payload)).unwrap();
    }
    table.into_inner().unwrap()
}

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (row, payload) in (1..).zip(payloads()) {
        for (column, cell) in (0..).zip(cells("e", &payload)) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    let head = "<?xml version=\"1.0\"?><office:document-content \
        xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
        xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
        xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">\
        <office:body><office:spreadsheet><table:table table:name=\"x\">";
    let rows = rows("f", |cells| {
        let cell = |text: &String| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    });
    let foot = "</table:table></office:spreadsheet></office:body></office:document-content>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, content) in [
        ("mimetype", mimetype.to_owned()),
        ("content.xml", format!("{head}{rows}{foot}")),
    ] {
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn html() -> String {
    let rows = rows("g", |cells| {
        let cell = |text: &String| format!("<td>{text}</td>");
        format!("<tr>{}</tr>", cells.iter().map(cell).collect::<String>())
    });
    format!("<html><body><table>{rows}</table></body></html>")
}

fn spreadsheet_ml() -> String {
    let rows = rows("h", |cells| {
        let cell = |text: &String| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
        format!("<Row>{}</Row>", cells.iter().map(cell).collect::<String>())
    });
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
        xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Worksheet ss:Name=\"x\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

/// The header and the rows of a table of markup.
fn rows(file: &str, row: impl Fn(&[String]) -> String) -> String {
    let header = row(&COLUMNS.map(str::to_owned));
    let rows = payloads().into_iter().map(|payload| {
        let cells: Vec<String> = cells(file, &payload).iter().map(|it| escaped(it)).collect();
        row(&cells)
    });
    header + &rows.collect::<String>()
}

fn st32() -> String {
    let one = |(number, payload): (usize, String)| {
        let (title, payload) = (escaped(&title("i", &payload)), escaped(&payload));
        format!(
            "<ep-patent-document lang=\"en\" country=\"EP\" doc-number=\"90000{number:02}\" kind=\"B1\" \
            date-publ=\"20200108\"><SDOBI lang=\"en\"><B100><B110>90000{number:02}</B110><B130>B1</B130>\
            <B190>EP</B190></B100><B500><B540><B541>en</B541><B542>{title}</B542></B540></B500><B700>\
            <B720><B721><snm>{payload}</snm></B721></B720><B730><B731><snm>{payload}</snm></B731></B730>\
            </B700></SDOBI></ep-patent-document>\n"
        )
    };
    let documents: String = payloads().into_iter().enumerate().map(one).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{documents}")
}

/// What XML can hold; a control that it cannot is left out.
fn escaped(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_ascii_control() || "\t\r\n".contains(*c));
    let escape = |c: char| match c {
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '&' => "&amp;".to_owned(),
        '"' => "&quot;".to_owned(),
        c => c.to_string(),
    };
    kept.map(escape).collect()
}

fn aps() -> String {
    let one = |(number, payload): (usize, String)| {
        let (title, payload) = (title("j", &payload), payload.replace(['\r', '\n'], " "));
        let title = title.replace(['\r', '\n'], " ");
        format!(
            "PATN\nWKU  0399{number:04}4\nAPN  5999{number:03}\nAPT  1\nTTL  {title}\nISD  19760210\n\
            INVT\nNAM  {payload}\nASSG\nNAM  {payload}\nABST\nPAL  {payload}\n"
        )
    };
    let patents: String = payloads().into_iter().enumerate().map(one).collect();
    format!("HHHHHT  APS1 ISSUE - 760210\n{patents}")
}

fn tagged(one: fn(usize, &str) -> String) -> String {
    let payloads = payloads().into_iter().enumerate();
    payloads
        .map(|(number, payload)| one(number, &payload))
        .collect()
}

fn ris(_: usize, payload: &str) -> String {
    let title = title("k", payload);
    format!(
        "TY  - JOUR\nT1  - {title}\nAU  - {payload}\nAD  - {payload}\nUR  - {payload}\nER  - \n"
    )
}

fn bibtex(number: usize, payload: &str) -> String {
    let (title, payload) = (
        title("l", payload).replace('}', "\\}"),
        payload.replace('}', "\\}"),
    );
    format!(
        "@misc{{x{number},\n title = {{{title}}},\n author = {{{payload}}},\n url = {{{payload}}}\n}}\n"
    )
}

fn noteexpress(_: usize, payload: &str) -> String {
    let title = title("m", payload);
    format!(
        "{{Reference Type}}: Patent\n{{Title}}: {title}\n{{Author}}: {payload}\n\
        {{Author Address}}: {payload}\n{{Abstract}}: {payload}\n\n"
    )
}

fn endnote(_: usize, payload: &str) -> String {
    let title = title("n", payload);
    format!("%0 Patent\n%T {title}\n%A {payload}\n%+ {payload}\n%X {payload}\n%U {payload}\n\n")
}

fn card(_: usize, payload: &str) -> String {
    let title = title("o", payload);
    format!(
        "BEGIN:VCARD\nVERSION:3.0\nFN:{title}\nORG:{payload}\nTEL:{payload}\nEMAIL:{payload}\n\
        URL:{payload}\nADR:;;{payload};;;;\nNOTE:{payload}\nEND:VCARD\n"
    )
}
