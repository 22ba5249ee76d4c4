//! Deals: beginning one, moving it, saying what its contract says, losing it; and what of them
//! belongs to today.

mod amounts;
mod clocks;

use qiao_index::kept::Objection;
use qiao_index::now;
use qiao_index::record::{Date, Kind, Record};
use qiao_index::vocab::Language;

use super::day::today_here;
use super::deal_values::assignment;
use crate::desk::{
    Deal, DealEvent, DealField, DealState, Desk, Notice, Pair, Refusal, Stage, StageNote, Step,
};
use crate::messages::{Bilingual, Failure, escape_controls};
use amounts::{check_amounts, instalments_remark};

pub(crate) use clocks::{DealNews, all, ending_notices, silent_deals};

/// Something that happens to a deal, as the user says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Happening {
    /// The day on which it happens.
    pub(crate) day: Date,
    /// What is to be said of it; may be empty.
    pub(crate) text: String,
}

impl Happening {
    /// Today, with a remark.
    pub(crate) fn today(text: &str) -> Self {
        Self {
            day: today_here(),
            text: text.to_owned(),
        }
    }

    fn event(&self, step: Step) -> DealEvent {
        DealEvent {
            number: 0,
            day: self.day.to_string(),
            step,
            text: self.text.trim().to_owned(),
            at: now(),
            chain: String::new(),
        }
    }
}

/// Something that is to happen to a deal today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DealOrder {
    /// Begin one between two listings, by their ids.
    Begin {
        /// Whichever of them is a need is the need.
        pair: [String; 2],
    },
    /// Bring one to a stage.
    Move {
        /// The deal.
        deal: u64,
        /// The stage.
        stage: Stage,
        /// What is to be said of it; may be empty.
        text: String,
    },
    /// Set fields of one.
    Set {
        /// The deal.
        deal: u64,
        /// Fields with their values, each `FIELD=VALUE`.
        values: Vec<String>,
    },
    /// Lose one.
    Lose {
        /// The deal.
        deal: u64,
        /// Why.
        why: Objection,
        /// What is to be added; may be empty.
        text: String,
    },
}

/// Carries out what is to happen today; `find` looks a listing up by its id.
///
/// # Errors
/// As for [`begin`], [`move_to`], [`set`] and [`lose`]; a listing is not there.
pub(crate) fn carry_out(
    desk: &mut Desk,
    order: &DealOrder,
    find: impl Fn(&String) -> anyhow::Result<Record>,
) -> anyhow::Result<DealDone> {
    match order {
        DealOrder::Begin { pair: [one, other] } => {
            let (one, other) = (find(one)?, find(other)?);
            begin(desk, [&one, &other], &Happening::today(""))
        }
        DealOrder::Move { deal, stage, text } => {
            move_to(desk, *deal, *stage, &Happening::today(text))
        }
        DealOrder::Set { deal, values } => set(desk, *deal, values, &Happening::today("")),
        DealOrder::Lose { deal, why, text } => lose(desk, *deal, *why, &Happening::today(text)),
    }
}

/// What was done, and what is to be said besides: what is out of order, what is lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DealDone {
    /// The deal as it is now.
    pub(crate) deal: u64,
    /// What was done.
    pub(crate) done: Bilingual,
    /// What is to be said besides.
    pub(crate) remarks: Vec<Bilingual>,
}

impl DealDone {
    /// All of it in one line.
    pub(crate) fn line(&self) -> Bilingual {
        let all = || std::iter::once(&self.done).chain(&self.remarks);
        let [chinese, english] = [Language::Chinese, Language::English]
            .map(|language| all().map(|it| it.say(language)).collect::<Vec<_>>());
        Failure::new(chinese.join("；"), english.join("; "))
    }
}

/// Begins a deal between two listings.
///
/// # Errors
/// They are no match, or have an open deal; the desk cannot be written.
pub(crate) fn begin(
    desk: &mut Desk,
    [need, offer]: [&Record; 2],
    how: &Happening,
) -> anyhow::Result<DealDone> {
    if (need.kind == Kind::Need) == (offer.kind == Kind::Need) {
        return Err(Refusal::Invalid.because(Failure::new(
            "交易要有一条需求和一条供给：两个条目中有且只有一个是需求",
            "a deal has a need and an offer: one of the two listings is a need, and not both",
        )));
    }
    let pair = Pair::of(need, offer);
    let deals = desk.deals()?;
    let is_same = |deal: &&Deal| deal.need.id == pair.need.id && deal.offer.id == pair.offer.id;
    if let Some(open) = deals.iter().filter(is_same).find(|deal| deal.is_open()) {
        let number = open.number.to_string();
        let text = [
            "两者之间已有第 {n} 号交易，尚未结束",
            "the two have deal {n} already, which is still open",
        ];
        return Err(Refusal::Invalid.because(Failure::filled(text, &[("n", &number)])));
    }
    let event = how.event(Step::Stage(Stage::Lead));
    let number = desk.open_deal(&pair, &event.day, &event.text, &event.at)?;
    let text = ["第 {n} 号交易开始：{title}", "deal {n} begun: {title}"];
    let values = [
        ("n", &*number.to_string()),
        ("title", &escape_controls(&pair.offer.title)),
    ];
    Ok(DealDone {
        deal: number,
        done: Failure::filled(text, &values),
        remarks: Vec::new(),
    })
}

/// Brings a deal to a stage. Any stage can follow any other: what is out of order is said.
///
/// # Errors
/// There is no such deal; the desk cannot be written.
pub(crate) fn move_to(
    desk: &mut Desk,
    number: u64,
    stage: Stage,
    how: &Happening,
) -> anyhow::Result<DealDone> {
    let before = desk.deal(number)?;
    // A notice can begin anew.
    if before.state().0 == DealState::At(stage) && stage != Stage::Notice {
        let text = [
            "已在“{stage}”阶段，没有改动",
            "it stands at {stage} already: nothing is changed",
        ];
        let reason = filled(text, |language| {
            vec![("stage", stage.name(language).to_owned())]
        });
        return Err(Refusal::Invalid.because(reason));
    }
    desk.add_events(number, &[how.event(Step::Stage(stage))])?;
    let deal = desk.deal(number)?;
    let text = [
        "第 {n} 号交易：{stage}（{day}）",
        "deal {n}: {stage} ({day})",
    ];
    let done = filled(text, |language| {
        vec![
            ("n", number.to_string()),
            ("stage", stage.name(language).to_owned()),
            ("day", how.day.to_string()),
        ]
    });
    let mut remarks = Vec::new();
    if let DealState::Lost(_) = before.state().0 {
        remarks.push(Failure::new("重新开始", "reopened"));
    }
    remarks.extend(out_of_order(&before, stage));
    remarks.extend(still_elsewhere(&deal, stage));
    if stage == Stage::Notice {
        remarks.extend(Notice::of(&deal).map(|notice| notice.said()));
    }
    Ok(DealDone {
        deal: number,
        done,
        remarks,
    })
}

/// Ends a deal that comes to nothing.
///
/// # Errors
/// There is no such deal, or "something else" is not explained; the desk cannot be written.
pub(crate) fn lose(
    desk: &mut Desk,
    number: u64,
    why: Objection,
    how: &Happening,
) -> anyhow::Result<DealDone> {
    if why == Objection::Other && how.text.trim().is_empty() {
        return Err(Refusal::Invalid.because(Failure::new(
            "原因为“其他”时请写明是什么",
            "say in a text what the other reason is",
        )));
    }
    let before = desk.deal(number)?;
    desk.add_events(number, &[how.event(Step::Lost(why))])?;
    let mut remarks = Vec::new();
    if before.state().0 == DealState::At(Stage::Paid) {
        remarks.push(Failure::new("此前已到款", "it was paid before"));
    }
    let text = ["第 {n} 号交易未成（{day}）", "deal {n} lost ({day})"];
    let values = [("n", &*number.to_string()), ("day", &how.day.to_string())];
    Ok(DealDone {
        deal: number,
        done: Failure::filled(text, &values),
        remarks,
    })
}

/// Sets fields of a deal, each written `FIELD=VALUE`; all or none.
///
/// # Errors
/// A field or value is not understood, or the technology amount is above the contract's; there is
/// no such deal; the desk cannot be written.
pub(crate) fn set(
    desk: &mut Desk,
    number: u64,
    texts: &[String],
    how: &Happening,
) -> anyhow::Result<DealDone> {
    let deal = desk.deal(number)?;
    let mut values: Vec<(DealField, String)> = Vec::new();
    for text in texts {
        let (field, value) =
            assignment(text, how.day).map_err(|failure| Refusal::Invalid.because(failure))?;
        // The last word on a field counts.
        values.retain(|(known, _)| *known != field);
        values.push((field, value));
    }
    let value = |wanted: DealField| {
        let new = values.iter().find(|(field, _)| *field == wanted);
        new.map_or_else(|| deal.value(wanted).to_owned(), |(_, value)| value.clone())
    };
    check_amounts(&value)?;
    let remarks = instalments_remark(&value).into_iter().collect();
    let changed: Vec<&(DealField, String)> = values
        .iter()
        .filter(|(field, after)| deal.value(*field) != after)
        .collect();
    let events: Vec<DealEvent> = changed
        .iter()
        .map(|(field, after)| {
            how.event(Step::Set {
                field: *field,
                before: deal.value(*field).to_owned(),
                after: after.clone(),
            })
        })
        .collect();
    desk.add_events(number, &events)?;
    Ok(DealDone {
        deal: number,
        done: said(number, &values),
        remarks,
    })
}

/// What the fields say now, as it was understood.
fn said(number: u64, values: &[(DealField, String)]) -> Bilingual {
    filled(
        ["第 {n} 号交易：{what}", "deal {n}: {what}"],
        |language| {
            let (colon, comma) = match language {
                Language::Chinese => ("：", "；"),
                Language::English => (": ", "; "),
            };
            let what = values.iter().map(|(field, value)| {
                let shown = match &**value {
                    "" => "—".to_owned(),
                    value => escape_controls(&field.shown(value, language)).into_owned(),
                };
                format!("{}{colon}{shown}", field.name(language))
            });
            let what: Vec<_> = what.collect();
            vec![("n", number.to_string()), ("what", what.join(comma))]
        },
    )
}

/// What is out of order about coming to a stage from where the deal stood.
fn out_of_order(before: &Deal, stage: Stage) -> Option<Bilingual> {
    let note = stage.out_of_order(before.last_stage())?;
    Some(match note {
        StageNote::Again => Failure::new("此前已在该阶段", "it stood there already"),
        StageNote::Back => filled(
            ["退回：此前为{stage}", "back from {stage}"],
            |language| vec![("stage", before.last_stage().name(language).to_owned())],
        ),
        StageNote::Skipped(stages) => {
            filled(["跳过：{stages}", "skipped: {stages}"], |language| {
                let names: Vec<&str> = stages.iter().map(|it| it.name(language)).collect();
                let comma = match language {
                    Language::Chinese => "、",
                    Language::English => ", ",
                };
                vec![("stages", names.join(comma))]
            })
        }
    })
}

/// That what was written down is earlier than where the deal stands.
fn still_elsewhere(deal: &Deal, stage: Stage) -> Option<Bilingual> {
    let (standing, since) = deal.state();
    let words = match standing {
        DealState::At(at) if at == stage => return None,
        DealState::At(at) => [at.name(Language::Chinese), at.name(Language::English)],
        DealState::Lost(_) => ["未成", "lost"],
    };
    let [chinese, english] = words;
    Some(Failure::new(
        format!("{since} 已有更晚的事，现状仍为：{chinese}"),
        format!("something happened later, on {since}: it still stands at {english}"),
    ))
}

/// A text whose values differ by language.
fn filled(text: [&str; 2], values: impl Fn(Language) -> Vec<(&'static str, String)>) -> Bilingual {
    let say = |text: &str, language| {
        let values = values(language);
        let values: Vec<_> = values.iter().map(|(name, it)| (*name, &**it)).collect();
        crate::messages::fill(text, &values)
    };
    let [chinese, english] = text;
    Failure::new(
        say(chinese, Language::Chinese),
        say(english, Language::English),
    )
}

#[cfg(test)]
mod tests;
