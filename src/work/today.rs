//! What is to be done today: tasks that are due, watches that moved, needs that wait.

use qiao_index::record::{Date, Kind, Record};
use qiao_index::request::{Counting, Filter, Request, Sort};
use qiao_index::vocab::Language;

use super::day::{self, days_after, days_between, today_here};
use super::deals;
use super::engine::Engine as _;
use super::library::OpenLibrary;
use super::related::numbered;
use super::watches::{Moved, WatchNews};
use crate::desk::task::{About, Task};
use crate::desk::watch::Watched;
use crate::desk::{Deal, Desk};
use crate::messages::{Bilingual, Failure};

/// Tasks of so many days to come are named, too.
const AHEAD_DAYS: i64 = 3;
/// A need is to be answered within so many hours of its import.
const FIRST_CONTACT_HOURS: i64 = 48;
/// Needs that came in longer ago are not named any more: nobody waits for that answer.
const FIRST_CONTACT_DAYS: u32 = 7;
/// Needs whose deadline is so near are named.
const DEADLINE_DAYS: i64 = 7;
/// Most needs of one kind that are named; the others are counted.
const MAX_NEEDS: usize = 10;
/// Most listings that a watch has to tell that are searched for one by one.
const MAX_TOLD: usize = 100;

/// Why something is to be done, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A task should have been done.
    Overdue,
    /// A task is for today.
    Today,
    /// A task is for one of the next days.
    Soon,
    /// A notice period ends.
    Notice,
    /// A watch has moved.
    Moved,
    /// Nobody has been called about a need that came in.
    FirstContact,
    /// A need's deadline is near.
    Deadline,
    /// Nothing has been heard of a deal.
    Silent,
}

impl Due {
    /// Its word in JSON.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Notice => "notice",
            Self::Moved => "watch",
            Self::FirstContact => "first-contact",
            Self::Deadline => "deadline",
            Self::Silent => "silent-deal",
        }
    }

    /// What stands before its line, Chinese first.
    pub(crate) const fn label(self) -> [&'static str; 2] {
        match self {
            Self::Overdue => ["逾期", "overdue"],
            Self::Today => ["今天", "today"],
            Self::Soon => ["近日", "soon"],
            Self::Notice => ["公示", "notice"],
            Self::Moved => ["关注", "watch"],
            Self::FirstContact => ["待联系", "to contact"],
            Self::Deadline => ["将截止", "deadline"],
            Self::Silent => ["无动静", "silent"],
        }
    }

    /// Its heading, Chinese first.
    pub(crate) const fn heading(self) -> [&'static str; 2] {
        match self {
            Self::Overdue => ["逾期", "Overdue"],
            Self::Today => ["今天到期", "Due today"],
            Self::Soon => ["近日到期", "Due soon"],
            Self::Notice => ["公示即将期满", "Notices that end"],
            Self::Moved => ["关注有变化", "Watches that moved"],
            Self::FirstContact => ["需求待联系", "Needs waiting for a first contact"],
            Self::Deadline => ["需求即将截止", "Needs with a deadline near"],
            Self::Silent => ["交易没有动静", "Deals that are silent"],
        }
    }
}

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nowhere.
    Nothing,
    /// To the listing with this id.
    Listing(String),
    /// To what a query with its filters finds.
    Query(String, Vec<Filter>),
}

impl Target {
    /// To what a watch has to tell, where that is not too much; else to what it watches.
    pub(crate) fn of_news(news: &WatchNews) -> Self {
        let moved = &news.moved;
        let changed = moved.changed.iter().map(|changed| &changed.now);
        let ids: Vec<String> = moved
            .new
            .iter()
            .chain(changed)
            .map(|it| it.id.clone())
            .collect();
        match ids.len() {
            1..=MAX_TOLD => Self::Query(numbered(&ids), Vec::new()),
            // What is gone cannot be searched for.
            _ => Self::of_watch(&news.watch.watched),
        }
    }

    /// To what a watch watches.
    pub(crate) fn of_watch(watched: &Watched) -> Self {
        match watched {
            Watched::Query(query, filters) => Self::Query(query.clone(), filters.clone()),
            Watched::Listing(id) => Self::Listing(id.clone()),
        }
    }

    /// To both listings of a deal.
    pub(crate) fn of_deal(deal: &Deal) -> Self {
        let both = [deal.need.id.clone(), deal.offer.id.clone()];
        Self::Query(numbered(&both), Vec::new())
    }

    /// To what a task is about.
    pub(crate) fn of_task(task: &Task) -> Self {
        match &task.about {
            About::Listing(listing) => Self::Listing(listing.id.clone()),
            About::Deal(_, pair) => {
                let both = [pair.need.id.clone(), pair.offer.id.clone()];
                Self::Query(numbered(&both), Vec::new())
            }
            About::Nothing | About::Client(_) => Self::Nothing,
        }
    }

    /// The query that shows it, with its filters.
    pub(crate) fn query(&self) -> Option<(String, Vec<Filter>)> {
        match self {
            Self::Nothing => None,
            Self::Listing(id) => Some((numbered(std::slice::from_ref(id)), Vec::new())),
            Self::Query(query, filters) => Some((query.clone(), filters.clone())),
        }
    }
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TodayLine {
    /// Why.
    pub(crate) due: Due,
    /// How much it presses, in words: `2 days overdue`.
    pub(crate) said: Bilingual,
    /// What it is about.
    pub(crate) text: String,
    /// By which day.
    pub(crate) day: Option<Date>,
    /// Where it leads.
    pub(crate) target: Target,
    /// The task that it is.
    pub(crate) task: Option<u64>,
    /// The deal that it is about.
    pub(crate) deal: Option<u64>,
}

/// All that is to be done, what presses most first.
///
/// # Errors
/// The library or the desk cannot be read.
pub(crate) fn today(
    library: &OpenLibrary,
    desk: &Desk,
    watches: &[WatchNews],
) -> anyhow::Result<Vec<TodayLine>> {
    let today = today_here();
    let mut lines: Vec<TodayLine> = Vec::new();
    let tasks = desk.tasks()?;
    lines.extend(tasks.iter().filter_map(|task| of_task(task, today)));
    lines.extend(watches.iter().filter_map(of_watch));
    lines.extend(of_deals(desk, today)?);
    // The samples wait for nobody.
    if !library.shows_samples() {
        lines.extend(first_contacts(library)?);
        lines.extend(deadlines(library, today)?);
    }
    lines.sort_by_key(|line| line.due);
    Ok(lines)
}

fn of_task(task: &Task, today: Date) -> Option<TodayLine> {
    let day: Date = task.day.parse().ok().filter(|_| task.is_open())?;
    let ahead = days_between(today, day)?;
    let due = match ahead {
        ..0 => Due::Overdue,
        0 => Due::Today,
        1..=AHEAD_DAYS => Due::Soon,
        _ => return None,
    };
    let text = match task.about() {
        "" => task.text.clone(),
        about => format!("{} · {about}", task.text),
    };
    Some(TodayLine {
        due,
        said: day::distance(ahead),
        text,
        day: Some(day),
        target: Target::of_task(task),
        task: Some(task.number),
        deal: match &task.about {
            About::Deal(number, _) => Some(*number),
            _ => None,
        },
    })
}

/// How many listings are new, have changed, are gone, in words.
pub(crate) fn moved_in_words(moved: &Moved) -> Bilingual {
    let parts = [
        (["{n} 条新增", "{n} new"], moved.new.len()),
        (["{n} 条变化", "{n} changed"], moved.changed.len()),
        (["{n} 条消失", "{n} gone"], moved.gone.len()),
    ];
    let parts: Vec<Bilingual> = parts
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(words, number)| Failure::filled(words, &[("n", &number.to_string())]))
        .collect();
    joined(&parts)
}

fn of_watch(news: &WatchNews) -> Option<TodayLine> {
    let moved = &news.moved;
    let target = Target::of_news(news);
    moved.is_anything().then(|| TodayLine {
        due: Due::Moved,
        said: moved_in_words(moved),
        text: news.watch.name.clone(),
        day: None,
        target,
        task: None,
        deal: None,
    })
}

/// Deals whose notice ends in the next days or has ended, and deals that are silent.
fn of_deals(desk: &Desk, today: Date) -> anyhow::Result<Vec<TodayLine>> {
    let soon = days_after(today, AHEAD_DAYS);
    let notices = deals::ending_notices(desk)?.into_iter();
    let notices = notices.filter(|notice| notice.ends.day <= soon);
    let silent = deals::silent_deals(desk, today)?;
    let deals = desk.deals()?;
    let line = |due, said, number: u64, day| {
        let deal = deals.iter().find(|deal| deal.number == number)?;
        Some(TodayLine {
            due,
            said,
            text: format!("{} ← {}", deal.need.title, deal.offer.title),
            day,
            target: Target::of_deal(deal),
            task: None,
            deal: Some(number),
        })
    };
    let notices = notices.filter_map(|notice| {
        let end = notice.ends;
        line(Due::Notice, end.notice_said(), notice.deal, Some(end.day))
    });
    let silent = silent.into_iter();
    let silent = silent.filter_map(|it| line(Due::Silent, it.said(), it.deal, None));
    Ok(notices.chain(silent).collect())
}

fn joined(parts: &[Bilingual]) -> Bilingual {
    let said = |language| {
        let parts: Vec<&str> = parts.iter().map(|part| part.say(language)).collect();
        parts.join(" · ")
    };
    Failure::new(said(Language::Chinese), said(Language::English))
}

/// Needs that came in and about which nobody was called.
fn first_contacts(library: &OpenLibrary) -> anyhow::Result<Vec<TodayLine>> {
    let query = format!(
        "kind:{} added:{FIRST_CONTACT_DAYS}d -is:contacted",
        Kind::Need.as_str()
    );
    let (records, total) = found(library, &query)?;
    let mut waiting: Vec<(i64, Record)> = records
        .into_iter()
        .filter_map(|record| {
            let came = record.sources.iter().map(|source| &source.imported_at);
            let hours = day::hours_since(came.min()?)?;
            Some((FIRST_CONTACT_HOURS - hours, record))
        })
        .collect();
    // What can still be kept to comes first, the nearest end before the others.
    waiting.sort_by_key(|(left, _)| (*left < 0, left.abs()));
    let named = waiting.len().min(MAX_NEEDS);
    let mut lines: Vec<TodayLine> = waiting
        .into_iter()
        .take(MAX_NEEDS)
        .map(|(left, record)| {
            let words = if left < 0 {
                ["48 小时已过 {n} 小时", "48 hours ran out {n} h ago"]
            } else {
                ["48 小时还剩 {n} 小时", "{n} h left of 48"]
            };
            let number = left.abs().to_string();
            of_need(
                Due::FirstContact,
                Failure::filled(words, &[("n", &number)]),
                &record,
            )
        })
        .collect();
    lines.extend(others(Due::FirstContact, total, named, query));
    Ok(lines)
}

/// Needs whose deadline is near.
fn deadlines(library: &OpenLibrary, today: Date) -> anyhow::Result<Vec<TodayLine>> {
    let end = days_after(today, DEADLINE_DAYS);
    let query = format!("kind:{} expires:{today}..{end}", Kind::Need.as_str());
    let (records, total) = found(library, &query)?;
    let deadline = |record: &Record| record.need.as_ref().and_then(|need| need.deadline);
    let mut near: Vec<(i64, Record)> = records
        .into_iter()
        .filter_map(|record| Some((days_between(today, deadline(&record)?)?, record)))
        .collect();
    near.sort_by_key(|(days, _)| *days);
    let named = near.len().min(MAX_NEEDS);
    let mut lines: Vec<TodayLine> = near
        .into_iter()
        .take(MAX_NEEDS)
        .map(|(days, record)| {
            let line = of_need(Due::Deadline, day::distance(days), &record);
            TodayLine {
                day: deadline(&record),
                ..line
            }
        })
        .collect();
    lines.extend(others(Due::Deadline, total, named, query));
    Ok(lines)
}

fn of_need(due: Due, said: Bilingual, record: &Record) -> TodayLine {
    let text = match record.lead_institution() {
        "" => record.title.clone(),
        institution => format!("{} · {institution}", record.title),
    };
    TodayLine {
        due,
        said,
        text,
        day: None,
        target: Target::Listing(record.id.clone()),
        task: None,
        deal: None,
    }
}

/// The line that stands for what is not named.
fn others(due: Due, total: u64, named: usize, query: String) -> Option<TodayLine> {
    let more = total.saturating_sub(u64::try_from(named).unwrap_or(total));
    let words = ["另有 {n} 条", "{n} more"];
    (more > 0).then(|| TodayLine {
        due,
        said: Failure::filled(words, &[("n", &more.to_string())]),
        text: query.clone(),
        day: None,
        target: Target::Query(query, Vec::new()),
        task: None,
        deal: None,
    })
}

/// The last that came in of what a query finds, and how many there are.
fn found(library: &OpenLibrary, query: &str) -> anyhow::Result<(Vec<Record>, u64)> {
    let page = library.answer(&Request {
        query: query.to_owned(),
        sort: Sort::Added,
        limit: MAX_NEEDS * 10,
        counting: Counting::Nothing,
        ..Request::default()
    })?;
    // The nearest that there is, where nothing matches, waits for nobody.
    if page.relaxed {
        return Ok((Vec::new(), 0));
    }
    Ok((
        page.hits.into_iter().map(|hit| hit.record).collect(),
        page.total,
    ))
}
