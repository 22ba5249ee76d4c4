//! What shows who was introduced to whom, and when: the lines of the log and the events of deals,
//! each with its hash, of one deal or of all that a person or an institution has to do with.

use std::fs;
use std::path::{Path, PathBuf};

use qiao_index::vocab::Language;

use crate::desk::log::{LogLine, LogWanted};
use crate::desk::{Deal, DealEvent, Desk, Snapshot, Stage};
use crate::export::write_whole_file;
use crate::listing::{contacted, deals};
use crate::messages::{Bilingual, Failure, escape_controls, pick, say};

/// What happened: a line of the log about one of the listings, or an event of the deal.
pub(crate) enum Fact {
    /// Somebody was reached.
    Line(Box<(LogLine, Snapshot)>),
    /// A step of the deal.
    Event(DealEvent),
}

impl Fact {
    /// By day; of one day by when it was written down.
    fn order(&self) -> (&str, &str) {
        match self {
            Self::Line(it) => (&it.0.day, &it.0.at),
            Self::Event(event) => (&event.day, &event.at),
        }
    }
}

/// What evidence is about.
pub(crate) enum Subject {
    /// A deal.
    Deal(Box<Deal>),
    /// A person or an institution: the lines of the log with them, and their deals.
    Client(Vec<(LogLine, Snapshot)>, Vec<Deal>),
}

/// Evidence in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EvidenceText {
    /// The deal or whom it is about, as it was asked for.
    pub(crate) whom: String,
    /// Its lines; none where nothing is known.
    pub(crate) lines: Vec<String>,
    /// What was changed after it was written.
    pub(crate) changed: Vec<Bilingual>,
}

/// Finds the deal with a number, else the person or institution with a name.
///
/// # Errors
/// There is no deal with the number; the desk cannot be read.
pub(crate) fn find(desk: &Desk, whom: &str) -> anyhow::Result<Subject> {
    let whom = whom.trim();
    if let Ok(number) = whom.parse::<u64>() {
        return Ok(Subject::Deal(Box::new(desk.deal(number)?)));
    }
    let wanted = LogWanted {
        client: Some(whom.to_owned()),
        ..LogWanted::default()
    };
    let is_theirs = |side: &Snapshot| {
        let mut people = side.contact.iter();
        side.institution.contains(whom) || people.any(|it| it.name.contains(whom))
    };
    let mut deals = desk.deals()?;
    deals.retain(|deal| is_theirs(&deal.need) || is_theirs(&deal.offer));
    Ok(Subject::Client(desk.logged(&wanted)?, deals))
}

/// The same in words, with what was changed after it was written.
///
/// # Errors
/// As for [`find`].
pub(crate) fn text(folder: &Path, whom: &str, language: Language) -> anyhow::Result<EvidenceText> {
    let desk = Desk::open(folder)?;
    let lines = lines(&desk, &find(&desk, whom)?, language)?;
    Ok(EvidenceText {
        whom: whom.trim().to_owned(),
        lines,
        changed: changed(&desk)?,
    })
}

/// What was changed after it was written: it is no evidence.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn changed(desk: &Desk) -> anyhow::Result<Vec<Bilingual>> {
    let line = desk.first_changed_line()?.map(|number| {
        let words = [
            "注意：第 {n} 行在写下之后被改动过，此后的记录不能作为凭证",
            "careful: line {n} was changed after it was written, what follows it is no evidence",
        ];
        Failure::filled(words, &[("n", &number.to_string())])
    });
    let event = desk.first_changed_event()?.map(|number| {
        let words = [
            "注意：交易的第 {n} 号事件在写下之后被改动过，此后的事件不能作为凭证",
            "careful: event {n} of the deals was changed after it was written, what follows it is no evidence",
        ];
        Failure::filled(words, &[("n", &number.to_string())])
    });
    Ok(line.into_iter().chain(event).collect())
}

/// Lines of the log about either listing and events of the deal, the oldest first.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn facts(desk: &Desk, deal: &Deal) -> anyhow::Result<Vec<Fact>> {
    let mut facts: Vec<Fact> = Vec::new();
    for id in [&deal.need.id, &deal.offer.id] {
        let wanted = LogWanted {
            listing: Some(id.clone()),
            ..LogWanted::default()
        };
        let lines = desk.logged(&wanted)?.into_iter();
        facts.extend(lines.map(|line| Fact::Line(Box::new(line))));
    }
    // Of one second what was said comes first: a step follows from it.
    facts.extend(deal.events.iter().cloned().map(Fact::Event));
    facts.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(facts)
}

/// The first day on which the two were brought together: that of the contact, else of the lead.
pub(crate) fn introduced(deal: &Deal) -> Option<&str> {
    let day = deal.day_of(Stage::Contacted);
    day.or_else(|| deal.events.first().map(|event| &*event.day))
}

/// Evidence in words, a blank line between its parts.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn lines(
    desk: &Desk,
    subject: &Subject,
    language: Language,
) -> anyhow::Result<Vec<String>> {
    let (logged, deals) = match subject {
        Subject::Deal(deal) => return of_deal(desk, deal, language),
        Subject::Client(logged, deals) => (logged, deals),
    };
    let logged = logged.iter();
    let mut lines: Vec<String> = logged
        .flat_map(|line| contacted::lines(line, true, language))
        .collect();
    for deal in deals {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(of_deal(desk, deal, language)?);
    }
    Ok(lines)
}

fn of_deal(desk: &Desk, deal: &Deal, language: Language) -> anyhow::Result<Vec<String>> {
    let mut lines = heading(deal, language);
    lines.push(String::new());
    for fact in facts(desk, deal)? {
        match fact {
            Fact::Line(line) => lines.extend(contacted::lines(&line, true, language)),
            Fact::Event(event) => {
                lines.push(escape_controls(&deals::event(&event, language)).into_owned());
                let DealEvent {
                    number, at, chain, ..
                } = event;
                let hash = format!("  {number} · {at} · {chain}");
                lines.push(escape_controls(&hash).into_owned());
            }
        }
    }
    Ok(lines)
}

/// Who was introduced to whom, when, and where the deal stands.
fn heading(deal: &Deal, language: Language) -> Vec<String> {
    let colon = pick(language, ["：", ": "]);
    let number = deal.number.to_string();
    let head = say(language, ["第 {n} 号交易", "Deal {n}"], &[("n", &number)]);
    let mut lines = vec![format!("{head}{colon}{}", deals::state(deal, language))];
    let sides = [
        (["需求方", "need"], &deal.need),
        (["供给方", "offer"], &deal.offer),
    ];
    for (name, listing) in sides {
        let people = listing.contact.iter().map(|contact| &*contact.name);
        let facts = [&*listing.institution].into_iter().chain(people);
        let facts = facts.chain([&*listing.title, &listing.id]);
        let facts: Vec<&str> = facts.filter(|fact| !fact.is_empty()).collect();
        let name = pick(language, name);
        lines.push(format!("{name}{colon}{}", facts.join(" · ")));
    }
    if let Some(day) = introduced(deal) {
        let name = pick(language, ["介绍双方的日期", "introduced on"]);
        lines.push(format!("{name}{colon}{day}"));
    }
    let lines = lines.iter().map(|line| escape_controls(line).into_owned());
    lines.collect()
}

/// Writes evidence to a file of its own in a folder; the file.
///
/// # Errors
/// It cannot be written.
pub(crate) fn save_in(folder: &Path, text: &str) -> anyhow::Result<PathBuf> {
    let names = std::iter::once("evidence.txt".to_owned())
        .chain((2..).map(|again| format!("evidence-{again}.txt")));
    let mut paths = names.map(|name| folder.join(name));
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let path = paths.find(is_free).unwrap_or_default();
    write_whole_file(&path, |out| Ok(writeln!(out, "{text}")?))?;
    Ok(path)
}
