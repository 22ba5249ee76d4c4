//! How the search screen is drawn. Drawing only reads.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::SearchScreen;
use crate::browser::panes::results::relaxing;
use crate::browser::panes::{chips, draw_words, query};
use crate::browser::screens::{ScreenName, names};
use crate::browser::shared::Shared;
use crate::messages::{fill, grouped};
use crate::ui::action::Action;
use crate::ui::layout::{Areas, Pane};
use crate::ui::text::Line;
use crate::ui::theme::Role;
use qiao_index::vocab;

impl SearchScreen {
    /// Everything but the panes: line below the query, chips, headings.
    pub(super) fn draw_frame(&self, buffer: &mut Buffer, areas: &Areas, shared: &Shared) {
        let look = shared.look();
        names::draw(buffer, areas.screens, ScreenName::Search, look);
        if !areas.notice.is_empty() {
            let width = usize::from(areas.notice.width);
            let line = self.notice(shared).fit(look.columns, width);
            line.draw(buffer, areas.notice, look.columns, &look.theme);
        }
        if let Some(query) = self.suggestion().filter(|_| !areas.suggestion.is_empty()) {
            let key = self.key_of(Action::Suggestion, shared);
            query::suggestion(query, &key, look)
                .fit(look.columns, usize::from(areas.suggestion.width))
                .draw(buffer, areas.suggestion, look.columns, &look.theme);
        }
        if !areas.chips.is_empty() {
            chips::draw(buffer, areas.chips, &self.asked.filters, look);
        }
        if !areas.heads.is_empty() {
            self.draw_heads(buffer, areas, shared);
        }
        self.draw_uprights(buffer, areas, shared);
    }

    fn notice(&self, shared: &Shared) -> Line {
        let Some(answer) = &self.answer else {
            return Line::default();
        };
        if let Some(way) = self.way_to_value(shared) {
            return Line::new(way, Role::Dim);
        }
        let samples = shared.library.is_samples();
        let key = self.key_of(Action::Import, shared);
        query::notice(&answer.page, samples, &key, shared.look())
    }

    /// The whole name of the value under the cursor in a tree, with all that it hangs from: the
    /// pane often has no room for it.
    fn way_to_value(&self, shared: &Shared) -> Option<String> {
        let look = shared.look();
        let (facet, value) = self.panes.facets.value()?;
        let shown = self.panes.focus == Pane::Facets && facet.is_tree();
        shown.then(|| {
            let path = vocab::path(facet, &value).into_iter();
            let names: Vec<String> = path.map(|value| look.label(facet, &value)).collect();
            format!("{} › {}", look.messages.facet(facet), names.join(" › "))
        })
    }

    /// A level line with the panes' names in it.
    fn draw_heads(&self, buffer: &mut Buffer, areas: &Areas, shared: &Shared) {
        let look = shared.look();
        let width = usize::from(areas.heads.width);
        let level = Line::new(look.symbols.level.repeat(width), Role::Dim);
        level.draw(buffer, areas.heads, look.columns, &look.theme);
        for (pane, area) in areas.panes() {
            let left = area.x.min(2);
            let place = Rect {
                x: area.x - left,
                y: areas.heads.y,
                width: area.width + left,
                height: 1,
            };
            let focused = pane == self.panes.focus;
            let role = if focused { Role::Heading } else { Role::Dim };
            let room = usize::from(area.width) - 1;
            let words = look.columns.fit(&self.head(pane, shared), room);
            let mut line = Line::default();
            if left > 0 {
                let blank = if words.is_empty() { "" } else { " " };
                line.push(format!("{}{blank}", look.symbols.tee), Role::Dim);
            }
            if !words.is_empty() {
                line.push(format!("{words} "), role);
            }
            line.draw(buffer, place, look.columns, &look.theme);
        }
    }

    fn head(&self, pane: Pane, shared: &Shared) -> String {
        let messages = shared.messages();
        match pane {
            Pane::Facets if self.asked.one_per_family => format!(
                "{}{}{}",
                messages.panes.filters,
                shared.look().symbols.dot,
                messages.panes.counts_all
            ),
            Pane::Facets => messages.panes.filters.to_owned(),
            Pane::Results => self.head_of_results(shared),
            Pane::Listing => self.head_of_listing(shared),
        }
    }

    /// How many listings are found, in which order they stand.
    fn head_of_results(&self, shared: &Shared) -> String {
        let messages = shared.messages();
        let Some(answer) = &self.answer else {
            return String::new();
        };
        let place = self.asked.sort as usize;
        let order = messages.sorts.get(place).copied().unwrap_or_default();
        let (total, records) = (answer.page.total, answer.page.records);
        let number = if self.asked.one_per_family {
            let values = [("n", &*grouped(total)), ("all", &*grouped(records))];
            fill(messages.panes.families, &values)
        } else {
            messages.listings(total)
        };
        format!("{number}{}{order}", shared.look().symbols.dot)
    }

    /// Which of the matches was jumped to.
    fn head_of_listing(&self, shared: &Shared) -> String {
        let words = shared.messages().panes.listing;
        let Some((current, all)) = self.panes.listing.current() else {
            return words.to_owned();
        };
        let values = [("n", &*current.to_string()), ("all", &*all.to_string())];
        let current = fill(shared.messages().panes.current_match, &values);
        format!("{words}{}{current}", shared.look().symbols.dot)
    }

    fn draw_uprights(&self, buffer: &mut Buffer, areas: &Areas, shared: &Shared) {
        let look = shared.look();
        let style = look.theme.style(Role::Dim);
        for (_, area) in areas.panes().filter(|(_, area)| area.x >= 2) {
            for y in area.top()..area.bottom() {
                let at = Position::new(area.x - 2, y);
                look.columns.put(buffer, at, 1, look.symbols.upright, style);
            }
        }
        for (pane, _) in areas.panes() {
            let focused = pane == self.panes.focus;
            let extent = self.extent(areas, pane, shared);
            extent.draw(buffer, areas.scrollbar(pane), focused, look);
        }
    }

    /// Draws the panes; returns where the cursor of the line that takes the keys stands.
    pub(super) fn draw_panes(
        &self,
        buffer: &mut Buffer,
        areas: &Areas,
        shared: &Shared,
    ) -> Position {
        let look = shared.look();
        let cursor = self.asked.query.draw(buffer, areas.query, look);
        let focus = self.panes.focus;
        let mut narrowing = None;
        if !areas.facets.is_empty() {
            let focused = focus == Pane::Facets;
            narrowing = self.panes.facets.draw(buffer, areas.facets, focused, look);
        }
        if !areas.results.is_empty() {
            self.draw_results(buffer, areas.results, shared);
        }
        if !areas.listing.is_empty() {
            let focused = focus == Pane::Listing;
            self.panes
                .listing
                .draw(buffer, areas.listing, focused, look);
        }
        narrowing.unwrap_or(cursor)
    }

    fn draw_results(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let nothing = &look.messages.nothing;
        if let Some(reason) = &shared.library.failure {
            draw_words(
                buffer,
                area,
                reason.say(shared.language()),
                Role::Error,
                look,
            );
        } else if self.nothing_found() {
            let key = self.key_of(Action::Accept, shared);
            self.panes.results.draw_nothing(
                buffer,
                area,
                (&self.ways(), &self.why_nothing(shared)),
                &key,
                look,
            );
        } else if let Some(found) = self.hits(shared) {
            let focused = self.panes.focus == Pane::Results;
            self.panes.results.draw(buffer, area, found, focused, look);
        } else if shared.library.state.is_some() {
            draw_words(buffer, area, nothing.searching, Role::Dim, look);
        } else {
            draw_words(buffer, area, nothing.opening, Role::Dim, look);
        }
    }

    /// Why nothing was found, in words.
    fn why_nothing(&self, shared: &Shared) -> String {
        let page = self.answer.as_ref().map(|answer| &answer.page);
        let query = self.asked.query.text();
        page.map_or_else(String::new, |page| {
            relaxing::why(page, query, shared.look())
        })
    }
}
