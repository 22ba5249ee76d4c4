//! How the desk screen is drawn. Drawing only reads.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::DeskScreen;
use super::rows::{Worded, worded};
use crate::browser::panes::draw_words;
use crate::browser::screens::{ScreenName, names};
use crate::browser::shared::Shared;
use crate::ui::layout::{Extras, Pane, layout};
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::desk_view::{DeskRow, Section};

/// Columns between the parts of a row, and between two sections.
const BETWEEN: usize = 2;
/// Rows for the whole text of the chosen row, where the listing is not shown.
const EXPLAINED: u16 = 3;
/// Rows are shown alone where there are no more than these.
const FEW_ROWS: u16 = 8;

/// The areas of the screen.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Areas {
    /// The line that narrows the rows.
    pub(super) query: Rect,
    /// The names of the screens.
    pub(super) screens: Rect,
    /// The names of the sections.
    pub(super) sections: Rect,
    /// A level line.
    pub(super) level: Rect,
    /// The rows.
    pub(super) rows: Rect,
    /// The listing; empty where there is no room.
    pub(super) listing: Rect,
    /// The whole text of the chosen row, below a level line; empty where the listing is shown.
    pub(super) explained: Rect,
}

/// Where everything stands.
pub(super) fn areas(shared: &Shared) -> Areas {
    let extras = Extras {
        screens: names::width(shared.look()),
        ..Extras::default()
    };
    let Some(all) = layout(shared.room(), Pane::Results, extras) else {
        return Areas::default();
    };
    // The rows stand where filters and results do.
    let body = all.facets.union(all.results);
    let body = if all.facets.is_empty() {
        all.results
    } else {
        body
    };
    let below = if all.listing.is_empty() && body.height > FEW_ROWS {
        EXPLAINED + 1
    } else {
        0
    };
    Areas {
        query: all.query,
        screens: all.screens,
        sections: all.notice,
        level: all.heads,
        rows: Rect {
            height: body.height - below,
            ..body
        },
        listing: all.listing,
        explained: Rect {
            y: body.bottom() - below,
            height: below,
            ..body
        },
    }
}

impl DeskScreen {
    /// Draws everything; returns where the cursor of the line that takes the keys stands.
    pub(super) fn draw_all(&self, buffer: &mut Buffer, shared: &Shared) -> Position {
        let look = shared.look();
        let areas = areas(shared);
        names::draw(buffer, areas.screens, ScreenName::Desk, look);
        let cursor = self.draw_entry(buffer, areas.query, look);
        self.draw_sections(buffer, areas.sections, shared);
        if !areas.level.is_empty() {
            draw_level(buffer, areas.level, look);
        }
        self.draw_rows(buffer, areas.rows, shared);
        if areas.listing.is_empty() {
            self.draw_explained(buffer, areas.explained, shared);
        } else {
            self.draw_listing(buffer, &areas, shared);
        }
        cursor
    }

    fn draw_entry(&self, buffer: &mut Buffer, area: Rect, look: &Presentation) -> Position {
        let (cursor, _) = self.entry.draw(buffer, area, look.symbols.prompt, look);
        if self.entry.is_empty() {
            let area = Rect {
                x: cursor.x,
                width: area.right().saturating_sub(cursor.x),
                height: 1,
                ..area
            };
            Line::new(look.messages.desk.narrow, Role::Dim)
                .fit(look.columns, usize::from(area.width))
                .draw(buffer, area, look.columns, &look.theme);
        }
        cursor
    }

    /// The names of the sections, each with the number of its rows.
    fn sections(&self, shared: &Shared) -> [String; Section::ALL.len()] {
        let names = shared.messages().desk.sections;
        let mut place = 0;
        names.map(|name| {
            let rows = self.view.as_ref().and_then(|view| view.get(place));
            place += 1;
            match rows.map_or(0, Vec::len) {
                0 => name.to_owned(),
                number => format!("{name} {number}"),
            }
        })
    }

    fn draw_sections(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let mut line = Line::default();
        for (place, name) in self.sections(shared).into_iter().enumerate() {
            if place > 0 {
                line.push(" ".repeat(BETWEEN), Role::Plain);
            }
            let role = if place == self.section {
                Role::Heading
            } else {
                Role::Dim
            };
            line.push(name, role);
        }
        line.fit(look.columns, usize::from(area.width)).draw(
            buffer,
            area,
            look.columns,
            &look.theme,
        );
    }

    /// The section whose name stands at a place.
    pub(super) fn section_at(&self, at: Position, areas: &Areas, shared: &Shared) -> Option<usize> {
        if !areas.sections.contains(at) {
            return None;
        }
        let column = usize::from(at.x - areas.sections.x);
        let mut left = 0;
        let names = self.sections(shared);
        names.iter().position(|name| {
            let right = left + shared.look().columns.width(name);
            let is_there = (left..right).contains(&column);
            left = right + BETWEEN;
            is_there
        })
    }

    fn draw_rows(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let rows = self.rows(shared);
        if rows.is_empty() {
            return self.draw_nothing(buffer, area, shared);
        }
        let rows: Vec<Worded> = rows
            .iter()
            .map(|row| worded(row, shared.language()))
            .collect();
        let widths = rows.iter().map(|row| look.columns.width(&row.label));
        let labels = widths.max().unwrap_or(0).min(usize::from(area.width / 3));
        self.choice
            .draw(buffer, area, rows.len(), look, |buffer, place, at| {
                if let Some(row) = rows.get(at) {
                    draw_row(buffer, place, row, labels, look);
                }
            });
        let bar = Rect {
            x: area.right() + 1,
            width: 1,
            ..area
        };
        let extent = self.choice.extent(area.height, rows.len());
        extent.draw(buffer, bar, true, look);
    }

    /// Says why there is no row, and what makes one.
    fn draw_nothing(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let messages = look.messages;
        let words = if self.view.is_none() {
            messages.library.reading
        } else if self.entry.is_empty() {
            messages
                .desk
                .nothing_yet
                .get(self.section)
                .copied()
                .unwrap_or_default()
        } else {
            messages.desk.nothing_fits
        };
        draw_words(buffer, area, words, Role::Dim, look);
    }

    /// The listing beside the rows; the whole text of the chosen row where it is about none.
    fn draw_listing(&self, buffer: &mut Buffer, areas: &Areas, shared: &Shared) {
        let look = shared.look();
        let style = look.theme.style(Role::Dim);
        for y in areas.listing.top()..areas.listing.bottom() {
            let at = Position::new(areas.listing.x - 2, y);
            look.columns.put(buffer, at, 1, look.symbols.upright, style);
        }
        if self.listing.record().is_some() {
            self.listing.draw(buffer, areas.listing, false, look);
        } else if let Some(row) = self.chosen(shared) {
            draw_words(
                buffer,
                areas.listing,
                &whole(row, shared),
                Role::Plain,
                look,
            );
        }
    }

    fn draw_explained(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let Some(row) = self.chosen(shared).filter(|_| !area.is_empty()) else {
            return;
        };
        draw_level(buffer, Rect { height: 1, ..area }, look);
        let below = Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        };
        draw_words(buffer, below, &whole(row, shared), Role::Plain, look);
    }
}

/// All that a row says.
fn whole(row: &DeskRow, shared: &Shared) -> String {
    let Worded { label, text, said } = worded(row, shared.language());
    let parts = [label, text, said];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(shared.look().symbols.dot)
}

fn draw_row(buffer: &mut Buffer, area: Rect, row: &Worded, labels: usize, look: &Presentation) {
    let measure = look.columns;
    let room = usize::from(area.width);
    let said = measure.fit(&row.said, room / 3);
    let right = measure.width(&said);
    let label = measure.fit(&row.label, labels);
    let pad = " ".repeat(labels - measure.width(&label) + BETWEEN);
    let mut line = Line::new(format!("{label}{pad}"), Role::Dim);
    line.push(&row.text, Role::Plain);
    line.fit(measure, room.saturating_sub(right + BETWEEN))
        .draw(buffer, area, measure, &look.theme);
    let at = Position::new(area.right().saturating_sub(columns(right)), area.y);
    let style = look.theme.style(Role::Dim);
    measure.put(buffer, at, right, &said, style);
}

fn draw_level(buffer: &mut Buffer, area: Rect, look: &Presentation) {
    let width = usize::from(area.width);
    Line::new(look.symbols.level.repeat(width), Role::Dim).draw(
        buffer,
        area,
        look.columns,
        &look.theme,
    );
}
