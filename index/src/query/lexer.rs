//! Characters and words of a query's text.

use super::Field;

/// A query's text with full-width forms as their ASCII twins, and the way back.
pub(super) struct Folded {
    pub(super) text: String,
    /// Place in the original of every byte of `text`, and of its end.
    places: Vec<usize>,
}

impl Folded {
    pub(super) fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut places = Vec::with_capacity(original.len() + 1);
        for (place, c) in original.char_indices() {
            match c {
                '≥' | '⩾' => text.push_str(">="),
                '≤' | '⩽' => text.push_str("<="),
                c => text.push(twin(c)),
            }
            places.resize(text.len(), place);
        }
        places.push(original.len());
        Self { text, places }
    }

    /// The place in the original of a place in the folded text.
    pub(super) fn place(&self, at: usize) -> usize {
        let end = self.places.last().copied().unwrap_or_default();
        self.places.get(at).copied().unwrap_or(end)
    }
}

/// The ASCII twin of a full-width character; a blank for what stands for nothing.
fn twin(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '“' | '”' | '„' | '‟' | '〝' | '〞' => '"',
        '〜' => '~',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

/// Whether a bare word ends before `c` whatever stands around it.
fn separates(c: char) -> bool {
    " ()[]{}\"|;!、。《》〈〉「」『』【】〔〕〖〗—…".contains(c)
}

/// Where the bare word that starts the text ends.
///
/// A comma or colon between digits belongs to the word in running text (`1,2-二氯乙烷`,
/// `12:30`); in fields of numbers and names a comma parts the values of a list. A question mark
/// is a wildcard, but ends a Chinese sentence.
pub(super) fn word_end(text: &str, field: Field) -> usize {
    if field.names_listing() {
        // An id holds whatever its source writes.
        return text.find([' ', '(', ')', '"']).unwrap_or(text.len());
    }
    let (mut before, mut chinese) = (' ', 0);
    let mut characters = text.char_indices().peekable();
    while let Some((place, c)) = characters.next() {
        let after = characters.peek().map_or(' ', |&(_, c)| c);
        let in_number = before.is_ascii_digit() && after.is_ascii_digit() && field.is_prose();
        let ends = match c {
            ',' | ':' => !in_number,
            '-' => after == '-',
            '?' => chinese > MAX_CHINESE_WORD,
            c => separates(c),
        };
        if ends {
            return place;
        }
        chinese += usize::from(c >= '\u{3400}');
        before = c;
    }
    text.len()
}

/// Characters of the longest Chinese word; more in a row are a sentence.
const MAX_CHINESE_WORD: usize = 4;

/// A word without the punctuation behind it.
pub(super) fn trim_end(word: &str) -> &str {
    word.trim_end_matches(is_punctuation)
}

/// What does not count at the end of a word.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() && !"+#%*?".contains(c)
}

/// Length of the punctuation that stands between the end of a word and the next; `None` if the
/// word goes on.
pub(super) fn punctuation_end(text: &str) -> Option<usize> {
    let end = word_end(text, Field::Number);
    let behind = text.get(..end)?;
    behind.chars().all(is_punctuation).then_some(end)
}

/// Whether there is anything that could be found.
pub(super) fn has_text(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Words that join or negate others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    /// With its distance, if that has been typed already.
    Near(Option<u32>),
    /// In this order, with that much room between: `ADJ`, `ADJ3`.
    Adjacent(u32),
}

/// Largest distance and slop: more is nowhere near.
const MAX_UNITS: u32 = 999;

/// A number of units; `None` where there are no digits.
pub(super) fn units(digits: &str) -> Option<u32> {
    let value = digits.bytes().fold(0_u32, |sum, digit| {
        sum.saturating_mul(10)
            .saturating_add(u32::from(digit.wrapping_sub(b'0')))
    });
    (!digits.is_empty()).then_some(value.min(MAX_UNITS))
}

/// Reads a whole token as an operator.
pub(super) fn operator(token: &str) -> Option<Operator> {
    Some(match token {
        "AND" | "与" => Operator::And,
        "OR" | "或" => Operator::Or,
        "NOT" | "非" => Operator::Not,
        token => {
            let (name, digits) = token
                .split_at_checked(token.trim_end_matches(|c: char| c.is_ascii_digit()).len())?;
            return match (name, units(digits)) {
                ("NEAR/", distance) => Some(Operator::Near(distance)),
                ("NEAR" | "W/", Some(distance)) => Some(Operator::Near(Some(distance))),
                ("ADJ", room) => Some(Operator::Adjacent(room.unwrap_or(0))),
                ("ADJ/", Some(room)) => Some(Operator::Adjacent(room)),
                _ => None,
            };
        }
    })
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

const COMPARISONS: [(&str, Comparison); 7] = [
    (">=", Comparison::GreaterOrEqual),
    ("=>", Comparison::GreaterOrEqual),
    ("<=", Comparison::LessOrEqual),
    ("=<", Comparison::LessOrEqual),
    (">", Comparison::Greater),
    ("<", Comparison::Less),
    ("=", Comparison::Equal),
];

/// A field's name with its colon or comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) field: Field,
    pub(super) comparison: Comparison,
    /// Length of name and sign.
    pub(super) length: usize,
}

/// Length of the letters and digits that start the text.
pub(super) fn name_end(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len())
}

/// The same, with hyphens and underscores between them: `kind-code`, `kind_code`.
pub(super) fn hyphened_name_end(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
        .unwrap_or(text.len())
}

/// Reads the start of a text as the name of a field with its sign.
pub(super) fn named(text: &str) -> Option<Named> {
    let hyphened = text.split_at_checked(hyphened_name_end(text));
    let hyphened = hyphened.filter(|(name, _)| Field::named(name).is_some());
    let (name, rest) = hyphened.or_else(|| text.split_at_checked(name_end(text)))?;
    let after_colon = rest.strip_prefix(':');
    if after_colon.is_none() && !rest.starts_with(['<', '>', '=']) {
        return None;
    }
    let field = Field::named(name)?;
    let signs = after_colon.unwrap_or(rest);
    let sign = COMPARISONS
        .into_iter()
        .find(|(sign, _)| field.is_range() && signs.starts_with(sign));
    let colon = usize::from(after_colon.is_some());
    let (length, comparison) = match sign {
        Some((sign, comparison)) => (sign.len(), comparison),
        None if colon == 1 => (0, Comparison::Equal),
        // Other systems write `TI=电池`.
        None if rest.starts_with('=') && !rest.starts_with("==") => (1, Comparison::Equal),
        None => return None,
    };
    let value = rest.get(colon + length..).unwrap_or_default();
    Some(Named {
        field: meant(field, name, value),
        comparison,
        length: name.len() + colon + length,
    })
}

/// The field that a name means before a value: other systems have numbers, and dates, of
/// priorities under one name.
fn meant(field: Field, name: &str, value: &str) -> Field {
    let either = field == Field::Priority && !name.to_ascii_lowercase().ends_with("date");
    let value = value.trim_start_matches([' ', '"', '(']);
    let value = value
        .get(..word_end(value, Field::Number))
        .unwrap_or_default();
    let letters = value.starts_with(|c: char| c.is_ascii_alphabetic());
    let long = value.bytes().take_while(u8::is_ascii_digit).count() > "20180503".len();
    if either && (letters || long) {
        Field::Number
    } else {
        field
    }
}
