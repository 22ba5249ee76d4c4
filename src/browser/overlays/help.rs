//! The help: what to do first, all keys, the query language. Printed from the tables.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::laid_text::{LaidText, framed_width, wrapped};
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::screens::Screen;
use crate::browser::shared::{Setting, Shared};
use crate::listing::kept;
use crate::messages::pick;
use crate::ui::action::{ACTIONS, Action, Described};
use crate::ui::keymap::Place;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// Columns for keys and examples.
const LEFT: usize = 26;

/// The help.
#[derive(Debug)]
struct Help {
    /// Where the user is.
    place: Place,
    /// The actions that are useful there.
    useful: &'static [Action],
    laid: LaidText,
}

/// Opens the help; what is useful where the user is comes first.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    Opening::of(Help {
        place: screen.place(),
        useful: screen.useful(shared),
        laid: LaidText::default(),
    })
}

impl Overlay for Help {
    fn size(&self) -> (u16, u16) {
        self.laid.size()
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let title = shared.messages().general.help;
        self.laid.draw_framed(buffer, title, shared.look());
        None
    }

    fn update(&mut self, input: Input, _: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            // Who asks for the help in the help wants to be shown.
            Input::Act(Action::Help) => Outcome::Act(Action::Tour),
            input => self.laid.update(&input),
        }
    }

    fn settle(&mut self, shared: &Shared) {
        let (place, useful) = (self.place, self.useful);
        self.laid.settle(shared, |window| {
            lines(place, useful, framed_width(window), &shared.setting)
        });
    }

    fn extent(&self, rows: u16) -> Extent {
        self.laid.extent(rows)
    }

    fn scroll_to(&mut self, first: usize, _: u16) {
        self.laid.scroll_to(first);
    }
}

/// What to do first, the keys that are useful in a place, all keys, the query language.
fn lines(place: Place, useful: &[Action], width: usize, setting: &Setting) -> Vec<Line> {
    let Setting { look, keymap, .. } = setting;
    let general = &look.messages.general;
    let mut lines = Vec::new();
    for paragraph in general.introduction {
        lines.extend(wrapped(paragraph, Role::Plain, width, look));
    }
    lines.extend([Line::default(), Line::new(general.keys_here, Role::Heading)]);
    for row in useful.iter().filter_map(|action| action.described()) {
        lines.extend(action(row, &keymap.keys_at(place, row.action), width, look));
    }
    lines.extend([Line::default(), Line::new(general.keys, Role::Heading)]);
    for row in ACTIONS {
        lines.extend(action(row, &keymap.keys_of(row.action), width, look));
    }
    lines.extend([Line::default(), Line::new(general.signs, Role::Heading)]);
    for (sign, words) in kept::all_signs(look).into_iter().zip(general.signs_meaning) {
        lines.extend(explained(sign, words, width, look));
    }
    lines.extend([Line::default(), Line::new(general.language, Role::Heading)]);
    for (example, words) in general.examples {
        lines.extend(explained(example, words, width, look));
    }
    lines
}

/// An action's keys, name and explanation.
fn action(row: &Described, keys: &[String], width: usize, look: &Presentation) -> Vec<Line> {
    let keys = keys.join("  ");
    let words = [row.name, row.help].map(|words| pick(look.language, words));
    let words = words.join(pick(look.language, ["：", ": "]));
    explained(&keys, &words, width, look)
}

/// Something at the left, its explanation at the right, or below where there is no room.
fn explained(left: &str, words: &str, width: usize, look: &Presentation) -> Vec<Line> {
    let used = look.columns.width(left);
    let beside = used < LEFT && width >= 2 * LEFT;
    let indent = if beside { LEFT } else { 4.min(width / 4) };
    let mut lines = Vec::new();
    if !beside {
        lines.push(Line::new(left, Role::Accent));
    }
    for (at, text) in wrapped(words, Role::Plain, width - indent, look)
        .into_iter()
        .enumerate()
    {
        let mut line = if beside && at == 0 {
            let mut line = Line::new(left, Role::Accent);
            line.push(" ".repeat(LEFT - used), Role::Plain);
            line
        } else {
            Line::new(" ".repeat(indent), Role::Plain)
        };
        line.pieces.extend(text.pieces);
        lines.push(line);
    }
    lines
}
