//! The deals by stage, behind the one that could be begun. Enter begins that one, and says what can
//! happen to another.

use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::remarked::deal_steps;
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::DealState;
use crate::listing::deals::{event, fields, state_words, titles};
use crate::messages::{Messages, fill, pick};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::work::deals::{DealNews, DealOrder};
use crate::work::desk::DeskOrder;
use crate::work::overview::{Entries, Register};

/// A line of the list.
#[derive(Debug)]
enum DealLine {
    /// To begin a deal between two listings: their ids and titles.
    Begin([String; 2], String),
    /// A deal.
    Deal(Box<DealNews>),
}

/// Opens the list; first comes the deal that could be begun.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<DealLine>::reading_behind(new_deal(shared, screen).into_iter().collect()),
        vec![Effect::List(Register::Deals)],
    )
}

/// The deal that could be begun: between two marked listings, or with the chosen match.
fn new_deal(shared: &Shared, screen: &dyn Screen) -> Option<DealLine> {
    let named = |ids: [String; 2], titles: [&str; 2]| {
        let titles = titles.join(" — ");
        Some(DealLine::Begin(ids, titles))
    };
    if let [one, other] = shared.marks.records() {
        return named(
            [one.id.clone(), other.id.clone()],
            [&one.title, &other.title],
        );
    }
    let (fit, record) = (screen.fit()?, screen.record()?);
    let ids = on_record::pair(Some(fit), Some(record), shared).ok()?;
    named(ids, [&fit.asker.title, &record.title])
}

impl ListLine for DealLine {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.desk.deals, messages.desk.no_deals)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        match entries {
            Entries::Deals(deals) => Some(
                deals
                    .into_iter()
                    .map(|news| Self::Deal(Box::new(news)))
                    .collect(),
            ),
            _ => None,
        }
    }

    /// Where the two have a deal that is not lost, another is not what is wanted.
    fn is_among(&self, lines: &[Self]) -> bool {
        let Self::Begin(pair, _) = self else {
            return false;
        };
        lines.iter().any(|line| {
            let Self::Deal(news) = line else {
                return false;
            };
            let deal = &news.deal;
            let sides = [&deal.need.id, &deal.offer.id];
            let is_lost = matches!(deal.state().0, DealState::Lost(_));
            !is_lost && pair.iter().all(|id| sides.contains(&id))
        })
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        let deal = match self {
            Self::Begin(_, titles) => return fits(typed, &[titles]),
            Self::Deal(news) => &news.deal,
        };
        let (standing, _) = deal.state();
        let [chinese, english] =
            [Language::Chinese, Language::English].map(|it| state_words(standing, it));
        let texts = [
            &*deal.number.to_string(),
            &deal.need.title,
            &deal.offer.title,
            &deal.need.institution,
            &deal.offer.institution,
            &chinese,
            &english,
        ];
        fits(typed, &texts)
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        match self {
            Self::Begin(_, titles) => {
                let words = fill(look.messages.desk.new_deal, &[("titles", titles)]);
                Line::new(words, Role::Accent)
                    .fit(look.columns, usize::from(area.width))
                    .draw(buffer, area, look.columns, &look.theme);
            }
            Self::Deal(news) => {
                let deal = &news.deal;
                let (standing, since) = deal.state();
                let state = format!("{} {since}", state_words(standing, look.language));
                let left = format!("{}. {}", deal.number, deal.offer.title);
                draw_sides(buffer, area, (&left, &state), look);
            }
        }
    }

    fn explanation(&self, look: &Presentation) -> String {
        match self {
            Self::Begin(_, titles) => titles.clone(),
            Self::Deal(news) => explained(news, look),
        }
    }

    fn accept(&self, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match self {
            Self::Begin(pair, _) => {
                let pair = pair.clone();
                let order = DeskOrder::Deal(DealOrder::Begin { pair });
                Outcome::Close(vec![Effect::Desk(order)])
            }
            Self::Deal(news) => Outcome::Open(deal_steps(&news.deal, shared), Vec::new()),
        }
    }
}

/// Need and offer, what presses or happened last, what the contract says.
fn explained(news: &DealNews, look: &Presentation) -> String {
    let language = look.language;
    let deal = &news.deal;
    let said = match &news.presses {
        Some(presses) => presses.say(language).to_owned(),
        None => deal
            .events
            .last()
            .map_or_else(String::new, |last| event(last, language)),
    };
    let colon = pick(language, ["：", ": "]);
    let contract = fields(deal, language).into_iter();
    let contract: Vec<_> = contract
        .map(|(name, value)| format!("{name}{colon}{value}"))
        .collect();
    [titles(deal), said, contract.join(look.symbols.dot)].join("\n")
}
