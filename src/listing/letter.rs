//! A draft in words.

use qiao_index::vocab::Language;

use crate::desk::draft::{Draft, Way};
use crate::messages::{fill, pick};

/// By which way it is to be sent.
pub(crate) fn way(way: Way, language: Language) -> &'static str {
    let words = match way {
        Way::Mail => ["邮件", "mail"],
        Way::Letter => ["信函", "letter"],
        Way::Wechat => ["微信", "WeChat"],
    };
    pick(language, words)
}

/// Whom it is to, what it is about, and what it says.
pub(crate) fn whole(draft: &Draft, language: Language) -> String {
    let [to, subject] = heads(language);
    let reached = if draft.address.is_empty() {
        draft.person.clone()
    } else {
        format!("{} <{}>", draft.person, draft.address)
    };
    let head = format!("{to}{reached}\n{subject}{}\n", draft.subject);
    format!("{head}\n{}", draft.text)
}

/// What stands before the addressee and the subject.
const fn heads(language: Language) -> [&'static str; 2] {
    match language {
        Language::Chinese => ["收信人：", "主题："],
        Language::English => ["To: ", "Subject: "],
    }
}

/// Number, day, way, addressee, whether it was sent, and what it is about.
pub(crate) fn line(draft: &Draft, language: Language) -> String {
    let day = draft.at.get(..10).unwrap_or(&draft.at);
    let words = if draft.sent.is_empty() {
        ["未发出", "not sent"]
    } else {
        ["{day} 发出", "sent {day}"]
    };
    let state = fill(pick(language, words), &[("day", &draft.sent)]);
    let facts = [day, way(draft.way, language), &draft.person, &state];
    let facts: Vec<&str> = facts.into_iter().filter(|it| !it.is_empty()).collect();
    let colon = pick(language, ["：", ": "]);
    format!(
        "{}  {}{colon}{}",
        draft.number,
        facts.join(" · "),
        draft.subject
    )
}
