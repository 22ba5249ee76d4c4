//! Whom to ask: from columns of their own, from an object, or from one loose text.

mod together;

use serde_json::Value;

use super::cells::{Cells, text_of};
use super::email;
use super::headers::Target;
use super::list;
use super::mapping;
use super::phone::{self, Use};
use super::qq;
use super::text::{line, paragraphs};
use crate::record::{Contact, Kind};

/// Words in front of a value in a loose text.
const LABELS: [&str; 33] = [
    "联系人",
    "联系",
    "电话",
    "联系电话",
    "手机",
    "手机号",
    "手机号码",
    "邮箱",
    "电子邮箱",
    "电子邮件",
    "邮件",
    "email",
    "e-mail",
    "mail",
    "mailto",
    "tel",
    "phone",
    "mobile",
    "fax",
    "传真",
    "固话",
    "座机",
    "姓名",
    "联系方式",
    "微信",
    "微信号",
    "微信同号",
    "wechat",
    "qq",
    "qq号",
    "qq号码",
    "扣扣",
    "扣扣号",
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
    contacts.extend(cells.groups().iter().map(|(name, group)| {
        let mut contact = of_columns(group);
        if contact.name.is_empty() {
            contact.name = cells.under(&format!("{name} name"));
        }
        contact
    }));
    contacts.retain(|contact| !contact.is_empty());
    together::together(contacts)
}

fn of_columns(cells: &Cells) -> Contact {
    let mut wechat = account(&cells.text(Target::Wechat));
    let phones = read(cells, Target::Phone, phone::phones);
    if wechat.is_empty() {
        wechat = cells
            .values(Target::Phone)
            .find_map(|value| wechat_of(&phone::narrowed(&text_of(value))))
            .unwrap_or_default();
    }
    let name = cells.text(Target::ContactName);
    Contact {
        name: qq::without_number(&name).to_owned(),
        organisation: cells.text(Target::Organisation),
        role: cells.text(Target::Role),
        phones,
        emails: read(cells, Target::Email, email::emails),
        wechat,
        qq: qq_of_columns(cells, &name),
        address: cells.text(Target::Address),
        website: cells.text(Target::Website),
    }
}

/// The QQ number of its own column, else the one that stands beside a name, number or address.
fn qq_of_columns(cells: &Cells, name: &str) -> String {
    let own = cells.text(Target::Qq);
    if !own.is_empty() {
        return qq::number(&own).unwrap_or_else(|| qq::bare(&own));
    }
    let others = [Target::Phone, Target::Wechat, Target::Email];
    let mut texts = others.into_iter().flat_map(|target| {
        cells
            .values(target)
            .map(|value| phone::narrowed(&text_of(value)))
    });
    qq::number(&phone::narrowed(name))
        .or_else(|| texts.find_map(|text| qq::number(&text)))
        .unwrap_or_default()
}

/// The values of a field; the items of an array are read as cells are.
fn read(cells: &Cells, target: Target, values: fn(&str) -> Vec<String>) -> Vec<String> {
    let texts = cells.list(target, values);
    list::distinct(texts.iter().flat_map(|text| values(text)).collect())
}

/// An account without its label.
fn account(text: &str) -> String {
    let bare = ["微信号", "微信", "wechat", "WeChat", "vx", "wx"]
        .iter()
        .find_map(|label| {
            text.strip_prefix(label)?
                .trim_start()
                .strip_prefix([':', '：'])
        });
    bare.unwrap_or(text).trim().to_owned()
}

/// `微信：13800000000`, `微信号 abc_123`, `13800000000（微信同号）`: the account that a text names.
fn wechat_of(text: &str) -> Option<String> {
    let numbers = phone::numbers(text);
    let labelled = numbers.iter().find(|found| found.used == Use::Wechat);
    if let Some(found) = labelled {
        return Some(found.number.clone());
    }
    if text.contains("微信同号") || text.contains("同微信") {
        return numbers.first().map(|found| found.number.clone());
    }
    let (_, behind) = text
        .split_once("微信号")
        .or_else(|| text.split_once("微信"))?;
    let behind = behind.trim_start_matches([':', '：', ' ']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
    behind
        .get(..end)
        .filter(|account| account.len() >= 5)
        .map(str::to_owned)
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
            for text in ["info", "value", "number", "account"]
                .iter()
                .filter_map(|key| entries.get(*key))
            {
                for loose in loose(&paragraphs(&text_of(text))) {
                    complete(&mut contact, loose);
                }
            }
            if let Some(person) = entries.get("person") {
                contact.name = line(&text_of(person));
            }
            vec![contact]
        }
        Value::Array(values) if values.iter().any(Value::is_object) => values
            .iter()
            .filter(|value| value.is_object())
            .flat_map(written)
            .collect(),
        value => match json(&text_of(value)) {
            Some(value) => written(&value),
            None => loose(&paragraphs(&text_of(value))),
        },
    }
}

/// Objects of JSON that stand in a cell as text.
fn json(text: &str) -> Option<Value> {
    let text = text.trim();
    let is_json = text.starts_with("[{") || text.starts_with('{');
    let value: Value = serde_json::from_str(text).ok().filter(|_| is_json)?;
    let items = value.as_array();
    let is_contact = items.map_or(value.is_object(), |items| {
        items.iter().all(Value::is_object)
    });
    is_contact.then_some(value)
}

/// A piece of a loose text.
enum Piece {
    Name(String),
    Phone(String),
    Email(String),
    Wechat(String),
    Qq(String),
}

/// `张三 电话：027-0000 1111，z@example.com；李四 …` → the people and their numbers, by their looks.
fn loose(text: &str) -> Vec<Contact> {
    let mut contacts = vec![Contact::default()];
    for piece in pieces(text) {
        let Some(contact) = contacts.last_mut() else {
            break;
        };
        let has_number = !contact.phones.is_empty() || !contact.emails.is_empty();
        match piece {
            Piece::Name(name) if has_number => contacts.push(Contact {
                name,
                ..Contact::default()
            }),
            Piece::Name(name) if contact.name.is_empty() => contact.name = name,
            Piece::Name(name) => contact.name = format!("{} {name}", contact.name),
            Piece::Phone(number) => contact.phones.push(number),
            Piece::Email(address) => contact.emails.push(address),
            Piece::Wechat(account) => contact.wechat = account,
            Piece::Qq(number) => contact.qq = number,
        }
    }
    with_numbers_only(contacts)
}

/// Words behind the last number are no person of their own.
fn with_numbers_only(contacts: Vec<Contact>) -> Vec<Contact> {
    let mut people: Vec<Contact> = Vec::with_capacity(contacts.len());
    for contact in contacts {
        let is_bare = contact.phones.is_empty() && contact.emails.is_empty();
        match people.last_mut() {
            Some(last) if is_bare => {
                let whole = format!("{} {}", last.name, contact.name);
                whole.trim().clone_into(&mut last.name);
            }
            _ => people.push(contact),
        }
    }
    people
}

/// The names, numbers and addresses of a text, in its order.
fn pieces(text: &str) -> Vec<Piece> {
    let plain = email::with_sign(&phone::narrowed(text));
    let mut found: Vec<(usize, usize, Option<Piece>)> = email::addresses(&plain)
        .into_iter()
        .map(|found| (found.start, found.end, Some(Piece::Email(found.address))))
        .collect();
    for number in phone::numbers(&plain) {
        let piece = match number.used {
            Use::Phone => Some(Piece::Phone(number.number)),
            Use::Wechat => Some(Piece::Wechat(number.number)),
            Use::Qq => Some(Piece::Qq(number.number)),
            Use::Other => None,
        };
        let overlaps =
            |(start, end, _): &(usize, usize, _)| number.start < *end && *start < number.end;
        if !found.iter().any(overlaps) {
            found.push((number.start, number.end, piece));
        }
    }
    found.sort_by_key(|&(start, ..)| start);
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end, piece) in found {
        pieces.extend(names(plain.get(at..start).unwrap_or_default()));
        pieces.extend(piece);
        at = end;
    }
    pieces.extend(names(plain.get(at..).unwrap_or_default()));
    if let Some(number) = qq::number(&plain) {
        pieces.retain(|piece| !matches!(piece, Piece::Name(name) if qq::is_of(name, &number)));
        if !pieces.iter().any(|piece| matches!(piece, Piece::Qq(_))) {
            pieces.push(Piece::Qq(number));
        }
    }
    if let Some(account) = wechat_of(&plain) {
        pieces.retain(|piece| !matches!(piece, Piece::Name(name) if *name == account));
        pieces.push(Piece::Wechat(account));
    }
    pieces
}

/// The words of a text that are no labels.
fn names(text: &str) -> Vec<Piece> {
    let is_separator = |c: char| {
        c.is_whitespace() || matches!(c, ';' | ',' | '、' | ':' | '/' | '<' | '>' | '|' | '。')
    };
    let words = text.split(is_separator);
    let words = words.map(|word| word.trim_matches(['(', ')', '[', ']', '=', '-', '.']));
    words
        .filter(|word| !word.is_empty() && !LABELS.contains(&&*word.to_lowercase()))
        .map(|word| Piece::Name(word.to_owned()))
        .collect()
}

/// Fills what is empty in `contact`, and adds the numbers and addresses that it lacks.
fn complete(contact: &mut Contact, mut other: Contact) {
    let lists = [
        (&mut contact.phones, std::mem::take(&mut other.phones)),
        (&mut contact.emails, std::mem::take(&mut other.emails)),
    ];
    for (values, more) in lists {
        values.extend(more);
        *values = list::distinct(std::mem::take(values));
    }
    fill(contact, other);
}

/// Fills what is empty in `contact`, but for numbers and addresses.
fn fill(contact: &mut Contact, other: Contact) {
    let texts = [
        (&mut contact.name, other.name),
        (&mut contact.organisation, other.organisation),
        (&mut contact.role, other.role),
        (&mut contact.wechat, other.wechat),
        (&mut contact.qq, other.qq),
        (&mut contact.address, other.address),
        (&mut contact.website, other.website),
    ];
    for (text, value) in texts {
        if text.is_empty() {
            *text = value;
        }
    }
}
