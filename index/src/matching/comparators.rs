//! Words and signs that say how a number is meant: `不少于`, `≤`, `or more`.

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The number itself, or the range.
    Exactly,
    /// That or more.
    AtLeast,
    /// That or less.
    AtMost,
    /// `达到`: as a demand that or more, as a statement the number itself.
    Reaches,
}

/// Comparators that stand before a number, those that hold others first.
const BEFORE: &[(&str, Relation)] = &[
    ("大于等于", Relation::AtLeast),
    ("小于等于", Relation::AtMost),
    ("控制在", Relation::AtMost),
    ("at least", Relation::AtLeast),
    ("at most", Relation::AtMost),
    ("more than", Relation::AtLeast),
    ("less than", Relation::AtMost),
    ("up to", Relation::AtMost),
    ("above", Relation::AtLeast),
    ("below", Relation::AtMost),
    ("under", Relation::AtMost),
    ("within", Relation::AtMost),
    ("over", Relation::AtLeast),
    ("至少", Relation::AtLeast),
    ("超过", Relation::AtLeast),
    ("高于", Relation::AtLeast),
    ("大于", Relation::AtLeast),
    ("至多", Relation::AtMost),
    ("低于", Relation::AtMost),
    ("小于", Relation::AtMost),
    ("少于", Relation::AtMost),
    ("高出", Relation::AtLeast),
    ("多于", Relation::AtLeast),
    ("exceeding", Relation::AtLeast),
    ("exceeds", Relation::AtLeast),
    ("exceed", Relation::AtLeast),
    ("达到", Relation::Reaches),
    (">=", Relation::AtLeast),
    ("<=", Relation::AtMost),
    ("≥", Relation::AtLeast),
    ("≤", Relation::AtMost),
    (">", Relation::AtLeast),
    ("<", Relation::AtMost),
    ("≧", Relation::AtLeast),
    ("≦", Relation::AtMost),
    ("⩾", Relation::AtLeast),
    ("⩽", Relation::AtMost),
    ("＞", Relation::AtLeast),
    ("＜", Relation::AtMost),
    ("限", Relation::AtMost),
    ("达", Relation::Reaches),
];

/// What turns a comparator behind it round, those that hold others first: `不得低于`.
const NEGATIONS: &[&str] = &[
    "不应当",
    "不得",
    "不能",
    "不应",
    "不可",
    "不宜",
    "不会",
    "不",
    "not ",
    "no ",
];

/// Comparators that stand behind the unit.
const BEHIND: &[(&str, Relation)] = &[
    ("及以上", Relation::AtLeast),
    ("以上", Relation::AtLeast),
    ("or more", Relation::AtLeast),
    ("及以下", Relation::AtMost),
    ("以下", Relation::AtMost),
    ("以内", Relation::AtMost),
    ("之内", Relation::AtMost),
    ("or less", Relation::AtMost),
];

/// The comparator that some words end with, and the words before it.
pub(super) fn compared(words: &str) -> (Option<Relation>, &str) {
    let trimmed = words.trim_end();
    let trimmed = trimmed.trim_end_matches(['约', '为', '±', '+']).trim_end();
    let lower = trimmed.to_ascii_lowercase();
    for (name, relation) in BEFORE {
        if lower.ends_with(name) {
            let rest = trimmed.get(..trimmed.len() - name.len());
            return negated(*relation, rest.unwrap_or_default());
        }
    }
    (None, trimmed)
}

/// A comparator with the negation that the words before it may end with.
fn negated(relation: Relation, before: &str) -> (Option<Relation>, &str) {
    let lower = before.to_ascii_lowercase();
    let is_whole = |word: &&&str| {
        let rest = lower.strip_suffix(**word);
        let is_inside =
            word.is_ascii() && rest.is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
        rest.is_some() && !is_inside
    };
    let negation = NEGATIONS.iter().find(is_whole);
    let Some(negation) = negation else {
        return (Some(relation), before);
    };
    let turned = match relation {
        Relation::AtLeast => Relation::AtMost,
        Relation::AtMost => Relation::AtLeast,
        // What is not reached is neither more nor less.
        Relation::Reaches | Relation::Exactly => return (None, before),
    };
    let rest = before.get(..before.len() - negation.len());
    (Some(turned), rest.unwrap_or_default())
}

/// The comparator that stands behind a unit.
pub(super) fn follows(behind: &str) -> Option<Relation> {
    let behind = behind.trim_start().to_ascii_lowercase();
    let found = BEHIND.iter().find(|(name, _)| behind.starts_with(name));
    found.map(|(_, relation)| *relation)
}
