//! Export: records → bytes, one file per format, and the citations that are copied.
//!
//! Nothing here knows the library or the terminal. Whatever goes to a terminal passes
//! [`visible`] or [`visible_lines`]; whatever goes to a spreadsheet passes [`formula_safe`].

use std::borrow::Cow;

use qiao_index::record::Record;

mod citation;
mod csv;
mod file;
mod json;
mod jsonl;
mod vcard;

pub(crate) use citation::{citation, whole_number};
pub(crate) use csv::{FORMULA_STARTS, formula_safe, write_csv};
pub(crate) use file::{Format, Written, write, write_file};
pub(crate) use json::{write_json, write_json_pretty};
pub(crate) use jsonl::write_jsonl;
pub(crate) use vcard::{vcards, write_vcard};

/// What stands between the values of a list in one cell or line.
const LIST_SEPARATOR: &str = "; ";

/// One line of text in which nothing hides: control characters, line ends and signs that
/// change the direction of writing are shown as `\u{202e}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c.is_control() || is_directional(c))
}

/// As [`visible`], with line ends kept.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && (c.is_control() || is_directional(c)))
}

fn escaped(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&hides) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' if hides(c) => shown.push(' '),
            c if hides(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm.
const fn is_directional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Takes out of a record whom to ask: the contacts, the rows as they came, what was edited of
/// them, and what of the contacts is repeated in its texts.
pub(crate) fn redact_contacts(record: &mut Record) {
    let contacts = std::mem::take(&mut record.contact);
    record.raw = serde_json::Value::Null;
    for source in &mut record.sources {
        source.raw = serde_json::Value::Null;
    }
    record.edits.clear();
    record.people.retain(|person| person.role != "contact");
    let secrets: Vec<String> = contacts
        .into_iter()
        .flat_map(|contact| [contact.phones, contact.emails, vec![contact.wechat]].concat())
        .filter(|secret| secret.chars().count() >= 5)
        .collect();
    let mut texts = vec![&mut record.summary, &mut record.body];
    if let Some(need) = &mut record.need {
        texts.extend([
            &mut need.problem,
            &mut need.key_technology,
            &mut need.target,
            &mut need.current_state,
        ]);
    }
    for text in texts {
        for secret in &secrets {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "***");
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod tests {
    use super::samples::achievement;
    use super::*;

    #[test]
    fn nothing_hides_in_a_line() {
        assert_eq!(visible("a\u{1b}[31m\tb\nc"), "a\\u{1b}[31m b\\u{a}c");
        assert_eq!(visible("\u{202e}gnp.exe"), "\\u{202e}gnp.exe");
        assert_eq!(visible("瞧/桥 “a”"), "瞧/桥 “a”");
        assert_eq!(visible_lines("a\nb\r\u{85}"), "a\nb\\u{d}\\u{85}");
    }

    #[test]
    fn redaction_leaves_no_contact_anywhere() {
        let mut record = achievement();
        record.body = "详情请致电027-00001234。".to_owned();
        record.raw = serde_json::json!({"contactMobile": "027-00001234"});
        redact_contacts(&mut record);
        let json = serde_json::to_string(&record).unwrap_or_default();
        assert!(
            !json.contains("00001234") && !json.contains("example.com"),
            "{json}"
        );
        assert_eq!(record.body, "详情请致电***。");
        assert_eq!(record.title, achievement().title);
    }
}
