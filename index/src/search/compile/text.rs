//! Tests on words: of texts, names, numbers.

use super::constant;
use crate::analysis::{self, Text, Unit};
use crate::normalise::JapaneseNumber;
use crate::pinyin::{self, Reading};
use crate::plan::{Part, Piece, Plan, TermField};
use crate::query::{Field, Value};
use crate::schema::{self, Zone};

/// Weight of a match by pinyin.
const PINYIN: f32 = 0.01;

/// A word or phrase in any of the zones.
pub(super) fn words(zones: &[Zone], value: &Value) -> Plan {
    let (text, slop, prefix) = match value {
        Value::Word(text) => (text, 0, false),
        Value::Prefix(text) => (text, 0, true),
        Value::Phrase { text, slop } => (text, *slop, false),
        Value::Wildcard(pattern) => return wildcard(zones, pattern),
        Value::Range { .. } | Value::Last { .. } | Value::Flag(_) | Value::Alike(_) => {
            return Plan::Nothing;
        }
    };
    if slop > 0 {
        return near_any(zones, slop, true, &pieces(text));
    }
    let units = analysis::units(text);
    let in_zone = |&zone: &Zone| row(zone, &units, prefix).weighed(zone.weight());
    let mut parts: Vec<Plan> = zones.iter().map(in_zone).collect();
    if zones.len() == Zone::ALL.len() {
        parts.extend(bare_number(text, prefix));
    }
    Plan::any(parts)
}

/// A word that may be a registration or telephone number or the like, or an e-mail address:
/// it is looked for among those too.
fn bare_number(text: &str, prefix: bool) -> Option<Plan> {
    let bare = schema::bare(text);
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let address = text.contains('@') && bare.len() >= 4;
    let wanted = (digits >= 4 && bare.len() >= 6 || address) && !text.contains(' ');
    wanted.then(|| {
        if prefix {
            starts_with(TermField::Number, &bare)
        } else {
            term(TermField::Number, &bare, false)
        }
    })
}

/// Units in a row in one zone.
fn row(zone: Zone, units: &[Unit], prefix: bool) -> Plan {
    if let [unit] = units
        && let Text::Han(c) = unit.text
    {
        return term(TermField::Characters(zone), &c.to_string(), true);
    }
    let field = TermField::Terms(zone);
    if prefix
        && let Some((last, before)) = units.split_last()
        && let Text::Word(word) = &last.text
    {
        let start = starts_with(field, word);
        if before.is_empty() {
            return start;
        }
        // The words before must stand in a row; the word being typed anywhere will do while
        // it is being typed.
        return Plan::all(vec![row(zone, before, false), start]);
    }
    let exact = if units.iter().enumerate().any(|(at, _)| is_alone(units, at)) {
        Plan::near(vec![part(zone, units)], 0, true)
    } else {
        in_a_row(field, units)
    };
    match joined(units) {
        Some(word) => Plan::any(vec![exact, term(field, &word, true)]),
        None => exact,
    }
}

/// A pattern: over the letters of one word, or over Chinese characters in a row.
fn wildcard(zones: &[Zone], pattern: &str) -> Plan {
    if pattern.chars().any(analysis::is_han) {
        return gapped(zones, pattern.trim_matches(['*', '?']));
    }
    let letters = pattern.chars().map(|c| match c {
        '*' => Piece::Letters,
        '?' => Piece::Letter,
        c => Piece::Text(fold(c)),
    });
    let letters: Vec<Piece> = letters.collect();
    let in_zone = |&zone: &Zone| matching(TermField::Terms(zone), letters.clone());
    Plan::any(zones.iter().map(in_zone).collect())
}

/// Chinese with gaps: a `?` stands for one character, a `*` for a few.
fn gapped(zones: &[Zone], pattern: &str) -> Plan {
    let in_zone = |&zone: &Zone| {
        let stretches = pattern.split('*').filter(|stretch| !stretch.is_empty());
        let parts = stretches.map(|it| stretch(zone, it)).collect();
        Plan::near(parts, MAX_SKIPPED, true).weighed(zone.weight())
    };
    Plan::any(zones.iter().map(in_zone).collect())
}

/// Characters in a row, of which those at `?` may be any.
fn stretch(zone: Zone, pattern: &str) -> Part {
    let mut whole = Part::default();
    for (place, piece) in pattern.split('?').enumerate() {
        let start = whole.length + u32::from(place > 0);
        let piece = part(zone, &analysis::units(piece));
        let terms = piece.terms.into_iter();
        let moved = terms.map(|(offset, field, term)| (start as usize + offset, field, term));
        whole.terms.extend(moved);
        whole.length = start + piece.length;
    }
    whole
}

/// Words and phrases near each other, in any one zone.
pub(super) fn near(field: Field, distance: u32, parts: &[Value]) -> Plan {
    let texts: Vec<String> = parts.iter().map(|part| text_of(part).to_owned()).collect();
    near_any(zones_of(field), distance, false, &texts)
}

fn near_any(zones: &[Zone], distance: u32, is_ordered: bool, texts: &[String]) -> Plan {
    let in_zone = |&zone: &Zone| {
        let texts = texts.iter();
        let parts = texts.map(|text| part(zone, &analysis::units(text)));
        Plan::near(parts.collect(), distance, is_ordered).weighed(zone.weight())
    };
    Plan::any(zones.iter().map(in_zone).collect())
}

/// Units in a row, as a part of something longer.
fn part(zone: Zone, units: &[Unit]) -> Part {
    Part {
        terms: near_terms(zone, units),
        length: span(units),
    }
}

/// A Western name in any order of its parts; a single letter is an initial.
pub(super) fn person(name: &str) -> Plan {
    let field = TermField::Terms(Zone::Person);
    let parts = analysis::units(name)
        .into_iter()
        .filter_map(|unit| match unit.text {
            Text::Word(part) if part.chars().count() == 1 => {
                Some(matching(field, vec![Piece::Text(part), Piece::Letters]))
            }
            Text::Word(part) => Some(term(field, &part, true)),
            Text::Han(_) => None,
        });
    Plan::all(parts.collect()).weighed(Zone::Person.weight())
}

/// A word of Latin letters as pinyin, in any of its readings.
pub(super) fn pinyin(value: &Value) -> Plan {
    let readings = pinyin::read(text_of(value), matches!(value, Value::Prefix(_)));
    Plan::any(readings.iter().map(reading).collect())
}

fn reading(reading: &Reading) -> Plan {
    let field = TermField::Pinyin;
    let open = |is_open: bool| Plan::Row {
        field,
        terms: reading.terms.clone(),
        is_open,
    };
    match (reading.terms.as_slice(), reading.open) {
        ([], _) => Plan::Nothing,
        ([(_, only)], true) => matching(field, vec![Piece::Text(only.clone()), Piece::Any]),
        ([(_, only)], false) => constant(term(field, only, false)),
        (_, true) => constant(open(true)),
        // Scored, so that a name that is no more than this comes first; never above words.
        (_, false) => open(false).weighed(PINYIN),
    }
}

/// A number, or an e-mail address: whole, or its beginning where that is long enough to mean
/// one (a Chinese number without its check digit, a publication without kind code), in any
/// spelling; in quotes just as it is.
pub(super) fn number(value: &Value) -> Plan {
    let field = TermField::Number;
    if let Some(known) = JapaneseNumber::whole(text_of(value)) {
        let keys = known.keys().into_iter();
        return Plan::any(
            keys.map(|key| match value {
                Value::Prefix(_) => starts_with(field, &key),
                _ => term(field, &key, false),
            })
            .collect(),
        );
    }
    let bare = schema::bare(text_of(value));
    let quoted = matches!(value, Value::Phrase { .. });
    let typed = matches!(value, Value::Prefix(_)) || bare.len() >= 8 && !quoted;
    if bare.is_empty() {
        Plan::Nothing
    } else if typed {
        let spellings = spellings(&bare).into_iter();
        Plan::any(
            spellings
                .map(|spelling| starts_with(field, &spelling))
                .collect(),
        )
    } else {
        term(field, &bare, false)
    }
}

/// The zones that a field of the query looks into.
pub(in crate::search) fn zones_of(field: Field) -> &'static [Zone] {
    match field {
        Field::Title => &[Zone::Title],
        Field::Abstract => &[Zone::Body],
        Field::Keyword => &[Zone::Keyword],
        Field::Text => &[Zone::Title, Zone::Keyword, Zone::Body],
        Field::Institution => &[Zone::Institution],
        Field::Person => &[Zone::Person],
        _ => &Zone::ALL,
    }
}
/// Whether a name has several parts, all in Latin letters.
pub(super) fn is_western(name: &str) -> bool {
    let units = analysis::units(name);
    units.len() > 1 && !units.iter().any(Unit::is_han)
}

/// A number as typed, and as the records have it where offices and services write it differently.
fn spellings(bare: &str) -> Vec<String> {
    let mut spellings = vec![bare.to_owned()];
    let (office, rest) = bare.split_at_checked(2).unwrap_or((bare, ""));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match office {
        // The files of the patent office put zeros before its numbers.
        "US" if rest.starts_with('0') => {
            spellings.push(format!("US{}", rest.trim_start_matches('0')));
        }
        // The European office writes the year and six digits of a published application.
        "US" if rest.starts_with("20") && digits == 10 => {
            if let Some((year, serial)) = rest.split_at_checked(4) {
                spellings.push(format!("US{year}0{serial}"));
            }
        }
        // An application of eight digits, with its check digit.
        "EP" if digits == 9 && rest.len() == 9 => {
            spellings.extend(bare.get(..10).map(str::to_owned));
        }
        _ => {}
    }
    spellings
}

/// The words of a value.
pub(in crate::search) fn text_of(value: &Value) -> &str {
    match value {
        Value::Word(text)
        | Value::Prefix(text)
        | Value::Wildcard(text)
        | Value::Phrase { text, .. }
        | Value::Flag(text) => text,
        Value::Alike(alike) => text_of(&alike.said),
        Value::Range { .. } | Value::Last { .. } => "",
    }
}

/// Units in a row, in one field of terms.
fn in_a_row(field: TermField, units: &[Unit]) -> Plan {
    let mut terms = row_terms(units);
    match terms.len() {
        0 => Plan::Nothing,
        1 => {
            let (_, only) = terms.remove(0);
            term(field, &only, true)
        }
        _ => Plan::Row {
            field,
            terms,
            is_open: false,
        },
    }
}

/// As [`row_terms`], with the characters that no pair covers.
fn near_terms(zone: Zone, units: &[Unit]) -> Vec<(usize, TermField, String)> {
    let terms = row_terms(units).into_iter();
    let terms = terms.map(|(offset, term)| (offset, TermField::Terms(zone), term));
    let mut terms: Vec<_> = terms.collect();
    let Some(start) = units.first().map(|unit| unit.position) else {
        return terms;
    };
    for (at, unit) in units.iter().enumerate() {
        if let Text::Han(c) = unit.text
            && is_alone(units, at)
        {
            let offset = (unit.position - start) as usize;
            terms.push((offset, TermField::Characters(zone), c.to_string()));
        }
    }
    terms
}

/// Whether a Chinese character has no neighbour to make a pair with.
fn is_alone(units: &[Unit], at: usize) -> bool {
    let adjoin = |first: usize, second: usize| {
        let pair = units.get(first).zip(units.get(second));
        pair.is_some_and(|(first, second)| first.adjoins(second))
    };
    units.get(at).is_some_and(Unit::is_han)
        && !adjoin(at, at + 1)
        && !(at > 0 && adjoin(at - 1, at))
}

/// The fewest terms, with their distances from the first, that say that units stand in a row.
///
/// Pairs cover two characters each, so every second will do, and the last.
fn row_terms(units: &[Unit]) -> Vec<(usize, String)> {
    let mut terms = Vec::new();
    let Some(start) = units.first().map(|unit| unit.position) else {
        return terms;
    };
    let mut out = String::new();
    let mut covered = 0;
    for (index, unit) in units.iter().enumerate() {
        let next = units.get(index + 1);
        let paired =
            next.is_some_and(|next| unit.adjoins(next) && (unit.is_han() || next.is_han()));
        // A pair is needed where its first unit is not covered yet, or it is the last pair.
        let needed =
            paired && (covered <= index || index + 2 == units.len() && covered < units.len());
        let way = match (&unit.text, needed) {
            (_, true) => 2,
            (Text::Word(word), false) if covered <= index => {
                usize::from(analysis::singular(word).is_some())
            }
            _ => continue,
        };
        if let Some(length) = analysis::write_term(units, index, way, &mut out) {
            covered = covered.max(index + length);
            terms.push(((unit.position - start) as usize, out.clone()));
        }
    }
    terms
}

/// Most characters that a `*` inside Chinese stands for.
const MAX_SKIPPED: u32 = 10;

/// The pieces of a phrase between which there may be room: its words.
fn pieces(text: &str) -> Vec<String> {
    if text.contains(char::is_whitespace) {
        return text.split_whitespace().map(str::to_owned).collect();
    }
    let units = analysis::units(text);
    let words = analysis::words(&units).into_iter();
    let pieces = words.filter_map(|word| {
        let (first, last) = (units.get(word.start)?, units.get(word.end - 1)?);
        text.get(first.range.start..last.range.end)
            .map(str::to_owned)
    });
    pieces.collect()
}

/// Units from the first to behind the last, gaps counted.
fn span(units: &[Unit]) -> u32 {
    let ends = units.first().zip(units.last());
    ends.map_or(0, |(first, last)| last.position + 1 - first.position)
}

/// `li-ion` as one word.
fn joined(units: &[Unit]) -> Option<String> {
    let mut word = String::new();
    for (index, unit) in units.iter().enumerate() {
        let Text::Word(part) = &unit.text else {
            return None;
        };
        if index + 1 < units.len() && !unit.hyphened {
            return None;
        }
        word.push_str(part);
    }
    (units.len() > 1).then_some(word)
}

/// What holds a term; `is_ranked` where it says more the more often it stands there.
fn term(field: TermField, text: &str, is_ranked: bool) -> Plan {
    Plan::Term {
        field,
        text: text.to_owned(),
        is_ranked,
    }
}

/// Every term that begins so, however many there are.
pub(super) fn starts_with(field: TermField, start: &str) -> Plan {
    let open = matching(field, vec![Piece::Text(start.to_owned()), Piece::Letters]);
    // A word that is complete already is worth more than one that only begins so.
    Plan::any(vec![term(field, start, true), open])
}

pub(super) fn matching(field: TermField, pieces: Vec<Piece>) -> Plan {
    constant(Plan::Pattern { field, pieces })
}

fn fold(c: char) -> String {
    let mut buffer = [0; 4];
    let units = analysis::units(c.encode_utf8(&mut buffer));
    match units.first().map(|unit| &unit.text) {
        Some(Text::Han(c)) => c.to_string(),
        Some(Text::Word(word)) => word.clone(),
        None => c.to_string(),
    }
}
