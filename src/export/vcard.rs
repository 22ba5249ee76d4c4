//! Contacts as vCard 3.0 (RFC 2426), which every address book reads.

use std::io::{self, Write};

use qiao_index::record::{Contact, Record};

use super::links::harmless;

/// Bytes of a line at most, without its end (RFC 2426, 2.6).
const MAX_LINE_BYTES: usize = 75;

/// Writes one card per contact and returns how many they were.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_vcard(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
) -> io::Result<u64> {
    let mut count = 0;
    for record in records {
        for card in cards(&record) {
            out.write_all(card.as_bytes())?;
            count += 1;
        }
    }
    Ok(count)
}

/// The cards of a record's contacts, one after the other; empty without a contact.
pub(crate) fn vcards(record: &Record) -> String {
    cards(record).collect()
}

fn cards(record: &Record) -> impl Iterator<Item = String> {
    let known = record.contact.iter().filter(|contact| !contact.is_empty());
    known.map(|contact| card(contact, record))
}

fn card(contact: &Contact, record: &Record) -> String {
    let organisation = first_known(&[&contact.organisation, record.lead_institution()]);
    // A card must have a name (RFC 2426, 3.1.1).
    let name = first_known(&[&contact.name, organisation, &record.title]);
    let mut card = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            push_folded(&mut card, &format!("{name}:{value}"));
        }
    };
    line("BEGIN", "VCARD");
    line("VERSION", "3.0");
    line("N", &format!("{};;;;", escaped(name)));
    line("FN", &escaped(name));
    line("ORG", &escaped(organisation));
    // An expert reached in person is named by the post, not by 本人.
    let expert = record.expert.as_ref();
    let post = expert.map_or("", |expert| &expert.post);
    let is_own = expert.is_some() && contact.name == record.title;
    let title = if is_own && !post.is_empty() {
        post
    } else {
        &contact.role
    };
    line("TITLE", &escaped(title));
    for phone in &contact.phones {
        line("TEL;TYPE=WORK", &escaped(phone));
    }
    for email in &contact.emails {
        line("EMAIL;TYPE=INTERNET", &escaped(email));
    }
    line("X-WECHAT", &escaped(&contact.wechat));
    line("X-QQ", &escaped(&contact.qq));
    if !contact.address.is_empty() {
        let address = escaped(&contact.address);
        line("ADR;TYPE=WORK", &format!(";;{address};;;;"));
    }
    line(
        "URL",
        &without_controls(harmless(&contact.website).unwrap_or_default()),
    );
    if record.title != name {
        line("NOTE", &escaped(&record.title));
    }
    line("END", "VCARD");
    card
}

fn first_known<'a>(names: &[&'a str]) -> &'a str {
    let known = names.iter().find(|name| !name.is_empty());
    known.copied().unwrap_or_default()
}

/// A text value: `\`, `;`, `,` and line ends are escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Appends a line, folded before a character that would cross its end.
fn push_folded(card: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > MAX_LINE_BYTES {
            card.push_str("\r\n ");
            width = 1;
        }
        card.push(c);
        width += c.len_utf8();
    }
    card.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn a_contact_without_any_name_bears_the_listings_title() {
        let record = Record {
            title: "防腐涂料".to_owned(),
            contact: vec![Contact {
                phones: vec!["027-00001234".to_owned()],
                ..Contact::default()
            }],
            ..Record::default()
        };
        assert!(vcards(&record).contains("\r\nFN:防腐涂料\r\n"));
    }

    #[test]
    fn a_card_holds_the_whole_contact() {
        let expected = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王小桥;;;;\r\nFN:王小桥\r\n\
            ORG:江城材料研究所\r\nTITLE:项目经理\r\nTEL;TYPE=WORK:027-00001234\r\n\
            TEL;TYPE=WORK:+86 27 0000 5678\r\nEMAIL;TYPE=INTERNET:wang@example.com\r\n\
            X-WECHAT:wang_example\r\nADR;TYPE=WORK:;;湖北省荆门市桥头路1号\\; 2楼;;;;\r\n\
            URL:https://example.com\r\nNOTE:石墨烯导热膜的制备方法\r\nEND:VCARD\r\n";
        assert_eq!(vcards(&achievement()), expected);
        assert_eq!(vcards(&patent()), "", "no contact, no card");
    }

    #[test]
    fn a_contact_without_name_is_its_organisation() {
        let mut record = achievement();
        record.contact[0].name.clear();
        record.contact[0].organisation.clear();
        let card = vcards(&record);
        assert!(card.contains("\r\nFN:江城材料研究所\r\n"), "{card}");
    }

    fn check_fold(line: &str, expected: &str) {
        let mut folded = String::new();
        push_folded(&mut folded, line);
        assert_eq!(folded, expected);
        assert!(folded.lines().all(|line| line.len() <= MAX_LINE_BYTES));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        check_fold(&"x".repeat(75), &format!("{}\r\n", "x".repeat(75)));
        check_fold(&"x".repeat(76), &format!("{}\r\n x\r\n", "x".repeat(75)));
        let chinese = format!(
            "{}\r\n {}\r\n {}\r\n",
            "桥".repeat(25),
            "桥".repeat(24),
            "桥".repeat(11)
        );
        check_fold(&"桥".repeat(60), &chinese);
    }

    #[test]
    fn no_value_breaks_out_of_its_line() {
        let mut record = achievement();
        record.contact[0].name = "a\r\nTEL:1\u{1b};b,c\\d".to_owned();
        record.contact[0].website = "https://example.com\r\nEND:VCARD".to_owned();
        let card = vcards(&record);
        assert!(card.contains("\r\nFN:a\\nTEL:1\\;b\\,c\\\\d\r\n"), "{card}");
        assert_eq!(card.matches("\r\nEND:VCARD\r\n").count(), 1);
    }
}
