//! Places: GB/T 2260 codes from what people write.

use std::sync::LazyLock;

use super::institution::university_at_start;
use super::office::{is_office, office};
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
        [] => country(text).map(str::to_owned),
        _ => None,
    }
}

/// All places on the highest level that `text` can mean; countries have two letters.
pub(super) fn resolve(text: &str) -> Vec<String> {
    let places = highest(candidates(text));
    if !places.is_empty() {
        return places.into_iter().map(str::to_owned).collect();
    }
    let code = text.trim().to_ascii_uppercase();
    let coded = Some(code).filter(|code| code.len() == 2 && is_country(code));
    let named = || country(text).map(str::to_owned);
    coded.or_else(named).into_iter().collect()
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
    names_from(text, &[]).unwrap_or_default()
}

/// The places that the start of a text names, each inside one of those `above`; `None` where it
/// names none. A short name counts where the text ends behind it or goes on with a place inside
/// of it: 雁塔路 is no 雁塔区.
fn names_from(text: &str, above: &[&'static str]) -> Option<Vec<&'static str>> {
    let text = skip_pseudo(text);
    let candidates = names_at(text, above);
    candidates.into_iter().find_map(|(codes, length)| {
        let (name, behind) = text.split_at_checked(length)?;
        let inside = names_from(behind, &codes);
        let ends = skip_pseudo(behind).is_empty() || is_full(name);
        inside.or_else(|| ends.then_some(codes))
    })
}

/// Endings of the full names of places.
const ENDINGS: [&str; 9] = ["省", "市", "区", "县", "旗", "州", "盟", "地区", "district"];

/// Whether a name is that of a place and of nothing else: 荆门市, not 荆门.
fn is_full(name: &str) -> bool {
    let is_name = || REGIONS.named(name).any(|row| *fold(row.name) == *name);
    ENDINGS.iter().any(|ending| name.ends_with(ending)) || is_name()
}

fn skip_pseudo(text: &str) -> &str {
    let is_separator = |c: char| matches!(c, '-' | '/' | '·' | '>' | '、' | '|' | '—' | '_' | '.');
    let mut rest = text.trim_start_matches(is_separator);
    while let Some(behind) = PSEUDO_NAMES.iter().find_map(|name| rest.strip_prefix(name)) {
        rest = behind.trim_start_matches(is_separator);
    }
    rest
}

/// The names at the start of `text` that lie inside one of `above` (anywhere, if empty), the
/// longest first, with their lengths in bytes.
fn names_at(text: &str, above: &[&'static str]) -> Vec<(Vec<&'static str>, usize)> {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(start, c)| start + c.len_utf8())
        .take(LONGEST_NAME)
        .skip(1)
        .collect();
    let found = ends.into_iter().rev().filter_map(|end| {
        let codes = named_inside(text.get(..end)?, above);
        (!codes.is_empty()).then_some((codes, end))
    });
    found.collect()
}

/// The places of a name inside one of `above`. What is a district or city today may have been a
/// county: 海安县 is 海安市.
fn named_inside(name: &str, above: &[&'static str]) -> Vec<&'static str> {
    let inside = |code: &&str| {
        let lies_in = |up: &&str| code.len() > up.len() && code.starts_with(*up);
        above.is_empty() || above.iter().any(lies_in)
    };
    let named = |name: &str| -> Vec<&'static str> {
        let codes = REGIONS.named(name).map(|row| row.code);
        codes.filter(inside).collect()
    };
    let today = named(name);
    if !today.is_empty() {
        return today;
    }
    let stem = ["县", "市", "区"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    let stem = stem.filter(|stem| stem.chars().count() > 1).unwrap_or("");
    let counties = ["县", "市", "区"].map(|end| named(&format!("{stem}{end}")));
    let counties: Vec<&str> = counties
        .into_iter()
        .flatten()
        .filter(|code| code.len() == 6)
        .collect();
    match *counties {
        [county] if !stem.is_empty() => vec![county],
        _ => Vec::new(),
    }
}

/// Words that a short name of a place begins, of streets and villages that are elsewhere.
const STREETS: [&str; 14] = [
    "路", "街", "道", "大道", "巷", "弄", "东路", "西路", "南路", "北路", "中路", "桥", "村", "镇",
];

/// The place that an address lies in: what it begins with, else the first full name of a place in
/// it, at any depth.
#[must_use]
pub fn region_of_address(text: &str) -> Option<String> {
    let folded = fold(text);
    let is_edge = |c: char| {
        c.is_ascii_digit() || matches!(c, '(' | ')' | '、' | ';' | ':' | '-' | '。' | '[' | ']')
    };
    let start = folded.trim_start_matches(is_edge);
    if let Some(code) = region(start, None) {
        return Some(code);
    }
    let start = strip_country(start).trim_start_matches(is_edge);
    if let Some(code) = chain(start, &[]) {
        return Some(code.to_owned());
    }
    let is_han = |(_, c): &(usize, char)| ('\u{4E00}'..='\u{9FFF}').contains(c);
    let places = start
        .char_indices()
        .take(MAX_ADDRESS)
        .skip(1)
        .filter(is_han);
    let full = places.filter_map(|(at, _)| {
        let rest = start.get(at..)?;
        let codes = names_from(rest, &[])?;
        let starts_full = names_at(rest, &[]).iter().any(|(_, length)| {
            rest.get(..*length)
                .is_some_and(|name| name.chars().count() > 2 && is_full(name))
        });
        match *highest(codes) {
            [code] if starts_full => Some(code.to_owned()),
            _ => None,
        }
    });
    full.into_iter().next().or_else(|| country_at_end(text))
}

/// Longest address that is looked through, in characters.
const MAX_ADDRESS: usize = 200;

/// The place that a text begins with, whatever follows: full names at any depth, short ones of
/// provinces and cities (`湖北武汉光谷大道1号`), but not those of streets (南京西路).
fn chain(text: &str, above: &[&'static str]) -> Option<&'static str> {
    let text = skip_pseudo(text);
    names_at(text, above)
        .into_iter()
        .find_map(|(codes, length)| {
            let (name, behind) = text.split_at_checked(length)?;
            let is_street = STREETS.iter().any(|street| behind.starts_with(street));
            let itself = || match *highest(codes.clone()) {
                [code] if is_full(name) || code.len() <= 4 && !is_street => Some(code),
                _ => None,
            };
            chain(behind, &codes).or_else(itself)
        })
}

/// `1 Main St, Springfield, IL, USA`: the country behind the last comma.
fn country_at_end(text: &str) -> Option<String> {
    let last = text.rsplit([',', '，']).next()?.trim();
    let last = last.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    country(last).map(str::to_owned)
}

/// The code of a country or of a state that was, by its name in Chinese or English.
#[must_use]
pub fn country(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let is_code = text.len() == 2 && text.is_ascii();
    office(text).filter(|code| !is_code && is_country(code))
}

/// Whether a code of an office is that of a country, not of an organisation.
pub(super) fn is_country(code: &str) -> bool {
    const ORGANISATIONS: [&str; 14] = [
        "AP", "BX", "EA", "EM", "EP", "GC", "IB", "OA", "QZ", "WO", "XN", "XU", "XV", "XX",
    ];
    is_office(code) && !ORGANISATIONS.contains(&code)
}

/// Words in front of the place in the name of a company or institute.
const IN_FRONT: [&str; 12] = [
    "中国科学院",
    "中科院",
    "中国农业科学院",
    "中国林业科学研究院",
    "中国医学科学院",
    "国家电网公司",
    "国家电网",
    "国网",
    "中国石油化工股份有限公司",
    "中国石油天然气股份有限公司",
    "中国船舶重工集团公司",
    "中国",
];

/// Short names of cities that are as often words.
const WORDS: [&str; 4] = ["朝阳", "东方", "四平", "太和"];

/// The province or city in which an institution is by its name (南通…有限公司, 武汉大学, …（武汉）…):
/// an inference that needs a mark.
#[must_use]
pub fn region_of_institution(name: &str) -> Option<String> {
    let folded = fold(name);
    let bracketed = folded.split(['(', ')']).skip(1).step_by(2);
    for place in bracketed {
        if let Some(code) = region(place, None).filter(|code| code.len() <= 4) {
            return Some(code);
        }
    }
    if let Some((university, rest)) = university_at_start(&folded) {
        let moved = chain(rest, &[]).map(str::to_owned);
        let elsewhere = ["研究院", "校区", "分校", "产业"]
            .iter()
            .any(|word| rest.contains(word));
        let home = || region(university.city, None).filter(|_| !elsewhere);
        return moved.or_else(home);
    }
    let bare = IN_FRONT.iter().find_map(|word| folded.strip_prefix(word));
    let bare = bare.unwrap_or(&folded);
    let is_word = WORDS.iter().any(|word| bare.starts_with(word));
    let is_place = names_at(bare, &[])
        .iter()
        .any(|(_, length)| *length == bare.len());
    chain(bare, &[])
        .filter(|_| !is_word && !is_place)
        .map(str::to_owned)
        .or_else(|| english_place(name))
}

/// `UNIV WUHAN`, `Wuhan Example Co Ltd`: a province or city that the name begins or ends with.
fn english_place(name: &str) -> Option<String> {
    if !name.is_ascii() || name.len() > 200 {
        return None;
    }
    let words: Vec<&str> = name
        .split([' ', ',', '.'])
        .filter(|word| word.len() > 4)
        .collect();
    let place = |word: &&str| {
        let codes = highest(REGIONS.named(&fold(word)).map(|row| row.code).collect());
        match *codes {
            [code] if code.len() <= 4 => Some(code.to_owned()),
            _ => None,
        }
    };
    words
        .first()
        .and_then(place)
        .or_else(|| words.last().and_then(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_the_longest_place_at_any_depth() {
        for (text, expected) in [
            ("710000 陕西省西安市雁塔路99号", Some("6101")),
            ("100000 北京市朝阳区朝阳北路99号", Some("110105")),
            ("226600 江苏省南通市海安县示例镇1号", Some("320685")),
            ("江苏南通海安县示例镇", Some("320685")),
            ("430074湖北省武汉市洪山区珞喻路1037号", Some("420111")),
            ("湖北武汉光谷大道1号", Some("4201")),
            ("武汉光谷大道1号", Some("4201")),
            ("示例大厦3楼（江苏省南通市海安市）", Some("320685")),
            ("中国（上海）自由贸易试验区", Some("31")),
            ("南京西路100号", None),
            ("陕西省西安市户县示例路", Some("610118")),
            ("湖北省襄樊市樊城区", Some("420606")),
            ("浙江省绍兴市绍兴县", Some("330603")),
            ("上海市南汇区示例路", Some("310115")),
            ("重庆市綦江县", Some("500110")),
            ("Dongbao District, Jingmen, Hubei, China", Some("420802")),
            ("1 Main St, Springfield, IL, USA", Some("US")),
            ("Berlin, Germany", Some("DE")),
            ("示例楼", None),
            ("", None),
        ] {
            assert_eq!(region_of_address(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn countries_are_places_by_both_names() {
        for (text, expected) in [
            ("美国", "US"),
            ("Germany", "DE"),
            ("日本", "JP"),
            ("中国", "CN"),
            ("US", "US"),
            ("台湾", "71"),
            ("香港", "81"),
            ("WIPO", ""),
            ("火星", ""),
        ] {
            assert_eq!(resolve(text).concat(), expected, "{text}");
        }
        assert_eq!(
            region("IL", None),
            None,
            "a state of the United States, not Israel"
        );
    }

    #[test]
    fn the_name_of_an_institution_lets_infer_its_province_or_city() {
        for (name, expected) in [
            ("南通示例纺织有限公司", Some("3206")),
            ("武汉示例光电有限公司", Some("4201")),
            ("湖北省荆门市示例机械厂", Some("4208")),
            ("海安市示例纺织厂", Some("320685")),
            ("武汉大学", Some("4201")),
            ("武汉大学人民医院", Some("4201")),
            ("清华大学深圳研究生院", Some("4403")),
            ("浙江大学某产业技术研究院", None),
            ("示例科技（苏州）有限公司", Some("3205")),
            ("中国科学院武汉物理研究所", Some("4201")),
            ("国网江苏省电力有限公司", Some("32")),
            ("Wuhan Example Optics Co Ltd", Some("4201")),
            ("朝阳科技有限公司", None),
            ("示例有限公司", None),
            ("北京", None),
            ("", None),
        ] {
            assert_eq!(region_of_institution(name).as_deref(), expected, "{name}");
        }
    }
}
