//! Cells that hold several values.

use std::collections::HashSet;

use super::names;
use super::text::line;

/// Endings of institutions' names; a list is only cut where every part has one.
const INSTITUTION_ENDINGS: [&str; 24] = [
    "大学",
    "学院",
    "公司",
    "研究所",
    "研究院",
    "中心",
    "厂",
    "医院",
    "集团",
    "学校",
    "实验室",
    "设计院",
    "科学院",
    "合作社",
    "农场",
    "基地",
    "站",
    "局",
    "院",
    "所",
    "企业",
    "园区",
    "协会",
    "银行",
];

/// Separators that part values in every source.
pub(super) fn parts_values(c: char) -> bool {
    matches!(c, ';' | '；' | '|' | '\n' | '\r' | '\t')
}

/// Whether a character parts values in any list.
pub(super) fn may_part(c: char) -> bool {
    parts_values(c) || matches!(c, ',' | '，' | '、')
}

/// Keywords: every usual separator; blanks between Chinese words.
pub(super) fn keywords(text: &str) -> Vec<String> {
    let parts = split(text, may_part);
    match &*parts {
        [only] => chinese_words(only, 1).unwrap_or(parts),
        _ => parts,
    }
}

/// Words of a closed list (modes of cooperation, services): like keywords, but blanks count
/// inside them.
pub(super) fn words(text: &str) -> Vec<String> {
    split(text, may_part)
}

/// Values whose names may hold `、` (industries, disciplines): not cut there.
pub(super) fn names_with_commas(text: &str) -> Vec<String> {
    split(text, |c| parts_values(c) || matches!(c, ',' | '，'))
}

/// Values that only semicolons and bars part: references, claims, addresses.
pub(super) fn values(text: &str) -> Vec<String> {
    split(text, parts_values)
}

/// People. A comma parts names, or stands inside them; "and others" (等) is nobody.
pub(super) fn people(text: &str) -> Vec<String> {
    let parts = several(text, |c| parts_values(c) || matches!(c, '、'));
    let parts = match &*parts {
        [only] => names::people_in(only)
            .or_else(|| joined_by_and(only))
            .unwrap_or(parts),
        _ => parts,
    };
    let parts = match &*parts {
        [only] => chinese_words(only, 2).unwrap_or(parts),
        _ => parts,
    };
    let parts = parts.iter().flat_map(|part| {
        if part.contains('，') {
            names::people_in(part).unwrap_or_else(|| vec![part.clone()])
        } else {
            vec![part.clone()]
        }
    });
    let parts: Vec<String> = parts.collect();
    let several = parts.len() > 1;
    let names = parts.iter().map(|name| {
        let name = names::person(name);
        match name.strip_suffix('等').filter(|_| several) {
            Some(last) => last.to_owned(),
            None => name,
        }
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// `Jane Roe and Ed Poe`: both with a name of several words.
fn joined_by_and(text: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = text.split(" and ").map(line).collect();
    let are_names = parts.iter().all(|name| name.contains(' '));
    (parts.len() > 1 && are_names).then_some(parts)
}

/// Institutions. `水利部、交通运输部南京水利科学研究院` and `Foo Co., Ltd.` stay together.
pub(super) fn institutions(text: &str) -> Vec<String> {
    several(text, parts_values)
        .iter()
        .flat_map(|part| institutions_in(part))
        .map(|name| names::without_country(without_date(&name)))
        .collect()
}

/// The names in a cell. One that uses `;;` or `|` is parted by these only, and a country in
/// brackets ends a name.
fn several(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<String> {
    let parts = names::at_countries(text).into_iter();
    parts
        .flat_map(|part| {
            if part.contains(";;") {
                let names = part.split(";;").map(line);
                names.filter(|name| !name.is_empty()).collect()
            } else if part.contains('|') {
                split(part, |c| matches!(c, '|' | '\n' | '\r'))
            } else {
                split(part, &is_separator)
            }
        })
        .collect()
}

/// Lens writes the day of the transfer behind an owner: `EXAMPLE UNIVERSITY (2017-01-03)`.
fn without_date(name: &str) -> &str {
    let is_date = |text: &str| {
        text.len() == 10
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    match name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
    {
        Some((name, date)) if is_date(date) && !name.trim().is_empty() => name.trim_end(),
        _ => name,
    }
}

fn institutions_in(part: &str) -> Vec<String> {
    let is_separator = |c: char| matches!(c, '、' | '，' | ',' | ' ');
    let names = split(part, is_separator);
    let is_institution = |name: &String| {
        INSTITUTION_ENDINGS
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    if names.len() > 1 && names.iter().all(is_institution) {
        names
    } else {
        names::companies_in(part).unwrap_or_else(|| vec![part.to_owned()])
    }
}

/// Texts that are values as a whole: claims.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.lines()
        .map(line)
        .filter(|text| !text.is_empty())
        .collect()
}

/// Cuts, tidies and drops what is empty; a comma between digits (`1,2-二氯乙烷`) does not cut.
fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let in_number = c == ',' && before.is_ascii_digit() && next.is_ascii_digit();
        if is_separator(c) && !in_number {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
        before = c;
    }
    parts.retain_mut(|part| {
        *part = line(part);
        !part.is_empty()
    });
    parts
}

/// Blanks part Chinese words of at least `shortest` characters (`张 三` is one name).
fn chinese_words(text: &str, shortest: usize) -> Option<Vec<String>> {
    let parts: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let is_chinese = |word: &String| {
        word.chars()
            .all(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '·'))
            && word.chars().count() >= shortest
    };
    (parts.len() > 1 && parts.iter().all(is_chinese)).then_some(parts)
}

/// Drops repetitions, keeping the first.
pub(super) fn distinct(values: Vec<String>) -> Vec<String> {
    if values.len() < 2 {
        return values;
    }
    let mut seen = HashSet::with_capacity(values.len());
    let is_new: Vec<bool> = values.iter().map(|value| seen.insert(value)).collect();
    drop(seen);
    values
        .into_iter()
        .zip(is_new)
        .filter_map(|(value, new)| new.then_some(value))
        .collect()
}
