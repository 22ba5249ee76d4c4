//! "Did you mean": the word that a mistyped one is one letter or character away from.

use crate::analysis::{self, Text, Unit};
use crate::pinyin;
use crate::query::{Field, Query, Value};
use crate::record::Record;
use crate::schema::Zone;

/// Shortest words in which one wrong or missing character is forgiven.
const MIN_CHARACTERS: usize = 4;
/// Shortest words in which one character may sound like the right one: what pinyin input writes by
/// mistake.
const MIN_CHARACTERS_SOUNDING_ALIKE: usize = 2;
/// Shortest words in which one wrong or missing letter is forgiven.
const MIN_LETTERS: usize = 5;

/// The text of a query with its mistyped words as the records have them.
///
/// `missing` are the clauses that no record matches; `near` the best answers of the relaxed search.
pub(super) fn suggest<'a>(
    text: &str,
    missing: impl IntoIterator<Item = &'a Query>,
    near: &[&Record],
) -> Option<String> {
    let mut mended = text.to_owned();
    for clause in missing {
        if let Query::Match {
            value: Value::Word(word) | Value::Prefix(word),
            ..
        } = clause
            && let Some(meant) = near.iter().find_map(|record| meant(word, record))
        {
            mended = mended.replacen(word.as_str(), &meant, 1);
        }
    }
    (mended != text).then_some(mended)
}

/// Longest word that is parted, in characters: each way is counted, and more is a sentence.
const MAX_PARTED: usize = 32;

/// The ways to part a Chinese word that nobody writes in one (`石墨烯涂料`), at the borders of its
/// dictionary words; a part has two characters at least.
pub(super) fn apart(clause: &Query) -> Vec<[String; 2]> {
    let Query::Match {
        field: Field::Any,
        value: Value::Word(word) | Value::Prefix(word),
    } = clause
    else {
        return Vec::new();
    };
    let units = analysis::units(word);
    if units.len() > MAX_PARTED {
        return Vec::new();
    }
    let words = analysis::words(&units);
    let borders = words.iter().map(|word| word.start);
    let parts = borders
        .filter(|&border| border >= 2 && border + 2 <= units.len())
        .filter_map(|border| word.split_at_checked(units[border].range.start))
        .map(|(first, second)| [first.to_owned(), second.to_owned()]);
    parts.collect()
}

/// Words of letters, as one that can be read as pinyin (`wuhan daxue`).
pub(super) fn joined(query: &Query) -> Option<String> {
    let Query::And(parts) = query else {
        return None;
    };
    let words = parts.iter().map(|part| match part {
        Query::Match {
            field: Field::Any,
            value: Value::Word(word) | Value::Prefix(word),
        } => Some(word.to_ascii_lowercase()),
        _ => None,
    });
    let joined = words.collect::<Option<String>>()?;
    (!pinyin::read(&joined, false).is_empty()).then_some(joined)
}

/// The part of a record's title, keywords or names that the word is one step away from.
fn meant(word: &str, record: &Record) -> Option<String> {
    let wanted = analysis::units(word);
    [
        Zone::Title,
        Zone::Keyword,
        Zone::Institution,
        Zone::Person,
        Zone::Body,
    ]
    .into_iter()
    .find_map(|zone| {
        let text = zone.text(record);
        let units = analysis::units(&text);
        let found = window(&wanted, &units)?;
        let (first, last) = (found.first()?, found.last()?);
        text.get(first.range.start..last.range.end)
            .map(str::to_owned)
    })
}

/// Units in a row that are one step away from the wanted ones.
fn window<'a>(wanted: &[Unit], units: &'a [Unit]) -> Option<&'a [Unit]> {
    if let [only] = wanted {
        let Text::Word(typed) = &only.text else {
            return None;
        };
        let typed = typed.as_bytes();
        let near = |unit: &&Unit| match &unit.text {
            Text::Word(known) => {
                known.as_bytes() != typed && super::latin::one_edit(known.as_bytes(), typed)
            }
            Text::Han(_) => false,
        };
        let at = units.iter().position(|unit| near(&unit))?;
        return units.get(at..=at).filter(|_| typed.len() >= MIN_LETTERS);
    }
    if wanted.len() < MIN_CHARACTERS {
        let mut rows = units.windows(wanted.len());
        let least = wanted.len() >= MIN_CHARACTERS_SOUNDING_ALIKE;
        return rows.find(|row| least && sounds_alike(wanted, row));
    }
    [wanted.len(), wanted.len() + 1, wanted.len() - 1]
        .into_iter()
        .find_map(|length| units.windows(length).find(|row| one_step(wanted, row)))
}

/// Whether a row differs in one character only, and that sounds as the wanted one.
fn sounds_alike(wanted: &[Unit], row: &[Unit]) -> bool {
    let differ = |(a, b): &(&Unit, &Unit)| a.text != b.text;
    let mut others = wanted.iter().zip(row).filter(differ);
    let adjoin = row.windows(2).all(|pair| pair[0].adjoins(&pair[1]));
    match (others.next(), others.next()) {
        (Some((a, b)), None) if adjoin => match (&a.text, &b.text) {
            (Text::Han(a), Text::Han(b)) => pinyin::share_a_reading(*a, *b),
            _ => false,
        },
        _ => false,
    }
}

/// Whether one character changed, put in or left out makes a row of the other; the first or last
/// must stay, and the row must be one.
fn one_step(wanted: &[Unit], row: &[Unit]) -> bool {
    if !row.windows(2).all(|pair| pair[0].adjoins(&pair[1])) {
        return false;
    }
    let same = |pair: &(&Unit, &Unit)| pair.0.text == pair.1.text;
    let start = wanted.iter().zip(row).take_while(same).count();
    let (wanted_rest, row_rest) = (&wanted[start..], &row[start..]);
    let end = wanted_rest
        .iter()
        .rev()
        .zip(row_rest.iter().rev())
        .take_while(same)
        .count();
    let left = (wanted_rest.len() - end, row_rest.len() - end);
    // A letter is no slip of a character.
    let of_a_kind = match (wanted_rest.first(), row_rest.first()) {
        (Some(a), Some(b)) if left == (1, 1) => a.is_han() == b.is_han(),
        _ => true,
    };
    of_a_kind && start + end > 0 && left.0 <= 1 && left.1 <= 1 && left != (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    #[test]
    fn a_mistyped_word_is_given_as_the_records_have_it() {
        let record = Record {
            title: "华中科技大学的 graphene 石墨烯电池研究".to_owned(),
            ..Record::default()
        };
        for (query, expected) in [
            ("华中科计大学", Some("华中科技大学")),
            ("华中科大学", Some("华中科技大学")),
            ("graphine 电池", Some("graphene 电池")),
            ("grafene", None),
            ("石墨希", Some("石墨烯")),
            ("石墨西", Some("石墨烯")),
            ("石墨东", None),
            ("石墨烯a", Some("石墨烯")),
            ("电吃", Some("电池")),
            ("graphine 华中科计大学", Some("graphene 华中科技大学")),
            ("科计", Some("科技")),
            ("计", None),
            ("水稻育种技术", None),
        ] {
            let parsed = parse(query, false).query;
            let found = suggest(query, parsed.clauses(), &[&record]);
            assert_eq!(found.as_deref(), expected, "{query}");
        }
    }

    #[test]
    fn a_sentence_in_one_word_is_not_parted_at_each_of_its_words() {
        let clause = |text: String| Query::Match {
            field: Field::Any,
            value: Value::Word(text),
        };
        assert!(!apart(&clause("石墨烯涂料".to_owned())).is_empty());
        assert!(apart(&clause("石墨烯涂料".repeat(400))).is_empty());
    }
}
