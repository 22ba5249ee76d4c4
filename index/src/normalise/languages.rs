//! One text in several languages: `{"zh": …, "en": …}`, `[{"lang": "en", "text": …}, …]`.

use serde_json::{Map, Value};

use super::headers::{Header, LANGUAGES, Target};

/// Members of an object that name its language, and those that hold its text.
const TAGS: [&str; 5] = ["lang", "language", "@lang", "@xml:lang", "xml:lang"];
const TEXTS: [&str; 7] = [
    "text", "value", "content", "title", "abstract", "$", "#text",
];
/// Languages whose texts are told apart, by the beginnings of their tags.
const KNOWN: [&str; 8] = ["zh", "cn", "en", "de", "fr", "ja", "ko", "es"];

/// The texts of a value, each with what it is: the reader's own languages go before others, and
/// stand for the rest; `None` where the value is not one text in several languages.
pub(super) fn texts(header: Header, value: &Value) -> Option<Vec<(Header, &Value)>> {
    if !matches!(
        header.target,
        Target::Title | Target::Summary | Target::Body
    ) {
        return None;
    }
    let mut texts = match value {
        Value::Object(members) => by_key(members)?,
        Value::Array(values) => by_tag(values)?,
        _ => return None,
    };
    texts.sort_by_key(|(language, _)| {
        LANGUAGES
            .iter()
            .position(|known| known == language)
            .unwrap_or(9)
    });
    let cells = texts
        .into_iter()
        .enumerate()
        .filter_map(|(at, (language, text))| {
            let known = LANGUAGES.into_iter().find(|known| *known == language);
            let target = match (at, known, header.target) {
                (0, ..) | (_, Some(_), _) => header.target,
                (_, None, Target::Title) => Target::TitleAlt,
                _ => return None,
            };
            let language = known.filter(|_| at > 0);
            Some((
                Header {
                    target,
                    language,
                    ..header
                },
                text,
            ))
        });
    Some(cells.collect())
}

/// `{"zh": …, "en-US": …}`.
fn by_key(members: &Map<String, Value>) -> Option<Vec<(&'static str, &Value)>> {
    let texts = members.iter().filter(|(_, text)| !text.is_null());
    let texts: Option<Vec<_>> = texts
        .map(|(key, text)| Some((language(key)?, text)))
        .collect();
    texts.filter(|texts| !texts.is_empty())
}

/// `[{"lang": "en", "text": …}, …]`.
fn by_tag(values: &[Value]) -> Option<Vec<(&'static str, &Value)>> {
    let texts: Option<Vec<_>> = values.iter().map(tagged).collect();
    texts.filter(|texts| !texts.is_empty())
}

fn tagged(value: &Value) -> Option<(&'static str, &Value)> {
    let members = value.as_object()?;
    let tag = TAGS.iter().find_map(|name| members.get(*name))?;
    let text = TEXTS.iter().find_map(|name| members.get(*name))?;
    Some((language(tag.as_str()?)?, text))
}

/// The language of a tag: `zh-CN`, `EN`, `chi`.
fn language(tag: &str) -> Option<&'static str> {
    let tag = tag.to_lowercase();
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let known = match primary {
        "cn" | "chi" | "zho" => "zh",
        "eng" => "en",
        other => KNOWN.into_iter().find(|known| *known == other)?,
    };
    Some(known)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::super::headers::header;
    use super::*;

    fn check(value: &Value, expected: &[(&str, Option<&str>, &str)]) {
        let texts = texts(header("title").unwrap(), value).unwrap_or_default();
        let found = texts.iter().map(|(header, text)| {
            let text = text.as_str().unwrap_or_default();
            (header.target.as_str(), header.language, text)
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{value}");
    }

    #[test]
    fn texts_of_several_languages_are_told_apart() {
        let both = [("title", None, "薄膜"), ("title", Some("en"), "Film")];
        check(&json!({"en": "Film", "zh-CN": "薄膜"}), &both);
        let tagged = json!([{"lang": "EN", "text": "Film"}, {"lang": "ZH", "text": "薄膜"}]);
        check(&tagged, &both);
        check(
            &json!([{"lang": "en", "text": "Film"}]),
            &[("title", None, "Film")],
        );
        check(
            &json!({"fr": "Un film", "en": "Film"}),
            &[("title", None, "Film"), ("title_alt", None, "Un film")],
        );
        check(&json!({"name": "Film"}), &[]);
        check(&json!(["Film", "薄膜"]), &[]);
        check(&json!("Film"), &[]);
    }
}
