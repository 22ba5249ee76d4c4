//! Records as RIS, for reference managers: one entry a record, patents as `PAT`.

use std::io::{self, Write};

use qiao_index::record::{Kind, Record};

use super::citation::whole_number;
use super::links::harmless;

/// Writes one entry a record.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_ris(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    for record in records {
        out.write_all(entry(&record).as_bytes())?;
    }
    Ok(())
}

/// One entry, with the blank line behind it.
fn entry(record: &Record) -> String {
    let mut text = String::new();
    line(&mut text, "TY", kind(record.kind));
    line(&mut text, "TI", &record.title);
    record
        .title_alt
        .iter()
        .for_each(|title| line(&mut text, "TT", title));
    for translation in &record.translations {
        line(&mut text, "TT", &translation.title);
    }
    record
        .people
        .iter()
        .for_each(|person| line(&mut text, "AU", &person.name));
    record
        .institutions
        .iter()
        .for_each(|name| line(&mut text, "PB", name));
    if let Some(date) = record.dates.main() {
        line(&mut text, "PY", &date.year().to_string());
        line(&mut text, "DA", &date.to_string().replace('-', "/"));
    }
    if let Some(patent) = record.patent.as_deref() {
        line(&mut text, "SN", &whole_number(patent));
        line(&mut text, "CN", &patent.application_number);
        line(&mut text, "C6", &patent.legal.raw);
        let filed = record
            .dates
            .filed
            .map(|date| date.to_string().replace('-', "/"));
        line(&mut text, "Y2", &filed.unwrap_or_default());
    }
    line(&mut text, "AB", &record.summary);
    record
        .keywords
        .iter()
        .for_each(|word| line(&mut text, "KW", word));
    record
        .links
        .iter()
        .filter_map(|link| harmless(link))
        .for_each(|link| line(&mut text, "UR", link));
    line(&mut text, "ID", &record.id);
    text.push_str("ER  - \r\n\r\n");
    text
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Patent => "PAT",
        Kind::Achievement => "RPRT",
        Kind::Need | Kind::Expert | Kind::Institution => "GEN",
    }
}

/// A tag with its value in one line; nothing for what is not known.
fn line(text: &mut String, tag: &str, value: &str) {
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || c.is_control())
        .collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if !words.is_empty() {
        text.extend([tag, "  - ", &words.join(" "), "\r\n"]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn a_patent_is_an_entry_of_its_own_type() {
        let text = entry(&patent());
        for line in [
            "TY  - PAT",
            "TI  - 一种导热膜",
            "AU  - 王小桥",
            "PB  - 江城大学",
            "SN  - CN100000001B",
            "CN  - 202010000001.X",
            "Y2  - 2020/01/02",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}: {text}");
        }
        assert!(text.ends_with("ER  - \r\n\r\n"));
    }

    #[test]
    fn no_value_breaks_out_of_its_line() {
        let mut record = achievement();
        record.title = "a\r\nER  - \u{1b}b".to_owned();
        let text = entry(&record);
        assert!(text.contains("TI  - a ER - b\r\n"), "{text}");
        assert_eq!(text.matches("\r\nER  - ").count(), 1);
    }
}
