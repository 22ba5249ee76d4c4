//! The whole screen. Drawing only reads.

use indicatif::DecimalBytes;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::browser::app::{App, Popup, Setting};
use crate::browser::event::Intake;
use crate::browser::panes::facets::Branch;
use crate::browser::panes::{chips, query, status, which_key};
use crate::messages::{Messages, fill, grouped, pick};
use crate::ui::action::Action;
use crate::ui::keymap::sequence;
use crate::ui::layout::{Pane, SMALLEST, Screen};
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::ui::wrap;
use qiao_index::vocab;

impl App {
    /// Draws everything; returns where the terminal's cursor belongs.
    pub(crate) fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let Some(screen) = self.screen() else {
            self.draw_too_small(buffer);
            return None;
        };
        self.draw_frame(buffer, &screen);
        let cursor = self.draw_panes(buffer, &screen);
        let cursor = match &self.popup {
            None => Some(cursor),
            Some(popup) => self.draw_popup(buffer, popup),
        };
        if !self.pressed.is_empty() {
            let pressed = format!("{} …", sequence(&self.pressed));
            which_key::draw(buffer, &pressed, &self.continuations(), &self.setting.look);
        } else if let Some(tour) = &self.tour {
            let Setting { keymap, look, .. } = &self.setting;
            tour.draw(buffer, self.popup_area(), keymap, look);
        }
        cursor
    }

    fn draw_too_small(&self, buffer: &mut Buffer) {
        let look = &self.setting.look;
        let (width, height) = SMALLEST;
        let values = [
            ("columns", &*width.to_string()),
            ("rows", &*height.to_string()),
        ];
        let words = fill(look.messages.nothing.small, &values);
        let area = buffer.area;
        let words = if look.columns.fits(&words, usize::from(area.width)) {
            words
        } else {
            format!("≥ {width}×{height}")
        };
        Line::new(words, Role::Plain)
            .fit(look.columns, usize::from(area.width))
            .draw(buffer, area, look.columns, &look.theme);
    }

    /// Everything but the panes: line below the query, chips, headings, bottom line.
    fn draw_frame(&self, buffer: &mut Buffer, screen: &Screen) {
        let look = &self.setting.look;
        if !screen.notice.is_empty() {
            let width = usize::from(screen.notice.width);
            let line = self.notice().fit(look.columns, width);
            line.draw(buffer, screen.notice, look.columns, &look.theme);
        }
        if let Some(query) = self.suggestion().filter(|_| !screen.suggestion.is_empty()) {
            let key = self.key_of(Action::Suggestion);
            query::suggestion(query, &key, look)
                .fit(look.columns, usize::from(screen.suggestion.width))
                .draw(buffer, screen.suggestion, look.columns, &look.theme);
        }
        if !screen.chips.is_empty() {
            chips::draw(buffer, screen.chips, &self.asked.filters, look);
        }
        if !screen.heads.is_empty() {
            self.draw_heads(buffer, screen);
        }
        self.draw_uprights(buffer, screen);
        status::draw(
            buffer,
            screen.status,
            self.status(),
            &self.library_line(),
            look,
        );
    }

    fn notice(&self) -> Line {
        let Some(answer) = &self.answer else {
            return Line::default();
        };
        if let Some(way) = self.way_to_value() {
            return Line::new(way, Role::Dim);
        }
        let samples = self.library.state.is_some_and(|state| state.samples);
        let key = self.key_of(Action::Import);
        query::notice(&answer.page, samples, &key, &self.setting.look)
    }

    /// The whole name of the value under the cursor in a tree, with all that it hangs from: the
    /// pane often has no room for it.
    fn way_to_value(&self) -> Option<String> {
        let look = &self.setting.look;
        let (facet, value) = self.panes.facets.value()?;
        let shown = self.panes.focus == Pane::Facets && facet.is_tree();
        shown.then(|| {
            let path = vocab::path(facet, &value).into_iter();
            let names: Vec<String> = path.map(|value| look.label(facet, &value)).collect();
            format!("{} › {}", look.messages.facet(facet), names.join(" › "))
        })
    }

    /// A level line with the panes' names in it.
    fn draw_heads(&self, buffer: &mut Buffer, screen: &Screen) {
        let look = &self.setting.look;
        let width = usize::from(screen.heads.width);
        let level = Line::new(look.symbols.level.repeat(width), Role::Dim);
        level.draw(buffer, screen.heads, look.columns, &look.theme);
        for (pane, area) in screen.panes() {
            let left = area.x.min(2);
            let place = Rect {
                x: area.x - left,
                y: screen.heads.y,
                width: area.width + left,
                height: 1,
            };
            let focused = pane == self.panes.focus;
            let role = if focused { Role::Heading } else { Role::Dim };
            let room = usize::from(area.width) - 1;
            let words = look.columns.fit(&self.head(pane), room);
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

    fn head(&self, pane: Pane) -> String {
        let messages = self.setting.look.messages;
        match pane {
            Pane::Facets if self.asked.one_per_family => format!(
                "{}{}{}",
                messages.panes.filters, self.setting.look.symbols.dot, messages.panes.counts_all
            ),
            Pane::Facets => messages.panes.filters.to_owned(),
            Pane::Results => {
                let Some(found) = self.found() else {
                    return String::new();
                };
                let place = self.asked.sort as usize;
                let order = messages.sorts.get(place).copied().unwrap_or_default();
                let (total, records) = (found.page.total, found.page.records);
                let number = if self.asked.one_per_family {
                    let values = [("n", &*grouped(total)), ("all", &*grouped(records))];
                    fill(messages.panes.families, &values)
                } else {
                    messages.listings(total)
                };
                format!("{number}{}{order}", self.setting.look.symbols.dot)
            }
            Pane::Listing => {
                let words = messages.panes.listing;
                let Some((current, all)) = self.panes.listing.current() else {
                    return words.to_owned();
                };
                let values = [("n", &*current.to_string()), ("all", &*all.to_string())];
                let current = fill(messages.panes.current_match, &values);
                format!("{words}{}{current}", self.setting.look.symbols.dot)
            }
        }
    }

    fn draw_uprights(&self, buffer: &mut Buffer, screen: &Screen) {
        let look = &self.setting.look;
        let style = look.theme.style(Role::Dim);
        for (_, area) in screen.panes().filter(|(_, area)| area.x >= 2) {
            for y in area.top()..area.bottom() {
                let at = Position::new(area.x - 2, y);
                look.columns.put(buffer, at, 1, look.symbols.upright, style);
            }
        }
        for (pane, _) in screen.panes() {
            let focused = pane == self.panes.focus;
            let extent = self.extent(screen, pane);
            extent.draw(buffer, screen.scrollbar(pane), focused, look);
        }
    }

    /// Draws the panes; returns where the cursor of the line that takes the keys stands.
    fn draw_panes(&self, buffer: &mut Buffer, screen: &Screen) -> Position {
        let look = &self.setting.look;
        let cursor = self.asked.query.draw(buffer, screen.query, look);
        let focus = self.panes.focus;
        let mut narrowing = None;
        if !screen.facets.is_empty() {
            let focused = focus == Pane::Facets;
            narrowing = self.panes.facets.draw(buffer, screen.facets, focused, look);
        }
        if !screen.results.is_empty() {
            self.draw_results(buffer, screen.results);
        }
        if !screen.listing.is_empty() {
            let focused = focus == Pane::Listing;
            self.panes
                .listing
                .draw(buffer, screen.listing, focused, look);
        }
        narrowing.unwrap_or(cursor)
    }

    fn draw_results(&self, buffer: &mut Buffer, area: Rect) {
        let look = &self.setting.look;
        let nothing = &look.messages.nothing;
        if let Some(reason) = &self.library.failure {
            self.draw_words(buffer, area, reason.say(self.language()), Role::Error);
        } else if self.nothing_found() {
            let key = self.key_of(Action::Accept);
            self.panes.results.draw_nothing(
                buffer,
                area,
                (&self.ways(), &self.unknown_words()),
                &key,
                look,
            );
        } else if let Some(found) = self.found() {
            let focused = self.panes.focus == Pane::Results;
            self.panes.results.draw(buffer, area, found, focused, look);
        } else if self.library.state.is_some() {
            self.draw_words(buffer, area, nothing.searching, Role::Dim);
        } else {
            self.draw_words(buffer, area, nothing.opening, Role::Dim);
        }
    }

    fn draw_words(&self, buffer: &mut Buffer, area: Rect, words: &str, role: Role) {
        let look = &self.setting.look;
        let ranges = wrap::wrap(look.columns, words, usize::from(area.width));
        for (range, row) in ranges.into_iter().zip(area.rows()) {
            let line = Line::new(words.get(range).unwrap_or(""), role);
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }

    /// What has just happened, else the keys that help here.
    fn status(&self) -> Line {
        if !self.pressed.is_empty() {
            return self.continuations_line();
        }
        if let Some(note) = &self.note {
            return Line::new(&note.text, note.role);
        }
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.setting;
        let tour = self.tour.as_ref();
        if let Some(line) = tour.and_then(|tour| tour.line(*window, keymap, look)) {
            return line;
        }
        status::hints(
            &self.hints().1,
            self.room_of_hints(),
            self.setting.look.columns,
        )
    }

    /// Columns for the hints: they leave room for how far an import has come and for what is
    /// marked.
    pub(super) fn room_of_hints(&self) -> usize {
        let width = usize::from(self.setting.window.width);
        if self.library.importing.is_none() && self.marks.is_empty() {
            return width;
        }
        let right = self.library_line().width(self.setting.look.columns);
        width.saturating_sub(right + 2)
    }

    /// The actions of the pane that has the focus, the most useful first.
    pub(super) fn useful(&self) -> &'static [Action] {
        match self.panes.focus {
            // There is nothing to open, copy or mark.
            Pane::Results if self.nothing_found() => {
                &[Action::Help, Action::Palette, Action::NextPane]
            }
            Pane::Results if self.marks.is_empty() => &[
                Action::Accept,
                Action::Help,
                Action::CopyMenu,
                Action::NextPane,
                Action::Palette,
                Action::Mark,
            ],
            Pane::Results => &[
                Action::Compare,
                Action::Help,
                Action::CopyMenu,
                Action::Export,
                Action::ClearMarks,
                Action::Palette,
            ],
            Pane::Facets => match self.panes.facets.branch() {
                Branch::Leaf => &IN_FACETS,
                Branch::Closed => &ON_A_CLOSED_BRANCH,
                Branch::Open => &ON_AN_OPEN_BRANCH,
            },
            Pane::Listing => &[
                Action::CopyMenu,
                Action::Help,
                Action::NextHit,
                Action::NextMatch,
                Action::Back,
                Action::Alike,
                Action::OpenLink,
                Action::Zoom,
                Action::Palette,
            ],
        }
    }

    /// The actions that help here, each with its key and name.
    pub(super) fn hints(&self) -> (&'static [Action], Vec<(String, &'static str)>) {
        // A popup names its keys itself.
        if self.note.is_some() || self.popup.is_some() {
            return (&[], Vec::new());
        }
        let actions = self.useful();
        let named = actions.iter().map(|action| {
            let name = action
                .described()
                .map_or("", |row| pick(self.setting.look.language, row.name));
            (self.key_of(*action), name)
        });
        (actions, named.collect())
    }

    /// How the keys that have been pressed can go on: what is still to be pressed, what it does.
    fn continuations(&self) -> Vec<(String, &'static str)> {
        let language = self.language();
        let further = self
            .setting
            .keymap
            .continuations(self.place(), &self.pressed);
        let further = further.into_iter();
        further
            .filter_map(|(keys, action)| Some((keys, pick(language, action.described()?.name))))
            .collect()
    }

    /// The keys that have been pressed; where there is no room for a box, also how they go on.
    fn continuations_line(&self) -> Line {
        let Setting { window, look, .. } = &self.setting;
        let further = self.continuations();
        let mut line = Line::new(format!("{} … ", sequence(&self.pressed)), Role::Accent);
        if which_key::fits(*window, &further, look) {
            return line;
        }
        let room = usize::from(window.width).saturating_sub(line.width(look.columns));
        let hints = status::hints(&further, room, look.columns);
        line.pieces.extend(hints.pieces);
        line
    }

    fn library_line(&self) -> Line {
        let messages = self.setting.look.messages;
        if let Some(intake) = self.library.importing {
            return Line::new(importing(intake, messages), Role::Accent);
        }
        if let Some(words) = self.marks_line() {
            return Line::new(words, Role::Accent);
        }
        match self.library.state {
            Some(state) if state.samples => Line::new(messages.query.samples_short, Role::Dim),
            Some(state) => {
                let number = [("n", &*grouped(state.records))];
                Line::new(fill(messages.general.library, &number), Role::Dim)
            }
            None => Line::default(),
        }
    }

    fn draw_popup(&self, buffer: &mut Buffer, popup: &Popup) -> Option<Position> {
        let look = &self.setting.look;
        let cursor = match popup {
            Popup::Reading(reading) | Popup::Help(reading) | Popup::ByHand(reading) => {
                reading.draw(buffer, look);
                None
            }
            Popup::Palette(palette) => Some(palette.draw(buffer, &self.setting.keymap, look)),
            Popup::Copy(menu) => {
                menu.draw(buffer, &self.copied_records(), look);
                None
            }
            Popup::Compare(comparison) => {
                comparison.draw(buffer, look);
                None
            }
            Popup::Import(prompt) => Some(prompt.draw(buffer, look)),
            Popup::Export(prompt) => Some(prompt.draw(buffer, look)),
        };
        let (bar, extent) = popup.scrollbar(buffer.area);
        extent.draw(buffer, bar, true, look);
        cursor
    }
}

/// What is useful in the filters, and where something can be opened or closed.
const IN_FACETS: [Action; 6] = [
    Action::Toggle,
    Action::Help,
    Action::Exclude,
    Action::Only,
    Action::Back,
    Action::Palette,
];
const ON_A_CLOSED_BRANCH: [Action; 7] = opening(Action::Expand);
const ON_AN_OPEN_BRANCH: [Action; 7] = opening(Action::Collapse);

const fn opening(action: Action) -> [Action; 7] {
    let [toggle, help, exclude, only, back, palette] = IN_FACETS;
    [toggle, help, action, exclude, only, back, palette]
}

/// How far an import has come, how fast, and how long the rest will take where that is known.
fn importing(intake: Intake, messages: &Messages) -> String {
    let Intake {
        bytes,
        size,
        elapsed,
    } = intake;
    let mut part = match size {
        Some(size) if size > 0 => format!("{} %", bytes.min(size) * 100 / size),
        _ => DecimalBytes(bytes).to_string(),
    };
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    // In the first moments nothing can be said of the rate.
    if milliseconds >= 1_000 && bytes > 0 {
        let rate = bytes.saturating_mul(1_000) / milliseconds;
        part.extend([" · ", &DecimalBytes(rate).to_string(), "/s"]);
        if let Some(size) = size.filter(|_| rate > 0) {
            let left = size.saturating_sub(bytes) / rate;
            let left = format!("{}:{:02}", left / 60, left % 60);
            part.push_str(" · ");
            part.push_str(&fill(messages.files.time_left, &[("left", &left)]));
        }
    }
    fill(messages.files.importing, &[("part", &part)])
}
