//! The needs for which the last import has brought matches; Enter shows them.

use qiao_index::search::match_ids;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::{Opening, Outcome};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::listing::reasons;
use crate::messages::{Messages, fill};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::new_matches::NewMatches;

/// Opens the list.
pub(super) fn open(shared: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::of(List::new(shared.library.new_matches.clone()))
}

impl ListLine for NewMatches {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.desk.new_matches, messages.desk.no_new_matches)
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        let titles = self.found.iter().map(|(listing, _)| &*listing.title);
        let titles: Vec<&str> = titles.chain([&*self.need.title]).collect();
        fits(typed, &titles)
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let number = self.found.len().to_string();
        let number = fill(look.messages.desk.new_of_need, &[("n", &number)]);
        draw_sides(buffer, area, (&self.need.title, &number), look);
    }

    fn explanation(&self, look: &Presentation) -> String {
        let lines = self
            .found
            .iter()
            .map(|(listing, band)| format!("{}  {}", reasons::band(*band, look), listing.title));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        let query = match_ids([&*self.need.id]).to_string();
        Outcome::Ask(query, Vec::new(), Vec::new())
    }
}
