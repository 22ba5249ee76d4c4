//! Address books as vCard 2.1, 3.0 and 4.0 → rows, one per card.
//!
//! Lines are unfolded, quoted-printable is decoded in its own character set (old phones and
//! Outlook write one card in GBK and the next in UTF-8), and properties become cells. Pictures,
//! sounds and keys are passed over.

use encoding_rs::{Encoding, UTF_8};
use qiao_index::record::Kind;
use serde_json::{Map, Value};

use super::errors::{FileError, RowError};
use super::origin::Origin;
use super::quoted::unquoted;
use super::row_size::RowSize;
use super::text::{End, Text};
use super::tree::push;
use super::{Item, Sink};

/// Properties and the cells that they are.
const PROPERTIES: [(&str, &str); 13] = [
    ("FN", "name"),
    ("TITLE", "post"),
    ("ROLE", "role"),
    ("TEL", "phone"),
    ("EMAIL", "email"),
    ("URL", "website"),
    ("NOTE", "description"),
    ("CATEGORIES", "keywords"),
    ("X-WECHAT", "wechat"),
    ("X-QQ", "qq"),
    ("UID", "uid"),
    ("REV", "updated"),
    ("X-GENDER", "sex"),
];
/// Properties that hold no text.
const NO_TEXT: [&str; 6] = ["PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "VERSION"];

/// Whether the head of a text is an address book.
pub(super) fn is_address_book(head: &str) -> bool {
    let first = head.lines().find(|line| !super::header::is_blank(line));
    first.is_some_and(|line| is_line(line.trim_start_matches('\u{feff}'), "BEGIN:VCARD"))
}

fn is_line(line: &str, expected: &str) -> bool {
    line.trim().eq_ignore_ascii_case(expected)
}

/// Reads the cards of a file.
pub(super) fn read(text: &mut Text, origin: &Origin, sink: &mut Sink) -> Result<(), FileError> {
    let (mut number, mut card) = (0, None::<Card>);
    while let Some(unit) = text.take(&mut |byte| byte == b'\n' || byte == b'\r')? {
        if unit.end == End::Limit {
            text.skip_line()?;
        }
        let line = unit
            .text
            .trim_end_matches(['\n', '\r'])
            .trim_start_matches('\u{feff}');
        let ends = is_line(line, "END:VCARD");
        let begins = is_line(line, "BEGIN:VCARD");
        if let Some(card) = &mut card {
            card.is_whole = ends;
            if !ends && !begins {
                card.size.see_damage(&unit);
                card.take(line);
            }
        }
        if (ends || begins)
            && let Some(done) = card.take()
            && sink(done.item(number, origin)).is_break()
        {
            return Ok(());
        }
        if begins {
            number += 1;
            card = Some(Card::default());
        }
    }
    if let Some(done) = card {
        // It is the last row: whether more are wanted does not matter.
        let _flow = sink(done.item(number, origin));
    }
    Ok(())
}

/// A card: its lines, unfolded.
#[derive(Default)]
struct Card {
    lines: Vec<String>,
    size: RowSize,
    is_whole: bool,
}

impl Card {
    fn take(&mut self, line: &str) {
        if line.is_empty() || !self.size.has_room_for(line) {
            return;
        }
        match self.lines.last_mut() {
            // A soft line end of quoted-printable.
            Some(last) if last.ends_with('=') && is_quoted_printable(last) => {
                last.pop();
                last.push_str(unfolded(line));
            }
            Some(last) if line.starts_with([' ', '\t']) => {
                last.extend(line.chars().skip(1));
            }
            _ => self.lines.push(line.to_owned()),
        }
    }

    fn item(self, number: u64, origin: &Origin) -> Item {
        let original = || self.lines.join("\n");
        if let Some((row_error, line)) = self.size.row_error() {
            return Err(origin.reject(number, "", &row_error, line));
        }
        if !self.is_whole {
            return Err(origin.reject(number, "", &RowError::CutOff, &original()));
        }
        Ok(origin.row(number, cells(&self.lines)))
    }
}

fn is_quoted_printable(line: &str) -> bool {
    let head = line
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    head.contains("QUOTED-PRINTABLE")
}

/// A line of a card: `group.NAME;PARAMETER=VALUE:value`.
struct Property<'a> {
    name: String,
    parameters: String,
    value: &'a str,
}

impl<'a> Property<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (head, value) = line.split_at_checked(colon)?;
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        let name = name.rsplit('.').next().unwrap_or(name);
        Some(Self {
            name: name.trim().to_ascii_uppercase(),
            parameters: parameters.to_ascii_uppercase(),
            value: value.get(1..).unwrap_or_default(),
        })
    }

    /// A parameter's value; `ENCODING=` and `TYPE=` may be left out.
    fn has(&self, value: &str) -> bool {
        let words = self.parameters.split([';', '=', ',', '"']);
        words.into_iter().any(|word| word.trim() == value)
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self
            .parameters
            .split(';')
            .filter_map(|text| text.split_once('='));
        let found = parameters.find(|(known, _)| known.trim() == name);
        found.map(|(_, value)| value.trim())
    }

    /// The value as text, still with its escapes.
    fn text(&self) -> String {
        if !self.has("QUOTED-PRINTABLE") {
            return self.value.to_owned();
        }
        let bytes = unquoted(self.value.as_bytes());
        let named = self
            .parameter("CHARSET")
            .and_then(|name| Encoding::for_label(name.as_bytes()));
        named
            .unwrap_or(UTF_8)
            .decode_without_bom_handling(&bytes)
            .0
            .into_owned()
    }
}

/// A line behind a soft line end. It may be folded as well: then a blank stands in front of what
/// is encoded; in front of anything else the blank is text.
fn unfolded(line: &str) -> &str {
    let line = line.trim_start_matches('\t');
    let behind = line.trim_start_matches(' ');
    if behind.starts_with('=') {
        behind
    } else {
        line
    }
}

/// Cuts a value at its separators, and resolves the escapes.
fn components(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => part.push('\n'),
                Some(escaped) => part.push(escaped),
                None => part.push('\\'),
            },
            c if c == separator => parts.push(String::new()),
            c => part.push(c),
        }
    }
    for part in &mut parts {
        *part = part.trim().to_owned();
    }
    parts
}

/// The cells of a card.
fn cells(lines: &[String]) -> Map<String, Value> {
    let mut cells = Map::new();
    let mut kind = Kind::Expert;
    for property in lines.iter().filter_map(|line| Property::of(line)) {
        let text = property.text();
        if is_institution(&property.name, &text) {
            kind = Kind::Institution;
        }
        if !NO_TEXT.contains(&&*property.name) {
            add(&mut cells, &property, &text);
        }
    }
    let title = if kind == Kind::Institution {
        "title"
    } else {
        "name"
    };
    let name = cells
        .shift_remove("name")
        .or_else(|| cells.shift_remove("N"));
    let name = name.or_else(|| cells.get("institution").cloned());
    cells.shift_remove("N");
    if let Some(name) = name {
        cells.shift_insert(0, title.to_owned(), name);
    }
    cells.shift_insert(0, "kind".to_owned(), kind.as_str().into());
    cells
}

/// vCard 4.0 says `KIND:org`, Apple's address book `X-ABShowAs:COMPANY`.
fn is_institution(name: &str, text: &str) -> bool {
    matches!(
        (name, &*text.to_ascii_lowercase()),
        ("KIND", "org") | ("X-ABSHOWAS", "company")
    )
}

/// Adds the cells of a property. Those that nobody knows keep their names.
fn add(cells: &mut Map<String, Value>, property: &Property, text: &str) {
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            push(cells, name, value);
        }
    };
    match &*property.name {
        "N" => put("N", full_name(&components(text, ';'))),
        "ORG" => {
            let mut parts = components(text, ';').into_iter();
            put("institution", parts.next().unwrap_or_default());
            parts.for_each(|part| put("department", part));
        }
        "ADR" => put("address", address(&components(text, ';'))),
        "TEL" if property.has("FAX") => put("fax", number(text)),
        "TEL" => put("phone", number(text)),
        "CATEGORIES" => components(text, ',')
            .into_iter()
            .for_each(|word| put("keywords", word)),
        "IMPP" | "X-SOCIALPROFILE"
            if text.to_ascii_lowercase().starts_with("weixin:") || property.has("WECHAT") =>
        {
            put(
                "wechat",
                text.rsplit(':').next().unwrap_or_default().to_owned(),
            );
        }
        name => {
            let known = PROPERTIES.iter().find(|(property, _)| *property == name);
            let name = known.map_or(name, |(_, cell)| cell);
            put(name, components(text, '\0').concat());
        }
    }
}

fn number(text: &str) -> String {
    let text = components(text, '\0').concat();
    text.strip_prefix("tel:").unwrap_or(&text).to_owned()
}

/// Family name, given name, additional names, honorific prefixes, suffixes: Chinese names are
/// written in this order, others with the family name behind.
fn full_name(parts: &[String]) -> String {
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    let is_latin = |text: &str| text.is_ascii();
    if is_latin(part(0)) && is_latin(part(1)) {
        joined(&[part(3), part(1), part(2), part(0), part(4)], " ")
    } else {
        joined(&[part(0), part(1)], "")
    }
}

/// Post office box, extension, street, town, province, postcode, country: from the whole to the
/// part in Chinese, the other way round elsewhere.
fn address(parts: &[String]) -> String {
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    if parts.iter().all(|part| part.is_ascii()) {
        let order = [
            part(0),
            part(1),
            part(2),
            part(3),
            part(4),
            part(5),
            part(6),
        ];
        joined(&order, ", ")
    } else {
        let place = [part(6), part(4), part(3), part(2), part(1), part(0)];
        joined(&[part(5), &joined(&place, "")], " ")
    }
}

fn joined(parts: &[&str], between: &str) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(card: &str, expected: &str) {
        let mut found = Card::default();
        card.lines().for_each(|line| found.take(line));
        assert_eq!(Value::Object(cells(&found.lines)).to_string(), expected);
    }

    #[test]
    fn old_cards_are_decoded_in_their_character_set() {
        check(
            "N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5;=D0=A1=\n=C7=C5;;;\nTEL;CELL:027-00000001\nTEL;WORK;FAX:027-00000002",
            r#"{"kind":"expert","name":["王小桥"],"phone":["027-00000001"],"fax":["027-00000002"]}"#,
        );
    }

    #[test]
    fn soft_line_ends_may_be_folded() {
        check(
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=A1=\n =A5=\n\t=E6=A1=A5",
            r#"{"kind":"expert","name":["桥桥"]}"#,
        );
        check(
            "NOTE;QUOTED-PRINTABLE:one=\n two=0D=0A=\nthree",
            "{\"kind\":\"expert\",\"description\":[\"one two\\r\\nthree\"]}",
        );
        check(
            "FN;ENCODING=QUOTED-PRINTABLE:a=3D41",
            r#"{"kind":"expert","name":["a=41"]}"#,
        );
    }

    #[test]
    fn lines_are_unfolded_and_escapes_resolved() {
        check(
            "FN:王\n  小桥\nORG:江城大学;材料学院\nNOTE:a\\, b\\nc\nitem1.EMAIL;type=\"a:b\":w@example.com\nADR:;;珞喻路1号;江城市;江省;430000;",
            r#"{"kind":"expert","name":["王 小桥"],"institution":["江城大学"],"department":["材料学院"],"description":["a, b\nc"],"email":["w@example.com"],"address":["430000 江省江城市珞喻路1号"]}"#,
        );
    }

    #[test]
    fn organisations_are_told_from_people() {
        check(
            "KIND:org\nFN:江城大学",
            r#"{"kind":"institution","title":["江城大学"],"KIND":["org"]}"#,
        );
        check(
            "N:Smith;John;;;",
            r#"{"kind":"expert","name":["John Smith"]}"#,
        );
        check("PHOTO;ENCODING=b:AAAA\nX", r#"{"kind":"expert"}"#);
    }
}
