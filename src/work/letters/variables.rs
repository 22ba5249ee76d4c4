//! What templates can name, and the putting of it into their texts.

use std::collections::HashMap;

use qiao_index::record::{Contact, Kind, Record};
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};

use super::template::Addressee;
use crate::desk::draft::Way;
use crate::messages::{Failure, nearest};

/// Every variable, Chinese and English: what it is, or what there has to be done where it lacks.
pub(crate) const VARIABLES: [(&str, [&str; 2]); 21] = [
    (
        "addressee",
        [
            "收信人，没有则是其单位",
            "whom it is to, or that institution",
        ],
    ),
    ("contact", ["收信人", "whom it is to"]),
    ("institution", ["收信单位", "the institution that it is to"]),
    ("address", ["收信地址", "the postal address"]),
    ("phone", ["收信人的电话", "the addressee's telephone"]),
    ("title", ["条目的标题", "the title of the listing"]),
    ("number", ["条目的编号", "the id of the listing"]),
    (
        "offer",
        [
            "成果，用 qiao draft 成果 --need 需求 写",
            "the offer: write the draft on the offer, with --need NEED",
        ],
    ),
    (
        "offer_institution",
        ["成果单位", "the institution of the offer"],
    ),
    (
        "offer_stage",
        ["成果所处阶段", "how far the offer has come"],
    ),
    (
        "need",
        ["需求，用 --need 给出", "the need: name it with --need"],
    ),
    ("need_target", ["需求的指标", "what the need has to reach"]),
    ("need_institution", ["需求单位", "the company of the need"]),
    (
        "last_contact",
        ["上次联系的日期", "the day of the last contact in the log"],
    ),
    ("today", ["今天的日期", "today"]),
    (
        "user_name",
        [
            "您的姓名，写在配置文件的 [me] 中（name），qiao config path 显示其位置",
            "your name: set `name` under [me] in the settings, `qiao config path` shows where",
        ],
    ),
    (
        "user_organisation",
        [
            "您的单位，写在配置文件的 [me] 中（organisation），qiao config path 显示其位置",
            "your organisation: set `organisation` under [me] in the settings, `qiao config path` shows where",
        ],
    ),
    (
        "user_phone",
        [
            "您的电话，写在配置文件的 [me] 中（phone），qiao config path 显示其位置",
            "your telephone: set `phone` under [me] in the settings, `qiao config path` shows where",
        ],
    ),
    (
        "user_email",
        [
            "您的邮箱，写在配置文件的 [me] 中（email），qiao config path 显示其位置",
            "your e-mail address: set `email` under [me] in the settings, `qiao config path` shows where",
        ],
    ),
    (
        "user_wechat",
        [
            "您的微信号，写在配置文件的 [me] 中（wechat），qiao config path 显示其位置",
            "your WeChat id: set `wechat` under [me] in the settings, `qiao config path` shows where",
        ],
    ),
    ("kind", ["条目的类型", "what the listing is"]),
];

/// The values of the variables; those that are not known lack.
pub(super) type Values = HashMap<&'static str, String>;

/// The two sides of a letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    /// The listing that it is written on.
    pub(super) listing: &'a Record,
    /// The need, where there is one.
    pub(super) need: Option<&'a Record>,
    /// The offer, where there is one.
    pub(super) offer: Option<&'a Record>,
}

impl<'a> Sides<'a> {
    /// Of a listing, and of the one that it is a match with: whichever is a need is the need.
    pub(super) fn of(listing: &'a Record, other: Option<&'a Record>) -> Self {
        let both = [Some(listing), other].into_iter().flatten();
        let find = |is_need: bool| {
            let mut both = both.clone();
            both.find(|it| (it.kind == Kind::Need) == is_need)
        };
        Self {
            listing,
            need: find(true),
            offer: find(false),
        }
    }

    /// The listing whose contact a letter is to.
    pub(super) const fn addressed(self, to: Addressee) -> Option<&'a Record> {
        match to {
            Addressee::Listing => Some(self.listing),
            Addressee::Need => self.need,
            Addressee::Offer => self.offer,
        }
    }
}

/// Values of all that is known of the sides, with whom a letter is to.
pub(super) fn of_sides(
    sides: Sides<'_>,
    (record, contact): (Option<&Record>, Option<&Contact>),
    language: Language,
) -> Values {
    let title = |record: &Record| record.title_in(language.code()).to_owned();
    let lead = |record: &Record| record.lead_institution().to_owned();
    let of_contact = |read: fn(&Contact) -> &String| contact.map(read).cloned().unwrap_or_default();
    let institution = [
        record.map(lead).unwrap_or_default(),
        of_contact(|it| &it.organisation),
    ];
    let institution = institution.into_iter().find(|it| !it.is_empty());
    let institution = institution.unwrap_or_default();
    let name = of_contact(|it| &it.name);
    let stage = sides.offer.and_then(|offer| {
        let stage = offer.maturity.stage.as_str();
        (!stage.is_empty() && stage != "unknown")
            .then(|| vocab::label(Facet::Stage, stage, language).into_owned())
    });
    let target = sides.need.and_then(|it| it.need.as_ref());
    let kind = vocab::label(Facet::Kind, sides.listing.kind.as_str(), language);
    let all = [
        (
            "addressee",
            if name.is_empty() {
                institution.clone()
            } else {
                name.clone()
            },
        ),
        ("contact", name),
        ("institution", institution),
        ("address", of_contact(|it| &it.address)),
        (
            "phone",
            contact
                .and_then(|it| it.phones.first())
                .cloned()
                .unwrap_or_default(),
        ),
        ("title", title(sides.listing)),
        ("number", sides.listing.id.clone()),
        ("kind", kind.into_owned()),
        ("offer", sides.offer.map(title).unwrap_or_default()),
        (
            "offer_institution",
            sides.offer.map(lead).unwrap_or_default(),
        ),
        ("offer_stage", stage.unwrap_or_default()),
        ("need", sides.need.map(title).unwrap_or_default()),
        ("need_institution", sides.need.map(lead).unwrap_or_default()),
        (
            "need_target",
            target.map(|it| it.target.clone()).unwrap_or_default(),
        ),
    ];
    let lines = all
        .into_iter()
        .map(|(name, value)| (name, one_line(&value)));
    lines.filter(|(_, value)| !value.is_empty()).collect()
}

/// A value in one line: nothing in a listing begins a line of a letter, or a header of a mail.
pub(super) fn one_line(text: &str) -> String {
    let shown = text.replace(|c: char| c.is_control(), " ");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The contact that can be reached by a way, else the first of whom anything is known.
pub(super) fn contact(record: &Record, way: Way) -> Option<&Contact> {
    let mut known = record.contact.iter().filter(|contact| !contact.is_empty());
    let reached = known
        .clone()
        .find(|contact| !address(contact, way).is_empty());
    reached.or_else(|| known.next())
}

/// Where a contact is reached by a way; empty where that is not known.
pub(super) fn address(contact: &Contact, way: Way) -> String {
    match way {
        Way::Mail => {
            let mut addresses = contact.emails.iter().map(|it| it.trim());
            addresses
                .find(|it| is_address(it))
                .unwrap_or_default()
                .to_owned()
        }
        Way::Letter => one_line(&contact.address),
        Way::Wechat => one_line(&contact.wechat),
    }
}

/// Whether a mail can be addressed so: what sources mask (`zh***@example.com`) cannot.
pub(crate) fn is_address(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"*".contains(c);
    let parts = text.split_once('@').filter(|_| !text.contains(odd));
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
    })
}

/// A text with the values in the places of its variables.
///
/// # Errors
/// Those that lack, or that there are not: in words.
pub(super) fn put(text: &str, values: &Values) -> Result<String, Vec<Failure>> {
    let mut wrong = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match put_line(line, values) {
            Ok(line) => lines.extend(line),
            Err(failures) => wrong.extend(failures),
        }
    }
    // What was left out leaves no hole.
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    let text = lines.join("\n").trim().to_owned();
    if wrong.is_empty() {
        Ok(text)
    } else {
        Err(wrong)
    }
}

/// One line; `None` where it is left out.
fn put_line(line: &str, values: &Values) -> Result<Option<String>, Vec<Failure>> {
    let mut put = String::new();
    let mut rest = line;
    let mut wrong = Vec::new();
    while let Some((before, behind)) = rest.split_once('{') {
        put += before;
        let Some((name, after)) = behind.split_once('}').filter(|(name, _)| is_name(name)) else {
            put.push('{');
            rest = behind;
            continue;
        };
        let (name, may_lack) = name
            .strip_suffix('?')
            .map_or((name, false), |name| (name, true));
        match (known(name), values.get(name)) {
            (Ok(_), Some(value)) => put += value,
            (Ok(_), None) if may_lack => return Ok(None),
            (Ok(what), None) => wrong.push(lacking(name, what)),
            (Err(failure), _) => wrong.push(failure),
        }
        rest = after;
    }
    put += rest;
    if wrong.is_empty() {
        Ok(Some(put))
    } else {
        Err(wrong)
    }
}

/// Whether something in braces is meant as a variable.
fn is_name(text: &str) -> bool {
    let name = text.strip_suffix('?').unwrap_or(text);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn known(name: &str) -> Result<[&'static str; 2], Failure> {
    if let Some((_, what)) = VARIABLES.iter().find(|(known, _)| *known == name) {
        return Ok(*what);
    }
    let names = VARIABLES.map(|(name, _)| name);
    let meant = nearest(name, &names);
    let hint = |before: &str, after: &str| {
        meant.map_or_else(String::new, |meant| format!("{before}{{{meant}}}{after}"))
    };
    let all = names.join(" ");
    Err(Failure::new(
        format!(
            "没有变量 {{{name}}}{}；可用的有：{all}",
            hint("，是否想写 ", "")
        ),
        format!(
            "there is no variable {{{name}}}{}; there are {all}",
            hint(", did you mean ", "?")
        ),
    ))
}

fn lacking(name: &str, [chinese, english]: [&str; 2]) -> Failure {
    Failure::new(
        format!("缺少 {{{name}}}（{chinese}）"),
        format!("{{{name}}} is missing ({english})"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_places_of_their_variables() {
        let values = Values::from([
            ("title", "石墨烯".to_owned()),
            ("user_name", "A {b}".to_owned()),
        ]);
        let check = |text: &str, expected: Result<&str, &str>| {
            let put = put(text, &values).map_err(|wrong| {
                let wrong = wrong.iter().map(ToString::to_string);
                wrong.collect::<Vec<_>>().join("; ")
            });
            match expected {
                Ok(expected) => assert_eq!(put.as_deref(), Ok(expected), "{text}"),
                Err(part) => assert!(put.clone().is_err_and(|it| it.contains(part)), "{put:?}"),
            }
        };
        check("a\n{title} by {user_name}\n", Ok("a\n石墨烯 by A {b}"));
        check("a\n\n{phone?}\n\nb", Ok("a\n\nb"));
        check("{ title } {} {x y} {", Ok("{ title } {} {x y} {"));
        check(
            "{phone}",
            Err("{phone} is missing (the addressee's telephone)"),
        );
        check(
            "{titel}",
            Err("there is no variable {titel}, did you mean {title}?"),
        );
        check("{titel?}", Err("no variable"));
        check("{phone} {need}", Err("{need} is missing"));
    }

    #[test]
    fn what_is_no_address_gets_no_mail() {
        let check = |text: &str, expected| assert_eq!(is_address(text), expected, "{text:?}");
        check("li@example.com", true);
        check("li.si+x@mail.example.com", true);
        check("l***@example.com", false);
        check("li@example.com\r\nBcc: x@example.com", false);
        check("li@example.com, wu@example.com", false);
        check("li@localhost", false);
        check("li", false);
        check("@example.com", false);
        check("a@b@example.com", false);
    }

    #[test]
    fn nothing_in_a_value_begins_a_line() {
        assert_eq!(one_line("a\r\nBcc: b\u{1b}[2J\tc "), "a Bcc: b [2J c");
    }
}
