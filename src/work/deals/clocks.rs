//! What presses in deals: notices that end, and deals of which nothing is heard.

use qiao_index::days_before;
use qiao_index::record::Date;

use crate::desk::log::LogWanted;
use crate::desk::{Deal, DealState, Desk, Notice, Stage, WorkingDay};
use crate::messages::{Bilingual, Failure};

/// A deal of which nothing was heard for so many days is silent.
const SILENT_AFTER: u32 = 14;

/// A deal whose price is put up for objections, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EndingNotice {
    /// The deal.
    pub(crate) deal: u64,
    /// What is offered in it.
    pub(crate) title: String,
    /// The working day on which the notice ends, and whether its holidays are known.
    pub(crate) ends: WorkingDay,
}

/// The notices of deals that stand at their notice, the first to end first. Those whose length
/// nobody has said are left out.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn ending_notices(desk: &Desk) -> anyhow::Result<Vec<EndingNotice>> {
    let deals = desk.deals()?.into_iter();
    let noticed = deals.filter(|deal| deal.state().0 == DealState::At(Stage::Notice));
    let mut ending: Vec<EndingNotice> = noticed
        .filter_map(|deal| {
            let end = Notice::of(&deal)?.ends?;
            Some(EndingNotice {
                deal: deal.number,
                title: deal.offer.title,
                ends: end,
            })
        })
        .collect();
    ending.sort_by_key(|notice| (notice.ends.day, notice.deal));
    Ok(ending)
}

/// An open deal of which nothing was heard for two weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SilentDeal {
    /// The deal.
    pub(crate) deal: u64,
    /// What is offered in it.
    pub(crate) title: String,
    /// Where it stands.
    pub(crate) stage: Stage,
    /// The last day of which there is an event, or a line of the log on either listing.
    pub(crate) last: Date,
}

impl SilentDeal {
    /// Since when nothing was heard of it, in words.
    pub(crate) fn said(&self) -> Bilingual {
        let day = self.last;
        Failure::new(
            format!("{day} 以来没有动静"),
            format!("nothing since {day}"),
        )
    }
}

/// Open deals without an event, and without a line of the log on either listing, for two weeks; the
/// longest silent first. A notice that still runs is no silence.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn silent_deals(desk: &Desk, today: Date) -> anyhow::Result<Vec<SilentDeal>> {
    let latest = days_before(today, SILENT_AFTER);
    let mut silent = Vec::new();
    for deal in desk.deals()?.into_iter().filter(Deal::is_open) {
        let notice = Notice::of(&deal).and_then(|notice| notice.ends);
        let is_waiting = deal.state().0 == DealState::At(Stage::Notice)
            && notice.is_some_and(|end| end.day >= today);
        let last = last_heard(desk, &deal)?;
        if let Some(last) = last.filter(|last| *last <= latest && !is_waiting) {
            silent.push(SilentDeal {
                deal: deal.number,
                stage: deal.last_stage(),
                title: deal.offer.title,
                last,
            });
        }
    }
    silent.sort_by_key(|deal| (deal.last, deal.deal));
    Ok(silent)
}

/// A deal, and what presses in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DealNews {
    /// The deal.
    pub(crate) deal: Deal,
    /// That it is silent, or until when its notice runs.
    pub(crate) presses: Option<Bilingual>,
}

/// All deals with what presses in them, by stage; lost ones come last.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn all(desk: &Desk, today: Date) -> anyhow::Result<Vec<DealNews>> {
    let mut deals = desk.deals()?;
    deals.sort_by_key(Deal::order);
    let (ending, silent) = (ending_notices(desk)?, silent_deals(desk, today)?);
    let news = deals.into_iter().map(|deal| {
        let silence = silent.iter().find(|it| it.deal == deal.number);
        let end = ending.iter().find(|it| it.deal == deal.number);
        let is_noticed = deal.state().0 == DealState::At(Stage::Notice);
        let presses = silence
            .map(SilentDeal::said)
            .or_else(|| end.map(|it| it.ends.notice_said()))
            // Nobody has said for how long.
            .or_else(|| Notice::of(&deal).filter(|_| is_noticed).map(|it| it.said()));
        DealNews { deal, presses }
    });
    Ok(news.collect())
}

/// The last day on which something happened to a deal or was logged about one of its listings.
fn last_heard(desk: &Desk, deal: &Deal) -> anyhow::Result<Option<Date>> {
    let mut last = deal.last_day().to_owned();
    for id in [&deal.need.id, &deal.offer.id] {
        let wanted = LogWanted {
            listing: Some(id.clone()),
            ..LogWanted::default()
        };
        let lines = desk.logged(&wanted)?;
        let newest = lines.first().map(|(line, _)| line.day.clone());
        last = last.max(newest.unwrap_or_default());
    }
    Ok(last.parse().ok())
}
