//! The names of the screens, at the right of the first line: the one that has the window is
//! marked, the others can be clicked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::ScreenName;
use crate::messages::pick;
use crate::ui::action::Action;
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;

/// Columns between two names.
const BETWEEN: usize = 2;
/// The screens, and what goes there.
const SCREENS: [(ScreenName, Action); 3] = [
    (ScreenName::Search, Action::SearchScreen),
    (ScreenName::Desk, Action::DeskScreen),
    (ScreenName::Statistics, Action::StatisticsScreen),
];

/// Columns of all names.
pub(super) fn width(look: &Presentation) -> u16 {
    let names = SCREENS
        .iter()
        .map(|(_, action)| look.columns.width(name(*action, look)));
    columns(names.sum::<usize>() + BETWEEN * (SCREENS.len() - 1))
}

/// Draws them, `current` being the screen that has the window.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, current: ScreenName, look: &Presentation) {
    let mut line = Line::default();
    for (screen, action) in SCREENS {
        if !line.pieces.is_empty() {
            line.push(" ".repeat(BETWEEN), Role::Plain);
        }
        let role = if screen == current {
            Role::Heading
        } else {
            Role::Dim
        };
        line.push(name(action, look), role);
    }
    line.draw(buffer, area, look.columns, &look.theme);
}

/// What a click at a place does.
pub(super) fn clicked(area: Rect, at: Position, look: &Presentation) -> Option<Action> {
    if !area.contains(at) {
        return None;
    }
    let mut left = area.x;
    for (_, action) in SCREENS {
        let right = left + columns(look.columns.width(name(action, look)));
        if (left..right).contains(&at.x) {
            return Some(action);
        }
        left = right + columns(BETWEEN);
    }
    None
}

fn name(action: Action, look: &Presentation) -> &'static str {
    let row = action.described();
    row.map_or("", |row| pick(look.language, row.name))
}
