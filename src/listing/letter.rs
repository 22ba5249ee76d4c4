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

/// A draft as it was written in the end: [`whole`] with changes. Where its head is gone, address and
/// subject stay as they were.
pub(crate) fn rewritten(draft: &Draft, written: &str, language: Language) -> Draft {
    let mut draft = draft.clone();
    let written = written.replace("\r\n", "\n");
    let mut rest = written.trim_start();
    let heads = heads(language);
    for (place, head) in heads.into_iter().enumerate() {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        let Some(value) = line.strip_prefix(head.trim_end()) else {
            break;
        };
        if place == 0 {
            let address = value.trim().split_once('<');
            let (person, address) = address.unwrap_or((value, ""));
            person.trim().clone_into(&mut draft.person);
            let address = address.trim_end().trim_end_matches('>');
            address.trim().clone_into(&mut draft.address);
        } else {
            value.trim().clone_into(&mut draft.subject);
        }
        rest = behind;
    }
    rest.trim().clone_into(&mut draft.text);
    draft
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_comes_back_from_the_editor_with_what_was_changed() {
        let draft = Draft {
            person: "李".to_owned(),
            address: "li@example.com".to_owned(),
            subject: "Enquiry".to_owned(),
            text: "Dear Li".to_owned(),
            ..Draft::default()
        };
        for language in [Language::Chinese, Language::English] {
            let text = whole(&draft, language);
            assert_eq!(rewritten(&draft, &text, language), draft);
        }
        let changed = "To: 王 <wang@example.com>\nSubject: Another\n\nDear Wang,\n\nhello\n";
        let expected = Draft {
            person: "王".to_owned(),
            address: "wang@example.com".to_owned(),
            subject: "Another".to_owned(),
            text: "Dear Wang,\n\nhello".to_owned(),
            ..Draft::default()
        };
        assert_eq!(rewritten(&draft, changed, Language::English), expected);
        let bare = rewritten(&draft, "only text", Language::English);
        assert_eq!((&*bare.text, &*bare.subject), ("only text", "Enquiry"));
        assert_eq!(rewritten(&draft, " \n", Language::English).text, "");
    }
}
