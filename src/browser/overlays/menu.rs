//! A menu: one key a line, what the key does in words. Arrows and the mouse choose, too.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::Position;

use super::{Input, Outcome, Overlay};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, pick};
use crate::ui::action::Action;
use crate::ui::choice::Choice;
use crate::ui::frame;
use crate::ui::keymap::{Key, Place};
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// In a narrower menu the words do not stand below each other.
const NARROW: u16 = 50;

/// What a menu is: a table.
#[derive(Debug)]
pub(super) struct MenuTable {
    /// Where its keys are looked up before those that its lines name.
    pub(super) place: Place,
    /// Columns inside the frame, and a row for every line.
    pub(super) size: (u16, u16),
    /// Columns of the names; the longest sets it.
    pub(super) names: usize,
    /// Its title.
    pub(super) title: fn(&Shared, &dyn Screen) -> String,
    /// What its lower edge says.
    pub(super) hint: fn(&Messages) -> &'static str,
    /// Its lines.
    pub(super) lines: fn(&Shared, &dyn Screen) -> Vec<MenuLine>,
}

/// One line of a menu.
#[derive(Debug)]
pub(super) struct MenuLine {
    /// The key that carries it out.
    pub(super) key: char,
    /// What it is called.
    pub(super) name: String,
    /// What it will do, or with what.
    pub(super) words: String,
    /// What it does.
    pub(super) action: Action,
    /// Whether it can be done now.
    pub(super) is_possible: bool,
}

/// A menu above the screen.
#[derive(Debug)]
pub(super) struct Menu {
    table: &'static MenuTable,
    choice: Choice,
}

impl Menu {
    /// The menu of a table.
    pub(super) const fn new(table: &'static MenuTable) -> Self {
        Self {
            table,
            choice: Choice::first(),
        }
    }
}

/// What a line does where it can be done; the menu says itself where it cannot.
fn carry_out(line: Option<&MenuLine>) -> Outcome {
    let possible = line.filter(|line| line.is_possible);
    possible.map_or(Outcome::Stay, |line| Outcome::Act(line.action))
}

impl Overlay for Menu {
    fn size(&self) -> (u16, u16) {
        self.table.size
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, screen: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let title = (self.table.title)(shared, screen);
        let hint = (self.table.hint)(look.messages);
        let area = frame::draw(buffer, self.table.size, &title, hint, look);
        let lines = (self.table.lines)(shared, screen);
        let names = if area.width < NARROW {
            0
        } else {
            self.table.names
        };
        let draw_line = |buffer: &mut Buffer, row: ratatui::layout::Rect, place: usize| {
            if let Some(line) = lines.get(place) {
                line.drawn(names, look)
                    .fit(look.columns, usize::from(area.width))
                    .draw(buffer, row, look.columns, &look.theme);
            }
        };
        self.choice.draw(buffer, area, lines.len(), look, draw_line);
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        let lines = (self.table.lines)(shared, screen);
        let chosen = |choice: &Choice| choice.place().and_then(|place| lines.get(place));
        match input {
            Input::Step(by) => self.choice.step(by, lines.len()),
            Input::Accept => return carry_out(chosen(&self.choice)),
            Input::Click(row, rows) => {
                if self.choice.choose_at(row, rows, lines.len()) {
                    return carry_out(chosen(&self.choice));
                }
            }
            Input::Key(key) => {
                let named = lines.iter().find(|line| is_key(key, line.key));
                return carry_out(named);
            }
            Input::Act(action) => match lines.iter().find(|line| line.action == action) {
                None => return Outcome::Pass,
                line => return carry_out(line),
            },
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn extent(&self, rows: u16) -> Extent {
        self.choice.extent(rows, usize::from(self.table.size.1))
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        let length = usize::from(self.table.size.1);
        self.choice.scroll_to(first, rows, length);
    }

    fn place(&self) -> Place {
        self.table.place
    }
}

/// Whether a key is the one that a line names; full-width letters are as good.
pub(super) fn is_key(key: Key, named: char) -> bool {
    let twin = key.ascii_twin();
    twin.modifiers.is_empty() && twin.code == KeyCode::Char(named)
}

impl MenuLine {
    /// The line of an action, in its own words.
    pub(super) fn of(key: char, action: Action, is_possible: bool, look: &Presentation) -> Self {
        let words = action.described().map(|row| [row.name, row.help]);
        let [name, words] = words.unwrap_or_default().map(|it| pick(look.language, it));
        Self {
            key,
            name: name.to_owned(),
            words: words.to_owned(),
            action,
            is_possible,
        }
    }

    /// Key, name and words, the name in `names` columns.
    fn drawn(&self, names: usize, look: &Presentation) -> Line {
        let role = |role| if self.is_possible { role } else { Role::Dim };
        let mut line = Line::new(format!("{}  ", self.key), role(Role::Accent));
        line.push(&self.name, role(Role::Plain));
        let pad = names.saturating_sub(look.columns.width(&self.name)).max(2);
        line.push(" ".repeat(pad), Role::Plain);
        line.push(&self.words, Role::Dim);
        line
    }
}
