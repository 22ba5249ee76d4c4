//! Sections: from what is wanted to their tables.

use qiao_index::request::Request;
use qiao_index::statistics::Tabulation;

use super::Ground;
use super::definition::{Section, Show};
use super::ground::empty;
use super::{contracts, funnel, funnel_years, network};
use crate::listing::reasons;
use crate::messages::pick;
use crate::statistics::{
    Certainty, Figures, ReportCell, ReportSection, Row, Sheet, contradictions, published,
};
use crate::work::engine::Engine as _;
use crate::work::statistics::deal_figures;
use crate::work::watches;

/// Listings of a list.
const MAX_LISTED: usize = 50;

/// Makes a section.
///
/// # Errors
/// The library or the desk cannot be read.
pub(super) fn made(section: &Section, ground: Ground<'_>) -> anyhow::Result<Vec<ReportSection>> {
    let made = match section.show {
        Show::Table => table(section, ground)?,
        Show::Counts => counts(section, ground)?,
        Show::List => list(section, ground)?,
        Show::Published => published_figures(section, ground),
        Show::Contracts => contracts::by(section, ground)?,
        Show::Incomplete => contracts::incomplete(section, ground)?,
        Show::Verdicts => verdicts(section, ground)?,
        Show::Watches => watched(section, ground)?,
        Show::Funnel => funnel::by_institution(section, ground)?,
        Show::Network => network::nodes(section, ground)?,
        Show::Stages => funnel::by_stage(section, ground)?,
        Show::FunnelYears => funnel_years::by_institution(section, ground)?,
        Show::StagesYears => funnel_years::by_stage(section, ground)?,
    };
    Ok(vec![made])
}

fn table(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let deals = ground.desk.map(deal_figures).transpose()?;
    let asked = Tabulation {
        request: ground.request(&section.query),
        by: section.by.clone(),
        over: section.over,
        measure: section.measure,
        top: Some(section.top()),
        deals: deals.unwrap_or_default(),
        ..Tabulation::default()
    };
    let table = ground.library.tabulate(&asked)?;
    let figures = Figures::new(&asked, table, ground.language);
    let (head, rows) = cells(&figures);
    Ok(ReportSection {
        head,
        rows,
        notes: figures.notes(),
        chart: section.chart.then_some(figures),
        ..empty(section, ground)
    })
}

/// Heads and rows of figures.
fn cells(figures: &Figures) -> (Vec<String>, Vec<Vec<ReportCell>>) {
    let sheet = Sheet::of(figures);
    let mut head: Vec<String> = sheet.heads.iter().map(|head| (*head).to_owned()).collect();
    match &sheet.columns {
        Some((_, columns)) => head.extend(columns.iter().cloned()),
        None => head.push(figures.measured()),
    }
    let has = |test: &dyn Fn(&Row) -> bool| sheet.rows.iter().any(test);
    let tails = [
        (has(&|row| row.total.is_some()), ["合计", "Total"]),
        (has(&|row| row.share.is_some()), ["占比", "Share"]),
        (
            has(&|row| row.growth.year_on_year.is_some()),
            ["同比", "Year on year"],
        ),
    ];
    let behind = tails.iter().filter(|(is_there, _)| *is_there);
    head.extend(behind.map(|(_, names)| pick(figures.language, *names).to_owned()));
    let rows = sheet.rows.iter().map(|row| {
        let names = row
            .labels
            .iter()
            .map(|(_, name)| ReportCell::Text(name.clone()));
        let figure = |it: &Option<f64>| {
            it.map_or(ReportCell::Nothing, |it| {
                ReportCell::Figure(it, figures.unit())
            })
        };
        let percent = |it: Option<f64>, signed| {
            it.map_or(ReportCell::Nothing, |it| ReportCell::Percent(it, signed))
        };
        let behind = [
            row.total.map_or(ReportCell::Nothing, ReportCell::number),
            percent(row.share, false),
            percent(row.growth.year_on_year, true),
        ];
        let behind = behind.into_iter().zip(&tails);
        let behind = behind
            .filter(|(_, (is_there, _))| *is_there)
            .map(|(cell, _)| cell);
        names
            .chain(row.figures.iter().map(figure))
            .chain(behind)
            .collect()
    });
    (head, rows.collect())
}

fn counts(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let mut rows = Vec::with_capacity(section.count.len());
    for count in &section.count {
        let table = ground.library.tabulate(&Tabulation {
            request: ground.request(&count.query),
            ..Tabulation::default()
        })?;
        let title = count.title.said(ground.language).to_owned();
        rows.push(vec![
            ReportCell::Text(title),
            ReportCell::number(table.total),
        ]);
    }
    Ok(ReportSection {
        head: vec![
            ground.say(["项目", "What"]),
            ground.say(["条目数", "Listings"]),
        ],
        rows,
        ..empty(section, ground)
    })
}

fn list(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let page = ground.library.answer(&Request {
        limit: MAX_LISTED,
        ..ground.request(&section.query)
    })?;
    // What was relaxed is not what was asked for.
    let total = if page.relaxed { 0 } else { page.total };
    let hits = page.hits.iter().filter(|_| !page.relaxed);
    let rows = hits.map(|hit| {
        let record = &hit.record;
        let texts = [&*record.title, record.lead_institution(), &*record.id];
        texts.map(|text| ReportCell::Text(text.to_owned())).to_vec()
    });
    let rows: Vec<_> = rows.collect();
    let more = total.saturating_sub(rows.len() as u64).to_string();
    let text = ["另有 {n} 条", "{n} more"];
    let left_out = crate::messages::say(ground.language, text, &[("n", &more)]);
    Ok(ReportSection {
        head: [["标题", "Title"], ["单位", "Institution"], ["编号", "Id"]]
            .map(|names| ground.say(names))
            .to_vec(),
        notes: (more != "0").then_some(left_out).into_iter().collect(),
        rows,
        ..empty(section, ground)
    })
}

fn published_figures(section: &Section, ground: Ground<'_>) -> ReportSection {
    let language = ground.language;
    let all = published();
    let is_wanted = |key: &str| section.keys.iter().any(|it| key.starts_with(it.as_str()));
    let rows = all.iter().filter(|it| is_wanted(it.key)).map(|it| {
        let certainty = match it.certainty {
            Certainty::Quoted => it.said_by(language).to_owned(),
            other => format!("{} · {}", it.said_by(language), other.name(language)),
        };
        let texts = [
            it.name(language).to_owned(),
            format!("{} {}", it.value, it.unit(language)),
            it.period.to_owned(),
            it.place.to_owned(),
            certainty,
        ];
        texts.map(ReportCell::Text).to_vec()
    });
    let heads = [
        ["项目", "What"],
        ["数值", "Figure"],
        ["时段", "Period"],
        ["地区", "Place"],
        ["出处", "Source"],
    ];
    let contradictions = contradictions(&all).into_iter();
    let contradictions = contradictions.filter(|it| is_wanted(it.whole.key));
    ReportSection {
        head: heads.map(|names| ground.say(names)).to_vec(),
        rows: rows.collect(),
        notes: contradictions.map(|it| it.said(language)).collect(),
        ..empty(section, ground)
    }
}

fn verdicts(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let verdicts = ground.desk.map(crate::desk::Desk::verdicts).transpose()?;
    let verdicts = verdicts.unwrap_or_default();
    let in_time = verdicts
        .iter()
        .filter(|it| ground.period.holds_moment(&it.at));
    let mut counted: Vec<(String, u64)> = Vec::new();
    for verdict in in_time {
        let name = verdict.declined.map_or_else(
            || ground.say(["采纳", "accepted"]),
            |why| {
                let why = reasons::objection(why, ground.language);
                format!("{}{why}", ground.say(["否决：", "declined: "]))
            },
        );
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, number)) => *number += 1,
            None => counted.push((name, 1)),
        }
    }
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rows = counted.into_iter();
    let rows = rows.map(|(name, number)| vec![ReportCell::Text(name), ReportCell::number(number)]);
    Ok(ReportSection {
        head: vec![
            ground.say(["评价", "Verdict"]),
            ground.say(["匹配数", "Matches"]),
        ],
        rows: rows.collect(),
        ..empty(section, ground)
    })
}

fn watched(section: &Section, ground: Ground<'_>) -> anyhow::Result<ReportSection> {
    let desk = ground.desk;
    let news = desk
        .map(|desk| watches::all(ground.library, desk))
        .transpose()?;
    let rows = news.unwrap_or_default().into_iter().map(|it| {
        let numbers = [
            it.moved.new.len(),
            it.moved.changed.len(),
            it.moved.gone.len(),
        ];
        let numbers = numbers.map(|number| ReportCell::number(number as u64));
        std::iter::once(ReportCell::Text(it.watch.name))
            .chain(numbers)
            .collect()
    });
    let heads = [
        ["关注", "Watch"],
        ["新增", "New"],
        ["变更", "Changed"],
        ["消失", "Gone"],
    ];
    Ok(ReportSection {
        head: heads.map(|names| ground.say(names)).to_vec(),
        rows: rows.collect(),
        ..empty(section, ground)
    })
}
