//! A line of the log in words.

use qiao_index::vocab::Language;

use crate::desk::Snapshot;
use crate::desk::log::{Contacted, LogLine, LogOutcome};
use crate::messages::{escape_controls, pick};

/// How somebody was reached.
pub(crate) fn how(how: Contacted, language: Language) -> &'static str {
    let words = match how {
        Contacted::Call => ["电话", "call"],
        Contacted::Mail => ["邮件", "mail"],
        Contacted::Visit => ["拜访", "visit"],
        Contacted::Meeting => ["会面", "meeting"],
        Contacted::Message => ["消息", "message"],
    };
    pick(language, words)
}

/// What came of it.
pub(crate) fn outcome(outcome: LogOutcome, language: Language) -> &'static str {
    let words = match outcome {
        LogOutcome::Reached => ["已联系上", "reached"],
        LogOutcome::NoAnswer => ["无人应答", "no answer"],
        LogOutcome::Bounced => ["退回", "bounced"],
        LogOutcome::Declined => ["不感兴趣", "declined"],
        LogOutcome::Interested => ["有意向", "interested"],
    };
    pick(language, words)
}

/// How, with whom, and what was said.
pub(crate) fn what(line: &LogLine, language: Language) -> String {
    let person = if line.person.is_empty() {
        String::new()
    } else {
        format!(" · {}", line.person)
    };
    let colon = pick(language, ["：", ": "]);
    format!("{}{person}{colon}{}", how(line.how, language), line.text)
}

/// Day, how, with whom, what came of it, and what was said.
pub(crate) fn line(line: &LogLine, language: Language) -> String {
    let outcome = line.outcome.map_or("", |it| self::outcome(it, language));
    let facts = [&*line.day, how(line.how, language), &line.person, outcome];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty());
    let facts: Vec<&str> = facts.collect();
    let colon = pick(language, ["：", ": "]);
    let text = match &*line.text {
        "" => pick(language, ["（已删除）", "(erased)"]),
        text => text,
    };
    format!("{}{colon}{text}", facts.join(" · "))
}

/// The same with the title of its listing below it; as evidence with its hash.
pub(crate) fn lines(
    (said, listing): &(LogLine, Snapshot),
    is_evidence: bool,
    language: Language,
) -> Vec<String> {
    let mut lines = vec![
        escape_controls(&line(said, language)).into_owned(),
        escape_controls(&format!("  {} · {}", listing.title, listing.id)).into_owned(),
    ];
    if is_evidence {
        // A desk from elsewhere may say anything in the place of a hash.
        let hash = format!("  {} · {} · {}", said.number, said.at, said.chain);
        lines.push(escape_controls(&hash).into_owned());
    }
    lines
}
