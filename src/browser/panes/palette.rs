//! All commands, found by their names in either language and by the pinyin of the Chinese ones.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::messages::pick;
use crate::ui::action::{ACTIONS, Action, Described};
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::keymap::{Key, Keymap};
use crate::ui::look::Look;
use crate::ui::scrolling::Extent;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;
use crate::ui::wrap;

/// Columns and rows of the palette: the line to type in, the list, what the chosen command does.
pub(crate) const SIZE: (u16, u16) = (60, 19);
/// Rows for what the chosen command does, below a line.
const EXPLAINED: u16 = 3;
/// A list of fewer rows has no room for explanations below it.
const SHORTEST: u16 = 9;
/// Columns for more keys than one.
const KEYS: usize = 24;

/// The palette.
#[derive(Debug, Default)]
pub(crate) struct Palette {
    entry: Entry,
    chosen: usize,
}

impl Palette {
    /// Commands that fit what is typed, those that it names before those that it explains.
    fn fitting(&self) -> Vec<&'static Described> {
        let typed = self.entry.text().trim().to_lowercase();
        let mut fitting: Vec<_> = ACTIONS
            .iter()
            .filter_map(|row| Some((nearness(row, &typed)?, row)))
            .collect();
        fitting.sort_by_key(|(nearness, _)| *nearness);
        fitting.into_iter().map(|(_, row)| row).collect()
    }

    /// Takes a key that is no command.
    pub(crate) fn key(&mut self, key: Key) {
        if self.entry.key(key) {
            self.chosen = 0;
        }
    }

    /// Takes a pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        self.entry.paste(text);
        self.chosen = 0;
    }

    /// Chooses the command that is so many below the chosen one.
    pub(crate) fn step(&mut self, by: isize) {
        let last = self.fitting().len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    /// Chooses the command at a row of the palette; false where there is none.
    pub(crate) fn choose_at(&mut self, row: u16, height: u16) -> bool {
        let list = listed(height);
        let Some(row) = row.checked_sub(1).filter(|row| *row < list) else {
            return false;
        };
        let place = frame::first_shown(self.chosen, list) + usize::from(row);
        let there = place < self.fitting().len();
        if there {
            self.chosen = place;
        }
        there
    }

    /// The chosen command.
    pub(crate) fn chosen(&self) -> Option<Action> {
        self.fitting().get(self.chosen).map(|row| row.action)
    }

    /// Draws the palette; returns where its cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, keymap: &Keymap, look: &Look) -> Position {
        let general = &look.messages.general;
        let area = frame::draw(buffer, SIZE, general.palette, general.close, look);
        let (cursor, below) = draw_entry(buffer, area, look.symbols.prompt, &self.entry, look);
        let list = Rect {
            height: listed(area.height),
            ..below
        };
        let fitting = self.fitting();
        if fitting.is_empty() {
            Line::new(general.no_command, Role::Dim).draw(buffer, list, look.columns, &look.theme);
        }
        let first = frame::first_shown(self.chosen, list.height);
        for ((at, row), place) in fitting.iter().enumerate().skip(first).zip(list.rows()) {
            draw_command(buffer, place, row, &keys(row, keymap, look), look);
            if at == self.chosen {
                text::select(buffer, place, &look.theme);
            }
        }
        let explained = Rect {
            y: list.bottom(),
            height: below.height - list.height,
            ..below
        };
        if let Some(row) = fitting.get(self.chosen) {
            explain(buffer, explained, row, look);
        }
        cursor
    }

    /// Which commands are on screen in a palette so high.
    pub(crate) fn extent(&self, height: u16) -> Extent {
        let rows = listed(height);
        Extent {
            first: frame::first_shown(self.chosen, rows),
            shown: usize::from(rows),
            all: self.fitting().len(),
        }
    }

    /// Shows the commands from a place on, in a palette so high.
    pub(crate) fn scroll_to(&mut self, first: usize, height: u16) {
        let last = self.fitting().len().saturating_sub(1);
        self.chosen = (first + usize::from(listed(height)))
            .saturating_sub(1)
            .min(last);
    }
}

/// Rows of the list in a palette so high.
const fn listed(height: u16) -> u16 {
    let below = height.saturating_sub(1);
    if below < SHORTEST {
        below
    } else {
        below - EXPLAINED
    }
}

/// What the chosen command does, below a line.
fn explain(buffer: &mut Buffer, area: Rect, row: &Described, look: &Look) {
    let width = usize::from(area.width);
    let help = pick(look.language, row.help);
    let ranges = wrap::wrap(look.columns, help, width).into_iter();
    let lines = ranges.map(|range| Line::new(help.get(range).unwrap_or(""), Role::Plain));
    let level = Line::new(look.symbols.level.repeat(width), Role::Dim);
    for (line, row) in std::iter::once(level).chain(lines).zip(area.rows()) {
        line.draw(buffer, row, look.columns, &look.theme);
    }
}

/// How near a command is to what is typed, the nearest first; `None` where it does not fit.
fn nearness(row: &Described, typed: &str) -> Option<usize> {
    let names = row.name.map(str::to_lowercase);
    let explained = row.help.join(" ").to_lowercase();
    let [chinese, _] = row.name;
    let begins = |word: &str| {
        let mut parts = names.iter().flat_map(|name| name.split([' ', '-']));
        parts.any(|part| part.starts_with(word)) || qiao_index::spells(word, chinese)
    };
    let has = |word: &str| begins(word) || names.iter().any(|name| name.contains(word));
    let all = |fits: &dyn Fn(&str) -> bool| typed.split_whitespace().all(fits);
    let nearest_first = [
        names.iter().any(|name| name == typed),
        names.iter().any(|name| name.starts_with(typed)),
        all(&begins),
        all(&has),
        all(&|word| has(word) || explained.contains(word)),
    ];
    nearest_first.iter().position(|fits| *fits)
}

/// The keys of a command, as many as there is room for, but one at least.
fn keys(row: &Described, keymap: &Keymap, look: &Look) -> String {
    let mut keys = keymap.keys_of(row.action);
    while keys.len() > 1 && look.columns.width(&keys.join("  ")) > KEYS {
        keys.pop();
    }
    keys.join("  ")
}

/// Draws a line to be edited in the first row; returns its cursor and the rows below.
pub(crate) fn draw_entry(
    buffer: &mut Buffer,
    area: Rect,
    label: &str,
    entry: &Entry,
    look: &Look,
) -> (Position, Rect) {
    let used = Line::new(label, Role::Accent).draw(buffer, area, look.columns, &look.theme);
    let room = usize::from(area.width.saturating_sub(used));
    let (text, column) = entry.view(look.columns, room);
    let at = Position::new(area.x + used, area.y);
    look.columns
        .put(buffer, at, room, text, look.theme.style(Role::Plain));
    let below = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    (Position::new(at.x + columns(column), at.y), below)
}

/// Name from the left, keys at the right.
fn draw_command(buffer: &mut Buffer, area: Rect, row: &Described, key: &str, look: &Look) {
    let right = look.columns.width(key);
    let room = usize::from(area.width).saturating_sub(right + 2);
    Line::new(pick(look.language, row.name), Role::Plain)
        .fit(look.columns, room)
        .draw(buffer, area, look.columns, &look.theme);
    let place = Position::new(area.right().saturating_sub(columns(right)), area.y);
    look.columns
        .put(buffer, place, right, key, look.theme.style(Role::Accent));
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyEvent};

    use super::*;
    use crate::ui::action::Part;

    fn typed(text: &str) -> Palette {
        let mut palette = Palette::default();
        for letter in text.chars() {
            palette.key(Key::new(KeyEvent::from(KeyCode::Char(letter))));
        }
        palette
    }

    #[test]
    fn has_every_action() {
        let fitting = Palette::default().fitting();
        for row in ACTIONS {
            assert!(
                fitting.iter().any(|shown| shown.action == row.action),
                "{}",
                row.id
            );
        }
    }

    #[test]
    fn finds_commands_in_either_language() {
        let check = |text: &str, expected: Option<Action>| {
            assert_eq!(typed(text).chosen(), expected, "{text:?}");
        };
        check("import", Some(Action::Import));
        check("导入", Some(Action::Import));
        check("remove filt", Some(Action::RemoveFilter));
        check("remove all filt", Some(Action::ResetFilters));
        check("QUIT", Some(Action::Quit));
        check("dance", None);
        check("qcsx", Some(Action::ResetFilters));
        check("daoru", Some(Action::Import));
        check("tc", Some(Action::Quit));
        check("up", Some(Action::Up));
        check("copy number", Some(Action::Copy(Part::Number)));
    }

    #[test]
    fn the_choice_stays_in_the_list() {
        let mut palette = typed("copy");
        palette.step(isize::MAX);
        assert!(palette.chosen().is_some());
        palette.step(isize::MIN);
        assert_eq!(palette.chosen(), Some(Action::CopyMenu));
    }
}
