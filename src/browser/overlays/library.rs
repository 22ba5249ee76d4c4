//! The menu of what can be done with the library as a whole.

use super::Opening;
use super::menu::{Menu, MenuLine, MenuTable};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::keymap::Place;

/// Key, what it does.
const ACTIONS: [(char, Action); 14] = [
    ('1', Action::Import),
    ('2', Action::Sync),
    ('3', Action::Imports),
    ('4', Action::Duplicates),
    ('5', Action::Conflicts),
    ('6', Action::Delete),
    ('7', Action::Deleted),
    ('8', Action::Report),
    ('9', Action::Backup),
    ('0', Action::RestoreBackup),
    ('-', Action::ExportDesk),
    ('=', Action::ImportDesk),
    ('+', Action::ClearOpened),
    ('/', Action::SwitchRemote),
];

const MENU: MenuTable = MenuTable {
    place: Place::Library,
    size: (78, 14),
    names: 20,
    title: |shared, _| shared.messages().library.menu.to_owned(),
    hint: |messages| messages.library.menu_hint,
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
    let is_possible = match action {
        Action::Delete => !screen.records(shared).is_empty(),
        Action::Report => shared.library.report.is_some(),
        Action::SwitchRemote => {
            shared.library.remote.is_some() || shared.library.remote_left.is_some()
        }
        _ => true,
    };
    MenuLine::of(digit, action, is_possible, shared.look())
}
