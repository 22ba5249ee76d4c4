//! The ways out, and what holds of each.

use std::io::{Cursor, Read as _};

/// A way out: the arguments, in which `ID` is a listing's id, and of what is printed or, where it
/// names a file, written.
pub(crate) struct Way {
    pub(crate) arguments: &'static [&'static str],
    pub(crate) holds: Holds,
}

/// Looks at what goes out, in which nothing may steer; what does is the error.
pub(crate) type Holds = fn(&[u8]) -> Result<(), String>;

const fn way(arguments: &'static [&'static str], holds: Holds) -> Way {
    Way { arguments, holds }
}

/// What is said of many listings, or of the desk.
pub(crate) const OF_ALL: [Way; 37] = [
    way(&["search", "hostile", "--limit", "400"], terminal),
    way(
        &["search", "hostile", "--format", "json", "--limit", "400"],
        json,
    ),
    way(&["search", "hostile", "--format", "tsv"], json),
    way(
        &["search", "hostile", "--format", "csv", "--limit", "400"],
        csv_table,
    ),
    way(&["facets", "", "--by", "institution"], terminal),
    way(
        &["facets", "", "--by", "institution", "--format", "csv"],
        csv_table,
    ),
    way(&["duplicates"], terminal),
    way(&["imports"], terminal),
    way(&["source", "list"], terminal),
    way(&["shortlist", "show", "all"], terminal),
    way(&["log", "list"], terminal),
    way(&["log", "list", "--format", "json"], json),
    way(&["log", "evidence", "x"], terminal),
    way(&["today"], terminal),
    way(&["task", "list"], terminal),
    way(&["draft", "list"], terminal),
    way(&["do-not-contact", "list"], terminal),
    way(&["watch", "list"], terminal),
    way(&["deal", "list"], terminal),
    way(&["deal", "show", "9"], terminal),
    way(&["desk", "export"], json),
    way(&["stats", "", "--by", "institution"], terminal),
    way(
        &["stats", "", "--by", "institution", "--format", "csv"],
        csv_table,
    ),
    way(
        &["stats", "", "--by", "institution", "--format", "markdown"],
        markdown,
    ),
    way(
        &[
            "stats",
            "",
            "--by",
            "institution",
            "-o",
            "stats.svg",
            "--format",
            "svg",
        ],
        markup,
    ),
    way(&["report", "library", "-o", "report.html"], markup),
    way(&["report", "month", "-o", "report.md"], markdown),
    way(&["report", "library", "-o", "report.xlsx"], workbook),
    way(&["export", "", "--format", "csv"], csv_table),
    way(
        &["export", "", "--format", "xlsx", "-o", "all.xlsx"],
        workbook,
    ),
    way(&["export", "", "--format", "jsonl"], json),
    way(&["export", "", "--format", "vcard"], cards),
    way(&["export", "", "--format", "ris"], ris),
    way(&["export", "", "--format", "bibtex"], bibtex),
    way(&["export", "", "--format", "markdown"], markdown),
    way(&["task", "export", "-o", "tasks.ics"], calendar),
    way(&["doctor", "--deep"], terminal),
];

/// What is said of one listing.
pub(crate) const OF_ONE: [Way; 5] = [
    way(&["show", "ID"], terminal),
    way(&["draft", "ID"], terminal),
    way(&["draft", "ID", "-o", "draft.eml"], mail),
    way(
        &["draft", "ID", "--template", "letter", "-o", "draft.md"],
        terminal,
    ),
    way(&["match", "ID"], terminal),
];

fn text(out: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(out).map_err(|error| error.to_string())
}

/// Nothing is obeyed by a terminal, turns the writing around or covers the lines beside it.
pub(crate) fn terminal(out: &[u8]) -> Result<(), String> {
    let text = text(out)?;
    let steers = |c: &char| {
        let is_control = c.is_control() && !matches!(c, '\n' | '\t');
        is_control || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(found) = text.chars().find(steers) {
        return Err(format!("{found:?}"));
    }
    if text.contains(&"\u{301}".repeat(100)) {
        return Err("marks without end".to_owned());
    }
    Ok(())
}

/// A program reads it: nothing but its escapes.
fn json(out: &[u8]) -> Result<(), String> {
    let steers = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
    match text(out)?.chars().find(steers) {
        Some(found) => Err(format!("{found:?}")),
        None => Ok(()),
    }
}

fn csv_table(out: &[u8]) -> Result<(), String> {
    let out = text(out)?.trim_start_matches('\u{feff}');
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(out.as_bytes());
    for row in table.records() {
        for cell in &row.unwrap() {
            let is_number = cell.parse::<f64>().is_ok();
            if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＠'])
            {
                return Err(cell.to_owned());
            }
            if let Some(found) = cell.chars().find(|c| *c == '\u{1b}') {
                return Err(format!("{found:?} in {cell:?}"));
            }
        }
    }
    Ok(())
}

/// Every line, with those that go on put together, is one of those that qiao writes.
fn lines(out: &[u8], known: &[&str]) -> Result<(), String> {
    let text = text(out)?.replace("\r\n ", "").replace("\r\n\t", "");
    for line in text.lines().filter(|line| !line.is_empty()) {
        if !known.iter().any(|name| line.starts_with(name)) {
            return Err(line.chars().take(200).collect());
        }
    }
    let is_steering = |c: &char| matches!(c, '\u{1b}' | '\u{7}' | '\u{80}'..='\u{9f}');
    match text.chars().find(is_steering) {
        Some(found) => Err(format!("{found:?}")),
        None => Ok(()),
    }
}

fn cards(out: &[u8]) -> Result<(), String> {
    let known = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:",
        "FN:",
        "ORG:",
        "TITLE:",
        "TEL;TYPE=WORK:",
        "EMAIL;TYPE=INTERNET:",
        "ADR;TYPE=WORK:;;",
        "X-WECHAT:",
        "X-QQ:",
        "NOTE:",
        "END:VCARD",
        "URL:",
    ];
    lines(out, &known)?;
    let text = text(out)?;
    leads_nowhere(text, &["\nURL:javascript:", "\nURL:file:"])?;
    let count = |what: &str| text.matches(what).count();
    if count("\r\nEND:VCARD\r\n") == count("BEGIN:VCARD\r\n") {
        Ok(())
    } else {
        Err("cards in cards".to_owned())
    }
}

fn ris(out: &[u8]) -> Result<(), String> {
    let known = [
        "TY  - JOUR",
        "TY  - PAT",
        "TY  - RPRT",
        "TY  - GEN",
        "TI  - ",
        "TT  - ",
        "AU  - ",
        "PB  - ",
        "PY  - ",
        "DA  - ",
        "SN  - ",
        "CN  - ",
        "C6  - ",
        "Y2  - ",
        "AB  - ",
        "KW  - ",
        "UR  - ",
        "ID  - ",
        "ER  - ",
    ];
    lines(out, &known)?;
    leads_nowhere(text(out)?, &["UR  - javascript:", "UR  - file:"])
}

fn bibtex(out: &[u8]) -> Result<(), String> {
    let known = ["@misc{", "@patent{", "  ", "}"];
    lines(out, &known)?;
    leads_nowhere(
        text(out)?,
        &["\n@evil", "url = {javascript:", "url = {file:"],
    )
}

fn calendar(out: &[u8]) -> Result<(), String> {
    let known = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:",
        "BEGIN:VTODO",
        "DTSTAMP",
        "SUMMARY:",
        "STATUS:",
        "UID:",
        "DUE;",
        "END:VTODO",
        "BEGIN:VEVENT",
        "DTSTART;",
        "DTEND;",
        "TRANSP:",
        "DESCRIPTION:",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ];
    lines(out, &known)
}

/// A mail has the headers that are written, each once, and one body.
fn mail(out: &[u8]) -> Result<(), String> {
    let (head, _) = text(out)?
        .split_once("\r\n\r\n")
        .ok_or("no end of the head")?;
    let known = [
        "X-Unsent: ",
        "Subject: ",
        "To: ",
        "From: ",
        "Date: ",
        "Message-ID: ",
        "MIME-Version: ",
        "Content-Type: text/plain",
        "Content-Transfer-Encoding: ",
    ];
    lines(head.as_bytes(), &known)?;
    if head.is_ascii() {
        Ok(())
    } else {
        Err(head.to_owned())
    }
}

/// Texts of several lines are several paragraphs; links and markup are what can do harm.
fn markdown(out: &[u8]) -> Result<(), String> {
    // What stands behind a stroke is a character like any other.
    let mut meant = String::new();
    let mut characters = text(out)?.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            c => meant.push(c),
        }
    }
    leads_nowhere(&meant, &["](", "<script", "<img"])?;
    terminal(out)
}

/// HTML and SVG have no element and no attribute of a listing's.
fn markup(out: &[u8]) -> Result<(), String> {
    let text = text(out)?;
    leads_nowhere(
        text,
        &["<script", "<img", "href=\"javascript:", "href=\"file:"],
    )?;
    for tag in text
        .split('<')
        .skip(1)
        .filter_map(|it| it.split('>').next())
    {
        if tag.contains("onload") || tag.contains("onerror") {
            return Err(tag.to_owned());
        }
    }
    let is_steering = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.find(is_steering)
        .map_or(Ok(()), |at| Err(format!("a control at {at}")))
}

/// A workbook has texts and numbers, no formula, no link and nothing outside of itself.
fn workbook(out: &[u8]) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(out)).map_err(|it| it.to_string())?;
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text)
            .map_err(|it| it.to_string())?;
        let name = part.name().unwrap().into_owned();
        leads_nowhere(
            &text,
            &[
                "<f>",
                "<f ",
                "<hyperlink",
                "TargetMode=\"External\"",
                "\u{1b}",
            ],
        )
        .map_err(|found| format!("{found} in {name}"))?;
    }
    Ok(())
}

fn leads_nowhere(text: &str, evil: &[&str]) -> Result<(), String> {
    let found = evil.iter().find(|evil| text.contains(**evil));
    found.map_or(Ok(()), |found| Err((*found).to_owned()))
}
