//! The funnel with its years side by side. A stage without data says so.

use super::Ground;
use super::definition::Section;
use super::funnel::{
    STAGES, Stages, furthest, notes, of_institutions, of_stages, stage_names, unit,
};
use super::ground::empty;
use crate::desk::Desk;
use crate::statistics::{ReportCell, ReportSection};
use crate::work::period::Period;

/// The years that are shown: that of the period, and those before it.
const YEARS: usize = 5;
/// Institutions that are shown unless told: each has a row for every stage.
const MAX_INSTITUTIONS: usize = 10;

/// Five years, the last of them that of the period.
fn years(ground: Ground<'_>) -> Vec<Period> {
    let last = ground.period.whole_year();
    let mut years: Vec<Period> = std::iter::successors(Some(last), |year| Some(year.year_before()))
        .take(YEARS)
        .collect();
    years.reverse();
    years
}

/// The heads: what the rows are of, then the years.
fn heads(first: &[[&'static str; 2]], years: &[Period], ground: Ground<'_>) -> Vec<String> {
    let first = first.iter().map(|names| ground.say(*names));
    first.chain(years.iter().map(ToString::to_string)).collect()
}

/// For each institution a row for every stage, with its figures of all years.
pub(super) fn by_institution(
    section: &Section,
    ground: Ground<'_>,
) -> anyhow::Result<ReportSection> {
    let years = years(ground);
    let of_year = |period: &Period| {
        of_institutions(Ground {
            period: *period,
            ..ground
        })
    };
    let by_year: Vec<Stages> = years.iter().map(of_year).collect::<anyhow::Result<_>>()?;
    let mut sums = Stages::new();
    for (name, figures) in by_year.iter().flatten() {
        let sum = sums.entry(name.clone()).or_default();
        for (sum, figure) in sum.iter_mut().zip(figures) {
            *sum += figure;
        }
    }
    let mut ranked: Vec<_> = sums.iter().collect();
    ranked.sort_by(|(_, a), (_, b)| furthest(*a, *b));
    let has = |stage: usize| ranked.iter().any(|(_, it)| it[stage] > 0.0);
    let top = section.top.unwrap_or(MAX_INSTITUTIONS);
    let notes = notes(ground, has, ranked.len().saturating_sub(top));
    let shown = ranked.into_iter().take(top);
    let rows = shown.flat_map(|(name, sums)| of_one(name, sums, &by_year, ground));
    Ok(ReportSection {
        head: heads(
            &[["单位", "Institution"], ["阶段", "Stage"]],
            &years,
            ground,
        ),
        rows: rows.collect(),
        notes,
        ..empty(section, ground)
    })
}

/// The stages of an institution; one that it has nothing of in any year says so.
fn of_one(
    name: &str,
    sums: &[f64; STAGES.len()],
    by_year: &[Stages],
    ground: Ground<'_>,
) -> Vec<Vec<ReportCell>> {
    let stages = STAGES.iter().zip(sums).enumerate();
    let rows = stages.map(|(stage, (names, sum))| {
        let mut row = vec![
            ReportCell::Text(name.to_owned()),
            ReportCell::Text(ground.say(*names)),
        ];
        if *sum > 0.0 {
            let figures = by_year.iter().map(|year| {
                let figure = year.get(name).map_or(0.0, |figures| figures[stage]);
                ReportCell::Figure(figure, unit(stage))
            });
            row.extend(figures);
        } else {
            row.extend(without_data(by_year.len(), ground));
        }
        row
    });
    rows.collect()
}

/// The cells of a stage that has no data in any year.
fn without_data(years: usize, ground: Ground<'_>) -> impl Iterator<Item = ReportCell> {
    let said = ReportCell::Text(ground.say(["没有数据", "no data"]));
    std::iter::once(said).chain(std::iter::repeat_n(ReportCell::Nothing, years - 1))
}

/// How many deals came to each stage in each year.
pub(super) fn by_stage(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let years = years(ground);
    let deals = ground.desk.map(Desk::deals).transpose()?;
    let deals = deals.unwrap_or_default();
    let by_year: Vec<Vec<u64>> = years.iter().map(|it| of_stages(&deals, *it)).collect();
    let rows = stage_names(ground).into_iter().enumerate();
    let rows = rows.map(|(stage, name)| {
        let numbers: Vec<u64> = by_year.iter().map(|year| year[stage]).collect();
        let mut row = vec![ReportCell::Text(name)];
        if numbers.iter().any(|number| *number > 0) {
            row.extend(numbers.into_iter().map(ReportCell::number));
        } else {
            row.extend(without_data(years.len(), ground));
        }
        row
    });
    Ok(ReportSection {
        rows: rows.collect(),
        head: heads(&[["阶段", "Stage"]], &years, ground),
        ..empty(section, ground)
    })
}
