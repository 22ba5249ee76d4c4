//! "More like this": a record's best words as an ordinary query, which a user can read and change.

use std::ops::Range;

use crate::analysis::{self, Unit};
use crate::query::{Field, Query, Value};
use crate::record::Record;

/// Most words that say what a record is about; more would match nearly everything.
pub(super) const MAX_WORDS: usize = 8;
/// Most of them that are keywords, where the title has others.
const MAX_KEYWORDS: usize = 5;
/// Characters of the longest keyword; what is longer is a sentence.
const MAX_KEYWORD_CHARACTERS: usize = 40;

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
pub fn more_like_this(record: &Record) -> Query {
    let mut words: Vec<String> = Vec::new();
    for keyword in record.keywords.iter().map(|keyword| keyword.trim()) {
        if words.len() < MAX_KEYWORDS && keyword.chars().count() <= MAX_KEYWORD_CHARACTERS {
            add(&mut words, keyword);
        }
    }
    for Cut { word, .. } in title_words(&record.title) {
        if words.len() < MAX_WORDS {
            add(&mut words, word);
        }
    }
    with_class(words.into_iter().map(query_for).collect(), record)
}

/// Any of the words, or the first class of the record.
pub(super) fn with_class(mut words: Vec<Query>, record: &Record) -> Query {
    let cpc = record.patent.iter().flat_map(|patent| &patent.cpc);
    let symbol = record.subjects.ipc.iter().chain(cpc).next();
    words.extend(symbol.map(|symbol| Query::Match {
        field: Field::Ipc,
        value: Value::Word(symbol.clone()),
    }));
    Query::one_of(words)
}

/// The query `like:ID`: more like the listing with this id.
#[must_use]
pub fn more_like_id(id: &str) -> Query {
    Query::Match {
        field: Field::Like,
        value: Value::Word(id.to_owned()),
    }
}

/// The query `match:ID`: who answers the listing with this id.
#[must_use]
pub fn match_id(id: &str) -> Query {
    Query::Match {
        field: Field::Match,
        value: Value::Word(id.to_owned()),
    }
}

/// Adds a word, unless it is there already as it is or within another.
pub(super) fn add(words: &mut Vec<String>, word: &str) {
    let word = word.replace('"', "");
    let lower = word.to_lowercase();
    let known = words
        .iter()
        .any(|known| known.to_lowercase().contains(&lower));
    if !known && word.chars().any(char::is_alphanumeric) {
        words.push(word);
    }
}

/// The query for a word, or for words in a row.
pub(super) fn query_for(word: String) -> Query {
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

/// A word as the dictionary cuts it.
pub(super) struct Cut<'a> {
    pub(super) word: &'a str,
    /// The word with a single character that was left over beside it (`石墨` + `烯`).
    pub(super) longer: Vec<&'a str>,
}

/// Characters that stand beside words without being a part of them.
const PARTICLES: &str = "的了在是和与或及对为以等将把被由从到中其可不有种个";

/// Words of two characters or four letters at the least, without the common ones.
pub(super) fn title_words(title: &str) -> Vec<Cut<'_>> {
    let units = analysis::units(title);
    let text = |range: Range<usize>| {
        let units = units.get(range)?;
        let (first, last) = (units.first()?, units.last()?);
        title.get(first.range.start..last.range.end)
    };
    let is_han = |at: usize| units.get(at).is_some_and(Unit::is_han);
    let is_left_over = |word: &Range<usize>| {
        let alone = word.len() == 1 && is_han(word.start);
        alone && text(word.clone()).is_some_and(|character| !PARTICLES.contains(character))
    };
    let adjoin = |first: usize| {
        let pair = units.get(first).zip(units.get(first + 1));
        pair.is_some_and(|(first, second)| first.adjoins(second))
    };
    let words = analysis::words(&units);
    let longer = |at: usize, word: &Range<usize>| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let before = before.filter(|other| is_left_over(other) && adjoin(other.start));
        let after = words.get(at + 1);
        let after = after.filter(|other| is_left_over(other) && adjoin(word.end - 1));
        let forms = [
            before.map(|other| other.start..word.end),
            after.map(|other| word.start..other.end),
        ];
        forms.into_iter().flatten().filter_map(text).collect()
    };
    let cuts = words.iter().enumerate().filter_map(|(at, word)| {
        let long_enough = word.len() > 1 || !is_han(word.start);
        let text = text(word.clone()).filter(|_| long_enough)?;
        let says = text.len() >= 4 && !COMMON.contains(&text.to_lowercase().as_str());
        says.then(|| Cut {
            word: text,
            longer: if is_han(word.start) {
                longer(at, word)
            } else {
                Vec::new()
            },
        })
    });
    cuts.collect()
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
            let query = more_like_this(&Record {
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
