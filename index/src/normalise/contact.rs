//! Whom to ask: from columns of their own, from an object, or from one loose text.

use serde_json::Value;

use super::cells::{Cells, text_of};
use super::headers::Target;
use super::list;
use super::mapping;
use super::text::paragraphs;
use crate::record::{Contact, Kind};

/// Words in front of a value in a loose text.
const LABELS: [&str; 16] = [
    "联系人",
    "电话",
    "联系电话",
    "手机",
    "手机号",
    "邮箱",
    "电子邮箱",
    "email",
    "e-mail",
    "tel",
    "phone",
    "mobile",
    "固话",
    "座机",
    "姓名",
    "联系方式",
];

/// All contacts of a row. Columns and the first object speak of the same person.
pub(super) fn contacts(cells: &Cells, kind: Kind, has_title: bool) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = cells.values(Target::Contact).flat_map(written).collect();
    let mut columns = of_columns(cells);
    let is_person = kind == Kind::Expert && !columns.is_empty();
    if columns.name.is_empty() && (is_person || has_title && kind != Kind::Institution) {
        columns.name = cells.text(Target::Name);
    }
    match contacts.first_mut() {
        Some(first) => complete(first, columns),
        None => contacts.push(columns),
    }
    contacts.retain(|contact| !contact.is_empty());
    contacts
}

fn of_columns(cells: &Cells) -> Contact {
    Contact {
        name: cells.text(Target::ContactName),
        organisation: cells.text(Target::Organisation),
        role: cells.text(Target::Role),
        phones: cells.list(Target::Phone, list::numbers),
        emails: cells.list(Target::Email, emails),
        wechat: cells.text(Target::Wechat),
        address: cells.text(Target::Address),
        website: cells.text(Target::Website),
    }
}

fn emails(text: &str) -> Vec<String> {
    let parts = list::numbers(text);
    let words = parts.iter().flat_map(|part| part.split_whitespace());
    words.map(str::to_owned).collect()
}

/// What stands under `contact`: an object, several, or a text.
fn written(value: &Value) -> Vec<Contact> {
    match value {
        Value::Object(entries) => {
            let cells = Cells::new(entries, mapping::NONE);
            let inner = Contact {
                name: cells.text(Target::Name),
                organisation: cells.text(Target::Institutions),
                role: cells.text(Target::Post),
                ..Contact::default()
            };
            let mut contact = of_columns(&cells);
            complete(&mut contact, inner);
            vec![contact]
        }
        Value::Array(values) if values.iter().any(Value::is_object) => values
            .iter()
            .filter(|value| value.is_object())
            .flat_map(written)
            .collect(),
        value => vec![loose(&paragraphs(&text_of(value)))],
    }
}

/// `张三 电话：027-0000 1111，z@example.com` → its parts, by their looks.
fn loose(text: &str) -> Contact {
    let mut contact = Contact::default();
    let is_separator = |c: char| {
        c.is_whitespace() || matches!(c, ';' | '；' | ',' | '，' | '、' | ':' | '：' | '/')
    };
    for word in text.split(is_separator).filter(|word| !word.is_empty()) {
        let digits = word
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '*')
            .count();
        if word.contains('@') {
            contact.emails.push(word.to_owned());
        } else if digits >= 7 {
            contact.phones.push(word.to_owned());
        } else if !LABELS.contains(&&*word.to_ascii_lowercase()) {
            if !contact.name.is_empty() {
                contact.name.push(' ');
            }
            contact.name.push_str(word);
        }
    }
    contact
}

/// Fills what is empty in `contact`.
fn complete(contact: &mut Contact, other: Contact) {
    let texts = [
        (&mut contact.name, other.name),
        (&mut contact.organisation, other.organisation),
        (&mut contact.role, other.role),
        (&mut contact.wechat, other.wechat),
        (&mut contact.address, other.address),
        (&mut contact.website, other.website),
    ];
    for (text, value) in texts {
        if text.is_empty() {
            *text = value;
        }
    }
    let lists = [
        (&mut contact.phones, other.phones),
        (&mut contact.emails, other.emails),
    ];
    for (values, more) in lists {
        values.extend(more);
        *values = list::distinct(std::mem::take(values));
    }
}
