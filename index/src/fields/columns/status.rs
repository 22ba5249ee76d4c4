//! Stage of development and legal status in cells.

use serde_json::{Map, Value};

use super::DOT;
use crate::record::{Date, Legal, LegalClass, Stage};
use crate::request::Facet;
use crate::vocab::{self, Language};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// Texts that may say stage, levels and the source's words: its words alone where the rest follows
/// from them.
pub(super) fn maturity_texts(values: &Map<String, Value>, language: Language) -> Vec<String> {
    let of = |path: &str| values.get(path);
    let stage = of("stage").and_then(Value::as_str).unwrap_or_default();
    let raw = of("stage_raw").and_then(Value::as_str).unwrap_or_default();
    let label = vocab::label(Facet::Stage, stage, language);
    let levels = [of("trl_min"), of("trl_max")].map(|level| level.and_then(Value::as_u64));
    let levels = match levels {
        [Some(low), Some(high)] if low == high => format!("TRL {low}"),
        [None, None] => String::new(),
        bounds => {
            let [low, high] = bounds.map(|it| it.map_or_else(String::new, |it| it.to_string()));
            format!("TRL {low}–{high}")
        }
    };
    let whole = [&*label, &*levels, raw];
    let whole: Vec<&str> = whole.into_iter().filter(|part| !part.is_empty()).collect();
    let whole = whole.join(DOT);
    let is_readable = vocab::phrase(raw, language) == raw && is_of(raw, language);
    if is_readable {
        vec![raw.to_owned(), whole]
    } else {
        vec![whole, raw.to_owned()]
    }
}

fn is_of(text: &str, language: Language) -> bool {
    let is_chinese = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    is_chinese == (language == Language::Chinese)
}

/// Reads what [`maturity_texts`] writes.
pub(super) fn maturity(cell: &str) -> Option<Map<String, Value>> {
    let mut rest = cell;
    let mut next = |is_it: &dyn Fn(&str) -> bool| {
        let (first, behind) = rest.split_once(DOT).unwrap_or((rest, ""));
        let first = Some(first).filter(|first| is_it(first))?;
        rest = behind;
        Some(first)
    };
    let stage = next(&|part| stage_labelled(part).is_some()).and_then(stage_labelled);
    let levels = next(&|part| levels(part).is_some()).and_then(levels);
    if stage.is_none() && levels.is_none() {
        let value = serde_json::to_value(vocab::maturity(cell)).ok()?;
        let mut values = value.as_object()?.clone();
        values.retain(|_, value| value != "unknown");
        return Some(values);
    }
    let [low, high] = levels.unwrap_or_default();
    let raw = Some(rest).filter(|raw| !raw.is_empty());
    let parts = [
        ("stage", stage.map(|stage| stage.as_str().into())),
        ("stage_raw", raw.map(Value::from)),
        ("trl_min", low.map(Value::from)),
        ("trl_max", high.map(Value::from)),
    ];
    let said = parts.into_iter();
    Some(
        said.filter_map(|(path, value)| Some((path.to_owned(), value?)))
            .collect(),
    )
}

fn stage_labelled(text: &str) -> Option<Stage> {
    let stages = [Stage::Lab, Stage::Pilot, Stage::Mature];
    stages.into_iter().find(|stage| {
        let is_label = |language| vocab::label(Facet::Stage, stage.as_str(), language) == text;
        LANGUAGES.into_iter().any(is_label)
    })
}

/// `TRL 6`, `TRL 6–7`, `TRL 6–`, `TRL –7`.
fn levels(text: &str) -> Option<[Option<u8>; 2]> {
    let text = text.strip_prefix("TRL ")?;
    let level = |text: &str| match text {
        "" => Some(None),
        digits => digits.parse::<u8>().ok().map(Some),
    };
    match text.split_once('–') {
        Some((low, high)) => Some([level(low)?, level(high)?]),
        None => level(text).filter(Option::is_some).map(|it| [it, it]),
    }
}

/// Whether a legal status says nothing.
pub(super) fn is_silent(legal: &Value) -> bool {
    serde_json::from_value::<Legal>(legal.clone()).is_ok_and(|legal| legal == Legal::default())
}

/// Texts that may say a legal status: class, the source's words, code, date.
pub(super) fn legal_texts(legal: &Value, language: Language) -> Vec<String> {
    let Ok(legal) = serde_json::from_value::<Legal>(legal.clone()) else {
        return Vec::new();
    };
    let label = vocab::label(Facet::Legal, legal.class.as_str(), language);
    let label = if legal.class == LegalClass::Unknown {
        ""
    } else {
        &*label
    };
    let date = legal.date.map_or_else(String::new, |date| date.to_string());
    let phrase = vocab::phrase(&legal.raw, language);
    let with = |raw: &str| {
        let parts = [label, raw, &legal.code, &date];
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(DOT)
    };
    vec![with(&phrase), with(&legal.raw)]
}

/// Reads what [`legal_texts`] writes.
pub(super) fn legal(cell: &str, language: Language) -> Option<Value> {
    let mut parts: Vec<&str> = cell.split(DOT).collect();
    let date = parts.last().and_then(|last| last.parse::<Date>().ok());
    if date.is_some() {
        parts.pop();
    }
    let class = parts.first().and_then(|first| class_labelled(first));
    if class.is_some() {
        parts.remove(0);
    }
    let (raw, code) = match *parts {
        [] => ("", ""),
        [raw] => (raw, ""),
        [raw, code] => (raw, code),
        _ => return None,
    };
    let chinese = vocab::phrase(raw, Language::Chinese);
    let is_translated =
        language == Language::English && chinese != raw && vocab::phrase(&chinese, language) == raw;
    // Without a class of its own the words say it, as they do in every other table.
    if class.is_none() && date.is_none() && vocab::legal_class(raw) != LegalClass::Unknown {
        return None;
    }
    let legal = Legal {
        class: class.unwrap_or_default(),
        code: code.to_owned(),
        raw: if is_translated { &chinese } else { raw }.to_owned(),
        date,
    };
    serde_json::to_value(legal).ok()
}

fn class_labelled(text: &str) -> Option<LegalClass> {
    let classes = [LegalClass::Alive, LegalClass::Pending, LegalClass::Dead];
    classes.into_iter().find(|class| {
        let is_label = |language| vocab::label(Facet::Legal, class.as_str(), language) == text;
        LANGUAGES.into_iter().any(is_label)
    })
}
