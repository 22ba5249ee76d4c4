//! "More like this": a record's best words as an ordinary query, which a user can read and change.

use crate::analysis::{self, Unit};
use crate::query::{Field, Query, Value};
use crate::record::Record;

/// So many words say what a record is about; more would match nearly everything.
pub(super) const MOST: usize = 8;
/// So many of them are keywords, where the title has others.
const MOST_KEYWORDS: usize = 5;
/// A keyword longer than this is a sentence.
const LONGEST: usize = 40;

/// Words of titles that say nothing of the subject. Rarer ones lose by their weight in the ranking.
const COMMON: &[&str] = &[
    "一种",
    "一类",
    "基于",
    "及其",
    "用于",
    "方法",
    "研究",
    "应用",
    "系统",
    "装置",
    "制备",
    "技术",
    "设计",
    "工艺",
    "分析",
    "影响",
    "作用",
    "关系",
    "试验",
    "实验",
    "成果",
    "项目",
    "关键",
    "with",
    "from",
    "using",
    "based",
    "method",
    "methods",
    "system",
    "systems",
    "device",
    "study",
    "thereof",
    "process",
    "apparatus",
    "preparation",
    "application",
    "applications",
    "into",
];

/// The query that finds records like this one: any of its keywords, the words of its title and
/// its first class. Empty where there is nothing to go by.
#[must_use]
pub fn alike(record: &Record) -> Query {
    let mut words: Vec<String> = Vec::new();
    for keyword in record.keywords.iter().map(|keyword| keyword.trim()) {
        if words.len() < MOST_KEYWORDS && keyword.chars().count() <= LONGEST {
            add(&mut words, keyword);
        }
    }
    for word in title_words(&record.title) {
        if words.len() < MOST {
            add(&mut words, word);
        }
    }
    let mut parts: Vec<Query> = words.into_iter().map(asked).collect();
    parts.extend(record.subjects.ipc.first().map(|symbol| Query::Match {
        field: Field::Ipc,
        value: Value::Word(symbol.clone()),
    }));
    match parts.len() {
        0 | 1 => parts.pop().unwrap_or_default(),
        _ => Query::Or(parts),
    }
}

/// The query for what is like the listing with this id: what `like:` asks.
#[must_use]
pub fn like(id: &str) -> Query {
    Query::Match {
        field: Field::Like,
        value: Value::Word(id.to_owned()),
    }
}

/// The words of a text that can say what it is about, in their order, each once.
pub(super) fn alike_words(text: &str) -> Vec<Query> {
    let mut words: Vec<String> = Vec::new();
    for word in title_words(text) {
        add(&mut words, word);
    }
    words.into_iter().map(asked).collect()
}

/// Adds a word, unless it is there already as it is or within another.
fn add(words: &mut Vec<String>, word: &str) {
    let word = word.replace('"', "");
    let known = words.iter().any(|known| known.contains(word.as_str()));
    if !known && word.chars().any(char::is_alphanumeric) {
        words.push(word);
    }
}

fn asked(word: String) -> Query {
    let whole = word.chars().all(char::is_alphanumeric);
    let value = if whole {
        Value::Word(word)
    } else {
        Value::Phrase {
            text: word,
            slop: 0,
        }
    };
    Query::Match {
        field: Field::Any,
        value,
    }
}

/// Words of two characters or four letters at the least, without the common ones.
fn title_words(title: &str) -> Vec<&str> {
    let units = analysis::units(title);
    let text = |units: &[Unit]| {
        let (first, last) = (units.first()?, units.last()?);
        title.get(first.range.start..last.range.end)
    };
    let words = analysis::words(&units).into_iter();
    words
        .filter(|word| word.len() > 1 || units.get(word.start).is_some_and(|unit| !unit.is_han()))
        .filter_map(|word| text(units.get(word)?))
        .filter(|word| word.len() >= 4 && !COMMON.contains(&word.to_lowercase().as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use crate::record::Subjects;

    #[test]
    fn a_record_is_asked_for_by_its_best_words() {
        let check = |title: &str, keywords: &[&str], ipc: &[&str], expected: &str| {
            let strings = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
            let query = alike(&Record {
                title: title.to_owned(),
                keywords: strings(keywords),
                subjects: Subjects {
                    ipc: strings(ipc),
                    ..Subjects::default()
                },
                ..Record::default()
            });
            assert_eq!(query.to_string(), expected);
            assert_eq!(parse(expected, false).query, query, "it can be typed");
        };
        check("", &[], &[], "");
        check("的", &[], &["C09D5/08"], "ipc:C09D5/08");
        check(
            "一种石墨烯防腐涂料的制备方法",
            &["石墨烯", "水性环氧", "石墨烯"],
            &["C09D5/08", "C09D7/61"],
            "石墨烯 OR 水性环氧 OR 防腐涂料 OR ipc:C09D5/08",
        );
        check(
            "Method for the thermal treatment of lithium-ion batteries",
            &["solid electrolyte", "say \"x\""],
            &[],
            "\"solid electrolyte\" OR \"say x\" OR thermal OR treatment OR lithium OR batteries",
        );
    }
}
