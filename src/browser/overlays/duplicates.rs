//! Pairs of listings that may be the same, with what speaks for it; Enter puts a pair side by
//! side.

use qiao_index::library::Suspects;
use qiao_index::record::Record;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::compare::Comparison;
use super::list::{List, ListLine, draw_sides};
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, fill};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::keeping::common;
use crate::work::overview::{Entries, Register};

/// Opens the list of pairs.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<Suspects>::reading(),
        vec![Effect::List(Register::Duplicates)],
    )
}

impl ListLine for Suspects {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.library.duplicates, messages.library.no_duplicates)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        match entries {
            Entries::Duplicates(pairs) => Some(pairs),
            _ => None,
        }
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        let Self { one, other, .. } = self;
        fits(typed, &[&one.title, &other.title, &one.id, &other.id])
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let right = common(&self.common, look.language);
        let title = self.one.title_in(look.language.code());
        draw_sides(buffer, area, (title, &right), look);
    }

    fn explanation(&self, look: &Presentation) -> String {
        let [one, other] = [&self.one, &self.other].map(named);
        let common = common(&self.common, look.language);
        let common = fill(look.messages.library.in_common, &[("common", &common)]);
        format!("{common}\n{one}\n{other}")
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        Outcome::Open(Box::new(Comparison::of_pair(self.clone())), Vec::new())
    }
}

fn named(record: &Record) -> String {
    format!("{}  {}", record.id, record.lead_institution())
}
