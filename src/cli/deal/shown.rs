//! Deals as `qiao deal` prints them: lines for reading, and JSON.

use std::io::{self, BufWriter, Write as _};

use qiao_index::vocab::Language;
use serde_json::{Map, Value, json};

use super::super::form::{Form, print_json};
use super::super::{End, Global};
use crate::desk::{Deal, DealEvent, DealField, DealState, Money, Notice, Snapshot, Stage, Step};
use crate::listing::deals;
use crate::messages::escape_controls;
use crate::ui::table;
use crate::work::deals::DealNews;

/// What a stage is, for the help.
pub(super) fn stage_help(stage: Stage) -> &'static str {
    match stage {
        Stage::Lead => "Somebody may be interested",
        Stage::Contacted => "Both have been spoken to",
        Stage::Talks => "They talk",
        Stage::Agreed => "They agree, on a price too",
        Stage::Notice => "The price is put up for objections",
        Stage::Signed => "The contract is signed",
        Stage::Registered => "The contract is registered",
        Stage::Paid => "It is paid",
    }
}

/// Whether a deal stands at a stage now.
pub(super) fn stands_at(deal: &Deal, stage: Stage) -> bool {
    deal.state().0 == DealState::At(stage)
}

/// Prints deals one a line: number, where it stands, need and offer, what presses.
pub(super) fn print_list(deals: &[DealNews], language: Language) -> io::Result<()> {
    let rows: Vec<_> = deals
        .iter()
        .map(|DealNews { deal, presses }| {
            let presses = presses.as_ref().map(|it| it.say(language));
            [
                deal.number.to_string(),
                deals::state(deal, language),
                deal.need.title.clone(),
                deal.offer.title.clone(),
                presses.unwrap_or_default().to_owned(),
            ]
        })
        .collect();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// Prints a deal.
pub(super) fn show(deal: &Deal, format: Form, global: &Global) -> anyhow::Result<End> {
    if format == Form::Json {
        print_json(&as_json(deal))?;
        return Ok(End::Done);
    }
    let language = global.language();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in deals::lines(deal, language) {
        writeln!(out, "{}", escape_controls(&line))?;
    }
    out.flush()?;
    Ok(End::Done)
}

/// A deal as JSON.
pub(in super::super) fn as_json(deal: &Deal) -> Value {
    let (standing, since) = deal.state();
    let (word, lost) = match standing {
        DealState::At(stage) => (stage.word(), None),
        DealState::Lost(why) => ("lost", Some(why)),
    };
    let listing = |listing: &Snapshot| json!({ "id": listing.id, "title": listing.title, "institution": listing.institution });
    let events: Vec<Value> = deal.events.iter().map(event_as_json).collect();
    json!({
        "deal": deal.number,
        "need": listing(&deal.need),
        "offer": listing(&deal.offer),
        "stage": word,
        "why": lost,
        "since": since,
        "fields": fields_as_json(deal),
        "notice": Notice::of(deal).map(|notice| notice_as_json(&notice)),
        "events": events,
    })
}

fn fields_as_json(deal: &Deal) -> Value {
    let fields = DealField::ALL.iter().filter_map(|(field, word, _)| {
        let value = deal.value(*field);
        (!value.is_empty()).then(|| ((*word).to_owned(), value_as_json(*field, value)))
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

fn value_as_json(field: DealField, value: &str) -> Value {
    match field {
        DealField::Amount | DealField::TechnologyAmount | DealField::Price => money_as_json(value),
        DealField::NoticeDays => value.parse::<u32>().map_or(Value::Null, Value::from),
        DealField::Instalments => {
            let parts = value.split("; ").filter_map(|part| part.split_once(' '));
            let parts =
                parts.map(|(day, amount)| json!({ "day": day, "amount": money_as_json(amount) }));
            Value::Array(parts.collect())
        }
        DealField::Kind | DealField::Buyer | DealField::Seller | DealField::NoticePlace => {
            value.into()
        }
    }
}

/// An amount in whole units of its currency.
fn money_as_json(value: &str) -> Value {
    let Some(money) = Money::of_text(value) else {
        return value.into();
    };
    let currency = match &*money.currency {
        "" => "CNY",
        currency => currency,
    };
    let text = money.text();
    let amount = text.rsplit(' ').next().unwrap_or_default();
    // As it is kept: 3000000, not 3000000.0.
    let amount: Value = serde_json::from_str(amount).unwrap_or_default();
    json!({ "amount": amount, "currency": currency })
}

fn notice_as_json(notice: &Notice) -> Value {
    json!({
        "began": notice.began,
        "days": notice.days,
        "days_set": notice.is_own,
        "source": notice.rule.map(|rule| rule.source),
        "ends": notice.ends.map(|end| end.day),
        "holidays_known": notice.ends.map(|end| end.is_known),
    })
}

/// An event of a deal as JSON.
pub(in super::super) fn event_as_json(event: &DealEvent) -> Value {
    let mut value = json!({ "number": event.number, "day": event.day });
    match &event.step {
        Step::Stage(stage) => value["stage"] = stage.word().into(),
        Step::Lost(why) => {
            value["stage"] = "lost".into();
            value["why"] = why.as_str().into();
        }
        Step::Set {
            field,
            before,
            after,
        } => {
            value["field"] = field.word().into();
            value["before"] = before.as_str().into();
            value["after"] = after.as_str().into();
        }
    }
    value["text"] = event.text.as_str().into();
    value["at"] = event.at.as_str().into();
    value["chain"] = event.chain.as_str().into();
    value
}
