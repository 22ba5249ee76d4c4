//! The desk menu: what can be kept of a listing, and of its match.

use super::Opening;
use super::evidence::client;
use super::menu::{Menu, MenuLine, MenuTable};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{fill, pick};
use crate::ui::action::Action;
use crate::ui::keymap::Place;

/// Key, what it does.
const ACTIONS: [(char, Action); 12] = [
    ('1', Action::Matches),
    ('2', Action::Decide),
    ('3', Action::Shortlist),
    ('4', Action::Tag),
    ('5', Action::Note),
    ('6', Action::Log),
    ('7', Action::Task),
    ('8', Action::Draft),
    ('9', Action::Deals),
    ('0', Action::Watches),
    ('-', Action::DoNotContact),
    ('=', Action::Evidence),
];
/// The same of what can be said of a match.
const DECISIONS: [(char, Action); 3] = [
    ('1', Action::AcceptMatch),
    ('2', Action::DeclineMatch),
    ('3', Action::UndecideMatch),
];

const MENU: MenuTable = MenuTable {
    place: Place::Desk,
    size: (78, 12),
    names: 18,
    title: |shared, _| shared.messages().desk.menu.to_owned(),
    hint: |messages| messages.desk.menu_hint,
    lines: |shared, screen| lines(&ACTIONS, shared, screen),
};

const DECIDE: MenuTable = MenuTable {
    place: Place::Decide,
    size: (78, 3),
    names: 18,
    title: |shared, _| shared.messages().desk.decide.to_owned(),
    hint: |messages| messages.desk.menu_hint,
    lines: |shared, screen| lines(&DECISIONS, shared, screen),
};

/// Opens the menu.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::of(Menu::new(&MENU))
}

/// Opens what can be said of the match.
pub(super) fn open_decisions(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::of(Menu::new(&DECIDE))
}

fn lines(table: &[(char, Action)], shared: &Shared, screen: &dyn Screen) -> Vec<MenuLine> {
    let lines = table.iter();
    lines
        .map(|(digit, action)| line(*digit, *action, shared, screen))
        .collect()
}

fn line(digit: char, action: Action, shared: &Shared, screen: &dyn Screen) -> MenuLine {
    let fit = screen.fit().filter(|fit| !fit.asker.id.is_empty());
    let is_possible = match action {
        Action::Matches | Action::Shortlist | Action::Tag => !screen.records(shared).is_empty(),
        Action::Note | Action::Log => screen.record().is_some(),
        Action::Evidence => client(screen).is_some(),
        Action::Decide | Action::AcceptMatch | Action::DeclineMatch => fit.is_some(),
        Action::UndecideMatch => fit.is_some_and(|fit| fit.verdict().is_some()),
        _ => true,
    };
    let mut line = MenuLine::of(digit, action, is_possible, shared.look());
    if !is_possible {
        line.words = wanting(action, fit.is_some(), shared);
    }
    line
}

/// What is wanting for an action.
fn wanting(action: Action, has_match: bool, shared: &Shared) -> String {
    let look = shared.look();
    match action {
        Action::UndecideMatch if has_match => pick(
            look.language,
            ["这个匹配还没有评价", "nothing was said of this match"],
        )
        .to_owned(),
        Action::Decide | Action::AcceptMatch | Action::DeclineMatch | Action::UndecideMatch => {
            let words = ["先找出匹配：{key}", "find the matches first: {key}"];
            let key = shared.key_in(Place::Results, Action::Matches);
            fill(pick(look.language, words), &[("key", &key)])
        }
        _ => pick(look.language, ["先选中一条", "choose a listing first"]).to_owned(),
    }
}
