//! `qiao log evidence`: what shows who was introduced to whom, and when.

use std::io::{self, BufWriter, Write as _};

use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::deal::{as_json as deal_as_json, event_as_json};
use super::form::{Form, print_json};
use super::log_lines::{self, as_json, write_line};
use super::{End, Global, complain};
use crate::desk::log::{LogLine, LogWanted};
use crate::desk::{Deal, DealEvent, Desk, Snapshot, Stage};
use crate::listing::deals;
use crate::messages::{escape_controls, pick, say};

/// Prints what is known of a deal, where `whom` is the number of one, else of a person or an
/// institution.
pub(super) fn run(whom: &str, format: Form, global: &Global) -> anyhow::Result<End> {
    let desk = Desk::open(&global.data_dir()?)?;
    warn_of_changes(&desk, global)?;
    let deals = desk.deals()?;
    let number = whom.trim().parse::<u64>().ok();
    if let Some(deal) = deals.iter().find(|deal| Some(deal.number) == number) {
        return of_deal(&desk, deal, format, global);
    }
    if let Some(number) = number {
        // A number is a deal: says that there is none.
        desk.deal(number)?;
    }
    of_client(&desk, whom, &deals, format, global)
}

/// Prints the lines of the log with a person or an institution, then each of their deals.
fn of_client(
    desk: &Desk,
    whom: &str,
    deals: &[Deal],
    format: Form,
    global: &Global,
) -> anyhow::Result<End> {
    let wanted = LogWanted {
        client: Some(whom.to_owned()),
        ..LogWanted::default()
    };
    let is_theirs = |side: &Snapshot| {
        let people = side
            .contact
            .iter()
            .any(|contact| contact.name.contains(whom));
        side.institution.contains(whom) || people
    };
    let deals = deals.iter();
    let theirs = deals.filter(|deal| is_theirs(&deal.need) || is_theirs(&deal.offer));
    let theirs: Vec<&Deal> = theirs.collect();
    if format == Form::Json {
        let lines = desk.logged(&wanted)?;
        let deals = theirs.iter().map(|deal| json_of(desk, deal));
        let deals: Vec<Value> = deals.collect::<anyhow::Result<_>>()?;
        let is_empty = lines.is_empty() && deals.is_empty();
        let lines: Vec<Value> = lines.iter().map(as_json).collect();
        print_json(&json!({ "log": lines, "deals": deals }))?;
        return Ok(if is_empty { End::Nothing } else { End::Done });
    }
    if theirs.is_empty() {
        return log_lines::list(desk, &wanted, true, format, global);
    }
    if !desk.logged(&wanted)?.is_empty() {
        log_lines::list(desk, &wanted, true, format, global)?;
    }
    for deal in theirs {
        writeln!(io::stdout().lock())?;
        of_deal(desk, deal, format, global)?;
    }
    Ok(End::Done)
}

fn json_of(desk: &Desk, deal: &Deal) -> anyhow::Result<Value> {
    let facts = facts(desk, deal)?;
    let facts = facts.iter().map(|fact| match fact {
        Fact::Line(line, listing) => {
            json!({ "log": as_json(&(line.clone(), listing.clone())) })
        }
        Fact::Event(event) => json!({ "event": event_as_json(event) }),
    });
    let facts: Vec<Value> = facts.collect();
    Ok(json!({
        "deal": deal_as_json(deal),
        "introduced": introduced(deal),
        "facts": facts,
    }))
}

/// Says on stderr what was changed after it was written.
fn warn_of_changes(desk: &Desk, global: &Global) -> anyhow::Result<()> {
    let changed = [
        (
            desk.first_changed_line()?,
            [
                "注意：第 {n} 行在写下之后被改动过，此后的记录不能作为凭证",
                "careful: line {n} was changed after it was written, what follows it is no evidence",
            ],
        ),
        (
            desk.first_changed_event()?,
            [
                "注意：交易的第 {n} 号事件在写下之后被改动过，此后的事件不能作为凭证",
                "careful: event {n} of the deals was changed after it was written, what follows it is no evidence",
            ],
        ),
    ];
    for (number, text) in changed {
        if let Some(number) = number {
            let values = [("n", &*number.to_string())];
            complain(&say(global.language(), text, &values));
        }
    }
    Ok(())
}

/// What happened: a line of the log about one of the listings, or an event of the deal.
enum Fact {
    Line(LogLine, Snapshot),
    Event(DealEvent),
}

impl Fact {
    /// By day; of one day by when it was written down.
    fn order(&self) -> (&str, &str) {
        match self {
            Self::Line(line, _) => (&line.day, &line.at),
            Self::Event(event) => (&event.day, &event.at),
        }
    }
}

/// Lines of the log about either listing and events of the deal, the oldest first.
fn facts(desk: &Desk, deal: &Deal) -> anyhow::Result<Vec<Fact>> {
    let mut facts: Vec<Fact> = Vec::new();
    for id in [&deal.need.id, &deal.offer.id] {
        let wanted = LogWanted {
            listing: Some(id.clone()),
            ..LogWanted::default()
        };
        let lines = desk.logged(&wanted)?.into_iter();
        facts.extend(lines.map(|(line, listing)| Fact::Line(line, listing)));
    }
    // Of one second what was said comes first: a step follows from it.
    facts.extend(deal.events.iter().cloned().map(Fact::Event));
    facts.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(facts)
}

fn of_deal(desk: &Desk, deal: &Deal, format: Form, global: &Global) -> anyhow::Result<End> {
    if format == Form::Json {
        print_json(&json_of(desk, deal)?)?;
        return Ok(End::Done);
    }
    let facts = facts(desk, deal)?;
    let language = global.language();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in heading(deal, language) {
        writeln!(out, "{}", escape_controls(&line))?;
    }
    writeln!(out)?;
    for fact in &facts {
        match fact {
            Fact::Line(line, listing) => write_line(&mut out, (line, listing), true, language)?,
            Fact::Event(event) => {
                let said = deals::event(event, language);
                writeln!(out, "{}", escape_controls(&said))?;
                writeln!(out, "  {} · {} · {}", event.number, event.at, event.chain)?;
            }
        }
    }
    out.flush()?;
    Ok(End::Done)
}

/// The first day on which the two were brought together: that of the contact, else of the lead.
fn introduced(deal: &Deal) -> Option<&str> {
    let day = deal.day_of(Stage::Contacted);
    day.or_else(|| deal.events.first().map(|event| &*event.day))
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
    lines
}
