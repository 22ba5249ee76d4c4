//! The bottom line: what has just happened, else the keys that help here; at the right how far an
//! import has come, what is marked, how large the library is.

use super::App;
use crate::browser::event::Effect;
use crate::browser::panes::{status, which_key};
use crate::browser::shared::Setting;
use crate::messages::{fill, grouped, pick};
use crate::ui::action::Action;
use crate::ui::keymap::sequence;
use crate::ui::text::Line;
use crate::ui::theme::Role;

impl App {
    /// What has just happened, else the keys that help here.
    pub(super) fn status(&self) -> Line {
        if !self.pressed.is_empty() {
            return self.continuations_line();
        }
        if let Some(note) = &self.shared.note {
            return Line::new(&note.text, note.role);
        }
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.shared.setting;
        let tour = self.shared.tour.as_ref();
        if let Some(line) = tour.and_then(|tour| tour.line(*window, keymap, look)) {
            return line;
        }
        status::hints(&self.hints().1, self.room_of_hints(), look.columns)
    }

    /// Columns for the hints: they leave room for how far an import has come and for what is
    /// marked.
    fn room_of_hints(&self) -> usize {
        let width = usize::from(self.window().width);
        if self.shared.library.importing.is_none() && self.shared.marks.is_empty() {
            return width;
        }
        let right = self.library_line().width(self.shared.look().columns);
        width.saturating_sub(right + 2)
    }

    /// The actions that help here, each with its key and name.
    fn hints(&self) -> (&'static [Action], Vec<(String, &'static str)>) {
        // An overlay names its keys itself.
        if self.shared.note.is_some() || self.open.is_some() {
            return (&[], Vec::new());
        }
        let actions = self.screens.current().useful(&self.shared);
        let named = actions.iter().map(|action| {
            let row = action.described();
            let name = row.map_or("", |row| pick(self.language(), row.name));
            (self.key_of(*action), name)
        });
        (actions, named.collect())
    }

    /// Carries out the hint at a column of the bottom line.
    pub(super) fn click_hint(&mut self, column: u16) -> Vec<Effect> {
        let (actions, hints) = self.hints();
        let measure = self.shared.look().columns;
        let place = status::hint_at(&hints, self.room_of_hints(), measure, column);
        let action = place.and_then(|place| actions.get(place).copied());
        action.map_or_else(Vec::new, |action| self.act(action))
    }

    /// How the keys that have been pressed can go on: what is still to be pressed, what it does.
    pub(super) fn continuations(&self) -> Vec<(String, &'static str)> {
        let language = self.language();
        let keymap = &self.shared.setting.keymap;
        let further = keymap.continuations(self.place(), &self.pressed);
        let named = further.into_iter().filter_map(|(keys, action)| {
            let row = action.described()?;
            Some((keys, pick(language, row.name)))
        });
        named.collect()
    }

    /// The keys that have been pressed; where there is no room for a box, also how they go on.
    fn continuations_line(&self) -> Line {
        let look = self.shared.look();
        let further = self.continuations();
        let mut line = Line::new(format!("{} … ", sequence(&self.pressed)), Role::Accent);
        if which_key::fits(self.window(), &further, look) {
            return line;
        }
        let room = usize::from(self.window().width).saturating_sub(line.width(look.columns));
        let hints = status::hints(&further, room, look.columns);
        line.pieces.extend(hints.pieces);
        line
    }

    /// Which remote answers, how many listings it has, and whether its numbers are just these.
    fn remote_line(&self, records: u64) -> String {
        let remote = self.shared.library.remote.as_ref();
        let name = remote.map_or("", |remote| &remote.name);
        let about = if self.screens.search.is_approximate() {
            "≈ "
        } else {
            ""
        };
        let values = [("name", name), ("n", &*grouped(records)), ("about", about)];
        fill(self.shared.messages().library.remote, &values)
    }

    /// How far an import has come, else what is marked, else how large the library is.
    pub(super) fn library_line(&self) -> Line {
        let messages = self.shared.messages();
        if let Some(intake) = self.shared.library.importing {
            let message = if self.shared.library.syncing {
                messages.library.syncing_part
            } else {
                messages.files.importing
            };
            let part = status::reading(intake, messages);
            return Line::new(fill(message, &[("part", &part)]), Role::Accent);
        }
        if !self.shared.marks.is_empty() {
            return Line::new(self.shared.marked(), Role::Accent);
        }
        match self.shared.library.state {
            Some(state) if state.remote => Line::new(self.remote_line(state.records), Role::Accent),
            Some(state) if state.samples => Line::new(messages.query.samples_short, Role::Dim),
            Some(state) => {
                let number = [("n", &*grouped(state.records))];
                Line::new(fill(messages.general.library, &number), Role::Dim)
            }
            None => Line::default(),
        }
    }
}
