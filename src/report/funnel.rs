//! From disclosure to income, and from enquiry to contract. A stage without data says so.

use std::collections::BTreeMap;

use qiao_index::request::Facet;
use qiao_index::statistics::{Category, DealFigures, Dimension, Measure, Tabulation};

use super::Ground;
use super::contracts::signed_in;
use super::definition::Section;
use super::ground::empty;
use crate::desk::{Deal, DealState, Desk, Stage, Step};
use crate::messages::say;
use crate::statistics::{Figures, ReportCell, ReportSection, Unit};
use crate::work::engine::Engine as _;
use crate::work::period::Period;

/// The stages of the funnel.
pub(super) const STAGES: [[&str; 2]; 5] = [
    ["披露成果", "Disclosed"],
    ["申请专利", "Filed"],
    ["授权专利", "Granted"],
    ["签订合同", "Licensed"],
    ["到款（万元）", "Income (CNY)"],
];
/// What finds the listings of the first three.
const QUERIES: [&str; 3] = [
    "kind:achievement published:{period}",
    "kind:patent filed:{period}",
    "kind:patent granted:{period}",
];
/// How they are counted.
const RULE: [&str; 2] = [
    "成果按发布日期、专利按申请和授权日期、合同按签订日期、到款按到款日期计；一项属于多个单位的各计一次",
    "Achievements count by their date of publication, patents by those of filing and grant, contracts by that of signature, income by that of payment; what is of several institutions counts for each.",
];
const INSTITUTION: Dimension = Dimension::Facet(Facet::Institution);
/// The place of contracts, and of income, among the stages.
const LICENSED: usize = 3;
const INCOME: usize = 4;

/// What institutions have, stage by stage.
pub(super) type Stages = BTreeMap<String, [f64; STAGES.len()]>;

/// What each institution has in the period of the ground.
pub(super) fn of_institutions(ground: Ground<'_>) -> anyhow::Result<Stages> {
    let mut rows = Stages::new();
    let mut add = |figures: &Figures, stage: usize| {
        for cell in &figures.table.cells {
            let place = cell.places.first().copied().unwrap_or_default();
            if let Some((Category::Value(_), name)) = figures.category(0, place)
                && let Some(figure) = rows.entry(name).or_default().get_mut(stage)
            {
                *figure += if stage == INCOME {
                    cell.amount.unwrap_or_default()
                } else {
                    count(cell.count)
                };
            }
        }
    };
    for (stage, query) in QUERIES.into_iter().enumerate() {
        let listings = counted(ground, query, (Measure::Listings, Vec::new()))?;
        add(&listings, stage);
    }
    let signed = signed_in(ground.desk, ground.period)?;
    add(&counted(ground, "", (Measure::Amount, signed))?, LICENSED);
    let paid = paid_in(ground)?;
    add(&counted(ground, "", (Measure::Amount, paid))?, INCOME);
    Ok(rows)
}

/// Whoever has come furthest stands first.
pub(super) fn furthest(a: &[f64], b: &[f64]) -> std::cmp::Ordering {
    let stages = b.iter().rev().zip(a.iter().rev());
    let by_stage = stages.map(|(b, a)| b.total_cmp(a));
    by_stage.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
}

/// In what a stage is told.
pub(super) const fn unit(stage: usize) -> Unit {
    if stage == INCOME {
        Unit::Yuan
    } else {
        Unit::Number
    }
}

/// What is said of the stages that have no data, of the institutions that are left out, and of how
/// all is counted.
pub(super) fn notes(
    ground: Ground<'_>,
    has: impl Fn(usize) -> bool,
    left_out: usize,
) -> Vec<String> {
    let more = (left_out > 0).then(|| {
        let text = ["另有 {n} 个单位", "{n} more {n:institution|institutions}"];
        say(ground.language, text, &[("n", &left_out.to_string())])
    });
    let without = STAGES.iter().enumerate().filter(|(stage, _)| !has(*stage));
    let without = without.map(|(_, names)| {
        let name = ground.say(*names);
        let text = ["{name}：没有数据", "{name}: no data"];
        say(ground.language, text, &[("name", &name)])
    });
    let rule = ground.say(RULE);
    more.into_iter().chain(without).chain([rule]).collect()
}

/// What each institution has in the period, stage by stage.
pub(super) fn by_institution(
    section: &Section,
    ground: Ground<'_>,
) -> anyhow::Result<ReportSection> {
    let mut rows: Vec<_> = of_institutions(ground)?.into_iter().collect();
    rows.sort_by(|(_, a), (_, b)| furthest(a, b));
    let has = |stage: usize| rows.iter().any(|(_, it)| it[stage] > 0.0);
    let left_out = rows.len().saturating_sub(section.top());
    let notes = notes(ground, has, left_out);
    rows.truncate(section.top());
    let shown = rows.into_iter().map(|(name, figures)| {
        let figures = figures.into_iter().enumerate();
        let figures = figures.map(|(stage, figure)| ReportCell::Figure(figure, unit(stage)));
        std::iter::once(ReportCell::Text(name))
            .chain(figures)
            .collect()
    });
    let head = std::iter::once(["单位", "Institution"]).chain(STAGES);
    Ok(ReportSection {
        head: head.map(|names| ground.say(names)).collect(),
        rows: shown.collect(),
        notes,
        ..empty(section, ground)
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
const fn count(number: u64) -> f64 {
    number as f64
}

fn counted(
    ground: Ground<'_>,
    query: &str,
    (measure, deals): (Measure, Vec<DealFigures>),
) -> anyhow::Result<Figures> {
    let asked = Tabulation {
        request: ground.request(query),
        by: vec![INSTITUTION],
        measure,
        deals,
        ..Tabulation::default()
    };
    let table = ground.library.tabulate(&asked)?;
    Ok(Figures::new(&asked, table, ground.language))
}

/// The deals that were paid in the period, as contracts.
fn paid_in(ground: Ground<'_>) -> anyhow::Result<Vec<DealFigures>> {
    let Some(desk) = ground.desk else {
        return Ok(Vec::new());
    };
    let figures = crate::work::statistics::deal_figures(desk)?;
    let deals = desk.deals()?;
    let paid = deals.iter().zip(figures).filter_map(|(deal, figures)| {
        let is_paid = deal.state().0 == DealState::At(Stage::Paid);
        let day = deal.day_of(Stage::Paid)?.parse().ok();
        day.filter(|day| is_paid && ground.period.holds(*day))
            .map(|day| DealFigures {
                signed: Some(day),
                ..figures
            })
    });
    Ok(paid.collect())
}

/// How many deals came to each stage in a period; the lost ones behind.
pub(super) fn of_stages(deals: &[Deal], period: Period) -> Vec<u64> {
    let in_time = |day: &str| day.parse().is_ok_and(|day| period.holds(day));
    let with = |test: &dyn Fn(&Step) -> bool| {
        let deals = deals.iter().filter(|deal| {
            let mut events = deal.events.iter();
            events.any(|event| in_time(&event.day) && test(&event.step))
        });
        deals.count() as u64
    };
    let stages = Stage::ALL.into_iter();
    let stages = stages.map(|(stage, ..)| with(&|step| *step == Step::Stage(stage)));
    let lost = with(&|step| matches!(step, Step::Lost(_)));
    stages.chain([lost]).collect()
}

/// What these stages are called.
pub(super) fn stage_names(ground: Ground<'_>) -> Vec<String> {
    let stages = Stage::ALL.into_iter();
    let stages = stages.map(|(stage, ..)| stage.name(ground.language).to_owned());
    let lost = ground.say(["未成交", "lost"]);
    stages.chain([lost]).collect()
}

/// How many deals came to each stage in the period, and how many were lost.
pub(super) fn by_stage(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let deals = ground
        .desk
        .map(Desk::deals)
        .transpose()?
        .unwrap_or_default();
    let numbers = of_stages(&deals, ground.period);
    let nothing = ["本期没有交易", "no deals in this period"];
    let is_empty = numbers.iter().all(|number| *number == 0);
    let rows = stage_names(ground).into_iter().zip(numbers);
    let rows = rows.map(|(name, number)| vec![ReportCell::Text(name), ReportCell::number(number)]);
    Ok(ReportSection {
        head: vec![
            ground.say(["阶段", "Stage"]),
            ground.say(["交易数", "Deals"]),
        ],
        rows: rows.collect(),
        notes: is_empty.then(|| ground.say(nothing)).into_iter().collect(),
        ..empty(section, ground)
    })
}
