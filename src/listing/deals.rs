//! Deals in words: where they stand, what their contract says, what happened.

use qiao_index::vocab::Language;

use super::reasons::objection;
use crate::desk::{Deal, DealEvent, DealField, DealState, Notice, Snapshot, Step};
use crate::messages::{fill, pick};

/// Where a deal stands, and since when.
pub(crate) fn state(deal: &Deal, language: Language) -> String {
    let (standing, since) = deal.state();
    let words = state_words(standing, language);
    match language {
        Language::Chinese => format!("{words}（{since}）"),
        Language::English => format!("{words} ({since})"),
    }
}

/// What is needed, and what is offered for it.
pub(crate) fn titles(deal: &Deal) -> String {
    format!("{} ← {}", deal.need.title, deal.offer.title)
}

/// The name of a stage, or that it is lost and why.
pub(crate) fn state_words(standing: DealState, language: Language) -> String {
    match standing {
        DealState::At(stage) => stage.name(language).to_owned(),
        DealState::Lost(why) => {
            let lost = pick(language, ["未成：", "lost: "]);
            format!("{lost}{}", objection(why, language))
        }
    }
}

/// What the deal's fields say, the notice with its end and source last.
pub(crate) fn fields(deal: &Deal, language: Language) -> Vec<(&'static str, String)> {
    let fields = DealField::ALL.iter().map(|(field, ..)| {
        let value = deal.value(*field);
        (field.name(language), field.shown(value, language))
    });
    let mut fields: Vec<_> = fields.filter(|(_, value)| !value.is_empty()).collect();
    if let Some(notice) = Notice::of(deal) {
        let name = pick(language, ["公示", "notice"]);
        let from = pick(language, ["自 ", "from "]);
        let comma = pick(language, ["，", ", "]);
        let said = notice.said();
        let said = said.say(language);
        fields.push((name, format!("{from}{}{comma}{said}", notice.began)));
        if let Some(rule) = notice.rule {
            let name = pick(language, ["公示依据", "why a notice"]);
            fields.push((name, rule.source.to_owned()));
        }
    }
    fields
}

/// Day, what happened, and what was said of it.
pub(crate) fn event(event: &DealEvent, language: Language) -> String {
    let colon = pick(language, ["：", ": "]);
    let what = match &event.step {
        Step::Stage(stage) => stage.name(language).to_owned(),
        Step::Lost(why) => state_words(DealState::Lost(*why), language),
        Step::Set {
            field,
            before,
            after,
        } => {
            let shown = |value: &str| match value {
                "" => "—".to_owned(),
                value => field.shown(value, language),
            };
            format!(
                "{}{colon}{} → {}",
                field.name(language),
                shown(before),
                shown(after)
            )
        }
    };
    let text = if event.text.is_empty() {
        String::new()
    } else {
        format!("{colon}{}", event.text)
    };
    format!("{} · {what}{text}", event.day)
}

/// Number and state, both listings, the fields, the events.
pub(crate) fn lines(deal: &Deal, language: Language) -> Vec<String> {
    let colon = pick(language, ["：", ": "]);
    let head = pick(language, ["第 {n} 号交易", "Deal {n}"]);
    let head = fill(head, &[("n", &deal.number.to_string())]);
    let standing = state(deal, language);
    let mut lines = vec![format!("{head}{colon}{standing}")];
    let sides = [
        (["需求", "need"], &deal.need),
        (["供给", "offer"], &deal.offer),
    ];
    for (name, listing) in sides {
        let name = pick(language, name);
        lines.push(format!("{name}{colon}{}", listing_line(listing)));
    }
    let said = fields(deal, language).into_iter();
    lines.extend(said.map(|(name, value)| format!("{name}{colon}{value}")));
    lines.push(String::new());
    let events = deal.events.iter();
    lines.extend(events.map(|it| event(it, language)));
    lines
}

fn listing_line(listing: &Snapshot) -> String {
    let facts = [&listing.title, &listing.institution, &listing.id];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty());
    let facts: Vec<&str> = facts.map(String::as_str).collect();
    facts.join(" · ")
}
