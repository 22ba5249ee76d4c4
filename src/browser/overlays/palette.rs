//! All commands, found by their names in either language and by the pinyin of the Chinese ones.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::list::{List, ListLine};
use super::{Opening, Outcome};
use crate::browser::screens::Screen;
use crate::browser::shared::{Setting, Shared};
use crate::messages::{Messages, pick};
use crate::ui::action::{ACTIONS, Described};
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;

/// Columns for more keys than one.
const KEYS: usize = 24;

/// Opens all commands.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::of(commands())
}

fn commands() -> List<&'static Described> {
    List::new(ACTIONS.iter().collect())
}

impl ListLine for &'static Described {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.general.palette, messages.general.no_command)
    }

    /// Those that are named go before those that are explained so.
    fn nearness(&self, typed: &str) -> Option<usize> {
        let names = self.name.map(str::to_lowercase);
        let explained = self.help.join(" ").to_lowercase();
        let [chinese, _] = self.name;
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

    /// Name from the left, keys at the right.
    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let keys = keys(self, &shared.setting);
        let right = look.columns.width(&keys);
        let room = usize::from(area.width).saturating_sub(right + 2);
        Line::new(pick(look.language, self.name), Role::Plain)
            .fit(look.columns, room)
            .draw(buffer, area, look.columns, &look.theme);
        let place = Position::new(area.right().saturating_sub(columns(right)), area.y);
        let style = look.theme.style(Role::Accent);
        look.columns.put(buffer, place, right, &keys, style);
    }

    fn explanation(&self, look: &Presentation) -> String {
        pick(look.language, self.help).to_owned()
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        Outcome::Act(self.action)
    }
}

/// The keys of a command, as many as there is room for, but one at least.
fn keys(row: &Described, setting: &Setting) -> String {
    let mut keys = setting.keymap.keys_of(row.action);
    while keys.len() > 1 && setting.look.columns.width(&keys.join("  ")) > KEYS {
        keys.pop();
    }
    keys.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::{Action, Part};

    /// The command that is nearest to what is typed.
    fn nearest(typed: &str) -> Option<Action> {
        let near = ACTIONS
            .iter()
            .filter_map(|row| Some((row.nearness(typed)?, row)));
        near.min_by_key(|(nearness, _)| *nearness)
            .map(|(_, row)| row.action)
    }

    #[test]
    fn finds_commands_in_either_language() {
        let check = |text: &str, expected: Option<Action>| {
            assert_eq!(nearest(text), expected, "{text:?}");
        };
        check("import", Some(Action::Import));
        check("导入", Some(Action::Import));
        check("remove filt", Some(Action::RemoveFilter));
        check("remove all filt", Some(Action::ResetFilters));
        check("quit", Some(Action::Quit));
        check("dance", None);
        check("qcsx", Some(Action::ResetFilters));
        check("daoru", Some(Action::Import));
        check("tc", Some(Action::Quit));
        check("up", Some(Action::Up));
        check("copy number", Some(Action::Copy(Part::Number)));
        check("copy", Some(Action::CopyMenu));
    }

    #[test]
    fn has_every_action() {
        for row in ACTIONS {
            assert!(row.nearness("").is_some(), "{}", row.id);
        }
    }
}
