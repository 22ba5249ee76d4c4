//! Words of a patent's legal status → the class they stand for.
//!
//! A status is judged part by part (`期限届满 | 权利转移`): marks of events beside a status, a
//! transfer or a licence, never outweigh it, and a dead part wins unless a restoration stands
//! beside it. In one part the first rule of `legal_rules.tsv` decides, negatives first.

use std::sync::LazyLock;

use super::table::{fold, lines};
use crate::record::LegalClass;

/// Longer texts (bytes) are stories, not values.
const MAX_LENGTH: usize = 2_000;

/// What one rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The status is of this class; a change that says nothing of it is unknown.
    Is(LegalClass),
    /// A right or application that had ended has come back.
    Restored(LegalClass),
}

/// The rules in order, their words folded.
static RULES: LazyLock<Vec<(&str, Verdict)>> = LazyLock::new(|| {
    lines(include_str!("legal_rules.tsv"))
        .filter_map(|columns| match *columns {
            [words, verdict, ..] => Some((words, verdict_of(verdict))),
            _ => None,
        })
        .collect()
});

fn verdict_of(word: &str) -> Verdict {
    match word {
        "alive" => Verdict::Is(LegalClass::Alive),
        "pending" => Verdict::Is(LegalClass::Pending),
        "dead" => Verdict::Is(LegalClass::Dead),
        "restored alive" => Verdict::Restored(LegalClass::Alive),
        "restored pending" => Verdict::Restored(LegalClass::Pending),
        _ => Verdict::Is(LegalClass::Unknown),
    }
}

/// Marks of events that stand beside a status; the longer words first.
const EVENTS: [&str; 10] = [
    "权利转移",
    "一案双申",
    "许可合同备案",
    "转移",
    "质押",
    "许可",
    "保全",
    "复审",
    "转让",
    "海关备案",
];

/// One part of a status.
struct Part {
    verdict: Verdict,
    /// Only an event: it decides where nothing else does.
    is_event: bool,
}

/// The class that an office's or a database's words stand for. Unknown is never dead.
#[must_use]
pub fn legal_class(text: &str) -> LegalClass {
    if text.len() > MAX_LENGTH {
        return LegalClass::Unknown;
    }
    let is_separator = |c: char| matches!(c, '|' | '｜' | ';' | '；' | '\n' | '\r');
    let parts: Vec<Part> = text.split(is_separator).flat_map(phrases).collect();
    let of = |is_event: bool| {
        let parts = parts.iter().filter(move |part| part.is_event == is_event);
        together(&parts.map(|part| part.verdict).collect::<Vec<_>>())
    };
    Some(of(false))
        .filter(|class| *class != LegalClass::Unknown)
        .unwrap_or_else(|| of(true))
}

/// The phrases of a part that commas divide. Where none of them has a class of its own, the part
/// is one phrase.
fn phrases(part: &str) -> Vec<Part> {
    let split = part.split([',', '，', '、', '。']);
    let phrases: Vec<Part> = split.map(judge).collect();
    let none = |part: &Part| part.verdict == Verdict::Is(LegalClass::Unknown);
    if phrases.len() > 1 && phrases.iter().all(none) {
        return vec![judge(part)];
    }
    phrases
}

/// The class of parts that stand beside each other.
fn together(verdicts: &[Verdict]) -> LegalClass {
    let restored = verdicts.iter().find_map(|verdict| match verdict {
        Verdict::Restored(class) => Some(*class),
        Verdict::Is(_) => None,
    });
    if let Some(class) = restored {
        return class;
    }
    [LegalClass::Dead, LegalClass::Alive, LegalClass::Pending]
        .into_iter()
        .find(|class| verdicts.contains(&Verdict::Is(*class)))
        .unwrap_or_default()
}

/// Judges one phrase, with and without the events it speaks of.
fn judge(phrase: &str) -> Part {
    let bare = fold(phrase).replace(['的', '、', '-'], "");
    let without_events = EVENTS
        .iter()
        .fold(bare.clone(), |rest, event| rest.replace(event, ""));
    let (whole, rest) = (first_match(&bare), first_match(&without_events));
    let unknown = Verdict::Is(LegalClass::Unknown);
    Part {
        verdict: whole
            .filter(|verdict| *verdict != unknown)
            .or(rest)
            .or(whole)
            .unwrap_or(unknown),
        is_event: without_events != bare && rest.is_none(),
    }
}

fn first_match(bare: &str) -> Option<Verdict> {
    let found = RULES.iter().find(|(words, _)| bare.contains(words));
    found.map(|&(_, verdict)| verdict)
}
