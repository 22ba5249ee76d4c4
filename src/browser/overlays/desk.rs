//! The desk menu: what can be kept of a listing, and of its match.

use super::Opening;
use super::menu::{Menu, MenuLine, MenuTable};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::keymap::Place;

/// Digit, what it does.
const ACTIONS: [(char, Action); 10] = [
    ('1', Action::Matches),
    ('2', Action::AcceptMatch),
    ('3', Action::DeclineMatch),
    ('4', Action::UndecideMatch),
    ('5', Action::Shortlist),
    ('6', Action::Tag),
    ('7', Action::Note),
    ('8', Action::Log),
    ('9', Action::NewMatches),
    ('0', Action::Watches),
];

const MENU: MenuTable = MenuTable {
    place: Place::Desk,
    size: (78, 10),
    names: 18,
    title: |shared, _| shared.messages().desk.menu.to_owned(),
    hint: |messages| messages.desk.menu_hint,
    lines: |shared, screen| {
        let line = |(digit, action)| line(digit, action, shared, screen);
        ACTIONS.into_iter().map(line).collect()
    },
};

/// Opens the menu.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::of(Menu::new(&MENU))
}

fn line(digit: char, action: Action, shared: &Shared, screen: &dyn Screen) -> MenuLine {
    let fit = screen.fit().filter(|fit| !fit.asker.id.is_empty());
    let is_possible = match action {
        Action::Matches | Action::Shortlist | Action::Tag => !screen.records(shared).is_empty(),
        Action::Note | Action::Log => screen.record().is_some(),
        Action::AcceptMatch | Action::DeclineMatch => fit.is_some(),
        Action::UndecideMatch => fit.is_some_and(|fit| fit.verdict().is_some()),
        _ => true,
    };
    MenuLine::of(digit, action, is_possible, shared.look())
}
