//! Deleting listings, and the deleted ones, which can be brought back.

use qiao_index::record::Titled;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::question::Question;
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, fill};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::keeping::KeepOrder;
use crate::work::overview::{Entries, Register};

/// So many titles are named in the question.
const MAX_TITLES: usize = 5;

/// Asks whether the open listing, or what is marked, is to be deleted.
pub(super) fn ask(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let records = screen.records(shared);
    let messages = shared.messages();
    if shared.library.is_samples() {
        return Opening::Refused(messages.library.delete_samples.to_owned());
    }
    if records.is_empty() {
        return Opening::Refused(messages.nothing.listing.to_owned());
    }
    let code = shared.language().code();
    let titles = records.iter().take(MAX_TITLES);
    let mut lines: Vec<String> = titles
        .map(|record| record.title_in(code).to_owned())
        .collect();
    let more = records.len().saturating_sub(MAX_TITLES).to_string();
    if more != "0" {
        lines.push(fill(messages.library.delete_more, &[("n", &more)]));
    }
    lines.push(messages.library.delete_help.to_owned());
    let ids = records.iter().map(|record| record.id.clone()).collect();
    let number = records.len().to_string();
    Opening::of(Question::new(
        fill(messages.library.delete, &[("n", &number)]),
        lines.join("\n"),
        vec![(
            messages.library.delete_yes.to_owned(),
            Effect::Keep(KeepOrder::Delete(ids)),
        )],
        shared,
    ))
}

/// Opens the list of deleted listings.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<Deleted>::reading(),
        vec![Effect::List(Register::Deleted)],
    )
}

/// A deleted listing.
#[derive(Debug)]
struct Deleted {
    listing: Titled,
    at: String,
}

impl ListLine for Deleted {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.library.deleted, messages.library.no_deleted)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        let Entries::Deleted(deleted) = entries else {
            return None;
        };
        let lines = deleted.into_iter();
        Some(lines.map(|(listing, at)| Self { listing, at }).collect())
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        fits(typed, &[&self.listing.title, &self.listing.id])
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let sides = (&*self.listing.title, &*shared.look().moment(&self.at));
        draw_sides(buffer, area, sides, shared.look());
    }

    fn explanation(&self, look: &Presentation) -> String {
        let values = [("id", &*self.listing.id), ("at", &look.moment(&self.at))];
        fill(look.messages.library.deleted_help, &values)
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        let order = KeepOrder::Restore(self.listing.id.clone());
        Outcome::Close(vec![Effect::Keep(order)])
    }
}
