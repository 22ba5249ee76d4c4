//! What of a listing can be copied, as texts.

use qiao_index::record::{Contact, Record};

use crate::export;
use crate::listing::fields::{self, contact_fields};
use crate::messages::{pick, to_paste};
use crate::ui::action::Part;
use crate::ui::presentation::Presentation;

/// The text of a part of a listing, where there is one.
pub(crate) fn part(record: &Record, part: Part, look: &Presentation) -> Option<String> {
    let contact = record.contact.iter().find(|contact| !contact.is_empty());
    let text = match part {
        Part::Phone => first(record, |contact| &contact.phones),
        Part::Email => first(record, |contact| &contact.emails),
        Part::NameAndOrganisation => contact.map(name_and_organisation),
        Part::Contact => contact.map(|contact| whole(contact, look)),
        Part::Citation => Some(export::citation(record, look.language)),
        Part::Vcard => Some(export::vcards(record)).filter(|cards| !cards.is_empty()),
        Part::Number => number(record),
        Part::ShownText => None,
    };
    // Who pastes it into a shell or a form means one line.
    let is_one_line = !matches!(part, Part::Contact | Part::Vcard);
    let text = text.map(|text| match part {
        Part::Vcard => text,
        _ => to_paste(&text),
    });
    let text = text.map(|text| if is_one_line { one_line(&text) } else { text });
    text.filter(|text| !text.trim().is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a part of several listings: short ones one a line, cards one after the other.
/// What lacks it is passed over.
pub(crate) fn parts(records: &[&Record], of: Part, look: &Presentation) -> Option<String> {
    let texts = records.iter().filter_map(|record| part(record, of, look));
    let texts: Vec<String> = texts.collect();
    let between = match of {
        Part::Contact => "\n\n",
        Part::Vcard => "",
        _ => "\n",
    };
    (!texts.is_empty()).then(|| texts.join(between))
}

/// Whether a part is one of the contact: to copy it is the first step to calling or writing.
pub(crate) const fn is_of_contact(part: Part) -> bool {
    matches!(
        part,
        Part::Phone | Part::Email | Part::NameAndOrganisation | Part::Contact | Part::Vcard
    )
}

/// Whether a line is one of the ways to reach a contact of a listing.
pub(crate) fn is_in_contact(record: &Record, line: &str) -> bool {
    let ways = |it: &Contact| [&it.phones, &it.emails].map(|ways| ways.iter().any(|it| it == line));
    record
        .contact
        .iter()
        .any(|contact| contact.wechat == line || contact.qq == line || ways(contact) != [false; 2])
}

fn first(record: &Record, read: fn(&Contact) -> &Vec<String>) -> Option<String> {
    record.contact.iter().flat_map(read).next().cloned()
}

fn name_and_organisation(contact: &Contact) -> String {
    let known = [&*contact.name, &*contact.organisation].into_iter();
    known
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Behind a name, between values.
const PUNCTUATION: [[&str; 2]; 2] = [["：", "、"], [": ", ", "]];

/// "Name: …" line by line.
fn whole(contact: &Contact, look: &Presentation) -> String {
    let fields = contact_fields(contact, look).into_iter();
    fields
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| {
            let [colon, comma] = pick(look.language, PUNCTUATION);
            let values: Vec<String> = values.iter().map(|it| one_line(it)).collect();
            format!("{}{colon}{}", pick(look.language, name), values.join(comma))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The number by which others know the listing: in China the application's (the patent's number
/// is the same), elsewhere that of the publication.
fn number(record: &Record) -> Option<String> {
    let patent = record.patent.as_ref();
    let application = patent.map(|patent| patent.application_number.clone());
    let publication = fields::publication(record);
    let chinese = patent.is_some_and(|patent| matches!(&*patent.office, "CN" | ""));
    let of_patent = if chinese {
        [application, Some(publication)]
    } else {
        [Some(publication), application]
    };
    let achievement = record.achievement.as_ref();
    let registration = achievement.map(|it| it.registration_number.clone());
    let numbers = of_patent.into_iter().chain([registration]).flatten();
    numbers.into_iter().find(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use qiao_index::record::Patent;
    use qiao_index::vocab::Language;

    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    #[test]
    fn copies_what_the_listing_has() {
        let look = Presentation::new(
            Language::English,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let empty = Record::default();
        let full = Record {
            contact: vec![
                Contact::default(),
                Contact {
                    name: "李示例".into(),
                    organisation: "示例大学".into(),
                    phones: vec!["027-00001234".into()],
                    ..Contact::default()
                },
                Contact {
                    emails: vec!["li@example.com".into()],
                    ..Contact::default()
                },
            ],
            patent: Some(Box::new(Patent {
                publication_number: "107123456".into(),
                ..Patent::default()
            })),
            ..Record::default()
        };
        let check = |of, expected: Option<&str>| {
            assert_eq!(part(&full, of, &look).as_deref(), expected, "{of:?}");
            if of != Part::Citation {
                assert_eq!(part(&empty, of, &look), None, "{of:?} of an empty listing");
            }
        };
        check(Part::Phone, Some("027-00001234"));
        check(Part::Email, Some("li@example.com"));
        check(Part::NameAndOrganisation, Some("李示例 示例大学"));
        check(
            Part::Contact,
            Some("Name: 李示例\nOrganisation: 示例大学\nTelephone: 027-00001234"),
        );
        check(Part::Number, Some("107123456"));
        check(Part::ShownText, None);
    }
}
