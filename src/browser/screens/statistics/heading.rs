//! What the figures are of, in a line: a click on the measure, a field or the step of time changes
//! it.

use ratatui::layout::Position;

use super::drawing::Areas;
use super::{StatisticsScreen, View};
use crate::browser::shared::Shared;
use crate::messages::{fill, grouped, pick};
use crate::statistics::{Figures, Titled};
use crate::ui::presentation::Presentation;
use crate::ui::text::Line;
use crate::ui::theme::Role;

impl StatisticsScreen {
    /// Of what the figures are: `Listings by kind · 164 listings · graphene`.
    pub(super) fn of(&self, figures: &Figures, look: &Presentation) -> Line {
        let mut line = Line::default();
        for (titled, text) in figures.title_parts() {
            let role = titled.map_or(Role::Dim, |_| Role::Accent);
            line.push(text, role);
        }
        let number = grouped(figures.table.total);
        let found = if figures.measure.is_of_contracts() {
            ["{n} 份合同", "{n} contracts"]
        } else {
            ["共 {n} 条", "{n} listings"]
        };
        let found = fill(pick(look.language, found), &[("n", &number)]);
        let mut parts = vec![found, self.query.trim().to_owned()];
        parts.extend(self.filters.iter().map(|filter| look.filter(filter)));
        for part in parts.iter().filter(|part| !part.is_empty()) {
            line.push(format!("{}{part}", look.symbols.dot), Role::Dim);
        }
        line
    }

    /// Changes the part of the heading that stands at a place.
    pub(super) fn click_heading(&mut self, at: Position, areas: &Areas, shared: &Shared) {
        let Some((figures, _)) = &self.counted else {
            return;
        };
        let mut left = usize::from(areas.of.x);
        let titled = figures
            .title_parts()
            .into_iter()
            .find_map(|(titled, text)| {
                let right = left + shared.look().columns.width(&text);
                let is_there = (left..right).contains(&usize::from(at.x));
                left = right;
                titled.filter(|_| is_there)
            });
        match (titled, self.view) {
            (None, _) => {}
            (Some(Titled::Measure), _) => self.next_measure(),
            (Some(Titled::Side(0)), View::Ranking | View::Cross | View::Stacked) => {
                self.next_field(1);
            }
            (Some(Titled::Side(_)), _) => self.next_second(),
        }
    }
}
