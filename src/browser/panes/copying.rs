//! What of a listing can be copied, and the menu of it.

use qiao_index::record::{Contact, Record};
use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;

use super::popup;
use crate::export;
use crate::listing::fields::{self, contact_fields};
use crate::messages::{fill, pick};
use crate::ui::action::{Action, Part};
use crate::ui::look::Look;
use crate::ui::text::{self, Line};
use crate::ui::theme::Role;

/// The menu: digit, what it copies.
const MENU: [(char, Part); 8] = [
    ('1', Part::Phone),
    ('2', Part::Email),
    ('3', Part::NameAndOrganisation),
    ('4', Part::Contact),
    ('5', Part::Citation),
    ('6', Part::Vcard),
    ('7', Part::Number),
    ('0', Part::ShownText),
];

/// Columns and rows of the menu.
pub(crate) const SIZE: (u16, u16) = (66, 8);
/// Columns of the names; the longest sets it.
const NAME: usize = 23;
/// In a narrower menu the texts do not stand below each other.
const NARROW: u16 = 50;

/// The text of a part of a listing, where there is one.
pub(crate) fn part(record: &Record, part: Part, look: &Look) -> Option<String> {
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
    text.filter(|text| !text.trim().is_empty())
}

/// The text of a part of several listings: short ones one a line, cards one after the other.
/// What lacks it is passed over.
pub(crate) fn parts(records: &[&Record], of: Part, look: &Look) -> Option<String> {
    let texts = records.iter().filter_map(|record| part(record, of, look));
    let texts: Vec<String> = texts.collect();
    let between = match of {
        Part::Contact => "\n\n",
        Part::Vcard => "",
        _ => "\n",
    };
    (!texts.is_empty()).then(|| texts.join(between))
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
const fn punctuation(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Chinese => ("：", "、"),
        Language::English => (": ", ", "),
    }
}

/// "Name: …" line by line.
fn whole(contact: &Contact, look: &Look) -> String {
    let fields = contact_fields(contact, look).into_iter();
    fields
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| {
            let (colon, comma) = punctuation(look.language);
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

/// The copy menu; what it acts on is the listing that is chosen.
#[derive(Debug, Default)]
pub(crate) struct CopyMenu {
    chosen: usize,
}

impl CopyMenu {
    /// Chooses the line that is so many below the chosen one.
    pub(crate) fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(MENU.len() - 1);
    }

    /// Chooses the line at a row of the menu; false where there is none.
    pub(crate) fn choose_at(&mut self, row: u16, height: u16) -> bool {
        let place = popup::first_shown(self.chosen, height) + usize::from(row);
        let there = place < MENU.len();
        if there {
            self.chosen = place;
        }
        there
    }

    /// The chosen line's action.
    pub(crate) fn chosen(&self) -> Option<Action> {
        MENU.get(self.chosen).map(|(_, part)| Action::Copy(*part))
    }

    /// Draws the menu: digit, name, what would be copied.
    pub(crate) fn draw(&self, buffer: &mut Buffer, records: &[&Record], look: &Look) {
        let copy = &look.messages.copy;
        let title = match records.len() {
            0 | 1 => copy.title.to_owned(),
            number => fill(look.messages.marks.copy, &[("n", &number.to_string())]),
        };
        let area = popup::frame(buffer, SIZE, &title, copy.hint, look);
        let first = popup::first_shown(self.chosen, area.height);
        for ((at, (digit, of)), row) in MENU.iter().enumerate().skip(first).zip(area.rows()) {
            let line = menu_line(*digit, *of, records, area.width, look);
            line.fit(look.columns, usize::from(area.width)).draw(
                buffer,
                row,
                look.columns,
                &look.theme,
            );
            if at == self.chosen {
                text::select(buffer, row, &look.theme);
            }
        }
    }
}

/// Digit, what it copies, the text. The menu's title already says that it copies.
fn menu_line(digit: char, of: Part, records: &[&Record], width: u16, look: &Look) -> Line {
    let name = Action::Copy(of)
        .described()
        .map_or("", |row| pick(look.language, row.name));
    let name = name.strip_prefix(look.messages.copy.title).unwrap_or(name);
    let name = name.trim_start();
    let text = parts(records, of, look);
    let there = text.is_some() || of == Part::ShownText;
    let mut line = Line::new(
        format!("{digit}  "),
        if there { Role::Accent } else { Role::Dim },
    );
    line.push(name, if there { Role::Plain } else { Role::Dim });
    let column = if width < NARROW { 0 } else { NAME };
    let pad = column.saturating_sub(look.columns.width(name)).max(2);
    line.push(" ".repeat(pad), Role::Plain);
    let lacking = if there { "" } else { "—" };
    // A card is read by programs; people recognise it by the name on it.
    let preview = if of == Part::Vcard {
        text.and_then(|_| parts(records, Part::NameAndOrganisation, look))
    } else {
        text
    };
    line.push(preview.as_deref().unwrap_or(lacking), Role::Dim);
    line
}

#[cfg(test)]
mod tests {
    use qiao_index::record::Patent;

    use super::*;
    use crate::ui::text::Columns;
    use crate::ui::theme::Theme;

    #[test]
    fn copies_what_the_listing_has() {
        let look = Look::new(Language::English, Theme::ansi(), Columns::default(), false);
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
