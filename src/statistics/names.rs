//! What fields, measures and values are called.

use qiao_index::request::Facet;
use qiao_index::statistics::{Category, Dimension, Measure, Over};
use qiao_index::vocab::{self, Language};

use crate::desk::{DealField, Stage};
use crate::messages::{Failure, Messages, escape_controls, nearest, pick};

/// Names of the fields that are no facets, in the order of [`Dimension::OWN`].
const OWN: [[&str; 2]; 9] = [
    ["省份", "Province"],
    ["城市", "City"],
    ["单位性质", "Kind of institution"],
    ["IPC 大类", "IPC class"],
    ["IPC 小类", "IPC subclass"],
    ["申请年份", "Filing year"],
    ["月份", "Month"],
    ["交易阶段", "Deal stage"],
    ["合同类型", "Kind of contract"],
];
/// The stage of deals that were lost.
pub(crate) const LOST: &str = "lost";

/// What a field is called.
pub(crate) fn dimension_name(by: Dimension, language: Language) -> &'static str {
    if let Dimension::Facet(facet) = by {
        let place = Facet::ALL.iter().position(|known| *known == facet);
        let names = Messages::of(language).facets;
        return place
            .and_then(|place| names.get(place))
            .copied()
            .unwrap_or("");
    }
    let place = Dimension::OWN.iter().position(|known| *known == by);
    let names = place.and_then(|place| OWN.get(place));
    names.map_or("", |names| pick(language, *names))
}

/// The field with a word or name, in either language.
///
/// # Errors
/// There is none: the nearest one, and all of them.
pub(crate) fn dimension(text: &str) -> Result<Dimension, Failure> {
    let text = text.trim();
    let is_called = |by: &Dimension| {
        let names = [Language::Chinese, Language::English].map(|it| dimension_name(*by, it));
        by.as_str() == text || names.iter().any(|name| name.eq_ignore_ascii_case(text))
    };
    Dimension::all().find(is_called).ok_or_else(|| {
        let names: Vec<&str> = Dimension::all().map(Dimension::as_str).collect();
        let meant = nearest(text, &names);
        let text = escape_controls(text);
        let hint = |before: &str, after: &str| {
            meant.map_or_else(String::new, |meant| format!("{before}{meant}{after}"))
        };
        Failure::new(
            format!(
                "不能按 {text} 统计{}；可用的有：{}",
                hint("（是否想写 ", "？）"),
                names.join("、")
            ),
            format!(
                "nothing can be counted by {text}{}; the fields are {}",
                hint(" (did you mean ", "?)"),
                names.join(", ")
            ),
        )
    })
}

/// What steps of time are called.
pub(crate) fn over_name(over: Over, language: Language) -> &'static str {
    match over {
        Over::Year => pick(language, ["年份", "Year"]),
        Over::Month => pick(language, ["月份", "Month"]),
    }
}

/// What a measure is called.
pub(crate) fn measure_name(measure: Measure, language: Language) -> &'static str {
    let names = match measure {
        Measure::Listings => ["条目数", "Listings"],
        Measure::Families => ["专利族数", "Patent families"],
        Measure::Amount => ["合同金额", "Contract amount"],
        Measure::TechnologyAmount => ["技术交易额", "Technology amount"],
        Measure::Price => ["报价中位数", "Median asking price"],
    };
    pick(language, names)
}

/// What a category of a field is called, `None` being time; `folded` values are taken as one.
pub(crate) fn label(
    by: Option<Dimension>,
    category: &Category,
    folded: usize,
    language: Language,
) -> String {
    let value = match category {
        Category::NotStated => return pick(language, ["未注明", "not stated"]).to_owned(),
        Category::Others => {
            let text = ["其余 {n} 项", "{n} {n:other|others}"];
            let number = folded.to_string();
            return crate::messages::say(language, text, &[("n", &number)]);
        }
        Category::Value(value) => value,
    };
    match by {
        Some(Dimension::InstitutionKind) => {
            vocab::institution_kind_name(value, language).to_owned()
        }
        Some(Dimension::DealStage) if value == LOST => {
            pick(language, ["未成交", "lost"]).to_owned()
        }
        Some(Dimension::DealStage) => Stage::named(value)
            .map_or_else(|| value.clone(), |stage| stage.name(language).to_owned()),
        Some(Dimension::ContractKind) => DealField::Kind.shown(value, language),
        Some(Dimension::IpcClass | Dimension::IpcSubclass | Dimension::Facet(Facet::Ipc)) => {
            let name = vocab::label(Facet::Ipc, value, language);
            if name == *value {
                value.clone()
            } else {
                format!("{value} {name}")
            }
        }
        Some(by) => by.facet().map_or_else(
            || value.clone(),
            |facet| vocab::label(facet, value, language).into_owned(),
        ),
        None => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn every_field_is_found_by_its_word_and_its_names() {
        for by in Dimension::all() {
            assert_eq!(dimension(by.as_str()).unwrap(), by);
            for language in [Language::Chinese, Language::English] {
                let name = dimension_name(by, language);
                assert!(!name.is_empty(), "{by:?}");
                assert_eq!(dimension(name).unwrap(), by, "{name}");
            }
        }
        let unknown = dimension("provinze").unwrap_err();
        let unknown = unknown.say(Language::English);
        assert!(unknown.contains("did you mean province?"), "{unknown}");
    }

    #[test]
    fn values_are_called_as_on_the_screen() {
        let check = |by: Dimension, value: &str, names: [&str; 2]| {
            let category = Category::Value(value.to_owned());
            for (language, name) in [Language::Chinese, Language::English]
                .into_iter()
                .zip(names)
            {
                assert_eq!(label(Some(by), &category, 0, language), name);
            }
        };
        check(Dimension::Province, "42", ["湖北省", "Hubei"]);
        check(Dimension::DealStage, "signed", ["签约", "signed"]);
        check(Dimension::InstitutionKind, "company", ["企业", "company"]);
        check(Dimension::Month, "2026-10", ["2026-10", "2026-10"]);
        let others = label(None, &Category::Others, 7, Language::English);
        assert_eq!(others, "7 others");
    }
}
