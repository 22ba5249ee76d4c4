//! The deals by stage. Enter says what can happen to the chosen one.

use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::remarked;
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::listing::deals::{event, fields, state, state_words, titles};
use crate::messages::{Messages, pick};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::deals::{DealNews, DealOrder};
use crate::work::desk::DeskOrder;
use crate::work::overview::{Entries, Register};

/// Opens the list.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<DealNews>::reading(),
        vec![Effect::List(Register::Deals)],
    )
}

/// Begins a deal between who asks and the chosen match, or between two marked listings; opens the
/// list where there is no such pair.
pub(super) fn begin(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    match pair(shared, screen) {
        Some(pair) => {
            let order = DeskOrder::Deal(DealOrder::Begin { pair });
            Opening::Handed(vec![Effect::Desk(order)])
        }
        None => open(shared, screen),
    }
}

/// The two listings that a deal could be begun between.
fn pair(shared: &Shared, screen: &dyn Screen) -> Option<[String; 2]> {
    match <[String; 2]>::try_from(shared.marks.ids()) {
        Ok(marked) => Some(marked),
        Err(_) => on_record::pair(screen.fit(), screen.record(), shared).ok(),
    }
}

impl ListLine for DealNews {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.desk.deals, messages.desk.no_deals)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        match entries {
            Entries::Deals(deals) => Some(deals),
            _ => None,
        }
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        let deal = &self.deal;
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
        let (standing, since) = self.deal.state();
        let state = format!("{} {since}", state_words(standing, look.language));
        let left = format!("{}. {}", self.deal.number, self.deal.offer.title);
        draw_sides(buffer, area, (&left, &state), look);
    }

    fn explanation(&self, look: &Presentation) -> String {
        let language = look.language;
        let last = self.deal.events.last();
        let said = match &self.presses {
            Some(presses) => presses.say(language).to_owned(),
            None => last.map_or_else(|| state(&self.deal, language), |last| event(last, language)),
        };
        let contract = fields(&self.deal, language).into_iter();
        let colon = pick(language, ["：", ": "]);
        let contract: Vec<_> = contract
            .map(|(name, value)| format!("{name}{colon}{value}"))
            .collect();
        let lines = [titles(&self.deal), said, contract.join(look.symbols.dot)];
        lines.join("\n")
    }

    fn accept(&self, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        remarked::of_deal(&self.deal, shared)
    }
}
