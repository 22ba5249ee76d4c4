//! A row of the desk in words.

use qiao_index::vocab::Language;

use crate::listing::{contacted, deals, task};
use crate::messages::{Messages, fill, grouped, pick};
use crate::ui::entry::fits as has_words;
use crate::work::day::{self, days_between, today_here};
use crate::work::desk_view::{DeskEntry, DeskRow};
use crate::work::today::moved_in_words;

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Worded {
    /// What stands before it, in short.
    pub(super) label: String,
    /// What it is.
    pub(super) text: String,
    /// What is to be known of it, in short.
    pub(super) said: String,
}

/// Whether what is typed narrows the rows to this one.
pub(super) fn fits(typed: &str, row: &DeskRow, language: Language) -> bool {
    let Worded { label, text, said } = worded(row, language);
    has_words(typed, &[&label, &text, &said]).is_some()
}

/// The row in words.
pub(super) fn worded(row: &DeskRow, language: Language) -> Worded {
    let (label, text, said) = match &row.entry {
        DeskEntry::Today(line) => (
            pick(language, line.due.label()).to_owned(),
            line.text.clone(),
            line.said.say(language).to_owned(),
        ),
        DeskEntry::Task(kept) => of_task(kept, language),
        DeskEntry::Shortlist(list) => (
            listings(list.listings, language),
            list.name.clone(),
            list.at.get(..10).unwrap_or_default().to_owned(),
        ),
        DeskEntry::Watch(news) => {
            let said = if news.moved.is_anything() {
                moved_in_words(&news.moved).say(language).to_owned()
            } else {
                let seen = news.watch.seen_at.get(..10).unwrap_or_default();
                let words = pick(language, ["{day} 以来无变化", "nothing since {day}"]);
                fill(words, &[("day", seen)])
            };
            (
                listings(news.watch.listings, language),
                news.watch.name.clone(),
                said,
            )
        }
        DeskEntry::Deal(news) => {
            let (standing, since) = news.deal.state();
            let presses = news.presses.as_ref().map(|it| it.say(language));
            (
                deals::state_words(standing, language),
                format!("{}. {}", news.deal.number, deals::titles(&news.deal)),
                presses.unwrap_or(since).to_owned(),
            )
        }
        DeskEntry::Log(line, listing) => (
            line.day.clone(),
            format!("{} · {}", contacted::what(line, language), listing.title),
            line.outcome
                .map_or("", |it| contacted::outcome(it, language))
                .to_owned(),
        ),
    };
    Worded { label, text, said }
}

fn of_task(kept: &crate::desk::task::Task, language: Language) -> (String, String, String) {
    let day = task::day(kept);
    let label = day.map_or_else(
        || Messages::of(language).desk.no_day.to_owned(),
        |day| format!("{day} {}", day::weekday_name(day, language)),
    );
    let ahead = day.and_then(|day| days_between(today_here(), day));
    let said = match ahead {
        _ if !kept.is_open() => pick(language, ["已完成", "done"]).to_owned(),
        Some(ahead) => day::distance(ahead).say(language).to_owned(),
        None => String::new(),
    };
    (label, task::line(kept), said)
}

fn listings(number: u64, language: Language) -> String {
    let words = pick(language, ["{n} 条", "{n} {n:listing|listings}"]);
    fill(words, &[("n", &grouped(number))])
}
