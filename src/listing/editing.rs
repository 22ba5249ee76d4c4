//! The fields of a listing as a text for an editor, and what was changed in it.
//!
//! The text is TOML: names and texts, lists in brackets. Only what differs from the listing
//! becomes a change; a line that is taken out changes nothing.

use std::fmt::Write as _;

use qiao_index::edits::{self, Change, EditError};
use qiao_index::fields::{Field, Shape};
use qiao_index::record::{Edit, Kind, Record};
use qiao_index::vocab::Language;
use toml::de::{DeTable, DeValue};

use crate::messages::{Failure, escape_controls, nearest, pick, say, toml_failure};

/// Before a line about which there is a complaint.
const COMPLAINT: &str = "#! ";

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditTextError {
    /// Line in the text, from 1.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) failure: Failure,
}

/// The fields of a listing as a text: those that say something, then the empty ones.
pub(crate) fn text(record: &Record, language: Language) -> String {
    let title = escape_controls(&record.title);
    let id = escape_controls(&record.id);
    let help = pick(
        language,
        [
            "修改后保存并退出编辑器即可；删去的行保持原样，写成 \"\" 或 [] 则清空该字段",
            "Edit the fields, save, and leave the editor. A line you delete keeps its value; \"\" or [] empties its field.",
        ],
    );
    let mut text = format!("# {title} ({id})\n# {help}\n\n");
    let written = |field: &Field| edits::written(field, record, language);
    let (empty, filled): (Vec<&Field>, Vec<&Field>) =
        edits::fields_of(record.kind).partition(|field| written(field).is_empty());
    for field in filled {
        let edit = record.edits.iter().find(|edit| edit.field == field.name);
        write_field(
            &mut text,
            field,
            &written(field),
            edit,
            record.kind,
            language,
        );
    }
    let heading = pick(language, ["尚未填写", "Not filled in yet"]);
    text.push_str("\n# ");
    text.push_str(heading);
    text.push_str("\n\n");
    for field in empty {
        let edit = record.edits.iter().find(|edit| edit.field == field.name);
        write_field(&mut text, field, "", edit, record.kind, language);
    }
    text
}

fn write_field(
    text: &mut String,
    field: &Field,
    value: &str,
    edit: Option<&Edit>,
    kind: Kind,
    language: Language,
) {
    if let Some(edit) = edit {
        let source = edits::source_text(edit, kind, language);
        let label = pick(language, ["来源", "source"]);
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        // Writing to a string cannot fail.
        writeln!(text, "# {label}: {}", escape_controls(&source)).unwrap_or_default();
    }
    let value = match field.shape {
        Shape::Text if value.contains('\n') => format!("\"\"\"\n{}\n\"\"\"", escaped(value, true)),
        Shape::List => {
            let items = value.split("; ").filter(|item| !item.is_empty());
            let items: Vec<String> = items
                .map(|item| format!("\"{}\"", escaped(item, false)))
                .collect();
            format!("[{}]", items.join(", "))
        }
        _ => format!("\"{}\"", escaped(value, false)),
    };
    let label = say(
        language,
        ["  # {label}", ""],
        &[("label", field.label(kind, language))],
    );
    writeln!(text, "{} = {value}{label}", field.name).unwrap_or_default();
}

/// A text as TOML writes it between quotation marks; line feeds may stay in paragraphs.
fn escaped(text: &str, paragraphs: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' if paragraphs => escaped.push(c),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control()
                || escape_controls(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() =>
            {
                write!(escaped, "\\u{:04X}", u32::from(c)).unwrap_or_default();
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// What was changed in the text of a listing.
pub(crate) fn changes(
    text: &str,
    record: &Record,
    language: Language,
) -> Result<Vec<Change>, EditTextError> {
    let line_of = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        EditTextError {
            line: line_of(at),
            failure: toml_failure(text, &error),
        }
    })?;
    let mut changes = Vec::new();
    for (name, value) in table.get_ref() {
        let line = line_of(name.span().start);
        let refuse =
            |refused: EditError| complaint(line, |language| said(&refused, record.kind, language));
        let field = edits::named(name.get_ref(), record.kind).map_err(refuse)?;
        let written = text.get(value.span()).unwrap_or_default();
        let new = plain(value.get_ref(), written);
        let change = change(field, new.trim_end(), record, language);
        if let Some(change) = change {
            edits::check(&change, record).map_err(refuse)?;
            changes.push(change);
        }
    }
    Ok(changes)
}

fn complaint(line: usize, words: impl Fn(Language) -> String) -> EditTextError {
    EditTextError {
        line,
        failure: Failure::new(words(Language::Chinese), words(Language::English)),
    }
}

/// A value as text; lists with `; ` between their values, what is no text as it stands there.
fn plain(value: &DeValue<'_>, written: &str) -> String {
    match value {
        DeValue::String(text) => text.clone().into_owned(),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| plain(item.get_ref(), ""));
            items
                .filter(|item| !item.is_empty())
                .collect::<Vec<_>>()
                .join("; ")
        }
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        _ => written.to_owned(),
    }
}

/// What a new text does to a field; what the sources say already needs no edit.
fn change(field: &'static Field, new: &str, record: &Record, language: Language) -> Option<Change> {
    if new == edits::written(field, record, language).trim_end() {
        return None;
    }
    let edit = record.edits.iter().find(|edit| edit.field == field.name);
    let source = edit.map(|edit| edits::source_text(edit, record.kind, language));
    if source.is_some_and(|source| source == new) {
        return Some(Change::Reset(field));
    }
    Some(Change::Set(field, new.to_owned()))
}

/// The text with the complaint above the line that it is about.
pub(crate) fn with_complaint(text: &str, complaint: &EditTextError, language: Language) -> String {
    let words = escape_controls(complaint.failure.say(language));
    let mut marked = String::with_capacity(text.len() + words.len() + 8);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if number == complaint.line {
            marked.push_str(COMPLAINT);
            marked.push_str(&words);
            marked.push('\n');
        }
        marked.push_str(line);
    }
    marked
}

/// The text without earlier complaints.
pub(crate) fn without_complaints(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !line.starts_with(COMPLAINT)).collect()
}

/// The change that `FIELD=VALUE` asks for.
///
/// # Errors
/// Why there is none, for people.
pub(crate) fn set(text: &str, kind: Kind, language: Language) -> Result<Change, String> {
    let (name, value) = text.split_once(['=', '＝']).ok_or_else(|| {
        let text = escape_controls(text);
        let message = [
            "“{text}”不是“字段=值”的形式",
            "`{text}` should be FIELD=VALUE",
        ];
        say(language, message, &[("text", &text)])
    })?;
    Ok(Change::Set(field(name, kind, language)?, value.to_owned()))
}

/// The change that lets the named field say again what its sources say.
///
/// # Errors
/// As for [`set`].
pub(crate) fn reset(name: &str, kind: Kind, language: Language) -> Result<Change, String> {
    Ok(Change::Reset(field(name, kind, language)?))
}

fn field(name: &str, kind: Kind, language: Language) -> Result<&'static Field, String> {
    let found = edits::named(name, kind);
    found.map_err(|refused| said(&refused, kind, language))
}

/// Why an edit cannot be, and what to do.
pub(crate) fn said(refused: &EditError, kind: Kind, language: Language) -> String {
    match refused {
        EditError::Unknown(name) => unknown(name, kind, language),
        EditError::NoTitle => pick(
            language,
            [
                "名称不能为空：请写上名称",
                "a listing needs a title: it cannot be empty",
            ],
        )
        .to_owned(),
        EditError::Unreadable { field, value } => say(
            language,
            [
                "{field} 读不懂“{value}”{example}",
                "`{value}` is not a valid {field}{example}",
            ],
            &[
                ("field", field),
                ("value", &escape_controls(value)),
                ("example", &example(field, language)),
            ],
        ),
        EditError::NotEdited(field) => say(
            language,
            [
                "{field} 没有修改过，无需还原",
                "{field} was not edited: there is nothing to reset",
            ],
            &[("field", field)],
        ),
    }
}

fn unknown(name: &str, kind: Kind, language: Language) -> String {
    let names: Vec<&str> = edits::fields_of(kind).map(|field| field.name).collect();
    let meant = nearest(&name.to_lowercase(), &names);
    let text = match meant {
        Some(_) => [
            "没有可修改的字段“{name}”，是不是 {meant}？可修改的有：{all}",
            "there is no editable field `{name}` (did you mean {meant}?); editable fields: {all}",
        ],
        None => [
            "没有可修改的字段“{name}”。可修改的有：{all}",
            "there is no editable field `{name}`; editable fields: {all}",
        ],
    };
    let values = [
        ("name", &*escape_controls(name)),
        ("meant", meant.unwrap_or_default()),
        ("all", &names.join(", ")),
    ];
    say(language, text, &values)
}

/// How such a field can be written.
fn example(field: &str, language: Language) -> String {
    let example = match field {
        "price" | "budget" => pick(language, ["50万、10-50万 或 面议", "50万, 10-50万 or 面议"]),
        "stage" | "desired_stage" => "lab, pilot, mature, TRL 6-7",
        "status" => "published, draft, withdrawn, expired",
        "legal" => pick(
            language,
            [
                "有效、审中、失效（alive, pending, dead）",
                "alive, pending, dead",
            ],
        ),
        "ipc" => "H01M10/0525",
        "filed" | "published" | "granted" | "registered" | "updated" | "verified" | "expires"
        | "deadline" => "2024, 2024-05, 2024-05-31",
        _ => return String::new(),
    };
    let text = ["；可写 {example}", "; write {example}"];
    say(language, text, &[("example", example)])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use expect_test::expect;

    use super::*;

    fn record() -> Record {
        serde_json::from_value(serde_json::json!({
            "id": "s:1", "title": "石墨烯\u{1b}\"膜\"", "keywords": ["膜", "散热"],
            "body": "第一段\\\n第二段", "price": {"min": 5.0e4, "max": 5.0e4},
            "edits": [
                {"field": "keywords", "at": "2025-01-02T00:00:00Z", "source": {"keywords": ["膜"]}},
            ],
        }))
        .unwrap()
    }

    #[test]
    fn the_text_is_toml_that_changes_nothing() {
        for language in [Language::Chinese, Language::English] {
            let text = text(&record(), language);
            assert_eq!(
                changes(&text, &record(), language),
                Ok(Vec::new()),
                "{text}"
            );
        }
        let shown: String = text(&record(), Language::Chinese)
            .split_inclusive('\n')
            .take(14)
            .collect();
        expect![[r#"
            # 石墨烯\u{1b}"膜" (s:1)
            # 修改后保存并退出编辑器即可；删去的行保持原样，写成 "" 或 [] 则清空该字段

            title = "石墨烯\u001B\"膜\""  # 名称
            body = """
            第一段\\
            第二段
            """  # 正文
            # 来源: 膜
            keywords = ["膜", "散热"]  # 关键词
            price = "50000元"  # 价格
            status = "已发布"  # 状态

            # 尚未填写
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn what_differs_is_changed() {
        let check = |text: &str, expected: &[(&str, Option<&str>)]| {
            let found = changes(text, &record(), Language::English).unwrap();
            let named = |change: &Change| match change {
                Change::Set(field, value) => (field.name, Some(value.clone())),
                Change::Reset(field) => (field.name, None),
            };
            let expected: Vec<_> = expected
                .iter()
                .map(|(name, value)| (*name, value.map(str::to_owned)))
                .collect();
            assert_eq!(
                found.iter().map(named).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        };
        check("", &[]);
        check("title = \"新\"", &[("title", Some("新"))]);
        check("keywords = [\"膜\"]", &[("keywords", None)]);
        check("keywords = []", &[("keywords", Some(""))]);
        check("\"关键词\" = 1", &[("keywords", Some("1"))]);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_the_text_is_kept() {
        let check = |text: &str, line, words: &str| {
            let complaint = changes(text, &record(), Language::English).unwrap_err();
            assert_eq!(complaint.line, line, "{text}");
            let said = complaint.failure.say(Language::English);
            assert!(said.contains(words), "{said}");
            let marked = with_complaint(text, &complaint, Language::English);
            assert!(marked.contains(&format!("#! {said}\n")), "{marked}");
            assert_eq!(without_complaints(&marked), text);
        };
        check(
            "# x\n\nprice = \"cheap\"\n",
            3,
            "`cheap` is not a valid price",
        );
        check("keywords = []\ntitel = \"x\"\n", 2, "did you mean title?");
        check("title = \"\"\n", 1, "needs a title");
        check("keywords = [\n\"a\"\n", 2, "");
    }
}
