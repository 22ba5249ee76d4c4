//! Places: GB/T 2260 codes from what people write.

use std::sync::LazyLock;

use super::table::{Table, fold, highest};

/// Provinces (2 digits), cities (4) and counties (6), without the pseudo-nodes.
pub(super) static REGIONS: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("regions.tsv")));

/// Codes of 市辖区, 县 and 省直辖县级行政区划: no places, so their province stands for them.
const PSEUDO_CODES: [&str; 9] = [
    "1101", "1201", "3101", "4190", "4290", "4690", "5001", "5002", "6590",
];

/// What such nodes are called inside a longer text.
const PSEUDO_NAMES: [&str; 4] = [
    "市辖区",
    "自治区直辖县级行政区划",
    "省直辖县级行政区划",
    "直辖县级行政区划",
];

/// Longest name of a place, in characters.
const LONGEST_NAME: usize = 48;

/// The place that `text` means, as a code.
///
/// A bare name means the highest level that bears it, inside the province (or city) of
/// `province_hint` where that has one; `None` where several remain or none is known.
#[must_use]
pub fn region(text: &str, province_hint: Option<&str>) -> Option<String> {
    let mut codes = candidates(text);
    if codes.len() > 1
        && let Some(hint) = province_hint.and_then(|hint| region(hint, None))
        && codes.iter().any(|code| code.starts_with(&*hint))
    {
        codes.retain(|code| code.starts_with(&*hint));
    }
    match *highest(codes) {
        [code] => Some(code.to_owned()),
        _ => None,
    }
}

/// All places on the highest level that `text` can mean.
pub(super) fn resolve(text: &str) -> Vec<String> {
    highest(candidates(text))
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Every place that `text` can mean, on any level.
fn candidates(text: &str) -> Vec<&'static str> {
    let folded = fold(text);
    let text = strip_country(&folded);
    if let Some(code) = bracketed(text).or_else(|| known_code(text)) {
        return vec![code];
    }
    let named: Vec<_> = REGIONS.named(text).map(|row| row.code).collect();
    if !named.is_empty() {
        return named;
    }
    match descend(text) {
        found if found.is_empty() => descend(&from_the_largest(text)),
        found => found,
    }
}

/// `dongbaodistrict、jingmen、hubei` as it would be written in Chinese: the largest place first.
fn from_the_largest(text: &str) -> String {
    let parts = text.rsplit('、').map(|part| {
        let ends = ["province", "city"];
        let bare = ends.iter().find_map(|end| part.strip_suffix(end));
        bare.unwrap_or(part)
    });
    parts.collect::<Vec<_>>().join("、")
}

fn strip_country(text: &str) -> &str {
    let start = ["中华人民共和国", "中国"]
        .iter()
        .find_map(|country| text.strip_prefix(country))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text);
    ["、china", "province", "city"]
        .iter()
        .find_map(|end| start.strip_suffix(end))
        .unwrap_or(start)
}

/// `湖北(42)`: the code in the brackets.
fn bracketed(text: &str) -> Option<&'static str> {
    let (_, inner) = text.strip_suffix(')')?.rsplit_once('(')?;
    known_code(inner)
}

/// `420800` and `4208` are the same place; a pseudo-node is its province.
fn known_code(text: &str) -> Option<&'static str> {
    if !matches!(text.len(), 2 | 4 | 6) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut code = text;
    while code.len() > 2 && code.ends_with("00") {
        code = code.get(..code.len() - 2)?;
    }
    if PSEUDO_CODES.contains(&code) {
        code = code.get(..2)?;
    }
    REGIONS.get(code).map(|row| row.code)
}

/// `湖北省荆门市东宝区…`: each name inside the one before. What follows the last name is
/// ignored behind a full name (an address), and spoils a short one (北京大学 is no place).
fn descend(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut full = false;
    let mut rest = skip_pseudo(text);
    while !rest.is_empty() {
        let Some((codes, length)) = longest_name(rest, &found) else {
            return if full { found } else { Vec::new() };
        };
        let (name, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        full = codes
            .iter()
            .any(|code| REGIONS.get(code).is_some_and(|row| row.name == name));
        found = codes;
        rest = skip_pseudo(behind);
    }
    found
}

fn skip_pseudo(text: &str) -> &str {
    let is_separator = |c: char| matches!(c, '-' | '/' | '·' | '>' | '、' | '|' | '—' | '_' | '.');
    let mut rest = text.trim_start_matches(is_separator);
    while let Some(behind) = PSEUDO_NAMES.iter().find_map(|name| rest.strip_prefix(name)) {
        rest = behind.trim_start_matches(is_separator);
    }
    rest
}

/// The longest name at the start of `text` that lies inside one of `above` (anywhere, if
/// empty), with its length in bytes.
fn longest_name(text: &str, above: &[&str]) -> Option<(Vec<&'static str>, usize)> {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(start, c)| start + c.len_utf8())
        .take(LONGEST_NAME)
        .skip(1)
        .collect();
    ends.into_iter().rev().find_map(|end| {
        let inside = |code: &&str| above.is_empty() || above.iter().any(|up| code.starts_with(up));
        let codes: Vec<_> = REGIONS
            .named(text.get(..end)?)
            .map(|row| row.code)
            .filter(inside)
            .collect();
        (!codes.is_empty()).then_some((codes, end))
    })
}
