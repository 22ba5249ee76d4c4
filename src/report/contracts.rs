//! Contracts of a period beside those of the year before.

use std::collections::BTreeMap;

use qiao_index::statistics::{Category, DealFigures, Measure, Tabulation};

use super::Ground;
use super::definition::Section;
use super::ground::empty;
use crate::desk::{DealField, Desk};
use crate::statistics::{Figures, ReportCell, ReportSection, Unit};
use crate::work::engine::Engine as _;
use crate::work::period::Period;
use crate::work::statistics::deal_figures;

/// What is known of the contracts of one category.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    contracts: f64,
    /// `None` where no contract states an amount in yuan.
    amount: Option<f64>,
    technology: Option<f64>,
}

/// The contracts by a field: their number, amount and technology amount, each year on year.
pub(super) fn by(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let now = tabulated(section, ground, ground.period)?;
    let before = tabulated(section, ground, ground.period.year_before())?;
    let rows = now.sums.iter().map(|(category, sums)| {
        let earlier = before.sums.iter().find(|(known, _)| known == category);
        let earlier = earlier.map(|(_, sums)| *sums).unwrap_or_default();
        let name = now.names.get(category).cloned().unwrap_or_default();
        row(name, *sums, earlier)
    });
    let mut rows: Vec<_> = rows.collect();
    let gone = before
        .sums
        .iter()
        .filter(|(it, _)| !now.names.contains_key(it));
    rows.extend(gone.map(|(category, earlier)| {
        let name = before.names.get(category).cloned().unwrap_or_default();
        row(name, Sums::default(), *earlier)
    }));
    let year = ["同比", "Year on year"];
    let amount = ["合同金额（万元）", "Amount (CNY)"];
    let technology = ["技术交易额（万元）", "Technology amount (CNY)"];
    let heads = [
        ["合同数", "Contracts"],
        year,
        amount,
        year,
        technology,
        year,
    ];
    let head = std::iter::once(now.side.clone()).chain(heads.map(|it| ground.say(it)));
    Ok(ReportSection {
        head: head.collect(),
        rows,
        notes: now.figures.notes(),
        chart: section.chart.then_some(now.figures),
        ..empty(section, ground)
    })
}

fn row(name: String, now: Sums, before: Sums) -> Vec<ReportCell> {
    let amount = |now: Option<f64>, before: Option<f64>| {
        let figure = now.map_or(ReportCell::Nothing, |it| ReportCell::Figure(it, Unit::Yuan));
        let both = now.zip(before);
        let growth = both.map_or(ReportCell::Nothing, |(now, it)| ReportCell::growth(now, it));
        [figure, growth]
    };
    let [contracts, growth] = [
        ReportCell::Figure(now.contracts, Unit::Number),
        ReportCell::growth(now.contracts, before.contracts),
    ];
    let mut row = vec![ReportCell::Text(name), contracts, growth];
    row.extend(amount(now.amount, before.amount));
    row.extend(amount(now.technology, before.technology));
    row
}

/// The contracts of a period by the field of a section.
struct Tabulated {
    side: String,
    sums: Vec<(Category, Sums)>,
    names: BTreeMap<Category, String>,
    figures: Figures,
}

fn tabulated(section: &Section, ground: Ground<'_>, period: Period) -> anyhow::Result<Tabulated> {
    let amounts = figures(section, ground, (period, Measure::Amount))?;
    let technology = figures(section, ground, (period, Measure::TechnologyAmount))?;
    let mut sums = Vec::new();
    let mut names = BTreeMap::new();
    for cell in &amounts.table.cells {
        let place = cell.places.first().copied().unwrap_or_default();
        let Some((category, name)) = amounts.category(0, place) else {
            continue;
        };
        let of_technology = technology.table.cells.iter().find(|other| {
            let place = other.places.first().copied().unwrap_or_default();
            technology
                .category(0, place)
                .is_some_and(|(known, _)| known == category)
        });
        let technology = of_technology.and_then(|cell| cell.amount);
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let contracts = cell.count as f64;
        names.insert(category.clone(), name);
        sums.push((
            category.clone(),
            Sums {
                contracts,
                amount: cell.amount,
                technology,
            },
        ));
    }
    Ok(Tabulated {
        side: amounts.side_name(0).to_owned(),
        sums,
        names,
        figures: amounts,
    })
}

fn figures(
    section: &Section,
    ground: Ground<'_>,
    (period, measure): (Period, Measure),
) -> anyhow::Result<Figures> {
    let asked = Tabulation {
        request: ground.request(&section.query),
        by: section.by.clone(),
        measure,
        deals: signed_in(ground.desk, period)?,
        ..Tabulation::default()
    };
    let table = ground.library.tabulate(&asked)?;
    Ok(Figures::new(&asked, table, ground.language))
}

/// The contracts that were signed in a period.
pub(super) fn signed_in(desk: Option<&Desk>, period: Period) -> anyhow::Result<Vec<DealFigures>> {
    let mut deals = desk.map(deal_figures).transpose()?.unwrap_or_default();
    deals.retain(|deal| deal.signed.is_some_and(|day| period.holds(day)));
    Ok(deals)
}

/// The contracts of the period that lack a field, with what they lack.
pub(super) fn incomplete(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    const NEEDED: [DealField; 5] = [
        DealField::Kind,
        DealField::Amount,
        DealField::TechnologyAmount,
        DealField::Buyer,
        DealField::Seller,
    ];
    let deals = ground
        .desk
        .map(Desk::deals)
        .transpose()?
        .unwrap_or_default();
    let figures = ground
        .desk
        .map(deal_figures)
        .transpose()?
        .unwrap_or_default();
    let signed = deals
        .iter()
        .zip(&figures)
        .filter(|(_, figures)| figures.signed.is_some_and(|day| ground.period.holds(day)));
    let rows = signed.filter_map(|(deal, _)| {
        let lacks = NEEDED.iter().filter(|field| deal.value(**field).is_empty());
        let lacks: Vec<&str> = lacks.map(|field| field.name(ground.language)).collect();
        let text = |text: &str| ReportCell::Text(text.to_owned());
        (!lacks.is_empty()).then(|| {
            vec![
                ReportCell::number(deal.number),
                text(&deal.offer.title),
                text(&lacks.join(ground.say(["、", ", "]).as_str())),
            ]
        })
    });
    let heads = [["交易", "Deal"], ["标的", "Offer"], ["缺少", "Lacks"]];
    Ok(ReportSection {
        head: heads.map(|names| ground.say(names)).to_vec(),
        rows: rows.collect(),
        ..empty(section, ground)
    })
}
