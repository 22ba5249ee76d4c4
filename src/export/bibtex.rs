//! Records as BibTeX: patents as `@patent`, everything else as `@misc`.

use std::collections::HashSet;
use std::io::{self, Write};

use qiao_index::record::{Kind, Record};

use super::citation::whole_number;
use super::links::harmless;

/// Writes one entry a record, each with a key of its own.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_bibtex(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    let mut keys = HashSet::new();
    for record in records {
        let plain = key(&record.id);
        let mut own = plain.clone();
        let mut number = 1;
        while !keys.insert(own.clone()) {
            number += 1;
            own = format!("{plain}-{number}");
        }
        out.write_all(entry(&record, &own).as_bytes())?;
    }
    Ok(())
}

/// A key of letters and digits that names the record.
fn key(id: &str) -> String {
    let letters = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let key: String = letters.collect();
    let key = key.trim_matches('-');
    if key.is_empty() {
        "listing".to_owned()
    } else {
        key.to_owned()
    }
}

fn entry(record: &Record, key: &str) -> String {
    let is_patent = record.kind == Kind::Patent;
    let mut text = format!("@{}{{{key},\n", if is_patent { "patent" } else { "misc" });
    let mut field = |name: &str, value: &str| {
        if !value.trim().is_empty() {
            text.extend(["  ", name, " = {", &escaped(value), "},\n"]);
        }
    };
    field("title", &record.title);
    let people: Vec<String> = record.people.iter().map(|it| person(&it.name)).collect();
    field("author", &people.join(" and "));
    // Braces keep a name together.
    let names = record
        .institutions
        .iter()
        .map(|name| name.replace(['{', '}'], ""));
    let institutions: Vec<String> = names.collect();
    if is_patent {
        field("holder", &institutions.join(" and "));
    } else {
        field("organization", &institutions.join(", "));
    }
    let main = record.dates.main();
    field(
        "year",
        &main.map(|date| date.year().to_string()).unwrap_or_default(),
    );
    let month = main
        .and_then(qiao_index::record::Date::month)
        .map(|month| month.to_string());
    field("month", &month.unwrap_or_default());
    if let Some(patent) = record.patent.as_deref() {
        field("number", &whole_number(patent));
    }
    field("keywords", &record.keywords.join(", "));
    field("abstract", &record.summary);
    let link = record.links.iter().find_map(|link| harmless(link));
    field("url", link.unwrap_or_default());
    text.push_str("}\n\n");
    text
}

/// A name in which no word joins it to another.
fn person(name: &str) -> String {
    name.split_whitespace()
        .filter(|word| *word != "and")
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text in which nothing has a meaning for TeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash "),
            '~' => escaped.push_str("\\textasciitilde "),
            '^' => escaped.push_str("\\textasciicircum "),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn entries_have_types_keys_and_fields() {
        let mut out = Vec::new();
        let records = [patent(), achievement(), achievement()];
        write_bibtex(&mut out, records.into_iter()).unwrap();
        let text = String::from_utf8(out).unwrap();
        for part in [
            "@patent{patent-CN100000001B,\n",
            "  number = {CN100000001B},\n",
            "  holder = {江城大学 and 甲公司",
            "@misc{sample-7,\n",
            "@misc{sample-7-2,\n",
            "  author = {王小桥 and 李见},\n",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn nothing_has_a_meaning_for_tex() {
        assert_eq!(
            escaped("50% of {a}_b & c\\d"),
            "50\\% of \\{a\\}\\_b \\& c\\textbackslash d"
        );
    }
}
